"""What is wrong with a record that was read: the table of rules, and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

from missingpersons.findings import Finding, Severity, finding
from missingpersons.models import AnyDocument, Call, Episode, UnidentifiedCase
from missingpersons.rules import (
    chronology,
    codes,
    completeness,
    extensions,
    identity,
    outcome,
    place,
    pole,
    pole_fields,
    risk,
    safeguarding,
)

Rule = Callable[[Any, datetime], Iterator[str]]
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
)
"""Every rule, by its code. Nothing registers itself."""

OF_EVERY_DOCUMENT = frozenset(
    {"MP-R-003", "MP-R-012", "MP-R-020", "MP-R-021", "MP-R-022", "MP-R-070", "MP-R-071", "MP-R-093", "MP-R-094"}
)
"""Rules about parts that any type of document may have. The others are about episodes."""

_GENERAL = tuple((code, rule) for code, rule in RULES if code in OF_EVERY_DOCUMENT)

RULES_OF: Mapping[type[AnyDocument], tuple[tuple[str, Rule], ...]] = MappingProxyType(
    {Episode: RULES, UnidentifiedCase: _GENERAL, Call: _GENERAL}
)
"""The rules of each type of document."""

CODES_LISTED = "MP-R-070"
"""The rule that the reader's own walk over the record has often answered already."""

LOCAL_FIELDS_FIT = "MP-R-072"
"""The rule about local fields and the schema that their owner gave: there is none until a schema is given."""


def given_by(extension_schemas: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, Rule], ...]:
    """The rules that owners' schemas make. Raises ``CannotRun`` for a schema that cannot be used."""
    return ((LOCAL_FIELDS_FIT, extensions.local_field_unfit(extension_schemas)),) if extension_schemas else ()


def run(
    document: AnyDocument,
    as_of: datetime,
    purpose: Mapping[str, str],
    clear: Collection[str] = (),
    given: Iterable[tuple[str, Rule]] = (),
) -> Iterator[Finding]:
    """What the rules find, each as grave as ``purpose`` says or else as the catalogue does.

    ``clear`` names rules that are known to find nothing here, and need not be run; ``given`` are rules
    that the caller's own schemas make.
    """
    passed_over = {*clear, *(code for code, gravity in purpose.items() if gravity == "off")}
    for code, rule in chain(RULES_OF[type(document)], given):
        if code in passed_over:
            continue
        for at in rule(document, as_of):
            gravity = purpose.get(code)
            yield finding(code, at, severity=Severity(gravity) if gravity else None)
