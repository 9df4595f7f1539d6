"""What of an episode an appeal may say: the public's view of it, and on which grounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from missingpersons.codes import Audience
from missingpersons.models import Episode
from missingpersons.models.publicity import Publicity
from missingpersons.rules.appeal import is_in_force
from missingpersons.values.dates import Timestamp, moment
from missingpersons.views import view
from missingpersons.views.grounds import is_over


@dataclass(frozen=True, slots=True)
class Appeal:
    """Where and when the public is to be told."""

    channel: str | None = None
    """A code of the list `publicity_channels`. A ground that names channels holds for these alone."""
    as_of: datetime | None = None
    """The moment to judge from; the episode's own ``recorded_at`` if it is not given."""

    def moment(self, episode: Episode) -> datetime:
        """The moment at which an episode is judged."""
        return self.as_of or moment(episode.recorded_at)

    def reaches(self, ground: Publicity) -> bool:
        """Whether a ground is for this channel. Where none is said, only one that names none is."""
        return not ground.channels or self.channel in ground.channels


class Silence(Enum):
    """Why nothing may be told of an episode."""

    NEVER = auto()
    """Nothing could ever be told on this channel, or what holds covers nothing that the episode has."""
    ENDED = auto()
    """A ground was for this channel and holds no longer: whoever has a copy must delete it."""
    UNSAID = auto()
    """Which channel it is was not said, and there are grounds that hold, or held, for some alone."""


def silence(episode: Episode, appeal: Appeal) -> Silence:
    """Why nothing may be told of an episode: a live appeal on one channel is never ended by a file for another."""
    as_of = appeal.moment(episode)
    given = [each for each in episode.publicity if not (each.given_at and moment(each.given_at) > as_of)]
    ended = [each for each in given if is_over(episode) or not is_in_force(each, as_of)]
    if appeal.channel is None and any(each.channels for each in given if each not in ended):
        return Silence.UNSAID
    if any(map(appeal.reaches, ended)):
        return Silence.ENDED
    return Silence.UNSAID if appeal.channel is None and ended else Silence.NEVER


def shown(episode: Episode, appeal: Appeal) -> Mapping[str, Any]:
    """What the public may see of an episode."""
    return view(episode, Audience.PUBLIC, channel=appeal.channel, as_of=appeal.as_of).shown


def in_place(whole: Any, part: Any) -> Any:
    """What is shown, with every entry of a list where it stands in the whole and None for what is not shown.

    A value that is not in the whole, such as an age worked out from a date of birth, stays where the view has it.
    """
    if isinstance(part, Mapping):
        inner = whole if isinstance(whole, Mapping) else {}
        return {name: in_place(inner.get(name), each) for name, each in part.items()}
    if isinstance(part, list | tuple):
        entries: list[Any] = [None] * len(whole or ())
        at = 0
        for each in part:
            at = next((index for index in range(at, len(entries)) if _is_part(whole[index], each)), len(entries))
            if at < len(entries):
                entries[at] = in_place(whole[at], each)
                at += 1
        return entries
    return part


def not_shown(whole: Any, part: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of what is not shown, as high as can be."""
    if part is None:
        yield path
    elif isinstance(whole, dict) and isinstance(part, dict):
        for name in whole:
            yield from not_shown(whole[name], part.get(name), (*path, name))
    elif isinstance(whole, list) and isinstance(part, list):
        for index, each in enumerate(whole):
            yield from not_shown(each, part[index], (*path, index))


def ends_at(episode: Episode, appeal: Appeal) -> Timestamp | None:
    """When the first ground that holds runs out: after that, less may be told."""
    ends = [ground.expires_at for _, ground in _that_end(episode, appeal) if ground.expires_at]
    return min(ends, key=moment) if ends else None


def may_have_ended(episode: Episode, appeal: Appeal) -> list[int]:
    """Which grounds hold at ``recorded_at`` and run out later, where nobody said at which moment to judge."""
    return [] if appeal.as_of else [index for index, _ in _that_end(episode, appeal)]


def _that_end(episode: Episode, appeal: Appeal) -> list[tuple[int, Publicity]]:
    as_of = appeal.moment(episode)
    return [
        (index, ground)
        for index, ground in enumerate(episode.publicity)
        if ground.expires_at and is_in_force(ground, as_of) and appeal.reaches(ground)
    ]


def _is_part(whole: Any, part: Any) -> bool:
    if isinstance(part, Mapping):
        return isinstance(whole, Mapping) and all(
            name in whole and _is_part(whole[name], each) for name, each in part.items()
        )
    if isinstance(part, list | tuple):
        entries: Iterator[Any] = iter(whole if isinstance(whole, list) else ())
        return all(any(_is_part(entry, each) for entry in entries) for each in part)
    return bool(whole == part)
