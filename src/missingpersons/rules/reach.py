"""Rules about telephones: whether a number is one number, and whom it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from missingpersons.codes import Answer
from missingpersons.models import Episode
from missingpersons.values.contact import phone_e164

YES = Answer.YES
AT_HOME = "+44"
COMPARED = 10
"""How many digits, from the end, tell two numbers apart: those of a number of the United Kingdom without its nought."""


def number_and_e164_differ(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-164: a telephone's number and its international form are two numbers."""
    found = [
        f"/person/phones/{index}/e164"
        for index, phone in enumerate(episode.person.phones)
        if phone.e164 and _is_two(phone.number, phone.e164)
    ]
    for index, device in enumerate(episode.devices):
        if device.phone and device.phone.e164 and _is_two(device.phone.number, device.phone.e164):
            found.append(f"/devices/{index}/phone/e164")
    return found


def relation_reached_by_the_missing_persons_telephone(episode: Episode, _: datetime) -> Sequence[str]:
    """MP-R-165: somebody is to be reached by a telephone that the missing person has with them."""
    carried = [phone.number for phone in episode.person.phones if phone.with_them is YES]
    carried += [
        device.phone.number
        for device in episode.devices
        if device.phone and (device.with_them is YES or device.phone.with_them is YES)
    ]
    if not carried:
        return ()
    ends = [end for number in carried if len(end := _joined(number)[-COMPARED:]) == COMPARED and end.isdigit()]
    return [
        f"/person/relations/{index}/contact_point"
        for index, relation in enumerate(episode.person.relations)
        if relation.contact_point and _has_one(_joined(relation.contact_point), ends)
    ]


def _is_two(number: str, e164: str) -> bool:
    # A number told as it is dialled in its own country cannot be compared: only one that says its country, or ours.
    if len(e164) <= COMPARED or not (number.startswith("+") or e164.startswith(AT_HOME)):
        return False
    dialled = phone_e164(number)
    return dialled is not None and dialled != e164


def _has_one(text: str, ends: list[str]) -> bool:
    return any(end in text for end in ends)


def _joined(text: str) -> str:
    return text.replace(" ", "").replace("-", "")
