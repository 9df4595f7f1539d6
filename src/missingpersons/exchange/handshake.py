"""What a force may say about an episode as it stands: the body of each message, or why everybody would refuse it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from missingpersons.codes import RetractionManner, TransferAnswer, TransferEnding
from missingpersons.exchange import facts
from missingpersons.exchange.state import State
from missingpersons.exchange.transfers import Enquiry, Transfer
from missingpersons.exchange.versions import Claim
from missingpersons.findings import CannotRun
from missingpersons.models.messages import TYPE_PREFIX


class Said(NamedTuple):
    """A message that is not sealed yet: ``seal_message`` takes the three in this order."""

    type: str
    subject: str
    body: dict[str, Any]


def own_version(state: State, force: str) -> Claim:
    """The newest version that ``force`` has published as the owner. Raises ``CannotRun`` if there is none."""
    tenure = state.tenure_of(force)
    if tenure is None:
        raise CannotRun(f"{force} does not own the episode, and only the owner may say that")
    ours = [each for each in state.claims if (each.tenure, each.force) == (tenure, force)]
    if not ours:
        raise CannotRun(f"nothing that {force} has published of its tenure stands: publish the episode first")
    return max(ours, key=lambda each: (each.revision, each.digest))


def ask_transfer(state: State, force: str, asked: str, reason: str, rationale: str, **more: Any) -> Said:
    """``force`` asks ``asked`` to take the episode over. The version and its quality come when it is written."""
    version = own_version(state, force)
    if asked == force:
        raise CannotRun("a force does not ask itself to take an episode over")
    body = {"tenure": version.tenure, "force": asked, "reason": reason, "rationale": rationale}
    return _said(facts.TRANSFER_REQUESTED, state, body, [asked], more)


def answer_transfer(state: State, force: str, answer: TransferAnswer, request: str | None = None, **more: Any) -> Said:
    """``force`` accepts or refuses what it was asked."""
    asked = [each for each in state.transfers if each.asked == force]
    one = _one(asked, request, f"nobody has asked {force} to take this episode over")
    if answer is TransferAnswer.REFUSED and not more.get("reason"):
        raise CannotRun("a refusal says why: give one of `missingpersons codes refusal_reasons`")
    return _said(facts.TRANSFER_ANSWERED, state, {"request": one.request, "answer": str(answer)}, [one.asker], more)


def end_transfer(state: State, force: str, ending: TransferEnding, request: str | None = None, **more: Any) -> Said:
    """``force`` takes its request back, or says that nobody answered it in time."""
    own = [each for each in state.transfers if each.asker == force]
    one = _one(own, request, f"{force} has asked nobody to take this episode over")
    if one.state == TransferAnswer.ACCEPTED:
        raise CannotRun(f"{one.asked} has accepted and owns the episode: ask it to hand the episode back")
    return _said(facts.TRANSFER_ENDED, state, {"request": one.request, "ending": str(ending)}, [one.asked], more)


def escalate_transfer(state: State, force: str, rationale: str, request: str | None = None, **more: Any) -> Said:
    """Either force takes the disagreement to more senior people."""
    own = [each for each in state.transfers if force in (each.asker, each.asked)]
    one = _one(own, request, f"{force} is no part of a transfer of this episode")
    other = one.asked if one.asker == force else one.asker
    return _said(facts.TRANSFER_ESCALATED, state, {"request": one.request, "rationale": rationale}, [other], more)


def ask_enquiry(state: State, asked: str, action: str, text: str, **more: Any) -> Said:
    """A force asks another to do something. It moves no ownership."""
    return _said(facts.ENQUIRY_REQUESTED, state, {"force": asked, "action": action, "text": text}, [asked], more)


def answer_enquiry(state: State, force: str, outcome: str, request: str | None = None, **more: Any) -> Said:
    """The force that was asked says what came of it."""
    asked = [each for each in state.enquiries if each.asked == force]
    one = _one(asked, request, f"nobody has asked {force} anything about this episode")
    return _said(facts.ENQUIRY_ANSWERED, state, {"request": one.request, "outcome": outcome}, [one.asker], more)


def report_sighting(state: State, sighting: Mapping[str, Any], **more: Any) -> Said:
    """Any force reports that the person was seen."""
    return _said(facts.SIGHTING, state, {"sighting": dict(sighting)}, (), more)


def report_found(state: State, outcome: Mapping[str, Any], **more: Any) -> Said:
    """Any force reports the person found. Only the owner closes the episode."""
    return _said(facts.FOUND, state, {"outcome": dict(outcome)}, (), more)


def retract_episode(state: State, force: str, manner: RetractionManner, reason: str, **more: Any) -> Said:
    """The owner takes the episode back: its tenures, and what led to them and to no other owner.

    What is erased goes with all that led to it: of two owners withdraw, and erase once the other has published.
    """
    version = own_version(state, force)
    body = {"version": version.digest, "tenure": version.tenure, "manner": str(manner), "reason": reason}
    return _said(facts.EPISODE_RETRACTED, state, body, (), more)


def retract_message(state: State, message: str, manner: RetractionManner, reason: str, **more: Any) -> Said:
    """A force takes back one message that it sent."""
    steps = {step.digest for each in state.transfers for step in each.steps}
    if message in steps.union(each.request for each in state.transfers):
        raise CannotRun("a step of a handover is never taken back: end the request, or hand the episode back")
    body = {"message": message, "manner": str(manner), "reason": reason}
    return _said(facts.MESSAGE_RETRACTED, state, body, (), more)


def correct(state: State, message: str, reason: str, at: Iterable[str] = (), **more: Any) -> Said:
    """A force says that a message of its own was wrong. Give as ``to`` whoever received it."""
    return _said(facts.CORRECTION, state, {"message": message, "reason": reason, "at": list(at)}, (), more)


def _said(kind: str, state: State, body: dict[str, Any], to: Iterable[str], more: Mapping[str, Any]) -> Said:
    told = {name: value for name, value in more.items() if value not in (None, (), [], "")}
    whole = {**body, **told, "to": sorted({*to, *more.get("to", ())})}
    return Said(f"{TYPE_PREFIX}{kind}.v1", state.episode_id, {name: each for name, each in whole.items() if each != []})


_Asked = TypeVar("_Asked", Transfer, Enquiry)


def _one(some: list[_Asked], request: str | None, none: str) -> _Asked:
    """The request that is meant: the one that is named, or the only one, or the only one that is open."""
    if request is not None:
        named = [each for each in some if each.request.startswith(request)]
    else:
        named = [each for each in some if each.is_open] or some
    if len(named) == 1:
        return named[0]
    if not some:
        raise CannotRun(none)
    raise CannotRun("say which request is meant: there are several, or none of that digest")
