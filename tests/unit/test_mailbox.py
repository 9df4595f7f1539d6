"""A folder that machines share: nothing half written is read, nothing is lost, and nothing is there twice."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from pathlib import Path

import pytest

from missingpersons.exchange.mailbox import BEING_WRITTEN, NEW, SET_ASIDE, SMALLEST_LIST, TRUST, Mailbox
from missingpersons.exchange.trust import MAX_TRUST_BYTES
from missingpersons.findings import CannotRun
from missingpersons.wire import MAX_BYTES

NORTH, SOUTH = "test-north", "test-south"


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    mailbox = Mailbox(tmp_path)
    mailbox.open_box(NORTH)
    mailbox.open_box(SOUTH)
    return mailbox


def new(folder: Path, force: str = NORTH) -> list[str]:
    return sorted(each.name for each in (folder / force / NEW).iterdir())


def name_of(data: bytes) -> str:
    return f"{hashlib.sha256(data).hexdigest()}.json"


class TestPut:
    def test_lies_there_under_the_hash_of_its_bytes(self, box: Mailbox, tmp_path: Path) -> None:
        assert box.put(NORTH, b"a message") is True

        assert new(tmp_path) == [name_of(b"a message")]
        assert [each.read() for each in box.letters(NORTH)] == [b"a message"]
        assert list((tmp_path / NORTH / BEING_WRITTEN).iterdir()) == []

    def test_twice_is_as_once(self, box: Mailbox, tmp_path: Path) -> None:
        box.put(NORTH, b"a message")

        assert box.put(NORTH, b"a message") is False
        assert len(new(tmp_path)) == 1

    def test_what_was_cut_off_while_it_was_written_is_not_read(
        self, box: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def cut_off(*_: object) -> None:
            raise OSError("no space left")

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", cut_off)
            with pytest.raises(OSError, match="no space left"):
                box.put(NORTH, b"a message")

        assert list(box.letters(NORTH)) == []
        assert box.put(NORTH, b"a message") is True
        assert new(tmp_path) == [name_of(b"a message")]

    def test_drafts_of_the_dead_are_swept_and_the_living_are_not(self, box: Mailbox, tmp_path: Path) -> None:
        old, young = tmp_path / NORTH / BEING_WRITTEN / "old", tmp_path / NORTH / BEING_WRITTEN / "young"
        for each, moment in ((old, 1_000), (young, 3_000)):
            each.write_bytes(b"half")
            os.utime(each, (moment, moment))

        assert box.sweep(NORTH, older_than=2_000) == 1
        assert (old.exists(), young.exists()) == (False, True)

    @pytest.mark.parametrize("there", [b"", b"a mess", b"a massage", b"a message and more"])
    def test_what_lies_there_and_is_not_the_message_is_replaced(
        self, box: Mailbox, tmp_path: Path, there: bytes
    ) -> None:
        (tmp_path / NORTH / NEW / name_of(b"a message")).write_bytes(there)

        assert box.put(NORTH, b"a message") is True

        assert [each.read() for each in box.letters(NORTH)] == [b"a message"]
        assert box.put(NORTH, b"a message") is False

    def test_a_box_that_was_copied_without_what_is_empty_takes_messages(self, box: Mailbox, tmp_path: Path) -> None:
        (tmp_path / NORTH / BEING_WRITTEN).rmdir()

        assert box.sweep(NORTH, older_than=2_000) == 0
        assert box.put(NORTH, b"a message") is True

    def test_what_cannot_be_moved_into_place_leaves_no_draft(self, box: Mailbox, tmp_path: Path) -> None:
        (tmp_path / NORTH / NEW / name_of(b"a message")).mkdir()

        with pytest.raises(OSError, match="directory"):
            box.put(NORTH, b"a message")

        assert list((tmp_path / NORTH / BEING_WRITTEN).iterdir()) == []

    def test_a_folder_among_the_drafts_is_left(self, box: Mailbox, tmp_path: Path) -> None:
        folder = tmp_path / NORTH / BEING_WRITTEN / "kept"
        folder.mkdir()
        os.utime(folder, (0, 0))

        assert box.sweep(NORTH, older_than=2_000) == 0
        assert folder.is_dir()


ONE, TWO, LIST = (each * SMALLEST_LIST for each in (b"1", b"2", b"3"))


class TestListsOfKeys:
    """Anybody who may write to the folder may fill it with what is no list: that costs a meeting so much, no more."""

    def test_what_is_known_is_not_read_again(self, box: Mailbox) -> None:
        for each in (ONE, TWO):
            box.put_trust(each)

        letters = list(box.trust_lists(known={hashlib.sha256(ONE).hexdigest()}))

        assert [each.read() for each in letters] == [TWO]

    def test_no_more_is_read_than_one_meeting_may_and_none_is_hidden_for_long(
        self, box: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for each in range(9):
            box.put_trust(b"%d" % each * 600)
        box.put_trust(LIST)
        monkeypatch.setattr("missingpersons.exchange.mailbox.MOST_AT_ONCE", 3 * 64 * 1024)

        meetings = [[letter.name for letter in box.trust_lists()] for _ in range(200)]

        assert {len(each) for each in meetings} == {3}
        assert hashlib.sha256(LIST).hexdigest() in {name for each in meetings for name in each}

    def test_one_that_is_too_large_takes_no_place_of_another(
        self, box: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        box.put_trust(LIST)
        monkeypatch.setattr("missingpersons.exchange.mailbox.MAX_TRUST_BYTES", 100_000)
        monkeypatch.setattr("missingpersons.exchange.mailbox.MOST_AT_ONCE", 100_000)
        for each in range(20):
            (tmp_path / TRUST / NEW / f"{each:064}.json").write_bytes(b"0" * 100_001)

        assert [letter.read() for letter in box.trust_lists()] == [LIST]

    def test_what_is_large_or_empty_hides_nothing(self, box: Mailbox, tmp_path: Path) -> None:
        box.put_trust(LIST)
        for each in range(300):
            with (tmp_path / TRUST / NEW / f"{each:064}.json").open("wb") as file:
                file.truncate((0, MAX_TRUST_BYTES)[each % 2])

        names = [{letter.name for letter in box.trust_lists()} for _ in range(20)]

        assert all(hashlib.sha256(LIST).hexdigest() in each for each in names)

    def test_what_is_small_does_not_hide_what_is_large_for_long(
        self, box: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for each in range(9):
            box.put_trust(b"%d" % each * 600)
        large = LIST * 1_000
        box.put_trust(large)
        monkeypatch.setattr("missingpersons.exchange.mailbox.MOST_AT_ONCE", 6 * 64 * 1024)

        meetings = [{letter.name for letter in box.trust_lists()} for _ in range(200)]

        assert any(hashlib.sha256(large).hexdigest() in each for each in meetings)

    def test_drafts_of_the_dead_are_swept_there_too(self, box: Mailbox, tmp_path: Path) -> None:
        box.put_trust(LIST)
        draft = tmp_path / TRUST / BEING_WRITTEN / "old"
        draft.write_bytes(b"half")
        os.utime(draft, (1_000, 1_000))

        assert box.sweep(TRUST, older_than=2_000) == 1
        assert [letter.read() for letter in box.trust_lists()] == [LIST]


class TestLetters:
    def test_half_a_file_waits_until_it_is_whole(self, box: Mailbox, tmp_path: Path) -> None:
        place = tmp_path / NORTH / NEW / name_of(b"a message")
        place.write_bytes(b"a mess")
        (letter,) = box.letters(NORTH)

        assert letter.read() is None

        place.write_bytes(b"a message")
        assert letter.read() == b"a message"

    def test_one_that_is_too_large_is_not_read(self, box: Mailbox, tmp_path: Path) -> None:
        data = b"x" * (MAX_BYTES + 1)
        (tmp_path / NORTH / NEW / name_of(data)).write_bytes(data)

        assert [each.read() for each in box.letters(NORTH)] == [None]

    @pytest.mark.parametrize("name", ["notes.txt", ".DS_Store", "a" * 64, "A" * 64 + ".json", "a" * 63 + ".json"])
    def test_what_is_not_named_as_a_message_is_passed_over(self, box: Mailbox, tmp_path: Path, name: str) -> None:
        (tmp_path / NORTH / NEW / name).write_bytes(b"a message")

        assert list(box.letters(NORTH)) == []

    def test_a_link_and_a_folder_are_not_read(self, box: Mailbox, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").write_bytes(b"a message")
        (tmp_path / NORTH / NEW / name_of(b"a message")).symlink_to(tmp_path / "elsewhere")
        (tmp_path / NORTH / NEW / name_of(b"another")).mkdir()

        assert [each.read() for each in box.letters(NORTH)] == [None, None]

    def test_a_pipe_keeps_nobody_waiting(self, box: Mailbox, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / NORTH / NEW / name_of(b"a message"))

        assert [each.read() for each in box.letters(NORTH)] == [None]

    def test_one_that_another_process_took_is_no_error(self, box: Mailbox) -> None:
        box.put(NORTH, b"a message")
        (letter,) = box.letters(NORTH)
        box.remove(letter)

        assert letter.read() is None
        box.remove(letter)
        box.set_aside(letter)

    def test_what_is_set_aside_does_not_come_again_and_is_not_lost(self, box: Mailbox, tmp_path: Path) -> None:
        box.put(NORTH, b"a message")
        (letter,) = box.letters(NORTH)

        box.set_aside(letter)

        assert list(box.letters(NORTH)) == []
        assert (tmp_path / NORTH / SET_ASIDE / name_of(b"a message")).read_bytes() == b"a message"

    def test_what_cannot_be_set_aside_lies_where_it_lay(self, box: Mailbox, tmp_path: Path) -> None:
        (tmp_path / NORTH / SET_ASIDE).write_bytes(b"")
        box.put(NORTH, b"a message")
        (letter,) = box.letters(NORTH)

        with pytest.raises(CannotRun, match="set-aside: "):
            box.set_aside(letter)

        assert letter.read() == b"a message"


class TestBoxes:
    def test_are_those_of_known_forces(self, box: Mailbox, tmp_path: Path) -> None:
        (tmp_path / "holiday-photos" / NEW).mkdir(parents=True)
        (tmp_path / "test-east").mkdir()

        assert box.forces() == (NORTH, SOUTH)

    def test_none_is_made_for_a_force_that_is_not_listed(self, box: Mailbox, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match="not a code of the list of forces"):
            box.open_box("../elsewhere")

        assert sorted(each.name for each in tmp_path.iterdir()) == [NORTH, SOUTH]

    def test_a_folder_that_is_not_there_is_said_in_one_line(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match="there is no such folder"):
            Mailbox(tmp_path / "nowhere")

    def test_a_force_without_a_box_is_told_how_to_make_one(self, box: Mailbox) -> None:
        with pytest.raises(CannotRun, match="exchange box"):
            list(box.letters("test-east"))


def _write(folder: str, numbers: range) -> None:
    mailbox = Mailbox(Path(folder))
    for number in numbers:
        mailbox.put(NORTH, b"message %d" % number)


def test_two_writers_and_a_reader_at_once_lose_nothing(box: Mailbox, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write, args=(str(tmp_path), each)) for each in (range(150), range(50, 200))]
    for each in writers:
        each.start()
    read: list[bytes] = []

    while any(each.is_alive() for each in writers) or new(tmp_path):
        for letter in box.letters(NORTH):
            data = letter.read()
            assert data is not None, "a letter was there before all of it was"
            read.append(data)
            box.remove(letter)

    assert [each.exitcode for each in writers] == [0, 0]
    assert set(read) == {b"message %d" % number for number in range(200)}
