"""Opens what nobody ever sealed, for as long as is asked for: ``python -m tests.property.opening SECONDS [SEED]``.

Messages of every type, batches and lists of keys are sealed and then spoilt: bits turned, cut short, put together,
spelt otherwise, their trees changed, their signatures dressed up. Nothing may raise, and nothing that says something
else than what was sealed may open. The seed is printed with whatever is found, and gives it again.
"""

from __future__ import annotations

import base64
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests.bodies import BATCH as BATCH_TYPE
from tests.bodies import BODIES, SUBJECT, TIME

from missingpersons import wire
from missingpersons.exchange.batch import seal_batches
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import ALGORITHMS, new_key, new_root_key
from missingpersons.exchange.opened import Opened, Opening
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.seal import seal_message, write_message
from missingpersons.exchange.signature import BATCH, SIGNATURE, sign, signed_bytes
from missingpersons.exchange.trust import NOBODY, Trust, read_trust

NORTH = {alg: new_key("test-north", alg) for alg in ALGORITHMS}
SOUTH = new_key("test-south")
ROOT = new_root_key()

Chance = random.Random
Spoilt = Callable[[bytes, Chance], bytes]

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, "", "x", "\ud800", "\u0000", "é" * 50, [], {}, [[]], {"": {}}, "A" * 5000,
    "2026-02-30T00:00:00Z", "0" * 64, "0" * 64 + ".0", "urn:missingpersons:force:test-south", {"type": "x"}, [None],
)  # fmt: skip
HEADS: tuple[Any, ...] = (
    {"alg": "none"}, {"alg": "HS256"}, {"alg": "EdDSA"}, {"alg": "ES256"}, {"alg": "Ed25519"}, {"crit": ["b64"]},
    {"b64": False}, {"jwk": {}}, {"kid": None}, {"kid": []}, {"kid": {}}, {"kid": ""}, {"kid": "A" * 43}, {"alg": None},
    {"alg": []}, {"alg": {}}, {"typ": "x"}, [], "x", 1, None, [["alg", "Ed25519"], ["kid", "x"]],
)  # fmt: skip


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    done, outcomes = fuzzed(seed, until=time.monotonic() + seconds)
    print(f"{done} turns in {seconds:.0f} s, seed {seed}: nothing raised, nothing changed was opened")
    for outcome, number in sorted(outcomes.items()):
        print(f"  {outcome}: {number}")
    return 0


def fuzzed(seed: int, *, turns: int | None = None, until: float = 0) -> tuple[int, Counter[str]]:
    """Spoil and open for so many turns, or until a time comes. How many there were, and what became of them."""
    chance = Chance(seed)
    sealed, batches, lists, trusts = _sealed()
    true = {opened.digest: opened for opened in (open_message(each, trusts[0], batches) for each in sealed)}
    outcomes: Counter[str] = Counter()
    done = 0
    while done < turns if turns is not None else time.monotonic() < until:
        done += 1
        state = chance.getstate()
        try:
            if chance.random() < 0.2:
                outcomes[_one_list(chance.choice(lists), chance, trusts)] += 1
            else:
                outcomes[_one_message(chance.choice(sealed), chance, trusts, batches, true)] += 1
        except BaseException:
            chance.setstate(state)
            print(f"seed {seed}, turn {done}", file=sys.stderr)
            raise
    return done, outcomes


def _sealed() -> tuple[list[bytes], dict[str, Opened], list[bytes], list[Trust]]:
    """Messages, the batches that some of them are in, lists of keys, and what may be trusted."""
    alone = [
        seal_message(type_, SUBJECT, body, key, time=TIME) for type_, body in BODIES.items() for key in NORTH.values()
    ]
    written = [
        write_message(type_, SUBJECT, body, "test-north", time=TIME)
        for type_, body in BODIES.items()
        if type_ != BATCH_TYPE
    ]
    listing, *listed = seal_batches(written, NORTH["Ed25519"], time=TIME)
    first = sign_trust(extended(NOBODY, [*(key.public for key in NORTH.values()), SOUTH.public]), ROOT, time=TIME)
    trust, _ = read_trust(first, ROOT.public)
    assert trust is not None
    opened = open_message(listing, trust)
    keys = revoked(trust, NORTH["Ed25519"].public.kid, "compromised", [opened.digest])
    second = sign_trust(keys, ROOT, time=TIME, after=trust)
    later, _ = read_trust(second, ROOT.public)
    assert later is not None
    return [*alone, listing, *listed], {opened.digest: opened}, [first, second], [trust, later, NOBODY]


def _one_message(
    data: bytes, chance: Chance, trusts: list[Trust], batches: Mapping[str, Opened], true: Mapping[str, Opened]
) -> str:
    resigned = chance.random() < 0.25
    spoilt = _resigned(data, chance) if resigned else _spoilt(data, chance)
    opened = open_message(spoilt, chance.choice(trusts), chance.choice([batches, {}]))
    assert isinstance(opened, Opened)
    assert opened.outcome in Opening
    assert (opened.force is None) is (opened.outcome in (Opening.REFUSED, Opening.UNPROVEN))
    assert bool(opened.findings) or opened.outcome is Opening.OK
    if opened.outcome is Opening.OK and not resigned:
        # Only another spelling of what was sealed may be opened.
        assert opened.digest in true
        assert opened.body == true[opened.digest].body
    return str(opened.outcome)


def _one_list(data: bytes, chance: Chance, trusts: list[Trust]) -> str:
    read, found = read_trust(_spoilt(data, chance), ROOT.public)
    assert (read is None) is not found.ok
    if read is not None:
        assert read.digest in {each.digest for each in trusts}
    return "list read" if read else "list refused"


def _spoilt(data: bytes, chance: Chance) -> bytes:
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        data = chance.choice(SPOILERS)(data, chance)
    return data


def _bits(data: bytes, chance: Chance) -> bytes:
    turned = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8]) if turned else 0):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def _cut(data: bytes, chance: Chance) -> bytes:
    return data[chance.randrange(20) if chance.random() < 0.3 else 0 : chance.randrange(len(data) + 1)]


def _doubled(data: bytes, chance: Chance) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[start:end][:200] + data[place:]


def _noise(data: bytes, chance: Chance) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.randbytes(chance.randrange(8)) + data[place + chance.randrange(8) :]


def _tokens(data: bytes, chance: Chance) -> bytes:
    """A piece of JSON where none was."""
    pieces = [
        b"null",
        b"{}",
        b"[]",
        b'"',
        b",",
        b":",
        b"\\u0000",
        b"\\ud800",
        b"-0",
        b"1e400",
        b"NaN",
        b"\xff",
        b"\\",
        b"[" * 90,
    ]
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(pieces) + data[place + chance.choice([0, 0, 1, 4]) :]


def _tree(data: bytes, chance: Chance) -> bytes:
    tree = _loaded(data)
    return _dumped(_changed(tree, chance), chance) if tree is not None else data


def _twice(data: bytes, chance: Chance) -> bytes:
    tree = _loaded(data)
    if not isinstance(tree, dict) or not tree:
        return data
    name = chance.choice(sorted(tree))
    return data.rstrip()[:-1] + b"," + _dumped({name: chance.choice([tree[name], *ODD])}, chance)[1:]


def _spelling(data: bytes, chance: Chance) -> bytes:
    tree = _loaded(data)
    return data if tree is None else json.dumps(tree, indent=chance.choice([None, 1]), ensure_ascii=True).encode()


def _header(data: bytes, chance: Chance) -> bytes:
    tree = _loaded(data)
    if not isinstance(tree, dict) or not isinstance(tree.get(SIGNATURE), str):
        return data
    head, _, tail = tree[SIGNATURE].partition("..")
    told = chance.choice(HEADS)
    try:
        was = json.loads(base64.urlsafe_b64decode(head + "=="))
    except ValueError:
        return data
    made = {**was, **told} if isinstance(told, dict) and isinstance(was, dict) else told
    text = json.dumps(made) if chance.random() < 0.8 else json.dumps(made)[:-1] + ',"alg":"Ed25519"}'
    tree[SIGNATURE] = f"{base64.urlsafe_b64encode(text.encode()).decode().rstrip('=')}..{tail}"
    return _dumped(tree, chance)


def _base64(data: bytes, chance: Chance) -> bytes:
    tree = _loaded(data)
    if not isinstance(tree, dict) or not isinstance(tree.get(SIGNATURE), str) or not tree[SIGNATURE]:
        return data
    text = tree[SIGNATURE]
    place = chance.randrange(len(text))
    letter = chance.choice("ABgwQ_-+/=. \n\u00e9\u0661.")
    head, tail = text[:place], text[place:]
    tree[SIGNATURE] = chance.choice([
        head + letter + tail[1:], head + letter + tail, head + tail[1:], text + letter, text[:-1] + letter,
        text.replace("..", "." + letter + "."), text.replace("-", "+").replace("_", "/"),
    ])  # fmt: skip
    return _dumped(tree, chance)


def _placed(data: bytes, chance: Chance) -> bytes:
    """Another place in a batch, or one where there was none."""
    tree = _loaded(data)
    if not isinstance(tree, dict):
        return data
    place = tree.get(BATCH)
    name = place.partition(".")[0] if isinstance(place, str) else "0" * 64
    tree[BATCH] = chance.choice([f"{name}.{chance.randrange(20)}", name, f"{name}.", f"{name}.{10**6}", *ODD])
    if chance.random() < 0.5:
        tree.pop(SIGNATURE, None)
    return _dumped(tree, chance)


SPOILERS: tuple[Spoilt, ...] = (
    _bits, _cut, _doubled, _noise, _tokens, _tree, _tree, _twice, _spelling, _header, _base64, _placed,
)  # fmt: skip


def _resigned(data: bytes, chance: Chance) -> bytes:
    """A message that its own sender spoilt and then signed: nothing is wrong with its signature."""
    tree = _loaded(data)
    for _ in range(chance.choice([1, 1, 2, 4])):
        tree = _changed(tree, chance)
    if not isinstance(tree, dict):
        return _dumped(tree, chance)
    tree.pop(BATCH, None)
    try:
        tree[SIGNATURE] = sign(signed_bytes(tree), chance.choice([*NORTH.values(), SOUTH]))
        return wire.encode(tree)
    except (ValueError, TypeError, RecursionError):
        # Half a character, or no number: nobody can sign that either.
        return _dumped(tree, chance)


def _changed(tree: Any, chance: Chance) -> Any:
    """The tree, which is the caller's own, with one thing in it another, somewhere."""
    places = list(_places(tree))
    if not places:
        return _copied(chance.choice(ODD))
    # What is near the top is most of what is looked at first.
    parent, name = chance.choice(places[:12] if chance.random() < 0.5 else places)
    match chance.randrange(5):
        case 0:
            del parent[name]
        case 1 if isinstance(parent, dict):
            parent[chance.choice(["", "x", "é", "\ud83d\ude00", "mpbatch", "type", "a" * 300, "\ud800"])] = _copied(
                chance.choice(ODD)
            )
        case 2:
            parent[name] = _nested(chance.choice([3, 150, 190, 300]))
        case _:
            parent[name] = _copied(chance.choice([*ODD, chance.choice(places)[0]]))
    return tree


def _copied(value: Any) -> Any:
    try:
        return json.loads(json.dumps(value))
    except RecursionError:
        return 1


def _nested(depth: int) -> Any:
    tree: Any = 1
    for _ in range(depth):
        tree = [tree]
    return tree


def _places(tree: Any) -> Any:
    waiting = [tree]
    while waiting:
        part = waiting.pop(0)
        for name in list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ():
            yield part, name
            waiting.append(part[name])


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _dumped(tree: Any, chance: Chance) -> bytes:
    try:
        text = json.dumps(tree, ensure_ascii=chance.random() < 0.5, separators=(",", ":"))
    except RecursionError:
        return b"[" * 2000
    return text.encode("utf-8", "surrogatepass")


if __name__ == "__main__":
    sys.exit(main())
