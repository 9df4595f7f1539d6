"""Rules about people whom the record itself could put at risk, and about who must be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer, Status
from missingpersons.models import Episode

LOOKED_AFTER = frozenset({"looked_after_s20", "looked_after_s31", "remand", "police_protection", "uasc"})
"""Care statuses in which a local authority answers for the child."""

AUTHORITIES = frozenset(
    {"local_authority", "placing_authority", "host_authority", "childrens_services", "social_worker"}
)
"""Notification destinations that reach the authority."""


def authority_not_told(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-060: a looked-after child is missing, and no notice to a local authority is recorded."""
    if episode.status is not Status.OPEN or episode.care is None:
        return
    if episode.care.status in LOOKED_AFTER and not any(each.to in AUTHORITIES for each in episode.notifications):
        yield "/notifications"


def informant_unsafe(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-061: the person who made the report is marked as unsafe to contact."""
    for index, relation in enumerate(episode.person.relations):
        if relation.informant is Answer.YES and relation.unsafe_to_contact is Answer.YES:
            yield f"/person/relations/{index}"
