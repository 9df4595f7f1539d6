"""Many small cases in one test: each that fails is told by its name, and none keeps the others from being asked.

A test costs more than most cases do, so the cases of a file or of a family of codes are one test. ``--case NAME`` asks
only the case of that name.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any

import pytest

Groups = Mapping[str, Mapping[str, tuple[Any, ...]]]
"""The groups by name; in each its cases by name, with what the test is given for each."""

only: str | None = None
"""The one case that is asked, as ``--case`` names it."""


class Wrong:
    """What failed so far."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def of(self, name: str) -> _Asked:
        return _Asked(self, name)


class _Asked:
    """While a case is asked: whatever fails it is kept, with its name."""

    def __init__(self, wrong: Wrong, name: str) -> None:
        self._wrong, self._name = wrong, name

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, (Exception, pytest.fail.Exception)):
            return False
        error.add_note(f"case {self._name}")
        self._wrong.errors.append(error)
        return True


def grouped(names: str, groups: Groups) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A test for each group, in place of one for each case as ``pytest.mark.parametrize(names, cases)`` would make.

    What else the test takes are fixtures, which all cases of a group share: a case leaves them as they were.
    """
    given = [each.strip() for each in names.split(",")]
    if not groups or not all(groups.values()):
        raise ValueError("a group without cases shows nothing")

    def of(ask: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(ask)
        def test(*args: Any, group: str, **fixtures: Any) -> None:
            asked = {name: case for name, case in groups[group].items() if only in (None, name)}
            if not asked:
                pytest.skip(f"there is no case {only} here")
            wrong = Wrong()
            for name, case in asked.items():
                with wrong.of(name):
                    ask(*args, **dict(zip(given, case, strict=True)), **fixtures)
            if wrong.errors:
                raise BaseExceptionGroup(f"{len(wrong.errors)} of {len(asked)} cases of {group}", wrong.errors)

        signature = inspect.signature(ask)
        rest = [each for name, each in signature.parameters.items() if name not in given]
        takes = inspect.Parameter("group", inspect.Parameter.KEYWORD_ONLY)
        test.__signature__ = signature.replace(parameters=[*rest, takes])  # type: ignore[attr-defined]
        return pytest.mark.parametrize("group", groups)(test)

    return of


def by_family(codes: Iterable[str]) -> Groups:
    """Codes of findings, a group for each family and ten of its numbers: ``MP-R-01``."""
    groups: dict[str, dict[str, tuple[Any, ...]]] = {}
    for code in codes:
        groups.setdefault(code[:-1], {})[code] = (code,)
    return groups
