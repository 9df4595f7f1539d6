"""No view holds what its audience may not see: a marker at every leaf of generated episodes, looked for in every view.

A marker is a value that is nowhere else in the episode: a text, a moment, a day, a number, a code. Only where a closed
list or a few signs are all that a field takes can there be none. Who may see what is read from the published
``audiences.json``, and the rest from the schema of the episode: nothing from the marks in the records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.drawn import examples

from missingpersons import cli, wire
from missingpersons.codes import Audience, codelist
from missingpersons.models import Episode
from missingpersons.resources import schema, schemas_directory
from missingpersons.testing.strategies import complete_episode, episodes
from missingpersons.views import View, view

pytestmark = pytest.mark.no_cover

PUBLISHED = json.loads((schemas_directory() / "audiences.json").read_text(encoding="utf-8"))
AUDIENCES = PUBLISHED["audiences"]["episode"]
SCOPES = PUBLISHED["scopes"]["episode"]
EPISODE = schema("episode")
MARKER = re.compile(r"zq[0-9]{5}zq")
EVERY_SCOPE = sorted(codelist("publicity_scopes").entries)
CHANNEL = "press_release"
APPEALS = ("charity", "public")
SETTINGS = settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))


def markers(number: int) -> Iterator[str]:
    """Texts that stand for one place alone, in every form that some field takes."""
    one, two = divmod(number, 26)
    letters = f"{chr(97 + one % 26)}{chr(97 + two)}"
    yield f"zq{number:05d}zq"
    yield f"/zq{number:05d}zq"
    yield f"2026-03-01T10:00:00.{number:06d}Z"
    yield f"{5000 + number}-11"
    yield f"image/zq{number:05d}zq"
    yield f"+4477009{number:05d}"
    yield f"{number:08d}-8a5e-5c3e-9b0e-7d2f1f6b9a10"
    yield f"{number:064d}"
    yield f"51.{number + 10000}"
    yield f"{number + 1000}"
    yield f"Q{letters.upper()}"
    yield f"q{letters}"
    yield f"Qz{letters}"


class Marked:
    """An episode in which every leaf that can be one is a marker of its own, with where each stands."""

    def __init__(self, tree: dict[str, Any], keep: frozenset[str] = frozenset()) -> None:
        self.at: dict[str | int, str] = {}
        self.free: set[str | int] = set()
        self._spelt: dict[str, str] = {}
        self._keep = keep
        self.tree = self._of(tree, EPISODE, "")
        self.episode = wire.build(self.tree, Episode)

    def places(self, made: View) -> set[str]:
        """Where the markers that a view holds stand in the episode."""
        return {self.at[each] for each in self.found(made)}

    def found(self, made: View) -> set[str | int]:
        """The markers that a view holds."""
        there = {each for each in leaves([dict(made.shown), made.owner_force]) if not isinstance(each, bool)}
        spelt = {self._spelt[each] for each in MARKER.findall(said(made))}
        return (there & self.at.keys()) | spelt

    def _of(self, value: Any, part: Any, at: str) -> Any:
        if "$ref" in part:
            part = EPISODE["$defs"][part["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            inside = at if "$ref" not in part.get("items", {}) else f"{at}/*"
            return [self._of(each, part.get("items", {}), inside) for each in value]
        if isinstance(value, dict):
            if "properties" not in part:
                return {name: self._of(each, {"type": "any"}, at) for name, each in value.items()}
            return {name: self._of(each, part["properties"][name], f"{at}/{name}") for name, each in value.items()}
        return self._leaf(value, part, at)

    def _leaf(self, value: Any, part: Any, at: str) -> Any:
        number = len(self.at)
        if isinstance(value, bool) or "enum" in part or "const" in part or at in self._keep:
            return value
        if isinstance(value, int):
            written: str | int | None = 7000 + number if part.get("maximum", 0) >= 8000 else None
        else:
            fits = (each for each in markers(number) if re.fullmatch(part.get("pattern", ".*"), each))
            written = next((each for each in fits if len(each) <= part.get("maxLength", 99)), None)
        if written is None:
            return value
        self.at[written] = at
        if isinstance(written, str) and (spelt := MARKER.search(written)):
            self._spelt[spelt[0]] = written
        if part.get("maxLength") == 20_000 or at in WORDS:
            self.free.add(written)
        return written


KINDS = frozenset(
    {
        *("/person/marks/*/kind", "/person/effects/*/kind", "/outcome/condition", "/person/identifiers/*/scheme"),
        *("/handling/conditions", "/handling/classification", "/publicity/*/scope", "/publicity/*/channels"),
        *("/publicity/*/given_by", "/publicity/*/authorised_by/rank"),
    }
)
"""Codes that decide what is shown: as they are, or every mark would be of no kind that is told."""


CLOSED = frozenset(
    {
        *(at for at in AUDIENCES if at.endswith(("/with_them", "/basis", "/grading", "/consent", "/level"))),
        *("/answers/*/answer", "/assessments/*/category", "/assessments/*/scheme", "/care/out_of_area"),
        *("/companions/*/also_missing", "/document_type", "/money_and_travel/cards/*/used", "/money_and_travel/cash"),
        *("/money_and_travel/passport_with_them", "/out_of_character", "/outcome/whereabouts_may_be_disclosed"),
        *("/person/availability/*/availability", "/person/languages/*/interpreter_needed", "/person/marks/*/side"),
        *("/person/names/*/kind", "/person/previous_missing/harmed", "/person/relations/*/informant"),
        *("/person/relations/*/next_of_kin", "/person/relations/*/unsafe_to_contact", "/person/sex"),
        *("/processing_regime", "/related/*/relation", "/return_interview/accepted", "/return_interview/independent"),
        *("/return_interview/may_be_shared", "/return_interview/offered", "/sightings/*/confirmed"),
        *("/standard_version", "/status"),
    }
)
"""Leaves that take a code of a closed list, a grade or a version, and so no marker. `test_audiences` has them too."""


WORDS = frozenset({"/person/clothing/*/text", "/person/effects/*/text", "/person/effects/*/material"})
"""Short lines that are free text all the same."""


def is_leaf(at: str) -> bool:
    return not any(each.startswith(f"{at}/") for each in AUDIENCES)


def grounds() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Grounds in force for some scopes each, with an authority that answers for them."""
    scopes = st.one_of(st.just(EVERY_SCOPE), st.lists(st.sampled_from(EVERY_SCOPE), max_size=4, unique=True))
    ground = scopes.map(
        lambda scope: {
            "basis": "authorised",
            "authorised_by": {"rank": "superintendent"},
            "rationale": "Invented.",
            "scope": scope,
        }
    )
    return st.lists(ground, max_size=2)


@cache
def whole() -> dict[str, Any]:
    """An episode with every field, so that nothing is left out for want of being drawn."""
    tree = complete_episode()
    tree["person"]["marks"][0]["kind"] = "tattoo"
    tree["person"]["effects"][0]["kind"] = "ring"
    tree["person"]["names"][0]["kind"] = "known_as"
    tree["person"]["identifiers"][0]["scheme"] = "nhs"
    tree["person"]["relations"][0]["unsafe_to_contact"] = "no"
    tree["person"]["photos"][0]["consent"] = "yes"
    tree["handling"] = {
        "conditions": ["child_record"],
        "do_not_disclose_to": ["Invented words."],
        "contact_safety": "Invented words.",
    }
    tree["return_interview"]["may_be_shared"] = "yes"
    return tree


@st.composite
def marked_episodes(draw: st.DrawFn) -> Marked:
    tree = dict(draw(st.one_of(episodes(), st.just(whole()))))
    if draw(st.booleans()):
        tree["publicity"] = draw(grounds())
    if draw(st.booleans()):
        tree["status"] = "open"
        tree.pop("outcome", None)
    made = Marked(tree, draw(st.sampled_from([KINDS, frozenset()])))
    for each in made.tree.get("publicity", ()):
        each["photo_ids"] = [photo["photo_id"] for photo in made.tree["person"].get("photos", ())]
    made.episode = wire.build(made.tree, Episode)
    return made


def said(made: View) -> str:
    return made.dump().decode()


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


def every_view(episode: Episode) -> Iterator[View]:
    for audience in Audience:
        yield view(episode, audience)
        if audience in APPEALS:
            yield view(episode, audience, channel=CHANNEL)


class TestMarkers:
    @SETTINGS
    @given(marked_episodes())
    def test_no_view_holds_one_above_its_audience(self, made: Marked) -> None:
        for each in every_view(made.episode):
            found = made.places(each)
            event(f"{each.audience}: {'some' if found else 'no'} marker")

            assert {at for at in found if each.audience not in AUDIENCES[at]} == set()

    @SETTINGS
    @given(marked_episodes())
    def test_no_charity_and_no_public_is_told_free_text(self, made: Marked) -> None:
        for each in every_view(made.episode):
            if each.audience in APPEALS:
                assert made.free.isdisjoint(made.found(each))

    @SETTINGS
    @given(marked_episodes())
    def test_nor_what_no_ground_names(self, made: Marked) -> None:
        named = {scope for ground in made.tree.get("publicity", ()) for scope in ground.get("scope", ())}
        for each in every_view(made.episode):
            if each.audience in APPEALS:
                assert {at for at in made.places(each) if SCOPES.get(at) not in {None, *named}} == set()

    @SETTINGS
    @given(marked_episodes())
    def test_nor_anything_of_the_person_without_a_ground(self, made: Marked) -> None:
        episode = wire.build({**made.tree, "publicity": []}, Episode)
        for each in every_view(episode):
            if each.audience in APPEALS:
                assert dict(each.shown) == {}
                assert made.places(each) <= {"/owner_force", "/recorded_at"}

    @SETTINGS
    @given(marked_episodes())
    def test_nor_does_anything_else_that_is_said(self, made: Marked) -> None:
        for each in every_view(made.episode):
            report = wire.check(each.dump())

            assert [finding.code for finding in report] == ["MP-S-032"]
            assert not MARKER.findall(f"{each!r} {each} {report!r} {report} {[each.as_dict() for each in report]}")

    def test_the_command_line_says_none_either(self, tmp_path: Any) -> None:
        made = Marked(whole(), KINDS)
        source = tmp_path / "one.json"
        source.write_text(json.dumps(made.tree), encoding="utf-8")
        for audience in Audience:
            target = tmp_path / f"{audience}.ndjson"
            result = CliRunner().invoke(
                cli.commands, ["view", "--audience", str(audience), str(source), "--out", str(target)]
            )

            assert result.exit_code == 0
            assert not MARKER.findall(result.output)
            assert target.read_bytes() == view(made.episode, audience).dump() + b"\n"
        assert not [path for path in tmp_path.iterdir() if MARKER.search(path.name)]


class TestTheTestItself:
    """Markers would be found if they were there."""

    def test_every_text_of_the_whole_episode_is_one(self) -> None:
        made = Marked(whole(), KINDS)

        assert len(made.at) > 330
        assert len(made.free) > 20
        assert made.found(view(made.episode, "police")) == set(made.at)
        assert {at for at in AUDIENCES if is_leaf(at)} - set(made.at.values()) == KINDS | CLOSED

    @pytest.mark.parametrize(
        ("audience", "least"),
        [("encounter", 40), ("statistics", 50), ("safeguarding", 200), ("charity", 45), ("public", 40)],
    )
    def test_every_audience_sees_all_that_is_for_it(self, audience: str, least: int) -> None:
        tree = {**whole(), "status": "open"}
        del tree["outcome"]
        ground = {"basis": "authorised", "authorised_by": {"rank": "superintendent"}, "rationale": "x"}
        tree["publicity"] = [{**ground, "scope": EVERY_SCOPE}]
        made = Marked(tree, KINDS)
        made.tree["publicity"][0]["photo_ids"] = [made.tree["person"]["photos"][0]["photo_id"]]

        found = made.places(view(wire.build(made.tree, Episode), audience))

        assert found == {at for at in set(made.at.values()) if audience in AUDIENCES[at]}
        assert len(found) > least


class TestEveryView:
    @SETTINGS
    @given(marked_episodes())
    def test_fits_its_schema(self, made: Marked) -> None:
        validator = jsonschema_rs.Draft202012Validator(schema("view"))
        for each in every_view(made.episode):
            assert validator.is_valid(json.loads(each.dump()))

    @SETTINGS
    @given(marked_episodes())
    def test_shows_or_counts_every_value(self, made: Marked) -> None:
        around = {"document_type", "standard_version", "owner_force"}
        tree = {name: each for name, each in wire.to_tree(made.episode).items() if name not in around}
        for each in every_view(made.episode):
            if each.audience not in APPEALS:
                assert len(list(leaves(dict(each.shown)))) + sum(each.withheld.values()) == len(list(leaves(tree)))

    @SETTINGS
    @given(marked_episodes())
    def test_shows_a_charity_all_that_the_public_is_told(self, made: Marked) -> None:
        public = view(made.episode, "public", channel=CHANNEL)
        charity = view(made.episode, "charity", channel=CHANNEL)

        assert made.found(public) <= made.found(charity)

    @SETTINGS
    @given(marked_episodes())
    def test_is_the_same_again(self, made: Marked) -> None:
        before = wire.dump(made.episode)

        assert [said(each) for each in every_view(made.episode)] == [said(each) for each in every_view(made.episode)]
        assert wire.dump(made.episode) == before
