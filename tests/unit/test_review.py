"""Whether a recorded assessment was lower than what was known at that time called for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

import missingpersons as mp
from missingpersons.codes import RiskLevel, codelist
from missingpersons.models import Episode
from missingpersons.risk import Review, Reviewed, Verdict, library_policy, read_policy, review
from missingpersons.risk.known import Times
from missingpersons.risk.lacking import BELOW, RANKS, ROLES, STANDS_BY_ROLE
from missingpersons.values.dates import moment

EARLY, NOON, LATE = "2026-06-15T08:00:00Z", "2026-06-15T12:00:00Z", "2026-06-15T18:00:00Z"
QUESTIONS = list(codelist("risk_questions").entries)
SUICIDE, MEDICATION = QUESTIONS.index("suicide_risk"), QUESTIONS.index("medication_essential")


def assessed(level: str = "very_low", scheme: str = "app-very-low", **fields: Any) -> dict[str, Any]:
    return {"scheme": scheme, "level": level, "assessed_at": NOON, **fields}


def answered(at: str | None, **answers: str) -> list[dict[str, Any]]:
    when = {"answered_at": at} if at else {}
    return [{"question": each, "answer": answer, **when} for each, answer in answers.items()]


def every_no(at: str | None = EARLY, **answers: str) -> list[dict[str, Any]]:
    return answered(at, **(dict.fromkeys(QUESTIONS, "no") | answers))


def episode(assessment: dict[str, Any], **fields: Any) -> Episode:
    return mp.build(
        {
            "document_type": "episode",
            "standard_version": "1.0",
            "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
            "revision": 1,
            "tenure": 1,
            "recorded_at": "2026-06-16T12:00:00Z",
            "owner_force": "test-north",
            "status": "open",
            "person": {},
            "assessments": [assessment],
            **fields,
        }
    )


def reviewed(assessment: dict[str, Any], **fields: Any) -> Reviewed:
    (only,) = review(episode(assessment, **fields))
    return only


def put(tree: dict[str, Any], at: str, value: Any) -> dict[str, Any]:
    """A copy of ``tree`` with ``value`` at ``at``."""
    made = json.loads(json.dumps(tree))
    *path, name = at.split("/")[1:]
    record = made
    for each in path:
        record = record[int(each)] if isinstance(record, list) else record.setdefault(each, {})
    record[name] = value
    return dict(made)


def counted(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, those that are written in C among them."""
    calls = 0

    def count(_frame: object, event: str, _of: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


QUIET = read_policy(
    b'name="quiet"\nversion="1"\nscheme="scotland"\nlowest="low"\nstatus="test"\n'
    b'[[line]]\ncode="c"\nquestion="homeless"\nfloor="high"\nif_unknown="low"\nbasis="test"\n',
    "quiet.toml",
)


class TestVerdict:
    def test_lower_without_with_what_was_known_and_where(self) -> None:
        each = reviewed(assessed(), answers=every_no(suicide_risk="yes"))

        assert (each.verdict, each.why) == (Verdict.LOWER_WITHOUT, None)
        assert (each.at, each.recorded, each.called_for, each.could_call_for) == (
            "/assessments/0",
            "very_low",
            "high",
            "high",
        )
        assert [(reason.code, reason.at) for reason in each.reasons] == [("suicide-risk", (f"/answers/{SUICIDE}",))]
        assert (each.later, each.undated) == ((), ())
        assert f"/answers/{SUICIDE}" in each.known

    @pytest.mark.parametrize(
        ("fields", "verdict"),
        [
            ({"rationale": "Reasons."}, Verdict.LOWER_WITHOUT),
            ({"approved_by": {"rank": "inspector"}}, Verdict.LOWER_WITHOUT),
            (
                {"rationale": "Reasons.", "approved_by": {"rank": "inspector"}},
                Verdict.LOWER_WITH_RATIONALE_AND_APPROVAL,
            ),
        ],
    )
    def test_lower_needs_a_rationale_and_an_approval(self, fields: dict[str, Any], verdict: Verdict) -> None:
        assert reviewed(assessed(**fields), answers=every_no(suicide_risk="yes")).verdict is verdict

    @pytest.mark.parametrize(
        ("fields", "lacks"),
        [
            ({}, ["rationale", "approval"]),
            ({"rationale": "Reasons."}, ["approval"]),
            ({"rationale": " N/A. ", "approved_by": {"rank": "inspector"}}, ["rationale_says_nothing"]),
            ({"rationale": "--", "approved_by": {"rank": "inspector"}}, ["rationale_says_nothing"]),
            ({"rationale": "Low risk", "approved_by": {"rank": "inspector"}}, ["rationale_says_nothing"]),
            ({"rationale": "Ines: missing again.", "approved_by": {"rank": "inspector"}}, ["rationale_says_nothing"]),
            (
                {"rationale": "Low risk agreed with Sgt", "approved_by": {"rank": "inspector"}},
                ["rationale_says_nothing"],
            ),
            ({"rationale": "asdf", "approved_by": {"rank": "inspector"}}, ["rationale_says_nothing"]),
            ({"rationale": "Ines is streetwise.", "approved_by": {"rank": "inspector"}}, ["rationale_only_labels"]),
            (
                {"rationale": "With older boyfriend", "approved_by": {"rank": "constable"}},
                ["rationale_only_labels", "approved_by_no_supervisor"],
            ),
            ({"rationale": "Ines is with an adult.", "approved_by": {"rank": "inspector"}}, []),
            ({"rationale": "Reasons.", "approved_by": {}}, ["approved_by_nobody"]),
            ({"rationale": "Reasons.", "approved_by": {"role": "system"}}, ["approved_by_system"]),
            (
                {
                    "rationale": "Reasons.",
                    "assessed_by": {"role": "supervisor", "rank": "sergeant"},
                    "approved_by": {"role": "supervisor", "rank": "sergeant"},
                },
                ["approved_as_assessed"],
            ),
            (
                {
                    "rationale": "Reasons.",
                    "assessed_by": {"role": "supervisor", "rank": "sergeant"},
                    "approved_by": {"role": "supervisor", "rank": "inspector"},
                },
                [],
            ),
            (
                {"rationale": "Always runs away, will be back.", "approved_by": {"rank": "inspector"}},
                ["rationale_only_usual"],
            ),
            (
                {"rationale": "Ines\u2019s usual behaviour.", "approved_by": {"rank": "constable"}},
                ["rationale_only_usual", "approved_by_no_supervisor"],
            ),
            (
                {"rationale": "Usual; at her brother's, seen by a neighbour.", "approved_by": {"rank": "inspector"}},
                [],
            ),
        ],
    )
    def test_what_it_lacks_is_told(self, fields: dict[str, Any], lacks: list[str]) -> None:
        person = {"names": [{"given": ["Ines"], "family": "Invented"}]}

        each = reviewed(assessed(**fields), answers=every_no(suicide_risk="yes"), person=person)

        assert list(each.lacks) == lacks
        assert each.as_dict().get("lacks", []) == lacks
        assert (each.verdict is Verdict.LOWER_WITHOUT) is bool(lacks)

    @pytest.mark.parametrize(
        ("fields", "lacks"),
        [
            ({"person": {"date_of_birth": "1980-01-01"}}, []),
            ({"person": {"date_of_birth": "2008-06-15"}}, []),
            ({"person": {"date_of_birth": "2008-06-16"}}, ["rationale_only_labels"]),
            ({"person": {"age": {"min": 16, "max": 20}}}, ["rationale_only_labels"]),
            ({"person": {"age": {"min": 19, "max": 30, "basis": "stated"}}}, []),
            ({"person": {"age": {"min": 19, "max": 30, "basis": "apparent"}}}, ["rationale_only_labels"]),
            ({}, []),
            ({"care": {"status": "looked_after_s20"}}, ["rationale_only_labels"]),
            ({"answers": answered(EARLY, suicide_risk="yes")}, ["rationale_only_labels"]),
            ({"answers": every_no(suicide_risk="yes", child="unknown")}, ["rationale_only_labels"]),
            ({"answers": every_no(suicide_risk="yes", child="yes")}, ["rationale_only_labels"]),
        ],
    )
    def test_an_adult_may_choose_to_be_absent(self, fields: dict[str, Any], lacks: list[str]) -> None:
        assessment = assessed(rationale="Left by her own choice.", approved_by={"rank": "inspector"})

        each = reviewed(assessment, **({"answers": every_no(suicide_risk="yes")} | fields))

        assert list(each.lacks) == lacks
        assert each.verdict in (Verdict.LOWER_WITHOUT, Verdict.LOWER_WITH_RATIONALE_AND_APPROVAL)

    @pytest.mark.parametrize(
        ("assessed_by", "approved_by", "lack"),
        [
            (None, {"rank": "sergeant"}, None),
            (None, {"rank": "constable", "role": "supervisor"}, "approved_by_no_supervisor"),
            (None, {"rank": "detective_constable"}, "approved_by_no_supervisor"),
            (None, {"rank": "pcso"}, "approved_by_no_supervisor"),
            (None, {"rank": "staff", "role": "call_handler"}, "approved_by_no_supervisor"),
            (None, {"rank": "staff", "role": "control_room_supervisor"}, None),
            (None, {"rank": "special_constable", "role": "supervisor"}, None),
            (None, {"rank": "unknown"}, "approved_by_no_supervisor"),
            (None, {"role": "partner_agency"}, "approved_by_no_supervisor"),
            (None, {"role": "supervisor"}, None),
            ({"rank": "constable"}, {"rank": "sergeant"}, None),
            ({"role": "call_handler"}, {"role": "control_room_supervisor"}, None),
            ({"rank": "sergeant"}, {"rank": "detective_sergeant"}, "approved_by_no_higher_rank"),
            ({"rank": "inspector"}, {"rank": "sergeant"}, "approved_by_no_higher_rank"),
            ({"rank": "inspector"}, {"rank": "chief_inspector"}, None),
            ({"role": "supervisor"}, {"role": "duty_inspector"}, None),
            ({"role": "supervisor"}, {"role": "authorising_officer"}, None),
            ({"role": "duty_inspector"}, {"rank": "sergeant"}, "approved_by_no_higher_rank"),
            ({"rank": "commander"}, {"rank": "assistant_chief_constable"}, "approved_by_no_higher_rank"),
            ({"rank": "chief_constable"}, {"rank": "deputy_commissioner"}, None),
            ({"rank": "unknown"}, {"rank": "sergeant"}, "approved_by_no_higher_rank"),
            ({"rank": "other", "role": "call_handler"}, {"rank": "commissioner"}, "approved_by_no_higher_rank"),
            ({"rank": "acting_superintendent"}, {"rank": "sergeant"}, "approved_by_no_higher_rank"),
            ({"rank": "unknown"}, {"rank": "constable"}, "approved_by_no_supervisor"),
            ({"rank": "staff", "role": "call_handler"}, {"rank": "sergeant"}, None),
            ({"rank": "special_constable"}, {"rank": "sergeant"}, None),
            ({"role": "unknown"}, {"rank": "sergeant"}, None),
        ],
    )
    def test_who_may_approve(
        self, assessed_by: dict[str, Any] | None, approved_by: dict[str, Any], lack: str | None
    ) -> None:
        by = {"assessed_by": assessed_by} if assessed_by else {}

        each = reviewed(
            assessed(rationale="Reasons.", approved_by=approved_by, **by), answers=every_no(suicide_risk="yes")
        )

        assert list(each.lacks) == ([lack] if lack else [])

    def test_every_rank_and_role_that_is_known_stands_somewhere(self) -> None:
        ranked = [code for codes in (*RANKS, BELOW) for code in codes]

        by_role = set(codelist("ranks").entries) - set(ranked)

        assert by_role == {*STANDS_BY_ROLE, "other", "unknown"}
        assert len(ranked) == len(set(ranked))
        assert {code for codes in ROLES for code in codes} <= set(codelist("roles").entries)

    def test_it_is_told_only_of_what_is_lower(self) -> None:
        assert reviewed(assessed("high"), answers=every_no(suicide_risk="yes")).lacks == ()

    @pytest.mark.parametrize(
        ("level", "answer", "verdict"),
        [
            ("high", "yes", Verdict.CONSISTENT),
            ("high", "unknown", Verdict.HIGHER),
            ("medium", "unknown", Verdict.CONSISTENT),
            ("low", "unknown", Verdict.LOWER_WITHOUT),
            ("very_low", "no", Verdict.CONSISTENT),
            ("low", "no", Verdict.HIGHER),
        ],
    )
    def test_of_a_level(self, level: str, answer: str, verdict: Verdict) -> None:
        assert reviewed(assessed(level), answers=every_no(suicide_risk=answer)).verdict is verdict

    def test_what_nobody_had_asked_counted_as_unknown(self) -> None:
        each = reviewed(assessed("low"), answers=answered(EARLY, out_of_character="no"))

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, "medium")
        assert ("suicide-risk", "not_asked", ()) in [(one.code, one.answer, one.at) for one in each.reasons]


class TestSuggested:
    """What was suggested at the time is told beside the verdict, and the verdict does not go by it."""

    @pytest.mark.parametrize(
        ("assessment", "suggested", "below"),
        [
            (assessed("low"), None, False),
            (assessed("low"), "medium", True),
            (assessed("medium"), "medium", False),
            (assessed("high"), "medium", False),
            ({"scheme": "acpo-2013", "category": "absent", "assessed_at": NOON}, "low", True),
            ({"scheme": "acpo-2013", "category": "absent", "level": "high", "assessed_at": NOON}, "low", True),
            ({"level": "low"}, "high", True),
            ({"scheme": "app-2017"}, "high", False),
        ],
    )
    def test_is_told_and_whether_the_level_is_below(
        self, assessment: dict[str, Any], suggested: str | None, below: bool
    ) -> None:
        by = {"suggested": {"level": suggested, "policy": "another 3"}} if suggested else {}

        each, without = reviewed(assessment | by, answers=every_no()), reviewed(assessment, answers=every_no())

        assert (each.suggested, each.below_suggested) == (suggested, below)
        assert (each.as_dict().get("suggested"), each.as_dict()["below_suggested"]) == (suggested, below)
        assert (each.verdict, each.why, each.lacks) == (without.verdict, without.why, without.lacks)


def test_what_is_called_for_now_is_by_the_policy_that_is_given() -> None:
    (each,) = review(episode({"scheme": "scotland", "level": "low"}, answers=every_no(child="yes")), policy=QUIET)

    assert (each.why, each.policy, each.called_for_now) == ("no_time", "quiet 1", "low")


class TestCategoryWithoutScheme:
    """Absent is of one scheme: whoever wrote it by itself wrote the scheme."""

    def test_is_judged_by_the_one_scheme_that_has_it(self) -> None:
        answers = every_no(suicide_risk="yes")

        each = reviewed({"category": "absent", "assessed_at": NOON}, answers=answers)

        with_scheme = reviewed({"scheme": "acpo-2013", "category": "absent", "assessed_at": NOON}, answers=answers)
        assert (each.verdict, each.scheme, each.recorded) == (Verdict.LOWER_WITHOUT, "acpo-2013", "absent")
        assert each.as_dict() == with_scheme.as_dict()

    def test_a_level_beside_it_does_not_hide_it(self) -> None:
        each = reviewed({"category": "absent", "level": "high", "assessed_at": NOON}, answers=every_no())

        assert (each.verdict, each.scheme, each.recorded) == (Verdict.CONSISTENT, "acpo-2013", "absent")


class TestLater:
    def test_what_became_known_later_is_no_reproach_and_is_told(self) -> None:
        answers = every_no()
        answers[SUICIDE] = {"question": "suicide_risk", "answer": "no", "answered_at": EARLY}
        answers += answered(LATE, suicide_risk="yes")

        each = reviewed(assessed(), answers=answers)

        assert each.verdict is Verdict.CONSISTENT
        assert each.later == (f"/answers/{len(answers) - 1}",)
        assert (each.called_for, each.called_for_now) == ("very_low", "high")

    @pytest.mark.parametrize(("at", "verdict"), [(NOON, Verdict.LOWER_WITHOUT), (LATE, Verdict.CONSISTENT)])
    def test_known_at_that_very_moment_is_known(self, at: str, verdict: Verdict) -> None:
        answers = [*every_no(), *answered(at, suicide_risk="yes")]

        assert reviewed(assessed(), answers=answers).verdict is verdict

    def test_how_old_somebody_was_then(self) -> None:
        person = {"date_of_birth": "2008-06-16"}
        told = [{"at": "/person/date_of_birth", "basis": "fact", "obtained_at": EARLY}]

        each = reviewed(assessed("very_low"), answers=every_no(), person=person, provenance=told)

        assert each.verdict is Verdict.LOWER_WITHOUT
        assert [reason.code for reason in each.reasons] == ["child"]


class TestCannotTell:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"scheme": None}, "no_scheme"),
            ({"level": None}, "no_level"),
            ({"level": "no_apparent_risk"}, "not_of_scheme"),
            ({"level": None, "category": "absent"}, "not_of_scheme"),
            ({"assessed_at": None}, "no_time"),
        ],
    )
    def test_what_was_decided_or_when(self, change: dict[str, Any], why: str) -> None:
        assessment = {key: each for key, each in (assessed() | change).items() if each is not None}

        each = reviewed(assessment, answers=every_no(suicide_risk="yes"))

        assert (each.verdict, each.why) == (Verdict.CANNOT_TELL, why)
        assert (each.at, each.called_for, each.reasons, each.lacks) == ("/assessments/0", None, (), ())
        assert each.recorded == assessment.get("level", assessment.get("category"))
        policy = library_policy() if "scheme" in assessment else None
        assert each.called_for_now == ("high" if policy else None)
        assert (each.policy, each.digest) == ((str(policy), policy.digest) if policy else ("", ""))

    @pytest.mark.parametrize("answers", [[], every_no(None), every_no(None, suicide_risk="yes"), every_no(LATE)])
    @pytest.mark.parametrize("level", ["very_low", "medium", "high"])
    def test_nothing_is_dated_to_then(self, answers: list[dict[str, Any]], level: str) -> None:
        each = reviewed(assessed(level), answers=answers, reported_at=EARLY, missing_since={"latest": EARLY})

        assert (each.verdict, each.why) == (Verdict.CANNOT_TELL, "nothing_dated")

    @pytest.mark.parametrize(
        ("level", "verdict"),
        [
            ("very_low", Verdict.LOWER_WITHOUT),
            ("medium", Verdict.CANNOT_TELL),
            ("high", Verdict.CANNOT_TELL),
        ],
    )
    def test_an_undated_yes_may_have_been_known(self, level: str, verdict: Verdict) -> None:
        known = [each for each in every_no() if each["question"] != "suicide_risk"]

        each = reviewed(assessed(level), answers=[*known, *answered(None, suicide_risk="yes")])

        assert each.verdict is verdict
        assert (each.called_for, each.could_call_for) == ("medium", "high")
        assert each.undated == (f"/answers/{len(known)}",)
        assert each.why == ("undated_decides" if verdict is Verdict.CANNOT_TELL else None)

    @pytest.mark.parametrize(
        ("level", "verdict"),
        [("very_low", Verdict.CANNOT_TELL), ("medium", Verdict.CANNOT_TELL), ("high", Verdict.HIGHER)],
    )
    def test_an_undated_no_may_have_been_known(self, level: str, verdict: Verdict) -> None:
        known = [each for each in every_no() if each["question"] != "suicide_risk"]

        each = reviewed(assessed(level), answers=[*known, *answered(None, suicide_risk="no")])

        assert each.verdict is verdict
        assert (each.called_for, each.could_call_for) == ("very_low", "medium")

    def test_an_undated_no_beside_a_known_yes_changes_nothing(self) -> None:
        answers = [*every_no(suicide_risk="yes"), *answered(None, suicide_risk="no")]

        assert reviewed(assessed(), answers=answers).verdict is Verdict.LOWER_WITHOUT

    def test_an_undated_yes_beside_a_known_no_decides(self) -> None:
        each = reviewed(assessed(), answers=[*every_no(), *answered(None, suicide_risk="yes")])

        assert (each.verdict, each.why) == (Verdict.CANNOT_TELL, "undated_decides")
        assert (each.called_for, each.could_call_for) == ("very_low", "high")

    @pytest.mark.parametrize(
        ("assessment", "suggested", "policy", "below"),
        [
            (assessed("low", "scotland"), "medium", "library-scotland 1.0", True),
            (assessed("low", "scotland"), "medium", "library-app-very-low 1.0", False),
            (assessed("very_low"), "low", "library-scotland 1.0", False),
            (assessed("no_apparent_risk", "app-2017"), "very_low", "another 3", False),
            ({"category": "absent", "assessed_at": NOON}, "very_low", "another 3", False),
            ({"category": "absent", "assessed_at": NOON}, "low", "library-acpo-2013 1.0", True),
            ({"category": "absent", "assessed_at": NOON}, "low", "library-acpo-2010 1.0", False),
            (assessed("low", "scotland"), "medium", "library-scotland-north 1", True),
        ],
    )
    def test_is_compared_within_the_assessments_own_scheme(
        self, assessment: dict[str, Any], suggested: str, policy: str, below: bool
    ) -> None:
        each = reviewed({**assessment, "suggested": {"level": suggested, "policy": policy}}, answers=every_no())

        assert (each.suggested, each.below_suggested) == (suggested, below)


class TestWhatNobodyAsked:
    """What is called for only because nobody had asked confirms no grade."""

    def test_a_level_that_rests_on_it_alone_is_not_consistent(self) -> None:
        each = reviewed(assessed("medium"), answers=answered(EARLY, child="no", out_of_character="no"))

        assert (each.verdict, each.why) == (Verdict.CANNOT_TELL, "not_asked_decides")
        assert (each.called_for, each.could_call_for) == ("medium", "medium")

    @pytest.mark.parametrize("answers", [{"child": "yes"}, {"suicide_risk": "unknown"}])
    def test_one_answer_that_calls_for_as_much_confirms_it(self, answers: dict[str, str]) -> None:
        assert reviewed(assessed("medium"), answers=answered(EARLY, **answers)).verdict is Verdict.CONSISTENT

    def test_one_that_does_so_only_with_another_does_not(self) -> None:
        known = [each for each in every_no() if each["question"] not in ("missing_long", "weather_exposure")]
        policy = read_policy(
            b'name="both"\nversion="1"\nscheme="app-very-low"\nlowest="very_low"\nstatus="test"\n[[line]]\ncode="c"\n'
            b'all_of=["missing_long", "weather_exposure"]\nfloor="high"\nif_unknown="medium"\nbasis="test"\n',
            "both.toml",
        )
        record = episode(assessed("medium"), answers=[*known, *answered(EARLY, missing_long="yes")])

        (each,) = review(record, policy=policy)

        assert (each.called_for, each.why) == ("medium", "not_asked_decides")

    def test_a_guard_that_holds_for_it_confirms_nothing(self) -> None:
        record = episode(assessed("medium", "scotland"), answers=answered(EARLY, homeless="no"))

        (each,) = review(record, policy=QUIET)

        assert [guard.code for guard in each.guards] == ["child-exploitation", "suicide", "medication"]
        assert each.why == "not_asked_decides"

    def test_a_guard_that_holds_for_an_answer_does(self) -> None:
        answers = [each for each in every_no(suicide_risk="unknown") if each["question"] != "homeless"]
        record = episode(assessed("medium", "scotland"), answers=answers)

        (each,) = review(record, policy=QUIET)

        assert (each.verdict, each.called_for) == (Verdict.CONSISTENT, "medium")

    @pytest.mark.parametrize(
        ("unasked", "why"), [((), None), (("homeless",), "not_asked_decides"), (("pregnant",), "not_asked_decides")]
    )
    def test_the_lowest_level_is_confirmed_by_everything_asked(self, unasked: tuple[str, ...], why: str | None) -> None:
        answers = [each for each in every_no() if each["question"] not in unasked]

        each = reviewed(assessed("low", "scotland"), answers=answers)

        assert (each.called_for, each.why) == ("low", why)

    @pytest.mark.parametrize("scheme", ["scotland", "acpo-2010", "acpo-2013", "app-very-low"])
    @pytest.mark.parametrize(
        "answers",
        [
            {},
            {"previous_missing": "yes"},
            {"previous_missing": "unknown"},
            {"previous_missing": "no"},
            {"family_conflict": "unknown", "homeless": "unknown"},
        ],
    )
    def test_low_is_confirmed_by_nothing_less_and_by_going_missing_often_least_of_all(
        self, scheme: str, answers: dict[str, str]
    ) -> None:
        asked = dict.fromkeys(("suicide_risk", "medication_essential", "child"), "no")
        asked |= dict.fromkeys(("sexual_exploitation_or_trafficking", "criminal_exploitation"), "no")

        each = reviewed(assessed("low", scheme), answers=answered(EARLY, **asked, **answers))

        assert (each.called_for, each.why) == ("low", "not_asked_decides")

    @pytest.mark.parametrize(
        ("question", "record"),
        [
            ("mental_health", {"missing_from": {"kind": "mental_health_unit"}}),
            ("preparations_made", {"preparations": "Left a letter."}),
        ],
    )
    def test_what_the_record_leaves_open_was_not_asked(self, question: str, record: dict[str, Any]) -> None:
        told = [{"at": f"/{name}", "basis": "fact", "obtained_at": EARLY} for name in record]
        unasked = [each for each in every_no() if each["question"] != question]

        asked, silent = (
            reviewed(assessed("low"), answers=each, provenance=told, **record) for each in (every_no(), unasked)
        )

        assert (asked.called_for, asked.verdict) == ("low", Verdict.CONSISTENT)
        assert (silent.called_for, silent.why) == ("low", "not_asked_decides")

    def test_the_lowest_level_is_confirmed_by_everything_asked_though_some_is_not_known(self) -> None:
        each = reviewed(assessed("low", "scotland"), answers=every_no(family_conflict="unknown"))

        assert (each.verdict, each.called_for) == (Verdict.CONSISTENT, "low")

    def test_what_nobody_dated_confirms_nothing(self) -> None:
        known = [each for each in every_no() if each["question"] != "homeless"]

        each = reviewed(assessed("low", "scotland"), answers=[*known, *answered(None, homeless="no")])

        assert (each.called_for, each.why) == ("low", "not_asked_decides")

    def test_higher_stays_higher_and_lower_stays_lower(self) -> None:
        answers = answered(EARLY, out_of_character="no")

        verdicts = [reviewed(assessed(level), answers=answers).verdict for level in ("high", "low")]

        assert verdicts == [Verdict.HIGHER, Verdict.LOWER_WITHOUT]


class TestTheLowestAnsweredFor:
    """A policy may have a lowest level above what a line calls for. No line answers for it, whatever it calls for."""

    RAISED = read_policy(
        b'name="raised"\nversion="1"\nscheme="app-very-low"\nlowest="low"\nstatus="test"\n'
        b'[[line]]\ncode="a"\nquestion="homeless"\nfloor="low"\nif_unknown="very_low"\nbasis="test"\n'
        b'[[line]]\ncode="b"\nquestion="pregnant"\nfloor="very_low"\nif_unknown="very_low"\nbasis="test"\n'
        b'[[line]]\ncode="c"\nquestion="care_leaver"\nfloor="high"\nif_unknown="low"\nbasis="test"\n'
        b'[[line]]\ncode="d"\nquestion="radicalisation"\nfloor="low"\nif_unknown="low"\nbasis="test"\n',
        "raised.toml",
    )

    @pytest.mark.parametrize(
        ("answers", "is_answered_for"),
        [
            ({"homeless": "yes"}, False),
            ({"homeless": "unknown"}, False),
            ({"homeless": "no"}, False),
            ({"pregnant": "yes"}, False),
            ({"care_leaver": "unknown"}, False),
            ({"care_leaver": "no"}, False),
            ({"radicalisation": "yes"}, False),
            ({"pregnant": "yes", "homeless": "unknown", "care_leaver": "no", "radicalisation": "no"}, True),
            ({"pregnant": "yes", "homeless": "unknown", "care_leaver": "no"}, False),
            ({"suicide_risk": "yes"}, False),
        ],
    )
    def test_by_every_answer(self, answers: dict[str, str], is_answered_for: bool) -> None:
        (each,) = review(episode(assessed("low"), answers=answered(EARLY, **answers)), policy=self.RAISED)

        assert (each.called_for, each.could_call_for) == ("low", "low")
        assert (each.verdict is Verdict.CONSISTENT) is is_answered_for
        assert each.why == (None if is_answered_for else "not_asked_decides")


class TestWhenItWasKnown:
    """By provenance, by the fields' own times, and by the time of the record."""

    @pytest.mark.parametrize(
        ("provenance", "verdict"),
        [
            ([("/person/vulnerabilities/1", EARLY)], Verdict.LOWER_WITHOUT),
            ([("/person/vulnerabilities/1", LATE)], Verdict.CANNOT_TELL),
            ([("/person/vulnerabilities", EARLY)], Verdict.LOWER_WITHOUT),
            ([("/person", EARLY)], Verdict.LOWER_WITHOUT),
            ([("/person", EARLY), ("/person/vulnerabilities/1", LATE)], Verdict.LOWER_WITHOUT),
            ([("/person/vulnerabilities/1", LATE), ("/person/vulnerabilities/1", EARLY)], Verdict.LOWER_WITHOUT),
            ([("/person/vulnerabilities/10", EARLY)], Verdict.CANNOT_TELL),
        ],
    )
    def test_by_provenance(self, provenance: list[tuple[str, str]], verdict: Verdict) -> None:
        told = [{"at": at, "basis": "fact", "obtained_at": when} for at, when in provenance]
        person = {"vulnerabilities": ["age_older", "cse"]}

        assert reviewed(assessed(), answers=every_no(), person=person, provenance=told).verdict is verdict

    def test_a_place_without_a_time_of_its_own_goes_by_the_earliest_below(self) -> None:
        at = "/person/previous_missing/periods"
        told = [
            {"at": f"{at}/0", "basis": "fact", "obtained_at": LATE},
            {"at": f"{at}/1", "basis": "fact", "obtained_at": EARLY},
        ]
        person = {"previous_missing": {"periods": [{}, {}]}}
        each = reviewed(assessed(), answers=every_no(), person=person, provenance=told)

        assert each.verdict is Verdict.LOWER_WITHOUT
        assert [(one.code, one.at) for one in each.reasons] == [("previous-missing", (at,))]

    def test_each_sign_by_its_own_time(self) -> None:
        told = [
            {"at": "/exploitation_indicators/0", "basis": "fact", "obtained_at": LATE},
            {"at": "/exploitation_indicators/1", "basis": "fact", "obtained_at": EARLY},
        ]
        signs = ["hotel", "taxi"]
        each = reviewed(assessed(), answers=every_no(), exploitation_indicators=signs, provenance=told)

        assert each.verdict is Verdict.LOWER_WITHOUT
        assert [(one.code, one.at) for one in each.reasons] == [
            ("exploitation", ("/exploitation_indicators/1",)),
            ("criminal-exploitation", ("/exploitation_indicators/1",)),
        ]
        assert each.later == ("/exploitation_indicators/0",)

    @pytest.mark.parametrize("referral", [{"referred_at": LATE}, {}])
    def test_a_referral_takes_nothing_from_signs_that_were_known(self, referral: dict[str, Any]) -> None:
        told = [{"at": "/exploitation_indicators", "basis": "fact", "obtained_at": EARLY}]
        signs = {"exploitation_indicators": ["hotel"], "provenance": told}
        each = reviewed(assessed(), answers=every_no(), referral=referral, **signs)

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, "medium")
        assert "/exploitation_indicators/0" in each.known
        assert (each.later, each.undated) == ((("/referral",), ()) if referral else ((), ("/referral",)))

    @pytest.mark.parametrize(
        ("held", "found", "known"),
        [
            (LATE, EARLY, False),
            (LATE, None, False),
            (EARLY, LATE, True),
            (None, EARLY, True),
            (None, LATE, False),
            (None, None, None),
        ],
    )
    def test_a_return_interview_from_when_it_was_held_or_else_the_finding(
        self, held: str | None, found: str | None, known: bool | None
    ) -> None:
        told = {"exploitation_indicators": ["hotel"]} | ({"held_at": held} if held else {})
        ended = {"outcome": {"found_at": found}} if found else {}
        each = reviewed(assessed("low"), answers=every_no(), return_interview=told, **ended)

        at = "/return_interview/exploitation_indicators/0"
        assert [at in places for places in (each.known, each.later, each.undated)] == [
            known is True,
            known is False,
            known is None,
        ]

    @pytest.mark.parametrize(("found", "called"), [(EARLY, "high"), (LATE, "very_low"), (None, "very_low")])
    def test_harm_of_this_time_from_the_finding_on(self, found: str | None, called: str) -> None:
        outcome = {"harms": ["sexual_exploitation"]} | ({"found_at": found} if found else {})

        each = reviewed(assessed("low"), answers=every_no(), outcome=outcome)

        assert each.called_for == called
        assert (each.undated == ("/outcome/harms/0",)) is (found is None)

    @pytest.mark.parametrize("now", ["physical_injury", "sexual_exploitation"])
    def test_harm_that_was_told_later_is_not_held_against_anybody(self, now: str) -> None:
        at = "/person/previous_missing/harms"
        told = [
            {"at": f"{at}/0", "basis": "fact", "obtained_at": EARLY},
            {"at": f"{at}/1", "basis": "fact", "obtained_at": LATE},
        ]
        person = {"previous_missing": {"harms": ["unknown", now]}}
        each = reviewed(assessed("low"), answers=every_no(), person=person, provenance=told)

        assert (each.verdict, each.called_for) == (Verdict.CONSISTENT, "low")
        assert each.later == (f"{at}/1",)

    @pytest.mark.parametrize(("obtained", "answered_at"), [(EARLY, LATE), (LATE, EARLY)])
    def test_an_answer_by_the_earlier_of_its_times(self, obtained: str, answered_at: str) -> None:
        told = [{"at": f"/answers/{SUICIDE}", "basis": "fact", "obtained_at": obtained}]
        answers = every_no()
        answers[SUICIDE] = {"question": "suicide_risk", "answer": "yes", "answered_at": answered_at}

        each = reviewed(assessed(), answers=answers, provenance=told)

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, "high")

    @pytest.mark.parametrize("at", ["/answers", "/answers/10"])
    def test_an_answer_that_is_dated_goes_by_no_provenance_of_the_list(self, at: str) -> None:
        told = [{"at": at, "basis": "fact", "obtained_at": EARLY}]
        answers = every_no(LATE)

        each = reviewed(assessed(), answers=answers, provenance=told)

        assert (each.verdict, each.why) == (
            (Verdict.CANNOT_TELL, "nothing_dated") if at == "/answers" else (Verdict.LOWER_WITHOUT, None)
        )
        assert len(each.later) == len(answers) - (at != "/answers")

    def test_an_answer_by_the_provenance_of_a_part_of_it_that_is_earlier(self) -> None:
        told = [{"at": f"/answers/{SUICIDE}/explanation", "basis": "fact", "obtained_at": EARLY}]

        each = reviewed(assessed(), answers=every_no(LATE, suicide_risk="yes"), provenance=told)

        assert each.known == (f"/answers/{SUICIDE}",)

    def test_an_answer_that_nobody_dated_by_the_provenance_of_the_list(self) -> None:
        told = [{"at": "/answers", "basis": "fact", "obtained_at": EARLY}]

        assert reviewed(assessed(), answers=every_no(None), provenance=told).verdict is Verdict.CONSISTENT

    @pytest.mark.parametrize(
        ("at", "obtained", "known"),
        [
            ("/referral/reference", LATE, True),
            ("/referral", LATE, False),
            ("/referral", EARLY, True),
            ("/referral/exploitation_types", LATE, True),
        ],
    )
    def test_a_part_that_came_in_later_takes_nothing_from_what_has_a_time(
        self, at: str, obtained: str, known: bool
    ) -> None:
        told = [{"at": at, "basis": "fact", "obtained_at": obtained}]
        referral = {"referred_at": EARLY, "reference": "TEST-1"}

        each = reviewed(assessed(), answers=every_no(), referral=referral, provenance=told)

        assert ("/referral" in each.known) is known
        assert each.later == (() if known else ("/referral",))

    @pytest.mark.parametrize(
        ("at", "obtained", "known"),
        [
            ("/referral/exploitation_types/0", LATE, False),
            ("/referral/exploitation_types", LATE, False),
            ("/referral", LATE, False),
            ("/referral/reference", LATE, True),
        ],
    )
    def test_a_part_goes_by_what_is_nearest_within_what_has_a_time(self, at: str, obtained: str, known: bool) -> None:
        told = [{"at": at, "basis": "fact", "obtained_at": obtained}]
        referral = {"referred_at": EARLY, "reference": "TEST-1", "exploitation_types": ["criminal"]}

        each = reviewed(assessed(), answers=every_no(), referral=referral, provenance=told)

        assert ("/referral/exploitation_types/0" in each.known) is known

    def test_a_part_that_came_in_earlier_shows_the_whole_to_have_been_known(self) -> None:
        told = [{"at": "/referral/reference", "basis": "fact", "obtained_at": EARLY}]
        referral = {"referred_at": LATE, "reference": "TEST-1"}

        each = reviewed(assessed(), answers=every_no(), referral=referral, provenance=told)

        assert "/referral" in each.known

    @pytest.mark.parametrize("stage", ["reasonable_grounds", "conclusive_grounds"])
    @pytest.mark.parametrize(
        ("when", "obtained", "stands"),
        [
            (EARLY, {}, "known"),
            (LATE, {}, "later"),
            # Who was referred early may have been decided on much later: the referral's own time says nothing of it.
            (None, {}, "undated"),
            (None, {"/referral": EARLY}, "known"),
            (None, {"{}": LATE}, "later"),
            (LATE, {"{}": EARLY}, "known"),
        ],
    )
    def test_a_decision_on_a_referral_by_its_own_time_and_never_by_that_of_the_referral(
        self, stage: str, when: str | None, obtained: dict[str, str], stands: str
    ) -> None:
        place = f"/referral/{stage}"
        told = [{"at": at.format(place), "basis": "fact", "obtained_at": each} for at, each in obtained.items()]
        referral = {"referred_at": EARLY, stage: "positive", **({f"{stage}_at": when} if when else {})}

        each = reviewed(assessed(), answers=every_no(), referral=referral, provenance=told)

        assert "/referral" in each.known
        assert [of for of in ("known", "later", "undated") if place in getattr(each, of)] == [stands]

    def test_what_is_told_of_a_medicine_later_takes_nothing_from_there_being_one(self) -> None:
        told = [
            {"at": at, "basis": "fact", "obtained_at": when}
            for at, when in (("/person", EARLY), ("/person/medication/0/effect_if_missed", LATE))
        ]
        person = {"medication": [{"name": "TEST", "effect_if_missed": "Fits."}]}

        each = reviewed(assessed(), answers=every_no(), person=person, provenance=told)

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, "medium")
        assert "/person/medication/0" in each.known

    def test_an_entry_with_a_time_goes_by_no_provenance_of_its_list(self) -> None:
        other = {"episode_id": "7d2f1f6b-9a10-5c3e-9b0e-0c1d7a528a5e", "relation": "same_person"}
        told = [{"at": "/related", "basis": "fact", "obtained_at": EARLY}]
        dated, undated = {**other, "decided_at": LATE}, other

        each = reviewed(assessed(), answers=every_no(), related=[dated, undated], provenance=told)

        assert "/related/1" in each.known
        assert each.later == ("/related/0",)

    def test_the_report_by_the_provenance_of_missing_since(self) -> None:
        told = [{"at": "/missing_since", "basis": "fact", "obtained_at": LATE}]
        since = {"earliest": "2026-06-12T08:00:00Z", "latest": "2026-06-12T09:00:00Z"}
        record = {"answers": every_no(), "reported_at": EARLY, "missing_since": since}

        by_itself, by_provenance = (reviewed(assessed(), provenance=each, **record) for each in ([], told))

        # Without it they were missing from the report on for certain, and nobody knew since when.
        told = [{reason.code: reason.answer for reason in each.reasons} for each in (by_itself, by_provenance)]
        assert [each["missing-long"] for each in told] == ["yes", "unknown"]

    def test_what_it_takes_is_in_step_with_the_answers_and_their_provenance(self) -> None:
        def calls(size: int) -> int:
            answers = [{"question": QUESTIONS[each % 40], "answer": "unknown"} for each in range(size)]
            told = [{"at": f"/answers/{each}", "basis": "fact", "obtained_at": EARLY} for each in range(size)]
            record = episode(assessed(), answers=answers, provenance=told)
            return counted(lambda: review(record))

        calls(400)  # facts that are kept are made once

        assert calls(400) < 4.4 * calls(100)

    @pytest.mark.parametrize(
        ("when", "called", "could"),
        [(EARLY, "medium", "medium"), (None, "low", "medium"), (LATE, "low", "low")],
    )
    def test_signs_for_a_guard(self, when: str | None, called: str, could: str) -> None:
        told = [{"at": "/exploitation_indicators", "basis": "fact", "obtained_at": when}] if when else []
        record = episode(
            assessed("low", "scotland"),
            answers=every_no(child="yes"),
            exploitation_indicators=["hotel"],
            provenance=told,
        )

        (each,) = review(record, policy=QUIET)

        assert (each.called_for, each.could_call_for) == (called, could)
        assert [guard.code for guard in each.guards] == (["child-exploitation"] if called == "medium" else [])

    def test_a_referral_by_its_own_time(self) -> None:
        referral = {"referred_at": EARLY, "exploitation_types": ["criminal"]}

        each = reviewed(assessed(), answers=every_no(), referral=referral)

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, "high")

    def test_a_linked_episode_from_when_that_was_decided(self) -> None:
        other = {"episode_id": "7d2f1f6b-9a10-5c3e-9b0e-0c1d7a528a5e", "relation": "same_person"}
        before, after = ({**other, "decided_at": when} for when in (EARLY, LATE))

        found = reviewed(assessed(), answers=every_no(), related=[before, after])

        assert "/related/0" in found.known
        assert found.later == ("/related/1",)

    @pytest.mark.parametrize(("when", "called", "could"), [(EARLY, "medium", "medium"), (NOON, "medium", "medium")])
    def test_signs_are_known_from_that_very_moment_on(self, when: str, called: str, could: str) -> None:
        told = [{"at": "/exploitation_indicators", "basis": "fact", "obtained_at": when}]
        record = episode(
            assessed("low", "scotland"),
            answers=every_no(child="yes"),
            exploitation_indicators=["hotel"],
            provenance=told,
        )

        (each,) = review(record, policy=QUIET)

        assert (each.called_for, each.could_call_for) == (called, could)

    def test_signs_that_were_recorded_before_were_known(self) -> None:
        record = episode(
            assessed("low", "scotland"),
            answers=every_no(child="yes"),
            exploitation_indicators=["hotel"],
            recorded_at=NOON,
        )

        (each,) = review(record, policy=QUIET)

        assert (each.called_for, each.could_call_for) == ("medium", "medium")

    def test_without_signs_there_is_nothing_that_may_have_been_known(self) -> None:
        record = episode(assessed("low", "scotland"), answers=every_no(child="yes"))

        (each,) = review(record, policy=QUIET)

        assert (each.called_for, each.could_call_for) == ("low", "low")

    def test_that_they_were_found_is_known_from_then_on(self) -> None:
        person = {"medication": [{"hours_until_serious": 2}]}
        told = [{"at": "/person/medication", "basis": "fact", "obtained_at": EARLY}]
        found = {"found_at": "2026-06-15T11:00:00Z"}

        each = reviewed(
            assessed(), answers=every_no(), person=person, provenance=told, reported_at=EARLY, outcome=found
        )

        assert (each.called_for, each.undated) == ("high", ())
        assert "/outcome/found_at" in each.known

    @pytest.mark.parametrize("order", [("yes", "no"), ("no", "yes"), ("unknown", "yes")])
    def test_of_several_undated_the_gravest_may_have_been_known(self, order: tuple[str, str]) -> None:
        known = [each for each in every_no() if each["question"] != "suicide_risk"]
        undated = [each for answer in order for each in answered(None, suicide_risk=answer)]

        assert reviewed(assessed(), answers=[*known, *undated]).could_call_for == "high"

    def test_an_undated_unknown_beside_a_known_no_may_have_been_known(self) -> None:
        each = reviewed(assessed(), answers=[*every_no(), *answered(None, suicide_risk="unknown")])

        assert (each.called_for, each.could_call_for) == ("very_low", "medium")

    def test_who_answered_is_told(self) -> None:
        told = [{"at": "/person", "basis": "fact", "obtained_at": EARLY}]
        person = {"date_of_birth": "2020"}

        answers = every_no(suicide_risk="yes", child="yes")
        each = reviewed(assessed(), answers=answers, person=person, provenance=told)

        assert [(reason.code, [one.source for one in reason.answers]) for reason in each.reasons] == [
            ("suicide-risk", ["recorded"]),
            ("very-young-or-old", ["derived"]),
            ("child", ["both"]),
        ]

    def test_a_fact_of_several_fields_when_all_of_them_were_known(self) -> None:
        person = {"medication": [{"hours_until_serious": 2}]}
        told = [{"at": "/person/medication", "basis": "fact", "obtained_at": EARLY}]

        with_time = reviewed(assessed(), answers=every_no(), person=person, provenance=told, reported_at=EARLY)
        without = reviewed(
            assessed(), answers=every_no(), person=person, provenance=told, missing_since={"latest": EARLY}
        )

        assert (with_time.called_for, without.called_for, without.could_call_for) == ("high", "medium", "high")

    def test_whatever_was_recorded_before_was_known(self) -> None:
        each = reviewed(assessed(), answers=every_no(None, suicide_risk="yes"), recorded_at=NOON)

        assert (each.verdict, each.undated) == (Verdict.LOWER_WITHOUT, ())


DOSE = {"effect_if_missed": "Coma.", "needed_every_hours": 6}
LONG_AGO = "2026-06-14T07:00:00Z"


class TestWhatWasReplaced:
    """A field that came in later may take a fact away that stood without it. At that time it stood."""

    @pytest.mark.parametrize(
        ("person", "field", "value", "rest"),
        [
            ({"age": {"min": 15, "max": 15}}, "/person/date_of_birth", "2011-01-01", {}),
            ({"age": {"min": 9, "max": 9}}, "/person/date_of_birth", "2017-01-01", {}),
            ({"age": {"min": 19, "max": 19, "basis": "apparent"}}, "/person/date_of_birth", "2006", {}),
            ({"age": {"max": 20, "basis": "stated"}}, "/person/age/min", 19, {}),
            ({"medication": [DOSE]}, "/person/medication/0/hours_until_serious", 48, {"reported_at": LONG_AGO}),
            (
                {"medication": [{"hours_until_serious": 12}]},
                "/missing_since/latest",
                "2026-06-14T06:00:00Z",
                {"reported_at": LONG_AGO},
            ),
        ],
    )
    def test_what_comes_later_takes_nothing(self, person: Any, field: str, value: Any, rest: Any) -> None:
        told = [{"at": "/person", "basis": "fact", "obtained_at": EARLY}]
        late = [*told, {"at": field, "basis": "fact", "obtained_at": LATE}]
        record = {"answers": every_no(), "person": person, **rest}

        before = reviewed(assessed(), provenance=told, **record)
        after = reviewed(assessed(), provenance=late, **put(record, field, value))

        assert before.verdict is after.verdict is Verdict.LOWER_WITHOUT
        assert (after.called_for, after.could_call_for) == (before.called_for, before.could_call_for)
        assert set(after.known) >= set(before.known)

    def test_a_date_that_comes_later_settles_no_age_that_nobody_dated(self) -> None:
        answers = [each for each in every_no() if each["question"] not in ("child", "turned_eighteen")]
        person = {"age": {"min": 19, "max": 19, "basis": "apparent"}}
        late = [{"at": "/person/date_of_birth", "basis": "fact", "obtained_at": LATE}]

        before = reviewed(assessed(), answers=answers, person=person)
        after = reviewed(assessed(), answers=answers, person={**person, "date_of_birth": "2006"}, provenance=late)

        assert (before.called_for, after.called_for) == ("medium", "medium")
        assert after.later == ("/person/date_of_birth",)

    def test_of_what_nobody_dated_nobody_can_tell_what_it_took(self) -> None:
        told = [{"at": "/person/age", "basis": "fact", "obtained_at": EARLY}]
        person = {"age": {"min": 19, "max": 19, "basis": "apparent"}, "date_of_birth": "2006"}

        each = reviewed(assessed(), answers=every_no(), person=person, provenance=told)

        assert (each.verdict, each.why) == (Verdict.CANNOT_TELL, "undated_decides")
        assert (each.called_for, each.could_call_for) == ("very_low", "medium")

    def test_what_was_known_by_then_takes_what_it_takes(self) -> None:
        told = [{"at": "/person", "basis": "fact", "obtained_at": EARLY}]
        person = {"age": {"min": 19, "max": 19, "basis": "apparent"}, "date_of_birth": "2006-08-01"}

        each = reviewed(assessed(), answers=every_no(), person=person, provenance=told)

        assert (each.verdict, each.called_for) == (Verdict.CONSISTENT, "very_low")


class TestPolicy:
    ABSENT = {"scheme": "acpo-2013", "category": "absent", "assessed_at": "2015-06-15T12:00:00Z"}  # noqa: RUF012

    def test_is_that_of_the_assessments_own_scheme(self) -> None:
        each = reviewed(assessed("low", "scotland"), answers=every_no(suicide_risk="yes"))

        assert each.policy == str(library_policy("scotland"))
        assert each.digest == library_policy("scotland").digest

    def test_one_that_is_given_judges_its_own_scheme_only(self) -> None:
        text = 'name = "ours"\nversion = "1"\nstatus = "a test"\nextends = "library-scotland"\n'
        ours = read_policy(text.encode(), "ours.toml")
        record = episode(
            assessed("low", "scotland"), answers=every_no(), assessments=[assessed("low", "scotland"), assessed()]
        )

        assert [each.policy for each in review(record, policy=ours)] == ["ours 1", str(library_policy())]

    def test_what_it_lowers_and_does_without_is_told(self) -> None:
        text = (
            'name = "ours"\nversion = "1"\nstatus = "a test"\nextends = "library-scotland"\nlowers = ["weather"]\n'
            'without_guards = ["suicide"]\n[[line]]\ncode = "weather"\nfloor = "low"\nbasis = "A test."\n'
        )
        ours = read_policy(text.encode(), "ours.toml")
        without_level = {"scheme": "scotland", "assessed_at": NOON}
        record = episode(assessed(), answers=every_no(), assessments=[assessed("low", "scotland"), without_level])

        for each in review(record, policy=ours):
            told = each.as_dict()
            assert (told["extends"], told["lowered"], told["without_guards"]) == (
                ["library-scotland 1.0"],
                ["weather"],
                ["suicide"],
            )

    def test_now_is_judged_by_the_same_policy(self) -> None:
        record = episode(assessed("low", "scotland"), answers=every_no(suicide_risk="yes", homeless="no"))

        (each,) = review(record, policy=QUIET)

        assert (each.called_for, each.called_for_now) == ("medium", "medium")

    def test_absent_is_below_every_level_for_a_child(self) -> None:
        answers = every_no("2015-06-15T08:00:00Z", child="yes")

        each = reviewed(self.ABSENT, answers=answers)

        assert (each.verdict, each.recorded, each.called_for) == (Verdict.LOWER_WITHOUT, "absent", "medium")

    def test_absent_beside_a_level_is_absent(self) -> None:
        answers = every_no("2015-06-15T08:00:00Z", child="yes")

        each = reviewed({**self.ABSENT, "level": "high"}, answers=answers)

        assert (each.verdict, each.recorded, each.called_for) == (Verdict.LOWER_WITHOUT, "absent", "medium")

    def test_absent_is_below_low_if_anything_at_all_is_yes(self) -> None:
        answers = every_no("2015-06-15T08:00:00Z", previous_missing="yes")

        each = reviewed(self.ABSENT, answers=answers)

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, RiskLevel.LOW)
        assert [reason.code for reason in each.reasons] == ["previous-missing"]

    def test_absent_stands_where_everything_was_asked_and_nothing_is(self) -> None:
        assert reviewed(self.ABSENT, answers=every_no("2015-06-15T08:00:00Z")).verdict is Verdict.CONSISTENT

    def test_absent_does_not_stand_where_a_guard_holds(self) -> None:
        quiet = read_policy(
            b'name="quiet"\nversion="1"\nscheme="acpo-2013"\nlowest="low"\nstatus="test"\n'
            b'[[line]]\ncode="c"\nquestion="homeless"\nfloor="high"\nif_unknown="low"\nbasis="test"\n',
            "quiet.toml",
        )
        answers = every_no("2015-06-15T08:00:00Z", suicide_risk="unknown")

        (each,) = review(episode(self.ABSENT, answers=answers), policy=quiet)

        assert (each.verdict, each.called_for) == (Verdict.LOWER_WITHOUT, "medium")

    @pytest.mark.parametrize("answer", ["unknown", "not_asked"])
    def test_absent_is_below_low_if_anything_at_all_is_open(self, answer: str) -> None:
        answers = every_no("2015-06-15T08:00:00Z", homeless=answer)
        answers = [each for each in answers if each["answer"] != "not_asked"]

        assert reviewed(self.ABSENT, answers=answers).verdict is Verdict.LOWER_WITHOUT

    @pytest.mark.parametrize(
        ("scheme", "level", "at", "outside"),
        [
            ("acpo-2013", "low", "2013-03-31T12:00:00Z", True),
            ("acpo-2013", "low", "2013-04-01T12:00:00Z", False),
            ("acpo-2013", "low", "2017-01-31T12:00:00Z", False),
            ("acpo-2013", "low", "2017-02-01T12:00:00Z", True),
            ("app-very-low", "low", "2022-12-31T12:00:00Z", True),
            ("app-very-low", "low", "2026-12-31T12:00:00Z", False),
        ],
    )
    def test_a_scheme_outside_its_years_is_told(self, scheme: str, level: str, at: str, outside: bool) -> None:
        assert reviewed(assessed(level, scheme, assessed_at=at), answers=every_no()).outside_era is outside


class TestReview:
    def test_is_public_and_keeps_the_order(self) -> None:
        record = episode(assessed(), assessments=[assessed("high"), assessed()], answers=every_no(suicide_risk="yes"))

        made = mp.review(record)

        assert isinstance(made, Review)
        assert [(each.at, each.verdict) for each in made] == [
            ("/assessments/0", Verdict.CONSISTENT),
            ("/assessments/1", Verdict.LOWER_WITHOUT),
        ]
        assert (len(made), [each.at for each in made.too_low]) == (2, ["/assessments/1"])

    def test_of_an_episode_that_was_never_assessed_is_empty(self) -> None:
        assert mp.review(episode(assessed(), assessments=[])).as_dict() == {"assessments": []}

    def test_says_nothing_of_anybody_in_repr(self) -> None:
        made = mp.review(episode(assessed(), answers=every_no(suicide_risk="yes")))

        assert (repr(made), repr(made.assessments[0])) == ("<Review of 1 assessment(s)>", "<Reviewed /assessments/0>")

    def test_as_a_tree(self) -> None:
        answers = [*every_no(), *answered(LATE, child="yes"), *answered(None, homeless="unknown")]
        record = episode(assessed("low"), answers=answers, exploitation_indicators=["hotel"])

        (made,) = review(record)

        assert made.as_dict() == {
            "at": "/assessments/0",
            "scheme": "app-very-low",
            "recorded": "low",
            "assessed_at": NOON,
            "verdict": "cannot_tell",
            "why": "undated_decides",
            "policy": str(library_policy()),
            "digest": library_policy().digest,
            "extends": [],
            "lowered": [],
            "without_guards": [],
            "called_for": "very_low",
            "could_call_for": "medium",
            "called_for_now": "medium",
            "reasons": [],
            "guards": [],
            "known": [f"/answers/{number}" for number in range(len(QUESTIONS))],
            "later": [f"/answers/{len(QUESTIONS)}"],
            "undated": [f"/answers/{len(QUESTIONS) + 1}", "/exploitation_indicators/0"],
            "below_suggested": False,
            "outside_era": False,
        }

    def test_reasons_and_guards_are_in_the_tree(self) -> None:
        suicide = mp.review(episode(assessed(), answers=every_no(suicide_risk="yes"))).assessments[0]
        (guarded,) = review(episode(assessed("low", "scotland"), answers=every_no(suicide_risk="yes")), policy=QUIET)

        assert suicide.as_dict()["reasons"] == [each.as_dict() for each in suicide.reasons] != []
        assert guarded.as_dict()["guards"] == [each.as_dict() for each in guarded.guards] != []

    def test_as_a_tree_leaves_out_what_there_is_not(self) -> None:
        assessment = {"scheme": "app-very-low", "assessed_at": NOON}

        assert mp.review(episode(assessment)).as_dict() == {
            "assessments": [
                {
                    "at": "/assessments/0",
                    "scheme": "app-very-low",
                    "assessed_at": NOON,
                    "verdict": "cannot_tell",
                    "why": "no_level",
                    "policy": str(library_policy()),
                    "digest": library_policy().digest,
                    "called_for_now": "medium",
                    "extends": [],
                    "lowered": [],
                    "without_guards": [],
                    "reasons": [],
                    "guards": [],
                    "known": [],
                    "later": [],
                    "undated": [],
                    "below_suggested": False,
                    "outside_era": False,
                }
            ]
        }


@pytest.mark.parametrize(
    ("when", "known"),
    [
        ({"agreed_at": EARLY}, EARLY),
        ({"done_at": NOON}, NOON),
        ({"agreed_at": EARLY, "done_at": LATE}, EARLY),
        ({}, None),
    ],
)
def test_an_action_is_known_from_when_it_was_agreed_or_else_done(when: dict[str, str], known: str | None) -> None:
    described = episode(assessed(), actions=[{"code": "nrm_referral", **when}])

    told = Times(described).of("/actions/0")

    assert told == (moment(known) if known else None)


@pytest.mark.parametrize("order", [(EARLY, LATE), (LATE, EARLY)])
def test_what_was_obtained_twice_was_known_from_the_first_time_on(order: tuple[str, str]) -> None:
    told = [{"at": "/person/health", "basis": "fact", "obtained_at": each} for each in order]
    described = episode(assessed(), person={"health": [{"condition": "epilepsy"}]}, provenance=told)

    times = Times(described)

    assert times.of("/person/health") == times.of("/person/health/0") == moment(EARLY)
