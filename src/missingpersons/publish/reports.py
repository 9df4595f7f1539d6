"""The schemas of what is found: one finding, and the report on one document."""

from __future__ import annotations

from typing import Any

from missingpersons.findings import Severity
from missingpersons.publish.addresses import head


def finding_schema() -> dict[str, Any]:
    """The schema of one finding alone."""
    text = "One thing found in a document: which, how grave, where, and a constant sentence."
    return {**head("finding.schema.json"), "description": text, **_finding()}


def report_schema() -> dict[str, Any]:
    """The schema of everything found in one document."""
    return {
        **head("report.schema.json"),
        "description": "Everything found in one document, in document order, as the command line prints it.",
        "type": "object",
        "properties": {
            "source": {
                "description": "The document: a file's name, with the line in a file of many.",
                "type": "string",
                "minLength": 1,
                "maxLength": 5000,
            },
            "ok": {"description": "True when nothing found is an error.", "type": "boolean"},
            "findings": {
                "description": "What was found.",
                "type": "array",
                "items": {"$ref": "#/$defs/Finding"},
                "maxItems": 10_000_000,
            },
        },
        "required": ["source", "ok", "findings"],
        "additionalProperties": False,
        "$defs": {"Finding": {"description": "One thing found.", **_finding()}},
    }


def _finding() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "code": {
                "description": "Which: a code of the catalogue.",
                "type": "string",
                "pattern": "^MP-[A-Z]-[0-9]{3}$",
                "maxLength": 8,
            },
            "severity": {
                "description": "error: do not exchange it as it is; warning: someone should look; "
                "advice: could be better.",
                "type": "string",
                "enum": [each.value for each in Severity],
            },
            "at": {
                "description": "Where: a JSON Pointer (RFC 6901) from the document's root; in a table, the column. "
                "Empty for the document as a whole.",
                "type": "string",
                "maxLength": 1000,
            },
            "message": {
                "description": "The catalogue's sentence. It never quotes the data.",
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
            },
        },
        "required": ["code", "severity", "at", "message"],
        "additionalProperties": False,
    }
