"""The state that a set of messages amounts to: a fold, the same in any order, with any duplicates."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from missingpersons.exchange.authority import ABOUT_ANY, Node
from missingpersons.exchange.erasures import Erasures, erases_one
from missingpersons.exchange.facts import (
    CORRECTION,
    COUNTS,
    EPISODE_RETRACTED,
    FOUND,
    PUBLISHED,
    SIGHTING,
    Fact,
    fact,
)
from missingpersons.exchange.lasting import Lasting, lasting
from missingpersons.exchange.opened import Opened
from missingpersons.exchange.state import Correction, Held, Reported, State
from missingpersons.exchange.tenures import Tenures
from missingpersons.exchange.transfers import Transfer, enquiries
from missingpersons.exchange.verdicts import Verdicts
from missingpersons.exchange.versions import FORK, MISSING, NOT_ITS_OWN, Gap, Newest, Versions, versions
from missingpersons.findings import finding

TAKEN_BACK = "MP-X-067"
REVISIONS_MISSING = "MP-X-068"
CONTENT_LOST = "MP-X-069"


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

    What was emptied for an erasure that does not count any more, since its key is revoked, is as if it were not here,
    and a finding says so: it must be sent again. A version after which a later one of its tenure stands need not be.
    """
    here = every = list(told)
    while True:
        last = lasting(here)
        lost = {each.digest for each in here if each.hollow}.difference(last.erased)
        if not lost:
            state = _state(episode_id or next((each.subject for each in every), ""), last)
            missed = _missed(state.newest, every, {each.digest for each in here})
            found = (*state.findings, finding(CONTENT_LOST)) if missed else state.findings
            used = _used(state.newest, every, last.erased)
            return replace(state, findings=found, used=used, lost=missed), last.judged
        here = [each for each in here if each.digest not in lost]


def _state(episode_id: str, last: Lasting) -> State:
    judged, owned = last.judged, last.owned
    corrections = _corrections(judged, last.taken)
    found = _reported(judged, FOUND, last.taken)
    wrong = {each.message for each in corrections}
    told = versions(judged, owned, last.taken, found=bool(found), wrong=wrong)
    manners = {owned.covered[node] for node in owned.last} if owned.last and not owned.standing else set()
    return State(
        episode_id=episode_id,
        claims=told.claims,
        owners=owned.owners,
        newest=told.newest,
        transfers=last.handed,
        enquiries=enquiries(judged, last.taken),
        forks=told.forks,
        gaps=told.gaps,
        held=tuple(_held(judged, last.taken, last.gone)),
        sightings=_reported(judged, SIGHTING, last.taken),
        found=found,
        corrections=corrections,
        tombstones=owned.tombstones,
        retracted=min(manners) if manners else None,
        withdrawn=tuple(sorted(last.withdrawn)),
        erased=tuple(sorted(last.erased)),
        findings=tuple(finding(code) for code in sorted(_codes(owned, last.handed, told))),
        given_back=tuple(
            (each.tenure, each.force)
            for each in judged.facts.values()
            if each.kind == EPISODE_RETRACTED and each.unreadable is None
        ),
    )


def _missed(newest: Iterable[Newest], every: Iterable[Fact], here: Container[str]) -> tuple[str, ...]:
    """The messages of ``every`` that are not ``here``, and tell what nothing later does."""
    come = {(each.tenure, each.force): each.revision for each in newest}
    gone = (each for each in every if each.digest not in here)
    missed = (
        each for each in gone if each.kind != PUBLISHED or come.get((each.tenure, each.force), 0) <= each.revision
    )
    return tuple(sorted(each.digest for each in missed))


def _used(newest: Iterable[Newest], every: Iterable[Fact], erased: Container[str]) -> tuple[Newest, ...]:
    """``newest``, with the revisions that are or were erased: whoever knows their numbers does not use them again."""
    used = {(each.tenure, each.force): each.revision for each in newest}
    for each in every:
        if (each.hollow or each.digest in erased) and each.kind == PUBLISHED and each.unreadable is None:
            node = (each.tenure, each.force)
            used[node] = max(each.revision, used.get(node, 0))
    return tuple(Newest(*node, revision) for node, revision in sorted(used.items()))


def _reported(judged: Verdicts, kind: str, gone: Container[str]) -> tuple[Reported, ...]:
    return tuple(Reported(each.digest, each.force, each.body) for each in judged.of(kind) if each.digest not in gone)


def _corrections(judged: Verdicts, gone: Container[str]) -> tuple[Correction, ...]:
    return tuple(
        Correction(each.digest, each.force, each.names or "", each.replaced_by, each.at, each.reason)
        for each in judged.of(CORRECTION)
        if each.digest not in gone
    )


def _held(judged: Verdicts, taken: Container[str], gone: Erasures) -> Iterator[Held]:
    """What waits, and lasts.

    What erases a message that is not here has nothing left to do; nor has what a force says of a message of its own
    that it may have erased.
    """
    for digest, wait in judged.held.items():
        each = judged.facts[digest]
        idle = each.kind in ABOUT_ANY and (each.names not in judged.facts or each.names in judged.refused)
        gone_itself = idle and gone.may_be_gone(each.names or "", each.force)
        if digest not in taken and digest not in judged.beside and not erases_one(each) and not gone_itself:
            yield Held(each.digest, each.message_id, each.force, each.kind, wait.code, wait.waits_for)


def _codes(owned: Tenures, handed: Iterable[Transfer], told: Versions) -> Iterator[str]:
    """What is to be said of the episode as a whole, each once but for forks, of which each is said."""
    codes = {code for node in owned.standing for code in owned.disputes(node)}
    codes.update(code for each in handed for code in each.findings)
    codes.update(code for claim in told.claims for code in claim.doubts)
    shown = {(claim.tenure, claim.force) for claim in told.claims}
    unpublished = [each for each in told.gaps if (each.tenure, each.force) in owned.standing and _is_first(each, shown)]
    codes.update([NOT_ITS_OWN] if not shown.issuperset((*owned.standing, *owned.unseen)) else ())
    codes.update([REVISIONS_MISSING] if len(told.gaps) > len(unpublished) else ())
    # Where a version waits by which somebody is missing, nobody is told that none is.
    missing = any(claim.status in MISSING for claim in told.claims)
    codes.update([TAKEN_BACK] if owned.last and not owned.standing and not missing else ())
    # A fork that the claims show is among the forks.
    yield from codes - {FORK}
    yield from (FORK for _ in told.forks)


def _is_first(gap: Gap, shown: Container[Node]) -> bool:
    return gap.last == 1 and (gap.tenure, gap.force) not in shown
