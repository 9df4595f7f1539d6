"""``python -m missingpersons.publish``: write what is generated, check it, compare two versions, or release one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from missingpersons.findings import CannotRun
from missingpersons.models import STANDARD_VERSION
from missingpersons.publish.compatible import Break, folder_changes
from missingpersons.publish.files import STANDARD, drift, write
from missingpersons.publish.releases import incompatible, release, thawed


def main() -> int:
    """Do what the command line says. 0: all is well; 1: something differs or is broken; 2: it could not be done."""
    told = _arguments()
    problem = ""
    try:
        if told.check:
            return _say(_problems(told.root))
        if told.compatible:
            return _compare(*told.compatible)
        if told.release:
            return _release(told.root, told.release)
        write(told.root)
    except CannotRun as error:
        problem = str(error)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m missingpersons.publish", description=__doc__, allow_abbrev=False)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--check", action="store_true", help="say what differs, is thawed or is broken, and write nothing")
    one.add_argument("--compatible", nargs="+", type=Path, metavar="FOLDER", help="what breaks from OLD to NEW")
    one.add_argument("--release", metavar="VERSION", help="freeze the folder of this version for good")
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the repository's root")
    told = parser.parse_args()
    if told.compatible and len(told.compatible) > 2:
        parser.error("--compatible compares two folders: OLD, and NEW unless it is the one that is written here")
    return told


def _problems(root: Path) -> Iterable[str]:
    yield from (f"differs from what the code says: {place}" for place in drift(root))
    yield from (f"differs from what was released: {place}" for place in thawed(root))
    yield from (str(each) for each in incompatible(root))


def _compare(old: Path, new: Path = Path(STANDARD)) -> int:
    found = folder_changes(old, new)
    for each in found:
        print(each)
    return 1 if any(isinstance(each, Break) for each in found) else 0


def _release(root: Path, version: str) -> int:
    if version != STANDARD_VERSION:
        raise CannotRun(f"this is version {STANDARD_VERSION} of the standard: no other can be released from here")
    if status := _say(_problems(root)):
        return status
    release(root, version)
    return 0


def _say(problems: Iterable[str]) -> int:
    status = 0
    for each in problems:
        print(each, file=sys.stderr)
        status = 1
    return status
