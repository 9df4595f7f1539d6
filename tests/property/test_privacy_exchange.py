"""A marker at every place of every type of message goes through the exchange, and nothing that is said holds it.

What messages say is in the messages, and in what a ledger gives out as `document` and `body` for the officer. All else
is silent: receipts, audit events, findings, states, file names, and the repr of whatever holds the rest.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, event, given, settings
from test_privacy import MARKER, assert_silent, name_of, places, put, said_of_error, said_of_report, silent
from test_privacy_views import Marked, marked_episodes
from tests.bodies import BODIES, RECEIPT, SUBJECT, TIME

from missingpersons import cli, wire
from missingpersons.codes import Audience, AuditOperation, ReceiptOutcome
from missingpersons.exchange import keys, seal
from missingpersons.exchange.facts import fact
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.mailbox import Mailbox
from missingpersons.exchange.opening import open_message
from missingpersons.exchange.signature import SIGNATURE, sign, signed_bytes
from missingpersons.exchange.trust import Trust
from missingpersons.register.audit_events import audit_events
from missingpersons.register.store import Register
from missingpersons.views import view

pytestmark = pytest.mark.no_cover

__all__ = ["silent"]

NORTH = keys.new_key("test-north")
TRUST = Trust.of([NORTH.public])
VALUES: dict[str, Any] = {
    "as it is": MARKER,
    "as a pointer": f"/{MARKER}",
    "in words": f"Mx {MARKER} 7",
    "in a list": [MARKER],
    "in an object": {MARKER: {MARKER: MARKER}},
}


NAMED_FORCES = frozenset({("data", "force"), ("data", "to")})
"""Where a message names a force that it is for: by a code that is compared and shown, known here or not."""


@cache
def messages() -> tuple[bytes, ...]:
    """Each type of message with the marker at each of its places, rightly signed, about an episode of its own."""
    made = []
    for type_, body in BODIES.items():
        whole = seal.write_message(type_, SUBJECT, body, "test-north", time=TIME)
        for at, value in places(whole):
            inside = isinstance(value, dict)
            if not at or at == ("source",) or at[:2] in NAMED_FORCES or (at[:2] == ("data", "episode") and len(at) > 3):
                continue
            for kind, marked in [*VALUES.items(), *([("beside", {**value, MARKER: MARKER})] if inside else [])]:
                tree = put(whole, at, marked)
                if isinstance(tree["data"], dict) and at[0] != "subject":
                    tree = _of_its_own(tree, f"{type_} {name_of(at)} {kind}")
                made.append(wire.encode({**tree, SIGNATURE: sign(signed_bytes(tree), NORTH)}))
    return tuple(made)


def _of_its_own(tree: dict[str, Any], name: str) -> dict[str, Any]:
    subject = str(uuid5(NAMESPACE_URL, name))
    episode = tree["data"].get("episode")
    if isinstance(episode, dict) and episode.get("episode_id") == SUBJECT:
        tree = put(tree, ("data", "episode", "episode_id"), subject)
    return {**tree, "subject": subject}


@cache
def filled() -> Ledger:
    ledger = Ledger(trust=TRUST)
    for each in messages():
        ledger.receive(each)
    return ledger


def dumped(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False)


class TestTheTestItself:
    def test_the_marker_is_in_every_message_and_many_are_read_and_many_held(self) -> None:
        outcomes = Counter(str(open_message(each, TRUST).outcome) for each in messages())
        types = Counter(open_message(each, TRUST).type for each in messages())

        assert [each for each in messages() if MARKER.encode() not in each] == []
        assert types.keys() >= set(BODIES)
        assert outcomes["ok"] > 100
        assert outcomes["held"] > 300


class TestLedger:
    def test_opening_shows_nothing(self, silent: None) -> None:
        for each in messages():
            opened = open_message(each, TRUST)

            assert_silent(f"{opened!r} {opened!s} {fact(opened)!r}\n{said_of_report(opened.findings)}")

    def test_no_state_and_no_outcome_holds_it(self, silent: None) -> None:
        ledger = filled()
        for episode in ledger.episodes():
            state = ledger.state(episode)

            assert_silent(f"{state!r} {state!s} {dumped(state.as_dict())}")
            assert_silent(f"{state.claims!r} {state.sightings!r} {state.found!r} {state.held!r}")
        assert_silent(repr(ledger) + repr(ledger.unproven()) + repr(ledger.unplaced()) + repr(ledger.trusted))
        for data in messages():
            digest = open_message(data, TRUST).digest
            assert_silent(f"{ledger.outcome(digest)!r} {ledger.recipients(digest)} {ledger.addressed(digest)}")

    def test_no_receipt_holds_it(self, silent: None) -> None:
        for data in messages()[::3]:
            opened = open_message(data, TRUST)
            found = [{"code": each.code, **({"at": each.at} if each.at else {})} for each in opened.findings]
            outcome = ReceiptOutcome.OK if opened.outcome == "ok" else ReceiptOutcome.REFUSED
            body = {"message": opened.digest, "outcome": outcome, "findings": found}

            assert_silent(seal.seal_message(RECEIPT, opened.subject or SUBJECT, body, NORTH, time=TIME).decode())


class TestMailbox:
    def test_no_name_of_a_file_holds_it(self, tmp_path: Path, silent: None) -> None:
        box = Mailbox(tmp_path)
        for force in ("test-north", "test-south"):
            box.open_box(force)
        for each in messages()[::7]:
            box.put("test-south", each)
        for letter in list(box.letters("test-south"))[::2]:
            box.set_aside(letter)
            assert_silent(repr(letter))

        assert_silent("\n".join(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*")))


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("exchange") / "r.db"
    (path.parent / "some.ndjson").write_bytes(b"".join(each + b"\n" for each in messages()[::9]))
    with Register.create(path) as made:
        made.trust([NORTH.public])
        with made.writing():
            for number, each in enumerate(messages(), 1):
                receipt = made.receive(each, source=f"m.ndjson:{number}")

                assert_silent(f"{receipt!r} {receipt!s}\n{said_of_report(receipt.findings)}")
        yield made


class TestRegister:
    def test_neither_states_nor_what_is_held_hold_it(self, register: Register, silent: None) -> None:
        for episode in register.known():
            state = register.state(episode)

            assert_silent(f"{state!r} {dumped(state.as_dict())} {register.claims(episode)!r}")
        assert_silent(repr(register) + repr(register.held()))

    def test_nor_do_the_log_and_its_events(self, register: Register, silent: None) -> None:
        rows = [f"{each!r} {dumped(each.as_dict())}" for each in register.audit]
        events = [wire.dump(each).decode() for each in audit_events(register.audit, "test-north")]

        assert len(events) == len(rows) >= len(messages()) - 50
        assert_silent("\n".join([*rows, *events]))

    def test_nor_does_its_name_or_what_lies_beside_it(self, register: Register) -> None:
        (path,) = [row[2] for row in register.select("PRAGMA database_list")]

        assert_silent("\n".join(each.name for each in Path(path).parent.iterdir()))

    def test_commands_print_nothing_of_it(self, register: Register, tmp_path: Path, silent: None) -> None:
        (path,) = [row[2] for row in register.select("PRAGMA database_list")]
        some = Path(path).parent / "some.ndjson"
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "n.public.json").write_text(dumped(NORTH.public.as_dict()), encoding="utf-8")
        commands = [
            ["open", "--keys", str(tmp_path / "keys"), str(some), "--format", form, "--out", str(tmp_path / form)]
            for form in ("text", "json")
        ]
        commands += [["exchange", "state", "--register", path, each] for each in register.known()[::25]]
        for command in commands:
            result = CliRunner().invoke(cli.commands, command)

            assert result.exit_code in (0, 1), result.output
            assert_silent(f"{result.output}\n{said_of_error(result.exception) if result.exception else ''}")


class TestGeneratedEpisodes:
    """A marker at every leaf of generated episodes, published, kept, and disclosed to an audience."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(marked_episodes())
    def test_nothing_that_is_said_holds_one(self, tmp_path_factory: pytest.TempPathFactory, made: Marked) -> None:
        document = wire.dump(made.episode)
        key = keys.PrivateKey(replace(NORTH.public, force=made.episode.owner_force), NORTH.secret)
        message = seal.seal(document, key, time=TIME)
        trust = Trust.of([key.public])
        folder = tmp_path_factory.mktemp("exchange")
        ledger, box = Ledger(trust=trust), Mailbox(folder)
        box.open_box("test-south")

        opened = ledger.receive(message)
        box.put("test-south", message)
        state = ledger.state(made.episode.episode_id)
        # When a statement was last obtained is what the block is for.
        quality = {**json.loads(message)["data"]["quality"], "last_verified_at": None}
        said = [repr(each) for each in (opened, ledger, state, fact(opened), *box.letters("test-south"))]
        said += [json.dumps(state.as_dict()), json.dumps(quality)]
        with Register.create(folder / "r.db") as register:
            register.trust([key.public])
            said.append(repr(register.receive(message, source="invented")))
            with register.writing():
                for audience in Audience:
                    told = view(made.episode, audience)
                    register.audit.append(
                        AuditOperation.DISCLOSURE,
                        reason="encounter",
                        episodes=[made.episode.episode_id],
                        audiences=[Audience(told.audience)],
                    )
            said += [json.dumps(row.as_dict()) for row in register.audit]
            said += [wire.dump(each).decode() for each in audit_events(register.audit, made.episode.owner_force)]
        said += [str(each.relative_to(folder)) for each in folder.rglob("*")]

        markers = [each for each in made.at if isinstance(each, str) and len(each) > 7 and made.at[each] not in TOLD]
        assert opened.outcome == "ok"
        event("some markers" if markers else "none")
        assert sum('"audiences"' in each for each in said) >= 2 * len(Audience)
        assert [each for each in markers if each in "\n".join(said)] == []


TOLD = frozenset({"/episode_id", "/owner_force", "/recorded_at"})
"""What every state and receipt is by: which episode it is, whose, and of when."""
