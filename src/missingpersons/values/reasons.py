"""Whether a text says a reason, or is what people write where something must be written."""

from __future__ import annotations

SAYS_NO_REASON = frozenset(
    {
        "",
        "-",
        "?",
        "as above",
        "as before",
        "as per log",
        "ditto",
        "n/a",
        "na",
        "nil",
        "none",
        "not applicable",
        "not known",
        "same",
        "see above",
        "see log",
        "see notes",
        "tba",
        "tbc",
        "to follow",
        "unknown",
    }
)
"""Library list. What people write where something must be written, without a full stop and in lower case."""

LONGEST = max(map(len, SAYS_NO_REASON))


def says_no_reason(text: str) -> bool:
    """Whether ``text`` is one of the words that say nothing."""
    said = text.strip(" .")
    return len(said) <= LONGEST and said.casefold() in SAYS_NO_REASON
