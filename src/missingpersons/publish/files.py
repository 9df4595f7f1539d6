"""Which files are generated: what each holds, writing them, and where they differ from what is there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from missingpersons.codes import codelists
from missingpersons.findings import CannotRun, catalogue, profiles, purposes
from missingpersons.models import STANDARD_VERSION
from missingpersons.publish.audiences import audiences_document
from missingpersons.publish.builds import bundled, dereferenced
from missingpersons.publish.csvw import list_metadata
from missingpersons.publish.explained import explained_document
from missingpersons.publish.finding_pages import findings_pages
from missingpersons.publish.format_pages import formats_page
from missingpersons.publish.pages import codelists_page, profiles_page, record_page
from missingpersons.publish.releases import SUMS
from missingpersons.publish.risks import indicators_document, risk_document
from missingpersons.publish.schemas import schemas
from missingpersons.risk.library import LIBRARY

STANDARD = f"schemas/{STANDARD_VERSION}"
REFERENCE = "docs/reference"


def rules_document() -> dict[str, Any]:
    """The catalogue and the profiles, for whoever implements the standard in another language."""
    entries = {
        code: {
            "severity": str(entry.severity),
            "since": entry.since,
            "message": entry.message,
            "basis": entry.basis,
            **({"why": entry.why} if entry.why else {}),
            **({"mend": entry.mend} if entry.mend else {}),
            **({"definition": entry.definition} if entry.definition else {}),
            **({"reads": list(entry.reads)} if entry.reads else {}),
        }
        for code, entry in sorted(catalogue().items())
    }
    return {
        "standard_version": STANDARD_VERSION,
        "entries": entries,
        "profiles": {name: dict(each) for name, each in profiles().items()},
        "purposes": {
            name: {"title": each.title, "description": each.description, "basis": each.basis}
            for name, each in purposes().items()
        },
    }


def documents() -> Iterator[tuple[str, bytes]]:
    """Every generated file: its place below the repository's root, and its bytes."""
    made = schemas()
    for name, schema in made.items():
        yield f"{STANDARD}/{name}.schema.json", _json(schema)
        yield f"{STANDARD}/dereferenced/{name}.schema.json", _json(dereferenced(name, schema))
    yield f"{STANDARD}/bundled.json", _json(bundled(made))
    yield f"{STANDARD}/rules.json", _json(rules_document())
    yield f"{STANDARD}/audiences.json", _json(audiences_document())
    yield f"{STANDARD}/explained.json", _json(explained_document())
    package = files("missingpersons")
    for name in ("index", *codelists()):
        yield f"{STANDARD}/codelists/{name}.csv", package.joinpath("codelists", f"{name}.csv").read_bytes()
    yield f"{STANDARD}/codelists/csv-metadata.json", _json(list_metadata())
    for scheme in LIBRARY:
        name = f"{scheme.replace('-', '_')}.toml"
        yield f"{STANDARD}/policies/{name}", package.joinpath("risk", "policies", name).read_bytes()
    yield f"{STANDARD}/risk.json", _json(risk_document())
    yield f"{STANDARD}/indicators.json", _json(indicators_document())
    yield f"{STANDARD}/clocks.toml", package.joinpath("clocks.toml").read_bytes()
    yield f"{REFERENCE}/record.md", record_page().encode()
    for page, text in findings_pages():
        yield f"{REFERENCE}/{page}", text.encode()
    yield f"{REFERENCE}/profiles.md", profiles_page().encode()
    yield f"{REFERENCE}/codelists.md", codelists_page().encode()
    yield f"{REFERENCE}/formats.md", formats_page().encode()


def write(root: Path) -> None:
    """Write everything that is generated below ``root``, and remove what no longer is.

    A released folder is never written again. Raises ``CannotRun``, and writes nothing, if it would have to be.
    """
    released = (root / STANDARD / SUMS).exists()
    if released and any(place.startswith(f"{STANDARD}/") for place in drift(root)):
        raise CannotRun(f"{STANDARD} is released and is never written again: the standard needs a new version")
    made = dict(documents())
    for folder in (REFERENCE,) if released else (STANDARD, REFERENCE):
        shutil.rmtree(root / folder, ignore_errors=True)
        for place in (each for each in made if each.startswith(f"{folder}/")):
            path = root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[place])


def drift(root: Path) -> tuple[str, ...]:
    """The places where what is committed below ``root`` is not what would be written now."""
    made = dict(documents())
    committed = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in (root / STANDARD, root / REFERENCE)
        for path in folder.rglob("*")
        if path.is_file() and path != root / STANDARD / SUMS
    }
    return tuple(sorted(place for place in made.keys() | committed if made.get(place) != committed.get(place)))


def _json(tree: Mapping[str, Any]) -> bytes:
    return (json.dumps(tree, indent=2, ensure_ascii=False) + "\n").encode()
