"""What a stolen key has erased, and a register has dropped: it is asked for again, and comes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest
from test_register_exchange import ERASES, OPEN, ROOT, TIME, digest, listed
from test_register_store import FIRST, KEYS, NOW, tree

from missingpersons import wire
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.journal import Journal
from missingpersons.exchange.keys import new_key
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.mailbox import Mailbox
from missingpersons.exchange.seal import seal, seal_message
from missingpersons.exchange.signature import SIGNATURE, sign, signed_bytes
from missingpersons.exchange.sync import Synced, Taken, issue_receipt, sync
from missingpersons.exchange.trust import NOBODY, read_trust
from missingpersons.models.messages import RECEIPT_ISSUED
from missingpersons.register.meeting import RegisterStore
from missingpersons.register.store import Register

NORTH, SOUTH = "test-north", "test-south"
GONE = "MP-X-069"


NEW_KEY = new_key(NORTH)


def after_the_theft(*, also: str | None = None) -> bytes:
    """The list that revokes the stolen key of test-north but for its version, and has another key of it.

    The key of ``also`` is revoked with it, for all that it signed.
    """
    first, _ = read_trust(listed(), ROOT.public)
    assert first is not None
    keys = list(revoked(first, KEYS[NORTH].public.kid, "compromised", [digest(OPEN)]))
    if also is not None:
        keys = [each for each in keys if each.key.force != also]
        keys += [each for each in revoked(first, KEYS[also].public.kid, "compromised", []) if each.key.force == also]
    return sign_trust([*keys, *extended(NOBODY, [NEW_KEY.public])], ROOT, time=TIME, after=first)


class Two:
    """test-north with a store of either kind, test-south with a register, and the folder at which they meet."""

    def __init__(self, folder: Path, north: Journal | RegisterStore, south: RegisterStore, register: Register) -> None:
        self.stores: dict[str, Journal | RegisterStore] = {NORTH: north, SOUTH: south}
        self.register = register
        self.mailbox = Mailbox(folder)
        self._minute = 0
        for each in self.stores:
            self.mailbox.open_box(each)

    def meets(self, force: str) -> Synced:
        self._minute += 1
        time = f"2026-11-22T10:{self._minute:02}:00Z"

        def sealed(taken: Taken) -> bytes:
            return issue_receipt(taken, KEYS[force], time=time)

        return sync(self.mailbox, self.stores[force], force, sealed)

    def believe(self, data: bytes) -> None:
        for each in self.stores.values():
            assert each.believe(data).ok


@pytest.fixture(params=["journal", "register"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Two]:
    with ExitStack() as stack:
        register = stack.enter_context(Register.create(tmp_path / "south.db", clock=lambda: NOW))
        south = RegisterStore(register, SOUTH, ROOT.public)
        north: Journal | RegisterStore
        if request.param == "journal":
            north = stack.enter_context(Journal(tmp_path / "north.journal", NORTH, ROOT.public))
        else:
            other = stack.enter_context(Register.create(tmp_path / "north.db", clock=lambda: NOW))
            north = RegisterStore(other, NORTH, ROOT.public)
        (tmp_path / "shared").mkdir()
        made = Two(tmp_path / "shared", north, south, register)
        made.believe(listed())
        north.take(OPEN, source="sealed here")
        for each in (NORTH, SOUTH, NORTH):
            made.meets(each)
        assert set(north.settled(digest(OPEN))) == {SOUTH}
        yield made


class TestAfterATheft:
    def test_what_the_thief_erased_is_asked_for_and_comes_again(self, two: Two) -> None:
        two.stores[SOUTH].take(ERASES, source="the thief")
        two.believe(after_the_theft())
        without = two.register.state(FIRST)

        asked, sent, taken, settled = (two.meets(each) for each in (SOUTH, NORTH, SOUTH, NORTH))

        assert ([each.code for each in without.findings], without.claims) == ([GONE], ())
        assert asked == Synced(lost=1)
        assert sent == Synced(sent=1, taken=1)
        assert taken == Synced(taken=1, receipts=1)
        assert settled == Synced(taken=1)
        state = two.register.state(FIRST)
        assert (state.findings, [each.digest for each in state.claims]) == ((), [digest(OPEN)])
        assert {two.meets(each) for each in (SOUTH, NORTH, SOUTH, NORTH)} == {Synced()}

    def test_what_a_later_version_tells_is_not_missed(self, two: Two) -> None:
        two.stores[SOUTH].take(ERASES, source="the thief")
        two.believe(after_the_theft())
        later = seal(json.dumps(tree(revision=2)), NEW_KEY, time=TIME)

        two.stores[SOUTH].take(later, source="the owner")

        state = two.register.state(FIRST)
        assert ([each.code for each in state.findings], state.lost) == (["MP-X-068"], ())
        assert [each.revision for each in state.claims] == [2]
        assert two.meets(SOUTH).lost == 0

    def test_a_force_whose_own_key_does_not_count_lays_nothing(self, two: Two) -> None:
        two.stores[SOUTH].take(ERASES, source="the thief")
        two.believe(after_the_theft(also=SOUTH))

        told = [two.meets(SOUTH) for _ in range(2)]

        assert told == [Synced()] * 2
        assert list(two.mailbox.letters(NORTH)) == []

    def test_it_is_asked_for_until_it_has_come_and_no_second_receipt_is_made(self, two: Two) -> None:
        two.stores[SOUTH].take(ERASES, source="the thief")
        two.believe(after_the_theft())

        told = [two.meets(SOUTH) for _ in range(3)]

        assert told == [Synced(lost=1)] * 3
        assert len(list(two.mailbox.letters(NORTH))) == 1

    def test_what_is_erased_rightly_is_not_asked_for(self, two: Two) -> None:
        two.stores[SOUTH].take(ERASES, source="the owner")

        assert two.meets(SOUTH) == Synced()

    def test_who_says_so_later_is_sent_it_again(self, two: Two) -> None:
        two.stores[SOUTH].take(ERASES, source="the thief")
        two.believe(after_the_theft())
        for each in (SOUTH, NORTH, SOUTH, NORTH):
            two.meets(each)
        again = receipt("lost", "2026-11-23T10:00:00Z")

        two.stores[NORTH].take(again, source="mailbox:again")

        assert set(two.stores[NORTH].settled(digest(OPEN))) == set()


def receipt(outcome: str, time: str) -> bytes:
    body = {"message": digest(OPEN), "outcome": outcome}
    return seal_message(RECEIPT_ISSUED, FIRST, body, KEYS[SOUTH], time=time)


KEPT, LOST, KEPT_AGAIN = (
    receipt(outcome, f"2026-11-22T1{hour}:00:00Z") for hour, outcome in enumerate(("ok", "lost", "ok"))
)


class TestReceiptsInAnyOrder:
    """Letters overtake each other. The receipt that a message is kept comes whenever the message is sent again."""

    @pytest.mark.parametrize("order", list(permutations((KEPT, LOST, KEPT_AGAIN))))
    def test_it_comes_to_rest_once_the_last_has_come_again(self, two: Two, order: tuple[bytes, ...]) -> None:
        store = two.stores[NORTH]
        for each in order:
            store.take(each, source="mailbox:any")
        was_last = order[-1] is LOST
        open_then = SOUTH not in store.settled(digest(OPEN))

        store.take(KEPT_AGAIN, source="mailbox:any")

        assert open_then is was_last
        assert set(store.settled(digest(OPEN))) == {SOUTH}

    @pytest.mark.parametrize("order", list(permutations((KEPT, LOST))))
    def test_who_goes_on_asking_is_heard(self, two: Two, order: tuple[bytes, ...]) -> None:
        store = two.stores[NORTH]
        for each in order:
            store.take(each, source="mailbox:any")

        store.take(LOST, source="mailbox:any")
        asked_for = set(store.settled(digest(OPEN)))
        store.take(KEPT_AGAIN, source="mailbox:any")

        assert (asked_for, set(store.settled(digest(OPEN)))) == (set(), {SOUTH})

    def test_a_receipt_whose_key_is_revoked_says_nothing_when_it_comes_again(self, two: Two) -> None:
        store = two.stores[NORTH]
        for each in (KEPT, LOST):
            store.take(each, source="mailbox:any")
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        keys = revoked(first, KEYS[SOUTH].public.kid, "compromised", [digest(LOST)])
        two.believe(sign_trust(keys, ROOT, time=TIME, after=first))

        store.take(KEPT, source="mailbox:any")

        assert set(store.settled(digest(OPEN))) == set()

    def test_a_journal_writes_nothing_twice(self, tmp_path: Path) -> None:
        path = tmp_path / "a.journal"
        sizes = []
        with Journal(path, NORTH, ROOT.public) as journal:
            journal.believe(listed())
            for each in (OPEN, KEPT, KEPT_AGAIN, LOST, KEPT_AGAIN, LOST):
                journal.take(each)
                sizes.append(path.stat().st_size)

        assert sizes[3:] == [sizes[3]] * 3


def test_a_ledger_says_what_it_has_lost() -> None:
    ledger = Ledger(ROOT.public)
    ledger.trust(listed())
    for each in (OPEN, ERASES):
        ledger.receive(each)
    ledger.compact()
    before = ledger.lost()

    ledger.trust(after_the_theft())

    assert (before, [each.digest for each in ledger.lost()]) == ((), [digest(OPEN)])
    assert json.loads(OPEN)["source"].endswith(ledger.lost()[0].force)
    ledger.receive(OPEN)
    assert ledger.lost() == ()


class TestErasedThoughVoid:
    """What does not count is erased too where its sender erases it: it may count again, and it is somebody's data."""

    @pytest.mark.parametrize("kind", ["episode.retracted", "message.retracted"])
    @pytest.mark.parametrize("late", [False, True])
    def test_its_bytes_are_gone(self, tmp_path: Path, kind: str, *, late: bool) -> None:
        about = {"version": digest(OPEN), "tenure": 1} if kind == "episode.retracted" else {"message": digest(OPEN)}
        body = {**about, "manner": "erased", "reason": "unlawful"}
        erases = seal_message(f"uk.missingpersons.{kind}.v1", FIRST, body, NEW_KEY, time=TIME)
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        void = revoked(first, KEYS[NORTH].public.kid, "compromised", [])
        keys = [*void, *extended(NOBODY, [NEW_KEY.public])]

        with Register.create(tmp_path / "a.db", clock=lambda: NOW) as register:
            register.believe(listed(), ROOT.public)
            if not late:
                register.receive(OPEN, source="invented")
            register.believe(sign_trust(keys, ROOT, time=TIME, after=first), ROOT.public)
            for each in (erases, *([OPEN] if late else [])):
                register.receive(each, source="invented")

        assert b"marker in an episode" not in b"".join(each.read_bytes() for each in tmp_path.glob("a.db*"))

    def test_what_a_void_erasure_erases_stays(self, tmp_path: Path) -> None:
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        void = revoked(first, KEYS[NORTH].public.kid, "compromised", [])

        with Register.create(tmp_path / "a.db", clock=lambda: NOW) as register:
            register.believe(sign_trust(void, ROOT, time=TIME, after=first), ROOT.public)
            for each in (OPEN, ERASES):
                register.receive(each, source="invented")

            kept = register.select("SELECT body FROM message WHERE digest = ?", (digest(OPEN),)).fetchall()

        assert kept == [(OPEN,)]

    def test_a_proof_that_comes_after_the_erasure_counts(self, tmp_path: Path) -> None:
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        both = [*first.keys.values(), *extended(NOBODY, [NEW_KEY.public])]
        second = sign_trust(both, ROOT, time=TIME, after=first)
        trust, _ = read_trust(second, ROOT.public)
        assert trust is not None
        event = {name: value for name, value in json.loads(OPEN).items() if name != SIGNATURE}
        again = wire.encode({**event, SIGNATURE: sign(signed_bytes(event), NEW_KEY)})

        with Register.create(tmp_path / "a.db", clock=lambda: NOW) as register:
            register.believe(second, ROOT.public)
            for each in (OPEN, ERASES, again):
                register.receive(each, source="invented")
            third = revoked(trust, KEYS[NORTH].public.kid, "compromised", [])
            register.believe(sign_trust(third, ROOT, time=TIME, after=trust), ROOT.public)

            assert [each.digest for each in register.lost()] == [digest(OPEN)]
