"""Names, numbers, clothes and marks are understood in whatever words they are said."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from missingpersons.register.clothing import Garment, alike, garments, pair, vocabulary
from missingpersons.register.columns import mark_features
from missingpersons.register.words import heard, number_keys, phone_key, words


def one(text: str) -> Garment:
    (garment,) = garments(text)
    return garment


class TestGarments:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("navy padded coat with a hood", [("coat", "navy")]),
            ("Dark-blue PUFFER jacket", [("coat", "navy")]),
            ("a black and white T-shirt", [("t_shirt", "black white")]),
            ("jacket - black", [("coat", "black")]),
            ("trainers, white", [("trainers", "white")]),
            ("blue jeans, white trainers and a grey hoodie", "jeans blue|trainers white|hoodie grey"),
            ("jacket (dark grey), jeans", [("coat", "charcoal"), ("jeans", "")]),
            ("coat black with red stripes", [("coat", "black red")]),
            ("denim jacket", [("denim_jacket", "")]),
            ("black hooded top", [("hoodie", "black")]),
            ("dark purple scarf", [("scarf", "purple")]),
            ("dark coat", [("coat", "dark")]),
            ("Stone-coloured chinos", [("trousers", "beige")]),
            ("red/white bobble hat", [("woolly_hat", "red white")]),
            ("gold cardigans", [("cardigan", "yellow")]),
            ("short sleeves", []),
            ("a wristwatch", []),
            ("", []),
        ],
    )
    def test_what_is_said_is_understood(self, text: str, expected: list[tuple[str, str]] | str) -> None:
        if isinstance(expected, str):
            expected = [(each.split()[0], each.split()[1]) for each in expected.split("|")]

        assert [(each.concept, " ".join(each.shades)) for each in garments(text)] == expected

    def test_colours_recorded_apart_belong_to_the_garment(self) -> None:
        assert garments("coat", ["Bottle green"]) == (Garment("coat", ("dark_green",)),)

    @pytest.mark.parametrize(
        ("asked", "told", "level"),
        [
            ("navy padded coat", "dark blue puffer jacket", "agrees"),
            ("grey jogging bottoms", "grey tracksuit bottoms", "agrees"),
            ("white sneakers", "white running shoes", "agrees"),
            ("maroon jumper", "burgundy sweater", "agrees"),
            ("black beanie", "black woolly hat", "agrees"),
            ("green rucksack", "olive backpack", "agrees"),
            ("blue parka", "sky blue anorak", "agrees"),
            ("grey joggers", "gray trousers", "alike"),
            ("black fleece", "black jacket", "alike"),
            ("black fleece", "white jacket", None),
            ("navy coat", "black jacket", "near"),
            ("dark coat", "black jacket", "near"),
            ("dark coat", "dark jacket", "near"),
            ("khaki trousers", "olive trousers", "near"),
            ("coat", "red jacket", "partly"),
            ("orange coat", "black coat", "differs"),
            ("red scarf", "red gloves", None),
        ],
    )
    def test_how_far_two_garments_agree(self, asked: str, told: str, level: str | None) -> None:
        assert alike(one(asked), one(told)) == level
        assert alike(one(told), one(asked)) == level

    def test_no_garment_answers_twice(self) -> None:
        asked = garments("black coat, grey coat")
        told = garments("black jacket")

        assert pair(asked, told) == ("agrees", None)

    def test_the_best_pairs_are_found(self) -> None:
        asked = garments("trousers, blue jeans")
        told = garments("blue jeans, grey trousers")

        assert pair(asked, told) == ("partly", "agrees")


class TestVocabulary:
    def test_every_near_shade_is_a_shade(self) -> None:
        unknown = {shade for each in vocabulary().near for shade in each} - set(vocabulary().family_of)

        assert unknown == set()

    def test_every_related_class_exists(self) -> None:
        classes = set(vocabulary().class_of.values())

        assert all(each <= classes for each in vocabulary().related)

    def test_a_word_means_one_garment(self) -> None:
        import tomllib

        text = files("missingpersons.register").joinpath("vocabulary.toml").read_text(encoding="utf-8")
        table = tomllib.loads(text)
        said = [words(each) for concepts in table["classes"].values() for all_ in concepts.values() for each in all_]
        colours = [words(each) for shades in table["colours"].values() for all_ in shades.values() for each in all_]

        assert [each for each in said if said.count(each) > 1] == []
        assert [each for each in colours if colours.count(each) > 1] == []

    def test_every_nickname_row_says_its_source(self) -> None:
        text = files("missingpersons.register").joinpath("nicknames.csv").read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))

        assert {row["source"] for row in rows} == {"library list"}
        assert [row["name"] for row in rows] == sorted({row["name"] for row in rows})


class TestMarks:
    @pytest.mark.parametrize(
        ("text", "features"),
        [
            ("tattoo of an anchor, left lower arm", "anchor kind:tattoo side:left site:forearm"),
            ("Scar on right cheek", "kind:scar side:right site:face"),
            ("", ""),
        ],
    )
    def test_what_is_said_is_understood(self, text: str, features: str) -> None:
        assert mark_features(text) == features


class TestKeys:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("philips", "fillups"),
            ("catherine", "kathryn"),
            ("knight", "nite"),
            ("wright", "rite"),
            ("mcdonald", "macdonald"),
            ("stephens", "stevens"),
            ("sean", "seen"),
            ("xavier", "zavier"),
        ],
    )
    def test_heard_alike_is_keyed_alike(self, one: str, other: str) -> None:
        assert heard(one) == heard(other)

    def test_another_script_is_its_own_key(self) -> None:
        assert heard("иван") == "иван"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("O'Brien-Núñez", ("obrien", "nunez")), ("Łukasz ØSTER", ("lukasz", "oster")), ("a_b", ("a", "b"))],
    )
    def test_words_lose_case_accents_and_marks(self, text: str, expected: tuple[str, ...]) -> None:
        assert words(text) == expected

    def test_a_short_pnc_id_has_its_long_form_too(self) -> None:
        assert number_keys("08/56560 z", 2026) == ("08/56560Z", "2008/0056560Z")

    @pytest.mark.parametrize(("text", "key"), [("01632 960123", "+441632960123"), ("ext 12", "12"), ("?", "")])
    def test_a_phone_has_one_key(self, text: str, key: str) -> None:
        assert phone_key(text) == key
