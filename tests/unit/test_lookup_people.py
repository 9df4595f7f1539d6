"""A look-up by whatever is known: each attribute speaks for or against, and says so without the data."""

from __future__ import annotations

import sys
from math import log2
from typing import Any, ClassVar

import pytest
from test_register_store import FIRST, SECOND, new_id, put, register, sealed, tree

from missingpersons.findings import CannotRun, MissingExtra
from missingpersons.register.blocking import block
from missingpersons.register.compare import _age, levels
from missingpersons.register.evidence import evidence
from missingpersons.register.lookup import Candidate, Encounter, _crowd, lookup
from missingpersons.register.store import Register

__all__ = ["register"]

WORN = (
    "navy coat",
    "grey joggers",
    "white trainers",
    "red scarf",
    "black beanie",
    "green gloves",
    "brown rucksack",
    "pink shirt",
)
NAMED = {"names": [{"given": ["Robert", "Alan"], "family": "Testley"}], "sex": "male"}
CLOTHES = [{"text": each} for each in WORN]


def find(register: Register, **asked: Any) -> tuple[Candidate, ...]:
    return lookup(register, Encounter(**asked), reason="encounter")


def bits(
    register: Register, person: dict[str, Any], /, *, episode: dict[str, Any] | None = None, **asked: Any
) -> dict[str, float]:
    """What each level is worth when the eight garments agree anyway."""
    put(register, tree(person={"clothing": CLOTHES, **person}, **(episode or {})))
    (found,) = find(register, wearing=WORN, **asked)
    return {f"{each.attribute}.{each.level}": each.bits for each in found.contributions}


class TestCandidate:
    def test_an_officer_gets_what_they_need_next_and_nothing_else(self, register: Register) -> None:
        put(
            register,
            tree(
                person={**NAMED, "date_of_birth": "1990-05-05"},
                officer_in_charge={"role": "officer_in_charge", "contact_point": "control room 01632 960001"},
                assessments=[{"scheme": "app-2017", "level": "medium"}, {"rationale": "no level yet"}],
            ),
        )

        (found,) = find(register, family="Testley", given="Robert", born="1990-05-05", sex="male")

        assert found.as_dict() == {
            "rank": 1,
            "episode_id": FIRST,
            "status": "open",
            "owner_force": "test-north",
            "contact": "control room 01632 960001",
            "scheme": "app-2017",
            "level": "medium",
            "score": found.score,
            "reasons": [
                "date of birth agrees",
                "family name agrees",
                "given name agrees",
                "sex agrees",
            ],
        }
        assert found.score == round(sum(each.bits for each in found.contributions), 1)

    def test_what_nobody_recorded_is_none(self, register: Register) -> None:
        put(register, tree(person=NAMED))

        (found,) = find(register, family="Testley")

        assert (found.contact, found.scheme, found.level) == (None, None, None)

    def test_a_category_stands_where_there_is_no_level(self, register: Register) -> None:
        put(register, tree(person=NAMED, assessments=[{"scheme": "acpo-2013", "category": "absent"}]))

        assert find(register, family="Testley")[0].level == "absent"

    def test_the_limit_holds_and_ranks_count_from_one(self, register: Register) -> None:
        put(register, *(tree(new_id(), person=NAMED) for _ in range(4)))

        assert [each.rank for each in find(register, family="Testley")] == [1, 2, 3, 4]
        found = lookup(register, Encounter(family="Testley"), reason="encounter", limit=2)
        assert [each.rank for each in found] == [1, 2]
        assert len(list(register.audit)[-1].episodes) == 2


class TestNames:
    @pytest.mark.parametrize(
        ("asked", "reasons"),
        [
            ({"given": "Robert", "family": "Testley"}, {"family name agrees", "given name agrees"}),
            (
                {"given": "Bob", "family": "Testly"},
                {"family name is heard or spelt alike", "given name is a short form"},
            ),
            ({"given": "ROBERT", "family": "Têstley"}, {"family name agrees", "given name agrees"}),
            (
                {"given": "Testley", "family": "Robert"},
                {"family name agrees", "given name agrees", "given and family name are exchanged"},
            ),
            ({"given": "Alan", "family": "Testlee"}, {"family name is heard or spelt alike", "given name agrees"}),
            ({"given": "Robbert", "family": "Testley"}, {"family name agrees", "given name is heard or spelt alike"}),
            ({"given": "R", "family": "Testley"}, {"family name agrees", "initial agrees"}),
            (
                {"family": "Quill-Testley", "given": "Rob"},
                {"part of the family name agrees", "given name is a short form"},
            ),
        ],
    )
    def test_a_name_is_found_as_it_was_heard(
        self, register: Register, asked: dict[str, str], reasons: set[str]
    ) -> None:
        put(register, tree(person=NAMED), tree(SECOND, person={"names": [{"given": ["Dora"], "family": "Ashby"}]}))

        found = find(register, **asked, sex="male")

        assert [each.episode_id for each in found] == [FIRST]
        assert set(found[0].reasons) - {"initial agrees", "sex agrees"} == reasons - {"initial agrees"}

    def test_short_names_are_not_alike_for_being_short(self, register: Register) -> None:
        put(register, tree(person={"names": [{"kind": "alias"}, {"given": ["Oz"], "family": "Ng"}]}))

        assert find(register, family="Xu", given="Ed") == ()
        assert [each.episode_id for each in find(register, family="Ng")] == [FIRST]

    def test_a_name_spelt_quite_otherwise_is_heard_alike(self, register: Register) -> None:
        put(register, tree(person={"names": [{"given": ["J", "Geoffrey"], "family": "Phillips"}]}))

        (found,) = find(register, family="Fillips", given="Jofry")

        assert found.reasons == ("family name is heard or spelt alike", "given name is heard or spelt alike")

    def test_another_script_is_read(self, register: Register) -> None:
        put(register, tree(person={"names": [{"given": ["Иван"], "family": "Петров"}]}))

        assert [each.episode_id for each in find(register, family="Petrov", given="Ivan")] == [FIRST]

    def test_a_name_in_one_piece_is_read_both_ways(self, register: Register) -> None:
        put(register, tree(person={"names": [{"full": "Robert Testley"}]}))

        assert find(register, family="Testley", given="Robert")[0].reasons == (
            "family name agrees",
            "given name agrees",
        )

    def test_another_name_speaks_against(self, register: Register) -> None:
        found = bits(register, NAMED, family="Ashby", given="Dora")

        assert found["family.differs"] < -2
        assert found["given.differs"] < -2

    def test_a_name_on_one_side_only_says_nothing(self, register: Register) -> None:
        found = bits(register, {"names": [{"given": ["Robert"]}]}, family="Testley")

        assert set(found) == {"garment.agrees"}

    def test_a_given_name_and_sex_alone_show_nobody(self, register: Register) -> None:
        put(register, tree(person=NAMED))

        assert find(register, given="Robert", sex="male") == ()

    def test_a_given_name_with_sex_and_age_is_enough(self, register: Register) -> None:
        long_ago = {"missing_since": {"earliest": "2026-01-01T06:00:00Z"}}
        put(register, tree(person={**NAMED, "age": {"min": 34, "max": 34}}, **long_ago))

        found = find(register, given="Robert", sex="male", age_min=34, age_max=34)

        assert [each.episode_id for each in found] == [FIRST]

    def test_names_need_their_extra(self, register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "rapidfuzz", None)

        with pytest.raises(MissingExtra, match=r"pip install 'missingpersons\[lookup\]'"):
            find(register, family="Testley")
        assert find(register, sex="male") == ()


class TestNumbers:
    def test_an_identifier_finds_in_any_spelling(self, register: Register) -> None:
        put(register, tree(person={"identifiers": [{"scheme": "pnc_id", "value": "2008/0056560Z"}]}))

        assert find(register, identifier="08/56560z")[0].reasons == ("identifier agrees",)

    def test_a_phone_finds(self, register: Register) -> None:
        put(register, tree(person={"phones": [{"number": "+44 1632 960123"}, {"number": "?"}]}))

        assert find(register, phone="01632 960123")[0].reasons == ("telephone agrees",)
        assert find(register, phone="?", sex="male") == ()

    def test_a_forces_own_number_finds_who_is_missing_and_no_closed_episode(self, register: Register) -> None:
        person = {"person_reference": "N 77", "identifiers": [{"scheme": "force_nominal", "value": "N77"}]}
        put(register, tree(person=person), tree(SECOND, status="closed", person=person))

        found = find(register, identifier="n77")

        assert [(each.episode_id, each.reasons) for each in found] == [(FIRST, ("a force's own number agrees",))]


class TestClosed:
    PERSON: ClassVar[dict[str, Any]] = {**NAMED, "date_of_birth": "1990-05-05", "phones": [{"number": "01632 960123"}]}

    @pytest.mark.parametrize("status", ["closed", "cancelled"])
    def test_the_same_name_and_birth_show_a_closed_episode_after_open_ones(
        self, register: Register, status: str
    ) -> None:
        put(register, tree(person=self.PERSON, status=status), tree(SECOND, person={"names": NAMED["names"]}))

        found = find(register, family="Testley", given="Bob", born="1990-05-05")

        assert [(each.episode_id, each.status) for each in found] == [(SECOND, "open"), (FIRST, status)]

    @pytest.mark.parametrize(
        "asked",
        [
            {"family": "Testley", "given": "Robert"},
            {"family": "Testly", "given": "Robert", "born": "1990-05-05"},
            {"phone": "01632 960123"},
            {"wearing": WORN, "sex": "male"},
        ],
    )
    def test_less_than_that_shows_none(self, register: Register, asked: dict[str, Any]) -> None:
        put(register, tree(person={**self.PERSON, "clothing": CLOTHES}, status="closed"))

        assert find(register, **asked) == ()

    def test_located_counts_as_missing_and_is_marked(self, register: Register) -> None:
        put(register, tree(person=self.PERSON, status="located"))

        assert find(register, family="Testley")[0].status == "located"


class TestAttributes:
    @pytest.mark.parametrize(
        ("person", "asked", "level", "least", "most"),
        [
            ({"sex": "male"}, {"sex": "male"}, "sex.agrees", 0.9, 1.0),
            ({"sex": "female"}, {"sex": "male"}, "sex.differs", -9, -5),
            ({"sex": "male", "gender": "trans_female"}, {"sex": "female"}, "sex.agrees", 0.9, 1.0),
            ({"gender": "female"}, {"sex": "female"}, "sex.agrees", 0.9, 1.0),
            ({"date_of_birth": "1990-05-05"}, {"born": "1990-05-05"}, "born.agrees", 12, 14),
            ({"date_of_birth": "1990-03-05"}, {"born": "1990-05-03"}, "born.transposed", 6, 9),
            ({"date_of_birth": "1990-05-05"}, {"born": "1991-05-05"}, "born.close", 3, 6),
            ({"date_of_birth": "1990"}, {"born": "1990-05-05"}, "born.possible", 4, 6),
            ({"date_of_birth": "1990"}, {"born": "1994"}, "born.differs", -6, -3),
            ({"date_of_birth": "1990-05-05"}, {"born": "1992-09-11"}, "born.differs", -6, -3),
            ({"date_of_birth": "1990-05-05"}, {"born": "1979-05-05"}, "born.differs", -6, -3),
            ({"age": {"min": 36, "max": 36}}, {"born": "1990-05-05"}, "age.within", 1, 3),
            ({"date_of_birth": "1990-05-05"}, {"age_min": 30, "age_max": 40}, "age.within", 1, 3),
            ({"age": {"min": 36}}, {"age_min": 30, "age_max": 40}, "age.within_wide", 0.5, 1),
            ({"age": {"min": 36, "max": 36}}, {"age_max": 40}, "age.within_wide", 0.5, 1),
            ({"age": {"min": 36, "max": 36}}, {"age_min": 20}, "age.within_wide", 0.5, 1),
            ({"age": {"min": 44, "max": 44}}, {"age_min": 30, "age_max": 40}, "age.nearly", -1, 0),
            ({"age": {"min": 49, "max": 49}}, {"age_min": 30, "age_max": 40}, "age.off", -4, -1),
            ({"age": {"min": 53, "max": 53}}, {"age_min": 30, "age_max": 40}, "age.far", -9, -4),
            # A date of birth and a stated age that disagree: either may be right.
            (
                {"date_of_birth": "1950", "age": {"min": 36, "max": 36}},
                {"age_min": 30, "age_max": 40},
                "age.within",
                1,
                3,
            ),
            (
                {"ethnicity_observed": "asian"},
                {"ethnicity_observed": "arabic_north_african"},
                "ethnicity.near",
                -1,
                0,
            ),
            ({"ethnicity_observed": "asian"}, {"ethnicity_observed": "black"}, "ethnicity.differs", -5, -3),
            ({"description": {"height_min_cm": 178}}, {"height_cm": 181}, "height.agrees", 0.5, 2),
            ({"description": {"height_min_cm": 178}}, {"height_cm": 175}, "height.agrees", 0.5, 2),
            ({"description": {"height_min_cm": 178}}, {"height_cm": 178}, "height.agrees", 0.5, 2),
            ({"description": {"height_max_cm": 178}}, {"height_cm": 172}, "height.nearly", -0.1, 0.1),
            (
                {"description": {"height_min_cm": 170, "height_max_cm": 175}},
                {"height_cm": 187},
                "height.differs",
                -3,
                -1,
            ),
            ({"description": {"height_min_cm": 150}}, {"height_cm": 187}, "height.far", -6, -3),
            ({"description": {"build": "slim"}}, {"build": "slim"}, "build.agrees", 0.5, 2),
            ({"description": {"build": "slim"}}, {"build": "fat"}, "build.differs", -3, -1),
            ({"description": {"hair_colour": "ginger"}}, {"hair_colour": "ginger"}, "hair.agrees", 1, 2),
            ({"description": {"hair_colour": "ginger"}}, {"hair_colour": "black"}, "hair.differs", -1, -0.5),
        ],
    )
    def test_each_level_speaks_for_or_against(
        self,
        register: Register,
        person: dict[str, Any],
        asked: dict[str, Any],
        level: str,
        least: float,
        most: float,
    ) -> None:
        found = bits(register, person, **asked)

        # A level worth nothing is not said at all.
        assert least <= found.get(level, 0.0) <= most
        assert set(found) - {"garment.agrees"} <= {level}

    @pytest.mark.parametrize(
        ("person", "asked"),
        [
            ({}, {"sex": "male"}),
            ({"sex": "unknown"}, {"sex": "male"}),
            ({"sex": "male"}, {"sex": "unknown"}),
            ({"date_of_birth": "1990"}, {}),
            ({}, {"born": "1990"}),
            ({"ethnicity_observed": "not_recorded"}, {"ethnicity_observed": "asian"}),
            ({"ethnicity_self_defined": "black_african"}, {"ethnicity_observed": "asian"}),
            ({"description": {"build": "unknown"}}, {"build": "slim", "height_cm": 180}),
            ({}, {"marks": ("anchor tattoo",)}),
            ({"marks": [{"kind": "tattoo"}]}, {}),
        ],
    )
    def test_what_one_side_does_not_say_is_no_evidence(
        self, register: Register, person: dict[str, Any], asked: dict[str, Any]
    ) -> None:
        assert set(bits(register, person, **asked)) == {"garment.agrees"}

    @pytest.mark.parametrize(
        ("asked", "told", "level"),
        [
            ((0, 10), (0, 10), "within"),
            ((0, 10), (10, 20), "within"),
            ((10, 20), (0, 10), "within"),
            ((0, 10), (11, 20), "nearly"),
            ((11, 20), (0, 10), "nearly"),
            ((5, 6), (0, 10), "within"),
        ],
    )
    def test_an_age_is_within_a_range_as_far_as_its_last_day(
        self, asked: tuple[int, int], told: tuple[int, int], level: str
    ) -> None:
        assert _age(asked, [told]) == level

    @pytest.mark.parametrize(
        ("away", "level"),
        [(0, "agrees"), (3, "agrees"), (4, "nearly"), (8, "nearly"), (9, "differs"), (15, "differs"), (16, "far")],
    )
    def test_a_height_agrees_to_three_centimetres(self, register: Register, away: int, level: str) -> None:
        put(register, tree(person={"description": {"height_min_cm": 170, "height_max_cm": 175}}))
        encounters = [Encounter(sex="male", height_cm=each) for each in (170 - away, 175 + away)]

        for each in encounters:
            asked = each.comparable(register.clock())
            (known,) = block(register, each, asked)
            assert levels(asked, known) == [("height", level)]

    def test_an_age_told_ten_years_ago_has_grown(self, register: Register) -> None:
        person = {"age": {"min": 24, "max": 24}, "clothing": CLOTHES}
        put(register, tree(person=person, reported_at="2016-11-21T09:00:00Z"))

        (found,) = find(register, wearing=WORN, age_min=33, age_max=36)

        assert "age within range" in found.reasons

    def test_somebody_of_another_age_is_not_even_compared_unless_a_key_finds_them(self, register: Register) -> None:
        put(register, tree(person={**NAMED, "age": {"min": 80, "max": 80}, "clothing": CLOTHES}))

        assert find(register, wearing=WORN, age_min=20, age_max=25) == ()
        (found,) = find(register, wearing=WORN, age_min=20, age_max=25, family="Testley", given="Robert")
        assert "age far outside the range" in found.reasons


class TestMarks:
    ANCHOR: ClassVar[dict[str, Any]] = {"kind": "tattoo", "site": "forearm", "side": "left", "text": "anchor"}

    @pytest.mark.parametrize(
        ("said", "level"),
        [
            ("anchor tattoo on left lower arm", "mark.agrees"),
            ("inked anchor", "mark.agrees"),
            ("anchor tattoo on right wrist", "mark.alike"),
            ("tattoo on wrist", "mark.alike"),
            ("tattoo on the neck", "mark.kind"),
            ("tattoo", "mark.kind"),
            ("scar on left forearm", "mark.differs"),
            ("freckled", "mark.differs"),
        ],
    )
    def test_a_mark_is_compared_in_words(self, register: Register, said: str, level: str) -> None:
        found = bits(register, {"marks": [{"kind": "piercing", "site": "nose"}, self.ANCHOR]}, marks=(said,))

        assert set(found) == {"garment.agrees", level}

    def test_a_telling_mark_is_enough_with_sex_age_and_time(self, register: Register) -> None:
        person = {"sex": "male", "age": {"min": 34, "max": 34}, "marks": [self.ANCHOR, {"text": "scar on chin"}]}
        put(register, tree(person=person))

        found = find(register, sex="male", age_min=30, age_max=40, marks=("anchor tattoo on left arm", "scar, chin"))

        assert "two marks agree" in found[0].reasons or "one mark agrees" in found[0].reasons


class TestPlaceAndTime:
    SINCE: ClassVar[dict[str, Any]] = {
        "missing_since": {"earliest": "2026-11-21T07:00:00Z", "latest": "2026-11-21T08:00:00Z"}
    }

    @staticmethod
    def seen(latitude: str, longitude: str) -> dict[str, Any]:
        return {"last_seen": {"place": {"point": {"latitude": latitude, "longitude": longitude}}}}

    @pytest.mark.parametrize(
        ("at", "level"),
        [
            ("2026-11-21T06:00:00Z", "time.before"),
            ("2026-11-21T23:00:00Z", "time.recent"),
            ("2026-12-21T23:00:00Z", None),
        ],
    )
    def test_the_moment_counts(self, register: Register, at: str, level: str | None) -> None:
        if level == "time.before":
            put(register, tree(person={**NAMED, "date_of_birth": "1990-05-05"}, **self.SINCE))
            found = find(register, family="Testley", given="Robert", born="1990-05-05", at=at)
            assert "met before the person went missing" in found[0].reasons
        else:
            found_bits = bits(register, {}, episode=self.SINCE, at=at)
            assert set(found_bits) == {"garment.agrees"} | ({level} if level and found_bits.get(level) else set())

    @pytest.mark.parametrize(
        ("where", "level"),
        [
            (("53.51", "-1.20"), "place.near"),
            (("53.65", "-1.20"), "place.region"),
            (("54.90", "-1.20"), None),
            (("50.20", "-5.40"), "place.beyond"),
        ],
    )
    def test_the_distance_counts_with_the_time(
        self, register: Register, where: tuple[str, str], level: str | None
    ) -> None:
        found = bits(
            register,
            {},
            episode={**self.seen("53.50", "-1.20"), **self.SINCE},
            latitude=where[0],
            longitude=where[1],
            at="2026-11-21T11:00:00Z",
        )

        assert {each for each in found if each.startswith("place")} == ({level} if level else set())

    def test_a_sighting_on_the_way_explains_the_distance(self, register: Register) -> None:
        sighting = {
            "place": {"point": {"latitude": "51.00", "longitude": "-3.50"}},
            "window": {"earliest": "2026-11-21T10:00:00Z"},
        }
        found = bits(
            register,
            {},
            episode={**self.seen("53.50", "-1.20"), **self.SINCE, "sightings": [sighting]},
            latitude="50.60",
            longitude="-3.60",
            at="2026-11-21T11:00:00Z",
        )

        assert "place.beyond" not in found

    def test_two_places_too_far_away_are_both_too_far(self, register: Register) -> None:
        sighting = {
            "place": {"point": {"latitude": "54.00", "longitude": "-1.20"}},
            "window": {"earliest": "2026-11-21T10:00:00Z"},
        }
        found = bits(
            register,
            {},
            episode={**self.seen("53.50", "-1.20"), **self.SINCE, "sightings": [sighting, {"text": "no place"}]},
            latitude="50.20",
            longitude="-5.40",
            at="2026-11-21T11:00:00Z",
        )

        assert found["place.beyond"] < 0

    def test_a_destination_counts_too(self, register: Register) -> None:
        destination = {"point": {"latitude": "50.20", "longitude": "-5.40"}}
        found = bits(register, {}, episode={"intended_destination": destination}, latitude=50.21, longitude=-5.41)

        assert "place.near" in found

    def test_far_from_a_destination_says_nothing(self, register: Register) -> None:
        destination = {"point": {"latitude": "50.20", "longitude": "-5.40"}}

        found = bits(register, {}, episode={"intended_destination": destination}, latitude=53.5, longitude=-1.2)

        assert set(found) == {"garment.agrees"}

    def test_a_place_in_words_counts_without_a_point(self, register: Register) -> None:
        found = bits(
            register,
            {},
            episode={"missing_from": {"place": {"text": "12 Mill Lane, Netherfold"}}},
            place="bus shelter, Netherfold Road",
        )

        assert "place.named" in found


class TestAnonymous:
    def test_sex_age_ethnicity_build_and_place_alone_show_nobody(self, register: Register) -> None:
        others = {"sex": "male", "age": {"min": 45, "max": 45}, "ethnicity_observed": "white_north_european"}
        long_ago = {"missing_since": {"earliest": "2026-01-01T06:00:00Z"}}
        put(register, *(tree(new_id(), person=others, **long_ago) for _ in range(60)))
        person = {
            "sex": "male",
            "age": {"min": 34, "max": 34},
            "ethnicity_observed": "chinese_japanese_se_asian",
            "description": {"height_min_cm": 180, "build": "slim", "hair_colour": "ginger"},
            "clothing": CLOTHES,
        }
        missing = {"missing_since": {"earliest": "2026-11-21T06:00:00Z"}}
        put(register, tree(person=person, **TestPlaceAndTime.seen("53.50", "-1.20"), **missing))
        asked: dict[str, Any] = {
            "sex": "male",
            "age_min": 30,
            "age_max": 40,
            "ethnicity_observed": "chinese_japanese_se_asian",
            "height_cm": 180,
            "build": "slim",
            "hair_colour": "ginger",
            "latitude": "53.50",
            "longitude": "-1.20",
        }

        assert find(register, **asked) == ()
        (found,) = find(register, **asked, wearing=WORN)
        alike = sum(each.bits for each in found.contributions if each.attribute != "garment")
        assert alike > evidence().threshold.anonymous_margin + log2(evidence().threshold.anonymous_crowd)

    def test_the_same_clothes_are_not_enough_in_a_greater_crowd(
        self, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(register, tree(person={"clothing": CLOTHES[:4]}))
        asked = Encounter(wearing=WORN[:4])

        alone = lookup(register, asked, reason="encounter")
        monkeypatch.setattr("missingpersons.register.lookup._crowd", lambda register: 5_000)
        crowded = lookup(register, asked, reason="encounter")

        assert [each.episode_id for each in alone] == [FIRST]
        assert crowded == ()

    def test_the_crowd_is_everybody_missing_now_and_nobody_else(self, register: Register) -> None:
        put(register, tree(), tree(SECOND, status="located"), tree(new_id(), status="closed"))
        register.receive(sealed(tree(owner_force="test-south")), source="invented")

        assert _crowd(register) == 2

    def test_two_garments_alone_show_nobody(self, register: Register) -> None:
        put(register, tree(person={"clothing": CLOTHES}))

        assert find(register, wearing=WORN[:2]) == ()

    def test_what_is_rare_in_the_register_tells_more(self, register: Register) -> None:
        usual = [{"text": each} for each in ("black coat", "blue jeans", "white trainers")]
        put(register, *(tree(new_id(), person={"clothing": usual}) for _ in range(60)))
        put(register, tree(person={"clothing": [*usual, {"text": "orange scarf"}, {"text": "purple gloves"}]}))

        table = evidence()

        assert find(register, wearing=("black coat", "blue jeans", "white trainers"), sex="male") == ()
        assert table.bits("garment", "agrees", hits=1, of=61) > table.bits("garment", "agrees", hits=61, of=61)
        assert table.bits("garment", "agrees", hits=61, of=61) >= 0

    def test_garments_in_another_colour_speak_against(self, register: Register) -> None:
        found = bits(register, {"clothing": [*CLOTHES, {"text": "black slippers"}]})
        assert "garment.differs" not in found

        worn = (*WORN, "orange slippers")
        (against,) = lookup(register, Encounter(wearing=worn), reason="encounter")

        assert against.reasons[-1] == "one garment differs in colour"

    def test_the_table_says_what_it_rests_on(self) -> None:
        assert evidence().basis == "library estimate, not measured"
        assert all(0 < each.m <= 1 and 0 < each.u <= 1 for each in evidence().weights.values())


class TestEncounter:
    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"sex": "man"}, "missingpersons codes sexes"),
            ({"build": "marker"}, "missingpersons codes builds"),
            ({"hair_colour": "marker"}, "missingpersons codes hair_colours"),
            ({"ethnicity_observed": "marker"}, "missingpersons codes ethnicities_observed"),
            ({"age_min": 40, "age_max": 30}, "the lower first"),
            ({"age_min": -1}, "whole years"),
            ({"age_max": 200}, "whole years"),
            ({"born": "marker"}, "born: not a date"),
            ({"at": "marker"}, "at: not a timestamp"),
            ({"latitude": "53.5"}, "latitude and longitude together"),
            ({"latitude": "marker", "longitude": "1"}, "in degrees"),
            ({"latitude": "91", "longitude": "1"}, "in degrees"),
            ({"latitude": "nan", "longitude": "1"}, "in degrees"),
            ({}, "nothing was asked"),
        ],
    )
    def test_what_cannot_be_asked_is_one_line_without_the_data(
        self, register: Register, asked: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(CannotRun, match=said) as raised:
            find(register, **asked)

        assert "marker" not in str(raised.value)
        assert raised.value.__context__ is None

    def test_it_knows_what_was_asked_and_shows_none_of_it(self) -> None:
        encounter = Encounter(family="Testley", wearing=("coat",), latitude=0.0, longitude=0.0)

        assert encounter.asked() == ("family", "wearing", "latitude", "longitude")
        assert encounter.point() == (0.0, 0.0)
        assert repr(encounter) == "<Encounter>"
