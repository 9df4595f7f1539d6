"""What is known of one episode: the answer that a set of messages amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from missingpersons.exchange.tenures import Tombstone
from missingpersons.exchange.transfers import Enquiry, Transfer
from missingpersons.exchange.versions import Claim, Gap, Newest
from missingpersons.findings import Finding


@dataclass(frozen=True, slots=True)
class Held:
    """A message that is kept and does not count yet: by whom, of which kind, and what it waits for.

    ``code`` says why. ``waits_for`` is the digest of the message that it waits for, None where its own body cannot be
    read or it names none.
    """

    digest: str
    message_id: str | None
    force: str
    kind: str
    code: str
    waits_for: str | None

    def as_dict(self) -> dict[str, Any]:
        """The message that waits, as a JSON object."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Reported:
    """A sighting or a find that any force may report. ``body`` is the body of its message."""

    digest: str
    force: str
    body: Mapping[str, Any] = field(repr=False, compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Which message reports it, and whose it is. What it says is in the message."""
        return {"digest": self.digest, "force": self.force}


@dataclass(frozen=True, slots=True)
class Correction:
    """A notice that ``message`` was wrong, in the places ``at``, and what says it rightly."""

    digest: str
    force: str
    message: str
    replaced_by: str | None
    at: tuple[str, ...]
    reason: str | None

    def as_dict(self) -> dict[str, Any]:
        """The notice as a JSON object."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in {**told, "at": list(self.at)}.items() if value is not None}


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one episode. The same set of messages gives an equal one, with equal bytes of ``as_dict``.

    ``claims`` are the versions that stand, ``newest`` how far each force has come in each tenure. ``owners`` are the
    forces that answer for the episode, each with its tenure: one, several where they dispute it, and none only where
    there is no version that counts or that two forces have signed to have handed over. ``withdrawn`` are the digests of
    the messages that were taken back. ``erased`` are those of the messages that are here and need not be kept. Which
    they are is no part of what is compared: whoever comes late has never had them, and knows the same. Nor are the two
    that only the sealing force asks of itself: ``used``, how far each force has come in each tenure with what is
    erased, where that was here; and ``given_back``, the tenures that a tombstone speaks of, shown, waiting or neither.
    ``lost`` are the digests of those whose content was dropped for an erasure that does not count any more.
    """

    episode_id: str
    claims: tuple[Claim, ...]
    owners: tuple[tuple[int, str], ...]
    newest: tuple[Newest, ...]
    transfers: tuple[Transfer, ...]
    enquiries: tuple[Enquiry, ...]
    forks: tuple[tuple[str, ...], ...]
    gaps: tuple[Gap, ...]
    held: tuple[Held, ...]
    sightings: tuple[Reported, ...]
    found: tuple[Reported, ...]
    corrections: tuple[Correction, ...]
    tombstones: tuple[Tombstone, ...]
    retracted: str | None
    withdrawn: tuple[str, ...]
    erased: tuple[str, ...] = field(compare=False)
    findings: tuple[Finding, ...]
    used: tuple[Newest, ...] = field(default=(), compare=False)
    given_back: tuple[tuple[int, str], ...] = field(default=(), compare=False)
    lost: tuple[str, ...] = field(default=(), compare=False)

    @property
    def current(self) -> Claim | None:
        """The claim that is listed first. Where there are several, it is no more than that: show them all."""
        return self.claims[0] if self.claims else None

    @property
    def owner(self) -> str | None:
        """The force that answers for the episode; the one that is listed first where several dispute it."""
        return self.owners[0][1] if self.owners else None

    @property
    def tenure(self) -> int | None:
        """Which tenure that force's is."""
        return self.owners[0][0] if self.owners else None

    def tenure_of(self, force: str) -> int | None:
        """Which tenure is ``force``'s now. None: it does not own the episode."""
        return next((tenure for tenure, owner in self.owners if owner == force), None)

    @property
    def disputed(self) -> bool:
        """Whether several forces own the episode."""
        return len(self.owners) > 1 and self.retracted is None

    @property
    def open_transfers(self) -> tuple[Transfer, ...]:
        """The requests that an answer is still expected to."""
        return tuple(each for each in self.transfers if each.is_open)

    def offered(self, version: str) -> tuple[str, ...]:
        """The forces that were asked to take a version over."""
        return tuple(sorted({each.asked for each in self.transfers if each.version == version}))

    def as_dict(self) -> dict[str, Any]:
        """The state as a JSON tree: by digests and codes, without anything that is said of anybody.

        Two ledgers agree about an episode where the bytes of this are equal: what is said is in it by its digest.
        """
        return {
            "episode_id": self.episode_id,
            **({"owner": self.owner, "tenure": self.tenure} if self.owners else {}),
            "owners": [{"force": force, "tenure": tenure} for tenure, force in self.owners],
            "newest": [each.as_dict() for each in self.newest],
            "disputed": self.disputed,
            **({"current": self.current.digest} if self.current else {}),
            "claims": [each.as_dict() for each in self.claims],
            "transfers": [each.as_dict() for each in self.transfers],
            "enquiries": [each.as_dict() for each in self.enquiries],
            "forks": [list(each) for each in self.forks],
            "gaps": [each.as_dict() for each in self.gaps],
            "held": [each.as_dict() for each in self.held],
            "sightings": [each.as_dict() for each in self.sightings],
            "found": [each.as_dict() for each in self.found],
            "corrections": [each.as_dict() for each in self.corrections],
            "tombstones": [each.as_dict() for each in self.tombstones],
            **({"retracted": self.retracted} if self.retracted else {}),
            "withdrawn": list(self.withdrawn),
            "findings": [each.code for each in self.findings],
        }
