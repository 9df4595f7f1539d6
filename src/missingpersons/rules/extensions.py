"""Rules about local fields: how their owner is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from missingpersons.models import AnyDocument

_REVERSE_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def owner_not_a_domain(document: AnyDocument, _: datetime) -> Iterator[str]:
    """MP-R-071: an owner of local fields is not named by a domain turned round."""
    # The place is the parent: an owner's name may be local data too.
    if document.extensions and not all(map(_REVERSE_DOMAIN.fullmatch, document.extensions)):
        yield "/extensions"
