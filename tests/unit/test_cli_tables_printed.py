"""Tables that the command line prints: what a cell says is what is shown."""

from __future__ import annotations

import pytest

from missingpersons.cli.printing import print_table


@pytest.mark.parametrize("said", ["/Name [bold]", "/Name [/b]", "[red]x"])
def test_brackets_are_no_colours(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_table("", ("column",), [(said,)])

    assert said in capsys.readouterr().out
