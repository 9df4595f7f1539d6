"""That only one process has a file open to write: a lock beside it, which a crash lets go of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from missingpersons.findings import CannotRun

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def locked(path: Path) -> BinaryIO:
    """The open lock file; close it to let go. Raises ``CannotRun`` if another holds it."""
    try:
        file = path.open("ab")
    except OSError as error:
        reason = error.strerror or "it cannot be locked"
    else:
        try:
            _lock(file)
        except OSError:
            file.close()
            reason = "another process is writing to it"
        else:
            return file
    raise CannotRun(f"{path.name}: {reason}")
