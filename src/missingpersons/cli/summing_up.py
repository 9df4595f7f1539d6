"""How the command line sums up many documents: tables for people, or one JSON object."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import click

from missingpersons.cli.printing import print_table
from missingpersons.findings import Severity, profiles
from missingpersons.quality import (
    Mend,
    Purpose,
    Quality,
    codes,
    groups,
    in_question,
    mend_first,
    parts,
    purposes,
    severities,
    shortest_way,
)
from missingpersons.quality.fold import UNREADABLE
from missingpersons.quality.tables import sentence
from missingpersons.quality.words import percent, reason
from missingpersons.rules.judged import gravities

MOST_MENDS = 10
"""How many codes the text says to mend first. The page and the JSON have all."""


def print_summary(quality: Quality, profile: str) -> None:
    """What ``check`` ends with: by severity and by code as one purpose takes them, and what is ready for each."""
    rows = [(str(each), found, kinds) for each, (found, kinds) in severities(quality, profile).items()]
    print_table("", ("severity", "found", "codes"), rows)
    asked = codes(quality, [profile])
    here = gravities(profile)
    if asked:
        print_table(
            "",
            ("code", "severity", "found", "documents", "what it means"),
            [(each.code, here[each.code], each.found, each.documents, sentence(each.code)) for each in asked],
        )
    print_readiness(quality)


def print_readiness(quality: Quality) -> None:
    """How many episodes are ready for each purpose."""
    if not quality.documents["episode"]:
        return
    rows = [
        (each.name, each.ready, percent(each.ready, each.episodes), each.to_mend, each.standing or "")
        for each in purposes(quality)
    ]
    print_table("", ("for", "ready", "share", "to mend", "no question as things stand"), rows)


def print_quality(quality: Quality, asked: Collection[str], *, by_force: bool) -> None:
    """What ``quality`` prints for people."""
    print_readiness(quality)
    for by in ("age", "force") if by_force else ("age",):
        told = groups(quality, by)
        columns = (by, "episodes", *profiles())
        if told:
            print_table("", columns, [(each.name, each.episodes, *each.ready.values()) for each in told])
    mends = mend_first(quality, asked)[:MOST_MENDS]
    if mends:
        rows = [
            (rank, each.code, sentence(each.code), each.documents, reason(each)) for rank, each in enumerate(mends, 1)
        ]
        print_table("", ("mend", "code", "what it means", "documents", "why here"), rows)
    where = parts(quality, in_question(quality, asked))
    if where:
        print_table("", ("where", *map(str, Severity)), [(each.at, *each.found.values()) for each in where])
    click.echo(f"{quality.total} document(s), {quality.documents[UNREADABLE]} of which cannot be read")


def as_tree(quality: Quality, profile: str, asked: Collection[str], *, by_force: bool = False) -> dict[str, Any]:
    """The whole summary as a JSON object. ``profile`` is the purpose whose severities are told."""
    return {
        "documents": dict(sorted(quality.documents.items())),
        "profile": profile,
        "severities": {str(each): found for each, (found, _) in severities(quality, profile).items()},
        "codes": [
            {
                "code": each.code,
                "severity": str(gravities(profile)[each.code] or "off"),
                "found": each.found,
                "documents": each.documents,
                "places": dict(each.places),
            }
            for each in codes(quality, profiles())
        ],
        "profiles": {each.name: _purpose(quality, each) for each in purposes(quality)},
        "mend_first": [_mend(each) for each in mend_first(quality, asked)],
        **{
            by: {each.name: {"episodes": each.episodes, "ready": dict(each.ready)} for each in groups(quality, by)}
            for by in (("age", "force") if by_force else ("age",))
        },
    }


def _purpose(quality: Quality, each: Purpose) -> dict[str, Any]:
    way = shortest_way(quality, each.name)
    return {
        "episodes": each.episodes,
        "ready": each.ready,
        "to_mend": each.to_mend,
        "no_question": each.standing,
        "shortest_way": {"codes": list(way.codes), "episodes": way.episodes} if way else None,
    }


def _mend(each: Mend) -> dict[str, Any]:
    return {
        "code": each.code,
        "severity": str(each.severity),
        "documents": each.documents,
        "unreadable": each.unread,
        "readable_if_mended": each.readable,
        "ready_if_mended": dict(each.gains),
        "keeps_from_ready": dict(each.stops),
        "why": reason(each),
    }
