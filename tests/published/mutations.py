"""Good documents, changed a little: does everything that reads the standard say the same about each?

``python -m tests.published.mutations 20000`` (from the repository's root, ``src`` on the path) makes as
many as it is told, and says how they were judged. ajv is asked too; ``--without-ajv`` does without.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, zip_longest
from random import Random
from typing import Any, NamedTuple

import jsonschema
import jsonschema_rs
from referencing import Registry

from missingpersons import _first_look, wire
from missingpersons.findings import Finding, finding
from missingpersons.models import DOCUMENTS
from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.models.trust import TrustList
from missingpersons.resources import schema
from missingpersons.testing import people
from missingpersons.testing.strategies import complete, complete_episode

from .ajv import Ajv, AjvError, published
from .messages import every_type

SEED = 20260301
GONE = object()
"""The value of a field that is taken away."""

YES, NO = True, False


class Edit(NamedTuple):
    """One change: its kind, the value that is put in, and whether the document is then good."""

    kind: str
    value: Any
    good: bool
    newline: bool = False
    """Whether it ends a text of an exact form with a newline, which python-jsonschema overlooks."""


class Mutation(NamedTuple):
    """A changed document. ``good`` is None when nobody knows beforehand (several changes)."""

    kind: str
    of: str
    edits: int
    tree: Any
    good: bool | None
    newline: bool = False


class Node(NamedTuple):
    """One value in a document, with the part of the schema that it must fit."""

    path: tuple[str | int, ...]
    part: Mapping[str, Any]
    value: Any


class Verdicts(NamedTuple):
    """Whether each reader takes a document. ``ajv`` is None where it was not asked."""

    parser: bool
    python_jsonschema: bool
    jsonschema_rs: bool
    ajv: bool | None = None

    def all_say(self, expected: bool) -> bool:
        """Whether every reader that was asked says the same as was expected."""
        return all(each is expected for each in self if each is not None)


# --- What each form of text takes, and what it does not -----------------------------------------------

_WHEN = "2026-03-01T10:00:00Z"

FORMS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    # The first: its pattern takes the samples of others.
    "opaque reference": (
        "PC 1234",
        {"a digit alone": "7", "a log": "CAD 4411/26", "signs": "a./:_#-9 z"},
        {
            "no digit": "CAD",
            "blank first": " 1",
            "sign first": "#1",
            "accent": "Sgt Siân 1",
            "Arabic digit": "PC ٣",
            "quote": "O'Neill 1",
        },
    ),
    "part of a key": (
        "A" * 43,
        {"all that it may end with": "x-_" + "0" * 39 + "w"},
        {
            "a bit beyond 256": "A" * 42 + "B",
            "one sign less": "A" * 42,
            "padding": "A" * 42 + "=",
            "base64 that is not for addresses": "+/" + "A" * 41,
        },
    ),
    "timestamp": (
        _WHEN,
        {
            "29 February in a leap year": "2024-02-29T10:00:00Z",
            "29 February 2000": "2000-02-29T10:00:00Z",
            "six digits of fraction": "2026-03-01T10:00:00.123456Z",
            "offset 14:00": "2026-03-01T10:00:00+14:00",
            "offset -00:00": "2026-03-01T10:00:00-00:00",
            "last second of a day": "2026-12-31T23:59:59+05:45",
        },
        {
            "Unix time in a string": "1700000000",
            "negative Unix time": "-1700000000",
            "space for T": "2026-03-01 10:00:00Z",
            "no seconds": "2026-03-01T10:00Z",
            "lower-case t": "2026-03-01t10:00:00Z",
            "lower-case z": "2026-03-01T10:00:00z",
            "seven digits of fraction": "2026-03-01T10:00:00.1234567Z",
            "fraction without digits": "2026-03-01T10:00:00.Z",
            "comma for the fraction": "2026-03-01T10:00:00,5Z",
            "leap second": "2016-12-31T23:59:60Z",
            "offset above 14:00": "2026-03-01T10:00:00+14:01",
            "offset 15:00": "2026-03-01T10:00:00-15:00",
            "offset without a colon": "2026-03-01T10:00:00+0100",
            "offset of hours": "2026-03-01T10:00:00+01",
            "no offset": "2026-03-01T10:00:00",
            "date alone": "2026-03-01",
            "30 February": "2026-02-30T10:00:00Z",
            "29 February in a common year": "2025-02-29T10:00:00Z",
            "29 February 2100": "2100-02-29T10:00:00Z",
            "31 April": "2026-04-31T10:00:00Z",
            "month 13": "2026-13-01T10:00:00Z",
            "day 0": "2026-03-00T10:00:00Z",
            "hour 24": "2026-03-01T24:00:00Z",
            "minute 60": "2026-03-01T10:60:00Z",
            "year 0": "0000-03-01T10:00:00Z",
            "year 999": "0999-03-01T10:00:00Z",
            "year of five digits": "12026-03-01T10:00:00Z",
            "minus sign for the hyphen": "2026−03−01T10:00:00Z",
            "blank before": " 2026-03-01T10:00:00Z",
            "blank after": "2026-03-01T10:00:00Z ",
            "Arabic digit": "2026-0٣-01T10:00:00Z",
            "full-width digit": "2026-03-0１T10:00:00Z",
            "duration": "P1D",
        },
    ),
    "partial date": (
        "201X",
        {
            "day": "2011-06-03",
            "month": "2011-06",
            "year": "2011",
            "decade": "201X",
            "century": "20XX",
            "day not known": "2011-06-XX",
            "month not known": "2011-XX",
            "month and day not known": "2011-XX-XX",
            "uncertain": "2011-06-03?",
            "approximate": "2011~",
            "both": "2011-06%",
            "interval": "2010/2012",
            "interval of days": "2010-01-01?/2012-12-31~",
            "29 February in a leap year": "2012-02-29",
            "29 February 2000": "2000-02-29",
            "year 1": "0001-01-01",
            "year 999": "0999",
            "year 9999": "9999-12-31",
        },
        {
            "30 February": "2011-02-30",
            "29 February in a common year": "2011-02-29",
            "29 February 1900": "1900-02-29",
            "31 June": "2011-06-31",
            "month 13": "2011-13",
            "month 0": "2011-00",
            "British order": "03/06/2011",
            "day with month not known": "2011-XX-03",
            "X in the day": "2011-06-0X",
            "lower-case x": "201x",
            "year not known": "XXXX",
            "open interval": "2010/",
            "open interval ..": "2010/..",
            "three parts": "2010/2011/2012",
            "two marks": "2011?~",
            "mark in front": "~2011",
            "season": "2011-21",
            "long year": "Y12011",
            "no hyphens": "20110603",
            "moment": _WHEN,
            "Unix time in a string": "1307059200",
            "Arabic digit": "٢011",
            "year 0": "0000",
            "year 0 with a month": "0000-XX",
            "29 February of year 0": "0000-02-29",
            "year of five digits": "10000",
            "set": "[2010,2012]",
        },
    ),
    "uuid": (
        "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        {
            "version 8": "0c1d7a52-8a5e-8c3e-9b0e-7d2f1f6b9a10",
            "version 7": "0190163d-8694-739b-aea5-966c26f8ad91",
        },
        {
            "in braces": "{0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10}",
            "urn": "urn:uuid:0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
            "no hyphens": "0c1d7a528a5e5c3e9b0e7d2f1f6b9a10",
            "upper case": "0C1D7A52-8A5E-5C3E-9B0E-7D2F1F6B9A10",
            "nil": "00000000-0000-0000-0000-000000000000",
            "max": "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "wrong variant": "0c1d7a52-8a5e-5c3e-7b0e-7d2f1f6b9a10",
            "not hexadecimal": "0g1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
            "too short": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a1",
            "Cyrillic letter": "0с1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        },
    ),
    "code": (
        "a_b",
        {"unlisted": "zz_not_in_any_list", "one letter": "q", "digits": "x9_9", "64 characters": "q" * 64},
        {
            "capital": "Other",
            "hyphen": "not-listed",
            "digit in front": "9lives",
            "low line in front": "_other",
            "blank": "not listed",
            "blank after": "other ",
            "accent": "café",
            "Cyrillic letter": "оther",
            "Arabic digit": "x٣",
            "dotless i": "lıst",
            "65 characters": "q" * 65,
        },
    ),
    "force": (
        "a-1",
        {"unlisted": "zz-nowhere", "hyphen at the end": "zz-", "40 characters": "q" * 40},
        {
            "capital": "Test-North",
            "low line": "test_north",
            "digit in front": "1-test",
            "blank": "test north",
            "accent": "test-nörth",
            "full-width": "ｔest-north",
            "non-breaking hyphen": "test‑north",
            "41 characters": "q" * 41,
        },
    ),
    "profile": ("a-b", {"another": "zz-top"}, {"capital": "Record", "digit": "record1", "low line": "a_b"}),
    "country": (
        "GBR",
        {"another": "FRA", "unlisted": "ZZZ"},
        {
            "lower case": "gbr",
            "two letters": "GB",
            "four letters": "GBRX",
            "accent": "GÉR",
            "digit": "GB1",
            "Greek": "ΓΒΡ",
        },
    ),
    "language": (
        "bfi",
        {"two letters": "cy", "unlisted": "zzz"},
        {"capital": "En", "one letter": "e", "four letters": "engl", "region": "en-GB", "accent": "né"},
    ),
    "last digits": (
        "1234",
        {"one": "0", "noughts": "0000"},
        {"five digits": "12345", "letter": "123A", "blank": "12 4", "minus": "-123", "Arabic digit": "12٣"},
    ),
    "longitude": (
        "180",
        {
            "whole": "0",
            "180.0": "180.0000000",
            "west": "-179.9999999",
            "zero in front": "02.5",
            "minus nought": "-0",
        },
        {
            "180.1": "180.1",
            "-180.0000001": "-180.0000001",
            "200": "200",
            "eight decimals": "1.12345678",
            "plus": "+1.5",
            "no whole part": ".5",
            "no decimals": "1.",
            "comma": "1,5",
            "exponent": "1e1",
            "letter": "1.5W",
            "Arabic digit": "٣",
            "nine digits": "000000001",
        },
    ),
    "latitude": (
        "-89.5",
        {
            "whole": "0",
            "90.0": "90.0",
            "south": "-90",
            "seven decimals": "51.1234567",
            "minus nought": "-0.0",
        },
        {
            "90.1": "90.1",
            "-90.0000001": "-90.0000001",
            "91": "91",
            "eight decimals": "1.12345678",
            "plus": "+1.5",
            "no whole part": ".5",
            "no decimals": "1.",
            "comma": "51,5",
            "exponent": "5e1",
            "degree sign": "51.5°",
            "Arabic digit": "٣",
            "minus sign": "−51.5",
        },
    ),
    "pointer": (
        "/a/b",
        {"index": "/assessments/0/level", "unknown place": "/not/there", "dots": "/.."},
        {
            "no slash": "person",
            "root": "",
            "slash at the end": "/person/",
            "empty segment": "/person//names",
            "escape": "/a~1b",
            "blank": "/a b",
            "accent": "/café",
            "seventeen segments": "/a" * 17,
            "fragment": "#/person",
        },
    ),
    "grading": (
        "2BP",
        {"another": "3EC"},
        {"lower case": "2bp", "four": "4BP", "too long": "2BPP", "letter": "2FP", "Arabic digit": "٣BP"},
    ),
    "telephone": (
        "+447700900123",
        {"shortest": "+1234567", "longest": "+123456789012345"},
        {
            "no plus": "447700900123",
            "nought after the plus": "+0447700900123",
            "blank": "+44 7700900123",
            "too short": "+123456",
            "sixteen digits": "+1234567890123456",
            "Arabic digit": "+44770090012٣",
            "full-width plus": "＋447700900123",
        },
    ),
    "script": (
        "Latn",
        {"another": "Arab", "unlisted": "Zzzz"},
        {"lower case": "latn", "capitals": "LATN", "three letters": "Lat", "accent": "Latñ", "digit": "Lat1"},
    ),
    "media type": (
        "image/jpeg",
        {"with a suffix": "image/svg+xml", "tree": "application/vnd.example"},
        {
            "no subtype": "image",
            "capital": "image/JPEG",
            "parameter": "image/jpeg; q=1",
            "two slashes": "image/jpeg/x",
            "nothing after the slash": "image/",
            "accent": "imagé/jpeg",
        },
    ),
    "digest": (
        "0123456789abcdef" * 4,
        {"noughts": "0" * 64},
        {
            "capitals": "0123456789ABCDEF" * 4,
            "63 characters": "0" * 63,
            "65 characters": "0" * 65,
            "not hexadecimal": "g" * 64,
            "name of the algorithm": f"sha256:{'0' * 57}",
        },
    ),
    "place in a batch": (
        f"{'0123456789abcdef' * 4}.0",
        {"the highest": f"{'0' * 64}.99999"},
        {
            "no place": "0" * 64,
            "no digest": ".0",
            "nought in front": f"{'0' * 64}.01",
            "six digits": f"{'0' * 64}.100000",
            "capitals": f"{'A' * 64}.0",
            "minus": f"{'0' * 64}.-1",
            "Arabic digit": f"{'0' * 64}.٣",
        },
    ),
    "version": (
        "1.0",
        {"the same": "1.0"},
        {
            "no minor": "1",
            "three parts": "1.0.0",
            "zero in front": "1.00",
            "zero in front of the major": "01.0",
            "letter": "v1.0",
            "another major": "2.0",
            "blank": "1.0 ",
            "Arabic digit": "1.٣",
            "four digits": "1.1000",
        },
    ),
    "source": (
        "urn:missingpersons:force:a",
        {"another": "urn:missingpersons:force:zz-1"},
        {
            "no force": "urn:missingpersons:force:",
            "capital": "urn:missingpersons:force:A",
            "URL": "https://example.org/",
        },
    ),
    "signature": (
        "a..b",
        {"another": "ab-_9..AZ"},
        {
            "with a payload": "a.b.c",
            "no header": "..b",
            "padding": "a=..b",
            "one dot": "a.b",
            "no signature": "a..",
        },
    ),
    "finding code": (
        "MP-R-001",
        {"unlisted": "MP-Z-999"},
        {"lower case": "mp-r-001", "two digits": "MP-R-01", "Arabic digit": "MP-R-00٣"},
    ),
}
"""Each form of text: a sample that no form before it takes, what it takes, and what it does not."""


@cache
def form_of(pattern: str) -> str:
    """Which form a pattern of the schema stands for. Raises ``StopIteration`` for one without a form here."""
    return next(name for name, (sample, _, _) in FORMS.items() if re.fullmatch(pattern, sample))


# --- Every change that can be made to one value --------------------------------------------------------


def edits(node: Node, part: Mapping[str, Any]) -> Iterator[Edit]:
    """Every change to one value that this page knows, with whether the document is good afterwards."""
    yield Edit("null", None, NO)
    if node.path == ("extensions",):
        yield from _extension_edits()
    elif "enum" in part or "const" in part:
        yield from _enum_edits(part)
    elif part["type"] == "string":
        yield from _text_edits(part)
    elif part["type"] == "integer":
        yield from _number_edits(part)
    elif part["type"] == "array":
        yield from _list_edits(node, part)
    else:
        yield from _object_edits(node, part)


def _enum_edits(part: Mapping[str, Any]) -> Iterator[Edit]:
    codes = part.get("enum") or [part["const"]]
    for code in codes:
        yield Edit("enum: a listed code", code, YES)
    yield Edit("enum: wrong code", "zz_not_listed", NO)
    if codes[0].upper() != codes[0]:
        yield Edit("enum: capitals", codes[0].upper(), NO)
    yield Edit("enum: blank after", f"{codes[0]} ", NO)
    yield Edit("enum: newline after", f"{codes[0]}\n", NO)
    yield Edit("enum: empty", "", NO)
    yield Edit("enum: true for yes", value=True, good=NO)
    yield Edit("enum: a Boolean word", "true", NO)
    yield Edit("enum: number", 1, NO)
    yield Edit("enum: list", [codes[0]], NO)
    yield Edit("enum: object", {"code": codes[0]}, NO)


def _text_edits(part: Mapping[str, Any]) -> Iterator[Edit]:
    longest = part["maxLength"]
    yield Edit("text: empty", "", NO)
    yield Edit("text: int", 5, NO)
    yield Edit("text: Unix time as a number", 1700000000, NO)
    yield Edit("text: fraction", 51.5, NO)
    yield Edit("text: true", value=True, good=NO)
    yield Edit("text: list", ["words"], NO)
    yield Edit("text: object", {"text": "words"}, NO)
    if "pattern" not in part:
        yield Edit("text: as long as can be", "x" * longest, YES)
        yield Edit("text: too long", "x" * (longest + 1), NO)
        yield Edit("text: too long beyond the BMP", "🙂" * (longest + 1), NO)
        for kind, words in _WORDS.items():
            yield Edit(f"text: {kind}", words, YES)
        yield Edit("text: as long as can be beyond the BMP", "🙂" * longest, YES)
        return
    form = form_of(part["pattern"])
    sample, good, bad = FORMS[form]
    for kind, text in good.items():
        yield Edit(f"{form}: {kind}", text, YES)
    for kind, text in bad.items():
        yield Edit(f"{form}: {kind}", text, NO)
    yield Edit(f"{form}: newline after", f"{sample}\n", NO, newline=True)
    yield Edit(f"{form}: newline before", f"\n{sample}", NO)
    yield Edit(f"{form}: carriage return after", f"{sample}\r", NO)
    yield Edit(f"{form}: line separator after", f"{sample}\u2028", NO)
    yield Edit(f"{form}: NUL after", f"{sample}\0", NO)
    yield Edit(f"{form}: zero-width blank inside", f"{sample[:1]}\u200b{sample[1:]}", NO)
    yield Edit(f"{form}: byte order mark", f"\ufeff{sample}", NO)
    yield Edit(f"{form}: far too long", sample * (longest + 1), NO)


_WORDS = {
    "one character": "x",
    "blank only": " ",
    "newline at the end": "words\n",
    "newlines": "one\r\ntwo",
    "NUL": "a\0b",
    "quotes and colons": '":{"person":null}\\":',
    "the word null": "null",
    "the word NaN": "NaN",
    "minus nought": ":-0",
    "digits": "12345",
    "accents": "Siân Ŵyn O’Neill",
    "combining accent": "e\u0301",
    "right to left": "محمد ٣",
    "beyond the BMP": "𝒳🙂",
    "line separator": "a\u2028b",
    "non-character": "a\uffffb",
    "escapes": "\\u0041\\n",
}


def _number_edits(part: Mapping[str, Any]) -> Iterator[Edit]:
    least, most = part["minimum"], part["maximum"]
    yield Edit("number: least", least, YES)
    yield Edit("number: most", most, YES)
    yield Edit("number: in between", (least + most) // 2, YES)
    yield Edit("number: below the least", least - 1, NO)
    yield Edit("number: above the most", most + 1, NO)
    yield Edit("number: negative", -5, NO)
    yield Edit("number: 2**53", 2**53, NO)
    yield Edit("number: 2**63", 2**63, NO)
    yield Edit("number: 10**30", 10**30, NO)
    yield Edit("number: string", str(least), NO)
    yield Edit("number: string with a blank", f" {least}", NO)
    yield Edit("number: true", value=True, good=NO)
    yield Edit("number: false", value=False, good=NO)
    yield Edit("number: fraction", least + 0.5, NO)
    yield Edit("number: list", [least], NO)
    yield Edit("number: object", {}, NO)
    yield Edit("number: empty string", "", NO)


def _list_edits(node: Node, part: Mapping[str, Any]) -> Iterator[Edit]:
    value = node.value
    yield Edit("list: empty", [], YES)
    yield Edit("list: object", {}, NO)
    yield Edit("list: object by index", {"0": value[0]} if value else {"0": "x"}, NO)
    yield Edit("list: string", "words", NO)
    yield Edit("list: true", value=True, good=NO)
    yield Edit("list: null entry", [*value, None], NO)
    yield Edit("list: list in the list", [value], NO)
    if value:
        yield Edit("list: bare entry", value[0], NO)
        yield Edit("list: the same twice", [*value, value[0]], YES)
        if isinstance(value[0], str):
            yield Edit("list: as many as can be", [value[0]] * part["maxItems"], YES)
        yield Edit("list: too many", [value[0]] * (part["maxItems"] + 1), NO)


def _object_edits(node: Node, part: Mapping[str, Any]) -> Iterator[Edit]:
    value = node.value
    required = part.get("required", ())
    yield Edit("object: empty", {}, not required)
    yield Edit("object: list", [], NO)
    yield Edit("object: list of it", [value], NO)
    yield Edit("object: string", "words", NO)
    yield Edit("object: number", 0, NO)
    yield Edit("object: unknown field", {**value, "zz_unknown": "words"}, NO)
    yield Edit("object: unknown field, null", {**value, "zz_unknown": None}, NO)
    yield Edit("object: empty field name", {**value, "": "words"}, NO)
    yield Edit("object: field name x-", {**value, "x-local": {}}, NO)
    for name in INHERITED:
        yield Edit(f"object: field name {name}", {**value, name: "words"}, NO)
    for name, each in value.items():
        without = {other: one for other, one in value.items() if other != name}
        missing = name in required
        yield Edit(f"object: {'required' if missing else 'optional'} field left out", without, not missing)
        yield Edit("object: field name in capitals", {**without, name.upper(): each}, NO)
        yield Edit("object: blank after a field name", {**without, f"{name} ": each}, NO)


INHERITED = ("__proto__", "constructor", "toString", "hasOwnProperty")
"""Names that every object of JavaScript has already, so that a reader in it may overlook them."""


_DEEP: Any = "deep"
for _ in range(40):
    _DEEP = [{"in": _DEEP}]

_VALUES: dict[str, tuple[Any, bool]] = {
    "text": ("words", YES),
    "empty text": ("", YES),
    "newline": ("a\n", YES),
    "true": (True, YES),
    "nought": (0, YES),
    "2**53 - 1": (2**53 - 1, YES),
    "-(2**53 - 1)": (-(2**53) + 1, YES),
    "empty list": ([], YES),
    "empty object": ({}, YES),
    "mixed list": ([1, "a", True, [], {}], YES),
    "deep": (_DEEP, YES),
    "name of 64": ({"k" * 64: 1}, YES),
    "name with a dot": ({"a.b-c_9": 1}, YES),
    "name of a field": ({"document_type": "call", "extensions": {}}, YES),
    "name that JavaScript's objects have": ({"constructor": {"toString": 1}}, YES),
    "null": (None, NO),
    "null in a list": ([None], NO),
    "null in an object": ({"a": None}, NO),
    "fraction": (1.5, NO),
    "small fraction": (1e-7, NO),
    "fraction in a list": ([0.1], NO),
    "2**53": (2**53, NO),
    "-2**53": (-(2**53), NO),
    "2**63": (2**63, NO),
    "2**64 in a list": ([2**64], NO),
    "10**30": (10**30, NO),
    "name with a blank": ({"a b": 1}, NO),
    "name with an accent": ({"é": 1}, NO),
    "name in Arabic digits": ({"a٣": 1}, NO),
    "name that is empty": ({"": 1}, NO),
    "name that starts with a digit": ({"1a": 1}, NO),
    "name that starts with a low line": ({"_a": 1}, NO),
    "name __proto__": ({"__proto__": 1}, NO),
    "name with a slash": ({"a/b": 1}, NO),
    "name with a quote": ({'a"': 1}, NO),
    "name of 65": ({"k" * 65: 1}, NO),
    "name with a superscript": ({"a²": 1}, NO),
    "name deep down": ([[{"a": {"b c": []}}]], NO),
}


def _extension_edits() -> Iterator[Edit]:
    for kind, (value, good) in _VALUES.items():
        yield Edit(f"extensions: {kind}", {"test": {"local": value}}, good)
        if isinstance(value, dict) and value and all(isinstance(each, int) for each in value.values()):
            name = next(iter(value))
            yield Edit(f"extensions: field {kind}", {"test": {name: "words"}}, good)
            yield Edit(f"extensions: owner {kind}", {name: {"local": "words"}}, good)
    yield Edit("extensions: empty", {}, YES)
    yield Edit("extensions: owner with nothing", {"test": {}}, YES)
    yield Edit("extensions: two owners", {"test": {"a": 1}, "other-vendor": {"a": "b"}}, YES)
    for kind, value in {"text": "words", "list": [], "number": 1, "true": True, "null": None}.items():
        yield Edit(f"extensions: owner's fields are {kind}", {"test": value}, NO)
    yield Edit("extensions: list", [], NO)
    yield Edit("extensions: text", "words", NO)


AT_BOUNDS = {
    "number: least",
    "number: most",
    "number: below the least",
    "number: above the most",
    "text: as long as can be",
    "text: too long",
    "list: too many",
    "object: unknown field",
}
"""Kinds of change that are made to every field there is."""


# --- Documents, nodes and mutations -----------------------------------------------------------------


def _ref(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    return definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part


def nodes(tree: Any, whole: Mapping[str, Any]) -> Iterator[Node]:
    """Every value of a document that the schema speaks of, with its part of the schema."""
    waiting = [Node((), whole, tree)]
    while waiting:
        path, part, value = waiting.pop()
        part = _ref(part, whole["$defs"])
        yield Node(path, part, value)
        if isinstance(value, dict) and "properties" in part:
            known = part["properties"]
            waiting.extend(Node((*path, name), known[name], value[name]) for name in value if name in known)
        elif isinstance(value, list) and "items" in part:
            waiting.extend(Node((*path, index), part["items"], each) for index, each in enumerate(value))


def put(tree: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A copy of a tree with another value at one place."""
    if not path:
        return value
    copied = dict(tree) if isinstance(tree, dict) else list(tree)
    copied[path[0]] = put(tree[path[0]], path[1:], value)
    return copied


def minimal_episode() -> dict[str, Any]:
    """The shortest episode that can be read."""
    return {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "revision": 1,
        "tenure": 1,
        "recorded_at": _WHEN,
        "owner_force": "test-north",
        "status": "open",
        "person": {},
    }


def minimal_case() -> dict[str, Any]:
    """The shortest unidentified case that can be read."""
    return {
        "document_type": "unidentified_case",
        "standard_version": "1.0",
        "case_id": "3d0f5f0a-7a41-5d0e-8a55-0f3a6f0e7c21",
        "revision": 1,
        "tenure": 1,
        "recorded_at": _WHEN,
        "owner_force": "test-north",
        "status": "open",
    }


def minimal_call() -> dict[str, Any]:
    """The shortest call that can be read."""
    return {
        "document_type": "call",
        "standard_version": "1.0",
        "call_id": "8f1b6c44-51c2-5b8e-9d3c-2a7e64b0d915",
        "recorded_at": _WHEN,
        "force": "test-north",
    }


def minimal_audit_event() -> dict[str, Any]:
    """The shortest entry of a log that can be read."""
    return {
        "standard_version": "1.0",
        "event_id": "5d4a1f6e-0c3b-5b7a-8d21-9b0e7d2f1f6b",
        "sequence": 1,
        "at": _WHEN,
        "force": "test-north",
        "operation": "collection",
    }


def good_documents() -> list[tuple[str, dict[str, Any]]]:
    """Documents without any fault of structure, each with the name of its schema."""
    invented = [people.episode(Random(seed), seed) for seed in range(1, 5)]
    episodes = [complete_episode(), minimal_episode(), *invented]
    return [
        *(("episode", each) for each in episodes),
        ("unidentified-case", complete("unidentified-case")),
        ("unidentified-case", minimal_case()),
        ("call", complete("call")),
        ("call", minimal_call()),
        *((schema_name(each["type"]), each) for each in every_type(minimal_episode())),
        ("audit-event", complete("audit-event")),
        ("audit-event", minimal_audit_event()),
        ("trust-list", complete("trust-list")),
    ]


def whole_documents() -> Iterator[Mutation]:
    """Documents that are no object, or an empty one."""
    for value in ([], {}, "episode", "", 0, True, None, [minimal_episode()], {"episode": minimal_episode()}):
        for of in ("episode", "unidentified-case", "call", *map(schema_name, MESSAGES), "audit-event", "trust-list"):
            yield Mutation("document: not of the kind", of, 0, value, NO)


def mutations(number: int, seed: int = SEED) -> Iterator[Mutation]:
    """``number`` mutations, the same for the same seed: three of four a single change away from good."""
    random = Random(seed)
    single = number * 3 // 4
    documents = good_documents()
    wholes = list(whole_documents())[: number // 4]
    yield from wholes
    yield from _single(random, documents, single)
    for _ in range(number - single - len(wholes)):
        yield _several(random, documents)


def _single(random: Random, documents: list[tuple[str, dict[str, Any]]], number: int) -> Iterator[Mutation]:
    """One change each, in turn from every group until it has no more, so that no kind is left out."""
    groups: dict[tuple[Any, ...], list[tuple[str, Any, Node, Edit]]] = {}
    for of, tree in documents:
        for node in nodes(tree, _schema(of)):
            for edit in edits(node, node.part):
                groups.setdefault(_group(node, edit), []).append((of, tree, node, edit))
    for each in groups.values():
        random.shuffle(each)
    turns = chain.from_iterable(zip_longest(*groups.values()))
    for of, tree, node, edit in islice(filter(None, turns), number):
        yield Mutation(edit.kind, of, 1, put(tree, node.path, edit.value), edit.good, edit.newline)


def _group(node: Node, edit: Edit) -> tuple[Any, ...]:
    """The kind of a change; and the field too, where each field has bounds of its own."""
    fields = tuple(each for each in node.path if isinstance(each, str))
    return (edit.kind, fields) if edit.kind in AT_BOUNDS else (edit.kind,)


def _several(random: Random, documents: list[tuple[str, dict[str, Any]]]) -> Mutation:
    of, tree = random.choice(documents)
    count = random.randint(2, 4)
    newline = False
    gentle = random.random() < 0.5
    for _ in range(count):
        node = random.choice([each for each in nodes(tree, _schema(of)) if _fits(each)])
        chosen = [each for each in edits(node, node.part) if each.good or not gentle]
        if chosen:
            edit = random.choice(chosen)
            newline = newline or edit.newline
            tree = put(tree, node.path, edit.value)
    return Mutation("several changes", of, count, tree, None, newline)


def _fits(node: Node) -> bool:
    """Whether a value is of the type that its part of the schema has, so that it can be changed again."""
    kind = {"object": dict, "array": list, "integer": int, "string": str}[node.part["type"]]
    return isinstance(node.value, kind) and node.path != ()


# --- The verdicts ---------------------------------------------------------------------------------------


@cache
def _schema(of: str) -> dict[str, Any]:
    return schema(of)


@cache
def _python_jsonschema(of: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(_schema(of), registry=Registry())


@cache
def _jsonschema_rs(of: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_schema(of), registry=jsonschema_rs.Registry([]))


_KINDS = {name.replace("_", "-"): kind for name, kind in DOCUMENTS.items()}
_TYPES = {schema_name(type_): type_ for type_ in MESSAGES}


def reads(of: str, data: bytes) -> bool:
    """Whether the library's own parser takes a document."""
    if of == "audit-event":
        return wire.read_audit_event(data)[0] is not None
    if of == "trust-list":
        return not trust_list_findings(data)
    if of in _KINDS:
        return wire.read(data, _KINDS[of])[0] is not None
    tree, odd = _first_look.look(data)
    return not odd and isinstance(tree, dict) and tree.get("type") == _TYPES[of] and wire.read_message(tree).ok


def trust_list_findings(data: bytes) -> Sequence[Finding]:
    """What is found in the structure of a list of keys, whoever signed it."""
    event = wire.read_signed(data, TrustList)
    if event.odd or event.sound:
        return event.odd
    is_object = isinstance(event.tree, dict)
    return wire.as_written(event.tree, TrustList)[1].findings if is_object else [finding("MP-X-030")]


def encoded(tree: Any) -> bytes:
    """The bytes of a document."""
    return json.dumps(tree, ensure_ascii=False).encode()


def verdicts(of: str, tree: Any) -> Verdicts:
    """What each of the three in this process says of a document."""
    return _verdicts(of, tree, encoded(tree))


def _verdicts(of: str, tree: Any, data: bytes) -> Verdicts:
    return Verdicts(reads(of, data), _python_jsonschema(of).is_valid(tree), _jsonschema_rs(of).is_valid(tree))


@dataclass(slots=True)
class Tally:
    """How many documents were judged, and how."""

    accepted: Counter[str]
    refused: Counter[str]
    single: int = 0
    overlooked_newlines: int = 0
    by_ajv: int = 0
    """How many of them ajv was asked about."""

    @property
    def total(self) -> int:
        return self.accepted.total() + self.refused.total()

    def __str__(self) -> str:
        kinds = sorted(self.accepted.keys() | self.refused.keys())
        lines = [f"  {self.accepted[kind]:6} {self.refused[kind]:6}  {kind}" for kind in kinds]
        return "\n".join(
            [
                "accepted refused  kind",
                *lines,
                f"{self.total} mutations, {self.single} of them one edit from good: "
                f"{self.accepted.total()} accepted, {self.refused.total()} refused; "
                f"{self.overlooked_newlines} final newlines that python-jsonschema alone overlooks; "
                f"{self.by_ajv} judged by ajv too",
            ]
        )


def ask_ajv() -> Ajv:
    """ajv, with the schema of each kind of document that is changed here. Raises ``AjvError`` where it is not."""
    return Ajv({of: published()[of] for of, _ in good_documents()})


BATCH = 500
"""How many documents ajv is given at a time: enough to keep both processes busy, few enough to be held."""


def judge(made: Iterator[Mutation], ajv: Ajv | None = None) -> tuple[Tally, list[tuple[Mutation, Verdicts]]]:
    """The tally of many mutations, and those about which the readers disagree or are all wrong."""
    tally = Tally(Counter(), Counter())
    wrong = []
    while batch := list(islice(made, BATCH)):
        written = [encoded(each.tree) for each in batch]
        if ajv is not None:
            ajv.send((each.of, data) for each, data in zip(batch, written, strict=True))
        judged = [_verdicts(each.of, each.tree, data) for each, data in zip(batch, written, strict=True)]
        if ajv is not None:
            answers = ajv.verdicts(len(batch))
            judged = [said._replace(ajv=answer) for said, answer in zip(judged, answers, strict=True)]
            tally.by_ajv += len(batch)
        for each, said in zip(batch, judged, strict=True):
            expected = said.parser if each.good is None else each.good
            if each.newline and said.python_jsonschema is not expected:
                tally.overlooked_newlines += 1
                said = said._replace(python_jsonschema=expected)
            if not said.all_say(expected):
                wrong.append((each, said))
            (tally.accepted if said.parser else tally.refused)[each.kind] += 1
            tally.single += each.edits == 1
    return tally, wrong


NO_SCHEMA_SEES = {
    "a name repeated in one object": ('"tenure": 1', '"tenure": 1, "tenure": 1'),
    "a whole number spelt 1.0": ('"tenure": 1', '"tenure": 1.0'),
    "a whole number spelt 1e0": ('"tenure": 1', '"tenure": 1e0'),
    "a nought spelt -0": ('"person": {}', '"person": {"age": {"min": -0}}'),
    "half a surrogate pair": ('"person": {}', '"person": {}, "circumstances": "\\ud800"'),
    "NaN": ('"tenure": 1', '"tenure": NaN'),
}
"""What is gone, or no JSON, before a schema is asked: what the shortest episode says, and what is put for it."""


def exceptions(ajv: Ajv | None) -> Iterator[tuple[str, str]]:
    """Each named exception, and what the readers say of it."""
    for name, (usual, odd) in NO_SCHEMA_SEES.items():
        data = json.dumps(minimal_episode()).replace(usual, odd).encode()
        assert odd.encode() in data
        yield name, _said(reads("episode", data), None if ajv is None else ajv.takes("episode", data))
    tree = {**minimal_episode(), "owner_force": "test-north\n"}
    said = verdicts("episode", tree)
    answer = None if ajv is None else ajv.takes("episode", encoded(tree))
    yield "a final newline", f"{_said(said.parser, answer)}, python-jsonschema {_word(said.python_jsonschema)} it"


def _said(parser: bool, ajv: bool | None) -> str:
    return f"the parser {_word(parser)} it" + ("" if ajv is None else f", ajv {_word(ajv)} it")


def _word(taken: bool) -> str:
    return "takes" if taken else "refuses"


def main() -> int:
    """Make as many mutations as the first argument says, and report."""
    arguments = argparse.ArgumentParser(prog="python -m tests.published.mutations", description=main.__doc__)
    arguments.add_argument("number", type=int, nargs="?", default=4000)
    arguments.add_argument("--without-ajv", action="store_true", help="ask only the readers in this process")
    given = arguments.parse_args()
    try:
        ajv = None if given.without_ajv else ask_ajv()
    except AjvError as missing:
        print(f"{missing}; --without-ajv does without", file=sys.stderr)
        return 2
    try:
        tally, wrong = judge(mutations(given.number), ajv)
        print(tally)
        for each, said in wrong[:20]:
            print(f"disagreement: {each.kind} ({each.of}, {each.edits} edits): {said}")
        print(f"{len(wrong)} disagreements. What no schema can see, and is no disagreement:")
        for name, sentence in exceptions(ajv):
            print(f"  {name}: {sentence}")
    finally:
        if ajv is not None:
            ajv.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
