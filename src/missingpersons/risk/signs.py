"""Which fields of an episode say that somebody may be exploited, or has been."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from missingpersons.models import Episode
from missingpersons.risk.coded import codes, codes_in
from missingpersons.risk.definitions import UNKNOWN, CodeAnswers, Facts

_scheme, _relation, _kind, _use, _code, _to = map(attrgetter, ("scheme", "relation", "kind", "use", "code", "to"))


def signs(episode: Episode, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    """Every sign of exploitation, each a fact by itself: one that comes later takes nothing from those before."""
    _by_what_it_is(episode, of, found)
    if seen := episode.exploitation_indicators:
        _seen(seen, of["/exploitation_indicators/*"], "/exploitation_indicators", found)
    if (referral := episode.referral) is not None:
        if types := referral.exploitation_types:
            codes(types, of["/referral/exploitation_types/*"], found)
        _may_be_exploited("/referral", found)
    if (interview := episode.return_interview) is not None:
        if told := interview.exploitation_indicators:
            at = "/return_interview/exploitation_indicators"
            _seen(told, of["/return_interview/exploitation_indicators/*"], at, found)
        codes(interview.referrals, of["/return_interview/referrals/*"], found)
        codes(interview.harms, of["/return_interview/harms/*"], found)
        codes(interview.reasons, of["/return_interview/reasons/*"], found)
    if (outcome := episode.outcome) is not None:
        codes(outcome.harms, of["/outcome/harms/*"], found)
        codes(outcome.reasons, of["/outcome/reasons/*"], found)


def _by_what_it_is(episode: Episode, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    # An entry says so by what it is: whom the person knows, what was done, who was told.
    person = episode.person
    if identifiers := person.identifiers:
        codes_in(identifiers, _scheme, of["/person/identifiers/*/scheme"], found)
    if relations := person.relations:
        codes_in(relations, _relation, of["/person/relations/*/relation"], found)
    if companions := episode.companions:
        codes_in(companions, _relation, of["/companions/*/relation"], found)
    if addresses := person.addresses:
        codes_in(addresses, _kind, of["/person/addresses/*/kind"], found)
    if places := episode.places_of_interest:
        codes_in(places, _kind, of["/places_of_interest/*/kind"], found)
    if vehicles := episode.vehicles:
        codes_in(vehicles, _use, of["/vehicles/*/use"], found)
    if actions := episode.actions:
        codes_in(actions, _code, of["/actions/*/code"], found)
    if notifications := episode.notifications:
        codes_in(notifications, _to, of["/notifications/*/to"], found)


def _seen(given: tuple[str, ...], of: CodeAnswers, at: str, found: Facts) -> None:
    codes(given, of, found)
    for index in range(len(given)):
        _may_be_exploited(f"{at}/{index}", found)


def _may_be_exploited(at: str, found: Facts) -> None:
    place = (at,)
    found.append(("sexual_exploitation_or_trafficking", UNKNOWN, place))
    found.append(("criminal_exploitation", UNKNOWN, place))
