"""The real input, 436 reports: every cell is in an episode, or reported by code and place."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from missingpersons import wire
from missingpersons.backtest import Backtest, Comparison, Counts, backtest
from missingpersons.backtest.comparison import GUARDED, GUARDED_QUESTIONS
from missingpersons.backtest.words import verdict
from missingpersons.codes import RiskLevel
from missingpersons.converters import Fate, Row, Tally
from missingpersons.converters.tabular import convert, load_mapping, read_mapping
from missingpersons.models import Episode
from missingpersons.pages.quality import quality_page
from missingpersons.quality import Quality, purposes
from missingpersons.risk import library_policy

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("MISSINGPERSONS_TEST_DATA", ROOT / "../shared/data"))
REPORTS = DATA / "misper_reports" / "reports.csv"
OWNER = "org.example.misper-reports"
MAPPING = ROOT / "examples" / "mappings" / "misper_reports.toml"
LONDON = ZoneInfo("Europe/London")

pytestmark = pytest.mark.skipif(
    not REPORTS.is_file(),
    reason="the misper reports are not here: set MISSINGPERSONS_TEST_DATA to the folder of misper_reports/",
)

TIMES = {
    "missing_since": ("missing_since", "earliest"),
    "date_reported_missing": ("reported_at",),
    "when_traced": ("outcome", "found_at"),
}
# What the tables of the mapping say, written here again: the mapping is checked, not believed.
LEVELS = {"Low": "low", "Medium": "medium", "High": "high"}
TRANSLATED = {
    "residence_type": (("person", "addresses", 0, "kind"), {"Home Address": "home"}),
    "initial_risk_level": (("assessments", 0, "level"), LEVELS),
    "current_final_risk_level": (("assessments", 1, "level"), LEVELS),
    "sex": (("person", "sex"), {"F": "female", "Male": "male"}),
    "return_method_desc": (
        ("outcome", "found_by"),
        {
            "Traced by Police": "police",
            "Traced by staff": "care_or_health_staff",
            "Traced by family": "family",
            "Traced by member of the public": "member_of_public",
        },
    ),
}
TIES = {
    "mother": "mother",
    "father": "father",
    "foster mother": "foster_carer",
    "foster father": "foster_carer",
    "foster": "foster_carer",
    "grandmother": "grandparent",
    "grandfather": "grandparent",
    "brother": "brother",
    "sister": "sister",
    "son": "child",
    "daughter": "child",
    "aunt": "aunt_or_uncle",
    "uncle": "aunt_or_uncle",
    "friend": "friend",
    "colleague": "colleague",
}
LISTED = ("entities_landmarks", "entities_location_types", "entities_people_names", "entities_people_desc")
LEFT_IN_EXTENSIONS = {
    "day_reported_missing": "the weekday of the report, which its time says",
    "length_missing_mins": "the minutes between two times that are carried",
    "entities_addresses": "pieces of addresses, which are no places",
    "entities_people_relat": "a name and a tie in one entry, which is not split",
    "entities_pattern_types": "labels that the report does not bear out, of several kinds in one column",
}
"""The columns without a home in the record, and why they have none. Below, each reason is shown to be true."""
ANSWERS = {"0": "no", "1": "yes", "0.0": "no", "1.0": "yes"}
QUESTIONS = [
    "suicide_risk",
    "crime_suspected",
    "vulnerable_age_or_infirmity",
    "medication_essential",
    "illness_or_disability",
    "cannot_interact_safely",
    "substance_dependency",
    "child_protection_register",
    "weather_exposure",
    "family_conflict",
    "domestic_abuse",
    "ongoing_personal_issue",
    "violence_or_hate_crime_before",
    "school_work_money",
    "forced_marriage_or_honour_abuse",
    "sexual_exploitation_or_trafficking",
    "out_of_character",
    "reason_to_go",
    "preparations_made",
    "intentions_not_completed",
    "harmed_when_missing_before",
    "risk_to_others",
    "other_factor",
    "mental_health",
    "dementia_or_neurological",
]

# Where every other column goes. One that is not here goes to the local field of its own name.
PLACED: dict[str, tuple[str | int, ...]] = {
    "reportid": ("local_reference",),
    "misperid": ("person", "identifiers", 0, "value"),
    "forenames": ("person", "names", 0, "given", 0),
    "surname": ("person", "names", 0, "family"),
    "dob": ("person", "date_of_birth"),
    "pob": ("person", "place_of_birth"),
    "age": ("person", "age", "min"),
    "occdesc": ("person", "occupation"),
    "nominalpersionid": ("person", "person_reference"),
    "mf_address": ("missing_from", "place", "text"),
    "missing_from": ("missing_from", "text"),
    "reported_missing_by": ("person", "relations", 0, "name"),
    "TL_address": ("outcome", "place", "text"),
    "circumstances": ("circumstances",),
}
KINDS = {
    "Home": "home",
    "friend's house": "other_home",
    "hospital": "hospital",
    "dialysis center": "health_service",
    "pharmacy": "health_service",
    "shopping mall": "shop",
    "gym": "leisure",
    "fitness center": "leisure",
    "dance studio": "leisure",
    "music lessons": "leisure",
    "cafe": "food_or_drink",
    "regular bar": "food_or_drink",
    "regular restaurant": "food_or_drink",
    "park": "public_place",
    "church": "place_of_worship",
    "synagogue": "place_of_worship",
    "school pickup": "school",
    "volunteer organization": "work",
    "homeowners association": "other",
}


def postcode(cell: str) -> str:
    return " ".join(cell.split()[-2:])


def latest(cell: str) -> str:
    """The end of the window that a local time is; of the whole day, if it is only a day."""
    whole = cell if ":" in cell else f"{cell} 23:59:59"
    return datetime.fromisoformat(whole).replace(tzinfo=LONDON, fold=1).isoformat()


# What the same cell says besides, elsewhere.
ALSO: dict[str, list[tuple[tuple[str | int, ...], Callable[[str], str]]]] = {
    "misperid": [
        (("person", "identifiers", 0, "scheme"), lambda _: "other"),
        (("person", "identifiers", 0, "issuer"), lambda _: "misper_reports"),
    ],
    "initial_risk_level": [(("assessments", 0, "scheme"), lambda _: "scotland")],
    "current_final_risk_level": [(("assessments", 1, "scheme"), lambda _: "scotland")],
    "age": [
        (("person", "age", "max"), lambda cell: cell),
        (("person", "age", "basis"), lambda _: "stated"),
    ],
    "missing_since": [(("missing_since", "latest"), latest)],
    "when_traced": [(("status",), lambda _: "located")],
    "mf_address": [(("missing_from", "place", "postcode"), postcode)],
    "missing_from": [(("missing_from", "kind"), KINDS.__getitem__)],
    "reported_missing_by": [(("person", "relations", 0, "informant"), lambda _: "yes")],
    "TL_address": [(("outcome", "place", "postcode"), postcode)],
    "q_17": [(("out_of_character",), ANSWERS.__getitem__)],
}


def converted(mapping: str | None = None) -> list[Row]:
    chosen = read_mapping(mapping) if mapping else load_mapping(MAPPING)
    with REPORTS.open("rb") as stream:
        return list(convert(stream, chosen, name="reports.csv"))


@cache
def rows() -> list[Row]:
    return converted()


@cache
def source() -> list[dict[str, str]]:
    """The table, read again without the converter."""
    with REPORTS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tree(row: Row) -> dict[str, Any]:
    assert row.document is not None
    return dict(json.loads(row.document))


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for segment in path:
        value = value[segment]
    return value


def entries(cell: str) -> list[str]:
    return [each.strip() for each in cell.split(",") if each.strip()]


def listed(column: str, episode: dict[str, Any]) -> Counter[str]:
    """The entries of the lists that a column goes to."""
    if column in ("entities_landmarks", "entities_location_types"):
        return Counter(each["place"]["text"] for each in episode.get("places_of_interest", ()))
    field = "name" if column == "entities_people_names" else "relation"
    return Counter(each[field] for each in episode["person"]["relations"] if field in each)


def is_carried(column: str, cell: str, report: dict[str, str], episode: dict[str, Any]) -> bool:
    """Whether a cell, or its translation, really is in the document."""
    if column in TRANSLATED:
        path, table = TRANSLATED[column]
        return bool(at(episode, path) == table[cell])
    if column in LISTED:
        return Counter(TIES.get(each, each) for each in entries(cell)) <= listed(column, episode)
    if column in TIMES:
        first = datetime.fromisoformat(cell).replace(tzinfo=LONDON)
        return datetime.fromisoformat(at(episode, TIMES[column])) == first
    if column.startswith("q_"):
        number = column.split("_")[1]
        answers = {each["question"]: each for each in episode["answers"]}
        answer = answers[QUESTIONS[int(number) - 1]]
        if column.endswith("_explanation"):
            return bool(answer["explanation"] == cell.strip())
        return bool(answer["answer"] == ANSWERS[report[f"q_{number}"]])
    return str(at(episode, PLACED.get(column, ("extensions", OWNER, column)))) == cell.strip()


def is_carried_everywhere(column: str, cell: str, report: dict[str, str], episode: dict[str, Any]) -> bool:
    """Whether a cell is in the document at its own place, and at every other that it is to go to."""
    try:
        elsewhere = all(str(at(episode, path)) == says(cell) for path, says in ALSO.get(column, ()))
        return elsewhere and is_carried(column, cell, report, episode)
    except (KeyError, IndexError):
        return False


def account(given: list[Row]) -> tuple[Counter[str], list[tuple[str, str]]]:
    """What became of every cell, counted without the converter; and where those are that are nowhere."""
    kinds: Counter[str] = Counter()
    lost: list[tuple[str, str]] = []
    for row, report in zip(given, source(), strict=True):
        episode, reported = tree(row), {each.at for each in row.findings}
        for column, cell in report.items():
            if not cell.strip():
                kinds["empty"] += 1
            elif cell == "NULL" and column.endswith("_explanation"):
                kinds["no value"] += 1
            elif is_carried_everywhere(column, cell, report, episode):
                kinds["carried"] += 1
            elif f"/{column}" in reported:
                kinds["reported"] += 1
            else:
                lost.append((row.source, column))
    return kinds, lost


def swapped(text: str, one: str, other: str) -> str:
    """The text with two parts of it in each other's place."""
    assert text.count(one) == text.count(other) == 1
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def replaced(text: str, old: str, new: str) -> str:
    """The text with one part of it replaced."""
    assert text.count(old) == 1
    return text.replace(old, new)


class TestAccounting:
    def test_every_report_is_an_episode(self) -> None:
        assert len(source()) == len(rows()) == 436
        assert all(row.document for row in rows())
        assert len({tree(row)["episode_id"] for row in rows()}) == 436

    def test_every_cell_is_carried_or_a_declared_no_value_or_reported(self) -> None:
        kinds, lost = account(rows())

        assert lost == []
        assert sum(kinds.values()) == 436 * 81
        assert kinds["carried"] > 26_000

    @pytest.mark.parametrize(
        ("change", "one", "other", "columns"),
        [
            (swapped, '"/person/names/0/given/0"', '"/person/names/0/family"', {"forenames", "surname"}),
            (swapped, '"/person/occupation"', '"/person/place_of_birth"', {"occdesc", "pob"}),
            (swapped, '"/person/identifiers/0/value"', '"/person/person_reference"', {"misperid", "nominalpersionid"}),
            (swapped, '"/missing_from/place/text"', '"/outcome/place/text"', {"mf_address", "TL_address"}),
            (swapped, '"/missing_from/text"', '"/circumstances"', {"missing_from", "circumstances"}),
            (swapped, '"/answers/3/explanation"', '"/answers/6/explanation"', {"q_3_explanation", "q_6_explanation"}),
            (replaced, '"Home" = "home"', '"Home" = "hospital"', {"missing_from"}),
            (
                replaced,
                ', to = "/missing_from/place/postcode"',
                ', to = "/intended_destination/postcode"',
                {"mf_address"},
            ),
            (
                replaced,
                '["/missing_since/earliest", "/missing_since/latest"]',
                '"/missing_since/earliest"',
                {"missing_since"},
            ),
            (replaced, '["/person/age/min", "/person/age/max"]', '"/person/age/min"', {"age"}),
        ],
    )
    def test_a_column_that_goes_to_anothers_place_is_lost(
        self, change: Callable[[str, str, str], str], one: str, other: str, columns: set[str]
    ) -> None:
        mapping = change(MAPPING.read_text(encoding="utf-8"), one, other)

        _, lost = account(converted(mapping))

        assert {column for _, column in lost} == columns

    def test_the_converter_counts_as_an_independent_count_does(self) -> None:
        tally = Tally()
        for row in rows():
            tally.add(row)

        for column in source()[0]:
            cells = [report[column] for report in source()]
            nulls = sum(cell == "NULL" for cell in cells)
            empty = sum(not cell.strip() for cell in cells)
            counts = tally.columns[f"/{column}"]
            assert (counts[Fate.NO_VALUE], counts[Fate.EMPTY]) == (nulls, empty), column
            assert sum(counts.values()) == 436, column

    def test_the_share_set_aside_by_column(self, capsys: pytest.CaptureFixture[str]) -> None:
        tally = Tally()
        for row in rows():
            tally.add(row)
        shares = {column: tally.set_aside([column]) for column in tally.columns}

        with capsys.disabled():
            print("\nset aside of what there was to carry, by column:")
            for column, (aside, all_) in shares.items():
                print(f"  {column:32} {aside:4} of {all_:4}")
            print("  {:32} {} of {}".format("all", *tally.set_aside()))

        assert all(aside <= 0.01 * all_ for aside, all_ in shares.values())
        assert within_bound(tally)

    def test_a_mapping_that_sets_everything_aside_fails_the_bound(self) -> None:
        columns = "".join(f'[[column]]\nname = "{name}"\nignore = "all"\n' for name in source()[0])
        constant = '[constants]\n"/recorded_at" = "2026-03-01T09:00:00Z"\n'
        tally = Tally()
        for row in converted(f'name = "nothing"\nowner_force = "test-north"\n{constant}{columns}'):
            tally.add(row)

        assert not within_bound(tally)


def within_bound(tally: Tally) -> bool:
    """Whether at most one cell in a thousand was set aside of all there were to carry."""
    aside, all_ = tally.set_aside()
    return all_ > 0 and aside <= all_ / 1000


class TestEpisodes:
    def test_converting_again_gives_the_same_bytes(self) -> None:
        assert [row.document for row in converted()] == [row.document for row in rows()]

    def test_check_runs_over_all_and_what_is_wrong_comes_out_as_findings(self) -> None:
        codes: Counter[str] = Counter()
        for row in rows():
            assert row.document is not None
            codes.update(each.code for each in wire.check(row.document))

        assert not [code for code in codes if code.startswith("MP-S-")]
        assert {"MP-R-002", "MP-R-010"} <= set(codes)

    def test_no_explanation_makes_an_answer(self) -> None:
        for row, report in zip(rows(), source(), strict=True):
            asked = {QUESTIONS[n - 1] for n in range(1, 26) if report[f"q_{n}"]}
            assert {each["question"] for each in tree(row)["answers"]} == asked

    def test_both_assessments_are_kept_with_their_scheme(self) -> None:
        for row in rows():
            assert [each["scheme"] for each in tree(row)["assessments"]] == ["scotland", "scotland"]

    def test_a_traced_person_is_located(self) -> None:
        for row, report in zip(rows(), source(), strict=True):
            assert tree(row)["status"] == ("located" if report["when_traced"] else "open")


class TestHomes:
    def test_only_what_has_no_home_is_left_in_extensions(self) -> None:
        left = {name for row in rows() for owner in tree(row)["extensions"].values() for name in owner}

        assert left == set(LEFT_IN_EXTENSIONS)
        assert {owner for row in rows() for owner in tree(row)["extensions"]} == {OWNER}

    def test_the_lists_hold_what_the_columns_say_and_nothing_else(self) -> None:
        for row, report in zip(rows(), source(), strict=True):
            places = entries(report["entities_landmarks"]) + entries(report["entities_location_types"])
            names = [report["reported_missing_by"].strip(), *entries(report["entities_people_names"])]
            ties = [TIES[each] for each in entries(report["entities_people_desc"])]

            assert listed("entities_landmarks", tree(row)) == Counter(places)
            assert listed("entities_people_names", tree(row)) == Counter(names)
            assert listed("entities_people_desc", tree(row)) == Counter(ties)

    def test_places_that_a_program_read_are_marked_as_of_unknown_basis(self) -> None:
        marked = [{"at": "/places_of_interest", "basis": "unknown"}]

        for row in rows():
            assert tree(row).get("provenance", []) == (marked if "places_of_interest" in tree(row) else [])

    def test_the_weekday_and_the_minutes_are_said_by_the_times(self) -> None:
        for row in rows():
            left = tree(row)["extensions"][OWNER]
            reported = datetime.fromisoformat(tree(row)["reported_at"])
            since = datetime.fromisoformat(tree(row)["missing_since"]["earliest"]).replace(tzinfo=None)
            found = datetime.fromisoformat(tree(row)["outcome"]["found_at"]).replace(tzinfo=None)

            assert left["day_reported_missing"] == reported.strftime("%A")
            assert left["length_missing_mins"] == (found - since).total_seconds() // 60

    def test_a_third_of_the_addresses_are_single_words(self) -> None:
        pieces = [each for report in source() for each in entries(report["entities_addresses"])]

        assert len([each for each in pieces if " " not in each]) > 0.3 * len(pieces)

    def test_names_and_ties_stand_in_one_entry_or_alone(self) -> None:
        words = [each.split() for report in source() for each in entries(report["entities_people_relat"])]
        ties = [len([each for each in entry if each in TIES]) for entry in words]

        assert len([1 for entry, tied in zip(words, ties, strict=True) if 0 < tied < len(entry)]) > 90
        assert len([1 for entry, tied in zip(words, ties, strict=True) if tied == len(entry)]) > 15

    def test_two_thirds_of_the_labels_are_not_in_the_words_of_the_report(self) -> None:
        labels = [
            each.lower() in report["circumstances"].lower()
            for report in source()
            for each in entries(report["entities_pattern_types"])
        ]

        assert labels.count(False) > 0.65 * len(labels)


class TestTimes:
    def test_local_times_have_the_offset_of_london(self) -> None:
        offsets: Counter[str] = Counter()
        for row in rows():
            for path in TIMES.values():
                text = at(tree(row), path)
                assert datetime.fromisoformat(text).astimezone(LONDON).isoformat() == text
                offsets[text[-6:]] += 1

        assert set(offsets) == {"+00:00", "+01:00"}
        assert min(offsets.values()) > 400

    def test_hours_that_happen_twice_or_never_are_reported_and_no_others(self) -> None:
        odd = set()
        for number, report in enumerate(source(), 1):
            for column in TIMES:
                local = datetime.fromisoformat(report[column]).replace(tzinfo=LONDON)
                if local.utcoffset() != local.replace(fold=1).utcoffset():
                    odd.add((f"reports.csv:{number}", f"/{column}"))

        reported = {
            (row.source, each.at)
            for row in rows()
            for each in row.findings
            if each.code in ("MP-C-010", "MP-C-011", "MP-C-012")
        }
        assert reported == odd

    @pytest.mark.parametrize(
        ("local", "code"), [("2024-10-27 01:30:00", "MP-C-011"), ("2024-03-31 01:30:00", "MP-C-010")]
    )
    def test_this_mapping_reports_them(self, local: str, code: str, tmp_path: Path) -> None:
        table = tmp_path / "reports.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(source()[0]))
            writer.writeheader()
            writer.writerow({"reportid": "A1", "missing_since": local, "when_traced": "2024-11-01 10:00:00"})

        with table.open("rb") as stream:
            (row,) = convert(stream, load_mapping(MAPPING), name="reports.csv")

        assert [(each.code, each.at) for each in row.findings] == [(code, "/missing_since")]


class TestQuality:
    """What the page about quality says of the real input."""

    @staticmethod
    def counted() -> Quality:
        quality = Quality()
        for row in rows():
            quality.add(wire.judge(row.document or b""))
        return quality

    def test_every_report_is_an_episode_that_is_ready_to_be_recorded(self) -> None:
        told = {each.name: each for each in purposes(self.counted())}

        assert self.counted().documents == {"episode": 436}
        assert told["record"].ready == 436

    def test_everybody_was_found_so_that_nobody_is_appealed_for(self) -> None:
        told = {each.name: each for each in purposes(self.counted())}

        assert (told["appeal"].standing, told["interpol-yellow"].standing, told["close"].standing) == (436, 436, 0)

    def test_a_page_exists_and_quotes_no_cell(self) -> None:
        page = quality_page(self.counted(), by_force=True).decode()

        cells = {cell for report in source() for cell in report.values() if len(cell) > 15}
        assert "436 documents" in page
        assert len(cells) > 1000
        assert [cell for cell in cells if cell in page] == []


class TestBacktest:
    """What the recorded levels look like beside a policy: very nearly as if they had been dealt out at random."""

    @staticmethod
    def made() -> Backtest:
        comparison = Comparison(None, library_policy("scotland"))
        counts = Counts()
        for row in rows():
            counts.add(comparison.of(wire.parse(row.document or b"", Episode)))
        return backtest(counts, comparison)

    def test_every_episode_is_compared_and_nearly_two_thirds_would_move_up(self) -> None:
        made = self.made()

        assert {str(each): number for each, number in made.standing.items() if number} == {
            # One of them has a date of birth and an age with no age in common: the graver counts.
            "up": 276,
            "same": 151,
            "down": 9,
        }

    def test_whatever_was_recorded_the_policy_calls_for_high(self) -> None:
        made = self.made()
        low, medium, high = (made.confusion.cells[each, RiskLevel.HIGH] for each in made.levels)

        assert (low, medium, high) == (123, 126, 134)
        assert made.agreement
        assert made.agreement.kappa < 0.1
        assert verdict(made) == "The recorded grades and the policy agree hardly more than chance would make them."

    def test_a_quarter_of_the_gravest_answers_carried_the_lowest_level(self) -> None:
        told = [(tree(row)["assessments"][-1]["level"], asked_yes(tree(row))) for row in rows()]
        gravest = [level for level, yes in told if yes & set(GUARDED_QUESTIONS)]

        assert (gravest.count("low"), len(gravest)) == (41, 167)
        assert self.made().questions[GUARDED].cells[RiskLevel.LOW, RiskLevel.HIGH] == 40


def asked_yes(episode: dict[str, Any]) -> set[str]:
    """The questions that somebody answered yes."""
    return {each["question"] for each in episode["answers"] if each["answer"] == "yes"}
