"""The frame of a page: how a template and what it is given become the bytes of one HTML file.

Every value is escaped by the template engine, and a name that a template is not given is an error. The page
has a policy of its own (Content-Security-Policy) by which a browser loads nothing, from here or elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from missingpersons import __version__
from missingpersons.findings import MissingExtra
from missingpersons.models.standard import STANDARD_VERSION
from missingpersons.quality.words import percent

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"


def require() -> None:
    """Raise ``MissingExtra`` if pages cannot be made here."""
    try:
        import jinja2  # noqa: F401
    except ImportError:
        pass
    else:
        return
    raise MissingExtra("pages", "making a page")


def render(template: str, given: Mapping[str, Any]) -> bytes:
    """The page that ``template`` makes of what it is ``given``. The same gives the same bytes."""
    page = _environment().get_template(template)
    return page.render(given, library_version=__version__, standard_version=STANDARD_VERSION).encode()


def number(value: int) -> str:
    """A number as people write it.

    >>> number(1234567)
    '1,234,567'
    """
    return f"{value:,}"


@cache
def _environment() -> Environment:
    require()
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = number
    environment.globals["percent"] = percent
    return environment
