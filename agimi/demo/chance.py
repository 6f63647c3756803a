"""Chance that can be repeated: the same seed gives the same people, days and numbers."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

from agimi.access.codes import ALPHABET

T = TypeVar("T")
SEED = "agimi 2020-2024"


class TooFew(ValueError):
    """A selection asks for more than there are to choose from."""


class Chance(random.Random):
    """A stream of chance of its own for each subject, so that subjects do not disturb each other."""

    def __init__(self, subject: str, seed: str = SEED) -> None:
        super().__init__(f"{seed}/{subject}")

    def pick(self, items: Iterable[T], number: int, what: str = "") -> list[T]:
        """Exactly so many different items, in the order in which they stand."""
        pool = list(items)
        if number > len(pool):
            raise TooFew(f"{what or 'selection'}: {number} asked for, {len(pool)} there")
        chosen = sorted(self.sample(range(len(pool)), number))
        return [pool[index] for index in chosen]

    def spread(self, counts: Mapping[T, int]) -> list[T]:
        """Each value as often as its count says, shuffled."""
        values = [value for value, count in counts.items() for _ in range(count)]
        self.shuffle(values)
        return values

    def deal(self, total: int, hands: int, most: int, least: int = 0) -> list[int]:
        """A total dealt among so many hands, each between ``least`` and ``most``."""
        if not least * hands <= total <= most * hands:
            raise TooFew(f"{total} cannot be dealt to {hands} hands of {least} to {most}")
        dealt = [least] * hands
        for _ in range(total - least * hands):
            open_hands = [index for index, value in enumerate(dealt) if value < most]
            dealt[self.choice(open_hands)] += 1
        return dealt

    def shares(self, total: int, weights: Sequence[float], least: int = 0) -> list[int]:
        """A total in proportion to weights, by largest remainders; each at least ``least``."""
        rest = total - least * len(weights)
        if rest < 0:
            raise TooFew(f"{total} is less than {least} for each of {len(weights)}")
        whole = sum(weights)
        exact = [rest * weight / whole for weight in weights]
        parts = [int(value) for value in exact]
        order = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
        for index in order[: rest - sum(parts)]:
            parts[index] += 1
        return [part + least for part in parts]

    def day(self, start: dt.date, end: dt.date) -> dt.date:
        """A day between two days, both included."""
        return start + dt.timedelta(days=self.randrange((end - start).days + 1))

    def workday(self, start: dt.date, end: dt.date) -> dt.date:
        """A day between two days that is no Sunday, where there is one."""
        day = self.day(start, end)
        if day.weekday() == 6:
            day += dt.timedelta(days=1 if day < end else -1 if day > start else 0)
        return day

    def days(self, start: dt.date, end: dt.date, number: int) -> list[dt.date]:
        """So many workdays spread over a time, in order."""
        span = (end - start).days + 1
        found = []
        for index in range(number):
            low = start + dt.timedelta(days=span * index // number)
            high = start + dt.timedelta(days=max(span * (index + 1) // number - 1, 0))
            found.append(self.workday(low, max(low, high)))
        return found


def fixed_code(prefix: str, *parts: object, length: int = 12) -> str:
    """A code as records have it, but the same in every run."""
    data = blake2b("/".join((SEED, prefix, *map(str, parts))).encode(), digest_size=16).digest()
    number = int.from_bytes(data, "big")
    letters = "".join(ALPHABET[(number >> (5 * index)) & 31] for index in range(length))
    return "-".join([prefix, *(letters[i : i + 4] for i in range(0, length, 4))])


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier."""
    return day.replace(year=day.year - years, day=min(day.day, 28))
