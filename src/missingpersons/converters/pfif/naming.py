"""Which record of PFIF an episode is, and which episode a record: a copy keeps the id that it was born with."""

from __future__ import annotations

import re
from functools import cache

from missingpersons.codes import codelist
from missingpersons.values.episode_ids import episode_id

OWNER = "ca.zesty.pfif"
"""The owner of the local fields that hold what only PFIF has: the address of the format, from its end."""

DOMAIN = "missingpersons.example"
"""The end of the domain of records that the library names itself, until somebody owns an address."""

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_OURS = re.compile(rf"([a-z][a-z0-9-]{{0,39}})\.{re.escape(DOMAIN)}/({_UUID})")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def is_domain(text: str) -> bool:
    """Whether a record's id can begin with it."""
    return len(text) <= 253 and bool(_DOMAIN.fullmatch(text))


def record_id(force: str, episode: str, domain: str | None = None) -> str:
    """The id of the record that a force's episode becomes."""
    return f"{domain or f'{force}.{DOMAIN}'}/{episode}"


def owner_and_episode(record: str) -> tuple[str, str] | None:
    """The force and the episode that a record's id names, if the library made it."""
    found = _OURS.fullmatch(record)
    return (found[1], found[2]) if found else None


def episode_of(record: str, owner_force: str) -> str:
    """The id of the episode that a record becomes: its own if a force wrote it, else always the same for one owner."""
    ours = owner_and_episode(record)
    return ours[1] if ours else episode_id(owner_force, record)


@cache
def force_title(force: str) -> str:
    """What a force is called, for people."""
    entry = codelist("forces").entries.get(force)
    return entry.title if entry else force
