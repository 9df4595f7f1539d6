"""What a person looks like and wears."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import Side
from missingpersons.models._base import MET, In, Many, Record
from missingpersons.values.text import Code, Line, Text

Centimetres = Annotated[int, Field(ge=20, le=300)]


class Description(Record):
    """What the person looks like."""

    height_min_cm: Annotated[Centimetres | None, MET] = None
    """The least height, in whole centimetres."""
    height_max_cm: Annotated[Centimetres | None, MET] = None
    """The greatest height, in whole centimetres."""
    build: Annotated[Code | None, MET, In("builds")] = None
    """A code of the list `builds` (POLE DS_039)."""
    complexion: Annotated[Code | None, MET, In("complexions")] = None
    """A code of the list `complexions` (POLE DS_040)."""
    hair_colour: Annotated[Code | None, MET, In("hair_colours")] = None
    """A code of the list `hair_colours` (POLE DS_046)."""
    hair_style: Annotated[Code | None, MET, In("hair_styles")] = None
    """A code of the list `hair_styles`."""
    facial_hair: Annotated[Code | None, MET, In("facial_hair")] = None
    """A code of the list `facial_hair`."""
    eye_left: Annotated[Code | None, MET, In("eye_colours")] = None
    """Colour of the left eye: a code of the list `eye_colours` (POLE DS_041)."""
    eye_right: Annotated[Code | None, MET, In("eye_colours")] = None
    """Colour of the right eye: a code of the list `eye_colours` (POLE DS_042)."""
    text: Annotated[Text | None, MET] = None
    """Anything else that helps to recognise the person."""


class Mark(Record):
    """A scar, tattoo, piercing or other mark on the body."""

    kind: Annotated[Code | None, MET, In("mark_kinds")] = None
    """A code of the list `mark_kinds` (POLE DS_043)."""
    site: Annotated[Code | None, MET, In("body_sites")] = None
    """Where on the body: a code of the list `body_sites`."""
    side: Annotated[Side | None, MET] = None
    """Which side of the body: a code of the list `sides`."""
    text: Annotated[Text | None, MET] = None
    """What it looks like."""


class Clothing(Record):
    """One garment or pair of shoes, in the words in which it was told."""

    text: Annotated[Line, MET]
    """The garment with its colour, as told: "navy padded coat with a hood"."""
    colours: Annotated[Many[Line], MET] = ()
    """Its colours, where they are recorded apart."""
    brand: Annotated[Line | None, MET] = None
    """Its maker."""
