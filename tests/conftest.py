"""What the tests share: a good episode, where the repository is, and where the real data is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import settings

from missingpersons.testing.people import episode
from tests import drawn, grouped

# The same examples every time, whatever the machine's speed, and nothing left in the folder.
settings.register_profile("tests", deadline=None, database=None, derandomize=True)
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--case", metavar="NAME", help="of the tests of many cases, ask only the case of this name")
    parser.addoption("--times", metavar="N", type=int, default=1, help="as many drawn examples more as N says")


def pytest_configure(config: pytest.Config) -> None:
    grouped.only = config.getoption("case")
    drawn.times = config.getoption("times")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Among several processes: each file in one, so that what its tests share is made once, and in their order."""
    if config.option.dist != "load":
        return None
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False
    return LoadFileScheduling(config, log)


@pytest.fixture
def good() -> dict[str, Any]:
    """The tree of an open episode with much recorded, with nothing wrong for any purpose but closing it.

    Each test has its own.
    """
    tree = episode(Random(1))
    person = tree["person"]
    person["gender"] = person["sex"]
    person["phones"][0]["e164"] = "+44" + person["phones"][0]["number"].replace(" ", "").removeprefix("0")
    person["photos"] = [{"photo_id": "TEST-P-1", "shows": "face"}]
    person["availability"] = [{"kind": "dental_records", "availability": "not_available"}]
    tree["publicity"] = [{"basis": "consent", "given_by": "mother", "scope": ["name", "photo"]}]
    return tree


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def data_directory(root: Path) -> Path:
    """Where the real data is, which is read in place and never copied."""
    return Path(os.environ.get("MISSINGPERSONS_TEST_DATA", root.parent / "shared" / "data"))


@pytest.fixture(autouse=True)
def _nothing_kept_from_a_mutant() -> None:
    """Under mutmut, which keeps one process: what the risk data are read into is read anew for each test."""
    if "MUTANT_UNDER_TEST" in os.environ:
        modules = [module for name, module in sys.modules.items() if name.startswith("missingpersons.risk")]
        for each in [each for module in modules for each in vars(module).values() if hasattr(each, "cache_clear")]:
            each.cache_clear()
