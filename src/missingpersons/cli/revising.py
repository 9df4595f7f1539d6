"""Sealing after a register: which revision comes next is for the exchange to say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from missingpersons.exchange.revisions import Revisions


@contextmanager
def revisions(after: Path | None) -> Iterator[Revisions]:
    """What seals episodes one after another, after what the register in a file has, if one is given."""
    if after is None:
        yield Revisions()
        return
    from missingpersons.register.store import Register

    with Register.open(after) as register:
        yield Revisions(register)
