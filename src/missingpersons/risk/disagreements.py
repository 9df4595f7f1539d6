"""Which risk questions somebody answered otherwise than the rest of the episode does."""

from __future__ import annotations

from typing import Any, NamedTuple

from missingpersons.risk.facts import WORDS
from missingpersons.risk.heard import Heard


class Disagreement(NamedTuple):
    """A question that somebody answered otherwise than the rest of the episode does. The graver counts."""

    question: str
    recorded: str
    derived: str
    recorded_at: tuple[str, ...]
    derived_at: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The disagreement as the JSON object that is printed."""
        return {**self._asdict(), "recorded_at": list(self.recorded_at), "derived_at": list(self.derived_at)}


def disagreements(heard: Heard) -> tuple[Disagreement, ...]:
    """Every question whose recorded and whose derived answer differ, by question."""
    found = []
    for question in sorted(heard.both):
        says, shows = heard.recorded[question], heard.derived[question]
        if says.gravity != shows.gravity:
            found.append(Disagreement(question, WORDS[says.gravity], WORDS[shows.gravity], says.at, shows.at))
    return tuple(found)
