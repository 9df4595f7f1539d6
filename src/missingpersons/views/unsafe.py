"""Where an episode names or reaches somebody who is unsafe to contact: their own entry, and every other that tells."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.models._routes import Routes, coded_in
from missingpersons.models.circumstances import Companion
from missingpersons.models.person import Person, Relation
from missingpersons.rules.contact import contact_may_be_unsafe, safe_list_names_unsafe
from missingpersons.views.alike import is_equal_name, is_same_name, is_same_way

_ROLES = Routes(coded_in("reporter_roles"))
_ROLE_OF = {
    **dict.fromkeys(("mother", "father", "parent", "step_parent", "guardian"), "parent"),
    **dict.fromkeys(("grandparent", "brother", "sister", "sibling", "child", "grandchild"), "family"),
    **dict.fromkeys(("aunt_or_uncle", "cousin", "niece_or_nephew", "other_relative"), "family"),
    **dict.fromkeys(("spouse", "partner", "former_partner"), "partner"),
    **dict.fromkeys(("friend", "flatmate", "associate"), "friend"),
    **dict.fromkeys(("care_worker", "key_worker"), "care_staff"),
    **dict.fromkeys(("social_worker", "personal_adviser"), "social_worker"),
    **dict.fromkeys(("doctor", "nurse_or_therapist"), "health_staff"),
    **dict.fromkeys(("employer", "colleague"), "employer"),
    "teacher": "school_staff",
    "neighbour": "neighbour",
    "carer": "carer",
    "foster_carer": "foster_carer",
    "landlord": "landlord",
}
"""Library list. As whom somebody of each relation would have reported. Of any other relation nobody can tell."""


def unsafe_places(episode: Episode, as_of: datetime) -> Iterator[str]:
    """The places that tell of somebody who is unsafe to contact, or may be: by name, by number, or as what they are.

    Words of any length may name them too, and cannot be read. Whom not to tell is told: ``do_not_disclose_to``.
    """
    relations = episode.person.relations
    doubtful = set(contact_may_be_unsafe(episode, as_of))
    unsafe = [
        each
        for index, each in enumerate(relations)
        if each.unsafe_to_contact is Answer.YES or f"/person/relations/{index}" in doubtful
    ]
    if not unsafe:
        return
    for index, each in enumerate(relations):
        if any(each is one or _is_perhaps(each, one) for one in unsafe):
            yield f"/person/relations/{index}"
    yield from safe_list_names_unsafe(episode, as_of)
    yield from _with_them(episode.companions, unsafe)
    yield from _reaching(episode.person, unsafe)
    roles = {_ROLE_OF.get(one.relation or "") for one in unsafe}
    yield from (place for place, role in _ROLES.of(episode) if None in roles or role in roles)


def _with_them(companions: tuple[Companion, ...], unsafe: list[Relation]) -> Iterator[str]:
    unnamed = any(one.name is None for one in unsafe)
    for index, each in enumerate(companions):
        if any(is_same_name(each.name, one.name) or _is_same_code(each.relation, one.relation) for one in unsafe):
            yield f"/companions/{index}"
        elif unnamed:
            yield f"/companions/{index}/name"


def _reaching(person: Person, unsafe: list[Relation]) -> Iterator[str]:
    """Where the person is reached by what reaches somebody unsafe too: a telephone that they share."""
    for name, ways in (
        ("phones", [(each.number, each.e164) for each in person.phones]),
        ("emails", [(each,) for each in person.emails]),
        ("social_accounts", [(each.handle,) for each in person.social_accounts]),
    ):
        for index, way in enumerate(ways):
            if any(is_same_way(each, one.contact_point) for each in way for one in unsafe):
                yield f"/person/{name}/{index}"


def _is_perhaps(relation: Relation, unsafe: Relation) -> bool:
    """Whether an entry may be of the same person. Of two sisters one may be safe: it says so, or their names differ."""
    if is_same_way(relation.contact_point, unsafe.contact_point):
        return True
    if relation.unsafe_to_contact is Answer.NO:
        return is_equal_name(relation.name, unsafe.name)
    if relation.name and unsafe.name:
        return is_same_name(relation.name, unsafe.name)
    return _is_same_code(relation.relation, unsafe.relation)


def _is_same_code(code: str | None, other: str | None) -> bool:
    return code is not None and code == other
