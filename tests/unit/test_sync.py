"""Two forces that meet at a folder: what crosses, what is sent again, and what a crash may not lose."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from missingpersons.codes import ReceiptOutcome
from missingpersons.exchange.keys import new_key
from missingpersons.exchange.mailbox import Letter, Mailbox
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.sync import MOST_FINDINGS, Outgoing, Synced, Taken, issue_receipt, sync
from missingpersons.exchange.trust import Trust
from missingpersons.findings import Finding, finding

NORTH, SOUTH, EAST = "test-north", "test-south", "test-east"


def message(force: str, number: int, *to: str) -> bytes:
    return json.dumps({"from": force, "digest": f"{force}-{number}", "to": to}).encode()


class Shelf:
    """A store in memory that reads messages by sight. What it is told to distrust waits; what it hates is refused."""

    def __init__(self, force: str) -> None:
        self.force = force
        self.kept: dict[str, bytes] = {}
        self.unknown: set[str] = set()
        self.hated: set[str] = set()
        self.noted: list[tuple[str, list[str]]] = []

    def take(self, data: bytes, *, source: str) -> Taken:
        tree = json.loads(data)
        force, digest = tree["from"], tree["digest"]
        if force in self.unknown:
            return Taken(ReceiptOutcome.TRY_AGAIN, digest, force, is_receipt=False, new=False)
        if digest in self.hated:
            found = (finding("MP-X-010", "/subject"),)
            return Taken(ReceiptOutcome.REFUSED, digest, force, is_receipt=False, new=False, findings=found)
        new = digest not in self.kept
        self.kept[digest] = data
        return Taken(ReceiptOutcome.OK, digest, force, is_receipt="of" in tree, new=new)

    def outgoing(self, force: str) -> Iterable[Outgoing]:
        for digest, data in self.kept.items():
            tree = json.loads(data)
            if tree["from"] == force:
                yield Outgoing(digest, tuple(tree["to"]), "of" in tree, data)

    def settled(self, digest: str) -> Collection[str]:
        trees = [json.loads(data) for data in self.kept.values()]
        return {tree["from"] for tree in trees if tree.get("of") == digest and tree["outcome"] in ("ok", "refused")}

    def receipt(self, digest: str, outcome: ReceiptOutcome, findings: Sequence[Finding]) -> bytes | None:
        for data in self.kept.values():
            tree = json.loads(data)
            if (tree["from"], tree.get("of"), tree.get("outcome")) == (self.force, digest, outcome):
                return data
        return None

    def lost(self) -> Iterable[Taken]:
        return ()

    def sending(self, message: Outgoing, to: Sequence[str]) -> None:
        self.noted.append((message.digest, list(to)))

    def sealed(self, taken: Taken) -> bytes:
        digest = f"{self.force}-receipt-{taken.digest}-{taken.outcome}"
        tree = {"from": self.force, "digest": digest, "to": [], "of": taken.digest, "outcome": taken.outcome}
        return json.dumps(tree).encode()

    def meets(self, mailbox: Mailbox) -> Synced:
        return sync(mailbox, self, self.force, self.sealed)


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    made = Mailbox(tmp_path)
    for force in (NORTH, SOUTH, EAST):
        made.open_box(force)
    return made


@pytest.fixture
def north() -> Shelf:
    shelf = Shelf(NORTH)
    shelf.take(message(NORTH, 1, SOUTH), source="here")
    return shelf


@pytest.fixture
def south() -> Shelf:
    return Shelf(SOUTH)


def test_a_message_crosses_and_its_receipt_comes_back(mailbox: Mailbox, north: Shelf, south: Shelf) -> None:
    assert north.meets(mailbox) == Synced(sent=1)
    assert south.meets(mailbox) == Synced(taken=1, receipts=1)
    assert north.meets(mailbox) == Synced(taken=1)

    assert south.kept["test-north-1"] == north.kept["test-north-1"]
    assert north.settled("test-north-1") == {SOUTH}
    assert (list(mailbox.letters(NORTH)), list(mailbox.letters(SOUTH))) == ([], [])


def test_what_is_for_nobody_by_name_goes_to_every_box_but_the_senders(mailbox: Mailbox, north: Shelf) -> None:
    north.take(message(NORTH, 2), source="here")

    assert north.meets(mailbox).sent == 3
    assert [len(list(mailbox.letters(force))) for force in (NORTH, SOUTH, EAST)] == [0, 2, 1]


def test_what_was_lost_on_the_way_is_sent_until_it_is_acknowledged(
    mailbox: Mailbox, north: Shelf, south: Shelf
) -> None:
    north.meets(mailbox)
    for letter in mailbox.letters(SOUTH):
        mailbox.remove(letter)

    assert north.meets(mailbox).sent == 1

    south.meets(mailbox)
    for letter in mailbox.letters(NORTH):
        mailbox.remove(letter)
    assert north.meets(mailbox).sent == 1
    assert south.meets(mailbox) == Synced(again=1, receipts=1)
    assert north.meets(mailbox) == Synced(taken=1)
    assert len(south.kept) == 2, "the receipt that is given again is the one that was given"


class SwitchedOffError(Exception):
    """The machine is switched off."""


@pytest.mark.parametrize("after", range(5))
def test_a_crash_at_any_letter_loses_nothing(mailbox: Mailbox, south: Shelf, after: int) -> None:
    north = Shelf(NORTH)
    for number in range(5):
        north.take(message(NORTH, number, SOUTH), source="here")
    north.meets(mailbox)

    def cut_off(letters: Sequence[Letter]) -> Iterator[Letter]:
        yield from letters[:after]
        raise SwitchedOffError

    with pytest.raises(SwitchedOffError):
        sync(mailbox, south, SOUTH, south.sealed, watch=cut_off)
    south.meets(mailbox)
    north.meets(mailbox)

    assert sorted(name for name in south.kept if "receipt" not in name) == sorted(
        f"test-north-{each}" for each in range(5)
    )
    assert all(north.settled(f"test-north-{each}") == {SOUTH} for each in range(5))


def test_a_crash_between_keeping_and_removing_brings_it_again_and_changes_nothing(
    mailbox: Mailbox, north: Shelf, south: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise SwitchedOffError

    north.meets(mailbox)
    with monkeypatch.context() as patch:
        patch.setattr(Mailbox, "remove", cut_off)
        with pytest.raises(SwitchedOffError):
            south.meets(mailbox)

    assert south.meets(mailbox) == Synced(again=1)
    assert list(mailbox.letters(SOUTH)) == []


def test_a_sender_that_is_not_known_yet_waits_in_the_box(mailbox: Mailbox, north: Shelf, south: Shelf) -> None:
    south.unknown = {NORTH}
    north.meets(mailbox)

    assert south.meets(mailbox) == Synced(try_again=1, receipts=1)
    assert len(list(mailbox.letters(SOUTH))) == 1

    north.meets(mailbox)
    assert north.settled("test-north-1") == set()
    south.unknown = set()
    assert south.meets(mailbox) == Synced(taken=1, receipts=1)
    north.meets(mailbox)
    assert north.settled("test-north-1") == {SOUTH}


def test_what_is_refused_is_set_aside_and_not_sent_for_ever(mailbox: Mailbox, north: Shelf, south: Shelf) -> None:
    south.hated = {"test-north-1"}
    north.meets(mailbox)

    assert south.meets(mailbox) == Synced(refused=1, receipts=1)
    assert list(mailbox.letters(SOUTH)) == []
    assert north.meets(mailbox) == Synced(taken=1)
    assert north.meets(mailbox) == Synced()


def test_a_receipt_is_not_answered(mailbox: Mailbox, north: Shelf, south: Shelf) -> None:
    north.meets(mailbox)
    south.meets(mailbox)

    assert north.meets(mailbox).receipts == 0
    assert south.meets(mailbox) == Synced()


def test_half_a_letter_is_counted_and_left(mailbox: Mailbox, south: Shelf, tmp_path: Path) -> None:
    (tmp_path / SOUTH / "new" / f"{'0' * 64}.json").write_bytes(b"half")

    assert south.meets(mailbox) == Synced(unread=1)
    assert len(list(mailbox.letters(SOUTH))) == 1


def test_a_letter_that_another_meeting_took_is_not_missed(mailbox: Mailbox, north: Shelf, south: Shelf) -> None:
    north.meets(mailbox)

    def watch(letters: Sequence[Letter]) -> Iterator[Letter]:
        for each in letters:
            mailbox.remove(each)
            yield each

    assert sync(mailbox, south, SOUTH, south.sealed, watch=watch) == Synced()


def test_a_box_that_cannot_be_written_to_stops_no_other(mailbox: Mailbox, north: Shelf, tmp_path: Path) -> None:
    north.take(message(NORTH, 2), source="here")
    (tmp_path / EAST / "tmp").rmdir()
    (tmp_path / EAST / "tmp").write_bytes(b"")

    done = north.meets(mailbox)

    assert (done.sent, len(done.faults)) == (2, 1)
    assert done.faults[0].startswith("test-east: ")
    assert len(list(mailbox.letters(SOUTH))) == 2


def test_what_cannot_be_set_aside_is_said_and_comes_again(
    mailbox: Mailbox, north: Shelf, south: Shelf, tmp_path: Path
) -> None:
    (tmp_path / SOUTH / "set-aside").write_bytes(b"")
    south.hated = {"test-north-1"}
    north.meets(mailbox)

    done = south.meets(mailbox)

    assert (done.refused, done.receipts, done.faults[0][:23]) == (1, 1, "test-south: set-aside: ")
    assert len(list(mailbox.letters(SOUTH))) == 1


def test_what_is_to_be_tried_again_is_answered_once(mailbox: Mailbox, north: Shelf, south: Shelf) -> None:
    south.unknown = {NORTH}
    north.meets(mailbox)

    assert south.meets(mailbox) == Synced(try_again=1, receipts=1)
    assert south.meets(mailbox) == Synced(try_again=1)


def test_what_the_store_has_though_nothing_proves_it_yet_need_not_lie_in_the_box(
    mailbox: Mailbox, north: Shelf, south: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Taken(ReceiptOutcome.TRY_AGAIN, "test-north-1", NORTH, is_receipt=False, new=True, kept=True)
    monkeypatch.setattr(south, "take", lambda *_, **__: kept)
    north.meets(mailbox)

    assert south.meets(mailbox) == Synced(try_again=1, receipts=1)
    assert list(mailbox.letters(SOUTH)) == []


class TestIssueReceipt:
    KEY = new_key(SOUTH)

    def read(self, *found: Finding, subject: str | None = None) -> dict[str, Any]:
        taken = Taken(ReceiptOutcome.OK, "a" * 64, NORTH, is_receipt=False, new=True, findings=found, subject=subject)
        data = issue_receipt(taken, self.KEY, time="2026-11-21T10:00:00Z")
        opened = open_message(data, Trust.of([self.KEY.public]))
        assert opened.outcome == "ok"
        return {**opened.body, "subject": opened.subject}

    def test_says_what_was_found_and_where(self) -> None:
        told = self.read(finding("MP-X-009", "/data"), finding("MP-X-011"))

        assert told["findings"] == [{"code": "MP-X-009", "at": "/data"}, {"code": "MP-X-011"}]

    def test_whatever_somebody_sent_can_be_answered(self) -> None:
        places = ["/data/~1etc", "/" + "a" * 90, "/a" * 40, "", *(f"/data/{number}" for number in range(3000))]

        told = self.read(*(finding("MP-S-003", each) for each in places))

        assert len(told["findings"]) == MOST_FINDINGS
        assert told["findings"][:2] == [{"code": "MP-S-003"}, {"code": "MP-S-003", "at": "/data/0"}]

    @pytest.mark.parametrize("subject", [None, "00000000-0000-0000-0000-000000000000", "no id"])
    def test_of_what_is_about_no_episode_there_is_a_receipt_too(self, subject: str | None) -> None:
        assert self.read(subject=subject)["subject"] == self.read()["subject"]
