"""What a newcomer is shown runs as it stands there, uses every field, and is about nobody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

import missingpersons as mp
from missingpersons import wire
from missingpersons.resources import schema
from missingpersons.risk import library_policy
from missingpersons.values.dates import moment

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
DOCUMENTS = sorted(EXAMPLES.glob("*.json"))
PROGRAMS = sorted(EXAMPLES.glob("*.py"))
SCHEMAS = {"episode": "episode", "unidentified_case": "unidentified-case", "call": "call"}
IDENTITIES = {"episode": "episode_id", "unidentified_case": "case_id", "call": "call_id"}

WARNED = {
    "first_minute.json": {
        ("MP-R-030", "/assessments"),
        ("MP-R-041", "/missing_since"),
        ("MP-R-042", "/actions"),
        ("MP-R-043", "/review_due_at"),
        ("MP-R-044", "/officer_in_charge"),
    },
    "woman_fleeing_domestic_abuse.json": {("MP-R-061", "/person/relations/0")},
}
"""The examples that a warning is about, and which."""


def tree(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_bytes()))


def example(name: str) -> dict[str, Any]:
    return tree(EXAMPLES / f"{name}.json")


def schema_of(document: dict[str, Any]) -> dict[str, Any]:
    return schema(SCHEMAS[document["document_type"]])


def resolved(part: dict[str, Any], whole: dict[str, Any], at: str) -> tuple[dict[str, Any], str]:
    """The part that a reference leads to, with the name of its definition."""
    while "$ref" in part:
        at = part["$ref"].rpartition("/")[2]
        part = whole["$defs"][at]
    return part, at


def used(value: Any, part: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[tuple[str, str]]:
    """Every property that a document uses, with the definition that it belongs to."""
    part, at = resolved(part, whole, at)
    if isinstance(value, list):
        for each in value:
            yield from used(each, part["items"], whole, at)
    elif "properties" in part:
        for name, each in value.items():
            yield at, name
            yield from used(each, part["properties"][name], whole, at)


def ordered(value: Any, part: dict[str, Any], whole: dict[str, Any]) -> Any:
    """The same document with its fields in the order of the schema."""
    part, _ = resolved(part, whole, "")
    if isinstance(value, list):
        return [ordered(each, part["items"], whole) for each in value]
    if "properties" in part:
        return {name: ordered(value[name], each, whole) for name, each in part["properties"].items() if name in value}
    return value


def named(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a document with the name of its field."""
    if isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str):
                yield name, each
            yield from named(each)
    elif isinstance(value, list):
        for each in value:
            if isinstance(each, str):
                yield "", each
            yield from named(each)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
class TestEveryDocument:
    def test_is_valid_under_every_validator(self, path: Path) -> None:
        document = tree(path)

        assert wire.read(path.read_bytes())[0] is not None
        assert jsonschema.Draft202012Validator(schema_of(document)).is_valid(document)
        assert jsonschema_rs.Draft202012Validator(schema_of(document)).is_valid(document)

    def test_has_no_error_and_only_the_warnings_that_it_is_about(self, path: Path) -> None:
        report = mp.check(path.read_bytes())

        assert report.ok
        assert {(each.code, each.at) for each in report} == WARNED.get(path.name, set())

    def test_is_laid_out_in_the_order_of_the_schema(self, path: Path) -> None:
        whole = schema_of(tree(path))

        laid_out = json.dumps(ordered(tree(path), whole, whole), indent=2, ensure_ascii=False) + "\n"

        assert path.read_text(encoding="utf-8") == laid_out

    def test_belongs_to_test_forces(self, path: Path) -> None:
        forces = [text for name, text in named(tree(path)) if name == "force" or name.endswith("_force")]

        assert forces
        assert [each for each in forces if not each.startswith("test-")] == []

    def test_says_what_the_policy_suggests(self, path: Path) -> None:
        record = mp.parse(path.read_bytes())
        if not isinstance(record, mp.Episode):
            return

        for each in record.assessments:
            if each.suggested and each.scheme and each.assessed_at:
                made = mp.suggest(record, policy=library_policy(each.scheme), as_of=moment(each.assessed_at))
                assert (each.suggested.level, each.suggested.policy) == (made.level, made.policy)


class TestTogether:
    @pytest.mark.parametrize(("kind", "least"), [("episode", 12), ("unidentified_case", 2), ("call", 2)])
    def test_there_are_enough_of_each_type(self, kind: str, least: int) -> None:
        assert len([path for path in DOCUMENTS if tree(path)["document_type"] == kind]) >= least

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_they_use_every_field_of_the_schema(self, kind: str) -> None:
        whole = schema(SCHEMAS[kind])
        parts = {kind: whole, **whole["$defs"]}
        fields = {(at, name) for at, part in parts.items() for name in part.get("properties", ())}

        mine = [document for document in map(tree, DOCUMENTS) if document["document_type"] == kind]
        told = {each for document in mine for each in used(document, whole, whole, kind)}

        assert len(fields) > 10
        assert fields - told == set()

    def test_each_has_an_identity_of_its_own(self) -> None:
        identities = [document[IDENTITIES[document["document_type"]]] for document in map(tree, DOCUMENTS)]

        assert len(set(identities)) == len(identities)

    def test_what_belongs_together_says_so(self) -> None:
        first, second = example("friends_missing_together_first"), example("friends_missing_together_second")
        body, lost = example("body_found_on_the_shore"), example("found_dead_and_identified")
        call, child = example("call_that_became_an_episode"), example("child_not_home_from_school")

        assert first["related"][0]["episode_id"] == first["companions"][0]["episode_id"] == second["episode_id"]
        assert second["related"][0]["episode_id"] == second["companions"][0]["episode_id"] == first["episode_id"]
        assert body["identification"]["episode_id"] == lost["episode_id"]
        assert body["identification"]["method"] == lost["outcome"]["identified_by"]
        assert call["episode_id"] == child["episode_id"]
        assert call["reference"] == child["call_references"][0]["reference"]


class TestTheTable:
    def test_every_file_has_a_row_and_every_row_a_file(self) -> None:
        page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| \[([^\]]+)\]\(([^)]+)\) \| (.+) \|$", page, re.MULTILINE)
        there = {
            path.relative_to(EXAMPLES).as_posix()
            for path in EXAMPLES.rglob("*")
            if path.is_file() and path.name != "README.md" and path.suffix != ".pyc"
        }

        assert [text for text, link, _ in rows if text != link] == []
        assert sorted(link for _, link, _ in rows) == sorted(there)
        assert min(len(shows) for *_, shows in rows) > 30


class TestNobodyIsReal:
    DRAMA = re.compile(
        r"07700900\d{3}|01632960\d{3}|02079460\d{3}|0(?:11[3-8]|1[2-6]1)4960\d{3}|01914980\d{3}"
        r"|02896496\d{3}|02920180\d{3}|08081570\d{3}"
    )
    PHONE = re.compile(r"(?<![\w-])(?:\+44 ?|0)[1-9](?: ?\d){8,9}(?![\w-])")
    POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
    HOST = re.compile(r"\S@([A-Za-z0-9.-]+)|https?://([A-Za-z0-9.-]+)")
    TEST_VALUES = (
        ("pnc_id", "2099/"),
        ("nhs", "999 "),
        ("passport", "999"),
        ("passport", "ZZ999"),
        *((scheme, "TEST-") for scheme in ("home_office", "ictg", "nrm", "force_nominal", "other")),
    )

    def texts(self) -> list[tuple[str, str, str]]:
        return [(path.name, name, text) for path in DOCUMENTS for name, text in named(tree(path))]

    def test_every_telephone_number_is_kept_for_drama(self) -> None:
        numbers = [
            (file, re.sub(r"^\+44|\D", lambda part: "0" if part[0] == "+44" else "", number))
            for file, _, text in self.texts()
            for number in self.PHONE.findall(text)
        ]

        assert len(numbers) > 60
        assert [each for each in numbers if not self.DRAMA.fullmatch(each[1])] == []

    def test_every_address_of_the_net_is_an_example(self) -> None:
        hosts = [host for *_, text in self.texts() for pair in self.HOST.findall(text) for host in pair if host]

        assert hosts
        assert {host for host in hosts if host not in ("example.org", "example.com", "example.net")} == set()

    def test_every_postcode_is_one_that_no_address_has(self) -> None:
        found = [code for *_, text in self.texts() for code in self.POSTCODE.findall(text)]

        assert found
        assert {code for code in found if not code.startswith("ZZ99")} == set()

    def test_every_identifier_is_marked_as_a_test_value(self) -> None:
        people = [document["person"] for document in map(tree, DOCUMENTS) if "person" in document]
        identifiers = [(each["scheme"], each["value"]) for person in people for each in person.get("identifiers", ())]

        unmarked = [
            (scheme, value)
            for scheme, value in identifiers
            if not any(scheme == of and value.startswith(start) for of, start in self.TEST_VALUES)
        ]
        assert identifiers
        assert unmarked == []


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_every_example_program_runs(path: Path) -> None:
    result = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout


def test_readme_runs_in_six_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "episode.json").write_bytes((ROOT / "examples" / "first_minute.json").read_bytes())
    monkeypatch.chdir(tmp_path)

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert result.returncode == 0
    assert "warning /assessments An open episode has no risk assessment." in result.stdout


def test_readme_sets_everything_up_in_two_commands() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)

    assert len(blocks) == 2
    assert all(len(block.splitlines()) == 1 for block in blocks)
    assert blocks[0].rstrip().endswith("missingpersons demo")
    assert "pytest" in blocks[1]


def test_the_page_on_local_fields_shows_what_happens(tmp_path: Path, good: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "extensions.md").read_text(encoding="utf-8")
    local, schema = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"```sh-session\n\$ missingpersons (.*?)\n(.*?)```", page, re.DOTALL)
    document = {**good, **json.loads(f"{{{local}}}")}
    (tmp_path / "ours.schema.json").write_text(schema, encoding="utf-8")
    (tmp_path / "episode.json").write_text(json.dumps(document).replace('"crew": 2', '"crew": 0'), encoding="utf-8")

    command = [sys.executable, "-m", "missingpersons", *shown[0].split()]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout, result.stderr) == (1, shown[1], "")
    assert not list(mp.check(json.dumps(document), extension_schemas={"org.example.test-north": json.loads(schema)}))


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
    pages += [EXAMPLES / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

    broken = [
        (page.name, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []


def test_the_first_page_of_the_manual_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "start.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    known: dict[str, Any] = {}

    for block in blocks:
        exec(block, known)

    assert len(blocks) == 10
    assert isinstance(known["episode"], mp.Episode)
    assert isinstance(known["case"], mp.UnidentifiedCase)
    assert known["suggestion"].reasons
