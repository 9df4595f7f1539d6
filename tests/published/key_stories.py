"""Stories of keys: which counts, from when to when, after it was lost, and for all that is in a batch."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons import wire
from missingpersons.exchange.batch import seal_batches
from missingpersons.exchange.issuing import extended, revoked
from missingpersons.exchange.signature import BATCH
from missingpersons.exchange.trust import NOBODY
from missingpersons.values.dates import moment

from .story_messages import (
    EAST,
    FIRST_LIST,
    NORTH,
    NORTH_LATER,
    ROOT,
    STRANGER,
    TIME,
    TRUSTED,
    Event,
    digest,
    event,
    first_list,
    listed,
    published,
    read,
    says,
    seen,
    signed,
    unsigned,
)
from .transcribing import Story, keys_come, message


def keys() -> Iterator[Story]:
    """Whose key it is, and when it counts."""
    sighting = seen("From a force that nobody knows yet.", STRANGER)
    second = listed(*extended(TRUSTED, [STRANGER.public]), after=TRUSTED)
    yield Story(
        "A key that is not known yet: the message waits, and counts when the list comes that has the key.",
        (
            first_list(),
            message("the message comes", sighting),
            keys_come("the next list has the key", second),
            keys_come("the list before it comes again: the newest still counts", FIRST_LIST),
        ),
    )
    until, since = moment("2026-11-21T12:00:00Z"), moment("2026-11-21T11:00:00Z")
    old = extended(NOBODY, [NORTH.public], valid_until=until)
    both = extended(read(listed(*old)), [NORTH_LATER.public], valid_from=since)
    yield Story(
        "A force changes its key: each counts from its first moment to its last, by the time that the message gives "
        "itself. For an hour both do.",
        (
            keys_come("the list of keys", listed(*both)),
            message("the old key, at its last moment", seen("1", time="2026-11-21T12:00:00Z")),
            message("the old key, expired", seen("2", time="2026-11-21T12:00:01Z")),
            message("the new key, too early", seen("3", NORTH_LATER, "2026-11-21T10:59:59Z")),
            message("the new key, at its first moment", seen("4", NORTH_LATER, "2026-11-21T11:00:00Z")),
            message("what the old key could not say, with the new one", seen("2", NORTH_LATER, "2026-11-21T12:00:01Z")),
            message("the same moment with another offset", seen("5", time="2026-11-21T14:00:00+02:00")),
        ),
    )
    yield Story(
        "A clock that is ahead is said, and nothing else.",
        (
            first_list(),
            message("five minutes ahead", seen("1"), now="2026-11-21T09:55:00Z"),
            message("more than five minutes ahead", seen("2"), now="2026-11-21T09:54:59Z"),
        ),
    )


def revoking() -> Iterator[Story]:
    """A lost key: only what is named counts."""
    true, late, forged = published(), published(revision=2), published(revision=3, status="closed")
    asked = unsigned(
        says("enquiry.requested", {"force": "test-east", "action": "cctv", "text": "The pictures of the bus station?"})
    )
    batch, listed_one = seal_batches([asked], NORTH, time=TIME)
    named = [digest(true), digest(batch)]
    second = listed(*revoked(TRUSTED, NORTH.public.kid, "compromised", named), after=TRUSTED)
    third = listed(*revoked(read(second), NORTH.public.kid, "compromised", [digest(late)]), after=read(second))
    yield Story(
        "A key is revoked: of what it signed only the messages that the list names count, and the batches with all "
        "that they list. What was left out by mistake counts when a later list names it.",
        (
            first_list(),
            message("a true version", true),
            message("another true version, which the force forgets", late),
            message("a batch", batch),
            message("and what it lists", listed_one),
            keys_come("the key is revoked", second),
            message("whoever has the key says that the episode is closed", forged),
            message("the force says with its new key what is so", published(NORTH_LATER, revision=4)),
            keys_come("the next list names what was forgotten", third),
            message("a signature of the lost key that does not fit is refused, and not void", _spoilt(true)),
        ),
    )


def _spoilt(data: bytes) -> bytes:
    return data.replace(b"Testley", b"Testler")


def lists() -> Iterator[Story]:
    """Which list counts."""
    one = listed(*extended(TRUSTED, [STRANGER.public]), after=TRUSTED)
    other = listed(*revoked(TRUSTED, EAST.public.kid, "compromised", []), after=TRUSTED)
    third = listed(*extended(read(one), [STRANGER.public]), after=read(one))
    tree = event(FIRST_LIST)
    serial_less = {name: each for name, each in tree.items() if name != "serial"}
    first, second = tree["keys"][0], tree["keys"][1]

    def with_keys(*some: Event) -> bytes:
        return signed({**tree, "serial": 2, "keys": some}, ROOT)

    yield Story(
        "The list with the highest serial counts, and of two of them that with the lower digest.",
        (
            message("a message of east's", seen("On the ferry.", EAST)),
            keys_come("the second list", one),
            keys_come("another second list, which revokes east's key", other),
            keys_come("the first list, late", FIRST_LIST),
            keys_come("the third list ends the doubt", third),
        ),
    )
    yield Story(
        "A list that cannot be read, that the root did not sign, or in which a key is amiss, changes nothing.",
        (
            first_list(),
            keys_come("signed by a force", signed(tree, NORTH)),
            keys_come("changed", FIRST_LIST.replace(b'"serial":1', b'"serial":9')),
            keys_come("a key under another's name", with_keys({**first, "kid": second["kid"]})),
            keys_come("a key twice", with_keys(first, first)),
            keys_come("without a serial", signed(serial_less, ROOT)),
            message("a message of east's", seen("On the ferry.", EAST)),
        ),
    )


def batches() -> Iterator[Story]:
    """Many messages under one signature."""
    events = [
        unsigned(published()),
        unsigned(seen("1")),
    ]
    listing, first, second = seal_batches(events, NORTH, time=TIME)
    name = digest(listing)
    yield Story(
        "The list of a batch comes first: each message is proven by its place in it.",
        (first_list(), message("the list", listing), message("its first", first), message("its second", second)),
    )
    yield Story(
        "The list of a batch comes last, and the keys come after it: all wait until then.",
        (
            message("the first of a batch", first),
            message("its second", second),
            message("the list", listing),
            first_list(),
        ),
    )
    yield Story(
        "The list of a batch never comes: nothing is known by what it would prove, until the force signs it by itself.",
        (
            first_list(),
            message("the first of a batch", first),
            message("the same, signed by itself", signed(event(first))),
        ),
    )
    theirs = {**unsigned(seen("x", EAST)), BATCH: f"{name}.0"}
    nested = {**unsigned(listing), BATCH: f"{name}.0"}
    foreign = signed({**event(listing), "source": theirs["source"], "data": {"digests": [digest(first)]}}, EAST)
    yield Story(
        "A message that is not at its place in the list, or in the list of another force, is refused.",
        (
            first_list(),
            message("the list", listing),
            message("another number than its own", wire.encode({**event(first), BATCH: f"{name}.1"})),
            message("a number past the end", wire.encode({**event(first), BATCH: f"{name}.2"})),
            message("a number in another spelling", wire.encode({**event(first), BATCH: f"{name}.00"})),
            message("changed after it was listed", first.replace(b"Testley", b"Testler")),
            message("one that is not listed", wire.encode(theirs)),
            message("a list in a list", wire.encode(nested)),
            message("east lists what north says", foreign),
            message("and north's message under it", wire.encode({**event(first), BATCH: f"{digest(foreign)}.0"})),
        ),
    )


FILES = {
    "keys": (keys, "Keys that are not known yet, expired, or changed, and clocks that are ahead."),
    "revoked": (revoking, "A key that was lost."),
    "lists": (lists, "Which list of keys counts."),
    "batches": (batches, "Many messages under one signature."),
}
