"""What is wrong with a record that was read: the table of rules, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import chain
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from missingpersons.codes import Status
from missingpersons.findings import Finding, Severity, finding
from missingpersons.models import AnyDocument, Call, Episode, UnidentifiedCase
from missingpersons.models._base import Record
from missingpersons.models.common import Place, Window
from missingpersons.models.contact import Phone
from missingpersons.models.description import Description
from missingpersons.models.person import AgeRange
from missingpersons.rules import (
    appeal,
    chronology,
    codes,
    completeness,
    counting,
    description,
    extensions,
    identity,
    minimum,
    outcome,
    place,
    pole,
    pole_fields,
    risk,
    safeguarding,
)

Rule = Callable[[Any, datetime], Iterable[str]]
"""Takes a document and the moment to judge from; yields the places (JSON Pointers) where its sentence is true."""

RULES: tuple[tuple[str, Rule], ...] = (
    ("MP-R-001", chronology.found_before_missing),
    ("MP-R-002", chronology.reported_before_missing),
    ("MP-R-003", chronology.window_ends_before_it_begins),
    ("MP-R-004", chronology.recorded_before_reported),
    ("MP-R-005", chronology.in_the_future),
    ("MP-R-006", chronology.found_before_reported),
    ("MP-R-007", chronology.seen_before_missing),
    ("MP-R-010", identity.age_disagrees_with_birth),
    ("MP-R-011", identity.born_in_the_future),
    ("MP-R-012", identity.age_range_turned_round),
    ("MP-R-013", identity.too_old),
    ("MP-R-014", identity.birth_date_placeholder),
    ("MP-R-015", identity.name_placeholder),
    ("MP-R-016", identity.title_in_given_name),
    ("MP-R-017", identity.identifier_check_wrong),
    ("MP-R-018", identity.identifier_malformed),
    ("MP-R-019", identity.nobody_to_recognise),
    ("MP-R-020", place.force_unlisted),
    ("MP-R-021", place.postcode_malformed),
    ("MP-R-022", place.phone_unreadable),
    ("MP-R-023", description.measures_turned_round),
    ("MP-R-024", description.measures_impossible),
    ("MP-R-025", place.place_number_malformed),
    ("MP-R-026", place.email_or_mark_malformed),
    ("MP-R-030", risk.open_without_assessment),
    ("MP-R-031", risk.level_without_scheme),
    ("MP-R-032", risk.level_not_of_scheme),
    ("MP-R-033", risk.lowered_without_rationale),
    ("MP-R-034", risk.assessment_without_rationale),
    ("MP-R-035", risk.below_suggestion_without_rationale),
    ("MP-R-036", risk.child_lowest_with_exploitation),
    ("MP-R-040", completeness.no_report_time),
    ("MP-R-041", completeness.no_missing_time),
    ("MP-R-042", completeness.open_without_action),
    ("MP-R-043", completeness.open_without_review_time),
    ("MP-R-044", completeness.open_without_contact),
    ("MP-R-050", outcome.found_but_open),
    ("MP-R-051", outcome.closed_without_prevention_interview),
    ("MP-R-052", outcome.located_without_found_time),
    ("MP-R-060", safeguarding.authority_not_told),
    ("MP-R-061", safeguarding.informant_unsafe),
    ("MP-R-070", codes.code_unlisted),
    ("MP-R-071", extensions.owner_not_a_domain),
    ("MP-R-080", pole.no_given_name),
    ("MP-R-081", pole.no_family_name),
    ("MP-R-082", pole.no_date_of_birth),
    ("MP-R-083", pole.no_age),
    ("MP-R-084", pole.no_gender),
    ("MP-R-085", pole.no_contact),
    ("MP-R-086", pole.few_descriptors),
    ("MP-R-090", pole_fields.text_of_wrong_length),
    ("MP-R-091", pole_fields.name_of_odd_characters),
    ("MP-R-092", pole_fields.names_in_one_entry),
    ("MP-R-093", pole_fields.place_too_long),
    ("MP-R-094", pole_fields.phone_not_international),
    ("MP-R-095", pole_fields.number_not_as_stored),
    ("MP-R-100", outcome.not_missing),
    ("MP-R-101", outcome.still_missing),
    ("MP-R-102", minimum.names_incomplete),
    ("MP-R-103", minimum.sex_not_told),
    ("MP-R-104", minimum.no_year_of_birth),
    ("MP-R-105", minimum.named_without_means),
    ("MP-R-106", minimum.unnamed_without_both),
    ("MP-R-107", appeal.nothing_may_be_told),
    ("MP-R-108", minimum.no_photo),
    ("MP-R-109", minimum.dental_not_asked),
    ("MP-R-110", counting.neither_sex_nor_gender),
    ("MP-R-111", counting.no_ethnicity),
    ("MP-R-112", counting.no_risk_level),
    ("MP-R-113", counting.outcome_not_coded),
    ("MP-R-114", counting.no_reason),
)
"""Every rule, by its code. Nothing registers itself."""

OF_EVERY_DOCUMENT = frozenset(
    {
        "MP-R-003",
        "MP-R-012",
        "MP-R-020",
        "MP-R-021",
        "MP-R-022",
        "MP-R-023",
        "MP-R-024",
        "MP-R-025",
        "MP-R-070",
        "MP-R-071",
        "MP-R-093",
        "MP-R-094",
    }
)
"""Rules about parts that any type of document may have. The others are about episodes."""

_GENERAL = tuple((code, rule) for code, rule in RULES if code in OF_EVERY_DOCUMENT)

RULES_OF: Mapping[type[AnyDocument], tuple[tuple[str, Rule], ...]] = MappingProxyType(
    {Episode: RULES, UnidentifiedCase: _GENERAL, Call: _GENERAL}
)
"""The rules of each type of document."""


def is_open(episode: Episode) -> bool:
    """Whether the person is still missing."""
    return episode.status is Status.OPEN


def _has_numbers(episode: Episode) -> bool:
    return bool(episode.person.identifiers or episode.devices)


SUBJECTS: Mapping[str, Callable[[Any], object]] = MappingProxyType(
    {
        **dict.fromkeys(("MP-R-001", "MP-R-006"), attrgetter("outcome")),
        "MP-R-007": attrgetter("sightings"),
        **dict.fromkeys(("MP-R-010", "MP-R-011", "MP-R-014"), attrgetter("person.date_of_birth")),
        **dict.fromkeys(("MP-R-015", "MP-R-016", "MP-R-091", "MP-R-092"), attrgetter("person.names")),
        **dict.fromkeys(("MP-R-017", "MP-R-018"), _has_numbers),
        **dict.fromkeys((f"MP-R-03{number}" for number in range(1, 7)), attrgetter("assessments")),
        **dict.fromkeys(("MP-R-030", "MP-R-042", "MP-R-043", "MP-R-044", "MP-R-050"), is_open),
        "MP-R-060": attrgetter("care"),
        "MP-R-061": attrgetter("person.relations"),
        "MP-R-071": attrgetter("extensions"),
        "MP-R-101": is_open,
        **dict.fromkeys(("MP-R-102", "MP-R-104", "MP-R-105"), attrgetter("person.names")),
        **dict.fromkeys(("MP-R-113", "MP-R-114"), attrgetter("outcome")),
    }
)
"""What each of these rules is about: an episode that has none of it has nothing for the rule to find."""

CODES_LISTED = "MP-R-070"
"""The rule about codes of open lists."""

FORCE_UNLISTED = "MP-R-020"
"""The rule about codes of forces."""

PART_RULES: tuple[tuple[str, type[Record], Callable[[Any], object]], ...] = (
    ("MP-R-003", Window, chronology.is_turned_round),
    ("MP-R-012", AgeRange, identity.is_upside_down),
    ("MP-R-021", Place, place.has_odd_postcode),
    ("MP-R-022", Phone, place.cannot_be_dialled),
    ("MP-R-023", Description, description.has_measures_turned_round),
    ("MP-R-024", Description, description.has_impossible_measures),
    ("MP-R-025", Place, place.is_misplaced),
)
"""The rules about one kind of part, wherever it is. Together with the two above, the reader's own walk over a record
answers them on its way: they are run only where it saw that there is something to find."""

SURVEYED = frozenset({CODES_LISTED, FORCE_UNLISTED, *(code for code, _, _ in PART_RULES)})
"""The rules that the walk answers."""

LOCAL_FIELDS_FIT = "MP-R-072"
"""The rule about local fields and the schema that their owner gave: there is none until a schema is given."""


def given_by(extension_schemas: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, Rule], ...]:
    """The rules that owners' schemas make. Raises ``CannotRun`` for a schema that cannot be used."""
    return ((LOCAL_FIELDS_FIT, extensions.local_field_unfit(extension_schemas)),) if extension_schemas else ()


class Row(NamedTuple):
    """One rule in a plan."""

    subject: Callable[[Any], object] | None
    """What the rule is about, got from a document: where there is none, the rule need not be run."""
    rule: Rule
    code: str
    gravity: Severity | None
    """How grave it is for the purpose. None: as the catalogue says, which is read when something is found."""


class Plan(NamedTuple):
    """The rules to run for a purpose: those that the reader's walk answers on its way, and all others."""

    surveyed: tuple[Row, ...]
    others: tuple[Row, ...]


def plan(kind: type[AnyDocument], purpose: Mapping[str, str], given: Iterable[tuple[str, Rule]] = ()) -> Plan:
    """The rules to run over a kind of document, each as grave as ``purpose`` says or else as the catalogue does.

    ``given`` are rules that the caller's own schemas make.
    """
    rows = [
        Row(
            SUBJECTS.get(code) if kind is Episode else None,
            rule,
            code,
            Severity(purpose[code]) if code in purpose else None,
        )
        for code, rule in chain(RULES_OF[kind], given)
        if purpose.get(code) != "off"
    ]
    return Plan(
        tuple(row for row in rows if row.code in SURVEYED), tuple(row for row in rows if row.code not in SURVEYED)
    )


def run(document: AnyDocument, as_of: datetime, planned: Plan, clear: Collection[str] = frozenset()) -> list[Finding]:
    """What the rules of a plan find in a document. ``clear`` are those of the surveyed that have nothing to find."""
    found: list[Finding] = []
    rows = planned.others
    if len(clear) < len(SURVEYED):
        rows = (*(row for row in planned.surveyed if row.code not in clear), *rows)
    for subject, rule, code, gravity in rows:
        if subject is None or subject(document):
            for at in rule(document, as_of):
                found.append(finding(code, at, severity=gravity))
    return found
