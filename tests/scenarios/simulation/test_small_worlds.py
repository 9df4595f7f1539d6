"""Three forces, a folder and little to say, in whatever order Hypothesis can think of."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.scenarios.simulation.checks import states
from tests.scenarios.simulation.desk import document
from tests.scenarios.simulation.stores import Disk, Fuse, SwitchedOffError

from missingpersons.codes import RetractionManner, TransferAnswer, TransferEnding
from missingpersons.exchange import handshake
from missingpersons.exchange.issuing import extended, revoked, sign_trust
from missingpersons.exchange.keys import PrivateKey, new_key, new_root_key
from missingpersons.exchange.ledger import Fate, Ledger
from missingpersons.exchange.mailbox import Letter, Mailbox
from missingpersons.exchange.seal import seal, seal_message, write_episode
from missingpersons.exchange.signature import digest_of
from missingpersons.exchange.sync import issue_receipt, share_trust, sync
from missingpersons.exchange.trust import NOBODY, read_trust
from missingpersons.findings import CannotRun

FORCES = ("test-north", "test-south", "test-east")
TIME = "2026-11-21T10:00:00Z"
ROOT = new_root_key()
KEYS = {each: new_key(each) for each in FORCES}
STOLEN = KEYS["test-east"]
NEW = new_key("test-east")
FIRST = sign_trust(extended(NOBODY, [each.public for each in KEYS.values()]), ROOT, time=TIME)
READY = {"profile": "transfer", "judged_as_of": TIME, "errors": 0, "warnings": 0, "advice": 0}
AT = ("in the middle of a write", "between two letters")

_forces = st.sampled_from(FORCES)
_places = st.integers(0, 3)


class SmallWorld(RuleBasedStateMachine):
    """Each force has a journal and a box. Nothing else passes between them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.mailbox = Mailbox(self.folder)
        self.keys: dict[str, PrivateKey] = dict(KEYS)
        self.fuses = {each: Fuse() for each in FORCES}
        self.said: list[bytes] = []
        self.forged: set[str] = set()
        self.number = 0
        self.newest = FIRST
        self.stores: dict[str, Disk] = {}
        for each in FORCES:
            self.mailbox.open_box(each)
            self._start(each)

    @initialize()
    def everybody_has_a_list_and_something_to_say(self) -> None:
        self.mailbox.put_trust(FIRST)
        for each in FORCES:
            self.stores[each].believe(FIRST)
            self.publishes(each, 0, 1, each)

    @rule(force=_forces, number=st.integers(0, 1), revision=st.integers(1, 3), giver=_forces)
    def publishes(self, force: str, number: int, revision: int, giver: str) -> None:
        self._say(force, seal(json.dumps(self._episode(force, giver, number, revision)), self.keys[force], time=TIME))

    @rule(force=_forces, other=_forces, place=_places, answer=st.sampled_from([*TransferAnswer, None]))
    def hands_over(self, force: str, other: str, place: int, answer: TransferAnswer | None) -> None:
        self._act(force, place, lambda state: handshake.ask_transfer(state, force, other, "other", "x", quality=READY))
        self.meets(force)
        if answer:
            self.meets(other)
            self._act(other, place, lambda state: handshake.answer_transfer(state, other, answer, reason="other"))

    @rule(force=_forces, place=_places, kind=st.sampled_from(["accepts", "ends", "sees", "withdraws", "erases"]))
    def says(self, force: str, place: int, kind: str) -> None:
        erased, withdrawn = RetractionManner.ERASED, RetractionManner.WITHDRAWN
        accepted, ended = TransferAnswer.ACCEPTED, TransferEnding.WITHDRAWN
        self._act(
            force,
            place,
            {
                "accepts": lambda state: handshake.answer_transfer(state, force, accepted, reason="other"),
                "ends": lambda state: handshake.end_transfer(state, force, ended),
                "sees": lambda state: handshake.report_sighting(state, {"text": f"Seen, {place}."}),
                "withdraws": lambda state: handshake.retract_episode(state, force, withdrawn, "other"),
                "erases": lambda state: handshake.retract_episode(state, force, erased, "other"),
            }[kind],
        )

    @rule(force=_forces)
    def meets(self, force: str) -> None:
        try:
            self._meet(force)
        except SwitchedOffError:
            self._start(force)

    @rule()
    def everybody_meets(self) -> None:
        for each in FORCES:
            self.meets(each)

    @rule(force=_forces, at=st.sampled_from(AT), left=st.integers(0, 2))
    def will_be_switched_off(self, force: str, at: str, left: int) -> None:
        self.fuses[force].set(at, left)

    @rule(force=_forces, to=_forces, place=_places, what=st.sampled_from(["lost", "comes again", "spoilt"]))
    def a_letter_is(self, force: str, to: str, place: int, what: str) -> None:
        for letter in self._letters(force)[place : place + 1]:
            data = letter.read() or b""
            if what == "lost":
                self.mailbox.remove(letter)
            elif what == "comes again":
                self.mailbox.put(to, data)
            else:
                self.mailbox.remove(letter)
                self.mailbox.put(force, data.replace(b'"mpsignature":"', b'"mpsignature":"A', 1))

    @rule(to=_forces, number=st.integers(0, 1), status=st.sampled_from(["closed", "cancelled"]))
    def a_thief_publishes(self, to: str, number: int, status: str) -> None:
        tree = self._episode(STOLEN.force, STOLEN.force, number, 4) | {"status": status, "circumstances": "Forged."}
        message = seal(json.dumps(tree), STOLEN, time=TIME)
        self.forged.add(digest_of(json.loads(message)))
        self.mailbox.put(to, message)

    @rule()
    def the_stolen_key_is_revoked(self) -> None:
        if self.newest is not FIRST:
            return
        before, _ = read_trust(FIRST, ROOT.public)
        assert before is not None
        mine = [digest_of(json.loads(each)) for each in self.said if STOLEN.force in json.loads(each)["source"]]
        keys = {each.key.kid: each for each in revoked(before, STOLEN.public.kid, "compromised", mine)}
        keys.update({each.key.kid: each for each in extended(NOBODY, [NEW.public])})
        self.newest = sign_trust(keys.values(), ROOT, time=TIME, after=before)
        self.keys[STOLEN.force] = NEW
        self.mailbox.put_trust(self.newest)

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        for store in self.stores.values():
            for message in store.outgoing(store.force):
                for other in store.ledger.acknowledged(message.digest):
                    assert self.stores[other].ledger.outcome(message.digest).fate is not Fate.UNKNOWN

    def teardown(self) -> None:
        self.the_stolen_key_is_revoked()
        self.fuses.update({each: Fuse() for each in FORCES})
        for each in FORCES:
            self._start(each)
        for _ in range(12):
            if sum(self._meet(each) for each in FORCES) == 0:
                break
        else:
            raise AssertionError("it does not come to rest")
        reference = Ledger(ROOT.public)
        reference.trust(self.newest)
        for each in reversed(self.said):
            reference.receive(each)
        for force, store in self.stores.items():
            assert states(store.ledger) == states(reference), force
            assert not [each for each in self.forged if store.ledger.outcome(each).fate is Fate.APPLIED]
            store.close()
        shutil.rmtree(self.folder)

    def _episode(self, force: str, giver: str, number: int, revision: int) -> dict:
        return document(force, f"T/26/{number + 1}", giver, revision=revision, tenure=1)

    def _start(self, force: str) -> None:
        if force in self.stores:
            self.stores[force].close()
        self.fuses[force] = Fuse()
        path = self.folder / f"{force}.journal"
        self.stores[force] = Disk(path, force, ROOT.public, self.fuses[force], Random(1))

    def _letters(self, force: str) -> list[Letter]:
        return list(self.mailbox.letters(force))

    def _act(self, force: str, place: int, doing) -> None:
        ledger = self.stores[force].ledger
        for episode in ledger.episodes()[place : place + 1]:
            try:
                said = doing(ledger.state(episode))
                if "quality" in said.body:
                    version = handshake.own_version(ledger.state(episode), force)
                    said.body["version"] = version.digest
            except CannotRun:
                continue
            body = {name: each for name, each in said.body.items() if name != "to"}
            if body.get("answer") == "accepted":
                del body["reason"]
            self._say(force, seal_message(said.type, said.subject, body, self.keys[force], time=TIME))
            if body.get("answer") == "accepted":
                self._publish_the_new_tenure(force, episode)

    def _publish_the_new_tenure(self, force: str, episode: str) -> None:
        state = self.stores[force].ledger.state(episode)
        tenure = state.tenure_of(force)
        if tenure and state.current:
            tree = json.loads(state.current.document) | {"owner_force": force, "tenure": tenure, "revision": 1}
            event = write_episode(json.dumps(tree), force, time=TIME)
            self._say(force, seal(json.dumps(event["data"]["episode"]), self.keys[force], time=TIME))

    def _say(self, force: str, message: bytes) -> None:
        try:
            self.stores[force].take(message)
            self.said.append(message)
        except SwitchedOffError:
            self._start(force)

    def _meet(self, force: str) -> bool:
        store, fuse = self.stores[force], self.fuses[force]

        def watch(letters):
            for each in letters:
                fuse.pass_("between two letters")
                yield each

        lists = share_trust(self.mailbox, store)
        done = sync(
            self.mailbox, store, force, lambda taken: issue_receipt(taken, self.keys[force], time=TIME), watch=watch
        )
        return bool(done.sent or done.receipts or any(lists))


TestSmallWorlds = pytest.mark.no_cover(SmallWorld.TestCase)
TestSmallWorlds.settings = settings(
    max_examples=30, stateful_step_count=30, suppress_health_check=list(HealthCheck), deadline=None
)
