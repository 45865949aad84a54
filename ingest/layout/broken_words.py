"""Words that a narrow cell breaks without a hyphen ("Complete", "d"): which halves are one word.

A program breaks a word so only where it stands alone on its line and does not fit the cell. That a line is full does
not settle it, for a word may just fit. The halves are one word where the paper has the whole one elsewhere, or where
neither is anything by itself: the rest of a date, letters without a vowel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.layout.document import Cell, Page, Table, Word
from ingest.layout.together import ALONE, Together

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{2}|\d{4})")
_NUMBER = re.compile(r"£?\d{1,3}(?:,\d{3})+")
_REST = re.compile(r"[bcdfghjklmnpqrstvwxz]{1,3}\b", re.ASCII)
# A shorter beginning may be anything.
_LEAST_START = 3
# So many widths of the next character may be left free at the end of a full line.
_FREE = 1.0


def settle_broken_words(pages: Sequence[Page], tables: Sequence[Sequence[Table]], together: Together = ALONE) -> None:
    """Mark the first halves of broken words (``Word.soft``); changed in place.

    Args:
        pages: the pages.
        tables: their tables with lines; of others the edges of cells are not known.
        together: who else has pages of the paper.
    """
    halves = [pair for found in tables for table in found for pair in _halves_in(table)]
    forms = [_bare(word.text + after.text) for word, after in halves]
    asked = set().union(*together.share("broken words", forms))
    if not asked:
        return
    own = {_bare(word.text) for page in pages for word in page.words}
    known = set().union(*together.share("whole words", asked & own))
    for (word, after), form in zip(halves, forms, strict=True):
        if form in known or _is_one(word.text, after.text):
            word.soft = True


def _halves_in(table: Table) -> Iterator[tuple[Word, Word]]:
    for cell in table.cells if table.ruled == "ruled" else ():
        if len(cell.lines) > 1 and len(cell.boxes) == 1:
            yield from _halves_of(cell)


def _halves_of(cell: Cell) -> Iterator[tuple[Word, Word]]:
    _, left, _, right, _ = cell.boxes[0]
    padding = min(line.x0 for line in cell.lines) - left
    room = right - left - 2 * max(padding, 0.0)
    for line, following in pairwise(cell.lines):
        word, after = line.words[0], following.words[0]
        if len(line.words) > 1 or (not word.text[-1:].isalnum() and word.text[-1:] not in "/.-"):
            continue
        character = (after.x1 - after.x0) / len(after.text)
        if word.x1 - word.x0 + _FREE * character > room and after.text[:1].isalnum() and not after.text[:1].isupper():
            yield word, after


def _is_one(start: str, rest: str) -> bool:
    """Whether halves are one word beyond doubt."""
    whole = start + _EDGES.sub("", rest)
    if rest[0].isdigit():
        # "31/03/20" is a date already, and yet "25" alone on the next line is nothing else than its end.
        dated = _DATE.fullmatch(whole) and (len(rest) == len("25") or not _DATE.fullmatch(start))
        return bool(dated or (_NUMBER.fullmatch(whole) and not _NUMBER.fullmatch(start)))
    return len(start) >= _LEAST_START and start.isalpha() and _REST.match(rest) is not None


def _bare(text: str) -> str:
    return _EDGES.sub("", text).casefold()
