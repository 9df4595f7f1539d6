"""What was seen of the person since, how they were found, and what they said afterwards."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import Answer
from missingpersons.models._base import COUNTED, SHARED, In, Many, Record, told
from missingpersons.models.common import Place, Role, Window
from missingpersons.values.dates import PartialDate, Timestamp
from missingpersons.values.text import Code, ForceSlug, Line, Text


class Sighting(Record):
    """A report that the person was seen after they went missing."""

    window: Annotated[Window | None, SHARED] = None
    """When."""
    place: Annotated[Place | None, SHARED] = None
    """Where."""
    reported_by_force: Annotated[ForceSlug | None, In("forces")] = None
    """The force that took the report: a code of the list `forces`."""
    reported_by: Annotated[Code | None, In("reporter_roles")] = None
    """Who saw them, as a code of the list `reporter_roles`."""
    text: Text | None = None
    """What was seen."""
    confidence: Annotated[Code | None, SHARED, In("confidences")] = None
    """How sure whoever saw them was: a code of the list `confidences`."""
    confirmed: Annotated[Answer | None, SHARED] = None
    """Whether it was the missing person."""


class Outcome(Record):
    """How the person was found. Nothing here closes an episode by itself: the owner does."""

    found_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When the person was found or came back."""
    found_in_force: Annotated[ForceSlug | None, COUNTED, SHARED, In("forces")] = None
    """In which force's area: a code of the list `forces`."""
    place: Annotated[Place | None, SHARED] = None
    """Where."""
    distance: Annotated[Code | None, COUNTED, SHARED, In("distance_bands")] = None
    """How far from where they went missing: a code of the list `distance_bands`."""
    found_by: Annotated[Code | None, COUNTED, SHARED, In("found_by")] = None
    """By whom: a code of the list `found_by`."""
    how: Annotated[Code | None, COUNTED, SHARED, In("how_found")] = None
    """How it came about: a code of the list `how_found`."""
    condition: Annotated[Code | None, COUNTED, SHARED, told("found_condition"), In("conditions")] = None
    """The state in which they were found: a code of the list `conditions`."""
    reasons: Annotated[Many[Code], COUNTED, SHARED, In("reasons")] = ()
    """Why the person was missing, as it was established afterwards: codes of the list `reasons`."""
    harms: Annotated[Many[Code], COUNTED, SHARED, In("harms")] = ()
    """The harm that they came to: codes of the list `harms`."""
    fatal_outcome: Annotated[Code | None, COUNTED, SHARED, In("fatal_outcomes")] = None
    """How they died, if they did: a code of the list `fatal_outcomes`."""
    died_on: Annotated[PartialDate | None, SHARED] = None
    """The day of death, as far as it is known (POLE DS_076)."""
    identified_by: Annotated[Code | None, In("identification_methods")] = None
    """How it was made sure who was found: a code of the list `identification_methods`."""
    whereabouts_may_be_disclosed: Annotated[Answer | None, SHARED] = None
    """Whether the person agrees that the informant is told where they are. An adult may say no."""
    safe_to_contact: Annotated[Many[Code], SHARED, In("relations")] = ()
    """Who may be told that they were found: codes of the list `relations`."""
    text: Text | None = None
    """What happened, in words."""


class PreventionInterview(Record):
    """The police's conversation with the person after they were found (the safe and well check)."""

    offered_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was offered."""
    result: Annotated[Code | None, COUNTED, SHARED, In("interview_outcomes")] = None
    """What became of it: a code of the list `interview_outcomes`."""
    held_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was held."""
    by: Role | None = None
    """Who held it, as a role and a rank."""
    notes: Annotated[Text | None, SHARED] = None
    """What was said that should be kept: why, where, with whom, what harm."""


class ReturnInterview(Record):
    """The independent conversation that a child is offered after every episode; in Scotland, an adult too."""

    offered: Annotated[Answer | None, COUNTED, SHARED] = None
    """Whether it was offered."""
    offered_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was offered."""
    accepted: Annotated[Answer | None, COUNTED, SHARED] = None
    """Whether the person accepted."""
    result: Annotated[Code | None, COUNTED, SHARED, In("interview_outcomes")] = None
    """What became of it: a code of the list `interview_outcomes`."""
    held_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was held."""
    independent: Annotated[Answer | None, COUNTED, SHARED] = None
    """Whether the interviewer was independent of the placement and of the authority that is responsible."""
    by: Annotated[Role | None, SHARED] = None
    """Who held it, as a role."""
    organisation: Annotated[Line | None, SHARED] = None
    """The organisation that held it."""
    reasons: Annotated[Many[Code], COUNTED, SHARED, In("reasons")] = ()
    """Why the person says they went missing: codes of the list `reasons`."""
    where: Annotated[Text | None, SHARED] = None
    """Where the person says they were."""
    with_whom: Annotated[Text | None, SHARED] = None
    """With whom the person says they were."""
    harms: Annotated[Many[Code], COUNTED, SHARED, In("harms")] = ()
    """The harm that the person speaks of: codes of the list `harms`."""
    exploitation_indicators: Annotated[Many[Code], COUNTED, SHARED, In("exploitation_indicators")] = ()
    """Signs of exploitation in what was said: codes of the list `exploitation_indicators`."""
    referrals: Annotated[Many[Code], COUNTED, SHARED, In("referrals")] = ()
    """To whom the person was referred: codes of the list `referrals`."""
    may_be_shared: Annotated[Answer | None, SHARED] = None
    """Whether the person agrees that what was said is shared with the police."""
    notes: Annotated[Text | None, SHARED] = None
    """What else was said that should be kept, in the person's own words where it can be."""
