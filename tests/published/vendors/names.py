"""Did a generator make each type of the schema, once, under its own name, and nothing else?

    python3 names.py LANGUAGE SCHEMA.json SOURCE ...

``SCHEMA.json`` is what it was made from.

Anonymous, merged and numbered types (``Role1``, ``LevelClass``, ``PurpleWindow``) show as names that nobody gave.
Nothing but Python's own library is needed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

DECLARED = {
    "typescript": r"^export (?:interface|type|enum|const enum|class) (\w+)",
    "csharp": r"^    public (?:static |sealed |partial )*(?:class|struct|enum|interface) (\w+)",
    "java": r"^(?:public )?(?:abstract |final )*(?:class|enum|interface|record) (\w+)",
    "python": r"^class (\w+)|^(\w+) = (?:TypeAliasType|RootModel)\b",
}
"""How a type is declared."""

VAGUE = {
    "typescript": r"\b(?:any|unknown)\b(?!\??:)",
    "csharp": r"\b(?:object|dynamic)\b",
    "java": r"\bObject\b",
    "python": r"\bAny\b",
}
"""The word for "whatever" in each language, where it is not the name of a field."""

WORDS = {
    "typescript": r'/\*.*?\*/|//[^\n]*|"[^"\n]*"',
    "csharp": r"//[^\n]*",
    "java": r"/\*.*?\*/|//[^\n]*",
    "python": r'""".*?"""|"[^"\n]*"|\'[^\'\n]*\'',
}
"""What is said in a source: comments, and text where it stands for codes."""

BESIDE_TYPES = {
    "csharp": r"    (?:public static class Serialize|internal (?:static )?class \w*Converter"
    r"|public partial class \w+\s*\{\s*public static \w+ FromJson).*?\n    \}",
}
"""What a generator writes beside the types, to read and write them with."""

LOCAL_FIELDS = {
    "csharp": "Dictionary<string, Dictionary<string, object>>",
    "java": "Map<String, Map<String, Object>>",
}
"""The type of ``extensions`` where there is no ``ExtensionValue``, the one union that contains itself."""


def declared(language: str, source: str) -> list[str]:
    """The name of every type that a source declares, as often as it does."""
    found = re.finditer(DECLARED[language], _types_only(language, source), re.M)
    return [name for each in found for name in each.groups() if name]


def vague(language: str, source: str) -> list[str]:
    """Every line of a source on which a type is left open, but for local fields."""
    plain = _types_only(language, source).replace(LOCAL_FIELDS.get(language, "\0"), "")
    return [line.strip() for line in plain.splitlines() if re.search(VAGUE[language], line)]


def wanted(language: str, definitions: Mapping[str, Any]) -> set[str]:
    """The names that a language should have types of."""
    if language == "typescript":
        return {*definitions, "AnyDocument"}
    made = {name for name, each in definitions.items() if {"properties", "enum", "anyOf"} & each.keys()}
    return made if language == "python" else made | fixed(definitions)


def fixed(definitions: Mapping[str, Any]) -> set[str]:
    """The name of each list of one code that stands for a fixed value."""
    parts = (part for each in definitions.values() for part in each.get("properties", {}).values())
    return {part["title"] for part in parts if "const" in part and "title" in part}


def complaints(language: str, definitions: Mapping[str, Any], sources: Iterable[str]) -> list[str]:
    """What is not as it should be in what was generated, in sentences."""
    sources = list(sources)
    names = Counter(name for source in sources for name in declared(language, source))
    should_be = wanted(language, definitions)
    return [
        *(f"there is no {name}" for name in sorted(should_be - names.keys())),
        *(f"nobody named {name}" for name in sorted(names.keys() - should_be)),
        *(f"{name} is there {times} times" for name, times in sorted(names.items()) if times > 1),
        *(f"a type is left open: {line}" for source in sources for line in vague(language, source)),
    ]


def _types_only(language: str, source: str) -> str:
    for pattern in (WORDS[language], BESIDE_TYPES.get(language)):
        source = re.sub(pattern, "", source, flags=re.S) if pattern else source
    return source


def main() -> None:
    """Print how many types there are, or end with what is wrong."""
    language, schema, *paths = sys.argv[1:]
    read = json.loads(Path(schema).read_text(encoding="utf-8"))
    definitions = read.get("$defs") or read["definitions"]
    wrong = complaints(language, definitions, [Path(path).read_text(encoding="utf-8") for path in paths])
    if wrong:
        sys.exit("\n".join(f"{language}: {each}" for each in wrong))
    print(len(wanted(language, definitions)))


if __name__ == "__main__":
    main()
