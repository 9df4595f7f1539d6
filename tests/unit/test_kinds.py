"""Every kind of value: the published cases, and what holds for any text at all."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missingpersons.codes import codelist
from missingpersons.values.dates import PartialDate
from missingpersons.values.identifiers import IDENTIFIERS
from missingpersons.values.kind import Verdict, bare, in_groups, plain, tidy
from missingpersons.values.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "values.md").read_text(encoding="utf-8")
CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests" / "conformance" / "values.json").read_text(encoding="utf-8")
)["kinds"]
EVERY_CASE = [
    pytest.param(name, case, id=f"{name}-{at}") for name, cases in CASES.items() for at, case in enumerate(cases)
]
WELL_FORMED = [(name, case) for name, cases in CASES.items() for case in cases if case["verdict"] != "malformed"]

WITHOUT_A_FORM = {"ictg", "nrm", "force_nominal", "other"}
"""Schemes whose numbers have no form that anybody published, or that mean nothing outside one force."""


class TestCases:
    def test_every_kind_has_some_of_each_verdict_that_it_can_give(self) -> None:
        assert CASES.keys() == KINDS.keys()
        checked = {"pnc_id", "cro", "nhs", "chi", "hc", "upn", "imei"}
        for name, cases in CASES.items():
            verdicts = {case["verdict"] for case in cases}
            assert verdicts == {"good", "malformed"} | ({"wrong_check"} if name in checked else set()), name

    @pytest.mark.parametrize(("name", "case"), EVERY_CASE)
    def test_exactly_this_is_said(self, name: str, case: dict[str, Any]) -> None:
        kind, text = KINDS[name], case["text"]

        said = (kind.judge(text).value, kind.normal(text), kind.shown(text))

        assert said == (case["verdict"], case.get("normal", text), case.get("shown", text))

    def test_a_malformed_text_has_no_form_of_its_own(self) -> None:
        for case in (each for cases in CASES.values() for each in cases):
            forms = set() if case["verdict"] == "malformed" else {"normal", "shown"}
            assert case.keys() == {"text", "verdict"} | forms


class TestAnyText:
    @pytest.mark.no_cover
    @pytest.mark.parametrize("name", KINDS)
    @given(text=st.text(max_size=40) | st.from_regex(r"[A-Z]{0,3}[0-9 /-]{0,16}[A-Z]{0,3}", fullmatch=True))
    def test_nothing_is_raised_and_what_is_malformed_stays_as_it_was(self, name: str, text: str) -> None:
        kind = KINDS[name]

        verdict, normal, shown = kind.judge(text), kind.normal(text), kind.shown(text)

        assert verdict is not Verdict.MALFORMED or normal == shown == text

    @given(case=st.sampled_from(WELL_FORMED))
    def test_the_normal_and_the_shown_form_are_read_as_the_same_value(self, case: tuple[str, dict[str, Any]]) -> None:
        kind, of = KINDS[case[0]], case[1]

        for again in (of["normal"], of["shown"]):
            assert (kind.judge(again).value, kind.normal(again), kind.shown(again)) == (
                of["verdict"],
                of["normal"],
                of["shown"],
            )

    @given(
        case=st.sampled_from(WELL_FORMED),
        stray=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(" \xa0\u2009\t\u200b\ufeff"))),
    )
    def test_stray_blanks_change_nothing(self, case: tuple[str, dict[str, Any]], stray: list[tuple[int, str]]) -> None:
        name, of = case
        text = of["normal"]
        for at, blank in stray:
            # A blank inside an e-mail address may be where a letter was lost.
            place = 0 if name == "email" else min(at, len(text))
            text = text[:place] + blank + text[place:]

        assert (KINDS[name].judge(text).value, KINDS[name].normal(text)) == (of["verdict"], of["normal"])

    @given(case=st.sampled_from(WELL_FORMED), dash=st.sampled_from("-\u2010\u2011\u2012\u2013\u2014\u2212"))
    def test_any_dash_is_a_blank_between_the_groups_that_are_shown(
        self, case: tuple[str, dict[str, Any]], dash: str
    ) -> None:
        name, of = case
        text = of["shown"].replace(" ", dash)

        assert (KINDS[name].judge(text).value, KINDS[name].normal(text)) == (of["verdict"], of["normal"])

    @given(case=st.sampled_from(WELL_FORMED))
    def test_small_letters_are_capitals_but_in_an_address_for_mail(self, case: tuple[str, dict[str, Any]]) -> None:
        name, of = case
        text = of["normal"] if name == "email" else of["normal"].translate(SMALL)

        assert (KINDS[name].judge(text).value, KINDS[name].normal(text)) == (of["verdict"], of["normal"])


SMALL = {ord(each): each.lower() for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


class TestTidying:
    def test_every_blank_and_dash_that_there_is_is_known(self) -> None:
        whole = [chr(each) for each in range(sys.maxunicode + 1) if not 0xD800 <= each <= 0xDFFF]
        blanks = [each for each in whole if each.isspace() and unicodedata.category(each) != "Cc"]
        dashes = [each for each in whole if unicodedata.category(each) == "Pd"]

        assert {tidy(each) for each in blanks} == {""}
        assert {plain(each) for each in blanks} == {" "}
        assert {each for each in dashes if tidy(each) != "-"} <= NO_DASHES_OF_OURS

    def test_nothing_else_is_left_out(self) -> None:
        gone = {chr(each) for each in range(sys.maxunicode + 1) if tidy(chr(each)) == ""}

        assert {unicodedata.category(each) for each in gone} == {"Cc", "Cf", "Zl", "Zp", "Zs"}
        assert len(gone) == 48
        assert all(tidy(each) == each for each in "éßıſ٣１.,()?'\0")

    @pytest.mark.parametrize(
        ("text", "plainly", "tidily", "barely"),
        [
            ("sf\xa005\u2011482703j", "sf 05-482703j", "SF05-482703J", "SF05482703J"),
            ("2008\u20440056560z", "2008/0056560z", "2008/0056560Z", "2008/0056560Z"),
            ("\u202aab\u00ad12 cde\u202c", "ab12 cde", "AB12CDE", "AB12CDE"),
        ],
    )
    def test_three_degrees(self, text: str, plainly: str, tidily: str, barely: str) -> None:
        assert (plain(text), tidy(text), bare(text)) == (plainly, tidily, barely)

    @pytest.mark.parametrize(
        ("text", "groups"),
        [("1234567890", "123 456 7890"), ("1234", "123 4 "), ("", "  ")],
        ids=["long", "short", "empty"],
    )
    def test_groups(self, text: str, groups: str) -> None:
        assert in_groups(text, 3, 3) == groups


NO_DASHES_OF_OURS = {
    "\u1400",
    "\u1806",
    "\u2e17",
    "\u2e1a",
    "\u2e40",
    "\u2e5d",
    "\u301c",
    "\u3030",
    "\u30a0",
    "\ufe31",
    "\ufe32",
    "\U00010d6e",
    "\U00010ead",
}
"""Dashes of other scripts and of old books. None comes along with a number of the United Kingdom."""


class TestTable:
    def test_every_scheme_of_the_list_has_a_kind_or_is_named_as_one_without_a_form(self) -> None:
        assert IDENTIFIERS.keys() | WITHOUT_A_FORM == codelist("identifier_schemes").entries.keys()
        assert not IDENTIFIERS.keys() & WITHOUT_A_FORM

    @pytest.mark.parametrize("name", KINDS)
    def test_a_kind_says_nothing_of_what_it_read(self, name: str) -> None:
        case = next(each for each in CASES[name] if each["verdict"] == "good")

        assert repr(KINDS[name].read(case["text"])) == "<WellFormed>"


class TestManual:
    ROWS = re.findall(r"^\| [^|]+ \| `(\w+)` \|.*\| `([^`|]+)` \| `([^`|]+)` \| `([^`|]+)` \|", MANUAL, re.M)

    def test_it_has_every_kind_once(self) -> None:
        assert [name for name, *_ in self.ROWS] == list(KINDS)

    @pytest.mark.parametrize(("name", "written", "normal", "shown"), ROWS)
    def test_its_examples_are_true(self, name: str, written: str, normal: str, shown: str) -> None:
        kind = KINDS[name]

        assert (kind.judge(written), kind.normal(written), kind.shown(written)) == (Verdict.GOOD, normal, shown)

    @pytest.mark.parametrize(
        ("written", "earliest", "latest"),
        re.findall(r"^\| (`.*) \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \|$", MANUAL, re.M),
    )
    def test_its_dates_are_true(self, written: str, earliest: str, latest: str) -> None:
        dates = [PartialDate.parse(each) for each in re.findall("`([^`]+)`", written)]

        assert {(each.earliest().isoformat(), each.latest().isoformat()) for each in dates} == {(earliest, latest)}
