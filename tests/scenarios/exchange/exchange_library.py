"""The scenario library: small sets of messages about one episode, and in words what each of them amounts to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exchange_making import (
    EAST,
    ISLAND,
    NOBODY,
    NORTH,
    SOUTH,
    answered,
    corrected,
    ended,
    enquired,
    escalated,
    found,
    published,
    receipt,
    replied,
    requested,
    retracted,
    seen,
    taken_back,
    unproven,
    unreadable,
)

from missingpersons.exchange.opened import Opened

FIRST = published(NORTH, 1)
SECOND = published(NORTH, 2, text="Seen near the harbour.")
CLOSED = published(NORTH, 3, status="closed")
ASKED = requested(FIRST)
TAKEN = answered(ASKED)
THEIRS = published(SOUTH, 1, tenure=2, transfer=TAKEN)
ASKED_ISLAND = requested(FIRST, ISLAND)
TAKEN_BY_ISLAND = answered(ASKED_ISLAND, force=ISLAND)
BACK_ASKED = requested(THEIRS, NORTH, force=SOUTH)
BACK = answered(BACK_ASKED, force=NORTH)
RIVAL = published(SOUTH, 1, text="We think that it is ours.")
ENQUIRY = enquired()
SIGHTING = seen()
FIND = found()


@dataclass(frozen=True)
class Scenario:
    """A set of messages, by the word that it is called by here, and everything that it amounts to."""

    name: str
    said: str
    messages: Mapping[str, Opened]
    amounts_to: Mapping[str, Any]


def library() -> Iterator[Scenario]:
    yield Scenario(
        "plain",
        "One force publishes twice: the newer version stands.",
        {"first": FIRST, "second": SECOND},
        {"owners": [NORTH], "tenure": 1, "claims": ["second"]},
    )
    yield Scenario(
        "late snapshot",
        "A version that comes after a newer one is history.",
        {"first": FIRST, "second": SECOND, "closed": CLOSED},
        {"owners": [NORTH], "tenure": 1, "claims": ["closed"]},
    )
    yield Scenario(
        "gap",
        "Revision 2 has not come: the newest stands, and the gap is said.",
        {"first": FIRST, "closed": CLOSED},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["closed"],
            "gaps": [(1, NORTH, 2, 2)],
            "findings": ["MP-X-068"],
        },
    )
    yield Scenario(
        "the same content sealed twice",
        "A force that crashed has sealed one version again: it is one version, and no fork.",
        {"first": FIRST, "again": published(NORTH, 1, time="2026-11-21T11:00:00Z")},
        {"owners": [NORTH], "tenure": 1, "claims": ["first|again"]},
    )
    yield Scenario(
        "fork",
        "Two versions with one number: both are shown, and whoever may be missing first.",
        {"left": published(NORTH, 2, status="closed"), "right": SECOND, "first": FIRST},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["right MP-X-013", "left MP-X-013"],
            "forks": [{"left", "right"}],
            "findings": ["MP-X-013"],
        },
    )
    yield Scenario(
        "fork settled",
        "The owner's next revision stands; the old fork is still said.",
        {"left": published(NORTH, 2, status="closed"), "right": SECOND, "first": FIRST, "closed": CLOSED},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["closed"],
            "forks": [{"left", "right"}],
            "findings": ["MP-X-013"],
        },
    )
    yield Scenario(
        "fork settled by taking a side back",
        "The owner takes one side back: the other stands, and there is no fork.",
        {
            "left": published(NORTH, 2, status="closed"),
            "right": SECOND,
            "first": FIRST,
            "back": retracted(published(NORTH, 2, status="closed")),
        },
        {"owners": [NORTH], "tenure": 1, "claims": ["right"], "withdrawn": {"left"}},
    )
    yield Scenario(
        "transfer asked",
        "Until it is accepted the force that asks owns the episode.",
        {"first": FIRST, "asked": ASKED},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "transfers": ["asked proposed"]},
    )
    yield Scenario(
        "transfer accepted",
        "The force asked accepts and publishes: it owns the second tenure, and its version stands.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS},
        {"owners": [SOUTH], "tenure": 2, "claims": ["theirs"], "transfers": ["asked accepted"]},
    )
    yield Scenario(
        "transfer accepted, nothing published yet",
        "The new owner has not published: the last version of the earlier owner stands, and that it does is said.",
        {"first": FIRST, "second": SECOND, "asked": ASKED, "taken": TAKEN},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["second MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "version of the earlier owner after the handover",
        "What the earlier owner published late, of its own tenure, is history.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS, "second": SECOND, "closed": CLOSED},
        {"owners": [SOUTH], "tenure": 2, "claims": ["theirs"], "transfers": ["asked accepted"]},
    )
    yield Scenario(
        "transfer refused",
        "The force asked refuses: the force that asked owns the episode, as before.",
        {"first": FIRST, "asked": ASKED, "no": answered(ASKED, "refused")},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "transfers": ["asked refused"]},
    )
    yield Scenario(
        "transfer withdrawn",
        "The owner takes its request back before anybody answered.",
        {"first": FIRST, "asked": ASKED, "ended": ended(ASKED)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "transfers": ["asked withdrawn"]},
    )
    yield Scenario(
        "lapsed, then accepted late",
        "The acceptance counts though the request had lapsed: two forces never both think that the other leads.",
        {"first": FIRST, "asked": ASKED, "lapsed": ended(ASKED, "lapsed"), "taken": TAKEN, "theirs": THEIRS},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted MP-X-060"],
            "findings": ["MP-X-060"],
        },
    )
    yield Scenario(
        "crossed withdrawal",
        "Withdrawal and acceptance crossed: the acceptance counts, and that they crossed is said.",
        {"first": FIRST, "asked": ASKED, "ended": ended(ASKED), "taken": TAKEN},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted MP-X-060"],
            "gaps": [(2, SOUTH, 1, 1)],
            "findings": ["MP-X-060", "MP-X-064"],
        },
    )
    yield Scenario(
        "accepted and refused",
        "One force says both: it owns the episode, and that it also refused is said.",
        {"first": FIRST, "asked": ASKED, "no": answered(ASKED, "refused"), "taken": TAKEN, "theirs": THEIRS},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted MP-X-061"],
            "findings": ["MP-X-061"],
        },
    )
    yield Scenario(
        "two accepts",
        "The owner asked two forces, and both accepted: both own the episode until they settle it.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "asked island": ASKED_ISLAND,
            "taken by island": TAKEN_BY_ISLAND,
            "island's": published(ISLAND, 1, tenure=2, transfer=TAKEN_BY_ISLAND),
        },
        {
            "owners": [ISLAND, SOUTH],
            "tenure": 2,
            "disputed": True,
            "claims": ["island's MP-X-062", "theirs MP-X-062"],
            "transfers": ["asked accepted", "asked island accepted"],
            "findings": ["MP-X-062"],
        },
    )
    yield Scenario(
        "two accepts, one taken back",
        "One of two who accepted takes its claim back: the other owns the episode alone.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "asked island": ASKED_ISLAND,
            "taken by island": TAKEN_BY_ISLAND,
            "island's": published(ISLAND, 1, tenure=2, transfer=TAKEN_BY_ISLAND),
            "back": taken_back(published(ISLAND, 1, tenure=2, transfer=TAKEN_BY_ISLAND), force=ISLAND),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted", "asked island accepted"],
            "tombstones": ["back withdrawn"],
            "withdrawn": {"island's"},
        },
    )
    yield Scenario(
        "two accepts, one taken back before the other has published",
        "What led to both is not taken back by one of them: it is shown until the other publishes.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "asked island": ASKED_ISLAND,
            "taken by island": TAKEN_BY_ISLAND,
            "back": taken_back(NOBODY, force=ISLAND, tenure=2),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted", "asked island accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "tombstones": ["back withdrawn"],
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "two accepts, one erased before the other has published",
        "An erasure reaches what led to both: of that nothing is shown until the other publishes.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "asked island": ASKED_ISLAND,
            "taken by island": TAKEN_BY_ISLAND,
            "gone": taken_back(NOBODY, "erased", force=ISLAND, tenure=2),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted", "asked island accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "tombstones": ["gone erased"],
            "erased": {"first"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "the new owner withdraws, and a version of its own was refused",
        "What its sender may not say is as if it were not here: it is not among what was withdrawn.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "misnames": published(SOUTH, 2, tenure=2, transfer=ASKED),
            "back": taken_back(THEIRS, force=SOUTH),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["back withdrawn"],
            "retracted": "withdrawn",
            "refused": {"misnames": "MP-X-056"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "the new owner withdraws what it took over",
        "Nobody else goes back to the first tenure: no version of it is shown, though its force did not take it back.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS, "back": taken_back(THEIRS, force=SOUTH)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["back withdrawn"],
            "retracted": "withdrawn",
            "withdrawn": {"theirs"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "escalated after a refusal",
        "The two disagree: the owner remains the owner, and it is known that it went higher up.",
        {"first": FIRST, "asked": ASKED, "no": answered(ASKED, "refused"), "up": escalated(ASKED, force=SOUTH)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "transfers": ["asked escalated"]},
    )
    yield Scenario(
        "answer by a third force",
        "A force that was not asked accepts: it counts for nothing.",
        {"first": FIRST, "asked": ASKED, "meddles": answered(ASKED, force=ISLAND)},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "transfers": ["asked proposed"],
            "refused": {"meddles": "MP-X-048"},
        },
    )
    yield Scenario(
        "request by a force that does not own it",
        "Another force offers the episode: nobody is asked, and an acceptance of it waits.",
        {
            "first": FIRST,
            "offered": requested(FIRST, ISLAND, force=SOUTH),
            "taken": answered(requested(FIRST, ISLAND, force=SOUTH), force=ISLAND),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "held": {"taken": "MP-X-041"},
            "refused": {"offered": "MP-X-046"},
        },
    )
    yield Scenario(
        "a force asks itself",
        "Nobody gives itself a later tenure.",
        {"first": FIRST, "itself": requested(FIRST, NORTH)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "refused": {"itself": "MP-X-047"}},
    )
    yield Scenario(
        "others end and escalate",
        "Only the force that asked ends a request, and only the two escalate it.",
        {
            "first": FIRST,
            "asked": ASKED,
            "ended": ended(ASKED, force=SOUTH),
            "up": escalated(ASKED, force=ISLAND),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "transfers": ["asked proposed"],
            "refused": {"ended": "MP-X-049", "up": "MP-X-050"},
        },
    )
    yield Scenario(
        "snapshot without its transfer",
        "A version of the second tenure waits for the acceptance that it names, and is shown with that doubt.",
        {"first": FIRST, "asked": ASKED, "theirs": THEIRS},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first", "theirs MP-X-011"],
            "transfers": ["asked proposed"],
            "held": {"theirs": "MP-X-011"},
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "snapshot that names no transfer",
        "It counts as soon as any acceptance has given its sender the tenure.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": published(SOUTH, 1, tenure=2)},
        {"owners": [SOUTH], "tenure": 2, "claims": ["theirs"], "transfers": ["asked accepted"]},
    )
    yield Scenario(
        "snapshot under another's transfer",
        "A force names the acceptance of another: its version counts for nothing.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "grabs": published(ISLAND, 1, tenure=2, transfer=TAKEN)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "refused": {"grabs": "MP-X-045"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "snapshot of a tenure too far",
        "The acceptance gave the second tenure, and the version claims the third: it counts for nothing.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "third": published(SOUTH, 1, tenure=3, transfer=TAKEN)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "refused": {"third": "MP-X-045"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "handed back",
        "The episode goes to another force and back: the first force owns the third tenure.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "asked back": BACK_ASKED,
            "back": BACK,
            "ours": published(NORTH, 1, tenure=3, transfer=BACK, status="closed"),
        },
        {
            "owners": [NORTH],
            "tenure": 3,
            "claims": ["ours"],
            "transfers": ["asked accepted", "asked back accepted"],
        },
    )
    yield Scenario(
        "not ready for a transfer",
        "The sender's own checks found errors: the request counts, and that it was not ready is said.",
        {"first": FIRST, "asked": requested(FIRST, errors=2)},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "transfers": ["asked proposed MP-X-063"],
            "findings": ["MP-X-063"],
        },
    )
    yield Scenario(
        "dispute of two first tenures",
        "Two forces published the first tenure: both stand, and the one that gave the id is listed first.",
        {"first": FIRST, "rival": RIVAL},
        {
            "owners": [NORTH, SOUTH],
            "tenure": 1,
            "disputed": True,
            "claims": ["first MP-X-012", "rival MP-X-012"],
            "findings": ["MP-X-012"],
        },
    )
    yield Scenario(
        "dispute, and a later tenure for the rival",
        "The rival has an accomplice accept: the owner is not passed over, and the dispute is said.",
        {
            "first": FIRST,
            "rival": RIVAL,
            "asked": requested(RIVAL, ISLAND, force=SOUTH),
            "taken": answered(requested(RIVAL, ISLAND, force=SOUTH), force=ISLAND),
            "closes": published(
                ISLAND,
                1,
                tenure=2,
                status="closed",
                transfer=answered(requested(RIVAL, ISLAND, force=SOUTH), force=ISLAND),
            ),
        },
        {
            "owners": [NORTH, ISLAND],
            "tenure": 1,
            "disputed": True,
            "claims": ["first MP-X-012", "closes MP-X-012"],
            "transfers": ["asked accepted"],
            "findings": ["MP-X-012"],
        },
    )
    yield Scenario(
        "dispute settled by taking a claim back",
        "The rival takes its claim back: what the owner says is not touched by it, and nothing is left of the claim.",
        {"first": FIRST, "rival": RIVAL, "back": taken_back(RIVAL, "erased", force=SOUTH)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "erased": {"rival"}},
    )
    yield Scenario(
        "a rival erases, and names the owner's version",
        "Whatever it names, it takes back what is its own, in any order, and nothing else.",
        {"first": FIRST, "rival": RIVAL, "lies": taken_back(FIRST, "erased", force=SOUTH)},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "erased": {"rival"},
            "refused": {"lies": "MP-X-052"},
        },
    )
    yield Scenario(
        "a force that never had it erases, while what others say waits",
        "It hides nothing of what they say, and what its own words waited for is nobody's business.",
        {
            "theirs": THEIRS,
            "reply": replied(ENQUIRY),
            "wipes": taken_back(NOBODY, "erased", force=ISLAND),
            "wrong": corrected(NOBODY, force=ISLAND),
            "asked": ASKED,
            "taken": TAKEN,
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted"],
            "held": {"reply": "MP-X-042"},
        },
    )
    yield Scenario(
        "late after an erasure that others lie about",
        "They named the version that is erased: who never had it knows as much as who had it once.",
        {
            "first": FIRST,
            "gone": taken_back(FIRST, "erased"),
            "lies": taken_back(FIRST, "erased", force=ISLAND),
            "grabs": requested(FIRST, EAST, force=ISLAND),
            "undoes": retracted(FIRST, "erased", force=SOUTH),
            "asked": ASKED,
            "taken": TAKEN,
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "tombstones": ["gone erased"],
            "erased": {"first"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "dispute settled by a handover",
        "The force that gave the id hands the episode to its rival, which gives its own first tenure up by accepting.",
        {"first": FIRST, "rival": RIVAL, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS},
        {"owners": [SOUTH], "tenure": 2, "claims": ["theirs"], "transfers": ["asked accepted"]},
    )
    yield Scenario(
        "dispute settled by a handover, nothing published yet",
        "Until the new owner publishes, its own claim is shown beside what it took over: either may know more.",
        {"first": published(NORTH, 1, status="closed"), "rival": RIVAL, "asked": ASKED, "taken": TAKEN},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["rival MP-X-064", "first MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "the rival who took over erases",
        "It takes back all that it had, and what led to it.",
        {
            "first": FIRST,
            "rival": RIVAL,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "gone": taken_back(THEIRS, "erased", force=SOUTH),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first", "rival", "theirs"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "retract, then a late snapshot",
        "A version of the tenure that was taken back comes late: it does not stand.",
        {"first": FIRST, "back": taken_back(FIRST), "second": SECOND, "closed": CLOSED},
        {
            "owners": [NORTH],
            "tenure": 1,
            "tombstones": ["back withdrawn"],
            "retracted": "withdrawn",
            "withdrawn": {"first", "second", "closed"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "erase",
        "The owner erases the episode: nothing is left of its versions and of what was said against a handover.",
        {
            "first": FIRST,
            "second": SECOND,
            "asked": ASKED,
            "no": answered(ASKED, "refused", why="It is yours."),
            "gone": taken_back(FIRST, "erased"),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "transfers": ["asked withdrawn"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first", "second", "no"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "late after an erasure",
        "Whoever comes when the first tenure is erased learns from what is left of the handover who the owner is.",
        {"asked": ASKED, "taken": TAKEN, "theirs": THEIRS, "gone": taken_back(FIRST, "erased")},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted"],
            "tombstones": ["gone erased"],
        },
    )
    yield Scenario(
        "late after an erasure, and somebody only says that it took over",
        "A version that names a transfer nobody has makes no owner: it is shown, and said to wait.",
        {"asked": ASKED, "alone": published(SOUTH, 1, tenure=2, transfer=NOBODY), "gone": taken_back(FIRST, "erased")},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["alone MP-X-011"],
            "transfers": ["asked withdrawn"],
            "held": {"alone": "MP-X-011"},
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "taken back, and a version that waits is closed",
        "Nobody is missing by what waits, so that it was taken back is said.",
        {"back": taken_back(FIRST), "first": FIRST, "alone": published(SOUTH, 1, tenure=2, status="closed")},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["alone MP-X-011"],
            "held": {"alone": "MP-X-011"},
            "tombstones": ["back withdrawn"],
            "retracted": "withdrawn",
            "withdrawn": {"first"},
            "findings": ["MP-X-011", "MP-X-067"],
        },
    )
    yield Scenario(
        "withdrawn, and its only version erased by itself",
        "The version that would show whose the tenure was will never come: its force has said both.",
        {"first": FIRST, "back": taken_back(FIRST), "gone": retracted(FIRST, "erased")},
        {
            "owners": [NORTH],
            "tenure": 1,
            "tombstones": ["back withdrawn"],
            "retracted": "withdrawn",
            "erased": {"first"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "withdrawn, and its only version erased by itself, beside a rival",
        "Its tombstone reaches nothing of the rival's, and is not shown.",
        {"first": FIRST, "back": taken_back(FIRST), "gone": retracted(FIRST, "erased"), "rival": RIVAL},
        {"owners": [SOUTH], "tenure": 1, "claims": ["rival"], "erased": {"first"}},
    )
    yield Scenario(
        "withdrawn, and another message erased by itself",
        "The version that the tombstone names may still come.",
        {"back": taken_back(FIRST), "gone": retracted(SECOND, "erased")},
        {"held": {"back": "MP-X-043"}},
    )
    itself = requested(FIRST, ISLAND, force=ISLAND)
    yield Scenario(
        "late after an erasure, and a force hands the episode to itself",
        "Nobody becomes the owner by its own word alone, whatever of the rest is not here.",
        {
            "asks itself": itself,
            "takes": answered(itself, force=ISLAND),
            "grabs": published(ISLAND, 1, tenure=2, transfer=answered(itself, force=ISLAND)),
            "gone": taken_back(FIRST, "erased"),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["grabs MP-X-011"],
            "held": {"takes": "MP-X-041", "grabs": "MP-X-011"},
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "refused": {"asks itself": "MP-X-047"},
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "erased by the new owner before its first version",
        "Whoever accepted takes all back before it has published: it is the owner, and nothing stands.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "gone": taken_back(NOBODY, "erased", force=SOUTH, tenure=2)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "late after the new owner erased",
        "Of a handover that was erased on both sides the request, the acceptance and the tombstone say whose it was.",
        {"asked": ASKED, "taken": TAKEN, "gone": taken_back(THEIRS, "erased", force=SOUTH)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "erased by the first owner before the handover is accepted",
        "The acceptance counts though the version is erased: that the new owner has published nothing yet is said.",
        {"first": FIRST, "asked": ASKED, "gone": taken_back(FIRST, "erased"), "taken": TAKEN},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "tombstones": ["gone erased"],
            "erased": {"first"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "erased with a transfer open, refused, ended and escalated",
        "Of requests that nobody accepted nothing is left but that they were made: they are withdrawn with the tenure.",
        {
            "first": FIRST,
            "asked": ASKED,
            "up": escalated(ASKED),
            "no": answered(ASKED, "refused"),
            "asked island": ASKED_ISLAND,
            "lapsed": ended(ASKED_ISLAND, "lapsed"),
            "gone": taken_back(FIRST, "erased"),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "transfers": ["asked island withdrawn", "asked withdrawn"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first", "up", "no", "lapsed"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "erased after it was handed back",
        "Whoever has the third tenure erases: all three are erased, and the handovers still say who gave what to whom.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "asked back": BACK_ASKED,
            "back": BACK,
            "gone": taken_back(NOBODY, "erased", tenure=3),
        },
        {
            "owners": [NORTH],
            "tenure": 3,
            "transfers": ["asked accepted", "asked back accepted"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first", "theirs"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "what was said of what is erased",
        "A fork, a gap, a correction, a version taken back: nobody who comes late could know of them, and nobody does.",
        {
            "left": published(NORTH, 2, status="closed"),
            "right": SECOND,
            "newest": published(NORTH, 4),
            "wrong": corrected(SECOND),
            "back": retracted(SECOND),
            "gone": taken_back(published(NORTH, 4), "erased"),
            "meddles": corrected(SECOND, force=SOUTH),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"left", "right", "newest"},
            "held": {"meddles": "MP-X-044"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "what was said of a message that is erased",
        "A sighting and an enquiry are erased by their senders: what these said of them is gone, and another's waits.",
        {
            "first": FIRST,
            "sighting": SIGHTING,
            "wrong": corrected(SIGHTING, force=EAST),
            "back": retracted(SIGHTING, "erased", force=EAST),
            "enquiry": ENQUIRY,
            "reply": replied(ENQUIRY),
            "unasked": retracted(ENQUIRY, "erased"),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "held": {"reply": "MP-X-042"},
            "erased": {"sighting", "enquiry"},
        },
    )
    yield Scenario(
        "a tombstone for an episode that its sender never had",
        "A force takes back by its own word only a first tenure of its own: where another has one, that is nothing.",
        {"first": FIRST, "wipes": taken_back(NOBODY, "erased", force=ISLAND)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"]},
    )
    yield Scenario(
        "a tombstone for a tenure that its sender was never given",
        "A later tenure needs the acceptance that gave it: the tombstone waits, and changes nothing else.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "wipes": taken_back(NOBODY, "erased", force=ISLAND, tenure=3),
            "lies": taken_back(FIRST, "erased", tenure=2),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "held": {"wipes": "MP-X-043", "lies": "MP-X-043"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "a request for a tenure that its sender does not have",
        "Nobody skips a tenure: the request waits, and so does its acceptance.",
        {
            "first": FIRST,
            "lies": requested(FIRST, tenure=4),
            "taken": answered(requested(FIRST, tenure=4)),
            "fifth": published(SOUTH, 1, tenure=5, transfer=answered(requested(FIRST, tenure=4))),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first", "fifth MP-X-011"],
            "held": {"lies": "MP-X-040", "taken": "MP-X-041", "fifth": "MP-X-011"},
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "withdrawn, and then erased",
        "An erasure covers what was only withdrawn.",
        {"first": FIRST, "back": taken_back(FIRST), "gone": taken_back(FIRST, "erased")},
        {
            "owners": [NORTH],
            "tenure": 1,
            "tombstones": ["back withdrawn", "gone erased"],
            "retracted": "erased",
            "erased": {"first"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "erase what was forked, incomplete and partly taken back",
        "Of what is erased nothing more is to be said than that it is.",
        {
            "left": published(NORTH, 2, status="closed"),
            "right": SECOND,
            "closed": CLOSED,
            "back": retracted(CLOSED),
            "gone": taken_back(SECOND, "erased"),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"left", "right", "closed"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "a version of an erased tenure that names a transfer nobody has",
        "It is erased as the rest of its tenure is, and nothing waits.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "gone": taken_back(THEIRS, "erased", force=SOUTH),
            "late": published(SOUTH, 2, tenure=2, transfer=NOBODY),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first", "theirs", "late"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "retract by another force",
        "A force that does not own the episode takes it back: it counts for nothing.",
        {"first": FIRST, "wipes": taken_back(FIRST, "erased", force=SOUTH)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "refused": {"wipes": "MP-X-052"}},
    )
    yield Scenario(
        "the earlier owner retracts after the transfer",
        "It takes back its own tenure; the episode stands as the new owner tells it.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS, "back": taken_back(FIRST)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted"],
            "tombstones": ["back withdrawn"],
            "withdrawn": {"first"},
        },
    )
    yield Scenario(
        "the new owner retracts",
        "It takes back its own tenure and the one before it.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "gone": taken_back(THEIRS, "erased", force=SOUTH),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "transfers": ["asked accepted"],
            "tombstones": ["gone erased"],
            "retracted": "erased",
            "erased": {"first", "theirs"},
            "findings": ["MP-X-067"],
        },
    )
    yield Scenario(
        "a message taken back by its sender and by another",
        "A sighting is gone when its sender takes it back, and only then.",
        {
            "first": FIRST,
            "sighting": SIGHTING,
            "other": seen(text="On the ferry."),
            "back": retracted(SIGHTING, "erased", force=EAST),
            "meddles": retracted(seen(text="On the ferry."), force=NORTH),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "sightings": {"other"},
            "erased": {"sighting"},
            "refused": {"meddles": "MP-X-053"},
        },
    )
    yield Scenario(
        "an acceptance is never taken back",
        "The new owner takes its acceptance back, and a tombstone is taken back: neither counts.",
        {
            "first": FIRST,
            "asked": ASKED,
            "taken": TAKEN,
            "theirs": THEIRS,
            "regrets": retracted(TAKEN, force=SOUTH),
            "back": taken_back(FIRST),
            "undoes": retracted(taken_back(FIRST)),
        },
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted"],
            "tombstones": ["back withdrawn"],
            "withdrawn": {"first"},
            "refused": {"regrets": "MP-X-054", "undoes": "MP-X-054"},
        },
    )
    yield Scenario(
        "an acceptance is never erased",
        "Whoever took the episode over erases its acceptance: it owns it all the same.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "regrets": retracted(TAKEN, "erased", force=SOUTH)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "refused": {"regrets": "MP-X-054"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "an acceptance by whoever was not asked, and an erasure",
        "It hands nothing over, so the force that was asked erases nothing of the owner's.",
        {
            "first": FIRST,
            "asked": ASKED,
            "grabs": answered(ASKED, force=ISLAND),
            "wipes": taken_back(NOBODY, "erased", force=SOUTH, tenure=2),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "transfers": ["asked proposed"],
            "held": {"wipes": "MP-X-043"},
            "refused": {"grabs": "MP-X-048"},
        },
    )
    oneself = requested(NOBODY, ISLAND, force=ISLAND)
    yield Scenario(
        "a force that hands the episode to itself, and erases",
        "It never had the later tenure: its tombstone of that waits, and so does its version.",
        {
            "first": FIRST,
            "asks itself": oneself,
            "takes": answered(oneself, force=ISLAND),
            "grabs": published(ISLAND, 1, tenure=2, transfer=answered(oneself, force=ISLAND)),
            "wipes": taken_back(NOBODY, "erased", force=ISLAND, tenure=2),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first", "grabs MP-X-011"],
            "held": {"takes": "MP-X-041", "grabs": "MP-X-011", "wipes": "MP-X-043"},
            "refused": {"asks itself": "MP-X-047"},
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "a handover of a version that cannot be read here",
        "Two forces have signed whose the episode is: that counts as if the version had not come.",
        {"first": unreadable(FIRST), "asked": ASKED, "taken": TAKEN, "theirs": THEIRS},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted"],
            "held": {"first": "MP-X-009"},
        },
    )
    yield Scenario(
        "the newest version taken back",
        "What was sent in error no longer stands, and the version before it does again.",
        {"first": FIRST, "second": SECOND, "back": retracted(SECOND)},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"], "withdrawn": {"second"}},
    )
    yield Scenario(
        "the only version of the new owner taken back",
        "The last of the earlier tenure is shown again, and that it is not the owner's own.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS, "back": retracted(THEIRS, force=SOUTH)},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted"],
            "withdrawn": {"theirs"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "the only version taken back by itself",
        "Its force goes on owning the episode: that nothing of it stands is said.",
        {"first": FIRST, "back": retracted(FIRST)},
        {"owners": [NORTH], "tenure": 1, "withdrawn": {"first"}, "findings": ["MP-X-064"]},
    )
    yield Scenario(
        "the version that was handed over is taken back",
        "What depends on it still holds: the new owner owns the episode.",
        {"first": FIRST, "asked": ASKED, "taken": TAKEN, "theirs": THEIRS, "back": retracted(FIRST, "erased")},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["theirs"],
            "transfers": ["asked accepted"],
            "erased": {"first"},
        },
    )
    yield Scenario(
        "correction",
        "The version that is shown was said to be wrong, and nothing better has come.",
        {"first": FIRST, "wrong": corrected(FIRST), "meddles": corrected(FIRST, force=SOUTH)},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first MP-X-066"],
            "corrections": ["wrong of first"],
            "refused": {"meddles": "MP-X-055"},
            "findings": ["MP-X-066"],
        },
    )
    yield Scenario(
        "corrected and replaced",
        "The version that was wrong is history; the notice is still listed.",
        {"first": FIRST, "second": SECOND, "wrong": corrected(FIRST, by=SECOND)},
        {"owners": [NORTH], "tenure": 1, "claims": ["second"], "corrections": ["wrong of first"]},
    )
    yield Scenario(
        "held because it cannot be read",
        "A version that this library cannot read is shown by owner and id, and its sender may take it back.",
        {
            "first": FIRST,
            "newer": unreadable(SECOND),
            "other": unreadable(CLOSED, "MP-X-008"),
            "back": retracted(CLOSED),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "held": {"newer": "MP-X-009"},
            "withdrawn": {"other"},
        },
    )
    yield Scenario(
        "a request that cannot be read",
        "What depends on it waits.",
        {"first": FIRST, "asked": unreadable(ASKED), "taken": TAKEN, "theirs": THEIRS},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first", "theirs MP-X-011"],
            "held": {"asked": "MP-X-009", "taken": "MP-X-041", "theirs": "MP-X-011"},
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "sighting before the episode",
        "What any force reports is kept before anybody has published the episode.",
        {"sighting": SIGHTING, "find": FIND, "enquiry": ENQUIRY},
        {"sightings": {"sighting"}, "found": {"find"}, "enquiries": ["enquiry open"]},
    )
    yield Scenario(
        "reported found",
        "A force reports the person found: the owner's open version stands, with that doubt.",
        {"first": FIRST, "find": FIND, "sighting": SIGHTING},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first MP-X-065"],
            "found": {"find"},
            "sightings": {"sighting"},
            "findings": ["MP-X-065"],
        },
    )
    yield Scenario(
        "reported found and closed",
        "The owner closes the episode: nothing is in doubt.",
        {"first": FIRST, "second": SECOND, "closed": CLOSED, "find": FIND},
        {"owners": [NORTH], "tenure": 1, "claims": ["closed"], "found": {"find"}},
    )
    yield Scenario(
        "enquiry",
        "An enquiry is answered by the force asked; it moves no ownership.",
        {
            "first": FIRST,
            "enquiry": ENQUIRY,
            "reply": replied(ENQUIRY),
            "meddles": replied(ENQUIRY, force=ISLAND),
            "other": enquired(force=EAST, asked=NORTH),
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "enquiries": ["enquiry done", "other open"],
            "refused": {"meddles": "MP-X-051"},
        },
    )
    yield Scenario(
        "everything waits",
        "Each message says what it waits for.",
        {
            "asked": requested(NOBODY),
            "taken": answered(NOBODY),
            "reply": replied(NOBODY),
            "back": taken_back(NOBODY),
            "wrong": corrected(NOBODY),
            "ended": ended(NOBODY),
            "up": escalated(NOBODY),
            "gone": retracted(NOBODY),
        },
        {
            "held": {
                "asked": "MP-X-040",
                "taken": "MP-X-041",
                "reply": "MP-X-042",
                "back": "MP-X-043",
                "wrong": "MP-X-044",
                "ended": "MP-X-041",
                "up": "MP-X-041",
                "gone": "MP-X-043",
            },
        },
    )
    yield Scenario(
        "names of the wrong kind",
        "A message that names another kind of message than it needs counts for nothing.",
        {
            "first": FIRST,
            "asked": requested(SIGHTING, force=ISLAND),
            "taken": answered(FIRST),
            "back": taken_back(SIGHTING, force=ISLAND),
            "sighting": SIGHTING,
        },
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first"],
            "sightings": {"sighting"},
            "refused": {"asked": "MP-X-056", "taken": "MP-X-056", "back": "MP-X-056"},
        },
    )
    yield Scenario(
        "the owner names the wrong message",
        "It hands over its own tenure, whatever it names: the force that accepted owns the episode.",
        {"first": FIRST, "sighting": SIGHTING, "asked": requested(SIGHTING), "taken": answered(requested(SIGHTING))},
        {
            "owners": [SOUTH],
            "tenure": 2,
            "claims": ["first MP-X-064"],
            "transfers": ["asked accepted"],
            "gaps": [(2, SOUTH, 1, 1)],
            "sightings": {"sighting"},
            "findings": ["MP-X-064"],
        },
    )
    yield Scenario(
        "a revoked key's messages are void",
        "What nothing proves any more is as if it had never come; what depends on it waits.",
        {"first": FIRST, "asked": ASKED, "void": unproven(TAKEN), "theirs": THEIRS},
        {
            "owners": [NORTH],
            "tenure": 1,
            "claims": ["first", "theirs MP-X-011"],
            "transfers": ["asked proposed"],
            "held": {"theirs": "MP-X-011"},
            "findings": ["MP-X-011"],
        },
    )
    yield Scenario(
        "receipts are no part of it",
        "That a message arrived changes nothing about the episode.",
        {"first": FIRST, "received": receipt(FIRST), "refuses": receipt(FIRST, force=EAST, outcome="refused")},
        {"owners": [NORTH], "tenure": 1, "claims": ["first"]},
    )


SCENARIOS = tuple(library())
