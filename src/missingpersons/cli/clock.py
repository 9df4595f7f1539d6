"""The machine's clock, which only the command line and the register read."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The moment it is, as the wire writes it."""
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
