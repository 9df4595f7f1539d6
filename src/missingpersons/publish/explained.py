"""Which two examples show a code: the closest pair of cases, one at fault and one not, and of each what matters."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from missingpersons.findings import CannotRun, Entry, catalogue
from missingpersons.models import DOCUMENTS, STANDARD_VERSION
from missingpersons.publish.schemas import model_schema

_HERE = Path(__file__).resolve().parent
_CASES = _HERE.parents[2] / "tests" / "conformance"

_FAR = 1000
"""A pair that differs in its purpose shows that purpose and not the document: only where there is no other."""

_Path = tuple[str, ...]


@cache
def explained_document() -> Mapping[str, Any]:
    """The examples of every code, for ``explain`` and the reference.

    A file of its own beside ``rules.json``, which is normative and read by whoever implements the standard: this is for
    people. The cases themselves show whole documents, and are not in the installed package.
    """
    if not _CASES.is_dir():
        raise CannotRun("the cases of the standard are not here: publish from a copy of the repository")
    told = tomllib.loads((_HERE / "explained.toml").read_text(encoding="utf-8"))
    examples = {code: told[code] if code in told else _closest(entry) for code, entry in sorted(catalogue().items())}
    return {"standard_version": STANDARD_VERSION, "examples": examples}


def _closest(entry: Entry) -> dict[str, Any]:
    """The case at fault and the one that is not that differ least: first those that show nothing else."""
    path = _CASES / f"{entry.code}.json"
    if not path.is_file():
        raise CannotRun(f"{entry.code} has neither cases nor an example of its own in explained.toml")
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    told = [(case, _at(case, entry.code), dict(_leaves(_judged(case)))) for case in cases]
    faulty, sound = [each for each in told if each[1]], [each for each in told if not each[1]]
    (one, at, _), (other, _, _) = min(
        product(faulty, sound), key=lambda pair: _apart(pair[0][0], pair[1][0]) + _differing(pair[0][2], pair[1][2])
    )
    paths = _paths(entry, at)
    faulty_one = {**_shown(one, entry, paths, at), "at": at}
    return {"at_fault": faulty_one, "sound": _shown(other, entry, paths, at)}


def _at(case: Mapping[str, Any], code: str) -> list[str]:
    """The places where a case has the finding; of a clock, where it is overdue."""
    found = [each for each in case["expect"] if each["code"] == code and each.get("state", "overdue") == "overdue"]
    return [f"/{each['document']}{each['at']}" if "document" in each else each["at"] for each in found]


def _judged(case: Mapping[str, Any]) -> Any:
    """The document of a case or, of a rule about several episodes, all of them in a list."""
    return case["documents"] if "documents" in case else case["document"]


def _apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    """How little two cases make a pair, whatever their documents say."""
    as_of = int(_as_of(one) != _as_of(other))
    if "profile" not in one:
        # A clock always has others beside it. The other half of what is overdue is what was done.
        done = any(each["state"] == "done" for each in other["expect"])
        return as_of + (0 if done else _FAR)
    beside = len({each["code"] for each in one["expect"]}) - 1 + len(other["expect"])
    return as_of + _FAR * (beside + int(one["profile"] != other["profile"]))


def _differing(one: Mapping[_Path, Any], other: Mapping[_Path, Any]) -> int:
    """In how many values two documents differ."""
    missing = len(one.keys() ^ other.keys())
    return missing + len([path for path in one.keys() & other.keys() if one[path] != other[path]])


def _leaves(tree: Any, path: _Path = ()) -> Iterator[tuple[_Path, Any]]:
    """Every value that has nothing in it, by its path."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    if not inner or not tree:
        yield path, tree
        return
    for name, value in inner:
        yield from _leaves(value, (*path, str(name)))


def _as_of(case: Mapping[str, Any]) -> str:
    if "documents" in case:
        return str(case.get("as_of", ""))
    return str(case.get("as_of", case["document"]["recorded_at"]))


def _paths(entry: Entry, at: list[str]) -> list[_Path]:
    """What to show: what the rule reads and, where that is any field at all, the place that it found."""
    reads = [tuple(each.split("/")[1:]) for each in entry.reads if each != "/*"]
    return reads or [tuple(each.split("/")[1:]) for each in at]


def _shown(case: Mapping[str, Any], entry: Entry, paths: list[_Path], at: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"said": case["why"]}
    if "documents" in case:
        schema = _schema("episode")
        # Where it may be any field, all of what differs is needed to see it.
        paths = [()] if "/*" in entry.reads else paths
        shown["episodes"] = [_pruned(each, paths, schema, schema) for each in case["documents"]]
        for place in at:
            _keep_the_way(shown["episodes"], case["documents"], place)
    else:
        shown["document"] = _document(case["document"], paths, at)
    if case.get("profile", "record") != "record":
        shown["profile"] = case["profile"]
    if "profile" not in case or "as_of" in entry.definition:
        shown["as_of"] = _as_of(case)
    return shown


def _document(document: Mapping[str, Any], paths: list[_Path], at: list[str]) -> dict[str, Any]:
    schema = _schema(document["document_type"])
    kept: dict[str, Any] = _pruned(document, paths, schema, schema)
    for place in at:
        _keep_the_way(kept, document, place)
    return kept if document["document_type"] == "episode" else {"document_type": document["document_type"], **kept}


def _pruned(tree: Any, paths: list[_Path], part: Mapping[str, Any], whole: Mapping[str, Any]) -> Any:
    """What of a tree lies on one of the paths, where ``*`` is any entry, with what its part of the schema requires.

    Of the document as a whole that is left out. An entry of a list keeps its number.
    """
    if () in paths:
        return tree
    if isinstance(tree, list):
        inner = _resolved(part["items"], whole)
        return [_pruned(each, _below(paths, str(index)), inner, whole) for index, each in enumerate(tree)]
    if not isinstance(tree, dict):
        return tree
    kept = {}
    for name, value in tree.items():
        if below := _below(paths, name):
            inner = _resolved(part.get("properties", {}).get(name, {}), whole)
            shown = _pruned(value, below, inner, whole)
            if shown or not value:
                kept[name] = shown
        elif part is not whole and name in part.get("required", ()):
            kept[name] = value
    return kept


def _resolved(part: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    resolved: Mapping[str, Any] = whole["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return resolved


@cache
def _schema(document_type: str) -> Mapping[str, Any]:
    return model_schema(document_type, DOCUMENTS[document_type])


def _keep_the_way(kept: Any, tree: Any, place: str) -> None:
    """Show the object in which something is not there, though nothing in it matters."""
    for name in place.split("/")[1:]:
        if isinstance(tree, list) and name.isdigit() and isinstance(tree[int(name)], dict):
            tree, kept = tree[int(name)], kept[int(name)]
            continue
        if not isinstance(tree, dict) or not isinstance(tree.get(name), dict):
            return
        tree, kept = tree[name], kept.setdefault(name, {})


def _below(paths: list[_Path], name: str) -> list[_Path]:
    return [path[1:] for path in paths if path and path[0] in ("*", name)]
