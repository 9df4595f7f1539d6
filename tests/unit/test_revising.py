"""Sealing a file of episodes: nothing twice, nothing backwards, and never two versions with one number."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_register_exchange import ASKED, ERASES, OPEN, READY, ROOT, TAKEN, THEIRS, digest, receive, said
from test_register_store import FIRST, KEYS, SECOND, new_id, register, sealed, tree

import missingpersons as mp
from missingpersons.cli.revising import revisions as revising
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import new_key
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.revisions import Revisions
from missingpersons.exchange.seal import seal_message
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.register.store import Register

__all__ = ["register"]

TIME = "2026-11-21T22:00:00Z"


def at(hour: int, text: str, /, **changes: Any) -> dict[str, Any]:
    return tree(recorded_at=f"2026-11-21T{hour:02}:00:00Z", circumstances=text, **changes)


def seal(revisions: Revisions, *made: dict[str, Any]) -> list[tuple[str, int | None, list[tuple[str, str]]]]:
    """Of each: what became of it, the revision that it was sealed as, and what was found."""
    told = []
    for each in made:
        outcome, message, found = revisions.seal(mp.dump(mp.build(each)), KEYS["test-north"], TIME)
        revision = json.loads(message)["data"]["episode"]["revision"] if message else None
        told.append((outcome, revision, [(one.code, one.at) for one in found if one.code.startswith("MP-X")]))
    return told


EARLIER = ("refused", None, [("MP-X-015", "/recorded_at")])
SAME_PLACE = ("refused", None, [("MP-X-016", "/revision")])
UNCHANGED = ("unchanged", None, [])


class TestAfterARegister:
    @pytest.fixture
    def revisions(self, register: Register, tmp_path: Path) -> Iterator[Revisions]:
        register.receive(sealed(at(9, "first")), source="invented")
        with revising(tmp_path / "register.db") as made:
            yield made

    def test_what_the_register_has_is_not_sealed_again(self, revisions: Revisions) -> None:
        assert seal(revisions, at(9, "first"), at(12, "first"), at(8, "first")) == [UNCHANGED] * 3

    def test_a_later_version_is_the_next(self, revisions: Revisions) -> None:
        assert seal(revisions, at(10, "second"), at(11, "third")) == [("sealed", 2, []), ("sealed", 3, [])]

    def test_one_version_twice_in_a_run_is_sealed_once(self, revisions: Revisions) -> None:
        assert seal(revisions, at(10, "second"), at(10, "second")) == [("sealed", 2, []), UNCHANGED]

    def test_an_earlier_version_than_the_register_has_is_not_sealed(self, revisions: Revisions) -> None:
        assert seal(revisions, at(8, "before the first")) == [EARLIER]

    def test_nor_one_earlier_than_what_this_run_sealed(self, revisions: Revisions) -> None:
        told = seal(revisions, at(12, "third"), at(11, "second"), at(13, "fourth"))

        assert told == [("sealed", 2, []), EARLIER, ("sealed", 3, [])]

    def test_the_moment_counts_and_not_how_it_is_written(self, revisions: Revisions) -> None:
        made = {**at(9, "later"), "recorded_at": "2026-11-21T09:30:00+01:00"}

        assert seal(revisions, made) == [EARLIER]

    def test_a_change_at_the_same_moment_is_the_next(self, revisions: Revisions) -> None:
        assert seal(revisions, at(9, "second")) == [("sealed", 2, [])]

    def test_going_back_on_purpose_is_a_later_version(self, revisions: Revisions) -> None:
        told = seal(revisions, at(10, "second"), at(11, "first"))

        assert told == [("sealed", 2, []), ("sealed", 3, [])]

    def test_an_episode_that_the_register_lacks_keeps_its_number(self, revisions: Revisions) -> None:
        told = seal(revisions, at(9, "other", episode_id=SECOND, revision=4), at(10, "more", episode_id=SECOND))

        assert told == [("sealed", 4, []), ("sealed", 5, [])]

    @pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
    def test_no_order_makes_two_versions_of_one_number(
        self, revisions: Revisions, register: Register, order: tuple[int, ...]
    ) -> None:
        made = [at(10, "second"), at(10, "second, otherwise"), at(11, "third"), at(11, "third")]

        told = seal(revisions, *(made[each] for each in order))

        numbers = [revision for _, revision, _ in told if revision]
        assert numbers == list(range(2, 2 + len(numbers)))
        assert len(numbers) >= 1


class TestAfterADispute:
    def test_another_forces_claim_is_not_ours(self, register: Register, tmp_path: Path) -> None:
        register.receive(sealed(at(9, "first", status="closed")), source="invented")
        register.receive(sealed(at(20, "theirs", owner_force="test-south", revision=8)), source="invented")

        with revising(tmp_path / "register.db") as revisions:
            told = seal(revisions, at(9, "first", status="closed"), at(10, "second"))

        assert told == [UNCHANGED, ("sealed", 2, [])]

    def test_either_side_of_a_fork_settles_it_as_the_next(self, register: Register, tmp_path: Path) -> None:
        for text in ("left", "right"):
            register.receive(sealed(at(9, text)), source="invented")

        with revising(tmp_path / "register.db") as revisions:
            told = seal(revisions, at(9, "left"), at(9, "left"))

        assert told == [("sealed", 2, []), UNCHANGED]

    def test_a_fork_is_as_late_as_its_later_side(self, register: Register, tmp_path: Path) -> None:
        for hour, text in ((9, "left"), (11, "right")):
            register.receive(sealed(at(hour, text)), source="invented")

        with revising(tmp_path / "register.db") as revisions:
            told = seal(revisions, at(10, "between"))

        assert told == [EARLIER]


class TestAfterAHandover:
    """After test_register_exchange's handover of FIRST from test-north to test-south."""

    def seal(self, register: Register, made: dict[str, Any]) -> tuple[str, dict[str, Any], list[tuple[str, str]]]:
        key = KEYS[made["owner_force"]]
        outcome, message, found = Revisions(register).seal(mp.dump(mp.build(made)), key, TIME)
        if message:
            register.receive(message, source="invented")
        body = json.loads(message)["data"] if message else {"episode": {}}
        told = {name: body["episode"].get(name) for name in ("tenure", "revision")}
        found_here = [(one.code, one.at) for one in found if one.code.startswith("MP-X")]
        return outcome, {**told, "transfer": body.get("transfer")}, found_here

    def test_the_new_owner_begins_its_tenure_and_names_what_gave_it(self, register: Register) -> None:
        receive(register, OPEN, ASKED, TAKEN)

        told = [
            self.seal(register, at(12, text, owner_force="test-south"))
            for text in ("as we took it over", "as we took it over", "as it is now")
        ]

        gave = digest(TAKEN)
        assert told == [
            ("sealed", {"tenure": 2, "revision": 1, "transfer": gave}, []),
            ("unchanged", {"tenure": None, "revision": None, "transfer": None}, []),
            ("sealed", {"tenure": 2, "revision": 2, "transfer": gave}, []),
        ]
        state = register.state(FIRST)
        assert (state.owner, state.tenure, state.held, state.findings) == ("test-south", 2, (), ())

    def test_the_earlier_owner_seals_no_more_of_it(self, register: Register) -> None:
        receive(register, OPEN, ASKED, TAKEN)

        outcome, _, found = self.seal(register, at(12, "ours, we thought"))

        assert (outcome, found) == ("refused", [("MP-X-014", "/owner_force")])

    def test_until_it_is_accepted_the_owner_seals_the_next(self, register: Register) -> None:
        receive(register, OPEN, ASKED)

        told = self.seal(register, at(12, "still ours"))

        assert told == ("sealed", {"tenure": 1, "revision": 2, "transfer": None}, [])

    def test_what_was_taken_back_is_not_sealed_again(self, register: Register) -> None:
        receive(register, OPEN, ERASES)

        outcome, _, found = self.seal(register, at(12, "again"))

        assert (outcome, found) == ("refused", [("MP-X-067", "")])

    def test_a_revision_that_was_taken_back_is_not_used_again(self, register: Register) -> None:
        register.receive(sealed(at(9, "first")), source="invented")
        second = sealed(at(10, "second", revision=2))
        body = {"message": digest(second), "manner": "withdrawn", "reason": "sent_in_error"}
        receive(register, second, said("message.retracted", body))

        told = self.seal(register, at(9, "first"))

        assert told == ("sealed", {"tenure": 1, "revision": 3, "transfer": None}, [])

    def test_what_waits_for_its_transfer_goes_on(self, register: Register) -> None:
        receive(register, OPEN, THEIRS)

        told = self.seal(register, at(12, "more", owner_force="test-south"))

        assert told == ("sealed", {"tenure": 2, "revision": 2, "transfer": None}, [])


class TestWithoutARegister:
    def test_each_keeps_its_number(self) -> None:
        told = seal(Revisions(), at(11, "third", revision=3), at(10, "second", revision=2))

        assert told == [("sealed", 3, []), ("sealed", 2, [])]

    def test_one_version_twice_is_sealed_once(self) -> None:
        assert seal(Revisions(), at(9, "first"), at(9, "first")) == [("sealed", 1, []), UNCHANGED]

    def test_two_contents_with_one_number_are_no_fork_of_our_making(self) -> None:
        assert seal(Revisions(), at(9, "first"), at(10, "second")) == [("sealed", 1, []), SAME_PLACE]

    def test_another_episode_or_tenure_is_another_place(self) -> None:
        told = seal(Revisions(), at(9, "a"), at(9, "b", episode_id=new_id()), at(9, "c", tenure=2))

        assert [each[:2] for each in told] == [("sealed", 1)] * 3


def test_nothing_shows_what_was_sealed() -> None:
    revisions = Revisions()

    seal(revisions, at(9, "marker"))

    assert "marker" not in repr(vars(revisions))
    assert FIRST in repr(vars(revisions))


class TestAfterATakingBack:
    @pytest.mark.parametrize("manner", ["withdrawn", "erased"])
    def test_nothing_more_is_sealed_though_a_rival_stands(
        self, register: Register, tmp_path: Path, manner: str
    ) -> None:
        register.receive(sealed(at(9, "first")), source="invented")
        rival = sealed(at(9, "first", owner_force="test-south"))
        register.receive(rival, source="invented")
        gone = {"version": digest(sealed(at(9, "first"))), "tenure": 1, "manner": manner, "reason": "not_missing"}
        receive(register, said("episode.retracted", gone))

        with revising(tmp_path / "register.db") as revisions:
            told = seal(revisions, at(12, "second"))

        assert told == [("refused", None, [("MP-X-067", "")])]

    @pytest.mark.parametrize("manner", ["withdrawn", "erased"])
    def test_nor_by_whoever_has_nothing_but_the_tombstone_and_the_rival(self, register: Register, manner: str) -> None:
        rival = sealed(at(9, "first", owner_force="test-south"))
        gone = {"version": digest(sealed(at(9, "first"))), "tenure": 1, "manner": manner, "reason": "not_missing"}
        receive(register, rival, said("episode.retracted", gone))

        assert seal(Revisions(register), at(12, "second")) == [("refused", None, [("MP-X-067", "")])]

    def test_who_erased_and_took_the_episode_over_again_goes_on(self, register: Register) -> None:
        rival = sealed(at(9, "first", owner_force="test-south"))
        gone = {"version": digest(sealed(at(9, "first"))), "tenure": 1, "manner": "erased", "reason": "not_missing"}
        asked = {"version": digest(rival), "tenure": 1, "force": "test-north", "reason": "other", "rationale": "Yours."}
        asks = said("transfer.requested", {**asked, "quality": READY}, "test-south")
        taken = said("transfer.answered", {"request": digest(asks), "answer": "accepted"})
        receive(register, rival, said("episode.retracted", gone), asks, taken)

        assert seal(Revisions(register), at(12, "second")) == [("sealed", 1, [])]


class TestAfterAnErasureByItself:
    """The number of a revision that its sender erased alone may stand on paper somewhere: it is not used again."""

    def erase(self, register: Register, *versions: bytes) -> None:
        for each in versions:
            body = {"message": digest(each), "manner": "erased", "reason": "sent_in_error"}
            receive(register, said("message.retracted", body))

    def test_the_next_is_a_number_that_was_never_used(self, register: Register) -> None:
        second, third = (sealed(at(hour, "more", revision=hour - 8)) for hour in (10, 11))
        receive(register, sealed(at(9, "first")), second, third)
        self.erase(register, third, second)

        told = seal(Revisions(register), at(9, "first"), at(12, "second"))

        assert told == [("sealed", 4, []), ("sealed", 5, [])]

    def test_so_it_is_where_no_other_version_is_left(self, register: Register) -> None:
        first = sealed(at(9, "first"))
        receive(register, first)
        self.erase(register, first)

        assert seal(Revisions(register), at(12, "second")) == [("sealed", 2, [])]

    def test_a_ledger_that_has_dropped_the_bytes_knows_the_number(self) -> None:
        first, second = sealed(at(9, "first")), sealed(at(10, "more", revision=2))
        body = {"message": digest(second), "manner": "erased", "reason": "sent_in_error"}
        ledger = Ledger(trust=Trust.of([KEYS["test-north"].public]))
        for each in (first, second, said("message.retracted", body)):
            ledger.receive(each)

        dropped = ledger.compact()

        assert dropped == (digest(second),)
        assert seal(Revisions(ledger), at(12, "second")) == [("sealed", 3, [])]

    def test_nor_is_it_where_the_erasure_turned_out_to_be_void(self) -> None:
        first, second = sealed(at(9, "first")), sealed(at(10, "more", revision=2))
        body = {"message": digest(second), "manner": "erased", "reason": "sent_in_error"}
        thief = new_key("test-north")
        type_ = "uk.missingpersons.message.retracted.v1"
        erases = seal_message(type_, FIRST, body, thief, time=TIME)
        both = extended(NOBODY, [KEYS["test-north"].public, thief.public])
        listed = sign_trust(both, ROOT, time=TIME)
        trust, _ = read_trust(listed, ROOT.public)
        assert trust is not None
        ledger = Ledger(ROOT.public)
        ledger.trust(listed)
        for each in (first, second, erases):
            ledger.receive(each)
        ledger.compact()

        ledger.trust(sign_trust(revoked(trust, thief.public.kid, "compromised", []), ROOT, time=TIME, after=trust))

        assert ledger.state(FIRST).erased == ()
        assert seal(Revisions(ledger), at(12, "second")) == [("sealed", 3, [])]

    def test_what_another_force_erased_is_no_number_of_ours(self, register: Register) -> None:
        rival = sealed(at(9, "theirs", owner_force="test-south", revision=8))
        body = {"message": digest(rival), "manner": "erased", "reason": "sent_in_error"}
        receive(register, sealed(at(9, "first")), rival, said("message.retracted", body, "test-south"))

        assert seal(Revisions(register), at(12, "second")) == [("sealed", 2, [])]
