"""What is kept of messages: an erasure finds every copy at once, however many others wait."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import partial

from tests.benchmarks.folding import quickest

from missingpersons.exchange.kept import Kept
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.trust import NOBODY, Trust


def opener(data: bytes, _: Trust, batches: Mapping[str, Opened]) -> Opened:
    """Of ``b"3 a"`` the message is ``3``; it waits for a batch that never comes, or for ``batch``."""
    message, waits_for = data.decode().split()
    known = waits_for in batches
    outcome = Opening.OK if known else Opening.UNPROVEN
    return Opened(outcome, message, waits_for=None if known else waits_for, batch=waits_for if known else None)


def put(kept: Kept, data: bytes) -> None:
    kept.add(kept.open(data), data)


def waiting(copies: int) -> Kept:
    kept = Kept(NOBODY, opener)
    for each in range(copies):
        put(kept, f"{each} never".encode())
    return kept


def erase(kept: Kept, digests: Iterable[str]) -> None:
    for each in digests:
        kept.erase(each)


class TestErase:
    def test_every_copy_of_one_message_goes_and_no_other(self) -> None:
        kept = waiting(3)
        put(kept, b"1 another-key")

        told = kept.erase("1"), kept.erase("1")

        assert told == (True, False)
        assert [each.digest for each in kept.unproven()] == ["0", "2"]

    def test_a_copy_that_comes_after_it_goes_too(self) -> None:
        kept = waiting(1)
        kept.erase("0")
        put(kept, b"0 never")

        told = kept.erase("0")

        assert (told, kept.unproven()) == (True, ())

    def test_what_another_list_of_keys_judged_again_is_still_found(self) -> None:
        kept = waiting(2)
        kept.believe(Trust({}, 2))

        told = kept.erase("1")

        assert told
        assert [each.digest for each in kept.unproven()] == ["0"]

    def test_what_its_batch_has_proven_waits_no_more(self) -> None:
        kept = waiting(1)
        put(kept, b"1 batch")
        kept.add(Opened(Opening.OK, "batch", type="uk.missingpersons.batch.sealed.v1", body={"digests": []}), b"batch")

        told = kept.erase("1")

        assert told
        assert [each.digest for each in kept.unproven()] == ["0"]

    def test_it_takes_no_longer_where_more_wait(self) -> None:
        few, many = waiting(1_000), waiting(20_000)
        digests = [hashlib.sha256(b"%d" % each).hexdigest() for each in range(100)]

        took = [quickest(partial(erase, each, digests)) for each in (few, many)]

        assert took[1] < 5 * took[0]
