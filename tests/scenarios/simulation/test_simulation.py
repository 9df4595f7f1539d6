"""A small world in every run of the tests. `python -m tests.scenarios.simulation` runs large ones."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tests.scenarios.simulation.checks import check
from tests.scenarios.simulation.stores import without_flushing
from tests.scenarios.simulation.world import World, invented_forces


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", [1])
def test_after_healing_everybody_knows_the_same_and_nothing_is_lost(seed: int, tmp_path: Path) -> None:
    with without_flushing(), closing(World(seed, 60, 150, tmp_path)) as world:
        world.run()
        counts = check(world)

    assert counts["episodes"] >= 150
    assert list(tmp_path.glob("network/*/*/set-aside/*.json"))
    for name in ("lost", "doubled", "spoilt", "crashes", "strikes", "forged", "unauthorised", "forks", "disputes"):
        assert counts[name] > 0, f"nothing happened that is called {name}"


def test_the_forces_are_46_of_which_five_are_no_force() -> None:
    forces = invented_forces()

    assert len(set(forces)) == 46
    assert sum(each.startswith("test-") for each in forces) == 5
