"""A document moves to another major version only when asked, one step at a time, on a copy."""

from __future__ import annotations

from typing import Any

import pytest

from missingpersons.findings import CannotRun
from missingpersons.migrations import STEPS, upgrade


def _to(version: str, name: str) -> Any:
    return lambda tree: {**tree, "standard_version": version, name: True}


def test_a_document_of_this_version_stays_as_it_is(good: dict[str, Any]) -> None:
    upgraded = upgrade(good)

    assert upgraded == good
    assert upgraded is not good
    assert upgraded["person"] is not good["person"]


def test_steps_are_taken_in_turn_on_a_copy() -> None:
    old = {"standard_version": "0.9", "person": {}}

    upgraded = upgrade(old, steps={"0": _to("1.0", "first"), "1": _to("2.0", "second")}, to="2")

    assert upgraded == {"standard_version": "2.0", "person": {}, "first": True, "second": True}
    assert old == {"standard_version": "0.9", "person": {}}


def test_where_no_step_leads_nothing_is_guessed() -> None:
    with pytest.raises(CannotRun, match="there is no way from this document's version"):
        upgrade({"standard_version": "2.0"})


@pytest.mark.parametrize(
    "steps",
    [
        {"1": _to("1.1", "nowhere")},
        {"1": _to("2.0", "on"), "2": _to("1.0", "back")},
    ],
)
def test_a_step_that_leads_back_ends_it(steps: dict[str, Any]) -> None:
    with pytest.raises(CannotRun, match="there is no way from this document's version"):
        upgrade({"standard_version": "1.0"}, steps=steps, to="3")


@pytest.mark.parametrize("tree", [{}, {"standard_version": 1}])
def test_a_document_must_say_its_version(tree: dict[str, Any]) -> None:
    with pytest.raises(CannotRun, match="does not say which version"):
        upgrade(tree)


def test_there_is_no_step_yet() -> None:
    assert dict(STEPS) == {}
