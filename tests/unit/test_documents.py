"""The three types of document go through one door, and each is judged as what it says it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.models._survey import Survey
from missingpersons.rules import RULES_OF
from missingpersons.testing.strategies import complete

KINDS = {"episode": mp.Episode, "unidentified-case": mp.UnidentifiedCase, "call": mp.Call}
CALL: dict[str, Any] = {
    "document_type": "call",
    "standard_version": "1.0",
    "call_id": "8f1b6c44-51c2-5b8e-9d3c-2a7e64b0d915",
    "recorded_at": "2026-03-01T10:00:00Z",
    "force": "test-north",
}


def text(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False)


def found(report: mp.Report) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in report]


class TestOneDoor:
    @pytest.mark.parametrize(("name", "kind"), KINDS.items())
    def test_a_document_is_read_as_what_it_says_it_is(self, name: str, kind: type) -> None:
        tree = complete(name)

        read = mp.parse(text(tree))

        assert type(read) is kind
        assert json.loads(mp.dump(read)) == tree

    @pytest.mark.parametrize(("name", "kind"), KINDS.items())
    def test_it_is_the_same_when_asked_for_as_that(self, name: str, kind: type) -> None:
        tree = complete(name)

        assert mp.parse(text(tree), kind) == mp.parse(text(tree)) == mp.build(tree, kind)
        assert wire.read(text(tree), kind)[0] is not None

    @pytest.mark.parametrize("kind", [mp.Episode, mp.UnidentifiedCase])
    def test_another_type_than_the_one_asked_for_is_refused(self, kind: type) -> None:
        read, report = wire.read(text(CALL), kind)

        assert read is None
        assert found(report) == [("MP-S-031", "/document_type")]
        with pytest.raises(mp.InvalidDocument) as refused:
            mp.build(CALL, kind)
        assert found(refused.value.report) == [("MP-S-031", "/document_type")]

    @pytest.mark.parametrize("name", KINDS)
    def test_what_it_lacks_is_said_of_its_own_fields(self, name: str) -> None:
        tree = complete(name)
        tree["zz_unknown"] = "words"
        del tree["recorded_at"]

        assert found(mp.check(text(tree))) == [("MP-S-021", ""), ("MP-S-020", "/recorded_at")]

    def test_a_document_that_does_not_say_is_taken_for_an_episode(self) -> None:
        tree = {name: value for name, value in complete("episode").items() if name != "document_type"}

        assert found(mp.check(text(tree))) == [("MP-S-020", "/document_type")]


class TestTheGuess:
    """The type is guessed from the bytes before they are read. A wrong guess changes nothing."""

    def test_a_local_field_of_the_same_name_does_not_mislead(self) -> None:
        tree = {"extensions": {"test": {"document_type": "episode"}}, **CALL}

        assert type(mp.parse(text(tree))) is mp.Call

    def test_nor_does_an_escaped_name(self) -> None:
        escaped = text(CALL).replace("document_type", "document\\u005ftype")

        assert type(mp.parse(escaped)) is mp.Call

    def test_nor_do_blanks(self) -> None:
        assert type(mp.parse(json.dumps(CALL, indent=8, separators=(" ,", " \t:\r\n ")))) is mp.Call

    def test_nor_does_a_newer_minor_version(self) -> None:
        local = {"extensions": {"org.example.test": {"document_type": "episode"}}}
        newer = {**local, **CALL, "standard_version": "1.7", "zz_newer": 1}

        assert type(mp.parse(text(newer))) is mp.Call
        assert found(mp.check(text(newer))) == [("MP-V-002", "")]

    @pytest.mark.parametrize(("name", "kind"), KINDS.items())
    def test_a_plain_document_is_read_the_fast_way(self, name: str, kind: type) -> None:
        data = wire.encode(complete(name))

        assert wire._likely_kind(data) is kind
        assert Survey(mp.parse(data)).names == data.count(b'":')


class TestRulesOfOthers:
    @pytest.mark.parametrize("name", KINDS)
    def test_a_code_that_is_not_listed_is_found_in_every_type(self, name: str) -> None:
        good = complete(name)
        field = {"episode": "definition", "unidentified-case": "condition", "call": "channel"}[name]
        before = found(mp.check(text(good)))

        good[field] = "zz_not_in_any_list"

        assert set(found(mp.check(text(good)))) - set(before) == {("MP-R-070", f"/{field}")}

    def test_as_of_is_when_the_call_was_recorded(self) -> None:
        assert found(mp.check(text({**CALL, "received_at": "2026-03-01T09:58:00Z"}))) == []

    def test_every_type_has_its_rules(self) -> None:
        assert set(RULES_OF) == set(KINDS.values())
