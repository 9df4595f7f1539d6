"""What of an episode is compared and counted, as flat columns: the register's search rows are made here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from missingpersons.codes import Sex
from missingpersons.models import Episode
from missingpersons.models.common import Place, Window
from missingpersons.models.person import Person
from missingpersons.register.clothing import Garment, garments, phrases, vocabulary
from missingpersons.register.words import heard, number_keys, phone_key, words
from missingpersons.values.dates import moment

LOCAL_SCHEMES = frozenset({"force_nominal", "other"})
"""The schemes whose numbers mean nothing outside one force: another force may have given the same one."""

ADULT_AT = 18

Seen = tuple[float, float, float | None]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one episode, and the rows beside it. Never shown by ``repr``."""

    episode: dict[str, str | int | float | None] = field(repr=False)
    names: tuple[tuple[str, str], ...] = field(repr=False)
    keys: tuple[tuple[str, str], ...] = field(repr=False)
    garments: tuple[Garment, ...] = field(repr=False)
    marks: tuple[str, ...] = field(repr=False)
    seen: tuple[Seen, ...] = field(repr=False)


def columns(episode: Episode) -> Columns:
    """The columns that ``episode`` is looked up and counted by."""
    person = episode.person
    names = tuple(dict.fromkeys(_names(person)))
    description = person.description
    shortest = longest = None
    if description:
        shortest = description.height_min_cm or description.height_max_cm
        longest = description.height_max_cm or description.height_min_cm
    since = episode.missing_since
    born = person.date_of_birth
    day = moment(episode.reported_at or episode.recorded_at).date()
    scheme, level = _risk(episode)
    return Columns(
        episode={
            "status": str(episode.status),
            "owner_force": episode.owner_force,
            "person_reference": person.person_reference,
            "sex": str(person.sex) if person.sex in (Sex.MALE, Sex.FEMALE) else None,
            "gender": person.gender,
            "ethnicity": known(person.ethnicity_observed, "not_recorded"),
            "born_from": born.earliest().toordinal() if born else None,
            "born_to": born.latest().toordinal() if born else None,
            **dict(zip(("stated_from", "stated_to"), _stated(person, day), strict=True)),
            "height_min": shortest,
            "height_max": longest,
            "build": known(description.build if description else None, "unknown"),
            "hair_colour": known(description.hair_colour if description else None, "unknown", "other", "multi"),
            "missing_since": moment(since.earliest).timestamp() if since and since.earliest else None,
            "place_words": " ".join(sorted(_place_words(episode))),
            "reporting_year": reporting_year(moment(episode.reported_at).date()) if episode.reported_at else None,
            "age_group": age_group(person, day),
            "scheme": scheme,
            "level": level,
        },
        names=names,
        keys=tuple(dict.fromkeys(_keys(person, names, day.year))),
        garments=tuple(each for worn in person.clothing for each in garments(worn.text, worn.colours)),
        marks=tuple(
            features
            for mark in person.marks
            if (
                features := mark_features(
                    " ".join(
                        str(part).replace("_", " ") for part in (mark.kind, mark.site, mark.side, mark.text) if part
                    )
                )
            )
        ),
        seen=tuple(_seen(episode)),
    )


def known(code: str | None, *unsaid: str) -> str | None:
    """The code, or None where it says that nothing is known."""
    return None if code in unsaid else code


def mark_features(text: str) -> str:
    """A mark as the kinds, sites, sides and telling words in it, separated by spaces.

    >>> mark_features("tattoo of an anchor, left lower arm")
    'anchor kind:tattoo side:left site:forearm'
    """
    vocabulary_ = vocabulary()
    tokens = words(text)
    found = phrases(tokens, vocabulary_.mark_words)
    taken = {place for _, first, last in found for place in range(first, last)}
    rest = {token for place, token in enumerate(tokens) if place not in taken} - vocabulary_.ignored
    return " ".join(sorted(rest | {code for code, _, _ in found}))


def reporting_year(day: date) -> str:
    """The year from 1 April to 31 March that ``day`` falls in, as it is published.

    >>> reporting_year(date(2025, 3, 31)), reporting_year(date(2025, 4, 1))
    ('2024/25', '2025/26')
    """
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def age_group(person: Person, day: date) -> str:
    """``child`` (under 18), ``adult`` or ``unknown`` on ``day``, by date of birth or else stated age."""
    ages = person.date_of_birth.living_ages_on(day) if person.date_of_birth else range(0)
    if ages:
        youngest: int | None = ages[0]
        oldest: int | None = ages[-1]
    else:
        youngest, oldest = (person.age.min, person.age.max) if person.age else (None, None)
    if oldest is not None and oldest < ADULT_AT:
        return "child"
    return "adult" if youngest is not None and youngest >= ADULT_AT else "unknown"


def born_between(youngest: int | None, oldest: int | None, day: date) -> tuple[int | None, int | None]:
    """The first and last day, as ordinals, on which somebody of that age on ``day`` may be born."""
    first = None if oldest is None else int(day.toordinal() - (oldest + 1) * 365.2425) + 1
    last = None if youngest is None else int(day.toordinal() - youngest * 365.2425)
    return first, last


def _stated(person: Person, day: date) -> tuple[int | None, int | None]:
    if not person.age:
        return None, None
    return born_between(person.age.min, person.age.max, day)


def _names(person: Person) -> Iterator[tuple[str, str]]:
    for name in person.names:
        if name.given or name.family:
            yield " ".join(name.given), name.family or ""
        if name.full:
            given, _, family = name.full.strip().rpartition(" ")
            yield given, family


def _keys(person: Person, names: Sequence[tuple[str, str]], year: int) -> Iterator[tuple[str, str]]:
    for each in names:
        for token in words(" ".join(each)):
            yield "name", token
            if len(token) > 1 and (sound := heard(token)):
                yield "heard", sound
    for phone in person.phones:
        if key := phone_key(phone.number):
            yield "phone", key
    for identifier in person.identifiers:
        kind = "local_number" if identifier.scheme in LOCAL_SCHEMES else "number"
        for key in number_keys(identifier.value, year):
            yield kind, key
    if person.person_reference:
        for key in number_keys(person.person_reference, year):
            yield "local_number", key


def _risk(episode: Episode) -> tuple[str | None, str | None]:
    """The scheme and the level (or the category that is none) of the newest decision that has one."""
    for each in reversed(episode.assessments):
        level = each.level or each.category
        if level:
            return each.scheme, level
    return None, None


def _places(episode: Episode) -> Iterator[tuple[Place | None, Window | None]]:
    if episode.last_seen:
        yield episode.last_seen.place, episode.last_seen.window or episode.missing_since
    if episode.missing_from:
        yield episode.missing_from.place, episode.missing_since
    yield episode.intended_destination, None
    for sighting in episode.sightings:
        yield sighting.place, sighting.window


def _seen(episode: Episode) -> Iterator[Seen]:
    for place, window in _places(episode):
        if place and place.point:
            last = (window.latest or window.earliest) if window else None
            at = moment(last).timestamp() if last else None
            yield float(place.point.latitude), float(place.point.longitude), at


def _place_words(episode: Episode) -> set[str]:
    texts = [
        text for place, _ in _places(episode) if place for text in (place.text, *place.lines, place.postcode) if text
    ]
    return {word for text in texts for word in words(text) if len(word) > 2} - vocabulary().ignored
