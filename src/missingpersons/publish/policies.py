"""The schema of a risk policy: the TOML file that ``missingpersons.risk`` loads, as a JSON tree."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from missingpersons.codes import RiskLevel, RiskScheme
from missingpersons.publish.addresses import head
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.library import FILE_NAME, LIBRARY, PREFIX
from missingpersons.risk.places import MAX_TEXT
from missingpersons.risk.policy_file import ASKS, LOWEST, MAX_BASIS, MAX_ITEMS, MAX_LINES

NOT_STRUCTURE = (
    "Structure alone cannot say, and the library refuses when it loads a policy: a question that is not in the list "
    "`risk_questions`; a level that the policy's scheme does not have; if_unknown above floor; two lines of one code; "
    "a guard that there is not; a name given twice; "
    "a text of several lines; a name, version or status that says it is the library's, or official, or has letters "
    "other than a to z (with or without accents), of any file but the library's own. Where it extends another policy: "
    "what it lowers and `lowers` does not name, or names and "
    "is not lowered; another scheme; a line that leaves out what no line of the other policy says; files that extend "
    "one another in a circle, or more than eight of them; a file that is not beside it. A file is at "
    "most 256 KiB."
)
"""What the schema of a policy leaves to whoever loads one."""

_LEVELS = [each.value for each in RiskLevel]


def policy_schema() -> dict[str, Any]:
    """The schema of a whole policy."""
    return {
        **head("risk-policy.schema.json"),
        "$comment": NOT_STRUCTURE,
        "description": "Which answers call for which level of risk, on whose authority. A policy suggests; a person "
        "decides. Written as TOML; this is the schema of the tree that the TOML writes.",
        "type": "object",
        "properties": {
            "name": _text("What the policy is called."),
            "version": _text(
                "The version of the policy, as its authors count. What a policy suggested is recorded with it."
            ),
            "scheme": {
                "description": "The scheme that the levels belong to: a code of the list `risk_schemes`. In a policy "
                "that extends another it may be left out, and is the same.",
                "type": "string",
                "enum": [each.value for each in RiskScheme],
            },
            "lowest": _level("The level when no line calls for more."),
            "status": _text("Whose policy it is, and who agreed it.", MAX_BASIS),
            "basis": _text("On what authority or evidence the policy as a whole rests.", MAX_BASIS),
            "extends": {
                "description": f"The policy that this one changes: {', '.join(PREFIX + each for each in LIBRARY)}, or "
                "the name of a file in the same folder. It may raise and add; what it lowers it must name.",
                "type": "string",
                "pattern": f"^({'|'.join(PREFIX + each for each in LIBRARY)}|{FILE_NAME})$",
                "maxLength": 255,
            },
            "lowers": {
                "description": "The codes of the lines that this policy lowers below those of the one that it extends, "
                f"and `{LOWEST}` if it lowers the lowest level. Every suggestion names them.",
                "type": "array",
                "items": _text(f"The code of a line, or `{LOWEST}`."),
                "maxItems": MAX_LINES,
            },
            "without_guards": {
                "description": "The guards that this policy does without. Every suggestion names them.",
                "type": "array",
                "items": _text(f"The code of a guard: {', '.join(GUARDS)}."),
                "maxItems": len(GUARDS),
            },
            "line": {
                "description": "The lines. The highest level that any of them calls for is suggested.",
                "type": "array",
                "items": {"$ref": "#/$defs/Line"},
                "maxItems": MAX_LINES,
            },
        },
        "required": ["name", "version", "status"],
        "additionalProperties": False,
        "if": _has("extends"),
        "else": {
            "required": ["scheme", "lowest", "line"],
            "not": _has("lowers"),
            "properties": {
                "scheme": True,
                "lowest": True,
                "line": {
                    "description": "A policy that extends no other has lines, and each of them says everything.",
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "object", **_has("floor", "if_unknown"), "minProperties": 5},
                },
            },
        },
        "$defs": {"Line": _line(), "AllOf": _nested("all_of"), "AnyOf": _nested("any_of")},
    }


def _has(*names: str) -> dict[str, Any]:
    """That these are there. They are named as properties too: strict readers require nothing that they do not know."""
    return {"properties": dict.fromkeys(names, True), "required": list(names)}


def _line() -> dict[str, Any]:
    return {
        "$comment": "At most one of question, all_of and any_of, so a line has at most five keys.",
        "description": "One line: what is asked, the least level that a yes calls for, and the least while nobody "
        "knows. In a policy that extends another, a line with the code of one of that policy's changes it, and says "
        "only what is new and why.",
        "type": "object",
        "properties": {
            "code": {
                **_text("The line's own code within the policy, which a suggestion's reason names."),
                "not": {"const": LOWEST},
            },
            "question": _question("What is asked: a code of the list `risk_questions`."),
            "all_of": _combination("What must all be answered yes. One no is no; otherwise it is unknown.", "AnyOf"),
            "any_of": _combination(
                "Of what one yes is enough. It is no if all are no; otherwise it is unknown.", "AllOf"
            ),
            "floor": _level("The least level that a yes calls for."),
            "if_unknown": _level(
                "The least level while the answer is unknown or nobody has asked. Never above the floor."
            ),
            "basis": _text("On what authority or evidence the line rests.", MAX_BASIS),
        },
        "required": ["code", "basis"],
        "maxProperties": 5,
        "not": {"anyOf": [_has(*each) for each in combinations(ASKS, 2)]},
        "additionalProperties": False,
    }


def _combination(description: str, nested: str) -> dict[str, Any]:
    asked = _question("A code of the list `risk_questions`.")
    return {
        "description": f"{description} Codes of the list `risk_questions`, or a combination of the other kind.",
        "type": "array",
        "items": {
            "description": "A question, or a combination of questions.",
            "anyOf": [asked, {"$ref": f"#/$defs/{nested}"}],
        },
        "minItems": 1,
        "maxItems": MAX_ITEMS,
    }


def _nested(key: str) -> dict[str, Any]:
    return {
        "description": "A combination inside a combination. No deeper one is read.",
        "type": "object",
        "properties": {
            key: {
                "description": "Codes of the list `risk_questions`.",
                "type": "array",
                "items": _question("A code of the list `risk_questions`."),
                "minItems": 1,
                "maxItems": MAX_ITEMS,
            }
        },
        "required": [key],
        "additionalProperties": False,
    }


def _text(description: str, most: int = MAX_TEXT) -> dict[str, Any]:
    return {"description": description, "type": "string", "minLength": 1, "maxLength": most}


def _level(description: str) -> dict[str, Any]:
    text = f"{description} A code of the list `risk_levels` that the scheme has."
    return {"description": text, "type": "string", "enum": _LEVELS}


def _question(description: str) -> dict[str, Any]:
    return {"description": description, "type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 64}
