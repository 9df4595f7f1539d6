"""How many examples a property is asked of: few in each run of the tests, ``--times 10`` of them when there is time.

The examples are the same in every run, so that a hundred more of them find something once, and are paid for each time.
"""

from __future__ import annotations

times: int = 1
"""As ``--times`` says, before any test is collected."""


def examples(number: int) -> int:
    """As many as that in each run."""
    return number * times
