"""The schema of a risk policy: the TOML file that ``missingpersons.risk`` loads, as a JSON tree."""

from __future__ import annotations

from typing import Any

from missingpersons.codes import RiskLevel, RiskScheme
from missingpersons.publish.addresses import head

NOT_STRUCTURE = (
    "Structure alone cannot say, and the library refuses when it loads a policy: a question that is not in the list "
    "`risk_questions`; a level that the policy's scheme does not have; if_unknown above floor; two lines of one code."
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
                "description": "The scheme that the levels belong to: a code of the list `risk_schemes`.",
                "type": "string",
                "enum": [each.value for each in RiskScheme],
            },
            "lowest": _level("The level when no line calls for more."),
            "status": _text("Whose policy it is, and whether anybody has made it official."),
            "basis": _text("On what authority or evidence the policy as a whole rests."),
            "line": {
                "description": "The lines. The highest level that any of them calls for is suggested.",
                "type": "array",
                "items": {"$ref": "#/$defs/Line"},
                "minItems": 1,
                "maxItems": 1000,
            },
        },
        "required": ["name", "version", "scheme", "lowest", "status", "line"],
        "additionalProperties": False,
        "$defs": {"Line": _line()},
    }


def _line() -> dict[str, Any]:
    return {
        "$comment": "Four keys are required and a question or all_of is the fifth, so a line has exactly five.",
        "description": "One line: what is asked, the least level that a yes calls for, and the least while nobody "
        "knows. It has either a question or all_of.",
        "type": "object",
        "properties": {
            "code": _text("The line's own code within the policy, which a suggestion's reason names."),
            "question": _question("What is asked: a code of the list `risk_questions`."),
            "all_of": {
                "description": "Questions that call for the level only when all are answered yes: codes of the list "
                "`risk_questions`.",
                "type": "array",
                "items": _question("A code of the list `risk_questions`."),
                "minItems": 1,
                "maxItems": 1000,
            },
            "floor": _level("The least level that a yes calls for."),
            "if_unknown": _level(
                "The least level while the answer is unknown or nobody has asked. Never above the floor."
            ),
            "basis": _text("On what authority or evidence the line rests."),
        },
        "required": ["code", "floor", "if_unknown", "basis"],
        "minProperties": 5,
        "maxProperties": 5,
        "additionalProperties": False,
    }


def _text(description: str) -> dict[str, Any]:
    return {"description": description, "type": "string", "minLength": 1}


def _level(description: str) -> dict[str, Any]:
    text = f"{description} A code of the list `risk_levels` that the scheme has."
    return {"description": text, "type": "string", "enum": _LEVELS}


def _question(description: str) -> dict[str, Any]:
    return {"description": description, "type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 64}
