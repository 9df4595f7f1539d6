"""What happens to invented people: the plots, read from ``plots.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One kind of thing that happens. ``plots.toml`` says what each field means."""

    name: str
    share: int
    ages: tuple[int, int]
    again: float
    hours: tuple[int, ...]
    missing_from: tuple[str, ...]
    levels: tuple[str, ...]
    reporters: tuple[str, ...]
    informants: tuple[str, ...]
    reasons: tuple[str, ...]
    vulnerabilities: tuple[str, ...]
    yes: tuple[str, ...]
    indicators: tuple[str, ...]
    health: tuple[str, ...]
    interests: tuple[str, ...]
    found_by: tuple[str, ...]
    how: tuple[str, ...]
    harms: tuple[str, ...]
    doing: tuple[str, ...]
    circumstances: tuple[str, ...]
    rationales: tuple[str, ...]
    dies: float = 0.0
    cared_for: bool = False
    """Whether a local authority answers for the person."""
    from_abroad: bool = False
    """Whether the person grew up in another country."""
    referred: bool = False
    """Whether there may be a referral to the National Referral Mechanism."""
    travels: bool = False
    """Whether the person is, or may go, abroad."""
    prepared: bool = False
    """Whether a form was filled in beforehand."""
    lives_elsewhere: bool = False
    """Whether the person's home is in another force's area."""
    drives: bool = False
    """Whether the person may have a vehicle."""


@cache
def plots() -> tuple[Plot, ...]:
    """Every plot."""
    text = files(__package__).joinpath("plots.toml").read_text(encoding="utf-8")
    return tuple(_plot(name, table) for name, table in tomllib.loads(text).items())


def _plot(name: str, table: dict[str, Any]) -> Plot:
    told: dict[str, Any] = {field: tuple(each) if isinstance(each, list) else each for field, each in table.items()}
    return Plot(name=name, **told)
