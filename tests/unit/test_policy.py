"""A risk policy: what the library ships, and what is refused, in one line that names the place."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from missingpersons.codes import LEVELS, RiskLevel, RiskScheme
from missingpersons.findings import CannotRun
from missingpersons.risk.policy import LIBRARY, library_policy, load_policy, read_policy

TOP = 'name = "invented"\nversion = "1.0"\nscheme = "scotland"\nlowest = "low"\nstatus = "a test"\n'
LINE = '[[line]]\ncode = "c"\nquestion = "child"\nfloor = "high"\nif_unknown = "medium"\nbasis = "A test."\n'


class TestLibrary:
    @pytest.mark.parametrize("scheme", LIBRARY)
    def test_has_a_policy_that_says_it_is_not_official(self, scheme: str) -> None:
        policy = library_policy(scheme)

        assert policy.scheme == scheme
        assert policy.status == "library policy, not official"
        assert policy.lowest == min(LEVELS[policy.scheme], key=lambda level: level.rank)
        assert str(policy) == f"{policy.name} {policy.version}"

    @pytest.mark.parametrize("scheme", LIBRARY)
    def test_every_line_has_a_basis_and_asks_no_more_of_unknown_than_of_yes(self, scheme: str) -> None:
        lines = library_policy(scheme).lines

        assert all(each.basis and each.questions for each in lines)
        assert all(each.if_unknown.rank <= each.floor.rank for each in lines)

    def test_is_known_by_the_digest_of_its_file(self) -> None:
        data = files("missingpersons.risk").joinpath("policies", "scotland.toml").read_bytes()

        assert library_policy("scotland").digest == hashlib.sha256(data).hexdigest()

    @pytest.mark.parametrize("scheme", ["acpo-2010", "", "../scotland"])
    def test_has_no_other(self, scheme: str) -> None:
        with pytest.raises(CannotRun, match=r"no policy for that scheme; it has: app-very-low, scotland$"):
            library_policy(scheme)


class TestRead:
    def test_the_shortest_policy(self) -> None:
        policy = read_policy((TOP + LINE).encode(), "p.toml")

        (line,) = policy.lines
        assert (policy.name, policy.scheme, policy.lowest) == ("invented", RiskScheme.SCOTLAND, RiskLevel.LOW)
        assert (line.code, line.questions, line.floor, line.if_unknown) == (
            "c",
            ("child",),
            RiskLevel.HIGH,
            RiskLevel.MEDIUM,
        )

    def test_several_questions_together(self) -> None:
        line = LINE.replace('question = "child"', 'all_of = ["child", "looked_after"]')

        assert read_policy((TOP + line).encode(), "p.toml").lines[0].questions == ("child", "looked_after")

    def test_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text(f'basis = "A test."\n{TOP}{LINE}', encoding="utf-8")

        assert load_policy(file) == load_policy(str(file))


WRONG = {
    "not UTF-8": (b'name = "\xff"', "p.toml: not UTF-8"),
    "not TOML": (b"name = \n", "p.toml: Invalid value (at line 1, column 8)"),
    "nested too deeply": (b"x = " + b"[" * 100_000, "p.toml: a number is too long or the tables are nested too deeply"),
    "a number too long": (b"x = " + b"1" * 5000, "p.toml: a number is too long or the tables are nested too deeply"),
    "empty": (b"", "p.toml: the policy: scheme must be given, as text"),
    "a key that does not exist": (f"colour = 1\n{TOP}{LINE}".encode(), "p.toml: the policy: there is no key 'colour'"),
    "a key of two lines": (f'"a\\nb" = 1\n{TOP}{LINE}'.encode(), "p.toml: the policy: there is no key 'a\\nb'"),
    "no name": (
        TOP.replace("name", "basis").encode() + LINE.encode(),
        "p.toml: the policy: name must be given, as text",
    ),
    "an empty version": (
        (TOP + LINE).replace("1.0", "").encode(),
        "p.toml: the policy: version must be given, as text",
    ),
    "a version that is a number": (
        (TOP + LINE).replace('"1.0"', "1.0").encode(),
        "p.toml: the policy: version must be given, as text",
    ),
    "no status": (
        TOP.replace("status", "basis").encode() + LINE.encode(),
        "p.toml: the policy: status must be given, as text",
    ),
    "a scheme that does not exist": (
        (TOP + LINE).replace('"scotland"', '"wales"').encode(),
        "p.toml: the policy: scheme must be one of acpo-2010, acpo-2013, app-2017, app-very-low, scotland",
    ),
    "a lowest level of another scheme": (
        (TOP + LINE).replace('"low"', '"very_low"').encode(),
        "p.toml: the policy: lowest must be one of low, medium, high",
    ),
    "no line": (TOP.encode(), "p.toml: a policy needs at least one [[line]]"),
    "one line alone": (f"{TOP}line = 1\n".encode(), "p.toml: a policy needs at least one [[line]]"),
    "a line that is no table": (f"{TOP}line = [1]\n".encode(), "p.toml: line 1: a [[line]] is a table"),
    "a key of a line that does not exist": (
        f"{TOP}{LINE}weight = 2\n".encode(),
        "p.toml: line 1: there is no key 'weight'",
    ),
    "a line without a question": (
        (TOP + LINE).replace('question = "child"\n', "").encode(),
        "p.toml: line 1: question or all_of must name questions of the list risk_questions",
    ),
    "a question that does not exist": (
        (TOP + LINE).replace('"child"', '"shoe_size"').encode(),
        "p.toml: line 1: question or all_of must name questions of the list risk_questions",
    ),
    "several questions as one": (
        (TOP + LINE).replace("question", "all_of").encode(),
        "p.toml: line 1: question or all_of must name questions of the list risk_questions",
    ),
    "none of several questions": (
        (TOP + LINE).replace('question = "child"', "all_of = []").encode(),
        "p.toml: line 1: question or all_of must name questions of the list risk_questions",
    ),
    "a number among several questions": (
        (TOP + LINE).replace('question = "child"', 'all_of = ["child", 1]').encode(),
        "p.toml: line 1: question or all_of must name questions of the list risk_questions",
    ),
    "one question and several": (
        f'{TOP}{LINE}all_of = ["looked_after"]\n'.encode(),
        "p.toml: line 1: question and all_of cannot both be given",
    ),
    "a floor of another scheme": (
        (TOP + LINE).replace('floor = "high"', 'floor = "very_low"').encode(),
        "p.toml: line 1: floor must be one of low, medium, high",
    ),
    "no if_unknown": (
        (TOP + LINE).replace('if_unknown = "medium"\n', "").encode(),
        "p.toml: line 1: if_unknown must be given, as text",
    ),
    "unknown that calls for more than yes": (
        (TOP + LINE).replace('floor = "high"', 'floor = "low"').encode(),
        "p.toml: line 1: if_unknown calls for more than floor does",
    ),
    "a line without a code": (
        (TOP + LINE).replace('code = "c"\n', "").encode(),
        "p.toml: line 1: code must be given, as text",
    ),
    "a second line without a basis": (
        f"{TOP}{LINE}{LINE}".replace('"A test."', '""').encode(),
        "p.toml: line 1: basis must be given, as text",
    ),
    "two lines of one code": (f"{TOP}{LINE}{LINE}".encode(), "p.toml: the code of a line is used twice: c"),
}


class TestRefused:
    @pytest.mark.parametrize(("data", "expected"), WRONG.values(), ids=WRONG)
    def test_in_one_line_that_names_the_place(self, data: bytes, expected: str) -> None:
        with pytest.raises(CannotRun) as raised:
            read_policy(data, "p.toml")

        assert str(raised.value) == expected
        assert (raised.value.__cause__, raised.value.__context__) == (None, None)

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"^none\.toml: No such file or directory$"):
            load_policy(tmp_path / "none.toml")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"Is a directory$"):
            load_policy(tmp_path)
