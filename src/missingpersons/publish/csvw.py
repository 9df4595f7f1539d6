"""What a program can know of the code lists before it opens them: their metadata, after W3C's CSV on the Web."""

from __future__ import annotations

from typing import Any

from missingpersons.codes import codelists
from missingpersons.models import STANDARD_VERSION

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_CODE = "^[a-z][a-z0-9_]*$"
_SLUG = "^[a-z][a-z0-9-]*$"
_FORMS = {"forces": _SLUG, "risk_schemes": _SLUG, "countries": "^[A-Z]{3}$", "languages": "^[a-z]{2,3}$"}
"""The form of the codes of each list whose codes are not of the usual one."""

_VERSION = "^[0-9]+[.][0-9]+$"


def list_metadata() -> dict[str, Any]:
    """The metadata of every list and of their index, for ``codelists/csv-metadata.json``."""
    tables = [_table(name, about["title"], about["description"], _codes(name)) for name, about in codelists().items()]
    index = _table("index", "Index of the code lists", "Every code list, and whether it is open or closed.", _index())
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"Code lists of the missing-person record, version {STANDARD_VERSION}",
        "dc:description": "Every list of codes that the record uses. A closed list is frozen within a major version of "
        "the standard; a code that an open list does not have is read all the same. An empty cell says that there is "
        "nothing to say.",
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "tables": [index, *tables],
    }


def _table(name: str, title: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"url": f"{name}.csv", "dc:title": title, "dc:description": description, "tableSchema": schema}


def _codes(name: str) -> dict[str, Any]:
    form = _FORMS.get(name, _CODE)
    return {
        "columns": [
            _column("code", "The code, as it stands in a document.", form, required=True),
            _column("title", "What the code is called.", required=True),
            _column("title_cy", "What it is called in Welsh, where there is an official label.", language="cy"),
            _column("definition", "What the code means, and when to use it.", required=True),
            _column("since", "The version of the standard that first had the code.", _VERSION, required=True),
            _column("deprecated", "The version of the standard that first advised against the code.", _VERSION),
            _column("use_instead", "The code of the same list that takes its place.", form),
            _column("source", "Whose code it is. `library list` means that the library made it.", required=True),
        ],
        # use_instead is no foreign key: those of CSV on the Web may not be empty, and most codes are replaced by none.
        "primaryKey": "code",
    }


def _index() -> dict[str, Any]:
    return {
        "columns": [
            _column("name", "The list, and the name of its file.", _CODE, required=True),
            _column("kind", "Closed: frozen in a major version. Open: others too.", "^(open|closed)$", required=True),
            _column("title", "What the list is called.", required=True),
            _column("description", "What the list is for.", required=True),
            _column("source", "Whose list it is. `library list` means that the library made it.", required=True),
        ],
        "primaryKey": "name",
    }


def _column(
    name: str, description: str, form: str = "", *, required: bool = False, language: str = ""
) -> dict[str, Any]:
    return {
        "name": name,
        "titles": name,
        "dc:description": description,
        "datatype": {"base": "string", "format": form} if form else "string",
        **({"lang": language} if language else {}),
        **({"required": True} if required else {}),
    }
