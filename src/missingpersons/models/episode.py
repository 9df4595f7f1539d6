"""The canonical record: one period of being missing, from report to outcome."""

from __future__ import annotations

from typing import Annotated, Literal

from missingpersons.codes import Answer, DocumentType, ProcessingRegime, Status
from missingpersons.models._base import COUNTED, MET, MET_AND_COUNTED, SHARED, TOLD, In, Many, Record, told
from missingpersons.models.about import Handling, Provenance, RelatedEpisode
from missingpersons.models.care import Care
from missingpersons.models.circumstances import (
    Companion,
    Device,
    Hypothesis,
    LastContact,
    LastSeen,
    MissingFrom,
    MoneyAndTravel,
    PlaceOfInterest,
    Vehicle,
)
from missingpersons.models.common import CallReference, Place, Role, Window
from missingpersons.models.doing import Action, Notification
from missingpersons.models.exploitation import NrmReferral
from missingpersons.models.found import Outcome, PreventionInterview, ReturnInterview, Sighting
from missingpersons.models.person import Person
from missingpersons.models.publicity import Preparedness, Publicity
from missingpersons.models.risk import RiskAnswer, RiskAssessment
from missingpersons.models.standard import Counter, StandardVersion
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, CountryCode, Extensions, ForceSlug, Reference, Text, Uuid


class Episode(Record):
    """One period of being missing, from report to outcome: the canonical record and the unit of exchange.

    Only what identifies the document and its owner is required. A report taken in the first minute of a
    call is a valid episode; how complete it is, is for rules and profiles to say.
    """

    document_type: Annotated[Literal[DocumentType.EPISODE], MET_AND_COUNTED, SHARED, TOLD]
    """Always `episode`."""
    standard_version: Annotated[StandardVersion, MET_AND_COUNTED, SHARED, TOLD]
    """The version of the standard, major and minor, that the document was written to."""
    episode_id: Annotated[Uuid, MET, SHARED]
    """The episode's identity in every force, for good: a UUID (RFC 9562)."""
    local_reference: Annotated[Reference | None, SHARED, TOLD] = None
    """The owner's own reference for the episode."""
    call_references: Many[CallReference] = ()
    """The calls or messages that the report began with."""
    revision: Annotated[Counter, MET, SHARED]
    """Which version of the episode this is within the tenure: 1 for the first."""
    tenure: Annotated[Counter, MET, SHARED]
    """How many times the episode has had an owner: 1 for the force that recorded the report."""
    recorded_at: Annotated[Timestamp, MET_AND_COUNTED, SHARED]
    """When this version was recorded. Rules and clocks count from here when no other moment is given."""
    recorded_by: Role | None = None
    """Who recorded it, as a role and a rank."""
    owner_force: Annotated[ForceSlug, MET_AND_COUNTED, SHARED, TOLD, In("forces")]
    """The force responsible for the episode now: a code of the list `forces`. Never nobody."""
    reporting_force: Annotated[ForceSlug | None, MET_AND_COUNTED, SHARED, In("forces")] = None
    """The force that took the report: a code of the list `forces`."""
    residence_force: Annotated[ForceSlug | None, COUNTED, SHARED, told("missing_from_place"), In("forces")] = None
    """The force in whose area the person lives: a code of the list `forces`."""
    last_seen_force: Annotated[ForceSlug | None, COUNTED, SHARED, told("last_seen_place"), In("forces")] = None
    """The force in whose area the person was last seen: a code of the list `forces`."""
    officer_in_charge: Annotated[Role | None, MET, SHARED, TOLD] = None
    """Who leads, as a role, and how to reach that role at any hour."""
    status: Annotated[Status, MET_AND_COUNTED, SHARED, told("found")]
    """Where the episode stands: a code of the list `statuses`."""
    definition: Annotated[Code | None, COUNTED, SHARED, In("definitions")] = None
    """Which published definition of "missing" was applied: a code of the list `definitions`."""
    missing_since: Annotated[Window | None, COUNTED, SHARED, told("last_seen_time")] = None
    """When the person went missing, as a span: not earlier than, not later than."""
    reported_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When the police were told."""
    last_seen: Annotated[LastSeen | None, SHARED, TOLD] = None
    """When, where and by whom the person was last seen."""
    last_contact: Annotated[LastContact | None, SHARED] = None
    """When and how the person was last heard of without being seen: a call, a message."""
    missing_from: Annotated[MissingFrom | None, COUNTED, SHARED, TOLD] = None
    """The place that the person is missing from."""
    intended_destination: Annotated[Place | None, SHARED] = None
    """Where the person was going, as far as it is known."""
    countries_likely_visited: Annotated[Many[CountryCode], SHARED, told("possible_places"), In("countries")] = ()
    """The countries where the person may be or may go: codes of the list `countries` (ISO 3166-1 alpha-3)."""
    places_of_interest: Annotated[Many[PlaceOfInterest], SHARED] = ()
    """Places where the person may be, the likeliest first."""
    circumstances: Annotated[Text | None, SHARED] = None
    """What happened, in words."""
    out_of_character: Annotated[Answer | None, COUNTED, SHARED] = None
    """Whether going missing is unlike the person."""
    reasons: Annotated[Many[Code], COUNTED, SHARED, In("reasons")] = ()
    """Why the person is thought to be missing: codes of the list `reasons`. What was established is in `outcome`."""
    failed_intentions: Text | None = None
    """What the person meant to do and did not: an appointment missed, a meeting not kept."""
    preparations: Text | None = None
    """What the person did to prepare for being away."""
    companions: Annotated[Many[Companion], SHARED] = ()
    """Who may be with the person."""
    vehicles: Annotated[Many[Vehicle], SHARED, told("vehicle")] = ()
    """Vehicles that the person may be in or on."""
    devices: Many[Device] = ()
    """Telephones and other devices that may show where the person is."""
    money_and_travel: MoneyAndTravel | None = None
    """What the person can pay and travel with."""
    person: Annotated[Person, MET_AND_COUNTED, SHARED, TOLD]
    """Who is missing. May be empty: a report about nobody known is still a report."""
    care: Annotated[Care | None, MET_AND_COUNTED, SHARED] = None
    """The care that the person is in, and who answers for it."""
    answers: Annotated[Many[RiskAnswer], COUNTED, SHARED] = ()
    """The risk questions that were asked, with their answers."""
    exploitation_indicators: Annotated[Many[Code], COUNTED, SHARED, In("exploitation_indicators")] = ()
    """Signs of exploitation that were seen: codes of the list `exploitation_indicators`."""
    referral: Annotated[NrmReferral | None, SHARED] = None
    """The referral to the National Referral Mechanism, if there is one."""
    assessments: Annotated[Many[RiskAssessment], MET_AND_COUNTED, SHARED] = ()
    """What was decided on risk, the first decision first. Only ever added to."""
    hypotheses: Many[Hypothesis] = ()
    """Possible explanations of where the person is. They are no assessment of risk."""
    review_due_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When the decisions must be looked at again."""
    actions: Annotated[Many[Action], COUNTED, SHARED] = ()
    """What was agreed to be done."""
    notifications: Annotated[Many[Notification], COUNTED, SHARED] = ()
    """Who must be told, and who was."""
    sightings: Annotated[Many[Sighting], SHARED] = ()
    """Reports that the person was seen since."""
    outcome: Annotated[Outcome | None, COUNTED, SHARED, TOLD] = None
    """How the person was found."""
    prevention_interview: Annotated[PreventionInterview | None, COUNTED, SHARED] = None
    """The police's conversation with the person after they were found (the safe and well check)."""
    return_interview: Annotated[ReturnInterview | None, COUNTED, SHARED] = None
    """The independent conversation that a child is offered after every episode."""
    publicity: Annotated[Many[Publicity], COUNTED, SHARED] = ()
    """On what grounds the public may be told, one ground in each entry."""
    preparedness: Annotated[Preparedness | None, COUNTED, SHARED] = None
    """The form that was filled in beforehand, in case the person should go missing."""
    related: Annotated[Many[RelatedEpisode], COUNTED, SHARED] = ()
    """Other episodes that belong with this one, and those that were ruled out."""
    provenance: Many[Provenance] = ()
    """Where single statements came from."""
    handling: Annotated[Handling | None, SHARED] = None
    """How the document must be handled."""
    processing_regime: ProcessingRegime | None = None
    """Which data protection law the processing rests on: a code of the list `processing_regimes`."""
    subject_categories: Annotated[Many[Code], In("subject_categories")] = ()
    """What the person is to the police: codes of the list `subject_categories` (DPA 2018, s38)."""
    extensions: Extensions | None = None
    """Local fields, by owner."""
