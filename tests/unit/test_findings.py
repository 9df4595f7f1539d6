"""A finding is a code, a place and a constant sentence; a report is all of them, in document order."""

from __future__ import annotations

import pickle
import re
from collections import Counter

import pytest
from tests.grouped import by_family, grouped

from missingpersons.findings import (
    CannotRun,
    Finding,
    InvalidDocument,
    MissingExtra,
    Report,
    Severity,
    catalogue,
    entry,
    finding,
    profiles,
    purposes,
    report,
)
from missingpersons.rules import LOCAL_FIELDS_FIT, RULES
from missingpersons.rules.together import TOGETHER


class TestFinding:
    def test_comes_from_the_catalogue(self) -> None:
        one = finding("MP-R-002", "/reported_at")

        assert one == Finding(
            "MP-R-002", Severity.WARNING, "/reported_at", "The report was made before the person went missing."
        )

    def test_may_be_graver_than_the_catalogue_says(self) -> None:
        one = finding("MP-R-002", severity=Severity.ERROR)

        assert (one.severity, one.at) == (Severity.ERROR, "")

    def test_is_printed_with_four_names(self) -> None:
        printed = finding("MP-S-002").as_dict()

        assert printed == {
            "code": "MP-S-002",
            "severity": "error",
            "at": "",
            "message": "The document is empty.",
        }

    def test_a_code_that_does_not_exist_is_a_fault_of_the_program(self) -> None:
        with pytest.raises(KeyError):
            finding("MP-Z-999")


class TestReport:
    def test_order_is_that_of_the_document_and_numbers_count(self) -> None:
        places = ["/person/names/10", "/person/names/9", "/answers/2", "", "/person"]

        ordered = report([finding("MP-R-016", place) for place in places])

        assert [each.at for each in ordered] == [
            "",
            "/answers/2",
            "/person",
            "/person/names/9",
            "/person/names/10",
        ]

    def test_at_one_place_the_order_is_that_of_the_codes(self) -> None:
        ordered = report([finding("MP-R-016", "/a"), finding("MP-R-015", "/a")])

        assert [each.code for each in ordered] == ["MP-R-015", "MP-R-016"]

    @pytest.mark.parametrize(("code", "ok"), [("MP-S-002", False), ("MP-R-002", True), ("MP-R-034", True)])
    def test_only_an_error_is_not_ok(self, code: str, ok: bool) -> None:
        assert report([finding(code)]).ok is ok

    def test_nothing_found_is_ok(self) -> None:
        empty = Report(())

        assert (empty.ok, len(empty), list(empty), str(empty)) == (True, 0, [], "")

    def test_is_shown_one_line_a_finding(self) -> None:
        shown = str(report([finding("MP-S-002"), finding("MP-R-034", "/assessments/0")]))

        assert shown == (
            "error: /: The document is empty. [MP-S-002]\n"
            "advice: /assessments/0: The first risk assessment has no rationale. [MP-R-034]"
        )


class TestExceptions:
    def test_an_invalid_document_names_each_code_once(self) -> None:
        raised = InvalidDocument(report([finding("MP-S-020", "/a"), finding("MP-S-020", "/b")]))

        assert str(raised) == "the document cannot be read: 2 finding(s), MP-S-020"
        assert isinstance(raised, ValueError)

    def test_an_invalid_document_without_findings_says_so(self) -> None:
        assert str(InvalidDocument(Report(()))) == "the document cannot be read: 0 finding(s), no finding"

    def test_a_missing_extra_says_how_to_install_it(self) -> None:
        raised = MissingExtra("exchange", "signing messages")

        assert str(raised) == "signing messages needs an extra: pip install 'missingpersons[exchange]'"
        assert isinstance(raised, ImportError)

    def test_cannot_run_is_what_it_was_given(self) -> None:
        assert str(CannotRun("there is no such file")) == "there is no such file"

    @pytest.mark.parametrize(
        "raised",
        [
            InvalidDocument(report([finding("MP-S-020", "/person")])),
            MissingExtra("exchange", "signing messages"),
            CannotRun("there is no such file"),
        ],
        ids=lambda each: type(each).__name__,
    )
    def test_each_comes_back_from_another_process(self, raised: Exception) -> None:
        back = pickle.loads(pickle.dumps(raised))

        assert (type(back), str(back)) == (type(raised), str(raised))
        assert getattr(back, "report", None) == getattr(raised, "report", None)


class TestCatalogue:
    @grouped("code", by_family(catalogue()))
    def test_every_entry_is_a_whole_sentence_with_a_basis(self, code: str) -> None:
        entry = catalogue()[code]

        assert re.fullmatch(r"MP-[A-Z]-[0-9]{3}", entry.code)
        assert re.fullmatch(r"[A-Z][^{}%\n]*\.", entry.message)
        assert entry.basis
        assert re.fullmatch(r"[0-9]+\.[0-9]+", entry.since)

    def test_every_rule_has_a_sentence_and_every_sentence_of_a_rule_a_rule(self) -> None:
        sentences = sorted(code for code in catalogue() if code.startswith("MP-R-"))

        assert sentences == sorted([*(code for code, _ in RULES), LOCAL_FIELDS_FIT, *TOGETHER])

    @grouped("code", by_family([*(code for code, _ in RULES), LOCAL_FIELDS_FIT]))
    def test_every_rule_can_be_implemented_from_the_catalogue(self, code: str) -> None:
        entry = catalogue()[code]

        assert entry.definition
        assert all(place.startswith("/") for place in entry.reads)
        assert entry.reads

    @grouped("code", by_family(catalogue()))
    def test_an_entry_read_alone_is_the_one_that_stands_there(self, code: str) -> None:
        assert entry(code) == catalogue()[code]

    @pytest.mark.parametrize("code", ["MP-Z-999", "MP-R-0", "", "MP-R-001]\n"])
    def test_a_code_that_it_does_not_have_has_no_entry(self, code: str) -> None:
        with pytest.raises(KeyError):
            entry(code)

    @grouped("code", by_family(catalogue()))
    def test_every_entry_says_why_it_matters_and_how_to_mend_it(self, code: str) -> None:
        told = entry(code)

        for text in (told.why, told.mend):
            assert re.fullmatch(r"[A-Z][^{}%\n]{19,298}\.", text)
        assert told.why not in (told.message, told.basis)
        assert not re.search(r"\. [A-Z]", told.mend), "one sentence"

    def test_no_two_entries_matter_for_the_same_reason_or_are_mended_alike(self) -> None:
        for texts in ([each.why for each in catalogue().values()], [each.mend for each in catalogue().values()]):
            assert [text for text, times in Counter(texts).items() if times > 1] == []

    def test_nobody_can_change_it(self) -> None:
        with pytest.raises(TypeError):
            catalogue()["MP-S-001"] = catalogue()["MP-S-002"]  # type: ignore[index]


OF_SINGLE_PURPOSES = sorted(code for code in catalogue() if "MP-R-100" <= code <= "MP-R-116")
"""Rules that are there for one purpose or a few."""

ASKED = {
    "close": (101,),
    "notify-ukmpu": (100, 103, 108, 109),
    "appeal": (100, 107, 108),
    "statistics": (110, 111, 112, 113, 114, 115, 116),
    "interpol-yellow": (100, 102, 103, 104, 105, 106),
}
"""Which of them each profile asks. A profile that is not here asks none."""


WHO_TAKES_OVER = {"MP-R-171", "MP-R-172", "MP-R-186"}
"""What another force must know of an episode that it is told or handed, and nobody asks while a report is taken."""


class TestProfiles:
    @pytest.mark.parametrize("name", profiles())
    def test_names_only_codes_that_exist_and_severities_that_exist(self, name: str) -> None:
        profile = profiles()[name]

        assert set(profile) <= set(catalogue())
        assert set(profile.values()) <= {"error", "warning", "advice", "off"}

    def test_a_report_as_it_was_taken_is_never_judged_more_gravely_than_by_the_catalogue(self) -> None:
        assert set(profiles()["record"].values()) == {"off"}

    def test_a_report_as_it_was_taken_is_spared_only_what_pole_and_other_purposes_want(self) -> None:
        spared = {code for code in profiles()["record"] if not "MP-R-080" <= code <= "MP-R-095"}

        assert spared == {*OF_SINGLE_PURPOSES, *WHO_TAKES_OVER}

    @pytest.mark.parametrize("name", profiles())
    def test_what_single_purposes_want_is_asked_by_them_alone(self, name: str) -> None:
        named = {code: grave for code, grave in profiles()[name].items() if code in OF_SINGLE_PURPOSES}

        asked = {code for code, grave in named.items() if grave != "off"}
        assert sorted(named) == OF_SINGLE_PURPOSES
        assert asked == {f"MP-R-{number}" for number in ASKED.get(name, ())}

    def test_every_one_of_them_is_asked_by_some_purpose(self) -> None:
        assert {f"MP-R-{number}" for asked in ASKED.values() for number in asked} == set(OF_SINGLE_PURPOSES)

    def test_are_the_eight_in_this_order(self) -> None:
        assert list(profiles()) == [
            "record",
            "circulate",
            "transfer",
            "close",
            "notify-ukmpu",
            "appeal",
            "statistics",
            "interpol-yellow",
        ]

    def test_the_table_about_a_purpose_is_no_code(self) -> None:
        assert all(code.startswith("MP-R-") for profile in profiles().values() for code in profile)

    def test_a_profile_that_does_not_exist_has_no_verdict(self) -> None:
        with pytest.raises(KeyError):
            profiles()["about"]


class TestPurposes:
    """What each profile is for, in a sentence, and on whose word."""

    def test_each_profile_has_one(self) -> None:
        assert list(purposes()) == list(profiles())

    @pytest.mark.parametrize("name", profiles())
    def test_each_says_whose_it_is(self, name: str) -> None:
        purpose = purposes()[name]

        assert purpose.name == name
        assert purpose.title
        assert purpose.description.endswith(".")
        assert purpose.basis.endswith(".")
        assert "ibrary" in purpose.basis
        assert "not official" in purpose.basis or "not INTERPOL's" in purpose.basis
