"""A risk policy: what the library ships, and what is refused, in one line that names the place."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from missingpersons.codes import LEVELS, RiskLevel, RiskScheme
from missingpersons.findings import CannotRun
from missingpersons.risk.definitions import code_answers, indicators
from missingpersons.risk.facts import NO, UNKNOWN
from missingpersons.risk.guards import GUARDS
from missingpersons.risk.library import LIBRARY, library_policy, load_policy, named_policy, read_policy

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

    @pytest.mark.parametrize("scheme", LIBRARY)
    def test_no_basis_tells_more_of_a_source_than_is_known(self, scheme: str) -> None:
        bases = [each.basis for each in library_policy(scheme).lines]
        bases += [each.basis for each in (*indicators().values(), *code_answers().values(), *GUARDS.values())]

        copied = [each for each in bases if "25-question" in each]
        taught = [each for each in bases if "taught with" in each]
        assert all(
            "25-question form (read in a research copy, thought to be Police Scotland's)" in each for each in copied
        )
        assert all("(secondary source: learning cards)" in each for each in taught)
        assert len(copied) > len(taught) > 5
        assert not [each for each in bases if "ational 25" in each or "ublished risk factor" in each]

    def test_is_known_by_the_digest_of_its_file(self) -> None:
        data = files("missingpersons.risk").joinpath("policies", "scotland.toml").read_bytes()

        assert library_policy("scotland").digest == hashlib.sha256(data).hexdigest()

    @pytest.mark.parametrize("scheme", ["acpo-2006", "", "../scotland"])
    def test_has_no_other(self, scheme: str) -> None:
        with pytest.raises(
            CannotRun,
            match=r"no policy for that scheme; it has: acpo-2010, acpo-2013, app-2017, app-very-low, scotland$",
        ):
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

    @pytest.mark.parametrize(
        "text",
        [
            (TOP + LINE).replace("a test", "s" * 2000),
            (TOP + LINE).replace("invented", "n" * 100),
            (TOP + LINE).replace('question = "child"', f"all_of = {['child'] * 100}"),
            TOP + "".join(LINE.replace('"c"', f'"c{number}"') for number in range(1000)),
            TOP + LINE + "#" * (256 * 1024 - len(TOP + LINE)),
            TOP + LINE.replace("A test.", "." * 65) + "# " + "." * 65,
            TOP.replace('"invented"', '"...\\"..."') + LINE.replace('"A test."', f"'{'.' * 65}'"),
        ],
        ids=["status", "name", "questions", "lines", "bytes", "dots in texts and remarks", "dots beside a quote"],
    )
    def test_as_much_as_may_be(self, text: str) -> None:
        policy = read_policy(text.encode(), "p.toml")

        assert policy.digest == hashlib.sha256(text.encode()).hexdigest()

    def test_as_many_lines_as_may_be_of_one_that_extends(self) -> None:
        more = "".join(LINE.replace('"c"', f'"c{number}"') for number in range(1000 - len(BASE.lines)))

        assert len(read_policy((EXTENDS + more).encode(), "p.toml").lines) == 1000
        with pytest.raises(CannotRun, match=r"^p\.toml: a policy has at most 1000 lines$"):
            read_policy((EXTENDS + more + LINE).encode(), "p.toml")

    def test_as_it_is_printed(self) -> None:
        nested = LINE.replace('"c"', '"d"').replace(
            'question = "child"', 'all_of = ["child", { any_of = ["looked_after", "homeless"] }]'
        )
        alone = LINE.replace('"c"', '"e"').replace(
            'question = "child"', 'any_of = [{ all_of = ["child", "homeless"] }]'
        )
        off = f'{TOP}without_guards = ["suicide"]\n'

        assert read_policy((off + LINE + nested + alone).encode(), "p.toml").as_dict() == {
            "name": "invented",
            "version": "1.0",
            "scheme": "scotland",
            "lowest": "low",
            "status": "a test",
            "digest": hashlib.sha256((off + LINE + nested + alone).encode()).hexdigest(),
            "extends": [],
            "lowered": [],
            "without_guards": ["suicide"],
            "lines": [
                printed("c", question="child"),
                printed("d", all_of=["child", {"any_of": ["looked_after", "homeless"]}]),
                printed("e", any_of=[{"all_of": ["child", "homeless"]}]),
            ],
        }

    def test_what_it_took_from_another_is_printed(self) -> None:
        text = f'{EXTENDS}lowers = ["weather"]\n' + change("weather", floor="low")

        told = read_policy(text.encode(), "p.toml").as_dict()

        assert (told["extends"], told["lowered"]) == ([str(BASE)], ["weather"])

    def test_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text(f'basis = "A test."\n{TOP}{LINE}', encoding="utf-8")

        assert load_policy(file) == load_policy(str(file))


def printed(code: str, **asked: Any) -> dict[str, Any]:
    return {"code": code, **asked, "floor": "high", "if_unknown": "medium", "basis": "A test."}


WRONG = {
    "not UTF-8": (b'name = "\xff"', "p.toml: not UTF-8"),
    "not TOML": (b"name = \n", "p.toml: Invalid value (at line 1, column 8)"),
    "nested too deeply": (b"x = " + b"[" * 100_000, "p.toml: a number is too long or the tables are nested too deeply"),
    "a number too long": (b"x = " + b"1" * 5000, "p.toml: a number is too long or the tables are nested too deeply"),
    "empty": (b"", "p.toml: the policy: scheme must be given, as text"),
    "a key that does not exist": (
        f"colour = 1\n{TOP}{LINE}".encode(),
        "p.toml: line 1: the policy: there is no key 'colour'",
    ),
    "a key of two lines": (f'"a\\nb" = 1\n{TOP}{LINE}'.encode(), "p.toml: the policy: there is no key 'a\\nb'"),
    "no name": (
        TOP.replace("name", "basis").encode() + LINE.encode(),
        "p.toml: the policy: name must be given, as text",
    ),
    "an empty version": (
        (TOP + LINE).replace("1.0", "").encode(),
        "p.toml: line 2: the policy: version must be given, as text",
    ),
    "a version that is a number": (
        (TOP + LINE).replace('"1.0"', "1.0").encode(),
        "p.toml: line 2: the policy: version must be given, as text",
    ),
    "no status": (
        TOP.replace("status", "basis").encode() + LINE.encode(),
        "p.toml: the policy: status must be given, as text",
    ),
    "a scheme that does not exist": (
        (TOP + LINE).replace('"scotland"', '"wales"').encode(),
        "p.toml: line 3: the policy: scheme must be one of acpo-2010, acpo-2013, app-2017, app-very-low, scotland, "
        "and not 'wales'",
    ),
    "a lowest level of another scheme": (
        (TOP + LINE).replace('"low"', '"very_low"').encode(),
        "p.toml: line 4: the policy: lowest must be one of low, medium, high, and not 'very_low'",
    ),
    "no line": (TOP.encode(), "p.toml: a policy needs at least one [[line]]"),
    "one line alone": (f"{TOP}line = 1\n".encode(), "p.toml: line 6: a policy needs at least one [[line]]"),
    "a line that is no table": (f"{TOP}line = [1]\n".encode(), "p.toml: line 6: [[line]] 1: a [[line]] is a table"),
    "a key of a line that does not exist": (
        f"{TOP}{LINE}weight = 2\n".encode(),
        "p.toml: line 12: [[line]] 1 (code \"c\"): there is no key 'weight'",
    ),
    "a line without a question": (
        (TOP + LINE).replace('question = "child"\n', "").encode(),
        'p.toml: line 6: [[line]] 1 (code "c"): question, all_of or any_of must name questions of the list '
        "risk_questions",
    ),
    "a question that does not exist": (
        (TOP + LINE).replace('"child"', '"shoe_size"').encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): question, all_of or any_of must name questions of the list '
        "risk_questions, and not 'shoe_size'",
    ),
    "several questions as one": (
        (TOP + LINE).replace("question", "all_of").encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of must be a list of 1 to 100',
    ),
    "none of several questions": (
        (TOP + LINE).replace('question = "child"', "all_of = []").encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of must be a list of 1 to 100',
    ),
    "a number among several questions": (
        (TOP + LINE).replace('question = "child"', 'all_of = ["child", 1]').encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of must name questions of the list '
        "risk_questions, or { any_of = [...] }",
    ),
    "one question and several": (
        f'{TOP}{LINE}all_of = ["looked_after"]\n'.encode(),
        'p.toml: line 12: [[line]] 1 (code "c"): question and all_of cannot both be given',
    ),
    "a floor of another scheme": (
        (TOP + LINE).replace('floor = "high"', 'floor = "very_low"').encode(),
        "p.toml: line 9: [[line]] 1 (code \"c\"): floor must be one of low, medium, high, and not 'very_low'",
    ),
    "a question that is nearly one": (
        (TOP + LINE).replace('"child"', '"suicide-risk"').encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): question, all_of or any_of must name questions of the list '
        "risk_questions, and not 'suicide-risk'; the nearest is 'suicide_risk'",
    ),
    "one that is nearly a question among several": (
        (TOP + LINE).replace('question = "child"', 'all_of = ["child", "Homless"]').encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of must name questions of the list '
        "risk_questions, or { any_of = [...] }, "
        "and not 'Homless'; the nearest is 'homeless'",
    ),
    "a level in capitals": (
        (TOP + LINE).replace('floor = "high"', 'floor = "HIGH"').encode(),
        "p.toml: line 9: [[line]] 1 (code \"c\"): floor must be one of low, medium, high, and not 'HIGH'; "
        "the nearest is 'high'",
    ),
    "a level that is far too long": (
        (TOP + LINE).replace('floor = "high"', f'floor = "{"x" * 99}"').encode(),
        f"p.toml: line 9: [[line]] 1 (code \"c\"): floor must be one of low, medium, high, and not '{'x' * 60}'",
    ),
    "a code that cannot be printed": (
        (TOP + LINE).replace('"c"', '"a\\nb"').encode(),
        "p.toml: line 7: [[line]] 1: code must be one line of at most 100 characters",
    ),
    "guards that are no list": (
        f'without_guards = "suicide"\n{TOP}{LINE}'.encode(),
        "p.toml: line 1: the policy: without_guards must name guards: child-exploitation, suicide, medication",
    ),
    "no if_unknown": (
        (TOP + LINE).replace('if_unknown = "medium"\n', "").encode(),
        'p.toml: line 6: [[line]] 1 (code "c"): if_unknown must be given, as text',
    ),
    "unknown that calls for more than yes": (
        (TOP + LINE).replace('floor = "high"', 'floor = "low"').encode(),
        'p.toml: line 10: [[line]] 1 (code "c"): if_unknown calls for more than floor does',
    ),
    "a line without a code": (
        (TOP + LINE).replace('code = "c"\n', "").encode(),
        "p.toml: line 6: [[line]] 1: code must be given, as text",
    ),
    "a second line without a basis": (
        f"{TOP}{LINE}{LINE}".replace('"A test."', '""').encode(),
        'p.toml: line 11: [[line]] 1 (code "c"): basis must be given, as text',
    ),
    "several of one kind inside the same kind": (
        (TOP + LINE).replace('question = "child"', 'all_of = [{ all_of = ["child"] }]').encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of must name questions of the list '
        "risk_questions, or { any_of = [...] }",
    ),
    "a combination inside a combination inside a combination": (
        (TOP + LINE).replace('question = "child"', 'all_of = [{ any_of = [{ all_of = ["child"] }] }]').encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of: any_of must name questions of the list risk_questions',
    ),
    "an empty combination inside a combination": (
        (TOP + LINE).replace('question = "child"', "any_of = [{ all_of = [] }]").encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): any_of: all_of must be a list of 1 to 100',
    ),
    "a combination of too many": (
        (TOP + LINE).replace('question = "child"', f"all_of = {['child'] * 101}").encode(),
        'p.toml: line 8: [[line]] 1 (code "c"): all_of must be a list of 1 to 100',
    ),
    "a line called lowest": (
        (TOP + LINE).replace('"c"', '"lowest"').encode(),
        'p.toml: line 7: [[line]] 1 (code "lowest"): a line cannot be called lowest',
    ),
    "a basis of two lines": (
        (TOP + LINE).replace("A test.", "A\\ntest.").encode(),
        'p.toml: line 11: [[line]] 1 (code "c"): basis must be one line of at most 2000 characters',
    ),
    "a name that is too long": (
        TOP.replace("invented", "n" * 101).encode() + LINE.encode(),
        "p.toml: line 1: the policy: name must be one line of at most 100 characters",
    ),
    "a guard that does not exist": (
        f'without_guards = ["colour"]\n{TOP}{LINE}'.encode(),
        "p.toml: line 1: the policy: without_guards must name guards: child-exploitation, suicide, medication, "
        "and not 'colour'",
    ),
    "a guard twice": (
        f'without_guards = ["suicide", "suicide"]\n{TOP}{LINE}'.encode(),
        "p.toml: line 1: the policy: without_guards names the same twice",
    ),
    "lowers without anything to lower": (
        f"lowers = []\n{TOP}{LINE}".encode(),
        "p.toml: line 1: the policy: lowers is for a policy that extends another",
    ),
    "too many lines": (
        (TOP + "".join(LINE.replace('"c"', f'"c{number}"') for number in range(1001))).encode(),
        "p.toml: a policy has at most 1000 lines",
    ),
    "too large": (b"#" * (256 * 1024 + 1), "p.toml: a policy has at most 256 KiB"),
    "a bomb of tables": (
        b"a" + b".a" * 100_000 + b" = 1",
        "p.toml: a key has too many parts",
    ),
    "a bomb of quoted keys": (
        b"'a'" + b'."a b"' * 40_000 + b" = 1",
        "p.toml: a key has too many parts",
    ),
    "a bomb behind a text": (
        b'x = { a = """ " """, b' + b".b" * 100_000 + b' = "" }',
        "p.toml: a key has too many parts",
    ),
    "a bomb with blanks": (
        b"a" + b" . a" * 65 + b" = 1",
        "p.toml: a key has too many parts",
    ),
    "as many parts as a key may have": (b"a" + b".a" * 64 + b" = 1", "p.toml: the policy: there is no key 'a'"),
    "a text of several lines": (
        (TOP + LINE).replace('"A test."', '"""A\ntest."""').encode(),
        'p.toml: line 11: [[line]] 1 (code "c"): basis must be one line of at most 2000 characters',
    ),
    "a bomb behind a remark with quotation marks": (
        b'# it\'s """\n' + b"a" + b".a" * 100_000 + b" = 1",
        "p.toml: a key has too many parts",
    ),
    "a bomb behind a text with quotation marks": (
        b'x = \'"""\'\n' + b"a" + b".a" * 100_000 + b" = 1",
        "p.toml: a key has too many parts",
    ),
    "a bomb behind a text that ends with them": (
        b'x = """a"""""\n' + b"a" + b".a" * 100_000 + b" = 1",
        "p.toml: a key has too many parts",
    ),
    "a basis of the whole that is no text": (
        (TOP + "basis = 5\n" + LINE).encode(),
        "p.toml: line 6: the policy: basis must be given, as text",
    ),
    "a basis of the whole that says nothing": (
        (TOP + 'basis = ""\n' + LINE).encode(),
        "p.toml: line 6: the policy: basis must be given, as text",
    ),
    "a basis of what is extended that is no text": (
        b'name = "ours"\nversion = "7"\nstatus = "a test"\nextends = "library-scotland"\nbasis = ["x"]\n',
        "p.toml: line 5: the policy: basis must be given, as text",
    ),
    "a scheme that is a number": (b"scheme = 1", "p.toml: line 1: the policy: scheme must be given, as text"),
    "keys that do not exist": (
        b"g = 1\nf = 1\ne = 1\nd = 1\nc = 1\nb = 1",
        "p.toml: line 6: the policy: there is no key 'b', 'c', 'd', 'e', 'f'",
    ),
    "lines of two codes twice": (
        f"{TOP}{LINE}{LINE}{LINE}{LINE}".replace('"c"', '"d"', 2).encode(),
        "p.toml: line 13: the code of a line is used twice: c, d",
    ),
    "a bomb of headers": (
        b"".join(b"[" + b".".join([b"a"] * number) + b"]\n" for number in range(1, 66)),
        "p.toml: line 1: the policy: there is no key 'a'",
    ),
    "extends nothing": (
        b'extends = ""',
        "p.toml: line 1: the policy: extends must be the name of a library policy, or of a file beside it",
    ),
    "extends a policy that the library has not": (
        b'extends = "library-wales"',
        "p.toml: line 1: the policy: extends must be one of library-acpo-2010, library-acpo-2013, library-app-2017, "
        "library-app-very-low, library-scotland, or a .toml file in the same folder, and not 'library-wales'; "
        "the nearest is 'library-scotland'",
    ),
    "extends a file somewhere else": (
        b'extends = "../ours.toml"',
        "p.toml: line 1: the policy: extends must be one of library-acpo-2010, library-acpo-2013, library-app-2017, "
        "library-app-very-low, library-scotland, or a .toml file in the same folder, and not '../ours.toml'",
    ),
    "extends a file and is none": (
        b'extends = "ours.toml"',
        "p.toml: line 1: the policy: a policy that is no file of its own can extend only a library policy",
    ),
    "two lines of one code": (f"{TOP}{LINE}{LINE}".encode(), "p.toml: line 13: the code of a line is used twice: c"),
}


class TestHowItIsWritten:
    """Whatever TOML may be written in is read, and the line of what is wrong is found."""

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("[[line]]", "# \"\"\" and ''' in a remark\n[[line]]"),
            ('"A test."', '\'He said """\''),
            ('"A test."', '"""A test."""'),
            ('"A test."', '"""A \\\n  test."""'),
            ('"A test."', '"""\nHe said "" and \\""" and "so on\\"."""'),
            ('"A test."', '"""He said "so"""""'),
            ('"A test."', "'''He said ''so'''''"),
            ('"A test."', '"' + "a." * 200 + '" # ' + "a." * 200),
            ('"A test."', '"""' + "a." * 200 + '"""'),
            ("\n", "\r\n"),
        ],
    )
    def test_it_is_read(self, old: str, new: str) -> None:
        text = (TOP + LINE).replace(old, new)

        assert read_policy(text.encode(), "p.toml").name == "invented"
        at = (text + "x = 1\n").replace("\r\n", "\n").count("\n")
        with pytest.raises(
            CannotRun, match=rf"^p\.toml: line {at}: \[\[line\]\] 1 \(code \"c\"\): there is no key 'x'"
        ):
            read_policy((text + "x = 1\n").encode(), "p.toml")

    def test_a_mark_of_the_byte_order_says_nothing(self) -> None:
        text = b"\xef\xbb\xbf" + (TOP + LINE).encode()

        assert read_policy(text, "p.toml").digest == hashlib.sha256(text).hexdigest()
        with pytest.raises(CannotRun, match=r"^p\.toml: line 1: the policy: name must be given, as text$"):
            read_policy(text.replace(b'"invented"', b"1"), "p.toml")

    @pytest.mark.parametrize("start", ['x = """', "x = '''", 'x = "', "x = '"])
    def test_a_text_that_does_not_end_is_looked_at_once(self, start: str) -> None:
        for filling in ('\\"', "\\'", '"a', "'a", "a\n'", 'a\n"'):
            with pytest.raises(CannotRun):
                read_policy((start + filling * 60_000).encode(), "p.toml")


class TestClaims:
    """No force's own policy speaks for the library, or as official."""

    @pytest.mark.parametrize(
        "text", [TOP + LINE, 'name = "invented"\nversion = "7"\nstatus = "a test"\nextends = "library-scotland"\n']
    )
    @pytest.mark.parametrize(
        ("old", "new", "key"),
        [
            ("invented", "library-scotland", "name"),
            ("invented", "Library of the north", "name"),
            ("a test", "library policy, not official", "status"),
            ("a test", "our Library Policy", "status"),
            ("invented", "the library-app-very-low", "name"),
            ("invented", "library_app_very_low", "name"),
            ("invented", "our L i b r a r y", "name"),
            ("invented", "\uff4cibrary scotland", "name"),
            ("invented", "the Iibrary", "name"),
            ("invented", "l\u00edbrary", "name"),
            ("a test", "the l1brary's policy", "status"),
            ("a test", "the library's policy", "status"),
            ("a test", "This is the Library's own", "status"),
            ("a test", "our own, as library_app_very_low", "status"),
        ],
    )
    def test_none_says_that_it_is_the_librarys(self, text: str, old: str, new: str, key: str) -> None:
        line = [each.partition(" ")[0] for each in text.splitlines()].index(key) + 1

        with pytest.raises(CannotRun) as raised:
            read_policy(text.replace(old, new).encode(), "p.toml")

        assert str(raised.value) == (
            f"p.toml: line {line}: the policy: {key} must not say that it is the library's: it is your own"
        )

    @pytest.mark.parametrize(
        ("old", "new", "key", "line"),
        [
            ("invented", "Official policy", "name", 1),
            ("1.0", "3, official", "version", 2),
            ("1.0", "OFFICIAL2", "version", 2),
            ("1.0", "0fficial", "version", 2),
            ("a test", "made OFFICIAL in June", "status", 5),
            ("a test", "Officially agreed", "status", 5),
            ("a test", "not official, but official_ly", "status", 5),
            ("a test", "they cannot official", "status", 5),
            ("a test", "the official's own", "status", 5),
            ("a test", "agreed by the officials: official", "status", 5),
            ("invented", "official_policy", "name", 1),
            ("invented", "of ficial", "name", 1),
            ("invented", "\uff4f\uff46\uff46\uff49\uff43\uff49\uff41\uff4c", "name", 1),
            ("invented", "off\u00eccial", "name", 1),
            ("invented", "run official", "name", 1),
            ("invented", "Is it a pilot? It is not. Official national floors", "name", 1),
            ("invented", "Non, official", "name", 1),
            ("invented", "Neither. Official", "name", 1),
            ("invented", "Unofficial \u2013 Official", "name", 1),
            ("a test", "Guidance or not: OFFICIAL", "status", 5),
            ("a test", "Not yet. Official", "status", 5),
            ("a test", "Pilot: no. An official policy", "status", 5),
            ("a test", "Is it agreed? No: official", "status", 5),
            ("a test", "nor: official", "status", 5),
            ("a test", "not only official", "status", 5),
            ("a test", "piano official", "status", 5),
            ("a test", "not - unless agreed - official", "status", 5),
            ("a test", "neither agreed nor unread: official", "status", 5),
            ("a test", "not official yet, then official", "status", 5),
        ],
    )
    def test_none_says_that_it_is_official(self, old: str, new: str, key: str, line: int) -> None:
        with pytest.raises(CannotRun) as raised:
            read_policy((TOP + LINE).replace(old, new).encode(), "p.toml")

        assert str(raised.value) == (
            f"p.toml: line {line}: the policy: {key} must not say official: "
            "no national body has published floors; say who agreed it"
        )

    @pytest.mark.parametrize(
        ("old", "new", "key", "line"),
        [
            ("invented", "l\u0456brary-app", "name", 1),
            ("invented", "off\u0131cial", "name", 1),
            ("1.0", "\u03bff 2025", "version", 2),
            ("a test", "\u043efficial", "status", 5),
        ],
    )
    def test_none_is_in_letters_that_look_like_others(self, old: str, new: str, key: str, line: int) -> None:
        with pytest.raises(CannotRun) as raised:
            read_policy((TOP + LINE).replace(old, new).encode(), "p.toml")

        assert str(raised.value) == (
            f"p.toml: line {line}: the policy: {key} must be in the letters a to z, with or without accents: "
            "others may look like them"
        )

    @pytest.mark.parametrize("name", ["Heddlu\u2019r gogledd: \u0175 \u0177", "unofficial2", "test-n\u00e0 3\u00bd"])
    def test_accents_and_other_marks_are_read(self, name: str) -> None:
        assert read_policy((TOP + LINE).replace("invented", name).encode(), "p.toml").name == name

    def test_a_name_that_is_none_does_not_hide_the_status(self) -> None:
        text = (TOP + LINE).replace('"invented"', "1").replace("a test", "official")

        with pytest.raises(CannotRun, match=r"^p\.toml: line 5: the policy: status must not say official"):
            read_policy(text.encode(), "p.toml")

    @pytest.mark.parametrize(
        "status",
        [
            "not official",
            "NOT OFFICIAL.",
            "non-official",
            "unofficial",
            "unofficially agreed",
            "this is not an official policy",
            "not_official",
            "non\u2011official",
            "not  -  official",
            "notofficial",
            "Not yet official",
            "not yet an official policy",
            "Has no official standing",
            "This is neither official nor the College's",
            "neither the College's nor official",
            "neither an official policy nor a national one",
            "agreed, nor yet officially",
            "agreed by the officials of the library board",
        ],
    )
    def test_what_claims_nothing_is_read(self, status: str) -> None:
        assert read_policy((TOP + LINE).replace("a test", status).encode(), "p.toml").status == status

    def test_a_copy_of_one_of_the_librarys_is_still_the_librarys(self, tmp_path: Path) -> None:
        data = files("missingpersons.risk").joinpath("policies", "scotland.toml").read_bytes()
        (tmp_path / "copy.toml").write_bytes(data)

        assert load_policy(tmp_path / "copy.toml") == library_policy("scotland")
        with pytest.raises(CannotRun, match=r"^copy\.toml: line [0-9]+: the policy: name must not say"):
            read_policy(data + b"# changed\n", "copy.toml")


class TestRefused:
    @pytest.mark.parametrize(("data", "expected"), WRONG.values(), ids=WRONG)
    def test_in_one_line_that_names_the_place(self, data: bytes, expected: str) -> None:
        with pytest.raises(CannotRun) as raised:
            read_policy(data, "p.toml")

        assert str(raised.value) == expected
        assert (raised.value.__cause__, raised.value.__context__) == (None, None)

    def test_a_file_needs_no_ending_to_be_meant(self, tmp_path: Path) -> None:
        (tmp_path / "ours").write_text(TOP + LINE, encoding="utf-8")

        assert named_policy(str(tmp_path / "ours")).name == "invented"
        with pytest.raises(CannotRun, match=r"^none: no such file, and the library's policies are acpo-2010, "):
            named_policy(str(tmp_path / "none"))
        with pytest.raises(CannotRun, match=r"^none\.toml: No such file or directory$"):
            named_policy(str(tmp_path / "none.toml"))

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"^none\.toml: No such file or directory$"):
            load_policy(tmp_path / "none.toml")

    @pytest.mark.parametrize("name", ["a\0.toml", "\ud800.toml"])
    def test_a_name_that_no_file_can_have(self, name: str) -> None:
        with pytest.raises(CannotRun, match=r"^no file can have the name that is given for a policy$") as raised:
            load_policy(name)

        assert (raised.value.__cause__, raised.value.__context__) == (None, None)

    @pytest.mark.parametrize("size", [256 * 1024 + 1, 256 * 1024 + 2])
    def test_a_file_that_is_too_large_is_never_cut_short(self, tmp_path: Path, size: int) -> None:
        file = tmp_path / "large.toml"
        file.write_bytes((TOP + LINE).encode().ljust(size, b"#"))

        with pytest.raises(CannotRun, match=r"^large\.toml: a policy has at most 256 KiB$"):
            load_policy(file)

    def test_a_file_that_is_as_large_as_may_be_is_read_whole(self, tmp_path: Path) -> None:
        file = tmp_path / "large.toml"
        file.write_bytes((TOP + LINE).encode().ljust(256 * 1024, b"#"))

        assert load_policy(file).digest == hashlib.sha256(file.read_bytes()).hexdigest()

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"Is a directory$"):
            load_policy(tmp_path)


EXTENDS = 'name = "ours"\nversion = "7"\nstatus = "a test"\nextends = "library-scotland"\n'
BASE = library_policy("scotland")


def change(code: str, **keys: str) -> str:
    told = "".join(f'{key} = "{each}"\n' for key, each in keys.items())
    return f'[[line]]\ncode = "{code}"\n{told}basis = "A test."\n'


class TestExtends:
    """A force's file may raise and add; what it lowers it must name."""

    def test_what_it_does_not_say_is_as_it_was(self) -> None:
        ours = read_policy(EXTENDS.encode(), "p.toml")

        assert (ours.scheme, ours.lowest, ours.lines) == (BASE.scheme, BASE.lowest, BASE.lines)
        assert (str(ours), ours.extends, ours.lowered, ours.without_guards) == ("ours 7", (str(BASE),), (), ())

    def test_it_may_say_its_basis_and_its_scheme(self) -> None:
        text = f'{EXTENDS}basis = "A test."\nscheme = "scotland"\n'

        assert read_policy(text.encode(), "p.toml").lines == BASE.lines

    def test_a_line_is_raised_where_it_stands_and_says_its_own_basis(self) -> None:
        ours = read_policy((EXTENDS + change("mental-health", floor="high")).encode(), "p.toml")

        changed = [(old, new) for old, new in zip(BASE.lines, ours.lines, strict=True) if old != new]
        assert [
            (old.code, new.floor, new.if_unknown, new.condition == old.condition, new.basis) for old, new in changed
        ] == [("mental-health", RiskLevel.HIGH, RiskLevel.LOW, True, "A test.")]

    def test_a_new_line_comes_last(self) -> None:
        ours = read_policy((EXTENDS + LINE).encode(), "p.toml")

        assert ours.lines[:-1] == BASE.lines
        assert ours.lines[-1].code == "c"

    def test_what_it_lowers_it_names_and_the_policy_then_says(self) -> None:
        text = EXTENDS + 'lowers = ["suicide-risk", "weather"]\n' + change("suicide-risk", floor="medium")
        text += change("weather", question="weather_exposure", floor="low")

        assert read_policy(text.encode(), "p.toml").lowered == ("suicide-risk", "weather")

    @pytest.mark.parametrize("guards", [("suicide",), ("suicide", "medication", "child-exploitation")])
    def test_the_guards_it_does_without_it_names(self, guards: tuple[str, ...]) -> None:
        text = f"{EXTENDS}without_guards = {list(guards)}\n"

        assert read_policy(text.encode(), "p.toml").without_guards == guards

    def test_the_lowest_level_may_be_raised(self) -> None:
        assert read_policy(f'{EXTENDS}lowest = "medium"\n'.encode(), "p.toml").lowest is RiskLevel.MEDIUM

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            (
                change("suicide-risk", floor="medium"),
                'line 5: [[line]] 1 (code "suicide-risk"): it lowers suicide-risk, and lowers does not name it',
            ),
            (
                change("suicide-risk", if_unknown="low"),
                'line 5: [[line]] 1 (code "suicide-risk"): it lowers suicide-risk, and lowers does not name it',
            ),
            (
                LINE + change("suicide-risk", question="child"),
                'line 11: [[line]] 2 (code "suicide-risk"): it lowers suicide-risk, and lowers does not name it',
            ),
            ('lowers = ["child"]\n', "line 5: the policy: lowers names what is not lowered: child"),
            (
                'lowers = ["child", "weather"]\n' + change("child", floor="high") + change("weather", floor="medium"),
                "line 5: the policy: lowers names what is not lowered: child, weather",
            ),
            ('colour = "red"\n', "line 5: the policy: there is no key 'colour'"),
            (
                'lowest = "very_low"\n',
                "line 5: the policy: lowest must be one of low, medium, high, and not 'very_low'",
            ),
            (
                'without_guards = ["colour"]\n',
                "line 5: the policy: without_guards must name guards: child-exploitation, suicide, medication, "
                "and not 'colour'",
            ),
            (
                'lowers = ["colour"]\n',
                "line 5: the policy: lowers must name lines of the policy that is extended, or 'lowest', "
                "and not 'colour'",
            ),
            ('scheme = "app-2017"\n', "line 5: the policy: scheme must be one of scotland, and not 'app-2017'"),
            (
                change("mental-health", floor="very_low"),
                'line 7: [[line]] 1 (code "mental-health"): floor must be one of low, medium, high, '
                "and not 'very_low'",
            ),
            (
                change("medication", floor="low"),
                'line 7: [[line]] 1 (code "medication"): if_unknown calls for more than floor does',
            ),
            (
                change("ours", floor="high"),
                'line 5: [[line]] 1 (code "ours"): question, all_of or any_of must name questions of the list '
                "risk_questions",
            ),
            (change("child") + change("child"), "line 9: the code of a line is used twice: child"),
            ("line = 1\n", "line 5: line must be [[line]]"),
        ],
    )
    def test_is_refused(self, text: str, expected: str) -> None:
        with pytest.raises(CannotRun) as raised:
            read_policy((EXTENDS + text).encode(), "p.toml")

        assert str(raised.value) == f"p.toml: {expected}"

    @pytest.mark.parametrize("key", ["name", "version", "status"])
    def test_is_refused_without_saying_what_it_is(self, key: str) -> None:
        text = "".join(each for each in EXTENDS.splitlines(keepends=True) if not each.startswith(key))

        with pytest.raises(CannotRun) as raised:
            read_policy(text.encode(), "p.toml")

        assert str(raised.value) == f"p.toml: the policy: {key} must be given, as text"

    def test_its_status_may_be_as_long_as_any(self) -> None:
        assert len(read_policy(EXTENDS.replace("a test", "s" * 2000).encode(), "p.toml").status) == 2000

    @pytest.mark.parametrize("kind", ["all_of", "any_of"])
    def test_the_same_question_as_a_list_of_one_lowers_nothing(self, kind: str) -> None:
        text = EXTENDS + change("child", floor="high").replace("floor", f'{kind} = ["child"]\nfloor')

        assert read_policy(text.encode(), "p.toml").lowered == ()

    @pytest.mark.parametrize(
        ("code", "asks"),
        [
            ("suicide-risk", 'any_of = ["self_harm", "suicide_risk"]'),
            (
                "repeat-child-in-care",
                'all_of = [{ any_of = ["care_leaver", "out_of_area_placement", "looked_after"] }, '
                '{ any_of = ["turned_eighteen", "child"] }, "previous_missing"]',
            ),
        ],
    )
    def test_a_wider_line_and_the_same_in_another_order_lower_nothing(self, code: str, asks: str) -> None:
        text = f'[[line]]\ncode = "{code}"\n{asks}\nbasis = "A test."\n'

        ours = read_policy((EXTENDS + text).encode(), "p.toml")

        assert (ours.lowered, ours.lines == BASE.lines) == ((), False)
        with pytest.raises(CannotRun, match=rf"lowers names what is not lowered: {code}$"):
            read_policy(f'{EXTENDS}lowers = ["{code}"]\n{text}'.encode(), "p.toml")

    def test_the_lowest_level_is_lowered_only_by_name(self, tmp_path: Path) -> None:
        (tmp_path / "base.toml").write_text(f'{EXTENDS}lowest = "medium"\n', encoding="utf-8")
        ours = tmp_path / "ours.toml"
        text = EXTENDS.replace("library-scotland", "base.toml") + 'lowest = "low"\n'
        ours.write_text(text, encoding="utf-8")

        with pytest.raises(
            CannotRun, match=r"^ours\.toml: line 5: the policy: it lowers lowest, and lowers does not name it$"
        ):
            load_policy(ours)
        ours.write_text(f'{text}lowers = ["lowest"]\n', encoding="utf-8")
        assert load_policy(ours).lowered == ("lowest",)


class TestFilesThatExtend:
    def test_what_a_file_between_says_is_kept_and_named(self, tmp_path: Path) -> None:
        text = f'{EXTENDS}lowers = ["child"]\nwithout_guards = ["suicide"]\n' + change(
            "child", floor="low", if_unknown="low"
        )
        (tmp_path / "region.toml").write_text(text, encoding="utf-8")
        (tmp_path / "ours.toml").write_text(EXTENDS.replace("library-scotland", "region.toml"), encoding="utf-8")

        ours = load_policy(tmp_path / "ours.toml")

        assert (ours.extends, ours.lowered, ours.without_guards) == (("ours 7", str(BASE)), ("child",), ("suicide",))

    def test_what_a_file_between_lowers_and_a_later_one_raises_again_is_not_lowered(self, tmp_path: Path) -> None:
        old = next(each for each in BASE.lines if each.code == "child")
        chain = {
            "region": f'{EXTENDS}lowers = ["child", "weather"]\n'
            + change("child", floor="low", if_unknown="low")
            + change("weather", floor="low"),
            "area": EXTENDS.replace("library-scotland", "region.toml") + change("child", floor=str(old.floor)),
            "ours": EXTENDS.replace("library-scotland", "area.toml") + change("child", if_unknown=str(old.if_unknown)),
        }
        for name, text in chain.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")

        lowered = [load_policy(tmp_path / f"{name}.toml").lowered for name in chain]

        # Half raised is still lowered, by what it calls for while nobody knows.
        assert lowered == [("child", "weather"), ("child", "weather"), ("weather",)]

    def test_what_was_raised_first_and_is_lowered_to_where_it_was_is_lowered(self, tmp_path: Path) -> None:
        (tmp_path / "region.toml").write_text(EXTENDS + change("child", floor="high"), encoding="utf-8")
        text = EXTENDS.replace("library-scotland", "region.toml") + 'lowers = ["child"]\n'
        (tmp_path / "ours.toml").write_text(text + change("child", floor="medium"), encoding="utf-8")
        (tmp_path / "last.toml").write_text(EXTENDS.replace("library-scotland", "ours.toml"), encoding="utf-8")

        assert load_policy(tmp_path / "last.toml").lowered == ("child",)

    def test_a_line_that_a_file_between_added_may_be_lowered(self, tmp_path: Path) -> None:
        (tmp_path / "region.toml").write_text(EXTENDS + LINE, encoding="utf-8")
        text = EXTENDS.replace("library-scotland", "region.toml") + 'lowers = ["c"]\n' + change("c", if_unknown="low")
        (tmp_path / "ours.toml").write_text(text, encoding="utf-8")

        assert load_policy(tmp_path / "ours.toml").lowered == ("c",)

    def test_a_lowest_level_that_is_raised_again_is_not_lowered(self, tmp_path: Path) -> None:
        (tmp_path / "region.toml").write_text(f'{EXTENDS}lowest = "medium"\n', encoding="utf-8")
        text = EXTENDS.replace("library-scotland", "region.toml")
        (tmp_path / "ours.toml").write_text(f'{text}lowest = "low"\nlowers = ["lowest"]\n', encoding="utf-8")
        text = EXTENDS.replace("library-scotland", "ours.toml")
        (tmp_path / "last.toml").write_text(f'{text}lowest = "medium"\n', encoding="utf-8")

        assert load_policy(tmp_path / "ours.toml").lowered == ("lowest",)
        assert load_policy(tmp_path / "last.toml").lowered == ()

    def test_the_digest_covers_every_file(self, tmp_path: Path) -> None:
        base, ours = tmp_path / "base.toml", tmp_path / "ours.toml"
        base.write_text(EXTENDS, encoding="utf-8")
        ours.write_text(EXTENDS.replace("library-scotland", "base.toml"), encoding="utf-8")
        before = load_policy(ours).digest

        base.write_text(EXTENDS + "# a remark\n", encoding="utf-8")

        assert load_policy(ours).digest != before

    def test_the_digest_of_files_is_of_their_digests(self, tmp_path: Path) -> None:
        base, ours = tmp_path / "base.toml", tmp_path / "ours.toml"
        base.write_text(EXTENDS, encoding="utf-8")
        ours.write_text(EXTENDS.replace("library-scotland", "base.toml"), encoding="utf-8")

        own = hashlib.sha256(ours.read_bytes()).hexdigest()
        both = hashlib.sha256(f"{own}\n{load_policy(base).digest}\n".encode()).hexdigest()
        assert load_policy(ours).digest == both

    def test_the_name_of_a_file_has_a_limit(self, tmp_path: Path) -> None:
        longest = f"{'n' * 250}.toml"
        (tmp_path / longest).write_text(EXTENDS, encoding="utf-8")
        ours = tmp_path / "ours.toml"

        ours.write_text(EXTENDS.replace("library-scotland", longest), encoding="utf-8")
        assert load_policy(ours).extends == ("ours 7", str(BASE))
        ours.write_text(EXTENDS.replace("library-scotland", f"n{longest}"), encoding="utf-8")
        with pytest.raises(CannotRun, match=r"^ours\.toml: line 4: the policy: extends must be one of"):
            load_policy(ours)

    def test_the_digest_is_of_the_two_digests(self) -> None:
        own = hashlib.sha256(EXTENDS.encode()).hexdigest()

        both = hashlib.sha256(f"{own}\n{BASE.digest}\n".encode()).hexdigest()
        assert read_policy(EXTENDS.encode(), "p.toml").digest == both

    @pytest.mark.parametrize(
        ("number", "told"), [(1, "p0.toml"), (2, "p1.toml, by p0.toml"), (3, "p2.toml, by p1.toml, by p0.toml")]
    )
    def test_a_circle_is_refused(self, tmp_path: Path, number: int, told: str) -> None:
        for place in range(number):
            text = EXTENDS.replace("library-scotland", f"p{(place + 1) % number}.toml")
            (tmp_path / f"p{place}.toml").write_text(text, encoding="utf-8")

        with pytest.raises(CannotRun, match=rf"^p0\.toml \(extended by {told}\): it extends itself$"):
            load_policy(tmp_path / "p0.toml")

    def test_more_than_eight_are_refused(self, tmp_path: Path) -> None:
        for place in range(9):
            base = f"p{place + 1}.toml" if place < 8 else "library-scotland"
            (tmp_path / f"p{place}.toml").write_text(EXTENDS.replace("library-scotland", base), encoding="utf-8")

        assert len(load_policy(tmp_path / "p1.toml").extends) == 8
        with pytest.raises(
            CannotRun,
            match=r"^p8\.toml \(extended by p7\.toml, .*, by p0\.toml\): more than 8 files extend one another$",
        ):
            load_policy(tmp_path / "p0.toml")

    def test_a_file_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "ours.toml").write_text(EXTENDS.replace("library-scotland", "none.toml"), encoding="utf-8")

        with pytest.raises(CannotRun, match=r"^none\.toml \(extended by ours\.toml\): No such file or directory$"):
            load_policy(tmp_path / "ours.toml")

    def test_what_is_wrong_in_a_file_says_who_extends_it(self, tmp_path: Path) -> None:
        (tmp_path / "base.toml").write_text(EXTENDS + change("child", flor="high"), encoding="utf-8")
        (tmp_path / "ours.toml").write_text(EXTENDS.replace("library-scotland", "base.toml"), encoding="utf-8")

        with pytest.raises(CannotRun) as raised:
            load_policy(tmp_path / "ours.toml")

        assert str(raised.value) == (
            "base.toml (extended by ours.toml): line 7: [[line]] 1 (code \"child\"): there is no key 'flor'; "
            "the nearest is 'floor'"
        )


class TestNamed:
    @pytest.mark.parametrize("name", ["scotland", "library-scotland"])
    def test_by_its_scheme_or_its_name(self, name: str) -> None:
        assert named_policy(name) == BASE

    def test_by_its_file(self, tmp_path: Path) -> None:
        file = tmp_path / "ours.toml"
        file.write_text(EXTENDS, encoding="utf-8")

        assert named_policy(str(file)).name == "ours"


class TestIdle:
    """Lines that never change the level are told, not refused: they give reasons."""

    def test_the_librarys_have_none_but_for_the_lowest_level(self) -> None:
        for scheme in LIBRARY:
            policy = library_policy(scheme)
            floors = {line.code: line.floor for line in policy.lines}
            assert {floors[code] for code, _ in policy.idle} <= {policy.lowest}, scheme
            assert {over for _, over in policy.idle} <= {""}, scheme

    @pytest.mark.parametrize(
        ("asked", "over"),
        [
            ('all_of = ["child", "looked_after"]', "c"),
            ('question = "child"', "c"),
            ('any_of = ["child", "looked_after"]', None),
            ('question = "looked_after"', None),
        ],
    )
    def test_a_line_that_another_outdoes(self, asked: str, over: str | None) -> None:
        other = LINE.replace('"c"', '"d"').replace('question = "child"', asked)

        idle = read_policy((TOP + LINE + other).encode(), "p.toml").idle

        assert idle == ((("d", over),) if over else ())

    @pytest.mark.parametrize(
        ("floor", "if_unknown", "idle"),
        [
            ("high", "medium", (("d", "c"),)),
            ("high", "low", (("d", "c"),)),
            ("medium", "medium", (("d", "c"),)),
            ("medium", "low", (("d", "c"),)),
        ],
    )
    def test_of_two_that_ask_the_same_the_lower_is_idle(
        self, floor: str, if_unknown: str, idle: tuple[tuple[str, str], ...]
    ) -> None:
        lower = (
            LINE.replace('"c"', '"d"')
            .replace('"high"', f'"{floor}"')
            .replace('"medium"\nbasis', f'"{if_unknown}"\nbasis')
        )

        assert read_policy((TOP + LINE + lower).encode(), "p.toml").idle == idle

    def test_of_two_that_ask_the_same_neither_is_idle_if_each_calls_for_more_somewhere(self) -> None:
        first = LINE.replace('"medium"', '"low"')
        second = LINE.replace('"c"', '"d"').replace('"high"', '"medium"')

        assert read_policy((TOP + first + second).encode(), "p.toml").idle == ()

    def test_a_line_that_calls_for_no_more_than_the_lowest(self) -> None:
        line = LINE.replace('"high"', '"low"').replace('"medium"', '"low"')

        assert read_policy((TOP + line).encode(), "p.toml").idle == (("c", ""),)


def test_the_five_of_the_library_have_the_same_lines() -> None:
    """What is known about risk does not depend on the name of a level."""
    told = {
        scheme: [
            (each.code, each.condition, each.floor, each.if_unknown, each.basis)
            for each in library_policy(scheme).lines
        ]
        for scheme in LIBRARY
    }

    assert all(lines == told["scotland"] for lines in told.values())
    assert [scheme for scheme in RiskScheme if scheme not in told] == []


@pytest.mark.parametrize("scheme", LIBRARY)
def test_where_silence_may_come_to_the_lowest_level_is_as_the_page_for_police_says(scheme: str) -> None:
    policy = library_policy(scheme)
    raised = {
        question for each in policy.lines for question in each.questions if each.if_unknown.rank > policy.lowest.rank
    }
    no_lower_than_low = {"acpo-2010", "acpo-2013", "scotland"}

    asked = ("suicide_risk", "medication_essential", "sexual_exploitation_or_trafficking")
    adult = {"child": NO, "turned_eighteen": NO}
    answers = dict.fromkeys(asked, NO)

    assert (policy.plan.level({**answers, **adult}) is policy.lowest) is (scheme in no_lower_than_low)
    if scheme in no_lower_than_low:
        assert policy.plan.level(answers) is not policy.lowest
        for each in asked:
            assert policy.plan.level({**answers, **adult, each: UNKNOWN}) is not policy.lowest
    else:
        assert raised == set(policy.questions)
