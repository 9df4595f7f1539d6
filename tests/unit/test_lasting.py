"""Whoever has only what an erasure leaves knows the same as whoever has erased the rest, in a ledger and a register."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.bodies import TIME

from missingpersons.exchange.keys import PublicKey, new_key
from missingpersons.exchange.ledger import Fate, Ledger
from missingpersons.exchange.seal import seal, seal_message
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.trust import Trust
from missingpersons.register.meeting import RegisterStore
from missingpersons.register.store import Register
from missingpersons.values.episode_ids import episode_id

NORTH, SOUTH, EAST = (new_key(each) for each in ("test-north", "test-south", "test-east"))
KEYS: tuple[PublicKey, ...] = tuple(each.public for each in (NORTH, SOUTH, EAST))
EPISODE = episode_id("test-north", "TN/26/0001")
READY = {"profile": "transfer", "judged_as_of": TIME, "errors": 0, "warnings": 0, "advice": 0}


def digest(message: bytes) -> str:
    return digest_of(json.loads(message))


def version(key: Any, tenure: int, transfer: bytes | None = None) -> bytes:
    episode = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": EPISODE,
        "local_reference": "TN/26/0001",
        "revision": 1,
        "tenure": tenure,
        "recorded_at": TIME,
        "owner_force": key.force,
        "status": "open",
        "person": {"names": [{"given": ["Robert"], "family": "Testley"}]},
    }
    return seal(json.dumps(episode), key, time=TIME, transfer=digest(transfer) if transfer else None)


def said(key: Any, kind: str, **body: Any) -> bytes:
    return seal_message(f"uk.missingpersons.{kind}.v1", EPISODE, body, key, time=TIME)


def gone(key: Any, of: bytes, tenure: int) -> bytes:
    return said(key, "episode.retracted", version=digest(of), tenure=tenure, manner="erased", reason="erasure_required")


FIRST = version(NORTH, 1)
ASKED = said(
    NORTH,
    "transfer.requested",
    version=digest(FIRST),
    tenure=1,
    force="test-south",
    reason="other",
    rationale="Seen there.",
    quality=READY,
)
REFUSED = said(SOUTH, "transfer.answered", request=digest(ASKED), answer="refused", reason="other")
TAKEN = said(SOUTH, "transfer.answered", request=digest(ASKED), answer="accepted")
THEIRS = version(SOUTH, 2, TAKEN)
WRONG = said(NORTH, "correction.notified", message=digest(FIRST), reason="inaccurate")

STORIES: dict[str, tuple[list[bytes], list[bytes], tuple[str, int, str | None]]] = {
    "erased by the first owner after the handover": (
        [FIRST],
        [ASKED, TAKEN, THEIRS, gone(NORTH, FIRST, 1)],
        ("test-south", 2, None),
    ),
    "erased by the new owner": (
        [FIRST, THEIRS],
        [ASKED, TAKEN, gone(SOUTH, THEIRS, 2)],
        ("test-south", 2, "erased"),
    ),
    "erased, and a request is open": (
        [FIRST, REFUSED],
        [ASKED, WRONG, gone(NORTH, FIRST, 1)],
        ("test-north", 1, "erased"),
    ),
    "accepted after the erasure": (
        [FIRST, REFUSED],
        [ASKED, TAKEN, gone(NORTH, FIRST, 1)],
        ("test-south", 2, None),
    ),
}
"""The messages that are erased, those that last, and whose the episode is and whether it is taken back."""


def ledger(messages: Iterable[bytes]) -> Ledger:
    ledger = Ledger(trust=Trust.of(KEYS))
    for each in messages:
        ledger.receive(each)
    return ledger


def register(path: Path, messages: Iterable[bytes]) -> Register:
    register = Register.create(path)
    register.trust(KEYS)
    for each in messages:
        register.receive(each, source="invented")
    return register


def state(holder: Ledger | Register) -> str:
    return json.dumps(holder.state(EPISODE).as_dict())


@pytest.mark.parametrize(("erased", "lasting", "comes_to"), STORIES.values(), ids=list(STORIES))
class TestWhatLasts:
    def test_in_any_order_every_ledger_knows_the_same(
        self, erased: list[bytes], lasting: list[bytes], comes_to: tuple[str, int, str | None]
    ) -> None:
        late = {state(ledger(order)) for order in itertools.permutations(lasting)}
        full = {state(ledger(order)) for order in itertools.permutations([*erased, *lasting])}

        assert late == full
        assert len(full) == 1
        known = ledger(lasting).state(EPISODE)
        assert (known.owner, known.tenure, known.retracted) == comes_to

    def test_dropping_the_bytes_and_having_them_again_changes_nothing(
        self, erased: list[bytes], lasting: list[bytes], comes_to: tuple[str, int, str | None]
    ) -> None:
        one = ledger([*erased, *lasting])
        before = state(one)

        dropped = one.compact()
        for each in erased:
            one.receive(each)

        assert sorted(dropped) == sorted(map(digest, erased))
        assert state(one) == before == state(ledger([*lasting, *erased]))
        assert {one.outcome(digest(each)).fate for each in erased} == {Fate.APPLIED}
        assert [one.message(digest(each)) for each in erased] == [None] * len(erased)

    def test_so_does_a_register_that_hears_only_of_what_others_still_send(
        self, erased: list[bytes], lasting: list[bytes], comes_to: tuple[str, int, str | None], tmp_path: Path
    ) -> None:
        sent: list[bytes] = []
        with register(tmp_path / "full.db", [*erased, *lasting]) as full:
            expected = state(full)
            for key in (NORTH, SOUTH):
                sent += [each.data for each in RegisterStore(full, key.force).outgoing(key.force)]

        seen = set()
        for number, order in enumerate(_some(list(itertools.permutations(sent)))):
            with register(tmp_path / f"{number}.db", order) as late:
                seen.add(state(late))

        assert sorted(map(digest, sent)) == sorted(map(digest, lasting))
        assert seen == {expected} == {state(ledger(lasting))}


def _some(orders: list[tuple[bytes, ...]]) -> Sequence[tuple[bytes, ...]]:
    """Each message comes first, and each comes last."""
    return orders[::4]


class TestLies:
    def test_who_never_had_an_episode_takes_nothing_back_where_its_owner_is_known(self) -> None:
        lies = gone(EAST, FIRST, 1)

        one = ledger([lies, FIRST])

        assert state(one) == state(ledger([FIRST]))
        assert (one.outcome(digest(lies)).fate, one.outcome(digest(lies)).code) == (Fate.REFUSED, "MP-X-052")

    def test_where_nobody_is_known_it_is_shown_until_the_version_comes(self) -> None:
        lies = gone(EAST, FIRST, 1)
        one = ledger([lies])

        shown = one.state(EPISODE)
        one.receive(FIRST)

        assert [(each.force, each.tenure) for each in shown.tombstones] == [("test-east", 1)]
        assert state(one) == state(ledger([FIRST]))

    @pytest.mark.parametrize("tenure", [2, 7])
    def test_a_later_tenure_is_not_believed_without_its_acceptance(self, tenure: int) -> None:
        lies = gone(EAST, THEIRS, tenure)

        known = ledger([FIRST, lies]).state(EPISODE)

        assert (known.owner, known.tombstones, known.retracted) == ("test-north", (), None)
        assert [(each.force, each.code) for each in known.held] == [("test-east", "MP-X-043")]
