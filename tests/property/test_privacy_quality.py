"""No summary and no page about quality holds what a document says of a person, wherever in it that stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.property.test_privacy import COMPLETE, MARKER, everything

from missingpersons import cli
from missingpersons.findings import profiles

pytestmark = pytest.mark.no_cover


def said(folder: Path, *options: str) -> str:
    """Everything that is said and written about every document with the marker, which is their file's name too."""
    # One document a line: a line break in one would be two.
    lines = [text.replace("\n", " ").replace("\r", " ") for text in everything().values()]
    source = folder / f"{MARKER}.ndjson"
    source.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    page = folder / "page.html"

    results = [
        CliRunner().invoke(cli.commands, ["quality", str(source), *options]),
        CliRunner().invoke(cli.commands, ["quality", str(source), "--format", "json", *options]),
        CliRunner().invoke(cli.commands, ["quality", str(source), "--html", str(page), *options]),
    ]

    assert [each.exit_code for each in results] == [0, 0, 0]
    return "\n".join([*(each.output for each in results), page.read_text(encoding="utf-8")]).lower()


def test_the_page_the_tables_and_the_json_hold_nothing(tmp_path: Path) -> None:
    told = said(tmp_path, "--by-force")

    assert MARKER not in told
    assert "mp-s-020" in told


def test_nor_do_they_of_an_owners_own_fields_when_its_schema_is_given(tmp_path: Path) -> None:
    local = {**COMPLETE, "extensions": {"uk.police.test-north": {MARKER: [MARKER]}}}
    schema = {"properties": {MARKER: {"type": "array", "items": {"type": "integer"}}}}
    source, ours = tmp_path / "one.ndjson", tmp_path / "ours.json"
    source.write_text(json.dumps(local) + "\n" + json.dumps(local), encoding="utf-8")
    ours.write_text(json.dumps(schema), encoding="utf-8")

    result = CliRunner().invoke(
        cli.commands,
        ["check", str(source), "--format", "json", "--summary", "--extension-schema", f"uk.police.test-north={ours}"],
    )

    summary = json.loads(result.stderr)
    assert [each for each in summary["codes"] if each["code"] == "MP-R-072"] == [
        {"code": "MP-R-072", "severity": "error", "found": 2, "documents": 2, "places": {"/extensions": 2}}
    ]
    assert MARKER not in result.stderr
    assert list(summary["profiles"]) == list(profiles())
