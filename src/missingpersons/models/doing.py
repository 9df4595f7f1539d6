"""What was agreed and done, and who was told."""

from __future__ import annotations

from typing import Annotated

from missingpersons.models._base import COUNTED, SHARED, In, Record
from missingpersons.models.common import Role
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Code, Reference, Text


class Action(Record):
    """Something that was agreed to be done to find the person."""

    code: Annotated[Code, COUNTED, SHARED, In("actions")]
    """What: a code of the list `actions`."""
    agreed_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was agreed."""
    due_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """By when."""
    done_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was done."""
    by: Role | None = None
    """Whose it is."""
    notes: Text | None = None
    """What came of it."""


class Notification(Record):
    """Somebody who must be told, or was."""

    to: Annotated[Code, COUNTED, SHARED, In("notification_destinations")]
    """To whom: a code of the list `notification_destinations`."""
    due_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """By when."""
    sent_at: Annotated[Timestamp | None, COUNTED, SHARED] = None
    """When it was sent."""
    reference: Annotated[Reference | None, SHARED] = None
    """Their reference, as written."""
    notes: Text | None = None
    """What they were told, and what they must not be."""
