"""A marker at every place of every document goes through a register, and nothing that is said on the way holds it.

A look-up's own answer is for the officer and shows what they may see; all else is silent: receipts, what is held,
counts, the audit log, errors, logs, and what the commands print.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from click.testing import CliRunner
from test_privacy import (
    COMPLETE,
    MARKER,
    SEALED_AT,
    assert_silent,
    everything,
    raised,
    said_of_error,
    said_of_report,
    silent,
)

from missingpersons import cli, wire
from missingpersons.exchange import keys, seal
from missingpersons.exchange.signature import SIGNATURE
from missingpersons.findings import CannotRun
from missingpersons.register.audit_events import audit_events
from missingpersons.register.encounter import Encounter
from missingpersons.register.lookup import lookup
from missingpersons.register.store import Register
from missingpersons.statistics.counts import counts

pytestmark = pytest.mark.no_cover

__all__ = ["silent"]

TEXTS = ("family", "given", "born", "sex", "ethnicity_observed", "build", "hair_colour", "phone", "identifier")
PLACES = ("latitude", "longitude", "place", "at")
OPTIONS = ("--family", "--given", "--born", "--age", "--sex", "--ethnicity", "--height", "--build", "--hair")
WRITE = ["audit", "--out", "-", "--force", "test-north"]
MORE = ("--wearing", "--mark", "--phone", "--identifier", "--place", "--near", "--at")


@cache
def key() -> keys.PrivateKey:
    return keys.new_key("test-north")


@cache
def messages() -> tuple[bytes, ...]:
    """Each document that is a tree as one signed message about an episode of its own: readable or not."""
    whole = json.loads(seal.seal(json.dumps(COMPLETE), key(), time=SEALED_AT))
    del whole[SIGNATURE]
    made = []
    for name, text in everything().items():
        tree = _tree(text)
        if tree is None:
            continue
        subject = str(uuid5(NAMESPACE_URL, name))
        if tree.get("episode_id") == COMPLETE["episode_id"]:
            tree["episode_id"] = subject
        event = {**whole, "id": str(uuid5(NAMESPACE_URL, text)), "subject": subject}
        made.append(seal.sealed({**event, "data": {**whole["data"], "episode": tree}}, key()))
    return tuple(made)


def _tree(text: str) -> dict[str, Any] | None:
    """The tree, if there is one. The few that are very large are left out, for the time that they take."""
    if len(text) > 30_000:
        return None
    try:
        tree = json.loads(text)
        wire.encode(tree)
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that has received them all, and beside it a file of every fifth."""
    folder = tmp_path_factory.mktemp("register")
    (folder / "some.ndjson").write_bytes(b"".join(each + b"\n" for each in messages()[::5]))
    with Register.create(folder / "r.db") as register:
        register.trust([key().public])
        with register.writing():
            for number, each in enumerate(messages(), 1):
                receipt = register.receive(each, source=f"m.ndjson:{number}")

                assert_silent(f"{receipt!r} {receipt!s}\n{said_of_report(receipt.findings)}")
    return folder


def audited(register: Register) -> str:
    """The rows, and the audit events that they are written as."""
    rows = [f"{each!r} {json.dumps(each.as_dict())}" for each in register.audit]
    events = [wire.dump(each).decode() for each in audit_events(register.audit, "test-north")]

    assert len(events) == len(rows) > 0
    return "\n".join([*rows, *events])


class TestTheTestItself:
    def test_many_are_applied_and_many_are_held(self, filled: Path) -> None:
        with Register.open(filled / "r.db") as register:
            applied = sum(1 for _ in register.episodes())
            held = len(register.held())

        assert applied > 300
        assert held > 300

    def test_the_register_has_the_marker_of_each(self, filled: Path) -> None:
        with Register.open(filled / "r.db") as register:
            bodies = [body.decode().lower() for (body,) in register.select("SELECT body FROM message")]

        assert [each for each in bodies if MARKER not in each] == []

    def test_somebody_is_found_by_it(self, filled: Path) -> None:
        with Register.open(filled / "r.db") as register:
            assert lookup(register, Encounter(family=MARKER), reason="encounter")


class TestRegister:
    def test_what_is_held_is_shown_without_it(self, filled: Path, silent: None) -> None:
        with Register.open(filled / "r.db") as register:
            assert_silent("\n".join(f"{each!r} {each!s}" for each in register.held()))

    def test_claims_and_episodes_show_nothing(self, filled: Path, silent: None) -> None:
        with Register.open(filled / "r.db") as register:
            for episode in register.episodes():
                assert_silent(f"{episode!r} {register.claims(episode.episode_id)!r}")

    def test_counting_shows_nothing(self, filled: Path, silent: None) -> None:
        with Register.open(filled / "r.db") as register:
            assert_silent("\n".join(f"{each!r} {each.as_dict()}" for each in counts(register)))

    def test_rebuilding_and_receiving_again_say_nothing(self, filled: Path, silent: None) -> None:
        with Register.open(filled / "r.db") as register, register.writing():
            for number, each in enumerate(messages()[::5], 1):
                receipt = register.receive(each, source=f"m.ndjson:{number}")
                assert receipt.outcome in ("duplicate", "refused")
            register.rebuild()

            assert_silent(repr(register) + audited(register))

    def test_looking_up_leaves_nothing_in_the_log(self, filled: Path, silent: None) -> None:
        words: list[dict[str, Any]] = [{name: MARKER} for name in (*TEXTS, *PLACES)]
        words += [{"wearing": (MARKER,)}, {"marks": (MARKER, f"{MARKER} tattoo")}, {"age_min": MARKER}]
        words += [
            {"family": MARKER, "given": f"Mx {MARKER}", "place": f"{MARKER} Lane", "wearing": (f"{MARKER} coat",)}
        ]
        with Register.open(filled / "r.db") as register:
            for asked in words:
                error = raised(lambda asked=asked: lookup(register, Encounter(**asked), reason="encounter"))
                if error is not None and asked != {"age_min": MARKER}:
                    assert type(error) is CannotRun
                    assert error.__context__ is None
                    assert_silent(said_of_error(error))
            for reference in ({"reason": MARKER}, {"reason": "other", "reference": MARKER.replace("7", "")}):
                error = raised(lambda reference=reference: lookup(register, Encounter(sex="male"), **reference))
                assert type(error) is CannotRun
                assert_silent(said_of_error(error))

            assert_silent(audited(register))
            assert [each for each in register.audit if each.operation == "consultation"]


class TestCommands:
    @staticmethod
    def run(*arguments: str | Path) -> str:
        result = CliRunner().invoke(cli.commands, [str(each) for each in arguments])
        error = said_of_error(result.exception) if result.exception else ""
        return f"{result.output}\n{result.stderr}\n{error}"

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_receiving(self, filled: Path, tmp_path: Path, form: str, silent: None) -> None:
        with Register.create(tmp_path / "r.db") as register:
            register.trust([key().public])

        told = self.run("register", "receive", tmp_path / "r.db", filled / "some.ndjson", "--format", form)

        assert "applied" in told
        assert "held" in told
        assert_silent(told)

    @pytest.mark.parametrize("command", [["count"], ["count", "--suppress"], ["audit"], ["audit", "--verify"], WRITE])
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_counting_and_accounting(self, filled: Path, command: list[str], form: str, silent: None) -> None:
        told = self.run("register", command[0], filled / "r.db", *command[1:], "--format", form)

        assert_silent(told)

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_asking_where_nobody_is_found(self, tmp_path: Path, form: str, silent: None) -> None:
        Register.create(tmp_path / "r.db").close()
        for option in (*OPTIONS, *MORE):
            told = self.run(
                "register", "lookup", tmp_path / "r.db", "--reason", "encounter", option, MARKER, "--format", form
            )

            assert_silent(told.replace(f"Invalid value for '{option}': '{MARKER}'", ""))

        told = self.run("register", "audit", tmp_path / "r.db", "--format", "json")
        assert "consultation" in told
        assert_silent(told)
