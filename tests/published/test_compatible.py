"""A new minor version removes, requires and narrows nothing: proved by seeding each kind of break, one at a time."""

from __future__ import annotations

import copy
import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import jsonschema_rs
import pytest

from missingpersons import publish
from missingpersons.findings import CannotRun
from missingpersons.models import STANDARD_VERSION
from missingpersons.publish.compatible import Break, Breaks, Note, Notes, compare, folder_changes
from missingpersons.resources import schema, schema_names

from .mutations import good_documents, mutations
from .test_schemas import parts

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "schemas" / STANDARD_VERSION

DRAFT = shutil.ignore_patterns("SHA256SUMS")
"""What a released folder has and a draft has not."""

Edit = Callable[[Path], None]


class Seed(NamedTuple):
    """One change to a copy of the published folder, and exactly what is then said."""

    edit: Edit
    said: tuple[tuple[str, Breaks | Notes], ...]


# --- How a file of the copy is changed -----------------------------------------------------------------


def tree(name: str, change: Callable[[Any], None]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / name
        loaded = json.loads(path.read_text(encoding="utf-8"))
        change(loaded)
        path.write_text(json.dumps(loaded), encoding="utf-8")

    return edit


def episode(change: Callable[[Any], None]) -> Edit:
    return tree("episode.schema.json", change)


def field(name: str, **keywords: Any) -> Edit:
    """Keywords put into one field of the episode; None takes a keyword out."""

    def change(whole: Any) -> None:
        part = whole["properties"][name]
        part.update(keywords)
        for keyword in [each for each, value in keywords.items() if value is None]:
            del part[keyword]

    return episode(change)


def rows(name: str, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Edit:
    def edit(folder: Path) -> None:
        path = folder / "codelists" / f"{name}.csv"
        changed = change(list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))))
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(changed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)
        path.write_text(out.getvalue(), encoding="utf-8")

    return edit


def row(name: str, code: str, key: str = "code", **cells: str) -> Edit:
    """Cells put into one row of a list."""
    return rows(name, lambda all_: [{**each, **cells} if each[key] == code else each for each in all_])


def without(name: str, code: str, key: str = "code") -> Edit:
    return rows(name, lambda all_: [each for each in all_ if each[key] != code])


def one_more(name: str, /, **cells: str) -> Edit:
    return rows(name, lambda all_: [*all_, {**all_[0], **cells}])


def gone(place: str) -> Edit:
    return lambda folder: (folder / place).unlink()


def entry(code: str, **parts_: Any) -> Edit:
    return tree("rules.json", lambda whole: whole["entries"].setdefault(code, {}).update(parts_))


def seen(place: str, audiences: list[str], **scope: Any) -> Edit:
    def change(whole: Any) -> None:
        whole["audiences"]["episode"][place] = audiences
        if scope:
            del whole["scopes"]["episode"][place]

    return tree("audiences.json", change)


def one(at: str, kind: Breaks | Notes) -> tuple[tuple[str, Breaks | Notes], ...]:
    return ((at, kind),)


# --- Changes that need more than a line ----------------------------------------------------------------


def window_written_out(whole: Any) -> None:
    window = whole["$defs"].pop("Window")
    for _, part in parts(whole):
        if part.get("$ref") == "#/$defs/Window":
            del part["$ref"]
            part.update({**window, **part})


def window_of_another_name(whole: Any, change: Callable[[Any], None]) -> None:
    whole["$defs"]["Span"] = copy.deepcopy(whole["$defs"]["Window"])
    change(whole["$defs"]["Span"])
    whole["properties"]["missing_since"]["$ref"] = "#/$defs/Span"


def extension_value_of_another_name(whole: Any) -> None:
    value = json.dumps(whole["$defs"]["ExtensionValue"]).replace("ExtensionValue", "LocalValue")
    whole["$defs"]["LocalValue"] = json.loads(value)
    fields = whole["properties"]["extensions"]["additionalProperties"]
    fields["additionalProperties"]["$ref"] = "#/$defs/LocalValue"


def new_field(whole: Any, *, required: bool = False) -> None:
    whole["properties"]["moon"] = {"type": "string", "enum": ["full", "new"], "description": "The moon."}
    whole["required"] += ["moon"] if required else []


def opened(whole: Any) -> None:
    status = whole["$defs"]["Status"]
    del status["enum"]
    status.update(pattern="^[a-z_]+$", maxLength=64)


def extensions(whole: Any) -> Any:
    return whole["properties"]["extensions"]


E = "episode.schema.json#"

BREAKS: dict[str, Seed] = {
    "a field removed": Seed(
        episode(lambda whole: whole["properties"].pop("circumstances")),
        one(f"{E}/properties/circumstances", Breaks.FIELD_REMOVED),
    ),
    "a field of a definition removed": Seed(
        episode(lambda whole: whole["$defs"]["Window"]["properties"].pop("latest")),
        one(f"{E}/$defs/Window/properties/latest", Breaks.FIELD_REMOVED),
    ),
    "a field renamed": Seed(
        episode(lambda whole: whole["properties"].update(story=whole["properties"].pop("circumstances"))),
        one(f"{E}/properties/circumstances", Breaks.FIELD_REMOVED),
    ),
    "a field newly required": Seed(
        episode(lambda whole: whole["required"].append("reported_at")),
        one(f"{E}/properties/reported_at", Breaks.NEWLY_REQUIRED),
    ),
    "a new field that is required": Seed(
        episode(lambda whole: new_field(whole, required=True)), one(f"{E}/properties/moon", Breaks.NEWLY_REQUIRED)
    ),
    "maxLength lower": Seed(
        field("circumstances", maxLength=10), one(f"{E}/properties/circumstances/maxLength", Breaks.BOUND_NARROWED)
    ),
    "minLength higher": Seed(
        field("circumstances", minLength=2), one(f"{E}/properties/circumstances/minLength", Breaks.BOUND_NARROWED)
    ),
    "minimum higher": Seed(field("tenure", minimum=2), one(f"{E}/properties/tenure/minimum", Breaks.BOUND_NARROWED)),
    "maximum lower": Seed(field("revision", maximum=9), one(f"{E}/properties/revision/maximum", Breaks.BOUND_NARROWED)),
    "maxItems lower": Seed(
        field("call_references", maxItems=1), one(f"{E}/properties/call_references/maxItems", Breaks.BOUND_NARROWED)
    ),
    "minItems where there was none": Seed(
        field("call_references", minItems=1), one(f"{E}/properties/call_references/minItems", Breaks.BOUND_NARROWED)
    ),
    "maxLength where there was none": Seed(
        tree("risk-policy.schema.json", lambda whole: whole["properties"]["name"].update(maxLength=99)),
        one("risk-policy.schema.json#/properties/name/maxLength", Breaks.BOUND_NARROWED),
    ),
    "a number of fields": Seed(
        tree("risk-policy.schema.json", lambda whole: whole["$defs"]["Line"].update(maxProperties=4)),
        one("risk-policy.schema.json#/$defs/Line/maxProperties", Breaks.BOUND_NARROWED),
    ),
    "an entry of a list": Seed(
        episode(lambda whole: whole["$defs"]["Name"]["properties"]["given"]["items"].update(maxLength=3)),
        one(f"{E}/$defs/Name/properties/given/items/maxLength", Breaks.BOUND_NARROWED),
    ),
    "the names of local fields": Seed(
        episode(lambda whole: extensions(whole)["propertyNames"].update(maxLength=3)),
        one(f"{E}/properties/extensions/propertyNames/maxLength", Breaks.BOUND_NARROWED),
    ),
    "nothing is good for a field": Seed(
        episode(lambda whole: whole["properties"].update(circumstances=False)),
        one(f"{E}/properties/circumstances", Breaks.BOUND_NARROWED),
    ),
    "alternatives where anything was good": Seed(
        episode(lambda whole: whole["properties"]["circumstances"].update(anyOf=[{"maxLength": 5}])),
        one(f"{E}/properties/circumstances/anyOf", Breaks.BOUND_NARROWED),
    ),
    "a pattern changed": Seed(
        field("owner_force", pattern="^[a-z]+$"), one(f"{E}/properties/owner_force/pattern", Breaks.PATTERN_CHANGED)
    ),
    "a pattern where there was none": Seed(
        field("circumstances", pattern="^[a-z]+$"), one(f"{E}/properties/circumstances/pattern", Breaks.PATTERN_CHANGED)
    ),
    "a type changed": Seed(field("revision", type="string"), one(f"{E}/properties/revision/type", Breaks.TYPE_CHANGED)),
    "one for many": Seed(
        episode(lambda whole: whole["properties"].update(reasons={"type": "string", "description": "Why."})),
        (
            (f"{E}/properties/reasons/description", Notes.REWORDED),
            (f"{E}/properties/reasons/type", Breaks.TYPE_CHANGED),
        ),
    ),
    "a code lost": Seed(
        episode(lambda whole: whole["$defs"]["Status"]["enum"].remove("cancelled")),
        one(f"{E}/$defs/Status/enum/cancelled", Breaks.CODE_LOST),
    ),
    "a code added to a closed list": Seed(
        episode(lambda whole: whole["$defs"]["Status"]["enum"].append("paused")),
        one(f"{E}/$defs/Status/enum/paused", Breaks.CODE_ADDED),
    ),
    "a constant with a choice": Seed(
        episode(lambda whole: whole["properties"]["document_type"].update(enum=["episode", "saga"])),
        one(f"{E}/properties/document_type/enum/saga", Breaks.CODE_ADDED),
    ),
    "an open list closed in the schema": Seed(
        field("definition", enum=["app_2023"]), one(f"{E}/properties/definition/enum", Breaks.LIST_CLOSED)
    ),
    "a bound beside a closed list": Seed(
        episode(lambda whole: whole["$defs"]["Status"].update(maxLength=4)),
        one(f"{E}/$defs/Status/maxLength", Breaks.BOUND_NARROWED),
    ),
    "a closed list opened in the schema": Seed(episode(opened), one(f"{E}/$defs/Status/enum", Breaks.LIST_OPENED)),
    "local fields closed": Seed(
        episode(lambda whole: extensions(whole).update(additionalProperties=False)),
        one(f"{E}/properties/extensions/additionalProperties", Breaks.OBJECT_CLOSED),
    ),
    "an owner's name taken": Seed(
        episode(lambda whole: extensions(whole).update(properties={"ours": {"type": "object"}})),
        one(f"{E}/properties/extensions/properties/ours", Breaks.OBJECT_CLOSED),
    ),
    "an alternative lost": Seed(
        episode(lambda whole: whole["$defs"]["ExtensionValue"]["anyOf"].pop()),
        one(f"{E}/$defs/ExtensionValue/anyOf/4", Breaks.ALTERNATIVE_LOST),
    ),
    "a condition changed": Seed(
        tree("mapping.schema.json", lambda whole: whole["properties"]["delimiter"]["not"]["enum"].append("|")),
        one("mapping.schema.json#/properties/delimiter/not", Breaks.KEYWORD_CHANGED),
    ),
    "another dialect": Seed(
        episode(lambda whole: whole.update({"$schema": "http://json-schema.org/draft-07/schema#"})),
        one(f"{E}/$schema", Breaks.KEYWORD_CHANGED),
    ),
    "a keyword that nobody knows": Seed(
        field("circumstances", uniqueWords=True),
        one(f"{E}/properties/circumstances/uniqueWords", Breaks.KEYWORD_CHANGED),
    ),
    "a definition removed, and written out where it was used": Seed(
        episode(window_written_out), one(f"{E}/$defs/Window", Breaks.DEFINITION_REMOVED)
    ),
    "another, narrower definition": Seed(
        episode(lambda whole: window_of_another_name(whole, lambda span: span["properties"].pop("latest"))),
        one(f"{E}/properties/missing_since/properties/latest", Breaks.FIELD_REMOVED),
    ),
    "a schema removed": Seed(gone("report.schema.json"), one("report.schema.json", Breaks.FILE_REMOVED)),
    "a build removed": Seed(gone("bundled.json"), one("bundled.json", Breaks.FILE_REMOVED)),
    "a list's file removed": Seed(gone("codelists/sides.csv"), one("codelists/sides.csv", Breaks.FILE_REMOVED)),
    "a list removed from the index": Seed(
        without("index", "sides", "name"), one("codelists/index.csv#/sides", Breaks.LIST_REMOVED)
    ),
    "an open list closed": Seed(
        row("index", "found_by", "name", kind="closed"), one("codelists/index.csv#/found_by/kind", Breaks.LIST_CLOSED)
    ),
    "a closed list opened": Seed(
        row("index", "sides", "name", kind="open"), one("codelists/index.csv#/sides/kind", Breaks.LIST_OPENED)
    ),
    "a code of a closed list lost": Seed(without("sides", "both"), one("codelists/sides.csv#/both", Breaks.CODE_LOST)),
    "a code of an open list lost": Seed(
        without("found_by", "police"), one("codelists/found_by.csv#/police", Breaks.CODE_LOST)
    ),
    "a code of a closed list added": Seed(
        one_more("sides", code="inside"), one("codelists/sides.csv#/inside", Breaks.CODE_ADDED)
    ),
    "a column of a list removed": Seed(
        rows("sides", lambda all_: [{name: cell for name, cell in each.items() if name != "source"} for each in all_]),
        one("codelists/sides.csv#/source", Breaks.COLUMN_REMOVED),
    ),
    "the code of a finding removed": Seed(
        tree("rules.json", lambda whole: whole["entries"].pop("MP-S-001")),
        one("rules.json#/entries/MP-S-001", Breaks.FINDING_REMOVED),
    ),
    "a severity raised": Seed(
        entry("MP-R-070", severity="error"), one("rules.json#/entries/MP-R-070/severity", Breaks.SEVERITY_RAISED)
    ),
    "a rule defined otherwise": Seed(
        entry("MP-R-001", definition="Another thing."),
        one("rules.json#/entries/MP-R-001/definition", Breaks.MEANING_CHANGED),
    ),
    "a rule that reads something else": Seed(
        entry("MP-R-001", reads=["/status"]), one("rules.json#/entries/MP-R-001/reads", Breaks.MEANING_CHANGED)
    ),
    "a field shown to somebody else": Seed(
        seen("/person/date_of_birth", ["police", "public"]),
        one("audiences.json#/audiences/episode/~1person~1date_of_birth", Breaks.AUDIENCE_ADDED),
    ),
    "a field under another scope": Seed(
        tree("audiences.json", lambda whole: whole["scopes"]["episode"].update({"/person/sex": "other"})),
        one("audiences.json#/scopes/episode/~1person~1sex", Breaks.SCOPE_CHANGED),
    ),
    "a field under no scope": Seed(
        tree("audiences.json", lambda whole: whole["scopes"]["episode"].pop("/person/sex")),
        one("audiences.json#/scopes/episode/~1person~1sex", Breaks.SCOPE_CHANGED),
    ),
}

ALLOWED: dict[str, Seed] = {
    "nothing": Seed(lambda _: None, ()),
    "a new optional field": Seed(episode(new_field), ()),
    "a new definition": Seed(episode(lambda whole: whole["$defs"].update(Moon={"type": "string"})), ()),
    "a definition of another name that says the same": Seed(
        episode(lambda whole: window_of_another_name(whole, lambda span: span.update({"$comment": "A span."}))), ()
    ),
    "a definition of another name that refers to itself": Seed(episode(extension_value_of_another_name), ()),
    "another address": Seed(episode(lambda whole: whole.update({"$id": whole["$id"].replace("/1.0/", "/1.1/")})), ()),
    "a new file": Seed(lambda folder: (folder / "moon.schema.json").write_text("{}", encoding="utf-8"), ()),
    "a new code of an open list": Seed(one_more("found_by", code="drone"), ()),
    "a code deprecated": Seed(row("sides", "both", deprecated="1.1", use_instead="left"), ()),
    "a Welsh title": Seed(row("sides", "left", title_cy="Chwith"), ()),
    "a new list": Seed(one_more("index", name="moons"), ()),
    "a new column": Seed(
        rows("sides", lambda all_: [{**each, "mark": ""} for each in all_]),
        (),
    ),
    "a field shown to fewer": Seed(seen("/person/sex", ["police"], scope=None), ()),
    "who sees a new field": Seed(seen("/person/moon", ["police", "public"]), ()),
    "a new rule": Seed(entry("MP-R-999", severity="warning"), ()),
    "another basis": Seed(entry("MP-R-001", basis="Sense."), ()),
    "another profile": Seed(tree("rules.json", lambda whole: whole["profiles"].update(ours={"MP-R-002": "off"})), ()),
    "a new rule at error": Seed(
        entry("MP-R-999", severity="error"), one("rules.json#/entries/MP-R-999", Notes.NEW_ERROR)
    ),
    "a severity lowered": Seed(
        entry("MP-R-001", severity="advice"), one("rules.json#/entries/MP-R-001/severity", Notes.SEVERITY_LOWERED)
    ),
    "a sentence reworded": Seed(
        entry("MP-R-001", message="Words."), one("rules.json#/entries/MP-R-001/message", Notes.REWORDED)
    ),
    "a title reworded": Seed(row("sides", "left", title="L."), one("codelists/sides.csv#/left/title", Notes.REWORDED)),
    "a definition reworded": Seed(
        row("sides", "left", definition="The left."), one("codelists/sides.csv#/left/definition", Notes.REWORDED)
    ),
    "a list's own text reworded": Seed(
        row("index", "sides", "name", description="Sides."),
        one("codelists/index.csv#/sides/description", Notes.REWORDED),
    ),
    "a field's text reworded": Seed(
        field("circumstances", description="Words."), one(f"{E}/properties/circumstances/description", Notes.REWORDED)
    ),
    "maxLength higher": Seed(
        field("circumstances", maxLength=10**6), one(f"{E}/properties/circumstances/maxLength", Notes.WIDER)
    ),
    "minLength gone": Seed(
        field("circumstances", minLength=None), one(f"{E}/properties/circumstances/minLength", Notes.WIDER)
    ),
    "minimum lower": Seed(field("revision", minimum=0), one(f"{E}/properties/revision/minimum", Notes.WIDER)),
    "maxItems gone": Seed(
        field("call_references", maxItems=None), one(f"{E}/properties/call_references/maxItems", Notes.WIDER)
    ),
    "a pattern gone": Seed(field("owner_force", pattern=None), one(f"{E}/properties/owner_force/pattern", Notes.WIDER)),
    "a field no longer required": Seed(
        episode(lambda whole: whole["required"].remove("tenure")), one(f"{E}/properties/tenure", Notes.WIDER)
    ),
    "an alternative more": Seed(
        episode(lambda whole: whole["$defs"]["ExtensionValue"]["anyOf"].append({"type": "number"})),
        one(f"{E}/$defs/ExtensionValue/anyOf/5", Notes.WIDER),
    ),
    "no alternatives at all": Seed(
        episode(lambda whole: whole["$defs"]["ExtensionValue"].pop("anyOf")),
        one(f"{E}/$defs/ExtensionValue/anyOf", Notes.WIDER),
    ),
    "an object opened": Seed(
        episode(lambda whole: whole.update(additionalProperties=True)), one(f"{E}/additionalProperties", Notes.WIDER)
    ),
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PUBLISHED, tmp_path / "new", ignore=DRAFT))


def said(old: Path, new: Path) -> tuple[tuple[str, Breaks | Notes], ...]:
    return tuple((each.at, each.kind) for each in folder_changes(old, new))


class TestSeeds:
    @pytest.mark.parametrize("seed", BREAKS.values(), ids=BREAKS)
    def test_a_break_is_found_where_it_is_and_nothing_else(self, copied, seed):
        seed.edit(copied)

        assert said(PUBLISHED, copied) == seed.said

    @pytest.mark.parametrize("seed", ALLOWED.values(), ids=ALLOWED)
    def test_what_a_minor_may_do_is_no_break(self, copied, seed):
        seed.edit(copied)

        assert said(PUBLISHED, copied) == seed.said
        assert all(isinstance(kind, Notes) for _, kind in seed.said)

    def test_every_kind_is_seeded(self):
        kinds = {kind for seed in (*BREAKS.values(), *ALLOWED.values()) for _, kind in seed.said}

        assert kinds == {*Breaks, *Notes}

    def test_several_are_all_found_file_by_file(self, copied):
        for name in ("a code of a closed list lost", "a severity raised", "a field removed"):
            BREAKS[name].edit(copied)

        assert [place.partition("#")[0] for place, _ in said(PUBLISHED, copied)] == [
            "codelists/sides.csv",
            "episode.schema.json",
            "rules.json",
        ]

    def test_the_other_builds_are_drifts_business(self, copied):
        tree("bundled.json", lambda whole: whole.update(description="Words."))(copied)
        tree("dereferenced/episode.schema.json", lambda whole: whole["properties"].clear())(copied)

        assert said(PUBLISHED, copied) == ()

    def test_what_is_no_published_folder_cannot_be_compared(self, tmp_path):
        with pytest.raises(CannotRun, match="not a folder of the published standard"):
            folder_changes(tmp_path, PUBLISHED)


class TestSchemas:
    @pytest.mark.parametrize("name", schema_names())
    def test_a_schema_breaks_nothing_of_its_own(self, name):
        assert compare(schema(name), json.loads(json.dumps(schema(name)))) == ()

    @pytest.mark.no_cover
    def test_a_change_that_refuses_what_was_good_is_never_missed(self):
        documents = accepted()
        refusing = [(where, changed) for where, changed in random_changes(300) if not takes(changed, documents)]

        assert 90 < len(refusing) < 280
        assert [where for where, changed in refusing if not compare(schema("episode"), changed)] == []


@cache
def accepted() -> tuple[Any, ...]:
    """Episodes that the schema takes: good ones, and good changes of them."""
    changed = [each.tree for each in mutations(1500) if each.of == "episode" and each.good]
    return (*(each for of, each in good_documents() if of == "episode"), *changed)


def takes(changed: Any, documents: tuple[Any, ...]) -> bool:
    validator = jsonschema_rs.Draft202012Validator(changed, registry=jsonschema_rs.Registry([]))
    return all(map(validator.is_valid, documents))


def random_changes(number: int) -> Iterator[tuple[str, Any]]:
    """Changes of one keyword somewhere in the schema of the episode, blind to what they mean."""
    random = Random(20260301)
    for _ in range(number):
        whole = schema("episode")
        changeable = [(at, part, sorted(part.keys() & _OTHERWISE.keys())) for at, part in parts(whole)]
        at, part, keywords = random.choice([each for each in changeable if each[2]])
        keyword = random.choice(keywords)
        part[keyword] = _OTHERWISE[keyword](random, part)
        yield f"{at}/{keyword}", whole


def _number(keyword: str) -> Callable[[Random, Any], int]:
    return lambda random, part: max(0, random.choice([0, 1, 2, 5, part[keyword] - 1, part[keyword] + 1]))


def _codes(random: Random, part: Any) -> list[Any]:
    kept = random.sample(part["enum"], random.randint(1, len(part["enum"])))
    return [*kept, *random.choice([[], ["zz_new"]])]


def _required(random: Random, part: Any) -> list[Any]:
    return sorted({*part["required"][random.choice([0, 1]) :], *random.choice([[], sorted(part["properties"])[:1]])})


_OTHERWISE: dict[str, Callable[[Random, Any], Any]] = {
    **{each: _number(each) for each in ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")},
    "type": lambda random, _: random.choice(["string", "integer", "object", "array", "boolean"]),
    "pattern": lambda random, part: random.choice(["^[a-m]+$", "^.*$", part["pattern"]]),
    "const": lambda random, part: random.choice(["other", part["const"]]),
    "enum": _codes,
    "required": _required,
    "anyOf": lambda random, part: random.sample(part["anyOf"], random.randint(1, len(part["anyOf"]))),
    "properties": lambda random, part: {
        name: part["properties"][name] for name in part["properties"] if random.random() < 0.9
    },
    "items": lambda random, part: random.choice([{"type": "string", "maxLength": 3}, part["items"], True]),
    "propertyNames": lambda random, _: random.choice([{"maxLength": 3}, True]),
    "additionalProperties": lambda random, _: random.choice([True, False, {"type": "string"}]),
}
"""For each keyword, another value that it might have."""


class TestReleased:
    """The working tree against each released version of the same major: none yet, so also in a folder of its own."""

    def test_the_working_tree_breaks_no_released_version(self):
        assert publish.incompatible(ROOT) == ()

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        for version in ("1.0", "1.1"):
            shutil.copytree(PUBLISHED, tmp_path / "schemas" / version, ignore=DRAFT)
        BREAKS["a field removed"].edit(tmp_path / "schemas" / "1.1")
        return tmp_path

    def test_a_draft_may_be_broken(self, root):
        assert publish.incompatible(root, "1.1") == ()

    def test_a_released_version_may_not(self, root):
        publish.release(root, "1.0")

        assert publish.incompatible(root, "1.1") == (
            Break("schemas/1.0/episode.schema.json#/properties/circumstances", Breaks.FIELD_REMOVED),
        )

    def test_nor_can_what_breaks_it_be_released(self, root):
        publish.release(root, "1.0")

        with pytest.raises(CannotRun, match=r"schemas/1\.1 breaks what an earlier version promised"):
            publish.release(root, "1.1")
        assert [each.name for each in publish.released(root)] == ["1.0"]

    def test_every_earlier_one_counts_and_no_later_one(self, root):
        shutil.copytree(PUBLISHED, root / "schemas" / "1.10", ignore=DRAFT)
        shutil.copytree(root / "schemas" / "1.1", root / "schemas" / "1.11")
        for version in ("1.0", "1.10"):
            publish.release(root, version)

        assert len(publish.incompatible(root, "1.11")) == 2
        assert len(publish.incompatible(root, "1.1")) == 1

    def test_another_major_may(self, root):
        publish.release(root, "1.0")
        (root / "schemas" / "1.1").rename(root / "schemas" / "2.0")

        assert publish.incompatible(root, "2.0") == ()
        publish.release(root, "2.0")


def test_a_change_says_itself_in_one_line():
    assert str(Break("rules.json#/entries/MP-S-001", Breaks.FINDING_REMOVED)) == (
        "break: rules.json#/entries/MP-S-001: the code of a finding was removed"
    )
    assert str(Note("x.csv#/a/title", Notes.REWORDED)).startswith("note: x.csv#/a/title: the words were changed")
