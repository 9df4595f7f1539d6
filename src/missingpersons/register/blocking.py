"""Who in the register is worth comparing with the person met: found by index, never by reading it all."""

from __future__ import annotations

import json
from collections.abc import Callable

from missingpersons.register import names
from missingpersons.register.clothing import Garment
from missingpersons.register.compare import DAYS_IN_YEAR, Asked, Known
from missingpersons.register.encounter import Encounter
from missingpersons.register.evidence import evidence
from missingpersons.register.store import Register
from missingpersons.register.words import number_keys, phone_key

_COLUMNS = (
    "claim, episode_id, missing_now, sex, gender, ethnicity, born_from, born_to, stated_from, stated_to, "
    "height_min, height_max, build, hair_colour, missing_since, place_words"
)
_THESE = "claim IN (SELECT value FROM json_each(?))"


def block(register: Register, encounter: Encounter, asked: Asked) -> list[Known]:
    """Every claim worth comparing: all of those missing now and of a possible age, and all found by a key."""
    span = asked.born or asked.aged or (0, 9_999_999)
    slack = int(evidence().threshold.block_years * DAYS_IN_YEAR)
    first, last = span[0] - slack, span[1] + slack
    rows = register.select(
        f"SELECT {_COLUMNS} FROM claim WHERE missing_now = 1 AND ("  # noqa: S608
        "(born_from IS NULL AND stated_from IS NULL AND stated_to IS NULL) "
        "OR (born_from <= ? AND born_to >= ?) "
        "OR (coalesce(stated_from, stated_to) IS NOT NULL "
        "AND coalesce(stated_from, 0) <= ? AND coalesce(stated_to, 9999999) >= ?))",
        (last, first, last, first),
    )
    found = {row[0]: Known(*row) for row in rows}
    keyed = _keyed(register, encounter)
    more = json.dumps([key for key in keyed if key not in found])
    for row in register.select(f"SELECT {_COLUMNS} FROM claim WHERE {_THESE}", (more,)):  # noqa: S608
        found[row[0]] = Known(*row)
    for key, kinds in keyed.items():
        found[key].keys.update(kinds)
    _fill(register, asked, found)
    return list(found.values())


def _keyed(register: Register, encounter: Encounter) -> dict[str, set[str]]:
    """The claims that share a number, a telephone, or a name as spelt or as heard, and which of these."""
    wanted: list[tuple[str, str]] = []
    for part in (encounter.family, encounter.given):
        wanted += names.keys(part) if part else ()
    if encounter.phone and (number := phone_key(encounter.phone)):
        wanted.append(("phone", number))
    if encounter.identifier:
        numbers = number_keys(encounter.identifier, register.clock().year)
        wanted += [(kind, key) for kind in ("number", "local_number") for key in numbers]
    found: dict[str, set[str]] = {}
    for kind, value in dict.fromkeys(wanted):
        for (key,) in register.select("SELECT claim FROM search_key WHERE kind = ? AND value = ?", (kind, value)):
            found.setdefault(key, set()).add(kind)
    return found


def _fill(register: Register, asked: Asked, found: dict[str, Known]) -> None:
    """Read of each candidate what the encounter asks about, and no more."""
    these = (json.dumps(list(found)),)

    def each(columns: str, table: str, add: Callable[..., None]) -> None:
        for key, *values in register.select(
            f"SELECT claim, {columns} FROM {table} WHERE {_THESE}",  # noqa: S608
            these,
        ):
            add(found[key], *values)

    if asked.family or asked.given:
        each("given, family", "name", lambda told, *name: told.names.append(name))
    if asked.garments:
        each(
            "concept, shades",
            "garment",
            lambda told, concept, shades: told.garments.append(Garment(concept, tuple(shades.split()))),
        )
    if asked.marks:
        each("features", "mark", lambda told, features: told.marks.append(frozenset(features.split())))
    if asked.point:
        each("latitude, longitude, at", "seen", lambda told, *seen: told.seen.append(seen))
