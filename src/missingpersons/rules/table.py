"""The table of rules: each code, its function, and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from missingpersons.models import AnyDocument, Call, Episode, UnidentifiedCase
from missingpersons.models._base import Record
from missingpersons.models.circumstances import Hypothesis
from missingpersons.models.common import Address, Place, Window
from missingpersons.models.contact import Phone
from missingpersons.models.description import Description
from missingpersons.models.doing import Action
from missingpersons.models.exploitation import NrmReferral
from missingpersons.models.found import PreventionInterview, ReturnInterview
from missingpersons.models.person import AgeRange
from missingpersons.models.publicity import Publicity
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
    moments,
    outcome,
    place,
    pole,
    pole_fields,
    previous,
    references,
    repeated,
    risk,
    safeguarding,
    sequence,
    steps,
)
from missingpersons.rules.subjects import (
    AGAIN_OUT_OF_STEP,
    ALWAYS,
    ANSWERS,
    ASSESSED,
    BIRTH,
    CARE,
    DIED,
    FOUND_OUT_OF_STEP,
    FROM,
    IDENTIFIERS,
    JUDGED_OUT_OF_STEP,
    LINKED,
    LOCAL,
    NAMES,
    NUMBERS,
    OPEN,
    OUTCOME,
    PHOTOS,
    PROVENANCE,
    PUBLICITY,
    RELATIONS,
    SIGHTINGS,
    Subject,
)

Rule = Callable[[Any, datetime], Iterable[str]]
"""Takes a document and the moment to judge from; yields the places (JSON Pointers) where its sentence is true."""

TABLE: tuple[tuple[str, Rule, Subject | None], ...] = (
    # The order of events
    ("MP-R-001", chronology.found_before_missing, OUTCOME),
    ("MP-R-002", chronology.reported_before_missing, ALWAYS),
    ("MP-R-003", chronology.window_ends_before_it_begins, ALWAYS),
    ("MP-R-004", chronology.recorded_before_reported, ALWAYS),
    ("MP-R-005", chronology.in_the_future, ALWAYS),
    ("MP-R-006", chronology.found_before_reported, OUTCOME),
    ("MP-R-007", chronology.seen_before_missing, SIGHTINGS),
    # Who the person is
    ("MP-R-010", identity.age_disagrees_with_birth, BIRTH),
    ("MP-R-011", identity.born_in_the_future, BIRTH),
    ("MP-R-012", identity.age_range_turned_round, ALWAYS),
    ("MP-R-013", identity.too_old, ALWAYS),
    ("MP-R-014", identity.birth_date_placeholder, BIRTH),
    ("MP-R-015", identity.name_placeholder, NAMES),
    ("MP-R-016", identity.title_in_given_name, NAMES),
    ("MP-R-017", identity.identifier_check_wrong, NUMBERS),
    ("MP-R-018", identity.identifier_malformed, NUMBERS),
    ("MP-R-019", identity.nobody_to_recognise, ALWAYS),
    # Places, forces and what the person looks like
    ("MP-R-020", place.force_unlisted, ALWAYS),
    ("MP-R-021", place.postcode_malformed, ALWAYS),
    ("MP-R-022", place.phone_unreadable, ALWAYS),
    ("MP-R-023", description.measures_turned_round, ALWAYS),
    ("MP-R-024", description.measures_impossible, ALWAYS),
    ("MP-R-025", place.place_number_malformed, ALWAYS),
    ("MP-R-026", place.email_or_mark_malformed, ALWAYS),
    # Risk as it was recorded
    ("MP-R-030", risk.open_without_assessment, OPEN),
    ("MP-R-031", risk.level_without_scheme, ASSESSED),
    ("MP-R-032", risk.level_not_of_scheme, ASSESSED),
    ("MP-R-033", risk.lowered_without_rationale, ASSESSED),
    ("MP-R-034", risk.assessment_without_rationale, ASSESSED),
    ("MP-R-035", risk.below_suggestion_without_rationale, ASSESSED),
    ("MP-R-036", risk.child_lowest_with_exploitation, ASSESSED),
    # Completeness
    ("MP-R-040", completeness.no_report_time, ALWAYS),
    ("MP-R-041", completeness.no_missing_time, ALWAYS),
    ("MP-R-042", completeness.open_without_action, OPEN),
    ("MP-R-043", completeness.open_without_review_time, OPEN),
    ("MP-R-044", completeness.open_without_contact, OPEN),
    # How the person was found
    ("MP-R-050", outcome.found_but_open, OPEN),
    ("MP-R-051", outcome.closed_without_prevention_interview, ALWAYS),
    ("MP-R-052", outcome.located_without_found_time, ALWAYS),
    # Safeguarding
    ("MP-R-060", safeguarding.authority_not_told, CARE),
    ("MP-R-061", safeguarding.informant_unsafe, RELATIONS),
    # Codes and local fields
    ("MP-R-070", codes.code_unlisted, ALWAYS),
    ("MP-R-071", extensions.owner_not_a_domain, LOCAL),
    # The minimum POLE data standards
    ("MP-R-080", pole.no_given_name, ALWAYS),
    ("MP-R-081", pole.no_family_name, ALWAYS),
    ("MP-R-082", pole.no_date_of_birth, ALWAYS),
    ("MP-R-083", pole.no_age, ALWAYS),
    ("MP-R-084", pole.no_gender, ALWAYS),
    ("MP-R-085", pole.no_contact, ALWAYS),
    ("MP-R-086", pole.few_descriptors, ALWAYS),
    ("MP-R-090", pole_fields.text_of_wrong_length, ALWAYS),
    ("MP-R-091", pole_fields.name_of_odd_characters, NAMES),
    ("MP-R-092", pole_fields.names_in_one_entry, NAMES),
    ("MP-R-093", pole_fields.place_too_long, ALWAYS),
    ("MP-R-094", pole_fields.phone_not_international, ALWAYS),
    ("MP-R-095", pole_fields.number_not_as_stored, ALWAYS),
    # What single purposes need
    ("MP-R-100", outcome.not_missing, ALWAYS),
    ("MP-R-101", outcome.still_missing, OPEN),
    ("MP-R-102", minimum.names_incomplete, NAMES),
    ("MP-R-103", minimum.sex_not_told, ALWAYS),
    ("MP-R-104", minimum.no_year_of_birth, NAMES),
    ("MP-R-105", minimum.named_without_means, NAMES),
    ("MP-R-106", minimum.unnamed_without_both, ALWAYS),
    ("MP-R-107", appeal.nothing_may_be_told, ALWAYS),
    ("MP-R-108", minimum.no_photo, ALWAYS),
    ("MP-R-109", minimum.dental_not_asked, ALWAYS),
    ("MP-R-110", counting.neither_sex_nor_gender, ALWAYS),
    ("MP-R-111", counting.no_ethnicity, ALWAYS),
    ("MP-R-112", counting.no_risk_level, ALWAYS),
    ("MP-R-113", counting.outcome_not_coded, OUTCOME),
    ("MP-R-114", counting.no_reason, OUTCOME),
    # The order of events, part by part (120 to 139)
    ("MP-R-120", moments.recorded_before_it_happened, ALWAYS),
    ("MP-R-121", steps.ends_before_it_begins, ALWAYS),
    ("MP-R-122", steps.done_before_agreed, ALWAYS),
    ("MP-R-123", steps.review_due_too_soon, JUDGED_OUT_OF_STEP),
    ("MP-R-124", sequence.seen_after_found, FOUND_OUT_OF_STEP),
    ("MP-R-125", steps.assessed_before_reported, JUDGED_OUT_OF_STEP),
    ("MP-R-126", steps.assessments_out_of_order, JUDGED_OUT_OF_STEP),
    ("MP-R-127", steps.evidence_after_decision, JUDGED_OUT_OF_STEP),
    ("MP-R-128", sequence.follows_being_found, FOUND_OUT_OF_STEP),
    ("MP-R-129", sequence.died_after_found_dead, DIED),
    ("MP-R-130", sequence.alive_after_death, DIED),
    ("MP-R-131", sequence.before_birth, BIRTH),
    ("MP-R-132", previous.period_not_previous, AGAIN_OUT_OF_STEP),
    ("MP-R-133", previous.periods_overlap, AGAIN_OUT_OF_STEP),
    ("MP-R-134", moments.clock_not_set, ALWAYS),
    ("MP-R-135", moments.only_days_kept, ALWAYS),
    ("MP-R-136", previous.fewer_counted, AGAIN_OUT_OF_STEP),
    # Who the person is, more closely (140 to 154)
    #
    # Places, forces and description, more closely (155 to 169)
    #
    # Risk as it was recorded, more closely (170 to 184)
    #
    # Safeguarding, more closely (185 to 199)
    #
    # Completeness, more closely (200 to 209)
    #
    # Publicity (210 to 219)
    #
    # Outcome and interviews (220 to 234)
    #
    # References and codes (235 to 249)
    ("MP-R-235", references.statement_not_there, PROVENANCE),
    ("MP-R-236", references.picture_not_there, PUBLICITY),
    ("MP-R-237", references.picture_id_repeated, PHOTOS),
    ("MP-R-238", references.refers_to_itself, LINKED),
    ("MP-R-239", references.same_and_another, LINKED),
    ("MP-R-240", repeated.entry_repeated, ALWAYS),
    ("MP-R-241", repeated.answered_twice, ANSWERS),
    ("MP-R-242", repeated.two_numbers_of_one_scheme, IDENTIFIERS),
    ("MP-R-243", codes.code_deprecated, ALWAYS),
    ("MP-R-244", repeated.two_kinds_of_place, FROM),
    ("MP-R-245", references.call_became_one_and_none, ALWAYS),
)
"""Every rule, by its code, with its subject: an episode that has none of it has nothing for the rule to find.
Nothing registers itself."""

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
        "MP-R-120",
        "MP-R-121",
        "MP-R-122",
        "MP-R-134",
        "MP-R-243",
    }
)
"""Rules about parts that any type of document may have. The others are about episodes, but for a few."""

_BOTH: frozenset[type[AnyDocument]] = frozenset({Episode, UnidentifiedCase})

OF_SOME: Mapping[str, frozenset[type[AnyDocument]]] = MappingProxyType(
    {
        "MP-R-128": _BOTH,
        "MP-R-129": _BOTH,
        "MP-R-235": _BOTH,
        "MP-R-237": _BOTH,
        "MP-R-239": _BOTH,
        "MP-R-240": _BOTH,
        "MP-R-245": frozenset({Call}),
    }
)
"""The few, each with the types of document that it is about."""

CODES_LISTED = "MP-R-070"
"""The rule about codes of open lists."""

FORCE_UNLISTED = "MP-R-020"
"""The rule about codes of forces."""

CODES_CURRENT = "MP-R-243"
"""The rule about codes that their list advises against."""

NOT_YET_HAPPENED = "MP-R-120"
"""The rule about moments after the record's own."""

CLOCKS_SET = "MP-R-134"
"""The rule about moments that no clock showed."""

PART_RULES: tuple[tuple[str, type[Record], Callable[[Any], object]], ...] = (
    ("MP-R-003", Window, chronology.is_turned_round),
    ("MP-R-012", AgeRange, identity.is_upside_down),
    ("MP-R-021", Place, place.has_odd_postcode),
    ("MP-R-022", Phone, place.cannot_be_dialled),
    ("MP-R-023", Description, description.has_measures_turned_round),
    ("MP-R-024", Description, description.has_impossible_measures),
    ("MP-R-025", Place, place.is_misplaced),
    ("MP-R-121", Hypothesis, steps.is_ended_too_soon),
    ("MP-R-121", NrmReferral, steps.is_ended_too_soon),
    ("MP-R-121", Publicity, steps.is_ended_too_soon),
    ("MP-R-121", Address, steps.is_left_too_soon),
    ("MP-R-122", Action, steps.is_agreed_too_late),
    ("MP-R-122", PreventionInterview, steps.is_offered_too_late),
    ("MP-R-122", ReturnInterview, steps.is_offered_too_late),
)
"""The rules about one kind of part, wherever it is. Together with those above, the reader's own walk over a record
answers them on its way: they are run only where it saw that there is something to find."""
