"""Good documents for property tests: Hypothesis strategies made from the published schemas (extra ``testing``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.exchange.keys import PrivateKey
from missingpersons.exchange.seal import seal
from missingpersons.findings import MissingExtra
from missingpersons.models.message import SOURCE_PREFIX
from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.resources import schema

try:
    from hypothesis import strategies as st
except ImportError:
    _missing = True
else:
    _missing = False
if _missing:
    raise MissingExtra("testing", "making episodes for property tests")

# ``st`` is for the modules beside this one: only here is asked whether Hypothesis is installed.
__all__ = [
    "CHARACTERS",
    "calls",
    "complete",
    "complete_episode",
    "described",
    "documents",
    "episodes",
    "extensions",
    "messages",
    "resolved",
    "signed_messages",
    "st",
    "unidentified_cases",
    "values",
]

MOST_FIELDS = 6
"""How many of its optional fields an object is given at most, so that one is drawn quickly."""

MOST_ENTRIES = 2
"""How many entries a list is given at most."""

MOST_CHARACTERS = 40
"""How long a free text is made at most."""

CHARACTERS = st.characters(codec="utf-8")
"""Every character that a document can hold."""

_PORTABLE_CHARACTERS = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
_LISTED = re.compile("list `([a-z_]+)`")
_SAMPLES = (
    "2026-03-01T10:00:00Z",
    "2011-06",
    "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
    "1.0",
    "test-north",
    "other",
    "GBR",
    "en",
    "51.5074",
    "/circumstances",
    "2BP",
    "+447700900123",
    "Latn",
    "image/jpeg",
    "1234",
    "0" * 64,
    "urn:missingpersons:force:test-north",
    "MP-R-001",
    f"{'a' * 40}..{'b' * 86}",
    f"{'0' * 64}.0",
    "A" * 43,
)
_EXTENSIONS = {
    "test": {
        "beat": "N7",
        "priority": 0,
        "invented": True,
        "flags": ["demo", ""],
        "nested": {"of": [{"any": -9007199254740991}, [], {}]},
    }
}


@cache
def documents(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """JSON trees of documents that can be read, with any of the fields that the schema called ``name`` has."""
    whole = schema(name)
    return values(whole, whole["$defs"])


def episodes() -> st.SearchStrategy[dict[str, Any]]:
    """JSON trees of episodes that can be read. Rules may find much in them: nothing but their structure is right."""
    return documents("episode")


def unidentified_cases() -> st.SearchStrategy[dict[str, Any]]:
    """JSON trees of unidentified cases that can be read."""
    return documents("unidentified-case")


def calls() -> st.SearchStrategy[dict[str, Any]]:
    """JSON trees of calls that can be read."""
    return documents("call")


def messages() -> st.SearchStrategy[dict[str, Any]]:
    """JSON trees of messages of every type whose structure is right. Their signatures prove nothing.

    One that carries an episode is about it, and from its owner.
    """
    kinds = st.sampled_from(sorted(map(schema_name, MESSAGES)))
    return kinds.flatmap(documents).map(_about_its_episode)


def signed_messages(key: PrivateKey) -> st.SearchStrategy[bytes]:
    """Messages that the holder of ``key`` has sealed (extra ``exchange``), as bytes: each opens with the key."""
    return episodes().map(
        lambda tree: seal(wire.encode({**tree, "owner_force": key.force}), key, time=tree["recorded_at"])
    )


def _about_its_episode(message: dict[str, Any]) -> dict[str, Any]:
    episode = message["data"].get("episode")
    if episode is None:
        return message
    return {**message, "subject": episode["episode_id"], "source": f"{SOURCE_PREFIX}{episode['owner_force']}"}


def complete(name: str) -> dict[str, Any]:
    """The JSON tree of a document that has every field of the schema ``name``, and one entry in every list."""
    schema_ = schema(name)
    whole: dict[str, Any] = _sample(schema_, schema_["$defs"], "")
    return whole


def complete_episode() -> dict[str, Any]:
    """The JSON tree of an episode that has every field, and one entry in every list."""
    return complete("episode")


def values(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """What one part of a schema takes."""
    part = resolved(part, definitions)
    if "const" in part:
        return st.just(part["const"])
    if "enum" in part:
        return st.sampled_from(part["enum"])
    match part["type"]:
        case "string":
            return _texts(part)
        case "integer":
            return st.integers(part["minimum"], part["maximum"])
        case "array":
            return st.lists(values(part["items"], definitions), max_size=MOST_ENTRIES)
        case _:
            return _objects(part, definitions) if "properties" in part else extensions()


def _objects(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: described(name, each, definitions) for name, each in part["properties"].items()}
    required = {name: fields[name] for name in part.get("required", ())}
    optional = sorted(fields.keys() - required)
    if not optional:
        return st.fixed_dictionaries(required)
    return st.lists(st.sampled_from(optional), unique=True, max_size=MOST_FIELDS).flatmap(
        lambda chosen: st.fixed_dictionaries({**required, **{name: fields[name] for name in chosen}})
    )


def described(name: str, part: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """What the field ``name`` takes in a document of this version."""
    # A document of another version has its own schema.
    return st.just("1.0") if name == "standard_version" else values(part, definitions)


def _texts(part: Mapping[str, Any]) -> st.SearchStrategy[str]:
    longest = part["maxLength"]
    if "pattern" in part:
        pattern = part["pattern"].removeprefix("^").removesuffix("$")
        made = st.from_regex(f"(?:{pattern})", fullmatch=True, alphabet=_PORTABLE_CHARACTERS)
        return made.filter(lambda text: len(text) <= longest)
    return st.text(CHARACTERS, min_size=1, max_size=min(longest, MOST_CHARACTERS))


@cache
def extensions() -> st.SearchStrategy[dict[str, dict[str, Any]]]:
    """Local fields by owner: the one open part of an episode."""
    names = st.from_regex("[A-Za-z][A-Za-z0-9_.-]{0,11}", fullmatch=True, alphabet=_PORTABLE_CHARACTERS)
    single = st.one_of(
        st.text(CHARACTERS, max_size=MOST_CHARACTERS),
        st.booleans(),
        st.integers(-(2**53) + 1, 2**53 - 1),
    )
    values = st.recursive(
        single,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3)),
        max_leaves=8,
    )
    return st.dictionaries(names, st.dictionaries(names, values, max_size=3), max_size=2)


def _sample(part: Mapping[str, Any], definitions: Mapping[str, Any], described: str) -> Any:
    """One value of one part of the schema, with everything in it that it may have."""
    described = part.get("description", described)
    part = resolved(part, definitions)
    if "const" in part:
        return part["const"]
    if "enum" in part:
        return part["enum"][0]
    match part["type"]:
        case "string":
            return _sample_text(part, described)
        case "integer":
            return part["minimum"]
        case "array":
            return [_sample(part["items"], definitions, described)]
    if "properties" not in part:
        return _EXTENSIONS
    return {name: _sample(each, definitions, "") for name, each in part["properties"].items()}


def _sample_text(part: Mapping[str, Any], described: str) -> str:
    if "pattern" not in part:
        return "Invented words."
    listed = _LISTED.search(described)
    codes = tuple(codelist(listed[1]).entries) if listed and listed[1] != "forces" else ()
    return next(each for each in (*codes, *_SAMPLES) if re.fullmatch(part["pattern"], each))


def resolved(part: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    """The part of a schema that a reference stands for, or the part itself."""
    whole: Mapping[str, Any] = definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return whole
