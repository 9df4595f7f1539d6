"""What a person looks like, wears and carries, and the pictures of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import Answer, Side
from missingpersons.models._base import HELPED, MET, SHARED, TOLD, WORDS, In, Many, Record
from missingpersons.values.dates import PartialDate
from missingpersons.values.text import Code, Digest, Line, MediaType, Reference, Text

Measure = Annotated[int, Field(ge=0, le=9999)]
"""A whole number in the unit that the field's name ends with. What nobody is, is for a rule to say."""


class Description(Record):
    """What the person looks like."""

    height_min_cm: Annotated[Measure | None, MET, SHARED, TOLD] = None
    """The least height, in whole centimetres."""
    height_max_cm: Annotated[Measure | None, MET, SHARED, TOLD] = None
    """The greatest height, in whole centimetres."""
    weight_min_kg: Annotated[Measure | None, MET, SHARED, TOLD] = None
    """The least weight, in whole kilograms."""
    weight_max_kg: Annotated[Measure | None, MET, SHARED, TOLD] = None
    """The greatest weight, in whole kilograms."""
    build: Annotated[Code | None, MET, SHARED, TOLD, In("builds")] = None
    """A code of the list `builds` (POLE DS_039)."""
    complexion: Annotated[Code | None, MET, SHARED, TOLD, In("complexions")] = None
    """A code of the list `complexions` (POLE DS_040)."""
    hair_colour: Annotated[Code | None, MET, SHARED, TOLD, In("hair_colours")] = None
    """A code of the list `hair_colours` (POLE DS_046)."""
    hair_style: Annotated[Code | None, MET, SHARED, TOLD, In("hair_styles")] = None
    """A code of the list `hair_styles`."""
    hair_length: Annotated[Code | None, MET, SHARED, TOLD, In("hair_lengths")] = None
    """A code of the list `hair_lengths`."""
    facial_hair: Annotated[Code | None, MET, SHARED, TOLD, In("facial_hair")] = None
    """A code of the list `facial_hair`."""
    eye_left: Annotated[Code | None, MET, SHARED, TOLD, In("eye_colours")] = None
    """Colour of the left eye: a code of the list `eye_colours` (POLE DS_041)."""
    eye_right: Annotated[Code | None, MET, SHARED, TOLD, In("eye_colours")] = None
    """Colour of the right eye: a code of the list `eye_colours` (POLE DS_042)."""
    eyewear: Annotated[Code | None, MET, SHARED, TOLD, In("eyewear")] = None
    """Glasses or lenses: a code of the list `eyewear`."""
    handedness: Annotated[Code | None, MET, SHARED, In("handedness")] = None
    """Which hand the person uses: a code of the list `handedness`."""
    accent: Annotated[Line | None, MET, SHARED, HELPED] = None
    """How the person speaks, in the words in which it was told."""
    gait: Annotated[Line | None, MET, SHARED, HELPED] = None
    """How the person walks, in the words in which it was told."""
    text: Annotated[Text | None, MET, SHARED] = None
    """Anything else that helps to recognise the person."""


class Mark(Record):
    """A scar, tattoo, piercing or other mark on the body."""

    kind: Annotated[Code | None, MET, SHARED, TOLD, In("mark_kinds")] = None
    """A code of the list `mark_kinds` (POLE DS_043)."""
    site: Annotated[Code | None, MET, SHARED, TOLD, In("body_sites")] = None
    """Where on the body: a code of the list `body_sites`."""
    side: Annotated[Side | None, MET, SHARED, TOLD] = None
    """Which side of the body: a code of the list `sides`."""
    text: Annotated[Text | None, MET, SHARED] = None
    """What it looks like."""


class Clothing(Record):
    """One garment or pair of shoes, in the words in which it was told."""

    text: Annotated[Line, MET, SHARED, WORDS]
    """The garment with its colour, as told: "navy padded coat with a hood"."""
    colours: Annotated[Many[Line], MET, SHARED, TOLD] = ()
    """Its colours, where they are recorded apart."""
    brand: Annotated[Line | None, MET, SHARED, TOLD] = None
    """Its maker."""
    size: Annotated[Line | None, MET, SHARED] = None
    """Its size, as on the label."""


class Effect(Record):
    """Something that the person carries or wears beside clothes: jewellery, a bag, a watch, keys."""

    kind: Annotated[Code | None, MET, SHARED, TOLD, In("effect_kinds")] = None
    """What it is: a code of the list `effect_kinds`."""
    text: Annotated[Line | None, MET, SHARED, WORDS] = None
    """What it looks like, as told."""
    inscription: Annotated[Line | None, MET, SHARED] = None
    """What is written or engraved on it, letter by letter."""
    brand: Annotated[Line | None, MET, SHARED, TOLD] = None
    """Its maker."""
    material: Annotated[Line | None, MET, SHARED, WORDS] = None
    """What it is made of."""
    with_them: Annotated[Answer | None, MET, SHARED] = None
    """Whether the person has it with them."""


class Photo(Record):
    """A picture that somebody holds. A reference to it, never the picture itself."""

    photo_id: Annotated[Reference, SHARED, TOLD]
    """The holder's reference for the picture. Publicity names the pictures that it uses by it."""
    shows: Annotated[Code | None, SHARED, TOLD, In("photo_subjects")] = None
    """What it shows: a code of the list `photo_subjects`."""
    taken_on: Annotated[PartialDate | None, SHARED, TOLD] = None
    """When it was taken, as far as that is known. A child's looks change within months."""
    digest: Annotated[Digest | None, SHARED, TOLD] = None
    """The SHA-256 digest of the file, so that a copy can be known for the same picture."""
    media_type: Annotated[MediaType | None, SHARED, TOLD] = None
    """The media type of the file, such as `image/jpeg`."""
    licence: Annotated[Line | None, SHARED] = None
    """On what terms its maker lets it be used."""
    consent: Answer | None = None
    """Whether whoever may consent has agreed that police use it. Consent to publish is in `publicity`."""
