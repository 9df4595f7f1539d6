"""What came out of a message: who said it, what it says, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from missingpersons.findings import Finding


class Opening(StrEnum):
    """What is known of a message once it has been opened, by itself and without any other message."""

    OK = "ok"
    """Its sender is proven, and it can be read."""
    HELD = "held"
    """Its sender is proven, but this version cannot read it: keep the bytes."""
    UNPROVEN = "unproven"
    """It waits for what would prove its sender: a key that is not known yet, or the batch that it is in."""
    VOID = "void"
    """Its signature fits a key that does not count for it: out of its time, or revoked. It is no part of any state.
    A later list of keys may say otherwise, so whoever keeps messages keeps its bytes."""
    REFUSED = "refused"
    """It is no message, or what it says of itself is not so. Nothing that comes later will change that for these bytes.
    The same content, rightly signed, has the same digest: a forged copy that came first says nothing of it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One message, opened.

    ``digest`` is the SHA-256 of what is signed (the RFC 8785 form of the event without `mpsignature` and
    `mpbatch`): the name by which other messages speak of it. ``kid`` is the key that proves it, ``force`` the
    force whose key that is, both None until they are proven. ``type`` is the CloudEvents type, ``subject`` the
    episode. ``body`` is the tree of what it says, ``document`` the bytes of the episode in it, if there is one.
    ``batch`` is the digest of the message that lists it, if it is proven by a batch; ``waits_for`` is the `kid` or
    the digest that an unproven message waits for. ``also`` are further keys that prove the same message, where whoever
    keeps it knows of any: of a message that lists a batch each of them may be the one that counts.
    """

    outcome: Opening
    digest: str
    message_id: str | None = None
    force: str | None = None
    kid: str | None = None
    type: str | None = None
    subject: str | None = None
    time: str | None = None
    batch: str | None = None
    waits_for: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    document: bytes | None = field(default=None, repr=False)
    findings: tuple[Finding, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def kids(self) -> tuple[str, ...]:
        """Every key that is known to prove the message."""
        return tuple(sorted({*self.also, *([self.kid] if self.kid else [])}))

    def proven_also(self, other: Opened) -> Self:
        """The same message with the keys that prove ``other``, which is another copy of it."""
        return replace(self, also=tuple(kid for kid in sorted({*self.kids, *other.kids}) if kid != self.kid))
