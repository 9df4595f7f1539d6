"""Rules about the grounds for telling the public: who gave them, what they cover, and what was told without one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate

from missingpersons.codes import Answer, PublicityBasis, Status
from missingpersons.models import Episode
from missingpersons.models.person import Person
from missingpersons.models.publicity import Publicity
from missingpersons.rules.appeal import is_in_force
from missingpersons.rules.minimum import SHOW_THE_PERSON
from missingpersons.values.dates import day_of, moment

WITHOUT_PARENTAL_STANDING = frozenset(
    {
        "brother",
        "sister",
        "sibling",
        "cousin",
        "niece_or_nephew",
        "spouse",
        "partner",
        "former_partner",
        "friend",
        "associate",
        "person_of_concern",
        "flatmate",
        "neighbour",
        "landlord",
        "teacher",
        "employer",
        "colleague",
        "faith_leader",
        "online_contact",
    }
)
"""Library list. Relations who do not, as such, answer for a child. A brother who is the guardian is a guardian."""

THAT_IT_IS_OVER = frozenset({"found", "found_condition"})
"""What may be told of somebody who was found without telling more."""

ADULT_AGE = 18

_ALWAYS = datetime.min.replace(tzinfo=UTC)
_NEVER = datetime.max.replace(tzinfo=UTC)


def consent_of_nobody(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-210: consent to publicity is recorded, and not whose it is."""
    for index, each in enumerate(episode.publicity):
        if each.basis is PublicityBasis.CONSENT and each.given_by is None and each.withdrawn_at is None:
            yield f"/publicity/{index}/given_by"


def authority_unaccounted_for(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-211: publicity is authorised without consent, and nothing says by whom or why."""
    for index, each in enumerate(episode.publicity):
        if each.basis is not PublicityBasis.AUTHORISED or each.withdrawn_at is not None:
            continue
        if each.authorised_by is None or not (each.authorised_by.role or each.authorised_by.rank):
            yield f"/publicity/{index}/authorised_by"
        if each.rationale is None:
            yield f"/publicity/{index}/rationale"


def publicity_forbidden(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-212: the record must not be used in an appeal, and a ground for publicity is in force."""
    if episode.status is not Status.OPEN or not episode.handling or "no_publicity" not in episode.handling.conditions:
        return
    for index, each in enumerate(episode.publicity):
        if is_in_force(each, as_of):
            yield f"/publicity/{index}"


def told_without_ground(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-213: the public was told when no ground was in force."""
    found = episode.outcome.found_at if episode.outcome else None
    appeals = [(f"/actions/{i}", each.done_at) for i, each in enumerate(episode.actions) if each.code == "publicity"]
    media = [
        (f"/notifications/{i}", each.sent_at) for i, each in enumerate(episode.notifications) if each.to == "media"
    ]
    told = [(place, at) for place, at in (*appeals, *media) if at and (found is None or at < found)]
    if not told:
        return
    spans = sorted(map(_span, episode.publicity))
    starts = [start for start, _ in spans]
    # Up to when any of the grounds given so far holds.
    ends = list(accumulate((end for _, end in spans), max, initial=_ALWAYS))
    for place, at in told:
        if moment(at) >= ends[bisect_right(starts, moment(at))]:
            yield place


def photo_not_chosen(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-214: a photograph may be published, several show the person, and none is named."""
    if episode.status is not Status.OPEN or sum(each.shows in SHOW_THE_PERSON for each in episode.person.photos) < 2:
        return
    for index, each in enumerate(episode.publicity):
        if "photo" in each.scope and not each.photo_ids and is_in_force(each, as_of):
            yield f"/publicity/{index}/photo_ids"


def photo_beyond_scope(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-215: a picture of the person is named for publicity whose scope has no photograph."""
    shown = {each.photo_id for each in episode.person.photos if each.shows in SHOW_THE_PERSON}
    for index, ground in enumerate(episode.publicity):
        if ground.withdrawn_at is not None or not ground.scope or "photo" in ground.scope:
            continue
        for number, each in enumerate(ground.photo_ids):
            if each in shown:
                yield f"/publicity/{index}/photo_ids/{number}"


def photo_refused(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-216: consent to publicity names a picture that may not be used."""
    refused = {each.photo_id for each in episode.person.photos if each.consent is Answer.NO}
    for index, ground in enumerate(episode.publicity if refused else ()):
        if ground.basis is not PublicityBasis.CONSENT or ground.withdrawn_at is not None:
            continue
        for number, each in enumerate(ground.photo_ids):
            if each in refused:
                yield f"/publicity/{index}/photo_ids/{number}"


def child_without_parental_consent(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-217: publicity about a child rests on the consent of somebody who does not answer for the child."""
    if episode.status is not Status.OPEN:
        return
    standing = [(index, each) for index, each in enumerate(episode.publicity) if is_in_force(each, as_of)]
    rests_on = all(
        each.basis is PublicityBasis.CONSENT and each.given_by in WITHOUT_PARENTAL_STANDING for _, each in standing
    )
    if rests_on and standing and _is_child(episode.person, as_of):
        for index, _ in standing:
            yield f"/publicity/{index}/given_by"


def consent_taken_back_and_kept(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-218: somebody took their consent back, and an earlier consent of theirs still stands."""
    taken_back: dict[str, datetime] = {}
    if episode.status is not Status.OPEN:
        return
    for each in episode.publicity:
        if each.given_by and each.withdrawn_at and moment(each.withdrawn_at) <= as_of:
            at = moment(each.withdrawn_at)
            taken_back[each.given_by] = max(at, taken_back.get(each.given_by, at))
    for index, each in enumerate(episode.publicity if taken_back else ()):
        if each.basis is not PublicityBasis.CONSENT or each.given_by not in taken_back or not is_in_force(each, as_of):
            continue
        if each.given_at is None or moment(each.given_at) < taken_back[each.given_by]:
            yield f"/publicity/{index}"


def published_after_found(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-219: the person was found, and what may be told of the missing person is still in force."""
    found = episode.outcome.found_at if episode.outcome else None
    if found is None or episode.status not in (Status.LOCATED, Status.CLOSED):
        return
    for index, each in enumerate(episode.publicity):
        before = each.given_at is None or each.given_at < found
        if before and not THAT_IT_IS_OVER.issuperset(each.scope) and is_in_force(each, as_of):
            yield f"/publicity/{index}"


def _span(ground: Publicity) -> tuple[datetime, datetime]:
    """From when and up to when a ground was in force."""
    ends = [moment(each) for each in (ground.withdrawn_at, ground.expires_at) if each]
    return moment(ground.given_at) if ground.given_at else _ALWAYS, min(ends, default=_NEVER)


def _is_child(person: Person, as_of: datetime) -> bool:
    """Whether the person is certainly under eighteen."""
    if person.date_of_birth and (ages := person.date_of_birth.living_ages_on(day_of(as_of))):
        return ages[-1] < ADULT_AGE
    return person.age is not None and person.age.max is not None and person.age.max < ADULT_AGE
