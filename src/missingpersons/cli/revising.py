"""Which revision an episode is sealed as, after what a register already has."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from missingpersons import wire
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.seal import seal
from missingpersons.findings import Report, finding, report
from missingpersons.models import Episode

if TYPE_CHECKING:
    from missingpersons.register.store import Register

SEALED = "sealed"
UNCHANGED = "unchanged"
REFUSED = "refused"

_NOT_CONTENT = ("revision", "recorded_at", "tenure")


class Revisions:
    """Seals episodes one after another; with a register, only what it does not have yet."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._register: Register | None = None

    def __enter__(self) -> Self:
        if self._path:
            from missingpersons.register.store import Register

            self._register = Register.open(self._path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._register:
            self._register.close()

    def seal(self, data: bytes, key: PrivateKey, time: str) -> tuple[str, bytes | None, Report]:
        """What became of one document: sealed, unchanged or refused; the message; and what was found."""
        episode, found = wire.read(data, Episode)
        if episode is None:
            return REFUSED, None, found
        if episode.owner_force != key.force:
            return REFUSED, None, report([finding("MP-X-014", "/owner_force")])
        tree = wire.to_tree(episode)
        claims = self._register.claims(episode.episode_id) if self._register else ()
        before = next((each for each in claims if each.force == key.force), None)
        if before:
            if _content(wire.to_tree(wire.parse(before.document))) == _content(tree):
                return UNCHANGED, None, found
            tree = {**tree, "tenure": before.tenure, "revision": before.revision + 1}
        return SEALED, seal(wire.encode(tree), key, time=time), found


def _content(tree: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in tree.items() if name not in _NOT_CONTENT}
