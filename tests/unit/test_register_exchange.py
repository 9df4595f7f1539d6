"""What forces say beside episodes: kept, folded and shown by the register, and erased so that nothing is left."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from test_register_store import FIRST, KEYS, NOW, derived_rows, put, register, sealed, tree

from missingpersons import wire
from missingpersons.exchange.batch import seal_batches
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import new_root_key
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.seal import seal, seal_message, write_episode
from missingpersons.exchange.signature import SIGNATURE, digest_of, sign, signed_bytes
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.register.candidates import REPORTED_FOUND
from missingpersons.register.lookup import Encounter, lookup
from missingpersons.register.meeting import RegisterStore
from missingpersons.register.store import Receipt, Register

__all__ = ["register"]

TIME = "2026-11-21T10:00:00Z"
ROOT = new_root_key()
READY = {"profile": "transfer", "judged_as_of": TIME, "errors": 0, "warnings": 0, "advice": 0}
TESTLEY = {"names": [{"given": ["Robert"], "family": "Testley"}]}


def said(kind: str, body: dict[str, Any], force: str = "test-north", time: str = TIME) -> bytes:
    return seal_message(f"uk.missingpersons.{kind}.v1", FIRST, body, KEYS[force], time=time)


def digest(message: bytes) -> str:
    return digest_of(json.loads(message))


def receive(register: Register, *messages: bytes) -> list[tuple[str, list[str]]]:
    told = [register.receive(each, source="invented") for each in messages]
    return [(each.outcome, [one.code for one in each.findings]) for each in told]


OPEN = sealed(tree(person=TESTLEY, circumstances="marker in an episode"))
ASKED = said(
    "transfer.requested",
    {
        "version": digest(OPEN),
        "tenure": 1,
        "force": "test-south",
        "reason": "other",
        "rationale": "Seen in the area of test-south.",
        "quality": READY,
    },
)
TAKEN = said("transfer.answered", {"request": digest(ASKED), "answer": "accepted"}, "test-south")
REFUSED = said(
    "transfer.answered",
    {
        "request": digest(ASKED),
        "answer": "refused",
        "reason": "enquiries_remain_with_sender",
        "rationale": "marker in a refusal",
    },
    "test-south",
)
THEIRS = seal(
    json.dumps(tree(owner_force="test-south", tenure=2, person=TESTLEY)),
    KEYS["test-south"],
    time=TIME,
    transfer=digest(TAKEN),
)
FOUND = said("found.reported", {"outcome": {"text": "marker in a find"}}, "test-south")
FOUND_WITHOUT_WORDS = said("found.reported", {"outcome": {}}, "test-south")
SEEN = said("sighting.reported", {"sighting": {"text": "marker in a sighting"}}, "test-south")
ERASES = said("episode.retracted", {"version": digest(OPEN), "tenure": 1, "manner": "erased", "reason": "unlawful"})


class TestEveryType:
    def test_a_handover_is_kept_and_followed(self, register: Register) -> None:
        told = receive(register, OPEN, ASKED, TAKEN, THEIRS)

        state = register.state(FIRST)
        assert told == [("applied", []), ("applied", []), ("applied", ["MP-X-064"]), ("applied", [])]
        assert (state.owner, state.tenure, state.disputed) == ("test-south", 2, False)
        assert [each.owner_force for each in register.episodes()] == ["test-south"]
        assert register.held() == ()

    def test_what_waits_is_shown_with_what_it_waits_for(self, register: Register) -> None:
        told = receive(register, OPEN, TAKEN, THEIRS)

        assert told == [("applied", []), ("held", ["MP-X-041"]), ("held", ["MP-X-011"])]
        assert [(each.code, each.waits_for) for each in register.held()] == [
            ("MP-X-041", digest(ASKED)),
            ("MP-X-011", digest(TAKEN)),
        ]

    def test_a_clock_that_is_ahead_is_said_and_changes_nothing_else(self, register: Register) -> None:
        later = "2026-11-22T10:00:00Z"
        body = {"version": digest(OPEN), "tenure": 1, "manner": "erased", "reason": "unlawful"}

        told = receive(
            register,
            said("sighting.reported", {"sighting": {"text": "x"}}, time=later),
            said("transfer.answered", {"request": "0" * 64, "answer": "accepted"}, "test-south", later),
            OPEN,
            said("episode.retracted", body, "test-south", later),
        )

        assert told == [
            ("applied", ["MP-X-026"]),
            ("held", ["MP-X-041", "MP-X-026"]),
            ("applied", []),
            ("refused", ["MP-X-052", "MP-X-026"]),
        ]
        assert len(register.state(FIRST).sightings) == 1
        assert [each.code for each in register.held()] == ["MP-X-041"]

    def test_what_nobody_may_say_is_refused_and_changes_no_state(self, register: Register) -> None:
        receive(register, OPEN)
        before = register.state(FIRST).as_dict()
        wipes = said(
            "episode.retracted",
            {"version": digest(OPEN), "tenure": 1, "manner": "erased", "reason": "unlawful"},
            "test-south",
        )

        told = receive(register, wipes, wipes)

        assert told == [("refused", ["MP-X-052"]), ("duplicate", [])]
        assert register.state(FIRST).as_dict() == before
        assert [each.outcome for each in register.audit] == ["applied", "refused"]

    def test_what_is_of_no_known_type_is_held_and_shown(self, register: Register) -> None:
        event = json.loads(FOUND) | {"type": "uk.missingpersons.drone.flown.v1"}
        del event[SIGNATURE]
        unknown = wire.encode({**event, SIGNATURE: sign(signed_bytes(event), KEYS["test-south"])})

        told = receive(register, unknown, OPEN, unknown)

        assert told == [("held", ["MP-X-008"]), ("applied", []), ("duplicate", [])]
        assert [(each.code, each.force, each.episode_id) for each in register.held()] == [
            ("MP-X-008", "test-south", FIRST)
        ]

    def test_a_receipt_says_who_keeps_a_message(self, register: Register) -> None:
        receipt = said("receipt.issued", {"message": digest(OPEN), "outcome": "ok"}, "test-south")

        told = receive(register, OPEN, receipt)

        assert told == [("applied", []), ("applied", [])]
        assert register.acknowledged(digest(OPEN)) == ("test-south",)

    def test_a_batch_proves_what_comes_after_it(self, register: Register) -> None:
        event = write_episode(json.dumps(tree()), "test-north", time=TIME)
        listing, listed = seal_batches([event], KEYS["test-north"], time=TIME)

        told = receive(register, listed, listing, listed)

        assert told == [("try_again", ["MP-X-022"]), ("applied", []), ("applied", [])]


class TestReported:
    def test_somebody_reported_found_is_still_shown_and_by_whom(self, register: Register) -> None:
        receive(register, OPEN, FOUND, SEEN)

        (candidate,) = lookup(register, Encounter(family="Testley"), reason="encounter")

        assert (candidate.status, candidate.found_by, candidate.seen_by) == ("open", ("test-south",), ("test-south",))
        assert candidate.reasons[0] == REPORTED_FOUND
        assert [each.doubts for each in candidate.claims] == [("MP-X-065",)]
        assert candidate.as_dict()["reported_found_by"] == ["test-south"]

    def test_a_find_that_comes_before_the_episode_is_shown_with_it(self, register: Register) -> None:
        told = receive(register, FOUND, OPEN)

        assert told == [("applied", []), ("applied", ["MP-X-065"])]
        assert [each.body["outcome"]["text"] for each in register.state(FIRST).found] == ["marker in a find"]


class TestErasure:
    def test_nothing_of_it_is_left_in_the_file(self, register: Register, tmp_path: Path) -> None:
        receive(register, OPEN, ASKED, REFUSED, ERASES)

        left = b"".join(each.read_bytes() for each in tmp_path.iterdir())

        assert b"marker" not in left
        assert b"Testley" not in left
        assert b"testley" not in left

    def test_whoever_reads_meanwhile_is_waited_for_and_nothing_is_left_then(
        self, register: Register, tmp_path: Path
    ) -> None:
        def left() -> bool:
            return any(b"marker" in each.read_bytes() for each in tmp_path.iterdir())

        receive(register, OPEN)
        reader = sqlite3.connect(next(tmp_path.glob("*.db")), isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM message").fetchone()

        told = receive(register, ERASES)
        while_reading = left()
        reader.execute("COMMIT")
        receive(register, FOUND_WITHOUT_WORDS)
        after_the_next = left()
        reader.close()

        assert told == [("applied", ["MP-X-067"])]
        assert (while_reading, after_the_next) == (True, False)

    def test_closing_finishes_what_a_reader_held_up(self, register: Register, tmp_path: Path) -> None:
        receive(register, OPEN)
        reader = sqlite3.connect(next(tmp_path.glob("*.db")), isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM message").fetchone()
        receive(register, ERASES)
        reader.execute("COMMIT")

        register.close()

        assert not any(b"marker" in each.read_bytes() for each in tmp_path.iterdir())
        reader.close()

    def test_it_is_said_in_the_audit_log_and_the_state_is_the_same(self, register: Register) -> None:
        receive(register, OPEN, ASKED, REFUSED)
        known = [digest(OPEN), digest(REFUSED)]

        told = receive(register, ERASES)

        state = register.state(FIRST)
        rows = [(each.operation, each.message) for each in register.audit if each.outcome == "erased"]
        assert told == [("applied", ["MP-X-067"])]
        assert rows == [("erasure", each) for each in sorted(known)]
        assert (state.retracted, state.claims, list(state.erased)) == ("erased", (), sorted(known))
        assert state.owner == "test-north"

    def test_any_order_of_it_gives_one_state(self, tmp_path: Path) -> None:
        seen = set()
        for number, order in enumerate([(OPEN, ASKED, ERASES), (ERASES, OPEN, ASKED), (ASKED, ERASES, OPEN)]):
            with Register.create(tmp_path / f"{number}.db", clock=lambda: NOW) as register:
                register.trust(key.public for key in KEYS.values())
                receive(register, *order, *order)
                seen.add(json.dumps(register.state(FIRST).as_dict()) + repr(derived_rows(register)))

        assert len(seen) == 1

    @pytest.mark.parametrize("early", [(), (ERASES,)], ids=["after the handover", "before the handover"])
    def test_whoever_comes_late_learns_who_owns_it_from_what_is_left(
        self, tmp_path: Path, early: tuple[bytes, ...]
    ) -> None:
        names = ("test-north", "test-south", "test-east")
        registers = {name: Register.create(tmp_path / f"{name}.db", clock=lambda: NOW) for name in names}
        for each in registers.values():
            each.trust(key.public for key in KEYS.values())
        for name in ("test-north", "test-south"):
            receive(registers[name], OPEN, ASKED, *early, TAKEN, THEIRS, ERASES)

        left = [
            each.data
            for name in ("test-north", "test-south")
            for each in RegisterStore(registers[name], name).outgoing(name)
        ]
        receive(registers["test-east"], *left)

        full, late = registers["test-north"].state(FIRST), registers["test-east"].state(FIRST)
        assert sorted(map(digest, left)) == sorted(map(digest, [ASKED, TAKEN, THEIRS, ERASES]))
        assert full.erased == (digest(OPEN),)
        assert (full.owner, full.tenure, full.retracted) == ("test-south", 2, None)
        assert [(each.digest, each.doubts) for each in full.claims] == [(digest(THEIRS), ())]
        assert json.dumps(late.as_dict()) == json.dumps(full.as_dict())
        for each in registers.values():
            each.close()

    def test_it_is_not_kept_when_it_comes_again(self, register: Register) -> None:
        receive(register, OPEN, ERASES)

        told = receive(register, OPEN)

        assert told == [("duplicate", [])]
        assert "marker" not in "\n".join(register._connection.iterdump())

    def test_a_late_version_of_it_leaves_nothing_either(self, register: Register) -> None:
        receive(register, OPEN, ERASES, sealed(tree(revision=2, circumstances="marker in a late version")))

        assert "marker" not in "\n".join(register._connection.iterdump())

    def test_a_sighting_is_erased_by_its_own_sender(self, register: Register) -> None:
        gone = said(
            "message.retracted",
            {"message": digest(SEEN), "manner": "erased", "reason": "wrong_person"},
            "test-south",
        )

        receive(register, SEEN, gone)

        assert register.state(FIRST).sightings == ()
        assert "marker" not in "\n".join(register._connection.iterdump())

    @pytest.mark.parametrize("change", ["body = NULL", "body = NULL, force = 'test-west'", "body = x'00'"])
    def test_no_message_is_emptied_without_an_erasure(self, register: Register, change: str) -> None:
        receive(register, OPEN)

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            register._connection.execute(f"UPDATE message SET {change}")

    def test_an_erased_message_is_changed_in_nothing_else(self, register: Register) -> None:
        receive(register, OPEN, ERASES)

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            register._connection.execute("UPDATE message SET force = 'test-west' WHERE body IS NULL")

    def test_rebuilding_changes_nothing(self, register: Register) -> None:
        receive(register, OPEN, ASKED, ERASES, SEEN)
        before = derived_rows(register)

        register.rebuild()

        assert derived_rows(register) == before


def listed(after: Trust = NOBODY) -> bytes:
    return sign_trust(extended(after, [each.public for each in KEYS.values()]), ROOT, time=TIME, after=after)


class TestListsOfKeys:
    def test_what_a_revoked_key_signed_is_void_and_may_count_again(self, register: Register) -> None:
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        second = sign_trust(
            revoked(first, KEYS["test-south"].public.kid, "compromised", []), ROOT, time=TIME, after=first
        )
        register.believe(listed(), ROOT.public)
        receive(register, OPEN, ASKED, TAKEN, THEIRS)
        owners = [register.state(FIRST).owner]

        register.believe(second, ROOT.public)
        owners.append(register.state(FIRST).owner)
        told = receive(register, FOUND)
        trust, _ = read_trust(second, ROOT.public)
        assert trust is not None
        named = [digest(each) for each in (TAKEN, THEIRS)]
        third = revoked(trust, KEYS["test-south"].public.kid, "compromised", named)
        register.believe(sign_trust(third, ROOT, time=TIME, after=trust), ROOT.public)
        owners.append(register.state(FIRST).owner)

        assert owners == ["test-south", "test-north", "test-south"]
        assert told == [("void", ["MP-X-021"])]
        assert register.state(FIRST).found == ()
        assert [each.owner_force for each in register.episodes()] == ["test-south"]

    def test_nothing_is_handed_out_of_what_is_void(self, register: Register) -> None:
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        void = revoked(first, KEYS["test-north"].public.kid, "compromised", [])
        ledger = Ledger(ROOT.public)
        receipt = said("receipt.issued", {"message": digest(OPEN), "outcome": "ok"}, "test-south")
        for each in (listed(), sign_trust(void, ROOT, time=TIME, after=first)):
            before = register.message(digest(OPEN)), register.recipients(digest(OPEN))
            register.believe(each, ROOT.public)
            ledger.trust(each)
            for one in (OPEN, ASKED, receipt):
                receive(register, one)
                ledger.receive(one)

        assert before == (OPEN, ("test-south",))
        assert (register.message(digest(OPEN)), register.recipients(digest(OPEN))) == (None, ())
        assert (ledger.message(digest(OPEN)), ledger.recipients(digest(OPEN))) == (None, ())

    def test_nor_of_what_is_of_no_episode(self, register: Register) -> None:
        event = json.loads(FOUND) | {"type": "uk.missingpersons.drone.flown.v1"}
        del event[SIGNATURE], event["subject"]
        unplaced = wire.encode({**event, SIGNATURE: sign(signed_bytes(event), KEYS["test-south"])})
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        void = revoked(first, KEYS["test-south"].public.kid, "compromised", [])
        register.believe(listed(), ROOT.public)

        told = receive(register, unplaced)
        before = register.message(digest(unplaced))
        register.believe(sign_trust(void, ROOT, time=TIME, after=first), ROOT.public)

        assert told == [("held", ["MP-X-008"])]
        assert (before, register.message(digest(unplaced))) == (unplaced, None)

    def test_a_list_that_another_root_signed_changes_nothing(self, register: Register) -> None:
        found = register.believe(listed(), new_root_key().public)

        assert [each.code for each in found] == ["MP-X-031"]
        assert receive(register, OPEN) == [("applied", [])]

    def test_a_forged_erasure_is_undone_when_the_message_comes_again(self, register: Register) -> None:
        first, _ = read_trust(listed(), ROOT.public)
        assert first is not None
        register.believe(listed(), ROOT.public)
        receive(register, OPEN, ERASES)
        void = revoked(first, KEYS["test-north"].public.kid, "compromised", [digest(OPEN)])

        register.believe(sign_trust(void, ROOT, time=TIME, after=first), ROOT.public)
        told = receive(register, OPEN)

        assert told == [("applied", [])]
        assert [each.status for each in register.state(FIRST).claims] == ["open"]
        assert register.audit.verify().ok


def test_a_receipt_shows_nobody(register: Register) -> None:
    put(register, tree(person=TESTLEY))

    assert "Testley" not in repr(Receipt(None, "applied", ())) + repr(register.state(FIRST))


def test_a_register_and_a_ledger_come_to_the_same(register: Register) -> None:
    ledger = Ledger(trust=Trust.of(each.public for each in KEYS.values()))

    for each in (THEIRS, FOUND, ASKED, SEEN, TAKEN, OPEN, ERASES, OPEN):
        register.receive(each, source="invented")
        ledger.receive(each)

        assert register.state(FIRST).as_dict() == ledger.state(FIRST).as_dict()
        assert register.recipients(digest(OPEN)) == ledger.recipients(digest(OPEN))
