"""Parts that more than one record uses: windows, places, roles."""

from __future__ import annotations

from typing import Annotated

from missingpersons.models._base import COUNTED, MET, SHARED, TOLD, In, Many, Record
from missingpersons.values.dates import PartialDate, Timestamp
from missingpersons.values.places import Latitude, Longitude
from missingpersons.values.text import Code, CountryCode, Line, Reference, Text


class Window(Record):
    """A span of time in which something happened, known only within bounds. Either bound may be missing."""

    earliest: Annotated[Timestamp | None, COUNTED, SHARED, TOLD] = None
    """The earliest moment at which it can have happened."""
    latest: Annotated[Timestamp | None, COUNTED, SHARED, TOLD] = None
    """The latest moment at which it can have happened."""


class Point(Record):
    """A point on the map in WGS 84 degrees, written as decimal text so that nothing is rounded on the way."""

    latitude: Latitude
    """Degrees north of the equator (WGS 84), decimal text; south is negative."""
    longitude: Longitude
    """Degrees east of Greenwich (WGS 84), decimal text; west is negative."""


class Place(Record):
    """Somewhere: in words, as an address, as a point, or all of these."""

    kind: Annotated[Code | None, COUNTED, SHARED, In("missing_from_kinds")] = None
    """What kind of place it is: a code of the list `missing_from_kinds`. For `missing_from`, its own `kind` says it."""
    text: Annotated[Text | None, SHARED] = None
    """The place as it was told or written, in one piece."""
    lines: Annotated[Many[Line], SHARED] = ()
    """The address, line by line, without the postcode."""
    postcode: Annotated[Line | None, SHARED] = None
    """The postcode, upper case with one space (Royal Mail form). A wrong one is kept and reported by a rule."""
    uprn: Reference | None = None
    """The unique property reference number (Ordnance Survey), as text."""
    point: Point | None = None
    """Where it is on the map."""
    grid_reference: Reference | None = None
    """Where it is on the Ordnance Survey's grid, as text with its letters: `TQ 300 803`."""
    country: Annotated[CountryCode | None, COUNTED, SHARED, TOLD, In("countries")] = None
    """The country: a code of the list `countries` (ISO 3166-1 alpha-3)."""


class Role(Record):
    """Who did something, as a role and a rank. Never a name."""

    role: Annotated[Code | None, MET, SHARED, In("roles")] = None
    """The part they played: a code of the list `roles`."""
    rank: Annotated[Code | None, MET, SHARED, In("ranks")] = None
    """Their rank: a code of the list `ranks`."""
    contact_point: Annotated[Line | None, MET, SHARED, TOLD] = None
    """How to reach the role at work: a control room, a team's telephone or mailbox. Never a private number."""


class CallReference(Record):
    """The call or message that a report began with, in the system that took it."""

    system: Line
    """The system that recorded it, by its name."""
    reference: Reference
    """The reference in that system, as written."""


class Address(Record):
    """Where someone lives or lived."""

    kind: Annotated[Code | None, SHARED, In("address_kinds")] = None
    """What the address is to the person: a code of the list `address_kinds`."""
    place: Annotated[Place | None, SHARED] = None
    """The address."""
    since: Annotated[PartialDate | None, SHARED] = None
    """From when."""
    until: Annotated[PartialDate | None, SHARED] = None
    """Until when."""
