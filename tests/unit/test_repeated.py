"""What of a sender's own choosing a state repeats."""

from __future__ import annotations

import pytest

from missingpersons.exchange.repeated import code_of, places_of


@pytest.mark.parametrize(("code", "shown"), [("inaccurate", "inaccurate"), ("robert_testley", None), (None, None)])
def test_a_code_that_the_list_has(code: str | None, shown: str | None) -> None:
    assert code_of("retraction_reasons", code) == shown


@pytest.mark.parametrize(
    ("pointers", "shown"),
    [
        (["/episode/person/names/0/family"], ("/episode/person/names/0/family",)),
        (["/sighting/text", "/rationale"], ("/sighting/text", "/rationale")),
        (["/episode/extensions/acme/robert"], ("/episode/extensions",)),
        (["/episode/robert/names", "/episode/testley"], ("/episode",)),
        (["/robert"], ()),
    ],
)
def test_a_place_as_far_as_the_standard_names_it(pointers: list[str], shown: tuple[str, ...]) -> None:
    assert places_of(pointers) == shown
