"""The register keeps every message, shows the newest version, and never half of anything."""

from __future__ import annotations

import itertools
import json
import sqlite3
import stat
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import missingpersons as mp
from missingpersons.exchange.keys import PrivateKey, new_key
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.seal import seal
from missingpersons.findings import CannotRun, finding
from missingpersons.register import database, derived, store
from missingpersons.register.store import Held, Register, Version

NOW = datetime(2026, 11, 21, 23, 15, tzinfo=UTC)
KEYS = {force: new_key(force) for force in ("test-north", "test-south")}
FIRST = "11111111-1111-4111-8111-111111111111"
SECOND = "22222222-2222-4222-8222-222222222222"


def tree(episode_id: str = FIRST, **changes: Any) -> dict[str, Any]:
    """An invented episode as a tree; ``person`` and any other part may be given."""
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": episode_id,
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-11-21T09:00:00Z",
        "owner_force": "test-north",
        "status": "open",
        "person": {},
        **changes,
    }


def sealed(made: dict[str, Any], key: PrivateKey | None = None) -> bytes:
    document = mp.dump(mp.build(made))
    return seal(document, key or KEYS[made["owner_force"]], time="2026-11-21T10:00:00Z")


def put(register: Register, *made: dict[str, Any]) -> None:
    with register.writing():
        for each in made:
            assert register.receive(sealed(each), source="invented").outcome == "applied"


def new_id() -> str:
    return str(uuid.uuid4())


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "register.db", clock=lambda: NOW) as made:
        made.trust(key.public for key in KEYS.values())
        yield made


def derived_rows(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    tables = ("claim", "name", "search_key", "garment", "mark", "seen", "held")
    return {table: sorted(register.select(f"SELECT * FROM {table}"), key=repr) for table in tables}


class TestFile:
    def test_a_new_register_is_readable_by_its_owner_only(self, tmp_path: Path) -> None:
        Register.create(tmp_path / "r.db").close()

        assert stat.S_IMODE((tmp_path / "r.db").stat().st_mode) == 0o600

    def test_a_register_is_never_made_over_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "r.db").write_text("kept")

        with pytest.raises(CannotRun, match="a file of that name already"):
            Register.create(tmp_path / "r.db")
        assert (tmp_path / "r.db").read_text() == "kept"

    def test_a_folder_that_is_not_there_is_one_line(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match="cannot be made: No such file"):
            Register.create(tmp_path / "none" / "r.db")

    def test_no_file_says_how_to_make_one(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match="register init"):
            Register.open(tmp_path / "none.db")

    @pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be looked at" * 20])
    def test_another_file_is_not_a_register(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "r.db").write_bytes(content)

        with pytest.raises(CannotRun, match="is not a register"):
            Register.open(tmp_path / "r.db")

    def test_another_version_is_said(self, tmp_path: Path) -> None:
        Register.create(tmp_path / "r.db").close()
        other = sqlite3.connect(tmp_path / "r.db")
        other.execute("PRAGMA user_version = 7")
        other.close()

        with pytest.raises(CannotRun, match="version 7; this library reads version 5"):
            Register.open(tmp_path / "r.db")

    def test_what_was_kept_is_there_again(self, tmp_path: Path) -> None:
        with Register.create(tmp_path / "r.db") as made:
            made.trust(key.public for key in KEYS.values())
            put(made, tree())

        with Register.open(tmp_path / "r.db") as again:
            assert [each.episode_id for each in again.episodes()] == [FIRST]
            assert again.trusted() == {key.public.kid: key.public for key in KEYS.values()}

    def test_a_second_writer_waits_and_is_told(
        self, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(database, "_WAIT_SECONDS", 0.01)
        message = sealed(tree())
        told = pytest.raises(CannotRun, match="another process may be writing")

        with Register.open(tmp_path / "register.db") as second, register.writing(), told:
            second.receive(message, source="invented")


class TestReceive:
    def test_a_new_message_is_applied(self, register: Register) -> None:
        receipt = register.receive(sealed(tree()), source="invented")

        assert (receipt.outcome, receipt.findings) == ("applied", ())
        assert register.claims(FIRST) == (Version("test-north", 1, 1, (), mp.dump(mp.build(tree()))),)

    def test_the_bytes_are_kept_as_they_came(self, register: Register) -> None:
        spaced = json.dumps(json.loads(sealed(tree())), indent=1).encode()

        register.receive(spaced, source="in.json")

        assert list(register.select("SELECT body, source FROM message")) == [(spaced, "in.json")]

    def test_the_same_message_again_changes_nothing(self, register: Register) -> None:
        put(register, tree())
        before = "\n".join(register._connection.iterdump())

        receipt = register.receive(sealed(tree()), source="again")

        assert (receipt.outcome, receipt.findings) == ("duplicate", ())
        assert "\n".join(register._connection.iterdump()) == before

    def test_a_newer_version_replaces_the_older(self, register: Register) -> None:
        put(register, tree(), tree(revision=2, status="closed"))

        episode = register.current(FIRST)

        assert episode is not None
        assert (episode.revision, episode.status) == (2, "closed")
        assert [each.operation for each in register.audit] == ["collection", "alteration"]

    def test_an_older_version_that_comes_late_is_only_history(self, register: Register) -> None:
        put(register, tree(revision=2, status="closed"), tree())

        episode = register.current(FIRST)

        assert episode is not None
        assert episode.revision == 2
        assert next(register.select("SELECT count(*) FROM message")) == (2,)

    @pytest.mark.no_cover
    def test_any_order_gives_the_same_tables(self, tmp_path: Path) -> None:
        worn = {"person": {"clothing": [{"text": "green coat"}], "names": [{"family": "Testley"}]}}
        messages = [
            sealed(tree()),
            sealed(tree(revision=2, **worn)),
            sealed(tree(owner_force="test-south", revision=3)),
            sealed(tree(tenure=2)),
            sealed(tree(revision=2, status="closed")),
        ]
        seen = set()
        for number, order in enumerate(itertools.permutations(messages)):
            with Register.create(tmp_path / f"{number}.db", clock=lambda: NOW) as register:
                register.trust(key.public for key in KEYS.values())
                for each in order:
                    register.receive(each, source="invented")
                seen.add(repr(derived_rows(register)))

        assert len(seen) == 1

    def test_an_unknown_key_is_waited_for_and_its_content_kept_nowhere(self, register: Register) -> None:
        stranger = new_key("test-north")
        message = sealed(tree(circumstances="marker-in-the-text"), stranger)

        receipt = register.receive(message, source="invented")

        assert (receipt.outcome, [each.code for each in receipt.findings]) == ("try_again", ["MP-X-003"])
        assert next(register.select("SELECT count(*) FROM message")) == (0,)
        (row,) = register.audit
        assert (row.operation, row.outcome, row.codes) == ("collection", "try_again", ("MP-X-003",))
        assert row.episodes == ()
        assert "marker" not in "\n".join(register._connection.iterdump())

    def test_a_changed_byte_is_refused(self, register: Register) -> None:
        message = sealed(tree(circumstances="first")).replace(b"first", b"fir5t")

        receipt = register.receive(message, source="invented")

        assert [each.code for each in receipt.findings] == ["MP-X-005"]

    def test_noise_is_refused(self, register: Register) -> None:
        receipt = register.receive(b"[" * 100_000, source="invented")

        assert (receipt.outcome, receipt.message_id) == ("refused", None)

    def test_a_later_tenure_waits_for_its_transfer(self, register: Register) -> None:
        receipt = register.receive(sealed(tree(tenure=2)), source="invented")

        assert (receipt.outcome, [each.code for each in receipt.findings]) == ("held", ["MP-X-011"])
        (claim,) = register.claims(FIRST)
        assert (claim.force, claim.tenure, claim.doubts) == ("test-north", 2, ("MP-X-011",))
        (waiting,) = register.held()
        assert (waiting.force, waiting.episode_id, waiting.code) == ("test-north", FIRST, "MP-X-011")

    def test_a_second_owner_stands_beside_the_first_and_is_said_once(self, register: Register) -> None:
        put(register, tree())

        receipt = register.receive(sealed(tree(owner_force="test-south")), source="invented")

        assert (receipt.outcome, [each.code for each in receipt.findings]) == ("applied", ["MP-X-012"])
        assert [(each.force, each.doubts) for each in register.claims(FIRST)] == [
            ("test-north", ("MP-X-012",)),
            ("test-south", ("MP-X-012",)),
        ]
        assert [each.owner_force for each in register.episodes()] == ["test-north"]
        assert register.held() == ()

    def test_a_fork_is_applied_and_said(self, register: Register) -> None:
        put(register, tree())

        receipt = register.receive(sealed(tree(status="closed")), source="invented")

        assert (receipt.outcome, [each.code for each in receipt.findings]) == ("applied", ["MP-X-013"])
        assert [each.doubts for each in register.claims(FIRST)] == [("MP-X-013",), ("MP-X-013",)]
        episode = register.current(FIRST)
        assert episode is not None
        assert episode.status == "open"

    def test_the_owners_next_version_settles_a_fork(self, register: Register) -> None:
        put(register, tree(), tree(status="closed"))

        receipt = register.receive(sealed(tree(revision=2, status="closed")), source="invented")

        assert [each.code for each in receipt.findings] == ["MP-X-013"]
        assert [(each.revision, each.doubts) for each in register.claims(FIRST)] == [(2, ())]

    def test_what_could_not_be_read_then_is_applied_when_it_can_be(
        self, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        message = sealed(tree())
        really = store.open_message

        def older_library(data: bytes, *rest: Any, **more: Any) -> Opened:
            found = (finding("MP-X-009", "/data"),)
            return replace(really(data, *rest, **more), outcome=Opening.HELD, body={}, document=None, findings=found)

        monkeypatch.setattr(store, "open_message", older_library)
        outcomes = [register.receive(message, source="invented").outcome for _ in range(2)]
        waiting = register.held()
        monkeypatch.setattr(store, "open_message", really)
        outcomes.append(register.receive(message, source="invented").outcome)

        assert outcomes == ["held", "duplicate", "applied"]
        assert [each.code for each in waiting] == ["MP-X-009"]
        assert register.held() == ()
        assert register.current(FIRST) is not None


class TestAllOrNothing:
    def test_a_crash_in_the_middle_leaves_nothing(self, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
        before = "\n".join(register._connection.iterdump())
        monkeypatch.setattr(derived, "columns", lambda episode: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            register.receive(sealed(tree()), source="invented")

        assert "\n".join(register._connection.iterdump()) == before

    def test_a_message_that_fails_within_a_file_leaves_the_others(
        self, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        really = derived.columns
        with register.writing():
            register.receive(sealed(tree()), source="invented")
            monkeypatch.setattr(derived, "columns", lambda episode: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                register.receive(sealed(tree(SECOND)), source="invented")
            monkeypatch.setattr(derived, "columns", really)

        assert [each.episode_id for each in register.episodes()] == [FIRST]
        assert next(register.select("SELECT count(*) FROM message")) == (1,)
        assert register.audit.verify().ok

    def test_a_file_that_breaks_off_leaves_nothing(self, register: Register) -> None:
        def break_off() -> None:
            with register.writing():
                register.receive(sealed(tree()), source="invented")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            break_off()

        assert list(register.episodes()) == []
        assert list(register.audit) == []

    def test_what_sqlite_undid_by_itself_is_not_undone_twice(self, register: Register) -> None:
        def full_disk() -> None:
            with register.writing():
                register._connection.execute("ROLLBACK")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            full_disk()

        put(register, tree())

    @pytest.mark.parametrize("table", ["message", "audit"])
    @pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET sequence = 9"])
    def test_messages_and_audit_are_append_only(self, register: Register, table: str, change: str) -> None:
        put(register, tree())

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            register._connection.execute(change.format(table))

    def test_rebuilding_changes_nothing(self, register: Register) -> None:
        person = {"clothing": [{"text": "red scarf"}], "marks": [{"kind": "scar"}]}
        put(register, tree(person=person), tree(SECOND, status="closed"))
        register.receive(sealed(tree(SECOND, tenure=2)), source="invented")
        before = derived_rows(register)

        register.rebuild()

        assert derived_rows(register) == before


class TestSilence:
    def test_nothing_shows_what_it_holds(self, register: Register) -> None:
        put(register, tree(circumstances="marker"))
        (version,) = register.claims(FIRST)

        shown = [register, register.audit, Held(None, "test-north", FIRST, "MP-X-011", "digest")]

        assert not any("marker" in repr(each) for each in shown)
        assert "marker" not in repr(version)

    def test_an_episode_that_is_not_here_is_none(self, register: Register) -> None:
        assert register.claims(SECOND) == ()
        assert register.current(SECOND) is None
