"""Rules about people whom the record itself could put at risk, and about who must be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer, Status
from missingpersons.models import Episode
from missingpersons.rules.ages import ADULT_AGE, was_child
from missingpersons.rules.exploitation import is_told_of_exploitation
from missingpersons.values.dates import PartialDate, moment

LOOKED_AFTER = frozenset({"looked_after_s20", "looked_after_s31", "remand", "police_protection", "uasc"})
"""Care statuses in which a local authority answers for the child."""

AUTHORITIES = frozenset(
    {"local_authority", "placing_authority", "host_authority", "childrens_services", "social_worker"}
)
"""Notification destinations that reach the authority."""

PROTECTORS = AUTHORITIES | {"nrm", "child_trafficking_guardian"}
"""Notification destinations that can protect a child from exploitation."""

REFERRALS = frozenset({"safeguarding_referral", "strategy_meeting", "nrm_referral"})
"""Actions that bring those to the table who can."""

REFERRED_TO = frozenset(
    {"childrens_social_care", "multi_agency_hub", "exploitation_team", "nrm", "child_trafficking_guardian"}
)
"""Referrals from a return interview that do the same."""


def authority_not_told(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-060: somebody who is looked after is missing, and no notice sent to a local authority is recorded."""
    if episode.status is not Status.OPEN or episode.care is None:
        return
    told = (each.to for each in episode.notifications if each.sent_at)
    if episode.care.status in LOOKED_AFTER and AUTHORITIES.isdisjoint(told):
        yield "/notifications"


def informant_unsafe(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-061: the person who made the report is marked as unsafe to contact."""
    for index, relation in enumerate(episode.person.relations):
        if relation.informant is Answer.YES and relation.unsafe_to_contact is Answer.YES:
            yield f"/person/relations/{index}"


def exploitation_not_referred(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-188: there are signs that a child is exploited, and nobody outside the police is told."""
    if episode.status is Status.CANCELLED or episode.referral or not is_told_of_exploitation(episode):
        return
    if any(each.to in PROTECTORS for each in episode.notifications):
        return
    if any(each.code in REFERRALS for each in episode.actions) or not was_child(episode):
        return
    if episode.return_interview is None or REFERRED_TO.isdisjoint(episode.return_interview.referrals):
        yield "/notifications"


def eighteen_while_missing(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-189: the person turned eighteen while missing, and nobody has assessed the risk since."""
    birth, window = episode.person.date_of_birth, episode.missing_since
    if birth is None or episode.status is not Status.OPEN or window is None:
        return
    gone = window.latest or window.earliest
    if gone is None or not _is_adult(birth, as_of) or not _is_child(birth, moment(gone)):
        return
    if not any(each.assessed_at and _is_adult(birth, moment(each.assessed_at)) for each in episode.assessments):
        yield "/assessments"


def _is_adult(birth: PartialDate, at: datetime) -> bool:
    ages = birth.living_ages_on(at.date())
    return len(ages) > 0 and ages[0] >= ADULT_AGE


def _is_child(birth: PartialDate, at: datetime) -> bool:
    ages = birth.living_ages_on(at.date())
    return len(ages) > 0 and ages[-1] < ADULT_AGE
