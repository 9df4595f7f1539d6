"""For whom a notice is written: the public, told what a ground covers, or the police who ask for the notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from missingpersons import wire
from missingpersons.converters.leaving import Leaving, value_at
from missingpersons.converters.pfif.public import Appeal, in_place, may_have_ended, not_shown, shown
from missingpersons.findings import CannotRun
from missingpersons.models import Episode
from missingpersons.values.dates import Timestamp, moment

CHANNEL = "interpol_yellow_notice"
"""The channel, of the list `publicity_channels`, that is the public extract of a notice."""
PUBLIC, POLICE = "public", "police"

WITHHELD = "MP-C-050"
MAY_HAVE_ENDED = "MP-C-122"


class Told:
    """The account of an episode of which only a part may be told: of the rest nothing is given out or judged again."""

    def __init__(self, leaving: Leaving, tree: Mapping[str, Any]) -> None:
        self._leaving = leaving
        self._tree = tree

    def at(self, *path: str | int) -> Any:
        """What may be told at a place, or None."""
        return value_at(self._tree, path)

    def carry(self, *path: str | int) -> Any:
        """As ``Leaving.carry``, of what may be told."""
        told = self.at(*path)
        if told is not None:
            self._leaving.carry(*path)
        return told

    def approximate(self, *path: str | int, **code: str) -> Any:
        """As ``Leaving.approximate``, of what may be told."""
        told = self.at(*path)
        if told is not None:
            self._leaving.approximate(*path, **code)
        return told

    def set_aside(self, *path: str | int, code: str) -> None:
        """As ``Leaving.set_aside``, of what may be told."""
        if self.at(*path) is not None:
            self._leaving.set_aside(*path, code=code)

    def note(self, code: str, *path: str | int) -> None:
        """As ``Leaving.note``."""
        self._leaving.note(code, *path)


def told_to(audience: str, as_of: datetime | None, episode: Episode, leaving: Leaving) -> Told:
    """What of an episode may be in a notice for this audience; of the rest the account says that it is withheld."""
    tree = wire.to_tree(episode)
    if audience == POLICE:
        return Told(leaving, tree)
    appeal = Appeal(CHANNEL, as_of)
    seen = in_place(tree, shown(episode, appeal))
    for path in not_shown(tree, seen):
        leaving.set_aside(*path, code=WITHHELD)
    for index in may_have_ended(episode, appeal):
        leaving.note(MAY_HAVE_ENDED, "publicity", index, "expires_at")
    return Told(leaving, seen)


def asked(options: Mapping[str, str]) -> tuple[str, datetime | None]:
    """The audience, and the moment at which a ground must hold, that options say."""
    audience, text = options.get("audience", PUBLIC), options.get("as_of")
    if audience not in (PUBLIC, POLICE):
        raise CannotRun(f"interpol-yellow: audience is one of {PUBLIC}, {POLICE}")
    if text is None:
        return audience, None
    try:
        return audience, moment(Timestamp.parse(text))
    except ValueError:
        pass
    raise CannotRun("interpol-yellow: as_of needs a time with seconds and an offset, as in 2026-03-01T09:00:00Z")
