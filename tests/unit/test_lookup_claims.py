"""Nobody who is missing by any force's claim is hidden by another: every claim is shown, and that they disagree."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from test_register_exchange import ASKED, OPEN, TAKEN, THEIRS
from test_register_store import FIRST, KEYS, NOW, SECOND, derived_rows, put, register, sealed, tree

from missingpersons.exchange.keys import new_key
from missingpersons.register.candidates import DISAGREE, NOT_THE_OWNERS, WAITING
from missingpersons.register.lookup import Candidate, Encounter, lookup
from missingpersons.register.store import Register
from missingpersons.statistics.counts import counts

__all__ = ["register"]

TESTLEY = {"names": [{"given": ["Robert"], "family": "Testley"}]}
ASHBY = {"names": [{"given": ["Dora"], "family": "Ashby"}]}


def find(register: Register, family: str = "Testley") -> tuple[Candidate, ...]:
    return lookup(register, Encounter(family=family), reason="encounter")


def receive(register: Register, *made: dict[str, Any]) -> None:
    for each in made:
        register.receive(sealed(each), source="invented")


def claims(candidate: Candidate) -> list[tuple[str, str]]:
    return [(each.owner_force, each.status) for each in candidate.claims]


class TestTwoForces:
    @pytest.mark.parametrize("missing", ["open", "located"])
    @pytest.mark.parametrize("found", ["closed", "cancelled"])
    @pytest.mark.parametrize("forces", [("test-north", "test-south"), ("test-south", "test-north")])
    def test_whichever_force_says_that_they_are_missing_they_are_found(
        self, register: Register, missing: str, found: str, forces: tuple[str, str]
    ) -> None:
        receive(
            register,
            tree(owner_force=forces[0], status=missing, person=TESTLEY),
            tree(owner_force=forces[1], status=found, person=TESTLEY),
        )

        (candidate,) = find(register)

        assert (candidate.status, candidate.owner_force) == (missing, forces[0])
        assert claims(candidate) == [(forces[0], missing), (forces[1], found)]
        assert candidate.reasons[0] == DISAGREE
        assert [each.doubts for each in candidate.claims] == [("MP-X-012",), ("MP-X-012",)]

    def test_a_force_whose_code_comes_first_cannot_close_anothers_episode(self, register: Register) -> None:
        island = new_key("test-island")
        register.trust([island.public])
        put(register, tree(person=TESTLEY))

        receipt = register.receive(
            sealed(tree(owner_force="test-island", status="closed", person=ASHBY, revision=9), island),
            source="invented",
        )

        assert [each.code for each in receipt.findings] == ["MP-X-012", "MP-X-068"]
        assert claims(find(register)[0]) == [("test-north", "open"), ("test-island", "closed")]

    def test_they_are_found_by_what_any_of_the_claims_says(self, register: Register) -> None:
        receive(
            register,
            tree(person=TESTLEY),
            tree(owner_force="test-south", status="closed", person=ASHBY),
        )

        assert [each.episode_id for each in find(register, "Ashby")] == [FIRST]
        assert find(register, "Ashby")[0].status == "open"
        assert [each.episode_id for each in find(register, "Testley")] == [FIRST]

    def test_an_episode_is_shown_once_with_its_best_score(self, register: Register) -> None:
        receive(
            register,
            tree(person=TESTLEY),
            tree(owner_force="test-south", person={"names": [{"given": ["Robert"], "family": "Testly"}]}),
            tree(SECOND, person=TESTLEY),
        )

        found = lookup(register, Encounter(family="Testley", given="Robert"), reason="encounter")

        assert [(each.rank, each.episode_id) for each in found] == [(1, FIRST), (2, SECOND)]
        assert found[0].reasons == (DISAGREE, "family name agrees", "given name agrees")

    def test_all_closed_is_closed(self, register: Register) -> None:
        receive(
            register,
            tree(status="closed", person=TESTLEY),
            tree(owner_force="test-south", status="cancelled", person=TESTLEY),
        )

        assert find(register) == ()

    def test_each_claim_says_how_to_reach_its_force(self, register: Register) -> None:
        receive(
            register,
            tree(
                person=TESTLEY,
                officer_in_charge={"contact_point": "01632 960001"},
                assessments=[{"scheme": "app-2017", "level": "high"}],
            ),
            tree(owner_force="test-south", status="closed", officer_in_charge={"contact_point": "01632 960002"}),
        )

        (candidate,) = find(register)

        assert candidate.as_dict()["claims"] == [
            {
                "owner_force": "test-north",
                "status": "open",
                "contact": "01632 960001",
                "scheme": "app-2017",
                "level": "high",
                "tenure": 1,
                "revision": 1,
                "doubts": ["MP-X-012"],
            },
            {
                "owner_force": "test-south",
                "status": "closed",
                "contact": "01632 960002",
                "scheme": None,
                "level": None,
                "tenure": 1,
                "revision": 1,
                "doubts": ["MP-X-012"],
            },
        ]

    def test_a_settled_episode_has_nothing_more_to_say(self, register: Register) -> None:
        put(register, tree(person=TESTLEY))

        (candidate,) = find(register)

        assert not candidate.unsettled
        assert "claims" not in candidate.as_dict()
        assert claims(candidate) == [("test-north", "open")]


class TestFork:
    @pytest.mark.parametrize("text", [f"variant {number}" for number in range(8)])
    def test_no_digest_decides_what_a_person_sees(self, register: Register, text: str) -> None:
        receive(
            register,
            tree(person=TESTLEY, circumstances=text),
            tree(person=TESTLEY, status="closed", circumstances=text),
        )

        (candidate,) = find(register)

        assert candidate.status == "open"
        assert claims(candidate) == [("test-north", "open"), ("test-north", "closed")]
        assert [each.doubts for each in candidate.claims] == [("MP-X-013",), ("MP-X-013",)]

    def test_the_next_version_settles_it(self, register: Register) -> None:
        receive(
            register,
            tree(person=TESTLEY),
            tree(person=TESTLEY, status="closed"),
            tree(person=TESTLEY, status="closed", revision=2),
        )

        assert find(register) == ()

    @pytest.mark.no_cover
    def test_any_order_of_receipt_gives_the_same_tables_and_the_same_answer(self, tmp_path: Path) -> None:
        messages = [
            sealed(made)
            for made in (
                tree(person=TESTLEY, status="closed"),
                tree(person=TESTLEY),
                tree(owner_force="test-south", person=ASHBY, status="located"),
                tree(owner_force="test-south", person=ASHBY, status="cancelled"),
                tree(owner_force="test-south", person=TESTLEY, tenure=2),
            )
        ]
        seen = set()
        for number, order in enumerate(itertools.permutations(messages)):
            with Register.create(tmp_path / f"{number}.db", clock=lambda: NOW) as register:
                register.trust(key.public for key in KEYS.values())
                with register.writing():
                    for each in order:
                        register.receive(each, source="invented")
                (candidate,) = find(register)
                seen.add(repr((derived_rows(register), candidate.as_dict())))

        assert len(seen) == 1

    def test_rebuilding_changes_nothing(self, register: Register) -> None:
        receive(register, tree(person=TESTLEY), tree(person=TESTLEY, status="closed"), tree(tenure=2))
        before = derived_rows(register)

        register.rebuild()

        assert derived_rows(register) == before


class TestHandedOver:
    def test_until_the_owner_publishes_it_is_said_whose_word_is_shown_and_to_whom_to_speak(
        self, register: Register
    ) -> None:
        for each in (OPEN, ASKED, TAKEN):
            register.receive(each, source="invented")

        (candidate,) = find(register)

        assert (candidate.status, candidate.owner_force) == ("open", "test-north")
        assert candidate.reasons[0] == f"{NOT_THE_OWNERS} test-south"
        assert [each.doubts for each in candidate.claims] == [("MP-X-064",)]

    def test_once_it_has_nothing_of_that_is_said(self, register: Register) -> None:
        for each in (OPEN, ASKED, TAKEN, THEIRS):
            register.receive(each, source="invented")

        (candidate,) = find(register)

        assert (candidate.owner_force, candidate.unsettled) == ("test-south", False)
        assert not any(each.startswith(NOT_THE_OWNERS) for each in candidate.reasons)


class TestWaiting:
    def test_a_claim_that_waits_for_its_transfer_is_found(self, register: Register) -> None:
        receive(register, tree(owner_force="test-south", tenure=2, person=TESTLEY))

        (candidate,) = find(register)

        assert (candidate.status, candidate.owner_force) == ("open", "test-south")
        assert candidate.reasons[0] == WAITING
        assert [each["doubts"] for each in candidate.as_dict()["claims"]] == [["MP-X-011"]]

    def test_one_closed_by_the_owner_and_open_by_a_claim_that_waits_is_found(self, register: Register) -> None:
        receive(
            register,
            tree(status="closed", person=TESTLEY),
            tree(owner_force="test-south", tenure=2, person=TESTLEY),
        )

        (candidate,) = find(register)

        assert candidate.reasons[:2] == (DISAGREE, WAITING)
        assert claims(candidate) == [("test-south", "open"), ("test-north", "closed")]
        assert [each.doubts for each in candidate.claims] == [("MP-X-011",), ()]


class TestCounts:
    @staticmethod
    def told(register: Register, unit: str) -> list[tuple[str, str, int | str]]:
        return [(each.force, each.status, each.number) for each in counts(register) if each.unit == unit]

    def test_an_unsettled_episode_is_one_incident_and_is_said_to_be_unsettled(self, register: Register) -> None:
        receive(register, tree(status="closed"), tree(owner_force="test-south"), tree(SECOND))

        assert self.told(register, "incidents") == [("test-north", "open", 1), ("test-south", "open", 1)]
        assert self.told(register, "unsettled") == [("test-south", "open", 1)]

    def test_where_all_is_settled_there_is_no_such_row(self, register: Register) -> None:
        put(register, tree(), tree(revision=2))

        assert self.told(register, "unsettled") == []

    def test_small_numbers_of_them_are_hidden_too(self, register: Register) -> None:
        receive(register, tree(), tree(status="closed"))

        assert [each.number for each in counts(register, suppress=True) if each.unit == "unsettled"] == ["x"]
