"""Heading rows of a table and the field each column belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.extract.grid_view import GridView, passage_of
from ingest.layout.document import Cell, Table
from ingest.layout.passage import Passage
from ingest.normalise.headings import map_heading
from ingest.vocabulary.loader import Vocabulary

MAX_HEADING_ROWS = 3
_HEADING_LENGTH = 110
# Two headings with a field; or one of them with the actions and one of no known field beside them.
_FEWEST_KNOWN, _FEWEST_WITH_ACTIONS = 2, 1.75
FIGURES = ("readings", "targets", "baseline")
# Fields that a heading has which only names a period.
_PERIODS = ("readings", "due")
# A table of labels and values is narrow, and so many of its leading cells end in a colon.
_LABEL_COLUMNS = 4
_LABEL_SHARE = 0.6
# Fields that say what a row is about, and fields that say how it is getting on.
SUBJECTS = ("recommendation", "actions", "measures")
TRACKS = ("status", "due", "lead_officers", "progress", "next_steps", "outcomes", "direction", *FIGURES)


@dataclass(slots=True)
class Column:
    """One column of a table.

    Attributes:
        col: its place from 0; ``width`` grid columns wide.
        heading: its words on one line, those of the rows above it first.
        leaf: the words of the lowest heading cell alone (the label of a reading).
        passage: the words of the lowest heading cell.
        field: the field its cells belong to, None where nothing tells.
        also: fields that the heading does not rule out.
        group: the words of the heading cell that spans it and its neighbours, if any.
        guessed: the field was told by what the cells hold, not by the heading.
        rated: the colours of its cells are ratings, beside what their words say.
    """

    col: int
    width: int
    heading: str
    leaf: str
    passage: Passage
    field: str | None = None
    also: tuple[str, ...] = ()
    group: Passage | None = None
    guessed: bool = False
    rated: bool = False


@dataclass(slots=True)
class Headings:
    """The heading rows of a table: ``rows`` of them from row ``first``, and its columns left to right."""

    first: int
    rows: int
    columns: list[Column] = field(default_factory=list)

    def of(self, name: str) -> list[Column]:
        """Columns of one field."""
        return [column for column in self.columns if column.field == name]

    def one(self, name: str) -> Column | None:
        """The first column of one field."""
        return next((column for column in self.columns if column.field == name), None)

    @property
    def fields(self) -> set[str]:
        """All fields that have a column."""
        return {column.field for column in self.columns if column.field}

    @property
    def texts(self) -> list[str]:
        """Folded words of the headings, to know the row again where it is repeated."""
        return [_fold(column.leaf) for column in self.columns]


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def read_headings(view: GridView, vocabulary: Vocabulary) -> Headings | None:
    """Find the heading rows and map each column; None where no row of the table is a heading row."""
    if _labels_rows(view):
        return None
    best: tuple[float, int, int] | None = None
    for first in range(min(4, view.table.n_rows)):
        if view.is_empty(first) or is_spanning(view, first):
            continue
        for rows in range(1, min(MAX_HEADING_ROWS, view.table.n_rows - first) + 1):
            if rows > 1 and not _goes_on(view, first, first + rows - 1, vocabulary):
                break
            score = _score(_columns(view, first, rows, vocabulary))
            if best is None or score >= best[0]:
                best = (score, first, rows)
        if best is not None and best[0] >= _FEWEST_KNOWN and best[1] == first:
            break
    if best is None:
        return None
    score, first, rows = best
    found = Headings(first, rows, _columns(view, first, rows, vocabulary))
    if score >= _FEWEST_KNOWN or (score >= _FEWEST_WITH_ACTIONS and "actions" in found.fields):
        return found
    return None


def _labels_rows(view: GridView) -> bool:
    """Whether the first column labels the values at its right ("Key decision:"): then no row heads columns."""
    leading = [cell.text for cell in view.table.cells if cell.col == 0 and cell.lines]
    marked = sum(text.endswith(":") for text in leading)
    return view.table.n_cols <= _LABEL_COLUMNS and marked > 1 and marked >= _LABEL_SHARE * len(leading)


def is_spanning(view: GridView, row: int) -> bool:
    """Whether one cell takes (nearly) the whole width of a row."""
    if view.table.n_cols == 1:
        return False
    filled = [cell for cell in view.cells(row) if cell.lines]
    return len(filled) == 1 and filled[0].col_span >= max(2, 0.7 * view.table.n_cols)


def _score(columns: list[Column]) -> float:
    """How much a row speaks like headings: fields named, less the cells that are too long or say nothing known."""
    named = [column for column in columns if column.heading]
    if len(named) < 2 or any(len(column.heading) > 3 * _HEADING_LENGTH for column in named):
        return 0.0
    fields = {column.field for column in named if column.field and column.field != "extra"}
    known = [column for column in named if column.field]
    if any("direction" in column.also for column in named):
        fields.add("direction")
    score = len(fields) + 0.3 * (len(known) - len(fields))
    score -= 0.7 * sum(1 for column in named if len(column.heading) > _HEADING_LENGTH)
    return score - 0.25 * (len(named) - len(known))


def _goes_on(view: GridView, first: int, row: int, vocabulary: Vocabulary) -> bool:
    """Whether a row is a further heading row below the first one."""
    starting = [cell for cell in view.starting(row) if cell.lines]
    if not starting:
        return False
    above = view.cells(row - 1)
    if any(cell.row < row for cell in view.cells(row)) and any(cell.col_span > 1 for cell in above):
        return all(len(cell.text) < 40 for cell in starting)
    top = [cell for cell in view.cells(first) if cell.lines]
    if any(cell.col_span > 1 for cell in top) and all(len(cell.text) < 40 for cell in starting):
        return sum(1 for cell in starting if map_heading(cell.text, vocabulary).field) >= len(starting) / 2
    # A row of units under the headings ("£m", "%"), the rest of it empty.
    return len(starting) <= len(top) / 2 and all(_is_unit(cell.text) for cell in starting)


def _is_unit(text: str) -> bool:
    return len(text) <= 6 and not any(sign.isdigit() for sign in text) and not re.search(r"[A-Za-z]{3}", text)


def _columns(view: GridView, first: int, rows: int, vocabulary: Vocabulary) -> list[Column]:
    columns: list[Column] = []
    col = 0
    n_cols = view.table.n_cols
    while col < n_cols:
        leaf = view.at(first + rows - 1, col)
        width = leaf.col_span - (col - leaf.col) if leaf is not None else 1
        stack: list[Cell] = []
        for row in range(first, first + rows):
            cell = view.at(row, col)
            if cell is not None and cell.lines and (not stack or stack[-1] is not cell):
                stack.append(cell)
        columns.append(_make(col, max(1, width), stack, vocabulary))
        col += max(1, width)
    return columns


def _make(col: int, width: int, stack: list[Cell], vocabulary: Vocabulary) -> Column:
    heading = Passage.join(passage_of(cell) for cell in stack)
    lowest = passage_of(stack[-1]) if stack else Passage([])
    unit = bool(stack) and len(stack) > 1 and _is_unit(lowest.text)
    group = Passage.join(passage_of(cell) for cell in stack[:-1] if cell.col_span > width) or None
    leaf = heading if unit or not group else lowest
    column = Column(col, width, heading.text, leaf.text, leaf, group=group)
    if heading.text:
        match = map_heading(leaf.text, vocabulary)
        if match.field is None and group:
            match = map_heading(heading.text, vocabulary)
        if group and match.field in _PERIODS and (match.period or "extra" in match.also):
            # "Target" over "Q1" and "Year"
            above = map_heading(group.text, vocabulary)
            match = above if above.field in FIGURES else match
        column.field, column.also = match.field, match.also
    return column


def column_cells(view: GridView, column: Column, first_row: int) -> list[Cell]:
    """Cells of a column that begin at or below a row."""
    return [
        cell
        for cell in view.table.cells
        if cell.row >= first_row and column.col <= cell.col < column.col + column.width
    ]


def table_heading(table: Table) -> str:
    """The words of a table's first filled row, for messages."""
    for row in range(min(3, table.n_rows)):
        words = " | ".join(cell.text for cell in table.cells if cell.row == row and cell.lines)
        if words:
            return words[:120]
    return ""
