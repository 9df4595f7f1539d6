"""Invented people: good documents, the same from the same seed, of nobody who exists."""

from __future__ import annotations

import json
from random import Random

import pytest

from missingpersons import wire
from missingpersons.codes import codelist
from missingpersons.testing.people import drama_landline, drama_mobile, episode, invented_pnc_id
from missingpersons.values.contact import phone_e164
from missingpersons.values.identifiers import Verdict, pnc_id

SEEDS = range(50)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_episode_reads_without_findings(seed: int) -> None:
    document = wire.encode(episode(Random(seed), seed, force="test-south"))

    assert list(wire.check(document)) == []


def test_the_same_seed_gives_the_same_episode_and_another_another() -> None:
    first, again, other = (json.dumps(episode(Random(seed))) for seed in (7, 7, 8))

    assert first == again
    assert first != other


def test_an_episode_is_of_the_size_that_real_ones_have() -> None:
    sizes = [len(wire.encode(episode(Random(seed)))) for seed in SEEDS]

    assert min(sizes) > 3_000
    assert max(sizes) < 5_500


@pytest.mark.parametrize("seed", SEEDS)
def test_the_numbers_belong_to_nobody(seed: int) -> None:
    random = Random(seed)
    mobile, landline, pnc = drama_mobile(random), drama_landline(random), invented_pnc_id(random)

    assert (phone_e164(mobile) or "").startswith("+447700900")
    assert (phone_e164(landline) or "").startswith("+441632960")
    assert pnc.startswith("2099/")
    assert pnc_id(pnc) is Verdict.GOOD


@pytest.mark.parametrize("seed", SEEDS)
def test_addresses_are_reserved_ones(seed: int) -> None:
    tree = episode(Random(seed))

    assert tree["person"]["emails"][0].endswith("@example.org")
    assert tree["person"]["addresses"][0]["place"]["postcode"] == "ZZ99 3VZ"
    assert tree["owner_force"].startswith("test-")
    assert tree["owner_force"] in codelist("forces")
