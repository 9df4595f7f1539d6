"""How pydantic's errors become findings: a code and a true JSON Pointer, never pydantic's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from missingpersons.findings import Finding, finding

MISSING = "MP-S-020"
UNKNOWN_FIELD = "MP-S-021"
WRONG_TYPE = "MP-S-022"
EXTENSION = "MP-S-029"

_CODES = {
    # What is written out from a tree is JSON: only its depth can be more than is read.
    "json_invalid": "MP-S-004",
    "missing": MISSING,
    "extra_forbidden": UNKNOWN_FIELD,
    "enum": "MP-S-023",
    "literal_error": "MP-S-023",
    "string_pattern_mismatch": "MP-S-024",
    "string_too_long": "MP-S-025",
    "string_too_short": "MP-S-026",
    "greater_than_equal": "MP-S-027",
    "less_than_equal": "MP-S-027",
    "too_long": "MP-S-028",
    "value_error": EXTENSION,
}


def structure_findings(problem: ValidationError) -> Iterator[Finding]:
    """A finding for each error. Anything that is not of the right type is just that."""
    for error in problem.errors(include_url=False, include_context=False, include_input=False):
        kind, place = error["type"], error["loc"]
        if "extensions" in place:
            # The names of local fields are local data too.
            yield finding(EXTENSION, pointer(place[: place.index("extensions") + 1]))
        else:
            # Nobody can tell whether the name of an unknown field is personal: point at its parent.
            unknown = kind == "extra_forbidden"
            yield finding(_CODES.get(kind, WRONG_TYPE), pointer(place[:-1] if unknown else place))


def pointer(place: Sequence[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a place whose segments are the standard's own names and indices."""
    return "".join(f"/{segment}" for segment in place)
