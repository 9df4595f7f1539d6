"""What is published: ``schemas/`` and the generated part of ``docs/``, written from the code and its data."""

from missingpersons.publish.addresses import BASE
from missingpersons.publish.command import main
from missingpersons.publish.files import documents, drift, rules_document, write
from missingpersons.publish.releases import incompatible, release, released, thawed
from missingpersons.publish.schemas import RECORDS, field_texts, model_schema, models_in, records, schemas

__all__ = [
    "BASE",
    "RECORDS",
    "documents",
    "drift",
    "field_texts",
    "incompatible",
    "main",
    "model_schema",
    "models_in",
    "records",
    "release",
    "released",
    "rules_document",
    "schemas",
    "thawed",
    "write",
]
