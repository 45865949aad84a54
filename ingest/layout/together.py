"""One paper laid out by several processes: each has a range of its pages and learns of the others what it must.

Most of layout looks at one page. What looks at the whole paper (which lines repeat, how text usually looks) tells
first what its own pages have, exchanges that, and then decides, all processes from the same facts. A paper laid out
by one process goes the same way with nobody to exchange with, so that the outcome is one and the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

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

    def share(self, value: T) -> list[T]:
        """Give a value and get the values of all, in the order of their pages; each calls it the same number of times.

        The values of others are copies: they are looked at, not changed.
        """

    def gather(self, value: T) -> list[T] | None:
        """Give a value to the first process, which gets them all; the others get None and have nothing more to do."""


class Alone:
    """A paper in one process."""

    place = 0

    def share(self, value: T) -> list[T]:
        """The value alone."""
        return [value]

    def gather(self, value: T) -> list[T] | None:
        """The value alone."""
        return [value]


ALONE = Alone()
