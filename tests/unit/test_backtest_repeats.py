"""How many documents of a backtest are of an episode that came before, in memory that does not grow."""

from __future__ import annotations

import pickle
import random
from collections import Counter

import pytest

from missingpersons.backtest.hiding import Sum
from missingpersons.backtest.repeats import KEPT, Repeats, digest_of


def counted(digests: list[int]) -> Repeats:
    made = Repeats()
    for each in digests:
        made.add(each)
    return made


def test_each_document_after_the_first_of_its_episode() -> None:
    assert counted([7, 8, 7, 9, 7, 8]).again == Sum(3, exact=True)
    assert counted([]).again == Sum(0, exact=True)


def test_as_many_as_are_kept_are_told_exactly_and_one_more_is_not() -> None:
    kept = list(range(KEPT))

    assert counted([*kept, 0]).again == Sum(1, exact=True)
    assert counted([*kept, KEPT, 0]).again == Sum(1, exact=False)


def test_what_was_left_out_once_is_never_counted_for_less_than_it_is() -> None:
    # The first has the greatest digest: it is put out, and must not come in again with fewer times.
    made = counted([KEPT + 1, KEPT + 1, *range(KEPT), KEPT + 1])

    assert len(made.times) == KEPT
    assert made.again == Sum(0, exact=False)


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_the_same_in_any_order_and_in_any_parts(parts: int) -> None:
    chance = random.Random(5)
    digests = [chance.randrange(3 * KEPT) for _ in range(6 * KEPT)]
    whole = counted(digests)
    times = Counter(digests)
    chance.shuffle(digests)

    made = Repeats()
    for part in range(parts):
        made.update(pickle.loads(pickle.dumps(counted(digests[part::parts]))))

    assert made == whole
    assert whole.times == {each: times[each] for each in sorted(times)[:KEPT]}


def test_an_episode_is_known_again_by_eight_bytes() -> None:
    one = digest_of("0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10")

    assert one == digest_of("0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10") != digest_of("0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a11")
    assert 0 <= one < 2**64
