"""Rules about the answers to the risk questions: against each other, the record, and the last decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from missingpersons.codes import Answer, RiskLevel, Status
from missingpersons.models import Episode
from missingpersons.models.risk import RiskAnswer
from missingpersons.rules.ages import was_child
from missingpersons.rules.risk import child_lowest_with_exploitation
from missingpersons.rules.safeguarding import LOOKED_AFTER

ABOUT_RISK = (
    "/answers",
    "/circumstances",
    "/exploitation_indicators",
    "/out_of_character",
    "/person/health",
    "/person/medication",
    "/person/previous_missing",
    "/person/vulnerabilities",
    "/reasons",
)
"""Library list. Places of statements that a decision on risk rests on: pointers that begin so."""

SAID_BY_VULNERABILITY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "abduction_suspected": frozenset({"abduction"}),
        "cannot_interact_safely": frozenset({"cannot_interact_safely"}),
        "child_protection_register": frozenset({"child_protection_plan"}),
        "criminal_exploitation": frozenset({"cce", "county_lines"}),
        "dementia_or_neurological": frozenset({"dementia"}),
        "domestic_abuse": frozenset({"domestic_abuse_victim", "domestic_abuse_perp"}),
        "forced_marriage_or_honour_abuse": frozenset({"forced_marriage", "honour_based_abuse"}),
        "harmed_when_missing_before": frozenset({"previous_harm_while_missing"}),
        "looked_after": frozenset({"looked_after"}),
        "medication_essential": frozenset({"medication_essential"}),
        "mental_health": frozenset({"mental_health"}),
        "out_of_area_placement": frozenset({"out_of_area_placement"}),
        "previous_missing": frozenset({"previous_missing", "previous_harm_while_missing"}),
        "risk_to_others": frozenset({"risk_to_others"}),
        "self_harm": frozenset({"self_harm_history"}),
        "sexual_exploitation_or_trafficking": frozenset({"cse", "trafficking_modern_slavery"}),
        "suicide_risk": frozenset({"suicide_ideation"}),
    }
)
"""Library list. Questions, and the vulnerabilities beside which no answer of no can stand."""


def older_than_information(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-175: information came in after the last assessment of an open episode."""
    last = episode.assessments[-1] if episode.assessments else None
    if episode.status is not Status.OPEN or last is None or last.assessed_at is None or last.level is RiskLevel.HIGH:
        return
    if last.level is None and last.category is None:
        # No decision stands that could be too old: MP-R-170.
        return
    assessed_at = last.assessed_at
    answers = (each.answered_at for each in episode.answers if each.answer is Answer.YES)
    statements = (each.obtained_at for each in episode.provenance if each.at.startswith(ABOUT_RISK))
    came_in = any(at > assessed_at for at in answers if at) or any(at > assessed_at for at in statements if at)
    if came_in and not any(child_lowest_with_exploitation(episode, as_of)):
        yield f"/assessments/{len(episode.assessments) - 1}"


def record_says_otherwise(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-179: a risk question is answered no, and the record itself says yes."""
    for index, each in enumerate(episode.answers):
        if each.answer is Answer.NO and _says_yes(episode, each.question):
            yield f"/answers/{index}"


def answered_both_ways(episode: Episode, _: datetime) -> Iterable[str]:
    """MP-R-180: a risk question has two answers, and nothing says which is the later."""
    questions = [each.question for each in episode.answers]
    return () if len(set(questions)) == len(questions) else _clashes(episode.answers)


def _clashes(answers: Iterable[RiskAnswer]) -> Iterator[str]:
    """Each answer that another before it contradicts, where no two different times say which is the later."""
    at_all: dict[str, set[Answer]] = defaultdict(set)
    at_a_time: dict[tuple[str, datetime | None], set[Answer]] = defaultdict(set)
    for index, each in enumerate(answers):
        when = each.answered_at.moment if each.answered_at else None
        others = at_a_time[each.question, when] | at_a_time[each.question, None] if when else at_all[each.question]
        if others - {each.answer}:
            yield f"/answers/{index}"
        at_all[each.question].add(each.answer)
        at_a_time[each.question, when].add(each.answer)


def _says_yes(episode: Episode, question: str) -> bool:
    said = SAID_BY_VULNERABILITY.get(question)
    if said and not said.isdisjoint(episode.person.vulnerabilities):
        return True
    field = SAID_BY_FIELD.get(question)
    return field is not None and field(episode)


def _looked_after(episode: Episode) -> bool:
    return episode.care is not None and episode.care.status in LOOKED_AFTER


def _out_of_area(episode: Episode) -> bool:
    return episode.care is not None and episode.care.out_of_area is Answer.YES


def _on_plan(episode: Episode) -> bool:
    care, plan = episode.care, episode.person.protection_plan
    return (care is not None and care.status == "child_protection_plan") or (
        plan is not None and plan.kind == "child_protection"
    )


def _missing_before(episode: Episode) -> bool:
    before = episode.person.previous_missing
    return before is not None and bool(before.count or before.periods)


def _harmed_before(episode: Episode) -> bool:
    before = episode.person.previous_missing
    return before is not None and before.harmed is Answer.YES


def _needs_medication(episode: Episode) -> bool:
    return any(each.hours_until_serious is not None for each in episode.person.medication)


def _out_of_character(episode: Episode) -> bool:
    return episode.out_of_character is Answer.YES


def _suicidal(episode: Episode) -> bool:
    return "suicide_intent" in episode.reasons


SAID_BY_FIELD: Mapping[str, Callable[[Episode], bool]] = MappingProxyType(
    {
        "child": was_child,
        "child_protection_register": _on_plan,
        "harmed_when_missing_before": _harmed_before,
        "looked_after": _looked_after,
        "medication_essential": _needs_medication,
        "out_of_area_placement": _out_of_area,
        "out_of_character": _out_of_character,
        "previous_missing": _missing_before,
        "suicide_risk": _suicidal,
    }
)
"""Questions that a field of the record answers with a certain yes."""
