"""The fold: which version is shown first, and that nothing which a force may not say moves anything."""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.benchmarks import folding

from missingpersons import wire
from missingpersons.exchange.fold import facts, fold, fold_facts
from missingpersons.exchange.opened import Opened, Opening

sys.path.insert(0, str(Path(__file__).parents[1] / "scenarios" / "exchange"))

from exchange_library import SCENARIOS
from exchange_making import (
    EAST,
    EPISODE,
    ISLAND,
    NORTH,
    SOUTH,
    answered,
    corrected,
    ended,
    escalated,
    published,
    requested,
    retracted,
    taken_back,
)

FORCES = (NORTH, SOUTH, EAST, ISLAND)


def written(messages: Any) -> bytes:
    return wire.encode(fold(messages).as_dict())


class TestWhoIsShownFirst:
    def test_nothing_is_nothing(self) -> None:
        state = fold([])

        assert (state.current, state.owner, state.tenure, state.claims, state.findings) == (None, None, None, (), ())

    @pytest.mark.parametrize("missing", ["open", "located"])
    @pytest.mark.parametrize("found", ["closed", "cancelled"])
    def test_no_digest_hides_the_side_of_a_fork_that_is_missing(self, missing: str, found: str) -> None:
        for text in ("one", "two", "three", "four"):
            state = fold([published(status=found, text=text), published(status=missing, text=text)])

            assert [each.status for each in state.claims] == [missing, found]

    def test_open_comes_before_located(self) -> None:
        state = fold([published(status="located"), published(status="open")])

        assert [each.status for each in state.claims] == ["open", "located"]

    @pytest.mark.parametrize("revisions", [(1, 1), (1, 9), (9, 1)])
    def test_of_two_owners_neither_is_preferred_for_its_revision(self, revisions: tuple[int, int]) -> None:
        state = fold([published(SOUTH, revisions[0], tenure=1), published(NORTH, revisions[1])])

        assert [each.force for each in state.claims] == [NORTH, SOUTH]
        assert [each.doubts for each in state.claims] == [("MP-X-012",)] * 2

    def test_the_force_that_gave_the_id_is_listed_first(self) -> None:
        state = fold([published(EAST), published(NORTH)])

        assert ([force for _, force in state.owners], state.owner) == ([NORTH, EAST], NORTH)

    def test_of_two_that_prove_nothing_the_order_is_that_of_the_forces(self) -> None:
        other = "11111111-1111-4111-8111-111111111111"

        state = fold([published(SOUTH, subject=other), published(EAST, subject=other)])

        assert [force for _, force in state.owners] == [EAST, SOUTH]

    def test_who_is_missing_by_a_claim_that_waits_is_missing(self) -> None:
        closed, later = published(status="closed"), published(SOUTH, tenure=2, transfer="0" * 64)

        state = fold([closed, later])

        assert [(each.force, each.doubts) for each in state.claims] == [(SOUTH, ("MP-X-011",)), (NORTH, ())]
        assert state.owner == NORTH

    def test_what_waits_comes_after_what_does_not(self) -> None:
        other = "11111111-1111-4111-8111-111111111111"
        first = published(SOUTH, subject=other)
        waits = published(EAST, tenure=2, transfer="0" * 64, subject=other)
        asked = replace(requested(first, NORTH, force=SOUTH), subject=other)
        taken = replace(answered(asked, force=NORTH), subject=other)
        again = [published(NORTH, tenure=2, transfer=taken, subject=other)]
        again += [replace(requested(again[0], SOUTH, force=NORTH), subject=other)]
        again += [replace(answered(again[1], force=SOUTH), subject=other)]
        third = published(SOUTH, tenure=3, transfer=again[2], subject=other)

        state = fold([first, waits, asked, taken, *again, third])

        assert [(each.force, each.tenure) for each in state.claims] == [(SOUTH, 3), (EAST, 2)]

    def test_what_waits_is_not_shown_once_the_same_force_has_said_more(self) -> None:
        first, asked = published(), requested(published())
        taken = answered(asked)
        waits = published(SOUTH, 1, tenure=2, transfer="0" * 64, text="waits")

        state = fold([first, asked, taken, waits, published(SOUTH, 2, tenure=2, transfer=taken)])

        assert [each.revision for each in state.claims] == [2]
        assert [each.digest for each in state.held] == [waits.digest]


class TestDisputes:
    def test_two_accepted_and_a_rival_are_said_each_by_its_code(self) -> None:
        first = published()
        asked = [requested(first, each) for each in (EAST, ISLAND)]
        taken = [answered(one, force=by) for one, by in zip(asked, (EAST, ISLAND), strict=True)]

        state = fold([first, *asked, *taken, published(SOUTH)])

        assert [each.code for each in state.findings] == ["MP-X-012", "MP-X-062", "MP-X-064"]
        assert [force for _, force in state.owners] == [EAST, ISLAND, SOUTH]

    def test_whoever_took_a_later_tenure_disputes_nothing_with_itself(self) -> None:
        first, rival = published(), published(SOUTH)
        asked = requested(first)
        state = fold([first, rival, asked, answered(asked)])

        assert (state.owners, state.disputed) == (((2, SOUTH),), False)

    def test_a_rival_that_takes_its_claim_back_takes_nothing_else_back(self) -> None:
        first, rival = published(), published(SOUTH)

        state = fold([first, rival, taken_back(rival, "erased", force=SOUTH)])

        assert [each.digest for each in state.claims] == [first.digest]
        assert state.erased == (rival.digest,)
        assert state.retracted is None


class TestUntilTheOwnerPublishes:
    """Somebody who looks the person up sees what others know, also between two owners."""

    def test_of_two_who_accepted_and_agreed_both_versions_are_shown(self) -> None:
        first, asked, asked_island = published(), requested(published()), requested(published(), ISLAND)
        taken, taken_by_island = answered(asked), answered(asked_island, force=ISLAND)
        theirs = published(SOUTH, tenure=2, transfer=taken)
        others = published(ISLAND, tenure=2, transfer=taken_by_island, status="closed")
        settles = requested(others, SOUTH, force=ISLAND)
        agreed = answered(settles, force=SOUTH)

        state = fold([first, asked, asked_island, taken, taken_by_island, theirs, others, settles, agreed])

        assert state.owners == ((3, SOUTH),)
        assert [each.digest for each in state.claims] == [theirs.digest, others.digest]
        assert [each.code for each in state.findings] == ["MP-X-064"]

    def test_what_was_shown_for_it_goes_once_it_has(self) -> None:
        rival, asked = published(SOUTH), requested(published())
        taken = answered(asked)
        own = published(SOUTH, tenure=2, transfer=taken)

        state = fold([published(), rival, asked, taken, own])

        assert [each.digest for each in state.claims] == [own.digest]
        assert state.findings == ()

    def test_who_hands_on_and_then_withdraws_takes_only_its_own_back(self) -> None:
        first, asked = published(), requested(published())
        taken = answered(asked)
        theirs = published(SOUTH, tenure=2, transfer=taken)
        on = requested(theirs, EAST, force=SOUTH)
        back = taken_back(theirs, force=SOUTH)

        state = fold([first, asked, taken, theirs, on, answered(on, force=EAST), back])

        assert (state.owners, state.withdrawn) == (((3, EAST),), (theirs.digest,))
        assert [each.digest for each in state.claims] == [first.digest]
        assert [each.code for each in state.findings] == ["MP-X-064"]

    def test_what_an_owner_took_back_of_its_own_is_not_shown_for_another(self) -> None:
        first, asked = published(), requested(published())

        state = fold([first, asked, answered(asked), taken_back(first)])

        assert (state.owners, state.claims, state.withdrawn) == (((2, SOUTH),), (), (first.digest,))
        assert [each.code for each in state.findings] == ["MP-X-064"]


SAYINGS = st.sampled_from(["answer", "end", "escalate", "take back", "retract", "correct", "request", "publish"])


def anything(data: st.DataObject, known: list[Opened]) -> Opened:
    """Some message by some force about one of ``known``, allowed or not."""
    named = data.draw(st.sampled_from(known))
    force = data.draw(st.sampled_from(FORCES))
    manner = data.draw(st.sampled_from(["withdrawn", "erased"]))
    match data.draw(SAYINGS):
        case "answer":
            return answered(named, data.draw(st.sampled_from(["accepted", "refused"])), force=force)
        case "end":
            return ended(named, data.draw(st.sampled_from(["withdrawn", "lapsed"])), force=force)
        case "escalate":
            return escalated(named, force=force)
        case "take back":
            return taken_back(named, manner, force=force, tenure=data.draw(st.sampled_from([None, 1, 2, 3])))
        case "retract":
            return retracted(named, manner, force=force)
        case "correct":
            return corrected(named, force=force)
        case "request":
            tenure = data.draw(st.sampled_from([None, 1, 2, 3]))
            return requested(named, data.draw(st.sampled_from(FORCES)), force=force, tenure=tenure)
        case _:
            tenure = data.draw(st.integers(1, 3))
            transfer = named if tenure > 1 and data.draw(st.booleans()) else None
            return published(force, data.draw(st.integers(1, 3)), tenure=tenure, transfer=transfer)


@pytest.mark.no_cover
class TestAnything:
    """Of messages that forces say at random about one another's."""

    @given(st.data())
    def test_any_order_gives_one_state_and_what_may_not_be_said_changes_no_byte(self, data: st.DataObject) -> None:
        known = [published()]
        for _ in range(data.draw(st.integers(0, 14))):
            known.append(anything(data, known))
        turned = data.draw(st.permutations(known))
        expected = written(known)
        _, judged = fold_facts(facts(known))

        assert written([*turned, *turned[:3]]) == expected
        assert written([each for each in known if each.digest not in judged.refused]) == expected

    @given(st.data())
    def test_somebody_owns_it_and_nothing_that_was_taken_back_comes_again(self, data: st.DataObject) -> None:
        known = [published()]
        gone: set[str] = set()
        for _ in range(data.draw(st.integers(0, 14))):
            state, judged = fold_facts(facts(known))
            covered = {*state.withdrawn, *state.erased}
            assert state.owners or not any(each.kind == "episode.published" for each in judged.applied.values())
            assert gone <= covered
            assert covered.isdisjoint(each.digest for each in state.claims)
            gone = covered
            known.append(anything(data, known))

    @given(st.data())
    def test_of_what_an_owner_has_something_is_shown_unless_it_was_taken_back(self, data: st.DataObject) -> None:
        asked = [requested(published(), each) for each in (SOUTH, EAST)]
        known = [published(), *asked, answered(asked[0], force=SOUTH), answered(asked[1], force=EAST)]
        for _ in range(data.draw(st.integers(0, 8))):
            known.append(anything(data, known))
        state, judged = fold_facts(facts(known))
        handed = {(each.tenure, each.asker, each.asked) for each in state.transfers if each.state == "accepted"}
        gone = {*state.withdrawn, *state.erased}

        for owner in () if state.retracted else state.owners:
            chain = [owner]
            for tenure, force in chain:
                chain += [(by[0], by[1]) for by in handed if (by[0] + 1, by[2]) == (tenure, force)]
            versions = [each for each in judged.applied.values() if each.kind == "episode.published"]
            left = [each for each in versions if (each.tenure, each.force) in chain and each.digest not in gone]
            shown = {(each.tenure, each.force) for each in state.claims}
            assert not left or shown & set(chain)

    @given(st.data())
    def test_what_is_erased_decides_nothing(self, data: st.DataObject) -> None:
        known = [published()]
        for _ in range(data.draw(st.integers(0, 14))):
            known.append(anything(data, known))
        told = facts(known)
        state, _ = fold_facts(told)

        emptied = [each.erased() if each.digest in state.erased else each for each in told]

        assert fold_facts(emptied)[0].as_dict() == state.as_dict()

    @given(st.data())
    def test_whoever_never_had_what_is_erased_knows_the_same(self, data: st.DataObject) -> None:
        known = [published()]
        for _ in range(data.draw(st.integers(0, 14))):
            known.append(anything(data, known))
        told = facts(known)
        state, judged = fold_facts(told)
        missed = data.draw(st.sets(st.sampled_from(state.erased))) if state.erased else set()

        late = [each for each in told if each.digest not in {*judged.refused, *missed}]

        assert fold_facts(late)[0].as_dict() == state.as_dict()

    @given(st.data())
    def test_whoever_erases_as_they_come_loses_nothing_that_lasts(self, data: st.DataObject) -> None:
        known = [published()]
        for _ in range(data.draw(st.integers(0, 10))):
            known.append(anything(data, known))
        kept = {}

        for each in facts(data.draw(st.permutations(known))):
            kept[each.digest] = kept.get(each.digest, each)
            for digest in fold_facts(kept.values())[0].erased:
                kept[digest] = kept[digest].erased()

        assert fold_facts(kept.values())[0].as_dict() == fold_facts(facts(known))[0].as_dict()

    @given(st.sampled_from(SCENARIOS), st.sampled_from([Opening.VOID, Opening.UNPROVEN, Opening.REFUSED]), st.data())
    def test_what_nothing_proves_changes_no_byte(self, scenario: Any, outcome: Opening, data: st.DataObject) -> None:
        messages = list(scenario.messages.values())
        proven = [each for each in messages if each.outcome is not Opening.UNPROVEN]
        forged = [replace(anything(data, proven), outcome=outcome) for _ in range(3)]

        assert written([*messages, *forged]) == written(messages)


def test_handovers_back_and_forth_are_looked_at_once_each() -> None:
    forces = ("test-north", "test-south", "test-east")
    messages = [published(force, tenure=1) for force in forces]
    for tenure in range(1, 26):
        for giver, taker in itertools.permutations(forces, 2):
            asks = requested(messages[0], taker, force=giver, tenure=tenure)
            messages += [asks, answered(asks, force=taker)]

    # It would take longer than there is time, were each way through the handovers gone.
    assert fold(messages).owners


@pytest.mark.no_cover
@pytest.mark.parametrize("shape", folding.SHAPES.values(), ids=lambda each: each.__name__)
def test_folding_is_linear(shape: Any) -> None:
    small, large = shape(2_000), shape(20_000)

    once = folding.quickest(lambda: folding.read_once(large)) / folding.quickest(lambda: folding.read_once(small))
    grown = folding.quickest(lambda: folding.folded(large)) / folding.quickest(lambda: folding.folded(small))

    assert grown < 2 * max(once, 10)


def test_the_episode_is_named_though_nothing_counts() -> None:
    assert fold([answered("0" * 64)]).episode_id == EPISODE
