"""Every link between the pages leads to a page, and to a heading or a mark that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])

LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
IN_LINE = re.compile(r"`[^`\n]*`")


def prose(page: Path) -> str:
    """A page without what it quotes."""
    return IN_LINE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """Where a link into a page can lead: its headings as GitHub names them, and marks of its own."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}
    return named | set(re.findall(r'<a id="([^"]+)">', text))


def broken(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(prose(page)):
        if re.match("[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        there = (page.parent / place).resolve() if place else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            found.append(link)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path):
    assert broken(page) == []


@pytest.mark.parametrize("code", ["mp-s-001", "mp-r-030", "mp-k-004", "mp-x-012"])
def test_a_link_to_a_code_leads_to_the_table_as_it_always_did(code: str):
    assert code in anchors(ROOT / "docs" / "reference" / "findings.md")


def test_a_link_to_nowhere_is_noticed(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n\n[here](#a-page) [there](#no-page) [that](none.md) `[no](link.md)`\n\n```\n[x](y)\n```\n",
        encoding="utf-8",
    )

    assert broken(page) == ["#no-page", "none.md"]
