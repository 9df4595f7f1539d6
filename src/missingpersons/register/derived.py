"""What the messages about one episode amount to now, written to the tables that are looked up and counted."""

from __future__ import annotations

import sqlite3

from missingpersons.exchange.ledger import Publication, State, fold
from missingpersons.models import Episode
from missingpersons.register.columns import columns
from missingpersons.wire import parse


def bring_in_step(connection: sqlite3.Connection, episode_id: str) -> State:
    """Fold every publication of the episode, and make the derived tables say what that comes to."""
    published = [
        Publication(*row)
        for row in connection.execute(
            "SELECT message_id, digest, force, episode_id, tenure, revision, document FROM publication "
            "WHERE episode_id = ?",
            (episode_id,),
        )
    ]
    state = fold(published)
    connection.executemany("DELETE FROM held WHERE digest = ?", [(each.digest,) for each in published])
    connection.executemany("INSERT INTO held VALUES (?, ?)", sorted(state.held.items()))
    if state.current and not _is_shown(connection, state.current):
        _show(connection, state.current)
    return state


def _is_shown(connection: sqlite3.Connection, current: Publication) -> bool:
    row = connection.execute("SELECT digest FROM episode WHERE episode_id = ?", (current.episode_id,)).fetchone()
    return row is not None and row[0] == current.digest


def _show(connection: sqlite3.Connection, current: Publication) -> None:
    key = current.episode_id
    made = columns(parse(current.document, Episode))
    row = {
        "episode_id": key,
        "digest": current.digest,
        "tenure": current.tenure,
        "revision": current.revision,
        **made.episode,
    }
    places = ", ".join(f":{name}" for name in row)
    # What stands beside the episode goes with it: the tables say ON DELETE CASCADE.
    connection.execute("DELETE FROM episode WHERE episode_id = ?", (key,))
    connection.execute(
        f"INSERT INTO episode ({', '.join(row)}) VALUES ({places})",  # noqa: S608
        row,
    )
    worn = [(key, each.concept, " ".join(each.shades)) for each in made.garments]
    connection.executemany("INSERT INTO name VALUES (?, ?, ?)", [(key, *each) for each in made.names])
    connection.executemany("INSERT INTO search_key VALUES (?, ?, ?)", [(*each, key) for each in made.keys])
    connection.executemany("INSERT INTO garment VALUES (?, ?, ?)", worn)
    connection.executemany("INSERT INTO mark VALUES (?, ?)", [(key, each) for each in made.marks])
    connection.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", [(key, *each) for each in made.seen])
