"""Which paths of the record a public yellow notice has a field for: its table."""

from __future__ import annotations

from missingpersons.converters.formats import Carriage, Line
from missingpersons.converters.interpol_values import ISSUER

_CODES = "A code that has not been seen in a notice is lost."
_BOUNDS = "Left blank where least and most are not the same, or nought."
_NOTICE_ID = f"Of an identifier of scheme `other` that {ISSUER} issued: the notice's own."

TABLE = (
    Line("/person/names/*/family", "name", note="Of the first name that has parts; of a maiden name, birth_name."),
    Line("/person/names/*/given/*", "forename", note="Of the first name that has parts. Several become one text."),
    Line("/person/names/*/full", "name", Carriage.APPROXIMATED, "Where no name has parts, the first."),
    Line("/person/names/*/kind", "birth_name", note="Of a maiden name. Another kind is lost, or near with the name."),
    Line("/person/names/*/script", "name", Carriage.APPROXIMATED, "Near where the name in one piece is; else lost."),
    Line("/person/date_of_birth", "date_of_birth", note="A day or a year. Of a month the year is written."),
    Line("/person/place_of_birth", "place_of_birth"),
    Line("/person/sex", "sex_id", note=_CODES),
    *(
        Line(
            f"/person/description/{measure}_{end}_{unit}",
            measure,
            note=_BOUNDS,
        )
        for measure, unit in (("height", "cm"), ("weight", "kg"))
        for end in ("min", "max")
    ),
    Line("/person/description/hair_colour", "hairs_id", note=_CODES),
    *(
        Line(f"/person/description/eye_{side}", "eyes_colors_id", note=f"Near unless both are the same. {_CODES}")
        for side in ("left", "right")
    ),
    Line("/person/marks/*", "distinguishing_marks", Carriage.APPROXIMATED, "Scars of self-harm are withheld."),
    Line("/person/marks/*/text", "distinguishing_marks", note="Near unless it is the only mark, and told in words."),
    Line("/person/nationalities/*", "nationalities", note="A country without a two-letter code is lost."),
    Line("/person/languages/*/code", "languages_spoken_ids", note=_CODES),
    Line("/countries_likely_visited/*", "countries_likely_to_be_visited", note="As nationalities."),
    Line("/missing_since/earliest", "date_of_event", Carriage.APPROXIMATED, "The day."),
    Line("/missing_since/latest", "date_of_event", Carriage.APPROXIMATED, "The day of the earliest, if there is one."),
    Line("/missing_from/place/country", "country", note="A country without a two-letter code is lost."),
    Line("/person/identifiers/*/scheme", "entity_id", note=_NOTICE_ID),
    Line("/person/identifiers/*/value", "entity_id", note=_NOTICE_ID),
    Line("/person/identifiers/*/issuer", "entity_id", note=_NOTICE_ID),
    Line("/person/identifiers/*/country", "issuing_country", note=_NOTICE_ID),
)
