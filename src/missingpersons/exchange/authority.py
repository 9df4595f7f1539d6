"""Who may say what: why the sender of a message may not say it, beside the message that it names."""

from __future__ import annotations

from missingpersons.exchange.facts import (
    CORRECTION,
    ENQUIRY_ANSWERED,
    ENQUIRY_REQUESTED,
    EPISODE_RETRACTED,
    MESSAGE_RETRACTED,
    PUBLISHED,
    TRANSFER_ANSWERED,
    TRANSFER_ENDED,
    TRANSFER_ESCALATED,
    TRANSFER_REQUESTED,
    Fact,
)

Node = tuple[int, str]
"""A tenure and the force whose it is."""

OTHERS_TENURE = "MP-X-045"
OTHERS_VERSION = "MP-X-046"
ASKS_ITSELF = "MP-X-047"
NOT_ASKED = "MP-X-048"
NOT_THE_ASKER = "MP-X-049"
NOT_A_PARTY = "MP-X-050"
NOT_ENQUIRED = "MP-X-051"
NOT_THE_OWNER = "MP-X-052"
NOT_THE_SENDER = "MP-X-053"
NOT_TO_BE_TAKEN_BACK = "MP-X-054"
NOT_ITS_OWN_ERROR = "MP-X-055"
OTHER_KIND = "MP-X-056"

NEVER_TAKEN_BACK = frozenset(
    {
        TRANSFER_REQUESTED,
        TRANSFER_ANSWERED,
        TRANSFER_ENDED,
        TRANSFER_ESCALATED,
        EPISODE_RETRACTED,
        MESSAGE_RETRACTED,
    }
)
"""The steps of a handover, which others have acted on, and tombstones, which nothing undoes."""

NEEDS = {
    PUBLISHED: TRANSFER_ANSWERED,
    TRANSFER_REQUESTED: PUBLISHED,
    TRANSFER_ANSWERED: TRANSFER_REQUESTED,
    TRANSFER_ENDED: TRANSFER_REQUESTED,
    TRANSFER_ESCALATED: TRANSFER_REQUESTED,
    ENQUIRY_ANSWERED: ENQUIRY_REQUESTED,
    EPISODE_RETRACTED: PUBLISHED,
}
"""The kind of message that each depends on: one that counts."""

ABOUT_ANY = frozenset({CORRECTION, MESSAGE_RETRACTED})
"""What is said of any message of one's own, also of one that waits or cannot be read."""


def refusal(each: Fact, named: Fact, gave: Node | None) -> str | None:
    """Why the sender of a message may not say it, now that the message it names is here. None: it may.

    ``gave`` is the tenure that ``named`` gave to its sender, if it is an acceptance.
    """
    if each.kind in ABOUT_ANY:
        return _refusal_about(each, named)
    if named.kind != NEEDS[each.kind]:
        return OTHER_KIND
    asker, asked = named.force, named.asked
    if each.kind == PUBLISHED:
        return None if gave == (each.tenure, each.force) else OTHERS_TENURE
    code, may = {
        TRANSFER_REQUESTED: (OTHERS_VERSION, (asker,)),
        TRANSFER_ANSWERED: (NOT_ASKED, (asked,)),
        TRANSFER_ENDED: (NOT_THE_ASKER, (asker,)),
        TRANSFER_ESCALATED: (NOT_A_PARTY, (asker, asked)),
        ENQUIRY_ANSWERED: (NOT_ENQUIRED, (asked,)),
        EPISODE_RETRACTED: (NOT_THE_OWNER, (asker,)),
    }[each.kind]
    return None if each.force in may else code


def _refusal_about(each: Fact, named: Fact) -> str | None:
    if each.kind == CORRECTION:
        return None if each.force == named.force else NOT_ITS_OWN_ERROR
    if each.force != named.force:
        return NOT_THE_SENDER
    return NOT_TO_BE_TAKEN_BACK if named.kind in NEVER_TAKEN_BACK else None
