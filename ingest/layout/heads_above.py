"""Headings that stand above a grid without lines of their own: each belongs to the column that it stands over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.layout.aligned_head import MIN_COLUMNS, IsHeading
from ingest.layout.document import Cell, Line, Table, Word
from ingest.layout.lines import group_lines, rows_of_lines

_KNOWN_SHARE = 0.6
_HEADED_SHARE = 0.5
_MOST_LINES = 4
# The lowest heading is no further above the grid, nor one line of them above the next, than so many heights of a line.
_NEAR = 1.7
# A word stands over a column where it reaches beyond its edges by no more than this, in points.
_BEYOND = 2.0


def take_headings_above(tables: Sequence[Table], rest: list[Word], is_heading: IsHeading) -> list[Word]:
    """Give grids without headings those that stand straight above them; returns the words left over.

    Args:
        tables: tables of a page that lines tell; changed in place.
        rest: words that are in no table.
        is_heading: whether a text is a known column heading.
    """
    for table in tables:
        if table.n_cols < MIN_COLUMNS or len(table.xs) != table.n_cols + 1 or _is_headed(table, is_heading):
            continue
        lines = _lines_above(table, rest)
        best = max(range(len(lines) + 1), key=lambda count: (_known(lines[:count], table.n_cols, is_heading), -count))
        if not best or not _known(lines[:best], table.n_cols, is_heading):
            continue
        taken = _put_above(table, lines[:best])
        rest = [word for word in rest if id(word) not in taken]
    return rest


def _is_headed(table: Table, is_heading: IsHeading) -> bool:
    """Whether one of a table's first two rows is headings by half; a date or a status may look like one."""
    for row in (0, 1):
        texts = [cell.text for cell in table.cells if cell.row == row and cell.lines]
        if texts and sum(1 for text in texts if is_heading(text)) >= _HEADED_SHARE * len(texts):
            return True
    return False


def _lines_above(table: Table, rest: Sequence[Word]) -> list[list[list[Word]]]:
    """The lines above a table whose words all stand over its columns, the lowest first: the words of each column."""
    _, left, top, right, _ = table.boxes[0]
    words = [
        word for word in rest if not word.turn and word.bottom <= top + _BEYOND and word.x1 > left and word.x0 < right
    ]
    found: list[list[list[Word]]] = []
    for row in reversed(rows_of_lines(group_lines(words, None))):
        height = row[0].bottom - row[0].top
        columns: list[list[Word]] = [[] for _ in range(table.n_cols)]
        if len(found) == _MOST_LINES or top - max(line.bottom for line in row) > _NEAR * height:
            break
        for line in row:
            for word in line.words:
                at = min(max(bisect_right(table.xs, (word.x0 + word.x1) / 2) - 1, 0), table.n_cols - 1)
                if word.x0 < table.xs[at] - _BEYOND or word.x1 > table.xs[at + 1] + _BEYOND:
                    return found
                columns[at].append(word)
        found.append(columns)
        top = min(line.top for line in row)
    return found


def _known(lines: Sequence[list[list[Word]]], n_cols: int, is_heading: IsHeading) -> int:
    """How many of the headings that some lines make are known; 0 where they are too few to be headings."""
    texts = [" ".join(word.text for line in reversed(lines) for word in line[at]) for at in range(n_cols)]
    texts = [text for text in texts if text]
    known = sum(1 for text in texts if is_heading(text))
    return known if known >= max(MIN_COLUMNS, _KNOWN_SHARE * len(texts)) else 0


def _put_above(table: Table, lines: Sequence[list[list[Word]]]) -> set[int]:
    """Make the lines the first row of a table; returns the words taken."""
    words = [[word for line in reversed(lines) for word in line[at]] for at in range(table.n_cols)]
    top = min(word.top for column in words for word in column) - 1
    page, left, foot, right, bottom = table.boxes[0]
    for cell in table.cells:
        cell.row += 1
    heads = []
    for at, column in enumerate(words):
        own: list[Line] = group_lines(column, None) if column else []
        heads.append(Cell(0, at, lines=own, boxes=[(page, table.xs[at], top, table.xs[at + 1], foot)]))
    table.cells[:0] = heads
    table.n_rows += 1
    table.boxes[0] = (page, left, top, right, bottom)
    return {id(word) for column in words for word in column}
