"""Grid references: which squares they name, on which grid, and how exactly."""

from __future__ import annotations

from itertools import product
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missingpersons.values.grid import GRID_REFERENCE, GridReference, grid_reference


def read(text: str) -> GridReference:
    found = grid_reference(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("TQ 3 8", (530000, 180000, 540000, 190000)),
        ("TQ 30 80", (530000, 180000, 531000, 181000)),
        ("TQ 300 803", (530000, 180300, 530100, 180400)),
        ("TQ 3001 8034", (530010, 180340, 530020, 180350)),
        ("TQ 30012 80345", (530012, 180345, 530013, 180346)),
        ("SV 00000 00000", (0, 0, 1, 1)),
        ("SU 123 422", (412300, 142200, 412400, 142300)),
        ("HP 6 1", (460000, 1210000, 470000, 1220000)),
        ("TV 59 97", (559000, 97000, 560000, 98000)),
        ("OV 0 0", (500000, 500000, 510000, 510000)),
        ("V 0 0", (0, 0, 10000, 10000)),
        ("O 159 346", (315900, 234600, 316000, 234700)),
        ("J 33 74", (333000, 374000, 334000, 375000)),
        ("A 9 9", (90000, 490000, 100000, 500000)),
    ],
)
def test_the_square_that_it_names(text: str, box: tuple[int, int, int, int]) -> None:
    assert read(text).box == box


def test_the_national_grid_has_91_squares_and_the_irish_one_25() -> None:
    pairs = {pair for pair in map("".join, product(ascii_uppercase, repeat=2)) if grid_reference(f"{pair}00")}
    corners = {read(f"{pair}00").box[:2] for pair in pairs}

    assert corners == set(product(range(0, 700_000, 100_000), range(0, 1_300_000, 100_000)))
    assert len(pairs) == 91
    assert {each for each in ascii_uppercase if grid_reference(f"{each}00")} == set(ascii_uppercase) - {"I"}
    assert [read(text).is_irish for text in ("TQ00", "O00")] == [False, True]


@given(st.sampled_from(["TQ", "HP", "SV", "O", "V"]), st.integers(1, 5), st.data())
def test_a_coarser_one_holds_it(letters: str, half: int, data: st.DataObject) -> None:
    reference = GridReference(letters, data.draw(st.text("0123456789", min_size=2 * half, max_size=2 * half)))
    wider = reference.coarser(data.draw(st.sampled_from(range(2, 2 * half + 1, 2))))

    west, south, east, north = reference.box
    assert wider.box[0] <= west < east <= wider.box[2]
    assert wider.box[1] <= south < north <= wider.box[3]
    assert wider.size >= reference.size == east - west == north - south


@pytest.mark.parametrize("digits", [0, 3, 8, -2])
def test_no_reference_has_so_many_digits(digits: int) -> None:
    with pytest.raises(ValueError, match=r"^give an even number of digits"):
        read("TQ 300 803").coarser(digits)


def test_it_is_written_without_blanks_shown_with_them_and_never_shown_by_repr() -> None:
    reference = read("tq 300 803")

    assert str(reference) == "TQ300803"
    assert GRID_REFERENCE.shown(str(reference)) == "TQ 300 803"
    assert "300" not in repr(reference)
