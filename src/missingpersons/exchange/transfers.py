"""How far a handover and an enquiry have come."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from missingpersons.codes import TransferAnswer, TransferEnding
from missingpersons.exchange.erasures import Erasures
from missingpersons.exchange.facts import (
    ENQUIRY_ANSWERED,
    ENQUIRY_REQUESTED,
    TRANSFER_ANSWERED,
    TRANSFER_ENDED,
    TRANSFER_ESCALATED,
    TRANSFER_REQUESTED,
    Fact,
)
from missingpersons.exchange.tenures import Tenures
from missingpersons.exchange.verdicts import Verdicts

CROSSED = "MP-X-060"
ANSWERED_BOTH_WAYS = "MP-X-061"
NOT_READY = "MP-X-063"

PROPOSED = "proposed"
ESCALATED = "escalated"

OPEN = frozenset({PROPOSED, ESCALATED})
"""The states in which the force asked may still be expected to answer. An acceptance counts in any."""


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a handover or an enquiry: who said what. ``code`` is the answer, the ending or the outcome."""

    digest: str
    force: str
    code: str
    reason: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The step as a JSON object."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Transfer:
    """A request to take an episode over, and what came of it. ``state`` is a code of the list `transfer_states`.

    Until it is accepted ``asker`` owns the episode. ``tenure`` is the one that was to be handed over.
    """

    request: str
    asker: str
    asked: str
    tenure: int
    version: str
    reason: str | None
    state: str
    steps: tuple[Step, ...]
    findings: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still expected."""
        return self.state in OPEN

    def as_dict(self) -> dict[str, Any]:
        """The transfer as a JSON object. It has no words, so it says nothing of anybody."""
        told = {name: getattr(self, name) for name in self.__slots__}
        told = {name: value for name, value in told.items() if value is not None}
        return {**told, "steps": [each.as_dict() for each in self.steps], "findings": list(self.findings)}


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What one force asked another to do, and what came of it. It moves no ownership."""

    request: str
    asker: str
    asked: str
    action: str
    answers: tuple[Step, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered."""
        return not self.answers

    def as_dict(self) -> dict[str, Any]:
        """The enquiry as a JSON object, without its words."""
        told = {name: value for name in self.__slots__ if (value := getattr(self, name)) != ""}
        return {**told, "answers": [each.as_dict() for each in self.answers], "open": self.is_open}


def transfers(judged: Verdicts, owned: Tenures, gone: Erasures) -> tuple[Transfer, ...]:
    """Every request that counts, by tenure and then by digest.

    Whoever erases the tenure that it has asked another to take over takes the request back with it; and where nothing
    shows that it ever had that tenure, nothing is said of it.
    """
    steps = _steps(judged, (TRANSFER_ANSWERED, TRANSFER_ENDED, TRANSFER_ESCALATED))
    asked = ((each, (each.tenure, each.force)) for each in judged.of(TRANSFER_REQUESTED))
    made = (
        _transfer(each, steps.get(each.digest, []), erased=gone.covers(node))
        for each, node in asked
        if node in owned.parents or not gone.covers(node)
    )
    return tuple(sorted(made, key=lambda each: (each.tenure, each.request)))


def enquiries(judged: Verdicts, gone: Container[str]) -> tuple[Enquiry, ...]:
    """Every enquiry that counts and was not taken back, by digest."""
    steps = _steps(judged, (ENQUIRY_ANSWERED,))
    return tuple(
        Enquiry(
            request=each.digest,
            asker=each.force,
            asked=each.asked or "",
            action=each.code or "",
            answers=tuple(step for step in steps.get(each.digest, ()) if step.digest not in gone),
        )
        for each in judged.of(ENQUIRY_REQUESTED)
        if each.digest not in gone
    )


def _steps(judged: Verdicts, kinds: tuple[str, ...]) -> Mapping[str, list[Step]]:
    steps: dict[str, list[Step]] = {}
    for each in sorted((each for kind in kinds for each in judged.of(kind)), key=_digest):
        code = ESCALATED if each.kind == TRANSFER_ESCALATED else each.code or ""
        steps.setdefault(each.names or "", []).append(Step(each.digest, each.force, code, each.reason))
    return steps


def _digest(each: Fact) -> str:
    return each.digest


def _transfer(request: Fact, steps: list[Step], *, erased: bool) -> Transfer:
    said = {each.code for each in steps}
    accepted, refused = TransferAnswer.ACCEPTED in said, TransferAnswer.REFUSED in said
    ended = not said.isdisjoint(TransferEnding)
    found = ((CROSSED, accepted and ended), (ANSWERED_BOTH_WAYS, accepted and refused), (NOT_READY, not request.ready))
    # What counts for most first: an acceptance always counts, and what was taken back is not expected to be answered.
    order = (*(TransferAnswer.ACCEPTED, *TransferEnding), ESCALATED, TransferAnswer.REFUSED)
    return Transfer(
        request=request.digest,
        asker=request.force,
        asked=request.asked or "",
        tenure=request.tenure,
        version=request.names or "",
        reason=request.reason,
        state=next((str(each) for each in order if each in said), TransferEnding.WITHDRAWN if erased else PROPOSED),
        steps=tuple(steps),
        findings=tuple(code for code, holds in found if holds),
    )
