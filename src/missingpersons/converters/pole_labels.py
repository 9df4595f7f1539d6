"""The words and numbers by which POLE and the iHub write the codes of the record."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from missingpersons.codes import codelist

Labels = Mapping[str, str]

LOCAL = "Unmapped Local Code"
"""POLE's own word for a value of a system's own."""
UNKNOWN = "U/K"


def titled(listed: str, *, unknown: str | None, **other: str) -> Labels:
    """The titles of the codes that POLE has, which are its own words but for capitals."""
    entries = codelist(listed).entries.values()
    told = {each.code: each.title for each in entries if each.source.startswith(("POLE", '"POLE'))}
    told.pop("unknown", None)
    if unknown:
        told["unknown"] = unknown
    return MappingProxyType({**told, **other})


EYES = titled("eye_colours", unknown=UNKNOWN)
SELF_DEFINED = [
    "white_british",
    "white_irish",
    "white_gypsy_or_irish_traveller",
    "white_other",
    "mixed_white_and_black_caribbean",
    "mixed_white_and_black_african",
    "mixed_white_and_asian",
    "mixed_other",
    "asian_indian",
    "asian_pakistani",
    "asian_bangladeshi",
    "asian_chinese",
    "asian_other",
    "black_african",
    "black_caribbean",
    "black_other",
    "arab",
    "other",
    "prefer_not_to_say",
]
_JUSTICE = ["W1", "W2", "W3", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A4", "A9", "B2", "B1", "B9", "O2", "O9"]
OBSERVED = [
    "not_recorded",
    "white_north_european",
    "white_south_european",
    "black",
    "asian",
    "chinese_japanese_se_asian",
    "arabic_north_african",
    "mixed",
]

SELF_DEFINED_PAIRS: Labels = MappingProxyType(
    {code: f"ESDD_{each}" for code, each in zip(SELF_DEFINED, _JUSTICE, strict=False)}
)
"""The iHub's list ESDD: its identifiers are the criminal justice codes. What the person would not say has none."""
OBSERVED_PAIRS: Labels = MappingProxyType({code: f"EOVD_IC{number}" for number, code in enumerate(OBSERVED[1:7], 1)})
"""The iHub's list EOVD. What IC7 means there is not known to the library: it is neither written nor read."""
OLD_CHINESE = "ESDD_O1"
"""Chinese in the older list of 16+1."""

MARKS: Labels = MappingProxyType(
    {"tattoo": "Tattoo", "scar": "Scarred", "mark": "Mark", "piercing": "Pierced", "peculiar": "Peculiar"}
    | {"lacking": "Lacking"}
)
NEAREST_MARKS: Labels = MappingProxyType(
    dict.fromkeys(("birthmark", "mole", "freckles"), "Mark")
    | dict.fromkeys(("surgical_scar", "self_harm_scars", "burn"), "Scarred")
    | dict.fromkeys(("skin_condition", "prosthesis", "medical_device", "fracture_or_implant", "dental"), LOCAL)
    | dict.fromkeys(("nails", "other"), LOCAL)
)
PHONES: Labels = MappingProxyType(
    {
        f"{word}_{use}": f"{short}{use[0].upper()}"
        for word, short in (("landline", "LAN"), ("mobile", "MOB"), ("fax", "FAX"), ("pager", "PAG"))
        for use in ("home", "work")
    }
)
