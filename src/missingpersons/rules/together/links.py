"""Rules about what one person's episodes say of each other."""

from __future__ import annotations

from collections.abc import Iterator

from missingpersons.codes import EpisodeRelation
from missingpersons.rules.together.history import History, Where


def not_linked_back(history: History) -> Iterator[Where]:
    """MP-R-258: another episode names this one as the same person's, and this one does not name it."""
    current = history.current
    names = {name: {each.episode_id for each in episode.related} for name, (_, episode) in current.items()}
    unnamed = {
        each.episode_id
        for name, (_, episode) in current.items()
        for each in episode.related
        if each.relation is EpisodeRelation.SAME_PERSON
        and each.episode_id in current
        and name not in names[each.episode_id]
        # Nobody names an episode that nobody has reported yet.
        and current[each.episode_id][1].recorded_at > (episode.reported_at or episode.recorded_at)
    }
    return ((current[name][0], "/related") for name in unnamed)


def said_to_be_somebody_else(history: History) -> Iterator[Where]:
    """MP-R-259: something here says that the episodes given are not one person's."""
    for index, episode in history.current.values():
        for place, each in enumerate(episode.related):
            if each.relation is EpisodeRelation.NOT_SAME_PERSON and each.episode_id in history.current:
                yield index, f"/related/{place}"
    for spell in history.spells:
        outcome = spell.episode.outcome
        if outcome and outcome.fatal_outcome and spell.begun < history.last_start:
            yield spell.which, "/outcome/fatal_outcome"
