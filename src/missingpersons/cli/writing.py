"""How the command line writes files: whole or not at all, and never over what it reads."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Sequence
from io import UnsupportedOperation
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, TextIO

from missingpersons.cli.reading import spoken
from missingpersons.findings import CannotRun

STANDARD_OUTPUT = "-"

_DESCRIPTORS = ("/dev/std", "/dev/fd/", "/proc/")
"""Names of what the process has open already, even where a regular file stands behind them."""


def is_standard_output(name: str | None) -> bool:
    """Whether what is written to ``name`` is on standard output, under whatever name."""
    return name == STANDARD_OUTPUT or (name is not None and _is_same(name, sys.stdout))


@contextlib.contextmanager
def outputs(names: Sequence[str], *, reading: Sequence[str] = ()) -> Iterator[list[BinaryIO]]:
    """The files called ``names`` for writing; ``-`` is standard output.

    Each is written under another name beside its own and put in place at the end, when all are whole: after
    a failure the earlier file stands as it was. Pipes and devices are written straight. Raises ``CannotRun``,
    before anything is opened, if two names are one file or one is a file that is read.
    """
    _keep_apart(names, reading)
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(_Output(name)) for name in names]
        yield [each.stream for each in opened]
        for each in opened:
            each.finish()
        for each in opened:
            each.put_in_place()


class _Output:
    """One file on its way to its place."""

    stream: BinaryIO

    def __init__(self, name: str) -> None:
        self._name = name
        self._told = "standard output" if is_standard_output(name) else spoken(name)
        self._part: Path | None = None
        self._place = Path(os.path.realpath(name))
        self._is_placed = False

    def __enter__(self) -> Self:
        try:
            self.stream = self._opened()
        except OSError as error:
            reason = error.strerror or "cannot be written"
        else:
            return self
        raise CannotRun(f"{self._told}: {reason}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        if not self._is_lent():
            with contextlib.suppress(OSError):
                self.stream.close()
        if self._part is None:
            # Whoever reads standard output and has gone needs no word about what they did not want.
            if not (self._is_lent() and isinstance(error, BrokenPipeError)):
                error.add_note(f"{self._told}: what was written is not all")
            return
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)
        error.add_note(f"{self._told}: {'was written' if self._is_placed else 'not written'}")

    def finish(self) -> None:
        """Write out what is still in memory, so that what can fail has failed before anything is replaced."""
        self.stream.flush()
        if self._part is not None:
            os.fsync(self.stream.fileno())
        if not self._is_lent():
            self.stream.close()

    def put_in_place(self) -> None:
        """Give the file its own name. Until then there is what was there before."""
        if self._part is None:
            return
        try:
            self._part.replace(self._place)
        except OSError as error:
            reason = error.strerror or "cannot be written"
        else:
            self._is_placed = True
            return
        raise CannotRun(f"{self._told}: {reason}")

    def _opened(self) -> BinaryIO:
        if is_standard_output(self._name):
            return sys.stdout.buffer
        if _is_same(self._name, sys.stderr):
            return sys.stderr.buffer
        there = _status(self._name)
        if (there and not stat.S_ISREG(there.st_mode)) or os.path.abspath(self._name).startswith(_DESCRIPTORS):
            return Path(self._name).open("wb")
        if there and not os.access(self._place, os.W_OK):
            # A new file could take the place even of one that may not be written.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        part = self._place.with_name(f".{secrets.token_hex(8)}.part")
        stream = part.open("xb")
        self._part = part
        if there:
            with contextlib.suppress(OSError):
                part.chmod(stat.S_IMODE(there.st_mode))
        return stream

    def _is_lent(self) -> bool:
        return self.stream in (getattr(sys.stdout, "buffer", None), getattr(sys.stderr, "buffer", None))


def _keep_apart(names: Sequence[str], reading: Sequence[str]) -> None:
    read = {_identity(name, sys.stdin) for name in reading if _is_file(name, sys.stdin)}
    written: set[object] = set()
    for name in names:
        identity = _identity(name, sys.stdout)
        if identity in read:
            raise CannotRun(f"{spoken(name)}: this would be read and written at once; write to another file")
        if identity in written and name != os.devnull:
            raise CannotRun(f"{spoken(name)}: two things would be written to it; give each a file of its own")
        written.add(identity)


def _identity(name: str, standard: TextIO | None) -> object:
    """What two names have in common if they are one file, through whatever links."""
    there = _status(name, standard)
    return (there.st_dev, there.st_ino) if there else os.path.normcase(os.path.realpath(name))


def _is_file(name: str, standard: TextIO | None) -> bool:
    # A terminal, or a connection, may well be both read and written.
    there = _status(name, standard)
    return there is not None and stat.S_ISREG(there.st_mode)


def _is_same(name: str, stream: TextIO) -> bool:
    there, other = _status(name), _status(STANDARD_OUTPUT, stream)
    return there is not None and other is not None and os.path.samestat(there, other)


def _status(name: str, standard: TextIO | None = None) -> os.stat_result | None:
    """What the system knows of a file; of ``standard`` if the name is ``-``. None if there is none."""
    try:
        if name != STANDARD_OUTPUT:
            return os.stat(name)
        return os.fstat(standard.fileno()) if standard else None
    except (UnsupportedOperation, FileNotFoundError, NotADirectoryError):
        return None
