"""Records: strict, frozen, closed, silent, and read through one door only."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from missingpersons import _first_look, wire
from missingpersons._survey import WALKS, Survey
from missingpersons.codes import Answer, NameKind, codelist, codelists
from missingpersons.findings import InvalidDocument
from missingpersons.models import STANDARD_MAJOR, STANDARD_VERSION, Episode
from missingpersons.models._base import In, Record
from missingpersons.models._errors import pointer
from missingpersons.models.audit import AuditEvent
from missingpersons.models.message import EpisodePublished
from missingpersons.models.messages import MESSAGES
from missingpersons.models.person import AgeRange, Name, Person
from missingpersons.models.risk import RiskAnswer
from missingpersons.publish import models_in
from missingpersons.values.dates import PartialDate, Timestamp

RECORDS = tuple(dict.fromkeys(record for kind in (*MESSAGES.values(), AuditEvent) for record in models_in(kind)))


class TestEveryRecord:
    @pytest.mark.parametrize("record", RECORDS)
    def test_is_strict_frozen_and_closed(self, record: type[Record]) -> None:
        config = record.model_config

        assert (config["strict"], config["frozen"], config["extra"]) == (True, True, "forbid")
        assert config["hide_input_in_errors"]
        assert issubclass(record, Record)

    @pytest.mark.parametrize("record", RECORDS)
    def test_names_only_lists_that_exist(self, record: type[Record]) -> None:
        named = {mark.name for field in record.model_fields.values() for mark in field.metadata if isinstance(mark, In)}

        assert named <= set(codelists())
        assert all(codelist(each).kind == "open" for each in named)

    @pytest.mark.parametrize("door", ["model_validate", "model_validate_json", "model_validate_strings"])
    @pytest.mark.parametrize("record", [Episode, Person, EpisodePublished])
    def test_has_no_other_door(self, record: type[Record], door: str) -> None:
        with pytest.raises(TypeError, match=r"missingpersons\.parse and missingpersons\.build"):
            getattr(record, door)({"family": "Penhale"})


class TestBuiltInPython:
    def test_holds_what_it_was_given(self) -> None:
        name = Name(kind=NameKind.LEGAL, given=("Carys",), family="Penhale")

        assert (name.kind, name.given, name.family, name.full) == (NameKind.LEGAL, ("Carys",), "Penhale", None)

    def test_cannot_be_changed_and_does_not_say_what_it_holds(self) -> None:
        name = Name(family="Penhale")

        with pytest.raises(AttributeError, match=r"^a record cannot be changed: build another$"):
            name.family = "Lanyon"
        assert name.family == "Penhale"

    @pytest.mark.parametrize("shown", [repr, str, "{}".format, lambda each: repr([each]), lambda each: f"{each!r}"])
    def test_is_never_shown(self, shown: Callable[[object], str]) -> None:
        person = Person(names=(Name(family="Penhale"),))

        text = shown(person)

        assert text.strip("[]") == "<Person>"

    def test_its_parts_are_not_shown_to_a_debugger_either(self) -> None:
        assert tuple(Name(family="Penhale").__repr_args__()) == ()

    @pytest.mark.parametrize(
        ("build", "expected"),
        [
            (lambda: Name(given=["Carys"]), ("MP-S-022", "/given")),
            (lambda: Name(given=("",)), ("MP-S-026", "/given/0")),
            (lambda: Name(family="x" * 301), ("MP-S-025", "/family")),
            (lambda: Name(kind="legal"), ("MP-S-022", "/kind")),
            (lambda: Name(surname="Penhale"), ("MP-S-021", "")),
            (lambda: RiskAnswer(question="child"), ("MP-S-020", "/answer")),
            (lambda: RiskAnswer(question="Child", answer=Answer.YES), ("MP-S-024", "/question")),
            (lambda: AgeRange(min=10_000), ("MP-S-027", "/min")),
            (lambda: AgeRange(min=-1), ("MP-S-027", "/min")),
            (lambda: AgeRange(min=True), ("MP-S-022", "/min")),
            (lambda: Person(date_of_birth="2011-13"), ("MP-S-024", "/date_of_birth")),
            (lambda: Person(names=(Name(),) * 1001), ("MP-S-028", "/names")),
        ],
    )
    def test_fails_as_reading_does(self, build: Callable[[], Record], expected: tuple[str, str]) -> None:
        with pytest.raises(InvalidDocument) as raised:
            build()

        assert [(each.code, each.at) for each in raised.value.report] == [expected]
        assert raised.value.__cause__ is None
        assert raised.value.__context__ is None

    def test_is_equal_to_what_was_read(self, good: dict[str, Any]) -> None:
        read = wire.build(good)

        assert read.person.names[0] == Name(
            kind=NameKind.LEGAL,
            given=tuple(good["person"]["names"][0]["given"]),
            family=good["person"]["names"][0]["family"],
        )
        assert isinstance(read.recorded_at, Timestamp)
        assert isinstance(read.person.date_of_birth, PartialDate)

    def test_survives_being_pickled(self, good: dict[str, Any]) -> None:
        """Many documents are checked in several processes."""
        read = wire.build(good)

        assert pickle.loads(pickle.dumps(read)) == read


class TestSurvey:
    def test_counts_every_name_and_every_nought(self, good: dict[str, Any]) -> None:
        good["extensions"] = {"test": {"a": 0, "b": [{"c": 0}, 1, "0", False]}}
        good["person"]["previous_missing"] = {"count": 0}

        survey = Survey(wire.build(good))

        assert survey.names == wire.encode(good).count(b'":') - sum(map(_colons, _texts(good)))
        assert survey.noughts == 3
        assert survey.odd == set()

    @pytest.mark.parametrize(
        ("field", "value"),
        [("definition", "a_new_one"), ("reasons", ["a_new_one"]), ("exploitation_indicators", ["a_new_one"])],
    )
    def test_says_when_a_code_is_not_listed(self, good: dict[str, Any], field: str, value: Any) -> None:
        good[field] = value

        assert Survey(wire.build(good)).odd == {"MP-R-070", "MP-R-243"}

    def test_a_walk_is_made_once(self) -> None:
        assert WALKS[Name] is WALKS[Name]
        assert WALKS[Name] is not WALKS[Person]


def _texts(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [text for each in tree.values() for text in _texts(each)]
    if isinstance(tree, list):
        return [text for each in tree for text in _texts(each)]
    return [tree] if isinstance(tree, str) else []


def _colons(text: str) -> int:
    return text.count('":')


def test_a_place_is_a_json_pointer() -> None:
    assert pointer(("person", "names", 0)) == "/person/names/0"
    assert pointer(()) == ""


def test_the_names_that_are_ours_are_those_of_the_records() -> None:
    ours = _first_look._known_names()

    assert {"episode_id", "names", "extensions", "latitude"} <= ours
    assert "mpsignature" not in ours


def test_the_version_is_of_its_major() -> None:
    assert STANDARD_VERSION.split(".")[0] == STANDARD_MAJOR
