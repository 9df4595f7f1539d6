"""What may be told to the public, on whose word, and what was prepared beforehand."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import PublicityBasis
from missingpersons.models._base import COUNTED, SHARED, In, Many, Record
from missingpersons.models.common import Role
from missingpersons.values.dates import PartialDate, Timestamp
from missingpersons.values.text import Code, Line, Reference, Text


class Publicity(Record):
    """One ground for telling the public about the person: somebody's consent, or an officer's authority."""

    basis: Annotated[PublicityBasis, COUNTED, SHARED]
    """Consent, or authorised without it: a code of the list `publicity_bases`."""
    given_by: Annotated[Code | None, In("relations")] = None
    """Who consented, as a code of the list `relations`."""
    given_at: Timestamp | None = None
    """When consent or authority was given."""
    authorised_by: Role | None = None
    """Who authorised it without consent, as a role and a rank."""
    rationale: Text | None = None
    """Why it was authorised."""
    scope: Annotated[Many[Code], COUNTED, SHARED, In("publicity_scopes")] = ()
    """What may be told: codes of the list `publicity_scopes`. What is not named may not."""
    channels: Annotated[Many[Code], COUNTED, SHARED, In("publicity_channels")] = ()
    """Where it may be told: codes of the list `publicity_channels`."""
    area: Line | None = None
    """In which area."""
    photo_ids: Many[Reference] = ()
    """Which pictures may be used, by their `photo_id`."""
    expires_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """Until when."""
    withdrawn_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was taken back."""


class Preparedness(Record):
    """A form that was filled in beforehand, in case the person should go missing."""

    protocol: Annotated[Code | None, COUNTED, SHARED, In("protocols")] = None
    """Which: a code of the list `protocols`."""
    version: Annotated[Line | None, SHARED] = None
    """Which version of the form."""
    holder: Annotated[Line | None, SHARED] = None
    """Who keeps it: the family, a care home, a children's home, the force."""
    reference: Annotated[Reference | None, SHARED] = None
    """The holder's reference, as written."""
    updated_on: Annotated[PartialDate | None, SHARED] = None
    """When it was last brought up to date."""
    photo_taken_on: PartialDate | None = None
    """When the picture in it was taken."""
