"""What several keys prove counts by any of them, in a ledger and in a register, whatever comes when."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.bodies import SIGHTING, SUBJECT, TIME

from missingpersons.exchange.batch import Waiting, seal_batches
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import new_key, new_root_key
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.seal import sealed, write_message
from missingpersons.exchange.signature import SIGNATURE, digest_of
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.register.meeting import RegisterStore
from missingpersons.register.store import Register

ROOT = new_root_key()
STOLEN, KEPT = new_key("test-north"), new_key("test-north")


def trusted(data: bytes) -> Trust:
    trust, _ = read_trust(data, ROOT.public)
    assert trust is not None
    return trust


LISTED = sign_trust(extended(NOBODY, [STOLEN.public, KEPT.public]), ROOT, time=TIME)
REVOKED = sign_trust(
    revoked(trusted(LISTED), STOLEN.public.kid, "compromised", []), ROOT, time=TIME, after=trusted(LISTED)
)
EVENTS = [
    write_message(SIGHTING, SUBJECT, {"sighting": {"text": f"seen {each}"}}, "test-north", time=TIME)
    for each in range(2)
]
HONEST, FIRST, SECOND = seal_batches(EVENTS, KEPT, time=TIME)
# Whoever stole the one key signs the list that the other key has signed.
THIEF = sealed({name: value for name, value in json.loads(HONEST).items() if name != SIGNATURE}, STOLEN)
ORDERS = list(itertools.permutations([HONEST, FIRST, THIEF, SECOND, REVOKED]))
BY_STOLEN, BY_KEPT = sealed(EVENTS[0], STOLEN), sealed(EVENTS[0], KEPT)


def digest(message: bytes) -> str:
    return digest_of(json.loads(message))


def ledger(order: Sequence[bytes]) -> Ledger:
    ledger = Ledger(ROOT.public)
    for each in order:
        if each in (LISTED, REVOKED):
            ledger.trust(each)
        else:
            ledger.receive(each)
    return ledger


def take(register: Register, order: Sequence[bytes]) -> list[str]:
    told = []
    for each in order:
        if each in (LISTED, REVOKED):
            register.believe(each, ROOT.public)
        else:
            told.append(register.receive(each, source="invented").outcome)
    return told


def state(holder: Ledger | Register) -> str:
    return json.dumps(holder.state(SUBJECT).as_dict(), sort_keys=True)


EXPECTED = state(ledger([LISTED, HONEST, FIRST, SECOND]))


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "register.db") as register:
        yield register


class TestTwoKeysUnderOneList:
    @pytest.mark.parametrize("first", [(LISTED,), ()], ids=["listed", "not listed"])
    def test_in_any_order_a_ledger_keeps_what_the_honest_key_proves(self, first: tuple[bytes, ...]) -> None:
        ledgers = [ledger((*first, *order)) for order in ORDERS]

        assert {state(each) for each in ledgers} == {EXPECTED}
        fates = {(str(each.outcome(digest(FIRST)).fate), str(each.outcome(digest(SECOND)).fate)) for each in ledgers}
        assert fates == {("applied", "applied")}

    def test_in_any_order_a_register_keeps_it_too(self, tmp_path: Path) -> None:
        states = set()
        for number, order in enumerate(ORDERS):
            with Register.create(tmp_path / f"{number}.db") as register:
                register.believe(LISTED, ROOT.public)
                # What could not be proven yet is not kept, and comes again.
                take(register, [*order, FIRST, SECOND])
                states.add(state(register))

        assert states == {EXPECTED}

    def test_a_register_judges_again_what_a_list_proves_once_more(self, register: Register) -> None:
        told = take(register, [LISTED, THIEF, FIRST, SECOND, REVOKED])
        void = register.state(SUBJECT).sightings

        told += take(register, [HONEST])

        assert (void, told) == ((), ["applied"] * 4)
        assert state(register) == EXPECTED

    def test_where_only_the_stolen_key_signed_nothing_counts(self, register: Register) -> None:
        order = [LISTED, THIEF, FIRST, SECOND, REVOKED]

        take(register, order)

        assert register.state(SUBJECT).sightings == ledger(order).state(SUBJECT).sightings == ()

    def test_what_was_erased_counts_by_the_other_key_as_well(self) -> None:
        body = {"message": digest(FIRST), "manner": "erased", "reason": "unlawful"}
        erases = sealed(
            write_message("uk.missingpersons.message.retracted.v1", SUBJECT, body, "test-north", time=TIME), KEPT
        )
        first, second = ledger([LISTED, THIEF, FIRST, erases]), ledger([LISTED, HONEST, FIRST, erases])

        dropped = first.compact(), second.compact()
        for each in (first, second):
            each.receive(HONEST)
            each.receive(THIEF)
            each.trust(REVOKED)

        assert dropped == ((digest(FIRST),),) * 2
        assert state(first) == state(second)
        assert first.state(SUBJECT).erased == (digest(FIRST),)

    def test_whoever_waits_for_a_batch_knows_both_keys(self) -> None:
        trust, waiting = trusted(REVOKED), Waiting()

        for each in (HONEST, THIEF):
            waiting.released(open_message(each, trust))

        assert open_message(FIRST, trust, waiting.batches).outcome == "ok"


class TestSignedAgain:
    """A force signs again, with a new key, what it signed with one that is revoked."""

    @pytest.mark.parametrize(
        "order",
        list(itertools.permutations([BY_STOLEN, BY_KEPT, REVOKED])),
        ids=lambda each: "-".join({BY_STOLEN: "old", BY_KEPT: "new", REVOKED: "revoked"}[one] for one in each),
    )
    def test_a_register_sends_what_counts(self, register: Register, order: tuple[bytes, ...]) -> None:
        take(register, [LISTED, *order])

        sent = [each.data for each in RegisterStore(register, "test-north").outgoing("test-north")]

        assert sent == [BY_KEPT]

    def test_of_a_list_it_sends_the_copy_that_counts(self, register: Register) -> None:
        take(register, [LISTED, THIEF, FIRST, HONEST, REVOKED])

        sent = [each.data for each in RegisterStore(register, "test-north").outgoing("test-north")]

        assert sent == [HONEST, FIRST]

    def test_an_erasure_takes_every_copy(self, register: Register, tmp_path: Path) -> None:
        body = {"message": digest(BY_KEPT), "manner": "erased", "reason": "unlawful"}
        erases = sealed(
            write_message("uk.missingpersons.message.retracted.v1", SUBJECT, body, "test-north", time=TIME), KEPT
        )
        take(register, [LISTED, BY_STOLEN, BY_KEPT])
        before = b"".join(each.read_bytes() for each in tmp_path.iterdir())

        take(register, [erases])

        assert b"seen 0" in before
        assert not any(b"seen 0" in each.read_bytes() for each in tmp_path.iterdir())

    @pytest.mark.parametrize("change", ["UPDATE copy SET body = x'00'", "DELETE FROM copy"])
    def test_no_copy_is_changed_or_dropped_without_an_erasure(self, register: Register, change: str) -> None:
        take(register, [LISTED, BY_STOLEN, BY_KEPT])

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            register.select(change)
