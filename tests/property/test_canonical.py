"""What the wire writes is the RFC 8785 form, and what it writes it reads."""

from __future__ import annotations

import importlib
import json
import sys
from functools import cache
from hashlib import sha256
from random import Random

import pytest
import rfc8785
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import wire
from missingpersons.exchange.keys import ALGORITHMS, new_key
from missingpersons.exchange.signature import digest_of, sign, signed_bytes, verify
from missingpersons.findings import MissingExtra
from missingpersons.models.messages import MESSAGES, schema_name
from missingpersons.publish.schemas import model_schema
from missingpersons.testing import people
from missingpersons.testing.strategies import complete_episode, episodes, extensions, values

pytestmark = pytest.mark.no_cover

SETTINGS = settings(max_examples=examples(40), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


ANY_NAME = st.sampled_from("aZ\r\u0080\u00f6\u20ac\ud7ff\ue000\ufb33\uffff\U00010000\U0001f600\U0010ffff")
KEYS = {alg: new_key("test-north", alg) for alg in ALGORITHMS}


@cache
def of_type(type_):
    whole = model_schema(schema_name(type_), MESSAGES[type_])
    return values(whole, whole["$defs"])


def every_message():
    """Trees of messages of every type whose structure is right."""
    return st.sampled_from(sorted(MESSAGES)).flatmap(of_type)


class TestCanonicalForm:
    """Compact JSON with sorted names is the RFC 8785 form of every tree that the wire carries."""

    @SETTINGS
    @given(episodes())
    def test_encoding_an_episode(self, tree):
        assert wire.encode(tree) == rfc8785.dumps(tree)

    @SETTINGS
    @given(extensions())
    def test_encoding_local_fields(self, tree):
        assert wire.encode(tree) == rfc8785.dumps(tree)

    @SETTINGS
    @given(episodes())
    def test_dumping_a_record(self, tree):
        dumped = wire.dump(wire.parse(wire.encode(tree)))

        assert dumped == rfc8785.dumps(json.loads(dumped))

    @SETTINGS
    @given(st.text(st.characters(codec="utf-8")))
    def test_encoding_any_text(self, text):
        assert wire.encode({"text": text}) == rfc8785.dumps({"text": text})

    @pytest.mark.parametrize("number", [0, -1, 2**53 - 1, -(2**53) + 1, 10**15])
    def test_encoding_the_largest_numbers(self, number):
        assert wire.encode({"number": number}) == rfc8785.dumps({"number": number})

    def test_names_of_every_length_and_case_are_sorted_alike(self):
        tree = dict.fromkeys(("a", "A", "aa", "a.b", "a-b", "a_b", "Z", "z9", "z10"), 1)

        assert wire.encode(tree) == rfc8785.dumps(tree)

    @SETTINGS
    @given(every_message())
    def test_encoding_a_message_of_any_type(self, tree):
        assert wire.encode(tree) == rfc8785.dumps(tree)
        assert wire.read_message(tree).ok

    @SETTINGS
    @given(every_message(), st.sampled_from(["Ed25519", "ES256"]))
    def test_what_is_signed_is_the_form_of_all_but_its_proof(self, tree, alg):
        unsigned = {name: value for name, value in tree.items() if name not in ("mpsignature", "mpbatch")}

        data = rfc8785.dumps(unsigned)

        assert signed_bytes(tree) == data
        assert digest_of(tree) == sha256(data).hexdigest()
        # Whoever has no more than a JWS and a JCS library can say the same.
        assert verify(sign(data, KEYS[alg]), rfc8785.dumps(unsigned), KEYS[alg].public)

    @SETTINGS
    @given(st.recursive(st.booleans(), lambda inner: st.dictionaries(st.text(ANY_NAME, max_size=4), inner, min_size=1)))
    def test_what_is_signed_has_one_form_whatever_its_names(self, tree):
        assert signed_bytes({"data": tree}) == rfc8785.dumps({"data": tree})

    def test_the_names_of_section_3_2_3_in_the_order_of_utf_16(self):
        names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

        assert list(json.loads(signed_bytes(dict.fromkeys(names, 1)))) == [
            "\r",
            "1",
            "\u0080",
            "\u00f6",
            "\u20ac",
            "\U0001f600",
            "\ufb33",
        ]

    @SETTINGS
    @given(
        st.recursive(
            st.one_of(st.text(st.characters(codec="utf-8")), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1)),
            lambda inner: st.one_of(
                st.lists(inner), st.dictionaries(st.text(st.characters(codec="ascii"), max_size=8), inner)
            ),
        )
    )
    def test_encoding_anything_with_names_in_ascii_and_whole_numbers(self, tree):
        assert wire.encode({"tree": tree}) == rfc8785.dumps({"tree": tree})

    @pytest.mark.parametrize("tree", [complete_episode(), people.episode(Random(1))])
    def test_encoding_a_whole_document(self, tree):
        assert wire.encode(tree) == rfc8785.dumps(tree)


TEXT = r'"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/"'
"""The text of the example in section 3.2.2, as it is given."""

WRITTEN = bytes.fromhex("22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22")
"""The same text in section 3.2.4, which gives the bytes."""


class TestOwnVectors:
    """The examples that RFC 8785 gives itself, as far as the wire can carry them: no null and no fraction."""

    def test_the_text_and_the_literals_of_the_first_example(self):
        tree = json.loads(f'{{"string":{TEXT},"literals":[true,false]}}')

        assert wire.encode(tree) == b'{"literals":[true,false],"string":' + WRITTEN + b"}"
        assert wire.encode(tree) == rfc8785.dumps(tree)

    @pytest.mark.parametrize(
        ("character", "written"),
        [
            ("\b", r"\b"),
            ("\t", r"\t"),
            ("\n", r"\n"),
            ("\f", r"\f"),
            ("\r", r"\r"),
            ('"', r"\""),
            ("\\", r"\\"),
            ("\x00", r"\u0000"),
            ("\x1f", r"\u001f"),
            ("\x7f", "\x7f"),
            ("/", "/"),
            ("\u2028", "\u2028"),
            ("\U0001f600", "\U0001f600"),
        ],
    )
    def test_the_escapes_of_section_3_2_2_2(self, character, written):
        assert wire.encode({"a": character}) == f'{{"a":"{written}"}}'.encode()

    def test_the_names_in_ascii_of_section_3_2_3(self):
        tree = {"1": "One", "\r": "Carriage Return", "</script>": "Browser Challenge"}

        assert list(json.loads(wire.encode(tree))) == ["\r", "1", "</script>"]

    @pytest.mark.parametrize(("number", "written"), [(0, b"0"), (9007199254740991, b"9007199254740991"), (-5, b"-5")])
    def test_whole_numbers_that_a_double_holds(self, number, written):
        assert wire.encode({"a": number}) == b'{"a":' + written + b"}"


class TestRoundTrip:
    """Nothing is lost between the bytes and the record."""

    @SETTINGS
    @given(episodes())
    def test_what_is_dumped_is_read_as_the_same_record(self, tree):
        record = wire.parse(wire.encode(tree))

        assert wire.parse(wire.dump(record)) == record

    @SETTINGS
    @given(episodes())
    def test_dumping_again_gives_the_same_bytes(self, tree):
        dumped = wire.dump(wire.parse(wire.encode(tree)))

        assert wire.dump(wire.parse(dumped)) == dumped

    @SETTINGS
    @given(episodes())
    def test_only_empty_lists_are_left_out(self, tree):
        dumped = json.loads(wire.dump(wire.parse(wire.encode(tree))))

        assert without_empty_lists(dumped) == without_empty_lists(tree)
        assert dumped.get("extensions") == tree.get("extensions")

    @SETTINGS
    @given(episodes(), st.booleans(), st.sampled_from([None, 1, "\t"]), st.randoms(use_true_random=False))
    def test_blanks_order_and_escapes_do_not_matter(self, tree, ascii_only, indent, random):
        written = json.dumps(shuffled(tree, random), ensure_ascii=ascii_only, indent=indent)

        assert wire.dump(wire.parse(written)) == wire.dump(wire.parse(wire.encode(tree)))

    @SETTINGS
    @given(episodes())
    def test_building_from_plain_python_is_reading(self, tree):
        assert wire.build(tree) == wire.parse(wire.encode(tree))

    @SETTINGS
    @given(episodes())
    def test_checking_never_fails_and_is_the_same_twice(self, tree):
        first = wire.check(wire.encode(tree))

        assert wire.check(wire.dump(wire.parse(wire.encode(tree)))) == first
        assert wire.check_record(wire.build(tree)) == first

    def test_the_complete_episode_keeps_every_field(self):
        tree = complete_episode()

        assert json.loads(wire.dump(wire.parse(wire.encode(tree)))) == tree


class TestStrategies:
    """The strategies themselves, which the users of the library build their own tests on."""

    def test_without_hypothesis_one_line_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "hypothesis", None)
        monkeypatch.delitem(sys.modules, "missingpersons.testing.strategies")

        with pytest.raises(MissingExtra, match=r"pip install 'missingpersons\[testing\]'$") as caught:
            importlib.import_module("missingpersons.testing.strategies")

        assert caught.value.__context__ is None

    @pytest.mark.parametrize("field", ["actions", "extensions", "outcome", "provenance", "reasons", "reported_at"])
    def test_optional_fields_of_every_kind_are_drawn(self, field):
        first = settings(SETTINGS, max_examples=2000, phases=[Phase.generate], database=None)

        assert field in find(episodes(), lambda tree: field in tree, settings=first)


def without_empty_lists(value, *, local=False):
    """The tree without the empty lists of the standard's own fields, which mean the same as none."""
    if isinstance(value, dict):
        return {
            name: without_empty_lists(each, local=local or name == "extensions")
            for name, each in value.items()
            if local or each != []
        }
    if isinstance(value, list):
        return [without_empty_lists(each, local=local) for each in value]
    return value


def shuffled(value, random):
    """The same tree, with the names of every object in another order."""
    if isinstance(value, dict):
        names = list(value)
        random.shuffle(names)
        return {name: shuffled(value[name], random) for name in names}
    if isinstance(value, list):
        return [shuffled(each, random) for each in value]
    return value
