"""Rules about somebody in an authority's care: who answers for them, and how they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from missingpersons.codes import Answer, Status
from missingpersons.models import Episode
from missingpersons.models.care import Care
from missingpersons.rules.ages import was_adult
from missingpersons.rules.safeguarding import LOOKED_AFTER
from missingpersons.values.dates import moment

AWAY = "away"
POLICE_PROTECTION = "police_protection"
POLICE_PROTECTION_ORDER = "l1"

PROTECTION_LASTS = timedelta(hours=72)
"""How long police protection can last at most (DfE SSDA903, rule 361)."""

WORKERS = frozenset({"social_worker", "personal_adviser"})

OF_PLACING = frozenset({"placing_authority", "social_worker"})
OF_HOST = frozenset({"host_authority"})
OF_CHILDREN = LOOKED_AFTER - {"remand"}
"""Care statuses of children alone: whoever turns eighteen on remand may stay there for a while."""

OF_EITHER = frozenset({"local_authority", "childrens_services"})
"""Destinations that may be either authority: nobody can tell which."""


def one_authority_only(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-185: the person is placed out of area, and not both authorities are recorded."""
    care = episode.care
    if care is None or care.out_of_area is not Answer.YES:
        return
    placing, host = _folded(care.placing_authority), _folded(care.host_authority)
    if not placing or not host or placing == host:
        yield "/care"


def no_way_to_authority(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-186: a looked-after person is missing, and nothing says how the authority is reached."""
    care = episode.care
    if episode.status is not Status.OPEN or care is None or care.contact_point or not _is_cared_for(care):
        return
    if not any(each.relation in WORKERS and each.contact_point for each in episode.person.relations):
        yield "/care/contact_point"


def one_authority_told(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-187: of the two authorities of somebody placed out of area, only one was told."""
    care = episode.care
    if episode.status is not Status.OPEN or care is None or care.out_of_area is not Answer.YES:
        return
    told = {each.to for each in episode.notifications if each.sent_at}
    if told.isdisjoint(OF_EITHER) and told.isdisjoint(OF_PLACING) is not told.isdisjoint(OF_HOST):
        yield "/notifications"


def away_but_open(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-198: the person's whereabouts are said to be known, and the episode is open."""
    if episode.status is Status.OPEN and episode.care is not None and episode.care.missing_type == AWAY:
        yield "/care/missing_type"


def protection_over(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-199: the police protection that is recorded has run out while the child is missing."""
    care = episode.care
    if episode.status is not Status.OPEN or care is None:
        return
    if care.status != POLICE_PROTECTION and care.legal_status != POLICE_PROTECTION_ORDER:
        return
    began = (episode.missing_since and episode.missing_since.latest) or episode.reported_at
    if began and as_of - moment(began) > PROTECTION_LASTS:
        yield "/care"


def grown_up_and_looked_after(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-154: an adult is recorded as a looked-after child."""
    if episode.care is not None and episode.care.status in OF_CHILDREN and was_adult(episode):
        yield "/care/status"


def _folded(name: str | None) -> str:
    return " ".join(name.split()).casefold() if name else ""


def _is_cared_for(care: Care) -> bool:
    return care.status in LOOKED_AFTER or care.out_of_area is Answer.YES
