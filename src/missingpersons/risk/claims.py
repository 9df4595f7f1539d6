"""What a force's own policy may not say of itself: that it is the library's, or official."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from missingpersons.risk.places import THE_POLICY, refuse

_LIBRARY = re.compile(r"\s*library\b|.*\blibrary policy\b", re.IGNORECASE)
_OFFICIAL = re.compile(r"(?<!not )(?<!non-)\bofficial\b", re.IGNORECASE)


def refuse_claims(table: Mapping[str, Any], source: str) -> None:
    """Refuse a name or a status by which readers would take a force's policy for another's."""
    for key in ("name", "status"):
        said = table.get(key)
        if not isinstance(said, str):
            continue
        if _LIBRARY.match(said):
            refuse(source, THE_POLICY, key, f"{key} must not say that it is the library's: it is your own")
        if _OFFICIAL.search(said):
            refuse(
                source,
                THE_POLICY,
                key,
                f"{key} must not say official: no national body has published floors; say who agreed it",
            )
