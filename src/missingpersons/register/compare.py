"""How far one person met and one person missing agree: a level for each attribute that both sides tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from missingpersons.register import names
from missingpersons.register.clothing import Garment, pair, vocabulary
from missingpersons.register.columns import Seen
from missingpersons.register.evidence import evidence
from missingpersons.values.places import distance_km

DAYS_IN_YEAR = 365.2425
WIDE_YEARS = 15
NEARLY_YEARS, OFF_YEARS = 5, 10
CLOSE_CM, NEARLY_CM, FAR_CM = 3, 8, 15
NEAR_KM, REGION_KM = 5.0, 25.0
RECENT_HOURS = 48
TRAVEL_KM_AN_HOUR, SLACK_KM = 80.0, 15.0

Span = tuple[int, int]
"""The first and the last day of birth that are possible, as ordinals."""

Level = tuple[str, str]
"""An attribute and how far it agrees."""


@dataclass(slots=True)
class Known:
    """What one claim says of one candidate, as far as it was asked. Never shown by ``repr``."""

    claim: str = field(repr=False)
    episode_id: str
    missing_now: int = field(repr=False)
    sex: str | None = field(repr=False)
    gender: str | None = field(repr=False)
    ethnicity: str | None = field(repr=False)
    born_from: int | None = field(repr=False)
    born_to: int | None = field(repr=False)
    stated_from: int | None = field(repr=False)
    stated_to: int | None = field(repr=False)
    height_min: int | None = field(repr=False)
    height_max: int | None = field(repr=False)
    build: str | None = field(repr=False)
    hair_colour: str | None = field(repr=False)
    missing_since: float | None = field(repr=False)
    place_words: str = field(repr=False)
    names: list[tuple[str, str]] = field(default_factory=list, repr=False)
    garments: list[Garment] = field(default_factory=list, repr=False)
    marks: list[frozenset[str]] = field(default_factory=list, repr=False)
    seen: list[Seen] = field(default_factory=list, repr=False)
    keys: set[str] = field(default_factory=set, repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """An encounter in the form in which it is compared. Never shown by ``repr``."""

    sex: str | None = field(default=None, repr=False)
    ethnicity: str | None = field(default=None, repr=False)
    born: Span | None = field(default=None, repr=False)
    aged: Span | None = field(default=None, repr=False)
    height: int | None = field(default=None, repr=False)
    build: str | None = field(default=None, repr=False)
    hair: str | None = field(default=None, repr=False)
    family: tuple[str, ...] = field(default=(), repr=False)
    given: tuple[str, ...] = field(default=(), repr=False)
    garments: tuple[Garment, ...] = field(default=(), repr=False)
    marks: tuple[frozenset[str], ...] = field(default=(), repr=False)
    point: tuple[float, float] | None = field(default=None, repr=False)
    place_words: frozenset[str] = field(default=frozenset(), repr=False)
    at: float | None = field(default=None, repr=False)


def levels(asked: Asked, told: Known) -> list[Level]:
    """The level of each attribute that both sides tell, one for each garment and mark."""
    singles = (
        ("sex", _sex(asked, told)),
        *_birth(asked, told),
        ("ethnicity", _alike("ethnicity", asked.ethnicity, told.ethnicity)),
        ("height", _height(asked.height, told)),
        ("build", _alike("build", asked.build, told.build)),
        ("hair", _alike("hair", asked.hair, told.hair_colour)),
        ("place", _place(asked, told)),
        ("time", _time(asked, told)),
    )
    found = [(attribute, level) for attribute, level in singles if level]
    found += [(kind, "agrees") for kind in ("number", "local_number", "phone") if kind in told.keys]
    found += _names(asked, told)
    found += [("mark", level) for level in _marks(asked.marks, told.marks)]
    return found


def garment_levels(asked: Asked, told: Known) -> tuple[str | None, ...]:
    """The level of each garment asked about, in their order; None where nothing answers to it."""
    return pair(asked.garments, told.garments)


def is_wide(span: Span) -> bool:
    """Whether so many years are possible that an age within them says little."""
    return span[1] - span[0] > (WIDE_YEARS + 1) * DAYS_IN_YEAR


def _sex(asked: Asked, told: Known) -> str | None:
    if asked.sex is None or (told.sex is None and told.gender not in ("male", "female")):
        return None
    # An officer sees how somebody presents: the recorded gender may be what agrees.
    genders = {told.sex, (told.gender or "").removeprefix("trans_")}
    return "agrees" if asked.sex in genders else "differs"


def _birth(asked: Asked, told: Known) -> Iterator[tuple[str, str | None]]:
    spans = [
        (first or 0, last or date.max.toordinal())
        for first, last in ((told.born_from, told.born_to), (told.stated_from, told.stated_to))
        if first is not None or last is not None
    ]
    if asked.born and told.born_from is not None:
        yield "born", _born(asked.born, spans[0])
    elif spans and (span := asked.aged or asked.born):
        yield "age", _age(span, spans)


def _born(asked: Span, told: Span) -> str:
    if asked[0] != asked[1] or told[0] != told[1]:
        return "possible" if asked[0] <= told[1] and told[0] <= asked[1] else "differs"
    if asked == told:
        return "agrees"
    one, other = date.fromordinal(asked[0]), date.fromordinal(told[0])
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return "transposed"
    same = (one.year == other.year, one.month == other.month, one.day == other.day)
    if sum(same) == 2 and abs(one.year - other.year) <= 10:
        return "close"
    return "differs"


def _age(asked: Span, told: Sequence[Span]) -> str:
    gap, width = min((_gap(asked, span), span[1] - span[0]) for span in told)
    if gap == 0:
        return "within_wide" if is_wide((0, width)) or is_wide(asked) else "within"
    years = gap / DAYS_IN_YEAR
    if years <= NEARLY_YEARS:
        return "nearly"
    return "off" if years <= OFF_YEARS else "far"


def _gap(one: Span, other: Span) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])


def _alike(attribute: str, asked: str | None, told: str | None) -> str | None:
    if asked is None or told is None:
        return None
    if asked == told:
        return "agrees"
    groups = evidence().alike[attribute]
    return "near" if any(asked in group and told in group for group in groups) else "differs"


def _height(asked: int | None, told: Known) -> str | None:
    if asked is None or told.height_min is None or told.height_max is None:
        return None
    off = max(0, told.height_min - asked, asked - told.height_max)
    if off <= CLOSE_CM:
        return "agrees"
    if off <= NEARLY_CM:
        return "nearly"
    return "differs" if off <= FAR_CM else "far"


def _place(asked: Asked, told: Known) -> str | None:
    level = _distance(asked, told) if asked.point else None
    if level != "near" and asked.place_words and asked.place_words & set(told.place_words.split()):
        return "named"
    return level


def _distance(asked: Asked, told: Known) -> str | None:
    """The best of the places in the episode. Too far away is said only where it is so for every one of them."""
    assert asked.point is not None
    found = {_reach(asked, asked.point, seen) for seen in told.seen}
    for level in ("near", "region"):
        if level in found:
            return level
    return "beyond" if found == {"beyond"} else None


def _reach(asked: Asked, point: tuple[float, float], seen: Seen) -> str | None:
    latitude, longitude, at = seen
    away = distance_km(*point, latitude, longitude)
    if away <= REGION_KM:
        return "near" if away <= NEAR_KM else "region"
    if at is None or asked.at is None:
        return None
    hours = max(0.0, asked.at - at) / 3600
    return "beyond" if away > SLACK_KM + TRAVEL_KM_AN_HOUR * hours else None


def _time(asked: Asked, told: Known) -> str | None:
    if asked.at is None or told.missing_since is None:
        return None
    hours = (asked.at - told.missing_since) / 3600
    if hours < 0:
        return "before"
    return "recent" if hours <= RECENT_HOURS else "later"


def _names(asked: Asked, told: Known) -> list[Level]:
    """The best that any of the candidate's names gives, straight or with given and family exchanged."""
    if not (asked.family or asked.given):
        return []
    found: list[list[Level]] = []
    for given_text, family_text in told.names:
        given, family = names.latin(given_text), names.latin(family_text)
        found.append(_one_name(asked, given, family))
        if asked.family and asked.given and given and family:
            first = given[: len(asked.family)]
            found.append([*_one_name(asked, family, first), ("order", "exchanged")])
    return max(found, key=lambda each: sum(evidence().bits(*level) for level in each), default=[])


def _one_name(asked: Asked, given: tuple[str, ...], family: tuple[str, ...]) -> list[Level]:
    both = (
        ("family", names.family_level(asked.family, family)),
        ("given", names.given_level(asked.given, given)),
    )
    return [(attribute, level) for attribute, level in both if level]


def _marks(asked: Sequence[frozenset[str]], told: Sequence[frozenset[str]]) -> list[str]:
    if not told:
        return []
    order = ("differs", "kind", "alike", "agrees")
    return [max((_mark(one, other) for other in told), key=order.index) for one in asked]


def _mark(asked: frozenset[str], told: frozenset[str]) -> str:
    def part(features: frozenset[str], kind: str) -> set[str]:
        return {each for each in features if each.startswith(kind)}

    def conflict(kind: str) -> bool:
        one, other = part(asked, kind), part(told, kind)
        return bool(one and other and not one & other)

    def far_apart() -> bool:
        one, other = part(asked, "site:"), part(told, "site:")
        return conflict("site:") and not any(one & group and other & group for group in vocabulary().near_sites)

    if conflict("kind:"):
        return "differs"
    words = {each for each in asked & told if ":" not in each}
    sites = part(asked, "site:") & part(told, "site:")
    misplaced = far_apart() or conflict("side:")
    if words and not misplaced:
        return "agrees"
    if words or (sites and not misplaced):
        return "alike"
    return "kind" if part(asked, "kind:") & part(told, "kind:") else "differs"
