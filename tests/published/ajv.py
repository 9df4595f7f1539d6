"""ajv, the validator of JavaScript, asked through one Node process: does it take these documents?"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

VENDORS = Path(__file__).parent / "vendors"
SCHEMAS = Path(__file__).resolve().parents[2] / "schemas" / "1.0"


class AjvError(RuntimeError):
    """ajv is not here, or it does not compile a schema."""


def published() -> dict[str, Path]:
    """Every JSON Schema in the published folder, with its name."""
    return {path.name.split(".")[0]: path for path in sorted(SCHEMAS.glob("*.json")) if '"$schema"' in _start(path)}


def modules() -> Path:
    """Where Node's packages are: in MISSINGPERSONS_NODE_MODULES, or where tests/published/vendors/run puts them."""
    return Path(os.environ.get("MISSINGPERSONS_NODE_MODULES") or VENDORS / "node_modules")


def absence() -> str | None:
    """What is missing for ajv to be asked, in a sentence. None when nothing is."""
    if shutil.which("node") is None:
        return "ajv is not asked: there is no Node here"
    if not (modules() / "ajv" / "dist" / "2020.js").is_file():
        return "ajv is not asked: it is not in MISSINGPERSONS_NODE_MODULES, nor in tests/published/vendors/node_modules"
    return None


class Ajv:
    """ajv in strict mode, with each schema compiled once. Ends its process when it is left."""

    def __init__(self, schemas: Mapping[str, Path]) -> None:
        if missing := absence():
            raise AjvError(missing)
        given = [f"{name}={path}" for name, path in schemas.items()]
        self._node = subprocess.Popen(
            ["node", str(VENDORS / "ajv.mjs"), str(modules()), *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._answer() != b"ready\n":
            self.close()
            raise AjvError("ajv does not compile every schema in strict mode")

    def send(self, documents: Iterable[tuple[str, bytes]]) -> None:
        """Give it documents, each with the name of its schema. It works on them while its caller does other work."""
        assert self._node.stdin
        for name, data in documents:
            assert b"\n" not in data
            self._node.stdin.write(b"%s\t%s\n" % (name.encode(), data))
        self._node.stdin.flush()

    def verdicts(self, number: int) -> list[bool]:
        """Whether it took each of the documents sent, of which there were ``number``, in their order."""
        return [self._verdict() for _ in range(number)]

    def takes(self, name: str, data: bytes) -> bool:
        """Whether it takes one document. What it cannot read as JSON, it does not take."""
        self.send([(name, data)])
        return self._verdict()

    def close(self) -> None:
        """End its process."""
        with self._node:
            pass

    def _verdict(self) -> bool:
        answer = self._answer()
        if not answer:
            raise AjvError("ajv's process has ended")
        return answer == b"1\n"

    def _answer(self) -> bytes:
        assert self._node.stdout
        return self._node.stdout.readline()

    def __enter__(self) -> Ajv:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _start(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read(200)
