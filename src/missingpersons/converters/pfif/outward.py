"""Episodes as records of PFIF: what the public may see of each, with an account of every value that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.converters.formats import Source, Writing, Written
from missingpersons.converters.leaving import Leaving
from missingpersons.converters.pfif import serializing
from missingpersons.converters.pfif.naming import OWNER, episode_of, force_title, is_domain, record_id
from missingpersons.converters.pfif.outward_notes import found_note
from missingpersons.converters.pfif.outward_person import DERIVED, PersonOut
from missingpersons.converters.pfif.places import moment_of
from missingpersons.converters.pfif.public import (
    Appeal,
    Silence,
    ends_at,
    in_place,
    may_have_ended,
    not_shown,
    shown,
    silence,
)
from missingpersons.converters.pfif.vocabulary import LATEST, PERSON, VERSIONS, fields
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.values.dates import Timestamp, moment

WITHHELD = "MP-C-050"
NOTHING_TOLD = "MP-C-054"
PLACEHOLDER = "MP-C-055"
CHANNEL_UNSAID = "MP-C-120"
ENDED_COPY = "MP-C-121"
MAY_HAVE_ENDED = "MP-C-122"

_AROUND = ("document_type", "standard_version", "episode_id", "owner_force", "recorded_at")
"""Which record it is, whose and from when: no statement about the person."""
_OF_A_COPY = ("person_record_id", "source_name", "source_url", "expiry_date")
"""The local fields that go with a copy wherever it goes: whose it is, and until when."""


def write(episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """One file with a record for each episode of which the public may be told."""
    options = writing.options
    version, domain = options.get("version", LATEST), options.get("domain")
    if version not in VERSIONS:
        raise CannotRun(f"pfif: there is no version {version!r}: {', '.join(VERSIONS)}")
    if domain is not None and not is_domain(domain):
        raise CannotRun("pfif: a domain is written in small letters with a dot, like police.example.org")
    channel = options.get("channel")
    if channel is not None and channel not in codelist("publicity_channels"):
        raise CannotRun("pfif: the channel is no code of the list publicity_channels")
    return _written(episodes, stream, _Writer(version, domain, Appeal(channel, _moment(options.get("as_of")))))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return moment(Timestamp.parse(text))
    except ValueError:
        pass
    raise CannotRun("pfif: as_of needs a time with seconds and an offset, as in 2026-03-01T09:00:00Z")


def _written(episodes: Source, stream: BinaryIO, writer: _Writer) -> Iterator[Written]:
    stream.write(serializing.head(writer.version).encode())
    for source, episode in episodes:
        text, told = writer.written(source, episode)
        stream.write(text.encode())
        yield told
    stream.write(serializing.FOOT.encode())


class _Writer:
    """How the records of one file are written."""

    def __init__(self, version: str, domain: str | None, appeal: Appeal) -> None:
        self.version = version
        self._domain = domain
        self._appeal = appeal

    def written(self, source: str, episode: Episode) -> tuple[str, Written]:
        """The record, or nothing, and what became of every value."""
        tree = wire.to_tree(episode)
        leaving = Leaving(source, tree)
        seen = in_place(tree, {k: v for k, v in shown(episode, self._appeal).items() if k not in _AROUND})
        copied = {name for name in _OF_A_COPY if leaving.look("extensions", OWNER, name)}
        for path in not_shown(tree, seen):
            leaving.set_aside(*path, code=WITHHELD)
        if not any(_told(each) for each in seen.values()):
            return self._ended(episode, leaving)
        for index in may_have_ended(episode, self._appeal):
            leaving.note(MAY_HAVE_ENDED, "publicity", index, "expires_at")
        out = self._around(episode, leaving, copied)
        PersonOut(leaving, seen, self.version, out, moment(episode.recorded_at)).put()
        signed = force_title(episode.owner_force)
        notes = [] if self._is_copy(leaving) else found_note(leaving, seen, self.version, out, signed)
        return serializing.person(out, notes, self.version), leaving.written()

    def _ended(self, episode: Episode, leaving: Leaving) -> tuple[str, Written]:
        """Nothing may be told. Where something may have been on this channel before, copies are told to delete it."""
        why = silence(episode, self._appeal)
        if why is Silence.ENDED and self._is_copy(leaving):
            return self._unwritten(leaving, ENDED_COPY)
        if why is Silence.ENDED and serializing.can_expire(self.version):
            leaving.note(PLACEHOLDER)
            return self._placeholder(episode, leaving), leaving.written()
        return self._unwritten(leaving, CHANNEL_UNSAID if why is Silence.UNSAID else NOTHING_TOLD)

    def _unwritten(self, leaving: Leaving, code: str) -> tuple[str, Written]:
        leaving.note(code)
        return "", leaving.written(written=False)

    def _placeholder(self, episode: Episode, leaving: Leaving) -> str:
        """What stands for a record that has ended: of the moment at which it is written, so that it is the newest."""
        out = self._around(episode, leaving, set())
        ended = moment(episode.recorded_at)
        if self._appeal.as_of and self._appeal.as_of > ended:
            ended = self._appeal.as_of
            leaving.set_aside("recorded_at")
        out |= dict.fromkeys(("source_date", "entry_date", "expiry_date"), _to_the_second(ended))
        return serializing.person(serializing.placeholder(out), (), self.version)

    def _around(self, episode: Episode, leaving: Leaving, copied: set[str]) -> dict[str, str]:
        """Which record it is, whose, from when and until when."""
        leaving.carry("document_type")
        leaving.carry("standard_version")
        out = {"source_date": _in_utc(episode.recorded_at)}
        (leaving.carry if out["source_date"] == episode.recorded_at else leaving.approximate)("recorded_at")
        copy = leaving.look("extensions", OWNER, "person_record_id")
        if self._is_copy(leaving):
            out["person_record_id"] = copy
            leaving.carry("extensions", OWNER, "person_record_id")
            leaving.set_aside("owner_force")
            is_told = episode_of(copy, episode.owner_force) == episode.episode_id
            (leaving.carry if is_told else leaving.set_aside)("episode_id")
        else:
            out["person_record_id"] = record_id(episode.owner_force, episode.episode_id, self._domain)
            out["source_name"] = force_title(episode.owner_force)
            for name in ("episode_id", "owner_force"):
                (leaving.approximate if self._domain else leaving.carry)(name)
            out["entry_date"] = out["source_date"]
            if self._domain:
                for name in ("person_record_id", "source_name", "entry_date"):
                    leaving.note(DERIVED, "extensions", OWNER, name)
        self._until(episode, leaving, out, copied)
        return out

    def _until(self, episode: Episode, leaving: Leaving, out: dict[str, str], copied: set[str]) -> None:
        known = fields(PERSON, self.version)
        if self._is_copy(leaving):
            for name in copied & known - {"person_record_id"}:
                value = leaving.look("extensions", OWNER, name)
                if isinstance(value, str) and value.strip() == value and serializing.is_writable(value):
                    out[name] = leaving.carry("extensions", OWNER, name)
        elif "expiry_date" in known and (ends := ends_at(episode, self._appeal)):
            out["expiry_date"] = _in_utc(ends)
            leaving.note(DERIVED, "extensions", OWNER, "expiry_date")

    def _is_copy(self, leaving: Leaving) -> bool:
        """Whether the record was another's before it was an episode: then its id, source and end go with it."""
        told = leaving.look("extensions", OWNER, "person_record_id")
        return isinstance(told, str) and bool(told.strip() == told) and serializing.is_writable(told)


def _in_utc(text: Timestamp) -> str:
    """The moment to the second in Universal Time, as PFIF has it."""
    if moment_of(text) and "." not in text:
        return str(text)
    return _to_the_second(moment(text))


def _to_the_second(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _told(part: Any) -> bool:
    """Whether anything is in a part of what is shown."""
    if isinstance(part, Mapping):
        return any(map(_told, part.values()))
    if isinstance(part, list):
        return any(map(_told, part))
    return part is not None
