"""The one note that an episode gives: that somebody was found. Nothing else that PFIF has notes for is ever public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from missingpersons.converters.leaving import Leaving
from missingpersons.converters.pfif.composing import at
from missingpersons.converters.pfif.notes import ALIVE, DEAD, FOUND
from missingpersons.converters.pfif.outward_person import DERIVED
from missingpersons.converters.pfif.vocabulary import NOTE, fields

_WAS_FOUND = "The person was found."
_OVER = ("located", "closed")


def found_note(
    leaving: Leaving, seen: Mapping[str, Any], version: str, person: Mapping[str, str], signed: str
) -> list[dict[str, str]]:
    """That somebody was found, where that is shown and the version has a place for it; else nothing."""
    status, condition = seen.get("status"), at(seen, ("outcome", "condition"))
    if status == "open" and not condition:
        leaving.carry("status")
        return []
    if status not in _OVER and not condition:
        return []
    dead, has_status = condition == "deceased", "status" in fields(NOTE, version)
    if dead and not has_status:
        return []
    if status == "located":
        leaving.carry("status")
    elif status is None:
        leaving.note(DERIVED, "status")
    else:
        leaving.approximate("status")
    if dead:
        leaving.carry("outcome", "condition")
    elif condition:
        leaving.approximate("outcome", "condition")
    return [
        {
            "note_record_id": f"{person['person_record_id']}.{FOUND}",
            "person_record_id": person["person_record_id"],
            "author_name": signed,
            "source_date": person["source_date"],
            "text": _WAS_FOUND,
            **({"status": DEAD if dead else ALIVE} if has_status else {}),
            **({} if dead else {"author_made_contact": "true"}),
        }
    ]
