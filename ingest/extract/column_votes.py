"""What the cells of a column hold, taken together."""

from __future__ import annotations

from collections.abc import Callable
from statistics import mean

from ingest.extract.columns import Column, Headings, column_cells
from ingest.extract.grid_view import GridView
from ingest.vocabulary.loader import Vocabulary

# Most of a column's cells
MOST = 0.8
# Cells of this many characters on average may say what a row is about.
SUBJECT_LENGTH = 12
# So many rows to each cell: it speaks for several.
_MERGED_SHARE = 0.5
_ROWS_PER_CELL = 1.8


class Cells:
    """The cells below the headings of one table, column by column."""

    def __init__(self, view: GridView, headings: Headings, vocabulary: Vocabulary) -> None:
        self.view = view
        self.headings = headings
        self.vocabulary = vocabulary
        self.first_row = headings.first + headings.rows

    def words(self, column: Column) -> list[str]:
        """The words of the cells that say something."""
        return [cell.text for cell in column_cells(self.view, column, self.first_row) if cell.lines]

    def length(self, column: Column) -> float:
        """Characters in a cell, on average."""
        lengths = [len(text) for text in self.words(column)]
        return mean(lengths) if lengths else 0.0

    def most(self, column: Column, holds: Callable[[str], object]) -> bool:
        """Whether most cells that say something are of one sort, and there are any."""
        told = [text for text in self.words(column) if not self.are("no_answer", text)]
        return bool(told) and sum(1 for text in told if holds(text)) >= MOST * len(told)

    def are(self, group: str, text: str) -> bool:
        """Whether a pattern of the word lists is found in a text."""
        return any(pattern.search(text) for pattern in self.vocabulary.patterns("plans", group))

    def others_say(self, column: Column) -> bool:
        """Whether another column could say what the rows are about."""
        return any(other is not column and self.length(other) > SUBJECT_LENGTH for other in self.headings.columns)

    def spans_rows(self, column: Column) -> bool:
        """Whether the cells of a column speak for several rows each: they span them, or empty ones stand below."""
        view = self.view
        cells = [cell for cell in column_cells(view, column, self.first_row) if cell.lines]
        if not cells:
            return False
        speaking = sum(
            1
            for row in range(self.first_row, view.table.n_rows)
            if sum(1 for cell in view.starting(row) if cell.lines) >= view.table.n_cols / 2
        )
        merged = sum(1 for cell in cells if cell.row_span > 1)
        if merged > 1 and merged >= _MERGED_SHARE * len(cells):
            return True
        return max(sum(cell.row_span for cell in cells), speaking) >= _ROWS_PER_CELL * len(cells)
