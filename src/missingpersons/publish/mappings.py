"""The schema of a table's mapping: the TOML file that the tabular converter reads, as a JSON tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from missingpersons.converters.cells import KINDS
from missingpersons.converters.mapping import MOST_ABOVE
from missingpersons.converters.measures import UNITS
from missingpersons.converters.readings import FIRST_LATEST_YEAR, LAST_YEAR
from missingpersons.publish.addresses import head

NOT_STRUCTURE = (
    "Structure alone cannot say, and the converter refuses before it reads any row: a place that the record does not "
    "have or that does not take such values; two cells for one place; a `-` in a pointer that is not of a list; a "
    "column described twice; a name of codes that is not under tables; a time zone, text encoding or date format that "
    "does not exist or leaves something to be guessed; a join of a name that another has, or that matches a column "
    "which the first table does not have; a cell that is both true and false."
)
"""What the schema of a mapping leaves to whoever reads one."""

_SEGMENT = "[A-Za-z][A-Za-z0-9_.-]{0,63}|[0-9]{1,4}"
_PLACE = {"type": "string", "pattern": f"^(/({_SEGMENT})){{1,16}}$", "maxLength": 1040}
_PLACE_OF_ENTRIES = {"type": "string", "pattern": f"^(/({_SEGMENT}|-)){{1,16}}$", "maxLength": 1040}
_WORDS = {"type": "string", "minLength": 1}
_COLUMNS = {"type": "array", "items": {"$ref": "#/$defs/Column"}, "minItems": 1, "maxItems": 10_000}


def mapping_schema() -> dict[str, Any]:
    """The schema of a whole mapping."""
    return {
        **head("mapping.schema.json"),
        "$comment": NOT_STRUCTURE,
        "description": "How the tables of one source system are read as episodes of one force. Written as TOML; this "
        "is the schema of the tree that the TOML writes.",
        "type": "object",
        "properties": {
            "name": {"description": "What the source is called.", **_WORDS},
            "owner_force": {
                "description": "The force whose episodes these are: a code of the list `forces`.",
                "type": "string",
                "pattern": "^[a-z][a-z0-9-]*$",
                "maxLength": 40,
            },
            "timezone": {
                "description": "The zone of local times, such as `Europe/London`. Needed as soon as a column has local "
                "times.",
                **_WORDS,
            },
            "encoding": {
                "description": "The encoding of the text: `utf-8` unless it is given, often `windows-1252`.",
                **_WORDS,
            },
            "delimiter": {
                "description": "One character, `,` unless it is given. Neither a quote nor a line end.",
                "type": "string",
                "minLength": 1,
                "maxLength": 1,
                "not": {"enum": ['"', "\r", "\n"]},
            },
            "recorded_at": _one_or_many(
                "The columns, read as `local_time`, whose latest time is when the row was recorded. Used when no other "
                "moment is given.",
                {"type": "string"},
            ),
            "constants": _values("Pointer = value, for every episode. A cell overwrites it."),
            "tables": {
                "description": "Tables of codes that several columns use, by name.",
                "type": "object",
                "additionalProperties": _codes("A table of codes: what the cell says = the code that it means."),
            },
            "sheet": {
                "description": "The sheet of a workbook; left out, the first that is not hidden.",
                "type": "string",
            },
            "header_row": {
                "description": "The row in which the headings stand, from 1, of those with anything in them; 1 unless "
                "it is given. What is above is reported.",
                "type": "integer",
                "minimum": 1,
                "maximum": MOST_ABOVE,
            },
            "column": {"description": "What is done with each column of the file.", **_COLUMNS},
            "join": {
                "description": "Further tables, whose rows are entries of the episodes: sightings, answers.",
                "type": "array",
                "items": {"$ref": "#/$defs/Join"},
                "maxItems": 100,
            },
        },
        "required": ["name", "owner_force", "column"],
        "additionalProperties": False,
        "$defs": {"Also": _also(), "Column": _column(), "Join": _join(), "JoinedColumn": _column(joined=True)},
    }


def _join() -> dict[str, Any]:
    return {
        "description": "A further table: a sheet of the same workbook, or a file of its own.",
        "type": "object",
        "properties": {
            "name": {"description": "What the table is called.", **_WORDS},
            "sheet": {
                "description": "The sheet of the same workbook; left out, it is a file that is given beside the first.",
                "type": "string",
            },
            "key": {"description": "Its column that says which row of the first table a row belongs to.", **_WORDS},
            "matches": {
                "description": "The column of the first table that holds the same; `key` unless it is given.",
                **_WORDS,
            },
            "column": {
                "description": "What is done with each column. In a pointer, `-` is the entry that the row is.",
                **_COLUMNS,
                "items": {"$ref": "#/$defs/JoinedColumn"},
            },
        },
        "required": ["name", "key", "column"],
        "additionalProperties": False,
    }


def _column(*, joined: bool = False) -> dict[str, Any]:
    own = {
        "name": {"description": "The column's name in the header.", **_WORDS},
        "names": {
            "description": "Several columns instead of one: with `joined_by` their cells are one value, and without it "
            "each is an entry of a list, whose position is `-` in the pointers. A name again is the next column so "
            "called.",
            "type": "array",
            "items": _WORDS,
            "minItems": 2,
            "maxItems": 1000,
        },
        "joined_by": {
            "description": "What stands between the cells of several columns. Blank ones are passed over.",
            **_WORDS,
        },
        "no_value": _one_or_many(
            "Cells that stand for no value. They are counted, and have no finding.", {"type": "string"}
        ),
        "with": _values("Pointer = value, set only when the cell has a value.", _PLACE_OF_ENTRIES),
        "also": {
            "description": "Further conversions of the same cell. Finding nothing there is no finding, since `to` "
            "carries the cell.",
            "type": "array",
            "items": {"$ref": "#/$defs/Also"},
            "maxItems": 1000,
        },
        "ignore": {"description": "Why the column is not carried. Each of its cells has a finding.", **_WORDS},
    }
    kinds = [each for each in KINDS if each not in ("postcode_at_end", *(["list"] if joined else []))]
    heads = ("name", "names", "joined_by")
    return {
        "description": "One column: where its cells go and how they are read, or why it is ignored.",
        "type": "object",
        "properties": {**own, **_reading(kinds)},
        "anyOf": [_having("name"), _having("names")],
        "not": _having("name", "names"),
        "dependentRequired": {"joined_by": ["names"], **({"names": ["joined_by"]} if joined else {})},
        "additionalProperties": False,
        "if": {"properties": {"ignore": {"description": "The column is ignored."}}, "required": ["ignore"]},
        "then": _only((*heads, "no_value", "ignore")),
        "else": _kinds((*heads, "no_value", "with", "also", "as", "to"), "to"),
    }


def _having(*keys: str) -> dict[str, Any]:
    return {"properties": {key: {"description": "Given."} for key in keys}, "required": list(keys)}


def _also() -> dict[str, Any]:
    return {
        "description": "A further conversion of the same cell.",
        "type": "object",
        "properties": _reading(KINDS),
        "required": ["to"],
        "additionalProperties": False,
        **_kinds(("as", "to")),
    }


def _reading(kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "as": {
            "description": "How a cell is read: `text` unless it is given.",
            "type": "string",
            "enum": list(kinds),
        },
        "to": _one_or_many(
            "Where its cells go: a JSON Pointer into the episode, or several. A number is a slot of the row; in a "
            "list, `-` is a new slot for each entry.",
            _PLACE_OF_ENTRIES,
            least=1,
        ),
        "codes": {
            "description": "What the cell says = the code that it means; or the name of such a table under `tables`.",
            "anyOf": [_WORDS, _codes("A table of codes.")],
        },
        "otherwise": {
            "description": "The code that stands for every cell that the codes do not have. Each use is a finding.",
            **_WORDS,
        },
        "formats": _one_or_many(
            "How the column writes dates and times, in `%Y %y %m %b %B %d %H %I %p %M %S %f %z %a %A` of Python's "
            "`strptime`. The first that fits is used.",
            _WORDS,
            least=1,
        ),
        "latest_year": {
            "description": "With `%y`: the last year that two digits can mean. 2026 says that `27` is 1927.",
            "type": "integer",
            "minimum": FIRST_LATEST_YEAR,
            "maximum": LAST_YEAR,
        },
        "separator": {"description": "What stands between the entries of a list.", **_WORDS},
        "true": _one_or_many("What the column writes for true, or yes.", {"type": "string"}),
        "false": _one_or_many("What the column writes for false, or no.", {"type": "string"}),
        "unit": {
            "description": "The unit of a height or a weight, which is carried in whole centimetres or kilograms.",
            "type": "string",
            "enum": list(UNITS),
        },
    }


def _kinds(common: Sequence[str], *needed: str) -> dict[str, Any]:
    """Which keys each kind of reading has beside the ``common`` ones, and which of them it needs."""
    some_code = {"anyOf": [_WORDS, {"type": "object", "minProperties": 1, "additionalProperties": _WORDS}]}
    listed = _only((*common, "separator", "codes", "otherwise"), *needed, "separator")
    coded = _only((*common, "codes", "otherwise"), *needed, "codes", codes=some_code)
    timed = _only((*common, "formats", "latest_year"), *needed, "formats")
    plain = _only(common, *needed)
    measured = _only((*common, "unit"), *needed, "unit")
    some = {"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1}]}
    judged = _only((*common, "true", "false"), *needed, "true", "false", true=some, false=some)
    plain = _when(("measure",), measured, _when(("boolean",), judged, plain))
    listed["dependentRequired"] = {"otherwise": ["codes"]}
    return _when(("date", "local_time"), timed, _when(("code", "answer"), coded, _when(("list",), listed, plain)))


def _when(kinds: Sequence[str], then: dict[str, Any], otherwise: dict[str, Any]) -> dict[str, Any]:
    kind = {"description": "One of these kinds.", "type": "string", "enum": list(kinds)}
    return {"if": {"properties": {"as": kind}, "required": ["as"]}, "then": then, "else": otherwise}


def _only(keys: Sequence[str], *needed: str, **parts: dict[str, Any]) -> dict[str, Any]:
    """No other key than these, and of them the needed ones."""
    properties = {each: {"description": "Needed by this kind.", **parts.get(each, {})} for each in needed}
    made: dict[str, Any] = {"propertyNames": {"enum": list(keys)}}
    return {**made, "properties": properties, "required": list(needed)} if needed else made


def _one_or_many(description: str, part: dict[str, Any], *, least: int = 0) -> dict[str, Any]:
    many = {"type": "array", "items": part, **({"minItems": least} if least else {}), "maxItems": 1000}
    return {"description": description, "anyOf": [part, many]}


def _codes(description: str) -> dict[str, Any]:
    return {"description": description, "type": "object", "additionalProperties": _WORDS}


def _values(description: str, place: dict[str, Any] = _PLACE) -> dict[str, Any]:
    return {
        "description": description,
        "type": "object",
        "propertyNames": place,
        "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]},
    }
