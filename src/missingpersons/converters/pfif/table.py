"""What PFIF carries of an episode, path by path, as 1.4 calls it.

It is what an export can have in it: what the public may be told on some ground.
"""

from __future__ import annotations

from missingpersons.converters.formats import Carriage, Line
from missingpersons.converters.pfif.composing import PHRASES
from missingpersons.converters.pfif.naming import OWNER

_NEAR = Carriage.APPROXIMATED


def _pointer(path: tuple[str | int, ...]) -> str:
    return "".join(f"/{step}" for step in path)


_IN_WORDS = tuple(Line(_pointer(path), "description", _NEAR, f"In words: {label}.") for path, label in PHRASES)

TABLE: tuple[Line, ...] = (
    Line("/document_type", "the namespace"),
    Line("/standard_version", "the namespace"),
    Line(
        "/episode_id", "person_record_id", note="Near it under a domain of your own, and lost in a copy of another's."
    ),
    Line("/owner_force", "person_record_id, source_name", note="As for the id."),
    Line("/recorded_at", "source_date, entry_date", note="In Universal Time, to the second."),
    Line("/status", "a note", note="Located, where that may be told; closed comes back as located."),
    Line(
        "/outcome/condition",
        "status of a note",
        note="Dead, where that may be told, from 1.2; of any other it is told that the person is alive.",
    ),
    Line(
        "/person/names/*/full",
        "full_name, alternate_names",
        note="Of what the person is known as. Before 1.4 in full_name, before 1.3 the first.",
    ),
    Line("/person/names/*/given", "given_name", note="Of the first name; several as one. 1.1: capitals, no accents."),
    Line("/person/names/*/family", "family_name", note="Of the first name. 1.1: capitals, no accents."),
    Line("/person/description/height_min_cm", "description", _NEAR, "In words: Height."),
    Line("/person/description/height_max_cm", "description", _NEAR, "In words: Height."),
    *_IN_WORDS,
    Line("/person/sex", "sex", note="Female and male, from 1.2."),
    Line(
        "/person/age/min",
        "age",
        note="In years from the date of birth where there is one, else near it where it was told years before. "
        "From 1.2.",
    ),
    Line("/person/age/max", "age", note="As for the least age."),
    Line("/person/photos/*/photo_id", "photo_url", note="The first that a ground names and that is an address."),
    Line(f"/extensions/{OWNER}/person_record_id", "person_record_id", note="Of a copy of another's record."),
    Line(f"/extensions/{OWNER}/source_name", "source_name", note="Of a copy."),
    Line(f"/extensions/{OWNER}/source_url", "source_url", note="Of a copy."),
    Line(f"/extensions/{OWNER}/expiry_date", "expiry_date", note="Of a copy, from 1.3."),
)
