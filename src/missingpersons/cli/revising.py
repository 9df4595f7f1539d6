"""Which revision an episode is sealed as, after what a register already has and what this run has sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from missingpersons import wire
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.seal import sealed, write_episode
from missingpersons.findings import Report, finding, report
from missingpersons.models import Episode
from missingpersons.values.dates import moment

if TYPE_CHECKING:
    from missingpersons.register.store import Register

SEALED = "sealed"
UNCHANGED = "unchanged"
REFUSED = "refused"

EARLIER = "MP-X-015"
SAME_PLACE = "MP-X-016"

_NOT_CONTENT = ("revision", "recorded_at", "tenure")


@dataclass(frozen=True, slots=True)
class _Known:
    """A version of an episode that is out already, and the digest of its content: None where it has forked."""

    tenure: int
    revision: int
    recorded_at: datetime
    content: str | None


class Revisions:
    """Seals episodes one after another: nothing twice, and never two versions with one number.

    After a register, a changed episode becomes the next revision, and one recorded earlier than what is known
    is not sealed. Without one, an episode is sealed with the revision that it has.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._register: Register | None = None
        self._newest: dict[str, _Known] = {}
        self._sealed: dict[tuple[str, int, int], str] = {}

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
        outcome, event, found = self.write(data, key.force, time)
        return outcome, sealed(event, key) if event else None, found

    def write(self, data: bytes, force: str, time: str) -> tuple[str, dict[str, Any] | None, Report]:
        """The same with the message as a tree, for whoever seals many at once."""
        episode, found = wire.read(data, Episode)
        if episode is None:
            return REFUSED, None, found
        if episode.owner_force != force:
            return REFUSED, None, report([finding("MP-X-014", "/owner_force")])
        tree = wire.to_tree(episode)
        content = _content(tree)
        recorded_at = moment(episode.recorded_at)
        before = self._known(episode.episode_id, force)
        if before:
            if before.content == content:
                return UNCHANGED, None, found
            if recorded_at < before.recorded_at:
                return REFUSED, None, report([finding(EARLIER, "/recorded_at")])
            tree = {**tree, "tenure": before.tenure, "revision": before.revision + 1}
        place = (episode.episode_id, tree["tenure"], tree["revision"])
        if place in self._sealed:
            if self._sealed[place] == content:
                return UNCHANGED, None, found
            return REFUSED, None, report([finding(SAME_PLACE, "/revision")])
        message = write_episode(wire.encode(tree), force, time=time)
        self._sealed[place] = content
        if self._register:
            self._newest[episode.episode_id] = _Known(tree["tenure"], tree["revision"], recorded_at, content)
        return SEALED, message, found

    def _known(self, episode_id: str, force: str) -> _Known | None:
        """The newest that the force itself has sent out, in this run or by what the register has."""
        if episode_id in self._newest:
            return self._newest[episode_id]
        claims = self._register.claims(episode_id) if self._register else ()
        ours = [each for each in claims if each.force == force]
        if not ours:
            return None
        last = max((each.tenure, each.revision) for each in ours)
        trees = [wire.to_tree(wire.parse(each.document)) for each in ours if (each.tenure, each.revision) == last]
        recorded_at = max(moment(tree["recorded_at"]) for tree in trees)
        # Of a fork neither side is what is known: whichever comes is the revision that settles it.
        return _Known(*last, recorded_at, _content(trees[0]) if len(trees) == 1 else None)


def _content(tree: Mapping[str, Any]) -> str:
    content = {name: value for name, value in tree.items() if name not in _NOT_CONTENT}
    return hashlib.sha256(wire.encode(content)).hexdigest()
