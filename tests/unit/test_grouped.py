"""Many cases in one test: it fails if any of them does, and says of each which it was."""

from __future__ import annotations

import pytest
from tests import grouped

GROUPS = {"low": {"one": (1, 2), "two": (2, 4), "three": (3, 6)}, "high": {"nine": (9, 18)}}


def asked(of: list[int], fails: dict[int, Exception] | None = None):
    @grouped.grouped("number, double", GROUPS)
    def ask(number: int, double: int) -> None:
        of.append(number)
        if number in (fails or {}):
            raise fails[number]
        assert double == 2 * number

    return ask


@pytest.fixture(autouse=True)
def all_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "only", None)


def notes(error: BaseExceptionGroup) -> list[str]:
    return [note for each in error.exceptions for note in each.__notes__]


def test_every_case_of_the_group_is_asked_and_no_other() -> None:
    seen: list[int] = []

    asked(seen)(group="low")

    assert seen == [1, 2, 3]


def test_each_that_fails_is_told_and_the_rest_is_asked() -> None:
    seen: list[int] = []

    with pytest.raises(BaseExceptionGroup, match="2 of 3 cases of low") as caught:
        asked(seen, {1: AssertionError(), 2: KeyError("any")})(group="low")

    assert seen == [1, 2, 3]
    assert notes(caught.value) == ["case one", "case two"]


def test_what_was_not_raised_is_told_too() -> None:
    @grouped.grouped("number", {"some": {"first": (1,), "last": (2,)}})
    def ask(number: int) -> None:
        with pytest.raises(KeyError):
            pass

    with pytest.raises(BaseExceptionGroup) as caught:
        ask(group="some")

    assert notes(caught.value) == ["case first", "case last"]


def test_one_case_is_asked_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "only", "two")
    seen: list[int] = []

    asked(seen)(group="low")
    with pytest.raises(pytest.skip.Exception, match="there is no case two here"):
        asked(seen)(group="high")

    assert seen == [2]


@pytest.mark.parametrize("groups", [{}, {"some": {}}])
def test_a_group_of_nothing_is_refused(groups: grouped.Groups) -> None:
    with pytest.raises(ValueError, match="shows nothing"):
        grouped.grouped("number", groups)


def test_codes_are_grouped_by_their_tens() -> None:
    assert grouped.by_family(["MP-R-001", "MP-R-009", "MP-R-010"]) == {
        "MP-R-00": {"MP-R-001": ("MP-R-001",), "MP-R-009": ("MP-R-009",)},
        "MP-R-01": {"MP-R-010": ("MP-R-010",)},
    }
