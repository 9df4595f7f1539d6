"""What nobody sealed is opened without an exception, and never as what it is not: a short run of the long loop."""

from __future__ import annotations

import pytest
from tests.property.opening import fuzzed

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize("seed", range(4))
def test_nothing_raises_and_nothing_changed_is_opened(seed):
    done, outcomes = fuzzed(seed, turns=1500)

    assert done == outcomes.total() == 1500
    assert {"ok", "held", "unproven", "void", "refused", "list read", "list refused"} == set(outcomes)
