"""What a backtest is called in sentences, for people. The words are the library's own."""

from __future__ import annotations

from missingpersons.backtest.bands import BANDS
from missingpersons.backtest.calling import Caller, Kind
from missingpersons.backtest.comparison import COMPARED, GUARDED, Comparison, Standing
from missingpersons.backtest.hiding import LEAST_SHOWN, Shown, Sum
from missingpersons.backtest.tables import Backtest
from missingpersons.codes import codelist
from missingpersons.risk.library import NOT_COMPARED, is_compared
from missingpersons.risk.policy import Policy

HIDDEN = "x"
"""What stands in the place of a number that is hidden."""

HIDING = (
    f"{HIDDEN} is a number that is hidden: it is below {LEAST_SHOWN}, or would give away one that is. "
    "A number with + is what is shown of several; what is hidden comes on top."
)

COUNTED = (
    "Counted are documents, and no people: an episode in several versions, or a person missing several times, counts "
    "every time, and a number that is shown may then be of fewer people. Give each episode once, in its newest version."
)

RECORDED = "recorded"

NONE = Sum(0, exact=True)

SLIGHT = 0.2
"""Below this, agreement is hardly more than chance: what Landis and Koch (1977) call slight. No more than a custom."""

STANDINGS = {
    Standing.UP: "would move up",
    Standing.SAME: "stay the same",
    Standing.DOWN: "would move down",
    Standing.NO_COUNTERPART: "level without counterpart",
    Standing.NO_LEVEL: "no level recorded",
    Standing.NOT_ASSESSED: "not assessed",
}


def number(shown: Shown | Sum) -> str:
    """A number for people, or what stands for one that is hidden.

    >>> number(1234), number(None), number(Sum(40, exact=False))
    ('1,234', 'x', '40+')
    """
    if shown is None:
        return HIDDEN
    if isinstance(shown, int):
        return f"{shown:,}"
    return f"{shown.least:,}" if shown.exact else f"{shown.least:,}+" if shown.least else HIDDEN


def sides(comparison: Comparison) -> tuple[str, str]:
    """What the two judgements are called."""
    return str(comparison.before) if comparison.before else RECORDED, str(comparison.after)


def departures(policy: Policy) -> list[str]:
    """What the policy takes away, as far as it says so: lines that it lowers, and guards that it does without."""
    told = {"lowered by this policy": policy.lowered, "without the guards": policy.without_guards}
    compared = [] if is_compared(str(policy), policy.extends) else [NOT_COMPARED]
    return [*compared, *(f"{words}: {', '.join(codes)}" for words, codes in told.items() if codes)]


def translated(made: Backtest) -> str | None:
    """That recorded levels are of another scheme, where some are or may be."""
    if made.comparison.is_lossy or made.translated == NONE:
        return None
    if made.translated.least:
        return f"{number(made.translated)} recorded level(s) of another scheme are translated, at a loss"
    return "recorded level(s) of another scheme may be among them, translated at a loss: how many is hidden"


def came_again(made: Backtest) -> bool:
    """Whether it is told that episodes came more than once. Of so few that their number is hidden, nothing is."""
    return made.episodes is not None and made.again != NONE


def again(made: Backtest) -> str:
    """That episodes came more than once, where they did."""
    return f"{number(made.again)} of them are of an episode that came before"


def band_title(code: str) -> str:
    """What an age band is called."""
    return codelist("age_bands").entries[code].title if code in BANDS else code


def question_title(code: str) -> str:
    """What a question is called."""
    if code == GUARDED:
        return "Suicide, essential medicine or exploitation: any of these"
    return codelist("risk_questions").entries[code].title


def caller_title(caller: Caller) -> str:
    """What calls for a level, in a few words."""
    return {
        Kind.LINE: caller.code,
        Kind.GUARD: f"the guard {caller.code}",
        Kind.LOWEST: "no line: it is the policy's lowest level",
    }[caller.kind]


def verdict(made: Backtest) -> str:
    """How far the two agree, in one sentence."""
    who = "The recorded grades and the policy" if made.comparison.before is None else "The two policies"
    found = made.agreement
    if all(made.standing[each] == 0 for each in COMPARED):
        return f"Whether {who[0].lower()}{who[1:]} agree cannot be told: there was nothing to compare."
    if made.too_much_hidden:
        return f"Whether {who[0].lower()}{who[1:]} agree cannot be told: too much is hidden."
    if found is None:
        return f"Whether {who[0].lower()}{who[1:]} agree cannot be told: one of the two has one level for everybody."
    if found.kappa < -found.chance:
        return f"{who} agree less than chance would make them: where one is higher, the other tends to be lower."
    if found.is_chance:
        return f"{who} agree no more than chance would make them."
    if found.kappa < SLIGHT:
        return f"{who} agree hardly more than chance would make them."
    return f"{who} agree more than chance would make them."
