"""Records only: fields, types and the text that is published with them."""

from collections.abc import Mapping
from types import MappingProxyType

from missingpersons.codes import DocumentType
from missingpersons.models.call import Call
from missingpersons.models.episode import Episode
from missingpersons.models.standard import STANDARD_MAJOR, STANDARD_VERSION
from missingpersons.models.unidentified import UnidentifiedCase

AnyDocument = Episode | UnidentifiedCase | Call
"""A document of any type."""

DOCUMENTS: Mapping[str, type[AnyDocument]] = MappingProxyType(
    {DocumentType.EPISODE: Episode, DocumentType.UNIDENTIFIED_CASE: UnidentifiedCase, DocumentType.CALL: Call}
)
"""The record of each type of document, by its `document_type`."""

__all__ = ["DOCUMENTS", "STANDARD_MAJOR", "STANDARD_VERSION", "AnyDocument", "Call", "Episode", "UnidentifiedCase"]
