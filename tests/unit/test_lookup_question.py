"""What was asked: blanks are not, unreadable words are said, and too little is another answer than nobody."""

from __future__ import annotations

from math import log2
from typing import Any, ClassVar

import pytest
from test_register_store import FIRST, new_id, put, register, tree

from missingpersons.findings import CannotRun
from missingpersons.register.encounter import Encounter
from missingpersons.register.evidence import evidence
from missingpersons.register.lookup import asks_enough, lookup
from missingpersons.register.store import Register
from missingpersons.register.threshold import Bits, is_enough

__all__ = ["register"]


class TestBlanks:
    BLANK: ClassVar[dict[str, Any]] = {
        "family": "",
        "given": "  ",
        "born": "",
        "sex": "",
        "ethnicity_observed": " ",
        "build": "",
        "hair_colour": "\t",
        "wearing": ("", " "),
        "marks": ("",),
        "phone": "",
        "identifier": "\N{NO-BREAK SPACE}",
        "latitude": "",
        "longitude": "",
        "place": "",
        "at": "",
    }

    def test_a_blank_is_not_asked(self) -> None:
        assert Encounter(**self.BLANK) == Encounter()
        assert Encounter(**self.BLANK).asked() == ()

    def test_blanks_beside_a_name_are_not_asked(self, register: Register) -> None:
        put(register, tree(person={"names": [{"family": "Testley"}]}))

        found = lookup(register, Encounter(**{**self.BLANK, "family": "Testley"}), reason="encounter")

        assert [each.episode_id for each in found] == [FIRST]
        assert list(register.audit)[-1].asked == ("family",)

    def test_blanks_alone_are_no_question(self, register: Register) -> None:
        with pytest.raises(CannotRun, match="nothing was asked"):
            lookup(register, Encounter(**self.BLANK), reason="encounter")

    def test_what_is_no_blank_is_asked_as_it_was_written(self) -> None:
        assert Encounter(wearing=("red scarf", "", "blue hat")).wearing == ("red scarf", "blue hat")


class TestUnread:
    @pytest.mark.parametrize(
        ("asked", "unread"),
        [
            ({"wearing": ("zorblax",)}, {"wearing": 1}),
            ({"wearing": ("zorblax", "red scarf", "plumbus")}, {"wearing": 2}),
            ({"wearing": ("zorblax red scarf",)}, {}),
            ({"marks": ("large, old",)}, {"marks": 1}),
            ({"marks": ("freckled",)}, {}),
            ({"family": "?", "given": "-"}, {"family": 1, "given": 1}),
            ({"phone": "withheld"}, {"phone": 1}),
            ({"place": "the bus shelter"}, {"place": 1}),
            ({"place": "the bus shelter", "latitude": "53.1", "longitude": "-1.1"}, {}),
            ({"family": "Testley", "phone": "01632 960123", "place": "Netherfold"}, {}),
            ({"sex": "male"}, {}),
        ],
    )
    def test_the_fields_whose_words_cannot_be_compared_are_named(
        self, asked: dict[str, Any], unread: dict[str, int]
    ) -> None:
        assert Encounter(**asked).unread() == unread


class TestEnough:
    @pytest.mark.parametrize(
        "asked",
        [
            {"sex": "male", "age_min": 34, "age_max": 34},
            {"given": "Robert"},
            {"wearing": ("zorblax",), "sex": "male"},
            {"wearing": ("red scarf",), "sex": "male"},
            {"family": "?"},
            {"born": "1990", "sex": "male"},
            {"sex": "unknown", "build": "unknown"},
            {
                "sex": "male",
                "ethnicity_observed": "asian",
                "height_cm": 180,
                "build": "slim",
                "hair_colour": "black",
                "latitude": "53.1",
                "longitude": "-1.1",
            },
        ],
    )
    def test_too_little_is_told_from_nobody(self, register: Register, asked: dict[str, Any]) -> None:
        assert not asks_enough(register, Encounter(**asked))

    @pytest.mark.parametrize(
        "asked",
        [
            {"family": "Testley"},
            {"given": "Robert", "sex": "male", "age_min": 34, "age_max": 34},
            {"born": "1990-05-05"},
            {"phone": "01632 960123"},
            {"identifier": "N77"},
            {"wearing": ("red scarf", "blue jeans", "white trainers"), "sex": "male", "age_max": 40},
            {"marks": ("anchor tattoo on the neck", "scar on chin")},
        ],
    )
    def test_enough_may_find_somebody(self, register: Register, asked: dict[str, Any]) -> None:
        assert asks_enough(register, Encounter(**asked))

    @pytest.mark.parametrize(
        ("person", "asked"),
        [
            ({"names": [{"given": ["Robert"]}], "sex": "male"}, {"given": "Robert", "sex": "male"}),
            (
                {"names": [{"given": ["Robert"]}], "sex": "male", "age": {"min": 34, "max": 34}},
                {"given": "Robert", "sex": "male", "age_min": 34, "age_max": 34},
            ),
            ({"names": [{"family": "Testley"}]}, {"family": "Testley"}),
            ({"clothing": [{"text": "red scarf"}], "sex": "male"}, {"wearing": ("red scarf",), "sex": "male"}),
            (
                {"clothing": [{"text": each} for each in ("red scarf", "blue jeans", "white trainers", "pink hat")]},
                {"wearing": ("red scarf", "blue jeans", "white trainers", "pink hat")},
            ),
        ],
    )
    def test_whoever_fits_in_everything_is_found_exactly_where_it_is_enough(
        self, register: Register, person: dict[str, Any], asked: dict[str, Any]
    ) -> None:
        others = {"sex": "female", "clothing": [{"text": "green coat"}]}
        long_ago = {"missing_since": {"earliest": "2026-01-01T06:00:00Z"}}
        put(register, tree(person=person, **long_ago), *(tree(new_id(), person=others) for _ in range(20)))

        found = lookup(register, Encounter(**asked), reason="encounter")

        assert bool(found) is asks_enough(register, Encounter(**asked))

    def test_the_more_are_missing_the_more_must_be_told(self, register: Register) -> None:
        needed = evidence().threshold
        worn: list[Bits] = [("garment", "agrees", log2(needed.anonymous_crowd) + needed.anonymous_margin)]

        assert is_enough(worn, missing_now=True, crowd=3)
        assert is_enough(worn, missing_now=True, crowd=needed.anonymous_crowd)
        assert not is_enough(worn, missing_now=True, crowd=needed.anonymous_crowd * 2)
