"""The runner in JavaScript agrees with every case, and says so when one is wrong. Asked where Node and ajv are."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .ajv import SCHEMAS, absence, modules

FOLDER = Path(__file__).resolve().parents[1] / "conformance"

pytestmark = pytest.mark.skipif(absence() is not None, reason=absence() or "")


def run(cases: Path, schemas: Path = SCHEMAS) -> subprocess.CompletedProcess[str]:
    given = ["--cases", str(cases), "--schemas", str(schemas), "--modules", str(modules())]
    return subprocess.run(["node", str(FOLDER / "run.mjs"), *given], capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Few of the cases, so that they are soon run."""
    few = shutil.ignore_patterns("node_modules", "MP-?-*[02-9].json", "MP-?-?[1-9]1.json", "MP-?-[1-9]?1.json")
    folder = Path(shutil.copytree(FOLDER, tmp_path / "conformance", ignore=few))
    for path in (folder / "structure").iterdir():
        change(path, lambda whole: whole.update(cases=whole["cases"][:120]))
    return folder


def change(path: Path, how: Callable[[dict[str, Any]], None]) -> None:
    whole = json.loads(path.read_text(encoding="utf-8"))
    how(whole)
    path.write_text(json.dumps(whole), encoding="utf-8")


def number_of(name: str) -> int:
    return len(json.loads((FOLDER / name).read_text(encoding="utf-8"))["cases"])


def broken(whole: dict[str, Any]) -> dict[str, Any]:
    return next(
        each for each in whole["cases"] if each["constraint"] == "/properties/tenure/minimum" and each["expect"]
    )


def kept(whole: dict[str, Any]) -> dict[str, Any]:
    return next(
        each for each in whole["cases"] if each["constraint"] == "/properties/tenure/minimum" and not each["expect"]
    )


def of_step(whole: dict[str, Any], outcome: str = "ok", alg: str = "Ed25519") -> dict[str, Any]:
    """The first step of a transcript in which opening comes to ``outcome``, by a key of the algorithm if by any."""
    kids = {each["kid"] for each in whole["keys"] if each["alg"] == alg}
    steps = [step for case in whole["cases"] for step in case["steps"] if step["kind"] == "message"]
    opened = [(step, step["expect"]["opened"]) for step in steps]
    return next(step for step, told in opened if told["outcome"] == outcome and (told.get("kid") or min(kids)) in kids)


def opened(whole: dict[str, Any], outcome: str = "ok") -> dict[str, Any]:
    told: dict[str, Any] = of_step(whole, outcome)["expect"]["opened"]
    return told


def spoil(step: dict[str, Any]) -> None:
    """Turn a bit of the signature."""
    head, dots, tail = step["bytes"][0].partition("..")
    step["bytes"] = [f"{head}{dots}{'B' if tail[0] == 'A' else 'A'}{tail[1:]}"]


def first_list(whole: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = next(each for each in whole["cases"][0]["steps"] if each["kind"] == "list")["expect"]
    return told["trusted"]


REFUSED = "another outcome, force, kid"


def test_all_agree():
    done = run(FOLDER)
    structure = sum(number_of(f"structure/{path.name}") for path in (FOLDER / "structure").glob("*.json"))

    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("all agree\n")
    assert f"{structure}  structure cases\n" in done.stdout


@pytest.mark.parametrize(
    ("file", "how", "told"),
    [
        ("structure/episode.json", lambda whole: broken(whole).update(expect=[]), "refused"),
        ("structure/episode.json", lambda whole: kept(whole).update(expect=broken(whole)["expect"]), "taken"),
        (
            "structure/episode.json",
            lambda whole: broken(whole).update(constraint="/properties/tenure/maximum"),
            "refused for another reason",
        ),
        (
            "structure/episode.json",
            lambda whole: broken(whole)["expect"][0].update(at="/revision"),
            "refused for another reason",
        ),
        ("structure/call.json", lambda whole: whole["document"].pop("call_id"), "the base document is refused"),
        ("MP-R-001.json", lambda whole: whole["cases"][0]["document"].update(tenure=0), "refused"),
        ("MP-K-001.json", lambda whole: whole["cases"][0]["document"].pop("status"), "refused"),
        ("input.json", lambda whole: whole["cases"][0]["expect"].append({"code": "MP-S-024", "at": ""}), "taken"),
        ("views.json", lambda whole: whole["cases"][0]["expect"].update(episode_id="x"), "refused"),
        ("views.json", lambda whole: whole["document"].update(tenure=0), "the record is refused"),
        ("bytes.json", lambda whole: whole["cases"][0].update(bytes=["{"]), "unreadable"),
        ("dates.json", lambda whole: whole["timestamps"][0].update(verdict="malformed"), "taken"),
        ("dates.json", lambda whole: whole["timestamps"][0].update(moment="2026-01-31T00:00:01Z"), "another moment"),
        ("exchange/states.json", lambda whole: opened(whole).update(digest="0" * 64), "another digest"),
        ("exchange/states.json", lambda whole: opened(whole).update(outcome="held"), "another outcome"),
        ("exchange/states.json", lambda whole: spoil(of_step(whole)), REFUSED),
        ("exchange/states.json", lambda whole: spoil(of_step(whole, alg="ES256")), REFUSED),
        ("exchange/states.json", lambda whole: first_list(whole).update(list="0" * 64), "another list"),
        ("exchange/states.json", lambda whole: whole["keys"][0].update(kid="x"), "another kid"),
        ("exchange/keys.json", lambda whole: opened(whole, "unproven").update(waits_for="x"), "another waits_for"),
        ("exchange/keys.json", lambda whole: opened(whole, "void").update(findings=[]), "MP-X-020 found"),
        ("exchange/revoked.json", lambda whole: opened(whole, "void").update(findings=[]), "MP-X-021 found"),
        ("exchange/held.json", lambda whole: opened(whole, "held").update(findings=[]), "MP-X-008 found"),
        ("exchange/batches.json", lambda whole: opened(whole, "refused").update(findings=[]), "MP-X-023 found"),
        ("exchange/refused.json", lambda whole: opened(whole, "refused").update(outcome="ok"), "another outcome"),
        ("exchange/lists.json", lambda whole: whole.update(root=whole["keys"][0]), "another serial, list"),
    ],
)
def test_one_wrong_expectation_is_told(copy, file, how, told):
    change(copy / file, how)

    done = run(copy)
    disagrees = [line for line in done.stdout.splitlines() if line.startswith("DISAGREES")]

    assert done.returncode == 1
    assert disagrees
    assert all(file in line for line in disagrees)
    assert disagrees[0].endswith(f": {told}")


def test_a_schema_that_takes_more_is_noticed(tmp_path):
    schemas = Path(shutil.copytree(SCHEMAS, tmp_path / "schemas"))
    path = schemas / "episode.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"maximum": 1000000', '"maximum": 1000001', 1))

    done = run(FOLDER, schemas)

    assert done.returncode == 1
    assert "more than the most): taken" in done.stdout
