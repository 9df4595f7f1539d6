"""What crosses a force boundary: a CloudEvent, and what its receiver needs to judge the data in it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from missingpersons.models._base import Many, Record
from missingpersons.models.episode import Episode
from missingpersons.values.dates import Timestamp
from missingpersons.values.text import Uuid

EPISODE_PUBLISHED = "uk.missingpersons.episode.published.v1"
"""The type of a message that carries a whole version of an episode."""

SOURCE_PREFIX = "urn:missingpersons:force:"

FindingCode = Annotated[str, Field(pattern="^MP-[A-Z]-[0-9]{3}$", max_length=8)]


class Quality(Record):
    """What the sender's checks found, so that the receiver can judge accuracy, completeness and currency.

    Data Protection Act 2018, section 38(5)(b). Codes only: a finding never quotes the data.
    """

    profile: Annotated[str, Field(pattern="^[a-z][a-z-]*$", max_length=40)]
    """The purpose that the episode was checked for."""
    judged_as_of: Timestamp
    """The moment that the checks judged from."""
    errors: Annotated[int, Field(ge=0, le=100_000)]
    """How many findings are errors."""
    warnings: Annotated[int, Field(ge=0, le=100_000)]
    """How many findings are warnings."""
    advice: Annotated[int, Field(ge=0, le=100_000)]
    """How many findings are advice."""
    codes: Many[FindingCode] = ()
    """The codes that were found, each once, in order. The catalogue says what they mean."""


class PublishedEpisode(Record):
    """The body of a message that publishes an episode."""

    episode: Episode
    """The whole episode as its owner recorded it: a snapshot, never a change."""
    quality: Quality
    """What the sender's checks found in it."""


class Message(Record):
    """One signed CloudEvents 1.0 event about one episode."""

    specversion: Literal["1.0"]
    """The version of CloudEvents: always `1.0`."""
    id: Uuid
    """The message's identity: the same content from the same force has the same one."""
    type: Literal["uk.missingpersons.episode.published.v1"]
    """What the message does, with the version of its body."""
    source: Annotated[str, Field(pattern="^urn:missingpersons:force:[a-z][a-z0-9-]*$", max_length=65)]
    """The force that sends it: `urn:missingpersons:force:` and its code in the list `forces`."""
    subject: Uuid
    """The episode that it is about."""
    time: Timestamp
    """When it was sealed, by the sender's clock, which proves nothing."""
    datacontenttype: Literal["application/json"]
    """Always `application/json`."""
    mpsignature: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,600}\\.\\.[A-Za-z0-9_-]{1,200}$", max_length=802)]
    """The signature: a detached JWS (RFC 7515, appendix F) over the RFC 8785 form of everything else."""
    data: PublishedEpisode
    """The body."""
