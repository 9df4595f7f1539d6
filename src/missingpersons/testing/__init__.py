"""Invented people and generated documents, for the tests of whoever uses the standard.

>>> from missingpersons.testing import Generator
>>> next(Generator(seed=1).episodes(1))["owner_force"].startswith("test-")
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from missingpersons.testing.defects import Defective, defects, invalid
    from missingpersons.testing.invented.generator import Generator
    from missingpersons.testing.strategies import (
        calls,
        complete,
        documents,
        episodes,
        messages,
        signed_messages,
        unidentified_cases,
    )

# Names are loaded when they are first used: the generator needs nothing but Python, the strategies need Hypothesis.
_HOMES = {
    "defects": ("Defective", "defects", "invalid"),
    "invented.generator": ("Generator",),
    "strategies": (
        "calls",
        "complete",
        "documents",
        "episodes",
        "messages",
        "signed_messages",
        "unidentified_cases",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Defective",
    "Generator",
    "calls",
    "complete",
    "defects",
    "documents",
    "episodes",
    "invalid",
    "messages",
    "signed_messages",
    "unidentified_cases",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
