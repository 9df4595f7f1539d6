"""The state that a set of messages amounts to: a fold, the same in any order, with any duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

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
    document: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one episode.

    ``current`` is the newest version; ``held`` says, by digest, why a message could not be applied yet;
    ``forks`` are the digests of versions that claim the same place with different content.
    """

    current: Publication | None
    held: Mapping[str, str]
    forks: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...]


WAITS_FOR_TRANSFER = "MP-X-011"
TWO_OWNERS = "MP-X-012"
FORK = "MP-X-013"


def fold(publications: Iterable[Publication]) -> State:
    """The state of one episode. The same set gives the same state, whatever the order or the repeats.

    The first tenure is whoever's recorded the report. A later tenure needs an accepted transfer, and
    waits for it. Where two forces claim the first tenure, both claims are kept and said, and until they
    settle it the claim of the first force by its code is shown: a rule, not a judgement.
    """
    ours = {each.digest: each for each in publications}
    held = {digest: WAITS_FOR_TRANSFER for digest, each in sorted(ours.items()) if each.tenure > 1}
    claims = [each for each in ours.values() if each.tenure == 1]
    if not claims:
        return State(None, MappingProxyType(held), (), ())
    owners = sorted({each.force for each in claims})
    for each in sorted(claims, key=lambda claim: claim.digest):
        if each.force != owners[0]:
            held[each.digest] = TWO_OWNERS
    versions = [each for each in claims if each.force == owners[0]]
    forks = _forks(versions)
    newest = max(each.revision for each in versions)
    current = min((each for each in versions if each.revision == newest), key=lambda each: each.digest)
    found = [finding(TWO_OWNERS)] if len(owners) > 1 else []
    found += [finding(FORK) for _ in forks]
    return State(current, MappingProxyType(held), forks, tuple(found))


def _forks(versions: list[Publication]) -> tuple[tuple[str, ...], ...]:
    contents: dict[int, dict[bytes, str]] = {}
    for each in sorted(versions, key=lambda version: version.digest):
        contents.setdefault(each.revision, {}).setdefault(each.document, each.digest)
    return tuple(tuple(sorted(same.values())) for _, same in sorted(contents.items()) if len(same) > 1)
