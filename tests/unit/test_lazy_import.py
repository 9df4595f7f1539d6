"""Importing the package costs next to nothing: each name, and each dependency, is loaded on first use."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import missingpersons as mp

HEAVY = (
    "pydantic phonenumbers jsonschema sqlite3 joserfc rapidfuzz rich click hypothesis jellyfish anyascii lxml jinja2"
)

MISSING = {
    "exchange": (
        "joserfc joserfc.jwk",
        "from missingpersons.exchange.keys import new_key; new_key('test-north')",
        "signing and opening messages needs an extra: pip install 'missingpersons[exchange]'",
    ),
    "lookup": (
        "rapidfuzz",
        "from missingpersons.register.names import require; require()",
        "looking a name up needs an extra: pip install 'missingpersons[lookup]'",
    ),
    "pages": (
        "jinja2",
        "from missingpersons.pages.frame import require; require()",
        "making a page needs an extra: pip install 'missingpersons[pages]'",
    ),
    "testing": (
        "hypothesis",
        "import missingpersons.testing.strategies",
        "making episodes for property tests needs an extra: pip install 'missingpersons[testing]'",
    ),
}


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def loaded_by(program: str) -> set[str]:
    """Which of the heavy modules a fresh interpreter has loaded after ``program``."""
    ran = python(
        f"{program}\nimport json, sys\nprint(json.dumps([each for each in {HEAVY.split()} if each in sys.modules]))"
    )
    assert ran.stderr == ""
    return set(json.loads(ran.stdout))


class TestFreshInterpreter:
    def test_the_import_alone_loads_nothing(self) -> None:
        assert loaded_by("import missingpersons") == set()

    def test_asking_for_the_names_loads_nothing(self) -> None:
        assert loaded_by("import missingpersons; dir(missingpersons)") == set()

    def test_the_catalogue_and_the_code_lists_need_no_pydantic(self) -> None:
        assert loaded_by("import missingpersons as mp; mp.catalogue(); mp.codelist('forces'); mp.Severity") == set()

    def test_a_check_needs_pydantic_alone(self) -> None:
        assert loaded_by("import missingpersons as mp; mp.check(b'{}')") == {"pydantic"}

    def test_judging_a_value_needs_phonenumbers_for_a_telephone_alone(self) -> None:
        others = (
            "import missingpersons.values.kinds as k; [k.KINDS[each].judge('?') for each in k.KINDS if each != 'phone']"
        )

        assert loaded_by(others) == {"pydantic"}
        assert loaded_by(f"{others}; k.KINDS['phone'].judge('?')") == {"pydantic", "phonenumbers"}

    def test_counting_quality_needs_pydantic_alone(self) -> None:
        counting = "from missingpersons import quality, wire; quality.Quality().add(wire.judge(b'{}'))"

        assert loaded_by(counting) == {"pydantic"}

    def test_nor_does_one_without_schemas_of_owners_need_more(self) -> None:
        given = "import missingpersons as mp; mp.check(b'{}', extension_schemas={})"

        assert loaded_by(given) == {"pydantic"}
        assert loaded_by(given.replace("{})", "{'org.example.test': {}})")) == {"pydantic", "jsonschema"}

    @pytest.mark.parametrize(("modules", "program", "expected"), MISSING.values(), ids=MISSING)
    def test_a_part_that_was_not_installed_says_so_in_one_line(self, modules: str, program: str, expected: str) -> None:
        hidden = f"import sys; sys.modules.update(dict.fromkeys({modules.split()}))"

        ran = python(f"{hidden}\n{program}")

        assert ran.returncode == 1
        assert ran.stderr.splitlines()[-1] == f"missingpersons.findings.MissingExtra: {expected}"
        assert "During handling" not in ran.stderr


class TestNames:
    @pytest.mark.parametrize("name", mp.__all__)
    def test_every_public_name_is_there(self, name: str) -> None:
        assert getattr(mp, name) is getattr(mp, name)
        assert name in dir(mp)

    def test_they_are_as_many_as_one_can_learn(self) -> None:
        assert len(mp.__all__) == len(set(mp.__all__)) <= 38
        assert set(mp.__all__) == set(mp._HOME_OF)

    def test_each_is_told_once(self) -> None:
        assert sorted(set(dir(mp))) == dir(mp)

    def test_there_is_no_other(self) -> None:
        with pytest.raises(AttributeError, match=r"^module 'missingpersons' has no attribute 'Case'$"):
            mp.Case  # noqa: B018

    def test_a_name_comes_from_where_it_lives(self) -> None:
        assert mp.Episode.__module__ == "missingpersons.models.episode"
        assert mp.check.__module__ == "missingpersons.wire"

    def test_six_lines_check_and_suggest(self, good: dict[str, object]) -> None:
        episode = mp.build(good)

        report, suggestion = mp.check(mp.dump(episode)), mp.suggest(episode)

        assert report.ok
        assert suggestion.reasons
        assert episode.standard_version == mp.STANDARD_VERSION
