"""The language-neutral cases of views: exactly this is what each audience may see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from missingpersons import wire
from missingpersons.codes import Audience
from missingpersons.models import Episode
from missingpersons.resources import schema
from missingpersons.values.dates import Timestamp
from missingpersons.views import Withheld, view

from .changes import changed

WHOLE = json.loads((Path(__file__).resolve().parents[1] / "conformance" / "views.json").read_text(encoding="utf-8"))
CASES = WHOLE["cases"]


def viewed(case: dict[str, Any]) -> dict[str, Any]:
    episode = wire.build(changed(WHOLE["document"], case["change"]), Episode)
    as_of = Timestamp.parse(case["as_of"]).moment if "as_of" in case else None
    made = view(episode, case["audience"], channel=case.get("channel"), as_of=as_of)
    told: dict[str, Any] = json.loads(made.dump())
    return told


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
class TestCase:
    def test_exactly_this_is_shown(self, case: dict[str, Any]) -> None:
        assert viewed(case) == case["expect"]

    def test_fits_the_schema(self, case: dict[str, Any]) -> None:
        assert jsonschema_rs.Draft202012Validator(schema("view")).is_valid(case["expect"])


def test_every_audience_and_every_reason_has_a_case() -> None:
    assert {case["audience"] for case in CASES} == set(Audience)
    assert {reason for case in CASES for reason in case["expect"]["withheld"]} == set(Withheld)


def test_the_record_has_no_fault_that_keeps_it_from_being_sent() -> None:
    assert wire.check(json.dumps(WHOLE["document"])).ok
