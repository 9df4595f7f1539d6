"""The state that a set of messages amounts to: a fold, the same in any order, with any duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from missingpersons.codes import Status
from missingpersons.findings import Finding, finding


@dataclass(frozen=True, slots=True)
class Publication:
    """One version of an episode as a rightly signed message carried it. ``force`` is who signed."""

    message_id: str
    digest: str
    force: str
    episode_id: str
    tenure: int
    revision: int
    status: str
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one episode.

    ``claims`` are the versions that stand: of each force that claims the episode the newest, both sides of a
    fork, and what waits for its transfer. ``held`` says, by digest, why a message could not be applied yet;
    ``forks`` are the digests of versions that claim the same place with different content.
    """

    claims: tuple[Publication, ...]
    held: Mapping[str, str]
    forks: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]

    @property
    def current(self) -> Publication | None:
        """The claim that is listed first. Where there are several, it is no more than that: show them all."""
        return self.claims[0] if self.claims else None

    def doubts(self, claim: Publication) -> tuple[str, ...]:
        """The codes of what speaks against taking ``claim`` for the state of the episode."""
        first = [each for each in self.claims if each.tenure == 1]
        rivals = claim.tenure == 1 and any(each.force != claim.force for each in first)
        forked = any(claim.digest in each for each in self.forks)
        told = ((WAITS_FOR_TRANSFER, claim.digest in self.held), (TWO_OWNERS, rivals), (FORK, forked))
        return tuple(code for code, holds in told if holds)


WAITS_FOR_TRANSFER = "MP-X-011"
TWO_OWNERS = "MP-X-012"
FORK = "MP-X-013"

_MISSING_FIRST = (Status.OPEN, Status.LOCATED, Status.CANCELLED, Status.CLOSED)


def fold(publications: Iterable[Publication]) -> State:
    """The state of one episode. The same set gives the same state, whatever the order or the repeats.

    The first tenure is whoever's recorded the report. A later tenure needs an accepted transfer, and
    waits for it. Nobody here can tell which of several claims is right, so all of them stand. Those by
    which the person is missing come first: no claim and no fork hides somebody who may be missing.
    """
    ours = {each.digest: each for each in publications}
    held = {digest: WAITS_FOR_TRANSFER for digest, each in sorted(ours.items()) if each.tenure > 1}
    versions: dict[tuple[int, str, int], dict[bytes, Publication]] = {}
    for each in sorted(ours.values(), key=lambda one: one.digest):
        # The same content sealed twice is one version.
        versions.setdefault((each.tenure, each.force, each.revision), {}).setdefault(each.document, each)
    # The keys are in order, so the last of each tenure and force is its newest.
    newest = {(tenure, force): same for (tenure, force, _), same in sorted(versions.items())}
    claims = sorted((each for same in newest.values() for each in same.values()), key=_listed)
    forks = tuple(tuple(each.digest for each in same.values()) for _, same in sorted(versions.items()) if len(same) > 1)
    owners = {force for tenure, force in newest if tenure == 1}
    found = [finding(TWO_OWNERS)] if len(owners) > 1 else []
    found += [finding(FORK) for _ in forks]
    return State(tuple(claims), MappingProxyType(held), forks, tuple(found))


def _listed(claim: Publication) -> tuple[int, int, str, str]:
    return _MISSING_FIRST.index(Status(claim.status)), claim.tenure, claim.force, claim.digest
