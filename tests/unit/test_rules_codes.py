"""Codes that their list advises against, of open lists and of closed ones, and what the reader's walk knows of them."""

from __future__ import annotations

from typing import Any

import pytest

from missingpersons import _survey, wire
from missingpersons._survey import Survey
from missingpersons.codes import codelists
from missingpersons.models import Episode
from missingpersons.rules import codes
from missingpersons.values.dates import moment


@pytest.fixture
def sex_not_applicable_deprecated(monkeypatch: pytest.MonkeyPatch) -> None:
    def deprecated(name: str) -> frozenset[str]:
        return frozenset({"not_applicable"}) if name == "sexes" else frozenset()

    monkeypatch.setattr(codes, "deprecated", deprecated)
    monkeypatch.setattr(_survey, "deprecated", deprecated)
    monkeypatch.setattr(_survey, "WALKS", _survey._Walks())


def found(record: Any) -> list[str]:
    return list(codes.code_deprecated(record, moment(record.recorded_at)))


class TestDeprecated:
    def test_is_what_the_list_says(self) -> None:
        assert codes.deprecated("hair_styles") == {"collar_length", "shoulder_length"}
        assert codes.deprecated("sexes") == frozenset()

    def test_says_of_no_code_that_there_is_none(self) -> None:
        assert {name for name in codelists() if codes.deprecated(name)} == {"hair_styles"}


@pytest.mark.usefixtures("sex_not_applicable_deprecated")
class TestClosedLists:
    @pytest.mark.parametrize(
        ("sex", "places"), [("not_applicable", ["/person/sex"]), ("female", []), ("unknown", []), (None, [])]
    )
    def test_are_judged_too(self, good: dict[str, Any], sex: str | None, places: list[str]) -> None:
        good["person"]["sex"] = sex

        episode = wire.build(good, Episode)

        assert found(episode) == places
        assert ("MP-R-243" in Survey(episode).odd) is bool(places)


class TestSurvey:
    """The walk may see cause to run a rule that finds nothing, and never misses one that finds something."""

    @pytest.mark.parametrize(
        ("done_at", "odd"),
        [
            ("2026-03-01T11:59:59Z", set()),
            ("2026-03-01T12:00:00Z", set()),
            ("2026-03-01T12:00:01Z", {"MP-R-120"}),
            ("2026-03-01T12:00:00.1Z", {"MP-R-120"}),
            ("2026-03-01T11:00:01-01:00", {"MP-R-120"}),
            ("2026-03-01T12:30:00+01:00", {"MP-R-120"}),
            ("1970-01-01T14:00:00Z", {"MP-R-134"}),
            ("1970-01-02T00:00:00Z", set()),
        ],
    )
    def test_of_moments(self, good: dict[str, Any], done_at: str, odd: set[str]) -> None:
        bare = {name: good[name] for name in ("document_type", "standard_version", "episode_id", "revision", "tenure")}
        action = {"code": "search_home", "done_at": done_at}
        rest = {"owner_force": "test-north", "status": "open", "person": {}, "actions": [action]}

        survey = Survey(wire.build(bare | rest | {"recorded_at": "2026-03-01T12:00:00Z"}))

        assert survey.odd == odd

    @pytest.mark.parametrize(
        ("taken_on", "odd"),
        [("2026-03-01", set()), ("2026-03-02", {"MP-R-120"}), ("2026", set()), ("202X", {"MP-R-120"})],
    )
    def test_of_dates(self, good: dict[str, Any], taken_on: str, odd: set[str]) -> None:
        bare = {name: good[name] for name in ("document_type", "standard_version", "episode_id", "revision", "tenure")}
        person = {"photos": [{"photo_id": "P1", "taken_on": taken_on}]}
        rest = {"owner_force": "test-north", "status": "open", "person": person}

        survey = Survey(wire.build(bare | rest | {"recorded_at": "2026-03-01T12:00:00Z"}))

        assert survey.odd == odd
