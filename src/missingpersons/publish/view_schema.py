"""The JSON Schema of a view, made from the schema of an episode."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from missingpersons.codes import DocumentType, codelist
from missingpersons.publish.addresses import head
from missingpersons.views import AROUND, Withheld

_SHOWN = (
    "The fields of an episode that the audience may see, under the same names. What is not here may yet be recorded."
)

_REASONS = {
    Withheld.AUDIENCE: "Values in fields that are not for this audience.",
    Withheld.BASIS: "Values that no ground for publicity covers for this channel at that moment.",
    Withheld.FREE_TEXT: "Values in free text, which is never told to a charity or the public.",
    Withheld.WISH: "Values that the person does not want to be told.",
    Withheld.UNSAFE: "Values about somebody whom it may be unsafe to contact.",
    Withheld.HANDLING: "Values that the handling of the episode keeps from this audience.",
}


def view_schema(whole: Mapping[str, Any]) -> dict[str, Any]:
    """A view: around a part of an episode, whose schema is ``whole`` and in which nothing is required."""
    episode = copy.deepcopy(dict(whole))
    definitions = episode["$defs"]
    properties = episode["properties"]
    around = {name: properties.pop(name) for name in AROUND}
    shown = {
        "description": _SHOWN,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    for each in (shown, *definitions.values()):
        each.pop("required", None)
    moment = properties["recorded_at"]
    return {
        **head("view.schema.json"),
        "description": "What one audience may see of an episode at one moment. No record is ever read back from it.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "document_type": {"description": "Always `view`.", "const": str(DocumentType.VIEW), "type": "string"},
            "standard_version": around["standard_version"],
            "audience": {
                "description": "Who it was made for: a code of the list `audiences`.",
                "enum": sorted(codelist("audiences").entries),
                "type": "string",
            },
            "channel": {
                **_code(properties),
                "description": "Where it may be told: a code of the list `publicity_channels`. For charity and public.",
            },
            "as_of": {**moment, "description": "The moment at which it was right. Make another rather than keep it."},
            "owner_force": around["owner_force"],
            "shown": {"$ref": "#/$defs/Shown", "description": _SHOWN},
            "withheld": {
                "description": "How many recorded values are not shown, by reason. Never which.",
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    str(reason): {"description": text, "type": "integer", "minimum": 1, "maximum": 10_000_000}
                    for reason, text in _REASONS.items()
                },
            },
        },
        "required": [
            *("document_type", "standard_version", "audience", "as_of", "owner_force", "shown", "withheld"),
        ],
        "$defs": dict(sorted({**definitions, "Shown": shown}.items())),
    }


def _code(properties: dict[str, Any]) -> dict[str, Any]:
    """The form of a code of an open list, as a field of the episode has it."""
    return {name: each for name, each in properties["definition"].items() if name != "description"}
