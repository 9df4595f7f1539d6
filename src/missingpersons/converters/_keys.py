"""Reading the keys of a TOML table: each of its type, each known, and a fault in one line."""

from __future__ import annotations

from typing import Any, NoReturn

from missingpersons._toml_lines import Path
from missingpersons.findings import CannotRun


class Refusal(CannotRun):
    """What is wrong with a mapping file, and where in its tree."""

    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text)
        self.path = path


class Keys:
    """The keys of one table of a mapping file, taken one by one; ``done`` refuses those that nobody took."""

    def __init__(self, table: Any, where: str, path: Path = ()) -> None:
        self.where = where
        self.path = path
        if not isinstance(table, dict):
            raise Refusal(f"{where}: must be a table", path)
        self._table: dict[str, Any] = dict(table)
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        self._known.add(key)
        return key in self._table

    def _take(self, key: str, default: Any) -> Any:
        self._known.add(key)
        return self._table.pop(key, default)

    def refuse(self, key: str, why: str) -> NoReturn:
        """Stop: the value of ``key`` is wrong."""
        raise Refusal(f"{self.where}: {key}: {why}", (*self.path, key))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._take(key, default)
        if value is None:
            self.refuse(key, "is needed")
        if not isinstance(value, str) or (not value and value is not default):
            self.refuse(key, "must be text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or one text alone. Left out, none."""
        value = self._take(key, [])
        many = [value] if isinstance(value, str) else value
        if not isinstance(many, list) or not all(isinstance(each, str) for each in many):
            self.refuse(key, "must be text or a list of texts")
        return tuple(many)

    def whole_number(self, key: str) -> int | None:
        """A whole number, or None where it is left out."""
        value = self._take(key, None)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.refuse(key, "must be a whole number")
        return value

    def table(self, key: str) -> dict[str, Any]:
        """A table of anything. Left out, empty."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.refuse(key, "must be a table")
        return value

    def tables(self, key: str) -> list[Keys]:
        """A list of tables. Left out, none."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.refuse(key, "must be a list of tables")
        return [
            Keys(each, f"{self.where}: {key} {number}", (*self.path, key, number - 1))
            for number, each in enumerate(value, 1)
        ]

    def codes(self, key: str = "") -> dict[str, str]:
        """A table of cells and the codes they mean: this table, or the one under ``key``."""
        table = self.table(key) if key else self._table
        if not all(isinstance(code, str) and code for code in table.values()):
            said = f"{self.where}: {f'{key}: ' if key else ''}each code must be text"
            raise Refusal(said, (*self.path, key) if key else self.path)
        return {cell.strip(): code for cell, code in table.items()}

    def is_text(self, key: str) -> bool:
        """Whether ``key`` holds a text, which then is a name."""
        return isinstance(self._table.get(key), str)

    def done(self) -> None:
        """Refuse the first key that nobody took: a misspelt key must not be silent."""
        for key in self._table:
            self.refuse(key, f"there is no such key here, only {', '.join(sorted(self._known))}")
