"""The generator of invented people: believable, the same for ever, and of nobody who exists."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.resources import schema
from missingpersons.testing import Generator
from missingpersons.testing.invented import numbers
from missingpersons.testing.invented.chance import Chance
from missingpersons.testing.invented.clock import DAY, FIRST_DAY, stamp
from missingpersons.testing.invented.generator import BLOCK
from missingpersons.testing.invented.plots import plots
from missingpersons.values.contact import phone_e164

NUMBER = 1024

GOLDEN = "fa9331f2fa77b561e53c594fbae71f8eef73437d1b38fae692e85320cf7806e5"
"""The digest of the first 256 episodes of seed 14. A change of the generator changes it; nothing else may."""

DRAMA = re.compile(
    "07700 900[0-9]{3}|020 7946 0[0-9]{3}|(0113|0117|0131|0141|0151|0161) 496 0[0-9]{3}|01632 960[0-9]{3}"
    "|028 9649 6[0-9]{3}|029 2018 0[0-9]{3}"
)
"""The ranges that Ofcom keeps for drama."""


@pytest.fixture(scope="module")
def documents() -> list[bytes]:
    return list(Generator(seed=14).documents(NUMBER))


@pytest.fixture(scope="module")
def trees(documents: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(each) for each in documents]


def strings(tree: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a tree, with the name of the field that it stands in."""
    if isinstance(tree, dict):
        for key, each in tree.items():
            yield from strings(each, key)
    elif isinstance(tree, list):
        for each in tree:
            yield from strings(each, name)
    elif isinstance(tree, str):
        yield name, tree


def fields(tree: Any, at: str = "") -> Iterator[str]:
    """The path of every field in a tree, with ``*`` for any entry of a list."""
    if isinstance(tree, dict):
        for name, each in tree.items():
            yield f"{at}/{name}"
            if name != "extensions":
                yield from fields(each, f"{at}/{name}")
    elif isinstance(tree, list):
        for each in tree:
            yield from fields(each, f"{at}/*")


def fields_of(part: dict[str, Any], definitions: dict[str, Any], at: str = "") -> Iterator[str]:
    """The path of every field that a schema has."""
    part = definitions[part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    if "items" in part:
        yield from fields_of(part["items"], definitions, f"{at}/*")
    for name, each in part.get("properties", {}).items():
        yield f"{at}/{name}"
        yield from fields_of(each, definitions, f"{at}/{name}")


class TestGood:
    def test_nothing_is_found(self, documents: list[bytes]) -> None:
        assert Counter(each.code for document in documents for each in mp.check(document)) == Counter()

    @pytest.mark.parametrize("seed", [0, 1, 2**40])
    def test_nor_have_those_of_other_seeds(self, seed: int) -> None:
        assert [each for each in Generator(seed).documents(128) if mp.check(each).findings] == []

    @pytest.mark.parametrize("seed", [6, 14])
    def test_nor_have_the_episodes_of_one_person_together(self, seed: int) -> None:
        people: dict[str, list[mp.Episode]] = {}
        for each in map(mp.parse, Generator(seed).documents(NUMBER)):
            assert isinstance(each, mp.Episode)
            people.setdefault(each.person.person_reference or "", []).append(each)
        several = [episodes for episodes in people.values() if len(episodes) > 1]

        found = Counter(each.code for episodes in several for report in mp.check_together(episodes) for each in report)

        assert len(several) > 100
        assert found == Counter()

    def test_each_is_written_as_the_library_writes_it(self, documents: list[bytes]) -> None:
        assert all(mp.dump(mp.parse(each)) == each for each in documents[:256])
        assert all(wire.encode(json.loads(each)) == each for each in documents)

    def test_they_are_of_the_size_that_real_ones_have(self, documents: list[bytes]) -> None:
        sizes = [len(each) for each in documents]

        assert 4_000 < sum(sizes) / NUMBER < 5_200
        assert min(sizes) > 2_500
        assert max(sizes) < 9_000

    def test_between_them_they_use_nearly_every_field(self, trees: list[dict[str, Any]]) -> None:
        episode = schema("episode")
        all_fields = set(fields_of(episode, episode["$defs"]))
        used = {each for tree in trees for each in fields(tree) if not each.startswith("/extensions/")}

        assert used <= all_fields
        assert len(used) >= 0.95 * len(all_fields)


class TestMix:
    def test_more_than_half_are_of_children(self, trees: list[dict[str, Any]]) -> None:
        ages = [mp.build(each).person.date_of_birth for each in trees[:512]]
        on = [datetime.fromisoformat(each["reported_at"]).date() for each in trees[:512]]
        youngest = [born.ages_on(day)[0] for born, day in zip(ages, on, strict=True) if born]

        assert 0.5 < sum(age < 18 for age in youngest) / len(youngest) < 0.75
        assert min(youngest) < 8
        assert max(youngest) > 80

    def test_every_way_that_an_episode_can_stand_is_there(self, trees: list[dict[str, Any]]) -> None:
        assert {each["status"] for each in trees} == {"open", "located", "closed", "cancelled"}
        assert all("outcome" in each for each in trees if each["status"] in ("located", "closed"))
        assert not any("outcome" in each for each in trees if each["status"] in ("open", "cancelled"))

    def test_every_level_and_several_schemes_are_there(self, trees: list[dict[str, Any]]) -> None:
        decided = [each for tree in trees for each in tree["assessments"]]

        assert {each.get("level") for each in decided} >= {"very_low", "low", "medium", "high"}
        assert {each["scheme"] for each in decided} >= {"app-very-low", "app-2017", "scotland"}

    def test_children_in_care_have_two_authorities_and_somebody_was_told(self, trees: list[dict[str, Any]]) -> None:
        care = [each for each in trees if "care" in each]

        assert len(care) > NUMBER / 10
        assert all(each["care"].keys() >= {"placing_authority", "host_authority", "out_of_area"} for each in care)
        assert all(each["notifications"] for each in care)
        assert {each["care"]["out_of_area"] for each in care} == {"yes", "no"}

    def test_somebody_has_dementia_and_a_form_was_filled_in_beforehand(self, trees: list[dict[str, Any]]) -> None:
        assert any(each.get("preparedness", {}).get("protocol") == "herbert" for each in trees)
        assert any("dementia" in each["person"].get("vulnerabilities", ()) for each in trees)

    def test_some_live_in_another_forces_area(self, trees: list[dict[str, Any]]) -> None:
        elsewhere = [each for each in trees if each.get("residence_force", each["owner_force"]) != each["owner_force"]]

        assert {each["missing_from"]["kind"] for each in elsewhere} & {"college_or_university"}

    def test_some_people_go_missing_again_and_again(self, trees: list[dict[str, Any]]) -> None:
        episodes = Counter(each["person"]["person_reference"] for each in trees)
        repeats = [each for each in trees if "related" in each]

        assert max(episodes.values()) > 3
        assert any(
            related["relation"] == "same_person" and related["episode_id"] == other["episode_id"]
            for each in repeats
            for related in each["related"]
            for other in trees
        )

    def test_the_one_person_stays_the_same(self, trees: list[dict[str, Any]]) -> None:
        lasting = ("names", "sex", "description")
        known: dict[str, set[str]] = {}
        for each in trees:
            person = each["person"]
            same = json.dumps([person.get(name) for name in lasting])
            known.setdefault(person["person_reference"], set()).add(same)

        assert {len(each) for each in known.values()} == {1}

    def test_shares_are_of_a_thousand(self) -> None:
        assert sum(each.share for each in plots()) == 1000


class TestNobody:
    def test_every_telephone_is_from_a_range_for_drama(self, trees: list[dict[str, Any]]) -> None:
        told = [text for tree in trees for name, text in strings(tree) if name in ("number", "contact_point")]
        numbers_told = [text.rpartition(", ")[2] for text in told if "@" not in text]

        assert len(told) > NUMBER
        assert [each for each in numbers_told if not DRAMA.fullmatch(each)] == []

    def test_the_international_form_is_of_the_same_number(self, trees: list[dict[str, Any]]) -> None:
        phones = [phone for tree in trees for phone in tree["person"].get("phones", ()) if "e164" in phone]

        assert phones
        assert all(phone_e164(phone["number"]) == phone["e164"] for phone in phones)

    def test_nothing_else_looks_like_a_telephone(self, trees: list[dict[str, Any]]) -> None:
        elsewhere = {"number", "contact_point", "e164", "value", "uprn", "imei", "digest", "episode_id"}
        texts = [text for tree in trees for name, text in strings(tree) if name not in elsewhere]

        assert [each for each in texts if re.search(r"(\+44|\b0)[0-9 ]{9,}", each)] == []

    def test_addresses_forces_and_identifiers_are_kept_for_tests(self, trees: list[dict[str, Any]]) -> None:
        texts = [each for tree in trees for each in strings(tree)]
        marks = {
            "pnc_id": "2099/",
            "nhs": "999 ",
            "passport": "XX00",
            "other": "TEST-",
        }
        held = [each for tree in trees for each in tree["person"].get("identifiers", ())]

        assert {text[:5] for name, text in texts if name == "postcode"} == {"ZZ99 "}
        assert all(text.endswith("@example.org") for name, text in texts if "@" in text)
        assert all(text.startswith("test-") for name, text in texts if name.endswith("_force") or name == "force")
        assert all(each["value"].startswith(marks[each["scheme"]]) for each in held if each["scheme"] != "upn")
        assert all(each["value"][1:8] == "0000000" for each in held if each["scheme"] == "upn")
        assert {each["scheme"] for each in held} == {*marks, "upn"}
        assert all(text.startswith("001010") for name, text in texts if name == "imei")
        assert all(text.startswith("TS99") for name, text in texts if name == "registration")
        assert {"test-north", "test-island"} <= set(codelist("forces").entries)

    def test_references_say_that_they_are_for_tests(self, trees: list[dict[str, Any]]) -> None:
        names = ("local_reference", "person_reference", "reference", "photo_id")
        told = [text for tree in trees for name, text in strings(tree) if name in names]

        assert [each for each in told if not each.startswith("TEST")] == []

    def test_nobody_makes_such_uuids_by_the_usual_ways(self, trees: list[dict[str, Any]]) -> None:
        assert {each["episode_id"][14] for each in trees} == {"8"}
        assert len({each["episode_id"] for each in trees}) == NUMBER


class TestTheSameForEver:
    def test_the_first_episodes_of_a_seed_never_change(self, documents: list[bytes]) -> None:
        assert hashlib.sha256(b"\n".join(documents[:256])).hexdigest() == GOLDEN

    def test_chance_is_made_of_what_python_keeps(self) -> None:
        c = Chance(14, 3)

        assert [c.below(1000) for _ in range(4)] == [555, 535, 473, 856]
        assert (c.digits(6), c.hexadecimal(8), c.some("abcdef", 3)) == ("993268", "d9b5cdde", ["d", "e"])

    def test_another_seed_gives_others(self, documents: list[bytes]) -> None:
        assert not {*Generator(15).documents(64)} & {*documents}

    def test_how_many_are_asked_for_does_not_matter(self, documents: list[bytes]) -> None:
        generator = Generator(14)

        assert list(generator.documents(70)) == documents[:70]
        assert list(islice(generator.documents(), 70)) == documents[:70]
        assert generator.block(2) == documents[2 * BLOCK : 3 * BLOCK]
        assert list(generator.documents(0)) == []

    def test_a_tree_is_yours_to_change(self, documents: list[bytes]) -> None:
        for each in Generator(14).episodes(70):
            each["person"]["description"].clear()
            each["missing_from"]["place"].clear()

        assert list(Generator(14).documents(70)) == documents[:70]

    def test_a_seed_is_a_whole_number(self) -> None:
        with pytest.raises(ValueError, match=r"^a seed is nought or more$"):
            Generator(-1)


class TestPeople:
    def test_each_is_told_once(self) -> None:
        people = list(Generator(14).people(200))

        assert len({each["person_reference"] for each in people}) == 200

    def test_each_is_the_person_of_an_episode(self, good: dict[str, Any]) -> None:
        assert all(mp.build({**good, "person": each}).person.names for each in Generator(14).people(100))


class TestClock:
    @pytest.mark.parametrize("first", range(0, 3 * 366 * DAY, 40_009))
    def test_it_shows_what_the_clocks_of_the_country_show(self, first: int) -> None:
        midnight = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
        for minute in range(first, first + 10):
            shown = (midnight + timedelta(minutes=minute)).astimezone(ZoneInfo("Europe/London"))

            assert stamp(minute) == shown.isoformat().replace("+00:00", "Z")

    @pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
    @pytest.mark.parametrize("month", [3, 10])
    def test_it_changes_when_they_do(self, year: int, month: int) -> None:
        midnight = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
        days = (datetime(year, month, day, tzinfo=UTC) - midnight for day in range(24, 32))
        for minute in (int(each.total_seconds()) // 60 + late for each in days for late in (0, 59, 60, 61, 1439)):
            shown = (midnight + timedelta(minutes=minute)).astimezone(ZoneInfo("Europe/London"))

            assert stamp(minute) == shown.isoformat().replace("+00:00", "Z")


def test_health_numbers_and_handsets_have_a_right_check() -> None:
    c = Chance(1)
    made = [(numbers.nhs(c).replace(" ", ""), numbers.imei(c)) for _ in range(500)]

    for nhs, imei in made:
        assert sum(int(digit) * weight for digit, weight in zip(nhs, range(10, 0, -1), strict=True)) % 11 == 0
        assert sum(sum(divmod(int(each) * (2 - place % 2), 10)) for place, each in enumerate(imei, 1)) % 10 == 0
