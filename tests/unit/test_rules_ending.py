"""The rules about enquiry, publicity and outcome: the codes that they know, and how grave each purpose takes them."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from missingpersons.codes import codelist
from missingpersons.findings import catalogue, profiles
from missingpersons.rules import ending, enquiry, interviews, publicity, states


class TestJoin:
    @pytest.mark.parametrize(
        ("codes", "name"),
        [
            (states.ELSEWHERE, "actions"),
            (states.FOR_LATER, "actions"),
            (enquiry.ABOUT_BEFORE, "actions"),
            (enquiry.GIVES_MATERIAL, "actions"),
            (frozenset().union(*enquiry.GIVES_MATERIAL.values()), "identifying_materials"),
            (enquiry.NEED_A_LANGUAGE, "communication_needs"),
            (publicity.WITHOUT_PARENTAL_STANDING, "relations"),
            (publicity.THAT_IT_IS_OVER, "publicity_scopes"),
            (ending.SAYS_NO_HARM, "harms"),
            (ending.HURT | ending.ALIVE, "conditions"),
            (ending.LOOKS_OUT, "notification_destinations"),
            (interviews.HELD | interviews.NOT_HELD | interviews.UNSEEN, "interview_outcomes"),
        ],
    )
    def test_every_code_is_in_its_list(self, codes: Collection[str], name: str) -> None:
        assert set(codes) <= set(codelist(name).entries)


@pytest.mark.parametrize(
    ("code", "purpose", "gravity"),
    [
        ("MP-R-200", "appeal", "off"),
        ("MP-R-207", "notify-ukmpu", "off"),
        ("MP-R-207", "appeal", "off"),
        ("MP-R-212", "appeal", "error"),
        ("MP-R-219", "close", "warning"),
        ("MP-R-219", "statistics", "off"),
        ("MP-R-220", "close", "warning"),
        ("MP-R-220", "statistics", "off"),
        ("MP-R-229", "close", "warning"),
        ("MP-R-229", "statistics", "off"),
    ],
)
def test_a_purpose_takes_it_otherwise_than_the_catalogue(code: str, purpose: str, gravity: str) -> None:
    assert profiles()[purpose][code] == gravity
    assert catalogue()[code].severity != gravity


def test_only_an_interview_with_the_dead_is_certainly_wrong() -> None:
    errors = [
        code for code, each in catalogue().items() if "MP-R-200" <= code <= "MP-R-234" and each.severity == "error"
    ]

    assert errors == ["MP-R-225"]
