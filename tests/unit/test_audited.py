"""What an audit event must say is asked for, and a log that was changed shows where."""

from __future__ import annotations

from typing import Any

import pytest

from missingpersons import wire
from missingpersons.codes import AuditOperation
from missingpersons.exchange.audited import check_event, check_log, digest
from missingpersons.models.audit import AuditEvent

EPISODE = "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"


def event(**fields: Any) -> AuditEvent:
    tree = {
        "standard_version": "1.0",
        "event_id": "5d4a1f6e-0c3b-5b7a-8d21-9b0e7d2f1f6b",
        "sequence": 1,
        "at": "2026-03-01T10:00:00Z",
        "force": "test-north",
        "operation": "collection",
        **fields,
    }
    read, found = wire.read_audit_event(wire.encode(tree))
    assert read is not None, list(found)
    return read


def log(*changes: dict[str, Any]) -> list[bytes]:
    """A whole log of as many entries as there are changes."""
    made: list[AuditEvent] = []
    for number, change in enumerate(changes, start=1):
        before = {"previous": digest(made[-1])} if made else {}
        made.append(event(sequence=number, **before, **change))
    return [wire.dump(each) for each in made]


def found_in(entries: list[bytes]) -> list[list[tuple[str, str]]]:
    return [[(each.code, each.at) for each in report] for report in check_log(entries)]


class TestEvent:
    @pytest.mark.parametrize("operation", AuditOperation)
    def test_a_consultation_and_a_disclosure_need_a_reason_and_nothing_else_does(self, operation):
        made = event(operation=operation, recipients=["test-south"])
        needs = operation in (AuditOperation.CONSULTATION, AuditOperation.DISCLOSURE)

        assert [(each.code, each.at) for each in check_event(made)] == ([("MP-X-080", "/reason")] if needs else [])
        assert check_event(event(operation=operation, recipients=["test-south"], reason="encounter")).ok

    @pytest.mark.parametrize(
        ("to", "codes"),
        [({}, ["MP-X-081"]), ({"recipients": ["test-south"]}, []), ({"audiences": ["public"]}, [])],
    )
    def test_a_disclosure_says_to_whom(self, to, codes):
        made = event(operation="disclosure", reason="transfer", **to)

        assert [each.code for each in check_event(made)] == codes

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("actor", "Sergeant Testley", ("MP-S-024", "/actor")),
            ("reference", "Penhale", ("MP-S-024", "/reference")),
            ("episodes", ["Penhale"], ("MP-S-024", "/episodes/0")),
            ("message", "Penhale", ("MP-S-024", "/message")),
            ("words", "Penhale", ("MP-S-021", "")),
            ("operation", "look_up", ("MP-S-023", "/operation")),
            ("standard_version", "2.0", ("MP-V-001", "/standard_version")),
        ],
    )
    def test_it_has_no_place_for_words(self, field, value, expected):
        tree = {**wire.to_tree(event()), field: value}

        read, found = wire.read_audit_event(wire.encode(tree))

        assert read is None
        assert [(each.code, each.at) for each in found] == [expected]

    def test_what_a_newer_minor_has_more_is_set_aside(self):
        tree = {**wire.to_tree(event()), "standard_version": "1.1", "newer": "words"}

        read, found = wire.read_audit_event(wire.encode(tree))

        assert read is not None
        assert [each.code for each in found] == ["MP-V-002"]

    @pytest.mark.parametrize(
        ("data", "code"), [(b"[]", "MP-S-011"), (b"{", "MP-S-003"), (b" " * 9_000_000, "MP-S-010")]
    )
    def test_what_is_none_is_refused(self, data, code):
        read, found = wire.read_audit_event(data)

        assert read is None
        assert [each.code for each in found] == [code]


class TestLog:
    def test_nothing_is_found_in_a_whole_one(self):
        assert found_in(log({}, {"operation": "erasure", "reason": "retention_ended"}, {})) == [[], [], []]
        assert found_in([]) == []

    def test_an_entry_that_was_changed_shows_in_the_next(self):
        entries = log({"episodes": [EPISODE]}, {}, {})
        entries[0] = wire.dump(event())

        assert found_in(entries) == [[], [("MP-X-082", "/previous")], []]

    @pytest.mark.parametrize("place", [0, 1])
    def test_an_entry_that_was_taken_out_shows_where_it_was(self, place):
        entries = log({}, {"operation": "alteration"}, {})
        del entries[place]

        expected = [[], []]
        expected[place] = [("MP-X-082", "/previous")]
        assert found_in(entries) == expected

    def test_what_follows_an_entry_that_cannot_be_read_is_not_said_to_be_broken(self):
        entries = log({}, {}, {})
        entries[1] = b"{"

        assert found_in(entries) == [[], [("MP-S-003", "")], []]

    def test_what_is_unsaid_is_found_as_well(self):
        assert found_in(log({}, {"operation": "consultation"})) == [[], [("MP-X-080", "/reason")]]
