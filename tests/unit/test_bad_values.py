"""Values that real systems write: each with exactly what is found, or with nothing found."""

from __future__ import annotations

import json
from typing import Any

import pytest

import missingpersons as mp

BORN = "/person/date_of_birth"
REFUSED = "MP-S-024"


def found(**fields: Any) -> list[tuple[str, str]]:
    """What is found in a report of somebody who has a name, and these fields besides."""
    person = {"names": [{"full": "Amara Lanyon"}], **fields.pop("person", {})}
    document = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "revision": 1,
        "tenure": 1,
        "recorded_at": "2026-03-01T14:00:00Z",
        "owner_force": "test-north",
        "status": "cancelled",
        "missing_since": {"earliest": "2026-03-01T10:00:00Z"},
        "reported_at": "2026-03-01T12:00:00Z",
        "person": person,
        **fields,
    }
    return [(each.code, each.at) for each in mp.check(json.dumps(document).encode())]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("2012-02-29", []),
        ("2000-02-29", []),
        ("2011-06", []),
        ("2011-06-XX", []),
        ("2011", []),
        ("201X", []),
        ("2011-06-03?", []),
        ("2010/2012", []),
        ("2012/2010", []),
        ("9999-12-31", [("MP-R-014", BORN)]),
        ("9999-01-01", [("MP-R-011", BORN)]),
        ("9999", [("MP-R-011", BORN)]),
        ("999X", [("MP-R-011", BORN)]),
        ("0001-01-01", [("MP-R-014", BORN)]),
        ("0001", [("MP-R-013", BORN)]),
        ("1900-01-01", [("MP-R-014", BORN)]),
        ("1111-11-11", [("MP-R-014", BORN)]),
        ("2011-02-29", [(REFUSED, BORN)]),
        ("1900-02-29", [(REFUSED, BORN)]),
        ("2025-02-30", [(REFUSED, BORN)]),
        ("0000-00-00", [(REFUSED, BORN)]),
        ("0000-01-01", [(REFUSED, BORN)]),
        ("0000", [(REFUSED, BORN)]),
        ("2011-00-00", [(REFUSED, BORN)]),
        ("03/06/2011", [(REFUSED, BORN)]),
        ("2011-06-03T00:00:00Z", [(REFUSED, BORN)]),
    ],
)
def test_a_date_of_birth(born: str, expected: list[tuple[str, str]]) -> None:
    assert found(person={"date_of_birth": born}) == expected


@pytest.mark.parametrize("born", ["9999-12-31", "0001-01-01", "1970-01-01"])
def test_a_placeholder_disagrees_with_no_age(born: str) -> None:
    assert found(person={"date_of_birth": born, "age": {"min": 8, "max": 8}}) == [("MP-R-014", BORN)]


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ({"min": 8, "max": 8}, []),
        ({"min": "8"}, [("MP-S-022", "/person/age/min")]),
        ({"min": "8", "max": "about ten"}, [("MP-S-022", "/person/age/max"), ("MP-S-022", "/person/age/min")]),
        ("8", [("MP-S-022", "/person/age")]),
        ("eight", [("MP-S-022", "/person/age")]),
        (8, [("MP-S-022", "/person/age")]),
    ],
)
def test_an_age(age: object, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(person={"age": age})) == expected


@pytest.mark.parametrize(
    ("reported_at", "expected"),
    [
        ("2026-03-02T02:00:00+14:00", []),
        ("2026-02-28T22:00:00-14:00", []),
        ("2026-03-01T12:00:00.5+00:00", []),
        ("2026-03-02T02:01:00+14:01", [(REFUSED, "/reported_at")]),
        ("2026-03-02T03:00:00+15:00", [(REFUSED, "/reported_at")]),
        ("2016-12-31T23:59:60Z", [(REFUSED, "/reported_at")]),
        ("2026-03-01T12:00:60Z", [(REFUSED, "/reported_at")]),
        ("2026-02-30T12:00:00Z", [(REFUSED, "/reported_at")]),
        ("0000-03-01T12:00:00Z", [(REFUSED, "/reported_at")]),
        ("9999-12-31T23:59:59Z", [(REFUSED, "/reported_at")]),
    ],
)
def test_a_moment(reported_at: str, expected: list[tuple[str, str]]) -> None:
    assert found(reported_at=reported_at) == expected


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("sw1a1aa", []),
        ("Sw1A\u00a01aA", []),
        ("SW1A\u20111AA", []),
        ("gir0aa", []),
        ("SW1A 1A", [("MP-R-021", "/intended_destination/postcode")]),
        ("none", [("MP-R-021", "/intended_destination/postcode")]),
    ],
)
def test_a_postcode(postcode: str, expected: list[tuple[str, str]]) -> None:
    assert found(intended_destination={"postcode": postcode}) == expected


AT = "/person/identifiers/0/value"


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("pnc_id", " 2008 / 0056560z ", []),
        ("pnc_id", "2008\u20130056560Z", []),
        ("pnc_id", "2008-0056560X", [("MP-R-017", AT)]),
        ("cro", "sf 83-50058z", []),
        ("nhs", "999-000 0018", []),
        ("nhs", "\u200e999\u202f000\u202f0018", []),
        ("nhs", "999-000 0019", [("MP-R-017", AT)]),
        ("national_insurance", "aa-12-34-56-a", []),
        ("passport", "999 999 999", []),
        ("driving_licence", "lanyo 953015-a99ab 35", []),
        ("upn", "f 999-9999-99999", []),
        ("upn", "a 999-9999-99999", [("MP-R-017", AT)]),
        ("home_office", "pending", [("MP-R-018", AT)]),
        ("force_nominal", "pending", []),
        ("phone", "not a scheme of the list", [("MP-R-070", "/person/identifiers/0/scheme")]),
    ],
)
def test_an_identifier(scheme: str, value: str, expected: list[tuple[str, str]]) -> None:
    assert found(person={"identifiers": [{"scheme": scheme, "value": value}]}) == expected


@pytest.mark.parametrize(
    ("country", "expected"), [("GBR", [("MP-R-018", AT)]), ("FRA", [])], ids=["of this country", "of another"]
)
def test_a_passport_is_judged_where_it_was_issued_here(country: str, expected: list[tuple[str, str]]) -> None:
    passport = {"scheme": "passport", "value": "99ZZ99999", "country": country}

    assert found(person={"identifiers": [passport]}) == expected
