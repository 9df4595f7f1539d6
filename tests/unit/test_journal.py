"""A journal on disk: what it has said that it keeps it keeps, whatever stops it, and a forged copy settles nothing."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from missingpersons import wire
from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.journal import Journal
from missingpersons.exchange.keys import PrivateKey, new_key, new_root_key
from missingpersons.exchange.mailbox import Mailbox
from missingpersons.exchange.seal import seal, seal_message, sealed
from missingpersons.exchange.sync import Synced, issue_receipt, share_trust, sync
from missingpersons.exchange.trust import NOBODY, read_trust
from missingpersons.findings import CannotRun, Report
from missingpersons.values.episode_ids import episode_id

TIME = "2026-11-21T10:00:00Z"
EPISODE = episode_id("test-north", "TN/26/0001")
ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ROOT = new_root_key()
NORTH, SOUTH, EAST = (new_key(f"test-{name}") for name in ("north", "south", "east"))
FIRST_LIST = sign_trust(extended(NOBODY, [NORTH.public, SOUTH.public]), ROOT, time=TIME)
LISTED, _ = read_trust(FIRST_LIST, ROOT.public)
assert LISTED is not None
REVOKED = sign_trust(revoked(LISTED, NORTH.public.kid, "compromised", []), ROOT, time=TIME, after=LISTED)


def published(revision: int = 1, key: PrivateKey = NORTH) -> bytes:
    tree = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": EPISODE,
        "local_reference": "TN/26/0001",
        "revision": revision,
        "tenure": 1,
        "recorded_at": "2026-11-21T09:00:00Z",
        "owner_force": key.force,
        "status": "open",
        "person": {"names": [{"family": "Testley"}]},
    }
    return seal(json.dumps(tree), key, time=TIME)


FIRST, SECOND = published(), published(2)
SIGHTING = seal_message("uk.missingpersons.sighting.reported.v1", EPISODE, {"sighting": {"text": "x"}}, EAST, time=TIME)

LATER = new_key("test-north")
UNLISTED = seal_message(
    "uk.missingpersons.sighting.reported.v1", EPISODE, {"sighting": {"text": "x"}}, LATER, time=TIME
)


def states(journal: Journal) -> bytes:
    return wire.encode({each: journal.ledger.state(each).as_dict() for each in journal.ledger.episodes()})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "north.journal"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with Journal(path, "test-north", ROOT.public) as opened:
        opened.believe(FIRST_LIST)
        yield opened


def again(path: Path) -> Journal:
    return Journal(path, "test-north", ROOT.public)


class TestOnDisk:
    def test_all_of_it_is_there_after_a_restart(self, journal: Journal, path: Path) -> None:
        for each in (UNLISTED, SECOND, FIRST):
            journal.take(each)
        before = states(journal)
        journal.close()

        with again(path) as after:
            assert states(after) == before
            assert [each.waits_for for each in after.ledger.unproven()] == [LATER.public.kid]
            assert list(after.lists()) == [FIRST_LIST]
            assert [each.data for each in after.outgoing("test-north")] == [SECOND, FIRST]

    def test_twice_is_as_once(self, journal: Journal, path: Path) -> None:
        journal.take(FIRST)
        size = path.stat().st_size

        taken = journal.take(FIRST)

        assert (taken.outcome, taken.new, path.stat().st_size) == (ReceiptOutcome.OK, False, size)

    def test_another_spelling_is_the_same(self, journal: Journal, path: Path) -> None:
        journal.take(FIRST)
        size = path.stat().st_size
        spellings = [FIRST + b" " * number for number in range(1, 9)]
        spellings.append(json.dumps(json.loads(FIRST), indent=1).encode())

        taken = [journal.take(each) for each in spellings]

        assert {(each.outcome, each.new) for each in taken} == {(ReceiptOutcome.OK, False)}
        assert path.stat().st_size == size

    def test_another_spelling_of_a_list_is_the_same(self, journal: Journal, path: Path) -> None:
        size = path.stat().st_size

        assert journal.believe(FIRST_LIST + b" ").ok

        assert (path.stat().st_size, list(journal.lists())) == (size, [FIRST_LIST])

    def test_the_other_signature_that_an_es256_key_has_for_the_same_is_the_same(self, path: Path) -> None:
        key = new_key("test-north", "ES256")
        message = published(key=key)
        event = json.loads(message)
        header, _, signature = event["mpsignature"].partition("..")
        raw = base64.urlsafe_b64decode(f"{signature}==")
        mirrored = (ORDER_OF_P256 - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
        turned = base64.urlsafe_b64encode(raw[:32] + mirrored).rstrip(b"=").decode()
        with again(path) as journal:
            journal.believe(sign_trust(extended(NOBODY, [key.public]), ROOT, time=TIME))
            journal.take(message)

            taken = journal.take(json.dumps({**event, "mpsignature": f"{header}..{turned}"}).encode())

        assert (taken.outcome, taken.new) == (ReceiptOutcome.OK, False)

    def test_the_same_under_another_key_is_kept_beside_it(self, journal: Journal) -> None:
        journal.take(FIRST)
        journal.believe(sign_trust(extended(LISTED, [LATER.public]), ROOT, time=TIME, after=LISTED))
        event = {name: value for name, value in json.loads(FIRST).items() if name != "mpsignature"}

        assert journal.take(sealed(event, LATER)).new is True

    @pytest.mark.parametrize("cut", [1, 2, 70, 700])
    def test_a_line_that_was_cut_off_is_dropped_and_comes_again(self, journal: Journal, path: Path, cut: int) -> None:
        journal.take(FIRST)
        journal.take(SECOND)
        whole = states(journal)
        journal.close()
        os.truncate(path, path.stat().st_size - cut)

        with again(path) as after:
            assert after.take(FIRST).new is False
            assert after.take(SECOND).new is True
            assert states(after) == whole
        with again(path) as later:
            assert states(later) == whole

    def test_a_line_that_is_not_what_was_written_stops_it(self, journal: Journal, path: Path) -> None:
        journal.take(FIRST)
        journal.take(SECOND)
        journal.close()
        path.write_bytes(path.read_bytes().replace(b"Testley", b"Testlex", 1))

        with pytest.raises(CannotRun, match="line 2 is not what was written"):
            again(path)

    def test_a_message_on_many_lines_is_kept_on_one(self, journal: Journal, path: Path) -> None:
        journal.take(json.dumps(json.loads(FIRST), indent=1).encode())
        before = states(journal)
        journal.close()

        with again(path) as after:
            assert states(after) == before != b"{}"

    def test_two_writers_at_once_are_refused(self, journal: Journal, path: Path) -> None:
        with pytest.raises(CannotRun, match="another process is writing"):
            again(path)

    def test_a_full_disk_acknowledges_nothing(
        self, journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(CannotRun, match="No space left"):
                journal.take(FIRST)
        with again(path) as after:
            assert (states(after), after.take(FIRST).new) == (b"{}", True)


class TestTaken:
    def test_a_forged_copy_is_refused_and_answered_to_nobody(self, journal: Journal) -> None:
        event = json.loads(FIRST)
        event["mpsignature"] = event["mpsignature"][:-4] + "AAAA"

        taken = journal.take(json.dumps(event).encode())

        assert (taken.outcome, taken.force, taken.kept) == (ReceiptOutcome.REFUSED, None, False)
        assert journal.take(FIRST).new is True

    def test_what_nothing_proves_yet_is_left_and_takes_no_room(self, journal: Journal, path: Path) -> None:
        size = path.stat().st_size

        taken = journal.take(SIGHTING)

        assert (taken.outcome, taken.force, taken.kept) == (ReceiptOutcome.TRY_AGAIN, "test-east", False)
        assert (path.stat().st_size, journal.ledger.unproven()) == (size, ())
        journal.believe(sign_trust(extended(LISTED, [EAST.public]), ROOT, time=TIME, after=LISTED))
        assert (journal.take(SIGHTING).outcome, journal.take(SIGHTING).new) == (ReceiptOutcome.OK, False)
        assert len(journal.ledger.state(EPISODE).sightings) == 1

    def test_what_the_force_itself_said_is_kept_and_counts_when_its_key_is_listed(
        self, journal: Journal, path: Path
    ) -> None:
        taken = journal.take(UNLISTED)
        journal.close()

        assert (taken.outcome, taken.new, taken.kept) == (ReceiptOutcome.TRY_AGAIN, True, True)
        with again(path) as after:
            after.believe(sign_trust(extended(LISTED, [LATER.public]), ROOT, time=TIME, after=LISTED))
            assert [each.data for each in after.outgoing("test-north")] == [UNLISTED]
            assert after.take(UNLISTED).new is False

    def test_what_says_that_it_is_the_forces_own_and_lay_in_its_box_is_left(self, journal: Journal) -> None:
        assert journal.take(UNLISTED, source="mailbox:1").kept is False
        assert journal.ledger.unproven() == ()

    def test_what_is_void_is_to_be_tried_again_since_it_may_be_sealed_with_another_key(self, journal: Journal) -> None:
        other = new_key("test-north")
        listed, _ = read_trust(REVOKED, ROOT.public)
        assert listed is not None
        journal.take(FIRST)
        journal.believe(sign_trust(extended(listed, [other.public]), ROOT, time=TIME, after=listed))

        void, resealed = journal.take(FIRST), journal.take(published(key=other))

        assert (void.outcome, [each.code for each in void.findings]) == (ReceiptOutcome.TRY_AGAIN, ["MP-X-021"])
        assert (resealed.outcome, resealed.digest) == (ReceiptOutcome.OK, void.digest)

    def test_what_its_sender_may_not_say_is_refused_with_the_code(self, journal: Journal) -> None:
        first = journal.take(FIRST)
        body = {"version": first.digest, "tenure": 1, "manner": "withdrawn", "reason": "not_missing"}

        taken = journal.take(seal_message("uk.missingpersons.episode.retracted.v1", EPISODE, body, SOUTH, time=TIME))

        assert (taken.outcome, taken.force) == (ReceiptOutcome.REFUSED, "test-south")
        assert [each.code for each in taken.findings] == ["MP-X-052"]

    def test_what_is_of_another_episode_than_it_says_is_answered_since_its_sender_is_proven(
        self, journal: Journal
    ) -> None:
        event = {name: value for name, value in json.loads(FIRST).items() if name != "mpsignature"}
        other = sealed({**event, "subject": episode_id("test-north", "TN/26/0002")}, NORTH)

        taken = journal.take(other)

        assert (taken.outcome, taken.force, taken.kept) == (ReceiptOutcome.REFUSED, "test-north", False)
        assert [each.code for each in taken.findings] == ["MP-X-010"]

    def test_a_list_that_the_root_did_not_sign_is_not_kept(self, journal: Journal) -> None:
        forged = sign_trust(extended(NOBODY, [EAST.public]), new_root_key(), time=TIME)

        assert [each.code for each in journal.believe(forged)] == ["MP-X-031"]
        assert list(journal.lists()) == [FIRST_LIST]


def test_what_a_store_has_or_has_taken_in_is_not_looked_at_again(journal: Journal, tmp_path: Path) -> None:
    mailbox, junk = Mailbox(tmp_path), b"no list at all" * 20
    for each in (FIRST_LIST, REVOKED, junk):
        mailbox.put_trust(each)
    believed: list[bytes] = []

    class Watched:
        def believe(self, data: bytes) -> Report:
            believed.append(data)
            return journal.believe(data)

        def lists(self) -> Iterator[bytes]:
            return journal.lists()

    told = [share_trust(mailbox, Watched()) for _ in range(2)]

    assert told == [(1, 0), (0, 0)]
    assert sorted(believed) == sorted([REVOKED, junk, junk])


def test_two_journals_meet_over_a_folder(journal: Journal, tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    for force in ("test-north", "test-south"):
        mailbox.open_box(force)
    journal.take(FIRST)

    def meet(store: Journal, key: PrivateKey) -> tuple[tuple[int, int], Synced]:
        return share_trust(mailbox, store), sync(
            mailbox, store, store.force, lambda taken: issue_receipt(taken, key, time=TIME)
        )

    with Journal(tmp_path / "south.journal", "test-south", ROOT.public) as south:
        assert meet(journal, NORTH) == ((0, 1), Synced(sent=1))
        assert meet(south, SOUTH) == ((1, 0), Synced(taken=1, receipts=1))
        assert meet(journal, NORTH) == ((0, 0), Synced(taken=1))
        assert meet(south, SOUTH) == ((0, 0), Synced())

        assert states(south) == states(journal)
        (sent,) = [each for each in journal.outgoing("test-north") if not each.is_receipt]
        assert journal.ledger.acknowledged(sent.digest) == ("test-south",)


def test_the_program_in_the_manual_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
    (program,) = [each for each in re.findall(r"```python\n(.*?)```", manual, re.DOTALL) if "with Journal(" in each]
    monkeypatch.chdir(tmp_path)
    Path("shared").mkdir()
    mailbox = Mailbox(Path("shared"))
    for force in ("test-north", "test-south"):
        mailbox.open_box(force)
    mailbox.put_trust(FIRST_LIST)

    exec(compile(program, "exchange.md", "exec"), {"root": ROOT, "north": NORTH, "published": FIRST})

    assert capsys.readouterr().out == f"1 0 ('{EPISODE}',)\n"
