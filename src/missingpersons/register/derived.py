"""What the messages about one episode amount to now, written to the tables that are looked up and counted."""

from __future__ import annotations

import sqlite3

from missingpersons.codes import Status
from missingpersons.exchange.ledger import Publication, State, fold
from missingpersons.models import Episode
from missingpersons.register.columns import columns
from missingpersons.wire import parse

MISSING_NOW = frozenset({Status.OPEN, Status.LOCATED})
"""The statuses in which somebody is still being looked for or after."""


def bring_in_step(connection: sqlite3.Connection, episode_id: str) -> State:
    """Fold every publication of the episode, and make the derived tables say what that comes to."""
    published = [
        Publication(*row)
        for row in connection.execute(
            "SELECT message_id, digest, force, episode_id, tenure, revision, status, document FROM publication "
            "WHERE episode_id = ?",
            (episode_id,),
        )
    ]
    state = fold(published)
    connection.executemany("DELETE FROM held WHERE digest = ?", [(each.digest,) for each in published])
    connection.executemany("INSERT INTO held VALUES (?, ?)", sorted(state.held.items()))
    standing = [(each.digest, " ".join(state.doubts(each))) for each in state.claims]
    shown = connection.execute("SELECT claim, doubts FROM claim WHERE episode_id = ? ORDER BY place", (episode_id,))
    if shown.fetchall() != standing:
        # What stands beside a claim goes with it: the tables say ON DELETE CASCADE.
        connection.execute("DELETE FROM claim WHERE episode_id = ?", (episode_id,))
        for place, claim in enumerate(state.claims):
            _show(connection, state, place, claim)
    return state


def _show(connection: sqlite3.Connection, state: State, place: int, claim: Publication) -> None:
    key = claim.digest
    made = columns(parse(claim.document, Episode))
    row = {
        "claim": key,
        "episode_id": claim.episode_id,
        "place": place,
        "doubts": " ".join(state.doubts(claim)),
        "unsettled": int(any(map(state.doubts, state.claims))),
        "missing_now": int(any(each.status in MISSING_NOW for each in state.claims)),
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
