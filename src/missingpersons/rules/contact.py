"""Rules about whom to speak to, and whom not: a call to the wrong person may put the missing person at risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer, PublicityBasis, Status
from missingpersons.models import Episode
from missingpersons.models.about import Handling
from missingpersons.models.person import Person, Relation
from missingpersons.rules.ages import was_child
from missingpersons.rules.appeal import is_in_force

PARTNERS = frozenset({"spouse", "partner", "former_partner"})

FAMILY = frozenset(
    {
        "mother",
        "father",
        "parent",
        "step_parent",
        "guardian",
        "grandparent",
        "brother",
        "sister",
        "sibling",
        "aunt_or_uncle",
        "cousin",
        "other_relative",
    }
)

HONOUR = frozenset({"forced_marriage", "honour_based_abuse"})

NOBODY_RINGS = "person_of_concern"

CARE_IN_CONTACT = frozenset(
    {
        "do_not_tell_family",
        "do_not_tell_parent",
        "do_not_disclose_whereabouts",
        "named_recipients_only",
        "secret_address",
        "use_safe_contact",
    }
)
"""Library list. Handling conditions that say whom not to tell, or what."""


def safe_list_names_unsafe(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-190: somebody who is marked as unsafe to contact is said to be safe to tell."""
    if episode.outcome is None or not episode.outcome.safe_to_contact:
        return
    unsafe = _unsafe(episode.person)
    for index, relation in enumerate(episode.outcome.safe_to_contact):
        if relation in unsafe:
            yield f"/outcome/safe_to_contact/{index}"


def consent_of_unsafe(episode: Episode, as_of: datetime) -> Iterator[str]:
    """MP-R-191: publicity rests on the consent of somebody who is marked as unsafe to contact."""
    unsafe = _unsafe(episode.person) if episode.publicity else set()
    for index, each in enumerate(episode.publicity):
        if each.basis is PublicityBasis.CONSENT and each.given_by in unsafe and is_in_force(each, as_of):
            yield f"/publicity/{index}/given_by"


def next_of_kin_unsafe(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-192: the next of kin is marked as unsafe to contact."""
    for index, each in enumerate(episode.person.relations):
        if _is_unsafe(each) and each.next_of_kin is Answer.YES and each.informant is not Answer.YES:
            yield f"/person/relations/{index}"


def unsafe_without_handling(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-193: somebody is marked as unsafe to contact, and the handling says nothing of it."""
    if episode.status is Status.CANCELLED:
        return
    unsafe = filter(_is_unsafe, episode.person.relations)
    if any(map(_is_marked_here_only, unsafe)) and not _says_how(episode.handling):
        yield "/handling"


def wish_without_handling(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-194: an adult does not want it told where they are, and the handling says nothing of it."""
    if episode.outcome is None or episode.outcome.whereabouts_may_be_disclosed is not Answer.NO:
        return
    if not _says_how(episode.handling) and not was_child(episode):
        yield "/handling"


def contact_may_be_unsafe(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-195: the informant or next of kin may be whom the person flees, and it is not recorded whether they are."""
    if episode.status not in (Status.OPEN, Status.LOCATED) or (episode.handling and episode.handling.contact_safety):
        return
    feared = _feared(episode.person)
    for index, each in enumerate(episode.person.relations):
        if Answer.YES not in (each.informant, each.next_of_kin) or each.relation not in feared:
            continue
        if each.unsafe_to_contact in (None, Answer.UNKNOWN):
            yield f"/person/relations/{index}"


def _feared(person: Person) -> frozenset[str]:
    partners = PARTNERS if "domestic_abuse_victim" in person.vulnerabilities else frozenset()
    return partners if HONOUR.isdisjoint(person.vulnerabilities) else FAMILY | PARTNERS


def _says_how(handling: Handling | None) -> bool:
    return handling is not None and (
        bool(handling.do_not_disclose_to)
        or handling.contact_safety is not None
        or not CARE_IN_CONTACT.isdisjoint(handling.conditions)
    )


def _is_unsafe(relation: Relation) -> bool:
    return relation.unsafe_to_contact is Answer.YES


def _is_marked_here_only(relation: Relation) -> bool:
    """Whether no other rule speaks of the mark, and somebody might ring them all the same."""
    return Answer.YES not in (relation.informant, relation.next_of_kin) and relation.relation != NOBODY_RINGS


def _unsafe(person: Person) -> set[str | None]:
    """Relations of whom everybody recorded is unsafe: of two sisters, one may be safe."""
    unsafe = {each.relation for each in person.relations if _is_unsafe(each)}
    return unsafe - {each.relation for each in person.relations if not _is_unsafe(each)} - {None}
