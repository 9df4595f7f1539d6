"""How a risk question is answered from the episode itself, and which fields answer it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from operator import itemgetter

from missingpersons.codes import Answer, EpisodeRelation
from missingpersons.models import Episode
from missingpersons.models.care import Care
from missingpersons.models.needs import HealthCondition, PreviousMissing
from missingpersons.models.person import Person
from missingpersons.risk.aged import answered_by_age
from missingpersons.risk.coded import codes, one_code
from missingpersons.risk.definitions import CodeAnswers, code_answers
from missingpersons.risk.elapsed import (
    Elapsed,
    Moments,
    missing_for,
    reported_after,
)
from missingpersons.risk.facts import NO, UNKNOWN, YES, Fact, Facts, fact, of_entries
from missingpersons.risk.medicines import medicines
from missingpersons.risk.signs import signs

LONG = timedelta(hours=24)
"""The library's own threshold, for being missing and for a late report."""

_GRAVITY = {Answer.NO: NO, Answer.UNKNOWN: UNKNOWN, Answer.YES: YES}
_SAYS_NOTHING = frozenset({"none", "unknown"})
_NO_REASON = frozenset({"unknown", "other", "not_missing", "accident_or_illness", "lost_or_unintentional"})

# A member of an enumeration that is looked up in its class costs more than a field of a record.
_YES, _NO = Answer.YES, Answer.NO
_SAME_PERSON = EpisodeRelation.SAME_PERSON

_COUNT = "/person/previous_missing/count"
_HARMED = "/person/previous_missing/harmed"

_preparations = Fact("preparations_made", UNKNOWN, ("/preparations",))
_failed_intentions = Fact("intentions_not_completed", UNKNOWN, ("/failed_intentions",))
_periods = Fact("previous_missing", YES, ("/person/previous_missing/periods",))
_counted = (Fact("previous_missing", NO, (_COUNT,)), Fact("previous_missing", YES, (_COUNT,)))
_missing_when_harmed = Fact("previous_missing", YES, (_HARMED,))
_harmed = tuple([Fact("harmed_when_missing_before", each, (_HARMED,)) for each in (NO, UNKNOWN, YES)])
_out_of_character = tuple([Fact("out_of_character", each, ("/out_of_character",)) for each in (NO, UNKNOWN, YES)])
_out_of_area = tuple([Fact("out_of_area_placement", each, ("/care/out_of_area",)) for each in (NO, UNKNOWN, YES)])
_neither_ill_nor_disabled = Fact("illness_or_disability", NO, ("/person/health", "/person/disabilities"))

_reason_to_go = of_entries("reason_to_go", YES, "/reasons/*")
_missing_before_by = of_entries("previous_missing", YES, "/related/*")
_missing_when = of_entries("previous_missing", YES, "/person/previous_missing/harms/*")
_harm = of_entries("harmed_when_missing_before", YES, "/person/previous_missing/harms/*")
_perhaps_harm = of_entries("harmed_when_missing_before", UNKNOWN, "/person/previous_missing/harms/*")
_need = of_entries("communication_need", YES, "/person/communication_needs/*")
_perhaps_need = of_entries("communication_need", UNKNOWN, "/person/communication_needs/*")
_interpreter = of_entries("communication_need", YES, "/person/languages/*/interpreter_needed")
_perhaps_interpreter = of_entries("communication_need", UNKNOWN, "/person/languages/*/interpreter_needed")
_ill = of_entries("illness_or_disability", YES, "/person/health/*")
_perhaps_ill = of_entries("illness_or_disability", UNKNOWN, "/person/health/*")
_disabled = of_entries("illness_or_disability", YES, "/person/disabilities/*")
_perhaps_disabled = of_entries("illness_or_disability", UNKNOWN, "/person/disabilities/*")

# A record looks a field up in its class first, which costs more than all that is done with most of them.
_of_episode = itemgetter(
    "person",
    "care",
    "missing_from",
    "out_of_character",
    "preparations",
    "failed_intentions",
    "reasons",
    "related",
    "preparedness",
)
_of_person = itemgetter(
    "vulnerabilities",
    "protection_plan",
    "health",
    "disabilities",
    "communication_needs",
    "languages",
    "mobility",
    "previous_missing",
)
_of_previous = itemgetter("count", "periods", "harmed", "harms")
_of_care = itemgetter("out_of_area", "status", "legal_status", "placement", "missing_type")


def derived(episode: Episode, as_of: datetime) -> Facts:
    """Everything that the episode itself answers at ``as_of``, and where it has codes of no list, in one pass."""
    found = Facts()
    of = code_answers()
    moments = Moments(episode)
    person, care, left, unlike, preparations, failed, reasons, relations, form = _of_episode(episode.__dict__)
    answered_by_age(episode, moments, as_of, found)
    _person(person, of, found)
    _time(episode, moments, as_of, of, found)
    if care is not None:
        _care(care, of, found)
    if left is not None:
        one_code(left.kind, of["/missing_from/kind"], found)
    if form is not None:
        one_code(form.protocol, of["/preparedness/protocol"], found)
    if unlike is not None:
        found.append(_out_of_character[_GRAVITY[unlike]])
    if preparations is not None:
        found.append(_preparations)
    if failed is not None:
        found.append(_failed_intentions)
    if reasons:
        codes(reasons, of["/reasons/*"], found)
        for index, code in enumerate(reasons):
            if code not in _NO_REASON:
                found.append(_reason_to_go(index))
    signs(episode, of, found)
    for index, related in enumerate(relations):
        if related.relation is _SAME_PERSON:
            found.append(_missing_before_by(index))
    return found


def derive(question: str, episode: Episode, as_of: datetime) -> tuple[Answer, tuple[str, ...]] | None:
    """What the episode itself answers to ``question`` at ``as_of``, or None if it does not say."""
    facts = [each for each in derived(episode, as_of) if each.question == question]
    if not facts:
        return None
    gravest = max(each.gravity for each in facts)
    places = dict.fromkeys(at for each in facts if each.gravity == gravest for at in each.at)
    return (Answer.NO, Answer.UNKNOWN, Answer.YES)[gravest], tuple(places)


def _person(person: Person, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    vulnerabilities, plan, health, disabilities, needs, languages, mobility, previous = _of_person(person.__dict__)
    if vulnerabilities:
        codes(vulnerabilities, of["/person/vulnerabilities/*"], found)
    if plan is not None:
        one_code(plan.kind, of["/person/protection_plan/kind"], found)
    if health or disabilities:
        _health(health, disabilities, of, found)
    for index, need in enumerate(needs):
        if need != "none":
            found.append((_perhaps_need if need == "unknown" else _need)(index))
    for index, language in enumerate(languages):
        if (needed := language.interpreter_needed) is not None and needed is not _NO:
            found.append((_interpreter if needed is _YES else _perhaps_interpreter)(index))
    if mobility is not None:
        one_code(mobility, of["/person/mobility"], found)
    if previous is not None:
        _missing_before(previous, of, found)


def _missing_before(previous: PreviousMissing, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    count, periods, harmed, harms = _of_previous(previous.__dict__)
    if count is not None:
        found.append(_counted[count > 0])
    if periods:
        found.append(_periods)
    if harmed is not None:
        found.append(_harmed[_GRAVITY[harmed]])
        if harmed is _YES:
            found.append(_missing_when_harmed)
    if harms:
        codes(harms, of["/person/previous_missing/harms/*"], found)
        for index, code in enumerate(harms):
            # A fact for each entry: one that came in later says nothing of when the others were known.
            found.append(_missing_when(index))
            if code != "none":
                found.append((_perhaps_harm if code == "unknown" else _harm)(index))


def _time(episode: Episode, moments: Moments, as_of: datetime, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    elapsed = missing_for(episode, moments, as_of)
    if elapsed.least_at or elapsed.most_at:
        found.append(fact("missing_long", *_judged(elapsed, LONG)))
    delay = reported_after(moments)
    if delay.least_at or delay.most_at:
        found.append(fact("report_delay", *_judged(delay, LONG)))
    if taken := episode.person.medication:
        medicines(taken, episode.person.health, of["/person/health/*/condition"], elapsed, found)


def _judged(elapsed: Elapsed, limit: timedelta) -> tuple[int, tuple[str, ...]]:
    if elapsed.least is not None and elapsed.least >= limit:
        return YES, elapsed.least_at
    if elapsed.most is not None and elapsed.most < limit:
        return NO, elapsed.most_at
    return UNKNOWN, tuple(dict.fromkeys((*elapsed.most_at, *elapsed.least_at)))


def _care(care: Care, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    far, status, legal_status, placement, missing_type = _of_care(care.__dict__)
    if far is not None:
        found.append(_out_of_area[_GRAVITY[far]])
    one_code(status, of["/care/status"], found)
    one_code(legal_status, of["/care/legal_status"], found)
    one_code(placement, of["/care/placement"], found)
    one_code(missing_type, of["/care/missing_type"], found)


def _health(
    health: tuple[HealthCondition, ...],
    disabilities: tuple[str, ...],
    of: Mapping[str, CodeAnswers],
    found: Facts,
) -> None:
    nothing = True
    conditions = of["/person/health/*/condition"]
    for index, each in enumerate(health):
        condition, text = each.condition, each.text
        if condition in conditions.answers:
            found += conditions.kept.get((index, condition)) or conditions.facts(index, condition)
        elif condition not in conditions.quiet:
            found.note(conditions.place(index))
        said = text is not None or condition not in _SAYS_NOTHING
        if condition != "none" or said:
            known = text is not None or (condition is not None and said)
            found.append((_ill if known else _perhaps_ill)(index))
        nothing = nothing and condition == "none" and text is None
    if disabilities:
        codes(disabilities, of["/person/disabilities/*"], found)
    for index, code in enumerate(disabilities):
        if code != "none":
            found.append((_perhaps_disabled if code in ("unknown", "prefers_not_to_say") else _disabled)(index))
    if health and disabilities and nothing and set(disabilities) == {"none"}:
        found.append(_neither_ill_nor_disabled)
