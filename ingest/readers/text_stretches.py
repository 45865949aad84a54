"""Stretches of words given to the columns of a table, in text that keeps layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.layout.document import Line, Word
from ingest.readers.tokens import BULLETS

# The synthetic frame, in points: so wide is a character, so far apart are lines, so far in do they begin.
CHARACTER = 5.0
LINE_HEIGHT = 12.0
MARGIN = 48.0
# White between two columns, in characters.
_GUTTER = 3
# Lines so near may tell where a column begins in one that is crowded.
_NEAR = 8
# A mark of a list is near its words, and two other stretches in one cell are rare.
_BULLET_COST, _SHARED_COST = 1.0, 8.0
_NEAR_BULLET = 6
_BULLET = re.compile(r"\W{1,2}|o")
_MARK = re.compile(r"\W{1,2}|o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
# A full line of a table has so many stretches.
FEWEST = 3


def place(x: float) -> int:
    """The character of its line at which a left edge stands, from 0."""
    return round((x - MARGIN) / CHARACTER)


@dataclass(slots=True)
class Stretch:
    """Words of one line that no wide blank parts; where it begins and ends, in characters, and its column."""

    words: list[Word]
    row: int
    col: int = -1

    @property
    def start(self) -> int:
        """Where its first character stands."""
        return place(self.words[0].x0)

    @property
    def end(self) -> int:
        """Where the character after its last stands."""
        return place(self.words[-1].x1)


@dataclass(slots=True)
class Columns:
    """A table's columns: where their headings begin and end, and where their words last began, in characters.

    ``placed`` keeps words with the column they belong to and how far in they stand; ``width`` is what they need;
    ``rows`` are the lines that were given to them.
    """

    heads: list[tuple[int, int]]
    starts: list[int]
    width: list[int]
    placed: list[tuple[Word, int, int]] = field(default_factory=list)
    rows: list[list[Stretch]] = field(default_factory=list)

    def keep(self, words: Sequence[Word], col: int, start: int) -> None:
        """Give words to a column whose words begin at a place."""
        for word in words:
            into = place(word.x0) - start
            self.placed.append((word, col, into))
            self.width[col] = max(self.width[col], into + len(word.text))


def give(chunk: Sequence[Sequence[Line]], table: Columns) -> None:
    """Give lines without white space between them to the columns."""
    rows = [[Stretch(line.words, index) for line in row] for index, row in enumerate(chunk)]
    for row in rows:
        _assign(row, table)
    _learn(rows, table)
    for row in rows:
        _assign(row, table)
    begun = [stretch for row in rows for stretch in row]
    for index, row in enumerate(rows):
        if len(row) == 1 and not row[0].col:
            continue  # as often as not the name of a section
        near = {head[0]: col for col, head in enumerate(table.heads)}
        near |= {other.start: other.col for other in begun if 0 < abs(other.row - index) <= _NEAR}
        parted = [part for stretch in row for part in _part(stretch, near)]
        if len(parted) > len(row):
            row[:] = parted
            _assign(row, table)
    table.rows.extend(rows)
    for col in range(len(table.starts)):
        _settle([stretch for row in rows for stretch in row if stretch.col == col], col, table)


def _learn(rows: Sequence[Sequence[Stretch]], table: Columns) -> None:
    """Where columns begin in some lines: fuller lines say it more surely, for fewer places suit their words."""
    for col in range(1, len(table.starts)):
        told: Counter[int] = Counter()
        for row in rows:
            for stretch in row:
                if stretch.col == col:
                    told[stretch.start] += len(row)
        if told:
            table.starts[col] = told.most_common(1)[0][0]


def _settle(stretches: Sequence[Stretch], col: int, table: Columns) -> None:
    """Give a column its stretches of some lines; how far in they stand is kept where a mark of a list says why."""
    if col == 0:
        for stretch in stretches:
            table.keep(stretch.words, col, table.heads[0][0])  # nothing pushes the first column
        return
    mark: Stretch | None = None
    before: Stretch | None = None
    first = 0
    for stretch in stretches:
        if before is not None and before.row == stretch.row:
            table.keep(stretch.words, col, first)
            continue
        marked = _MARK.fullmatch(stretch.words[0].text) is not None
        if before is None or stretch.row - before.row > 1 or (mark is not None and stretch.start <= mark.start):
            mark = None
        first = mark.start if mark is not None else stretch.start
        if marked and mark is None:
            mark = stretch
        table.keep(stretch.words, col, first)
        table.starts[col] = first
        before = stretch


def _part(stretch: Stretch, near: dict[int, int]) -> Iterator[Stretch]:
    """A stretch parted before words that stand where a further column begins in a line nearby."""
    words: list[Word] = []
    col = stretch.col
    for word in stretch.words:
        found = next((near[x] for x in _places(word) if near.get(x, -1) > col), None)
        if words and found is not None:
            col = found
            yield Stretch(words, stretch.row)
            words = []
        words.append(word)
    yield Stretch(words, stretch.row)


def _places(word: Word) -> tuple[int, ...]:
    """Where the column of a word may begin that opens a cell: there, or nearby where it looks like a beginning."""
    at = place(word.x0)
    if word.text in BULLETS:
        return tuple(range(at, at + _NEAR_BULLET))  # words hang behind their bullet
    return (at, at + 1, at - 1) if word.text[0].isupper() or word.text[0].isdigit() else (at,)


def _assign(row: Sequence[Stretch], table: Columns) -> None:
    """Give each stretch of a line the column that suits all of them best, left to right."""
    n_cols = len(table.starts)
    # costs[c]: least cost with the last stretch so far in column c; ways: the columns that cost it.
    costs = [_cost(row[0], col, table) for col in range(n_cols)]
    ways = [[col] for col in range(n_cols)]
    for before, stretch in pairwise(row):
        shared = _BULLET_COST if _BULLET.fullmatch(before.words[-1].text) else _SHARED_COST
        shared += max(0, stretch.start - before.end - _NEAR_BULLET)
        new_costs, new_ways = [], []
        for col in range(n_cols):
            options = [(costs[other] + _cost(stretch, col, table), other) for other in range(col)]
            options.append((costs[col] + shared, col))
            least, other = min(options)
            new_costs.append(least)
            new_ways.append([*ways[other], col])
        costs, ways = new_costs, new_ways
    best = min(range(n_cols), key=costs.__getitem__)
    for stretch, col in zip(row, ways[best], strict=True):
        stretch.col = col


def _cost(stretch: Stretch, col: int, table: Columns) -> float:
    """How far from a column a stretch stands: from where its words or its heading begin, or about one middle."""
    start, end = stretch.start, stretch.end
    left, right = table.heads[col]
    return min(abs(start - table.starts[col]), abs(start - left) + 0.5, abs(start + end - left - right) / 2 + 1.0)


def name_sections(rows: Sequence[Sequence[Stretch]]) -> None:
    """Set the names of sections in bold, as the page does: a line alone at the left, right above a row's first line.

    A line below words of the same cell is the rest of them, as often as not.
    """
    for above, row, below in zip([[], *rows], rows, rows[1:], strict=False):
        lead = below[0]
        if len(row) > 1 or row[0].col or lead.col or len(below) < FEWEST or not _opens(row[0]) or not _opens(lead):
            continue
        top = row[0].words[0].top
        if above and not above[0].col and 0 <= top - above[0].words[0].top < 2 * LINE_HEIGHT:
            continue
        if lead.words[0].top - top > 2 * LINE_HEIGHT or lead.words[0].top < top:
            continue
        for word in row[0].words:
            word.bold = True


def _opens(stretch: Stretch) -> bool:
    sign = stretch.words[0].text[0]
    return sign.isupper() or sign.isdigit()


def set_upright(table: Columns) -> None:
    """Move the words of a table to its columns, each wide enough for what it holds."""
    lefts = [table.heads[0][0]]
    for width in table.width[:-1]:
        lefts.append(lefts[-1] + width + _GUTTER)
    for word, col, into in table.placed:
        wide = word.x1 - word.x0
        word.x0 = MARGIN + CHARACTER * (lefts[col] + into)
        word.x1 = word.x0 + wide
