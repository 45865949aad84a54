"""One paper laid out by several processes: each has a range of its pages and learns of the others what it must.

Most of layout looks at one page. What looks at the whole paper (which lines repeat, how text usually looks) tells
first what its own pages have, exchanges that, and then decides, all processes from the same facts. A paper laid out
by one process goes the same way with nobody to exchange with, so that the outcome is one and the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
K = TypeVar("K")


def added(parts: Sequence[Counter[K]]) -> Counter[K]:
    """Counts of all processes as one."""
    return parts[0] if len(parts) == 1 else sum(parts[1:], parts[0])


class Together(Protocol):
    """The processes that share a paper; the first one has its first pages."""

    @property
    def place(self) -> int:
        """Which one of them this is, from 0."""

    @property
    def count(self) -> int:
        """How many they are."""

    def share(self, topic: str, value: T) -> list[T]:
        """Give a value and get the values of all, in the order of their pages; each calls it the same number of times.

        The values of others are copies: they are looked at, not changed. The topic says what is told.
        """

    def gather(self, value: T) -> list[T] | None:
        """Give a value to the first process, which gets them all; the others get None and have nothing more to do."""


class Alone:
    """A paper in one process."""

    place = 0
    count = 1

    def share(self, topic: str, value: T) -> list[T]:
        """The value alone."""
        return [value]

    def gather(self, value: T) -> list[T] | None:
        """The value alone."""
        return [value]


class Windows:
    """A long paper laid out one stretch of pages after the other, so that the words of few pages are held at a time.

    What the stretches before told counts as if other processes had told it; what is still to come is not known.
    """

    def __init__(self, processes: Together) -> None:
        self._processes = processes
        self._told: dict[str, list[Any]] = {}
        self._now: dict[str, list[Any]] = {}
        self._before = 0

    @property
    def place(self) -> int:
        """Which one this is of all that have told or are telling something."""
        return self._before + self._processes.place

    @property
    def count(self) -> int:
        """How many have told or are telling something."""
        return self._before + self._processes.count

    def share(self, topic: str, value: T) -> list[T]:
        """The values of the stretches before, then those of the processes."""
        now = self._processes.share(topic, value)
        self._now[topic] = now
        return [*self._told.get(topic, ()), *now]

    def gather(self, value: T) -> list[T] | None:
        """See ``Together.gather``."""
        return self._processes.gather(value)

    def go_on(self) -> None:
        """Go to the next stretch of pages."""
        self._before += self._processes.count
        for topic, now in self._now.items():
            self._told.setdefault(topic, []).extend(now)
        self._now = {}


ALONE = Alone()
