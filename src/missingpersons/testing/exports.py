"""Two forces' exports of invented reports: the files that their systems write, each in its own format."""

from __future__ import annotations

import csv
import io
from importlib.resources import files

from missingpersons.testing.reports import Invented

EXPORTED_AT = "2026-11-14T20:00:00Z"
"""When both forces made their exports."""


def table(style: str, reports: list[Invented], *, damage: bool = True) -> bytes:
    """The export of ``reports`` in the ``comma`` or the ``semicolon`` style, as the bytes of its file.

    With ``damage``, one name in the comma style is in the bytes of another encoding, and the last row of
    the semicolon style breaks off: the file was cut while it was written.
    """
    written = _comma(reports) if style == "comma" else _semicolon(reports)
    if not damage:
        return written
    if style == "comma":
        return written.replace("Siân".encode(), "Siân".encode("windows-1252"), 1)
    return written + b"BROKEN/1;CUT OF"


def mapping_text(style: str, force: str) -> str:
    """The mapping of a style, as the integrator of ``force`` would keep it."""
    text = files(__package__).joinpath("mappings", f"{style}.toml").read_text(encoding="utf-8")
    return text.replace("@FORCE@", force)


def _comma(reports: list[Invented]) -> bytes:
    sexes = {"female": "F", "male": "M"}
    levels = {"very_low": "Very low", "low": "Low", "medium": "Medium", "high": "High"}
    answers = {"yes": "Y", "no": "N", "unknown": "NK", "": ""}
    looks = {
        "white_north_european": "IC1",
        "black": "IC3",
        "asian": "IC4",
        "chinese_japanese_se_asian": "IC5",
        "mixed": "Mixed",
    }
    header = _words(
        "Ref No|Forename|Surname|DOB|Age|Sex|Appearance|Height|Build|Hair|Clothes 1|Clothes 2|Clothes 3|"
        "Clothes 4|Clothes 5|Last Seen|Lat|Long|Missing From|Reported|Found|Found By|Risk|Suicide|"
        "Medication|Unusual|Mobile|Contact|PNC"
    )
    rows: list[list[object]] = []
    for each in reports:
        garments = [*each.clothes, "", "", "", "", ""][:5]
        rows.append(
            [
                each.reference,
                each.given,
                each.family,
                each.texts.get("born", f"{each.born:%d/%m/%Y}"),
                each.age,
                sexes[each.sex],
                looks[each.ethnicity],
                each.height,
                each.build.title(),
                each.hair.title(),
                *garments,
                each.place,
                f"{each.point[0]:.5f}",
                f"{each.point[1]:.5f}",
                each.texts.get("missing", f"{each.missing:%d/%m/%Y %H:%M}"),
                each.texts.get("reported", f"{each.reported:%d/%m/%Y %H:%M}"),
                f"{each.found:%d/%m/%Y %H:%M}" if each.found else "",
                each.found_by if each.found else "",
                each.texts.get("level", levels[each.level]),
                answers[each.suicide],
                answers[each.medication],
                answers[each.unlike],
                each.mobile,
                each.texts.get("contact", each.contact),
                each.pnc or "N/A",
            ]
        )
    return _written(header, rows, ",")


def _semicolon(reports: list[Invented]) -> bytes:
    header = _words(
        "CASE_ID|STATUS|PERSON_NAME|BIRTH_DATE|AGE_YEARS|SEX_CODE|ETHNIC_OBS|HEIGHT_CM|HAIR_COL|WEARING|"
        "LAST_SEEN_TEXT|LS_LATITUDE|LS_LONGITUDE|MISSING_SINCE|REPORTED_AT|TRACED_AT|TRACED_BY|"
        "RISK_LEVEL|Q_SELF_HARM|Q_MEDS|Q_OUT_OF_CHAR|PHONE|DUTY_DESK"
    )
    questions = {"yes": "1", "no": "0", "unknown": "9", "": ""}
    rows: list[list[object]] = []
    for each in reports:
        rows.append(
            [
                each.reference,
                "TRACED" if each.found else "LIVE",
                f"{each.given} {each.family}",
                each.born.isoformat() if "born" not in each.texts else "2009-02-31",
                each.age,
                {"female": 2, "male": 1}[each.sex],
                each.ethnicity.upper(),
                each.height,
                each.hair.upper(),
                " / ".join(each.clothes),
                each.place,
                f"{each.point[0]:.5f}",
                f"{each.point[1]:.5f}",
                "2026-10-25 01:30:00" if "missing" in each.texts else f"{each.missing:%Y-%m-%d %H:%M:%S}",
                "2026-10-25 09:00:00" if "reported" in each.texts else f"{each.reported:%Y-%m-%d %H:%M:%S}",
                f"{each.found:%Y-%m-%d %H:%M:%S}" if each.found else "NULL",
                each.found_by.upper() if each.found else "NULL",
                each.texts.get("level", each.level).upper(),
                questions[each.suicide],
                questions[each.medication],
                questions[each.unlike],
                each.mobile,
                each.texts.get("contact", each.contact),
            ]
        )
    return _written(header, rows, ";")


def _words(text: str) -> list[str]:
    return text.split("|")


def _written(header: list[str], rows: list[list[object]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
