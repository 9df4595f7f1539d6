"""Rules about what a document points to: its own statements and pictures, and other episodes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from missingpersons.codes import EpisodeRelation
from missingpersons.models import Call, Episode, UnidentifiedCase
from missingpersons.models._base import Record

SAME = frozenset({EpisodeRelation.SAME_PERSON, EpisodeRelation.DUPLICATE, EpisodeRelation.SUPERSEDED})
"""What an episode is to this one if both are of one person."""

OTHER = frozenset({EpisodeRelation.NOT_SAME_PERSON, EpisodeRelation.MISSING_TOGETHER})
"""What it is if they are of two people."""

OF_ANOTHER_EPISODE = frozenset({"duplicate_report", "other_force_leads"})
"""Reasons for which a call becomes no episode although there is one."""


def statement_not_there(document: Episode | UnidentifiedCase, _: datetime) -> Iterator[str]:
    """MP-R-235: a statement whose source is given is not in the document."""
    for index, each in enumerate(document.provenance):
        if not leads_somewhere(each.at, document):
            yield f"/provenance/{index}/at"


def leads_somewhere(pointer: str, record: Record) -> bool:
    """Whether a JSON Pointer leads to something that is recorded. No name has a character that it must escape."""
    part: Any = record
    for segment in pointer.split("/")[1:]:
        part = _inside(part, segment)
        if part is None or part == ():
            return False
    return True


def _inside(part: Any, segment: str) -> Any:
    if isinstance(part, Record):
        return part.__dict__.get(segment)
    if isinstance(part, dict):
        return part.get(segment)
    if isinstance(part, tuple | list) and segment.isdigit() and (segment == "0" or segment[0] != "0"):
        place = int(segment)
        return part[place] if place < len(part) else None
    return None


def picture_not_there(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-236: a picture that may be published is not among those of the person."""
    if not any(ground.photo_ids for ground in episode.publicity):
        return
    held = {photo.photo_id for photo in episode.person.photos}
    for index, ground in enumerate(episode.publicity):
        for place, photo_id in enumerate(ground.photo_ids):
            if photo_id not in held:
                yield f"/publicity/{index}/photo_ids/{place}"


def picture_id_repeated(document: Episode | UnidentifiedCase, _: datetime) -> Iterator[str]:
    """MP-R-237: two pictures have the same reference."""
    photos, at = (
        (document.person.photos, "/person/photos") if isinstance(document, Episode) else (document.photos, "/photos")
    )
    if len(photos) < 2:
        return
    known: set[str] = set()
    for index, photo in enumerate(photos):
        if photo.photo_id in known:
            yield f"{at}/{index}/photo_id"
        known.add(photo.photo_id)


def refers_to_itself(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-238: the episode is named as another episode."""
    for index, each in enumerate(episode.related):
        if each.episode_id == episode.episode_id:
            yield f"/related/{index}/episode_id"
    for index, companion in enumerate(episode.companions):
        if companion.episode_id == episode.episode_id:
            yield f"/companions/{index}/episode_id"


def same_and_another(document: Episode | UnidentifiedCase, _: datetime) -> Iterator[str]:
    """MP-R-239: an episode is said to be of the same person, and of another."""
    itself = document.episode_id if isinstance(document, Episode) else None
    said: dict[str, bool] = {}
    for at, episode_id, same in _said(document):
        if episode_id != itself and said.setdefault(episode_id, same) is not same:
            yield at


def _said(document: Episode | UnidentifiedCase) -> Iterator[tuple[str, str, bool]]:
    """Each episode that is said to be of the same person (True) or of another, with the place."""
    for index, each in enumerate(document.related):
        if each.relation in SAME or each.relation in OTHER:
            yield f"/related/{index}/relation", each.episode_id, each.relation in SAME
    if isinstance(document, Episode):
        for index, companion in enumerate(document.companions):
            if companion.episode_id:
                yield f"/companions/{index}/episode_id", companion.episode_id, False
    elif document.identification and document.identification.episode_id:
        yield "/identification/episode_id", document.identification.episode_id, True


def call_became_one_and_none(call: Call, _: datetime) -> Iterator[str]:
    """MP-R-245: a call became an episode, and it is said why it became none."""
    if call.episode_id and call.no_episode_reason and call.no_episode_reason not in OF_ANOTHER_EPISODE:
        yield "/no_episode_reason"
