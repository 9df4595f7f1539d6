"""One record, one set of checks, one open way to judge risk, and one way across a force boundary.

>>> import missingpersons as mp
>>> mp.check(b"{}").ok
False
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from missingpersons.codes import Answer, RiskCategory, RiskLevel, RiskScheme, Sex, Status, codelist
    from missingpersons.due import Clock, clocks
    from missingpersons.findings import (
        CannotRun,
        Finding,
        InvalidDocument,
        MissingExtra,
        Report,
        Severity,
        catalogue,
    )
    from missingpersons.models import STANDARD_VERSION, Call, Episode, UnidentifiedCase
    from missingpersons.models.found import Outcome
    from missingpersons.models.person import Name, Person
    from missingpersons.models.risk import RiskAnswer, RiskAssessment
    from missingpersons.purposes import readiness
    from missingpersons.resources import schema
    from missingpersons.risk import Suggestion, review, suggest
    from missingpersons.together import check_together
    from missingpersons.values.dates import PartialDate, Timestamp
    from missingpersons.wire import build, check, dump, parse

__version__ = "0.1.0"

# Names are loaded when they are first used, so that importing the package costs next to nothing.
_HOMES = {
    "codes": ("Answer", "RiskCategory", "RiskLevel", "RiskScheme", "Sex", "Status", "codelist"),
    "due": ("Clock", "clocks"),
    "findings": (
        "CannotRun",
        "Finding",
        "InvalidDocument",
        "MissingExtra",
        "Report",
        "Severity",
        "catalogue",
    ),
    "models": ("STANDARD_VERSION", "Call", "Episode", "UnidentifiedCase"),
    "models.found": ("Outcome",),
    "models.person": ("Name", "Person"),
    "models.risk": ("RiskAnswer", "RiskAssessment"),
    "purposes": ("readiness",),
    "resources": ("schema",),
    "risk": ("Suggestion", "review", "suggest"),
    "together": ("check_together",),
    "values.dates": ("PartialDate", "Timestamp"),
    "wire": ("build", "check", "dump", "parse"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "STANDARD_VERSION",
    "Answer",
    "Call",
    "CannotRun",
    "Clock",
    "Episode",
    "Finding",
    "InvalidDocument",
    "MissingExtra",
    "Name",
    "Outcome",
    "PartialDate",
    "Person",
    "Report",
    "RiskAnswer",
    "RiskAssessment",
    "RiskCategory",
    "RiskLevel",
    "RiskScheme",
    "Severity",
    "Sex",
    "Status",
    "Suggestion",
    "Timestamp",
    "UnidentifiedCase",
    "build",
    "catalogue",
    "check",
    "check_together",
    "clocks",
    "codelist",
    "dump",
    "parse",
    "readiness",
    "review",
    "schema",
    "suggest",
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
