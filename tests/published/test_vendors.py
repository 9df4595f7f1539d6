"""What is proved about the generated types is proved: a bad type, or a document that came back changed, is noticed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from missingpersons.models.messages import MESSAGES, schema_name

from .vendors.documents import LOCAL, ROOT, documents, in_order, type_of
from .vendors.names import complaints

HERE = Path(__file__).parent / "vendors"
MANUAL = (ROOT / "docs" / "types.md").read_text(encoding="utf-8")
PROOF = (HERE / "run").read_text(encoding="utf-8")

TYPES = {
    "Window": {"properties": {"latest": {"type": "string"}}},
    "Answer": {"enum": ["yes", "no", "unknown"]},
    "Call": {"properties": {"document_type": {"const": "call"}}},
    "ExtensionValue": {"anyOf": []},
}
CLASSES = {
    **TYPES,
    "Call": {"properties": {"document_type": {"const": "call", "title": "CallDocumentType"}}},
    "ExtensionValue": {},
}
SCHEMA = {"typescript": TYPES, "python": TYPES, "csharp": CLASSES, "java": CLASSES}

GOOD = {
    "typescript": """
/** Whatever has a schema, of any type. */
export type AnyDocument = Call;
export type Answer = "yes" | "no" | "unknown";
export type ExtensionValue = string | ExtensionValue[];
export interface Window {
  latest?: string; // unknown
  unknown?: number;
}
export interface Call {
  document_type: "call";
}
""",
    "csharp": """
    /// <summary>
    /// An object.
    /// </summary>
    public partial class Window
    {
        public string Latest { get; set; }
    }
    public partial class Call
    {
        public CallDocumentType? DocumentType { get; set; }
        public Dictionary<string, Dictionary<string, object>> Extensions { get; set; }
    }
    public enum Answer { No, Unknown, Yes };
    public enum CallDocumentType { Call };
    public partial class Call
    {
        public static Call FromJson(string json) => null;
    }
    public static class Serialize
    {
        public static string ToJson(this Call self) => null;
    }
    internal class AnswerConverter : JsonConverter
    {
        public override void WriteJson(JsonWriter writer, object value)
        {
        }
    }
""",
    "java": """
/** An Object. */
public class Window {
}
public class Call {
    private Map<String, Map<String, Object>> extensions;
}
public enum Answer {
}
public enum CallDocumentType {
}
""",
    "python": '''
class ExtensionValue(RootModel[str]):
    root: str
class Window(BaseModel):
    latest: str | None = Field(None, description="Any moment.")
class Call(BaseModel):
    """Any call."""
class Answer(StrEnum):
    yes = 'yes'
''',
}

BAD = [
    ("typescript", "Window", "Window1", ["there is no Window", "nobody named Window1"]),
    ("typescript", "Answer =", "Call =", ["there is no Answer", "Call is there 2 times"]),
    ("typescript", "latest?: string", "latest?: any", ["a type is left open: latest?: any;"]),
    ("typescript", "latest?: string", "latest?: unknown", ["a type is left open: latest?: unknown;"]),
    ("csharp", "enum Answer", "enum AnswerEnum", ["there is no Answer", "nobody named AnswerEnum"]),
    ("csharp", "class Window", "class WindowClass", ["there is no Window", "nobody named WindowClass"]),
    ("csharp", "public string L", "public object L", ["a type is left open: public object Latest { get; set; }"]),
    ("csharp", "CallDocumentType { C", "PurpleType { C", ["there is no CallDocumentType", "nobody named PurpleType"]),
    ("java", "class Window", "class By", ["there is no Window", "nobody named By"]),
    (
        "java",
        "Map<String, Map<String, Object>> e",
        "Object e",
        ["a type is left open: private Object extensions;"],
    ),
    ("python", "class Window(", "class Window(Model):\nclass Colour(", ["nobody named Colour"]),
    ("python", "root: str", "root: Any", ["a type is left open: root: Any"]),
]


class TestNames:
    @pytest.mark.parametrize("language", GOOD)
    def test_nothing_is_said_of_good_types(self, language):
        assert complaints(language, SCHEMA[language], [GOOD[language]]) == []

    @pytest.mark.parametrize(("language", "good", "bad", "expected"), BAD)
    def test_a_bad_type_is_named(self, language, good, bad, expected):
        assert good in GOOD[language]

        found = complaints(language, SCHEMA[language], [GOOD[language].replace(good, bad)])

        assert found == expected


class TestManual:
    """The manual's commands are those that are proved."""

    def test_it_names_the_versions_that_are_proved(self):
        pinned = json.loads((HERE / "package.json").read_text())["devDependencies"]

        assert f"json-schema-to-typescript@{pinned['json-schema-to-typescript']} " in MANUAL
        assert f"quicktype@{pinned['quicktype']}\n" in MANUAL
        assert re.search(r"^CODEGEN=(.+)$", PROOF, re.M)[1] in MANUAL

    def test_it_gives_every_option_that_is_proved(self):
        calls = re.findall(r"(?:json2ts|quicktype --|\$quicktype|datamodel-codegen)(?:[^\n]*\\\n)*[^\n]*", PROOF)
        options = {each for call in calls for each in re.findall(r"--[a-zA-Z-]+", call)} - {"--quiet"}

        assert len(calls) == 5
        assert options >= {"--framework", "--acronym-style", "--all-properties-optional", "--collapse-root-models"}
        assert [each for each in sorted(options) if each not in MANUAL] == []


class TestDocuments:
    def test_each_example_and_each_case_is_carried(self):
        kinds = {name for name, _ in documents()}

        assert kinds >= {"Episode", "UnidentifiedCase", "Call", "AuditEvent", "Finding", "Report"}
        assert kinds >= {"".join(word.capitalize() for word in schema_name(each).split("-")) for each in MESSAGES}
        assert len(list(documents())) > 100

    @pytest.mark.parametrize("kind", ["unidentified-case", "unidentified_case"])
    def test_a_document_is_of_its_own_type(self, kind):
        assert type_of({"document_type": kind}) == "UnidentifiedCase"

    def test_the_order_of_names_is_no_change(self):
        assert in_order('Call\t{"a": 1, "b": {"d": [], "c": ""}}') == in_order('Call\t{"b":{"c":"","d":[]},"a":1}')

    @pytest.mark.parametrize(
        "after", ['{"a": 1.0}', '{"a": true}', '{"a": "1"}', '{"a": 1, "b": null}', "{}", '{"a": 2}']
    )
    def test_anything_else_is(self, after):
        assert in_order(f"Call\t{after}") != in_order('Call\t{"a": 1}')

    def test_another_type_is(self):
        assert in_order("Call\t{}") != in_order("Episode\t{}")

    def test_what_is_made_tempts_every_reader(self):
        assert {str(each)[:4] for each in LOCAL.values()} >= {"2026", "0123", "9007", "-900"}
