"""Which version of the standard this is, and how a document says which one it was written to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

STANDARD_VERSION = "1.0"
"""The version of the standard that this library writes."""

STANDARD_MAJOR = "1"

StandardVersion = Annotated[str, Field(pattern="^1\\.(0|[1-9][0-9]{0,2})$", max_length=5)]
"""A version that this library reads: any minor of its own major."""

Counter = Annotated[int, Field(ge=1, le=1_000_000)]
"""A count that begins with one: of versions, of owners."""
