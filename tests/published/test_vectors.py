"""The language-neutral cases of bytes, dates and values: exactly this is said of each."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.values.contact import postcode_at_end
from missingpersons.values.dates import PartialDate, Timestamp
from missingpersons.values.identifiers import pnc_id_normal

from .mutations import FORMS

FOLDER = Path(__file__).resolve().parents[1] / "conformance"


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


BYTES, DATES, VALUES = load("bytes.json"), load("dates.json"), load("values.json")


def joined(pieces: list[Any]) -> bytes:
    """The bytes that pieces make: text in UTF-8, Base64, or a text a number of times."""
    return b"".join(map(_piece, pieces))


def _piece(piece: Any) -> bytes:
    if isinstance(piece, str):
        return piece.encode()
    return base64.b64decode(piece["base64"]) if "base64" in piece else piece["repeat"].encode() * piece["times"]


def of(kind: str, verdict: str) -> list[dict[str, Any]]:
    return [each for each in DATES[kind] if each["verdict"] == verdict]


class TestBytes:
    @pytest.mark.parametrize("case", BYTES["cases"], ids=lambda case: case["why"])
    def test_exactly_this_is_found(self, case):
        found = [{"code": each.code, "at": each.at} for each in wire.check(joined(case["bytes"]))]

        assert found == case["expect"]

    def test_every_finding_that_a_tree_cannot_show_is_shown_alone_and_each_has_a_near_miss(self):
        alone = {each["expect"][0]["code"] for each in BYTES["cases"] if len(each["expect"]) == 1}

        assert alone >= {f"MP-S-{number:03}" for number in range(1, 12)} | {"MP-V-001", "MP-V-002"}
        assert sum(each["expect"] == [] for each in BYTES["cases"]) >= 15

    def test_no_two_cases_are_told_alike(self):
        told = [each["why"] for each in BYTES["cases"]]

        assert len(set(told)) == len(told)


class TestTimestamps:
    @pytest.mark.parametrize("case", of("timestamps", "good"), ids=lambda case: case["text"])
    def test_it_is_this_moment(self, case):
        found = Timestamp.parse(case["text"]).moment.astimezone(UTC)

        assert found.strftime("%Y-%m-%dT%H:%M:%S.%fZ") == case["moment"]

    @pytest.mark.parametrize("case", of("timestamps", "malformed"), ids=lambda case: repr(case["text"]))
    def test_it_is_none(self, case):
        with pytest.raises(ValueError, match="not a timestamp"):
            Timestamp.parse(case["text"])

    @pytest.mark.parametrize("case", DATES["order"])
    def test_the_order_is_of_moments(self, case):
        first, second = Timestamp(case["first"]), Timestamp(case["second"])
        told = {"before": (True, False), "after": (False, True), "same": (False, False)}

        assert (first < second, first > second) == told[case["order"]]

    def test_every_text_of_the_form_is_there(self):
        _, good, bad = FORMS["timestamp"]

        assert {each["text"] for each in of("timestamps", "good")} >= set(good.values())
        assert {each["text"] for each in of("timestamps", "malformed")} >= set(bad.values())


class TestPartialDates:
    @pytest.mark.parametrize("case", of("partial_dates", "good"), ids=lambda case: case["text"])
    def test_it_is_these_days_and_these_ages(self, case):
        parsed = PartialDate.parse(case["text"])
        ages = [(each["on"], ages_of(each)) for each in case.get("ages", ())]

        assert (parsed.earliest().isoformat(), parsed.latest().isoformat()) == (case["earliest"], case["latest"])
        assert [(on, parsed.ages_on(date.fromisoformat(on))) for on, _ in ages] == ages

    @pytest.mark.parametrize("case", of("partial_dates", "malformed"), ids=lambda case: repr(case["text"]))
    def test_it_is_none(self, case):
        with pytest.raises(ValueError, match="not a date of the profile"):
            PartialDate.parse(case["text"])

    def test_every_text_of_the_form_is_there(self):
        _, good, bad = FORMS["partial date"]

        assert {each["text"] for each in of("partial_dates", "good")} >= set(good.values())
        assert {each["text"] for each in of("partial_dates", "malformed")} >= set(bad.values())


def ages_of(case: dict[str, Any]) -> range:
    return range(case["least"], case["most"] + 1) if "least" in case else range(0)


class TestValues:
    @pytest.mark.parametrize("case", VALUES["long_pnc_ids"])
    def test_the_long_form_of_a_pnc_id(self, case):
        assert pnc_id_normal(case["text"], case["recorded_in"]) == case["long"]

    @pytest.mark.parametrize("case", VALUES["postcodes_at_the_end"])
    def test_the_postcode_that_an_address_ends_with(self, case):
        assert postcode_at_end(case["text"]) == case.get("normal")


def test_the_manual_for_implementers_speaks_of_every_file():
    told = re.findall(r"^\| `([^`]+)` \|", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.json") if "node_modules" not in path.parts}

    assert {name for name in there if not any(fnmatch(name, each) for each in told)} == {"package.json"}
    assert all(any(fnmatch(name, each) for name in there) for each in told)
