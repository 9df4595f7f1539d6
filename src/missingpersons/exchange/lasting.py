"""What lasts of the messages about an episode: those that no erasure covers, and what they amount to by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from missingpersons.codes import RetractionManner, TransferAnswer
from missingpersons.exchange.facts import EPISODE_RETRACTED, MESSAGE_RETRACTED, PUBLISHED, TRANSFER_REQUESTED, Fact
from missingpersons.exchange.tenures import Tenures, tenures
from missingpersons.exchange.transfers import Transfer, transfers
from missingpersons.exchange.verdicts import Verdicts, Wait, verdicts


@dataclass(frozen=True, slots=True)
class Lasting:
    """The messages that last, judged without what was erased; and the digests of what was taken back.

    ``taken`` are those that last and that their own senders took back one by one, ``withdrawn`` all that last and were
    taken back. ``erased`` are those of the messages which are here that were erased: none of them is in ``judged``, and
    nothing else depends on which they are.
    """

    judged: Verdicts
    owned: Tenures
    handed: tuple[Transfer, ...]
    taken: frozenset[str]
    withdrawn: frozenset[str]
    erased: frozenset[str]


def lasting(facts: Iterable[Fact]) -> Lasting:
    """What lasts of ``facts``.

    Whoever has seen what was erased and whoever comes late must know the same. So what is erased is put away, and the
    rest is judged anew, as if it had never been here. What its sender may not say is put away before that, since what
    shows it may be erased; and after that what goes on waiting and may be waiting for what is erased.
    """
    left = list(facts)
    refused: dict[str, str] = {}
    waits: dict[str, Wait] = {}
    erased: set[str] = set()
    while True:
        judged, owned = _judged(left)
        away = set(judged.refused)
        refused.update(judged.refused)
        handed = transfers(judged, owned) if not away else ()
        taken = _taken_back(judged)
        if not away:
            away = {*_erased_by_messages(taken), *_erased_with_tenures(judged, owned, handed)}
            erased |= away
        if not away:
            idle = {digest: judged.held[digest] for digest in _idle(judged, owned)}
            away = set(idle)
            waits.update(idle)
        if not away:
            whole = replace(judged, refused=refused, held={**judged.held, **waits})
            withdrawn = frozenset([*taken, *_versions(judged, owned, RetractionManner.WITHDRAWN)])
            return Lasting(whole, owned, handed, frozenset(taken), withdrawn, frozenset(erased))
        left = [each for each in left if each.digest not in away]


def _idle(judged: Verdicts, owned: Tenures) -> Iterator[str]:
    """What waits for a message that may be erased, so that nobody who comes late can tell whose that was.

    A version is not put away: a true report would be hidden.
    """
    waiting = [each for digest, each in judged.facts.items() if digest in judged.held and each.unreadable is None]
    erasing = any(each.manner == RetractionManner.ERASED for each in owned.tombstones)
    wiped = {each.names for each in waiting if erases_one(each)}
    for each in waiting:
        never = each.names in wiped or (erasing and each.names not in judged.applied)
        if never and each.kind != PUBLISHED and not erases_one(each):
            yield each.digest


def _judged(facts: list[Fact]) -> tuple[Verdicts, Tenures]:
    """Judge, without waiting for a version that is erased: it never comes, or has nothing to say when it does.

    A tombstone that erases is its own proof that it is. So is one for the version alone, by the same force. Of a
    version that nobody names so it must come out that its tenure is erased; first it is taken to be so.
    """
    here = {each.digest for each in facts}
    wiped = {(each.names, each.force) for each in facts if erases_one(each)}
    named = [each for each in facts if _names_a_version(each) and each.names not in here]
    surely = {each.digest for each in named if _erases(each) or (each.names, each.force) in wiped}
    perhaps = {each.digest for each in named} - surely if any(_erases(each) for each in facts) else set[str]()
    while True:
        judged = verdicts(facts, surely | perhaps)
        owned = tenures(judged)
        wrongly = {
            digest
            for digest, each in judged.applied.items()
            if digest in perhaps and not owned.is_erased((each.tenure, each.force))
        }
        if not wrongly:
            return judged, owned
        perhaps -= wrongly


def erases_one(each: Fact) -> bool:
    """Whether a message erases one other."""
    return each.kind == MESSAGE_RETRACTED and each.code == RetractionManner.ERASED


def _names_a_version(each: Fact) -> bool:
    return each.unreadable is None and each.kind in (TRANSFER_REQUESTED, EPISODE_RETRACTED)


def _erases(each: Fact) -> bool:
    return each.kind == EPISODE_RETRACTED and each.code == RetractionManner.ERASED


def _taken_back(judged: Verdicts) -> dict[str, str]:
    """The messages that their senders took back, and how: erased where any of several says so."""
    taken: dict[str, str] = {}
    for each in judged.of(MESSAGE_RETRACTED):
        if each.names:
            erased = RetractionManner.ERASED in (each.code, taken.get(each.names))
            taken[each.names] = str(RetractionManner.ERASED if erased else RetractionManner.WITHDRAWN)
    return taken


def _erased_by_messages(taken: Mapping[str, str]) -> Iterator[str]:
    return (digest for digest, manner in taken.items() if manner == RetractionManner.ERASED)


def _erased_with_tenures(judged: Verdicts, owned: Tenures, handed: Iterable[Transfer]) -> Iterator[str]:
    """The versions of the tenures that are erased, and the words of their handovers.

    A request and an acceptance of it are never erased: by these alone somebody who comes late learns who owns it.
    """
    yield from _versions(judged, owned, RetractionManner.ERASED)
    for each in handed:
        if owned.is_erased((each.tenure, each.asker)):
            yield from (step.digest for step in each.steps if step.code != TransferAnswer.ACCEPTED)


def _versions(judged: Verdicts, owned: Tenures, manner: RetractionManner) -> Iterator[str]:
    for digest, each in judged.facts.items() if owned.covered else ():
        if each.kind == PUBLISHED and owned.covered.get((each.tenure, each.force)) == manner:
            yield digest
