"""What of one episode is kept from an audience that may see such fields: wishes, danger, handling, choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from missingpersons.codes import Answer, Audience, NameKind
from missingpersons.models import Episode
from missingpersons.models._routes import Routes, coded_in, of_kind
from missingpersons.models.common import Place
from missingpersons.models.description import Effect, Mark
from missingpersons.models.person import Identifier, Name
from missingpersons.views.grounds import UNSAID, is_police_alone, wants_no_disclosure
from missingpersons.views.marks import APPEALS, OUTSIDE
from missingpersons.views.unsafe import unsafe_places


class Withheld(StrEnum):
    """Why something that is recorded is not shown."""

    AUDIENCE = "audience"
    BASIS = "basis"
    FREE_TEXT = "free_text"
    WISH = "wish"
    UNSAFE = "unsafe"
    HANDLING = "handling"


TOLD_MARKS = frozenset({"tattoo", "piercing", "birthmark", "mole", "freckles"})
"""Library list. Marks that say nothing of health or harm. A scar may be one from self-harm that nobody called so."""

TOLD_EFFECTS = frozenset(
    {
        *("ring", "necklace", "bracelet", "anklet", "earring", "brooch_or_badge", "watch", "rucksack", "handbag"),
        *("shopping_bag", "luggage", "briefcase", "pushchair_or_pram", "umbrella", "bottle_or_flask", "toy"),
        *("sports_item", "musical_instrument", "camping_item", "animal", "wallet", "keys"),
    }
)
"""Library list. Things that say nothing of health, belief, harm or danger."""

TOLD_CONDITIONS = frozenset({"safe_and_well", "injured", "seriously_injured", "deceased"})
"""Library list. Safe, hurt or dead: the scope `found_condition` is about no more."""

PRIVATE = frozenset(
    {
        *("mother", "father", "parent", "step_parent", "grandparent", "brother", "sister", "sibling", "child"),
        *("grandchild", "aunt_or_uncle", "cousin", "niece_or_nephew", "other_relative", "spouse", "partner"),
        *("former_partner", "friend", "associate", "flatmate", "neighbour", "online_contact"),
    }
)
"""Library list. Relations who report as private people. Anybody else may have reported as a safeguarding partner."""

PARTNERS_SCHEMES = frozenset({"nhs", "chi", "hc", "upn", "ictg", "nrm"})
"""Library list. Identifiers by which health, education and guardians know a person, and not the police or a state."""

_PLACES = Routes(of_kind(Place))
_SOURCES = Routes(coded_in("reporter_roles"))
_FOUND = ("/outcome", "/prevention_interview", "/return_interview")
_TELLS_FOUND = ("/status", *_FOUND, "/actions", "/publicity", "/review_due_at")
_WHERE_FOUND = (
    *(f"/outcome/{name}" for name in ("found_in_force", "distance", "found_by", "how")),
    *(f"/return_interview/{name}" for name in ("where", "with_whom", "notes", "organisation", "by")),
    *("/prevention_interview/notes", "/last_seen_force", "/residence_force", "/countries_likely_visited"),
    # Words of what happened may be of how it ended.
    *("/sightings", "/circumstances", "/person/phones", "/person/emails", "/person/social_accounts"),
    # So may be who cares for them now, who is with them, who was told, and how to reach any of these.
    *("/care", "/person/protection_plan", "/companions", "/notifications", "/handling/contact_safety"),
)
_SAID_AFTERWARDS = ("reasons", "where", "with_whom", "harms", "exploitation_indicators", "notes")


def kept_back(episode: Episode, audience: Audience, as_of: datetime) -> dict[str, Withheld]:
    """The places that are not shown to ``audience`` though its fields are for it, each with the reason.

    Where there are several reasons for a place the gravest is told: handling, danger, wishes, choice.
    """
    if audience not in OUTSIDE:
        return {}
    choices = _not_chosen(episode, audience)
    unsafe = ((place, Withheld.UNSAFE) for place in unsafe_places(episode, as_of))
    return dict([*choices, *_wished(episode), *unsafe, *_handled(episode)])


def is_for_police_alone(episode: Episode) -> bool:
    """Whether nothing goes to a safeguarding partner: by the handling, or since it may be they who may not know."""
    return is_police_alone(episode) or (wants_no_disclosure(episode) and not _is_reported_in_private(episode))


def _is_reported_in_private(episode: Episode) -> bool:
    """Whether it is recorded who made the report, and nobody who may have made it did so for a partner."""
    relations = episode.person.relations
    reported = {each.relation for each in relations if each.informant in (Answer.YES, Answer.UNKNOWN)}
    return any(each.informant is Answer.YES for each in relations) and reported <= PRIVATE


def is_of_being_found(place: str) -> bool:
    """Whether a place is in what is recorded only once the person was found."""
    return place.startswith(_FOUND)


def _handled(episode: Episode) -> Iterator[tuple[str, Withheld]]:
    conditions = episode.handling.conditions if episode.handling else ()
    if "secret_address" in conditions:
        yield from ((place, Withheld.HANDLING) for place, _ in _PLACES.of(episode))
    if "protect_source" in conditions:
        yield from ((place, Withheld.HANDLING) for place, _ in _SOURCES.of(episode))
        for index, _ in enumerate(episode.person.relations):
            yield f"/person/relations/{index}/informant", Withheld.HANDLING


def _wished(episode: Episode) -> Iterator[tuple[str, Withheld]]:
    interview, handling = episode.return_interview, episode.handling
    if interview and interview.may_be_shared is Answer.NO:
        yield from ((f"/return_interview/{name}", Withheld.WISH) for name in _SAID_AFTERWARDS)
    if not wants_no_disclosure(episode):
        return
    # Nobody can tell from words whether one of them is the audience. The reason would tell what it keeps back.
    unnamed = not (handling and handling.do_not_disclose_to)
    reason = Withheld.WISH if unnamed else Withheld.AUDIENCE
    yield from ((place, reason) for place, _ in _PLACES.of(episode))
    yield from ((place, reason) for place in _WHERE_FOUND)
    yield from ((f"/person/relations/{i}/contact_point", reason) for i, _ in enumerate(episode.person.relations))
    if handling and not unnamed:
        yield from ((place, reason) for place in _TELLS_FOUND)
        yield from (
            (f"/handling/conditions/{i}", reason) for i, each in enumerate(handling.conditions) if each == UNSAID
        )


def _not_chosen(episode: Episode, audience: Audience) -> Iterator[tuple[str, Withheld]]:
    """Entries whose kind is not for the audience though others of the same field are."""
    person = episode.person
    if audience is Audience.SAFEGUARDING:
        yield from _others("/person/identifiers", person.identifiers, _is_partners_scheme)
    if audience in APPEALS:
        as_known = any(each.kind is NameKind.KNOWN_AS for each in person.names)
        yield from _others("/person/names", person.names, lambda name: _is_public_name(name, as_known))
        yield from _others("/person/marks", person.marks, _is_told_mark)
        yield from _others("/person/effects", person.effects, _is_told_effect)
        if episode.outcome and episode.outcome.condition not in TOLD_CONDITIONS:
            yield "/outcome/condition", Withheld.AUDIENCE


def _others(at: str, entries: tuple[Any, ...], chosen: Callable[[Any], bool]) -> Iterator[tuple[str, Withheld]]:
    for index, each in enumerate(entries):
        if not chosen(each):
            yield f"{at}/{index}", Withheld.AUDIENCE


def _is_partners_scheme(identifier: Identifier) -> bool:
    return identifier.scheme in PARTNERS_SCHEMES


def _is_public_name(name: Name, as_known: bool) -> bool:
    """Whether the public knows the person by it: never an alias, nor a name that the person has left behind."""
    usual = (NameKind.KNOWN_AS,) if as_known else (None, NameKind.LEGAL)
    return name.kind in (*usual, NameKind.TRANSLITERATION)


def _is_told_mark(mark: Mark) -> bool:
    return mark.kind in TOLD_MARKS


def _is_told_effect(effect: Effect) -> bool:
    return effect.kind in TOLD_EFFECTS
