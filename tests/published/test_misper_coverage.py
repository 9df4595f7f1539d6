"""The page on how far the mapping of the misper reports comes is true: it is made from the data, read in place.

It is written anew by ``python -m tests.published.test_misper_coverage``. No value stands in it, nor the form of one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from missingpersons.converters.coverage import coverage
from missingpersons.converters.mapping import load_mapping

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("MISSINGPERSONS_TEST_DATA", ROOT / "../shared/data"))
REPORTS = DATA / "misper_reports" / "reports.csv"
MAPPING = ROOT / "examples" / "mappings" / "misper_reports.toml"
PAGE = ROOT / "docs" / "misper_reports.md"

HEAD = """# How far the misper reports come

For integrators, and for whoever wants to see what a mapping does. The reports are an export of 436 rows and 81
columns, on which this project is tried. They are mapped by
[one TOML file](../examples/mappings/misper_reports.toml) and nothing else: there is no Python for this source.

The table is made from the data by `missingpersons.converters.coverage`, as `missingpersons mapping check` makes it
for yours, and a test holds it true where the data is at hand. A value that is not carried as it is has a finding;
*no value* is what the mapping declares to stand for none.

"""


def page() -> str:
    covered = coverage(lambda: REPORTS.open("rb"), load_mapping(MAPPING), name="reports.csv")
    lines = [
        "| Column | Goes to | Values | Carried | Approximated | Set aside | No value | Empty |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for each in covered:
        told = each.as_dict()
        goes = ", ".join(f"`{pointer}`" for pointer in told["to"]) or told["why"]
        exact = told["converted"] - told["approximated"]
        numbers = (told["values"], exact, told["approximated"], told["set_aside"], told["no_value"], told["empty"])
        lines.append(f"| `{told['column'][1:]}` | {goes} | {' | '.join(map(str, numbers))} |")
    values, converted = sum(each.values for each in covered), sum(each.converted for each in covered)
    total = f"\nOf {values:,} values, {converted:,} are carried, and {values - converted} set aside.\n"
    return HEAD + "\n".join(lines) + "\n" + total


@pytest.mark.skipif(not REPORTS.is_file(), reason="the misper reports are not here: set MISSINGPERSONS_TEST_DATA")
def test_the_page_is_what_the_data_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_has_a_line_for_each_column_of_the_mapping() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert [each.name for each in load_mapping(MAPPING).columns if f"| `{each.name}` |" not in text] == []


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
