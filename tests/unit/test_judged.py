"""Judging once for every purpose: the same reports as judging once for each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.findings import Severity, catalogue, profiles
from missingpersons.rules.judged import gravities
from missingpersons.testing import Generator
from missingpersons.testing.strategies import complete

SCHEMA = {"uk.police.test-north": {"type": "object", "properties": {"beat": {"type": "integer"}}}}
LATE = datetime(2035, 1, 1, tzinfo=UTC)


def documents(root: Any) -> list[bytes]:
    examples = [path.read_bytes() for path in sorted((root / "examples").glob("*.json"))]
    return [*examples, *Generator(seed=3).documents(40), b"{", b"", b"[1.5]", json.dumps(complete("call")).encode()]


@pytest.mark.no_cover
@pytest.mark.parametrize("profile", profiles())
@pytest.mark.parametrize("as_of", [None, LATE])
def test_a_report_is_what_check_says_for_that_profile(root: Any, profile: str, as_of: datetime | None) -> None:
    for document in documents(root):
        judged = wire.judge(document, as_of=as_of)

        assert judged.report(profile) == mp.check(document, as_of=as_of, profile=profile)


@pytest.mark.parametrize("profile", profiles())
def test_owners_schemas_are_asked_too(good: dict[str, Any], profile: str) -> None:
    document = wire.encode({**good, "extensions": {"uk.police.test-north": {"beat": "seven"}}})

    judged = wire.judge(document, extension_schemas=SCHEMA)

    assert judged.report(profile) == wire.check(document, profile=profile, extension_schemas=SCHEMA)
    assert "MP-R-072" in judged.codes


def test_each_rule_looks_once(good: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def counted(*arguments: Any) -> Any:
        looked.extend(row.code for row in arguments[2].always)
        return places(*arguments)

    places = wire.places
    monkeypatch.setattr(wire, "places", counted)

    mp.readiness(wire.build(good, mp.Episode))

    assert looked
    assert len(looked) == len(set(looked))


def test_the_codes_are_those_of_every_purpose() -> None:
    judged = wire.judge(b"{")

    assert judged.record is None
    assert judged.codes == {"MP-S-003"}


class TestGravities:
    @pytest.fixture(autouse=True)
    def nothing_kept(self) -> None:
        """Each is worked out again, and not what was kept when a document was judged."""
        gravities.cache_clear()

    def test_every_code_has_one_for_every_purpose(self) -> None:
        assert all(gravities(name).keys() == catalogue().keys() for name in profiles())

    def test_a_profile_raises_lowers_and_does_not_ask(self) -> None:
        assert gravities("circulate")["MP-R-019"] is Severity.ERROR
        assert gravities("notify-ukmpu")["MP-R-100"] is Severity.WARNING
        assert gravities("record")["MP-R-100"] is None
        assert gravities("record")["MP-R-001"] is Severity.ERROR

    def test_there_is_none_for_a_profile_that_does_not_exist(self) -> None:
        with pytest.raises(KeyError):
            gravities("nothing")
