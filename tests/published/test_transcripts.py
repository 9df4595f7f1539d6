"""The transcripts of the exchange: what comes, byte for byte, and what everybody comes to, in any order."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import pytest

from missingpersons.exchange.keys import PrivateKey, PublicKey
from missingpersons.exchange.ledger import Ledger
from missingpersons.exchange.opened import Opening
from missingpersons.exchange.signature import sign, verify
from missingpersons.findings import catalogue
from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.resources import schema

from .transcribing import Player, Step
from .transcripts import FOLDER, STORIES, files

Case = dict[str, Any]
FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
PARTS = ("outcomes", "states", "acknowledged", "recipients")


def _every_case() -> Iterator[Any]:
    for name, whole in FILES.items():
        for number, case in enumerate(whole["cases"]):
            yield pytest.param(whole, case, id=f"{name}-{number}")


EVERY_CASE = tuple(_every_case())
EVERY_STEP = [step for whole in FILES.values() for case in whole["cases"] for step in case["steps"]]


def data_of(step: dict[str, Any]) -> bytes:
    return Step("", tuple(step["bytes"])).data


def disagreements(whole: Case, case: Case) -> list[str]:
    """The steps after which something is otherwise than the case expects."""
    player = Player(PublicKey.from_dict(whole["root"]))
    wrong = []
    for step in case["steps"]:
        is_list = step["kind"] == "list"
        told = player.take(data_of(step), is_list=is_list, now=step.get("now"))
        if {"trusted" if is_list else "opened": told, **player.changes()} != step["expect"]:
            wrong.append(step["why"])
    return wrong


def at_the_end(case: Case) -> dict[str, Any]:
    """What is known when all has come: for each thing the last that was said of it."""
    end: dict[str, Any] = {part: {} for part in PARTS}
    for step in case["steps"]:
        for part in PARTS:
            end[part] |= step["expect"].get(part, {})
    return end


def received(whole: Case, steps: list[dict[str, Any]]) -> Ledger:
    ledger = Ledger(PublicKey.from_dict(whole["root"]))
    for step in steps:
        data = data_of(step)
        ledger.trust(data) if step["kind"] == "list" else ledger.receive(data)
    return ledger


@pytest.mark.parametrize(("whole", "case"), EVERY_CASE)
class TestReplayed:
    def test_every_step_comes_to_what_is_written(self, whole: Case, case: Case) -> None:
        assert disagreements(whole, case) == []

    def test_every_order_with_repeats_comes_to_the_same_end(self, whole: Case, case: Case) -> None:
        random = Random(6)
        end = at_the_end(case)
        orders = [case["steps"][::-1]]
        for _ in range(5):
            orders.append([*case["steps"], *random.choices(case["steps"], k=2)])
            random.shuffle(orders[-1])

        for order in orders:
            ledger = received(whole, order)
            assert {each: ledger.outcome(each).as_dict() for each in end["outcomes"]} == end["outcomes"]
            assert {each: ledger.state(each).as_dict() for each in end["states"]} == end["states"]
            assert {each: list(ledger.acknowledged(each)) for each in end["acknowledged"]} == end["acknowledged"]
            assert {each: list(ledger.recipients(each)) for each in end["recipients"]} == end["recipients"]
            assert set(ledger.episodes()) <= end["states"].keys()

    def test_dropping_what_is_erased_changes_no_end(self, whole: Case, case: Case) -> None:
        ledger = received(whole, case["steps"])

        ledger.compact()

        assert {each: ledger.state(each).as_dict() for each in ledger.episodes()} == {
            each: told for each, told in at_the_end(case)["states"].items() if each in ledger.episodes()
        }

    def test_has_the_form_that_implementers_are_told_of(self, whole: Case, case: Case) -> None:
        assert whole.keys() == {"why", "note", "root", "keys", "cases"}
        assert case.keys() == {"why", "steps"}
        for step in case["steps"]:
            told = "trusted" if step["kind"] == "list" else "opened"
            assert step.keys() - {"now"} == {"why", "kind", "bytes", "expect"}
            assert step["kind"] in ("list", "message")
            assert step["expect"].keys() - set(PARTS) == {told}

    def test_speaks_of_test_forces_only(self, whole: Case, case: Case) -> None:
        forces = {each["force"] for each in whole["keys"]}
        forces |= {each["owner"] for each in at_the_end(case)["states"].values() if "owner" in each}

        assert all(each.startswith("test-") for each in forces)


class TestNoticed:
    """A transcript that is wrong anywhere is found out."""

    @pytest.mark.parametrize("part", ["opened", "outcomes", "states"])
    def test_another_expectation(self, part: str) -> None:
        whole = copy.deepcopy(FILES["states"])
        case = whole["cases"][0]
        case["steps"][2]["expect"][part]["0" * 64] = {}

        assert disagreements(whole, case) == [case["steps"][2]["why"]]

    def test_another_byte(self) -> None:
        whole = copy.deepcopy(FILES["states"])
        case = whole["cases"][0]
        step = case["steps"][1]
        step["bytes"] = [step["bytes"][0].replace("Testley", "Testler")]

        assert step["why"] in disagreements(whole, case)

    def test_another_root(self) -> None:
        whole = {**FILES["states"], "root": FILES["states"]["keys"][0]}

        assert disagreements(whole, whole["cases"][0]) == [each["why"] for each in whole["cases"][0]["steps"]]


class TestCommitted:
    def test_is_what_would_be_written_now(self) -> None:
        assert dict(files()) == {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}

    def test_a_change_by_hand_is_noticed(self, tmp_path: Path) -> None:
        for path in FOLDER.iterdir():
            text = path.read_text(encoding="utf-8")
            (tmp_path / path.name).write_text(text.replace("test-south", "test-sauth", 1), encoding="utf-8")

        written = dict(files(tmp_path))

        assert [name for name, text in written.items() if text == (tmp_path / name).read_text(encoding="utf-8")] == []

    def test_a_signature_by_another_key_is_not_kept(self, tmp_path: Path) -> None:
        text = (FOLDER / "states.json").read_text(encoding="utf-8")
        south = next(each["kid"] for each in FILES["states"]["keys"] if each["force"] == "test-south")
        signature = next(
            json.loads(data_of(step))["mpsignature"]
            for step in EVERY_STEP
            if step["expect"].get("opened", {}).get("kid") == south
        )
        spoilt = f"{signature[:-4]}AAAA"
        (tmp_path / "states.json").write_text(text.replace(signature, spoilt), encoding="utf-8")

        written = dict(files(tmp_path))["states.json"]

        assert signature in text
        assert spoilt not in written


class TestWhole:
    """Every type, outcome, algorithm and code that an exchange may meet is in some transcript."""

    def test_every_type_of_message_comes(self) -> None:
        assert {step["expect"].get("opened", {}).get("type") for step in EVERY_STEP} >= set(MESSAGES)

    def test_every_outcome_of_opening_and_in_a_ledger_comes(self) -> None:
        opened = {step["expect"]["opened"]["outcome"] for step in EVERY_STEP if step["kind"] == "message"}
        fates = {told["outcome"] for step in EVERY_STEP for told in step["expect"].get("outcomes", {}).values()}

        assert opened == set(Opening)
        assert fates == {"applied", "held", "refused", "void", "unproven"}

    def test_every_code_of_messages_lists_and_states_comes(self) -> None:
        told = json.dumps([step["expect"] for step in EVERY_STEP])
        of_sealing = {"MP-X-014", "MP-X-015", "MP-X-016"}
        # Only whoever has dropped what was erased can have lost it: whoever keeps everything never says so.
        of_dropping = {"MP-X-069"}
        codes = {code for code in catalogue() if "MP-X-001" <= code < "MP-X-070"} - of_sealing - of_dropping

        assert len(codes) > 50
        assert [code for code in sorted(codes) if code not in told] == []

    def test_both_algorithms_prove_messages(self) -> None:
        alg = {each["kid"]: each["alg"] for whole in FILES.values() for each in whole["keys"]}

        assert {alg[each["kid"]] for step in EVERY_STEP if "kid" in (each := step["expect"].get("opened", {}))} == {
            "Ed25519",
            "ES256",
        }

    def test_all_that_is_read_fits_its_schema(self) -> None:
        validators = {name: jsonschema_rs.Draft202012Validator(schema(schema_name(name))) for name in MESSAGES}
        for step in EVERY_STEP:
            told = step["expect"].get("opened", {})
            if told.get("outcome") == "ok" and not told["findings"]:
                assert validators[told["type"]].is_valid(json.loads(data_of(step)))

    @pytest.mark.parametrize("name", STORIES)
    def test_the_halves_of_every_key_fit(self, name: str) -> None:
        whole = FILES[name]
        for each in (whole["root"], *whole["keys"]):
            public = PublicKey.from_dict(each)
            assert public.kid == each["kid"]
            assert verify(sign(b"x", PrivateKey(public, each["d"])), b"x", public)
        assert "tests" in whole["note"]
