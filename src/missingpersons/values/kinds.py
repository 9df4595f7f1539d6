"""The table of every kind of value that has a form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from missingpersons.values.contact import EMAIL, PHONE, POSTCODE
from missingpersons.values.grid import GRID_REFERENCE
from missingpersons.values.handsets import IMEI
from missingpersons.values.identifiers import IDENTIFIERS
from missingpersons.values.kind import Kind
from missingpersons.values.places import UPRN
from missingpersons.values.vehicles import VEHICLE_MARK

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        **IDENTIFIERS,
        "phone": PHONE,
        "email": EMAIL,
        "postcode": POSTCODE,
        "vehicle_mark": VEHICLE_MARK,
        "imei": IMEI,
        "uprn": UPRN,
        "grid_reference": GRID_REFERENCE,
    }
)
"""Identifiers by the code of their scheme, and the others by their own name."""
