"""What a policy calls for: the level, every reason, and what to ask next."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missingpersons import wire
from missingpersons.codes import RiskLevel, codelist
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.risk import Policy, Suggestion, default_policy, library_policy, suggest
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.library import LIBRARY, read_policy
from missingpersons.risk.policy import Line
from missingpersons.risk.schemes import above_lowest

ORDER = ("no", "unknown", "yes")
QUESTIONS = sorted(codelist("risk_questions").entries)
POLICIES = [library_policy(each) for each in LIBRARY]
ENGLAND = library_policy("app-very-low")


def episode(answers: dict[str, str], /, **fields: Any) -> Episode:
    return wire.build(
        {
            "document_type": "episode",
            "standard_version": "1.0",
            "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
            "revision": 1,
            "tenure": 1,
            "recorded_at": "2026-06-15T12:00:00Z",
            "owner_force": "test-north",
            "status": "open",
            "person": {},
            "answers": [{"question": question, "answer": answer} for question, answer in answers.items()],
            **fields,
        }
    )


ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "unknown"]))
PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "date_of_birth": st.sampled_from(["1930", "1990-01-01", "2008-06", "2020"]),
        "vulnerabilities": st.lists(st.sampled_from(["dementia", "cse", "suicide_ideation", "cce"]), max_size=2),
        "previous_missing": st.sampled_from([{}, {"count": 0}, {"count": 2, "harmed": "unknown"}]),
        "medication": st.sampled_from([[], [{}], [{"hours_until_serious": 4}]]),
    },
)
POLICY = st.sampled_from(POLICIES)


class TestProperties:
    """What is always true, of the library's policies and any answers."""

    @given(
        POLICY,
        ANSWERS,
        PEOPLE,
        st.sampled_from(QUESTIONS),
        st.sampled_from([("no", "unknown"), ("no", "yes"), ("unknown", "yes")]),
    )
    def test_turning_an_answer_towards_yes_never_lowers(
        self, policy: Policy, answers: dict[str, str], person: dict[str, Any], question: str, turn: tuple[str, str]
    ) -> None:
        before = suggest(episode(answers | {question: turn[0]}, person=person), policy=policy)
        after = suggest(episode(answers | {question: turn[1]}, person=person), policy=policy)

        assert after.level.rank >= before.level.rank
        assert {each.code for each in before.reasons} <= {each.code for each in after.reasons}

    @given(POLICY, ANSWERS, PEOPLE)
    def test_unknown_is_never_no(self, policy: Policy, answers: dict[str, str], person: dict[str, Any]) -> None:
        doubted = {question: "unknown" if answer == "no" else answer for question, answer in answers.items()}

        before = suggest(episode(answers, person=person), policy=policy)
        after = suggest(episode(doubted, person=person), policy=policy)

        assert after.level.rank >= before.level.rank

    @given(POLICY, ANSWERS)
    def test_not_asked_counts_as_unknown(self, policy: Policy, answers: dict[str, str]) -> None:
        asked = dict.fromkeys(QUESTIONS, "unknown") | answers

        left_out, unknown = suggest(episode(answers), policy=policy), suggest(episode(asked), policy=policy)

        assert left_out.level is unknown.level
        assert [each.code for each in left_out.reasons] == [each.code for each in unknown.reasons]

    @given(POLICY, ANSWERS, PEOPLE)
    def test_every_reason_has_a_code_a_basis_and_calls_for_what_its_line_does(
        self, policy: Policy, answers: dict[str, str], person: dict[str, Any]
    ) -> None:
        suggestion = suggest(episode(answers, person=person), policy=policy)
        lines = {line.code: line for line in policy.lines}

        for reason in suggestion.reasons:
            assert reason.basis == lines[reason.code].basis
            assert reason.answer in {"yes", "unknown", "not_asked"}
            assert reason.answer == "yes" or policy.lowest.rank < reason.calls_for.rank
            assert reason.calls_for.rank <= suggestion.level.rank

    @pytest.mark.parametrize("policy", POLICIES, ids=str)
    def test_where_nobody_asked_anything_the_lowest_level_is_never_suggested(self, policy: Policy) -> None:
        suggestion = suggest(episode({}), policy=policy)

        assert suggestion.level.rank > policy.lowest.rank
        assert set(suggestion.ask_next) == {each for line in policy.lines for each in line.questions} == set(QUESTIONS)

    @pytest.mark.parametrize("policy", POLICIES, ids=str)
    def test_where_everything_was_asked_and_is_no_the_lowest_level_is(self, policy: Policy) -> None:
        suggestion = suggest(episode(dict.fromkeys(QUESTIONS, "no")), policy=policy)

        assert (suggestion.level, suggestion.reasons, suggestion.ask_next) == (policy.lowest, (), ())


def rank(level: RiskLevel) -> int:
    return level.rank


def most_unknown(policy: Policy, question: str) -> RiskLevel:
    return max((each.if_unknown for each in policy.lines if each.questions == (question,)), key=rank)


SINGLE = [(policy, line) for policy in POLICIES for line in policy.lines if len(line.questions) == 1]
TOGETHER = [(policy, line) for policy in POLICIES for line in policy.lines if len(line.questions) > 1]


class TestEachLine:
    """Everything else was asked and is no: then one line alone calls for what it says."""

    @pytest.mark.parametrize(("policy", "line"), SINGLE, ids=lambda each: getattr(each, "code", str(each)))
    def test_yes_calls_for_its_floor_and_unknown_for_what_it_says(self, policy: Policy, line: Line) -> None:
        every_no, (question,) = dict.fromkeys(QUESTIONS, "no"), line.questions

        yes = suggest(episode(every_no | {question: "yes"}), policy=policy)
        unknown = suggest(episode(every_no | {question: "unknown"}), policy=policy)

        guarded = {"suicide_risk": above_lowest(policy.scheme), "medication_essential": above_lowest(policy.scheme)}
        least = guarded.get(question, policy.lowest)
        assert (yes.level, unknown.level) == (
            max(line.floor, least, key=rank),
            max(most_unknown(policy, question), least, key=rank),
        )
        assert line.code in {each.code for each in yes.reasons}
        assert unknown.ask_next == (question,)

    @pytest.mark.parametrize(("policy", "line"), TOGETHER, ids=lambda each: getattr(each, "code", str(each)))
    def test_one_no_is_enough_to_silence_a_combination(self, policy: Policy, line: Line) -> None:
        every_yes = dict.fromkeys(QUESTIONS, "yes")

        together = suggest(episode(every_yes), policy=policy)
        (first, *_) = line.condition.items
        without = suggest(episode(every_yes | {str(first): "no"}), policy=policy)

        assert line.code in {each.code for each in together.reasons}
        assert line.code not in {each.code for each in without.reasons}


def policy_of(*lines: str) -> Policy:
    top = 'name = "invented"\nversion = "2"\nscheme = "scotland"\nlowest = "low"\nstatus = "a test"\n'
    return read_policy((top + "".join(lines)).encode(), "p.toml")


def line(code: str, asked: str, floor: str, if_unknown: str) -> str:
    return (
        f'[[line]]\ncode = "{code}"\n{asked}\nfloor = "{floor}"\nif_unknown = "{if_unknown}"\nbasis = "Test {code}."\n'
    )


CHILD = line("a", 'question = "child"', "medium", "low")
CHILD_UNKNOWN = line("a", 'question = "child"', "medium", "medium")
CARE = line("b", 'question = "looked_after"', "high", "medium")
BOTH = line("c", 'all_of = ["child", "looked_after"]', "high", "medium")


def answered(question: str, answer: str, at: str) -> dict[str, Any]:
    return {"question": question, "answer": answer, "source": "recorded", "at": [at]}


class TestReasons:
    def test_say_what_was_answered_and_where(self) -> None:
        suggestion = suggest(episode({"child": "yes", "looked_after": "unknown"}), policy=policy_of(CHILD, CARE, BOTH))

        assert suggestion.as_dict() == {
            "scheme": "scotland",
            "level": "medium",
            "policy": "invented 2",
            "as_of": "2026-06-15T12:00:00Z",
            "digest": suggestion.digest,
            "extends": [],
            "lowered": [],
            "without_guards": [],
            "guards": [],
            "disagreements": [],
            "reasons": [
                {
                    "code": "a",
                    "question": "child",
                    "answer": "yes",
                    "calls_for": "medium",
                    "basis": "Test a.",
                    "at": ["/answers/0"],
                    "answers": [answered("child", "yes", "/answers/0")],
                },
                {
                    "code": "b",
                    "question": "looked_after",
                    "answer": "unknown",
                    "calls_for": "medium",
                    "basis": "Test b.",
                    "at": ["/answers/1"],
                    "answers": [answered("looked_after", "unknown", "/answers/1")],
                },
                {
                    "code": "c",
                    "question": "child and looked_after",
                    "answer": "unknown",
                    "calls_for": "medium",
                    "basis": "Test c.",
                    "at": ["/answers/0", "/answers/1"],
                    "answers": [
                        answered("child", "yes", "/answers/0"),
                        answered("looked_after", "unknown", "/answers/1"),
                    ],
                },
            ],
            "corrections": [],
            "unread": [],
            "ask_next": ["looked_after"],
        }

    def test_come_with_the_gravest_first(self) -> None:
        suggestion = suggest(episode({"child": "yes", "looked_after": "yes"}), policy=policy_of(CHILD, CARE, BOTH))

        assert [(each.code, each.calls_for) for each in suggestion.reasons] == [
            ("b", RiskLevel.HIGH),
            ("c", RiskLevel.HIGH),
            ("a", RiskLevel.MEDIUM),
        ]

    def test_what_nobody_asked_is_told_from_what_nobody_knows(self) -> None:
        suggestion = suggest(episode({"child": "unknown"}), policy=policy_of(CARE, BOTH))

        assert [(each.code, each.answer, each.at) for each in suggestion.reasons] == [
            ("b", "not_asked", ()),
            ("c", "not_asked", ("/answers/0",)),
        ]


class TestGraver:
    """A recorded answer and the rest of the episode may disagree: the graver counts, and says where it stands."""

    @pytest.mark.parametrize(
        ("recorded", "born", "answer", "at"),
        [
            ("no", "2020", "yes", "/person/date_of_birth"),
            ("unknown", "2020", "yes", "/person/date_of_birth"),
            ("yes", "1990", "yes", "/answers/0"),
        ],
    )
    def test_of_a_recorded_and_a_derived_answer(self, recorded: str, born: str, answer: str, at: str) -> None:
        described = episode({"child": recorded}, person={"date_of_birth": born})

        (reason,) = suggest(described, policy=policy_of(CHILD)).reasons

        assert (reason.answer, reason.at) == (answer, (at,))

    def test_of_two_that_agree_both_are_named(self) -> None:
        (reason,) = suggest(
            episode({"child": "yes"}, person={"date_of_birth": "2020"}), policy=policy_of(CHILD)
        ).reasons

        assert reason.at == ("/answers/0", "/person/date_of_birth")
        assert [each._asdict() for each in reason.answers] == [
            {
                "question": "child",
                "answer": "yes",
                "source": "both",
                "at": ("/answers/0", "/person/date_of_birth"),
            }
        ]

    def test_of_an_answer_alone_and_of_none_it_says_who_gave_it(self) -> None:
        (reason,) = suggest(episode({}, person={"date_of_birth": "2020"}), policy=policy_of(BOTH)).reasons

        assert [(each.question, each.answer, each.source) for each in reason.answers] == [
            ("child", "yes", "derived"),
            ("looked_after", "not_asked", "nobody"),
        ]

    def test_a_derived_no_counts_where_nobody_asked(self) -> None:
        suggestion = suggest(episode({}, person={"date_of_birth": "1990"}), policy=policy_of(CHILD_UNKNOWN))

        assert (suggestion.reasons, suggestion.ask_next) == ((), ())

    def test_every_place_that_gives_the_gravest_answer_is_named_once(self) -> None:
        answers = [{"question": "self_harm", "answer": each} for each in ("no", "yes", "yes")]
        person = {"vulnerabilities": ["self_harm_history"], "health": [{"condition": "self_harm"}]}
        policy = policy_of(line("a", 'question = "self_harm"', "medium", "low"))

        (reason,) = suggest(episode({}, answers=answers, person=person), policy=policy).reasons

        assert reason.at == (
            "/answers/1",
            "/answers/2",
            "/person/vulnerabilities/0",
            "/person/health/0/condition",
        )

    def test_a_place_that_gives_an_answer_twice_is_named_once(self) -> None:
        policy = policy_of(line("a", 'question = "medication_overdue"', "medium", "low"))
        medication = [{"hours_until_serious": 1}, {"hours_until_serious": 2}]
        described = episode({}, person={"medication": medication}, reported_at="2026-06-14T12:00:00Z")

        (reason,) = suggest(described, policy=policy).reasons

        at = [f"/person/medication/{each}/hours_until_serious" for each in (0, 1)]
        assert reason.at == (at[0], "/reported_at", at[1])

    @pytest.mark.parametrize(
        ("recorded", "born", "told"),
        [("no", "2020", "yes"), ("unknown", "2020", "yes"), ("yes", "1990", "no"), ("unknown", "1990", "no")],
    )
    def test_it_says_what_disagrees_and_where(self, recorded: str, born: str, told: str) -> None:
        described = episode({"child": recorded}, person={"date_of_birth": born})

        assert suggest(described).disagreements == (
            ("child", recorded, told, ("/answers/0",), ("/person/date_of_birth",)),
        )

    def test_what_disagrees_as_it_is_printed(self) -> None:
        described = episode({"child": "no"}, person={"date_of_birth": "2020"})

        assert suggest(described).as_dict()["disagreements"] == [
            {
                "question": "child",
                "recorded": "no",
                "derived": "yes",
                "recorded_at": ["/answers/0"],
                "derived_at": ["/person/date_of_birth"],
            }
        ]

    @pytest.mark.parametrize(("answers", "born"), [({"child": "yes"}, "2020"), ({"child": "no"}, "1990"), ({}, "1990")])
    def test_what_agrees_is_not_said(self, answers: dict[str, str], born: str) -> None:
        assert suggest(episode(answers, person={"date_of_birth": born})).disagreements == ()

    def test_no_and_no_is_no(self) -> None:
        described = episode({"child": "no"}, person={"date_of_birth": "1990"})

        assert suggest(described, policy=policy_of(CHILD)).reasons == ()

    @pytest.mark.parametrize("order", [("no", "yes"), ("yes", "no")])
    def test_of_two_answers_to_one_question(self, order: tuple[str, str]) -> None:
        answers = [{"question": "looked_after", "answer": each} for each in order]

        (reason,) = suggest(episode({}, answers=answers), policy=policy_of(CARE)).reasons

        assert (reason.answer, reason.at) == ("yes", (f"/answers/{order.index('yes')}",))

    def test_signs_of_exploitation_stand_against_a_no(self) -> None:
        described = episode(dict.fromkeys(QUESTIONS, "no"), exploitation_indicators=["gifts"])

        assert suggest(described).level is RiskLevel.MEDIUM
        assert [each.question for each in suggest(described).disagreements] == [
            "criminal_exploitation",
            "sexual_exploitation_or_trafficking",
        ]


ANY = line("e", 'any_of = ["child", { all_of = ["looked_after", "homeless"] }]', "high", "medium")


class TestCombinations:
    @pytest.mark.parametrize(
        ("answers", "answer", "at"),
        [
            ({"child": "yes", "looked_after": "no"}, "yes", ("/answers/0",)),
            ({"child": "no", "looked_after": "yes", "homeless": "yes"}, "yes", ("/answers/1", "/answers/2")),
            ({"child": "no", "looked_after": "yes"}, "not_asked", ("/answers/1",)),
            ({"child": "unknown", "looked_after": "no", "homeless": "no"}, "unknown", ("/answers/0",)),
            ({}, "not_asked", ()),
        ],
    )
    def test_come_to_what_their_questions_do(self, answers: dict[str, str], answer: str, at: tuple[str, ...]) -> None:
        (reason,) = suggest(episode(answers), policy=policy_of(ANY)).reasons

        assert (reason.answer, reason.at) == (answer, at)
        assert reason.question == "child or (looked_after and homeless)"
        assert [each.question for each in reason.answers] == ["child", "looked_after", "homeless"]

    @pytest.mark.parametrize("answers", [{"looked_after": "no"}, {"homeless": "no"}])
    def test_no_is_no(self, answers: dict[str, str]) -> None:
        assert suggest(episode(answers | {"child": "no"}), policy=policy_of(ANY)).reasons == ()


QUIET = line("q", 'question = "other_factor"', "low", "low")
EVERY_NO = dict.fromkeys(QUESTIONS, "no")
ADULT = {"date_of_birth": "1990"}
CHILD_BORN = {"date_of_birth": "2012"}


class TestGuards:
    """A policy that calls for nothing: only a guard keeps the level up."""

    @pytest.mark.parametrize(
        ("answers", "fields", "guards"),
        [
            ({}, {"person": ADULT}, []),
            ({"suicide_risk": "yes"}, {"person": ADULT}, ["suicide"]),
            ({"suicide_risk": "unknown"}, {"person": ADULT}, ["suicide"]),
            ({"medication_essential": "yes"}, {"person": ADULT}, ["medication"]),
            ({"medication_essential": "unknown"}, {"person": ADULT}, ["medication"]),
            ({}, {"person": ADULT | {"medication": [{}]}}, ["medication"]),
            ({}, {"person": ADULT, "exploitation_indicators": ["hotel"]}, []),
            ({}, {"person": CHILD_BORN, "exploitation_indicators": ["hotel"]}, ["child-exploitation"]),
            ({"child": "yes", "criminal_exploitation": "yes"}, {}, ["child-exploitation"]),
            ({"child": "unknown", "sexual_exploitation_or_trafficking": "yes"}, {}, ["child-exploitation"]),
            ({"turned_eighteen": "yes"}, {"exploitation_indicators": ["hotel"]}, ["child-exploitation"]),
            ({"child": "yes", "criminal_exploitation": "unknown"}, {}, ["child-exploitation"]),
            ({"child": "no", "criminal_exploitation": "unknown"}, {}, []),
            ({}, {"person": CHILD_BORN, "referral": {}}, ["child-exploitation"]),
            ({}, {"person": CHILD_BORN, "referral": {"exploitation_types": ["unknown"]}}, ["child-exploitation"]),
            ({}, {"person": CHILD_BORN | {"protection_plan": {"kind": "exploitation_plan"}}}, ["child-exploitation"]),
            ({}, {"person": CHILD_BORN | {"protection_plan": {"kind": "child_in_need"}}}, []),
            ({}, {"person": CHILD_BORN | {"previous_missing": {"harms": ["sexual_offence"]}}}, ["child-exploitation"]),
            ({}, {"person": CHILD_BORN | {"previous_missing": {"harms": ["exposure"]}}}, []),
            ({"child": "yes"}, {}, []),
        ],
    )
    def test_hold_the_level_above_the_lowest(
        self, answers: dict[str, str], fields: dict[str, Any], guards: list[str]
    ) -> None:
        suggestion = suggest(episode(EVERY_NO | answers, **fields), policy=policy_of(QUIET))

        assert [each.code for each in suggestion.guards] == guards
        assert suggestion.level is (RiskLevel.MEDIUM if guards else RiskLevel.LOW)
        assert all(each.calls_for is RiskLevel.MEDIUM and each.at and each.basis for each in suggestion.guards)

    def test_what_nobody_asked_holds_too(self) -> None:
        suggestion = suggest(episode({}), policy=policy_of(QUIET))

        assert [(each.code, each.at) for each in suggestion.guards] == [
            ("child-exploitation", ()),
            ("suicide", ()),
            ("medication", ()),
        ]

    def test_are_silent_where_a_line_calls_for_as_much(self) -> None:
        suggestion = suggest(episode({"child": "yes"}), policy=policy_of(CHILD))

        assert (suggestion.level, suggestion.guards) == (RiskLevel.MEDIUM, ())

    def test_only_a_file_that_names_them_does_without_and_the_suggestion_says_so(self) -> None:
        named = ["child-exploitation", "suicide", "medication"]
        top = f'without_guards = {json.dumps(named)}\nname = "n"\nversion = "2"\nscheme = "scotland"\n'
        policy = read_policy((top + 'lowest = "low"\nstatus = "a test"\n' + QUIET).encode(), "p.toml")

        suggestion = suggest(episode({}), policy=policy)

        assert (suggestion.level, suggestion.guards) == (RiskLevel.LOW, ())
        assert suggestion.as_dict()["without_guards"] == named

    def test_name_only_what_they_stand_on(self) -> None:
        answers = EVERY_NO | {"child": "yes", "criminal_exploitation": "yes"}
        adult = EVERY_NO | {"suicide_risk": "yes"}

        (without_signs,) = suggest(episode(answers), policy=policy_of(QUIET)).guards
        (other,) = suggest(episode(adult, exploitation_indicators=["hotel"]), policy=policy_of(QUIET)).guards

        at = {question: f"/answers/{QUESTIONS.index(question)}" for question in QUESTIONS}
        assert without_signs.at == (at["child"], at["criminal_exploitation"])
        assert other.at == (at["suicide_risk"],)

    def test_as_they_are_printed(self) -> None:
        suggestion = suggest(episode(EVERY_NO | {"suicide_risk": "yes"}), policy=policy_of(QUIET))

        at = f"/answers/{QUESTIONS.index('suicide_risk')}"
        assert suggestion.as_dict()["guards"] == [
            {
                "code": "suicide",
                "calls_for": "medium",
                "basis": GUARDS["suicide"].basis,
                "at": [at],
                "answers": [answered("suicide_risk", "yes", at)],
            }
        ]

    def test_name_the_signs(self) -> None:
        described = episode(EVERY_NO, person=CHILD_BORN, exploitation_indicators=["hotel"])

        (held,) = suggest(described, policy=policy_of(QUIET)).guards

        assert held.at == ("/person/date_of_birth", "/exploitation_indicators/0")
        assert [(each.question, each.answer) for each in held.answers] == [
            ("child", "yes"),
            ("turned_eighteen", "no"),
            ("sexual_exploitation_or_trafficking", "unknown"),
            ("criminal_exploitation", "unknown"),
        ]


FIRST, THEN, LAST = "2026-06-15T08:00:00Z", "2026-06-15T09:00:00Z", "2026-06-15T10:00:00Z"


def entries(*given: tuple[str, str | None]) -> list[dict[str, str]]:
    """Answers to one question, each with when it was given."""
    told = [{"question": "suicide_risk", "answer": answer, "answered_at": at or ""} for answer, at in given]
    return [{key: each for key, each in entry.items() if each} for entry in told]


class TestCorrections:
    """An answer that was given again, less gravely, lowers nothing and is told."""

    @pytest.mark.parametrize(
        ("given", "told"),
        [
            ([("yes", FIRST), ("no", LAST)], [("yes", "no", (0,), (1,), "later")]),
            ([("no", LAST), ("yes", FIRST)], [("yes", "no", (1,), (0,), "later")]),
            ([("unknown", FIRST), ("no", LAST)], [("unknown", "no", (0,), (1,), "later")]),
            ([("yes", FIRST), ("unknown", LAST)], [("yes", "unknown", (0,), (1,), "later")]),
            (
                [("yes", FIRST), ("unknown", THEN), ("no", LAST)],
                [("yes", "unknown", (0,), (1,), "later"), ("yes", "no", (0,), (2,), "later")],
            ),
            ([("yes", FIRST), ("no", None)], [("yes", "no", (0,), (1,), "not_told")]),
            ([("yes", None), ("no", LAST)], [("yes", "no", (0,), (1,), "not_told")]),
            ([("yes", FIRST), ("yes", None), ("no", LAST)], [("yes", "no", (0, 1), (2,), "not_told")]),
            ([("no", FIRST), ("yes", LAST)], []),
            ([("no", FIRST), ("yes", FIRST)], []),
            ([("yes", FIRST), ("no", THEN), ("yes", LAST)], []),
            ([("yes", FIRST), ("yes", LAST)], []),
        ],
    )
    def test_are_told_and_the_graver_counts(self, given: list[tuple[str, str | None]], told: list[Any]) -> None:
        suggestion = suggest(episode({}, answers=entries(*given)))

        assert suggestion.heard.answered("suicide_risk").answer == max((each for each, _ in given), key=ORDER.index)
        assert [
            (
                each.counts,
                each.says,
                tuple(int(at.removeprefix("/answers/")) for at in each.counts_at),
                tuple(int(at.removeprefix("/answers/")) for at in each.says_at),
                each.order,
            )
            for each in suggestion.corrections
        ] == told

    def test_of_several_questions_by_question(self) -> None:
        answers = entries(("yes", FIRST), ("no", LAST))
        answers += [{**each, "question": "child"} for each in answers]

        suggestion = suggest(episode({}, answers=answers))

        assert [each.question for each in suggestion.corrections] == ["child", "suicide_risk"]

    def test_as_they_are_printed(self) -> None:
        suggestion = suggest(episode({}, answers=entries(("yes", FIRST), ("no", LAST))))

        assert suggestion.as_dict()["corrections"] == [
            {
                "question": "suicide_risk",
                "counts": "yes",
                "says": "no",
                "counts_at": ["/answers/0"],
                "says_at": ["/answers/1"],
                "order": "later",
            }
        ]


class TestSeveralLines:
    """The level is that of the highest line, wherever it stands and whatever else asks the same."""

    @pytest.mark.parametrize(
        "lines",
        [
            [line("a", 'question = "child"', "high", "low"), line("b", 'question = "child"', "medium", "low")],
            [line("a", 'question = "child"', "medium", "low"), line("b", 'question = "child"', "high", "low")],
            [
                line("a", 'question = "child"', "medium", "low"),
                line("b", 'question = "homeless"', "medium", "low"),
                line("c", 'question = "self_harm"', "high", "low"),
            ],
            [
                line("a", 'all_of = ["child", "homeless"]', "medium", "low"),
                line("b", 'any_of = ["homeless", "child"]', "medium", "low"),
                line("c", 'any_of = ["self_harm", "child"]', "high", "low"),
            ],
        ],
        ids=["the first", "the second", "the last", "the last combination"],
    )
    def test_the_highest_counts(self, lines: list[str]) -> None:
        told = {"child": "yes", "homeless": "yes", "self_harm": "yes"}

        assert suggest(episode(told), policy=policy_of(*lines)).level is RiskLevel.HIGH

    def test_of_two_that_ask_the_same_the_higher_counts_while_nobody_knows(self) -> None:
        lines = line("a", 'question = "child"', "high", "medium"), line("b", 'question = "child"', "high", "low")

        suggestion = suggest(episode(EVERY_NO | {"child": "unknown"}), policy=policy_of(*lines))

        assert suggestion.level is RiskLevel.MEDIUM


class TestEqual:
    def test_two_are_equal_if_they_say_the_same(self) -> None:
        first, second = (suggest(episode({"child": "yes"}), policy=policy_of(CHILD)) for _ in range(2))

        assert first == second
        assert hash(first) == hash(second)

    def test_two_that_differ_in_a_place_are_not(self) -> None:
        first = suggest(episode({"child": "yes"}), policy=policy_of(CHILD))
        second = suggest(episode({"homeless": "no", "child": "yes"}), policy=policy_of(CHILD))

        assert first.level is second.level
        assert first != second

    def test_nothing_else_is_equal(self) -> None:
        suggestion = suggest(episode({}), policy=policy_of(CHILD))

        assert suggestion != suggestion.as_dict()

    def test_their_hashes_go_by_the_level(self) -> None:
        levels = {hash(suggest(episode(EVERY_NO | {"child": each}), policy=policy_of(CHILD))) for each in ("yes", "no")}

        assert len(levels) == 2


class TestTime:
    """The same record calls for more when more time has passed."""

    SINCE: ClassVar = {"missing_since": {"earliest": "2026-06-15T12:00:00Z", "latest": "2026-06-15T12:00:00Z"}}

    @pytest.mark.parametrize(("hours", "level"), [(5, RiskLevel.MEDIUM), (6, RiskLevel.HIGH)])
    def test_medicine(self, hours: int, level: RiskLevel) -> None:
        described = episode(EVERY_NO, person={"medication": [{"hours_until_serious": 6}]}, **self.SINCE)

        suggestion = suggest(described, as_of=datetime(2026, 6, 15, 12 + hours, tzinfo=UTC))

        assert suggestion.level is level

    @pytest.mark.parametrize(("day", "level"), [(15, RiskLevel.MEDIUM), (16, RiskLevel.HIGH)])
    def test_cold(self, day: int, level: RiskLevel) -> None:
        described = episode(EVERY_NO | {"weather_exposure": "yes"}, **self.SINCE)

        assert suggest(described, as_of=datetime(2026, 6, day, 12, tzinfo=UTC)).level is level

    def test_turning_eighteen_lowers_nothing(self) -> None:
        described = episode(EVERY_NO, person={"date_of_birth": "2008-06-16"}, **self.SINCE)

        before = suggest(described, as_of=datetime(2026, 6, 15, 13, tzinfo=UTC))
        after = suggest(described, as_of=datetime(2026, 6, 16, 13, tzinfo=UTC))

        assert before.level is after.level is RiskLevel.MEDIUM
        assert [each.code for each in before.reasons] == ["child"]
        assert [each.code for each in after.reasons] == ["turned-eighteen", "missing-long"]

    def test_a_time_on_some_clock_is_refused(self) -> None:
        with pytest.raises(CannotRun, match=r"^as_of needs an offset from Universal Time: a moment, not"):
            suggest(episode({}), as_of=datetime(2026, 6, 15, 12))


class TestRepeated:
    def test_missing_again_from_care_is_high_and_never_usual(self) -> None:
        described = episode(
            EVERY_NO | {"child": "yes"},
            person={"previous_missing": {"count": 14}},
            care={"status": "looked_after_s31"},
        )

        (first, *_) = suggest(described).reasons

        assert (first.code, first.calls_for) == ("repeat-child-in-care", RiskLevel.HIGH)
        assert first.at == (
            "/person/previous_missing/count",
            f"/answers/{QUESTIONS.index('child')}",
            "/care/status",
        )


class TestAskNext:
    def test_what_calls_for_most_then_what_nobody_asked_then_the_order_of_the_policy(self) -> None:
        lines = (
            line("a", 'question = "child"', "medium", "low"),
            line("b", 'question = "self_harm"', "medium", "low"),
            line("c", 'question = "mental_health"', "medium", "low"),
            line("d", 'question = "looked_after"', "high", "low"),
            line("e", 'all_of = ["mental_health", "out_of_character"]', "high", "low"),
        )

        suggestion = suggest(episode({"child": "unknown", "looked_after": "unknown"}), policy=policy_of(*lines))

        assert suggestion.ask_next == ("looked_after", "self_harm", "mental_health", "child", "out_of_character")
        assert [each.lines for each in suggestion.asks] == [1, 1, 1, 1, 0]

    def test_goes_by_the_level_not_the_floor(self) -> None:
        lines = (
            line("a", 'all_of = ["child", "looked_after"]', "high", "low"),
            line("b", 'question = "self_harm"', "medium", "low"),
        )

        asks = suggest(episode({}), policy=policy_of(*lines)).asks

        assert [(each.question, each.would_call_for, each.lines) for each in asks] == [
            ("self_harm", RiskLevel.MEDIUM, 1),
            ("child", RiskLevel.MEDIUM, 0),
            ("looked_after", RiskLevel.MEDIUM, 0),
        ]

    def test_goes_by_how_many_lines_then(self) -> None:
        lines = (
            line("a", 'question = "child"', "high", "low"),
            line("b", 'question = "self_harm"', "high", "low"),
            line("c", 'any_of = ["self_harm", "homeless"]', "medium", "low"),
        )

        asks = suggest(episode({}), policy=policy_of(*lines)).asks

        assert [(each.question, each.lines, each.answer) for each in asks] == [
            ("self_harm", 2, "not_asked"),
            ("child", 1, "not_asked"),
            ("homeless", 1, "not_asked"),
        ]

    def test_goes_by_the_guards_too(self) -> None:
        policy = policy_of(line("a", 'question = "child"', "low", "low"))
        described = episode(EVERY_NO | {"child": "unknown"}, exploitation_indicators=["hotel"])

        (ask,) = suggest(described, policy=policy).asks

        assert (ask.question, ask.would_call_for, ask.lines) == ("child", RiskLevel.MEDIUM, 0)

    def test_what_was_answered_is_not_asked_again(self) -> None:
        suggestion = suggest(episode({"child": "no", "looked_after": "yes"}), policy=policy_of(CHILD, CARE))

        assert suggestion.ask_next == ()


class TestMoment:
    def test_is_when_the_episode_was_recorded_or_the_one_given(self) -> None:
        described = episode(EVERY_NO, person={"date_of_birth": "2008-06-16"})

        recorded = suggest(described, policy=policy_of(CHILD))
        later = suggest(described, policy=policy_of(CHILD), as_of=datetime(2026, 6, 16, tzinfo=UTC))

        assert (recorded.level, later.level) == (RiskLevel.MEDIUM, RiskLevel.LOW)

    def test_without_a_policy_it_is_the_librarys_for_england_and_wales(self) -> None:
        suggestion = suggest(episode({}))

        assert isinstance(suggestion, Suggestion)
        assert (suggestion.policy, suggestion.digest) == (str(ENGLAND), ENGLAND.digest)


class TestWhereNoPolicyIsNamed:
    @pytest.mark.parametrize(
        ("fields", "scheme"),
        [
            ({}, "app-very-low"),
            ({"definition": "scotland_2017"}, "scotland"),
            ({"owner_force": "test-island"}, "scotland"),
            ({"owner_force": "test-island", "definition": "app_very_low"}, "scotland"),
            ({"definition": "acpo_2010"}, "app-very-low"),
            ({"definition": "somebodys"}, "app-very-low"),
            ({"residence_force": "test-island"}, "app-very-low"),
        ],
    )
    def test_it_is_the_librarys_for_the_nation(self, fields: dict[str, str], scheme: str) -> None:
        record = episode({}, **fields)

        assert suggest(record) == suggest(record, policy=library_policy(scheme))
        assert suggest(record).scheme == scheme
        assert default_policy(record) is library_policy(scheme)
