"""What must hold when a world has come to rest. Each check looks at bytes, and reckons for itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from tests.scenarios.simulation.world import World

from missingpersons import wire
from missingpersons.exchange.journal import Journal
from missingpersons.exchange.ledger import Fate, Ledger
from missingpersons.exchange.opened import Opening
from missingpersons.exchange.signature import digest_of

FORK, TWO_OWNERS = "MP-X-013", "MP-X-012"


def states(ledger: Ledger) -> dict[str, bytes]:
    """What is compared: the bytes of every state."""
    return {each: wire.encode(ledger.state(each).as_dict()) for each in ledger.episodes()}


def check(world: World) -> Counter[str]:
    """Raise ``AssertionError`` for whatever does not hold, and give the figures."""
    ledgers = {force: each.store.ledger for force, each in world.machines.items()}
    honest = [data for each in world.machines.values() for data in each.said]
    reference = Ledger(world.root.public)
    for data in (*reversed(honest), world.newest):
        reference.trust(data) if data is world.newest else reference.receive(data)
    expected = states(reference)

    for force, ledger in ledgers.items():
        told = states(ledger)
        wrong = [each for each in told.keys() | expected.keys() if told.get(each) != expected.get(each)]
        assert not wrong, f"{force} knows {len(wrong)} episodes otherwise than whoever had the honest messages only"
    left = _check_boxes(world, ledgers)
    _check_disks(world, expected)
    _check_receipts(world, ledgers)
    refused = _check_hostile(world, ledgers)
    forks, disputes = _check_reported(honest, reference)
    return _figures(world, honest, reference, {"forks": forks, "disputes": disputes, "left unproven": left, **refused})


def _check_boxes(world: World, ledgers: dict[str, Ledger]) -> int:
    """What is left in a box is what nothing proves, and nothing else. How much of it there is."""
    left = [(force, letter.read()) for force in world.forces for letter in world.network.letters(force)]
    wrong = [force for force, data in left if ledgers[force].opened(data).outcome is not Opening.UNPROVEN]
    assert not wrong, f"{len(wrong)} letters were left that are proven"
    return len(left)


def _check_disks(world: World, expected: dict[str, bytes]) -> None:
    """What is on the disk is what the machine knows: some machines are started once more."""
    for force in world.random.sample(world.forces, 2):
        machine = world.machines[force]
        path = machine.store._path
        machine.store.close()
        with Journal(path, force, world.root.public) as again:
            assert states(again.ledger) == expected, f"{force} knows something else after a restart"


def _check_receipts(world: World, ledgers: dict[str, Ledger]) -> None:
    """Whatever a force ever said that it keeps, in any receipt that left it, it has."""
    robbed = world.robbed.force
    lost = [
        (force, digest)
        for force, digest in world.network.acknowledged
        if force != robbed and ledgers[force].outcome(digest).fate is Fate.UNKNOWN
    ]
    assert not lost, f"{len(lost)} messages were acknowledged and are not there"
    for force, machine in world.machines.items():
        for data in machine.said:
            digest = digest_of(wire.read_event(data).tree)
            missing = set(world.forces) - {force} - ledgers[force].settled(digest)
            assert not missing, f"{len(missing)} forces have not acknowledged a message of {force}"
            assert all(each.message(digest) for each in ledgers.values()), "not everybody has its bytes"


def _check_hostile(world: World, ledgers: dict[str, Ledger]) -> dict[str, int]:
    """Nothing that the thief signed counts, anywhere; and what a force may not say is refused, everywhere."""
    for digest in world.thief.forged:
        for ledger in ledgers.values():
            assert ledger.outcome(digest).fate in (Fate.UNKNOWN, Fate.VOID, Fate.UNPROVEN), "a forged message counts"
    meddled = {digest_of(wire.read_event(each).tree) for each in world.meddled}
    on_disk = {each for each in meddled if world.meddler.store.ledger.outcome(each).fate is not Fate.UNKNOWN}
    for digest in on_disk:
        for force, ledger in ledgers.items():
            fate = ledger.outcome(digest).fate
            assert fate is Fate.REFUSED, f"{force} has not refused what may not be said: {fate}"
    return {"forged": len(world.thief.forged), "unauthorised": len(on_disk), "strikes": world.thief.counts.total()}


def _check_reported(honest: list[bytes], reference: Ledger) -> tuple[int, int]:
    """Every fork and dispute that the bytes hold, reckoned without the fold, is said in the state that all share."""
    events = [wire.read_event(each).tree for each in honest]
    taken_back = {each["data"]["message"] for each in events if "message.retracted" in each["type"]}
    told = {each["subject"] for each in events if "episode.retracted" in each["type"]}
    handed = {
        each["subject"]
        for each in events
        if "transfer.answered" in each["type"] and each["data"]["answer"] == "accepted"
    }
    forks = disputes = 0
    for episode, places in _published(events, taken_back).items():
        state = reference.state(episode)
        if episode in told:
            continue
        for sides in places.values():
            digests = {min(each) for each in sides.values()}
            if len(digests) > 1:
                forks += 1
                assert digests in [set(each) for each in state.forks], "a fork is not reported"
                assert FORK in {each.code for each in state.findings}, "a fork is not reported"
        first = {force for tenure, force, _ in places if tenure == 1}
        if len(first) > 1 and episode not in handed:
            disputes += 1
            assert state.disputed, "a dispute is not reported"
            assert first == {force for _, force in state.owners}, "not every side of a dispute is shown"
            assert TWO_OWNERS in {each.code for each in state.findings}, "a dispute is not reported"
    return forks, disputes


def _published(
    events: list[dict[str, Any]], taken_back: set[str]
) -> dict[str, dict[tuple[int, str, int], dict[bytes, list[str]]]]:
    """By episode and place, the digests of the messages of each content."""
    places: dict[str, Any] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for each in events:
        if "episode.published" in each["type"] and digest_of(each) not in taken_back:
            told = each["data"]["episode"]
            place = (told["tenure"], told["owner_force"], told["revision"])
            places[each["subject"]][place][wire.encode(told)].append(digest_of(each))
    return places


def _figures(world: World, honest: list[bytes], reference: Ledger, more: dict[str, int]) -> Counter[str]:
    known = [reference.state(each) for each in reference.episodes()]
    counts: Counter[str] = Counter(world.network.counts)
    counts.update(more)
    counts["crashes"] += sum(each.crashes for each in world.machines.values())
    counts["deliveries"] += world.deliveries
    counts["messages"] += len(honest)
    counts["receipts"] += len(world.network.acknowledged)
    counts["episodes"] += len(known)
    counts["taken back"] += sum(each.retracted is not None for each in known)
    counts["held"] += sum(len(each.held) for each in known)
    for state in known:
        counts.update(f"transfers {each.state}" for each in state.transfers)
    counts["seconds of worlds"] += round(world.seconds)
    return counts
