"""Each rule alone, on its own cases: it yields its own places and no other, whoever else has something to say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.findings import profiles
from missingpersons.models import Episode
from missingpersons.rules import RULES, RULES_OF, SUBJECTS
from missingpersons.values.dates import moment

FOLDER = Path(__file__).resolve().parents[1] / "conformance"
RULE = dict(RULES)


def _cases() -> Iterator[Any]:
    for code in RULE:
        for number, case in enumerate(json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))["cases"]):
            if profiles()[case["profile"]].get(code) != "off":
                yield pytest.param(code, case, id=f"{code}-{number}")


@pytest.mark.parametrize(("code", "case"), tuple(_cases()))
def test_a_rule_yields_the_places_of_its_own_findings(code: str, case: dict[str, Any]) -> None:
    record = wire.parse(json.dumps(case["document"]))
    as_of = datetime.fromisoformat(case["as_of"]) if "as_of" in case else moment(record.recorded_at)
    skipped = isinstance(record, Episode) and code in SUBJECTS and not SUBJECTS[code](record)

    places = sorted(RULE[code](record, as_of)) if code in dict(RULES_OF[type(record)]) and not skipped else []

    asked = [each["at"] for each in case["expect"] if each["code"] == code]
    assert places == sorted(asked)
