"""Episodes as a Parquet file, in groups of rows."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, BinaryIO

from missingpersons.converters.columnar import OPTIONS, TABLE, Sink, arrow, write_columns
from missingpersons.converters.formats import Format, Source, Writing, Written


def write(episodes: Source, stream: BinaryIO, writing: Writing) -> Iterator[Written]:
    """Episodes as rows, in the shape that is asked for. The stream stays the caller's."""

    def opened(schema: Any) -> Sink:
        arrow()
        writer: Sink = import_module("pyarrow.parquet").ParquetWriter(stream, schema, compression="zstd")
        return writer

    return write_columns(episodes, writing, opened)


FORMAT = Format(
    name="parquet",
    title="Parquet: columns for analysts, with the record's own descriptions",
    media_type="application/vnd.apache.parquet",
    write=write,
    options=OPTIONS,
    table=TABLE,
)
