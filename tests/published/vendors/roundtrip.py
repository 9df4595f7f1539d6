"""Reads documents into the generated models and writes them back. Lines: the name of a type, a tab, JSON."""

from __future__ import annotations

import sys

import missingpersons_types as types
from pydantic import ValidationError

GOOD = {
    "document_type": "episode",
    "standard_version": "1.0",
    "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "revision": 1,
    "tenure": 1,
    "recorded_at": "2026-03-01T10:00:00Z",
    "owner_force": "test-north",
    "status": "open",
    "person": {},
}

BAD = {
    "a wrong code": {"status": "lost"},
    "an unknown field": {"zz_unknown": "words"},
    "another document": {"document_type": "zz-another"},
    "not of the form": {"recorded_at": "yesterday"},
    "too small a number": {"revision": 0},
}


def main() -> None:
    """Carry every line through, then see that what is wrong is refused."""
    for line in sys.stdin.buffer.read().decode().removesuffix("\n").split("\n"):
        name, _, document = line.partition("\t")
        read = getattr(types, name).model_validate_json(document)
        written = f"{name}\t{read.model_dump_json(exclude_none=True, by_alias=True)}\n"
        sys.stdout.buffer.write(written.encode())
    types.Episode.model_validate(GOOD)
    for kind, change in BAD.items():
        try:
            types.Episode.model_validate({**GOOD, **change})
        except ValidationError:
            continue
        sys.exit(f"{kind} was not refused")


if __name__ == "__main__":
    main()
