"""That no birthday lowers what is called for: of one record, at one moment after another, with nothing else new."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.property.risk_policies import QUESTIONS

from missingpersons import wire
from missingpersons.models import Episode
from missingpersons.risk import Policy, suggest

Tree = dict[str, Any]

THRESHOLDS = (12, 18, 80, 12 + 5, 18 + 5, 80 - 5)
"""The ages at which something is answered otherwise, and those at which that is so of a doubtful age."""

BASES = (None, "stated", "from_date_of_birth", "estimated", "apparent", "unknown")
RECORDED = datetime.fromisoformat("2026-06-15T12:00:00Z")
DAY = timedelta(days=1)


def lowered(tree: Tree, policy: Policy, chance: random.Random) -> Iterator[str]:
    """Each moment from the record on at which ``policy`` calls for less of ``tree`` than at the moment before."""
    birthday = RECORDED.date() + DAY * chance.choice((-40, -3, -1, 0, 1, 2, 30, 200))
    dated = json.loads(json.dumps(tree)) | {"recorded_at": "2026-06-15T12:00:00Z", "status": "open"}
    dated["person"] = {**dated.get("person", {}), **_aged(birthday, chance)}
    for name in [name for name in ("date_of_birth", "age") if dated["person"][name] is None]:
        del dated["person"][name]
    dated |= _gone(birthday, chance)
    for name in ("outcome", "assessments", "provenance"):
        dated.pop(name, None)
    if chance.random() < 0.5:
        dated = _quiet(dated)
    episode: Episode = wire.build(dated)
    turns = sorted({birthday + DAY * each for each in (-1, 0, 1, 20, 364, 365, 366, 400, 731)})
    moments = [RECORDED, *(moment for each in turns if (moment := _noon(each)) > RECORDED)]
    ranks = [suggest(episode, policy=policy, as_of=each).level.rank for each in moments]
    for (before, after), (was, now) in zip(pairwise(moments), pairwise(ranks), strict=True):
        if now < was:
            told = {name: dated["person"].get(name) for name in ("date_of_birth", "age")}
            yield f"a birthday lowered: {told}, gone {_when(dated)}, {before.date()} to {after.date()}"


def _quiet(tree: Tree) -> Tree:
    """The same record without anything but the age and the times: all else was asked, and is no, and hides nothing."""
    kept = (
        "document_type",
        "standard_version",
        "episode_id",
        "revision",
        "tenure",
        "recorded_at",
        "owner_force",
        "status",
    )
    person = {name: each for name, each in tree["person"].items() if name in ("date_of_birth", "age")}
    asked = [each for each in QUESTIONS if each not in ("child", "turned_eighteen", "very_young_or_old")]
    return {name: tree[name] for name in (*kept, "missing_since", "reported_at")} | {
        "person": person,
        "answers": [{"question": each, "answer": "no"} for each in asked],
    }


def _aged(birthday: date, chance: random.Random) -> Tree:
    """A date of birth or an age, or both, as somebody may have written them who has that birthday."""
    age = chance.choice(THRESHOLDS)
    born = birthday.replace(year=birthday.year - age, day=min(birthday.day, 28))
    known = chance.choice((str(born), str(born), f"{born:%Y-%m}", f"{born:%Y}", f"{born:%Y}"[:3] + "X"))
    told = chance.choice((age - 2, age - 1, age))
    stated: Tree = {"min": told, "max": told + chance.choice((0, 0, 1, 3))}
    if basis := chance.choice(BASES):
        stated["basis"] = basis
    if chance.random() < 0.5:
        stated["at"] = chance.choice(("2026-06-14", "2026-06-15", "2026-06", "2026", "2025-07", "2026-01-01"))
    kinds = chance.choice((("date",), ("age",), ("date", "age")))
    return {
        "date_of_birth": known + chance.choice(("", "", "?", "~", "%")) if "date" in kinds else None,
        "age": stated if "age" in kinds else None,
    }


def _gone(birthday: date, chance: random.Random) -> Tree:
    """When the person went, and when they were reported, as far as somebody knows: before the record."""
    last = min(_noon(birthday) + DAY * chance.choice((-2, -1, 0)), RECORDED - DAY)
    reported = min(last + timedelta(hours=chance.choice((1, 30))), RECORDED)
    since = {"earliest": last - DAY * chance.choice((0, 1, 3, 200)), "latest": last}
    kept = chance.choice((("earliest", "latest"), ("latest",), ("earliest",)))
    return {
        "missing_since": {name: f"{since[name]:%Y-%m-%dT%H:%M:%SZ}" for name in kept},
        "reported_at": f"{reported:%Y-%m-%dT%H:%M:%SZ}",
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, RECORDED.timetz())


def _when(tree: Tree) -> str:
    return " to ".join(tree["missing_since"].values())
