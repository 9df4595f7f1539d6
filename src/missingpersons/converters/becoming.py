"""Which document a row becomes: the parts that structure takes together, with the id of its episode."""

from __future__ import annotations

from typing import Any

from missingpersons import wire
from missingpersons.converters import Fate
from missingpersons.converters.assembling import assembled, part_of
from missingpersons.converters.cells import CANNOT_BE_CARRIED
from missingpersons.converters.drafts import Draft
from missingpersons.converters.fitting import PLACEHOLDER_ID, fit
from missingpersons.converters.identity import Before, Seen
from missingpersons.converters.joined import BESIDE, Beside
from missingpersons.converters.places import Origin, Part
from missingpersons.models import Episode
from missingpersons.values.episode_ids import episode_id

NO_REFERENCE = "MP-C-023"
REFERENCE_AGAIN = "MP-C-024"
ROW_AGAIN = "MP-C-025"


def document_of_row(
    constants: list[Part], parts: list[Part], draft: Draft, others: list[Beside], seen: Seen
) -> bytes | None:
    """The document of the parts that structure takes together; None if it came before."""
    # Most rows are taken whole. That is seen at the cost of reading the document once, and no tree is made.
    whole = [*constants, *parts]
    fields: dict[str, Any] = {str(part.path[0]): part.value for part in whole if len(part.path) == 1}
    own = fields["episode_id"]
    if own == PLACEHOLDER_ID:
        own = episode_id(fields["owner_force"], fields.get("local_reference") or draft.digest)
    data = _with_id(whole, own)
    if wire.is_sound(data, Episode):
        if not _identify(fields, draft, seen):
            _repeated(draft)
            return None
        return data if fields["episode_id"] == own else _with_id(whole, fields["episode_id"])
    tree, refused = fit(constants, parts)
    for column in sorted(refused):
        if column < BESIDE:
            draft.set_aside(column, CANNOT_BE_CARRIED)
        else:
            others[column // BESIDE - 1].set_aside(column % BESIDE)
    if _identify(tree, draft, seen):
        return wire.encode(tree)
    _repeated(draft)
    return None


def _with_id(parts: list[Part], own: str) -> bytes:
    return assembled([*parts, part_of(-1, Origin.CELL, ("episode_id",), own)])


def _repeated(draft: Draft) -> None:
    draft.note(ROW_AGAIN)
    draft.fates = [fate if fate in (Fate.EMPTY, Fate.NO_VALUE) else Fate.REPEATED for fate in draft.fates]


def _identify(tree: dict[str, Any], draft: Draft, seen: Seen) -> bool:
    """Give the episode its id. False if the same row came before."""
    force, mapped, reference = tree["owner_force"], tree["episode_id"], tree.get("local_reference")
    if mapped == PLACEHOLDER_ID:
        _unmap(draft)
        tree["episode_id"] = episode_id(force, reference or draft.digest)
    before = seen.add(tree["episode_id"], draft.word_for_word)
    if before is Before.NEVER and mapped == PLACEHOLDER_ID and reference is None:
        draft.note(NO_REFERENCE)
    if before is Before.OTHER:
        tree["episode_id"] = episode_id(force, f"{reference or mapped}\n{draft.digest}")
        before = seen.add(tree["episode_id"], draft.word_for_word)
        if before is Before.NEVER:
            draft.note(REFERENCE_AGAIN)
            _unmap(draft)
    return before is Before.NEVER


def _unmap(draft: Draft) -> None:
    """Set aside the cell that gives the row an id, if there is one: the episode has another."""
    for part in draft.own:
        if part.path == ("episode_id",) and draft.fates[part.column] is not Fate.SET_ASIDE:
            draft.set_aside(part.column, CANNOT_BE_CARRIED)
