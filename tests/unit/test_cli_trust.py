"""The command line on lists of keys and on batches: made, followed, revoked, and opened in any order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from missingpersons import cli
from missingpersons.exchange.keys import load_public
from missingpersons.findings import CannotRun
from missingpersons.testing import Generator

TIME = "2026-11-14T10:00:00Z"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.commands, [str(each) for each in arguments])


def done(*arguments: str | Path) -> Result:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result


def told(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder with two forces' keys, a root's, the first list of keys, and five episodes of test-north."""
    done("keys", "new", "--force", "test-north", "--out", tmp_path / "keys")
    done("keys", "new", "--force", "test-south", "--alg", "ES256", "--out", tmp_path / "keys")
    done("keys", "root", "--out", tmp_path / "root")
    keys = sorted((tmp_path / "keys").glob("*.public.json"))
    done("keys", "trust", "new", *keys, *signed(tmp_path), "--out", tmp_path / "1.json")
    owned = (json.loads(each) | {"owner_force": "test-north"} for each in Generator(seed=1).documents(5))
    (tmp_path / "five.ndjson").write_text("\n".join(map(json.dumps, owned)), "utf-8")
    return tmp_path


def signed(there: Path) -> list[str | Path]:
    return ["--root", there / "root/root.private.json", "--time", TIME]


def root(there: Path) -> list[str | Path]:
    return ["--root", there / "root/root.public.json"]


def north(there: Path) -> str:
    return load_public(there / "keys/test-north.public.json").kid


class TestMade:
    def test_says_its_serial_and_its_keys(self, there: Path) -> None:
        (first,) = told(done("keys", "trust", "verify", there / "1.json", *root(there), "--format", "json"))

        assert (first["serial"], first["findings"]) == (1, [])
        assert {(each["force"], each["alg"]) for each in first["keys"]} == {
            ("test-north", "Ed25519"),
            ("test-south", "ES256"),
        }

    def test_as_a_table(self, there: Path) -> None:
        shown = done("keys", "trust", "verify", there / "1.json", *root(there)).stdout

        assert "serial 1, digest " in shown
        assert "test-south" in shown

    def test_the_next_gives_a_key_its_bounds(self, there: Path) -> None:
        key = there / "keys/test-north.public.json"
        bounds = ["--valid-from", "2026-01-01T00:00:00Z", "--valid-until", "2026-06-01T00:00:00+01:00"]
        done("keys", "trust", "extend", there / "1.json", key, *bounds, *signed(there), "--out", there / "2.json")

        result = done("keys", "trust", "verify", there / "2.json", there / "1.json", *root(there), "--format", "json")

        (newest,) = told(result)
        bound = {each["force"]: (each["valid_from"], each["valid_until"]) for each in newest["keys"]}
        assert newest["serial"] == 2
        assert bound == {
            "test-north": ("2026-01-01T00:00:00+00:00", "2026-06-01T00:00:00+01:00"),
            "test-south": (None, None),
        }

    def test_two_with_one_serial_are_said(self, there: Path) -> None:
        for name, until in (("a.json", "2027-01-01T00:00:00Z"), ("b.json", "2028-01-01T00:00:00Z")):
            key = there / "keys/test-north.public.json"
            arguments = ["--valid-until", until, *signed(there), "--out", there / name]
            done("keys", "trust", "extend", there / "1.json", key, *arguments)

        result = run("keys", "trust", "verify", there / "a.json", there / "b.json", *root(there))

        assert result.exit_code == 1
        assert "[MP-X-032]" in result.stdout

    def test_of_another_root_is_said(self, there: Path) -> None:
        done("keys", "root", "--alg", "ES256", "--out", there / "other")

        result = run("keys", "trust", "verify", there / "1.json", "--root", there / "other/root.public.json")

        assert result.exit_code == 1
        assert "1.json: error: /mpsignature: The list of keys is not signed with the root key" in result.stdout
        assert "no list: nobody is trusted" in result.stdout


class TestNotMade:
    def test_by_a_forces_key(self, there: Path) -> None:
        key = there / "keys/test-north.private.json"

        result = run("keys", "trust", "new", there / "keys/test-north.public.json", "--root", key, "--out", there / "x")

        assert isinstance(result.exception, CannotRun)
        assert "this is a force's key; `missingpersons keys root` makes a root's" in str(result.exception)
        assert not (there / "x").exists()

    def test_of_the_roots_key(self, there: Path) -> None:
        key = there / "root/root.public.json"

        result = run("keys", "trust", "new", key, *signed(there), "--out", there / "x.json")

        assert str(result.exception).startswith("root.public.json: this is a root's key")

    def test_after_a_list_of_another_root(self, there: Path) -> None:
        done("keys", "root", "--out", there / "other")
        key = there / "keys/test-north.public.json"

        result = run(
            "keys", "trust", "extend", there / "1.json", key, "--root", there / "other/root.private.json", "--out", "x"
        )

        assert isinstance(result.exception, CannotRun)
        assert "[MP-X-031]" in str(result.exception)

    @pytest.mark.parametrize("kid", ["x", "root"])
    def test_without_a_key_that_it_does_not_have(self, there: Path, kid: str) -> None:
        arguments = ["--kid", kid, "--reason", "compromised", *signed(there), "--out", there / "x.json"]

        result = run("keys", "trust", "revoke", there / "1.json", *arguments)

        assert str(result.exception) == "no key of the list has that name"

    def test_over_the_list_that_it_follows(self, there: Path) -> None:
        key = there / "keys/test-north.public.json"
        before = (there / "1.json").read_bytes()

        result = run("keys", "trust", "extend", there / "1.json", key, *signed(there), "--out", there / "1.json")

        assert isinstance(result.exception, CannotRun)
        assert (there / "1.json").read_bytes() == before


class TestBatch:
    @pytest.fixture
    def sealed(self, there: Path) -> Path:
        key = there / "keys/test-north.private.json"
        result = done(
            "seal", "--key", key, there / "five.ndjson", "--batch", "--time", TIME, "--out", there / "b.ndjson"
        )
        assert result.stdout == "5 sealed\n"
        return there

    def opened(self, there: Path, trust: str = "1.json", name: str = "b.ndjson") -> list[tuple[str, str, list[str]]]:
        result = run("open", "--trust", there / trust, *root(there), there / name, "--format", "json")
        return [(each["source"], each["outcome"], [one["code"] for one in each["findings"]]) for each in told(result)]

    @pytest.mark.parametrize("turn", [1, -1])
    def test_is_opened_in_any_order(self, sealed: Path, turn: int) -> None:
        lines = (sealed / "b.ndjson").read_text("utf-8").splitlines()[::turn]
        (sealed / "b.ndjson").write_text("\n".join(lines), "utf-8")

        result = done(
            "open", "--trust", sealed / "1.json", *root(sealed), sealed / "b.ndjson", "--out", sealed / "e.ndjson"
        )

        assert result.stdout.count(": ok, signed by test-north\n") == 6
        assert len((sealed / "e.ndjson").read_text("utf-8").splitlines()) == 5

    def test_without_its_list_waits(self, sealed: Path) -> None:
        _, *rest = (sealed / "b.ndjson").read_text("utf-8").splitlines()
        (sealed / "b.ndjson").write_text("\n".join(rest), "utf-8")

        assert [(outcome, codes) for _, outcome, codes in self.opened(sealed)] == [("unproven", ["MP-X-022"])] * 5

    def test_of_a_revoked_key_counts_where_it_is_named(self, sealed: Path) -> None:
        (sealed / "list.ndjson").write_text((sealed / "b.ndjson").read_text("utf-8").splitlines()[0], "utf-8")
        revoke = ["keys", "trust", "revoke", sealed / "1.json", "--kid", north(sealed), "--reason", "compromised"]
        done(*revoke, *signed(sealed), "--out", sealed / "none.json")
        done(*revoke, "--still-trusted", sealed / "list.ndjson", *signed(sealed), "--out", sealed / "some.json")

        assert {(outcome, *codes) for _, outcome, codes in self.opened(sealed, "some.json")} == {("ok",)}
        assert {(outcome, *codes) for _, outcome, codes in self.opened(sealed, "none.json")} == {("void", "MP-X-021")}

    def test_what_still_counts_may_be_named_by_digest(self, sealed: Path) -> None:
        digests = ["a" * 64, "b" * 64]
        (sealed / "digests.txt").write_text("\n".join(digests) + "\n", "utf-8")
        revoke = ["keys", "trust", "revoke", sealed / "1.json", "--kid", north(sealed), "--reason", "retired"]
        done(*revoke, "--still-trusted", sealed / "digests.txt", *signed(sealed), "--out", sealed / "2.json")

        keys = {each["kid"]: each for each in json.loads((sealed / "2.json").read_bytes())["keys"]}

        assert keys[north(sealed)]["revoked"] == {"reason": "retired", "still_trusted": digests}

    def test_what_is_neither_is_not_taken_for_one(self, sealed: Path) -> None:
        (sealed / "digests.txt").write_text("a" * 64 + "\nCarys Penhale\n", "utf-8")
        revoke = ["keys", "trust", "revoke", sealed / "1.json", "--kid", north(sealed), "--reason", "retired"]

        result = run(*revoke, "--still-trusted", sealed / "digests.txt", *signed(sealed), "--out", sealed / "2.json")

        assert str(result.exception) == "digests.txt: neither a message nor a digest"


class TestWhomToTrust:
    @pytest.mark.parametrize("given", [[], ["--trust"], ["--root"], ["--keys", "--trust"]])
    def test_is_said_in_one_way(self, there: Path, given: list[str]) -> None:
        names = {"--trust": there / "1.json", "--root": there / "root/root.public.json", "--keys": there / "keys"}

        result = run("open", *(part for each in given for part in (each, names[each])), there / "five.ndjson")

        assert str(result.exception) == "say whom to trust: --keys, or --trust and --root"

    def test_keys_in_a_folder_count_without_a_list(self, there: Path) -> None:
        key = there / "keys/test-south.private.json"
        south = json.loads((there / "five.ndjson").read_text("utf-8").splitlines()[0]) | {"owner_force": "test-south"}
        (there / "south.json").write_text(json.dumps(south), "utf-8")
        done("seal", "--key", key, there / "south.json", "--out", there / "m.ndjson")

        assert (
            done("open", "--keys", there / "keys", there / "m.ndjson").stdout
            == "m.ndjson:1: ok, signed by test-south\n"
        )
