"""Who is sent what: a handover is not only for the two that make it."""

from __future__ import annotations

import pytest

from missingpersons.exchange.audience import audience
from missingpersons.exchange.facts import Fact

NORTH, SOUTH, EAST = "test-north", "test-south", "test-east"
EPISODE = "8c514516-55c9-55f9-90f3-ff6b03bd0eb8"


def said(digest: str, force: str, kind: str, names: str | None = None, *to: str, asked: str | None = None) -> Fact:
    return Fact(digest, force, kind, EPISODE, names=names, to=to, asked=asked)


def gone_to(*to: str) -> dict[str, Fact]:
    told = (
        said("version", NORTH, "episode.published", None, *to),
        said("asked", NORTH, "transfer.requested", "version", SOUTH, asked=SOUTH),
        said("taken", SOUTH, "transfer.answered", "asked", NORTH),
        said("ended", NORTH, "transfer.ended", "asked", SOUTH),
        said("gone", NORTH, "episode.retracted", "version"),
        said("enquiry", NORTH, "enquiry.requested", None, SOUTH, asked=SOUTH),
    )
    return {each.digest: each for each in told}


@pytest.mark.parametrize("digest", ["version", "asked", "taken", "ended", "gone"])
def test_what_moves_an_episode_that_everybody_has_goes_to_everybody(digest: str) -> None:
    told = gone_to()

    assert audience(told[digest], told.get) == ()


@pytest.mark.parametrize(
    ("digest", "forces"),
    [
        ("version", (EAST,)),
        ("asked", (EAST, SOUTH)),
        ("taken", (EAST, NORTH)),
        ("ended", (EAST, SOUTH)),
        ("gone", (EAST,)),
        ("enquiry", (SOUTH,)),
    ],
)
def test_otherwise_it_goes_where_the_version_went_and_to_whom_it_names(digest: str, forces: tuple[str, ...]) -> None:
    told = gone_to(EAST)

    assert audience(told[digest], told.get) == forces


def test_about_what_is_not_here_it_goes_to_whom_it_names() -> None:
    told = gone_to()["taken"]

    assert audience(told, {}.get) == (NORTH,)
