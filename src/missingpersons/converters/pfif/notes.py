"""What a note says of a person: a sighting or a link where it says so, an outcome only from the force's own hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from missingpersons.converters.pfif.naming import episode_of, owner_and_episode
from missingpersons.converters.pfif.places import moment_of
from missingpersons.converters.places import Path, Value

BELIEVED_DEAD = "MP-C-056"
SEEN = "MP-C-057"
LINKED = "MP-C-058"

ALIVE = "believed_alive"
DEAD = "believed_dead"
AUTHOR = "is_note_author"
MISSING = "believed_missing"

SIGHTING, LINK, FOUND = "sighting", "link", "found"
"""How the notes are called that the library writes, at the end of their ids."""

_OURS = re.compile(rf"({SIGHTING}|{LINK}|{FOUND})(?:\.([0-9]{{1,4}}))?", re.ASCII)
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
    number = note.get("note_record_id", "")
    if is_ours and number.startswith(f"{person}.") and (found := _OURS.fullmatch(number, len(person) + 1)):
        return _own(note, found[1], slot, source)
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


def _own(note: Mapping[str, str], kind: str, slot: int, source: str) -> Told:
    """What a note says that the library wrote of a force's own episode."""
    result = Told()
    own = result.own
    at: Path = ("sightings", slot)
    own["note_record_id"] = own["person_record_id"] = ()
    if note.get("author_name") == source:
        own["author_name"] = ()
    moment = moment_of(note.get("source_date", ""))
    if kind == SIGHTING:
        if note.get("status") == ALIVE:
            own["status"] = ()
        if moment:
            own["source_date"] = [((*at, "window", "latest"), moment)]
        _carried(own, note, "text", (*at, "text"))
        if place := note.get("last_known_location"):
            point = list(_point(place, (*at, "place", "point")))
            own["last_known_location"] = point or [((*at, "place", "text"), place)]
    elif kind == LINK and (linked := owner_and_episode(note.get("linked_person_record_id", ""))):
        related: Path = ("related", slot)
        own["linked_person_record_id"] = [
            ((*related, "episode_id"), linked[1]),
            ((*related, "relation"), "same_person"),
            ((*related, "force"), linked[0]),
        ]
        if moment:
            own["source_date"] = [((*related, "decided_at"), moment)]
        _carried(own, note, "text", (*related, "rationale"))
    elif kind == FOUND:
        condition: list[tuple[Path, Value]] = [(("outcome", "condition"), "deceased")]
        own["source_date"] = own["author_made_contact"] = own["text"] = ()
        # Before 1.2 a note has no status, and says only that somebody was in contact.
        says = "status" if "status" in note else "author_made_contact"
        own[says] = [(("status",), "located"), *(condition if note.get("status") == DEAD else [])]
    return result


def _carried(own: dict[str, Said], note: Mapping[str, str], name: str, path: Path) -> None:
    if name in note:
        own[name] = [(path, note[name])]
