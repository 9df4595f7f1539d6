"""The programs in the register's manual run as they are printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from test_register_store import KEYS, sealed, tree

from missingpersons.exchange.keys import save

MANUAL = Path(__file__).parents[2] / "docs" / "register.md"


def test_the_manual_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    save(KEYS["test-north"], Path("keys"))
    worn = [{"text": each} for each in ("navy padded coat", "grey joggers", "white trainers")]
    person = {"sex": "male", "age": {"min": 34, "max": 34}, "clothing": worn}
    since = {"earliest": "2026-11-21T07:00:00Z"}
    Path("messages.ndjson").write_bytes(sealed(tree(person=person, missing_since=since)) + b"\n")
    named: dict[str, Any] = {}

    for program in re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(program, MANUAL.name, "exec"), named)

    shown, counted = capsys.readouterr().out.splitlines()
    assert "three garments agree" in shown
    assert "'unit': 'incidents'" in counted
