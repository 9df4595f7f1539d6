"""What is told of an invented person when they are reported: their age, what they wear, and what went before."""

from __future__ import annotations

from datetime import date
from typing import Any

from missingpersons.testing.invented import looks
from missingpersons.testing.invented.chance import Chance, weighted
from missingpersons.testing.invented.person import Individual

_BIRTHS = weighted({"day": 90, "month": 3, "year": 2, "about": 2, "none": 3})
_NO_HARM = frozenset({"none", "unknown"})


def person(c: Chance, who: Individual, day: date) -> dict[str, Any]:
    """The person as the force that takes a report on ``day`` knows them."""
    told = {**who.lasting, **_age(c, who, day), "clothing": looks.clothing(c), "relations": who.interested}
    if c.random() < 0.3:
        told["effects"] = looks.effects(c, who.age_on(day))
    if c.random() < 0.3:
        told["photos"] = looks.photos(c, day.year, who.born.isoformat())
    if "phones" in told and c.random() < 0.7:
        with_them = c.one(("yes", "yes", "no", "unknown"))
        told["phones"] = [{**told["phones"][0], "with_them": with_them}, *told["phones"][1:]]
    if who.episodes or who.missed_before:
        told["previous_missing"] = _before(c, who)
    return told


def _age(c: Chance, who: Individual, day: date) -> dict[str, Any]:
    age, born = who.age_on(day), who.born.isoformat()
    match c.one(_BIRTHS):
        case "day":
            known: dict[str, Any] = {"date_of_birth": born}
            if c.random() < 0.5:
                known["age"] = {"min": age, "max": age, "basis": c.one(("from_date_of_birth", "stated"))}
                if c.random() < 0.2:
                    known["age"]["at"] = day.isoformat()
            return known
        case "month":
            return {"date_of_birth": born[:7]}
        case "year":
            return {"date_of_birth": f"{born[:4]}~"}
        case "about":
            return {
                "date_of_birth": f"{born[:4]}?",
                "age": {"min": max(0, age - 1), "max": age + 1, "basis": "estimated"},
            }
        case _:
            return {"age": {"min": max(0, age - 2), "max": age + 2, "basis": "apparent"}}


def _before(c: Chance, who: Individual) -> dict[str, Any]:
    before: dict[str, Any] = {"count": who.missed_before + len(who.episodes)}
    if who.episodes:
        before["periods"] = [{"earliest": began, "latest": ended} for _, began, ended in who.episodes]
        if c.random() < 0.4:
            before["found_where"] = c.one(
                ("At a friend's, in the next street.", "At the bus station.", "Two towns away, with adults.")
            )
    if c.random() < 0.4:
        harm = c.one(who.plot.harms)
        before |= {"harmed": c.one(("no", "unknown"))} if harm in _NO_HARM else {"harmed": "yes", "harms": [harm]}
    if harms := [code for code in who.harms if code not in _NO_HARM]:
        before |= {"harmed": "yes", "harms": harms}
    return before
