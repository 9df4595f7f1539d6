"""Rules about local fields: how their owner is named, and whether they fit the schema that the owner gave."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from missingpersons.models import AnyDocument

_REVERSE_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def owner_not_a_domain(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-071: an owner of local fields is not named by a domain turned round."""
    # The place is the parent: an owner's name may be local data too.
    if document.extensions and not all(map(_REVERSE_DOMAIN.fullmatch, document.extensions)):
        yield "/extensions"


def local_field_unfit(schemas: Mapping[str, Mapping[str, Any]]) -> Callable[[AnyDocument, datetime], Iterator[str]]:
    """MP-R-072, as the schemas that owners gave make it: a local field does not fit the schema of its owner.

    Raises ``CannotRun``, in one line, for a schema that cannot be used.
    """
    # The validator of JSON Schemas costs more to load than all the rest: only who gives a schema pays for it.
    from missingpersons.rules.owner_schema import owner_schema

    given = {owner: owner_schema(owner, schema) for owner, schema in schemas.items()}

    def rule(document: AnyDocument, _: datetime) -> Iterator[str]:
        for owner, fields in (document.extensions or {}).items():
            if owner in given:
                yield from (f"/extensions/{owner}{at}" for at in given[owner].refused(fields))

    return rule
