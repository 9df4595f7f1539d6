"""The one door: bytes become records here, and records bytes, and nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from pydantic import BaseModel, ValidationError

from missingpersons import _first_look
from missingpersons._survey import Survey
from missingpersons.codes import DocumentType
from missingpersons.findings import Finding, InvalidDocument, Report, finding, profiles, report
from missingpersons.models import (
    DOCUMENTS,
    STANDARD_MAJOR,
    STANDARD_VERSION,
    AnyDocument,
    Call,
    Episode,
    UnidentifiedCase,
)
from missingpersons.models._base import Record
from missingpersons.models._errors import structure_findings
from missingpersons.rules import Plan, Rule, given_by, places, plan, run
from missingpersons.rules.judged import Judged
from missingpersons.values.dates import moment

if TYPE_CHECKING:
    from missingpersons.models.audit import AuditEvent

MAX_BYTES = 8 * 1024 * 1024
"""The largest document that is read: photographs and files travel by reference."""

Document = bytes | bytearray | memoryview | str
"""What can be read: the bytes of one document, or their text."""

ExtensionSchemas = Mapping[str, Mapping[str, Any]]
"""JSON Schemas (2020-12) for local fields, by owner."""

NO_SCHEMAS: ExtensionSchemas = MappingProxyType({})
"""No owner gives a schema: local fields are carried unjudged."""


_Kind = TypeVar("_Kind", Episode, UnidentifiedCase, Call)


@overload
def parse(document: Document) -> AnyDocument: ...
@overload
def parse(document: Document, kind: type[_Kind]) -> _Kind: ...
def parse(document: Document, kind: type[Any] | None = None) -> AnyDocument:
    """Read one document as a record: an episode, an unidentified case or a call, by its ``document_type``.

    ``kind`` is the record that you can use, such as ``Episode``; another is then refused like one that
    cannot be read. Raises ``InvalidDocument``, whose report says what is wrong and where. Rules never
    refuse: a record that is read may still have much that ``check`` finds.
    """
    read = _read(document, kind)
    record: AnyDocument | None = read.record
    if record is None:
        raise InvalidDocument(report(read.found))
    return record


def check(
    document: Document,
    *,
    as_of: datetime | None = None,
    profile: str = "record",
    extension_schemas: ExtensionSchemas = NO_SCHEMAS,
) -> Report:
    """Everything that is wrong with one document: its structure and, if it can be read, every rule.

    ``as_of`` is the moment to judge from, by default the document's own ``recorded_at``; the machine's
    clock is never read, so the same bytes give the same report for ever. ``profile`` is the purpose.
    ``extension_schemas`` are JSON Schemas (2020-12) by owner: the local fields of each are judged by its own.
    No reference in them is ever fetched.

    Never raises for anything in the document. Raises ``KeyError`` for a profile that does not exist, and
    ``CannotRun`` for a schema that cannot be used.
    """
    given = given_by(extension_schemas)
    if profile not in profiles():
        raise KeyError(profile)
    read = _read(document)
    if read.record is None:
        return report(read.found)
    return _judged(read.record, read.found, as_of, _plan(read.record, profile, given), read.clear)


def check_record(
    record: AnyDocument,
    *,
    as_of: datetime | None = None,
    profile: str = "record",
    extension_schemas: ExtensionSchemas = NO_SCHEMAS,
) -> Report:
    """What every rule finds in a record that has been read."""
    return _judged(record, (), as_of, _plan(record, profile, given_by(extension_schemas)), Survey(record).clear)


def judge(
    document: Document, *, as_of: datetime | None = None, extension_schemas: ExtensionSchemas = NO_SCHEMAS
) -> Judged:
    """What ``check`` finds in one document for every purpose at once: each rule looks once, not once a profile."""
    given = given_by(extension_schemas)
    read = _read(document)
    if read.record is None:
        return Judged(None, read.found)
    return Judged(read.record, read.found, _everywhere(read.record, as_of, given, read.clear))


def judge_record(
    record: AnyDocument, *, as_of: datetime | None = None, extension_schemas: ExtensionSchemas = NO_SCHEMAS
) -> Judged:
    """What every rule finds in a record that has been read, for every purpose at once."""
    return Judged(record, (), _everywhere(record, as_of, given_by(extension_schemas), Survey(record).clear))


@overload
def read(document: Document) -> tuple[AnyDocument | None, Report]: ...
@overload
def read(document: Document, kind: type[_Kind]) -> tuple[_Kind | None, Report]: ...
def read(document: Document, kind: type[Any] | None = None) -> tuple[AnyDocument | None, Report]:
    """The record, or None if it cannot be read, with what its structure and version give cause to say.

    ``kind`` is the record that you can use: another gives None, and a finding.
    """
    result = _read(document, kind)
    return result.record, report(result.found)


def is_sound(data: bytes, kind: type[AnyDocument]) -> bool:
    """Whether bytes can be read, if they are written as ``encode`` writes: no more is looked for than structure."""
    if len(data) > MAX_BYTES:
        return False
    try:
        _validator(kind).validate_json(data)
    except ValidationError:
        return False
    return True


class Event(NamedTuple):
    """A message as a tree. ``odd`` is what the first look found; ``sound`` if its structure is known to be right."""

    tree: Any
    odd: list[Finding]
    sound: bool


def read_event(data: bytes) -> Event:
    """The tree of a message of any type, whoever sent it. Never raises for anything in ``data``."""
    if len(data) > MAX_BYTES:
        return Event(None, [finding("MP-S-010")], sound=False)
    return read_signed(data, _likely_message(data))


def read_message(event: Mapping[str, Any]) -> Report:
    """What is wrong with the structure of a message, envelope and body, as a tree that the first look has seen.

    Of a message of no known type only that is said: nobody can tell what else it should have.
    """
    kind = _message_kind(event.get("type"))
    found = _structured(event, kind)[1]
    return report(each for each in found if each.at == "/type") if any(each.at == "/type" for each in found) else found


def write_message(event: Mapping[str, Any]) -> tuple[dict[str, Any] | None, Report]:
    """A message from plain Python as the tree that travels: None, and why, if its structure is wrong.

    ``None`` is left out: it means that nothing is recorded. So is a list with nothing in it.
    """
    return as_written(event, _message_kind(event.get("type")))


def read_signed(data: bytes, kind: type[Record]) -> Event:
    """The tree of something that is signed, such as a list of keys, of any size."""
    try:
        record = _validator(kind).validate_json(data)
    except ValidationError:
        record = None
    if record is not None and _first_look.is_plain(data, Survey(record)):
        return Event(json.loads(data), [], sound=True)
    return Event(*_first_look.look(data), sound=False)


def as_written(tree: Mapping[str, Any], kind: type[Record]) -> tuple[dict[str, Any] | None, Report]:
    """A tree as a record of ``kind`` is written, or None, and what is wrong with its structure."""
    record, found = _structured(tree, kind)
    return to_tree(record) if record is not None else None, found


def _structured(tree: Mapping[str, Any], kind: type[Record]) -> tuple[Record | None, Report]:
    try:
        data = encode(tree)
    except (TypeError, ValueError, RecursionError):
        # What JSON cannot write: an object of the caller's own, a number that is none, half a character.
        data = b""
    problem: ValidationError | None = None
    try:
        return _validator(kind).validate_json(data), report(())
    except ValidationError as error:
        problem = error
    return None, report(structure_findings(problem) if data else [finding("MP-S-022")])


def read_audit_event(data: bytes) -> tuple[AuditEvent | None, Report]:
    """One entry of a log of what was done with personal data, or None, with what its structure gives cause to say."""
    from missingpersons.models.audit import AuditEvent

    if len(data) > MAX_BYTES:
        return None, report([finding("MP-S-010")])
    read = _read_closely(data, AuditEvent)
    return read.record, report(read.found)


def dump(record: BaseModel) -> bytes:
    """The bytes of a record: compact JSON with sorted names. Equal records give equal bytes."""
    return encode(to_tree(record))


def to_tree(record: BaseModel) -> dict[str, Any]:
    """The JSON tree of a record, without what is not recorded."""
    return record.__pydantic_serializer__.to_python(record, mode="json", exclude_defaults=True)  # type: ignore[no-any-return]


def encode(tree: Mapping[str, Any]) -> bytes:
    """Compact JSON with sorted names: the RFC 8785 form of a tree of whole numbers and ASCII names."""
    return _ENCODER.encode(tree).encode()


# Made once: json.dumps makes an encoder for every tree that is written in any form but its own.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
)


@overload
def build(tree: Mapping[str, Any]) -> AnyDocument: ...
@overload
def build(tree: Mapping[str, Any], kind: type[_Kind]) -> _Kind: ...
def build(tree: Mapping[str, Any], kind: type[Any] | None = None) -> AnyDocument:
    """A record from plain Python: dictionaries, lists, text, numbers, dates and moments with an offset.

    Raises ``InvalidDocument`` as ``parse`` does. ``None`` is left out: it means that nothing is recorded.
    """
    problem: Finding | None = None
    try:
        text = json.dumps(_plain(tree), allow_nan=True)
    except (TypeError, ValueError, RecursionError):
        # A number of more than 4,300 digits is a ValueError: Python will not write it out.
        problem = finding("MP-S-022")
    if problem:
        raise InvalidDocument(report([problem]))
    return parse(text, kind) if kind else parse(text)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        # A set has no order of its own: the same set gives the same bytes.
        return sorted(map(_plain, value), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


@cache
def _validator(kind: type[Record]) -> Any:
    kind.model_rebuild()
    return kind.__pydantic_validator__


_MESSAGE_TYPE = re.compile(rb'"type"[ \t\r\n]*:[ \t\r\n]*"(uk\.missingpersons\.[a-z]{1,20}\.[a-z]{1,20}\.v1)"')


def _likely_message(data: bytes) -> type[Record]:
    """The kind of message that bytes most likely are. A guess that is wrong costs time, and nothing else."""
    told = _MESSAGE_TYPE.search(data)
    return _message_kind(told[1].decode() if told else None)


def _message_kind(type_: object) -> type[Record]:
    # Messages are read far less often than episodes, so their records are loaded when the first one comes.
    from missingpersons.models.message import EpisodePublished
    from missingpersons.models.messages import MESSAGES

    return MESSAGES.get(type_, EpisodePublished) if isinstance(type_, str) else EpisodePublished


def _judged(
    record: AnyDocument,
    found: Iterable[Finding],
    as_of: datetime | None,
    planned: Plan,
    clear: Collection[str] = frozenset(),
) -> Report:
    return report([*found, *run(record, as_of or moment(record.recorded_at), planned, clear)])


def _everywhere(
    record: AnyDocument, as_of: datetime | None, given: tuple[tuple[str, Rule], ...], clear: Collection[str]
) -> tuple[tuple[str, str], ...]:
    planned = plan(type(record), _NO_PURPOSE, given) if given else _all_planned(type(record))
    found = places(record, as_of or moment(record.recorded_at), planned, clear)
    return tuple([(row.code, at) for row, at in found])


_NO_PURPOSE: Mapping[str, str] = MappingProxyType({})
"""Switches no rule off."""


@cache
def _all_planned(kind: type[AnyDocument]) -> Plan:
    return plan(kind, _NO_PURPOSE)


@cache
def _planned(kind: type[AnyDocument], profile: str) -> Plan:
    return plan(kind, profiles()[profile])


def _plan(record: AnyDocument, profile: str, given: tuple[tuple[str, Rule], ...]) -> Plan:
    # Rules that a caller's schemas make are not kept: a caller may give others the next time.
    return plan(type(record), profiles()[profile], given) if given else _planned(type(record), profile)


class _Read(NamedTuple):
    """What reading gave: the record or None, what was found, and the rules that need not be run."""

    record: Any
    found: tuple[Finding, ...] = ()
    clear: Collection[str] = frozenset()


def _read(document: Document, kind: type[AnyDocument] | None = None) -> _Read:
    read = _read_any(document)
    if kind and read.record is not None and not isinstance(read.record, kind):
        return _Read(None, (finding("MP-S-031", "/document_type"),))
    return read


def _read_any(document: Document) -> _Read:
    data = _bytes(document)
    if isinstance(data, Finding):
        return _Read(None, (data,))
    try:
        record: AnyDocument | None = _validator(_likely_kind(data)).validate_json(data)
    except ValidationError:
        record = None
    if record is not None:
        survey = Survey(record)
        if _first_look.is_plain(data, survey):
            newer = record.standard_version != STANDARD_VERSION
            return _Read(record, (finding("MP-V-002"),) if newer else (), survey.clear)
    return _read_closely(data)


_TYPE = re.compile(rb'"document_type"[ \t\r\n]*:[ \t\r\n]*"([a-z_]{1,40})"')


def _likely_kind(data: bytes) -> type[AnyDocument]:
    """The record that a document is most likely to be. A guess that is wrong costs time, and nothing else."""
    told = _TYPE.search(data)
    return DOCUMENTS.get(told[1].decode(), Episode) if told else Episode


def _bytes(document: Document) -> bytes | Finding:
    data = _utf8(document) if isinstance(document, str) else bytes(document)
    if len(data) > MAX_BYTES:
        return finding("MP-S-010")
    return data


# Half a surrogate pair that no backslash escapes: an even number of them stands before it.
_HALF = re.compile("(?<!\\\\)((?:\\\\\\\\)*)([\ud800-\udfff])")


def _utf8(text: str) -> bytes:
    """The text as bytes. Half a character is spelt as an escape, so that the first look finds its place."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        spelt = _HALF.sub(lambda match: f"{match[1]}\\u{ord(match[2]):04x}", text)
    return spelt.encode("utf-8", "surrogatepass")


def _read_closely(data: bytes, kind: type[BaseModel] | None = None) -> _Read:
    """The slow way, for a document with something wrong: find all of it, each defect once.

    ``kind`` is the record that it must be; left out, a document says it itself.
    """
    tree, first = _first_look.look(data)
    if tree is None:
        return _Read(None, tuple(first))
    if not isinstance(tree, dict):
        return _Read(None, (*first, finding("MP-S-011")))
    version = _other_version(tree)
    if version == "major":
        return _Read(None, (*first, finding("MP-V-001", "/standard_version")))
    kind = kind or _kind_of(tree)
    if kind is None:
        # What is shown to one audience is not a record: read back, it would erase what was withheld.
        code = "MP-S-032" if tree["document_type"] == DocumentType.VIEW else "MP-S-030"
        return _Read(None, (*first, finding(code, "/document_type")))
    newer = version == "minor"
    record, problem = _validated(kind, tree)
    if newer and problem:
        # What only the newer version knows is no defect: the rest is judged without it.
        for error in problem.errors(include_url=False, include_context=False, include_input=False):
            if error["type"] == "extra_forbidden":
                _set_aside(tree, error["loc"])
        record, problem = _validated(kind, tree)
    places = {each.at for each in first}
    structure = structure_findings(problem) if problem else ()
    found = (*first, *dict.fromkeys(each for each in structure if not _within(each.at, places)))
    return _Read(None, found) if found else _Read(record, (finding("MP-V-002"),) if newer else ())


def _validated(kind: type[BaseModel], tree: dict[str, Any]) -> tuple[Any, ValidationError | None]:
    try:
        return _validator(kind).validate_json(encode(tree)), None
    except ValidationError as error:
        return None, error


def _within(place: str, places: set[str]) -> bool:
    return any(place == each or place.startswith(f"{each}/") for each in places if each)


def _other_version(tree: dict[str, Any]) -> str:
    version = tree.get("standard_version")
    if not isinstance(version, str):
        return ""
    major, dot, minor = version.partition(".")
    if not (dot and major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        return ""
    if major != STANDARD_MAJOR:
        return "major"
    return "" if version == STANDARD_VERSION else "minor"


def _kind_of(tree: dict[str, Any]) -> type[AnyDocument] | None:
    """The record that a tree says it is. One that does not say is read as an episode, and told what it lacks."""
    kind = tree.get("document_type")
    return DOCUMENTS.get(kind) if isinstance(kind, str) else Episode


def _set_aside(tree: Any, place: tuple[int | str, ...]) -> None:
    for segment in place[:-1]:
        tree = tree[segment]
    tree.pop(place[-1], None)
