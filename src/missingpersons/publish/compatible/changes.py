"""What can differ between two published versions: what breaks readers, and what somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Breaks(StrEnum):
    """A change that a new minor version may not make. Its value is how it is told."""

    FILE_REMOVED = "the file was removed"
    DEFINITION_REMOVED = "the definition was removed"
    FIELD_REMOVED = "the field was removed"
    NEWLY_REQUIRED = "the field must be given now"
    TYPE_CHANGED = "the type was changed"
    BOUND_NARROWED = "the bound was narrowed"
    PATTERN_CHANGED = "the pattern was changed"
    OBJECT_CLOSED = "names that were free are not free now"
    ALTERNATIVE_LOST = "an alternative was removed"
    KEYWORD_CHANGED = "a keyword was changed, and nothing here can tell what that means"
    CODE_LOST = "the code was removed: deprecate it instead"
    CODE_ADDED = "the code was added to a closed list"
    LIST_REMOVED = "the list was removed"
    LIST_CLOSED = "the open list was closed"
    LIST_OPENED = "the closed list was opened"
    COLUMN_REMOVED = "the column was removed"
    FINDING_REMOVED = "the code of a finding was removed"
    SEVERITY_RAISED = "the severity was raised"
    MEANING_CHANGED = "what the code means was changed"
    AUDIENCE_ADDED = "an audience sees what was withheld from it"
    SCOPE_CHANGED = "another scope of a ground, or none, opens the field"


class Notes(StrEnum):
    """A change that a new minor version may make, and that no program can judge."""

    REWORDED = "the words were changed: do they mean the same?"
    WIDER = "more is taken than before: a reader of the old version refuses what goes beyond it"
    NEW_ERROR = "a new finding is an error: a document that had none may have one"
    SEVERITY_LOWERED = "the severity was lowered"


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """A change that a new minor may not make: where (a file and a JSON Pointer into it), and which."""

    at: str
    kind: Breaks

    def __str__(self) -> str:
        return f"break: {self.at}: {self.kind}"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A change that a new minor may make, if a person has looked at it."""

    at: str
    kind: Notes

    def __str__(self) -> str:
        return f"note: {self.at}: {self.kind}"


Change = Break | Note
