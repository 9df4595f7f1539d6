"""What each audience may see: a field without a mark is shown to nobody beyond the forces."""

from __future__ import annotations

from typing import Any

from missingpersons import wire
from missingpersons.codes import Audience
from missingpersons.models import Episode
from missingpersons.views import AROUND, view


def test_the_police_see_the_whole(good: dict[str, Any]) -> None:
    made = view(wire.build(good, Episode), "police")

    assert dict(made.shown) | {name: good[name] for name in AROUND} == good
    assert made.withheld == {}


def test_an_officer_who_met_somebody_sees_what_recognises_and_protects(good: dict[str, Any]) -> None:
    shown = view(wire.build(good, Episode), Audience.ENCOUNTER).shown

    assert shown["person"]["clothing"] == good["person"]["clothing"]
    assert shown["officer_in_charge"] == good["officer_in_charge"]
    assert shown["assessments"] == [{"scheme": "app-very-low", "level": good["assessments"][0]["level"]}]
    assert "names" not in shown["person"]
    assert "circumstances" not in shown


def test_who_counts_sees_nobody(good: dict[str, Any]) -> None:
    shown = view(wire.build(good, Episode), Audience.STATISTICS).shown

    assert set(shown["person"]) == {"sex", "gender", "ethnicity_observed"}
    assert shown["missing_since"] == good["missing_since"]
    assert "episode_id" not in shown
    assert shown["actions"][1] == {name: value for name, value in good["actions"][1].items() if name != "by"}


def test_a_list_of_codes_is_shown_as_it_is_and_an_empty_one_left_out(good: dict[str, Any]) -> None:
    good["person"]["vulnerabilities"] = ["dementia", "mental_health"]

    shown = view(wire.build(good, Episode), Audience.STATISTICS).shown

    assert list(shown["person"]["vulnerabilities"]) == ["dementia", "mental_health"]
    assert "reasons" not in shown
