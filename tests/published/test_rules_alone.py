"""Each rule alone, on every case there is: it yields the places that a case names and no other, whoever else has
something to say. What it takes to run the rules together is the business of other tests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from missingpersons import wire
from missingpersons.findings import profiles
from missingpersons.models import AnyDocument, Episode
from missingpersons.rules import LOCAL_FIELDS_FIT, RULES, RULES_OF, SUBJECTS, given_by
from missingpersons.rules.together import TOGETHER, History
from missingpersons.values.dates import moment

FOLDER = Path(__file__).resolve().parents[1] / "conformance"
ONE = (*(code for code, _ in RULES), LOCAL_FIELDS_FIT)
"""The rules about one document, and the one that owners' schemas make."""
OF = {kind: dict(rules) for kind, rules in RULES_OF.items()}


class Case(NamedTuple):
    """A case, with what it judges as records."""

    file: str
    asked: dict[str, Any]
    records: tuple[AnyDocument, ...]
    as_of: datetime | None

    @property
    def name(self) -> str:
        return f"{self.file}: {self.asked['why']}"

    def expects(self, code: str) -> list[tuple[int, str]]:
        """The places of one rule's findings, each with the number of its document."""
        return sorted((each.get("document", 0), each["at"]) for each in self.asked["expect"] if each["code"] == code)


def _case(file: str, asked: dict[str, Any]) -> Case:
    trees = asked["documents"] if "documents" in asked else [asked["document"]]
    as_of = datetime.fromisoformat(asked["as_of"]) if "as_of" in asked else None
    return Case(file, asked, tuple(wire.parse(json.dumps(tree)) for tree in trees), as_of)


# Read once, for a rule changes nothing in them.
CASES = tuple(
    _case(path.stem, asked)
    for path in sorted(FOLDER.glob("MP-R-*.json"))
    for asked in json.loads(path.read_text(encoding="utf-8"))["cases"]
)


def _places(code: str, case: Case) -> list[tuple[int, str]]:
    """What a rule yields for a case, whether or not the case has what the rule is about."""
    if code in TOGETHER:
        return sorted(TOGETHER[code](History(case.records, case.as_of)))  # type: ignore[arg-type]
    record = case.records[0]
    rules = dict(given_by(case.asked.get("extension_schemas", {}))) if code == LOCAL_FIELDS_FIT else OF[type(record)]
    if code not in rules:
        return []
    return sorted((0, at) for at in rules[code](record, case.as_of or moment(record.recorded_at)))


def _is_as_expected(code: str, case: Case) -> bool:
    """Whether a rule yields exactly what the case expects of it, and is asked at all where it yields something."""
    places, record = _places(code, case), case.records[0]
    about = SUBJECTS.get(code) if isinstance(record, Episode) else None
    return places == case.expects(code) and not (places and about and not about(record))


def _differing(code: str, cases: Iterable[Case]) -> list[str]:
    judged = [case for case in cases if profiles()[case.asked["profile"]].get(code) != "off"]
    return [case.name for case in judged if not _is_as_expected(code, case)]


@pytest.mark.parametrize("code", [*ONE, *TOGETHER])
def test_a_rule_yields_the_places_of_its_own_findings(code: str) -> None:
    own = [case for case in CASES if case.file == code]

    assert _differing(code, own) == []
    assert any(case.expects(code) for case in own)


@pytest.mark.no_cover
@pytest.mark.parametrize("code", [*ONE, *TOGETHER])
def test_it_has_nothing_to_say_of_the_cases_of_others_but_what_they_expect(code: str) -> None:
    others = [case for case in CASES if case.file != code and ("documents" in case.asked) is (code in TOGETHER)]

    assert _differing(code, others) == []
