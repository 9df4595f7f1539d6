"""What each field of a public yellow notice says of an episode."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from missingpersons.codes import codelist
from missingpersons.converters.encodings import is_marked
from missingpersons.converters.interpol_codes import EYES, HAIR, SEXES, countries_read, languages_read
from missingpersons.converters.places import Path

NO_MEANING = "MP-C-081"
NEAR = "MP-C-089"
NO_HOME = "MP-C-091"

ISSUER = "INTERPOL"
KEYS = (
    "entity_id",
    "name",
    "forename",
    "birth_name",
    "date_of_birth",
    "place_of_birth",
    "country_of_birth_id",
    "nationalities",
    "sex_id",
    "height",
    "weight",
    "eyes_colors_id",
    "hairs_id",
    "distinguishing_marks",
    "languages_spoken_ids",
    "father_name",
    "father_forename",
    "mother_name",
    "mother_forename",
    "date_of_event",
    "place",
    "country",
    "issuing_country",
    "countries_likely_to_be_visited",
)
"""The fields of a public yellow notice, as programs that read them know them."""

MANY = frozenset(
    {"nationalities", "countries_likely_to_be_visited", "languages_spoken_ids", "eyes_colors_id", "hairs_id"}
)
"""The fields that are lists. Of a list anywhere else the first entry is read."""

NOT_KNOWN = frozenset({"-", "", 0})
"""What has been seen in notices where nothing is known."""

_DATE = re.compile(r"([0-9]{4})(?:/([0-9]{2}))?(?:/([0-9]{2}))?", re.ASCII)

_HOMES: Mapping[str, Path] = {
    "entity_id": ("person", "identifiers", 0, "value"),
    "name": ("person", "names", 0, "family"),
    "forename": ("person", "names", 0, "given", 0),
    "birth_name": ("person", "names", 1, "family"),
    "place_of_birth": ("person", "place_of_birth"),
    "distinguishing_marks": ("person", "marks", 0, "text"),
    "place": ("missing_from", "place", "text"),
}
BESIDE: Mapping[str, tuple[tuple[Path, str], ...]] = {
    "entity_id": (
        (("person", "identifiers", 0, "scheme"), "other"),
        (("person", "identifiers", 0, "issuer"), ISSUER),
    ),
    "birth_name": ((("person", "names", 1, "kind"), "maiden"),),
}

Parts = tuple[list[tuple[Path, str | int]], str]
"""What goes where, and the code of what is wrong with it."""


def text(key: str, value: Any, index: int, _: dict[str, Any]) -> Parts:
    """Words, which go where the field of that name goes."""
    if not isinstance(value, str) or index:
        return [], NO_MEANING
    return [(_HOMES[key], value)], ""


def _coded(codes: Callable[[], Mapping[str, str]], *paths: Path) -> Callable[[str, Any, int, dict[str, Any]], Parts]:
    """A reader of a code, which goes to each of the paths; -1 in one is the number of the entry."""

    def reader(_: str, value: Any, index: int, __: dict[str, Any]) -> Parts:
        code = codes().get(value) if isinstance(value, str) else None
        if code is None or (index and all(-1 not in path for path in paths)):
            return [], NO_MEANING
        return [(tuple(index if step == -1 else step for step in path), code) for path in paths], ""

    return reader


def _eyes(_: str, value: Any, index: int, notice: dict[str, Any]) -> Parts:
    told = notice["eyes_colors_id"]
    code = {each: code for code, each in EYES.items()}.get(value) if isinstance(value, str) else None
    if value == "BLA":
        code = "other"
    if code is None or index or (isinstance(told, list) and len(told) > 1):
        return [], NO_MEANING
    both: list[tuple[Path, str | int]] = [
        (("person", "description", f"eye_{side}"), code) for side in ("left", "right")
    ]
    return both, NEAR if code == "other" else ""


def _measure(key: str, value: Any, _: int, __: dict[str, Any]) -> Parts:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1000:
        return [], NO_MEANING
    unit, exact = ("cm", value * 100) if key == "height" else ("kg", float(value))
    whole = round(exact)
    both: list[tuple[Path, str | int]] = [
        (("person", "description", f"{key}_{bound}_{unit}"), whole) for bound in ("min", "max")
    ]
    return both, NEAR if abs(exact - whole) > 1e-6 else ""


def _born(_: str, value: Any, __: int, ___: dict[str, Any]) -> Parts:
    date = _DATE.fullmatch(value) if isinstance(value, str) else None
    if date is None:
        return [], NO_MEANING
    return [(("person", "date_of_birth"), "-".join(part for part in date.groups() if part))], ""


def _event(_: str, value: Any, __: int, ___: dict[str, Any]) -> Parts:
    date = _DATE.fullmatch(value) if isinstance(value, str) else None
    if date is None or date[3] is None:
        return [], NO_MEANING
    day = value.replace("/", "-")
    # In which zone that day was, nobody says.
    ends = (("earliest", "00:00:00"), ("latest", "23:59:59"))
    return [(("missing_since", end), f"{day}T{time}Z") for end, time in ends], NEAR


def _country_of_birth(_: str, value: Any, __: int, notice: dict[str, Any]) -> Parts:
    code = countries_read().get(value) if isinstance(value, str) else None
    if code is None:
        return [], NO_MEANING
    if notice.get("place_of_birth"):
        return [], NO_HOME
    return [(("person", "place_of_birth"), codelist("countries").entries[code].title)], NEAR


def _parent(key: str, value: Any, _: int, notice: dict[str, Any]) -> Parts:
    """A parent's name: both parts together, once."""
    parent, part = key.split("_")
    other = notice.get(f"{parent}_{'name' if part == 'forename' else 'forename'}")
    if not isinstance(value, str):
        return [], NO_MEANING
    both = [value, other] if part == "forename" else [other, value]
    name = " ".join(each for each in both if isinstance(each, str) and is_readable(each))
    at: Path = ("person", "relations", 0 if parent == "father" else 1)
    return [((*at, "relation"), parent), ((*at, "name"), name)], ""


def is_readable(text: str) -> bool:
    """Whether a text says something, and can be carried."""
    return bool(text.strip()) and text not in NOT_KNOWN and "\0" not in text and not is_marked(text)


READERS: Mapping[str, Callable[[str, Any, int, dict[str, Any]], Parts]] = {
    "date_of_birth": _born,
    "date_of_event": _event,
    "country_of_birth_id": _country_of_birth,
    "height": _measure,
    "weight": _measure,
    "eyes_colors_id": _eyes,
    "hairs_id": _coded(lambda: {each: code for code, each in HAIR.items()}, ("person", "description", "hair_colour")),
    "sex_id": _coded(lambda: {each: code for code, each in SEXES.items()}, ("person", "sex")),
    "nationalities": _coded(countries_read, ("person", "nationalities", -1)),
    "countries_likely_to_be_visited": _coded(countries_read, ("countries_likely_visited", -1)),
    "languages_spoken_ids": _coded(languages_read, ("person", "languages", -1, "code")),
    "country": _coded(countries_read, ("missing_from", "place", "country")),
    "issuing_country": _coded(countries_read, ("person", "identifiers", 0, "country")),
    "father_name": _parent,
    "father_forename": _parent,
    "mother_name": _parent,
    "mother_forename": _parent,
}
