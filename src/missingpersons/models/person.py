"""Who is missing, as one force knows them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import AgeBasis, Answer, NameKind, Sex
from missingpersons.models._base import MET, MET_AND_COUNTED, In, Many, Record
from missingpersons.models.common import Address
from missingpersons.models.description import Clothing, Description, Mark
from missingpersons.values.dates import PartialDate
from missingpersons.values.text import Code, CountryCode, LanguageCode, Line, Reference, Text

Age = Annotated[int, Field(ge=0, le=130)]


class Name(Record):
    """One name that the person has or had. Never split a name that was told in one piece."""

    kind: NameKind | None = None
    """What the name is to the person: a code of the list `name_kinds`."""
    given: Many[Line] = ()
    """Given names, in order, one in each entry."""
    family: Line | None = None
    """The family name."""
    full: Line | None = None
    """The whole name as it was told or written."""


class AgeRange(Record):
    """An age in whole years, known exactly or within bounds."""

    min: Annotated[Age | None, MET_AND_COUNTED] = None
    """The youngest the person may be, in whole years."""
    max: Annotated[Age | None, MET_AND_COUNTED] = None
    """The oldest the person may be, in whole years."""
    basis: Annotated[AgeBasis | None, MET_AND_COUNTED] = None
    """How the age is known: a code of the list `age_bases`."""


class Identifier(Record):
    """A number or reference that some scheme gave the person. Kept as written; a wrong check is a finding."""

    scheme: Annotated[Code, In("identifier_schemes")]
    """Whose identifier it is: a code of the list `identifier_schemes`."""
    value: Reference
    """The identifier as written."""
    country: CountryCode | None = None
    """The country that issued it (ISO 3166-1 alpha-3), for a passport."""
    issuer: Line | None = None
    """Who issued it, where the scheme does not say."""


class Phone(Record):
    """A telephone."""

    number: Line
    """The number as it was told or written. No number is ever a reason to refuse a report."""
    kind: Annotated[Code | None, In("phone_kinds")] = None
    """What kind of line it is: a code of the list `phone_kinds`."""
    with_them: Answer | None = None
    """Whether the person has it with them now."""


class Language(Record):
    """A language that the person uses."""

    code: LanguageCode
    """ISO 639 code of the language; `bfi` is British Sign Language."""
    interpreter_needed: Answer | None = None
    """Whether an interpreter is needed to speak with them."""


class Medication(Record):
    """A medicine that the person takes."""

    name: Line | None = None
    """The medicine, as told."""
    needed_every_hours: Annotated[int | None, Field(ge=1, le=8760)] = None
    """How often it must be taken, in hours."""
    hours_until_serious: Annotated[int | None, Field(ge=0, le=8760)] = None
    """How many hours after the last dose going without becomes serious."""
    effect_if_missed: Text | None = None
    """What happens without it."""


class PreviousMissing(Record):
    """What is known of earlier episodes."""

    count: Annotated[int | None, Field(ge=0, le=10_000), MET_AND_COUNTED] = None
    """How many earlier episodes are known."""
    harmed: Annotated[Answer | None, MET_AND_COUNTED] = None
    """Whether the person came to harm during one."""
    found_at: Text | None = None
    """Where they were found before."""


class Relation(Record):
    """Somebody to whom the missing person matters, or who matters to finding them."""

    relation: Annotated[Code | None, In("relations")] = None
    """What they are to the missing person: a code of the list `relations`."""
    name: Line | None = None
    """Their name, as told."""
    contact_point: Line | None = None
    """How to reach them."""
    informant: Answer | None = None
    """Whether they made the report."""
    next_of_kin: Answer | None = None
    """Whether they are the next of kin."""
    unsafe_to_contact: Answer | None = None
    """Whether telling them anything may put the missing person at risk."""


class Person(Record):
    """Who is missing, as one force knows them. Everything is optional: "a boy of about eight" is a person."""

    person_reference: Reference | None = None
    """The force's own reference for the person (its nominal record)."""
    names: Many[Name] = ()
    """Every name that is known, the one most used first."""
    date_of_birth: PartialDate | None = None
    """Date of birth, as far as it is known. Never completed by guessing."""
    age: Annotated[AgeRange | None, MET_AND_COUNTED] = None
    """The age as it was stated or estimated when the report was taken."""
    sex: Annotated[Sex | None, MET_AND_COUNTED] = None
    """ISO 5218 in words."""
    gender: Annotated[Code | None, MET_AND_COUNTED, In("genders")] = None
    """The gender: a code of the list `genders` (POLE DS_037)."""
    place_of_birth: Line | None = None
    """Where the person was born, as told."""
    nationalities: Many[CountryCode] = ()
    """ISO 3166-1 alpha-3 codes of the countries whose nationality the person has."""
    languages: Annotated[Many[Language], MET] = ()
    """The languages that the person uses, the preferred one first."""
    ethnicity_self_defined: Annotated[Code | None, MET_AND_COUNTED, In("ethnicities_self_defined")] = None
    """As the person describes themself: a code of the list `ethnicities_self_defined` (POLE DS_038)."""
    ethnicity_observed: Annotated[Code | None, MET_AND_COUNTED, In("ethnicities_observed")] = None
    """As it appears to others: a code of the list `ethnicities_observed` (POLE DS_112). Never inferred."""
    occupation: Line | None = None
    """What the person does or did for a living, as told."""
    identifiers: Many[Identifier] = ()
    """Numbers and references that schemes gave the person."""
    phones: Many[Phone] = ()
    """Telephones."""
    emails: Many[Line] = ()
    """E-mail addresses, as written."""
    addresses: Many[Address] = ()
    """Where the person lives or lived."""
    description: Annotated[Description | None, MET] = None
    """What the person looks like."""
    marks: Annotated[Many[Mark], MET] = ()
    """Scars, tattoos and other marks."""
    clothing: Annotated[Many[Clothing], MET] = ()
    """What the person was wearing when last seen, one garment in each entry."""
    health: Many[Line] = ()
    """Conditions that matter to finding the person or keeping them safe, one in each entry."""
    medication: Many[Medication] = ()
    """Medicines that the person takes."""
    vulnerabilities: Annotated[Many[Code], MET_AND_COUNTED, In("vulnerabilities")] = ()
    """What makes the person vulnerable: codes of the list `vulnerabilities`."""
    previous_missing: Annotated[PreviousMissing | None, MET_AND_COUNTED] = None
    """Earlier episodes, as far as they are known."""
    relations: Many[Relation] = ()
    """The informant, next of kin and others who matter."""
