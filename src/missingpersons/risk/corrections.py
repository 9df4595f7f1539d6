"""Which risk questions were answered again, less gravely than before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from missingpersons.codes import Answer, codelist
from missingpersons.models import Episode
from missingpersons.models.risk import RiskAnswer
from missingpersons.values.dates import moment

_ORDER = (Answer.NO, Answer.UNKNOWN, Answer.YES)


class Correction(NamedTuple):
    """A question with an answer that counts, and a less grave one that may be meant to correct it.

    ``order`` is ``later`` if the less grave answer is later than every entry that counts, and ``not_told`` if one of
    them has no time. One that is earlier was overtaken, and is no correction.
    """

    question: str
    counts: str
    says: str
    counts_at: tuple[str, ...]
    says_at: tuple[str, ...]
    order: str

    def as_dict(self) -> dict[str, Any]:
        """The correction as the JSON object that is printed."""
        return {**self._asdict(), "counts_at": list(self.counts_at), "says_at": list(self.says_at)}


def corrections(episode: Episode) -> tuple[Correction, ...]:
    """Every correction, by question, the graver of its answers first.

    A question that is on no list judges nothing, and may be any text: it is left out.
    """
    listed = codelist("risk_questions").entries
    entries: dict[str, dict[Answer, dict[str, RiskAnswer]]] = {}
    for index, each in enumerate(episode.answers):
        if each.question not in listed:
            continue
        entries.setdefault(each.question, {}).setdefault(each.answer, {})[f"/answers/{index}"] = each
    return tuple(found for question in sorted(entries) for found in _of(question, entries[question]))


def _of(question: str, answers: Mapping[Answer, Mapping[str, RiskAnswer]]) -> list[Correction]:
    counts = max(answers, key=_ORDER.index)
    latest = _latest(answers[counts])
    found = []
    for says in (Answer.UNKNOWN, Answer.NO):
        if says is counts or says not in answers:
            continue
        when = _latest(answers[says])
        if when is None or latest is None or when > latest:
            order = "not_told" if when is None or latest is None else "later"
            found.append(
                Correction(question, str(counts), str(says), tuple(answers[counts]), tuple(answers[says]), order)
            )
    return found


def _latest(entries: Mapping[str, RiskAnswer]) -> datetime | None:
    """When the last of the entries was given; None if one of them does not say."""
    times = [moment(each.answered_at) for each in entries.values() if each.answered_at is not None]
    return max(times) if len(times) == len(entries) else None
