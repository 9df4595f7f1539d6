"""What somebody looks like and where they were last seen, in words: PFIF has one description and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from missingpersons.codes import codelist
from missingpersons.converters.leaving import Path
from missingpersons.values.dates import moment

_PERSON = ("person",)
_LOOKS = ("person", "description")

PHRASES: tuple[tuple[Path, str], ...] = (
    ((*_LOOKS, "build"), "Build"),
    ((*_LOOKS, "complexion"), "Complexion"),
    ((*_LOOKS, "hair_colour"), "Hair"),
    ((*_LOOKS, "hair_style"), "Hair style"),
    ((*_LOOKS, "hair_length"), "Hair length"),
    ((*_LOOKS, "facial_hair"), "Facial hair"),
    ((*_LOOKS, "eye_left"), "Left eye"),
    ((*_LOOKS, "eye_right"), "Right eye"),
    ((*_LOOKS, "eyewear"), "Glasses"),
    ((*_PERSON, "ethnicity_observed"), "Appearance"),
    ((*_PERSON, "marks"), "Mark"),
    ((*_PERSON, "clothing"), "Clothing"),
    ((*_PERSON, "effects"), "With them"),
    (("missing_since",), "Missing since"),
    (("last_seen",), "Last seen"),
    (("missing_from", "place"), "Missing from"),
    (("vehicles",), "Vehicle"),
)
"""What is said of each part. Codes are said by their titles."""

_HEIGHT = ((*_LOOKS, "height_min_cm"), (*_LOOKS, "height_max_cm"))
_LISTS: Mapping[tuple[str, str], str] = {
    ("description", "build"): "builds",
    ("description", "complexion"): "complexions",
    ("description", "hair_colour"): "hair_colours",
    ("description", "hair_style"): "hair_styles",
    ("description", "hair_length"): "hair_lengths",
    ("description", "facial_hair"): "facial_hair",
    ("description", "eye_left"): "eye_colours",
    ("description", "eye_right"): "eye_colours",
    ("description", "eyewear"): "eyewear",
    ("person", "ethnicity_observed"): "ethnicities_observed",
    ("marks", "kind"): "mark_kinds",
    ("marks", "site"): "body_sites",
    ("marks", "side"): "sides",
    ("effects", "kind"): "effect_kinds",
    ("vehicles", "kind"): "vehicle_kinds",
    ("last_seen", "by"): "reporter_roles",
    ("place", "kind"): "missing_from_kinds",
    ("place", "country"): "countries",
}


def composed(tree: Mapping[str, Any]) -> tuple[list[str], list[Path]]:
    """A line for each part that is there, and the places that are said in them."""
    lines: list[str] = []
    said: list[Path] = []
    heights = [(path, value) for path in _HEIGHT if (value := at(tree, path)) is not None]
    if heights:
        said += [path for path, _ in heights]
        lines.append(f"Height: {' to '.join(dict.fromkeys(str(value) for _, value in heights))} cm.")
    for path, label in PHRASES:
        for where, each in _each(path, at(tree, path)):
            if isinstance(each, Mapping) and each.get("with_them") in ("no", "unknown"):
                continue
            told = list(_said(each, where))
            if words := list(dict.fromkeys(word for _, word in told if word)):
                said += [place for places, _ in told for place in places]
                lines.append(f"{label}: {', '.join(words).rstrip('.')}.")
    return lines, said


def at(tree: Any, path: Path) -> Any:
    """The value at a path, or None."""
    for step in path:
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    return tree


def _each(path: Path, part: Any) -> Iterator[tuple[Path, Any]]:
    """A list entry by entry, and anything else whole."""
    if isinstance(part, list):
        yield from (((*path, index), each) for index, each in enumerate(part))
    else:
        yield path, part


def _said(part: Any, path: Path) -> Iterator[tuple[list[Path], str]]:
    """Each thing that is said of a part, with the places that it is about."""
    if isinstance(part, Mapping) and part and part.keys() <= {"earliest", "latest"}:
        yield [(*path, name) for name in part], _span(part)
    elif isinstance(part, Mapping):
        for name, each in part.items():
            if name != "with_them":
                yield from _said(each, (*path, name))
    elif isinstance(part, list):
        for index, each in enumerate(part):
            yield from _said(each, (*path, index))
    elif part is not None:
        yield [path], _word(path, part)


def _span(window: Mapping[str, Any]) -> str:
    """A span of time as people say it, by the clock where it was."""
    earliest, latest = (_clock(window[name]) if name in window else "" for name in ("earliest", "latest"))
    if earliest and latest and earliest != latest:
        return f"between {earliest} and {latest}"
    return (earliest and latest) or (f"after {earliest}" if earliest else f"before {latest}" if latest else "")


def _clock(text: str | None) -> str:
    if not text:
        return ""
    when = moment(text)
    return f"{when:%Y-%m-%d %H:%M}"


def _word(path: Path, value: Any) -> str:
    names = [step for step in path if isinstance(step, str)]
    listed = _LISTS.get((names[-2], names[-1])) if len(names) > 1 else None
    entry = codelist(listed).entries.get(str(value)) if listed else None
    return " ".join((entry.title if entry else str(value)).split())
