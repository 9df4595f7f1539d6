"""What a document says about its own statements, its handling, and other episodes."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import EpisodeRelation, ProvenanceBasis
from missingpersons.models._base import COUNTED, SHARED, In, Many, Record
from missingpersons.models.common import Role
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, ForceSlug, Grading, Line, Pointer, Text, Uuid


class Provenance(Record):
    """Where one statement in the document came from, and what kind of statement it is."""

    at: Pointer
    """The statement: a JSON Pointer into the same document."""
    basis: ProvenanceBasis
    """Fact, assessment, opinion or unknown (Data Protection Act 2018, section 38)."""
    source: Annotated[Code | None, In("reporter_roles")] = None
    """Who supplied it, as a code of the list `reporter_roles`. Never a name."""
    grading: Grading | None = None
    """The intelligence grading in the 3x5x2 form: source, information, handling."""
    obtained_at: Timestamp | None = None
    """When it was obtained."""


class Handling(Record):
    """How the document must be handled."""

    classification: Annotated[Code | None, SHARED, In("classifications")] = None
    """A code of the list `classifications`."""
    conditions: Annotated[Many[Code], SHARED, In("handling_conditions")] = ()
    """Codes of the list `handling_conditions`."""
    do_not_disclose_to: Annotated[Many[Line], SHARED] = ()
    """People or bodies who must not learn what is in it."""
    contact_safety: Annotated[Text | None, SHARED] = None
    """How to reach the person or the family without putting anybody at risk."""


class RelatedEpisode(Record):
    """Another episode that belongs with this one, or that was ruled out."""

    episode_id: Uuid
    """The other episode."""
    relation: Annotated[EpisodeRelation, COUNTED, SHARED]
    """What it is to this one: a code of the list `episode_relations`."""
    force: Annotated[ForceSlug | None, SHARED, In("forces")] = None
    """The force that holds it: a code of the list `forces`."""
    decided_at: Timestamp | None = None
    """When that was decided."""
    by: Role | None = None
    """Who decided, as a role and a rank."""
    rationale: Text | None = None
    """Why."""
