"""What must hold when a world has come to rest. Each check looks at bytes, and reckons for itself."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.scenarios.simulation.stores import Shelf
from tests.scenarios.simulation.world import World

from missingpersons import wire
from missingpersons.exchange.audience import audience
from missingpersons.exchange.facts import APART, Fact
from missingpersons.exchange.fold import TAKEN_BACK, fold_facts
from missingpersons.exchange.ledger import Fate, Ledger
from missingpersons.exchange.mailbox import Mailbox
from missingpersons.exchange.opened import Opening
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.state import State

FORK, TWO_OWNERS = "MP-X-013", "MP-X-012"


def states(ledger: Ledger | Shelf, meddled: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """What is compared: the bytes of every state.

    Of a message that is not here, or is erased, nobody can tell whose it was. What is said of it by those of
    ``meddled`` waits, or is a tombstone where nothing shows whose the episode is: that is left out, and nothing else.
    """
    told = {}
    for each in ledger.episodes():
        state = ledger.state(each)
        waiting = [held for held in state.held if held.digest in meddled]
        if waiting:
            assert all(_is_gone(ledger, held.waits_for) for held in waiting), "what could be judged is held"
            state = replace(state, held=tuple(held for held in state.held if held not in waiting))
        state = _without_tombstones(state, meddled)
        lied = waiting or state.tombstones != ledger.state(each).tombstones
        if lied and not any(value for name, value in state.as_dict().items() if name != "episode_id"):
            continue
        told[each] = wire.encode(state.as_dict())
    return told


def _without_tombstones(state: State, meddled: frozenset[str]) -> State:
    lies = [each for each in state.tombstones if each.digest in meddled]
    if not lies:
        return state
    assert not any(each.digest not in {held.digest for held in state.held} for each in state.claims), "a lie stands"
    left = tuple(each for each in state.tombstones if each not in lies)
    liars = {(each.tenure, each.force) for each in lies} - {(each.tenure, each.force) for each in left}
    return replace(
        state,
        tombstones=left,
        transfers=tuple(each for each in state.transfers if each.request not in meddled),
        owners=tuple(each for each in state.owners if each not in liars),
        retracted=state.retracted if left else None,
        findings=tuple(each for each in state.findings if left or each.code != TAKEN_BACK),
    )


def _is_gone(ledger: Ledger | Shelf, digest: str | None) -> bool:
    if digest is None:
        return False
    told = ledger.told(digest)
    return told is None or digest in ledger.state(told.subject).erased


def check(world: World) -> Counter[str]:
    """Raise ``AssertionError`` for whatever does not hold, and give the figures."""
    ledgers = {force: each.store.ledger for force, each in world.machines.items()}
    honest = [data for each in world.machines.values() for data in each.said]
    reference = Ledger(world.root.public)
    for data in (*reversed(honest), world.newest):
        reference.trust(data) if data is world.newest else reference.receive(data)
    expected = _expected(world, honest, reference)

    meddled = frozenset(digest_of(wire.read_event(each).tree) for each in world.meddled)
    lied = frozenset(str(wire.read_event(each).tree["subject"]) for each in world.meddled)
    for force, ledger in ledgers.items():
        # Whoever lies about what was not told to them knows their own lies, and is not asked.
        spared = lied if force == world.meddler.force else frozenset[str]()
        wrong = _otherwise(states(ledger, meddled), expected[force], spared)
        assert not wrong, f"{force} knows otherwise than whoever had the honest messages only: {wrong}"
    left = _check_boxes(world, ledgers)
    _check_receipts(world, ledgers, reference)
    refused = _check_hostile(world, ledgers, meddled)
    forks, disputes = _check_reported(honest, reference)
    logged = _check_disclosures(world)
    _check_disks(world, expected, meddled, lied)
    compared = sum(map(len, expected.values()))
    more = {"forks": forks, "disputes": disputes, "left unproven": left, "disclosures logged": logged, **refused}
    return _figures(world, honest, reference, {"states compared": compared, **more})


def _otherwise(
    told: dict[str, bytes], ours: dict[str, bytes], spared: frozenset[str]
) -> dict[str, dict[str, tuple[Any, Any]]]:
    """By episode, the parts of its state that are not as expected: what was told, and what should have been."""
    wrong = {}
    for each in (told.keys() | ours.keys()) - spared:
        if told.get(each) != ours.get(each):
            one, other = (json.loads(known.get(each, b"{}")) for known in (told, ours))
            parts = sorted(one.keys() | other.keys())
            wrong[each] = {part: (one.get(part), other.get(part)) for part in parts if one.get(part) != other.get(part)}
    return wrong


def _expected(world: World, honest: list[bytes], reference: Ledger) -> dict[str, dict[str, bytes]]:
    """By force and episode the bytes of what the honest messages come to that are its own or addressed to it."""
    facts = [reference.told(digest_of(wire.read_event(each).tree)) for each in honest]
    told: dict[str, dict[str, list[Fact]]] = {each: defaultdict(list) for each in world.forces}
    for each in facts:
        assert each is not None, "an honest message does not count"
        if each.kind not in APART:
            for force in {each.force, *_whom(world, each, reference)}:
                told[force][each.subject].append(each)
    folded: dict[tuple[str, frozenset[str]], bytes] = {}

    def state(episode: str, some: list[Fact]) -> bytes:
        name = (episode, frozenset(each.digest for each in some))
        if name not in folded:
            folded[name] = wire.encode(fold_facts(some, episode)[0].as_dict())
        return folded[name]

    return {force: {each: state(each, some) for each, some in known.items()} for force, known in told.items()}


def _whom(world: World, told: Fact, reference: Ledger) -> tuple[str, ...]:
    return audience(told, reference.told) or world.forces


def _check_boxes(world: World, ledgers: dict[str, Ledger | Shelf]) -> int:
    """What is left in a box is what nothing proves, and nothing else. How much of it there is."""
    left = [(each, letter.read()) for each in world.forces for letter in Mailbox(_folder(world, each)).letters(each)]
    assert all(data is not None for _, data in left), "half a letter was left"
    wrong = [force for force, data in left if ledgers[force].opened(data or b"").outcome is not Opening.UNPROVEN]
    assert not wrong, f"{len(wrong)} letters were left that are proven"
    return len(left)


def _folder(world: World, force: str) -> Path:
    return world.network.folder(force)


def _check_disks(
    world: World, expected: dict[str, dict[str, bytes]], meddled: frozenset[str], lied: frozenset[str]
) -> None:
    """What is on the disk is what the machine knows: the registers and some others are started once more."""
    registers = [each for each, machine in world.machines.items() if machine.has_register]
    for force in {*registers, *world.random.sample(world.forces, 2)}:
        machine = world.machines[force]
        machine.start_again()
        spared = lied if force == world.meddler.force else frozenset[str]()
        wrong = _otherwise(states(machine.store.ledger, meddled), expected[force], spared)
        assert not wrong, f"{force} knows something else after a restart: {wrong}"


def _check_disclosures(world: World) -> int:
    """Every register says of each message once to whom it went. How many rows there are.

    Whoever got it from the thief first, and said so, was sent nothing by the register.
    """
    rows = 0
    for force, machine in world.machines.items():
        ledger = machine.store.ledger
        if not isinstance(ledger, Shelf):
            continue
        log = ledger.register.audit
        assert log.verify().ok, "the audit log does not fit together"
        told = [(each.message, to) for each in log if each.operation == "disclosure" for to in each.recipients]
        assert len(told) == len(set(told)), "a disclosure was logged twice"
        digests = [digest_of(wire.read_event(each).tree) for each in machine.said]
        gone = {(each, to) for each in digests for to in ledger.settled(each) - {force} if _is_of(ledger, each)}
        assert gone - world.thief.replayed <= set(told), "something was disclosed that is not logged"
        rows += len(told)
    return rows


def _is_of(ledger: Shelf, digest: str) -> bool:
    told = ledger.told(digest)
    return told is not None and told.kind not in APART


def _check_receipts(world: World, ledgers: dict[str, Ledger | Shelf], reference: Ledger) -> None:
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
            told = reference.told(digest)
            assert told is not None
            whom = {force, *_whom(world, told, reference)}
            missing = whom - {force} - ledgers[force].settled(digest)
            erased = digest in reference.state(told.subject).erased
            # A register drops what it erases, and sends it to nobody who has not had it.
            gone = missing if erased and machine.has_register else set[str]()
            assert missing == gone, f"{len(missing)} forces have not acknowledged a message of {force}"
            without = [each for each in whom - gone if not ledgers[each].message(digest)]
            assert all(erased and world.machines[each].has_register for each in without), "not all have its bytes"


def _check_hostile(world: World, ledgers: dict[str, Ledger | Shelf], meddled: frozenset[str]) -> dict[str, int]:
    """Nothing that the thief signed counts, anywhere; and who can judge it refuses what a force may not say."""
    for digest in world.thief.forged:
        for ledger in ledgers.values():
            assert ledger.outcome(digest).fate in (Fate.UNKNOWN, Fate.VOID, Fate.UNPROVEN), "a forged message counts"
    on_disk = {each for each in meddled if world.meddler.store.ledger.outcome(each).fate is not Fate.UNKNOWN}
    waiting = 0
    for digest in on_disk:
        said = world.meddler.store.ledger.told(digest)
        assert said is not None
        for force in (set(said.to) or {*ledgers}) - {world.meddler.force}:
            found = ledgers[force].outcome(digest)
            # Of its own it may say what it likes: that the state is the same for it, is compared.
            if found.fate in (Fate.HELD, Fate.APPLIED) and _is_gone(ledgers[force], said.names):
                waiting += 1
            else:
                assert found.fate is Fate.REFUSED, (
                    f"{force} has not refused {said.kind}, which may not be said: {found.fate}"
                )
    return {
        "forged": len(world.thief.forged),
        "unauthorised": len(on_disk),
        "unauthorised, waits": waiting,
        "strikes": world.thief.counts.total(),
    }


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
    counts["unread"] += sum(each.unread for each in world.machines.values())
    counts["taken back"] += sum(each.retracted is not None for each in known)
    counts["held"] += sum(len(each.held) for each in known)
    for state in known:
        counts.update(f"transfers {each.state}" for each in state.transfers)
    counts["seconds of worlds"] += round(world.seconds)
    return counts
