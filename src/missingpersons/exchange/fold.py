"""The state that a set of messages amounts to: a fold, the same in any order, with any duplicates."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from missingpersons.codes import RetractionManner, TransferAnswer
from missingpersons.exchange.facts import (
    CORRECTION,
    COUNTS,
    FOUND,
    MESSAGE_RETRACTED,
    PUBLISHED,
    SIGHTING,
    Fact,
    fact,
)
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.state import Correction, Held, Reported, State
from missingpersons.exchange.tenures import Tenures, handed_unseen, tenures
from missingpersons.exchange.transfers import Transfer, enquiries, transfers
from missingpersons.exchange.verdicts import Node, Verdicts, verdicts
from missingpersons.exchange.versions import FORK, Gap, Versions, versions
from missingpersons.findings import finding

NOT_PUBLISHED_YET = "MP-X-064"
TAKEN_BACK = "MP-X-067"
REVISIONS_MISSING = "MP-X-068"


def fold(messages: Iterable[Opened]) -> State:
    """The state of the one episode that ``messages`` are about. The same set gives the same state.

    Messages whose sender is not proven or whose key does not count, receipts and batches are no part of it, and what a
    force may not say changes no byte of it. There is no clock in it, and nothing but ``messages`` is read.
    """
    return fold_facts(facts(messages))[0]


def facts(messages: Iterable[Opened]) -> list[Fact]:
    """What the fold has to know of those of ``messages`` that count."""
    told = (fact(each) for each in messages if each.outcome in COUNTS)
    return [each for each in told if each is not None]


def fold_facts(told: Iterable[Fact], episode_id: str = "") -> tuple[State, Verdicts]:
    """The state, and what became of each message. Every fact is about one episode.

    What was emptied for an erasure that does not count any more, since its key is revoked, is as if it were not here:
    it must be sent again.
    """
    here = list(told)
    while True:
        judged = verdicts(here)
        owned = tenures(judged)
        handed = transfers(judged)
        gone = _gone(judged, owned, handed)
        lost = {digest for digest, each in judged.facts.items() if each.hollow}.difference(gone.erased)
        if not lost:
            return _state(episode_id, judged, owned, handed, gone), judged
        here = [each for each in here if each.digest not in lost]


@dataclass(frozen=True, slots=True)
class _Gone:
    """The digests of what was taken back. ``taken`` are those that their own senders took back one by one."""

    taken: frozenset[str]
    withdrawn: frozenset[str]
    erased: frozenset[str]


def _state(episode_id: str, judged: Verdicts, owned: Tenures, handed: tuple[Transfer, ...], gone: _Gone) -> State:
    corrections = _corrections(judged, gone.taken)
    found = _reported(judged, FOUND, gone.taken)
    wrong = {each.message for each in corrections}
    told = versions(judged, owned, gone.taken, found=bool(found), wrong=wrong)
    manners = {owned.covered[node] for node in owned.last} if owned.last and not owned.standing else set()
    return State(
        episode_id=episode_id or next((each.subject for each in judged.facts.values()), ""),
        claims=told.claims,
        owners=owned.owners or handed_unseen(judged, gone.taken),
        newest=told.newest,
        transfers=handed,
        enquiries=enquiries(judged, gone.taken),
        forks=told.forks,
        gaps=told.gaps,
        held=_held(judged, gone.taken),
        sightings=_reported(judged, SIGHTING, gone.taken),
        found=found,
        corrections=corrections,
        tombstones=owned.tombstones,
        retracted=min(manners) if manners else None,
        withdrawn=tuple(sorted(gone.withdrawn)),
        erased=tuple(sorted(gone.erased)),
        findings=tuple(finding(code) for code in sorted(_codes(owned, handed, told))),
    )


def _gone(judged: Verdicts, owned: Tenures, handed: Iterable[Transfer]) -> _Gone:
    taken = _taken_back(judged)
    gone: dict[str, set[str]] = {str(each): set() for each in RetractionManner}
    for digest, manner in (*taken.items(), *_covered(judged, owned, handed)):
        gone[manner].add(digest)
    erased = frozenset(gone[RetractionManner.ERASED])
    return _Gone(frozenset(taken), frozenset(gone[RetractionManner.WITHDRAWN]) - erased, erased)


def _taken_back(judged: Verdicts) -> dict[str, str]:
    """The messages that their senders took back, and how: erased where any of several says so."""
    taken: dict[str, str] = {}
    for each in judged.of(MESSAGE_RETRACTED):
        if each.names:
            erased = RetractionManner.ERASED in (each.code, taken.get(each.names))
            taken[each.names] = str(RetractionManner.ERASED if erased else RetractionManner.WITHDRAWN)
    return taken


def _covered(judged: Verdicts, owned: Tenures, handed: Iterable[Transfer]) -> Iterator[tuple[str, str]]:
    """The messages that a tombstone covers: versions of the tenures taken back, and the words of their handovers.

    A request and an acceptance of it are never erased: by these alone somebody who comes late learns who owns it.
    """
    for digest, each in judged.facts.items() if owned.covered else ():
        manner = owned.covered.get((each.tenure, each.force))
        if each.kind == PUBLISHED and manner and digest not in judged.refused:
            yield digest, manner
    for transfer in handed:
        version = judged.applied[transfer.version]
        if owned.covered.get((version.tenure, version.force)) == RetractionManner.ERASED:
            words = (each.digest for each in transfer.steps if each.code != TransferAnswer.ACCEPTED)
            yield from ((digest, str(RetractionManner.ERASED)) for digest in words)


def _reported(judged: Verdicts, kind: str, gone: Container[str]) -> tuple[Reported, ...]:
    return tuple(Reported(each.digest, each.force, each.body) for each in judged.of(kind) if each.digest not in gone)


def _corrections(judged: Verdicts, gone: Container[str]) -> tuple[Correction, ...]:
    return tuple(
        Correction(each.digest, each.force, each.names or "", each.replaced_by, each.at, each.reason)
        for each in judged.of(CORRECTION)
        if each.digest not in gone
    )


def _held(judged: Verdicts, gone: Container[str]) -> tuple[Held, ...]:
    told: Mapping[str, Fact] = judged.facts
    return tuple(
        Held(digest, told[digest].message_id, told[digest].force, told[digest].kind, wait.code, wait.waits_for)
        for digest, wait in judged.held.items()
        if digest not in gone
    )


def _codes(owned: Tenures, handed: Iterable[Transfer], told: Versions) -> Iterator[str]:
    """What is to be said of the episode as a whole, each once but for forks, of which each is said."""
    codes = {code for node in owned.standing for code in owned.disputes(node)}
    codes.update(code for each in handed for code in each.findings)
    codes.update(code for claim in told.claims for code in claim.doubts)
    shown = {(claim.tenure, claim.force) for claim in told.claims}
    unpublished = [each for each in told.gaps if (each.tenure, each.force) in owned.standing and _is_first(each, shown)]
    codes.update([NOT_PUBLISHED_YET] if unpublished else ())
    codes.update([REVISIONS_MISSING] if len(told.gaps) > len(unpublished) else ())
    codes.update([TAKEN_BACK] if owned.last and not owned.standing else ())
    # A fork that the claims show is among the forks.
    yield from codes - {FORK}
    yield from (FORK for _ in told.forks)


def _is_first(gap: Gap, shown: Container[Node]) -> bool:
    return gap.last == 1 and (gap.tenure, gap.force) not in shown
