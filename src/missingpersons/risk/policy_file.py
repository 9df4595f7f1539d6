"""How a policy is read from its file, and what is refused, in one line that names the place."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping
from typing import Any

from missingpersons._toml_lines import bare
from missingpersons.codes import LEVELS, RiskLevel, RiskScheme, codelist
from missingpersons.findings import CannotRun
from missingpersons.risk.conditions import Condition, one
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.nearest import instead, nearest
from missingpersons.risk.places import ENCODING, MAX_TEXT, THE_POLICY, Misplaced, Where, refuse, where_of
from missingpersons.risk.policy import Line, Policy

MAX_BYTES = 256 * 1024
MAX_LINES = 1000
MAX_ITEMS = 100
"""In one combination."""
MAX_BASIS = 2000
MAX_DOTS = 64

LOWEST = "lowest"
"""No line may have this code: ``lowers`` names the lowest level by it."""

_KEYS = frozenset({"name", "version", "scheme", "lowest", "status", "basis", "line", "without_guards"})
_LINE_KEYS = frozenset({"code", "question", "all_of", "any_of", "floor", "if_unknown", "basis"})
ASKS = ("question", "all_of", "any_of")


def decoded(data: bytes, source: str) -> tuple[dict[str, Any], str]:
    """The tree that a policy file writes, and the file's digest."""
    if len(data) > MAX_BYTES:
        raise CannotRun(f"{source}: a policy has at most {MAX_BYTES // 1024} KiB")
    try:
        written = data.decode(ENCODING)
        if _is_bomb(written):
            raise CannotRun(f"{source}: a key has too many parts")
        return tomllib.loads(written), hashlib.sha256(data).hexdigest()
    except UnicodeDecodeError:
        reason = "not UTF-8"
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
    except (ValueError, RecursionError):
        reason = "a number is too long or the tables are nested too deeply"
    raise CannotRun(f"{source}: {reason}")


def policy_of(table: Mapping[str, Any], source: str, digest: str) -> Policy:
    """The policy that a tree writes which extends no other."""
    if "lowers" in table:
        refuse(source, THE_POLICY, "lowers", "lowers is for a policy that extends another")
    refuse_unknown(table, _KEYS, source, THE_POLICY)
    scheme = RiskScheme(choice(table, "scheme", [each.value for each in RiskScheme], source, THE_POLICY))
    refuse_basis(table, source)
    tables = line_tables(table, source)
    lines = tuple(_line(each, scheme, source, number) for number, each in enumerate(tables, 1))
    refuse_repeated([each.code for each in lines], source)
    return Policy(
        name=text(table, "name", source, THE_POLICY),
        version=text(table, "version", source, THE_POLICY),
        scheme=scheme,
        lowest=level(table, "lowest", scheme, source, THE_POLICY),
        status=text(table, "status", source, THE_POLICY, MAX_BASIS),
        digest=digest,
        lines=lines,
        without_guards=guards_off(table, source),
    )


def line_tables(table: Mapping[str, Any], source: str, *, least: int = 1) -> list[Any]:
    """The tables of the lines, of which there are ``least`` at least."""
    lines = table.get("line", [])
    if not isinstance(lines, list) or len(lines) < least:
        problem = "a policy needs at least one [[line]]" if least else "line must be [[line]]"
        raise Misplaced(f"{source}: {problem}", ("line",))
    if len(lines) > MAX_LINES:
        raise CannotRun(f"{source}: a policy has at most {MAX_LINES} lines")
    return lines


def read_line(table: Any, scheme: RiskScheme, source: str, where: Where, base: Mapping[str, Line]) -> Line:
    """The line that a table writes. What it leaves out is as in the line of the same code in ``base``, if any is."""
    if not isinstance(table, dict):
        refuse(source, where, None, "a [[line]] is a table")
    refuse_unknown(table, _LINE_KEYS, source, where)
    given = [key for key in ASKS if key in table]
    if len(given) > 1:
        refuse(source, where, given[1], f"{given[0]} and {given[1]} cannot both be given")
    code = text(table, "code", source, where)
    if code == LOWEST:
        refuse(source, where, "code", f"a line cannot be called {LOWEST}")
    old = base.get(code)
    if old and not given:
        condition = old.condition
    else:
        condition = _condition(table, given[0] if given else "question", source, where)
    floor = old.floor if old and "floor" not in table else level(table, "floor", scheme, source, where)
    if old and "if_unknown" not in table:
        if_unknown = old.if_unknown
    else:
        if_unknown = level(table, "if_unknown", scheme, source, where)
    if if_unknown.rank > floor.rank:
        refuse(
            source,
            where,
            "if_unknown" if "if_unknown" in table else "floor",
            "if_unknown calls for more than floor does",
        )
    return Line(code, condition, floor, if_unknown, text(table, "basis", source, where, MAX_BASIS))


def refuse_basis(table: Mapping[str, Any], source: str) -> None:
    """Refuse a basis of the whole policy that is no text. It may be left out."""
    if "basis" in table:
        text(table, "basis", source, THE_POLICY, MAX_BASIS)


def guards_off(table: Mapping[str, Any], source: str) -> tuple[str, ...]:
    """The guards that a file says it does without."""
    return names(table, "without_guards", GUARDS, f"guards: {', '.join(GUARDS)}", source)


def names(table: Mapping[str, Any], key: str, known: Collection[str], of_what: str, source: str) -> tuple[str, ...]:
    """A list of names, each once, all of them known."""
    given = table.get(key, [])
    if not isinstance(given, list):
        refuse(source, THE_POLICY, key, f"{key} must name {of_what}")
    if wrong := [each for each in given if not isinstance(each, str) or each not in known]:
        refuse(source, THE_POLICY, key, f"{key} must name {of_what}{instead(wrong[0], known)}")
    if len(set(given)) < len(given):
        refuse(source, THE_POLICY, key, f"{key} names the same twice")
    return tuple(given)


def refuse_repeated(codes: list[str], source: str) -> None:
    """Refuse two lines of one code."""
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        again = next(number for number, code in enumerate(codes) if code in codes[:number])
        raise Misplaced(f"{source}: the code of a line is used twice: {', '.join(repeated)}", ("line", again, "code"))


def refuse_unknown(table: Mapping[str, Any], known: Collection[str], source: str, where: Where) -> None:
    """Refuse a key that means nothing here."""
    if unknown := sorted(set(table) - set(known)):
        near = nearest(unknown[0], known) if len(unknown) == 1 else ""
        refuse(source, where, unknown[0], f"there is no key {', '.join(map(repr, unknown[:5]))}{near}")


def text(table: Mapping[str, Any], key: str, source: str, where: Where, most: int = MAX_TEXT) -> str:
    """A text that must be given."""
    value = table.get(key)
    if not isinstance(value, str) or not value:
        refuse(source, where, key, f"{key} must be given, as text")
    if len(value) > most or not value.isprintable():
        refuse(source, where, key, f"{key} must be one line of at most {most} characters")
    return value


def choice(table: Mapping[str, Any], key: str, choices: Collection[str], source: str, where: Where) -> str:
    """One of ``choices``."""
    value = table.get(key)
    if not isinstance(value, str) or not value:
        refuse(source, where, key, f"{key} must be given, as text")
    if value not in choices:
        refuse(source, where, key, f"{key} must be one of {', '.join(choices)}{instead(value, choices)}")
    return value


def level(table: Mapping[str, Any], key: str, scheme: RiskScheme, source: str, where: Where) -> RiskLevel:
    """A level of ``scheme``."""
    levels = [each.value for each in RiskLevel if each in LEVELS[scheme]]
    return RiskLevel(choice(table, key, levels, source, where))


def _is_bomb(written: str) -> bool:
    """Whether a line has more dots outside of its texts than any key has. Reading one takes time by their square."""
    return any(line.count(".") > MAX_DOTS for line in bare(written).split("\n"))


def _line(table: Any, scheme: RiskScheme, source: str, number: int) -> Line:
    return read_line(table, scheme, source, where_of(number, table), {})


def _condition(table: Mapping[str, Any], key: str, source: str, where: Where) -> Condition:
    if key == "question":
        if not _is_question(table.get(key)):
            wrong = instead(table.get(key), codelist("risk_questions").entries)
            refuse(
                source,
                where,
                key,
                f"question, all_of or any_of must name questions of the list risk_questions{wrong}",
            )
        return one(table[key])
    return _combination(key, table[key], source, where, nested=True)


def _combination(key: str, items: Any, source: str, where: Where, *, nested: bool) -> Condition:
    if not isinstance(items, list) or not items or len(items) > MAX_ITEMS:
        refuse(source, where, key, f"{key} must be a list of 1 to {MAX_ITEMS}")
    read: list[str | Condition] = []
    other = "any_of" if key == "all_of" else "all_of"
    inside = Where(f"{where}: {key}", (*where.path, key))
    for item in items:
        if _is_question(item):
            read.append(item)
        elif nested and isinstance(item, dict) and set(item) == {other}:
            read.append(_combination(other, item[other], source, inside, nested=False))
        else:
            also = f", or {{ {other} = [...] }}" if nested else ""
            wrong = instead(item, codelist("risk_questions").entries)
            refuse(source, where, key, f"{key} must name questions of the list risk_questions{also}{wrong}")
    if len(read) == 1 and isinstance(read[0], str):
        # All of one question, or any of one, is that question: which word says so lowers nothing.
        return one(read[0])
    return Condition(key == "all_of", tuple(read))


def _is_question(value: Any) -> bool:
    return isinstance(value, str) and value in codelist("risk_questions")
