"""Documents with exactly one known defect, for property tests: Hypothesis strategies (extra ``testing``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from missingpersons.models import DOCUMENTS
from missingpersons.testing import defects_in_bytes as in_bytes
from missingpersons.testing import defects_in_trees as in_trees
from missingpersons.testing.sites import Make, sites
from missingpersons.testing.strategies import st

SHOWN = 400
"""How many bytes a ``repr`` shows of each end of a document."""

_MAKES: Mapping[str, Make] = MappingProxyType(
    {
        "MP-S-001": in_bytes.not_utf8,
        "MP-S-002": in_bytes.empty,
        "MP-S-003": in_bytes.broken_off,
        "MP-S-004": in_bytes.too_deep,
        "MP-S-005": in_bytes.repeated_name,
        "MP-S-006": in_bytes.no_number,
        "MP-S-007": in_bytes.half_character,
        "MP-S-008": in_bytes.null,
        "MP-S-009": in_bytes.fraction,
        "MP-S-010": in_bytes.too_large,
        "MP-S-011": in_bytes.no_object,
        "MP-S-020": in_trees.missing_field,
        "MP-S-021": in_trees.unknown_field,
        "MP-S-022": in_trees.wrong_type,
        "MP-S-023": in_trees.wrong_code,
        "MP-S-024": in_trees.wrong_form,
        "MP-S-025": in_trees.too_long,
        "MP-S-026": in_trees.no_text,
        "MP-S-027": in_trees.out_of_range,
        "MP-S-028": in_trees.too_many,
        "MP-S-029": in_trees.bad_extensions,
        "MP-S-030": in_trees.other_document,
        "MP-S-032": in_trees.a_view,
        "MP-V-001": in_trees.other_major,
    }
)

_NAMES = frozenset(kind.replace("_", "-") for kind in DOCUMENTS)
_NEEDED = {"MP-S-027": "minimum", "MP-S-028": "maxItems"}
"""What some field must have for a document to show a code. Every type of document has all the rest."""


@dataclass(frozen=True, slots=True, repr=False)
class Defective:
    """A document that is good but for one thing, with the code and the place of the finding that it must give."""

    document: bytes
    code: str
    at: str

    def __repr__(self) -> str:
        shown = self.document
        if len(shown) > 2 * SHOWN:
            shown = b"%b ... %b" % (shown[:SHOWN], shown[-SHOWN:])
        return f"<{self.code} at {self.at or '/'} in {len(self.document)} bytes: {shown!r}>"


def defects(name: str = "episode") -> tuple[str, ...]:
    """The codes that ``invalid`` makes documents of the schema ``name`` for: all that ``check`` can refuse one with.

    ``KeyError`` for a schema whose documents do not stand on their own.
    """
    if name not in _NAMES:
        raise KeyError(name)
    limits = {limit for site in sites(name) for limit in site.part}
    return tuple(code for code in _MAKES if _NEEDED.get(code, "") in ("", *limits))


def invalid(name: str = "episode", code: str | None = None) -> st.SearchStrategy[Defective]:
    """Documents of the schema ``name`` with exactly one defect: of any kind, or the one that gives ``code``.

    ``check`` finds that one thing in them, and nothing else. ``KeyError`` for a code that is not in ``defects(name)``.
    """
    codes = defects(name)
    if code not in (None, *codes):
        raise KeyError(code)
    return st.one_of([_defective(_MAKES[each], name, each) for each in codes if code in (None, each)])


@st.composite
def _defective(draw: st.DrawFn, make: Make, name: str, code: str) -> Defective:
    document, at = make(draw, name)
    return Defective(document, code, at)
