"""The published files are found in the installed package, or else in the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from missingpersons import publish, resources
from missingpersons.findings import CannotRun


@pytest.fixture
def afresh() -> object:
    """The folder is looked for again, before the test and after."""
    resources.schemas_directory.cache_clear()
    yield
    resources.schemas_directory.cache_clear()


def test_the_schemas_have_names() -> None:
    assert resources.schema_names() == tuple(sorted(publish.schemas()))


@pytest.mark.no_cover
@pytest.mark.parametrize("name", resources.schema_names())
def test_each_is_a_json_schema_with_an_address(name: str) -> None:
    schema = resources.schema(name)

    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith(f"/1.0/{name}.schema.json")


@pytest.mark.parametrize("name", ["", "nothing", "../1.0/episode"])
def test_there_is_no_other(name: str) -> None:
    with pytest.raises(KeyError):
        resources.schema(name)


@pytest.mark.usefixtures("afresh")
def test_where_they_are_not_installed_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "DIRECTORY", "0.0")

    with pytest.raises(CannotRun, match="the published schemas are not installed"):
        resources.schemas_directory()


@pytest.mark.usefixtures("afresh")
def test_the_package_is_looked_at_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "missingpersons"
    (package / "schemas" / "1.0").mkdir(parents=True)
    (tmp_path / "schemas" / "1.0").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))

    assert resources.schemas_directory() == package / "schemas" / "1.0"
