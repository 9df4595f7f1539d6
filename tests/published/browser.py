"""Chromium, asked through one Node process: what does axe find in these pages, shown in every way they may be?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.published.ajv import VENDORS, modules

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Shown:
    """A page as it was shown once."""

    page: str
    colors: str
    width: int
    passed: int
    """How many rules of axe it keeps."""
    violations: tuple[str, ...]
    unsure: tuple[str, ...]
    """Rules of which axe cannot tell."""
    wider: int
    """By how many pixels it is wider than the window."""
    first: dict[str, Any]
    """Where the first step of the keyboard leads, and whether that can be seen."""
    elsewhere: tuple[str, ...]
    """What it asked for besides itself."""
    got: tuple[str, ...]
    """What of that it was given."""


def chromium() -> str | None:
    """The browser, named by MISSINGPERSONS_CHROMIUM or found on the path."""
    named = os.environ.get("MISSINGPERSONS_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


def absence() -> str | None:
    """What is missing for a browser to be asked, in a sentence. None when nothing is."""
    if shutil.which("node") is None:
        return "axe is not asked: there is no Node here"
    if not all((modules() / name).is_dir() for name in ("axe-core", "playwright-core")):
        return "axe is not asked: it is not in MISSINGPERSONS_NODE_MODULES, nor in tests/published/vendors/node_modules"
    if chromium() is None:
        return "axe is not asked: there is no Chromium here"
    return None


# 640 is a window of 1280 at 200 %, and 320 the narrowest that WCAG asks for.
EVERY_WAY = tuple((colors, width) for colors in ("light", "dark") for width in (1280, 640, 320))


def shown(pages: Mapping[Path, Sequence[tuple[str, int]]]) -> list[Shown]:
    """Each page in the ways given for it: in light or dark colours, and in a window of some width."""
    browser = chromium()
    assert browser
    given = json.dumps([{"file": str(path), "ways": ways} for path, ways in pages.items()])
    ran = subprocess.run(
        ["node", str(VENDORS / "pages.mjs"), str(modules()), browser, given],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stderr
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    return [
        Shown(
            each["page"],
            each["colorScheme"],
            each["width"],
            each["passed"],
            tuple(each["violations"]),
            tuple(each["unsure"]),
            each["wider"],
            each["first"],
            tuple(each["elsewhere"]),
            tuple(each["got"]),
        )
        for each in told
    ]
