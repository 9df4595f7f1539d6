"""The fields of a flat POLE record: DS numbers of the minimum POLE data standards, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from missingpersons.converters.pole_labels import (
    EYES,
    LOCAL,
    MARKS,
    NEAREST_MARKS,
    OBSERVED,
    OBSERVED_PAIRS,
    OLD_CHINESE,
    PHONES,
    SELF_DEFINED,
    SELF_DEFINED_PAIRS,
    UNKNOWN,
    Labels,
    titled,
)
from missingpersons.rules.pole_fields import (
    LONGEST_ACCOUNT,
    LONGEST_EMAIL,
    LONGEST_LINE,
    LONGEST_MARK,
    LONGEST_NAME,
    LONGEST_PLACE,
)

N = -1
"""In a path: the number of the entry."""

Path = tuple[str | int, ...]


def _none() -> Labels:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field: its DS number, what POLE calls it, and where its value is in an episode."""

    key: str
    """The DS number or, for what POLE has no number for, the record's own name."""
    title: str
    path: Path
    many: int = 1
    """How many columns it has: beyond that, entries are lost, and reported."""
    labels: Labels = field(default_factory=_none)
    """What POLE writes for a code of the record."""
    nearest: Labels = field(default_factory=_none)
    """What POLE writes for a code that it does not have."""
    pairs: Labels = field(default_factory=_none)
    """What the iHub writes for a code, as far as it is known."""
    longest: int | None = None
    """What the field holds in POLE. Longer values are written whole, and noted."""
    number: bool = False
    """Whether the record has a whole number here."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The name of each of its columns: ``DS_031.2``, or ``DS_032`` where it has only one."""
        return (self.key,) if self.many == 1 else tuple(f"{self.key}.{each}" for each in range(1, self.many + 1))

    def at(self, number: int) -> Path:
        """The path of the entry with this number."""
        return tuple(number if step == N else step for step in self.path)


_ENVELOPE = ("standard_version", "episode_id", "local_reference", "owner_force", "status", "recorded_at")
_PHONE: Path = ("person", "phones", N)
_LOOKS = ("person", "description")
PLACE: Path = ("person", "addresses", N, "place")
"""Of one address: the home."""

FIELDS: tuple[Field, ...] = (
    *(Field(name, "of this standard, not of POLE", (name,)) for name in _ENVELOPE),
    *(Field(name, "of this standard, not of POLE", (name,), number=True) for name in ("revision", "tenure")),
    Field("person_reference", "of this standard, not of POLE", ("person", "person_reference")),
    Field("DS_035", "Place of birth", ("person", "place_of_birth"), longest=LONGEST_NAME),
    Field(
        "DS_037",
        "Gender",
        ("person", "gender"),
        labels=titled(
            "genders",
            unknown="Not Known",
            trans_male="Trans Male",
            trans_female="Trans Female",
            non_binary="Non-Binary",
            not_specified="Not Specified",
        ),
    ),
    Field(
        "DS_038",
        "Ethnicity, self-defined",
        ("person", "ethnicity_self_defined"),
        labels=MappingProxyType(
            {code: str(number) for number, code in enumerate(SELF_DEFINED, 1)} | {"unknown": "Unknown"}
        ),
        nearest=MappingProxyType({"white_roma": "4"}),
        pairs=SELF_DEFINED_PAIRS,
    ),
    Field(
        "DS_112",
        "Ethnicity, observed",
        ("person", "ethnicity_observed"),
        labels=MappingProxyType({code: str(number) for number, code in enumerate(OBSERVED)}),
        pairs=OBSERVED_PAIRS,
    ),
    Field("DS_039", "Build", (*_LOOKS, "build"), labels=titled("builds", unknown=UNKNOWN)),
    Field("DS_040", "Complexion", (*_LOOKS, "complexion"), labels=titled("complexions", unknown=UNKNOWN)),
    Field("DS_041", "Eye, left", (*_LOOKS, "eye_left"), labels=EYES),
    Field("DS_042", "Eye, right", (*_LOOKS, "eye_right"), labels=EYES, nearest=MappingProxyType({"other": LOCAL})),
    Field(
        "DS_046",
        "Hair colour",
        (*_LOOKS, "hair_colour"),
        labels=titled("hair_colours", unknown=None, dark_brown="Dark Brown", light_brown="Light Brown", multi="Multi"),
    ),
    Field("DS_043", "Distinguishing feature", ("person", "marks", N, "kind"), 6, MARKS, NEAREST_MARKS),
    Field("DS_053", "Telephone", (*_PHONE, "e164"), many=4),
    Field("number", "Telephone as it was told, not of POLE", (*_PHONE, "number"), many=4),
    Field("DS_051", "Kind of telephone", (*_PHONE, "kind"), many=4, labels=PHONES),
    Field("DS_054", "E-mail", ("person", "emails", N), many=3, longest=LONGEST_EMAIL),
)
"""The fields that are one value of the record each, but for what ``pole.py`` makes of several."""

NAMES = (
    Field("DS_031", "Given name", ("person", "names", 0, "given", N), many=5, longest=LONGEST_NAME),
    Field("DS_032", "Surname", ("person", "names", 0, "family"), longest=LONGEST_NAME),
    Field("DS_033", "Alias", ("person", "names", N, "full"), many=4, longest=LONGEST_NAME),
)
BORN = Field("DS_034", "Date of birth", ("person", "date_of_birth"))
AGE = Field("DS_120", "Age", ("person", "age", "min"))
HOME = (
    Field("DS_016", "Location area", (*PLACE, "text"), longest=LONGEST_PLACE),
    Field("DS_010", "Postcode", (*PLACE, "postcode")),
    Field("DS_011", "UPRN", (*PLACE, "uprn")),
    Field("DS_014", "Latitude", (*PLACE, "point", "latitude")),
    Field("DS_015", "Longitude", (*PLACE, "point", "longitude")),
    Field("DS_004", "Country", (*PLACE, "country")),
)
LINES = tuple(
    Field(key, title, (*PLACE, "lines", number), longest=LONGEST_LINE)
    for number, (key, title) in enumerate(
        (("DS_005", "Site"), ("DS_006", "Premises"), ("DS_007", "Street"), ("DS_008", "Town"), ("DS_009", "County"))
    )
)
WHERE_LINES_GO: Mapping[int, tuple[int, ...]] = MappingProxyType({1: (2,), 2: (2, 3), 3: (2, 3, 4), 4: (1, 2, 3, 4)})
"""By how many lines an address has, the fields they stand in. Library's choice: nobody recorded which is which."""
ACCOUNT = Field("DS_055", "Social account", ("person", "social_accounts", N), many=4, longest=LONGEST_ACCOUNT)
IDENTIFIERS: Mapping[str, Field] = MappingProxyType(
    {
        "cro": Field("DS_071", "CRO number", ("person", "identifiers", N, "value"), longest=12),
        "pnc_id": Field("DS_072", "PNC ID", ("person", "identifiers", N, "value"), longest=13),
    }
)
VEHICLE = Field("DS_065", "Vehicle mark", ("vehicles", N, "registration"), many=2, longest=LONGEST_MARK)

ALL: tuple[Field, ...] = (
    *FIELDS[:9],
    *NAMES,
    BORN,
    AGE,
    *FIELDS[9:],
    *LINES,
    *HOME,
    ACCOUNT,
    *IDENTIFIERS.values(),
    VEHICLE,
)
"""Every field, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: a field, and which of its entries."""

    name: str
    field: Field
    number: int = 0

    @property
    def heading(self) -> str:
        """What stands in the first row."""
        return f"{self.name} {self.field.title}" if self.name[:3] == "DS_" else self.name


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {name: Column(name, each, number) for each in ALL for number, name in enumerate(each.columns)}
)
"""Every column by its name, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a label in a file means: a code of the record, and whether it is only near it."""

    code: str
    near: bool = False


@cache
def meanings(each: Field) -> Mapping[str, Value]:
    """What each label of a field means, in lower case."""
    told = {label.lower(): Value(code) for code, label in (*each.pairs.items(), *each.labels.items())}
    if LOCAL in each.nearest.values():
        told[LOCAL.lower()] = Value("other", near=True)
    if each.key == "DS_038":
        told[OLD_CHINESE.lower()] = Value("asian_chinese")
        told["esdd_ns"] = Value("unknown", near=True)
    if each.key == "DS_040":
        told["allow"] = Value("sallow")
    return MappingProxyType(told)
