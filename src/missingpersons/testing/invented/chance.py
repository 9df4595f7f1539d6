"""Chance that falls the same way for ever: choices made of nothing but ``Random.random`` and ``getrandbits``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

_Item = TypeVar("_Item")

_POWERS = tuple(10**number for number in range(12))


class Chance:
    """Choices from a seed and a number. Python promises of ``random`` that its values stay; of ``choice`` it does not.

    ``c.random() < 0.3`` is true three times in ten.

    >>> Chance(14).between(1, 6)
    5
    """

    __slots__ = ("_bits", "random")

    def __init__(self, seed: int, number: int = 0) -> None:
        source = Random(seed << 64 | number)
        self.random = source.random
        self._bits = source.getrandbits

    def below(self, end: int) -> int:
        """A whole number from nought to below ``end``."""
        return int(self.random() * end)

    def between(self, least: int, most: int) -> int:
        """A whole number from ``least`` to ``most``."""
        return least + int(self.random() * (most - least + 1))

    def one(self, choices: Sequence[_Item]) -> _Item:
        """One of ``choices``, each as likely as the others."""
        return choices[int(self.random() * len(choices))]

    def some(self, choices: Sequence[_Item], most: int) -> list[_Item]:
        """One to ``most`` of ``choices`` that stand side by side, in order and each once."""
        number = min(1 + int(self.random() * most), len(choices))
        first = int(self.random() * (len(choices) - number + 1))
        return list(choices[first : first + number])

    def digits(self, number: int) -> str:
        """``number`` decimal digits."""
        return str(int((1 + self.random()) * _POWERS[number]))[-number:]

    def hexadecimal(self, number: int) -> str:
        """``number`` hexadecimal digits."""
        return f"{self._bits(number * 4):0{number}x}"


def weighted(shares: Mapping[_Item, int]) -> tuple[_Item, ...]:
    """Each choice as often as its share says, for ``Chance.one``.

    >>> weighted({"yes": 2, "no": 1})
    ('yes', 'yes', 'no')
    """
    return tuple(choice for choice, share in shares.items() for _ in range(share))
