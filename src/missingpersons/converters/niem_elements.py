"""The elements of NIEM 6.0 that a missing person is written in, and the paths of the record that go there."""

from __future__ import annotations

import re

from missingpersons.converters.formats import Carriage, Line

DATES = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "nc:Date"),
    (re.compile(r"[0-9]{4}-[0-9]{2}"), "nc:YearMonthDate"),
    (re.compile(r"[0-9]{4}"), "nc:YearDate"),
)
LOOKS = (
    ("build", "nc:PersonBuildText", "builds"),
    ("complexion", "nc:PersonComplexionText", "complexions"),
    ("hair_colour", "nc:PersonHairColorText", "hair_colours"),
    ("hair_style", "nc:PersonHairStyleText", "hair_styles"),
    ("hair_length", "nc:PersonHairLengthText", "hair_lengths"),
    ("facial_hair", "nc:PersonFacialHairText", "facial_hair"),
    ("eyewear", "nc:PersonEyewearText", "eyewear"),
    ("handedness", "nc:PersonHandednessText", "handedness"),
)
SAME = (
    ("occupation", ("person", "occupation"), "nc:PersonJobTitleText"),
    ("accent", ("person", "description", "accent"), "nc:PersonAccentText"),
    ("text", ("person", "description", "text"), "nc:PersonDescriptionText"),
    ("sex", ("person", "sex"), "nc:PersonSexText"),
)
LISTS = (
    (("person", "medication"), "name", "nc:PersonMedicationRequiredText"),
    (("person", "health"), "text", "nc:PersonMedicalDescriptionText"),
)

_NEAR = Carriage.APPROXIMATED

TABLE = (
    Line("/document_type", "j:MissingPerson"),
    Line("/episode_id", "j:MissingPersonIdentification"),
    Line("/local_reference", "j:MissingPersonIdentification"),
    Line("/owner_force", "j:MissingPersonIdentification, its issuer"),
    Line("/status", "j:MissingPersonFoundIndicator", _NEAR, "Of an open episode, or of somebody located."),
    Line("/reported_at", "j:MissingPersonDeclarationDate"),
    Line("/last_seen/window/earliest", "j:MissingPersonLastSeenDate", note="Of a span only the latest is written."),
    Line("/last_seen/window/latest", "j:MissingPersonLastSeenDate", note="Of a span only the latest is written."),
    Line("/last_seen/place/text", "j:MissingPersonLastSeenLocation"),
    Line("/last_seen/place/lines/*", "j:MissingPersonLastSeenLocation", _NEAR, "Where the place has no text."),
    Line("/circumstances", "j:MissingPersonCircumstanceText"),
    Line("/reasons/*", "j:MissingPersonCircumstanceText", _NEAR),
    Line("/outcome/found_at", "j:MissingPersonFoundDate"),
    Line("/person/names/*/given/*", "nc:PersonGivenName, PersonMiddleName", note="Near where there are several."),
    Line("/person/names/*/family", "nc:PersonSurName or PersonMaidenName"),
    Line("/person/names/*/full", "nc:PersonFullName"),
    Line("/person/names/*/kind", "nc:PersonNameCategoryText"),
    Line("/person/date_of_birth", "nc:PersonBirthDate", note="A day, a month or a year."),
    Line("/person/age/min", "nc:PersonAgeDescriptionText", _NEAR),
    Line("/person/age/max", "nc:PersonAgeDescriptionText", _NEAR),
    *(Line("".join(f"/{step}" for step in at), element) for _, at, element in SAME),
    *(Line(f"/person/description/{field}", element, _NEAR) for field, element, _ in LOOKS),
    *(
        Line(f"/person/description/{measure}_{end}_{unit}", f"nc:Person{measure.title()}DescriptionText", _NEAR)
        for measure, unit in (("height", "cm"), ("weight", "kg"))
        for end in ("min", "max")
    ),
    *(Line(f"/person/description/eye_{side}", "nc:PersonEyeColorText", _NEAR) for side in ("left", "right")),
    *(Line(f"/{'/'.join(path)}/*/{field}", element) for path, field, element in LISTS),
    Line("/person/clothing/*/text", "j:PersonClothing"),
    *(
        Line(f"/person/identifiers/*/{part}", "nc:PersonOtherIdentification or PersonPassportIdentification")
        for part in ("scheme", "value", "issuer")
    ),
    Line("/person/marks/*", "nc:PersonGeneralAppearanceDescriptionText", _NEAR, "Unless there is nothing in it."),
)
"""The table of the format."""
