"""The fields of PFIF: what each is called in each version, and the order in which a version has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

NAMESPACE = "http://zesty.ca/pfif/"
"""The namespace of every version, less the version itself."""

VERSIONS = ("1.1", "1.2", "1.3", "1.4")
LATEST = "1.4"
EXPIRES_SINCE = "1.3"
"""The version from which records expire, and full_name and source_date are mandatory."""

PERSON = "person"
NOTE = "note"

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "first_name": "given_name",
        "last_name": "family_name",
        "other": "description",
        "found": "author_made_contact",
        "home_zip": "home_postal_code",
    }
)
"""What a field was called before: the names of 1.4 are those that are used here."""

_PERSON = {
    "1.1": "person_record_id entry_date author_name author_email author_phone source_name source_date source_url "
    "first_name last_name home_city home_state home_neighborhood home_street home_zip photo_url other",
    "1.2": "person_record_id entry_date author_name author_email author_phone source_name source_date source_url "
    "first_name last_name sex date_of_birth age home_street home_neighborhood home_city home_state home_postal_code "
    "home_country photo_url other",
    "1.3": "person_record_id entry_date expiry_date author_name author_email author_phone source_name source_date "
    "source_url full_name first_name last_name sex date_of_birth age home_street home_neighborhood home_city "
    "home_state home_postal_code home_country photo_url other",
    "1.4": "person_record_id entry_date expiry_date author_name author_email author_phone source_name source_date "
    "source_url full_name given_name family_name alternate_names description sex date_of_birth age home_street "
    "home_neighborhood home_city home_state home_postal_code home_country photo_url profile_urls",
}

_NOTE = {
    "1.1": "note_record_id entry_date author_name author_email author_phone source_date found email_of_found_person "
    "phone_of_found_person last_known_location text",
    "1.2": "note_record_id person_record_id linked_person_record_id entry_date author_name author_email author_phone "
    "source_date found status email_of_found_person phone_of_found_person last_known_location text",
    "1.3": "note_record_id person_record_id linked_person_record_id entry_date author_name author_email author_phone "
    "source_date found status email_of_found_person phone_of_found_person last_known_location text",
    "1.4": "note_record_id person_record_id linked_person_record_id entry_date author_name author_email author_phone "
    "source_date author_made_contact status email_of_found_person phone_of_found_person last_known_location text "
    "photo_url",
}

MANDATORY: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        PERSON: {
            "1.1": ("person_record_id", "given_name", "family_name"),
            "1.2": ("person_record_id", "given_name", "family_name"),
            "1.3": ("person_record_id", "source_date", "full_name"),
            "1.4": ("person_record_id", "source_date", "full_name"),
        },
        NOTE: {
            "1.1": ("note_record_id", "author_name", "source_date", "text"),
            "1.2": ("note_record_id", "author_name", "source_date", "text"),
            "1.3": ("note_record_id", "author_name", "source_date", "text"),
            "1.4": ("note_record_id", "author_name", "source_date", "text"),
        },
    }
)
"""What each version wants at least, under the names of 1.4. An empty element will do."""

KEPT_IN_A_PLACEHOLDER = frozenset({"person_record_id", "entry_date", "expiry_date", "source_date"})
"""All that is left of a record that has expired."""


@cache
def elements(kind: str, version: str) -> tuple[tuple[str, str], ...]:
    """The elements of a record in order: as the version calls each, and as 1.4 does."""
    names = (_PERSON if kind == PERSON else _NOTE)[version].split()
    return tuple((name, RENAMED.get(name, name)) for name in names)


@cache
def fields(kind: str, version: str) -> frozenset[str]:
    """The fields that a version has, under the names of 1.4."""
    return frozenset(name for _, name in elements(kind, version))


@cache
def meanings() -> Mapping[tuple[str, str], tuple[str, frozenset[str]]]:
    """For each kind of record and name of an element in any version: the name in 1.4, and the versions that have it."""
    found: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}
    for kind in (PERSON, NOTE):
        for version in VERSIONS:
            for name, latest in elements(kind, version):
                versions = found[kind, name][1] if (kind, name) in found else frozenset()
                found[kind, name] = (latest, versions | {version})
    return MappingProxyType(found)
