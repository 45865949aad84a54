"""Wide sheets printed over pages side by side: the columns that did not fit on a page stand on a later one.

Such pages have the same rows at the same heights, other headings, and the columns of the later one would have run over
the edge of the earlier one. The sheet's first columns may be printed again on each page.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.document import Block, Page, Table

# Rows and edges of two pages are the same within so many points.
_SAME = 1.5
_FEWEST_ROWS = 3
# So many rows of one height may be alike by chance; a heading row and fewer of other heights are not.
_EVEN_ROWS = 6
# A sheet is no more than so many pages of as many rows long.
_MOST_PAGES = 64
# The white space at the right of a page that is full may be smaller by this than that at its left.
_MARGIN = 6.0


@dataclass(slots=True)
class _Pair:
    """A part of a sheet with the part at its right: the pages, and where the columns' edges are."""

    left: int
    right: int
    left_xs: list[float]
    right_xs: list[float]


def join_across(body: Sequence[Block | Table], pages: Sequence[Page]) -> tuple[list[Block | Table], set[int]]:
    """Put the columns that a later page has at the right of the rows that they belong to.

    Returns:
        The body without the tables joined to others, which are changed in place, and the pages these stood on.
    """
    sizes = {page.number: (page.width, page.height) for page in pages}
    pairs: list[_Pair] = []
    joined: list[Table] = []
    # By number of rows: parts that have nothing at their left, each with the heights of its rows.
    known: dict[int, deque[tuple[list[float], Table]]] = {}
    for right in (part for part in body if isinstance(part, Table) and _may_be_part(part)):
        tops = _row_edges(right)
        lefts = known.setdefault(right.n_rows, deque(maxlen=_MOST_PAGES))
        for others, left in lefts:
            apart = left.pages[0] < right.pages[0] and sizes[left.pages[0]] == sizes[right.pages[0]]
            if apart and _alike(tops, others) and _is_beside(left, right, tops, sizes[right.pages[0]][0], pairs):
                pairs.append(_Pair(left.pages[0], right.pages[0], list(left.xs), list(right.xs)))
                _put_beside(left, right)
                joined.append(right)
                break
        else:
            lefts.append((tops, right))
    gone = {id(table) for table in joined}
    kept = [part for part in body if id(part) not in gone]
    return kept, {table.pages[0] for table in joined}


def _may_be_part(table: Table) -> bool:
    return table.ruled == "ruled" and len(table.pages) == 1 and len(table.xs) == table.n_cols + 1 and bool(table.boxes)


def _is_beside(left: Table, right: Table, tops: Sequence[float], width: float, pairs: Sequence[_Pair]) -> bool:
    """Whether the rows of a table go on in one of a later page, which has rows at the same heights."""
    if abs(left.xs[0] - right.xs[0]) > _SAME:
        return False
    again = _columns_again(left, right)
    if again == right.n_cols:
        return False
    room = width - left.xs[0] - left.xs[-1]
    if right.xs[again + 1] - right.xs[again] < room - _MARGIN:
        return False  # that column would have fitted
    if any(_follows(pair, left, right) for pair in pairs):
        return True
    heights = [b - a for a, b in pairwise(tops)]
    even = max(heights) - min(heights) <= 2 * _SAME
    return len(heights) >= (_EVEN_ROWS if even else _FEWEST_ROWS) and _has_headings(left, right)


def _follows(pair: _Pair, left: Table, right: Table) -> bool:
    """Whether two tables stand as far apart, with the same columns, as two that are parts of one sheet."""
    if right.pages[0] - left.pages[0] != pair.right - pair.left:
        return False
    return _alike(pair.left_xs, left.xs) and _alike(pair.right_xs, right.xs)


def _alike(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _row_edges(table: Table) -> list[float]:
    """The top of each row and the foot of the last."""
    page = table.pages[0]
    tops = [table.boxes[0][4]] * (table.n_rows + 1)
    for cell in table.cells:
        for number, _, top, _, _ in cell.boxes:
            if number == page:
                tops[cell.row] = min(tops[cell.row], top)
    return tops


def _columns_again(left: Table, right: Table) -> int:
    """How many of the first columns are those of the sheet, printed again."""
    count = 0
    while count < min(left.n_cols, right.n_cols):
        mine, others = _column(left, count), _column(right, count)
        if mine != others or not any(text for _, text in mine):
            break
        count += 1
    return count


def _column(table: Table, col: int) -> list[tuple[int, str]]:
    return [(cell.row, cell.text) for cell in table.cells if cell.col == col and (cell.col_span < table.n_cols)]


def _has_headings(left: Table, right: Table) -> bool:
    """Whether the first row with words in it is headings, other ones than the other table's.

    Headings are bold or coloured, as values beside labels are not; with the same ones it is two tables of one make.
    """
    first = min((cell.row for cell in right.cells if cell.lines), default=0)
    mine, others = ([cell for cell in table.cells if cell.row == first and cell.lines] for table in (left, right))
    marked = all(cell.fill is not None or all(line.bold for line in cell.lines) for cell in others)
    return marked and not {cell.text.casefold() for cell in others} <= {cell.text.casefold() for cell in mine}


def _put_beside(left: Table, right: Table) -> None:
    again = _columns_again(left, right)
    offset = left.n_cols - again
    whole = {cell.row: cell for cell in left.cells if cell.col == 0 and cell.col_span == left.n_cols}
    for cell in right.cells:
        over = whole.get(cell.row)
        wide = cell.col == 0 and cell.col_span == right.n_cols
        if wide and over is not None and cell.text in ("", over.text):
            over.col_span += offset + right.n_cols - left.n_cols
            left.repeated.append(cell)
        elif cell.col + cell.col_span <= again:
            left.repeated.append(cell)
        else:
            start = max(cell.col, again)
            cell.col_span -= start - cell.col
            cell.col = start + offset
            left.cells.append(cell)
    left.xs += [left.xs[-1] + x - right.xs[again] for x in right.xs[again + 1 :]]
    left.n_cols += right.n_cols - again
    left.boxes += right.boxes
    left.cells.sort(key=lambda cell: (cell.row, cell.col))
