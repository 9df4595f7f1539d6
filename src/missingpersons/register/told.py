"""What a register tells of the messages that it received and of the versions that stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from missingpersons.findings import Finding


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message, and why: ``applied``, ``duplicate``, ``held``, ``try_again``, ``void`` or ``refused``.

    One that is to be tried again was not kept: its key is not known, or its batch is not here. What is void was kept,
    and may count under another list of keys.
    """

    message_id: str | None
    outcome: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an episode that stands. ``doubts`` are the codes of what speaks against it."""

    force: str
    tenure: int
    revision: int
    doubts: tuple[str, ...]
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Held:
    """A message that waits: who sent it, about which episode, and the code and the digest of what it waits for."""

    message_id: str | None
    force: str | None
    episode_id: str | None
    code: str
    digest: str = field(repr=False)
    type: str | None = None
    waits_for: str | None = field(default=None, repr=False)
