"""What figures of quality are called in a sentence, for people."""

from __future__ import annotations

from collections.abc import Mapping

from missingpersons.findings import Severity
from missingpersons.quality.mending import Mend


def percent(part: int, whole: int) -> str:
    """A share in whole percent, which is 0 % of nothing only, and 100 % of everything only.

    >>> percent(1, 436), percent(435, 436), percent(109, 436), percent(0, 0)
    ('under 1 %', 'over 99 %', '25 %', '')
    """
    if not whole:
        return ""
    if 0 < part * 100 < whole:
        return "under 1 %"
    if whole * 99 < part * 100 < whole * 100:
        return "over 99 %"
    return f"{(part * 200 + whole) // (whole * 2)} %"


def reason(mend: Mend) -> str:
    """Why a code is mended before others."""
    told = []
    if mend.readable:
        told.append(f"{_documents(mend.readable)} can be read if it is mended, which now cannot be")
    elif mend.unread:
        told.append(f"{_documents(mend.unread)} cannot be read, and there is something else wrong in each")
    if mend.gains:
        told.append(f"alone keeps from ready: {_by_purpose(mend.gains)}")
    together = {name: number - mend.gains.get(name, 0) for name, number in mend.stops.items()}
    if any(together.values()):
        told.append(f"with others keeps from ready: {_by_purpose(together)}")
    if not told:
        told.append(_LESSER[mend.severity])
    return "; ".join(told)


_LESSER = {
    Severity.ERROR: "keeps nothing from ready as things stand",
    Severity.WARNING: "keeps nothing from ready, but someone should look",
    Severity.ADVICE: "keeps nothing from ready, and could be better",
}


def _documents(number: int) -> str:
    return f"{number} document{'' if number == 1 else 's'}"


def _by_purpose(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number} for {name}" for name, number in numbers.items() if number)
