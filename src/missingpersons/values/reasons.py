"""Whether a text says a reason, or is what people write where something must be written."""

from __future__ import annotations

import re

SAYS_NO_REASON = frozenset(
    {
        "as above",
        "as before",
        "as discussed",
        "as per log",
        "as per policy",
        "ditto",
        "n/a",
        "n/k",
        "na",
        "nil",
        "nk",
        "no",
        "no comment",
        "no rationale",
        "no rationale given",
        "no rationale recorded",
        "no reason",
        "no reason given",
        "no reason recorded",
        "none",
        "none given",
        "none recorded",
        "not applicable",
        "not given",
        "not known",
        "not recorded",
        "not stated",
        "nothing",
        "nothing to add",
        "ok",
        "okay",
        "same",
        "see above",
        "see below",
        "see incident",
        "see incident log",
        "see log",
        "see niche",
        "see niche log",
        "see notes",
        "see occurrence",
        "see occurrence log",
        "see record",
        "see report",
        "tba",
        "tbc",
        "to follow",
        "unknown",
        "yes",
    }
)
"""Library list. What people write where something must be written, without a full stop and in lower case."""

LONGEST = max(map(len, SAYS_NO_REASON))

_LETTER = re.compile(r"[^\W\d_]")


def says_no_reason(text: str) -> bool:
    """Whether ``text`` has no letter, or is one of the words that say nothing."""
    if _LETTER.search(text) is None:
        return True
    said = text.strip(" .")
    return len(said) <= LONGEST and said.casefold() in SAYS_NO_REASON
