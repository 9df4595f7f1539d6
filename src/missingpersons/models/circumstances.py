"""How somebody went missing: last seen, from where, with whom, and with what."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import Answer
from missingpersons.models._base import COUNTED, SHARED, TOLD, In, Many, Record, told
from missingpersons.models.common import Place, Role, Window
from missingpersons.models.contact import Phone
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, CountryCode, LastDigits, Line, Reference, Text, Uuid


class LastSeen(Record):
    """The last time anybody is known to have seen the person."""

    window: Annotated[Window | None, SHARED, told("last_seen_time")] = None
    """When."""
    place: Annotated[Place | None, SHARED, told("last_seen_place")] = None
    """Where."""
    by: Annotated[Code | None, SHARED, In("reporter_roles")] = None
    """By whom, as a code of the list `reporter_roles`."""
    doing: Annotated[Text | None, SHARED] = None
    """What the person was doing, and where they were going."""
    wearing: Annotated[Text | None, SHARED] = None
    """What they wore, in one piece as it was told. Garment by garment it is in the person's `clothing`."""


class LastContact(Record):
    """The last time the person was heard of without being seen."""

    window: Annotated[Window | None, SHARED] = None
    """When."""
    means: Annotated[Code | None, COUNTED, SHARED, In("contact_means")] = None
    """By what means: a code of the list `contact_means`."""
    by: Annotated[Code | None, SHARED, In("reporter_roles")] = None
    """Who heard of them, as a code of the list `reporter_roles`."""
    text: Text | None = None
    """What was said or written."""


class MissingFrom(Record):
    """The place that the person is missing from."""

    kind: Annotated[Code | None, COUNTED, SHARED, In("missing_from_kinds")] = None
    """What kind of place it is: a code of the list `missing_from_kinds`."""
    text: Annotated[Line | None, SHARED] = None
    """The kind of place in the words of the report."""
    place: Annotated[Place | None, SHARED, told("missing_from_place")] = None
    """Where it is."""


class PlaceOfInterest(Record):
    """Somewhere that the person may be, and why."""

    kind: Annotated[Code | None, SHARED, In("place_interests")] = None
    """What it is to the person: a code of the list `place_interests`."""
    place: Annotated[Place | None, SHARED] = None
    """Where it is."""
    why: Text | None = None
    """Why the person may be there."""


class Companion(Record):
    """Somebody who may be with the person."""

    relation: Annotated[Code | None, SHARED, In("relations")] = None
    """What they are to the missing person: a code of the list `relations`."""
    name: Annotated[Line | None, SHARED] = None
    """Their name, as told."""
    also_missing: Annotated[Answer | None, COUNTED, SHARED] = None
    """Whether they are missing too."""
    episode_id: Uuid | None = None
    """Their own episode, if they have one."""
    text: Text | None = None
    """What they look like, and anything else that helps to find them."""


class Vehicle(Record):
    """A vehicle that the person may be in or on."""

    kind: Annotated[Code | None, SHARED, TOLD, In("vehicle_kinds")] = None
    """What it is: a code of the list `vehicle_kinds`."""
    registration: Annotated[Reference | None, SHARED, TOLD] = None
    """The registration mark as it was told or written (POLE DS_065). Never a reason to refuse a report."""
    country: Annotated[CountryCode | None, SHARED, TOLD, In("countries")] = None
    """The country that registered it: a code of the list `countries` (ISO 3166-1 alpha-3)."""
    make: Annotated[Line | None, SHARED, TOLD] = None
    """Its maker."""
    model: Annotated[Line | None, SHARED, TOLD] = None
    """Its model."""
    colour: Annotated[Line | None, SHARED, TOLD] = None
    """Its colour, as told."""
    use: Annotated[Code | None, SHARED, In("vehicle_uses")] = None
    """What it is to the person: a code of the list `vehicle_uses`."""
    text: Text | None = None
    """Anything else that helps to recognise it."""


class Device(Record):
    """A telephone, tablet, watch or tracker that may show where the person is."""

    kind: Annotated[Code | None, In("device_kinds")] = None
    """What it is: a code of the list `device_kinds`."""
    make: Line | None = None
    """Its maker and model."""
    phone: Phone | None = None
    """The number that it answers to."""
    imei: Reference | None = None
    """The handset's IMEI, as written. A wrong check digit is a finding."""
    with_them: Answer | None = None
    """Whether the person has it with them."""
    last_active_at: Timestamp | None = None
    """When it was last known to be on."""
    text: Text | None = None
    """Who can find it and how: an application, an account, a network."""


class Card(Record):
    """A bank card or travel card. Never its number."""

    kind: Annotated[Code | None, In("card_kinds")] = None
    """What it is: a code of the list `card_kinds`."""
    issuer: Line | None = None
    """The bank or the transport operator."""
    ending: LastDigits | None = None
    """The last digits on it, at most four: enough to tell two cards apart, never the number."""
    with_them: Answer | None = None
    """Whether the person has it with them."""
    used: Answer | None = None
    """Whether it was used since the person went missing."""
    last_used: Window | None = None
    """When it was last used."""


class MoneyAndTravel(Record):
    """What the person can pay and travel with."""

    cards: Many[Card] = ()
    """Bank cards and travel cards."""
    cash: Answer | None = None
    """Whether the person has cash."""
    passport_with_them: Answer | None = None
    """Whether the person has a passport with them."""
    text: Text | None = None
    """How much, for how far, and anything else that helps."""


class Hypothesis(Record):
    """A possible explanation of where the person is and why. It is no assessment of risk (College of Policing APP)."""

    text: Text
    """The explanation."""
    made_at: Timestamp | None = None
    """When it was first considered."""
    by: Role | None = None
    """Whose it is, as a role and a rank."""
    ruled_out_at: Timestamp | None = None
    """When it was ruled out."""
    rationale: Text | None = None
    """What speaks for it, or why it was ruled out."""
