"""The benchmark of growth notices what grows with the square of a list, and looks at the lists that it should."""

from __future__ import annotations

import json

import pytest
from tests.benchmarks import growth

from missingpersons.models import Episode
from missingpersons.wire import parse


@pytest.mark.parametrize(("power", "worse"), [(1.0, False), (1.2, False), (2.0, True)])
def test_an_exponent_says_how_time_grows(monkeypatch: pytest.MonkeyPatch, power: float, worse: bool) -> None:
    monkeypatch.setattr(growth, "quickest", lambda work, turns=3: work())

    grown = growth.grown("x", [lambda size=size: size**power * 1e-6 for size in growth.SIZES], growth.SIZES)

    assert grown.exponent == pytest.approx(power)
    assert (grown.exponent > growth.MOST) is worse


def test_what_is_too_short_to_be_measured_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "quickest", lambda work, turns=3: work())

    assert growth.grown("x", [lambda: 1e-9, lambda: 1e-8, lambda: 1e-6], growth.SIZES).exponent is None


def test_the_lists_that_grow_in_life_are_among_them() -> None:
    assert {name for name, _ in growth.list_places()} >= growth.QUICK


@pytest.mark.parametrize("name", sorted(growth.QUICK))
def test_a_list_is_as_long_as_is_asked_for_and_its_entries_differ(name: str) -> None:
    at = dict(growth.list_places())[name]

    documents = [growth.episode_of(at, 50, changed=changed) for changed in (False, True)]

    for document in documents:
        assert document is not None
        tree = json.loads(document)
        for each in at:
            tree = tree[each]
        assert len(tree) == 50
        assert isinstance(parse(document), Episode)
    alike, differing = ({json.dumps(each) for each in _at(document, at)} for document in documents)
    assert len(differing) > len(alike)


def _at(document: bytes | None, at: growth.Place) -> list[object]:
    tree = json.loads(document or b"")
    for each in at:
        tree = tree[each]
    return tree
