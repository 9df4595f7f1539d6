"""The page about quality: well formed, complete in itself, the same for the same, its figures those counted."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.unit.test_quality import documents, whole

from missingpersons import wire
from missingpersons.findings import profiles, purposes
from missingpersons.pages import frame
from missingpersons.pages.quality import quality_page
from missingpersons.quality import Quality, codes, groups, mend_first, parts
from missingpersons.quality import purposes as counted_purposes

VOID = {"meta", "link", "br", "hr", "img", "input"}
CSP = "default-src 'none'; style-src 'unsafe-inline'"


class Page(HTMLParser):
    """A page as its elements; whatever is not closed in order is an error."""

    def __init__(self, page: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.headings: list[str] = []
        self._cell: list[str] | None = None
        self._table: list[list[str]] = []
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute is repeated in {tag}"
        self.elements.append((tag, given))
        if tag == "table":
            self._table = []
        if tag == "caption":
            self.tables[str(given["id"])] = self._table
        if tag == "tr":
            self._table.append([])
        if tag in ("td", "th"):
            self._cell = []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in ("td", "th") and self._cell is not None:
            self._table[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def rows(self, table: str) -> list[list[str]]:
        return self.tables[table][1:]


@cache
def page() -> Page:
    return Page(quality_page(whole(), by_force=True))


class TestForm:
    def test_is_one_document_in_one_language(self) -> None:
        assert ("html", {"lang": "en-GB"}) in page().elements
        assert quality_page(whole()).startswith(b"<!DOCTYPE html>\n")

    def test_loads_nothing_and_runs_nothing(self) -> None:
        tags = {tag for tag, _ in page().elements}
        named = {name for _, given in page().elements for name in given}

        assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form", "base", "audio", "video"})
        assert named.isdisjoint({"src", "srcset", "action", "style", "xlink:href", "data", "poster"})
        assert not [each for each in named if each.startswith("on")]
        assert {str(given["href"])[0] for tag, given in page().elements if tag == "a"} == {"#"}
        assert ("meta", {"http-equiv": "Content-Security-Policy", "content": CSP}) in page().elements
        assert b"url(" not in quality_page(whole())
        assert b"@import" not in quality_page(whole())

    def test_every_link_leads_somewhere_and_no_id_is_used_twice(self) -> None:
        ids = [given["id"] for _, given in page().elements if "id" in given]
        links = {str(given["href"])[1:] for tag, given in page().elements if tag == "a"}
        named = {given["aria-labelledby"] for _, given in page().elements if "aria-labelledby" in given}

        assert len(ids) == len(set(ids))
        assert links <= set(ids)
        assert named <= set(ids)

    def test_headings_go_down_one_by_one(self) -> None:
        levels = [int(each[1]) for each in page().headings]

        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_every_head_of_a_table_says_what_of(self) -> None:
        assert {given.get("scope") for tag, given in page().elements if tag == "th"} == {"col", "row"}

    def test_a_bar_is_never_all_that_tells_a_number(self) -> None:
        bars = [given for tag, given in page().elements if tag == "svg"]

        assert bars
        assert all(given.get("aria-hidden") == "true" for given in bars)


class TestFigures:
    def test_what_is_ready(self) -> None:
        titles = {each.title: name for name, each in purposes().items()}
        told = {
            name: [int(cell.replace(",", "")) for cell in (row[2], row[4], row[5])]
            for row in page().rows("ready-t")
            for title, name in titles.items()
            if row[0].startswith(title + purposes()[name].description)
        }

        assert told == {each.name: [each.ready, each.to_mend, each.standing] for each in counted_purposes(whole())}

    def test_what_to_mend_first_is_in_the_order_counted(self) -> None:
        told = [(row[0], re.search("MP-[A-Z]-[0-9]{3}", row[1])[0], row[3]) for row in page().rows("mend-t")]

        mends = mend_first(whole())
        assert told == [(str(rank), each.code, str(each.documents)) for rank, each in enumerate(mends, 1)]

    def test_where(self) -> None:
        told = [(row[0], *map(int, row[2:])) for row in page().rows("where-t")]

        assert told == [
            ("the document as a whole" if each.at == "/" else each.at, *each.found.values(), each.total)
            for each in parts(whole(), profiles())
        ]

    def test_every_code(self) -> None:
        told = [(row[0], int(row[3]), int(row[4])) for row in page().rows("codes-t")]

        assert told == [(each.code, each.documents, each.found) for each in codes(whole(), profiles())]

    @pytest.mark.parametrize("by", ["age", "force"])
    def test_groups(self, by: str) -> None:
        told = [int(row[1]) for row in page().rows(f"by-{by}")]

        assert told == [each.episodes for each in groups(whole(), by)]

    def test_force_is_told_only_when_asked(self) -> None:
        assert "by-force" not in Page(quality_page(whole())).tables

    def test_an_unlisted_force_is_not_named(self) -> None:
        odd = json.loads(documents()[0]) | {"owner_force": "smith-of-leeds"}
        quality = Quality()
        quality.add(wire.judge(json.dumps(odd)))

        told = quality_page(quality, by_force=True)

        assert b"smith" not in told
        assert b"A force that is on no list" in told


class TestSame:
    def test_the_same_counts_give_the_same_bytes(self) -> None:
        again = Quality()
        for each in reversed(documents()):
            again.add(wire.judge(each))

        assert quality_page(again) == quality_page(whole())

    def test_the_moment_given_is_told_and_no_other(self) -> None:
        late = datetime(2035, 1, 2, tzinfo=UTC)

        assert b'as at <time datetime="2035-01-02T00:00:00+00:00">' in quality_page(whole(), as_of=late)
        assert b"<time" not in quality_page(whole())


class TestLittle:
    def test_nothing_at_all(self) -> None:
        told = Page(quality_page(Quality()))

        assert b"There was no document to judge." in quality_page(Quality())
        assert "ready-t" not in told.tables

    def test_nothing_that_can_be_read(self) -> None:
        quality = Quality()
        quality.add(wire.judge(b"{"))

        told = quality_page(quality)

        assert b"<strong>1 document cannot be read.</strong>" in told
        assert b"No episode could be read." in told
        assert Page(told).rows("mend-t")[0][5] == "1 document can be read if it alone is mended."

    def test_nothing_to_mend(self, good: dict[str, Any]) -> None:
        quality = Quality()
        quality.add(wire.judge(wire.encode(good)))

        assert b"Nothing was found that can be mended." in quality_page(quality)


def test_what_a_template_is_not_given_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        frame._environment().from_string("{{ nothing }}").render()


def test_what_it_is_given_is_escaped() -> None:
    template = frame._environment().from_string("{{ text }}")

    assert template.render(text="<script>&\"'") == "&lt;script&gt;&amp;&#34;&#39;"


def test_the_templates_are_where_the_code_is() -> None:
    names = {each.name for each in Path(frame.__file__).with_name("templates").iterdir()}

    assert names == {"frame.html", "charts.html", "backtest.html", "quality.html", "style.css"}
