"""Batches: one signature for many messages, each of which is proven alone with the list that it is in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.bodies import BATCH as BATCH_TYPE
from tests.bodies import BODIES, SIGHTING, SUBJECT, TIME

from missingpersons import wire
from missingpersons.exchange import signature
from missingpersons.exchange.batch import MOST, Waiting, seal_batches
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import ALGORITHMS, PrivateKey, new_key, new_root_key
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.seal import seal_message, write_message
from missingpersons.exchange.signature import BATCH, SIGNATURE, sign, signed_bytes
from missingpersons.exchange.trust import NOBODY, Trust, read_trust
from missingpersons.findings import CannotRun, InvalidDocument

NORTH = {alg: new_key("test-north", alg) for alg in ALGORITHMS}
SOUTH = new_key("test-south")
ROOT = new_root_key()
TRUST = Trust.of([*(key.public for key in NORTH.values()), SOUTH.public])


@pytest.fixture(params=ALGORITHMS)
def north(request: pytest.FixtureRequest) -> PrivateKey:
    return NORTH[request.param]


def events(number: int, force: str = "test-north") -> list[dict[str, Any]]:
    return [
        write_message(SIGHTING, SUBJECT, {**BODIES[SIGHTING], "reference": f"TEST-{each}"}, force, time=TIME)
        for each in range(number)
    ]


def listing(data: bytes, trust: Trust = TRUST) -> dict[str, Opened]:
    opened = open_message(data, trust)
    return {opened.digest: opened}


def said(opened: Opened) -> tuple[str, list[tuple[str, str]]]:
    return opened.outcome, [(each.code, each.at) for each in opened.findings]


class TestSealed:
    def test_each_is_proven_alone_with_the_list(self, north: PrivateKey) -> None:
        first, *rest = seal_batches(events(5), north, time=TIME)
        known = listing(first)

        opened = [open_message(each, TRUST, known) for each in reversed(rest)]

        assert [said(each) for each in opened] == [("ok", [])] * 5
        assert {(each.force, each.kid, each.batch) for each in opened} == {("test-north", north.public.kid, *known)}
        assert [each.body["reference"] for each in opened] == [f"TEST-{each}" for each in reversed(range(5))]

    def test_every_type_can_be_in_one(self, north: PrivateKey) -> None:
        some = [write_message(type_, SUBJECT, BODIES[type_], "test-north", time=TIME) for type_ in BODIES]
        single = [each for each in some if each["type"] != BATCH_TYPE]

        first, *rest = seal_batches(single, north, time=TIME)

        assert {open_message(each, TRUST, listing(first)).type for each in rest} == set(BODIES) - {BATCH_TYPE}

    def test_a_message_has_one_digest_in_a_batch_and_alone(self, north: PrivateKey) -> None:
        alone = seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], north, time=TIME)
        event = write_message(SIGHTING, SUBJECT, BODIES[SIGHTING], "test-north", time=TIME)

        first, listed = seal_batches([event], north, time=TIME)

        assert open_message(alone, TRUST).digest == open_message(listed, TRUST, listing(first)).digest

    def test_more_than_fit_are_several_batches_each_after_its_list(self, north: PrivateKey) -> None:
        made = [json.loads(each) for each in seal_batches(events(5), north, time=TIME, size=2)]

        assert [SIGNATURE in each for each in made] == [True, False, False, True, False, False, True, False]
        assert [each[BATCH].partition(".")[2] for each in made if BATCH in each] == ["0", "1", "0", "1", "0"]
        assert len({each["subject"] for each in made if SIGNATURE in each}) == 3

    def test_the_list_comes_before_what_follows_is_written(self, north: PrivateKey) -> None:
        written = 0

        def one_after_another() -> Any:
            nonlocal written
            for each in events(6):
                written += 1
                yield each

        next(iter(seal_batches(one_after_another(), north, time=TIME, size=2)))

        assert written == 2

    def test_the_same_again_is_listed_once(self, north: PrivateKey) -> None:
        first, *rest = seal_batches([*events(2), *events(2)], north, time=TIME)

        assert len(json.loads(first)["data"]["digests"]) == len(rest) == 2

    def test_of_nothing_is_nothing(self, north: PrivateKey) -> None:
        assert list(seal_batches([], north, time=TIME)) == []

    def test_is_signed_once(self, north: PrivateKey) -> None:
        made = list(seal_batches(events(20), north, time=TIME))

        assert sum(SIGNATURE in json.loads(each) for each in made) == 1


class TestNotSealed:
    @pytest.mark.parametrize("size", [0, -1, MOST + 1])
    def test_in_batches_of_no_size(self, size: int) -> None:
        with pytest.raises(CannotRun, match="1 to 10000"):
            list(seal_batches(events(1), NORTH["Ed25519"], time=TIME, size=size))

    def test_what_another_force_says(self) -> None:
        with pytest.raises(CannotRun, match="another force's"):
            list(seal_batches(events(1, "test-south"), NORTH["Ed25519"], time=TIME))

    def test_a_batch_in_a_batch(self) -> None:
        event = write_message(BATCH_TYPE, SUBJECT, BODIES[BATCH_TYPE], "test-north", time=TIME)

        with pytest.raises(CannotRun, match="lists no other batch"):
            list(seal_batches([event], NORTH["Ed25519"], time=TIME))

    def test_more_than_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        some = events(1)
        monkeypatch.setattr(wire, "MAX_BYTES", len(wire.encode(some[0])))

        with pytest.raises(InvalidDocument, match="MP-S-010"):
            list(seal_batches(some, NORTH["Ed25519"], time=TIME))


class TestPlace:
    def test_without_its_list_it_waits(self, north: PrivateKey) -> None:
        first, listed = seal_batches(events(1), north, time=TIME)
        (name,) = listing(first)

        opened = open_message(listed, TRUST)

        assert said(opened) == ("unproven", [("MP-X-022", "/mpbatch")])
        assert (opened.waits_for, opened.batch, opened.force, opened.subject) == (name, name, None, None)

    def test_it_waits_for_the_key_of_its_list(self, north: PrivateKey) -> None:
        first, listed = seal_batches(events(1), north, time=TIME)

        opened = open_message(listed, NOBODY, listing(first))

        assert said(opened) == ("unproven", [("MP-X-003", "/mpbatch")])
        assert opened.waits_for == north.public.kid

    def test_a_list_that_is_not_proven_proves_nothing(self, north: PrivateKey) -> None:
        first, listed = seal_batches(events(1), north, time=TIME)

        opened = open_message(listed, TRUST, listing(first, NOBODY))

        assert said(opened) == ("unproven", [("MP-X-022", "/mpbatch")])

    @pytest.mark.parametrize("index", ["1", "2", "99999", "00", "-1", "+0", "0 ", "x", "", "100000", "٠"])
    def test_another_number_than_its_own(self, north: PrivateKey, index: str) -> None:
        first, listed, _ = seal_batches(events(2), north, time=TIME)
        event = json.loads(listed)
        event[BATCH] = f"{event[BATCH].partition('.')[0]}.{index}"

        assert said(open_message(wire.encode(event), TRUST, listing(first))) == ("refused", [("MP-X-023", "/mpbatch")])

    @pytest.mark.parametrize("place", [1, True, [], {}, "", "x.0", "0" * 64, "0" * 63 + ".0", "A" * 64 + ".0"])
    def test_no_place_at_all(self, north: PrivateKey, place: Any) -> None:
        event = {**events(1)[0], BATCH: place}

        assert said(open_message(wire.encode(event), TRUST)) == ("refused", [("MP-X-023", "/mpbatch")])

    def test_of_a_message_that_is_no_list(self, north: PrivateKey) -> None:
        other = seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], north, time=TIME)
        known = listing(other)
        event = {**events(1)[0], BATCH: f"{next(iter(known))}.0"}

        assert said(open_message(wire.encode(event), TRUST, known)) == ("unproven", [("MP-X-022", "/mpbatch")])

    def test_changed_after_it_was_listed(self, north: PrivateKey) -> None:
        first, listed = seal_batches(events(1), north, time=TIME)
        event = json.loads(listed)
        event["data"]["reference"] = "TEST-OTHER"

        assert said(open_message(wire.encode(event), TRUST, listing(first))) == ("refused", [("MP-X-023", "/mpbatch")])

    def test_in_the_list_of_another_force(self) -> None:
        ours = events(1)[0]
        listed = write_message(BATCH_TYPE, SUBJECT, {"digests": [signature.digest_of(ours)]}, "test-south", time=TIME)
        theirs = wire.encode({**listed, SIGNATURE: sign(signed_bytes(listed), SOUTH)})
        known = listing(theirs)

        opened = open_message(wire.encode({**ours, BATCH: f"{next(iter(known))}.0"}), TRUST, known)

        assert said(opened) == ("refused", [("MP-X-006", "/source")])

    def test_a_list_in_a_list(self, north: PrivateKey) -> None:
        inner = write_message(BATCH_TYPE, SUBJECT, BODIES[BATCH_TYPE], "test-north", time=TIME)
        outer = seal_message(BATCH_TYPE, SUBJECT, {"digests": [signature.digest_of(inner)]}, north, time=TIME)
        known = listing(outer)

        opened = open_message(wire.encode({**inner, BATCH: f"{next(iter(known))}.0"}), TRUST, known)

        assert said(opened) == ("refused", [("MP-X-027", "/mpbatch")])

    def test_a_list_that_cannot_be_read_is_waited_for(self, north: PrivateKey) -> None:
        first, listed = seal_batches(events(1), north, time=TIME)
        tree = json.loads(first)
        tree["data"]["newer"] = 1
        known = listing(wire.encode({**tree, SIGNATURE: sign(signed_bytes(tree), north)}))
        event = json.loads(listed) | {BATCH: f"{next(iter(known))}.0"}

        assert [each.outcome for each in known.values()] == ["held"]
        assert said(open_message(wire.encode(event), TRUST, known)) == ("unproven", [("MP-X-022", "/mpbatch")])


class TestRevoked:
    def test_a_batch_that_still_counts_counts_with_all_that_it_lists(self, north: PrivateKey) -> None:
        kept, lost = [list(seal_batches(some, north, time=TIME)) for some in (events(2), events(3))]
        before = read_trust(sign_trust(extended(NOBODY, [north.public]), ROOT, time=TIME), ROOT.public)[0]
        assert before
        (name,) = listing(kept[0])
        keys = revoked(before, north.public.kid, "compromised", [name])
        trust = read_trust(sign_trust(keys, ROOT, time=TIME, after=before), ROOT.public)[0]
        assert trust
        known = {**listing(kept[0], trust), **listing(lost[0], trust)}

        opened = [[said(open_message(each, trust, known)) for each in some[1:]] for some in (kept, lost)]

        assert [each.outcome for each in known.values()] == ["ok", "void"]
        assert opened == [[("ok", [])] * 2, [("void", [("MP-X-021", "/mpbatch")])] * 3]

    def test_a_message_may_count_without_its_batch(self, north: PrivateKey) -> None:
        first, one, other = seal_batches(events(2), north, time=TIME)
        before = read_trust(sign_trust(extended(NOBODY, [north.public]), ROOT, time=TIME), ROOT.public)[0]
        assert before
        digest = open_message(one, TRUST, listing(first)).digest
        keys = revoked(before, north.public.kid, "compromised", [digest])
        trust = read_trust(sign_trust(keys, ROOT, time=TIME, after=before), ROOT.public)[0]
        assert trust

        opened = [open_message(each, trust, listing(first, trust)).outcome for each in (one, other)]

        assert opened == ["ok", "void"]


class TestWaiting:
    @pytest.mark.parametrize("turn", [1, -1])
    def test_whatever_comes_first_all_are_opened(self, north: PrivateKey, turn: int) -> None:
        messages = list(seal_batches(events(6), north, time=TIME, size=2))[::turn]
        waiting, outcomes = Waiting(), []

        for index, data in enumerate(messages):
            opened = open_message(data, TRUST, waiting.batches)
            if waiting.put_aside(str(index), data, opened):
                continue
            outcomes.append(opened.outcome)
            outcomes += [open_message(each, TRUST, waiting.batches).outcome for _, each in waiting.released(opened)]

        assert outcomes == ["ok"] * 9
        assert list(waiting.left()) == []

    def test_those_whose_list_never_comes_are_left(self, north: PrivateKey) -> None:
        _, *rest = seal_batches(events(2), north, time=TIME)
        waiting = Waiting()

        aside = [waiting.put_aside("f", each, open_message(each, TRUST)) for each in rest]

        assert aside == [True, True]
        assert [data for _, data in waiting.left()] == rest

    def test_what_waits_for_a_key_is_not_put_aside(self, north: PrivateKey) -> None:
        alone = seal_message(SIGHTING, SUBJECT, BODIES[SIGHTING], north, time=TIME)

        assert not Waiting().put_aside("f", alone, open_message(alone, NOBODY))
