"""A child or adult in somebody's care, and who answers for them."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import Answer
from missingpersons.models._base import COUNTED, MET, MET_AND_COUNTED, SHARED, In, Record
from missingpersons.values.text import Code, Line, Reference


class Care(Record):
    """Care by a local authority or another provider."""

    status: Annotated[Code | None, MET_AND_COUNTED, SHARED, In("care_statuses")] = None
    """The person's standing in care: a code of the list `care_statuses`."""
    legal_status: Annotated[Code | None, MET_AND_COUNTED, SHARED, In("legal_statuses")] = None
    """The legal status: a code of the list `legal_statuses` (DfE SSDA903)."""
    placing_authority: Annotated[Line | None, MET, SHARED] = None
    """The local authority responsible for the person's care."""
    host_authority: Annotated[Line | None, MET, SHARED] = None
    """The local authority in whose area the person is placed."""
    placement: Annotated[Code | None, MET_AND_COUNTED, SHARED, In("placements")] = None
    """The type of placement: a code of the list `placements` (DfE SSDA903)."""
    provider: Annotated[Code | None, MET_AND_COUNTED, SHARED, In("providers")] = None
    """Who provides it: a code of the list `providers` (DfE SSDA903)."""
    out_of_area: Annotated[Answer | None, MET_AND_COUNTED, SHARED] = None
    """Whether the placement is outside the area of the placing authority."""
    contact_point: Annotated[Line | None, MET, SHARED] = None
    """How to reach the social worker or the duty team at work."""
    plan_reference: Annotated[Reference | None, SHARED] = None
    """The reference of the care or protection plan."""
    missing_type: Annotated[Code | None, COUNTED, SHARED, In("care_missing_types")] = None
    """Missing or away without authorisation: a code of the list `care_missing_types` (DfE SSDA903)."""
