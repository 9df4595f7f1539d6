"""What a charity or the public may be told of an episode, on the grounds for publicity that hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from missingpersons.codes import Answer, PublicityBasis, Status
from missingpersons.models import Episode
from missingpersons.models.found import Outcome
from missingpersons.models.publicity import Publicity
from missingpersons.rules import contact, publicity
from missingpersons.rules.ages import was_child
from missingpersons.rules.appeal import is_in_force
from missingpersons.values.dates import moment

SPEAKING_AGAINST: tuple[Callable[[Episode, datetime], Iterator[str]], ...] = (
    contact.consent_of_unsafe,
    publicity.consent_of_nobody,
    publicity.authority_unaccounted_for,
    publicity.child_without_parental_consent,
    publicity.consent_taken_back_and_kept,
)
"""Rules that, where they find something in a ground, say that it is none: MP-R-191, 210, 211, 217 and 218."""

POLICE_ALONE = frozenset({"police_only", "no_onward_sharing", "named_recipients_only"})
"""Library list. Handling conditions under which nothing leaves the police."""

NEVER_EXCHANGED = frozenset({"secret", "top_secret"})
"""Classifications of what should not be exchanged through this standard."""

UNSAID = "do_not_disclose_whereabouts"

KEPT_FROM_FAMILY = frozenset({"do_not_tell_family", "do_not_tell_parent", UNSAID})
"""Library list. Handling conditions under which nobody in public is told that the person was found."""


class MayBeTold(NamedTuple):
    """The scopes that some ground covers, and the pictures that one names. Nothing at all if ``scopes`` is empty."""

    scopes: frozenset[str]
    photo_ids: frozenset[str]


NOTHING = MayBeTold(frozenset(), frozenset())


def may_be_told(episode: Episode, channel: str | None, as_of: datetime) -> MayBeTold:
    """What the grounds that hold at ``as_of`` for ``channel`` cover together.

    A ground that names channels holds for these alone, and one that names none for any. Without a channel only
    the second kind holds. Once the person was found, nothing may be told but that, and how they are.
    """
    if is_police_alone(episode) or (episode.handling and "no_publicity" in episode.handling.conditions):
        return NOTHING
    doubtful = {int(place.split("/")[2]) for doubts in SPEAKING_AGAINST for place in doubts(episode, as_of)}
    standing = [
        ground
        for index, ground in enumerate(episode.publicity)
        if index not in doubtful and _holds(ground, channel, as_of)
    ]
    if is_over(episode):
        return MayBeTold(_that_it_is_over(episode, standing), frozenset())
    scopes = frozenset(each for ground in standing for each in ground.scope) - publicity.THAT_IT_IS_OVER
    refused = {photo.photo_id for photo in episode.person.photos if photo.consent is Answer.NO}
    named = {photo for ground in standing if "photo" in ground.scope for photo in ground.photo_ids}
    return MayBeTold(scopes, frozenset(named - refused))


def is_police_alone(episode: Episode) -> bool:
    """Whether the handling says that nothing of the episode leaves the police."""
    handling = episode.handling
    return handling is not None and (
        not POLICE_ALONE.isdisjoint(handling.conditions) or handling.classification in NEVER_EXCHANGED
    )


def is_over(episode: Episode) -> bool:
    """Whether anything says that nobody looks for the person any more."""
    # An outcome in which nothing is recorded says nothing: nobody stops looking for that.
    return episode.status is not Status.OPEN or episode.outcome not in (None, Outcome())


def wants_no_disclosure(episode: Episode) -> bool:
    """Whether it must not be told where somebody is who was found: an adult says so, or the handling does.

    Whoever is not certainly a child counts as an adult. Of a child those are told who answer for them.
    """
    if is_over(episode) and episode.handling and UNSAID in episode.handling.conditions:
        return True
    said = episode.outcome.whereabouts_may_be_disclosed if episode.outcome else None
    return said is Answer.NO and not was_child(episode)


def _holds(ground: Publicity, channel: str | None, as_of: datetime) -> bool:
    if not is_in_force(ground, as_of) or (ground.channels and channel not in ground.channels):
        return False
    if ground.basis is PublicityBasis.CONSENT:
        return True
    return ground.authorised_by is not None and ground.authorised_by.rank is not None


def _that_it_is_over(episode: Episode, standing: list[Publicity]) -> frozenset[str]:
    """What may be told of somebody who was found: of an adult, on a ground that is no older than that."""
    handling = episode.handling
    if wants_no_disclosure(episode) or (
        handling and (handling.do_not_disclose_to or not KEPT_FROM_FAMILY.isdisjoint(handling.conditions))
    ):
        return frozenset()
    found = episode.outcome.found_at if episode.outcome else None
    agreed = [ground for ground in standing if found and ground.given_at and moment(ground.given_at) >= moment(found)]
    scopes = {each for ground in (standing if was_child(episode) else agreed) for each in ground.scope}
    # How somebody is was not known before they were found: no earlier ground can be about it.
    scopes -= {"found_condition"} - {each for ground in agreed for each in ground.scope}
    return frozenset(scopes & publicity.THAT_IT_IS_OVER)
