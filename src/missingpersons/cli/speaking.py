"""How a command says something about an episode: who says it, after which register, and where the message goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from missingpersons.cli.clock import now
from missingpersons.cli.reading import MOMENT, Listed
from missingpersons.cli.writing import outputs
from missingpersons.exchange.handshake import Said
from missingpersons.exchange.keys import PrivateKey, load_private
from missingpersons.exchange.seal import seal_message
from missingpersons.exchange.state import State
from missingpersons.register.store import Register

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True)
class Speaker:
    """Who says something, about which episode, and where the message goes."""

    key: PrivateKey
    register: Register
    state: State
    to: tuple[str, ...]
    role: dict[str, str] | None
    time: str
    target: str
    reading: tuple[str, ...]

    @property
    def force(self) -> str:
        """The force that says it."""
        return self.key.force

    def say(self, said: Said) -> None:
        """Seal a message and write it."""
        self.write(seal_message(*said, self.key, time=self.time))

    def write(self, message: bytes) -> None:
        """Write a sealed message."""
        with outputs([self.target], reading=self.reading) as (stream,):
            stream.write(message + b"\n")


def speaks(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that every message needs, and its first argument a ``Speaker``."""

    @click.argument("episode")
    @click.option("--key", required=True, type=_FILE, help="The force's private key.")
    @click.option("--register", "database", required=True, type=_FILE, metavar="DB", help="What the force knows.")
    @click.option("--out", "target", default="-", show_default=True, metavar="OUT", help="Where the message goes.")
    @click.option(
        "--to",
        multiple=True,
        type=Listed("forces"),
        metavar="FORCE",
        help="Whom it is sent to. Give it again for another.",
    )
    @click.option("--role", type=Listed("roles"), metavar="CODE", help="Who decided: a code of the list `roles`.")
    @click.option("--rank", type=Listed("ranks"), metavar="CODE", help="Their rank: a code of the list `ranks`.")
    @click.option("--time", "sealed_at", type=MOMENT, help="When it is sealed; by default now.")
    @wraps(command)
    def spoken(
        episode: str,
        key: Path,
        database: Path,
        target: str,
        to: tuple[str, ...],
        role: str | None,
        rank: str | None,
        sealed_at: datetime | None,
        **options: Any,
    ) -> None:
        who = {name: value for name, value in (("role", role), ("rank", rank)) if value}
        time = sealed_at.isoformat() if sealed_at else now()
        with Register.open(database) as register:
            reading = (str(key), str(database))
            told = register.state(episode)
            command(Speaker(load_private(key), register, told, to, who or None, time, target, reading), **options)

    return spoken
