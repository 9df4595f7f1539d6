"""Where the published schemas say they are, and in which dialect they are written."""

from __future__ import annotations

from missingpersons.models import STANDARD_VERSION

BASE = f"https://missingpersons.example/schemas/{STANDARD_VERSION}/"
"""Where the schemas say they are, until someone owns an address. The one place that says it."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def head(place: str) -> dict[str, str]:
    """How the schema at a place below ``BASE`` begins: its dialect and its address."""
    return {"$schema": DIALECT, "$id": f"{BASE}{place}"}
