"""The programs in the manual of the exchange run as they are printed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.bodies import EPISODE, good_episode

from missingpersons import wire
from missingpersons.exchange.keys import new_key, new_root_key

MANUAL = Path(__file__).parents[2] / "docs" / "exchange.md"
PROGRAMS = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)


def test_the_manual_runs(capsys: pytest.CaptureFixture[str]) -> None:
    document = wire.encode(good_episode())
    named: dict[str, Any] = {
        "north": new_key("test-north"),
        "south": new_key("test-south"),
        "root": new_root_key(),
        "document": document,
        "documents": [document],
        "episode_id": EPISODE,
    }
    mine = [each for each in PROGRAMS if "sign_trust" in each or "seal" in each or "open_message" in each]

    for program in mine[:2]:
        exec(compile(program, MANUAL.name, "exec"), named)
    named["data"] = named["asked"]
    for program in mine[2:]:
        exec(compile(program, MANUAL.name, "exec"), named)

    assert capsys.readouterr().out == ("void test-north uk.missingpersons.enquiry.requested.v1 ['MP-X-021']\n")
    assert len(named["messages"]) == 2
