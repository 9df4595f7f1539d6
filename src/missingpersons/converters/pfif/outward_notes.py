"""The notes that an episode gives: sightings, links to other episodes, and that somebody was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from missingpersons.converters.leaving import Leaving, Path
from missingpersons.converters.pfif.assembling import MAX_NOTES, MAX_TEXT_OF_NOTES
from missingpersons.converters.pfif.composing import at
from missingpersons.converters.pfif.naming import record_id
from missingpersons.converters.pfif.notes import ALIVE, DEAD, FOUND, LINK, SIGHTING, point_of
from missingpersons.converters.pfif.outward_person import DERIVED, cleaned
from missingpersons.converters.pfif.places import moment_of
from missingpersons.converters.pfif.vocabulary import NOTE, fields
from missingpersons.values.dates import Timestamp, moment

_SEEN = "Seen."
_LINKED = "The same person."
_WAS_FOUND = "The person was found."
_OVER = ("located", "closed")


class Notes:
    """Puts what is shown of an episode into notes of one version."""

    def __init__(
        self, leaving: Leaving, seen: Mapping[str, Any], version: str, record: str, signed: str, recorded_at: str
    ) -> None:
        self.written: list[dict[str, str]] = []
        self._leaving = leaving
        self._seen = seen
        self._known = fields(NOTE, version)
        self._record = record
        self._signed = signed
        self._recorded_at = recorded_at
        self._left = MAX_TEXT_OF_NOTES

    def put(self) -> None:
        """Every note that the version has a place for."""
        for index, sighting in enumerate(self._seen.get("sightings") or ()):
            if sighting and "status" in self._known:
                self._sighting(index, sighting)
        for index, related in enumerate(self._seen.get("related") or ()):
            if related and "linked_person_record_id" in self._known:
                self._link(index, related)
        self._found()

    def _sighting(self, index: int, sighting: Mapping[str, Any]) -> None:
        stem: Path = ("sightings", index)
        text = cleaned(sighting.get("text", ""))
        place = at(sighting, ("place", "text"))
        where = cleaned(place or "")
        point = at(sighting, ("place", "point")) or {}
        latest = at(sighting, ("window", "latest"))
        if not (text or where or latest or len(point) == 2):
            return
        on_map = "" if where or len(point) != 2 else f"{point['latitude']},{point['longitude']}"
        note = self._note(SIGHTING, text or _SEEN, latest, status=ALIVE)
        if where or on_map:
            note["last_known_location"] = where or on_map
        if not self._add(note):
            return
        self._judged_text(text, sighting.get("text"), *stem, "text")
        self._judged_moment(note, latest, *stem, "window", "latest")
        if where:
            read_as_point = point_of(where) is not None
            self._judge(where == place and not read_as_point, *stem, "place", "text")
            if read_as_point:
                self._leaving.note(DERIVED, *stem, "place", "point")
        elif on_map:
            self._judge(point_of(on_map) == (point["latitude"], point["longitude"]), *stem, "place", "point")

    def _link(self, index: int, related: Mapping[str, Any]) -> None:
        if related.get("relation") != "same_person" or "episode_id" not in related:
            return
        stem: Path = ("related", index)
        why = cleaned(related.get("rationale", ""))
        decided = related.get("decided_at")
        force = related.get("force") or self._leaving.look("owner_force")
        note = self._note(LINK, why or _LINKED, decided)
        note["linked_person_record_id"] = record_id(force, related["episode_id"])
        if not self._add(note):
            return
        for name in ("episode_id", "relation"):
            self._leaving.carry(*stem, name)
        if "force" in related:
            self._leaving.carry(*stem, "force")
        else:
            self._leaving.note(DERIVED, *stem, "force")
        self._judged_text(why, related.get("rationale"), *stem, "rationale")
        self._judged_moment(note, decided, *stem, "decided_at")

    def _found(self) -> None:
        status, condition = self._seen.get("status"), at(self._seen, ("outcome", "condition"))
        if status == "open" and not condition:
            self._leaving.carry("status")
            return
        if status not in _OVER and not condition:
            return
        dead = condition == "deceased"
        has_status = "status" in self._known
        note = self._note(FOUND, _WAS_FOUND, None)
        if has_status:
            note["status"] = DEAD if dead else ALIVE
        if not dead:
            note["author_made_contact"] = "true"
        if not has_status and dead:
            return
        self._add(note, must=True)
        self._judge(status == "located", "status")
        if dead:
            self._leaving.carry("outcome", "condition")
        elif condition:
            self._leaving.approximate("outcome", "condition")
        if status is None:
            self._leaving.note(DERIVED, "status")

    def _note(self, kind: str, text: str, moment_told: str | None, **others: str) -> dict[str, str]:
        number = f".{len(self.written) + 1}" if kind != FOUND else ""
        return {
            "note_record_id": f"{self._record}.{kind}{number}",
            "person_record_id": self._record,
            "author_name": self._signed,
            "source_date": _to_the_second(moment_told) if moment_told else self._recorded_at,
            "text": text,
            **others,
        }

    def _add(self, note: dict[str, str], *, must: bool = False) -> bool:
        """Whether there was room for the note: a reader takes up so many and no more."""
        size = sum(map(len, note.values()))
        if not must and (len(self.written) >= MAX_NOTES - 1 or size > self._left - 1000):
            return False
        self._left -= size
        self.written.append(note)
        return True

    def _judged_text(self, written: str, told: str | None, *path: str | int) -> None:
        if written:
            self._judge(written == told, *path)
        else:
            self._leaving.note(DERIVED, *path)

    def _judged_moment(self, note: Mapping[str, str], told: str | None, *path: str | int) -> None:
        if told:
            self._judge(note["source_date"] == told, *path)
        else:
            self._leaving.note(DERIVED, *path)

    def _judge(self, is_same: bool, *path: str | int) -> None:
        (self._leaving.carry if is_same else self._leaving.approximate)(*path)


def _to_the_second(text: str) -> str:
    if moment_of(text) and "." not in text:
        return text
    return moment(Timestamp(text)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
