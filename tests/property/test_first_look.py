"""What the fast reader overlooks is always found: repeated names, nulls, and numbers spelt otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import _first_look, wire
from missingpersons._survey import Survey
from missingpersons.models import Episode
from missingpersons.testing.strategies import complete_episode, episodes

pytestmark = pytest.mark.no_cover

SETTINGS = settings(max_examples=examples(60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

TRICKS = (
    '":',
    '\\":',
    '" :',
    '"\t:',
    "\\",
    '\\\\":\\',
    "x\\",
    '"',
    ":-0",
    ",-0",
    "[-0",
    ": -0",
    "null",
    ":null",
    '{"tenure":1,"tenure":1}',
    '"tenure":1,',
    "NaN",
    "1.0",
    "\u2028\u0085\u00a0",
    "\ufeff",
    "\0\x1f\x7f",
    "🙂\\ud83d",
    "\\u0022:",
    "\\u0022\\u003a",
)
"""Texts that look like the marks that the first look searches for."""

BLANKS = ("", " ", "\t", "\r\n", "  \n\t")


class Written:
    """A document as text, in which the place of every object, number and name is known."""

    def __init__(self, tree: Any, random: Any, *, escaped: bool = False) -> None:
        self.random = random
        self.escaped = escaped
        self.text = self.of(tree)

    def blank(self) -> str:
        return self.random.choice(BLANKS)

    def name(self, name: str) -> str:
        if self.escaped and name and self.random.random() < 0.5:
            at = self.random.randrange(len(name))
            return f'"{name[:at]}\\u{ord(name[at]):04x}{name[at + 1 :]}"'
        return json.dumps(name)

    def of(self, value: Any) -> str:
        if isinstance(value, dict):
            pairs = [f"{self.blank()}{self.name(name)}{self.blank()}:{self.of(each)}" for name, each in value.items()]
            inside = ",".join(pairs)
            text = f"{{{inside}{self.blank()}}}"
        elif isinstance(value, Repeat):
            text = self.repeat(value)
        elif isinstance(value, list):
            text = f"[{','.join(self.of(each) for each in value)}{self.blank()}]"
        elif isinstance(value, Raw):
            text = value.text
        else:
            text = json.dumps(value, ensure_ascii=self.random.random() < 0.5)
        return f"{self.blank()}{text}{self.blank()}"

    def repeat(self, value: Repeat) -> str:
        pairs = [*value.tree.items()]
        pairs.insert(self.random.randrange(len(pairs) + 1), (value.name, value.again))
        inside = ",".join(f"{self.name(name)}{self.blank()}:{self.of(each)}" for name, each in pairs)
        return f"{{{inside}}}"


class Raw:
    """Something written as it is."""

    def __init__(self, text: str) -> None:
        self.text = text


class Repeat:
    """An object in which one name is written twice."""

    def __init__(self, tree: dict[str, Any], name: str, again: Any) -> None:
        self.tree, self.name, self.again = tree, name, again


def places(tree: Any, at: tuple[str | int, ...] = ()):
    yield at, tree
    if isinstance(tree, dict | list):
        for key, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from places(each, (*at, key))


def put(tree: Any, at: tuple[str | int, ...], value: Any) -> Any:
    if not at:
        return value
    copied = dict(tree) if isinstance(tree, dict) else list(tree)
    copied[at[0]] = put(tree[at[0]], at[1:], value)
    return copied


def pointer(at: tuple[str | int, ...]) -> str:
    """Where a finding points: into extensions only as far as the word, since local names may be personal."""
    told = at[: at.index("extensions") + 1] if "extensions" in at else at
    return "".join(f"/{each}" for each in told)


def found(text: str) -> list[tuple[str, str]]:
    return [(each.code, each.at) for each in wire.read(text.encode())[1]]


def with_tricks(tree: dict[str, Any], random: Any) -> dict[str, Any]:
    """The tree with texts that look like faults, and are none."""
    changed = {**tree, "circumstances": "".join(random.choices(TRICKS, k=4))}
    if random.random() < 0.7:
        changed["extensions"] = {"test": {"a": random.choice(TRICKS), "b": [random.choice(TRICKS), 0, {}]}}
    if random.random() < 0.5:
        changed["person"] = {**tree["person"], "age": {"min": 0}, "names": [{"full": random.choice(TRICKS)}]}
    return changed


class TestUndamaged:
    """Texts that look like faults are not."""

    @SETTINGS
    @given(episodes(), st.randoms(use_true_random=False), st.booleans())
    def test_is_read_without_a_finding(self, tree, random, escaped):
        text = Written(with_tricks(tree, random), random, escaped=escaped).text

        assert found(text) == []
        assert wire.parse(text) == wire.parse(wire.encode(json.loads(text)))

    @pytest.mark.parametrize("trick", TRICKS)
    def test_each_trick_is_text(self, trick):
        tree = {**complete_episode(), "circumstances": trick}

        assert found(json.dumps(tree)) == []
        assert wire.parse(json.dumps(tree)).circumstances == trick

    def test_what_is_written_plainly_is_seen_to_be_plain(self):
        data = wire.encode({**complete_episode(), "circumstances": "plain"})

        # The sample of local fields has a nought, but none that could be a negative one.
        assert _first_look.is_plain(data, Survey(wire.parse(data)))


class TestRepeatedNames:
    """A name that is written twice is found, wherever it is, whatever stands around it."""

    @SETTINGS
    @given(episodes(), st.randoms(use_true_random=False), st.booleans(), st.data())
    def test_is_found_at_its_object(self, tree, random, escaped, data):
        tricked = with_tricks(tree, random)
        objects = [(at, each) for at, each in places(tricked) if isinstance(each, dict) and each]
        at, chosen = data.draw(st.sampled_from(objects))
        name = data.draw(st.sampled_from(sorted(chosen)))
        again = data.draw(st.sampled_from([chosen[name], chosen[sorted(chosen)[0]], "words", {}, []]))

        text = Written(put(tricked, at, Repeat(chosen, name, again)), random, escaped=escaped).text

        assert ("MP-S-005", pointer(at)) in found(text)
        assert wire.read(text.encode())[0] is None

    @SETTINGS
    @given(episodes(), st.randoms(use_true_random=False), st.data())
    def test_the_same_value_again_is_the_only_finding(self, tree, random, data):
        tricked = with_tricks(tree, random)
        objects = [(at, each) for at, each in places(tricked) if isinstance(each, dict) and each]
        at, chosen = data.draw(st.sampled_from(objects))
        name = data.draw(st.sampled_from(sorted(chosen)))

        text = Written(put(tricked, at, Repeat(chosen, name, chosen[name])), random).text

        assert found(text) == [("MP-S-005", pointer(at))]

    @pytest.mark.parametrize("fewer", ["{}", '{"a":1}', '{"a":{"b":{"c":1}}}', "[]", '"\\":\\":"'])
    def test_names_that_are_lost_with_the_value_do_not_make_up_for_it(self, fewer):
        good = wire.encode({**complete_episode(), "extensions": {"test": {"a": 1}}}).decode()

        text = good.replace('"extensions":', f'"extensions":{fewer},"extensions":', 1)

        assert found(text) == [("MP-S-005", "")]

    def test_a_name_spelt_with_an_escape_is_the_same_name(self):
        good = wire.encode(complete_episode()).decode()

        text = good.replace('"tenure":', '"tenur\\u0065":1,"tenure":', 1)

        assert found(text) == [("MP-S-005", "")]


class TestNulls:
    @SETTINGS
    @given(episodes(), st.randoms(use_true_random=False), st.data())
    def test_a_null_is_found_at_its_place(self, tree, random, data):
        tricked = with_tricks(tree, random)
        at, _ = data.draw(st.sampled_from([each for each in places(tricked) if each[0]]))

        text = Written(put(tricked, at, Raw("null")), random).text

        assert found(text) == [("MP-S-008", pointer(at))]


class TestNumbers:
    @SETTINGS
    @given(
        episodes(),
        st.randoms(use_true_random=False),
        st.sampled_from(["-0", "1.0", "1e0", "-0.0", "0e0", "-0e-1", "1E2", "5.5", "123456789012345678"]),
        st.data(),
    )
    def test_a_number_spelt_otherwise_is_found_at_its_place(self, tree, random, number, data):
        tricked = with_tricks(tree, random)
        numbers = [at for at, each in places(tricked) if type(each) is int]
        assume(numbers)
        at = data.draw(st.sampled_from(numbers))

        text = Written(put(tricked, at, Raw(number)), random).text

        assert found(text) == [("MP-S-009", pointer(at))]

    @pytest.mark.parametrize("around", [":{}", ": {}", ":\t{}", ":\n\n{}"])
    def test_blanks_do_not_hide_a_negative_nought(self, around):
        good = wire.encode({**complete_episode(), "extensions": {"test": {"a": 7}}}).decode()

        text = good.replace(":7", around.format("-0"), 1)

        assert found(text) == [("MP-S-009", "/extensions")]

    @pytest.mark.parametrize("listed", ["[-0]", "[ -0 ]", "[1,-0]", "[1 , -0]", "[[ -0],0]"])
    def test_nor_do_lists(self, listed):
        good = wire.encode({**complete_episode(), "extensions": {"test": {"a": 7}}}).decode()

        text = good.replace(":7", f":{listed}", 1)

        assert found(text) == [("MP-S-009", "/extensions")]

    @pytest.mark.parametrize(
        ("field", "at"),
        [
            ('"extensions":{"test":{"a":-0}}', "/extensions"),
            ('"extensions":{"test":{"a":[{"b":[ -0]}]}}', "/extensions"),
            ('"answers":[],"person":{"age":{"max":-0}}', "/person/age/max"),
        ],
    )
    def test_the_only_nought_there_is(self, field, at):
        good = {"document_type": "episode", "standard_version": "1.0", "revision": 1, "tenure": 1}
        good |= {"episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10", "recorded_at": "2026-03-01T10:00:00Z"}
        good |= {"owner_force": "test-north", "status": "open"}
        good |= {} if "person" in field else {"person": {}}

        text = f"{json.dumps(good)[:-1]},{field}}}"

        assert found(text) == [("MP-S-009", at)]

    @pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
    def test_no_number_at_all(self, word):
        good = wire.encode(complete_episode()).decode()

        text = good.replace('"tenure":1', f'"tenure":{word}', 1)

        assert found(text) == [("MP-S-006", "/tenure")]


class TestNeverAWrongYes:
    """``is_plain`` may say no for nothing; when it says yes, a close look finds nothing."""

    @SETTINGS
    @given(episodes(), st.randoms(use_true_random=False), st.booleans(), st.data())
    def test_for_any_damage(self, tree, random, escaped, data):
        tricked = with_tricks(tree, random)
        objects = [(at, each) for at, each in places(tricked) if isinstance(each, dict) and each]
        at, chosen = data.draw(st.sampled_from(objects))
        name = data.draw(st.sampled_from(sorted(chosen)))
        damaged = data.draw(
            st.sampled_from(
                [tricked, put(tricked, at, Repeat(chosen, name, chosen[name])), put(tricked, (*at, name), Raw("-0"))]
            )
        )
        text = Written(damaged, random, escaped=escaped).text.encode()
        try:
            record = wire._validator(Episode).validate_json(text)
        except ValueError:
            return

        plain = _first_look.is_plain(text, Survey(record))

        assert not (plain and _first_look.look(text)[1])
