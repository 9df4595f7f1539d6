"""Pages in a browser: WCAG 2.2 AA as far as axe can tell, in light and dark, at a desk and on a small screen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from missingpersons import wire
from missingpersons.backtest import Comparison, Counts, backtest
from missingpersons.models import Episode
from missingpersons.pages.backtest import backtest_page
from missingpersons.pages.quality import quality_page
from missingpersons.quality import Quality
from missingpersons.risk import library_policy
from missingpersons.testing import Generator
from tests.published.browser import EVERY_WAY, Shown, absence, shown

pytestmark = pytest.mark.skipif(absence() is not None, reason=absence() or "")

DESK, PHONE = ("light", 1280), ("light", 320)

FAULTS = {
    "contrast.html": (b"--ink: #1b1f24;", b"--ink: #c9c9c9;", [DESK, ("dark", 1280)]),
    "language.html": (b'<html lang="en-GB">', b"<html>", [DESK]),
    "keyboard.html": (b' tabindex="0"', b"", [PHONE]),
    "name.html": (b'<nav aria-label="On this page">', b'<nav role="img">', [DESK]),
    "heading.html": (b'<h2 id="mend-h">What to mend first</h2>', b'<h5 id="mend-h">What to mend first</h5>', [DESK]),
    "wide.html": (b'<h2 id="mend-h">', b"<pre>" + b"x" * 400 + b'</pre><h2 id="mend-h">', [PHONE]),
    "script.html": (b"</title>", b'</title><script>document.title = "ran"; document.body.remove()</script>', [DESK]),
    "away.html": (b"</main>", b'<img alt="" src="picture.png"></main>', [DESK]),
}
"""What is done to a good page, and how it is shown then: each must be found, or do nothing."""


@cache
def good() -> bytes:
    """A page with every section: of episodes of many kinds, of other documents, and of some that cannot be read."""
    quality = Quality()
    examples = Path(__file__).parents[2] / "examples"
    for path in sorted(examples.glob("*.json")):
        quality.add(wire.judge(path.read_bytes()))
    for document in (b"{", b'{"document_type":"episode"}'):
        quality.add(wire.judge(document))
    return quality_page(quality, by_force=True)


@cache
def small() -> bytes:
    """A page of one episode, with something in it that can be mended."""
    quality = Quality()
    quality.add(wire.judge(next(Generator(seed=8).documents(1))))
    return quality_page(quality)


@cache
def compared(number: int) -> bytes:
    """A page of a backtest, with hidden numbers, and in every section something that is shown."""
    comparison = Comparison(None, library_policy("app-very-low"))
    counts = Counts()
    for document in Generator(seed=8).documents(number):
        counts.add(comparison.of(wire.parse(document, Episode)))
    return backtest_page(backtest(counts, comparison))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Good pages and bad ones, all shown in one run of the browser."""
    folder = tmp_path_factory.mktemp("pages")
    pages = {
        "good.html": (good(), EVERY_WAY),
        "empty.html": (quality_page(Quality()), EVERY_WAY),
        "backtest.html": (compared(300), EVERY_WAY),
        "backtest-empty.html": (compared(0), EVERY_WAY),
    }
    for name, (sound, faulty, ways) in FAULTS.items():
        assert sound in small(), name
        pages[name] = (small().replace(sound, faulty), ways)
    for name, (page, _) in pages.items():
        (folder / name).write_bytes(page)
    return shown({folder / name: ways for name, (_, ways) in pages.items()})


def of(seen: list[Shown], page: str) -> list[Shown]:
    return [each for each in seen if each.page == page]


@pytest.mark.parametrize("page", ["good.html", "empty.html", "backtest.html", "backtest-empty.html"])
class TestGood:
    def test_is_shown_in_every_way(self, seen: list[Shown], page: str) -> None:
        assert [(each.colors, each.width) for each in of(seen, page)] == list(EVERY_WAY)
        assert all(each.passed > 20 for each in of(seen, page))

    def test_axe_finds_nothing_and_is_sure(self, seen: list[Shown], page: str) -> None:
        assert {(each.violations, each.unsure) for each in of(seen, page)} == {((), ())}

    def test_is_never_wider_than_the_window(self, seen: list[Shown], page: str) -> None:
        assert {each.wider for each in of(seen, page)} == {0}

    def test_the_keyboard_comes_first_to_the_way_past_the_head(self, seen: list[Shown], page: str) -> None:
        assert [each.first for each in of(seen, page)] == [{"href": "#main", "seen": True}] * 6

    def test_asks_for_nothing(self, seen: list[Shown], page: str) -> None:
        assert {each.elsewhere for each in of(seen, page)} == {()}


class TestFaultsAreFound:
    @pytest.mark.parametrize(
        ("page", "rule"),
        [
            ("language.html", "html-has-lang"),
            ("keyboard.html", "scrollable-region-focusable"),
            ("heading.html", "heading-order"),
            ("name.html", "role-img-alt"),
        ],
    )
    def test_by_axe(self, seen: list[Shown], page: str, rule: str) -> None:
        assert rule in {each for one in of(seen, page) for each in one.violations}

    def test_too_little_contrast_where_it_is_too_little(self, seen: list[Shown]) -> None:
        found = {each.colors: each.violations for each in of(seen, "contrast.html")}

        assert found == {"light": ("color-contrast",), "dark": ()}

    def test_a_page_wider_than_the_window(self, seen: list[Shown]) -> None:
        assert [each.wider > 0 for each in of(seen, "wide.html")] == [True]

    def test_what_it_asks_for_and_its_own_policy_keeps_it_from_getting(self, seen: list[Shown]) -> None:
        assert [len(each.elsewhere) for each in of(seen, "away.html")] == [1]
        assert [each.got for each in of(seen, "away.html")] == [()]

    def test_a_script_does_not_run(self, seen: list[Shown]) -> None:
        assert [each.first for each in of(seen, "script.html")] == [{"href": "#main", "seen": True}]
