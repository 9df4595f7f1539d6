"""Which revision an episode is sealed as, after what is known already and what this run has sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from missingpersons import wire
from missingpersons.codes import TransferAnswer
from missingpersons.exchange.fold import TAKEN_BACK
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.seal import sealed, write_episode
from missingpersons.exchange.state import State
from missingpersons.findings import Report, finding, report
from missingpersons.models import Episode
from missingpersons.values.dates import moment

SEALED = "sealed"
UNCHANGED = "unchanged"
REFUSED = "refused"

NOT_THE_OWNER = "MP-X-014"
EARLIER = "MP-X-015"
SAME_PLACE = "MP-X-016"

_NOT_CONTENT = ("revision", "recorded_at", "tenure")


class Store(Protocol):
    """Whatever knows the state of an episode: a ledger, a register, or a force's own."""

    def state(self, episode_id: str) -> State:
        """What is known of an episode; of one that nothing has come of, that nothing is."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The newest version that is out: where it stands, and the digest of its content.

    ``content`` is None where the newest has forked or was taken back, or nothing of the tenure is out yet. Then
    ``revision`` is the highest that was used. ``transfer`` is the message that gave the tenure.
    """

    tenure: int
    revision: int
    transfer: str | None
    recorded_at: datetime | None = None
    content: str | None = None


class Revisions:
    """Writes episodes one after another: nothing twice, and never two versions with one number.

    After a store, a changed episode becomes the next revision of the tenure that the force has, with the transfer that
    gave it, and one recorded earlier than what is known is not sealed. Without one, an episode keeps its revision.
    """

    def __init__(self, after: Store | None = None) -> None:
        self._after = after
        self._newest: dict[str, _Known] = {}
        self._sealed: dict[tuple[str, int, int], str] = {}

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
            return _refused(NOT_THE_OWNER, "/owner_force")
        tree = wire.to_tree(episode)
        content = _content(tree)
        recorded_at = moment(episode.recorded_at)
        before = self._known(episode.episode_id, force)
        if isinstance(before, str):
            return _refused(before, "/owner_force" if before == NOT_THE_OWNER else "")
        if before:
            if before.content == content:
                return UNCHANGED, None, found
            if before.recorded_at and recorded_at < before.recorded_at:
                return _refused(EARLIER, "/recorded_at")
            tree = {**tree, "tenure": before.tenure, "revision": before.revision + 1}
        place = (episode.episode_id, tree["tenure"], tree["revision"])
        if place in self._sealed:
            return (UNCHANGED, None, found) if self._sealed[place] == content else _refused(SAME_PLACE, "/revision")
        transfer = before.transfer if before else None
        message = write_episode(wire.encode(tree), force, time=time, about={"transfer": transfer})
        self._sealed[place] = content
        if self._after:
            self._newest[episode.episode_id] = _Known(place[1], place[2], transfer, recorded_at, content)
        return SEALED, message, found

    def _known(self, episode_id: str, force: str) -> _Known | str | None:
        """The newest that the force has sent out, in this run or by what is known; or why it may send nothing."""
        if episode_id in self._newest:
            return self._newest[episode_id]
        if self._after is None:
            return None
        return known(self._after.state(episode_id), force)


def known(state: State, force: str) -> _Known | str | None:
    """The newest of an episode that ``force`` has sent out. None: nothing. A code: it may send no more of it."""
    ours = [each for each in state.used if each.force == force]
    tenure = state.tenure_of(force)
    if tenure is None:
        if any(each.asker == force and each.state == TransferAnswer.ACCEPTED for each in state.transfers):
            return NOT_THE_OWNER
        if any(by == force for _, by in state.given_back):
            # Whatever it published would never be shown.
            return TAKEN_BACK
        if not ours:
            return None
        # What the force has published waits for the transfer that made it the owner.
        tenure = max(ours).tenure
    if state.retracted:
        return TAKEN_BACK
    transfer = _acceptance(state, force, tenure)
    revision = max((each.revision for each in ours if each.tenure == tenure), default=0)
    trees = [
        wire.to_tree(wire.parse(each.document))
        for each in state.claims
        if (each.tenure, each.force, each.revision) == (tenure, force, revision)
    ]
    if not trees:
        return _Known(tenure, revision, transfer)
    recorded_at = max(moment(tree["recorded_at"]) for tree in trees)
    # Of a fork neither side is what is known: whichever comes is the revision that settles it.
    return _Known(tenure, revision, transfer, recorded_at, _content(trees[0]) if len(trees) == 1 else None)


def _acceptance(state: State, force: str, tenure: int) -> str | None:
    """The message by which the force took the episode over."""
    answers = (
        step.digest
        for each in state.transfers
        if each.asked == force and each.tenure == tenure - 1
        for step in each.steps
        if step.code == TransferAnswer.ACCEPTED
    )
    return min(answers, default=None)


def _refused(code: str, at: str) -> tuple[str, None, Report]:
    return REFUSED, None, report([finding(code, at)])


def _content(tree: Mapping[str, Any]) -> str:
    content = {name: value for name, value in tree.items() if name not in _NOT_CONTENT}
    return hashlib.sha256(wire.encode(content)).hexdigest()
