"""Invented people and generated documents, for the tests of whoever uses the standard.

>>> from missingpersons.testing import Generator
>>> next(Generator(seed=1).episodes(1))["owner_force"].startswith("test-")
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from missingpersons.testing.invented.generator import Generator

# Names are loaded when they are first used.
_HOMES = {"invented.generator": ("Generator",)}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["Generator"]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
