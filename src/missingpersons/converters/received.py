"""That no record came of a file is said: it may be the truth, or the wrong file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from missingpersons.converters import Row
from missingpersons.findings import finding

NO_RECORD = "MP-C-125"


def with_silence_said(rows: Iterable[Row], *, name: str) -> Iterator[Row]:
    """The rows; and if there was no record and nothing wrong in a file called ``name``, a row that says so."""
    is_silent = True
    for row in rows:
        # What stands at 0 is what is around the records: a header, a title above it.
        is_silent = is_silent and row.document is None and row.source.endswith(":0")
        yield row
    if is_silent:
        yield Row(f"{name}:0", None, (finding(NO_RECORD),))
