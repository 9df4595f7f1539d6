"""What an episode answers about age and time, made from the words of ``indicators.json`` and from nothing else.

It shares no code with the library: where the two differ, the published definition does not say what the library does.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

Tree = dict[str, Any]
Answer = tuple[str, frozenset[str]]

ORDER = ("no", "unknown", "yes")
BIRTH, AGE = "/person/date_of_birth", "/person/age"
EARLIEST, LATEST = "/missing_since/earliest", "/missing_since/latest"
REPORTED, FOUND = "/reported_at", "/outcome/found_at"
HOURS, EVERY = "hours_until_serious", "needed_every_hours"
HOURS_24 = timedelta(hours=24)
DEPENDS = ("diabetes_insulin", "adrenal", "transplant", "parkinsons")
"""The conditions that answer medication_essential with yes."""


def answers(tree: Tree, as_of: datetime) -> dict[str, Answer]:
    """The answer to each question of age and time, with its places: the gravest of its facts, as ``terms.facts``."""
    by_question: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for question, answer, places in (*_of_age(tree, as_of), *_of_time(tree, as_of)):
        by_question.setdefault(question, []).append((answer, places))
    told = {}
    for question, facts in by_question.items():
        gravest = max((answer for answer, _ in facts), key=ORDER.index)
        told[question] = gravest, frozenset(at for answer, places in facts if answer == gravest for at in places)
    return told


Facts = Iterator[tuple[str, str, tuple[str, ...]]]


def _at(tree: Tree, place: str) -> Any:
    for part in place.split("/")[1:]:
        tree = (tree or {}).get(part)
    return tree


def _moment(tree: Tree, place: str) -> datetime | None:
    written = _at(tree, place)
    return datetime.fromisoformat(written) if written else None


def _day(tree: Tree, place: str) -> date | None:
    moment = _moment(tree, place)
    return date(moment.year, moment.month, moment.day) if moment else None


def _years(start: date, end: date) -> int:
    between = end.year - start.year
    if (end.month, end.day) < (start.month, start.day):
        between -= 1
    return max(between, 0)


def _days(written: str) -> tuple[date, date]:
    """``terms.birth``: the first and the last day that a date stands for."""
    parts = [_of_part(part) for part in written.split("/")]
    if len(parts) == 1:
        return parts[0]
    (first_of_a, last_of_a), (first_of_b, last_of_b) = parts
    return (first_of_a, last_of_b) if first_of_a <= last_of_b else (first_of_b, last_of_a)


def _of_part(part: str) -> tuple[date, date]:
    year, month, day = ([*part.strip("?~%").split("-"), "XX", "XX"])[:3]
    years = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    if month == "XX":
        return date(years[0], 1, 1), date(years[1], 12, 31)
    if day == "XX":
        return date(years[0], int(month), 1), date(years[1], int(month), monthrange(years[1], int(month))[1])
    return date(years[0], int(month), int(day)), date(years[1], int(month), int(day))


def _qualified(written: str | None) -> bool:
    return written is not None and any(each in written for each in "?~%")


def _by_birth(tree: Tree, day: date, *, alive: bool = True) -> list[int]:
    written = _at(tree, BIRTH)
    if not written:
        return []
    first, last = _days(written)
    if first > day:
        return []
    every = range(_years(min(last, day), day), _years(first, day) + 1)
    return [each for each in every if each <= 120 or not alive]


def _told(tree: Tree) -> tuple[date, date]:
    if at := _at(tree, "/person/age/at"):
        return _days(at)
    day = _day(tree, REPORTED) or _day(tree, "/recorded_at")
    assert day
    return day, day


def _by_age(tree: Tree, day: date) -> list[int]:
    least, most = _at(tree, "/person/age/min"), _at(tree, "/person/age/max")
    recorded = _day(tree, "/recorded_at")
    assert recorded
    if least is None and most is None:
        return []
    if (least is not None and most is not None and least > most) or (most is None and (least or 0) > 120):
        return []
    first, last = _told(tree)
    if not _at(tree, "/person/age/at") and not _at(tree, REPORTED):
        first = last = max(day, recorded)
    told = last if day >= last else min(last, recorded)
    youngest, oldest = least or 0, 120
    if day < told:
        youngest = max(0, youngest - _years(day, told) - 1)
    else:
        youngest += _years(last, day)
    if most is not None:
        oldest = most + _years(first, day)
        if day < first:
            oldest -= _years(day, min(first, told))
        oldest = max(0, oldest)
    return list(range(youngest, oldest + 1))


def _agree(tree: Tree) -> bool:
    first, last = _told(tree)
    recorded = _day(tree, "/recorded_at")
    assert recorded
    young, old = (_by_birth(tree, min(each, recorded), alive=False) for each in (first, last))
    most = _at(tree, "/person/age/max")
    if not old or (_at(tree, "/person/age/min") or 0) > max(old):
        return False
    return (min(young) if young else 0) <= (120 if most is None else most)


def _ages(tree: Tree, day: date) -> Iterator[tuple[str, list[int]]]:
    by_birth, by_age = _by_birth(tree, day), _by_age(tree, day)
    if by_birth:
        yield BIRTH, by_birth
    if by_age:
        written = _at(tree, BIRTH)
        one_day = written and not _qualified(written) and len(set(_days(written))) == 1
        if not by_birth or not one_day or not _agree(tree):
            yield AGE, by_age


def _doubt(tree: Tree, field: str) -> int:
    written = _at(tree, BIRTH)
    if field == BIRTH:
        return 5 if _qualified(written) else 0
    if _at(tree, "/person/age/basis") not in ("estimated", "apparent", "unknown"):
        return 0
    return 0 if written and not _qualified(written) and _agree(tree) else 5


Going = tuple[list[int], tuple[str, ...], list[int], tuple[str, ...]]


def _going(tree: Tree, field: str) -> Going | None:
    place = next((each for each in (LATEST, REPORTED, "/recorded_at") if _at(tree, each)), "")
    last, first = _day(tree, place), _day(tree, EARLIEST)
    assert last
    ages = _by_birth if field == BIRTH else _by_age
    on_last = ages(tree, last)
    at = () if place == "/recorded_at" else (place,)
    if not on_last:
        return None
    on_first = ages(tree, first) if first and first < last else []
    if not on_first:
        return on_last, at, on_last, at
    every = list(range(min(on_first), max(on_last) + 1))
    return every, at if min(on_first) == min(on_last) else (EARLIEST, *at), on_first, (EARLIEST,)


def _of_age(tree: Tree, as_of: datetime) -> Facts:
    for field, ages in _ages(tree, as_of.date()):
        doubt, going = _doubt(tree, field), _going(tree, field)
        child = "yes" if all(age < 18 for age in ages) else "unknown" if any(age - doubt < 18 for age in ages) else "no"
        yield "child", child, (field,)
        extreme = all(age < 12 for age in ages) or all(age >= 80 for age in ages)
        perhaps = any(age - doubt < 12 or age + doubt >= 80 for age in ages)
        young_or_old = "yes" if extreme else "unknown" if perhaps else "no"
        yield "very_young_or_old", young_or_old, (field,)
        if going is None:
            continue
        on_going, places, on_first, first_places = going
        if child == "no" and doubt and any(age - doubt < 18 for age in on_going):
            yield "child", "unknown", (field, *places)
        was = "yes" if all(age < 12 for age in on_first) else None
        was = was or ("unknown" if any(age - doubt < 12 for age in on_first) else None)
        if was and ORDER.index(was) > ORDER.index(young_or_old):
            yield "very_young_or_old", was, (field, *first_places)
        if turned := _turned(tree, field, doubt, ages, on_going):
            also = (EARLIEST,) if turned == "no" and not all(age < 18 for age in ages) else ()
            yield "turned_eighteen", turned, (field, *places, *also)


def _turned(tree: Tree, field: str, doubt: int, ages: list[int], on_going: list[int]) -> str | None:
    if all(age < 18 for age in ages):
        return "no"
    if all(age - doubt >= 18 for age in on_going):
        return "no" if _at(tree, EARLIEST) else None
    if all(age >= 18 for age in on_going):
        return "unknown"
    a_child_then = all(age < 18 for age in on_going)
    if field == AGE and (_at(tree, "/person/age/min") or 0) >= 18 and not a_child_then:
        return "unknown"
    return "yes" if a_child_then or all(age >= 18 for age in ages) else "unknown"


Bound = tuple[timedelta | None, tuple[str, ...]]


def _missing_for(tree: Tree, as_of: datetime) -> tuple[Bound, Bound]:
    earliest, latest, reported, found = (_moment(tree, each) for each in (EARLIEST, LATEST, REPORTED, FOUND))
    later, later_at = latest, LATEST
    if reported and (not latest or latest > reported):
        later, later_at = reported, REPORTED
    counts = found and found < as_of and not any(each and found < each for each in (earliest, later))
    least: Bound = (None, ())
    most: Bound = (None, ())
    if later:
        end = found if found and counts else as_of
        least = max(end - later, timedelta()), (later_at, FOUND) if counts else (later_at,)
    if earliest:
        ends = counts and tree["status"] != "open"
        end = found if found and ends else as_of
        most = max(end - earliest, timedelta()), (EARLIEST, FOUND) if ends else (EARLIEST,)
    return least, most


def _of_time(tree: Tree, as_of: datetime) -> Facts:
    (least, least_at), (most, most_at) = _missing_for(tree, as_of)
    if least is not None and least >= HOURS_24:
        yield "missing_long", "yes", least_at
    elif most is not None and most < HOURS_24:
        yield "missing_long", "no", most_at
    elif least is not None or most is not None:
        yield "missing_long", "unknown", (*least_at, *most_at)
    earliest, latest, reported = (_moment(tree, each) for each in (EARLIEST, LATEST, REPORTED))
    if reported and (earliest or latest):
        if latest and reported - latest >= HOURS_24:
            yield "report_delay", "yes", (LATEST, REPORTED)
        elif earliest and reported - earliest < HOURS_24:
            yield "report_delay", "no", (EARLIEST, REPORTED)
        else:
            given = [at for at, when in ((EARLIEST, earliest), (LATEST, latest)) if when]
            yield "report_delay", "unknown", (REPORTED, *given)
    for index, medicine in enumerate(_at(tree, "/person/medication") or []):
        for limit, fields in _limits(medicine, _at(tree, "/person/health") or []):
            long = limit is not None and least is not None and least >= limit
            places = least_at if long else (*least_at, *most_at)
            at = tuple(each if each[0] == "/" else f"/person/medication/{index}/{each}" for each in fields)
            yield "medication_overdue", "yes" if long else "unknown", (*at, *places)


def _limits(medicine: Tree, health: list[Tree]) -> Iterator[tuple[timedelta | None, tuple[str, ...]]]:
    """The limits of a medicine, each with the fields that give it, by the definition of medication_overdue."""
    hours, effect, every = (medicine.get(each) for each in (HOURS, "effect_if_missed", EVERY))
    if hours is not None:
        yield timedelta(hours=hours), (HOURS,)
        return
    if effect is not None:
        yield HOURS_24, ("effect_if_missed",)
    if every is not None:
        yield HOURS_24 if every < 24 else None, (EVERY,)
        if effect is not None and every < 24:
            yield timedelta(hours=every), (EVERY, "effect_if_missed")
        for number, entry in enumerate(health):
            if every >= 24 and entry.get("condition") in DEPENDS:
                yield timedelta(hours=every), (EVERY, f"/person/health/{number}/condition")


AROUND = datetime.fromisoformat("2026-06-15T12:00:00+00:00")
BASES = (None, None, "stated", "from_date_of_birth", "estimated", "apparent", "unknown")


def drawn(chance: random.Random) -> tuple[Tree, datetime]:
    """An episode near a threshold, with the moment at which it is judged."""
    tree: Tree = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "revision": 1,
        "tenure": 1,
        "recorded_at": _some_time(chance, 40),
        "owner_force": "test-north",
        "status": chance.choice(("open", "open", "located", "closed")),
        "person": _person(chance),
    }
    since = {name: _some_time(chance, days) for name, days in (("earliest", 3), ("latest", 2)) if chance.random() < 0.6}
    if chance.random() < 0.2:
        since["earliest"] = _some_time(chance, 2500)
    if since:
        tree["missing_since"] = since
    if chance.random() < 0.6:
        tree["reported_at"] = _some_time(chance, chance.choice((2, 2, 400)))
    if chance.random() < 0.4:
        tree["outcome"] = {"found_at": _some_time(chance, 3)}
    return tree, datetime.fromisoformat(_some_time(chance, chance.choice((1, 40, 2500))))


def _some_time(chance: random.Random, days: int) -> str:
    hours = chance.choice(
        (chance.randint(-24 * days, 24 * days), 24 * chance.randint(-days, days), chance.randint(-9, 9))
    )
    when = AROUND + timedelta(hours=hours)
    offset = chance.choice(("Z", "Z", "+01:00", "-11:00", "+14:00"))
    return when.strftime("%Y-%m-%dT%H:%M:%S") + offset


def _person(chance: random.Random) -> Tree:
    person: Tree = {}
    years = chance.choice((3, 11, 12, 13, 16, 17, 18, 19, 20, 22, 23, 24, 40, 74, 75, 79, 80, 85, 119, 120, 121))
    if chance.random() < 0.7:
        person["date_of_birth"] = _date(chance, 2026 - years)
    if chance.random() < 0.6:
        least = max(0, years + chance.choice((0, 0, 0, -2, 5, -9)))
        age = {"min": least, "max": least + chance.choice((0, 0, 1, 3, -1)), "basis": chance.choice(BASES)}
        if chance.random() < 0.4:
            age["at"] = _date(chance, chance.choice((2019, 2025, 2026, 2026, 2027)))
        for name in ("min", "max"):
            if chance.random() < 0.15 or age[name] < 0:
                del age[name]
        person["age"] = {name: each for name, each in age.items() if each is not None}
    effect = {"effect_if_missed": "Fits."}
    some = [{}, effect, {HOURS: 6}, {HOURS: 30}, {EVERY: 6}, {EVERY: 24}, {EVERY: 6, **effect}, {EVERY: 48, **effect}]
    some.append({HOURS: 30, EVERY: 6})
    if chance.random() < 0.5:
        person["medication"] = [dict(each) for each in chance.sample(some, chance.randint(1, 3))]
    if chance.random() < 0.4:
        conditions = [{"condition": each} for each in (*DEPENDS, "epilepsy", "diabetes", "none")]
        person["health"] = chance.sample([*conditions, {"text": "A"}], chance.randint(1, 3))
    return person


def _date(chance: random.Random, year: int) -> str:
    whole = f"{year}-06-{chance.choice((13, 14, 15, 15, 16, 17))}"
    parts = (
        whole,
        whole,
        whole,
        f"{year}-06",
        f"{year}-06-XX",
        f"{year}",
        f"{year}-XX",
        f"{year}"[:3] + "X",
        "2008-02-29",
    )
    first = chance.choice(parts) + chance.choice(("", "", "", "?", "~", "%"))
    if chance.random() < 0.1:
        return f"{first}/{chance.choice(parts)}{chance.choice(('', '~'))}"
    return first
