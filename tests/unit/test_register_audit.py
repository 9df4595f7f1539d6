"""The audit log says who did what and why, holds no personal data, and shows when it was tampered with."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_register_store import FIRST, NOW, SECOND, put, register, sealed, tree

from missingpersons import wire
from missingpersons.codes import Audience, AuditOperation, ProcessingRegime
from missingpersons.exchange.audited import check_log
from missingpersons.findings import CannotRun
from missingpersons.register.audit import FIRST_PREVIOUS, _hash
from missingpersons.register.audit_events import audit_events
from missingpersons.register.lookup import Encounter, lookup
from missingpersons.register.store import Register

__all__ = ["register"]

MARKER = "zqx"


def tamper(register: Register, sql: str) -> None:
    for (trigger,) in register.select("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        register._connection.execute(f"DROP TRIGGER {trigger}")
    register._connection.execute(sql)


@pytest.fixture
def three(register: Register) -> Register:
    put(register, tree(), tree(SECOND), tree(revision=2))
    return register


class TestChain:
    def test_an_untouched_log_is_whole(self, three: Register) -> None:
        verified = three.audit.verify()

        assert (verified.ok, verified.rows, verified.first_broken) == (True, 3, None)
        assert verified.head == [each.hash for each in three.audit][-1]

    def test_an_empty_log_is_whole(self, register: Register) -> None:
        assert register.audit.verify() == register.audit.verify(expected_head="0" * 64)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE audit SET reason = 'custody' WHERE sequence = 2",
            "UPDATE audit SET hash = 'f' WHERE sequence = 2",
            "UPDATE audit SET previous = 'f' WHERE sequence = 2",
            "DELETE FROM audit WHERE sequence = 2",
        ],
    )
    def test_the_first_row_that_was_touched_is_named(self, three: Register, change: str) -> None:
        tamper(three, change)

        verified = three.audit.verify()

        assert (verified.ok, verified.first_broken) == (False, 2)

    def test_a_row_rewritten_with_its_own_hash_breaks_the_next(self, three: Register) -> None:
        row = next(three.select("SELECT * FROM audit WHERE sequence = 2"))
        forged = (*row[:6], "held", *row[7:-1])
        tamper(three, "DELETE FROM audit WHERE sequence = 2")
        three._connection.execute(f"INSERT INTO audit VALUES ({'?, ' * len(forged)}?)", (*forged, _hash(forged)))

        verified = three.audit.verify()

        assert (verified.ok, verified.first_broken) == (False, 3)

    def test_rows_that_are_numbered_anew_are_named_though_their_hashes_fit(self, three: Register) -> None:
        rows = three.select("SELECT * FROM audit ORDER BY sequence").fetchall()
        tamper(three, "DELETE FROM audit")
        previous = FIRST_PREVIOUS
        for number, row in zip((1, 3, 4), rows, strict=True):
            forged = (number, *row[1:-2], previous)
            previous = _hash(forged)
            three._connection.execute(f"INSERT INTO audit VALUES ({'?, ' * len(forged)}?)", (*forged, previous))

        verified = three.audit.verify()

        assert (verified.ok, verified.first_broken) == (False, 2)

    def test_rows_cut_off_the_end_show_against_an_earlier_head(self, three: Register) -> None:
        head = three.audit.verify().head
        tamper(three, "DELETE FROM audit WHERE sequence = 3")

        verified = three.audit.verify(expected_head=head)

        assert three.audit.verify().ok
        assert (verified.ok, verified.first_broken) == (False, 3)

    def test_an_earlier_head_is_still_there(self, three: Register) -> None:
        head = three.audit.verify().head
        put(three, tree(revision=3))

        assert three.audit.verify(expected_head=head).ok

    def test_a_row_says_what_was_done(self, three: Register) -> None:
        first = next(iter(three.audit)).as_dict()

        assert {name: first[name] for name in ("sequence", "at", "operation", "outcome", "episodes")} == {
            "sequence": 1,
            "at": "2026-11-21T23:15:00.000Z",
            "operation": "collection",
            "outcome": "applied",
            "episodes": [FIRST],
        }
        assert "reason" not in first


class TestReason:
    @pytest.mark.parametrize(
        ("reason", "said"),
        [
            ("", "needs? a reason|without a reason"),
            ("curiosity", "missingpersons codes lookup_reasons"),
            ("other", "needs a reference"),
        ],
    )
    def test_no_listed_reason_no_answer(self, three: Register, reason: str, said: str) -> None:
        with pytest.raises(CannotRun, match=said) as raised:
            lookup(three, Encounter(sex="male"), reason=reason)

        assert "\n" not in str(raised.value)
        assert three.audit.verify().rows == 3

    def test_a_disclosure_needs_one_too(self, three: Register) -> None:
        with pytest.raises(CannotRun), three.writing():
            three.audit.append(AuditOperation.DISCLOSURE, episodes=[FIRST])

    @pytest.mark.parametrize("reference", ["Testley", "", "a\n1", "x" * 70 + "1", "\u0661"])
    def test_a_reference_is_a_number_not_a_name(self, three: Register, reference: str) -> None:
        with pytest.raises(CannotRun, match="never a name") as raised:
            lookup(three, Encounter(sex="male"), reason="custody", reference=reference)
        assert "Testley" not in str(raised.value)

    def test_an_actor_is_one_too(self, three: Register) -> None:
        with pytest.raises(CannotRun, match="never a name"):
            lookup(three, Encounter(sex="male"), reason="custody", actor="Sergeant Testley")

    @pytest.mark.parametrize("to", [{"recipients": ["test-south"]}, {"audiences": [Audience.PUBLIC]}])
    def test_a_disclosure_says_to_whom(self, three: Register, to: dict[str, Any]) -> None:
        with pytest.raises(CannotRun, match="names the forces or the audiences"), three.writing():
            three.audit.append(AuditOperation.DISCLOSURE, reason="transfer", episodes=[FIRST])
        with three.writing():
            three.audit.append(AuditOperation.DISCLOSURE, reason="transfer", episodes=[FIRST], **to)

        last = list(three.audit)[-1].as_dict()
        assert {name: [str(each) for each in last[name]] for name in to} == {
            n: list(map(str, v)) for n, v in to.items()
        }

    def test_a_recipient_is_the_code_of_a_force(self, three: Register) -> None:
        with pytest.raises(CannotRun, match="codes of forces only"), three.writing():
            three.audit.append(AuditOperation.DISCLOSURE, reason="transfer", recipients=["Sergeant Testley"])

    def test_an_erasure_has_reasons_of_its_own(self, three: Register) -> None:
        with pytest.raises(CannotRun, match="missingpersons codes retraction_reasons"), three.writing():
            three.audit.append(AuditOperation.ERASURE, reason="encounter", episodes=[FIRST])
        with three.writing():
            three.audit.append(AuditOperation.ERASURE, reason="retention_ended", episodes=[FIRST])

        assert list(three.audit)[-1].reason == "retention_ended"

    def test_an_episode_is_named_by_its_uuid_only(self, three: Register) -> None:
        with pytest.raises(CannotRun, match="UUIDs only"), three.writing():
            three.audit.append(AuditOperation.ERASURE, episodes=["Testley"])


class TestEvents:
    def test_each_row_is_an_event_that_follows_the_one_before(self, three: Register) -> None:
        lookup(
            three,
            Encounter(sex="male"),
            reason="encounter",
            reference="CAD 42",
            actor="PC 1234",
            regime=ProcessingRegime.BOTH,
        )

        events = list(audit_events(three.audit, "test-north"))

        assert [list(found) for found in check_log(map(wire.dump, events))] == [[], [], [], []]
        assert [each.operation for each in events] == ["collection", "collection", "alteration", "consultation"]
        last = wire.to_tree(events[-1])
        assert {name: last[name] for name in ("reason", "reference", "actor", "processing_regime", "force")} == {
            "reason": "encounter",
            "reference": "CAD 42",
            "actor": "PC 1234",
            "processing_regime": "both",
            "force": "test-north",
        }
        assert last["previous"] == hashlib.sha256(wire.dump(events[-2])).hexdigest()

    def test_what_was_written_before_is_written_alike_again(self, three: Register) -> None:
        first = list(audit_events(three.audit, "test-north"))
        put(three, tree(revision=3))

        again = list(audit_events(three.audit, "test-north"))

        assert again[:3] == first
        assert len({each.event_id for each in again}) == 4

    @pytest.mark.parametrize("force", ["", "Test North", "test-north\n"])
    def test_another_thing_than_a_force_is_refused(self, three: Register, force: str) -> None:
        with pytest.raises(CannotRun, match="row 1 of the log") as raised:
            list(audit_events(three.audit, force))

        assert raised.value.__context__ is None


class TestPrivacy:
    def test_a_look_up_leaves_the_names_of_fields_and_nothing_they_held(self, three: Register) -> None:
        encounter = Encounter(
            family=f"{MARKER}family",
            given=f"{MARKER}given",
            born="1990-05-05",
            wearing=(f"{MARKER} coat",),
            marks=(f"{MARKER} tattoo",),
            phone="01632 960123",
            identifier=f"{MARKER}1",
            place=f"{MARKER} shelter",
            latitude="53.1234",
            longitude="-1.4321",
            height_cm=177,
        )

        lookup(three, encounter, reason="encounter", reference="CAD 42", actor="PC 1234")
        row = list(three.audit)[-1]

        assert (row.operation, row.reason, row.reference, row.actor) == (
            "consultation",
            "encounter",
            "CAD 42",
            "PC 1234",
        )
        assert (row.outcome, row.episodes) == ("none", ())
        assert row.asked == encounter.asked()
        assert repr(encounter) == "<Encounter>"
        for secret in (MARKER, "1990", "960123", "53.1234", "177"):
            assert secret not in repr(replace(row, hash="", previous="").as_dict())

    def test_a_document_leaves_nothing_in_the_log(self, register: Register, tmp_path: Path) -> None:
        person = {"person_reference": MARKER, "names": [{"family": MARKER}], "clothing": [{"text": MARKER}]}
        made = tree(person=person, local_reference=MARKER, circumstances=MARKER)

        register.receive(sealed(made), source=f"{MARKER}.ndjson:1")

        assert MARKER not in repr([each.as_dict() for each in register.audit])
        assert next(iter(register.audit)).at.startswith(NOW.date().isoformat())
