"""Rules about telephones: whether a number is one number, and whom it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.models.contact import Phone
from missingpersons.values.contact import phone_e164

AT_HOME = "+44"
COMPARED = 10
"""How many digits, from the end, tell two numbers apart: those of a number of the United Kingdom without its nought."""

_other_than_digits = re.compile("[^0-9]+")


def number_and_e164_differ(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-164: a telephone's number and its international form are two numbers."""
    for index, phone in enumerate(episode.person.phones):
        if phone.e164 and _is_two(phone):
            yield f"/person/phones/{index}/e164"
    for index, device in enumerate(episode.devices):
        if device.phone and device.phone.e164 and _is_two(device.phone):
            yield f"/devices/{index}/phone/e164"


def relation_reached_by_the_missing_persons_telephone(episode: Episode, _: datetime) -> Iterator[str]:
    """MP-R-165: somebody is to be reached by a telephone that the missing person has with them."""
    carried = [phone.number for phone in episode.person.phones if phone.with_them is Answer.YES]
    carried += [
        device.phone.number
        for device in episode.devices
        if device.phone and (device.with_them is Answer.YES or device.phone.with_them is Answer.YES)
    ]
    if not carried:
        return
    ends = [number for each in carried if len(number := _digits(each)[-COMPARED:]) == COMPARED]
    for index, relation in enumerate(episode.person.relations):
        if relation.contact_point:
            reached = _digits(relation.contact_point)
            if any(number in reached for number in ends):
                yield f"/person/relations/{index}/contact_point"


def _is_two(phone: Phone) -> bool:
    # A number told as it is dialled in its own country cannot be compared: only one that says its country, or ours.
    if (
        phone.e164 is None
        or len(phone.e164) <= COMPARED
        or not (phone.number.startswith("+") or phone.e164.startswith(AT_HOME))
    ):
        return False
    dialled = phone_e164(phone.number)
    return dialled is not None and dialled != phone.e164


def _digits(text: str) -> str:
    return _other_than_digits.sub("", text)
