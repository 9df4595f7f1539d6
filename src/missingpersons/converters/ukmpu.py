"""The annual data return of the UK Missing Persons Unit: one row an incident, and each list as sure as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import BinaryIO

from missingpersons import wire
from missingpersons.converters import ukmpu_lists as lists
from missingpersons.converters.formats import Carriage, Format, Line, Source, Writing, Written
from missingpersons.converters.guarded import Sheet
from missingpersons.converters.leaving import Leaving
from missingpersons.converters.ukmpu_lists import Labels
from missingpersons.models import Episode
from missingpersons.values.dates import OLDEST, PartialDate, day_of, moment

NO_VALUE = "MP-C-084"
BETWEEN = "; "
"""Stands between several values of one cell."""

Path = tuple[str | int, ...]


def write(episodes: Source, stream: BinaryIO, _: Writing) -> Iterator[Written]:
    """Each episode as a row of what is counted. Of whoever it is about, the row has nothing but a band of age."""
    heading = [f"{name} [{known}]" if known else name for name, known in lists.COLUMNS.items()]
    sheet = Sheet(stream, heading)
    for source, episode in episodes:
        leaving = Leaving(source, wire.to_tree(episode))
        cells = _Incident(leaving, episode).filled()
        sheet.add([cells.get(name, "") for name in lists.COLUMNS])
        yield leaving.written()


class _Incident:
    """One episode that is becoming a row."""

    def __init__(self, leaving: Leaving, episode: Episode) -> None:
        self._leaving = leaving
        self._episode = episode
        self._cells: dict[str, str] = {}

    def filled(self) -> Mapping[str, str]:
        """The cells by column. What is in none of them is not counted, and the account says so."""
        self._leaving.carry("document_type")
        self._cells["status"] = self._leaving.carry("status")
        told = "reporting_force" if self._episode.reporting_force else "owner_force"
        self._cells["force"] = self._leaving.carry(told)
        self._year()
        self._age()
        self._gender_and_ethnicity()
        self._risk()
        self._many("vulnerability", ("person", "vulnerabilities"), lists.VULNERABILITIES)
        self._duration()
        self._many("harm", ("outcome", "harms"), lists.HARMS)
        self._one("fatal_outcome", ("outcome", "fatal_outcome"), lists.FATAL)
        self._one("found_by", ("outcome", "found_by"), lists.FOUND_BY)
        established = bool(self._leaving.look("outcome", "reasons"))
        self._many("reason", ("outcome", "reasons") if established else ("reasons",), lists.REASONS)
        self._one("missing_from", ("missing_from", "kind"), lists.MISSING_FROM)
        self._one("missing_from_care", ("care", "status"), lists.CARE)
        if distance := self._leaving.carry("outcome", "distance"):
            self._cells["distance"] = distance
        self._publicity()
        return self._cells

    def _one(self, name: str, at: Path, labels: Labels) -> bool:
        """Write one code, and say whether there was one."""
        code = self._leaving.look(*at)
        if code is None:
            return False
        if label := self._label(at, code, labels):
            self._cells[name] = label
        return True

    def _many(self, name: str, at: Path, labels: Labels) -> None:
        codes = self._leaving.look(*at) or []
        found = [self._label((*at, number), code, labels) for number, code in enumerate(codes)]
        self._cells[name] = BETWEEN.join(dict.fromkeys(label for label in found if label))

    def _label(self, at: Path, code: str, labels: Labels) -> str:
        if code in labels.exact:
            self._leaving.carry(*at)
            return labels.exact[code]
        if code in labels.near:
            self._leaving.approximate(*at)
            return labels.near[code]
        self._leaving.set_aside(*at, code=NO_VALUE)
        return ""

    def _year(self) -> None:
        if self._episode.reported_at is None:
            return
        self._leaving.approximate("reported_at")
        day = day_of(moment(self._episode.reported_at))
        first = day.year if day.month >= 4 else day.year - 1
        self._cells["year"] = f"{first}/{(first + 1) % 100:02}"

    def _age(self) -> None:
        """The bands that every age which the person may have had on that day is in."""
        reported = self._episode.reported_at or self._episode.recorded_at
        born, age = self._episode.person.date_of_birth, self._episode.person.age
        ages = range(0)
        if born is not None:
            ages = PartialDate.parse(born).living_ages_on(day_of(moment(reported)))
        told: list[Path] = [("person", "date_of_birth")]
        if not ages and age is not None:
            ages = age.years
            told = [("person", "age", "min"), ("person", "age", "max")]
        if not ages:
            return
        if ages[-1] < 18:
            self._cells["child_or_adult"] = "child"
        elif ages[0] >= 18:
            self._cells["child_or_adult"] = "adult"
        for name, bands in (("age_band_2016", lists.BANDS_2016), ("age_band_2019", lists.BANDS_2019)):
            for least, most in bands:
                if least <= ages[0] and ages[-1] <= most:
                    self._cells[name] = f"A{least:02}_{most:02}" if most < OLDEST else f"A{least:02}_OVER"
        is_told = not self._cells.keys().isdisjoint(("child_or_adult", "age_band_2016", "age_band_2019"))
        for each in told:
            if is_told:
                self._leaving.approximate(*each)
            else:
                # Of somebody between ten and forty no band is written.
                self._leaving.set_aside(*each, code=NO_VALUE)

    def _gender_and_ethnicity(self) -> None:
        if not self._one("gender", ("person", "gender"), lists.GENDERS):
            self._one("gender", ("person", "sex"), lists.SEXES)
        if not self._one("ethnicity", ("person", "ethnicity_observed"), lists.OBSERVED):
            self._one("ethnicity", ("person", "ethnicity_self_defined"), lists.SELF_DEFINED)

    def _risk(self) -> None:
        """The newest decision, with the scheme without which a level says nothing."""
        number = len(self._episode.assessments) - 1
        at: Path = ("assessments", number)
        if number < 0:
            self._cells["risk"] = "NOT_STATED"
            return
        if not self._one("risk", (*at, "level"), lists.LEVELS):
            self._one("risk", (*at, "category"), lists.CATEGORIES)
        if scheme := self._leaving.carry(*at, "scheme"):
            self._cells["risk_scheme"] = scheme

    def _duration(self) -> None:
        """From when the police were told, or else from when the person can last have gone, until they were found."""
        outcome, since = self._episode.outcome, self._episode.missing_since
        if outcome is None or outcome.found_at is None:
            return
        begun = self._episode.reported_at
        at: Path = ("reported_at",)
        if begun is None and since is not None:
            begun = since.latest or since.earliest
            at = ("missing_since", "latest" if since.latest else "earliest")
        if begun is None:
            return
        lasted = moment(outcome.found_at) - moment(begun)
        if lasted < timedelta(0):
            return
        self._leaving.approximate("outcome", "found_at")
        self._leaving.approximate(*at)
        bands = (band for hours, band in lists.HOURS if lasted < timedelta(hours=hours))
        self._cells["duration"] = next(bands, lists.LONGER)

    def _publicity(self) -> None:
        found: list[str] = []
        for number, each in enumerate(self._episode.publicity):
            for place, code in enumerate(each.channels):
                found.append(self._label(("publicity", number, "channels", place), code, lists.PUBLICITY))
        self._cells["publicity"] = BETWEEN.join(dict.fromkeys(label for label in found if label))


_NO_LABEL = "A code for which the return is not known to have a value is lost."
_NEAR = Carriage.APPROXIMATED
_IN_NO_BAND = "Lost where no band holds every age between the bounds."
_BANDS = "child_or_adult, age_band_2016, age_band_2019"

FORMAT = Format(
    name="ukmpu",
    title="Columns of the annual data return of the UK Missing Persons Unit, one row an incident",
    media_type="text/csv",
    write=write,
    table=(
        Line("/document_type", "every row"),
        Line("/status", "status"),
        Line("/owner_force", "force", note="Where no other force took the report."),
        Line("/reporting_force", "force"),
        Line("/reported_at", "year, duration", _NEAR, ""),
        Line("/missing_since/earliest", "duration", _NEAR, "Where neither the report nor the latest has a time."),
        Line("/missing_since/latest", "duration", _NEAR, "Where it is not known when the police were told."),
        Line(
            "/person/date_of_birth",
            "child_or_adult, age_band_2016, age_band_2019",
            _NEAR,
            "Unless nobody alive was born then, or no band holds every age that it may be.",
        ),
        Line("/person/age/min", _BANDS, _NEAR, f"Where no birthday tells it. {_IN_NO_BAND}"),
        Line("/person/age/max", _BANDS, _NEAR, f"Where no birthday tells it. {_IN_NO_BAND}"),
        Line("/person/gender", "gender", note=f"Trans is near. {_NO_LABEL}"),
        Line("/person/sex", "gender", _NEAR, "Where no gender is recorded."),
        Line("/person/ethnicity_observed", "ethnicity", note="Some are near."),
        Line("/person/ethnicity_self_defined", "ethnicity", _NEAR, "Where none was observed."),
        Line("/person/vulnerabilities/*", "vulnerability", note=f"Some are near. {_NO_LABEL}"),
        Line("/assessments/*/level", "risk", note="Of the newest decision. Very low is near."),
        Line("/assessments/*/category", "risk", _NEAR, "Of the newest decision, where it has no level."),
        Line("/assessments/*/scheme", "risk_scheme", note="Of the newest decision."),
        Line("/outcome/found_at", "duration", _NEAR, "Unless it is not known from when, or it is from before."),
        Line("/outcome/harms/*", "harm", note=f"Some are near. {_NO_LABEL}"),
        Line("/outcome/fatal_outcome", "fatal_outcome", note=f"Some are near. {_NO_LABEL}"),
        Line("/outcome/found_by", "found_by", note=f"Having made contact is near. {_NO_LABEL}"),
        Line("/outcome/reasons/*", "reason", note=f"Some are near. {_NO_LABEL}"),
        Line("/outcome/distance", "distance"),
        Line("/reasons/*", "reason", note=f"Where none was established. Some are near. {_NO_LABEL}"),
        Line("/missing_from/kind", "missing_from", note=f"Some are near. {_NO_LABEL}"),
        Line("/care/status", "missing_from_care", _NEAR, _NO_LABEL),
        Line("/publicity/*/channels/*", "publicity", note=f"Press and social media are near. {_NO_LABEL}"),
    ),
)
