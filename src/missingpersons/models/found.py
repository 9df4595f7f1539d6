"""What was seen of the person since, how they were found, and what was done."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import Answer, ProvenanceBasis
from missingpersons.models._base import COUNTED, In, Many, Record
from missingpersons.models.common import Place, Role, Window
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, ForceSlug, Line, Pointer, Reference, Text


class LastSeen(Record):
    """The last time anybody is known to have seen the person."""

    window: Window | None = None
    """When."""
    place: Place | None = None
    """Where."""
    by: Annotated[Code | None, In("reporter_roles")] = None
    """By whom, as a code of the list `reporter_roles`."""
    doing: Text | None = None
    """What the person was doing, and where they were going."""


class MissingFrom(Record):
    """The place that the person is missing from."""

    kind: Annotated[Code | None, COUNTED, In("missing_from_kinds")] = None
    """What kind of place it is: a code of the list `missing_from_kinds`."""
    text: Line | None = None
    """The kind of place in the words of the report."""
    place: Place | None = None
    """Where it is."""


class Action(Record):
    """Something that was agreed to be done to find the person."""

    code: Annotated[Code, COUNTED, In("actions")]
    """What: a code of the list `actions`."""
    agreed_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was agreed."""
    due_at: Annotated[Timestamp | None, COUNTED] = None
    """By when."""
    done_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was done."""
    by: Role | None = None
    """Whose it is."""
    notes: Text | None = None
    """What came of it."""


class Notification(Record):
    """Somebody who must be told, or was."""

    to: Annotated[Code, COUNTED, In("notification_destinations")]
    """To whom: a code of the list `notification_destinations`."""
    due_at: Annotated[Timestamp | None, COUNTED] = None
    """By when."""
    sent_at: Annotated[Timestamp | None, COUNTED] = None
    """When it was sent."""
    reference: Reference | None = None
    """Their reference, as written."""


class Sighting(Record):
    """A report that the person was seen after they went missing."""

    window: Window | None = None
    """When."""
    place: Place | None = None
    """Where."""
    reported_by_force: Annotated[ForceSlug | None, In("forces")] = None
    """The force that took the report: a code of the list `forces`."""
    reported_by: Annotated[Code | None, In("reporter_roles")] = None
    """Who saw them, as a code of the list `reporter_roles`."""
    text: Text | None = None
    """What was seen."""
    confirmed: Answer | None = None
    """Whether it was the missing person."""


class Outcome(Record):
    """How the person was found. Nothing here closes an episode by itself: the owner does."""

    found_at: Annotated[Timestamp | None, COUNTED] = None
    """When the person was found or came back."""
    found_in_force: Annotated[ForceSlug | None, COUNTED, In("forces")] = None
    """In which force's area: a code of the list `forces`."""
    place: Place | None = None
    """Where."""
    found_by: Annotated[Code | None, COUNTED, In("found_by")] = None
    """By whom: a code of the list `found_by`."""
    how: Annotated[Code | None, COUNTED, In("how_found")] = None
    """How it came about: a code of the list `how_found`."""
    condition: Annotated[Code | None, COUNTED, In("conditions")] = None
    """The state in which they were found: a code of the list `conditions`."""
    harms: Annotated[Many[Code], COUNTED, In("harms")] = ()
    """The harm that they came to: codes of the list `harms`."""
    fatal_outcome: Annotated[Code | None, COUNTED, In("fatal_outcomes")] = None
    """How they died, if they did: a code of the list `fatal_outcomes`."""
    whereabouts_may_be_disclosed: Answer | None = None
    """Whether the person agrees that the informant is told where they are. An adult may say no."""
    text: Text | None = None
    """What happened, in words."""


class Provenance(Record):
    """Where one statement in the document came from, and what kind of statement it is."""

    at: Pointer
    """The statement: a JSON Pointer into the same document."""
    basis: ProvenanceBasis
    """Fact, assessment, opinion or unknown (Data Protection Act 2018, section 38)."""
    source: Annotated[Code | None, In("reporter_roles")] = None
    """Who supplied it, as a code of the list `reporter_roles`. Never a name."""
    grading: Annotated[str, Field(pattern="^[1-3][A-E][PC]$", max_length=3)] | None = None
    """The intelligence grading in the 3x5x2 form: source, information, handling."""
    obtained_at: Timestamp | None = None
    """When it was obtained."""


class Handling(Record):
    """How the document must be handled."""

    classification: Annotated[Code | None, In("classifications")] = None
    """A code of the list `classifications`."""
    conditions: Annotated[Many[Code], In("handling_conditions")] = ()
    """Codes of the list `handling_conditions`."""
    do_not_disclose_to: Many[Line] = ()
    """People or bodies who must not learn what is in it."""
