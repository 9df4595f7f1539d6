"""Episodes as an Arrow stream (IPC), in batches of rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from missingpersons.converters import columnar
from missingpersons.converters.formats import Format, Source, Writing, Written


def write(episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """Episodes as rows, in the shape that is asked for. The stream stays the caller's."""

    def opened(schema: Any) -> columnar.Sink:
        writer: columnar.Sink = columnar.arrow().ipc.new_stream(stream, schema)
        return writer

    return columnar.write_columns(episodes, writing, opened)


FORMAT = Format(
    name="arrow",
    title="Arrow stream: columns for analysts, with the record's own descriptions",
    media_type="application/vnd.apache.arrow.stream",
    write=write,
    options=columnar.OPTIONS,
    table=columnar.TABLE,
)
