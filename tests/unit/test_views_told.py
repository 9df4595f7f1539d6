"""What a view keeps back beyond the marks: no ground, a wish, danger, handling, an entry of the wrong kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from missingpersons import wire
from missingpersons.codes import Audience, codelist
from missingpersons.models import Episode
from missingpersons.views import View, Withheld, view

RECORDED = "2026-03-05T12:00:00Z"
FOUND = "2026-03-04T09:00:00Z"

CONSENT = {"basis": "consent", "given_by": "mother", "given_at": "2026-03-02T10:00:00Z", "scope": ["name", "age"]}
AUTHORITY = {
    "basis": "authorised",
    "authorised_by": {"rank": "superintendent"},
    "rationale": "Nobody could be asked.",
    "given_at": "2026-03-02T10:00:00Z",
    "scope": ["name", "age"],
}
PRIVATE = frozenset(
    {
        *("mother", "father", "parent", "step_parent", "grandparent", "brother", "sister", "sibling", "child"),
        *("grandchild", "aunt_or_uncle", "cousin", "niece_or_nephew", "other_relative", "spouse", "partner"),
        *("former_partner", "friend", "associate", "flatmate", "neighbour", "online_contact"),
    }
)

LATER = {**AUTHORITY, "given_at": "2026-03-04T12:00:00Z", "scope": ["found", "found_condition"]}


def episode(*grounds: Mapping[str, Any], **fields: Any) -> Episode:
    """An episode of a woman of thirty, with grounds for publicity and other fields."""
    person = {
        "names": [{"kind": "legal", "given": ["Nia"], "family": "Varley"}],
        "date_of_birth": "1995-06-03",
        **fields.pop("person", {}),
    }
    tree = {
        "document_type": "episode",
        "standard_version": "1.0",
        "episode_id": "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10",
        "local_reference": "TEST/1",
        "revision": 1,
        "tenure": 1,
        "recorded_at": RECORDED,
        "owner_force": "test-north",
        "status": "open",
        "person": person,
        "publicity": list(grounds),
    }
    return wire.build({**tree, **fields}, Episode)


def found(*grounds: Mapping[str, Any], **fields: Any) -> Episode:
    """The same woman once she was found, safe and well."""
    outcome = {
        "found_at": FOUND,
        "condition": "safe_and_well",
        "place": {"postcode": "TS1 1AA"},
        "found_in_force": "test-south",
        **fields.pop("outcome", {}),
    }
    return episode(*grounds, **{"status": "located", "outcome": outcome, **fields})


def public(given: Episode, channel: str | None = None, as_of: datetime | None = None) -> dict[str, Any]:
    return dict(view(given, "public", channel=channel, as_of=as_of).shown)


NAMED = {
    "local_reference": "TEST/1",
    "person": {"names": [{"given": ["Nia"], "family": "Varley"}], "age": {"min": 30, "max": 30}},
}


class TestGround:
    @pytest.mark.parametrize("ground", [CONSENT, AUTHORITY])
    def test_in_force_shows_what_it_names(self, ground: dict[str, Any]) -> None:
        assert public(episode(ground)) == NAMED

    @pytest.mark.parametrize(
        "ground",
        [
            {**CONSENT, "given_by": None},
            {**CONSENT, "given_at": "2026-03-06T10:00:00Z"},
            {**CONSENT, "withdrawn_at": "2026-03-05T11:00:00Z"},
            {**CONSENT, "expires_at": "2026-03-05T12:00:00Z"},
            {**CONSENT, "scope": []},
            {**CONSENT, "channels": ["posters"]},
            {**AUTHORITY, "rationale": None},
            {**AUTHORITY, "authorised_by": None},
            {**AUTHORITY, "authorised_by": {"role": "press_officer"}},
        ],
    )
    def test_that_is_none_shows_nothing(self, ground: dict[str, Any]) -> None:
        made = view(episode(ground), "public")

        assert dict(made.shown) == {}
        assert made.withheld[Withheld.BASIS] >= 4

    def test_of_somebody_unsafe_to_contact_is_none(self) -> None:
        relations = [{"relation": "mother", "unsafe_to_contact": "yes"}]

        assert public(episode(CONSENT, person={"relations": relations})) == {}

    def test_of_a_friend_is_none_for_a_child(self) -> None:
        ground = {**CONSENT, "given_by": "friend"}

        assert public(episode(ground, person={"date_of_birth": "2012-06-03"})) == {}
        assert public(episode(ground)) == NAMED

    def test_left_over_from_consent_that_was_taken_back_is_none(self) -> None:
        taken_back = {**CONSENT, "scope": ["photo"], "given_at": "2026-03-03T10:00:00Z", "withdrawn_at": FOUND}

        assert public(episode(CONSENT, taken_back)) == {}

    def test_that_names_channels_holds_for_these(self) -> None:
        given = episode({**CONSENT, "channels": ["posters", "missing_people"]})

        assert public(given, "posters") == NAMED
        assert public(given, "local_media") == {}
        assert view(given, "charity").shown["person"]["names"] == [
            {"kind": "legal", "given": ["Nia"], "family": "Varley"}
        ]
        assert dict(view(given, "charity", channel="partner_agencies").shown) == {}

    def test_that_names_none_holds_for_any(self) -> None:
        assert public(episode(CONSENT), "posters") == NAMED

    def test_holds_at_a_moment(self) -> None:
        given = episode({**CONSENT, "expires_at": "2026-03-20T00:00:00Z"})

        assert public(given, as_of=datetime(2026, 3, 19, tzinfo=UTC)) == NAMED
        assert public(given, as_of=datetime(2026, 3, 20, tzinfo=UTC)) == {}

    def test_adds_to_another(self) -> None:
        given = episode({**CONSENT, "scope": ["name"]}, {**AUTHORITY, "scope": ["age"]})

        assert public(given) == NAMED

    @pytest.mark.parametrize("condition", ["no_publicity", "police_only", "no_onward_sharing", "named_recipients_only"])
    def test_does_not_hold_against_the_handling(self, condition: str) -> None:
        assert public(episode(CONSENT, handling={"conditions": [condition]})) == {}


class TestEntries:
    def test_only_photographs_that_a_ground_names_are_shown(self) -> None:
        photos = [{"photo_id": "P1"}, {"photo_id": "P2"}, {"photo_id": "P3", "consent": "no"}]
        ground = {**AUTHORITY, "scope": ["photo"], "photo_ids": ["P2", "P3"]}

        assert public(episode(ground, person={"photos": photos}))["person"] == {"photos": [{"photo_id": "P2"}]}

    def test_a_name_left_behind_is_never_told(self) -> None:
        names = [{"kind": kind, "full": kind} for kind in ("former", "legal", "alias", "known_as", "maiden")]
        given = episode(CONSENT, person={"names": names})

        assert public(given)["person"]["names"] == [{"full": "known_as"}]
        assert [each["full"] for each in view(given, "safeguarding").shown["person"]["names"]] == [
            *("former", "legal", "alias", "known_as", "maiden")
        ]

    def test_a_mark_that_tells_of_harm_is_never_told(self) -> None:
        marks = [{"kind": "self_harm_scars", "site": "forearm"}, {"kind": "tattoo", "text": "a swift"}, {"text": "?"}]
        ground = {**CONSENT, "scope": ["mark"]}

        assert public(episode(ground, person={"marks": marks}))["person"] == {"marks": [{"kind": "tattoo"}]}

    def test_a_thing_that_tells_of_health_is_never_told(self) -> None:
        effects = [{"kind": "medication", "text": "a box"}, {"kind": "ring", "text": "gold", "inscription": "N"}]
        ground = {**CONSENT, "scope": ["clothing"]}

        assert public(episode(ground, person={"effects": effects}))["person"] == {"effects": [{"kind": "ring"}]}

    @pytest.mark.parametrize("audience", ["charity", "public"])
    def test_words_for_what_is_worn_are_never_told_and_counted_as_free_text(self, audience: str) -> None:
        ground = {**CONSENT, "scope": ["clothing", "mark", "vehicle"]}
        coat = {"text": "coat with ZQNAME in the collar", "colours": ["navy"], "brand": "Example Coats"}
        ring = {"kind": "ring", "text": "ZQNAME for ever", "material": "ZQNAME gold", "brand": "Example Rings"}
        car = {"kind": "car", "make": "Example", "model": "One", "colour": "red", "text": "ZQNAME on the door"}
        person = {"clothing": [coat, {"text": "ZQNAME scarf"}], "effects": [ring], "names": []}

        made = view(episode(ground, person=person, vehicles=[car]), audience)

        assert made.shown["person"] == {
            "clothing": [{"colours": ["navy"], "brand": "Example Coats"}],
            "effects": [{"kind": "ring", "brand": "Example Rings"}],
        }
        assert made.shown["vehicles"] == [{"kind": "car", "make": "Example", "model": "One", "colour": "red"}]
        assert b"ZQNAME" not in made.dump()
        assert made.withheld[Withheld.FREE_TEXT] == 5

    def test_an_age_is_told_where_no_birth_is_known(self) -> None:
        age = {"min": 40, "max": 50, "basis": "estimated"}
        given = episode(CONSENT, person={"date_of_birth": None, "age": age})

        assert public(given)["person"]["age"] == {"min": 40, "max": 50}

    def test_a_placeholder_for_a_birth_tells_no_age(self) -> None:
        assert "age" not in public(episode(CONSENT, person={"date_of_birth": "1970-01-01"}))["person"]

    def test_partners_know_a_person_by_their_own_numbers(self) -> None:
        numbers = [{"scheme": scheme, "value": "1"} for scheme in ("pnc_id", "nhs", "passport", "upn")]

        shown = view(episode(person={"identifiers": numbers}), "safeguarding").shown

        assert [each["scheme"] for each in shown["person"]["identifiers"]] == ["nhs", "upn"]


class TestFound:
    SEEN: Mapping[str, Any] = {"place": {"lines": ["1 Invented Row"], "country": "GBR"}, "doing": "Walking."}

    def test_ends_what_may_be_told(self) -> None:
        assert public(found(CONSENT, AUTHORITY)) == {}
        assert public(found(CONSENT, status="open")) == {}
        assert public(episode(CONSENT, outcome={})) == NAMED

    def test_is_told_where_a_later_ground_says_so(self) -> None:
        assert public(found(CONSENT, LATER)) == {
            "local_reference": "TEST/1",
            "status": "located",
            "outcome": {"condition": "safe_and_well"},
        }

    def test_is_not_told_of_an_adult_on_what_was_agreed_before(self) -> None:
        assert public(found({**LATER, "given_at": "2026-03-03T12:00:00Z"})) == {}

    def test_is_told_of_a_child_but_not_how_they_are(self) -> None:
        ground = {**LATER, "given_at": "2026-03-03T12:00:00Z"}

        shown = public(found(ground, person={"date_of_birth": "2012-06-03"}))

        assert shown == {"local_reference": "TEST/1", "status": "located"}

    def test_in_a_state_that_tells_of_health_is_not_told(self) -> None:
        assert "outcome" not in public(found(LATER, outcome={"condition": "mental_distress"}))

    @pytest.mark.parametrize(
        "fields",
        [
            {"outcome": {"whereabouts_may_be_disclosed": "no"}},
            {"handling": {"conditions": ["do_not_disclose_whereabouts"]}},
            {"handling": {"conditions": ["do_not_tell_family"]}},
            {"handling": {"do_not_disclose_to": ["Her husband"]}},
        ],
    )
    def test_is_not_told_against_a_wish_and_looks_as_if_no_ground_were_there(self, fields: dict[str, Any]) -> None:
        for audience in (Audience.PUBLIC, Audience.CHARITY):
            wished = view(found(CONSENT, LATER, last_seen=self.SEEN, **fields), audience)
            ended = [{**each, "withdrawn_at": FOUND} for each in (CONSENT, LATER)]
            without = view(found(*ended, last_seen=self.SEEN, handling=fields.get("handling")), audience)

            assert dict(wished.shown) == {} == dict(without.shown)
            # A ground that was taken back has one value more, in a field that is for neither.
            assert without.withheld[Withheld.AUDIENCE] - 2 == wished.withheld[Withheld.AUDIENCE]
            assert {**wished.withheld, Withheld.AUDIENCE: 0} == {**without.withheld, Withheld.AUDIENCE: 0}

    def test_counts_for_nothing_where_the_public_reads_the_count(self) -> None:
        before, after = episode(CONSENT, status="closed"), found(CONSENT, status="closed")

        assert view(before, "public").withheld == view(after, "public").withheld


class TestWish:
    FRIEND: Mapping[str, Any] = {"relation": "friend", "informant": "yes"}

    @classmethod
    def shared(cls, **fields: Any) -> View:
        person = {"relations": [cls.FRIEND], **fields.pop("person", {})}
        return view(found(**{**fields, "person": person}), "safeguarding")

    def test_of_an_adult_keeps_back_whatever_reaches_them(self) -> None:
        at = "01632 960417"
        made = self.shared(
            status="closed",
            outcome={"whereabouts_may_be_disclosed": "no"},
            person={
                "relations": [{**self.FRIEND, "name": "Bea Other", "contact_point": at}],
                "protection_plan": {"authority": "ZQMARK", "reference": "ZQMARK"},
            },
            care={"placement": "zqmark", "host_authority": "ZQMARK", "contact_point": at, "plan_reference": "ZQMARK"},
            companions=[{"relation": "friend", "name": "ZQMARK"}],
            notifications=[{"to": "zqmark", "reference": "ZQMARK"}],
            handling={"conditions": ["use_safe_contact"], "contact_safety": f"Ring ZQMARK on {at}."},
        )

        assert made.shown["status"] == "closed"
        assert made.shown["person"]["relations"] == [{**self.FRIEND, "name": "Bea Other"}]
        assert [each for each in ("zqmark", at) if each in made.dump().decode().casefold()] == []
        # Of what is here, and two of where she was found.
        assert made.withheld[Withheld.WISH] == 12 + 2

    def test_of_an_adult_keeps_where_they_are_from_partners(self) -> None:
        person = {
            "phones": [{"number": "07700 900123"}],
            "addresses": [{"kind": "home", "place": {"lines": ["1 Invented Row"]}}],
        }

        made = self.shared(
            outcome={"whereabouts_may_be_disclosed": "no"}, person=person, circumstances="She is at her sister's."
        )

        assert made.shown["outcome"] == {
            "found_at": FOUND,
            "condition": "safe_and_well",
            "whereabouts_may_be_disclosed": "no",
        }
        assert made.shown["status"] == "located"
        assert "phones" not in made.shown["person"]
        assert made.shown["person"]["addresses"] == [{"kind": "home"}]
        assert "circumstances" not in made.shown
        assert made.withheld[Withheld.WISH] == 5

    def test_of_a_child_does_not(self) -> None:
        made = self.shared(outcome={"whereabouts_may_be_disclosed": "no"}, person={"date_of_birth": "2012-06-03"})

        assert made.shown["outcome"]["place"] == {"postcode": "TS1 1AA"}
        assert Withheld.WISH not in made.withheld

    def test_of_somebody_of_no_known_age_does(self) -> None:
        made = self.shared(outcome={"whereabouts_may_be_disclosed": "no"}, person={"date_of_birth": None})

        assert "place" not in made.shown["outcome"]

    @pytest.mark.parametrize(
        "relations",
        [
            *(
                [{"relation": code, "informant": "yes"}]
                for code in codelist("relations").entries
                if code not in PRIVATE
            ),
            [],
            [{"informant": "yes"}],
            [{"relation": "not_in_the_list", "informant": "yes"}],
            [{"relation": "friend"}],
            [{"relation": "friend", "informant": "unknown"}],
            [FRIEND, {"relation": "social_worker", "informant": "yes"}],
            [FRIEND, {"relation": "solicitor", "informant": "unknown"}],
        ],
    )
    def test_shows_nothing_unless_whoever_reported_is_certainly_private(self, relations: list[Any]) -> None:
        made = self.shared(outcome={"whereabouts_may_be_disclosed": "no"}, person={"relations": relations})

        assert dict(made.shown) == {}
        assert set(made.withheld) == {Withheld.HANDLING}

    def test_not_to_be_told_to_somebody_hides_that_they_were_found(self) -> None:
        made = self.shared(
            outcome={"whereabouts_may_be_disclosed": "no"},
            handling={
                "conditions": ["do_not_disclose_whereabouts", "child_record"],
                "do_not_disclose_to": ["Example Council"],
                "contact_safety": "She was found: ring nobody.",
            },
        )

        assert made.shown.keys().isdisjoint({"status", "outcome"})
        assert made.shown["handling"] == {"conditions": ["child_record"], "do_not_disclose_to": ["Example Council"]}
        assert set(made.withheld) == {Withheld.AUDIENCE}

    def test_in_an_interview_is_kept(self) -> None:
        interview = {
            "offered": "yes",
            "accepted": "yes",
            "may_be_shared": "no",
            "where": "At a flat.",
            "harms": ["assault"],
        }

        made = self.shared(return_interview=interview, person={"date_of_birth": "2012-06-03"})

        assert made.shown["return_interview"] == {"offered": "yes", "accepted": "yes", "may_be_shared": "no"}
        assert made.withheld[Withheld.WISH] == 2


class TestDanger:
    RELATIONS = (
        {"relation": "father", "name": "A", "contact_point": "07700 900111", "unsafe_to_contact": "yes"},
        {"relation": "sister", "name": "B", "contact_point": "07700 900112", "unsafe_to_contact": "no"},
    )

    @pytest.mark.parametrize("audience", ["safeguarding", "charity", "public"])
    def test_an_unsafe_contact_never_leaves_the_police(self, audience: str) -> None:
        made = view(episode(AUTHORITY, person={"relations": list(self.RELATIONS)}), audience)

        assert b"07700 900111" not in made.dump()
        assert (
            made.withheld[Withheld.UNSAFE] == 4 if audience == "safeguarding" else Withheld.UNSAFE not in made.withheld
        )

    @pytest.mark.parametrize(
        ("unsafe", "elsewhere"),
        [
            ({"name": "Ivo ZQMARK"}, {"companions": [{"relation": "friend", "name": "Mr Zqmark"}]}),
            ({"name": "Ivo"}, {"companions": [{"relation": "father", "name": "ZQMARK"}]}),
            ({}, {"companions": [{"relation": "friend", "name": "ZQMARK"}]}),
            ({"name": "ZQMARK"}, {"person": {"relations": [{"relation": "friend", "name": "zqmark"}]}}),
            (
                {"name": "Ivo", "contact_point": "07700 900111"},
                {"person": {"relations": [{"name": "ZQMARK", "contact_point": "+447700900111"}]}},
            ),
            ({"name": "Ivo"}, {"person": {"relations": [{"relation": "father", "contact_point": "ZQMARK"}]}}),
            ({"contact_point": "zqmark@example.org"}, {"person": {"emails": ["ZQMARK@example.org"]}}),
            ({"contact_point": "07700 900111"}, {"person": {"phones": [{"number": "+447700900111"}]}}),
            ({"name": "Ivo"}, {"last_seen": {"by": "parent"}, "last_contact": {"by": "parent"}}),
        ],
    )
    @pytest.mark.parametrize("audience", ["safeguarding", "charity", "public"])
    def test_nor_does_another_field_that_tells_of_one(
        self, audience: str, unsafe: dict[str, Any], elsewhere: dict[str, Any]
    ) -> None:
        one = {"relation": "father", "unsafe_to_contact": "yes", **unsafe}
        person = dict(elsewhere.get("person", {}))
        person["relations"] = [one, *person.get("relations", ())]

        made = view(episode(**{**elsewhere, "person": person}), audience)

        told = made.dump().decode().casefold()
        assert [each for each in ("zqmark", "7700900111", "father", "parent") if each in told] == []
        assert made.withheld.get(Withheld.UNSAFE, 0) > len(one) or audience != "safeguarding"

    def test_others_are_told_where_every_unsafe_one_has_a_name(self) -> None:
        relations = [{"relation": "father", "name": "Ivo Example", "unsafe_to_contact": "yes"}]
        sister = {"relation": "sister", "name": "Ana Example", "unsafe_to_contact": "no"}
        friend = {"relation": "friend", "name": "Bea Other", "contact_point": "07700 900112"}
        given = episode(person={"relations": [*relations, sister, friend]}, companions=[{"name": "Bea Other"}])

        shown = view(given, "safeguarding").shown

        assert shown["person"]["relations"] == [sister, friend]
        assert shown["companions"] == [{"name": "Bea Other"}]

    def test_of_two_of_one_relation_the_safe_one_may(self) -> None:
        unsafe = {"relation": "sister", "name": "Example", "unsafe_to_contact": "yes"}
        safe = {"relation": "sister", "name": "Ana Example", "unsafe_to_contact": "no"}

        shown = view(episode(person={"relations": [unsafe, safe]}), "safeguarding").shown

        assert shown["person"]["relations"] == [safe]

    def test_a_safe_one_may(self) -> None:
        made = view(episode(person={"relations": list(self.RELATIONS)}), "safeguarding")

        assert made.shown["person"]["relations"] == [self.RELATIONS[1]]

    def test_nor_one_of_whom_nobody_knows_whether_the_person_flees_them(self) -> None:
        relations = [{"relation": "partner", "name": "A", "informant": "yes"}]
        person = {"relations": relations, "vulnerabilities": ["domestic_abuse_victim"]}

        assert "relations" not in view(episode(person=person), "safeguarding").shown["person"]

    def test_nor_does_the_safe_list_name_one(self) -> None:
        made = view(
            found(outcome={"safe_to_contact": ["father", "sister"]}, person={"relations": list(self.RELATIONS)}),
            "safeguarding",
        )

        assert made.shown["outcome"]["safe_to_contact"] == ["sister"]

    def test_a_secret_address_keeps_every_place(self) -> None:
        place = {"lines": ["1 Invented Row"], "country": "GBR"}
        made = view(
            episode(
                {**CONSENT, "scope": ["last_seen_place"]},
                last_seen={"place": place, "by": "friend"},
                handling={"conditions": ["secret_address"]},
            ),
            "safeguarding",
        )

        assert made.shown["last_seen"] == {"by": "friend"}
        assert made.withheld[Withheld.HANDLING] == 2

    def test_a_source_to_protect_is_not_told(self) -> None:
        made = view(
            episode(
                last_seen={"by": "friend", "doing": "Walking."},
                person={"relations": [{"relation": "friend", "informant": "yes"}]},
                handling={"conditions": ["protect_source"]},
            ),
            "safeguarding",
        )

        assert made.shown["last_seen"] == {"doing": "Walking."}
        assert made.shown["person"]["relations"] == [{"relation": "friend"}]

    @pytest.mark.parametrize("handling", [{"conditions": ["police_only"]}, {"classification": "secret"}])
    def test_handling_may_close_the_whole(self, handling: dict[str, Any]) -> None:
        made = view(episode(handling=handling), "safeguarding")

        assert dict(made.shown) == {}
        assert set(made.withheld) == {Withheld.HANDLING}
        assert view(episode(handling=handling), "encounter").shown["status"] == "open"


class TestDocument:
    def test_says_what_it_is_and_of_whom_only_the_force(self) -> None:
        assert view(episode(), "public").as_dict() == {
            "document_type": "view",
            "standard_version": "1.0",
            "audience": "public",
            "as_of": RECORDED,
            "owner_force": "test-north",
            "shown": {},
            "withheld": {"audience": 6, "basis": 6},
        }

    def test_names_its_channel_and_moment(self) -> None:
        made = view(episode(), "charity", as_of=datetime(2026, 4, 1, tzinfo=UTC)).as_dict()

        assert (made["channel"], made["as_of"]) == ("missing_people", "2026-04-01T00:00:00Z")

    def test_shows_no_number_of_the_police_to_the_public(self) -> None:
        assert b"0c1d7a52" not in view(episode(CONSENT), "public").dump()
        assert view(episode(CONSENT), "safeguarding").shown["episode_id"] == "0c1d7a52-8a5e-5c3e-9b0e-7d2f1f6b9a10"

    def test_is_refused_as_a_record(self) -> None:
        report = wire.check(view(episode(), "public").dump())

        assert [(each.code, each.at) for each in report] == [("MP-S-032", "/document_type")]

    def test_asks_for_what_there_is(self) -> None:
        with pytest.raises(ValueError, match="everybody"):
            view(episode(), "everybody")
        with pytest.raises(ValueError, match="through a channel"):
            view(episode(), "safeguarding", channel="posters")
        with pytest.raises(KeyError):
            view(episode(), "public", channel="press")
        with pytest.raises(ValueError, match="offset"):
            view(episode(), "public", as_of=datetime(2026, 4, 1))
