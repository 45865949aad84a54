"""Rows of a ruled table that have no lines between their cells: words alone tell the cells.

Table styles leave lines out by turns: a heading row that is one coloured bar, a body without inner lines, every
second row boxed. Where the grid then sees one cell over the whole width, but words in it keep to the columns that other
rows or the words themselves show, the cell is read as rows and columns.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.layout.aligned_body import make_rows
from ingest.layout.aligned_grid import runs_over
from ingest.layout.aligned_head import Frame
from ingest.layout.document import Page, Word
from ingest.layout.grid import Grid, GridCell
from ingest.layout.lines import group_lines, rows_of_lines

_MIN_COLUMNS = 3
# Words stand in so many of the columns.
_SPEAKING = 0.5
_CELL_GAP = 0.75


def open_up(page: Page, grid: Grid, owned: dict[int, list[Word]]) -> tuple[Grid, dict[int, list[Word]]]:
    """The grid with its full-width cells read as rows and columns where their words keep to the columns.

    Args:
        page: the page, for its fills.
        grid: a table's grid.
        owned: the words of each of its cells, by the cell's place in the list.
    """
    n_cols = len(grid.xs) - 1
    if n_cols < _MIN_COLUMNS:
        return grid, owned
    inner = {
        index: found
        for index, cell in enumerate(grid.cells)
        if cell.col_span == n_cols and (found := _inner(page, grid, owned.get(index, []))) is not None
    }
    return _spliced(grid, owned, inner) if inner else (grid, owned)


def _inner(page: Page, grid: Grid, words: Sequence[Word]) -> tuple[Grid, dict[int, list[Word]]] | None:
    """The rows and columns of one cell's words; None where they run over the columns."""
    upright = [word for word in words if not word.turn]
    if not upright or len(upright) < len(words):
        return None
    edges = grid.xs[1:-1]
    if len({bisect_right(edges, (word.x0 + word.x1) / 2) for word in upright}) < max(
        _MIN_COLUMNS, _SPEAKING * (len(edges) + 1)
    ):
        return None
    rows = rows_of_lines(group_lines(upright, _CELL_GAP))
    if any(runs_over(line, (x - 0.5, x + 0.5)) for row in rows for line in row for x in edges):
        return None
    return make_rows(page, [(row, False) for row in rows], Frame(0, []), list(grid.xs))


def _spliced(
    grid: Grid, owned: dict[int, list[Word]], inner: dict[int, tuple[Grid, dict[int, list[Word]]]]
) -> tuple[Grid, dict[int, list[Word]]]:
    """The grid with some of its full-width cells replaced by the rows found in them."""
    ys: list[float] = []
    first_rows: list[int] = []  # where each old row begins
    opened = {grid.cells[index].row: index for index in inner}
    row = 0
    while row < len(grid.ys) - 1:
        first_rows.append(len(ys))
        ys.append(grid.ys[row])
        index = opened.get(row)
        if index is not None:
            ys += inner[index][0].ys[1:-1]
            for _ in range(grid.cells[index].row_span - 1):
                first_rows.append(len(ys))
            row += grid.cells[index].row_span
        else:
            row += 1
    first_rows.append(len(ys))
    made = Grid(grid.xs, [*ys, grid.ys[-1]], lines=grid.lines)
    found: dict[int, list[Word]] = {}
    for index, cell in enumerate(grid.cells):
        start = first_rows[cell.row]
        if index in inner:
            part, part_owned = inner[index]
            for place, sub in enumerate(part.cells):
                top, bottom = made.ys[start + sub.row], made.ys[start + sub.row + sub.row_span]
                if place in part_owned:
                    found[len(made.cells)] = part_owned[place]
                box = (sub.box[0], top, sub.box[2], bottom)
                made.cells.append(GridCell(start + sub.row, sub.col, sub.row_span, sub.col_span, box))
            continue
        if index in owned:
            found[len(made.cells)] = owned[index]
        span = first_rows[cell.row + cell.row_span] - start
        made.cells.append(GridCell(start, cell.col, span, cell.col_span, cell.box))
    return made, found
