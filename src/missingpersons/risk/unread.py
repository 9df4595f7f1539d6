"""Where somebody recorded something under a code that is on no list, so that nothing judges what it means."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import attrgetter

from missingpersons.codes import Answer, codelist
from missingpersons.models import Episode

_NO = Answer.NO
_question = attrgetter("question")


def unread(episode: Episode, unlisted: Sequence[str]) -> tuple[str, ...]:
    """The places (JSON Pointers), never the codes: a code of nobody's list may be any text.

    They are the answers to a question that is on no list, but for those of no, and the places of codes ``unlisted`` in
    the fields of which codes are read, sorted as texts. That there is an entry at all may count all the same.
    """
    questions = _questions()
    # Nearly every question and every code is on its list, and that is seen at once.
    if not unlisted and questions.issuperset(map(_question, episode.answers)):
        return ()
    asked = (
        f"/answers/{index}"
        for index, each in enumerate(episode.answers)
        if each.question not in questions and each.answer is not _NO
    )
    return tuple(sorted([*asked, *unlisted]))


@cache
def _questions() -> frozenset[str]:
    return frozenset(codelist("risk_questions").entries)
