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
    answers,
    appeal,
    care,
    chronology,
    codes,
    completeness,
    contact,
    counting,
    decisions,
    description,
    ending,
    enquiry,
    extensions,
    identifiers,
    identity,
    interviews,
    minimum,
    moments,
    names,
    outcome,
    place,
    pole,
    pole_fields,
    previous,
    publicity,
    reach,
    references,
    repeated,
    risk,
    safeguarding,
    sequence,
    silence,
    spoken,
    steps,
    whereabouts,
)
from missingpersons.rules.subjects import (
    AGAIN_OUT_OF_STEP,
    ALWAYS,
    ANSWERED,
    ASSESSED,
    ASSESSED_AGAIN,
    AT_MIDNIGHT,
    BEFORE,
    BIRTH,
    CARE,
    CIRCULATED,
    COMMUNICATION,
    DEATH,
    DEVICES,
    DIED,
    ENDED_ODDLY,
    FOUND_OUT_OF_STEP,
    FROM,
    HAIRLESS_HEAD,
    JUDGED_ODDLY,
    JUDGED_OUT_OF_STEP,
    LINKED,
    LOCAL,
    LOWEST,
    MEASURES,
    NAMES,
    NO_TIME_OF_FIND,
    NOTED,
    ODD_NUMBERS,
    ODD_TEXTS,
    OPEN,
    OUTCOME,
    PHOTOS,
    PROVENANCE,
    PUBLICITY,
    REACHED_OR_DRIVEN,
    REPORTED_OUT_OF_STEP,
    RETURNED,
    SEEN_OUT_OF_STEP,
    SEVERAL_IDENTIFIERS,
    SEVERAL_NAMES,
    SIGHTINGS,
    TELEPHONES,
    TOLD_AGAINST_ITSELF,
    TOLD_IN_PART,
    UNSAFE,
    UNUSUAL_NAMES,
    VULNERABLE,
    Subject,
)

Rule = Callable[[Any, datetime], Iterable[str]]
"""Takes a document and the moment to judge from; yields the places (JSON Pointers) where its sentence is true."""

TABLE: tuple[tuple[str, Rule, Subject | None], ...] = (
    # The order of events
    ("MP-R-001", chronology.found_before_missing, REPORTED_OUT_OF_STEP),
    ("MP-R-002", chronology.reported_before_missing, REPORTED_OUT_OF_STEP),
    ("MP-R-003", chronology.window_ends_before_it_begins, ALWAYS),
    ("MP-R-004", chronology.recorded_before_reported, REPORTED_OUT_OF_STEP),
    ("MP-R-005", chronology.in_the_future, ALWAYS),
    ("MP-R-006", chronology.found_before_reported, REPORTED_OUT_OF_STEP),
    ("MP-R-007", chronology.seen_before_missing, SIGHTINGS),
    # Who the person is
    ("MP-R-010", identity.age_disagrees_with_birth, BIRTH),
    ("MP-R-011", identity.born_in_the_future, BIRTH),
    ("MP-R-012", identity.age_range_turned_round, ALWAYS),
    ("MP-R-013", identity.too_old, ALWAYS),
    ("MP-R-014", identity.birth_date_placeholder, BIRTH),
    ("MP-R-015", identity.name_placeholder, ODD_TEXTS),
    ("MP-R-016", identity.title_in_given_name, ODD_TEXTS),
    ("MP-R-017", identity.identifier_check_wrong, ODD_NUMBERS),
    ("MP-R-018", identity.identifier_malformed, ODD_NUMBERS),
    ("MP-R-019", identity.nobody_to_recognise, TOLD_IN_PART),
    # Places, forces and what the person looks like
    ("MP-R-020", place.force_unlisted, ALWAYS),
    ("MP-R-021", place.postcode_malformed, ALWAYS),
    ("MP-R-022", place.phone_unreadable, ALWAYS),
    ("MP-R-023", description.measures_turned_round, ALWAYS),
    ("MP-R-024", description.measures_impossible, ALWAYS),
    ("MP-R-025", place.place_number_malformed, ALWAYS),
    ("MP-R-026", place.email_or_mark_malformed, REACHED_OR_DRIVEN),
    # Risk as it was recorded
    ("MP-R-030", risk.open_without_assessment, OPEN),
    ("MP-R-031", risk.level_without_scheme, JUDGED_ODDLY),
    ("MP-R-032", risk.level_not_of_scheme, JUDGED_ODDLY),
    ("MP-R-033", risk.lowered_without_rationale, JUDGED_ODDLY),
    ("MP-R-034", risk.assessment_without_rationale, JUDGED_ODDLY),
    ("MP-R-035", risk.below_suggestion_without_rationale, JUDGED_ODDLY),
    ("MP-R-036", risk.child_lowest_with_exploitation, JUDGED_ODDLY),
    # Completeness
    ("MP-R-040", completeness.no_report_time, TOLD_IN_PART),
    ("MP-R-041", completeness.no_missing_time, TOLD_IN_PART),
    ("MP-R-042", completeness.open_without_action, OPEN),
    ("MP-R-043", completeness.open_without_review_time, OPEN),
    ("MP-R-044", completeness.open_without_contact, OPEN),
    # How the person was found
    ("MP-R-050", outcome.found_but_open, OPEN),
    ("MP-R-051", outcome.closed_without_prevention_interview, ENDED_ODDLY),
    ("MP-R-052", outcome.located_without_found_time, NO_TIME_OF_FIND),
    # Safeguarding
    ("MP-R-060", safeguarding.authority_not_told, CARE),
    ("MP-R-061", safeguarding.informant_unsafe, UNSAFE),
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
    ("MP-R-090", pole_fields.text_of_wrong_length, ODD_TEXTS),
    ("MP-R-091", pole_fields.name_of_odd_characters, ODD_TEXTS),
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
    ("MP-R-115", counting.no_kind_of_place, ALWAYS),
    ("MP-R-116", counting.not_told_where_found, OUTCOME),
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
    ("MP-R-135", moments.only_days_kept, AT_MIDNIGHT),
    ("MP-R-136", previous.fewer_counted, AGAIN_OUT_OF_STEP),
    ("MP-R-137", sequence.seen_long_after_missing, SEEN_OUT_OF_STEP),
    # Who the person is, more closely (140 to 154)
    ("MP-R-140", names.whole_name_in_a_part, UNUSUAL_NAMES),
    ("MP-R-141", names.family_not_in_whole_name, UNUSUAL_NAMES),
    ("MP-R-142", names.name_filler, ODD_TEXTS),
    ("MP-R-143", names.title_in_family_name, UNUSUAL_NAMES),
    ("MP-R-144", names.other_name_is_the_same, SEVERAL_NAMES),
    ("MP-R-145", names.two_legal_names, SEVERAL_NAMES),
    ("MP-R-146", names.script_of_other_letters, UNUSUAL_NAMES),
    ("MP-R-147", identity.sex_not_applicable, TOLD_AGAINST_ITSELF),
    ("MP-R-148", identifiers.birth_in_identifier_differs, ODD_NUMBERS),
    ("MP-R-149", identifiers.number_before_birth, ODD_NUMBERS),
    ("MP-R-150", identifiers.two_numbers_of_a_scheme, SEVERAL_IDENTIFIERS),
    ("MP-R-151", identifiers.identifier_filler, ODD_NUMBERS),
    ("MP-R-152", identity.born_on_the_day_of_the_report, BIRTH),
    ("MP-R-153", identity.age_of_a_birth_date_that_is_not_there, TOLD_AGAINST_ITSELF),
    ("MP-R-154", care.grown_up_and_looked_after, CARE),
    # Places, forces and description, more closely (155 to 169)
    ("MP-R-155", silence.entry_empty, ALWAYS),
    ("MP-R-156", silence.words_that_say_nothing, ALWAYS),
    ("MP-R-157", silence.none_beside_some, ALWAYS),
    ("MP-R-158", place.point_off_the_map, ALWAYS),
    ("MP-R-159", place.postcode_of_elsewhere, ALWAYS),
    ("MP-R-160", whereabouts.recorded_by_another_force, TOLD_AGAINST_ITSELF),
    ("MP-R-161", whereabouts.abroad_and_at_home, ENDED_ODDLY),
    ("MP-R-162", whereabouts.in_care_and_in_none, CARE),
    ("MP-R-163", whereabouts.confirmed_sighting_without_time_or_place, SIGHTINGS),
    ("MP-R-164", reach.number_and_e164_differ, TELEPHONES),
    ("MP-R-165", reach.relation_reached_by_the_missing_persons_telephone, TELEPHONES),
    ("MP-R-166", description.hair_and_none, HAIRLESS_HEAD),
    ("MP-R-167", description.height_and_weight_of_two, MEASURES),
    ("MP-R-168", description.measures_of_other_age, MEASURES),
    # Risk as it was recorded, more closely (170 to 184)
    ("MP-R-170", decisions.without_decision, OPEN),
    ("MP-R-171", decisions.without_time, ASSESSED),
    ("MP-R-172", decisions.without_role, ASSESSED),
    ("MP-R-173", decisions.lowered_without_approval, ASSESSED_AGAIN),
    ("MP-R-174", decisions.scheme_changed_without_rationale, OPEN),
    ("MP-R-175", answers.older_than_information, OPEN),
    ("MP-R-176", decisions.evidence_without_origin, JUDGED_ODDLY),
    ("MP-R-177", decisions.lowest_without_asking, LOWEST),
    ("MP-R-178", decisions.lowest_without_approval, LOWEST),
    ("MP-R-179", answers.record_says_otherwise, ANSWERED),
    ("MP-R-180", answers.answered_both_ways, ANSWERED),
    ("MP-R-181", decisions.scheme_before_its_time, JUDGED_ODDLY),
    ("MP-R-182", decisions.rationale_says_nothing, JUDGED_ODDLY),
    ("MP-R-183", decisions.decided_by_system, JUDGED_ODDLY),
    # Safeguarding, more closely (185 to 199)
    ("MP-R-185", care.one_authority_only, CARE),
    ("MP-R-186", care.no_way_to_authority, CARE),
    ("MP-R-187", care.one_authority_told, CARE),
    ("MP-R-188", safeguarding.exploitation_not_referred, ALWAYS),
    ("MP-R-189", safeguarding.eighteen_while_missing, OPEN),
    ("MP-R-190", contact.safe_list_names_unsafe, UNSAFE),
    ("MP-R-191", contact.consent_of_unsafe, UNSAFE),
    ("MP-R-192", contact.next_of_kin_unsafe, UNSAFE),
    ("MP-R-193", contact.unsafe_without_handling, UNSAFE),
    ("MP-R-194", contact.wish_without_handling, ENDED_ODDLY),
    ("MP-R-195", contact.contact_may_be_unsafe, VULNERABLE),
    ("MP-R-196", spoken.said_but_not_recorded, RETURNED),
    ("MP-R-197", spoken.not_to_be_shared, RETURNED),
    ("MP-R-198", care.away_but_open, CARE),
    ("MP-R-199", care.protection_over, CARE),
    # Completeness, more closely (200 to 209)
    ("MP-R-200", enquiry.nothing_left_to_do, OPEN),
    ("MP-R-201", enquiry.essential_medicine_unnamed, OPEN),
    ("MP-R-202", enquiry.essential_medicine_without_time, OPEN),
    ("MP-R-203", enquiry.interpreter_without_language, COMMUNICATION),
    ("MP-R-204", enquiry.circulated_without_anybody_to_ask, CIRCULATED),
    ("MP-R-205", enquiry.circulated_without_last_seen, CIRCULATED),
    ("MP-R-206", enquiry.device_untraceable, DEVICES),
    ("MP-R-207", enquiry.photo_obtained_not_recorded, NOTED),
    ("MP-R-208", enquiry.material_obtained_not_recorded, NOTED),
    ("MP-R-209", enquiry.missing_before_without_where, BEFORE),
    # Publicity (210 to 219)
    ("MP-R-210", publicity.consent_of_nobody, PUBLICITY),
    ("MP-R-211", publicity.authority_unaccounted_for, PUBLICITY),
    ("MP-R-212", publicity.publicity_forbidden, PUBLICITY),
    ("MP-R-213", publicity.told_without_ground, NOTED),
    ("MP-R-214", publicity.photo_not_chosen, PUBLICITY),
    ("MP-R-215", publicity.photo_beyond_scope, PUBLICITY),
    ("MP-R-216", publicity.photo_refused, PUBLICITY),
    ("MP-R-217", publicity.child_without_parental_consent, PUBLICITY),
    ("MP-R-218", publicity.consent_taken_back_and_kept, PUBLICITY),
    ("MP-R-219", publicity.published_after_found, PUBLICITY),
    # Outcome and interviews (220 to 234)
    ("MP-R-220", ending.harm_untold, ENDED_ODDLY),
    ("MP-R-221", ending.no_harm_but_hurt, ENDED_ODDLY),
    ("MP-R-222", ending.died_without_date, DEATH),
    ("MP-R-223", ending.died_without_fatal_outcome, DEATH),
    ("MP-R-224", ending.dead_and_alive, DEATH),
    ("MP-R-225", interviews.interviewed_after_death, DEATH),
    ("MP-R-226", ending.dead_unidentified, DEATH),
    ("MP-R-227", ending.coroner_not_told, DEATH),
    ("MP-R-228", ending.closed_before_referral, NOTED),
    ("MP-R-229", ending.not_told_of_the_find, ENDED_ODDLY),
    ("MP-R-230", interviews.held_and_not_held, ENDED_ODDLY),
    ("MP-R-231", interviews.held_without_time, ENDED_ODDLY),
    ("MP-R-232", interviews.refused_and_held, RETURNED),
    ("MP-R-233", interviews.not_independent, RETURNED),
    ("MP-R-234", interviews.closed_unseen, ENDED_ODDLY),
    # References and codes (235 to 249)
    ("MP-R-235", references.statement_not_there, PROVENANCE),
    ("MP-R-236", references.picture_not_there, PUBLICITY),
    ("MP-R-237", references.picture_id_repeated, PHOTOS),
    ("MP-R-238", references.refers_to_itself, LINKED),
    ("MP-R-239", references.same_and_another, LINKED),
    ("MP-R-240", repeated.entry_repeated, ALWAYS),
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
        "MP-R-155",
        "MP-R-158",
        "MP-R-159",
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
    *(("MP-R-155", kind, silence.is_empty) for kind in silence.FILLED_IN),
    ("MP-R-158", Place, place.is_off_the_map),
    ("MP-R-159", Place, place.has_postcode_of_elsewhere),
    ("MP-R-121", Hypothesis, steps.is_ended_too_soon),
    ("MP-R-121", NrmReferral, steps.is_ended_too_soon),
    ("MP-R-121", Publicity, steps.is_ended_too_soon),
    ("MP-R-121", Address, steps.is_left_too_soon),
    ("MP-R-122", Action, steps.is_agreed_too_late),
    ("MP-R-122", PreventionInterview, steps.is_offered_too_late),
    ("MP-R-122", ReturnInterview, steps.is_offered_too_late),
)
"""The rules about kinds of parts, wherever they are. Together with those above, the reader's own walk over a record
answers them on its way: they are run only where it saw that there is something to find."""
