"""Two registers meet over a folder, by the commands alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import wire
from missingpersons.cli import commands
from missingpersons.cli.ending import run as run_to_the_end
from missingpersons.codes import codelist
from missingpersons.exchange.audited import check_log
from missingpersons.exchange.facts import APART
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import new_key, new_root_key, save
from missingpersons.exchange.mailbox import Mailbox
from missingpersons.exchange.seal import seal, seal_message
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.trust import NOBODY, read_trust
from missingpersons.findings import CannotRun
from missingpersons.models.messages import MESSAGES, TYPE_PREFIX
from missingpersons.register.disclosed import REASONS, USUAL
from missingpersons.register.store import Register

TIME = "2026-11-21T10:00:00Z"
NORTH, SOUTH = "test-north", "test-south"


def run(*words: object, status: int = 0) -> Result:
    result = CliRunner().invoke(commands, [str(each) for each in words], catch_exceptions=False)
    assert result.exit_code == status, result.output
    return result


class Two:
    """Two forces with a key, a register and a box each, and a root."""

    def __init__(self, folder: Path, good: dict[str, Any]) -> None:
        self.folder, self.root = folder, new_root_key()
        self.keys = {force: new_key(force) for force in (NORTH, SOUTH)}
        save(self.root, folder / "root")
        self.listed = sign_trust(extended(NOBODY, [each.public for each in self.keys.values()]), self.root, time=TIME)
        (folder / "list.json").write_bytes(self.listed)
        for force, key in self.keys.items():
            save(key, folder / "keys")
            run("register", "init", self.register(force))
            run("exchange", "box", "--mailbox", folder / "shared", "--force", force)
        self.episode = str(good["episode_id"])
        self.first = seal(wire.encode({**good, "owner_force": NORTH}), self.keys[NORTH], time=TIME)

    def register(self, force: str) -> Path:
        return self.folder / f"{force}.db"

    def trust(self, force: str) -> None:
        given = ("--trust", self.folder / "list.json", "--root", self.folder / "root" / "root.public.json")
        run("register", "trust", self.register(force), *given)

    def receive(self, force: str, *messages: bytes) -> None:
        with Register.open(self.register(force)) as register:
            for each in messages:
                register.receive(each, source="here")

    def sync(self, force: str, *more: object, status: int = 0) -> dict[str, int]:
        key = self.folder / "keys" / f"{force}.private.json"
        given = ("--mailbox", self.folder / "shared", "--register", self.register(force), "--key", key)
        told: dict[str, int] = json.loads(
            run("exchange", "sync", *given, "--format", "json", *more, status=status).output
        )
        return {name: number for name, number in told.items() if number}

    def with_root(self, force: str) -> dict[str, int]:
        return self.sync(force, "--root", self.folder / "root" / "root.public.json")

    def state(self, force: str) -> bytes:
        with Register.open(self.register(force)) as register:
            return wire.encode(register.state(self.episode).as_dict())

    def disclosed(self, force: str) -> list[dict[str, Any]]:
        """What the audit log has of disclosures, but for what is of every row."""
        with Register.open(self.register(force)) as register:
            rows = [each.as_dict() for each in register.audit if each.operation == "disclosure"]
        of_every_row = ("sequence", "at", "operation", "previous", "hash")
        return [{name: value for name, value in row.items() if name not in of_every_row and value} for row in rows]

    def lay(self, force: str, data: bytes) -> None:
        Mailbox(self.folder / "shared").put(force, data)


@pytest.fixture
def two(tmp_path: Path, good: dict[str, Any]) -> Two:
    return Two(tmp_path, good)


class TestSync:
    def test_a_list_and_a_message_cross_and_the_receipt_comes_back(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)

        assert two.sync(NORTH) == {"sent": 1, "lists_sent": 1}
        assert two.with_root(SOUTH) == {"taken": 1, "receipts": 1, "lists_taken": 1}
        assert two.sync(NORTH) == {"taken": 1}
        assert two.sync(NORTH) == {}

        assert two.state(SOUTH) == two.state(NORTH)
        with Register.open(two.register(NORTH)) as register:
            assert register.acknowledged(digest_of(json.loads(two.first))) == (SOUTH,)

    def test_what_nobody_vouches_for_yet_waits_in_the_box(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)
        two.sync(NORTH)

        # Without a list nothing proves the message, nor, to itself, the receipt of the force.
        assert two.sync(SOUTH) == {"try_again": 1, "receipts": 1}
        assert two.with_root(SOUTH) == {"taken": 1, "receipts": 1, "lists_taken": 1}

        two.sync(NORTH)
        assert two.sync(NORTH) == {}

    def test_what_its_sender_may_not_say_is_set_aside_and_answered(self, two: Two) -> None:
        for force in (NORTH, SOUTH):
            two.trust(force)
        two.receive(NORTH, two.first)
        body = {"version": digest_of(json.loads(two.first)), "tenure": 1, "manner": "erased", "reason": "other"}
        meddles = seal_message("uk.missingpersons.episode.retracted.v1", two.episode, body, two.keys[SOUTH], time=TIME)
        two.receive(SOUTH, meddles)
        before = two.state(NORTH)
        two.sync(SOUTH)

        assert two.sync(NORTH, status=1) == {"refused": 1, "receipts": 1, "sent": 1}
        assert two.state(NORTH) == before
        assert len(list((two.folder / "shared" / NORTH / "set-aside").iterdir())) == 1
        two.sync(SOUTH)
        with Register.open(two.register(SOUTH)) as register:
            rows = register.select("SELECT told FROM fact WHERE kind = 'receipt.issued' AND names IS NOT NULL")
            told = [json.loads(each) for (each,) in rows]
        assert [each["code"] for each in told if each["force"] == NORTH] == ["refused"]

    def test_a_clock_that_is_ahead_is_told_to_its_force_and_nothing_is_refused(self, two: Two) -> None:
        for force in (NORTH, SOUTH):
            two.trust(force)
        body = {"sighting": {"text": "Seen at the harbour."}}
        ahead = "2999-11-21T10:00:00Z"
        seen = seal_message("uk.missingpersons.sighting.reported.v1", two.episode, body, two.keys[SOUTH], time=ahead)
        two.lay(NORTH, seen)

        assert two.sync(NORTH) == {"taken": 1, "receipts": 1, "lists_sent": 1}

        (receipt,) = [each.read() for each in Mailbox(two.folder / "shared").letters(SOUTH)]
        assert receipt is not None
        told = json.loads(receipt)["data"]
        assert (told["outcome"], told["findings"]) == ("ok", [{"code": "MP-X-026", "at": "/time"}])

    def test_a_forged_copy_settles_nothing_of_the_message_that_it_is_a_copy_of(self, two: Two) -> None:
        for force in (NORTH, SOUTH):
            two.trust(force)
        event = json.loads(two.first)
        forged = json.dumps({**event, "mpsignature": event["mpsignature"][:-6] + "AAAAAA"}).encode()
        two.lay(SOUTH, forged)
        two.receive(NORTH, two.first)
        two.sync(NORTH)

        assert two.sync(SOUTH, status=1) == {"taken": 1, "refused": 1, "receipts": 1}

    def test_what_a_revoked_key_signed_comes_when_it_is_sealed_again(self, two: Two) -> None:
        for force in (NORTH, SOUTH):
            two.trust(force)
        two.receive(NORTH, two.first)
        listed, _ = read_trust(two.listed, two.root.public)
        assert listed is not None
        old, new = two.keys[NORTH].public, new_key(NORTH)
        keys = {each.key.kid: each for each in revoked(listed, old.kid, "compromised", [])}
        keys.update({each.key.kid: each for each in extended(NOBODY, [new.public])})
        (two.folder / "list.json").write_bytes(sign_trust(keys.values(), two.root, time=TIME, after=listed))
        two.sync(NORTH)
        two.trust(SOUTH)

        assert two.sync(SOUTH) == {"try_again": 1, "receipts": 1, "lists_sent": 1}

        event = json.loads(two.first)
        two.sync(NORTH)
        two.receive(NORTH, seal(json.dumps(event["data"]["episode"]), new, time="2026-11-22T10:00:00Z"))
        save(new, two.folder / "new")
        assert two.sync(NORTH)["sent"] == 1
        assert two.sync(SOUTH)["taken"] == 1
        assert two.state(SOUTH) == two.state(NORTH)

    def test_only_to_whom_it_is_told(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)

        assert "sent" not in two.sync(NORTH, "--to", "test-east")
        assert two.sync(NORTH, "--to", SOUTH)["sent"] == 1

    def test_what_is_sent_is_logged_once_for_each_force_and_nothing_else_is(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)
        run("exchange", "box", "--mailbox", two.folder / "shared", "--force", "test-east")

        two.sync(NORTH)
        two.with_root(SOUTH)
        two.sync(NORTH)

        about = {"reason": "force_exchange", "outcome": "sent", "episodes": [two.episode]}
        about["message"] = digest_of(json.loads(two.first))
        assert two.disclosed(NORTH) == [{**about, "recipients": [each]} for each in ("test-east", SOUTH)]
        assert two.disclosed(SOUTH) == []

    def test_why_it_is_sent_may_be_said(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)
        why = ("--reason", "other", "--reference", "MP 41/26", "--actor", "PC 4411", "--regime", "part_3")

        two.sync(NORTH, *why)

        (row,) = two.disclosed(NORTH)
        assert [row[name] for name in ("reason", "reference", "actor", "regime")] == list(why[1::2])
        out = two.folder / "log.ndjson"
        run("register", "audit", two.register(NORTH), "--out", out, "--force", NORTH)
        assert [[each.code for each in found] for found in check_log(out.read_bytes().splitlines())] == [[]] * 2

    def test_nothing_is_sent_for_a_reason_that_is_not_written_down(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)

        with pytest.raises(CannotRun, match="the reason `other` needs a reference"):
            two.sync(NORTH, "--reason", "other")

        assert not list((two.folder / "shared" / SOUTH / "new").iterdir())
        assert two.disclosed(NORTH) == []

    @pytest.mark.parametrize("kind", [each.removeprefix(TYPE_PREFIX).removesuffix(".v1") for each in MESSAGES])
    def test_every_kind_that_says_something_of_an_episode_has_a_reason(self, kind: str) -> None:
        assert (kind in REASONS) is (kind not in APART)
        assert REASONS.get(kind, USUAL) in codelist("lookup_reasons")

    def test_it_says_in_words_what_it_did(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)
        key = two.folder / "keys" / "test-north.private.json"

        told = run(
            "exchange", "sync", "--mailbox", two.folder / "shared", "--register", two.register(NORTH), "--key", key
        )

        assert told.output == "1 sent, 0 taken in, 0 receipts, lists of keys: 0 taken in, 1 sent\n"

    def test_a_letter_that_could_not_be_read_is_said(self, two: Two) -> None:
        (two.folder / "shared" / NORTH / "new" / f"{'0' * 64}.json").write_bytes(b"half")

        assert two.sync(NORTH, status=1) == {"unread": 1}

    def test_a_box_that_cannot_be_written_to_is_said(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)
        drafts = two.folder / "shared" / SOUTH / "tmp"
        drafts.rmdir()
        drafts.write_bytes(b"")

        assert list(two.sync(NORTH, status=1)) == ["faults", "lists_sent"]

    def test_lists_that_cannot_be_laid_there_stop_no_message(self, two: Two) -> None:
        two.trust(NORTH)
        two.receive(NORTH, two.first)
        (two.folder / "shared" / "trust").write_bytes(b"")

        assert list(two.sync(NORTH, status=1)) == ["sent", "faults"]

    @pytest.mark.parametrize("whose", [NORTH, "trust"])
    def test_old_drafts_are_swept(self, two: Two, whose: str) -> None:
        draft = two.folder / "shared" / whose / "tmp" / "cut-off"
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(b"half")
        os.utime(draft, (0, 0))

        assert two.sync(NORTH) == {"swept": 1}

    @pytest.mark.parametrize(
        ("folder", "said"),
        [
            (
                "nowhere",
                "missingpersons: {}: there is no such folder; `missingpersons exchange box` makes a force's box\n",
            ),
            ("empty", "missingpersons: the force has no box in this folder: `missingpersons exchange box` makes one\n"),
        ],
    )
    def test_without_a_box_it_says_so_in_one_line(
        self, two: Two, folder: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (two.folder / "empty").mkdir()
        words = ("exchange", "sync", "--mailbox", two.folder / folder, "--register", two.register(NORTH))
        given = [*map(str, words), "--key", str(two.folder / "keys" / "test-north.private.json")]
        monkeypatch.setattr("sys.argv", ["missingpersons", *given])

        assert run_to_the_end(commands) == 2
        assert capsys.readouterr().err == said.format(two.folder / folder)


def test_a_box_is_for_a_force_of_the_list(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="not a code of the list of forces"):
        run("exchange", "box", "--mailbox", tmp_path, "--force", "nobody")


def test_a_third_force_sees_a_handover_between_two(two: Two, good: dict[str, Any]) -> None:
    east = new_key("test-east")
    save(east, two.folder / "keys")
    listed, _ = read_trust(two.listed, two.root.public)
    assert listed is not None
    three = sign_trust(extended(listed, [east.public]), two.root, time=TIME, after=listed)
    (two.folder / "list.json").write_bytes(three)
    run("register", "init", two.register("test-east"))
    run("exchange", "box", "--mailbox", two.folder / "shared", "--force", "test-east")
    for force in (NORTH, SOUTH, "test-east"):
        two.trust(force)
    two.receive(NORTH, two.first)
    out = two.folder / "said.ndjson"

    def say(force: str, *words: object) -> None:
        key = two.folder / "keys" / f"{force}.private.json"
        given = ("--key", key, "--register", two.register(force), "--out", out, "--time", TIME)
        run("exchange", "transfer", *words, *given)
        two.receive(force, out.read_bytes().strip())
        for each in (NORTH, SOUTH, "test-east"):
            two.sync(each)

    say(NORTH, "request", two.episode, "--force", SOUTH, "--reason", "other", "--rationale", "Seen at the harbour.")
    say(SOUTH, "accept", two.episode)
    for each in (NORTH, SOUTH, "test-east"):
        two.sync(each)

    assert json.loads(two.state("test-east"))["owner"] == SOUTH
    assert two.state("test-east") == two.state(SOUTH) == two.state(NORTH)
