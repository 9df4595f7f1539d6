"""The same document, the same report: a small part of ``python -m tests.published.determinism 10000``."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.findings import Report
from tests.published import determinism


def test_reports_do_not_depend_on_the_order_of_names() -> None:
    assert list(determinism.differing(determinism.documents(150), Random(1))) == []


def test_much_is_found_in_them() -> None:
    found = [wire.judge(each).codes for each in determinism.documents(150)]

    assert len(frozenset().union(*found)) > 25


def test_shuffling_changes_the_order_at_every_level_and_nothing_else() -> None:
    document = next(determinism.documents(1))
    tree = json.loads(document)

    other = determinism.shuffled(tree, Random(1))

    assert other == tree
    assert list(other) != list(tree)
    assert list(other["person"]) != list(tree["person"])
    assert wire.encode(other) == wire.encode(tree)


def test_a_report_that_depends_on_the_order_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_first_name(document: Any, **_: Any) -> Report:
        return Report(check(document).findings[: document.find(b"person") % 2])

    check = determinism.mp.check
    monkeypatch.setattr(determinism.mp, "check", by_first_name)

    assert list(determinism.differing(determinism.documents(20), Random(1)))
