"""What the messages about one episode amount to now, written to the tables that are looked up and counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from missingpersons.exchange.facts import Fact
from missingpersons.exchange.fold import fold_facts
from missingpersons.exchange.state import State
from missingpersons.exchange.verdicts import Verdicts
from missingpersons.exchange.versions import MISSING, Claim
from missingpersons.models import Episode
from missingpersons.register.columns import columns
from missingpersons.wire import parse


def bring_in_step(connection: sqlite3.Connection, episode_id: str, facts: Iterable[Fact]) -> tuple[State, Verdicts]:
    """Fold every message about the episode, and make the derived tables say what that comes to."""
    state, judged = fold_facts(facts, episode_id)
    connection.execute("DELETE FROM held WHERE digest IN (SELECT digest FROM fact WHERE episode_id = ?)", (episode_id,))
    connection.executemany(
        "INSERT INTO held VALUES (?, ?, ?)", [(each.digest, each.code, each.waits_for) for each in state.held]
    )
    standing = [(each.digest, " ".join(each.doubts)) for each in state.claims]
    shown = connection.execute("SELECT claim, doubts FROM claim WHERE episode_id = ? ORDER BY place", (episode_id,))
    if shown.fetchall() != standing:
        # What stands beside a claim goes with it: the tables say ON DELETE CASCADE.
        connection.execute("DELETE FROM claim WHERE episode_id = ?", (episode_id,))
        for place, claim in enumerate(state.claims):
            _show(connection, state, place, claim)
    return state, judged


def _show(connection: sqlite3.Connection, state: State, place: int, claim: Claim) -> None:
    key = claim.digest
    made = columns(parse(claim.document, Episode))
    row = {
        "claim": key,
        "episode_id": state.episode_id,
        "place": place,
        "doubts": " ".join(claim.doubts),
        "unsettled": int(any(each.doubts for each in state.claims)),
        "missing_now": int(any(each.status in MISSING for each in state.claims)),
        "tenure": claim.tenure,
        "revision": claim.revision,
        **made.episode,
    }
    places = ", ".join(f":{name}" for name in row)
    connection.execute(
        f"INSERT INTO claim ({', '.join(row)}) VALUES ({places})",  # noqa: S608
        row,
    )
    worn = [(key, each.concept, " ".join(each.shades)) for each in made.garments]
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", [(key, *each) for each in made.names])
    connection.executemany("INSERT INTO search_key VALUES (?, ?, ?)", [(*each, key) for each in made.keys])
    connection.executemany("INSERT INTO garment VALUES (?, ?, ?)", worn)
    connection.executemany("INSERT INTO mark VALUES (?, ?)", [(key, each) for each in made.marks])
    connection.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", [(key, *each) for each in made.seen])
