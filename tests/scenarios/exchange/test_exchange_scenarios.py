"""Every order of every scenario gives the state that its words say, and repeats change nothing."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import pytest
from exchange_library import SCENARIOS, Scenario
from exchange_making import found, seen

from missingpersons import wire
from missingpersons.exchange.facts import fact
from missingpersons.exchange.fold import fold, fold_facts
from missingpersons.exchange.state import State
from missingpersons.exchange.verdicts import Verdicts


def amounts_to(scenario: Scenario, state: State, judged: Verdicts) -> dict[str, Any]:
    """The state in the words of the scenario, without what is empty."""
    called = {each.digest: name for name, each in scenario.messages.items()}
    same = (
        {each.digest: "first|again" for each in scenario.messages.values()} if "again" in scenario.messages else called
    )

    def names(digests: Any) -> set[str]:
        return {called[each] for each in digests}

    told = {
        "owners": [force for _, force in state.owners],
        "tenure": state.tenure,
        "disputed": state.disputed,
        "claims": [" ".join((same[each.digest], *each.doubts)) for each in state.claims],
        "transfers": sorted(" ".join((called[each.request], each.state, *each.findings)) for each in state.transfers),
        "enquiries": sorted(
            " ".join((called[each.request], *([step.code for step in each.answers] or ["open"])))
            for each in state.enquiries
        ),
        "forks": [names(each) for each in state.forks],
        "gaps": [(each.tenure, each.force, each.first, each.last) for each in state.gaps],
        "held": {called[each.digest]: each.code for each in state.held},
        "sightings": names(each.digest for each in state.sightings),
        "found": names(each.digest for each in state.found),
        "corrections": [f"{called[each.digest]} of {called[each.message]}" for each in state.corrections],
        "tombstones": sorted(f"{called[each.digest]} {each.manner}" for each in state.tombstones),
        "retracted": state.retracted,
        "withdrawn": names(state.withdrawn),
        "erased": names(state.erased),
        "refused": {called[digest]: code for digest, code in judged.refusals.items()},
        "findings": [each.code for each in state.findings],
    }
    return {name: value for name, value in told.items() if value}


def written(state: State) -> bytes:
    return wire.encode(state.as_dict())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)
class TestEveryScenario:
    def test_it_amounts_to_what_its_words_say(self, scenario: Scenario) -> None:
        facts = [each for each in map(fact, scenario.messages.values()) if each is not None]

        state, judged = fold_facts(facts)

        assert amounts_to(scenario, state, judged) == scenario.amounts_to

    @pytest.mark.no_cover
    def test_all_orders_give_one_state(self, scenario: Scenario) -> None:
        messages = list(scenario.messages.values())
        facts = [each for each in map(fact, messages) if each is not None]
        expected = fold(messages)

        for order in itertools.permutations(facts):
            assert fold_facts(order)[0] == expected

    @pytest.mark.no_cover
    def test_receiving_any_of_them_again_at_any_point_changes_nothing(self, scenario: Scenario) -> None:
        messages = list(scenario.messages.values())
        expected = written(fold(messages))

        for place in range(len(messages) + 1):
            for again in messages:
                assert written(fold([*messages[:place], again, *messages[place:]])) == expected

    def test_what_counts_for_nothing_changes_no_byte(self, scenario: Scenario) -> None:
        messages = list(scenario.messages.values())
        facts = [each for each in map(fact, messages) if each is not None]
        _, judged = fold_facts(facts)

        without = [each for each in messages if each.digest not in judged.refused]
        forces = {each.force for each in facts if each.kind == "episode.published"}
        lies = {each for each in judged.beside if judged.facts[each].force not in forces}

        assert written(fold(each for each in without if each.digest not in lies)) == written(fold(messages))

        assert written(fold(without)) == written(fold(messages))

    @pytest.mark.no_cover
    def test_every_part_of_it_has_an_owner_once_a_version_counts(self, scenario: Scenario) -> None:
        messages = list(scenario.messages.values())

        for size in range(len(messages) + 1):
            for some in itertools.combinations(messages, size):
                state, judged = fold_facts(each for each in map(fact, some) if each is not None)
                if any(each.kind == "episode.published" for each in judged.applied.values()):
                    assert state.owners
                elif state.owners and not (state.tombstones or state.transfers):
                    # One whose handover the two forces have signed: that its version waits or is missing is said.
                    assert {"MP-X-011", "MP-X-064"} & {each.code for each in state.findings}
                    assert {"transfer.requested", "transfer.answered"} <= {each.kind for each in state.held}

    def test_what_is_erased_is_nowhere_in_the_state_and_need_not_be_kept(self, scenario: Scenario) -> None:
        facts = [each for each in map(fact, scenario.messages.values()) if each is not None]
        state, _ = fold_facts(facts)

        compacted = [each.erased() if each.digest in state.erased else each for each in facts]

        assert fold_facts(compacted)[0] == state
        kept = [each.digest for each in (*state.claims, *state.sightings, *state.found)]
        assert set(kept).isdisjoint(state.erased)

    @pytest.mark.no_cover
    def test_whoever_has_only_what_lasts_knows_the_same(self, scenario: Scenario) -> None:
        facts = [each for each in map(fact, scenario.messages.values()) if each is not None]
        state, judged = fold_facts(facts)
        lasting = [each for each in facts if each.digest not in {*state.erased, *judged.refused}]
        erased = [each for each in facts if each.digest in state.erased]

        for size in range(len(erased) + 1):
            for some in itertools.combinations(erased, size):
                kept = [*lasting, *some]
                # All of them in every order are asked for above.
                orders = itertools.permutations(kept) if len(kept) < len(facts) else [kept]
                for order in orders:
                    assert fold_facts(order)[0] == state
                assert wire.encode(fold_facts(order)[0].as_dict()) == written(state)

    def test_neither_the_state_nor_what_it_is_made_of_shows_anybody(self, scenario: Scenario) -> None:
        state, judged = fold_facts(each for each in map(fact, scenario.messages.values()) if each is not None)

        shown = repr(state) + repr(judged) + written(state).decode()

        for word in ("Testley", "harbour", "station", "chandler", "Nobody there", "Safe and well"):
            assert word not in shown


@pytest.mark.no_cover
class TestTombstones:
    """What a tombstone covers never stands again, whatever comes after it."""

    @pytest.mark.parametrize(
        "scenario", [each for each in SCENARIOS if "tombstones" in each.amounts_to], ids=lambda each: each.name
    )
    def test_they_only_ever_cover_more(self, scenario: Scenario) -> None:
        random = Random(6)
        messages = list(scenario.messages.values())

        for _ in range(200):
            random.shuffle(messages)
            gone: set[str] = set()
            erased: set[str] = set()
            for count in range(1, len(messages) + 1):
                state = fold(messages[:count])
                assert erased <= set(state.erased)
                assert gone <= {*state.withdrawn, *state.erased}
                erased, gone = set(state.erased), {*state.withdrawn, *state.erased}


@pytest.mark.no_cover
class TestLargeSets:
    def test_random_orders_with_duplicates_give_one_state(self) -> None:
        random = Random(6)
        messages = [each for scenario in SCENARIOS for each in scenario.messages.values()]
        messages += [seen(text=f"Sighting {number}.") for number in range(200)] + [found(force="test-west")]
        expected = written(fold(messages))

        for _ in range(50):
            order = [*messages, *random.choices(messages, k=100)]
            random.shuffle(order)
            assert written(fold(order)) == expected


def test_the_library_is_as_large_as_is_promised() -> None:
    assert len(SCENARIOS) >= 25
    assert len({each.name for each in SCENARIOS}) == len(SCENARIOS)
    assert all(len(each.messages) <= 8 for each in SCENARIOS)
