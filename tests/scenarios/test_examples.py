"""What a newcomer is shown runs as it stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import missingpersons as mp

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted((ROOT / "examples").glob("*.json"))
PROGRAMS = sorted((ROOT / "examples").glob("*.py"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_example_document_has_no_error(path: Path) -> None:
    assert mp.check(path.read_bytes()).ok


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_every_example_program_runs(path: Path) -> None:
    result = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout


def test_readme_runs_in_six_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "episode.json").write_bytes((ROOT / "examples" / "first_minute.json").read_bytes())
    monkeypatch.chdir(tmp_path)

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert result.returncode == 0
    assert "warning /assessments An open episode has no risk assessment." in result.stdout


def test_readme_sets_everything_up_in_two_commands() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)

    assert len(blocks) == 2
    assert all(len(block.splitlines()) == 1 for block in blocks)
    assert blocks[0].rstrip().endswith("missingpersons demo")
    assert "pytest" in blocks[1]


def test_the_page_on_local_fields_shows_what_happens(tmp_path: Path, good: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "extensions.md").read_text(encoding="utf-8")
    local, schema = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"```sh-session\n\$ missingpersons (.*?)\n(.*?)```", page, re.DOTALL)
    document = {**good, **json.loads(f"{{{local}}}")}
    (tmp_path / "ours.schema.json").write_text(schema, encoding="utf-8")
    (tmp_path / "episode.json").write_text(json.dumps(document).replace('"crew": 2', '"crew": 0'), encoding="utf-8")

    command = [sys.executable, "-m", "missingpersons", *shown[0].split()]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout, result.stderr) == (1, shown[1], "")
    assert not list(mp.check(json.dumps(document), extension_schemas={"org.example.test-north": json.loads(schema)}))


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
    pages += sorted((ROOT / "docs").rglob("*.md"))

    broken = [
        (page.name, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []
