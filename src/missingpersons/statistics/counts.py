"""How many incidents and individuals, by year, force, status, child or adult, and risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from missingpersons.register.store import Register

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "calls": "Reports by telephone or otherwise. Not counted yet: the register holds no calls.",
        "incidents": (
            "Episode records, each once, as it stands in its newest version. Where claims disagree, as the "
            "first of them tells it: missing, if any says so."
        ),
        "individuals": (
            "Distinct person references within one force. Somebody known to two forces counts in each; an "
            "episode without a person reference counts nobody; rows of individuals do not add up."
        ),
        "unsettled": (
            "Of the incidents, those of which the register cannot tell how they stand: several claims disagree, one "
            "waits for the transfer that made its sender the owner, an owner has published nothing that stands, "
            "another force has reported the person found, or what is shown was said to be wrong. They are among the "
            "incidents too."
        ),
    }
)
"""The counting units, and what each of them counts."""

LEAST_SHOWN = 6
"""The least number that is shown when small numbers are suppressed."""

SUPPRESSED = "x"


@dataclass(frozen=True, slots=True)
class Count:
    """One figure: how many of ``unit`` there are in one cell.

    ``year`` runs from 1 April to 31 March by when the police were told, ``unknown`` where that is not
    recorded. ``age_group`` is child (under 18), adult or unknown on that day. ``scheme`` and ``level``
    are those of the newest decision on risk.
    """

    unit: str
    year: str
    force: str
    status: str
    age_group: str
    scheme: str
    level: str
    number: int | str

    def as_dict(self) -> dict[str, Any]:
        """The figure as the JSON object that is printed."""
        return {name: getattr(self, name) for name in self.__slots__}


_CELLS = """
SELECT coalesce(reporting_year, 'unknown'), owner_force, status, age_group,
       coalesce(scheme, CASE WHEN level IS NULL THEN 'not_assessed' ELSE 'unknown' END),
       coalesce(level, 'not_assessed'),
       count(*), count(DISTINCT person_reference), sum(unsettled)
FROM episode GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""


def counts(register: Register, *, suppress: bool = False) -> list[Count]:
    """Every figure that is not nought: all incidents first, then individuals, then what is unsettled.

    With ``suppress``, numbers from 1 to 5 are ``x``. ``UNITS`` says what is counted; calls are not.
    Nobody is looked at: the figures come from columns, and the audit log has no row for them.
    """
    incidents: list[Count] = []
    individuals: list[Count] = []
    unsettled: list[Count] = []
    for row in register.select(_CELLS):
        year, force, status, age_group, scheme, level, records, people, doubtful = row
        cell = (year, force, status, age_group, scheme, level)
        incidents.append(Count("incidents", *cell, _figure(records, suppress=suppress)))
        if people:
            individuals.append(Count("individuals", *cell, _figure(people, suppress=suppress)))
        if doubtful:
            unsettled.append(Count("unsettled", *cell, _figure(doubtful, suppress=suppress)))
    return incidents + individuals + unsettled


def _figure(number: int, *, suppress: bool) -> int | str:
    return SUPPRESSED if suppress and number < LEAST_SHOWN else number
