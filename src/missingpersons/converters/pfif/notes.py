"""What a note says of a person: a sighting or a link where it says so, an outcome only from the force's own hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from missingpersons.converters.pfif.naming import episode_of
from missingpersons.converters.pfif.places import moment_of
from missingpersons.converters.places import Path, Value

BELIEVED_DEAD = "MP-C-056"
SEEN = "MP-C-057"
LINKED = "MP-C-058"

ALIVE = "believed_alive"
DEAD = "believed_dead"
AUTHOR = "is_note_author"
MISSING = "believed_missing"

FOUND = "found"
"""What the note is called that the library writes, at the end of its id."""

_POINT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,30})?)[,\s]\s*(-?[0-9]{1,3}(?:\.[0-9]{1,30})?)", re.ASCII)
_PADDED = re.compile("-?0[0-9]{2}")
_DECIMALS = 7


Said = Sequence[tuple[Path, Value]]
"""What something says, at which places."""


@dataclass(slots=True, repr=False)
class Told:
    """What a note says: by field, what is carried there alone, and what is said in the record besides."""

    own: dict[str, Said] = field(default_factory=dict)
    """Fields that need not be kept as they are, since what they say is at these places."""
    besides: list[tuple[Path, Value]] = field(default_factory=list)
    found: list[tuple[str, str]] = field(default_factory=list)
    """Code, and the field that gives cause to it."""


def told(note: Mapping[str, str], slot: int, person: str, owner_force: str, source: str, *, is_ours: bool) -> Told:
    """What a note about ``person`` says. ``source`` is what the force's own notes are signed with."""
    if is_ours and note.get("note_record_id") == f"{person}.{FOUND}":
        return _own(note, source)
    result = Told()
    status, contact = note.get("status"), note.get("author_made_contact") == "true"
    if status == DEAD:
        result.found.append((BELIEVED_DEAD, "status"))
    if status in (ALIVE, AUTHOR) or (contact and status not in (DEAD, MISSING)):
        result.besides += _sighting(note, ("sightings", slot))
        result.found.append((SEEN, "status" if status in (ALIVE, AUTHOR) else "author_made_contact"))
    if (linked := note.get("linked_person_record_id")) and linked != person:
        related = ("related", slot)
        result.besides += [
            ((*related, "episode_id"), episode_of(linked, owner_force)),
            ((*related, "relation"), "same_person"),
            *_optional((*related, "rationale"), note.get("text")),
            *_optional((*related, "decided_at"), moment_of(note.get("source_date", ""))),
        ]
        result.found.append((LINKED, "linked_person_record_id"))
    return result


def _sighting(note: Mapping[str, str], at: Path) -> list[tuple[Path, Value]]:
    said: list[tuple[Path, Value]] = []
    if moment := moment_of(note.get("source_date", "")):
        # Nobody says when it was: it was not after the note was written.
        said.append(((*at, "window", "latest"), moment))
    if text := note.get("text"):
        said.append(((*at, "text"), text))
    if place := note.get("last_known_location"):
        said.append(((*at, "place", "text"), place))
        said += _point(place, (*at, "place", "point"))
    if note.get("status") == AUTHOR:
        said.append(((*at, "reported_by"), "self"))
    return said


def point_of(text: str) -> tuple[str, str] | None:
    """The latitude and longitude that a place consists of, or None if it is in words."""
    found = _POINT.fullmatch(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    if any(_PADDED.match(each) for each in found.groups()):
        return None
    return _rounded(found[1]), _rounded(found[2])


def _point(text: str, at: Path) -> Iterator[tuple[Path, Value]]:
    if point := point_of(text):
        yield (*at, "latitude"), point[0]
        yield (*at, "longitude"), point[1]


def _rounded(degrees: str) -> str:
    """At most as many decimals as the record has: the last is a centimetre."""
    _, _, decimals = degrees.partition(".")
    if len(decimals) <= _DECIMALS:
        return degrees
    return f"{float(degrees):.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _optional(path: Path, value: str | None) -> Iterator[tuple[Path, Value]]:
    if value is not None:
        yield path, value


def _own(note: Mapping[str, str], source: str) -> Told:
    """What the note says that the library writes of a force's own episode: that the person was found."""
    result = Told()
    own = result.own
    for name in ("note_record_id", "person_record_id", "source_date", "author_made_contact", "text"):
        own[name] = ()
    if note.get("author_name") == source:
        own["author_name"] = ()
    condition: list[tuple[Path, Value]] = [(("outcome", "condition"), "deceased")]
    # Before 1.2 a note has no status, and says only that somebody was in contact.
    says = "status" if "status" in note else "author_made_contact"
    own[says] = [(("status",), "located"), *(condition if note.get("status") == DEAD else [])]
    return result
