"""Boxes to tick: which of the answers printed beside one another is marked."""

from __future__ import annotations

import re

from ingest.vocabulary.loader import Vocabulary

_EDGES = " \t\n:;,–—-"


class TickBook:
    """Signs of boxes that are marked and of boxes that are not."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ticked = _any_of(vocabulary, "ticked")
        self._either = re.compile(f"{self._ticked.pattern}|{_any_of(vocabulary, 'unticked').pattern}")

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> TickBook:
        """The signs of a vocabulary; made once."""
        return vocabulary.once("tick book", cls)

    def chosen(self, text: str) -> str | None:
        """The answer that is marked in "☐ Yes ☒ No" or "Yes [x] No [ ]"; None where no box is marked.

        Args:
            text: the answers as printed, with a line feed where a new line or cell begins.
        """
        marks = list(self._either.finditer(text))
        ticks = [mark for mark in marks if self._ticked.fullmatch(mark.group())]
        if not ticks:
            return None
        first = ticks[0]
        at = marks.index(first)
        if not text[: marks[0].start()].strip():
            end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
            return text[first.end() : end].strip(_EDGES) or None
        start = marks[at - 1].end() if at else 0
        # Cells in front of the marked one have answers without a box of their own.
        lines = text[start : first.start()].strip(_EDGES).split("\n")
        return lines[-1].strip(_EDGES) or None


def _any_of(vocabulary: Vocabulary, group: str) -> re.Pattern[str]:
    signs = [re.escape(sign) for sign in vocabulary.words("front_matter", group)]
    return re.compile("|".join([*signs, *(pattern.pattern for pattern in vocabulary.patterns("front_matter", group))]))
