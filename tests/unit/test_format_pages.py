"""The reference of the formats has every format and every path, and says of each what its table says."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.property.carried import leaves, line_of

from missingpersons.converters.formats import Carriage, Line
from missingpersons.publish.format_pages import formats, formats_page, line_for, paths
from missingpersons.testing import complete

PYPROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
TABLE = (
    Line("/person", "who"),
    Line("/person/names/*/full", "name", Carriage.APPROXIMATED),
    Line("/person/names/*/given/*", "forename"),
)


def test_every_format_that_is_made_known_has_its_place() -> None:
    made_known = PYPROJECT["project"]["entry-points"]["missingpersons.converters"]

    assert sorted(made_known) == [each.name for each in formats()]


def test_every_path_that_an_episode_can_have_is_there() -> None:
    full = {"/" + "/".join("*" if isinstance(step, int) else step for step in at) for at in leaves(COMPLETE, ())}

    assert {path for path in full if not path.startswith("/extensions")} == set(paths()) - {"/extensions"}


def test_every_path_of_a_table_is_one_of_the_record() -> None:
    for each in formats():
        for line in each.table:
            # What is below the local fields is for each owner to say.
            at = "/extensions" if line.path.startswith("/extensions/") else line.path
            assert any(path == at or path.startswith(f"{at}/") for path in paths()), (each.name, line)


def test_the_longest_path_counts() -> None:
    assert line_for(TABLE, "/person/names/*/full") == TABLE[1]
    assert line_for(TABLE, "/person/names/*/given/*") == line_of(TABLE, "/person/names/3/given/0") == TABLE[2]
    assert line_for(TABLE, "/person/names/*/family") == line_of(TABLE, "/person/names/0/family") == TABLE[0]
    assert line_for(TABLE, "/owner_force") is None


def test_the_page_says_it() -> None:
    page = formats_page()

    head, _, *rows = page.partition("\n## The person\n\n")[2].partition("\n\n")[0].splitlines()
    line = next(row for row in rows if "date_of_birth" in row)
    said = dict(zip(head.strip("| ").split(" | "), line.strip("| ").split(" | "), strict=True))
    assert (said["episodes"], said["pole"], said["ukmpu"]) == ("carries", "carries*", "near*")
    assert all(f"## The table of {each.name}\n" in page for each in formats() if each.write and each.table)


COMPLETE = complete("episode")
