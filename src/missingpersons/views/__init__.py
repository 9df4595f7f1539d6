"""What one audience may see of an episode: a document of its own, from the marks on the record's fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from missingpersons.codes import Audience, DocumentType, codelist
from missingpersons.models import STANDARD_VERSION, Episode
from missingpersons.models._base import Record
from missingpersons.rules.identity import PLACEHOLDER_DATES
from missingpersons.values.dates import day_of, moment
from missingpersons.views.grounds import NOTHING, MayBeTold, may_be_told
from missingpersons.views.kept_back import Withheld, is_for_police_alone, is_of_being_found, kept_back
from missingpersons.views.marks import APPEALS, Marked, marked
from missingpersons.wire import encode, to_tree

__all__ = ["APPEALS", "AROUND", "CHARITY_CHANNEL", "View", "Withheld", "view"]

AROUND = ("document_type", "standard_version", "owner_force")
"""Fields of an episode that stand beside what is shown, since every view has them."""

CHARITY_CHANNEL = "missing_people"
"""The channel of a view for a charity, where no other is given."""


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """What one audience may see of an episode at one moment.

    ``shown`` has the fields of an episode, under the same names. ``withheld`` counts the recorded values that are
    not in it, by reason, and names none.
    """

    audience: Audience
    channel: str | None
    as_of: str
    owner_force: str
    shown: Mapping[str, Any]
    withheld: Mapping[Withheld, int]

    def __repr__(self) -> str:
        return "<View>"

    def as_dict(self) -> dict[str, Any]:
        """The view as a JSON tree."""
        return {
            "document_type": str(DocumentType.VIEW),
            "standard_version": STANDARD_VERSION,
            "audience": str(self.audience),
            **({"channel": self.channel} if self.channel else {}),
            "as_of": self.as_of,
            "owner_force": self.owner_force,
            "shown": dict(self.shown),
            "withheld": {str(reason): self.withheld[reason] for reason in Withheld if reason in self.withheld},
        }

    def dump(self) -> bytes:
        """The bytes of the view: compact JSON with sorted names. Equal views give equal bytes."""
        return encode(self.as_dict())


def view(
    episode: Episode, audience: Audience | str, *, channel: str | None = None, as_of: datetime | None = None
) -> View:
    """What ``audience`` may see of an episode: a field without a mark for it is never shown by mistake.

    A charity and the public are told only what a ground for publicity in force at ``as_of`` covers, on ``channel``:
    a code of the list `publicity_channels`. ``as_of`` is by default the episode's own ``recorded_at``.

    Raises ``ValueError`` for an audience that does not exist, a channel for another audience than these two, or a
    moment without an offset; ``KeyError`` for a channel that is not in the list.
    """
    audience = Audience(audience)
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("as_of is a moment: give it an offset")
    if channel is not None and audience not in APPEALS:
        raise ValueError("only a charity or the public is told through a channel")
    if channel is not None and channel not in codelist("publicity_channels"):
        raise KeyError(channel)
    if audience is Audience.CHARITY:
        channel = channel or CHARITY_CHANNEL
    at = as_of or moment(episode.recorded_at)
    tree = {name: value for name, value in to_tree(episode).items() if name not in AROUND}
    made = _Maker(episode, audience, channel, at)
    if audience in APPEALS:
        _in_years(tree, episode, at)
    shown = tree if audience is Audience.POLICE else made.shown(tree)
    return View(
        audience,
        channel,
        _written(as_of) if as_of else str(episode.recorded_at),
        episode.owner_force,
        MappingProxyType(shown),
        MappingProxyType(dict(+made.withheld)),
    )


class _Maker:
    """Takes from the tree of one episode what one audience may see, and counts the rest."""

    def __init__(self, episode: Episode, audience: Audience, channel: str | None, as_of: datetime) -> None:
        self._audience = audience
        self._appeals = audience in APPEALS
        self._closed = audience is Audience.SAFEGUARDING and is_for_police_alone(episode)
        self._told: MayBeTold = may_be_told(episode, channel, as_of) if self._appeals else NOTHING
        self._kept_back = kept_back(episode, audience, as_of)
        if self._appeals:
            for index, photo in enumerate(episode.person.photos):
                if photo.photo_id not in self._told.photo_ids:
                    self._kept_back[f"/person/photos/{index}"] = Withheld.BASIS
        self.withheld: Counter[Withheld] = Counter()

    def shown(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """What is shown of the episode whose tree it is."""
        return self._record(tree, Episode, "", None)

    def _record(self, tree: Mapping[str, Any], kind: type[Record], at: str, scope: str | None) -> dict[str, Any]:
        shown = {}
        fields = marked(kind)
        for name, value in tree.items():
            field = fields[name]
            inner = self._field(value, field, f"{at}/{name}", field.scope or scope)
            if inner not in ({}, [], None):
                shown[name] = inner
        return shown

    def _field(self, value: Any, field: Marked, at: str, scope: str | None) -> Any:
        if not field.many or self._reason(field, at, scope) is not None:
            return self._one(value, field, at, scope)
        entries = (self._one(each, field, f"{at}/{index}", scope) for index, each in enumerate(value))
        return [each for each in entries if each not in ({}, None)]

    def _one(self, value: Any, field: Marked, at: str, scope: str | None) -> Any:
        reason = self._reason(field, at, scope)
        if reason is not None:
            self._withhold(value, field, at, reason)
            return None
        return self._record(value, field.record, at, scope) if field.record else value

    def _reason(self, field: Marked, at: str, scope: str | None) -> Withheld | None:
        if self._closed:
            return Withheld.HANDLING
        if self._audience not in field.audiences:
            return Withheld.AUDIENCE
        reason = self._kept_back.get(at)
        if not self._appeals:
            return reason
        if reason is not None:
            # Why something is kept back tells something of it: the public is told that there is no ground.
            return reason if reason is Withheld.AUDIENCE else Withheld.BASIS
        covered = scope in self._told.scopes if scope else bool(self._told.scopes)
        return None if field.record or covered else Withheld.BASIS

    def _withhold(self, value: Any, field: Marked, at: str, reason: Withheld) -> None:
        """Count every value in what is not shown. What a charity or the public is told does not count being found."""
        if not self._appeals:
            self.withheld[reason] += _values(value)
            return
        if is_of_being_found(at):
            return
        if isinstance(value, list):
            for each in value:
                self._withhold(each, field, at, reason)
        elif isinstance(value, dict):
            for name, each in value.items():
                inner = marked(field.record)[name] if field.record else field
                # What a ground could not cover is not counted as lacking one, or the count would tell why it is kept.
                self._withhold(each, inner, at, reason if self._audience in inner.audiences else Withheld.AUDIENCE)
        elif reason is Withheld.AUDIENCE and field.is_free_text:
            self.withheld[Withheld.FREE_TEXT] += 1
        else:
            self.withheld[reason] += 1


def _values(value: Any) -> int:
    """How many values there are in a part of a tree."""
    if isinstance(value, dict):
        return sum(map(_values, value.values()))
    return sum(map(_values, value)) if isinstance(value, list) else 1


def _in_years(tree: dict[str, Any], episode: Episode, as_of: datetime) -> None:
    """Put the age in years where the date of birth tells it: the date itself is not told."""
    birth = episode.person.date_of_birth
    if birth and birth not in PLACEHOLDER_DATES and (ages := birth.living_ages_on(day_of(as_of))):
        tree["person"]["age"] = {"min": ages[0], "max": ages[-1]}


def _written(as_of: datetime) -> str:
    return as_of.astimezone(UTC).isoformat().replace("+00:00", "Z")
