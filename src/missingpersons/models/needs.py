"""What a person needs to be safe, and what makes them less so."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import Answer
from missingpersons.models._base import HELPED, MET, MET_AND_COUNTED, SHARED, In, Many, Record
from missingpersons.models.common import Window
from missingpersons.values.dates import PartialDate
from missingpersons.values.text import Code, LanguageCode, Line, Reference, Text


class Language(Record):
    """A language that the person uses."""

    code: Annotated[LanguageCode, MET, SHARED, HELPED]
    """ISO 639 code of the language; `bfi` is British Sign Language."""
    interpreter_needed: Annotated[Answer | None, MET, SHARED, HELPED] = None
    """Whether an interpreter is needed to speak with them."""


class HealthCondition(Record):
    """A condition that matters to finding the person or keeping them safe."""

    condition: Annotated[Code | None, SHARED, HELPED, In("health_conditions")] = None
    """What it is: a code of the list `health_conditions`."""
    text: Annotated[Text | None, SHARED] = None
    """The condition as it was told, and what it means for the person."""


class Medication(Record):
    """A medicine that the person takes."""

    name: Annotated[Line | None, SHARED] = None
    """The medicine, as told."""
    needed_every_hours: Annotated[int | None, Field(ge=1, le=8760), SHARED] = None
    """How often it must be taken, in hours."""
    hours_until_serious: Annotated[int | None, Field(ge=0, le=8760), SHARED] = None
    """How many hours after the last dose going without becomes serious."""
    effect_if_missed: Annotated[Text | None, SHARED] = None
    """What happens without it."""


class ProtectionPlan(Record):
    """A plan by which an authority protects the person."""

    kind: Annotated[Code | None, SHARED, In("protection_plans")] = None
    """What kind of plan it is: a code of the list `protection_plans`."""
    authority: Annotated[Line | None, SHARED] = None
    """The authority that leads it."""
    reference: Annotated[Reference | None, SHARED] = None
    """The authority's reference, as written."""
    since: Annotated[PartialDate | None, SHARED] = None
    """From when."""


class PreviousMissing(Record):
    """What is known of earlier episodes."""

    count: Annotated[int | None, Field(ge=0, le=10_000), MET_AND_COUNTED, SHARED] = None
    """How many earlier episodes are known."""
    periods: Annotated[Many[Window], SHARED] = ()
    """When the person was missing before: from going missing to being found."""
    harmed: Annotated[Answer | None, MET_AND_COUNTED, SHARED] = None
    """Whether the person came to harm during one."""
    harms: Annotated[Many[Code], SHARED, In("harms")] = ()
    """The harm that they came to then: codes of the list `harms`."""
    found_where: Annotated[Text | None, SHARED] = None
    """Where they were found before."""
