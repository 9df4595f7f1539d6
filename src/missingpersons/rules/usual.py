"""What is usual of nearly every record, looked at once for many rules: then none of them has anything to find."""

from __future__ import annotations

import re
from functools import lru_cache

from missingpersons.codes import Answer, RiskLevel, Sex, Status
from missingpersons.models import Episode
from missingpersons.rules.decisions import FIRST_YEAR, SYSTEM
from missingpersons.rules.ending import ALIVE, HURT, LOOKS_OUT, SAYS_NO_HARM
from missingpersons.rules.identifiers import SHORTEST_FILLER, TELL_A_BIRTH
from missingpersons.rules.identity import HANDSET, ISSUED_HERE, PLACEHOLDER_NAMES, TITLES, verdict_of
from missingpersons.rules.interviews import HELD
from missingpersons.rules.names import PHRASES, SAY_NOTHING, STAND_BESIDE
from missingpersons.rules.pole_fields import ACCOUNT_JOINT, LONGEST_ACCOUNT, LONGEST_EMAIL, LONGEST_NAME, SHORTEST_EMAIL
from missingpersons.rules.whereabouts import ABROAD
from missingpersons.values.kind import Verdict
from missingpersons.values.reasons import LONGEST

_WORDS = frozenset(
    word for each in PLACEHOLDER_NAMES | TITLES | SAY_NOTHING | STAND_BESIDE | PHRASES for word in each.split()
)
"""Words of which some rule about names makes something."""

_UNHURT = ALIVE - HURT
"""Conditions in which somebody was seen who came to no bodily harm."""

_usual_name = re.compile("[A-Z][A-Za-z'-]*(?: [A-Z][A-Za-z'-]*)*")


# The same names come again and again in a force's records.
@lru_cache(maxsize=16_384)
def _is_usual(name: str) -> bool:
    return (
        len(name) <= LONGEST_NAME
        and _usual_name.fullmatch(name) is not None
        and _WORDS.isdisjoint(name.casefold().split(" "))
    )


def has_odd_text(episode: Episode) -> bool:
    """Whether any name is odd, or the place of birth, an e-mail address or an account too long or too short.

    An odd name is more than letters that begin with a capital, or has a word that is no name.
    """
    person = episode.person
    if person.place_of_birth and len(person.place_of_birth) > LONGEST_NAME:
        return True
    for email in person.emails:
        if not SHORTEST_EMAIL <= len(email) <= LONGEST_EMAIL:
            return True
    for account in person.social_accounts:
        if len(account.platform) + len(ACCOUNT_JOINT) + len(account.handle) > LONGEST_ACCOUNT:
            return True
    for name in person.names:
        if (name.family and not _is_usual(name.family)) or (name.full and not _is_usual(name.full)):
            return True
        for given in name.given:
            if not _is_usual(given):
                return True
    return False


def has_odd_number(episode: Episode) -> bool:
    """Whether any identifier, or a handset's number, is not plainly good, or tells something of a date of birth."""
    person = episode.person
    for each in person.identifiers:
        scheme, value, born = each.scheme, each.value, person.date_of_birth
        if (
            each.country not in ISSUED_HERE
            or scheme in TELL_A_BIRTH
            or verdict_of(scheme, value) is not Verdict.GOOD
            or value.count("0") >= SHORTEST_FILLER
            or value.strip().casefold() in PLACEHOLDER_NAMES
            or (scheme == "pnc_id" and born and not (value[4:5] == "/" and value[:4] >= born[:4]))
        ):
            return True
    for device in episode.devices:
        if device.imei is not None and verdict_of(HANDSET, device.imei) is not Verdict.GOOD:
            return True
    return False


def is_judged_oddly(episode: Episode) -> bool:
    """Whether any decision on risk is not plain: above the lowest, of a scheme, for a reason, by a person, since 2017.

    Every scheme has the levels low, medium and high.
    """
    for each in episode.assessments:
        level, by, at = each.level, each.assessed_by, each.assessed_at
        if (
            level is None
            or level is RiskLevel.VERY_LOW
            or level is RiskLevel.NO_APPARENT_RISK
            or each.category
            or each.scheme is None
            or each.evidence
            or each.rationale is None
            or len(each.rationale.strip(" .")) <= LONGEST
            or (by and by.role == SYSTEM)
            or (at and at[:4] < FIRST_YEAR)
        ):
            return True
    return False


def is_reported_out_of_step(episode: Episode) -> bool:
    """Whether going missing, the report, being found and the record are not plainly one after the other."""
    recorded, reported = episode.recorded_at, episode.reported_at
    found = episode.outcome.found_at if episode.outcome else None
    gone = episode.missing_since.earliest if episode.missing_since else None
    if reported is None:
        return bool(found and gone)
    return recorded < reported or bool(gone and reported < gone) or bool(found and found < reported)


def is_told_in_part(episode: Episode) -> bool:
    """Whether what every report begins with is not all there: a name, when the police were told, since when."""
    since = episode.missing_since
    return (
        not episode.person.names
        or episode.reported_at is None
        or since is None
        or (since.earliest is None and since.latest is None)
    )


def is_told_against_itself(episode: Episode) -> bool:
    """Whether the sex cannot apply, an age rests on no date of birth, or another force took the report."""
    person = episode.person
    return (
        person.sex is Sex.NOT_APPLICABLE
        or person.date_of_birth is None
        or (episode.tenure == 1 and episode.reporting_force not in (None, episode.owner_force))
    )


def is_reported_at_midnight(episode: Episode) -> bool:
    """Whether the clock, where the report was written down, stood at midnight."""
    return episode.reported_at is not None and episode.reported_at[11:19] == "00:00:00"


def is_over_without_a_time(episode: Episode) -> bool:
    """Whether the person is no longer missing, and no time says since when."""
    return episode.status is not Status.OPEN and (episode.outcome is None or episode.outcome.found_at is None)


def has_email_or_vehicle(episode: Episode) -> bool:
    """Whether an e-mail address or a vehicle is recorded."""
    return bool(episode.person.emails or episode.vehicles)


def is_ended_oddly(episode: Episode) -> bool:
    """Whether an end is not plain: found alive and unhurt or with words on the harm, then spoken to face to face.

    Nor is one where anybody had been told to look out for the person, or where they do not want it told where they are.
    """
    outcome, talk, offer = episode.outcome, episode.prevention_interview, episode.return_interview
    if outcome is None:
        return episode.status is Status.CLOSED or talk is not None or offer is not None
    if talk is None:
        if episode.status is Status.CLOSED:
            return True
    elif talk.held_at is None or talk.result not in (None, "completed_in_person"):
        return True
    return (
        (outcome.condition is not None and outcome.condition not in _UNHURT)
        or not (outcome.text or SAYS_NO_HARM.issuperset(outcome.harms))
        or outcome.fatal_outcome is not None
        or outcome.died_on is not None
        or outcome.whereabouts_may_be_disclosed is Answer.NO
        or outcome.how == ABROAD
        or (offer is not None and (offer.result in HELD) != (offer.held_at is not None))
        or not LOOKS_OUT.isdisjoint([each.to for each in episode.notifications])
    )
