"""Local fields are carried as they are, byte for byte; and whatever schema an owner gives, nothing breaks."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import wire
from missingpersons.converters import Fate
from missingpersons.converters.tabular import convert, read_mapping
from missingpersons.exchange import keys, seal
from missingpersons.findings import CannotRun, Report
from missingpersons.testing.strategies import complete, extensions

pytestmark = pytest.mark.no_cover

SETTINGS = settings(max_examples=examples(50), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TYPES = ("episode", "unidentified-case", "call")
LARGEST = 2**53 - 1
OWNER = "org.example.test-north"

HARD: dict[str, Any] = {
    "uk.police.test-north": {
        "a.b-c_d": {"": [], "e.f": {}, "e": {"f": [[], [[]], {}, {"g": []}]}} | {"Z": "z", "z": "Z"},
        "numbers": [0, LARGEST, -LARGEST, 1, 10**15, True, False],
        "text": ["", " ", "Zoë\n\t\u2028", "\U0001f6a8", "ü", "u\u0308", "\\", '"', "</script>", "\x7f", "0", "null"],
        "order": [3, 1, 2, 1],
    },
    "empty": {},
    "Z": {"a": {}},
}
del HARD["uk.police.test-north"]["a.b-c_d"][""]


class TestCarried:
    """What is read is what is written, in the one canonical form: no list sorted, no empty thing dropped."""

    @SETTINGS
    @given(extensions(), st.sampled_from(TYPES))
    @example(HARD, "episode")
    @example(HARD, "unidentified-case")
    @example(HARD, "call")
    @example({}, "call")
    def test_through_reading_and_writing(self, local: dict[str, Any], name: str) -> None:
        document = wire.encode({**complete(name), "extensions": local})

        written = wire.dump(wire.parse(document))

        assert written == document
        assert b'"extensions":' + wire.encode(local) in written

    @SETTINGS
    @given(extensions(), st.sampled_from(TYPES))
    @example(HARD, "episode")
    def test_through_plain_python(self, local: dict[str, Any], name: str) -> None:
        tree = {**complete(name), "extensions": local}

        assert wire.dump(wire.build(tree)) == wire.encode(tree)

    @SETTINGS
    @given(extensions())
    @example(HARD)
    def test_through_sealing_and_opening(self, local: dict[str, Any]) -> None:
        key = keys.new_key("test-north")
        document = wire.encode({**complete("episode"), "owner_force": "test-north", "extensions": local})

        message = seal.seal(document, key, time="2026-03-02T10:00:00Z")
        opened = seal.open_message(message, {key.public.kid: key.public})

        assert (opened.outcome, opened.document) == ("ok", document)
        assert b'"extensions":' + wire.encode(local) in message

    @SETTINGS
    @given(extensions())
    @example(HARD)
    def test_judging_changes_nothing(self, local: dict[str, Any]) -> None:
        record = wire.parse(wire.encode({**complete("call"), "extensions": local}))
        before = wire.dump(record)

        schemas = {owner: {"additionalProperties": {"default": 1}} for owner in local}
        wire.check_record(record, extension_schemas=schemas)

        assert wire.dump(record) == before


NAMES = st.from_regex("[A-Za-z][A-Za-z0-9_.-]{0,20}", fullmatch=True)
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30).map(str.strip).filter(bool)


class TestConverted:
    """A cell that a mapping sends to a local field is there, word for word."""

    @SETTINGS
    @given(NAMES, NAMES, NAMES, CELLS, st.integers(-LARGEST, LARGEST), st.lists(CELLS, min_size=1, max_size=3))
    @example("uk.police.test-north", "a.b", "c-d.e", '"quoted", and\na line', LARGEST, ["b", "a", "b"])
    def test_text_numbers_and_lists(
        self, owner: str, name: str, inner: str, text: str, number: int, entries: list[str]
    ) -> None:
        entries = [each.replace("|", "/") for each in entries]
        written = io.StringIO(newline="")
        csv.writer(written).writerows([["r", "t", "n", "l"], ["A1", text, str(number), "|".join(entries)]])
        at = f"/extensions/{owner}/{name}"
        mapping = read_mapping(
            'name = "invented"\nowner_force = "test-north"\n'
            '[[column]]\nname = "r"\nto = "/local_reference"\n'
            f'[[column]]\nname = "t"\nto = "{at}.t/{inner}"\n'
            f'[[column]]\nname = "n"\nas = "whole_number"\nto = "{at}.n"\n'
            f'[[column]]\nname = "l"\nas = "list"\nseparator = "|"\nto = "{at}.l/-"\n'
        )

        (row,) = convert(
            io.BytesIO(written.getvalue().encode()), mapping, name="in.csv", recorded_at="2026-03-01T09:00:00Z"
        )

        assert row.document is not None
        carried = {f"{name}.t": {inner: text}, f"{name}.n": number, f"{name}.l": entries}
        assert b'"extensions":' + wire.encode({owner: carried}) in row.document
        assert {fate for _, fate in row.cells} == {Fate.CARRIED}


WORDS = ("beat", "zone", "$ref", "#", "#/$defs/beat", "#/properties", "a.json", "http://[", "N1", "type", "string", "")
PATTERNS = ("^N[0-9]$", "(", "\\d", "(a*)*b", "a{2}", "[^a]", "(?=a)")
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(), st.sampled_from(WORDS)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(WORDS), inner, max_size=2)),
    max_leaves=4,
)


def _keywords(schema: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    by_name = st.dictionaries(st.sampled_from(("beat", "zone", "unit", "$ref")), schema, max_size=2)
    one = ("not", "if", "then", "else", "items", "contains", "propertyNames", "additionalProperties")
    many = ("allOf", "anyOf", "oneOf", "prefixItems")
    return {
        **dict.fromkeys((*one, "unevaluatedProperties", "unevaluatedItems", "contentSchema"), schema),
        **dict.fromkeys(many, st.lists(schema, min_size=1, max_size=2)),
        **dict.fromkeys(("properties", "$defs", "dependentSchemas"), by_name),
        "patternProperties": st.dictionaries(st.sampled_from(PATTERNS), schema, max_size=1),
        "pattern": st.sampled_from(PATTERNS),
        "type": st.sampled_from(("object", "array", "string", "integer", "number", "boolean", "null")),
        "required": st.lists(st.sampled_from(("beat", "zone", "a/b")), unique=True),
        "enum": st.lists(VALUES, max_size=2),
        "const": VALUES,
        "multipleOf": st.sampled_from((1, 2, 0.1, 1e-320, 1e308, 10**400)),
        "minimum": st.sampled_from((0, -1.5, 1e308, 10**400)),
        "uniqueItems": st.booleans(),
        "minContains": st.integers(0, 2),
        "$ref": st.sampled_from(("#", "#/$defs/beat", "#/properties/zone", "#beat", "beat", "#/$defs/unit/items")),
        "$dynamicRef": st.sampled_from(("#beat", "#", "#/$defs/zone")),
        "$anchor": st.just("beat"),
        "$dynamicAnchor": st.just("beat"),
        "$id": st.sampled_from(("beat", "https://test.example/a", "#", "//[")),
    }


@st.composite
def _schemas(draw: st.DrawFn, depth: int = 3) -> Any:
    """Schemas of every keyword, most of which can be used, and some of which cannot."""
    if depth == 0:
        return draw(st.sampled_from((True, False, {}, {"type": "string"}, {"$ref": "#"})))
    keywords = _keywords(st.deferred(lambda: _schemas(depth - 1)))
    names = draw(st.lists(st.sampled_from(sorted(keywords)), max_size=3, unique=True))
    return {name: draw(keywords[name]) for name in names}


LOCAL = st.dictionaries(
    st.sampled_from(("beat", "zone", "unit", "amara")),
    st.recursive(
        st.one_of(st.booleans(), st.integers(-LARGEST, LARGEST), st.sampled_from(("N1", "", "aaaa"))),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(("beat", "zone", "amara")), inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=3,
)


def judged(schema: Any, local: dict[str, Any]) -> Report | str:
    """What is found, or why the schema cannot be used. Nothing else may come of it."""
    document = wire.encode({**complete("call"), "extensions": {OWNER: local}})
    try:
        return wire.check(document, extension_schemas={OWNER: schema})
    except CannotRun as error:
        return str(error)


class TestAnySchema:
    @settings(SETTINGS, max_examples=examples(150))
    @given(_schemas(), LOCAL)
    def test_it_judges_or_it_cannot_be_used(self, schema: Any, local: dict[str, Any]) -> None:
        first = judged(schema, local)

        told = [first] if isinstance(first, str) else [each.at for each in first]
        assert len(set(told)) == len(told)
        assert "amara" not in "".join(told)
        assert "\n" not in "".join(told)
        assert judged(schema, local) == first

    @SETTINGS
    @given(st.dictionaries(st.text(max_size=8), VALUES, max_size=3))
    def test_whatever_it_says(self, schema: dict[str, Any]) -> None:
        told = judged(schema, {})

        assert isinstance(told, Report) or "\n" not in told

    def test_most_of_them_can_be_used_and_many_refuse(self) -> None:
        outcomes: Counter[str] = Counter()

        @settings(SETTINGS, max_examples=150)
        @given(_schemas(), LOCAL)
        def count(schema: Any, local: dict[str, Any]) -> None:
            told = judged(schema, local)
            outcomes["unusable" if isinstance(told, str) else "fits" if told.ok else "refused"] += 1

        count()

        assert min(outcomes["unusable"], outcomes["fits"], outcomes["refused"]) > 5, outcomes


@pytest.mark.parametrize("name", TYPES)
def test_every_type_of_document_may_have_them(name: str) -> None:
    assert wire.parse(wire.encode({**complete(name), "extensions": HARD})).extensions == HARD


def test_the_hard_ones_are_hard() -> None:
    local = json.loads(wire.encode(HARD))

    assert local == HARD
    assert [type(each) for each in local["uk.police.test-north"]["numbers"]][-2:] == [bool, bool]
