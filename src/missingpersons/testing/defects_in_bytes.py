"""Defects that only the bytes of a document can show: each makes a document with one, and says where it is."""

from __future__ import annotations

import json
from typing import Any

from missingpersons import wire
from missingpersons.testing.sites import Made, Site, drawn_site, reached, sites
from missingpersons.testing.strategies import CHARACTERS, documents, st

_ODD_NUMBERS = (b"1.5", b"1.0", b"1e3", b"-0", b"-0.0", b"1E400", b"123456789012345678901")


def not_utf8(draw: st.DrawFn, name: str) -> Made:
    """Bytes that begin or go on with no character."""
    good = wire.encode(draw(documents(name)))
    at = draw(st.integers(0, len(good)))
    return good[:at] + draw(st.sampled_from([b"\xff", b"\xc0\x80"])) + good[at:], ""


def empty(draw: st.DrawFn, _: str) -> Made:
    """Nothing, or blanks."""
    return draw(st.text(" \t\r\n", max_size=4)).encode(), ""


def broken_off(draw: st.DrawFn, name: str) -> Made:
    """A document that somebody cut."""
    good = wire.encode(draw(documents(name))).decode()
    return good[: draw(st.integers(1, len(good) - 1))].encode(), ""


def too_deep(draw: st.DrawFn, name: str) -> Made:
    """Lists in lists, in a local field: nothing else is deep."""
    levels = draw(st.sampled_from([300, 1_000, 100_000]))
    local = next(each for each in sites(name) if each.is_local)
    document, _ = _with(draw, name, local, b"[" * levels + b"]" * levels)
    return document, ""


def repeated_name(draw: st.DrawFn, name: str) -> Made:
    """One name twice in an object, with the same value."""
    site = drawn_site(draw, name, lambda each: each.name is not None)
    spot = reached(draw, name, draw(documents(name)), site)
    mark = _nowhere_in(spot.tree)
    spot.holder[mark] = spot.value
    document = wire.encode(spot.tree).replace(f'"{mark}":'.encode(), f'"{spot.last}":'.encode())
    return document, spot.place(above=True)


def no_number(draw: st.DrawFn, name: str) -> Made:
    """NaN or an infinity, for any value."""
    return _instead(draw, name, draw(st.sampled_from([b"NaN", b"Infinity", b"-Infinity"])))


def half_character(draw: st.DrawFn, name: str) -> Made:
    """Half of a surrogate pair in a text, for any value."""
    half = draw(st.sampled_from([rb"\ud83d", rb"\uDC00"]))
    before, after = (json.dumps(draw(st.text(CHARACTERS, max_size=5)))[1:-1].encode() for _ in range(2))
    # Half a pair escaped before it would make a whole one; a text of whole characters never ends with half of one.
    return _instead(draw, name, b'"%b%b%b"' % (before, half, after))


def null(draw: st.DrawFn, name: str) -> Made:
    """Null, for any value."""
    return _instead(draw, name, b"null")


def fraction(draw: st.DrawFn, name: str) -> Made:
    """A number that is not whole or not in its plain form, for any value."""
    return _instead(draw, name, draw(st.sampled_from(_ODD_NUMBERS)))


def too_large(draw: st.DrawFn, name: str) -> Made:
    """A document that blanks make a little larger than a reader must accept."""
    good = wire.encode(draw(documents(name)))
    return good + b" " * (wire.MAX_BYTES + 1 - len(good)), ""


def no_object(draw: st.DrawFn, name: str) -> Made:
    """JSON, but no object."""
    good = wire.encode(draw(documents(name)))
    return draw(st.sampled_from([b"[]", b"[%b]" % good, b'"words"', b'""', b"0", b"-7", b"true", b"false"])), ""


def _instead(draw: st.DrawFn, name: str, written: bytes) -> Made:
    site = drawn_site(draw, name, lambda each: bool(each.steps) and not each.is_foreign(name))
    return _with(draw, name, site, written)


def _with(draw: st.DrawFn, name: str, site: Site, written: bytes) -> Made:
    """A document in which one value is written as no tree can say it."""
    spot = reached(draw, name, draw(documents(name)), site)
    mark = _nowhere_in(spot.tree)
    spot.put(mark)
    return wire.encode(spot.tree).replace(f'"{mark}"'.encode(), written), spot.place()


def _nowhere_in(tree: dict[str, Any]) -> str:
    """A text that is nowhere in a document."""
    text, mark = wire.encode(tree).decode(), "here"
    while mark in text:
        mark += "~"
    return mark
