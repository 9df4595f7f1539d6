"""A folder that several machines share, in which each force has a box: the one transport that is embedded."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from missingpersons.codes import codelist
from missingpersons.exchange.trust import MAX_TRUST_BYTES
from missingpersons.findings import CannotRun
from missingpersons.wire import MAX_BYTES

MOST_AT_ONCE = 4 * MAX_TRUST_BYTES
"""How much of lists of keys that a force does not have yet it reads at one meeting, in bytes (library)."""

SMALLEST_LIST = 100
"""What is smaller, in bytes, is no signed list of keys, and is not looked at."""

_LEAST_COUNTED = 64 * 1024
"""What the smallest file counts for of that: looking at many costs too."""

_NAME = re.compile(r"([0-9a-f]{64})[.]json")

NEW = "new"
"""Where the messages for a force lie until it has kept them."""
BEING_WRITTEN = "tmp"
"""Where a message is written before it is moved to ``new`` in one step."""
TRUST = "trust"
"""Where the lists of keys lie, for everybody and for good. No force has this code."""
SET_ASIDE = "set-aside"
"""Where a force puts what it could not keep, for a person to look at."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A file in a force's box: the name that the hash of its bytes gives it, and where it lies."""

    name: str
    path: Path
    most: int = MAX_BYTES
    """The largest that it may be, in bytes."""

    def read(self) -> bytes | None:
        """Its bytes; None if it is gone, too large, no plain file, or not yet there in full.

        A folder that is copied from one machine to another may show a file before all of it has come. The name
        says what the bytes must be, so half a file is left for the next time.
        """
        try:
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        except OSError:
            return None
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode) or told.st_size > self.most:
            os.close(handle)
            return None
        with open(handle, "rb") as file:
            data = file.read(self.most + 1)
        if len(data) > self.most or hashlib.sha256(data).hexdigest() != self.name:
            return None
        return data

    @property
    def size(self) -> int | None:
        """How large it is, in bytes. None if it is gone, no plain file, or larger than it may be."""
        try:
            told = self.path.lstat()
        except OSError:
            return None
        return told.st_size if stat.S_ISREG(told.st_mode) and told.st_size <= self.most else None

    @property
    def is_there(self) -> bool:
        """Whether it still lies there. Another meeting of the same force may have taken it."""
        return os.path.lexists(self.path)


class Mailbox:
    """The shared folder. Any number of machines may write and read it at once; nothing in it is ever changed.

    Below it each force has a folder by its code, and in it ``new``, ``tmp`` and ``set-aside``; ``trust`` has the lists
    of keys. A message is one file named by the SHA-256 of its bytes: written twice, it is there once. No name says
    anything of anybody.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise CannotRun(f"{folder}: there is no such folder; `missingpersons exchange box` makes a force's box")
        self._folder = folder

    def open_box(self, force: str) -> None:
        """Make the box of ``force``, if it has none. Raises ``CannotRun`` for a force that the list does not have."""
        if force not in codelist("forces"):
            raise CannotRun("that is not a code of the list of forces: see `missingpersons codes forces`")
        for name in (BEING_WRITTEN, NEW):
            (self._folder / force / name).mkdir(parents=True, exist_ok=True)

    def forces(self) -> tuple[str, ...]:
        """The forces that have a box here, in order."""
        known = codelist("forces")
        return tuple(
            sorted(each.name for each in self._folder.iterdir() if each.name in known and (each / NEW).is_dir())
        )

    def put(self, force: str, data: bytes) -> bool:
        """Lay a message in the box of ``force``; False if it lies there already.

        Once this returns the message is on the disk: it is written aside, flushed, and moved in one step. Half a file
        that lies there under its name is replaced.
        """
        box = self._folder / force
        return _put(data, box / NEW, box / BEING_WRITTEN)

    def put_trust(self, data: bytes) -> bool:
        """Lay a list of keys where everybody finds it; False if it lies there already. It is never taken away."""
        place = self._folder / TRUST
        for name in (BEING_WRITTEN, NEW):
            (place / name).mkdir(parents=True, exist_ok=True)
        return _put(data, place / NEW, place / BEING_WRITTEN)

    def trust_lists(self, known: Container[str] = ()) -> Iterator[Letter]:
        """The lists of keys that lie here and are not ``known`` by name, no more than may be read at one meeting.

        Anybody may lay one: only what the root signed is one. Where more lies there than ``MOST_AT_ONCE``, half of that
        is read of the smallest and half as chance has it: to hide a list behind others takes very many true files.
        """
        folder = self._folder / TRUST / NEW
        if folder.is_dir():
            yield from _drawn([each for each in _letters(folder, MAX_TRUST_BYTES) if each.name not in known])

    def letters(self, force: str) -> Iterator[Letter]:
        """What lies in the box of ``force``, by name. What is not named as a message is passed over."""
        if not (self._folder / force / NEW).is_dir():
            raise CannotRun("the force has no box in this folder: `missingpersons exchange box` makes one")
        yield from _letters(self._folder / force / NEW, MAX_BYTES)

    def remove(self, letter: Letter) -> None:
        """Take a message out of the box, once it is kept. One that another process has taken is no error."""
        letter.path.unlink(missing_ok=True)

    def set_aside(self, letter: Letter) -> None:
        """Move what could not be kept to ``set-aside``, so that it neither comes again nor is lost.

        Raises ``CannotRun`` if it cannot be moved there: then it lies where it lay.
        """
        place = letter.path.parent.parent / SET_ASIDE
        try:
            place.mkdir(exist_ok=True)
            os.replace(letter.path, place / letter.path.name)
        except FileNotFoundError:
            return
        except OSError as error:
            reason = error.strerror or "it cannot be written to"
        else:
            return
        raise CannotRun(f"{SET_ASIDE}: {reason}")

    def sweep(self, force: str, *, older_than: float) -> int:
        """Remove drafts of writers that were cut off, last touched before ``older_than`` (seconds of the epoch).

        ``TRUST`` in the place of a force sweeps where lists of keys are written. What is no draft, or may not be
        removed, is left.
        """
        drafts = self._folder / force / BEING_WRITTEN
        return sum(_swept(each, older_than) for each in (list(drafts.iterdir()) if drafts.is_dir() else ()))


def _letters(folder: Path, most: int) -> Iterator[Letter]:
    for name in sorted(os.listdir(folder)):
        if match := _NAME.fullmatch(name):
            yield Letter(match[1], folder / name, most)


def _drawn(letters: list[Letter]) -> Iterator[Letter]:
    """As many of them as ``MOST_AT_ONCE`` allows: all, or the smallest and then as chance has it."""
    sized = [(max(size, _LEAST_COUNTED), each) for each in letters if (size := each.size or 0) >= SMALLEST_LIST]
    left = MOST_AT_ONCE
    if sum(size for size, _ in sized) > left:
        sized.sort(key=lambda one: one[0])
        small = bisect_right(list(accumulate(size for size, _ in sized)), left // 2)
        rest = sized[small:]
        secrets.SystemRandom().shuffle(rest)
        sized[small:] = rest
    for size, each in sized:
        if size <= left:
            left -= size
            yield each


def _swept(draft: Path, older_than: float) -> bool:
    try:
        told = draft.lstat()
        if not stat.S_ISREG(told.st_mode) or told.st_mtime >= older_than:
            return False
        draft.unlink()
    except OSError:
        return False
    return True


def _put(data: bytes, folder: Path, drafts: Path) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest}.json"
    place = folder / name
    if Letter(digest, place, len(data)).read() is not None:
        return False
    # Whoever copies a folder may have left out what is empty.
    drafts.mkdir(exist_ok=True)
    # Nobody else writes to a name that was drawn at random.
    draft = drafts / f"{name}.{secrets.token_hex(8)}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    _flush(folder)
    return True


def _flush(folder: Path) -> None:
    """Have the disk keep the folder's list of names, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except (OSError, AttributeError):
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
