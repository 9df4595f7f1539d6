"""Two forces, two registers and a handover, by the commands alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import wire
from missingpersons.cli import commands
from missingpersons.exchange.keys import new_key, new_root_key, save
from missingpersons.exchange.signature import digest_of

TIME = "2026-11-21T10:00:00Z"
NORTH, SOUTH = "test-north", "test-south"


class World:
    """Two forces with a key and a register each."""

    def __init__(self, folder: Path, good: dict[str, Any]) -> None:
        self.folder = folder
        for force in (NORTH, SOUTH):
            save(new_key(force), folder / "keys")
        for force in (NORTH, SOUTH):
            self.run("register", "init", self.register(force), "--keys", folder / "keys")
        self.episode = str(good["episode_id"])
        self.tree = {**good, "owner_force": NORTH, "revision": 1, "tenure": 1}
        (folder / "first.json").write_bytes(wire.encode(self.tree))
        self.sent = self.seal(NORTH, folder / "first.json")

    def register(self, force: str) -> Path:
        return self.folder / f"{force}.db"

    def key(self, force: str) -> Path:
        return self.folder / "keys" / f"{force}.private.json"

    def run(self, *words: object, status: int = 0) -> Result:
        result = CliRunner().invoke(commands, [str(each) for each in words], catch_exceptions=False)
        assert result.exit_code == status, result.output
        return result

    def seal(self, force: str, file: Path) -> dict[str, Any]:
        out = self.folder / "sealed.ndjson"
        after = self.register(force)
        self.run("seal", "--key", self.key(force), file, "--out", out, "--after", after, "--time", TIME)
        self.deliver(out)
        made: dict[str, Any] = json.loads(out.read_bytes())
        return made

    def say(self, force: str, *words: object) -> dict[str, Any]:
        """Say something as one force, and let both receive it."""
        out = self.folder / "said.json"
        given = ("--key", self.key(force), "--register", self.register(force), "--out", out, "--time", TIME)
        self.run("exchange", *words[:-1], self.episode, *words[-1], *given)
        self.deliver(out)
        made: dict[str, Any] = json.loads(out.read_bytes())
        return made

    def deliver(self, out: Path) -> None:
        for force in (NORTH, SOUTH):
            CliRunner().invoke(commands, ["register", "receive", str(self.register(force)), str(out)])

    def state(self, force: str = SOUTH) -> dict[str, Any]:
        told = self.run("exchange", "state", "--register", self.register(force), self.episode, "--format", "json")
        made: dict[str, Any] = json.loads(told.stdout)
        return made


@pytest.fixture
def world(tmp_path: Path, good: dict[str, Any]) -> World:
    return World(tmp_path, good)


ASK = ("--force", SOUTH, "--reason", "other", "--rationale", "Seen at the harbour twice.")


class TestHandover:
    def test_asked_accepted_and_published(self, world: World) -> None:
        world.say(NORTH, "transfer", "request", ASK)
        asked = world.state()
        accepted = world.say(SOUTH, "transfer", "accept", ())
        (world.folder / "theirs.json").write_bytes(wire.encode({**world.tree, "owner_force": SOUTH}))
        theirs = world.seal(SOUTH, world.folder / "theirs.json")
        told = world.state()

        assert (asked["owner"], [each["state"] for each in asked["transfers"]]) == (NORTH, ["proposed"])
        assert theirs["data"]["transfer"] == digest_of(accepted)
        assert (told["owner"], told["tenure"], told["current"]) == (SOUTH, 2, digest_of(theirs))
        assert told == world.state(NORTH)

    def test_refused_asked_again_and_withdrawn(self, world: World) -> None:
        world.say(NORTH, "transfer", "request", ASK)
        refused = world.say(SOUTH, "transfer", "refuse", ("--reason", "person_found"))
        world.say(NORTH, "transfer", "escalate", ("--rationale", "They were not.", "--role", "supervisor"))
        world.say(NORTH, "transfer", "withdraw", ())

        told = world.state()

        assert refused["data"]["to"] == [NORTH]
        assert (told["owner"], [each["state"] for each in told["transfers"]]) == (NORTH, ["withdrawn"])

    def test_lapsed(self, world: World) -> None:
        world.say(NORTH, "transfer", "request", (*ASK, "--answer-by", "2026-11-22T10:00:00Z"))
        world.say(NORTH, "transfer", "lapse", ())

        assert [each["state"] for each in world.state()["transfers"]] == ["lapsed"]

    def test_what_is_not_ready_is_said_and_not_sealed(self, world: World) -> None:
        tree = {**world.tree, "episode_id": "11111111-1111-4111-8111-111111111111", "assessments": []}
        (world.folder / "other.json").write_bytes(wire.encode(tree))
        world.seal(NORTH, world.folder / "other.json")
        given = ("--key", world.key(NORTH), "--register", world.register(NORTH))

        told = world.run("exchange", "transfer", "request", tree["episode_id"], *ASK, *given, status=1)

        assert told.stdout == ""
        assert "error" in told.stderr

    @pytest.mark.parametrize(
        ("option", "typed", "said"),
        [
            ("--reason", "believed_locaton", "list transfer_reasons; the nearest is believed_location: see"),
            ("--force", "test-soth", "list forces; the nearest is test-south: see"),
            ("--to", "zzzzzz", "list forces: see"),
            ("--role", "zzzzzz", "list roles: see"),
            ("--rank", "zzzzzz", "list ranks: see"),
        ],
    )
    def test_a_code_that_no_list_has_is_not_sealed(self, world: World, option: str, typed: str, said: str) -> None:
        given = ("--key", world.key(NORTH), "--register", world.register(NORTH))

        told = world.run("exchange", "transfer", "request", world.episode, *ASK, *given, option, typed, status=2)

        assert f"not a code of the {said} `missingpersons codes" in " ".join(told.stderr.split())
        assert typed not in told.stderr
        assert told.stdout == ""

    def test_nobody_answers_what_was_not_asked(self, world: World) -> None:
        given = ("--key", world.key(SOUTH), "--register", world.register(SOUTH))

        result = CliRunner().invoke(commands, ["exchange", "transfer", "accept", world.episode, *map(str, given)])

        assert "nobody has asked test-south" in str(result.exception)


class TestTelling:
    def test_an_enquiry_and_its_answer(self, world: World) -> None:
        world.say(NORTH, "enquiry", "ask", ("--force", SOUTH, "--action", "search_home", "--text", "Is anybody there?"))
        world.say(SOUTH, "enquiry", "answer", ("--outcome", "done", "--text", "Nobody."))

        (enquiry,) = world.state()["enquiries"]

        assert (enquiry["asked"], [each["code"] for each in enquiry["answers"]]) == (SOUTH, ["done"])

    def test_a_sighting_and_a_find(self, world: World) -> None:
        (world.folder / "seen.json").write_text(json.dumps({"text": "At the bus station."}))
        (world.folder / "found.json").write_text(json.dumps({"found_at": "2026-11-22T07:00:00Z"}))
        world.say(SOUTH, "sighting", (world.folder / "seen.json", "--reference", "S 1"))
        world.say(SOUTH, "found", (world.folder / "found.json",))

        told = world.state(NORTH)

        assert [each["force"] for each in (*told["sightings"], *told["found"])] == [SOUTH, SOUTH]
        assert "MP-X-065" in told["findings"]

    def test_a_correction_goes_to_whoever_received_it(self, world: World) -> None:
        world.say(NORTH, "transfer", "request", ASK)
        notice = world.say(NORTH, "correct", ("--reason", "inaccurate", "--at", "/episode/circumstances"))

        assert notice["data"]["to"] == [SOUTH]
        assert [each["message"] for each in world.state()["corrections"]] == [digest_of(world.sent)]

    def test_an_erasure_empties_every_register(self, world: World) -> None:
        world.say(NORTH, "retract", ("--manner", "erased", "--reason", "unlawful"))

        told = world.state()

        assert (told["owner"], told["retracted"], told["claims"]) == (NORTH, "erased", [])

    def test_one_message_is_taken_back(self, world: World) -> None:
        (world.folder / "seen.json").write_text(json.dumps({"text": "At the bus station."}))
        seen = world.say(SOUTH, "sighting", (world.folder / "seen.json",))
        world.say(SOUTH, "retract", ("--manner", "withdrawn", "--reason", "wrong_person", "--message", digest_of(seen)))

        told = world.state()

        assert (told["sightings"], told["withdrawn"]) == ([], [digest_of(seen)])

    def test_what_is_not_one_object_is_one_line(self, world: World) -> None:
        (world.folder / "seen.json").write_text("[1]")
        given = ("--key", world.key(SOUTH), "--register", world.register(SOUTH))
        words = ("exchange", "sighting", world.episode, world.folder / "seen.json", *given)

        result = CliRunner().invoke(commands, [*map(str, words)])

        assert str(result.exception) == "seen.json: not one JSON object"


class TestState:
    def test_in_words(self, world: World) -> None:
        world.say(NORTH, "transfer", "request", ASK)

        told = world.run("exchange", "state", "--register", world.register(SOUTH)).stdout

        assert f"{world.episode}: owned by test-north (tenure 1)" in told
        assert "transfer: test-north asked test-south: proposed" in told
        assert "harbour" not in told

    def test_an_episode_that_is_not_there_is_one_line(self, world: World) -> None:
        words = ("exchange", "state", "--register", world.register(SOUTH), "22222222-2222-4222-8222-222222222222")

        result = CliRunner().invoke(commands, [*map(str, words)])

        assert "nothing about an episode of that id" in str(result.exception)


class TestTrust:
    def test_a_list_of_keys_counts_instead_of_the_keys(self, world: World) -> None:
        from missingpersons.exchange.issuing import extended, sign_trust
        from missingpersons.exchange.keys import load_directory
        from missingpersons.exchange.trust import NOBODY

        root = new_root_key()
        _, public = save(root, world.folder / "root")
        keys = [each for each in load_directory(world.folder / "keys").values() if each.force == NORTH]
        (world.folder / "list.json").write_bytes(sign_trust(extended(NOBODY, keys), root, time=TIME))

        told = world.run(
            "register", "trust", world.register(SOUTH), "--trust", world.folder / "list.json", "--root", public
        )
        (world.folder / "seen.json").write_text(json.dumps({"text": "At the bus station."}))
        world.say(SOUTH, "sighting", (world.folder / "seen.json",))

        assert "1 key(s) trusted, of test-north" in told.stdout
        assert (world.state(SOUTH)["sightings"], len(world.state(NORTH)["sightings"])) == ([], 1)
