"""Which documents must every language carry through its types unchanged, and did it?

    python3 documents.py gather OUT.ndjson EXAMPLES.ts
    python3 documents.py compare OUT.ndjson WRITTEN.ndjson

A line is the name of a type, a tab, and a document. Nothing but Python's own library is needed.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "schemas" / "1.0"

LOCAL: dict[str, Any] = {
    "text": "words",
    "like a time": "2026-03-01T10:00:00+05:45",
    "like a date": "2026-03-01",
    "like a number": "0123",
    "empty": ["", [], {}],
    "nought": 0,
    "most": 2**53 - 1,
    "least": -(2**53) + 1,
    "yes and no": [True, False],
    "deep": [[{"a": {"b": [1, "c", {"d": [True]}]}}]],
}
"""What a local field may hold, and what a reader may be tempted to change."""

WORDS = 'Siân Ŵyn O’Neill محمد 🙂 <b>&amp;</b> \u2028 \\ " 2026-03-01T10:00:00Z'


def type_of(tree: dict[str, Any]) -> str:
    """The name of the type that a document has in every language."""
    if "specversion" in tree:
        noun, verb = tree["type"].split(".")[2:4]
        return f"Message{noun.capitalize()}{verb.capitalize()}"
    if "event_id" in tree:
        return "AuditEvent"
    return "".join(word.capitalize() for word in re.split("[-_]", tree["document_type"]))


def examples() -> list[dict[str, Any]]:
    """Every document in ``examples/``: what is itself a schema is none."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").rglob("*.json"))]
    return [tree for tree in read if "$schema" not in tree]


def cases() -> Iterator[dict[str, Any]]:
    """Every document in the conformance cases that can be read."""
    for path in sorted((ROOT / "tests" / "conformance").glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")).get("cases", ()):
            if {"document", "documents"}.isdisjoint(case):
                continue
            if not any(each["code"].startswith(("MP-S", "MP-V")) for each in case["expect"]):
                yield from case["documents"] if "documents" in case else [case["document"]]


def complete() -> Iterator[dict[str, Any]]:
    """A document and a message of every type with every field: what the cases of structure change."""
    for path in sorted((ROOT / "tests" / "conformance" / "structure").glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))["document"]


def made(episode: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the examples may not show: odd words, everything that a local field may hold, in a message too, a report."""
    local = {"uk.example.test": {name.replace(" ", "_"): value for name, value in LOCAL.items()}, "empty": {}}
    odd = {**episode, "circumstances": WORDS, "actions": [], "extensions": local}
    yield "Episode", odd
    yield (
        "MessageEpisodePublished",
        {
            "specversion": "1.0",
            "id": episode["episode_id"],
            "type": "uk.missingpersons.episode.published.v1",
            "source": f"urn:missingpersons:force:{episode['owner_force']}",
            "subject": episode["episode_id"],
            "time": "2026-03-01T10:00:00Z",
            "datacontenttype": "application/json",
            "mpsignature": f"{'a' * 40}..{'b' * 86}",
            "data": {
                "episode": odd,
                "quality": {
                    "profile": "circulate",
                    "judged_as_of": "2026-03-01T10:00:00Z",
                    "errors": 0,
                    "warnings": 1,
                    "advice": 0,
                    "codes": ["MP-R-001"],
                },
            },
        },
    )
    finding = {"code": "MP-R-001", "severity": "error", "at": "/outcome", "message": "A sentence."}
    yield "Finding", finding
    yield "Report", {"source": "episode.json", "ok": False, "findings": [finding]}


def configurations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file of TOML that has a schema: mappings of tables, and risk policies."""
    for name, schema, paths in (
        ("Mapping", "mapping", (ROOT / "examples").rglob("mappings/*.toml")),
        ("RiskPolicy", "risk-policy", (SCHEMAS / "policies").glob("*.toml")),
    ):
        if (SCHEMAS / f"{schema}.schema.json").is_file():
            yield from ((name, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(paths))


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every document, with the name of its type."""
    shown = examples()
    yield from ((type_of(tree), tree) for tree in [*shown, *cases(), *complete()])
    yield from configurations()
    yield from made(next(tree for tree in shown if type_of(tree) == "Episode"))


def gather(lines: Path, typescript: Path) -> None:
    """Write the documents as lines, and as typed literals of TypeScript."""
    all_of_them = list(documents())
    lines.write_text("".join(f"{name}\t{written(tree)}\n" for name, tree in all_of_them), encoding="utf-8")
    names = ", ".join(sorted({name for name, _ in all_of_them}))
    literals = [f"export const d{at}: {name} = {written(tree)};\n" for at, (name, tree) in enumerate(all_of_them)]
    typescript.write_text(f'import type {{ {names} }} from "./types";\n{"".join(literals)}', encoding="utf-8")
    print(len(all_of_them))


def compare(given: Path, back: Path) -> int:
    """How many documents came back as the same tree. Ends the program at the first that did not."""
    one, other = (path.read_text(encoding="utf-8").removesuffix("\n").split("\n") for path in (given, back))
    if len(one) != len(other):
        sys.exit(f"{len(one)} documents were given and {len(other)} came back")
    for number, (before, after) in enumerate(zip(one, other, strict=True), 1):
        if in_order(before) != in_order(after):
            sys.exit(f"document {number} came back changed")
    return len(one)


def in_order(line: str) -> str:
    """One line with the names in each object sorted: two are the same tree, numbers and all, if these are equal."""
    name, _, document = line.partition("\t")
    return f"{name}\t{json.dumps(json.loads(document), sort_keys=True)}"


def written(tree: dict[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False)


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    first, second = map(Path, paths)
    if command == "gather":
        gather(first, second)
    else:
        print(compare(first, second))
