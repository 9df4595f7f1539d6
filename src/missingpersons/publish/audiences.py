"""What is published about who may see what: every field of every type of document, with its audiences."""

from __future__ import annotations

from typing import Any

from missingpersons.codes import Audience, DocumentType
from missingpersons.models import DOCUMENTS, STANDARD_VERSION
from missingpersons.views.marks import paths

_DESCRIPTION = (
    "Which audiences (codes of the list audiences) may see each field of each type of document: a path of the names "
    "from the root, with * for any entry of a list. An audience sees a field only if it sees everything that the "
    "field stands in. For charity and public that is not enough: a ground in publicity must be in force, and under "
    "scopes is what of the list publicity_scopes it must name; a field without an entry there needs any ground. What "
    "else keeps a value back is in docs/views.md."
)
_LICENCE = "Creative Commons Attribution 4.0 International (CC BY 4.0)"


def audiences_document() -> dict[str, Any]:
    """Every field of every type of document, with who may see it and under what scope of a ground."""
    seen = {name: dict(paths(record)) for name, record in DOCUMENTS.items()}
    return {
        "standard_version": STANDARD_VERSION,
        "description": _DESCRIPTION,
        "licence": _LICENCE,
        "audiences": {
            name: {at: sorted(map(str, each.audiences)) for at, each in sorted(fields.items())}
            for name, fields in seen.items()
        },
        "scopes": {
            str(DocumentType.EPISODE): {
                at: each.scope
                for at, each in sorted(seen[DocumentType.EPISODE].items())
                if each.scope and Audience.CHARITY in each.audiences
            }
        },
    }
