"""Which episode a record is, whose it is and when it was recorded, where the record itself may not say."""

from __future__ import annotations

from collections.abc import Set
from contextlib import suppress
from typing import Any

from missingpersons import wire
from missingpersons.converters import Fate, Row
from missingpersons.converters.cells import CANNOT_BE_CARRIED
from missingpersons.converters.fitting import PLACEHOLDER_ID, fit, least, refusals
from missingpersons.converters.formats import Reading
from missingpersons.converters.gathered import Gathered
from missingpersons.converters.identity import Before, Seen
from missingpersons.converters.places import Origin, Part, Path
from missingpersons.findings import CannotRun
from missingpersons.values.dates import Timestamp
from missingpersons.values.episode_ids import episode_id

NO_REFERENCE = "MP-C-023"
REFERENCE_AGAIN = "MP-C-024"
ROW_AGAIN = "MP-C-025"
EMPTY_ROW = "MP-C-026"
NO_REPORT = "MP-C-031"
TIME_OF_ANOTHER_ROW = "MP-C-027"
NOBODYS = "MP-C-085"

_NOBODY = "nobody-yet"
_SOME_TIME = "2000-01-01T00:00:00Z"


class Naming:
    """What a whole file has in common: the force and the moment that the caller gave, and what has passed already."""

    def __init__(self, reading: Reading, name: str) -> None:
        self._force = reading.options.get("owner_force")
        if self._force is not None and refusals(self._force, ()):
            raise CannotRun(f"{name}: owner_force is the code of a force, such as essex or police-scotland")
        self._recorded_at = _moment(reading.recorded_at) if reading.recorded_at is not None else None
        self._latest: Timestamp | None = None
        self._seen = Seen()

    def close(self) -> None:
        """Drop what was remembered."""
        self._seen.close()

    def row(self, source: str, draft: Gathered) -> Row:
        """The episode that the parts of a record make together, or None, and what became of each value."""
        document = None
        if draft.is_blank:
            draft.note(EMPTY_ROW)
        elif not draft.is_report:
            draft.note(NO_REPORT)
        else:
            tree, refused = fit(self._constants(), draft.parts)
            for column in sorted(refused):
                draft.set_aside(column, CANNOT_BE_CARRIED)
            if self._is_somebodys(tree, draft, {part.path for part in draft.parts if part.column not in refused}):
                document = self._named(tree, draft)
        return Row(source, document, tuple(draft.findings), tuple(zip(draft.places, draft.fates, strict=True)))

    def _constants(self) -> tuple[Part, ...]:
        moment = str(self._recorded_at or _SOME_TIME)
        return (*least(self._force or _NOBODY), Part(-1, Origin.WITH, ("recorded_at",), moment))

    def _is_somebodys(self, tree: dict[str, Any], draft: Gathered, told: Set[Path]) -> bool:
        """Whether the record or the caller says whose it is and when it was recorded."""
        dated = self._recorded_at is not None or ("recorded_at",) in told
        if not dated and self._latest is not None:
            dated = True
            tree["recorded_at"] = str(self._latest)
            draft.note(TIME_OF_ANOTHER_ROW)
        if not dated or (self._force is None and ("owner_force",) not in told):
            draft.note(NOBODYS)
            draft.fates = [Fate.SET_ASIDE if fate in _ARRIVED else fate for fate in draft.fates]
            return False
        moment = Timestamp.parse(tree["recorded_at"])
        self._latest = moment if self._latest is None or self._latest < moment else self._latest
        return True

    def _named(self, tree: dict[str, Any], draft: Gathered) -> bytes | None:
        """The document, with an id if it brought none; None if the same record came before."""
        force, reference = tree["owner_force"], tree.get("local_reference") or draft.reference
        if tree["episode_id"] != PLACEHOLDER_ID:
            # Two versions of one episode are two; two that claim to be the same one are kept, both of them.
            version = f"{tree['episode_id']}\n{tree['tenure']}\n{tree['revision']}"
            before = self._seen.add(version, draft.digest)
        else:
            tree["episode_id"] = episode_id(force, reference or draft.digest)
            before = self._seen.add(tree["episode_id"], draft.digest)
            if before is Before.NEVER and reference is None:
                draft.note(NO_REFERENCE)
            if before is Before.OTHER:
                tree["episode_id"] = episode_id(force, f"{reference}\n{draft.digest}")
                before = self._seen.add(tree["episode_id"], draft.digest)
                if before is Before.NEVER:
                    draft.note(REFERENCE_AGAIN)
        if before is not Before.SAME:
            return wire.encode(tree)
        draft.note(ROW_AGAIN)
        draft.fates = [Fate.REPEATED if fate in _ARRIVED or fate is Fate.SET_ASIDE else fate for fate in draft.fates]
        return None


_ARRIVED = frozenset({Fate.CARRIED, Fate.APPROXIMATED})


def _moment(text: str) -> Timestamp:
    moment = None
    with suppress(ValueError):
        moment = Timestamp.parse(text)
    if moment is None:
        raise CannotRun("--recorded-at: needs a time with seconds and an offset, as in 2026-03-01T09:00:00Z")
    return moment
