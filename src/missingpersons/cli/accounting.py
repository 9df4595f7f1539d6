"""What a conversion came to: every value that was read and written, added up by column and by path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from missingpersons.cli.printing import print_table
from missingpersons.converters import Fate, Row, Tally
from missingpersons.converters.formats import Written
from missingpersons.findings import Severity, entry

_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


@dataclass
class Account:
    """What was read and what was written."""

    source: str
    rows: int = 0
    episodes: int = 0
    written: int = 0
    errors: int = 0
    found: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    paths: dict[str, Counter[Fate]] = field(default_factory=dict)
    """For each path of the record, with `*` for a position, how many of its values met each fate on the way out."""

    def add(self, row: Row) -> None:
        """Count what was read."""
        self.rows += 1
        self.episodes += row.document is not None
        self._count(row)
        self.tally.add(row)

    def add_written(self, written: Written) -> None:
        """Count what was written."""
        self.written += written.written
        self._count(written)
        for leaf in written.leaves:
            self.paths.setdefault(_NUMBER.sub("/*", leaf.at), Counter())[leaf.fate] += 1

    def _count(self, told: Row | Written) -> None:
        self.errors += sum(each.severity is Severity.ERROR for each in told.findings)
        self.found.update(each.code for each in told.findings)

    def by_column(self, fate: Fate) -> dict[str, int]:
        """How many cells of each column met a fate, where any did."""
        return _where(self.tally.columns, fate)

    def by_path(self, fate: Fate) -> dict[str, int]:
        """How many values of each path met a fate on the way out, where any did."""
        return _where(dict(sorted(self.paths.items())), fate)

    def to_carry(self) -> dict[str, int]:
        """How many cells of each column there were to carry, where there were any."""
        fates = (Fate.CARRIED, Fate.APPROXIMATED, Fate.SET_ASIDE)
        counted = {place: sum(each[fate] for fate in fates) for place, each in self.tally.columns.items()}
        return {place: number for place, number in counted.items() if number}

    def as_dict(self) -> dict[str, Any]:
        """The account as a JSON object."""
        cells = sum(self.tally.columns.values(), Counter[Fate]())
        told = {
            "source": self.source,
            "episodes": self.episodes,
            "errors": self.errors,
            "findings": dict(sorted(self.found.items())),
            "cells": {str(fate): cells[fate] for fate in Fate},
            "set_aside": self.by_column(Fate.SET_ASIDE),
            "no_value": self.by_column(Fate.NO_VALUE),
            "to_carry": self.to_carry(),
        }
        if not self.paths:
            return told
        values = sum(self.paths.values(), Counter[Fate]())
        out = {
            "episodes": self.written,
            "values": {str(fate): values[fate] for fate in (Fate.CARRIED, Fate.APPROXIMATED, Fate.SET_ASIDE)},
            "set_aside": self.by_path(Fate.SET_ASIDE),
            "approximated": self.by_path(Fate.APPROXIMATED),
            "of": {path: fates.total() for path, fates in sorted(self.paths.items())},
        }
        return {**told, "written": out}


def _where(counts: Mapping[str, Counter[Fate]], fate: Fate) -> dict[str, int]:
    return {place: each[fate] for place, each in counts.items() if each[fate]}


def print_account(account: Account, *, aside: bool) -> None:
    """Say what a conversion came to, for people."""
    if account.found:
        rows = [
            (code, entry(code).severity, number, entry(code).message) for code, number in account.found.most_common()
        ]
        title = "What was found in the cells" if not account.paths else "What was found"
        print_table(title, ("code", "severity", "found", "what it means"), rows, aside=aside)
    if lost := account.by_column(Fate.SET_ASIDE):
        of = account.to_carry()
        shares = [(place, number, of[place], f"{number / of[place]:.1%}") for place, number in lost.items()]
        print_table("What was set aside, by column", ("column", "set aside", "of", "share"), shares, aside=aside)
    absent = account.by_column(Fate.NO_VALUE)
    if absent:
        title = "What stands for no value, by column"
        print_table(title, ("column", "no value"), list(absent.items()), aside=aside)
    lost_cells, cells = account.tally.set_aside()
    share = f"{lost_cells / cells:.2%}" if cells else "0%"
    click.echo(
        f"{account.source}: {account.episodes} episode(s); {cells - lost_cells} of {cells} cells carried, "
        f"{lost_cells} ({share}) set aside and reported; {sum(absent.values())} stood for no value",
        err=aside,
    )
    if account.paths:
        _print_written(account, aside=aside)


def _print_written(account: Account, *, aside: bool) -> None:
    rows = []
    for place, fates in sorted(account.paths.items()):
        total = sum(fates.values())
        lost, near = fates[Fate.SET_ASIDE], fates[Fate.APPROXIMATED]
        if lost or near:
            rows.append((place, near, lost, total, f"{lost / total:.1%}"))
    if rows:
        title = "What the format does not carry, by path"
        print_table(title, ("path", "approximated", "lost", "of", "share lost"), rows, aside=aside)
    values = sum(account.paths.values(), Counter[Fate]())
    click.echo(
        f"written: {account.written} episode(s); {values[Fate.CARRIED]} of {sum(values.values())} values carried, "
        f"{values[Fate.APPROXIMATED]} approximated, {values[Fate.SET_ASIDE]} lost and reported",
        err=aside,
    )
