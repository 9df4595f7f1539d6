"""What every record shares: strict, frozen, closed, and silent about the data it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from missingpersons.codes import Audience
from missingpersons.findings import InvalidDocument, Report, report
from missingpersons.models._errors import structure_findings

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _ModelMetaclass
else:
    # pydantic has no public name for its metaclass.
    _ModelMetaclass = type(BaseModel)

_Item = TypeVar("_Item")

Many = Annotated[tuple[_Item, ...], Field(max_length=1000)]
"""A list of any length that a real record has. Absent and empty mean the same."""


class In:
    """The mark on a field whose codes are those of the open list called ``name``."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class ShownTo:
    """The mark on a field that says which audiences beyond the police may see it. A field may have several.

    ``scope`` is what of the list `publicity_scopes` a ground must name before a charity or the public is told. A
    field without one has the scope of what it stands in. ``words`` says that a short line is free text all the same.
    """

    __slots__ = ("audiences", "scope", "words")

    def __init__(self, *audiences: Audience, scope: str | None = None, words: bool = False) -> None:
        self.audiences = frozenset(audiences)
        self.scope = scope
        self.words = words


COUNTED = ShownTo(Audience.STATISTICS)
"""May be counted: it does not say who the person is."""

MET = ShownTo(Audience.ENCOUNTER)
"""May be told to an officer who has a candidate in front of them."""

MET_AND_COUNTED = ShownTo(Audience.ENCOUNTER, Audience.STATISTICS)
"""Both."""

SHARED = ShownTo(Audience.SAFEGUARDING)
"""May be shared with those who protect the person: children's and adults' services, health."""

TOLD = ShownTo(Audience.CHARITY, Audience.PUBLIC)
"""May be told in an appeal that somebody agreed to or authorised."""

HELPED = ShownTo(Audience.CHARITY)
"""May be told on such a ground to a charity, whose helpline may speak with the person, and not to the public."""


WORDS = ShownTo(words=True)
"""Free text though it is short: nobody can tell from the field what somebody wrote in it."""


def told(scope: str) -> ShownTo:
    """May be told in an appeal, where a ground names ``scope``."""
    return ShownTo(Audience.CHARITY, Audience.PUBLIC, scope=scope)


def helped(scope: str) -> ShownTo:
    """May be told to a charity, where a ground names ``scope``."""
    return ShownTo(Audience.CHARITY, scope=scope)


class _Silent(_ModelMetaclass):
    """Building a record in Python fails as reading one does: with findings, never with the data."""

    def __call__(cls, *args: Any, **fields: Any) -> Any:
        problem: ValidationError | None = None
        try:
            return super().__call__(*args, **fields)
        except ValidationError as error:
            problem = error
        raise InvalidDocument(_reported(problem))


class Record(BaseModel, metaclass=_Silent):
    """A part of the standard's record. Frozen, closed to unknown fields, and never shown by ``repr``."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        defer_build=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__

    def __repr_args__(self) -> Any:
        return ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        # pydantic's own error would quote the value.
        raise AttributeError("a record cannot be changed: build another")

    @classmethod
    def model_validate(cls, *args: Any, **kwargs: Any) -> NoReturn:
        """Not a door: use ``missingpersons.parse`` or ``missingpersons.build``."""
        raise TypeError("records are read by missingpersons.parse and missingpersons.build")

    model_validate_json = model_validate
    model_validate_strings = model_validate


def _reported(problem: ValidationError) -> Report:
    return report(structure_findings(problem))
