"""Counting what many documents have wrong: each figure against a count made another way."""

from __future__ import annotations

import json
import pickle
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.findings import Severity, profiles
from missingpersons.models import Episode
from missingpersons.quality import (
    Quality,
    Way,
    codes,
    groups,
    in_question,
    mend_first,
    parts,
    purposes,
    severities,
    shortest_way,
)
from missingpersons.quality.fold import AT_ONCE, HOW_THINGS_STAND, UNLISTED, UNREADABLE, starred
from missingpersons.quality.mending import Mend
from missingpersons.quality.words import percent, reason
from missingpersons.testing import Generator
from missingpersons.testing.people import episode

ROOT = Path(__file__).parents[2]


@cache
def documents() -> tuple[bytes, ...]:
    """Many kinds of document: examples of every type, invented episodes, sparse ones, and some that cannot be read."""
    examples = [path.read_bytes() for path in sorted((ROOT / "examples").glob("*.json"))]
    sparse = [json.dumps(first_minute(number)).encode() for number in range(5)]
    return (*examples, *Generator(seed=7).documents(120), *sparse, b"{", b"", b'{"document_type":"episode"}', b"[]")


def first_minute(number: int) -> dict[str, Any]:
    kept = {"document_type", "standard_version", "episode_id", "revision", "tenure", "recorded_at", "owner_force"}
    whole = episode(Random(number))
    return {name: value for name, value in whole.items() if name in kept} | {"status": "open", "person": {}}


def counted(some: Iterable[bytes], as_of: datetime | None = None) -> Quality:
    quality = Quality()
    for each in some:
        quality.add(wire.judge(each, as_of=as_of))
    return quality


@cache
def whole() -> Quality:
    return counted(documents())


def episodes() -> list[Episode]:
    read = [wire.read(each)[0] for each in documents()]
    return [each for each in read if isinstance(each, Episode)]


def stopping(report: mp.Report) -> frozenset[str]:
    return frozenset(each.code for each in report if each.severity is Severity.ERROR)


class TestTheFigures:
    def test_documents_by_type(self) -> None:
        read = [wire.read(each)[0] for each in documents()]

        again = Counter(str(each.document_type) if each else UNREADABLE for each in read)

        assert whole().documents == again
        assert set(again) == {"episode", "unidentified_case", "call", UNREADABLE}
        assert whole().total == len(documents())

    @pytest.mark.parametrize("name", profiles())
    def test_what_is_ready_is_what_check_says(self, name: str) -> None:
        reports = [mp.check(mp.dump(each), profile=name) for each in episodes()]

        purpose = next(each for each in purposes(whole()) if each.name == name)

        assert purpose.ready == sum(each.ok for each in reports)
        assert purpose.standing == sum(not stopping(each).isdisjoint(HOW_THINGS_STAND) for each in reports)
        assert purpose.ready + purpose.to_mend + purpose.standing == len(reports) == purpose.episodes

    @pytest.mark.parametrize("name", profiles())
    def test_severities_are_those_of_the_reports(self, name: str) -> None:
        reports = [mp.check(each, profile=name) for each in documents()]

        again = Counter(each.severity for report in reports for each in report)

        assert {each: found for each, (found, _) in severities(whole(), name).items()} == {
            each: again[each] for each in Severity
        }
        assert whole().faulty[name] == sum(not each.ok for each in reports)

    @pytest.mark.parametrize("name", profiles())
    def test_codes_and_their_places_are_those_of_the_reports(self, name: str) -> None:
        reports = [mp.check(each, profile=name) for each in documents()]

        told = {each.code: (each.found, each.documents) for each in codes(whole(), [name])}
        where = {(each.code, at): often for each in codes(whole(), [name]) for at, often in each.places}

        found = Counter(each.code for report in reports for each in report)
        holding = Counter(code for report in reports for code in {each.code for each in report})
        assert told == {code: (found[code], holding[code]) for code in found}
        assert where == Counter((each.code, starred(each.at) or "/") for report in reports for each in report)

    def test_parts_hold_every_fault_once(self) -> None:
        reports = [wire.judge(each) for each in documents()]

        again = sum(code not in HOW_THINGS_STAND for each in reports for code, _ in each.places)
        again += sum(len(each.read) for each in reports)

        assert sum(each.total for each in parts(whole(), profiles())) == again

    def test_by_age_the_unknown_may_be_a_child(self) -> None:
        told = {each.name: each.episodes for each in groups(whole(), "age")}

        assert told.keys() == {"adult", "may be a child"}
        assert sum(told.values()) == len(episodes())
        assert {each.name for each in groups(counted([json.dumps(first_minute(1)).encode()]), "age")} == {
            "may be a child"
        }

    def test_by_force_an_unlisted_owner_is_not_named(self) -> None:
        odd = json.dumps({**first_minute(1), "owner_force": "smith-of-leeds"}).encode()

        told = groups(counted([odd]), "force")

        assert [(each.name, each.episodes, each.ready["record"]) for each in told] == [(UNLISTED, 1, 0)]


class TestAddingUp:
    @pytest.mark.parametrize("cut", [0, 1, 60, 148])
    def test_two_parts_come_to_the_whole(self, cut: int) -> None:
        first, second = counted(documents()[:cut]), counted(documents()[cut:])

        first.merge(pickle.loads(pickle.dumps(second)))

        assert first == whole()

    def test_any_order_gives_the_same(self) -> None:
        assert counted(reversed(documents())) == whole()

    def test_it_does_not_grow_with_the_number_of_documents(self) -> None:
        once, often = counted(documents()), counted(documents() * 5)

        assert [len(getattr(often, name)) for name in Quality.__slots__] == [
            len(getattr(once, name)) for name in Quality.__slots__
        ]

    def test_a_moment_may_be_given(self) -> None:
        late = counted(documents(), datetime(2035, 1, 1, tzinfo=UTC))

        assert late.total == whole().total
        assert late != whole()


class TestPlaces:
    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            ("", ""),
            ("/person/names/10/given/2", "/person/names/*/given/*"),
            ("/sightings/0", "/sightings/*"),
            ("/extensions/uk.police.test-north/crew/0", "/extensions"),
            ("/extensions", "/extensions"),
        ],
    )
    def test_no_number_and_no_name_of_an_owner_is_left(self, at: str, expected: str) -> None:
        assert starred(at) == expected


class TestMending:
    """What comes of mending a code is counted again by leaving the code out of every report."""

    @pytest.mark.parametrize("name", profiles())
    def test_a_gain_is_what_becomes_ready_without_the_code(self, name: str) -> None:
        wrong = [stopping(mp.check(mp.dump(each), profile=name)) for each in episodes()]

        told = {each.code: each.gains.get(name, 0) for each in mend_first(whole())}

        for code, gain in told.items():
            assert gain == sum(each == {code} for each in wrong), code
        assert {code for each in wrong if len(each) == 1 for code in each} <= told.keys() | HOW_THINGS_STAND

    @pytest.mark.parametrize("name", profiles())
    def test_the_shortest_way_brings_what_it_says_and_none_brings_more(self, name: str) -> None:
        wrong = [stopping(mp.check(mp.dump(each), profile=name)) for each in episodes()]
        ways = {each for each in wrong if 0 < len(each) <= AT_ONCE and each.isdisjoint(HOW_THINGS_STAND)}

        way = shortest_way(whole(), name)

        brought = [sum(len(each) > 0 and each <= some for each in wrong) for some in ways]
        assert (way.episodes if way else 0) == max(brought, default=0)
        if way:
            assert way.episodes == sum(len(each) > 0 and each <= set(way.codes) for each in wrong)

    def test_first_what_keeps_documents_from_being_read(self) -> None:
        told = mend_first(whole())
        unread = [each.code for each in told if each.unread]

        assert [each.code for each in told][: len(unread)] == unread
        assert {(each.code, each.unread, each.readable) for each in told if each.unread} == {
            ("MP-S-002", 1, 1),
            ("MP-S-003", 1, 1),
            ("MP-S-011", 1, 1),
            ("MP-S-020", 1, 1),
        }

    def test_then_the_greatest_gain_then_what_stops_most_then_the_gravest(self) -> None:
        read = [each for each in mend_first(whole()) if not each.unread]
        order = [(-each.gain, -each.stopped, list(Severity).index(each.severity)) for each in read]

        assert order == sorted(order)
        assert read[0].gain > 0
        assert read[-1].severity is Severity.ADVICE

    def test_how_things_stand_is_nothing_to_mend(self) -> None:
        assert whole().holding.keys() >= HOW_THINGS_STAND
        assert HOW_THINGS_STAND.isdisjoint(each.code for each in mend_first(whole()))

    def test_only_the_purposes_asked_about_count(self) -> None:
        told = mend_first(whole(), ["transfer"])

        assert {name for each in told for name in {*each.gains, *each.stops}} == {"transfer"}
        assert "MP-R-107" not in {each.code for each in told}

    def test_a_purpose_that_is_no_question_for_anybody_does_not_count(self, good: dict[str, Any]) -> None:
        found = {**good, "status": "located", "outcome": {"found_at": good["recorded_at"]}}
        del found["publicity"]

        quality = counted([wire.encode(found)])

        assert "appeal" not in in_question(quality)
        assert "MP-R-107" in quality.holding
        assert "MP-R-107" not in {each.code for each in mend_first(quality)}

    def test_nothing_to_mend_where_nothing_is_wrong(self, good: dict[str, Any]) -> None:
        assert mend_first(counted([wire.encode(good)])) == ()
        assert mend_first(Quality()) == ()

    def test_three_things_at_once_are_a_way_and_four_are_none(self) -> None:
        three, four = Quality(), Quality()
        three.ways["transfer", ("MP-R-084", "MP-R-085", "MP-R-086")] = 4
        three.ways["transfer", ("MP-R-084", "MP-R-085")] = 3
        three.ways["transfer", ("MP-R-080",)] = 5
        four.stops["transfer", "MP-R-084"] = 9

        assert shortest_way(three, "transfer") == Way(("MP-R-084", "MP-R-085", "MP-R-086"), 7)
        assert shortest_way(four, "transfer") is None


class TestWords:
    @pytest.mark.parametrize(
        ("part", "of", "told"),
        [
            (0, 10, "0 %"),
            (10, 10, "100 %"),
            (1, 1000, "under 1 %"),
            (999, 1000, "over 99 %"),
            (1, 3, "33 %"),
            (2, 3, "67 %"),
            (1, 200, "under 1 %"),
            (0, 0, ""),
        ],
    )
    def test_a_share_is_all_or_nothing_only_when_it_is(self, part: int, of: int, told: str) -> None:
        assert percent(part, of) == told

    @pytest.mark.parametrize(
        ("mend", "told"),
        [
            (
                Mend("MP-S-003", Severity.ERROR, 2, 2, 1, {}, {}),
                "1 document can be read if it is mended, which now cannot be",
            ),
            (
                Mend("MP-S-020", Severity.ERROR, 2, 2, 0, {}, {}),
                "2 documents cannot be read, and there is something else wrong in each",
            ),
            (
                Mend("MP-R-084", Severity.ERROR, 5, 0, 0, {"transfer": 3}, {"transfer": 5}),
                "alone keeps from ready: 3 for transfer; with others keeps from ready: 2 for transfer",
            ),
            (Mend("MP-R-108", Severity.WARNING, 5, 0, 0, {}, {}), "keeps nothing from ready, but someone should look"),
        ],
    )
    def test_a_reason_says_what_was_counted(self, mend: Mend, told: str) -> None:
        assert reason(mend) == told
