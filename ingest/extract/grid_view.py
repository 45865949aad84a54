"""A table as the extractors look at it: cells by row and column, which begin where."""

from __future__ import annotations

from ingest.layout.document import Cell, Line, Table
from ingest.layout.passage import Passage


class GridView:
    """A table's cells by place.

    Attributes:
        table: the table.
        rows: the grid; a spanning cell stands at each place that it covers.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = table.rows()

    def cells(self, row: int) -> list[Cell]:
        """Distinct cells that touch a row, left to right."""
        found: list[Cell] = []
        for cell in self.rows[row]:
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def starting(self, row: int) -> list[Cell]:
        """Cells that begin in a row, left to right."""
        return [cell for cell in self.cells(row) if cell.row == row]

    def at(self, row: int, col: int) -> Cell | None:
        """The cell at a place."""
        return self.rows[row][col] if 0 <= row < len(self.rows) and 0 <= col < self.table.n_cols else None

    def is_empty(self, row: int) -> bool:
        """Whether nothing begins in a row that says anything."""
        return not any(cell.lines or cell.arrows for cell in self.starting(row))


def passage_of(cell: Cell) -> Passage:
    """The words of a cell."""
    return Passage.of_lines(cell.lines)


def passage_of_cells(cells: list[Cell]) -> Passage:
    """The words of several cells, one after the other."""
    return Passage.join(passage_of(cell) for cell in cells)


def part_of(cell: Cell, words: Passage) -> Cell:
    """A cell that holds some of the words of another."""
    lines = [
        Line(part.words, min(w.x0 for w in part.words), min(w.top for w in part.words),
             max(w.x1 for w in part.words), max(w.bottom for w in part.words))
        for part in words.lines()
    ]  # fmt: skip
    return Cell(cell.row, cell.col, cell.row_span, cell.col_span, lines, cell.fill, cell.boxes)
