"""Rules about who the person is, from one episode to another."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons.codes import Sex
from missingpersons.models import Episode
from missingpersons.rules.identity import PLACEHOLDER_DATES
from missingpersons.rules.together.history import History, Where
from missingpersons.values.identifiers import IDENTIFIERS, Verdict, pnc_id_normal

ONE_EACH = frozenset({"pnc_id", "cro", "nhs", "chi", "hc", "national_insurance"})
"""Schemes of which a person has one number. Library list: passports, licences and pupils' numbers are replaced."""

_ISSUED_HERE = frozenset({None, "GBR"})


def somebody_else(history: History) -> Iterator[Where]:
    """MP-R-257: who the person is differs from another of their episodes."""
    records = tuple(history.current.values())
    yield from _born_on_other_days(records)
    yield from _of_another_sex(records)
    yield from _of_other_numbers(records)


def _born_on_other_days(records: tuple[tuple[int, Episode], ...]) -> Iterator[Where]:
    told = ((index, each.person.date_of_birth) for index, each in records)
    births = [(index, born) for index, born in told if born and born not in PLACEHOLDER_DATES]
    if len(births) < 2:
        return
    last_first = max(born.earliest() for _, born in births)
    first_last = min(born.latest() for _, born in births)
    for index, born in births:
        if born.latest() < last_first or born.earliest() > first_last:
            yield index, "/person/date_of_birth"


def _of_another_sex(records: tuple[tuple[int, Episode], ...]) -> Iterator[Where]:
    told = [(index, each.person.sex) for index, each in records if each.person.sex in (Sex.MALE, Sex.FEMALE)]
    if len({sex for _, sex in told}) > 1:
        yield from ((index, "/person/sex") for index, _ in told)


def _of_other_numbers(records: tuple[tuple[int, Episode], ...]) -> Iterator[Where]:
    holders: dict[str, dict[int, dict[str, str]]] = {}
    for index, each in records:
        for scheme, number, at in _numbers(each):
            holders.setdefault(scheme, {}).setdefault(index, {})[at] = number
    for numbers in holders.values():
        common = set.intersection(*(set(each.values()) for each in numbers.values()))
        if not common:
            yield from ((index, at) for index, places in numbers.items() for at in places)


def _numbers(episode: Episode) -> Iterator[tuple[str, str, str]]:
    """Each number of which the person has one: its scheme, its normal form and its place."""
    for place, each in enumerate(episode.person.identifiers):
        if each.scheme in ONE_EACH and each.country in _ISSUED_HERE:
            kind = IDENTIFIERS[each.scheme]
            if kind.judge(each.value) is Verdict.GOOD:
                year = int(episode.recorded_at[:4])
                number = pnc_id_normal(each.value, year) if each.scheme == "pnc_id" else kind.normal(each.value)
                yield each.scheme, number, f"/person/identifiers/{place}/value"
