"""What inspectors found in forces' files, told as invented records: as it was kept, what is found now, and mended.

Each scenario is one line of what the inspectorates and others published (docs/inspections.md names the sources). The
record as it was kept reads well enough: that is how the fault was hidden. `check` shows it now, with exactly the
findings named here and no other, and the same record put right has none.

What no single record can show is not here. That nobody knows how many children go missing, that two forces grade the
same facts differently, that one force classed a third of its reports as absent, that an officer elsewhere spoke to
the person on the same day: these are seen in counts, in several records side by side, or by looking a person up. What
a record can show of the first is that it cannot be counted. That an interview was never offered is a clock's to say
(MP-K-007).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import missingpersons as mp

PAGE = Path(__file__).parents[2] / "docs" / "inspections.md"

Tree = dict[str, Any]

SERGEANT = {"role": "supervisor", "rank": "sergeant"}
INSPECTOR = {"role": "duty_inspector", "rank": "inspector"}
CALL_HANDLER = {"role": "call_handler", "rank": "staff"}


class Scenario(NamedTuple):
    """One line of what was found."""

    told: str
    profile: str
    kept: Tree
    """The record as it was kept."""
    shows: list[tuple[str, str]]
    """What is found in it now: code and place."""
    mended: Tree
    """The same record put right."""


def assessed(level: str, **more: Any) -> Tree:
    first = {"scheme": "app-very-low", "level": level, "assessed_at": "2026-02-06T22:30:00Z", "assessed_by": SERGEANT}
    return {**first, "rationale": "Fourteen, at night, and nobody knows with whom.", **more}


def notice(to: str) -> Tree:
    return {"to": to, "sent_at": "2026-02-06T22:20:00Z"}


def absent(**more: Any) -> Tree:
    """A decision of the years in which absent was a category beside the levels."""
    made = {"scheme": "acpo-2013", "category": "absent", "assessed_at": "2015-02-06T22:30:00Z", "assessed_by": SERGEANT}
    return {**made, "rationale": "Often late home. Staff will ring when she is back.", **more}


def episode(person: Tree | None = None, **more: Any) -> Tree:
    """A girl of fourteen, missing from a children's home, as a careful force records her. `None` takes a field out."""
    whole: Tree = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "5d0f1c6e-8f7b-5a34-9b1d-2c7e40a98e11",
        "revision": 2,
        "tenure": 1,
        "recorded_at": "2026-02-06T23:00:00Z",
        "owner_force": "test-north",
        "officer_in_charge": {**SERGEANT, "contact_point": "01632 960201"},
        "status": "open",
        "missing_since": {"earliest": "2026-02-06T20:00:00Z", "latest": "2026-02-06T21:00:00Z"},
        "reported_at": "2026-02-06T22:00:00Z",
        "missing_from": {"kind": "childrens_home"},
        "person": {
            "names": [{"given": ["Rowan"], "family": "Tredinnick"}],
            "date_of_birth": "2011-09-14",
            "sex": "female",
            **(person or {}),
        },
        "answers": [{"question": "reason_to_go", "answer": "unknown"}],
        "assessments": [assessed("medium")],
        "actions": [{"code": "ring_person"}, {"code": "ask_friends"}],
        "review_due_at": "2026-02-07T02:30:00Z",
        **more,
    }
    whole["person"] = recorded(whole["person"])
    return recorded(whole)


def recorded(part: Tree) -> Tree:
    return {name: value for name, value in part.items() if value is not None}


IN_2015 = {
    "recorded_at": "2015-02-07T09:00:00Z",
    "missing_since": {"earliest": "2015-02-06T20:00:00Z", "latest": "2015-02-06T21:00:00Z"},
    "reported_at": "2015-02-06T22:00:00Z",
    "review_due_at": "2015-02-07T10:00:00Z",
}
GIRL_OF_2015 = {"date_of_birth": "2000-09-14"}
CAME_BACK = {
    "status": "closed",
    "outcome": {"found_at": "2015-02-07T07:00:00Z", "found_by": "returned_self", "how": "returned_to_placement"},
}
SPOKEN_TO = {"held_at": "2015-02-07T08:00:00Z", "result": "completed_in_person", "by": {"role": "patrol_officer"}}

ABSENT_AND_LEFT_TO_WAIT = Scenario(
    "classed as absent: not looked for, nothing asked, and nobody spoke to her when she came back",
    "record",
    episode(GIRL_OF_2015, **IN_2015, **CAME_BACK, answers=None, assessments=[absent()], actions=None),
    [("MP-R-177", "/assessments/0"), ("MP-R-051", "/prevention_interview")],
    episode(
        GIRL_OF_2015,
        **IN_2015,
        **CAME_BACK,
        assessments=[absent(), assessed("medium", scheme="acpo-2013", assessed_at="2015-02-06T22:50:00Z")],
        prevention_interview=SPOKEN_TO,
    ),
)

NOTHING_AGREED = Scenario(
    "classed as absent: no enquiry agreed, and no time to look again",
    "record",
    episode(GIRL_OF_2015, **(IN_2015 | {"review_due_at": None}), assessments=[absent()], actions=None),
    [("MP-R-042", "/actions"), ("MP-R-043", "/review_due_at")],
    episode(GIRL_OF_2015, **IN_2015, assessments=[absent(review_due_at="2015-02-07T00:00:00Z")]),
)

USUAL_FOR_HER = Scenario(
    "often missing, taken for a reason to grade her lowest, and no supervisor agreed",
    "record",
    episode(
        {"previous_missing": {"count": 11, "found_where": "At the bus station."}},
        answers=[{"question": "previous_missing", "answer": "yes"}],
        assessments=[assessed("very_low", rationale="Usual for her.", assessed_by=CALL_HANDLER)],
    ),
    [("MP-R-178", "/assessments/0")],
    episode(
        {"previous_missing": {"count": 11, "found_where": "At the bus station."}},
        answers=[{"question": "previous_missing", "answer": "yes"}],
        assessments=[
            assessed("very_low", rationale="Usual for her.", assessed_by=CALL_HANDLER, approved_by=INSPECTOR),
            assessed(
                "medium", rationale="Eleven times in a year is a reason to look.", assessed_at="2026-02-06T22:50:00Z"
            ),
        ],
    ),
)

MANAGED_BY_WORDS = Scenario(
    "graded by demand: lowered by whoever took the call, and for a reason that says nothing",
    "record",
    episode(
        assessments=[
            assessed("medium"),
            assessed("low", rationale="As before.", assessed_by=CALL_HANDLER, assessed_at="2026-02-06T22:50:00Z"),
        ]
    ),
    [("MP-R-173", "/assessments/1"), ("MP-R-182", "/assessments/1/rationale")],
    episode(
        assessments=[
            assessed("medium"),
            assessed(
                "low",
                rationale="Her sister has seen her at the door of a friend's house, and is on the way there.",
                assessed_by=CALL_HANDLER,
                approved_by=INSPECTOR,
                assessed_at="2026-02-06T22:50:00Z",
            ),
        ]
    ),
)

EXPLOITED = {"exploitation_indicators": ["older_assoc", "gifts_money"]}

EXPLOITED_AND_ABSENT = Scenario(
    "known to be at risk of sexual exploitation, and graded absent all the same",
    "record",
    episode(
        GIRL_OF_2015,
        **IN_2015,
        **EXPLOITED,
        assessments=[absent()],
        notifications=[{"to": "childrens_services", "sent_at": "2015-02-06T22:40:00Z"}],
    ),
    [("MP-R-036", "/assessments/0")],
    episode(
        GIRL_OF_2015,
        **IN_2015,
        **EXPLOITED,
        assessments=[absent(), assessed("high", scheme="acpo-2013", assessed_at="2015-02-06T22:50:00Z")],
        notifications=[{"to": "childrens_services", "sent_at": "2015-02-06T22:40:00Z"}],
    ),
)

EXPLOITED_AND_NOBODY_TOLD = Scenario(
    "signs of exploitation on the record, and nobody who could protect her was told",
    "record",
    episode(**EXPLOITED),
    [("MP-R-188", "/notifications")],
    episode(**EXPLOITED, actions=[{"code": "ring_person"}, {"code": "strategy_meeting"}]),
)

ON_THE_FORCES_OWN_SYSTEM = Scenario(
    "the force's own record of her said yes to what was answered no",
    "record",
    episode(
        {"vulnerabilities": ["cse"], "previous_missing": {"count": 3, "harmed": "yes", "found_where": "At a flat."}},
        answers=[
            {"question": "sexual_exploitation_or_trafficking", "answer": "no"},
            {"question": "harmed_when_missing_before", "answer": "no"},
        ],
        notifications=[notice("childrens_services")],
    ),
    [("MP-R-179", "/answers/0"), ("MP-R-179", "/answers/1")],
    episode(
        {"vulnerabilities": ["cse"], "previous_missing": {"count": 3, "harmed": "yes", "found_where": "At a flat."}},
        answers=[
            {"question": "sexual_exploitation_or_trafficking", "answer": "yes"},
            {"question": "harmed_when_missing_before", "answer": "yes"},
        ],
        assessments=[assessed("high", rationale="Exploited and hurt before, by the force's own record.")],
        notifications=[notice("childrens_services")],
    ),
)

DID_NOT_CHANGE_THE_GRADE = Scenario(
    "told of sexual exploitation an hour later, and the grade stayed as it was",
    "record",
    episode(
        answers=[
            {
                "question": "sexual_exploitation_or_trafficking",
                "answer": "yes",
                "answered_at": "2026-02-06T22:55:00Z",
            }
        ],
        notifications=[{"to": "social_worker", "sent_at": "2026-02-06T22:56:00Z"}],
    ),
    [("MP-R-175", "/assessments/0")],
    episode(
        answers=[
            {
                "question": "sexual_exploitation_or_trafficking",
                "answer": "yes",
                "answered_at": "2026-02-06T22:55:00Z",
            }
        ],
        assessments=[assessed("medium"), assessed("high", assessed_at="2026-02-06T22:58:00Z")],
        notifications=[{"to": "social_worker", "sent_at": "2026-02-06T22:56:00Z"}],
    ),
)

SAID_AFTERWARDS = Scenario(
    "what she said when she was back did not reach the record from which the next report is judged",
    "record",
    episode(
        status="closed",
        outcome={"found_at": "2026-02-06T22:40:00Z", "harms": ["none"]},
        prevention_interview={"held_at": "2026-02-06T22:50:00Z"},
        return_interview={"harms": ["sexual_exploitation"], "exploitation_indicators": ["hotel"]},
    ),
    [("MP-R-196", "/exploitation_indicators"), ("MP-R-196", "/outcome/harms")],
    episode(
        status="closed",
        outcome={"found_at": "2026-02-06T22:40:00Z", "harms": ["sexual_exploitation"], "text": "Two men at a hotel."},
        exploitation_indicators=["hotel"],
        prevention_interview={"held_at": "2026-02-06T22:50:00Z"},
        return_interview={
            "harms": ["sexual_exploitation"],
            "exploitation_indicators": ["hotel"],
            "referrals": ["exploitation_team"],
        },
    ),
)

INCONSISTENT = Scenario(
    "graded by whatever words each shift used: a level of no scheme, and then another scheme without a word",
    "record",
    episode(
        assessments=[
            recorded(assessed("high", scheme=None)),
            assessed("high", scheme="app-2017", assessed_at="2026-02-06T22:40:00Z"),
            recorded(assessed("medium", rationale=None, assessed_at="2026-02-06T22:50:00Z")),
        ]
    ),
    [("MP-R-031", "/assessments/0"), ("MP-R-174", "/assessments/2")],
    episode(
        assessments=[
            assessed("high"),
            assessed("high", assessed_at="2026-02-06T22:40:00Z"),
            assessed(
                "medium",
                rationale="A friend's mother has seen her on a bus.",
                approved_by=INSPECTOR,
                assessed_at="2026-02-06T22:50:00Z",
            ),
        ]
    ),
)

CALLED_FOR_HIGH = {
    "scheme": "app-very-low",
    "level": "medium",
    "assessed_at": "2026-02-06T22:50:00Z",
    "assessed_by": SERGEANT,
    "suggested": {"level": "high", "policy": "library-app-very-low 1.0"},
}
BELOW_THE_SUGGESTION = Scenario(
    "left below what the force's own policy called for, and no reason given",
    "record",
    episode(assessments=[assessed("medium"), CALLED_FOR_HIGH]),
    [("MP-R-035", "/assessments/1")],
    episode(
        assessments=[assessed("medium"), {**CALLED_FOR_HIGH, "rationale": "She has rung her sister from the bus home."}]
    ),
)

LOOKED_AFTER = {
    "status": "looked_after_s31",
    "out_of_area": "yes",
    "placing_authority": "Test South City Council",
    "host_authority": "Test North County Council",
    "contact_point": "out-of-hours team, 01632 960202",
}
PLACED_FAR_AWAY = Scenario(
    "placed a long way from home: nobody told, and the authority that answers for her not on the record",
    "record",
    episode(care=recorded(LOOKED_AFTER | {"placing_authority": None})),
    [("MP-R-185", "/care"), ("MP-R-060", "/notifications")],
    episode(care=LOOKED_AFTER, notifications=[notice("placing_authority"), notice("host_authority")]),
)

ONE_OF_TWO_TOLD = Scenario(
    "placed a long way from home: the home told its own council, and the one that answers for her heard nothing",
    "record",
    episode(care=LOOKED_AFTER, notifications=[notice("host_authority")]),
    [("MP-R-187", "/notifications")],
    episode(care=LOOKED_AFTER, notifications=[notice("host_authority"), notice("placing_authority")]),
)

DESCRIBED = {
    "gender": "female",
    "ethnicity_self_defined": "white_british",
    "phones": [{"number": "07700 900201", "e164": "+447700900201"}],
    "description": {"build": "slim", "hair_colour": "black", "eye_left": "brown", "eye_right": "brown"},
}
HANDED_OVER = Scenario(
    "handed to another force: who decided what and when, and how to reach anybody, did not go with it",
    "transfer",
    episode(
        DESCRIBED,
        officer_in_charge=SERGEANT,
        assessments=[
            {
                "scheme": "app-very-low",
                "level": "medium",
                "rationale": "Hurt before, by the same people.",
                "evidence": [{"statement": "She was hurt by them in December."}],
            }
        ],
        care=recorded(LOOKED_AFTER | {"contact_point": None}),
        notifications=[notice("placing_authority"), notice("host_authority")],
    ),
    [
        ("MP-R-171", "/assessments/0/assessed_at"),
        ("MP-R-172", "/assessments/0/assessed_by"),
        ("MP-R-176", "/assessments/0/evidence/0"),
        ("MP-R-186", "/care/contact_point"),
        ("MP-R-044", "/officer_in_charge"),
    ],
    episode(
        DESCRIBED,
        assessments=[
            assessed(
                "medium",
                rationale="Hurt before, by the same people.",
                evidence=[
                    {
                        "statement": "She was hurt by them in December.",
                        "source": "social_worker",
                        "contact_point": "01632 960202",
                        "obtained_at": "2026-02-06T22:20:00Z",
                    }
                ],
            )
        ],
        care=LOOKED_AFTER,
        notifications=[notice("placing_authority"), notice("host_authority")],
    ),
)

TOLD_IN_WORDS_ONLY = Scenario(
    "who found her and why she went stand in words only: the force could not answer without reading every log",
    "statistics",
    episode(
        {"gender": "female", "ethnicity_observed": "white_north_european"},
        status="closed",
        outcome={
            "found_at": "2026-02-06T22:40:00Z",
            "found_in_force": "test-north",
            "text": "Brought back by her aunt. It was about the new school.",
        },
        prevention_interview={"held_at": "2026-02-06T22:50:00Z"},
    ),
    [("MP-R-113", "/outcome/condition"), ("MP-R-113", "/outcome/found_by"), ("MP-R-114", "/outcome/reasons")],
    episode(
        {"gender": "female", "ethnicity_observed": "white_north_european"},
        status="closed",
        outcome={
            "found_at": "2026-02-06T22:40:00Z",
            "found_in_force": "test-north",
            "found_by": "family",
            "how": "likely_place_check",
            "condition": "safe_and_well",
            "harms": ["none"],
            "reasons": ["school"],
            "text": "Brought back by her aunt. It was about the new school.",
        },
        prevention_interview={"held_at": "2026-02-06T22:50:00Z"},
    ),
)

NOT_COUNTED = Scenario(
    "a child whom no table can count: neither age nor risk is on the record",
    "statistics",
    episode(
        {"gender": "female", "ethnicity_observed": "white_north_european", "date_of_birth": None}, assessments=None
    ),
    [("MP-R-112", "/assessments"), ("MP-R-083", "/person/age")],
    episode({"gender": "female", "ethnicity_observed": "white_north_european"}),
)

SCENARIOS = (
    ABSENT_AND_LEFT_TO_WAIT,
    NOTHING_AGREED,
    USUAL_FOR_HER,
    MANAGED_BY_WORDS,
    EXPLOITED_AND_ABSENT,
    EXPLOITED_AND_NOBODY_TOLD,
    ON_THE_FORCES_OWN_SYSTEM,
    DID_NOT_CHANGE_THE_GRADE,
    SAID_AFTERWARDS,
    INCONSISTENT,
    BELOW_THE_SUGGESTION,
    PLACED_FAR_AWAY,
    ONE_OF_TWO_TOLD,
    HANDED_OVER,
    TOLD_IN_WORDS_ONLY,
    NOT_COUNTED,
)


def found(document: Tree, profile: str) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in mp.check(json.dumps(document), profile=profile)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.told)
class TestInspections:
    def test_what_the_record_hid_is_shown(self, scenario: Scenario) -> None:
        shown = found(scenario.kept, scenario.profile)

        assert shown == scenario.shows

    def test_the_record_put_right_has_nothing_found(self, scenario: Scenario) -> None:
        shown = found(scenario.mended, scenario.profile)

        assert shown == []


class TestPage:
    """docs/inspections.md tells a reader which code shows what was found."""

    def test_it_names_the_codes_that_the_scenarios_show_and_no_other(self) -> None:
        named = set(re.findall(r"MP-R-[0-9]{3}", PAGE.read_text(encoding="utf-8")))

        assert named == {code for each in SCENARIOS for code, _ in each.shows}
