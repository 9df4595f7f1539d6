"""Which fields of an episode say that somebody may be exploited, or has been, and what else is coded in them."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter, itemgetter

from missingpersons.models import Episode
from missingpersons.risk.coded import codes, codes_in, one_code
from missingpersons.risk.definitions import CodeAnswers
from missingpersons.risk.facts import UNKNOWN, Fact, Facts, OfEntry, of_entries

_scheme, _relation, _kind, _use, _code, _to = map(attrgetter, ("scheme", "relation", "kind", "use", "code", "to"))
_unsafe = attrgetter("unsafe_to_contact")

_EXPLOITED = ("sexual_exploitation_or_trafficking", "criminal_exploitation")
_referred = [Fact(each, UNKNOWN, ("/referral",)) for each in _EXPLOITED]
_indicated = tuple([of_entries(each, UNKNOWN, "/exploitation_indicators/*") for each in _EXPLOITED])
_ON_RETURN = "/return_interview/exploitation_indicators/*"
_told_on_return = tuple([of_entries(each, UNKNOWN, _ON_RETURN) for each in _EXPLOITED])

_of_episode = itemgetter(
    "exploitation_indicators",
    "referral",
    "return_interview",
    "outcome",
    "companions",
    "places_of_interest",
    "vehicles",
    "actions",
    "notifications",
)
_of_person = itemgetter("identifiers", "relations", "addresses")
_of_interview = itemgetter("exploitation_indicators", "referrals", "harms", "reasons")
_of_outcome = itemgetter("harms", "reasons")


def signs(episode: Episode, of: Mapping[str, CodeAnswers], found: Facts) -> None:
    """Every sign of exploitation, each a fact by itself: one that comes later takes nothing from those before."""
    seen, referral, interview, outcome, companions, places, vehicles, actions, notifications = _of_episode(
        episode.__dict__
    )
    identifiers, relations, addresses = _of_person(episode.person.__dict__)
    # An entry says so by what it is: whom the person knows, what was done, who was told.
    if identifiers:
        codes_in(identifiers, _scheme, of["/person/identifiers/*/scheme"], found)
    if relations:
        codes_in(relations, _relation, of["/person/relations/*/relation"], found)
        codes_in(relations, _unsafe, of["/person/relations/*/unsafe_to_contact"], found)
    if companions:
        codes_in(companions, _relation, of["/companions/*/relation"], found)
    if addresses:
        codes_in(addresses, _kind, of["/person/addresses/*/kind"], found)
    if places:
        codes_in(places, _kind, of["/places_of_interest/*/kind"], found)
    if vehicles:
        codes_in(vehicles, _use, of["/vehicles/*/use"], found)
    if actions:
        codes_in(actions, _code, of["/actions/*/code"], found)
    if notifications:
        codes_in(notifications, _to, of["/notifications/*/to"], found)
    if seen:
        _seen(seen, of["/exploitation_indicators/*"], _indicated, found)
    if referral is not None:
        codes(referral.exploitation_types, of["/referral/exploitation_types/*"], found)
        one_code(referral.reasonable_grounds, of["/referral/reasonable_grounds"], found)
        one_code(referral.conclusive_grounds, of["/referral/conclusive_grounds"], found)
        found += _referred
    if interview is not None:
        told, referrals, harms, reasons = _of_interview(interview.__dict__)
        if told:
            _seen(told, of[_ON_RETURN], _told_on_return, found)
        if referrals:
            codes(referrals, of["/return_interview/referrals/*"], found)
        if harms:
            codes(harms, of["/return_interview/harms/*"], found)
        if reasons:
            codes(reasons, of["/return_interview/reasons/*"], found)
    if outcome is not None:
        harms, reasons = _of_outcome(outcome.__dict__)
        if harms:
            codes(harms, of["/outcome/harms/*"], found)
        if reasons:
            codes(reasons, of["/outcome/reasons/*"], found)


def _seen(given: tuple[str, ...], of: CodeAnswers, signs: tuple[OfEntry, ...], found: Facts) -> None:
    codes(given, of, found)
    for index in range(len(given)):
        found += [each(index) for each in signs]
