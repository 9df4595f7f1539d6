"""What falls due: counting from a moment, asking at a moment, and intervals that a force gives."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

import missingpersons as mp
from missingpersons.due import Intervals, State, library_intervals, load_intervals
from missingpersons.due.clock import RECORDED, later
from missingpersons.due.intervals import COUNTS_FROM, read_intervals
from missingpersons.findings import CannotRun
from missingpersons.testing.people import episode
from missingpersons.values.dates import Timestamp

TOP = 'name = "invented"\nversion = "1"\nstatus = "a test"\n'
LINE = (
    '[[interval]]\ncode = "MP-K-001"\nhours = 2\ncounts_from = ["reported_at"]\nofficial = false\nbasis = "A test."\n'
)
LEAST: dict[str, Any] = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-03-01T14:00:00Z",
    "owner_force": "test-north",
    "status": "open",
    "person": {},
}


def told(tree: dict[str, Any], code: str, intervals: Intervals | None = None) -> list[tuple[str, str | None]]:
    record = mp.build({**LEAST, **tree})
    assert isinstance(record, mp.Episode)
    found = mp.clocks(record, intervals=intervals)
    return [(each.state.value, each.due_at) for each in found if each.code == code]


class TestLater:
    @pytest.mark.parametrize(
        ("start", "length", "then"),
        [
            ("2026-03-28T12:00:00Z", {"hours": 72}, "2026-03-31T12:00:00Z"),
            ("2026-10-24T12:00:00.250000+01:00", {"hours": 48}, "2026-10-26T12:00:00.250000+01:00"),
            ("2025-11-30T00:00:00Z", {"months": 3}, "2026-02-28T00:00:00Z"),
            ("2024-02-29T08:00:00-05:00", {"months": 72}, "2030-02-28T08:00:00-05:00"),
            ("2026-12-31T23:59:59Z", {"months": 1}, "2027-01-31T23:59:59Z"),
            ("2026-01-31T10:00:00Z", {"months": 11}, "2026-12-31T10:00:00Z"),
        ],
    )
    def test_keeps_the_offset_and_the_fraction_as_written(self, start: str, length: dict[str, int], then: str) -> None:
        assert later(Timestamp(start), **length) == then

    def test_what_no_calendar_holds_has_no_moment(self) -> None:
        assert later(Timestamp("9899-01-01T00:00:00Z"), months=1) is None
        assert later(Timestamp("9898-12-31T00:00:00Z"), months=1200) == "9998-12-31T00:00:00Z"


class TestClocks:
    def test_a_clock_is_told_whole(self) -> None:
        record = mp.build({**LEAST, "actions": [{"code": "cctv", "due_at": "2026-03-01T13:00:00Z"}]})
        assert isinstance(record, mp.Episode)

        (clock,) = (each for each in mp.clocks(record) if each.code == "MP-K-003")

        assert clock == mp.Clock(
            code="MP-K-003",
            name="What was agreed is done, or whoever must be told is told.",
            at="/actions/0",
            starts_at=None,
            due_at=Timestamp("2026-03-01T13:00:00Z"),
            done_at=None,
            state=State.OVERDUE,
            basis=RECORDED,
        )
        assert clock.as_dict() == {
            "code": "MP-K-003",
            "name": "What was agreed is done, or whoever must be told is told.",
            "at": "/actions/0",
            "due_at": "2026-03-01T13:00:00Z",
            "state": "overdue",
            "basis": RECORDED,
        }

    def test_the_moment_is_when_it_was_recorded_unless_another_is_given(self) -> None:
        record = mp.build({**LEAST, "reported_at": "2026-02-28T12:00:00Z"})
        assert isinstance(record, mp.Episode)

        by_default = mp.clocks(record)
        given = mp.clocks(record, as_of=datetime(2026, 3, 1, 14, tzinfo=UTC))
        a_week_later = mp.clocks(record, as_of=datetime(2026, 3, 8, 14, tzinfo=UTC))

        assert by_default == given
        assert [each.state for each in by_default] == [State.OVERDUE, State.DUE, State.DUE]
        assert {each.state for each in a_week_later} == {State.OVERDUE}

    def test_they_are_in_order_of_due_time_and_what_has_none_is_last(self) -> None:
        tree = {
            **LEAST,
            "actions": [
                {"code": "cctv", "due_at": "2026-03-01T15:30:00Z"},
                {"code": "search_home", "due_at": "2026-03-01T16:00:00+01:00"},
                {"code": "search_air", "due_at": "2026-03-01T15:00:00Z"},
            ],
        }
        record = mp.build(tree)
        assert isinstance(record, mp.Episode)

        assert [(each.code, each.at) for each in mp.clocks(record)] == [
            ("MP-K-003", "/actions/1"),
            ("MP-K-003", "/actions/2"),
            ("MP-K-003", "/actions/0"),
            ("MP-K-001", "/actions"),
            ("MP-K-002", "/assessments"),
            ("MP-K-004", "/notifications"),
        ]

    def test_invented_episodes_give_the_same_clocks_when_they_are_read_again(self) -> None:
        for number in range(30):
            record = mp.build(episode(Random(number), number))
            assert isinstance(record, mp.Episode)

            assert mp.clocks(record) == mp.clocks(mp.parse(mp.dump(record), mp.Episode))

    def test_a_picture_of_the_last_year_that_there_is_breaks_nothing(self) -> None:
        person = {"photos": [{"photo_id": "P1", "taken_on": "9999-12-31"}]}

        assert told({"person": person}, "MP-K-009") == [("cannot_tell", None)]


class TestBasis:
    """A due time says whether it was recorded or comes from an interval."""

    @pytest.mark.parametrize(
        ("code", "tree", "recorded"),
        [
            ("MP-K-001", {"actions": [{"code": "circulate_pnc", "due_at": "2026-03-01T13:00:00Z"}]}, True),
            ("MP-K-001", {}, False),
            ("MP-K-002", {"review_due_at": "2026-03-01T18:00:00Z"}, True),
            ("MP-K-002", {}, False),
            ("MP-K-004", {"notifications": [{"to": "ukmpu", "due_at": "2026-03-04T11:59:59Z"}]}, True),
            ("MP-K-004", {"notifications": [{"to": "ukmpu", "due_at": "2026-03-04T12:00:00Z"}]}, False),
            ("MP-K-004", {}, False),
            ("MP-K-008", {"publicity": [{"basis": "consent", "expires_at": "2026-03-04T12:00:00Z"}]}, True),
        ],
    )
    def test_is_recorded_only_if_the_due_time_is(self, code: str, tree: dict[str, Any], recorded: bool) -> None:
        record = mp.build({**LEAST, "reported_at": "2026-03-01T12:00:00Z", **tree})
        assert isinstance(record, mp.Episode)

        (clock,) = (each for each in mp.clocks(record) if each.code == code)

        assert (clock.basis == RECORDED) is recorded

    def test_of_publicity_with_an_end_is_recorded_whatever_the_interval(self) -> None:
        line = LINE.replace("MP-K-001", "MP-K-008").replace("reported_at", "given_at")
        publicity = [
            {"basis": "consent", "given_at": "2026-03-01T12:00:00Z", "expires_at": "2026-03-09T12:00:00Z"},
            {"basis": "consent", "given_at": "2026-03-01T12:00:00Z"},
        ]
        record = mp.build({**LEAST, "publicity": publicity})
        assert isinstance(record, mp.Episode)

        found = mp.clocks(record, intervals=read_intervals((TOP + line).encode(), "ours.toml"))

        assert {each.at: each.basis for each in found if each.code == "MP-K-008"} == {
            "/publicity/0": RECORDED,
            "/publicity/1": "Not official. A test.",
        }


class TestNations:
    """The owner's nation says which line fits; a force of none gets the lines for all."""

    @pytest.mark.parametrize(
        ("force", "basis"),
        [
            ("test-south", "Official (http"),
            ("test-west", "Official (http"),
            ("test-island", "Not official. "),
            ("test-east", "Not official. "),
            ("test-north", "Not official. "),
            ("a-force-unheard-of", "Not official. "),
        ],
    )
    def test_the_72_hours_are_official_in_england_and_wales(self, force: str, basis: str) -> None:
        record = mp.build({**LEAST, "owner_force": force, "reported_at": "2026-03-01T12:00:00Z"})
        assert isinstance(record, mp.Episode)

        (clock,) = (each for each in mp.clocks(record) if each.code == "MP-K-004")

        assert clock.due_at == "2026-03-04T12:00:00Z"
        assert clock.basis.startswith(basis)


class TestLibrary:
    def test_says_that_it_is_not_official(self) -> None:
        library = library_intervals()

        assert library.status == "library intervals, not official except where a line says so"
        assert str(library) == "library-clocks 1.0"

    def test_is_official_only_with_a_source_and_never_unverified(self) -> None:
        official = [each for each in library_intervals().lines if each.official]

        assert {each.code for each in official} == {"MP-K-004", "MP-K-005"}
        assert all(each.source.startswith("http") for each in official)

    def test_is_known_by_the_digest_of_its_file(self, root: Path) -> None:
        data = (root / "src/missingpersons/clocks.toml").read_bytes()

        assert library_intervals().digest == hashlib.sha256(data).hexdigest()


class TestOfAForce:
    def test_come_before_the_library_s_which_fill_what_they_leave(self, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text(TOP + LINE.replace("basis", 'levels = ["low"]\nbasis'), encoding="utf-8")
        ours = load_intervals(file)
        low = {"assessments": [{"level": "low"}], "reported_at": "2026-03-01T12:00:00Z"}
        high = {"assessments": [{"level": "high"}], "reported_at": "2026-03-01T12:00:00Z"}

        assert told(low, "MP-K-001", ours) == [("due", "2026-03-01T14:00:00Z")]
        assert told(high, "MP-K-001", ours) == [("overdue", "2026-03-01T13:00:00Z")]
        assert told(low, "MP-K-004", ours) == [("due", "2026-03-04T12:00:00Z")]
        assert ours.nations == library_intervals().nations

    def test_may_say_which_nation_a_force_is_of(self, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text(f'{TOP}[nations]\nscotland = ["test-north"]\n{LINE}', encoding="utf-8")
        found = {"outcome": {"found_at": "2026-03-01T13:00:00Z"}, "person": {"age": {"min": 40}}}

        assert told(found, "MP-K-007", load_intervals(file)) == [("due", "2026-03-04T13:00:00Z")]
        assert told(found, "MP-K-007") == []

    def test_may_give_publicity_an_end_where_none_is_recorded(self) -> None:
        line = LINE.replace("MP-K-001", "MP-K-008").replace("hours = 2", "days = 28").replace("reported_at", "given_at")
        ours = read_intervals((TOP + line).encode(), "ours.toml")
        given = {"publicity": [{"basis": "consent", "given_at": "2026-03-01T12:00:00+01:00"}]}

        assert told(given, "MP-K-008", ours) == [("due", "2026-03-29T12:00:00+01:00")]
        assert told({"publicity": [{"basis": "consent"}]}, "MP-K-008", ours) == [("cannot_tell", None)]
        assert told(given, "MP-K-008") == []

    def test_what_no_line_fits_and_nobody_recorded_is_not_listed(self) -> None:
        ours = read_intervals((TOP + LINE.replace("basis", 'nations = ["wales"]\nbasis')).encode(), "ours.toml")
        reported = {"reported_at": "2026-03-01T12:00:00Z"}

        assert {code: told(reported, code, ours) for code in ("MP-K-001", "MP-K-002", "MP-K-004")} == {
            "MP-K-001": [],
            "MP-K-002": [],
            "MP-K-004": [],
        }

    def test_what_was_done_or_agreed_is_listed_all_the_same(self) -> None:
        ours = read_intervals(
            (TOP + LINE.replace("MP-K-001", "MP-K-005").replace("reported_at", "found")).encode(), "o"
        )
        tree = {
            "actions": [{"code": "circulate_pnc", "due_at": "2026-03-01T13:00:00Z"}],
            "notifications": [{"to": "ukmpu", "sent_at": "2026-03-01T13:00:00Z"}],
            "prevention_interview": {"held_at": "2026-03-01T13:00:00Z"},
        }

        assert told(tree, "MP-K-001", ours) == [("overdue", "2026-03-01T13:00:00Z")]
        assert told(tree, "MP-K-004", ours) == [("done", None)]
        assert told({**tree, "status": "located"}, "MP-K-006", ours) == [("done", None)]

    def test_a_file_that_cannot_be_read_is_said_in_one_line(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"^none\.toml: No such file or directory$"):
            load_intervals(tmp_path / "none.toml")


WRONG = {
    "not UTF-8": (b'name = "\xff"', "p.toml: not UTF-8"),
    "not TOML": (b"name = \n", "p.toml: Invalid value (at line 1, column 8)"),
    "nested too deeply": (b"x = " + b"[" * 100_000, "p.toml: a number is too long or the tables are nested too deeply"),
    "empty": (b"", "p.toml: interval: at least one [[interval]] is needed"),
    "no name": (LINE.encode(), "p.toml: name must be given, as text"),
    "an empty name": ((TOP + LINE).replace("invented", "").encode(), "p.toml: name must be given, as text"),
    "a key that does not exist": (f"colour = 1\n{TOP}{LINE}".encode(), "p.toml: there is no key 'colour'"),
    "one line alone": (f"{TOP}interval = 1\n".encode(), "p.toml: interval: at least one [[interval]] is needed"),
    "a line that is no table": (f"{TOP}interval = [1]\n".encode(), "p.toml: interval 1: an [[interval]] is a table"),
    "nations that are no table": (
        f"{TOP}nations = 1\n{LINE}".encode(),
        "p.toml: nations must be a table: nation = [forces]",
    ),
    "a nation that does not exist": (
        f"{TOP}[nations]\nfrance = []\n{LINE}".encode(),
        "p.toml: nations: there is no key 'france'",
    ),
    "a nation without forces": (
        f"{TOP}[nations]\nwales = []\n{LINE}".encode(),
        "p.toml: nations: wales must be given, as a list of texts",
    ),
    "a force of two nations": (
        f'{TOP}[nations]\nwales = ["test-west"]\nengland = ["test-west"]\n{LINE}'.encode(),
        "p.toml: nations: england names a force that is named already",
    ),
    **{
        name: ((TOP + LINE.replace(old, new)).encode(), f"p.toml: interval 1: {reason}")
        for name, old, new, reason in (
            ("a key of a line that does not exist", "hours", "minutes = 1\nhours", "there is no key 'minutes'"),
            (
                "a clock without intervals",
                "MP-K-001",
                "MP-K-003",
                f"code must be one of {', '.join(COUNTS_FROM)}",
            ),
            ("no length", "hours = 2\n", "", "one of hours, days, months must be given, and no other"),
            (
                "two lengths",
                "hours = 2",
                "hours = 2\ndays = 2",
                "one of hours, days, months must be given, and no other",
            ),
            ("nought", "hours = 2", "hours = 0", "hours must be a whole number from 1 to 876000"),
            ("yes for a number", "hours = 2", "days = true", "days must be a whole number from 1 to 36500"),
            ("a fraction", "hours = 2", "months = 1.5", "months must be a whole number from 1 to 1200"),
            ("too long", "hours = 2", "months = 1201", "months must be a whole number from 1 to 1200"),
            (
                "nothing to count from",
                'counts_from = ["reported_at"]\n',
                "",
                "counts_from must be given, as a list of texts",
            ),
            (
                "counted from what the clock does not know",
                "reported_at",
                "found_at",
                "counts_from may name only reported_at, missing_since, last_seen",
            ),
            ("official without a word", "official = false\n", "", "official must be given, as true or false"),
            ("official without a source", "official = false", "official = true", "source must be given, as text"),
            ("no basis", 'basis = "A test."\n', "", "basis must be given, as text"),
            (
                "a level that does not exist",
                "basis",
                'levels = ["grave"]\nbasis',
                "levels may name only no_apparent_risk, very_low, low, medium, high, absent, not_assessed",
            ),
            (
                "a nation that does not exist, of a line",
                "basis",
                'nations = ["france"]\nbasis',
                "nations may name only england, wales, scotland, northern_ireland",
            ),
            ("an age that does not exist", "basis", 'age = "old"\nbasis', "age must be one of child, adult"),
            (
                "an age of the unidentified",
                '"MP-K-001"',
                '"MP-K-005"\nage = "child"',
                "MP-K-005 takes no levels and no age: nothing of the kind is known of the unidentified",
            ),
        )
    },
}


class TestRefused:
    @pytest.mark.parametrize(("data", "expected"), WRONG.values(), ids=WRONG)
    def test_in_one_line_that_names_file_and_key(self, data: bytes, expected: str) -> None:
        with pytest.raises(CannotRun) as raised:
            read_intervals(data, "p.toml")

        assert str(raised.value) == expected
        assert raised.value.__cause__ is None
        assert raised.value.__context__ is None
