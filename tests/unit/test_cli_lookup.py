"""The command `register lookup`: what an officer types, and which answer they get."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from test_register_store import FIRST, KEYS, sealed, tree

from missingpersons import cli
from missingpersons.cli.showing import NOBODY, TOO_LITTLE
from missingpersons.exchange import seal
from missingpersons.exchange.signature import SIGNATURE
from missingpersons.findings import CannotRun
from missingpersons.register.store import Register

NAMED = {"names": [{"given": ["Robert"], "family": "Testley"}], "sex": "male", "age": {"min": 34, "max": 34}}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, [str(each) for each in arguments])


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with Register.create(tmp_path / "r.db") as register:
        register.trust(key.public for key in KEYS.values())
    return tmp_path / "r.db"


def fill(database: Path, *made: dict[str, Any]) -> None:
    with Register.open(database) as register:
        for each in made:
            register.receive(sealed(each), source="invented")


def lookup(database: Path, *asked: str) -> Result:
    return run("register", "lookup", database, "--reason", "encounter", *asked)


def found(result: Result) -> list[str]:
    return [json.loads(line)["episode_id"] for line in result.stdout.splitlines()]


class TestNone:
    def test_nobody_fits(self, database: Path) -> None:
        fill(database, tree(person=NAMED))

        result = lookup(database, "--family", "Ashby")

        assert (result.exit_code, result.stdout, result.stderr) == (0, f"{NOBODY}\n", "")

    def test_too_little_was_asked(self, database: Path) -> None:
        fill(database, tree(person=NAMED))

        result = lookup(database, "--sex", "male", "--age", "34")

        assert (result.exit_code, result.stdout, result.stderr) == (0, f"{TOO_LITTLE}\n", "")

    @pytest.mark.parametrize(("asked", "said"), [("Ashby", NOBODY), ("?", TOO_LITTLE)])
    def test_with_json_standard_error_says_which(self, database: Path, asked: str, said: str) -> None:
        result = lookup(database, "--family", asked, "--format", "json")

        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr.splitlines()[-1] == said

    def test_with_json_an_answer_is_not_commented(self, database: Path) -> None:
        fill(database, tree(person=NAMED))

        result = lookup(database, "--family", "Testley", "--format", "json")

        assert (found(result), result.stderr) == ([FIRST], "")


class TestUnread:
    def test_words_that_cannot_be_compared_are_said_and_not_quoted(self, database: Path) -> None:
        result = lookup(database, "--wearing", "zorblax")

        assert result.stdout == (
            f"wearing: none of the words can be compared; nothing was asked by them\n{TOO_LITTLE}\n"
        )
        assert "zorblax" not in result.output

    def test_some_of_several_are_counted(self, database: Path) -> None:
        result = lookup(database, "--wearing", "zorblax", "--wearing", "red scarf", "--mark", "old", "--mark", "big")

        assert result.stdout.splitlines()[:2] == [
            "wearing: none of the words of 1 of 2 can be compared; nothing was asked by them",
            "marks: none of the words can be compared; nothing was asked by them",
        ]

    def test_with_json_standard_error_says_it(self, database: Path) -> None:
        fill(database, tree(person=NAMED))

        result = lookup(database, "--family", "Testley", "--given", "?", "--format", "json")

        assert found(result) == [FIRST]
        assert result.stderr == "given: none of the words can be compared; nothing was asked by them\n"


class TestBlank:
    NAMES = (
        *("--given", "--born", "--age", "--sex", "--ethnicity", "--height", "--build", "--hair", "--wearing"),
        *("--mark", "--phone", "--identifier", "--place", "--near", "--at"),
    )

    @pytest.mark.parametrize("blank", ["", " "])
    def test_every_field_may_be_blank(self, database: Path, blank: str) -> None:
        fill(database, tree(person=NAMED))
        blanks = [part for name in self.NAMES for part in (name, blank)]

        result = lookup(database, "--family", "Testley", *blanks, "--format", "json")

        assert (found(result), result.stderr) == ([FIRST], "")

    def test_blanks_alone_are_no_question(self, database: Path) -> None:
        result = lookup(database, "--family", "")

        assert isinstance(result.exception, CannotRun)
        assert "nothing was asked" in str(result.exception)

    def test_a_height_that_is_none_is_still_refused(self, database: Path) -> None:
        assert lookup(database, "--height", "tall").exit_code == 2


class TestAge:
    @pytest.mark.parametrize(
        ("said", "ages"),
        [
            ("34", (34, 34)),
            ("30-35", (30, 35)),
            (" 30 - 35 ", (30, 35)),
            ("30\N{EN DASH}35", (30, 35)),
            ("30-", (30, None)),
            ("-30", (None, 30)),
            ("0", (0, 0)),
        ],
    )
    def test_a_number_a_span_or_an_open_end(
        self, database: Path, monkeypatch: pytest.MonkeyPatch, said: str, ages: tuple[int | None, int | None]
    ) -> None:
        asked = []
        monkeypatch.setattr(
            "missingpersons.cli.registering.look_up", lambda register, encounter, **_: asked.append(encounter) or ()
        )

        assert lookup(database, "--age", said).exit_code == 0

        assert [(each.age_min, each.age_max) for each in asked] == [ages]

    @pytest.mark.parametrize("said", ["old", "-", "30-x", "30 35", "3456", "35-30", "\u0663\u0664", "9" * 5000])
    def test_anything_else_cannot_be_asked(self, database: Path, said: str) -> None:
        result = lookup(database, "--age", said)

        assert isinstance(result.exception, CannotRun)
        assert "age" in str(result.exception)

    @pytest.mark.parametrize(
        ("said", "fits"), [("30-", True), ("-40", True), ("50-", False), ("-20", False), ("30-40", True)]
    )
    def test_an_open_end_speaks_for_and_against(self, database: Path, said: str, fits: bool) -> None:
        fill(database, tree(person=NAMED))

        result = lookup(database, "--family", "Testley", "--given", "Robert", "--age", said)

        assert ("age within a wide range" in result.stdout or "age within range" in result.stdout) is fits


@pytest.mark.parametrize("asked", [["--near", "51.0"], ["--sex", "m"]])
def test_a_question_that_makes_no_sense_cannot_run(database: Path, asked: list[str]) -> None:
    assert isinstance(lookup(database, *asked).exception, CannotRun)


class TestClaims:
    @pytest.fixture
    def disputed(self, database: Path) -> Path:
        desk = {"contact_point": "01632 960001"}
        fill(
            database,
            tree(person=NAMED, officer_in_charge=desk, assessments=[{"scheme": "app-2017", "level": "high"}]),
            tree(person=NAMED, owner_force="test-south", status="closed"),
        )
        return database

    def test_every_claim_is_shown_and_that_they_disagree(self, disputed: Path) -> None:
        told = lookup(disputed, "--family", "Testley").stdout.splitlines()

        assert told[0] == "1. open, owned by test-north; call 01632 960001"
        assert told[2].startswith("   why: the claims to this episode disagree: speak to every owner; ")
        assert told[3] == "   claim: open, by test-north (tenure 1, revision 1)"
        assert told[4].startswith("      call 01632 960001; risk: high (app-2017); Two forces publish")
        assert told[5] == "   claim: closed, by test-south (tenure 1, revision 1)"
        assert told[6].startswith("      call (not recorded); risk: not assessed; Two forces publish")
        assert told[6].endswith("[MP-X-012]")

    def test_in_json_they_are_in_the_candidate(self, disputed: Path) -> None:
        (told,) = map(json.loads, lookup(disputed, "--family", "Testley", "--format", "json").stdout.splitlines())

        assert [(each["owner_force"], each["status"], each["doubts"]) for each in told["claims"]] == [
            ("test-north", "open", ["MP-X-012"]),
            ("test-south", "closed", ["MP-X-012"]),
        ]

    def test_counts_say_so(self, disputed: Path) -> None:
        told = [json.loads(line) for line in run("register", "count", disputed, "--format", "json").stdout.splitlines()]

        assert [(each["unit"], each["status"], each["number"]) for each in told] == [
            ("incidents", "open", 1),
            ("unsettled", "open", 1),
        ]


class TestReceive:
    @staticmethod
    def receive(database: Path, *made: dict[str, Any], form: str = "text") -> Result:
        messages = database.with_name("m.ndjson")
        messages.write_bytes(b"".join(sealed(each) + b"\n" for each in made))
        return run("register", "receive", database, messages, "--format", form)

    def test_a_second_claim_is_an_error_though_it_is_applied(self, database: Path) -> None:
        result = self.receive(database, tree(), tree(owner_force="test-south", status="closed"))

        assert result.exit_code == 1
        assert result.stdout.splitlines() == [
            "m.ndjson:2: applied: error: /: Two forces publish this episode as its owner. Both claims are kept and "
            "shown; the forces must settle it. [MP-X-012]",
            "2 applied",
        ]

    def test_a_fork_is_one_too(self, database: Path) -> None:
        result = self.receive(database, tree(), tree(status="closed"), form="json")

        told = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == 1
        assert [(each["outcome"], [one["code"] for one in each["findings"]]) for each in told] == [
            ("applied", []),
            ("applied", ["MP-X-013"]),
        ]

    def test_what_waits_is_a_warning(self, database: Path) -> None:
        result = self.receive(database, tree(tenure=2))

        assert result.exit_code == 0
        assert "held: warning" in result.stdout

    def test_a_held_message_with_an_error_ends_with_1(self, database: Path) -> None:
        event = {name: each for name, each in json.loads(sealed(tree())).items() if name != SIGNATURE}
        unreadable = seal.sealed({**event, "data": {}}, KEYS["test-north"])
        database.with_name("m.json").write_bytes(unreadable)

        result = run("register", "receive", database, database.with_name("m.json"))

        assert result.exit_code == 1
        assert "held: error: /data" in result.stdout
