"""A person, body or remains that nobody has named yet, from the same parts as an episode."""

from __future__ import annotations

from typing import Annotated, Literal

from missingpersons.codes import CaseStatus, DocumentType, ProcessingRegime, Sex, UnidentifiedKind
from missingpersons.models._base import COUNTED, MET, MET_AND_COUNTED, In, Many, Record
from missingpersons.models.about import Handling, Provenance, RelatedEpisode
from missingpersons.models.common import Place, Role, Window
from missingpersons.models.description import Clothing, Description, Effect, Mark, Photo
from missingpersons.models.doing import Action, Notification
from missingpersons.models.needs import HealthCondition, Language
from missingpersons.models.person import AgeRange, Material
from missingpersons.models.standard import Counter, StandardVersion
from missingpersons.values.dates import PartialDate, Timestamp
from missingpersons.values.text import Code, Extensions, ForceSlug, Reference, Text, Uuid


class Identification(Record):
    """How it was made sure who the person is or was."""

    method: Annotated[Code | None, COUNTED, In("identification_methods")] = None
    """By what: a code of the list `identification_methods`."""
    identified_at: Annotated[Timestamp | None, COUNTED] = None
    """When."""
    by: Role | None = None
    """Who decided, as a role and a rank."""
    episode_id: Uuid | None = None
    """The episode of the person, if there is one."""


class UnidentifiedCase(Record):
    """A person, body, remains or articles found, and not yet put to a name.

    Only what identifies the document and its owner is required, as for an episode.
    """

    document_type: Annotated[Literal[DocumentType.UNIDENTIFIED_CASE], MET_AND_COUNTED]
    """Always `unidentified_case`."""
    standard_version: Annotated[StandardVersion, MET_AND_COUNTED]
    """The version of the standard, major and minor, that the document was written to."""
    case_id: Annotated[Uuid, MET]
    """The case's identity in every force, for good: a UUID (RFC 9562)."""
    local_reference: Reference | None = None
    """The owner's own reference for the case."""
    revision: Annotated[Counter, MET]
    """Which version of the case this is within the tenure: 1 for the first."""
    tenure: Annotated[Counter, MET]
    """How many times the case has had an owner: 1 for the force that recorded it."""
    recorded_at: Annotated[Timestamp, MET_AND_COUNTED]
    """When this version was recorded. Rules and clocks count from here when no other moment is given."""
    recorded_by: Role | None = None
    """Who recorded it, as a role and a rank."""
    owner_force: Annotated[ForceSlug, MET_AND_COUNTED, In("forces")]
    """The force responsible for the case now: a code of the list `forces`. Never nobody."""
    officer_in_charge: Annotated[Role | None, MET] = None
    """Who leads, as a role, and how to reach that role at any hour."""
    status: Annotated[CaseStatus, MET_AND_COUNTED]
    """Where the case stands: a code of the list `case_statuses`."""
    kind: Annotated[UnidentifiedKind | None, MET_AND_COUNTED] = None
    """What was found: a code of the list `unidentified_kinds`."""
    found: Annotated[Window | None, COUNTED] = None
    """When it was found."""
    place: Place | None = None
    """Where it was found."""
    found_by: Annotated[Code | None, COUNTED, In("reporter_roles")] = None
    """Who found it, as a code of the list `reporter_roles`."""
    circumstances: Text | None = None
    """How it was found, in words."""
    condition: Annotated[Code | None, COUNTED, In("conditions")] = None
    """The state in which a living person was found: a code of the list `conditions`."""
    age: Annotated[AgeRange | None, MET_AND_COUNTED] = None
    """The estimated age, at death if the person is dead."""
    died_on: PartialDate | None = None
    """The estimated day of death, as far as it is known: an interval if need be."""
    fatal_outcome: Annotated[Code | None, COUNTED, In("fatal_outcomes")] = None
    """How the person died, as far as it is known: a code of the list `fatal_outcomes`."""
    sex: Annotated[Sex | None, MET_AND_COUNTED] = None
    """ISO 5218 in words."""
    ethnicity_observed: Annotated[Code | None, MET_AND_COUNTED, In("ethnicities_observed")] = None
    """As it appears to others: a code of the list `ethnicities_observed` (POLE DS_112). Never inferred."""
    languages: Annotated[Many[Language], MET] = ()
    """The languages that a living person uses, as far as anybody can tell."""
    description: Annotated[Description | None, MET] = None
    """What the person looks or looked like."""
    marks: Annotated[Many[Mark], MET] = ()
    """Scars, tattoos and other marks."""
    clothing: Annotated[Many[Clothing], MET] = ()
    """Clothes, one garment in each entry."""
    effects: Annotated[Many[Effect], MET] = ()
    """What was found with the person or, for articles, what was found."""
    photos: Many[Photo] = ()
    """Pictures, reconstructions included."""
    health: Many[HealthCondition] = ()
    """Conditions, operations and implants that may tell who it is."""
    availability: Many[Material] = ()
    """Whether fingerprints, DNA, dental records or X-rays can be had. Never the data itself."""
    actions: Annotated[Many[Action], COUNTED] = ()
    """What was agreed to be done."""
    notifications: Annotated[Many[Notification], COUNTED] = ()
    """Who must be told, and who was."""
    related: Annotated[Many[RelatedEpisode], COUNTED] = ()
    """Episodes that may be this person's, and those that were ruled out, so that they stay ruled out."""
    identification: Annotated[Identification | None, COUNTED] = None
    """Who it was, once that is known: the way to the episode, never the name."""
    provenance: Many[Provenance] = ()
    """Where single statements came from."""
    handling: Handling | None = None
    """How the document must be handled."""
    processing_regime: ProcessingRegime | None = None
    """Which data protection law the processing rests on: a code of the list `processing_regimes`."""
    extensions: Extensions | None = None
    """Local fields, by owner."""
