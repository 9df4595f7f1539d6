"""The ledger: what is received in any order, under any list of keys, gives one state, and keeps no more than it may."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.exchange.batch import seal_batches
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import PrivateKey, new_key, new_root_key
from missingpersons.exchange.ledger import Fate, Ledger
from missingpersons.exchange.seal import seal, seal_message, write_episode
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.findings import CannotRun
from missingpersons.values.episode_ids import episode_id

TIME = "2026-11-21T10:00:00Z"
EPISODE = episode_id("test-north", "TN/26/0001")
ROOT = new_root_key()
NORTH, SOUTH, EAST = (new_key(f"test-{name}") for name in ("north", "south", "east"))
GIVEN = Trust.of(key.public for key in (NORTH, SOUTH, EAST))


def tree(key: PrivateKey = NORTH, **changes: Any) -> dict[str, Any]:
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": EPISODE,
        "local_reference": "TN/26/0001",
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-11-21T09:00:00Z",
        "owner_force": key.force,
        "status": "open",
        "person": {"names": [{"family": "Testley"}]},
        **changes,
    }


def published(key: PrivateKey = NORTH, **changes: Any) -> bytes:
    return seal(json.dumps(tree(key, **changes)), key, time=TIME)


def said(kind: str, body: dict[str, Any], key: PrivateKey = NORTH) -> bytes:
    return seal_message(f"uk.missingpersons.{kind}.v1", EPISODE, body, key, time=TIME)


def digest(message: bytes) -> str:
    return digest_of(json.loads(message))


def listed(*keys: PrivateKey, after: Trust = NOBODY) -> bytes:
    return sign_trust(extended(after, [key.public for key in keys]), ROOT, time=TIME, after=after)


def read(data: bytes) -> Trust:
    trust, _ = read_trust(data, ROOT.public)
    assert trust is not None
    return trust


def states(ledger: Ledger) -> bytes:
    return wire.encode({each: ledger.state(each).as_dict() for each in ledger.episodes()})


FIRST, SECOND = published(), published(revision=2, status="closed")
SIGHTING = said("sighting.reported", {"sighting": {"text": "marker in a sighting"}}, EAST)
RETRACTED = {"version": digest(FIRST), "tenure": 1, "manner": "erased", "reason": "unlawful"}
ERASED = said("episode.retracted", RETRACTED)


class TestReceive:
    def test_the_newest_version_is_current(self) -> None:
        ledger = Ledger(trust=GIVEN)

        for each in (SECOND, FIRST, SECOND):
            ledger.receive(each)

        current = ledger.state(EPISODE).current
        assert current is not None
        assert (current.digest, current.status) == (digest(SECOND), "closed")
        assert ledger.episodes() == (EPISODE,)

    def test_the_same_again_changes_nothing(self) -> None:
        ledger = Ledger(trust=GIVEN)
        ledger.receive(FIRST)
        before = ledger.state(EPISODE)

        ledger.receive(FIRST)

        assert ledger.state(EPISODE) is before

    def test_what_is_no_message_is_not_kept(self) -> None:
        ledger = Ledger(trust=GIVEN)

        opened = ledger.receive(FIRST.replace(b"Testley", b"Testly_"))

        assert opened.outcome == "refused"
        assert (ledger.episodes(), ledger.unproven(), ledger.outcome(opened.digest).fate) == ((), (), Fate.UNKNOWN)

    def test_nothing_is_known_of_an_episode_of_which_nothing_came(self) -> None:
        state = Ledger().state(EPISODE)

        assert (state.episode_id, state.owner, state.current, state.findings) == (EPISODE, None, None, ())

    def test_its_bytes_are_kept_as_they_came(self) -> None:
        ledger = Ledger(trust=GIVEN)
        spaced = json.dumps(json.loads(FIRST), indent=1).encode()

        ledger.receive(spaced)

        assert ledger.message(digest(FIRST)) == spaced


class TestOutcome:
    def test_each_fate(self) -> None:
        ledger = Ledger(trust=Trust.of([NORTH.public, SOUTH.public]))
        answer = {"request": "0" * 64, "answer": "accepted"}
        waits, meddles = said("transfer.answered", answer), said("episode.retracted", RETRACTED, SOUTH)

        for each in (FIRST, waits, meddles, SIGHTING):
            ledger.receive(each)

        assert [ledger.outcome(digest(each)).as_dict() for each in (FIRST, waits, meddles, SIGHTING, SECOND)] == [
            {"outcome": "applied"},
            {"outcome": "held", "code": "MP-X-041", "waits_for": "0" * 64},
            {"outcome": "refused", "code": "MP-X-052"},
            {"outcome": "unproven", "code": "MP-X-003", "waits_for": EAST.public.kid},
            {"outcome": "unknown"},
        ]
        assert [each.digest for each in ledger.unproven()] == [digest(SIGHTING)]

    def test_a_type_that_nobody_knows_is_held_and_shown(self) -> None:
        from missingpersons.exchange.seal import sealed

        ledger = Ledger(trust=GIVEN)
        newer = {**json.loads(SIGHTING), "type": "uk.missingpersons.sighting.reported.v2"}
        del newer["mpsignature"]

        opened = ledger.receive(sealed(newer, EAST))

        (held,) = ledger.state(EPISODE).held
        assert (held.force, held.code, held.digest) == ("test-east", "MP-X-008", opened.digest)
        assert ledger.outcome(opened.digest).as_dict() == {"outcome": "held", "code": "MP-X-008"}


class TestTrust:
    @pytest.mark.no_cover
    def test_any_order_of_messages_and_lists_gives_one_state(self) -> None:
        first = listed(NORTH, SOUTH)
        second = listed(EAST, after=read(first))
        third = sign_trust(
            revoked(read(second), NORTH.public.kid, "compromised", [digest(FIRST)]), ROOT, time=TIME, after=read(second)
        )
        lists, messages = (first, second, third), (FIRST, SECOND, SIGHTING)
        seen = set()

        for order in itertools.permutations((*lists, *messages)):
            ledger = Ledger(ROOT.public)
            for each in order:
                ledger.trust(each) if each in lists else ledger.receive(each)
            seen.add(states(ledger))
            assert ledger.outcome(digest(SECOND)).as_dict() == {"outcome": "void", "code": "MP-X-021"}

        assert len(seen) == 1
        assert json.loads(seen.pop())[EPISODE]["current"] == digest(FIRST)

    def test_what_was_void_counts_when_a_later_list_names_it(self) -> None:
        first = listed(NORTH)
        second = sign_trust(
            revoked(read(first), NORTH.public.kid, "compromised", []), ROOT, time=TIME, after=read(first)
        )
        third = sign_trust(
            revoked(read(second), NORTH.public.kid, "compromised", [digest(FIRST)]), ROOT, time=TIME, after=read(second)
        )
        ledger = Ledger(ROOT.public)

        told = []
        for each in (first, second, third):
            ledger.trust(each)
            ledger.receive(FIRST)
            told.append((ledger.outcome(digest(FIRST)).fate, ledger.episodes()))

        assert told == [(Fate.APPLIED, (EPISODE,)), (Fate.VOID, ()), (Fate.APPLIED, (EPISODE,))]

    @pytest.mark.parametrize("turned", [False, True])
    def test_nothing_counts_by_a_key_that_a_careless_list_gives_to_another_force(self, turned: bool) -> None:
        theirs = replace(NORTH.public, force="test-south")
        careless = sign_trust(extended(NOBODY, [theirs]), ROOT, time=TIME, after=Trust({}, 1))
        ledger = Ledger(ROOT.public)

        ledger.trust(careless if turned else listed(NORTH))
        ledger.receive(FIRST)
        ledger.trust(listed(NORTH) if turned else careless)

        assert ledger.episodes() == ()
        assert ledger.outcome(digest(FIRST)).fate is Fate.UNKNOWN

    def test_the_same_content_under_two_keys_counts_while_one_of_them_does(self) -> None:
        other = new_key("test-north")
        first = listed(NORTH, other)
        second = sign_trust(
            revoked(read(first), NORTH.public.kid, "compromised", []), ROOT, time=TIME, after=read(first)
        )
        ledger = Ledger(ROOT.public)

        ledger.trust(first)
        ledger.receive(FIRST)
        ledger.receive(published(other))
        ledger.trust(second)

        assert ledger.outcome(digest(FIRST)).fate == Fate.APPLIED

    @pytest.mark.parametrize("turned", [False, True])
    def test_a_forged_copy_does_not_keep_out_the_real_one(self, turned: bool) -> None:
        ledger = Ledger(ROOT.public)
        event = json.loads(FIRST)
        event["mpsignature"] = event["mpsignature"][:-4] + "AAAA"
        copies = [json.dumps(event).encode(), FIRST]

        for each in reversed(copies) if turned else copies:
            ledger.receive(each)
        ledger.trust(listed(NORTH))

        assert ledger.outcome(digest(FIRST)).fate == Fate.APPLIED

    def test_a_list_that_the_root_did_not_sign_changes_nothing(self) -> None:
        ledger = Ledger(ROOT.public)
        forged = sign_trust(extended(NOBODY, [NORTH.public]), new_root_key(), time=TIME)

        found = ledger.trust(forged)

        assert [each.code for each in found] == ["MP-X-031"]
        assert dict(ledger.trusted.keys) == {}

    def test_without_a_root_no_list_is_read(self) -> None:
        with pytest.raises(CannotRun, match="was given none"):
            Ledger(trust=GIVEN).trust(listed(NORTH))


class TestBatch:
    def test_any_order_of_a_batch_gives_one_state(self) -> None:
        events = [write_episode(json.dumps(tree(revision=each)), NORTH.force, time=TIME) for each in (1, 2, 3)]
        batch = list(seal_batches(events, NORTH, time=TIME))
        seen = set()

        for order in itertools.permutations([*batch, b""]):
            ledger = Ledger(ROOT.public)
            for each in order:
                ledger.receive(each) if each else ledger.trust(listed(NORTH))
            seen.add(states(ledger))
            assert ledger.unproven() == ()

        assert len(seen) == 1


class TestErasure:
    def ledger(self, *messages: bytes) -> Ledger:
        ledger = Ledger(ROOT.public)
        ledger.trust(listed(NORTH, SOUTH, EAST))
        for each in messages:
            ledger.receive(each)
        return ledger

    def test_compacting_changes_no_state_and_leaves_no_byte(self) -> None:
        ledger = self.ledger(FIRST, SECOND, ERASED, SIGHTING)
        before = states(ledger)

        dropped = ledger.compact()

        assert dropped == tuple(sorted([digest(FIRST), digest(SECOND)]))
        assert states(ledger) == before
        assert ledger.message(digest(FIRST)) is None
        assert "Testley" not in held_by(ledger)
        assert ledger.compact() == ()

    def test_what_was_erased_is_not_kept_when_it_comes_again(self) -> None:
        ledger = self.ledger(FIRST, SECOND, ERASED)
        ledger.compact()

        ledger.receive(FIRST)

        assert ledger.message(digest(FIRST)) is None
        assert "Testley" not in held_by(ledger)

    @pytest.mark.parametrize("late", [False, True])
    def test_nor_is_a_copy_that_nothing_proves_yet(self, late: bool) -> None:
        listing, listed_one = seal_batches(
            [{name: each for name, each in json.loads(FIRST).items() if name != "mpsignature"}], NORTH, time=TIME
        )
        ledger = self.ledger(FIRST, ERASED, *([] if late else [listed_one]))
        before = states(ledger)

        ledger.compact()
        if late:
            ledger.receive(listed_one)
        while_it_waits = held_by(ledger)
        ledger.receive(listing)

        assert digest(listed_one) == digest(FIRST)
        assert "Testley" not in while_it_waits + held_by(ledger)
        assert states(ledger) == before

    def test_a_late_version_of_it_is_dropped_too(self) -> None:
        ledger = self.ledger(FIRST, ERASED)
        ledger.compact()
        ledger.receive(SECOND)

        assert states(ledger) == states(self.ledger(FIRST, SECOND, ERASED))
        assert ledger.compact() == (digest(SECOND),)

    def test_a_list_of_keys_after_it_changes_nothing(self) -> None:
        ledger = self.ledger(FIRST, SECOND, ERASED)
        before = states(ledger)
        ledger.compact()

        ledger.trust(listed(new_key("test-west"), after=ledger.trusted))

        assert states(ledger) == before

    def test_a_forged_erasure_is_undone_when_its_key_is_revoked_and_the_message_comes_again(self) -> None:
        ledger = self.ledger(FIRST, ERASED)
        whole = states(self.ledger(FIRST))
        ledger.compact()
        before = ledger.trusted

        ledger.trust(
            sign_trust(revoked(before, NORTH.public.kid, "compromised", [digest(FIRST)]), ROOT, time=TIME, after=before)
        )
        lost = ledger.state(EPISODE)
        ledger.receive(FIRST)

        assert (lost.claims, lost.erased) == ((), ())
        assert states(ledger) == whole

    @pytest.mark.parametrize("swapped", [False, True])
    def test_so_it_is_when_it_comes_again_under_another_key(self, swapped: bool) -> None:
        one, other, stolen = (new_key("test-north") for _ in range(3))
        first, second = sorted((one, other), key=lambda each: each.public.kid, reverse=swapped)
        ledger = Ledger(ROOT.public)
        ledger.trust(listed(one, other, stolen))
        ledger.receive(seal(json.dumps(tree()), first, time=TIME))
        ledger.receive(said("episode.retracted", json.loads(ERASED)["data"], stolen))
        ledger.compact()
        before = ledger.trusted

        ledger.trust(sign_trust(revoked(before, stolen.public.kid, "compromised", []), ROOT, time=TIME, after=before))
        ledger.receive(seal(json.dumps(tree()), second, time=TIME))

        state = ledger.state(EPISODE)
        assert (state.owner, [each.digest for each in state.claims]) == ("test-north", [digest(FIRST)])


def held_by(ledger: Ledger) -> str:
    """All that a ledger holds, as text, also what its repr would not show."""
    seen: list[str] = []
    ahead: list[Any] = [vars(ledger)]
    met = set()
    while ahead:
        each = ahead.pop()
        if id(each) in met:
            continue
        met.add(id(each))
        if isinstance(each, dict):
            ahead += [*each.keys(), *each.values()]
        elif isinstance(each, list | tuple | set | frozenset):
            ahead += each
        elif isinstance(each, bytes):
            seen.append(each.decode())
        elif isinstance(each, str):
            seen.append(each)
        elif hasattr(each, "__slots__"):
            ahead += [getattr(each, name) for name in each.__slots__ if hasattr(each, name)]
        elif hasattr(each, "__dict__"):
            ahead.append(vars(each))
    return " ".join(seen)


class TestWhoHasIt:
    def test_receipts_say_who_keeps_a_message_and_are_no_part_of_a_state(self) -> None:
        ledger = Ledger(trust=GIVEN)
        ledger.receive(FIRST)
        before = states(ledger)

        for key, outcome in ((SOUTH, "try_again"), (SOUTH, "ok"), (EAST, "refused")):
            ledger.receive(said("receipt.issued", {"message": digest(FIRST), "outcome": outcome}, key))

        assert ledger.acknowledged(digest(FIRST)) == ("test-south",)
        assert states(ledger) == before

    def test_a_correction_goes_to_all_who_were_sent_it(self) -> None:
        ledger = Ledger(trust=GIVEN)
        sent = seal(json.dumps(tree()), NORTH, time=TIME, to=["test-west"])
        quality = {"profile": "transfer", "judged_as_of": TIME, "errors": 0, "warnings": 0, "advice": 0}
        asked = {
            "version": digest(sent),
            "tenure": 1,
            "force": "test-east",
            "reason": "other",
            "rationale": "Seen there.",
            "quality": quality,
        }
        for each in (
            sent,
            said("transfer.requested", asked),
            said("receipt.issued", {"message": digest(sent), "outcome": "ok"}, SOUTH),
        ):
            ledger.receive(each)

        assert ledger.addressed(digest(sent)) == ("test-west",)
        assert ledger.recipients(digest(sent)) == ("test-east", "test-south", "test-west")
        assert (ledger.addressed("0" * 64), ledger.recipients("0" * 64)) == ((), ())


def test_two_ledgers_agree_whatever_came_when_and_how_often() -> None:
    random = Random(6)
    messages = [published(revision=each) for each in range(1, 9)] + [SIGHTING, ERASED]
    lists = [listed(NORTH, SOUTH, EAST)]
    seen = set()

    for _ in range(20):
        things = [*messages, *lists, *random.choices(messages, k=5)]
        random.shuffle(things)
        ledger = Ledger(ROOT.public)
        for each in things:
            ledger.trust(each) if each in lists else ledger.receive(each)
            if random.random() < 0.2:
                ledger.compact()
        seen.add(states(ledger))

    assert len(seen) == 1


def test_nothing_shows_what_it_holds() -> None:
    ledger = Ledger(trust=GIVEN)

    opened = ledger.receive(FIRST)

    assert "Testley" not in repr(ledger) + repr(opened) + repr(ledger.state(EPISODE)) + repr(
        ledger.outcome(digest(FIRST))
    )


def test_the_program_in_the_manual_runs(capsys: pytest.CaptureFixture[str]) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    (program,) = [each for each in re.findall(r"```python\n(.*?)```", manual, re.DOTALL) if "ledger.receive" in each]
    named = {
        "root": ROOT,
        "first": listed(NORTH),
        "messages": [FIRST, SECOND, SIGHTING],
        "episode_id": EPISODE,
        "digest": digest(SIGHTING),
    }

    exec(compile(program, "exchange.md", "exec"), named)

    assert capsys.readouterr().out.splitlines() == [
        "test-north 1 [2] []",
        f"{{'outcome': 'unproven', 'code': 'MP-X-003', 'waits_for': '{EAST.public.kid}'}} () ()",
    ]
