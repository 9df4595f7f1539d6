"""``check --together``: who is taken for one person, what is printed of them, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli
from missingpersons.cli.gathering import Gathering
from missingpersons.cli.reading import documents
from missingpersons.findings import CannotRun

PNC, OTHER_PNC = "2008/0056560Z", "2003/0011985X"


def episode(number: int, day: int = 1, **fields: Any) -> dict[str, Any]:
    person = {"sex": "female", "names": [{"full": "Amara Lanyon"}], **fields.pop("person", {})}
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": named(number),
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-03-20T12:00:00Z",
        "owner_force": "test-north",
        "status": "cancelled",
        "missing_since": {"earliest": f"2026-03-{day:02}T10:00:00Z", "latest": f"2026-03-{day:02}T11:00:00Z"},
        "reported_at": f"2026-03-{day:02}T12:00:00Z",
        "person": person,
        **fields,
    }


def named(number: int) -> str:
    return str(UUID(int=number, version=5))


def numbered(scheme: str, value: str, **more: str) -> dict[str, Any]:
    return {"identifiers": [{"scheme": scheme, "value": value, **more}]}


def written(file: Path, *trees: dict[str, Any]) -> Path:
    file.write_text("".join(f"{json.dumps(each)}\n" for each in trees), encoding="utf-8")
    return file


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.commands, ["check", "--together", *map(str, arguments)], input=stdin)


def persons(*trees: dict[str, Any]) -> list[list[int]]:
    """Which of these are taken for one person, where there are several."""
    given = [(str(which), json.dumps(each).encode()) for which, each in enumerate(trees)]
    gathering = Gathering()
    for _, data in given:
        gathering.note(data)
    return [[int(source) for source, _ in person] for person in gathering.several(given)]


class TestWhoIsOnePerson:
    def test_versions_of_one_episode(self) -> None:
        assert persons(episode(1), episode(2), episode(1, revision=2)) == [[0, 2]]

    @pytest.mark.parametrize("relation", ["same_person", "duplicate", "superseded"])
    def test_episodes_related_as_the_same_person_s(self, relation: str) -> None:
        related = [{"episode_id": named(2), "relation": relation}]

        assert persons(episode(1, related=related), episode(3), episode(2)) == [[0, 2]]
        assert persons(episode(2), episode(3), episode(1, related=related)) == [[0, 2]]

    @pytest.mark.parametrize("relation", ["missing_together", "same_place", "not_same_person"])
    def test_not_those_that_are_related_otherwise(self, relation: str) -> None:
        assert persons(episode(1, related=[{"episode_id": named(2), "relation": relation}]), episode(2)) == []

    def test_two_that_name_a_third_that_is_not_there(self) -> None:
        related = [{"episode_id": named(9), "relation": "same_person"}]

        assert persons(episode(1, related=related), episode(2, related=related)) == [[0, 1]]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (numbered("pnc_id", PNC), numbered("pnc_id", "2008-56560z")),
            (numbered("pnc_id", "81/34U"), numbered("pnc_id", "1981/0000034U")),
            (numbered("cro", "56810/65y"), numbered("cro", "056810/65Y")),
            (numbered("nhs", "999 000 0018"), numbered("hc", "9990000018")),
            (numbered("chi", "3102999999"), numbered("nhs", "310299 9999")),
            (numbered("national_insurance", "aa123456a"), numbered("national_insurance", "AA 12 34 56 A")),
            (numbered("passport", "123456789"), numbered("passport", "123 456 789", country="GBR")),
            (numbered("passport", "X1234567", country="FRA"), numbered("passport", "x 1234567", country="FRA")),
            (numbered("driving_licence", "LANYO953015A99AB"), numbered("driving_licence", "lanyo953015a99ab 35")),
            (numbered("upn", "F999999999999"), numbered("upn", "f999 9999 99999")),
            ({"person_reference": "N1"}, {"person_reference": "N1"}),
        ],
    )
    def test_the_same_number_of_a_person(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        assert persons(episode(1, person=first), episode(2, person=second)) == [[0, 1]]

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            (numbered("pnc_id", PNC), numbered("pnc_id", OTHER_PNC)),
            (numbered("pnc_id", "2003/0011985Z"), numbered("pnc_id", "2003/0011985Z")),
            (numbered("pnc_id", "unknown"), numbered("pnc_id", "unknown")),
            (numbered("passport", "X1234567", country="FRA"), numbered("passport", "X1234567", country="DEU")),
            (numbered("passport", "1234", country="FRA"), numbered("passport", "1234", country="FRA")),
            (numbered("upn", "F999999999999", country="FRA"), numbered("upn", "F999999999999", country="FRA")),
            (numbered("home_office", "Z1234567/2"), numbered("home_office", "Z1234567/2")),
            (numbered("other", "1"), numbered("other", "1")),
            (numbered("nhs", "9990000018"), numbered("other", "9990000018")),
            ({"person_reference": "N1"}, {"person_reference": "N2"}),
            ({}, {}),
        ],
    )
    def test_no_number_of_a_person_and_not_the_same(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        assert persons(episode(1, person=first), episode(2, person=second)) == []

    def test_one_force_s_reference_means_nothing_in_another(self) -> None:
        person = {"person_reference": "N1"}

        assert persons(episode(1, person=person), episode(2, person=person, owner_force="test-south")) == []

    def test_a_chain_is_one_person(self) -> None:
        middle = {**numbered("pnc_id", PNC), "person_reference": "N1"}
        chain = [
            episode(1, person=numbered("pnc_id", PNC)),
            episode(2, person={"person_reference": "N1"}),
            episode(3, person=numbered("upn", "F999999999999")),
            episode(4, person=middle, related=[{"episode_id": named(3), "relation": "same_person"}]),
        ]

        assert persons(*chain) == [[0, 1, 2, 3]]

    def test_what_cannot_be_read_and_what_is_no_episode_is_passed_over(self) -> None:
        call = {"document_type": "call", "standard_version": "1.0", "call_id": named(1), "force": "test-north"}

        assert persons({}, episode(1), call, episode(2), episode(1)) == [[1, 4]]

    def test_persons_come_when_their_last_episode_has_come(self) -> None:
        assert persons(episode(1), episode(2), episode(2), episode(1)) == [[1, 2], [0, 3]]


class TestChanged:
    """Between the two times that it is read, nothing may change."""

    @pytest.mark.parametrize(
        "again",
        [
            [],
            [episode(1)],
            [episode(1), episode(2)],
            [episode(1), episode(1), episode(1)],
            [episode(1, circumstances="Went out."), episode(1)],
        ],
    )
    def test_it_is_said(self, again: list[dict[str, Any]]) -> None:
        gathering = Gathering()
        for _ in range(2):
            gathering.note(json.dumps(episode(1)).encode())

        with pytest.raises(CannotRun, match="a file changed between being read and being read again") as raised:
            list(gathering.several(("a", json.dumps(each).encode()) for each in again))

        assert raised.value.__context__ is None


class TestCommand:
    def test_what_is_found_is_said_by_source_before_all_is_summed_up(self, tmp_path: Path) -> None:
        one, other = episode(1, status="open"), episode(1, status="open", circumstances="Went out.")
        files = written(tmp_path / "a.ndjson", one, episode(2)), written(tmp_path / "b.ndjson", other)

        result = run(*files)
        told = result.stdout.splitlines()
        found = [line for line in told if "[MP-R-25" in line]

        sentence = "/revision: The same version of an episode is given twice, and not alike. [MP-R-250]"
        assert result.exit_code == 1
        assert found == [f"a.ndjson:1: error: {sentence}", f"b.ndjson:1: error: {sentence}"]
        assert told[-2:] == [
            "3 document(s) checked: 3 without errors, 0 with errors",
            "1 person(s) with several episodes: 2 document(s) judged together, 2 with findings",
        ]

    def test_json_prints_an_object_for_each_person(self, tmp_path: Path) -> None:
        file = written(tmp_path / "a.ndjson", episode(1), episode(1), episode(2))

        result = run(file, "--format", "json")
        told = [json.loads(line) for line in result.stdout.splitlines()]

        assert result.exit_code == 0
        assert [each.get("source") for each in told] == ["a.ndjson:1", "a.ndjson:2", "a.ndjson:3", None]
        assert told[3]["together"] == ["a.ndjson:1", "a.ndjson:2"]
        assert told[3]["ok"] is True
        assert [(each["source"], each["code"], each["at"]) for each in told[3]["findings"]] == [
            ("a.ndjson:2", "MP-R-251", "/revision")
        ]

    def test_warnings_alone_end_with_0(self, tmp_path: Path) -> None:
        person = {"person_reference": "N1"}
        file = written(
            tmp_path / "a.ndjson",
            episode(1, person=person, status="open"),
            episode(2, day=5, person=person, status="open"),
        )

        result = run(file)

        assert result.exit_code == 0
        assert "a.ndjson:1: warning: /status: A later episode of the person has begun" in result.stdout

    def test_nobody_has_several(self, tmp_path: Path) -> None:
        result = run(written(tmp_path / "a.ndjson", episode(1), episode(2)))

        assert result.exit_code == 0
        assert result.stdout.endswith(
            "0 person(s) with several episodes: 0 document(s) judged together, 0 with findings\n"
        )

    def test_the_moment_is_handed_on(self, tmp_path: Path) -> None:
        later = episode(1, circumstances="Went out.", recorded_at="2026-03-20T12:00:01Z")
        file = written(tmp_path / "a.ndjson", episode(1), later)

        assert run(file, "--as-of", "2026-03-20T12:00:00Z").exit_code == 0
        assert run(file, "--as-of", "2026-03-20T12:00:01Z").exit_code == 1

    def test_without_it_nothing_is_judged_together(self, tmp_path: Path) -> None:
        file = written(tmp_path / "a.ndjson", episode(1), episode(1, circumstances="Went out."))

        result = CliRunner().invoke(cli.commands, ["check", str(file)])

        assert result.exit_code == 0
        assert "MP-R-250" not in result.stdout

    def test_standard_input_is_not_read(self, tmp_path: Path) -> None:
        result = run(written(tmp_path / "a.ndjson", episode(1)), "-", stdin=json.dumps(episode(1)))

        assert isinstance(result.exception, CannotRun)
        assert str(result.exception) == ("--together reads everything twice: give files, not standard input or a pipe")
        assert result.stdout == ""

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
    def test_a_pipe_is_not_read(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.ndjson")

        assert isinstance(run(tmp_path / "pipe.ndjson").exception, CannotRun)

    def test_a_file_that_is_not_there_is_told_as_ever(self, tmp_path: Path) -> None:
        result = run(tmp_path / "nosuch.json")

        assert str(result.exception) == "nosuch.json: No such file or directory"

    def test_a_file_without_a_document_is_told_of_once(self, tmp_path: Path) -> None:
        (tmp_path / "none.ndjson").write_text("\n", encoding="utf-8")

        assert run(tmp_path / "none.ndjson").stderr == "missingpersons: no document in none.ndjson\n"

    def test_no_name_or_number_is_printed(self, tmp_path: Path) -> None:
        person = numbered("pnc_id", PNC)
        file = written(tmp_path / "a.ndjson", episode(1, person=person), episode(2, person=person))

        result = run(file)

        assert "Lanyon" not in result.output
        assert PNC not in result.output


def test_what_is_kept_of_a_document_is_small(tmp_path: Path) -> None:
    """Numbers alone: no record, no text."""
    gathering = Gathering()
    for _, data in documents([str(written(tmp_path / "a.ndjson", *(episode(each) for each in range(50))))]):
        gathering.note(data)

    assert {type(each) for each in gathering._holders} == {int}
    assert vars(gathering).keys() == {"_sums", "_above", "_holders"}
