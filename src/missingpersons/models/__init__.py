"""Records only: fields, types and the text that is published with them."""

from missingpersons.models.episode import STANDARD_MAJOR, STANDARD_VERSION, Episode

__all__ = ["STANDARD_MAJOR", "STANDARD_VERSION", "Episode"]
