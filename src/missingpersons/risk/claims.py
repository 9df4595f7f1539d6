"""What a force's own policy may not say of itself: that it is the library's, or official."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from missingpersons.codes import RiskScheme
from missingpersons.risk.places import THE_POLICY, refuse

_SCHEMES = "|".join(re.sub("[^a-z0-9]", "", each.value) for each in RiskScheme)
_LIBRARYS = {
    "name": re.compile("library"),
    "version": re.compile("library"),
    "status": re.compile(f"^(?:the|a|an|our|this|is)*library|library(?:s?polic|{_SCHEMES})"),
}
"""What a text may not have when all but its letters and digits is taken out, in lower case."""

_OFFICIAL = re.compile(r"(?<!not )(?<!non-)\bofficial\b", re.IGNORECASE)


def refuse_claims(table: Mapping[str, Any], source: str) -> None:
    """Refuse a name, a version or a status by which readers would take a force's policy for another's."""
    for key, of_the_library in _LIBRARYS.items():
        said = table.get(key)
        if not isinstance(said, str):
            continue
        if of_the_library.search(_letters_and_digits(said)):
            refuse(source, THE_POLICY, key, f"{key} must not say that it is the library's: it is your own")
        if _OFFICIAL.search(said):
            refuse(
                source,
                THE_POLICY,
                key,
                f"{key} must not say official: no national body has published floors; say who agreed it",
            )


def _letters_and_digits(said: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", said).casefold() if each.isalnum())
