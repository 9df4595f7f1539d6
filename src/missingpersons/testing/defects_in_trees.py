"""Defects that a tree can show, as the schema tells them: each makes a document with one, and says where it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from missingpersons import wire
from missingpersons.codes import DocumentType
from missingpersons.resources import schema
from missingpersons.testing.sites import ENTRY, Made, Site, Spot, drawn_site, reached
from missingpersons.testing.strategies import CHARACTERS, documents, resolved, st

_WORDS = st.text(CHARACTERS, max_size=12)

_OTHER_TYPES: Mapping[str, tuple[Any, ...]] = {
    "string": (0, 7, True, [], {}),
    "integer": ("7", True, [], {}),
    "array": ("words", 7, True, {}),
    "object": ("words", 7, False, []),
}

_BAD_NAMES = ("", "a b", "é", "1a", "_a", "a/b", "k" * 65)
_BAD_EXTENSIONS: tuple[Any, ...] = (
    "words",
    7,
    [],
    {"test": "words"},
    {"test": []},
    *({name: {"local": 1}} for name in _BAD_NAMES),
    *({"test": {name: 1}} for name in _BAD_NAMES),
    *({"test": {"local": each}} for each in (2**53, -(2**53), [{"a b": 1}])),
)


def missing_field(draw: st.DrawFn, name: str) -> Made:
    """A field that is required is not there."""
    site = drawn_site(draw, name, lambda each: each.required and bool(each.steps) and not each.is_foreign(name))
    spot = _at(draw, name, site)
    del spot.holder[spot.last]
    return _told(spot)


def unknown_field(draw: st.DrawFn, name: str) -> Made:
    """A field that the standard does not have. Its name may be personal: the place is that of the object."""
    site = drawn_site(draw, name, lambda each: "properties" in each.part)
    spot = _at(draw, name, site)
    known = site.part["properties"]
    unknown = draw(_WORDS.filter(lambda each: each not in known and each != "extensions"))
    spot.value[unknown] = draw(st.sampled_from(["words", 7, True, [], {}]))
    return _told(spot)


def wrong_type(draw: st.DrawFn, name: str) -> Made:
    """A value of another type than the field has."""
    site = drawn_site(draw, name, lambda each: bool(each.steps) and _type_of(each) in _OTHER_TYPES)
    return _changed(draw, name, site, draw(st.sampled_from(_OTHER_TYPES[_type_of(site)])))


def wrong_code(draw: st.DrawFn, name: str) -> Made:
    """A text that is not in the closed list of the field."""
    site = drawn_site(draw, name, lambda each: "enum" in each.part)
    return _changed(draw, name, site, draw(_WORDS.filter(lambda each: each not in site.part["enum"])))


def wrong_form(draw: st.DrawFn, name: str) -> Made:
    """A text one character away from the form of the field: what looks right, and is not."""
    site = drawn_site(draw, name, lambda each: "pattern" in each.part)
    spot = _at(draw, name, site)
    good, at = spot.value, draw(st.integers(0, len(spot.value)))
    other = good[:at] + draw(CHARACTERS) + good[at + draw(st.integers(0, 1)) :]
    candidates = (other[: site.part["maxLength"]], "!")
    spot.put(next(each for each in candidates if not _has_form(site, each)))
    return _told(spot)


def too_long(draw: st.DrawFn, name: str) -> Made:
    """A text with more characters than the field may have, however many bytes each is."""
    site = drawn_site(draw, name, lambda each: "maxLength" in each.part)
    characters = site.part["maxLength"] + draw(st.sampled_from([1, 2, 100]))
    return _changed(draw, name, site, draw(st.sampled_from("aé漢😀")) * characters)


def no_text(draw: st.DrawFn, name: str) -> Made:
    """An empty text."""
    return _changed(draw, name, drawn_site(draw, name, lambda each: "minLength" in each.part), "")


def out_of_range(draw: st.DrawFn, name: str) -> Made:
    """A whole number below the least or above the most."""
    site = drawn_site(draw, name, lambda each: "minimum" in each.part)
    beyond = draw(st.sampled_from([1, 2, 1_000_000]))
    limits = [site.part["minimum"] - beyond, site.part["maximum"] + beyond]
    return _changed(draw, name, site, draw(st.sampled_from(limits)))


def too_many(draw: st.DrawFn, name: str) -> Made:
    """A list with more entries than it may have, each as short as it can be."""
    site = drawn_site(draw, name, lambda each: "maxItems" in each.part)
    spot = _at(draw, name, Site((*site.steps, ENTRY), site.part["items"], required=False))
    spot.holder[:] = [_least(spot.value, site.part["items"], name)] * (site.part["maxItems"] + 1)
    return wire.encode(spot.tree), spot.place(above=True)


def bad_extensions(draw: st.DrawFn, name: str) -> Made:
    """Local fields that break the wire's rules. Their names may be personal: the place is that of all of them."""
    site = drawn_site(draw, name, lambda each: each.is_extensions)
    return _changed(draw, name, site, draw(st.sampled_from(_BAD_EXTENSIONS)))


_TYPES = frozenset(map(str, DocumentType))


def other_document(draw: st.DrawFn, name: str) -> Made:
    """A type of document that there is not."""
    site = drawn_site(draw, name, lambda each: each.is_type)
    return _changed(draw, name, site, draw(_WORDS.filter(lambda each: each not in _TYPES)))


def a_view(draw: st.DrawFn, name: str) -> Made:
    """What was made for one audience, given as a record."""
    site = drawn_site(draw, name, lambda each: each.is_type)
    return _changed(draw, name, site, str(DocumentType.VIEW))


def other_major(draw: st.DrawFn, name: str) -> Made:
    """Another major version of the standard."""
    site = drawn_site(draw, name, lambda each: each.name == "standard_version")
    major = draw(st.integers(0, 99).filter(lambda each: each != 1))
    return _changed(draw, name, site, f"{major}.{draw(st.integers(0, 99))}")


def _at(draw: st.DrawFn, name: str, site: Site) -> Spot:
    return reached(draw, name, draw(documents(name)), site)


def _changed(draw: st.DrawFn, name: str, site: Site, value: Any) -> Made:
    spot = _at(draw, name, site)
    spot.put(value)
    return _told(spot)


def _told(spot: Spot) -> Made:
    return wire.encode(spot.tree), spot.place()


def _type_of(site: Site) -> str:
    """The type of a field in the schema. A wrong code is a defect of its own, and so is a local field."""
    if site.is_local or site.is_extensions or "enum" in site.part or "const" in site.part:
        return ""
    return str(site.part["type"])


def _has_form(site: Site, text: str) -> bool:
    """Whether a text has the form of a field, or of a version of another major: a defect of its own."""
    pattern = "[0-9]+[.][0-9]+" if site.name == "standard_version" else site.part["pattern"].removesuffix("$")
    return re.fullmatch(pattern, text) is not None


def _least(value: Any, part: Mapping[str, Any], name: str) -> Any:
    """An entry without what it need not have: a thousand whole ones would be a very large document."""
    if not isinstance(value, dict):
        return value
    required = resolved(part, schema(name)["$defs"]).get("required", ())
    return {field: value[field] for field in required}
