"""No backtest, as tables, JSON or page, holds what a document says of a person, wherever in it that stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.property.test_privacy import MARKER, everything

from missingpersons import cli

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("policies", [["app-very-low"], ["scotland", "app-very-low"]])
def test_the_tables_the_json_the_page_and_the_findings_hold_nothing(tmp_path: Path, policies: list[str]) -> None:
    # One document a line: a line break in one would be two.
    lines = [text.replace("\n", " ").replace("\r", " ") for text in everything().values()]
    source, page = tmp_path / "many.ndjson", tmp_path / "page.html"
    source.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    given = ["backtest", str(source), *(each for name in policies for each in ("--policy", name))]

    results = [
        CliRunner().invoke(cli.commands, given),
        CliRunner().invoke(cli.commands, [*given, "--format", "json"]),
        CliRunner().invoke(cli.commands, [*given, "--html", str(page)]),
    ]

    told = "\n".join([*(each.output for each in results), page.read_text(encoding="utf-8")]).lower()
    assert [each.exit_code for each in results] == [1, 1, 1]
    assert MARKER not in told
    assert "mp-s-020" in told
