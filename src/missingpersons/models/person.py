"""Who is missing, as one force knows them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from missingpersons.codes import AgeBasis, Answer, Availability, NameKind, Sex
from missingpersons.models._base import HELPED, MET, MET_AND_COUNTED, SHARED, TOLD, In, Many, Record, helped, told
from missingpersons.models.common import Address
from missingpersons.models.contact import Phone, SocialAccount
from missingpersons.models.description import Clothing, Description, Effect, Mark, Photo
from missingpersons.models.needs import HealthCondition, Language, Medication, PreviousMissing, ProtectionPlan
from missingpersons.values.dates import OLDEST, PartialDate
from missingpersons.values.text import Code, CountryCode, Line, Reference, ScriptCode

Age = Annotated[int, Field(ge=0, le=9999)]
"""Whole years. An age that nobody reaches is for a rule to say: a slip does not keep a report out."""


class Name(Record):
    """One name that the person has or had. Never split a name that was told in one piece."""

    kind: Annotated[NameKind | None, SHARED, HELPED] = None
    """What the name is to the person: a code of the list `name_kinds`."""
    given: Annotated[Many[Line], SHARED, TOLD] = ()
    """Given names, in order, one in each entry."""
    family: Annotated[Line | None, SHARED, TOLD] = None
    """The family name."""
    full: Annotated[Line | None, SHARED, TOLD] = None
    """The whole name as it was told or written."""
    script: Annotated[ScriptCode | None, SHARED, TOLD] = None
    """The script that it is written in (ISO 15924), such as `Latn` or `Arab`."""


class AgeRange(Record):
    """An age in whole years, known exactly or within bounds."""

    min: Annotated[Age | None, MET_AND_COUNTED, SHARED, TOLD] = None
    """The youngest the person may be, in whole years."""
    max: Annotated[Age | None, MET_AND_COUNTED, SHARED, TOLD] = None
    """The oldest the person may be, in whole years."""
    basis: Annotated[AgeBasis | None, MET_AND_COUNTED, SHARED] = None
    """How the age is known: a code of the list `age_bases`."""
    at: Annotated[PartialDate | None, MET_AND_COUNTED, SHARED] = None
    """The day on which the person was that old, where it is not the day of the report."""

    @property
    def years(self) -> range:
        """Every age that it allows, up to 120. An end that is not recorded is open; without either it says nothing."""
        if self.min is None and self.max is None:
            return range(0)
        return range(self.min or 0, (OLDEST if self.max is None else self.max) + 1)


class Identifier(Record):
    """A number or reference that some scheme gave the person. Kept as written; a wrong check is a finding."""

    scheme: Annotated[Code, SHARED, In("identifier_schemes")]
    """Whose identifier it is: a code of the list `identifier_schemes`."""
    value: Annotated[Reference, SHARED]
    """The identifier as written."""
    country: Annotated[CountryCode | None, SHARED, In("countries")] = None
    """The country that issued it, for a passport: a code of the list `countries` (ISO 3166-1 alpha-3)."""
    issuer: Annotated[Line | None, SHARED] = None
    """Who issued it, where the scheme does not say."""


class Relation(Record):
    """Somebody to whom the missing person matters, or who matters to finding them."""

    relation: Annotated[Code | None, SHARED, In("relations")] = None
    """What they are to the missing person: a code of the list `relations`."""
    name: Annotated[Line | None, SHARED] = None
    """Their name, as told."""
    contact_point: Annotated[Line | None, SHARED] = None
    """How to reach them."""
    informant: Annotated[Answer | None, SHARED] = None
    """Whether they made the report."""
    next_of_kin: Annotated[Answer | None, SHARED] = None
    """Whether they are the next of kin."""
    unsafe_to_contact: Annotated[Answer | None, SHARED] = None
    """Whether telling them anything may put the missing person at risk."""


class Material(Record):
    """Whether something to identify the person by can be had. Never the material itself."""

    kind: Annotated[Code, In("identifying_materials")]
    """What: a code of the list `identifying_materials`."""
    availability: Availability
    """Whether it can be had: a code of the list `availability`."""
    holder: Line | None = None
    """Who holds it: a laboratory, a dental practice, a hospital."""
    reference: Reference | None = None
    """The holder's reference, as written."""
    consent: Answer | None = None
    """Whether whoever gave it agreed to its use: a relative who gave a sample, above all."""


class Person(Record):
    """Who is missing, as one force knows them. Everything is optional: "a boy of about eight" is a person."""

    person_reference: Reference | None = None
    """The force's own reference for the person (its nominal record)."""
    names: Annotated[Many[Name], SHARED, told("name")] = ()
    """Every name that is known, the one most used first."""
    date_of_birth: Annotated[PartialDate | None, SHARED] = None
    """Date of birth, as far as it is known. Never completed by guessing."""
    age: Annotated[AgeRange | None, MET_AND_COUNTED, SHARED, told("age")] = None
    """The age as it was stated or estimated when the report was taken."""
    sex: Annotated[Sex | None, MET_AND_COUNTED, SHARED, told("description")] = None
    """ISO 5218 in words."""
    gender: Annotated[Code | None, MET_AND_COUNTED, SHARED, helped("description"), In("genders")] = None
    """The gender: a code of the list `genders` (POLE DS_037)."""
    place_of_birth: Line | None = None
    """Where the person was born, as told."""
    nationalities: Annotated[Many[CountryCode], SHARED, In("countries")] = ()
    """The countries whose nationality the person has: codes of the list `countries` (ISO 3166-1 alpha-3)."""
    languages: Annotated[Many[Language], MET, SHARED, helped("approach_advice")] = ()
    """The languages that the person uses, the preferred one first."""
    ethnicity_self_defined: Annotated[Code | None, MET_AND_COUNTED, SHARED, In("ethnicities_self_defined")] = None
    """As the person describes themself: a code of the list `ethnicities_self_defined` (POLE DS_038)."""
    ethnicity_observed: Annotated[
        Code | None, MET_AND_COUNTED, SHARED, told("description"), In("ethnicities_observed")
    ] = None
    """As it appears to others: a code of the list `ethnicities_observed` (POLE DS_112). Never inferred."""
    occupation: Line | None = None
    """What the person does or did for a living, as told."""
    identifiers: Annotated[Many[Identifier], SHARED] = ()
    """Numbers and references that schemes gave the person."""
    phones: Annotated[Many[Phone], SHARED] = ()
    """Telephones."""
    emails: Annotated[Many[Line], SHARED] = ()
    """E-mail addresses, as written."""
    social_accounts: Annotated[Many[SocialAccount], SHARED] = ()
    """Accounts on social networks, in games and in messaging services."""
    addresses: Annotated[Many[Address], SHARED] = ()
    """Where the person lives or lived."""
    description: Annotated[Description | None, MET, SHARED, told("description")] = None
    """What the person looks like."""
    marks: Annotated[Many[Mark], MET, SHARED, told("mark")] = ()
    """Scars, tattoos and other marks."""
    clothing: Annotated[Many[Clothing], MET, SHARED, told("clothing")] = ()
    """What the person was wearing when last seen, one garment in each entry."""
    effects: Annotated[Many[Effect], MET, SHARED, told("clothing")] = ()
    """What the person had with them when last seen, one thing in each entry."""
    photos: Annotated[Many[Photo], SHARED, told("photo")] = ()
    """Pictures of the person, the newest first."""
    health: Annotated[Many[HealthCondition], SHARED, helped("health_need")] = ()
    """Conditions that matter to finding the person or keeping them safe, one in each entry."""
    medication: Annotated[Many[Medication], SHARED] = ()
    """Medicines that the person takes."""
    communication_needs: Annotated[
        Many[Code], MET_AND_COUNTED, SHARED, helped("approach_advice"), In("communication_needs")
    ] = ()
    """What the person needs to understand and be understood: codes of the list `communication_needs`."""
    mobility: Annotated[Code | None, MET_AND_COUNTED, SHARED, helped("approach_advice"), In("mobilities")] = None
    """How the person gets about: a code of the list `mobilities`."""
    disabilities: Annotated[Many[Code], MET_AND_COUNTED, SHARED, In("disabilities")] = ()
    """The person's disabilities: codes of the list `disabilities`."""
    vulnerabilities: Annotated[Many[Code], MET_AND_COUNTED, SHARED, helped("vulnerability"), In("vulnerabilities")] = ()
    """What makes the person vulnerable: codes of the list `vulnerabilities`."""
    protection_plan: Annotated[ProtectionPlan | None, SHARED] = None
    """The plan by which an authority protects the person."""
    previous_missing: Annotated[PreviousMissing | None, MET_AND_COUNTED, SHARED] = None
    """Earlier episodes, as far as they are known."""
    relations: Annotated[Many[Relation], SHARED] = ()
    """The informant, next of kin and others who matter."""
    availability: Many[Material] = ()
    """Whether fingerprints, DNA, dental records or X-rays can be had. Never the data itself."""
