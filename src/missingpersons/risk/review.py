"""Whether each recorded assessment was lower than what was known at that time called for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from missingpersons.codes import RiskCategory, RiskLevel, RiskScheme
from missingpersons.models import Episode
from missingpersons.models.risk import RiskAssessment
from missingpersons.risk.decided import decided, is_below_suggested
from missingpersons.risk.heard import hear
from missingpersons.risk.known import Times, known_at
from missingpersons.risk.lacking import Lack, lacks
from missingpersons.risk.library import library_policy
from missingpersons.risk.policy import Policy
from missingpersons.risk.schemes import schemes
from missingpersons.risk.suggest import suggest
from missingpersons.risk.suggestion import judged
from missingpersons.risk.told import Held, Reason
from missingpersons.risk.verdicts import Verdict, Why, verdict
from missingpersons.values.dates import Timestamp, moment


@dataclass(frozen=True, eq=False, repr=False)
class Reviewed:
    """One assessment, held against what was known when it was made.

    ``called_for`` is the level that the policy called for then, whatever of the undated facts was known;
    ``could_call_for`` the level if those were that raise it. ``reasons`` and ``guards`` are those of ``called_for``.
    ``known``, ``later`` and ``undated`` are the fields that answer a question, by when they were known.
    """

    at: str
    scheme: RiskScheme | None
    """The scheme that is recorded, or that of a category that only one scheme has."""
    recorded: RiskLevel | RiskCategory | None
    assessed_at: Timestamp | None
    verdict: Verdict
    why: Why | None
    lacks: tuple[Lack, ...]
    """What it would need to be lower with a rationale and an approval. Empty unless it is lower without."""
    policy: str
    digest: str
    extends: tuple[str, ...]
    """The policies that it rests on. Where there is none, nobody has compared what it lowers."""
    lowered: tuple[str, ...]
    """The lines that the policy says it lowers."""
    without_guards: tuple[str, ...]
    """The guards that the policy says it does without."""
    called_for: RiskLevel | None
    could_call_for: RiskLevel | None
    called_for_now: RiskLevel | None
    """The level that the policy calls for by everything that the episode holds now. It needs no time to be told."""
    reasons: tuple[Reason, ...]
    guards: tuple[Held, ...]
    known: tuple[str, ...]
    later: tuple[str, ...]
    undated: tuple[str, ...]
    suggested: RiskLevel | None
    """The level that the record says was suggested with it, by this policy or another."""
    below_suggested: bool
    """Whether the level or category is below that, and it may be of the same scheme. No verdict goes by it."""
    outside_era: bool
    """Whether the assessment was made outside the years in which its scheme is believed to have been in force."""

    def as_dict(self) -> dict[str, Any]:
        """The verdict as the JSON object that is printed."""
        told = {
            "at": self.at,
            "scheme": self.scheme,
            "recorded": self.recorded,
            "assessed_at": self.assessed_at,
            "verdict": self.verdict,
            "why": self.why,
            "policy": self.policy,
            "digest": self.digest,
            "called_for": self.called_for,
            "could_call_for": self.could_call_for,
            "called_for_now": self.called_for_now,
            "suggested": self.suggested,
        }
        return {
            **{key: str(value) for key, value in told.items() if value},
            **({"lacks": [str(each) for each in self.lacks]} if self.lacks else {}),
            "extends": list(self.extends),
            "lowered": list(self.lowered),
            "without_guards": list(self.without_guards),
            "reasons": [each.as_dict() for each in self.reasons],
            "guards": [each.as_dict() for each in self.guards],
            "known": list(self.known),
            "later": list(self.later),
            "undated": list(self.undated),
            "below_suggested": self.below_suggested,
            "outside_era": self.outside_era,
        }

    def __repr__(self) -> str:
        return f"<Reviewed {self.at}>"


@dataclass(frozen=True, eq=False, repr=False)
class Review:
    """Every recorded assessment, in the order of the episode, held against what was known when it was made."""

    assessments: tuple[Reviewed, ...]

    @property
    def too_low(self) -> tuple[Reviewed, ...]:
        """The assessments below what was called for, without a rationale and an approval."""
        return tuple(each for each in self.assessments if each.verdict is Verdict.LOWER_WITHOUT)

    def __iter__(self) -> Iterator[Reviewed]:
        return iter(self.assessments)

    def __len__(self) -> int:
        return len(self.assessments)

    def as_dict(self) -> dict[str, Any]:
        """The review as the JSON object that is printed."""
        return {"assessments": [each.as_dict() for each in self.assessments]}

    def __repr__(self) -> str:
        return f"<Review of {len(self.assessments)} assessment(s)>"


def review(episode: Episode, *, policy: Policy | None = None) -> Review:
    """Each recorded assessment against what the policy called for by what was known at that time.

    An assessment is judged by the library's policy for its own scheme, or by ``policy`` if that is of its scheme.
    Nothing is consistent for want of evidence: without times to judge by, or where what was called for rests on what
    nobody had asked, nobody can tell.
    """
    times = Times(episode)
    return Review(
        tuple(_reviewed(episode, index, each, policy, times) for index, each in enumerate(episode.assessments))
    )


def _reviewed(episode: Episode, index: int, assessment: RiskAssessment, given: Policy | None, times: Times) -> Reviewed:
    found = decided(assessment)
    scheme, step = found
    if scheme is None:
        return _untold(episode, index, assessment, Why.NO_SCHEME, None)
    policy = given if given is not None and given.scheme is scheme else library_policy(scheme)
    if step is None:
        return _untold(episode, index, assessment, Why.NO_LEVEL, policy)
    if found.of_scheme() is None:
        return _untold(episode, index, assessment, Why.NOT_OF_SCHEME, policy)
    if assessment.assessed_at is None:
        return _untold(episode, index, assessment, Why.NO_TIME, policy)
    then = moment(assessment.assessed_at)
    known = known_at(episode, then, times)
    least, most = judged(policy, known.least, then), judged(policy, known.most, then)
    lacking = lacks(episode, assessment, then)
    held, why = verdict(assessment, known, least, most, lacking)
    if held is Verdict.CONSISTENT and least.level is not RiskLevel.HIGH and _is_unread(episode, then, times):
        held, why = Verdict.CANNOT_TELL, Why.UNREAD
    return Reviewed(
        at=f"/assessments/{index}",
        scheme=scheme,
        recorded=step,
        assessed_at=assessment.assessed_at,
        verdict=held,
        why=why,
        lacks=lacking if held is Verdict.LOWER_WITHOUT else (),
        policy=str(policy),
        digest=policy.digest,
        extends=policy.extends,
        lowered=policy.lowered,
        without_guards=policy.without_guards,
        called_for=least.level,
        could_call_for=most.level,
        called_for_now=suggest(episode, policy=policy).level,
        reasons=least.reasons,
        guards=least.guards,
        known=known.known,
        later=known.later,
        undated=known.undated,
        suggested=assessment.suggested.level if assessment.suggested else None,
        below_suggested=is_below_suggested(assessment),
        outside_era=_outside_era(scheme, assessment.assessed_at),
    )


_OF_OTHERS = (
    "/person/relations/",
    "/person/identifiers/",
    "/person/addresses/",
    "/companions/",
    "/places_of_interest/",
    "/vehicles/",
    "/actions/",
    "/notifications/",
    "/preparedness/",
)
"""Where codes say whom, where, what was done or which form there is, and seldom how the person is.

Forces have codes of their own there.
"""


def _is_unread(episode: Episode, then: datetime, times: Times) -> bool:
    """Whether something that was known then, or may have been, says how the person is by a code that is on no list."""
    all_known = moment(episode.recorded_at) <= then
    for at in hear(episode, then).unread:
        if not at.startswith(_OF_OTHERS) and (all_known or (when := times.of(at)) is None or when <= then):
            return True
    return False


def _untold(episode: Episode, index: int, assessment: RiskAssessment, why: Why, policy: Policy | None) -> Reviewed:
    """One of which nobody can tell. What is called for now needs neither a time nor a level."""
    return Reviewed(
        at=f"/assessments/{index}",
        scheme=decided(assessment).scheme,
        recorded=decided(assessment).step,
        assessed_at=assessment.assessed_at,
        verdict=Verdict.CANNOT_TELL,
        why=why,
        lacks=(),
        policy=str(policy) if policy else "",
        digest=policy.digest if policy else "",
        extends=policy.extends if policy else (),
        lowered=policy.lowered if policy else (),
        without_guards=policy.without_guards if policy else (),
        called_for=None,
        could_call_for=None,
        called_for_now=suggest(episode, policy=policy).level if policy else None,
        reasons=(),
        guards=(),
        known=(),
        later=(),
        undated=(),
        suggested=assessment.suggested.level if assessment.suggested else None,
        below_suggested=is_below_suggested(assessment),
        outside_era=False,
    )


def _outside_era(scheme: RiskScheme, assessed_at: str) -> bool:
    about = schemes()[scheme]
    began, ended = about.began, about.ended
    return assessed_at[: len(began)] < began or (bool(ended) and assessed_at[: len(ended)] > ended)
