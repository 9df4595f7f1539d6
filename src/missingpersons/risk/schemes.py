"""The schemes of risk levels as data, and what a level of one scheme is in another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from missingpersons.codes import LEVELS, RiskCategory, RiskLevel, RiskScheme


@dataclass(frozen=True, slots=True)
class Step:
    """A level of a scheme, or a category that is no level. ``label`` is the publisher's; ``definition`` is ours.

    ``verified`` says how well the wording is known: ``read``, ``secondary`` or ``unverified``.
    """

    code: RiskLevel | RiskCategory
    step: int
    label: str
    definition: str
    verified: str


class DefaultFor(NamedTuple):
    """The episodes that are judged by the library's policy for a scheme where no policy is named."""

    definitions: tuple[str, ...] = ()
    owner_forces: tuple[str, ...] = ()
    others: bool = False
    """Every episode of which no other scheme says that it is for it."""

    def as_dict(self) -> dict[str, Any]:
        """What is said of it, as it is published."""
        told = {"definitions": list(self.definitions), "owner_forces": list(self.owner_forces), "others": self.others}
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme as far as it is known. ``began`` and ``ended`` are a year or a month; forces moved on their own days."""

    code: RiskScheme
    title: str
    nation: str
    began: str
    ended: str
    source: str
    not_verified: str
    no_lower_step: str
    levels: tuple[Step, ...]
    """From the lowest to the highest."""
    categories: tuple[Step, ...]
    default_for: DefaultFor

    def as_dict(self) -> dict[str, Any]:
        """The scheme as it is published."""
        return {
            "title": self.title,
            "nation": self.nation,
            "from": self.began,
            **({"until": self.ended} if self.ended else {}),
            "source": self.source,
            "not_verified": self.not_verified,
            "levels": [_step_as_dict(each) for each in self.levels],
            **({"categories": [_step_as_dict(each) for each in self.categories]} if self.categories else {}),
            **({"default_for": self.default_for.as_dict()} if any(self.default_for) else {}),
        }


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a level of one scheme is in another. It is derived and never recorded in place of what was decided.

    ``level`` is None where the other scheme has nothing that corresponds; ``reason`` then says why. Between two
    schemes a mapping is always ``lossy``: equal names do not mean the same.
    """

    level: RiskLevel | None
    lossy: bool
    reason: str


@cache
def schemes() -> Mapping[RiskScheme, Scheme]:
    """Every scheme by its code."""
    table = tomllib.loads(files(__package__).joinpath("schemes.toml").read_text(encoding="utf-8"))
    made = [_scheme(each) for each in table["scheme"]]
    return MappingProxyType({each.code: each for each in made})


def lowest_level(scheme: RiskScheme) -> RiskLevel:
    """The lowest level that ``scheme`` has."""
    return min(LEVELS[scheme], key=lambda level: level.rank)


def above_lowest(scheme: RiskScheme) -> RiskLevel:
    """The level just above the lowest that ``scheme`` has: the least that a guard leaves."""
    return sorted(LEVELS[scheme], key=lambda level: level.rank)[1]


def translate(level: RiskLevel | RiskCategory, from_scheme: RiskScheme, to_scheme: RiskScheme) -> Mapped:
    """What ``level`` of ``from_scheme`` is in ``to_scheme``, with whether something is lost, and why.

    Raises ``ValueError`` if ``from_scheme`` has no such level or category.

    >>> translate(RiskLevel.VERY_LOW, RiskScheme.APP_VERY_LOW, RiskScheme.SCOTLAND).level is None
    True
    """
    source, target = schemes()[RiskScheme(from_scheme)], schemes()[RiskScheme(to_scheme)]
    here = next((each for each in (*source.levels, *source.categories) if each.code == level), None)
    if here is None:
        raise ValueError("that scheme has no such level or category")
    if source is target:
        if isinstance(here.code, RiskCategory):
            return Mapped(None, lossy=False, reason="It is a category of the same scheme, and no level.")
        return Mapped(here.code, lossy=False, reason="The same scheme.")
    there = next((each for each in target.levels if each.step == here.step), None)
    if there is None or not isinstance(there.code, RiskLevel):
        because = target.no_lower_step or "The other scheme has no level below low, and a category is no level."
        return Mapped(None, lossy=True, reason=because)
    reason = "The order is the same; the definitions differ."
    if isinstance(here.code, RiskCategory):
        reason = "A category of people who were not treated as missing becomes the lowest level."
    elif here.step == 1 and source.no_lower_step and target.levels[0].step == 0:
        reason = source.no_lower_step
    return Mapped(there.code, lossy=True, reason=reason)


def _scheme(table: Mapping[str, Any]) -> Scheme:
    return Scheme(
        code=RiskScheme(table["code"]),
        title=table["title"],
        nation=table["nation"],
        began=table["from"],
        ended=table.get("until", ""),
        source=table["source"],
        not_verified=table["not_verified"],
        no_lower_step=table.get("no_lower_step", ""),
        levels=tuple(_step(each, RiskLevel(each["code"])) for each in table["level"]),
        categories=tuple(_step(each, RiskCategory(each["code"])) for each in table.get("category", ())),
        default_for=_default_for(table.get("default_for", {})),
    )


def _default_for(table: Mapping[str, Any]) -> DefaultFor:
    return DefaultFor(
        tuple(table.get("definitions", ())), tuple(table.get("owner_forces", ())), table.get("others", False)
    )


def _step(table: Mapping[str, Any], code: RiskLevel | RiskCategory) -> Step:
    return Step(code, table["step"], table["label"], table["definition"], table["verified"])


def _step_as_dict(step: Step) -> dict[str, Any]:
    return {
        "code": str(step.code),
        "step": step.step,
        "label": step.label,
        "definition": step.definition,
        "verified": step.verified,
    }
