"""How a person can be reached, and where they can be met in writing."""

from __future__ import annotations

from typing import Annotated

from missingpersons.codes import Answer
from missingpersons.models._base import SHARED, In, Record
from missingpersons.values.text import E164, Code, Line


class Phone(Record):
    """A telephone."""

    number: Annotated[Line, SHARED]
    """The number as it was told or written. No number is ever a reason to refuse a report."""
    e164: Annotated[E164 | None, SHARED] = None
    """The same number in the international form of ITU-T E.164, where it has one: POLE DS_053."""
    kind: Annotated[Code | None, SHARED, In("phone_kinds")] = None
    """What kind of line it is: a code of the list `phone_kinds` (POLE DS_051)."""
    with_them: Annotated[Answer | None, SHARED] = None
    """Whether the person has it with them now."""


class SocialAccount(Record):
    """An account on a social network, in a game or in a messaging service."""

    platform: Annotated[Line, SHARED]
    """The service, by its name."""
    handle: Annotated[Line, SHARED]
    """The name or address of the account there, as written (POLE DS_055 joins the two with a hyphen)."""
