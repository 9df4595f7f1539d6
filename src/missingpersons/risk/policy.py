"""A risk policy: which answers call for which level, on whose authority."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from missingpersons.codes import LEVELS, RiskLevel, RiskScheme, codelist
from missingpersons.findings import CannotRun

LIBRARY = ("app-very-low", "scotland")
"""The schemes for which the library ships a policy of its own. None is official."""

_KEYS = {"name", "version", "scheme", "lowest", "status", "basis", "line"}
_LINE_KEYS = {"code", "question", "all_of", "floor", "if_unknown", "basis"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the questions that must all be answered yes, and the least level that then is called for."""

    code: str
    questions: tuple[str, ...]
    floor: RiskLevel
    if_unknown: RiskLevel
    basis: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it was loaded. ``digest`` is the SHA-256 of the file, in hexadecimal."""

    name: str
    version: str
    scheme: RiskScheme
    lowest: RiskLevel
    status: str
    digest: str
    lines: tuple[Line, ...]
    questions: tuple[str, ...]
    """Every question that a line asks, once, in the order of the lines."""

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@cache
def library_policy(scheme: str = "app-very-low") -> Policy:
    """The library's own policy for ``scheme``. Raises ``CannotRun`` if there is none."""
    if scheme not in LIBRARY:
        raise CannotRun(f"the library has no policy for that scheme; it has: {', '.join(LIBRARY)}")
    name = f"{scheme.replace('-', '_')}.toml"
    data = files(__package__).joinpath("policies", name).read_bytes()
    return read_policy(data, name)


def load_policy(path: str | Path) -> Policy:
    """The policy in a file. Raises ``CannotRun``, in one line that names the place, if it is not one."""
    file = Path(path)
    try:
        data = file.read_bytes()
    except OSError as error:
        problem = error.strerror or "cannot be read"
    else:
        return read_policy(data, file.name)
    raise CannotRun(f"{file.name}: {problem}")


def read_policy(data: bytes, source: str) -> Policy:
    """The policy that ``data`` (TOML) writes; ``source`` names it in what is raised."""
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
    except (ValueError, RecursionError):
        reason = "a number is too long or the tables are nested too deeply"
    else:
        return _policy(table, source, hashlib.sha256(data).hexdigest())
    raise CannotRun(f"{source}: {reason}")


def _policy(table: Mapping[str, Any], source: str, digest: str) -> Policy:
    _refuse_unknown(table, _KEYS, source, "the policy")
    scheme = _choice(table, "scheme", [each.value for each in RiskScheme], source, "the policy")
    levels = [each.value for each in RiskLevel if each in LEVELS[RiskScheme(scheme)]]
    lines = table.get("line")
    if not isinstance(lines, list) or not lines:
        raise CannotRun(f"{source}: a policy needs at least one [[line]]")
    read = tuple(_line(each, source, number, levels) for number, each in enumerate(lines, 1))
    codes = [each.code for each in read]
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        raise CannotRun(f"{source}: the code of a line is used twice: {', '.join(repeated)}")
    return Policy(
        name=_text(table, "name", source, "the policy"),
        version=_text(table, "version", source, "the policy"),
        scheme=RiskScheme(scheme),
        lowest=RiskLevel(_choice(table, "lowest", levels, source, "the policy")),
        status=_text(table, "status", source, "the policy"),
        digest=digest,
        lines=read,
        questions=tuple(dict.fromkeys(question for line in read for question in line.questions)),
    )


def _line(table: Any, source: str, number: int, levels: list[str]) -> Line:
    where = f"line {number}"
    if not isinstance(table, dict):
        raise CannotRun(f"{source}: {where}: a [[line]] is a table")
    _refuse_unknown(table, _LINE_KEYS, source, where)
    if "question" in table and "all_of" in table:
        raise CannotRun(f"{source}: {where}: question and all_of cannot both be given")
    asked = table["all_of"] if "all_of" in table else [table.get("question")]
    known = codelist("risk_questions")
    if not isinstance(asked, list) or not asked or not all(isinstance(each, str) and each in known for each in asked):
        raise CannotRun(f"{source}: {where}: question or all_of must name questions of the list risk_questions")
    floor = RiskLevel(_choice(table, "floor", levels, source, where))
    if_unknown = RiskLevel(_choice(table, "if_unknown", levels, source, where))
    if if_unknown.rank > floor.rank:
        raise CannotRun(f"{source}: {where}: if_unknown calls for more than floor does")
    return Line(
        _text(table, "code", source, where),
        tuple(asked),
        floor,
        if_unknown,
        _text(table, "basis", source, where),
    )


def _refuse_unknown(table: Mapping[str, Any], known: set[str], source: str, where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise CannotRun(f"{source}: {where}: there is no key {', '.join(map(repr, unknown))}")


def _text(table: Mapping[str, Any], key: str, source: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise CannotRun(f"{source}: {where}: {key} must be given, as text")
    return value


def _choice(table: Mapping[str, Any], key: str, choices: list[str], source: str, where: str) -> str:
    value = _text(table, key, source, where)
    if value not in choices:
        raise CannotRun(f"{source}: {where}: {key} must be one of {', '.join(choices)}")
    return value
