"""Keys in files: written once, for their owner's eyes only, and refused in one line when they are not keys."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from missingpersons.exchange.keys import (
    ALGORITHMS,
    PublicKey,
    load_directory,
    load_private,
    load_public,
    new_key,
    new_root_key,
    save,
)
from missingpersons.findings import CannotRun, MissingExtra


class TestNewKey:
    def test_belongs_to_a_force_and_is_known_by_its_thumbprint(self) -> None:
        key = new_key("test-north")

        assert key.force == key.public.force == "test-north"
        assert key.public.kid == key.jwk().thumbprint()
        assert set(key.public.jwk) == {"kty", "crv", "x"}

    def test_is_another_each_time(self) -> None:
        assert new_key("test-north").public.kid != new_key("test-north").public.kid

    @pytest.mark.parametrize("force", ["", "Test North", "nowhere", "../test-north"])
    def test_is_only_for_forces_of_the_list(self, force: str) -> None:
        with pytest.raises(CannotRun, match="not a code of the list of forces"):
            new_key(force)

    @pytest.mark.parametrize("shown", [repr, str, "{}".format, lambda key: repr([key])])
    def test_never_shows_its_secret(self, shown: Callable[[object], str]) -> None:
        key = new_key("test-north")

        assert key.secret not in shown(key)
        assert key.secret not in shown(key.public)

    @pytest.mark.parametrize("module", ["joserfc", "joserfc.jwk"])
    def test_without_the_extra_says_how_to_install_it(self, monkeypatch: pytest.MonkeyPatch, module: str) -> None:
        monkeypatch.setitem(sys.modules, "joserfc.jwk", None)
        monkeypatch.setitem(sys.modules, module, None)

        with pytest.raises(MissingExtra, match=r"pip install 'missingpersons\[exchange\]'$") as raised:
            new_key("test-north")

        assert raised.value.__context__ is None


class TestSave:
    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
        key = new_key("test-north")

        private, public = save(key, tmp_path / "keys")

        assert load_private(private) == key
        assert load_directory(tmp_path / "keys") == {key.public.kid: key.public}
        assert (private.name, public.name) == ("test-north.private.json", "test-north.public.json")

    def test_the_private_half_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        private, _ = save(new_key("test-north"), tmp_path)

        assert stat.S_IMODE(private.stat().st_mode) == 0o600

    def test_the_public_half_does_not_hold_the_secret(self, tmp_path: Path) -> None:
        key = new_key("test-north")

        _, public = save(key, tmp_path)

        assert key.secret not in public.read_text(encoding="utf-8")
        assert json.loads(public.read_text(encoding="utf-8"))["alg"] == "Ed25519"

    @pytest.mark.parametrize("gone", ["test-north.private.json", "test-north.public.json"])
    def test_never_over_a_key_that_is_there(self, tmp_path: Path, gone: str) -> None:
        save(new_key("test-north"), tmp_path)
        (tmp_path / gone).unlink()
        before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

        with pytest.raises(CannotRun, match=r"there is a key of test-north already; nothing was written$"):
            save(new_key("test-north"), tmp_path)

        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before

    def test_keys_of_several_forces_stand_side_by_side(self, tmp_path: Path) -> None:
        save(new_key("test-north"), tmp_path)
        save(new_key("test-south"), tmp_path)

        assert {key.force for key in load_directory(tmp_path).values()} == {"test-north", "test-south"}


def public_tree() -> dict[str, Any]:
    return new_key("test-north").public.as_dict()


WRONG = {
    "no JSON": (b"{", "k.public.json: not a JSON file"),
    "not UTF-8": (b"\xff\xfe", "k.public.json: not a JSON file"),
    "nested too deeply": (b"[" * 100_000, "k.public.json: not a JSON file"),
    "a list": (b"[]", "k.public.json: not a key"),
    "an object of nothing": (b"{}", "k.public.json: not an Ed25519 key, nor one for ES256"),
}

NO_KEYS = {
    "another type of key": ({"kty": "RSA"}, "not an Ed25519 key, nor one for ES256"),
    "another curve": ({"crv": "X25519"}, "not an Ed25519 key, nor one for ES256"),
    "an algorithm that it is not for": ({"alg": "ES256"}, "not an Ed25519 key, nor one for ES256"),
    "an algorithm's other name": ({"alg": "EdDSA"}, "not an Ed25519 key, nor one for ES256"),
    "no key": ({"x": None}, "not an Ed25519 key: a part of it is not one"),
    "half a key": ({"x": "AAAA"}, "not an Ed25519 key: a part of it is not one"),
    "characters of no key": ({"x": "!" * 43}, "not an Ed25519 key: a part of it is not one"),
    "a second spelling": ({"x": "A" * 42 + "B"}, "not an Ed25519 key: a part of it is not one"),
    "no force": ({"force": None}, "not a key with the force that holds it"),
}


class TestLoad:
    @pytest.mark.parametrize(("data", "expected"), WRONG.values(), ids=WRONG)
    def test_a_file_that_is_no_key_is_named_and_not_quoted(self, tmp_path: Path, data: bytes, expected: str) -> None:
        (tmp_path / "k.public.json").write_bytes(data)

        with pytest.raises(CannotRun) as raised:
            load_directory(tmp_path)

        assert str(raised.value) == expected
        assert (raised.value.__cause__, raised.value.__context__) == (None, None)

    @pytest.mark.parametrize(("change", "expected"), NO_KEYS.values(), ids=NO_KEYS)
    def test_a_tree_that_is_no_key(self, tmp_path: Path, change: dict[str, Any], expected: str) -> None:
        tree = public_tree() | change
        (tmp_path / "k.public.json").write_text(json.dumps(tree), encoding="utf-8")

        with pytest.raises(ValueError, match=f"^{expected}$"):
            PublicKey.from_dict(tree)
        with pytest.raises(CannotRun, match=rf"^k\.public\.json: {expected}$"):
            load_directory(tmp_path)

    def test_the_thumbprint_is_computed_and_never_believed(self) -> None:
        tree = public_tree()

        read = PublicKey.from_dict(tree | {"kid": "another"})

        assert read.kid == tree["kid"]

    def test_a_folder_without_keys(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"there is no public key \(\*\.public\.json\) here$"):
            load_directory(tmp_path)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"^none\.json: No such file or directory$"):
            load_private(tmp_path / "none.json")

    @pytest.mark.parametrize("secret", [None, 1, "AAAA", "!" * 43])
    def test_a_private_key_without_its_secret(self, tmp_path: Path, secret: object) -> None:
        file = tmp_path / "k.private.json"
        file.write_text(json.dumps(public_tree() | {"d": secret}), encoding="utf-8")

        with pytest.raises(CannotRun, match=r"^k\.private\.json: this is not a private key; "):
            load_private(file)

    def test_a_private_key_of_another_type(self, tmp_path: Path) -> None:
        file = tmp_path / "k.private.json"
        file.write_text(json.dumps(public_tree() | {"d": "A" * 43, "kty": "RSA"}), encoding="utf-8")

        with pytest.raises(CannotRun, match=r"^k\.private\.json: not an Ed25519 key, nor one for ES256$"):
            load_private(file)


class TestMixedUpKeys:
    """Files that were copied about by hand."""

    def test_halves_of_two_keys_are_refused(self, tmp_path: Path) -> None:
        one, other = new_key("test-north"), new_key("test-north")
        (tmp_path / "k.private.json").write_text(json.dumps({**one.public.as_dict(), "d": other.secret}), "utf-8")

        with pytest.raises(CannotRun, match=r"k\.private\.json: its two halves are of different keys"):
            load_private(tmp_path / "k.private.json")

    def test_one_key_of_two_forces_is_refused(self, tmp_path: Path) -> None:
        key = new_key("test-north").public.as_dict()
        (tmp_path / "a.public.json").write_text(json.dumps(key), "utf-8")
        (tmp_path / "b.public.json").write_text(json.dumps({**key, "force": "test-south"}), "utf-8")

        with pytest.raises(CannotRun, match=r"b\.public\.json: the same key is there as another force's"):
            load_directory(tmp_path)


class TestES256:
    """A key on P-256, for forces whose key store has nothing newer."""

    def test_is_known_by_its_thumbprint_and_says_what_it_is_for(self) -> None:
        key = new_key("test-north", "ES256")

        assert key.public.kid == key.jwk().thumbprint()
        assert set(key.public.jwk) == {"kty", "crv", "x", "y"}
        assert (key.public.alg, key.public.as_dict()["alg"]) == ("ES256", "ES256")

    def test_what_is_written_is_read_again(self, tmp_path: Path) -> None:
        key = new_key("test-north", "ES256")

        private, public = save(key, tmp_path)

        assert (load_private(private), load_public(public)) == (key, key.public)

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"alg": "Ed25519"}, "not an Ed25519 key, nor one for ES256"),
            ({"crv": "P-384"}, "not an Ed25519 key, nor one for ES256"),
            ({"y": None}, "not an ES256 key: a part of it is not one"),
            ({"x": "A" * 43}, "not an ES256 key: no point of its curve"),
        ],
    )
    def test_a_tree_that_is_no_key(self, change: dict[str, Any], expected: str) -> None:
        tree = new_key("test-north", "ES256").public.as_dict() | change

        with pytest.raises(ValueError, match=f"^{expected}$"):
            PublicKey.from_dict(tree)

    @pytest.mark.parametrize(
        "secret", [new_key("test-north", "ES256").secret, "A" * 43], ids=["of another", "of nobody"]
    )
    def test_halves_of_two_keys_are_refused(self, tmp_path: Path, secret: str) -> None:
        tree = {**new_key("test-north", "ES256").public.as_dict(), "d": secret}
        (tmp_path / "k.private.json").write_text(json.dumps(tree), "utf-8")

        with pytest.raises(CannotRun, match=r"k\.private\.json: its two halves are of different keys"):
            load_private(tmp_path / "k.private.json")


class TestAlgorithm:
    @pytest.mark.parametrize("alg", ["none", "HS256", "RS256", "EdDSA", "ES384", ""])
    def test_no_other_has_keys(self, alg: str) -> None:
        with pytest.raises(CannotRun, match="not an algorithm of this standard: Ed25519 or ES256"):
            new_key("test-north", alg)

    @pytest.mark.parametrize("alg", ALGORITHMS)
    def test_a_key_is_made_ready_once(self, alg: str) -> None:
        public = new_key("test-north", alg).public

        assert public.verifying() is PublicKey.from_dict(public.as_dict()).verifying()


class TestRoot:
    def test_is_no_forces_key(self, tmp_path: Path) -> None:
        save(new_root_key(), tmp_path)

        with pytest.raises(CannotRun, match=r"root\.public\.json: this is a root's key, which signs lists of keys"):
            load_directory(tmp_path)

    def test_is_read_for_what_it_is(self, tmp_path: Path) -> None:
        key = new_root_key("ES256")

        _, public = save(key, tmp_path)

        assert load_public(public) == key.public
