"""Heading rows of a table and the field each column belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from statistics import mean

from ingest.extract.grid_view import GridView, passage_of
from ingest.layout.document import Cell, Table
from ingest.layout.passage import Passage
from ingest.normalise.contents import guess_field
from ingest.normalise.headings import map_heading
from ingest.vocabulary.loader import Vocabulary

MAX_HEADING_ROWS = 3
_HEADING_LENGTH = 110
_FIGURES = ("readings", "targets", "baseline")
_REF = re.compile(r"^\(?[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?$")
# A table of labels and values is narrow, and so many of its leading cells end in a colon.
_LABEL_COLUMNS = 4
_LABEL_SHARE = 0.6
_SCORE = re.compile(r"^(\d{1,2}|very high|high|medium|moderate|low|very low|major|minor|severe|[HML])$", re.I)
# Fields that say what a row is about, and fields that say how it is getting on.
SUBJECTS = ("recommendation", "actions", "measures")
TRACKS = ("status", "due", "lead_officers", "progress", "next_steps", "outcomes", "direction", *_FIGURES)


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
        group: the words of the heading cell that spans it and its neighbours, or "".
        guessed: the field was told by what the cells hold, not by the heading.
    """

    col: int
    width: int
    heading: str
    leaf: str
    passage: Passage
    field: str | None = None
    also: tuple[str, ...] = ()
    group: str = ""
    guessed: bool = False


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
        if best is not None and best[0] >= 2 and best[1] == first:
            break
    if best is None or best[0] < 2:
        return None
    _, first, rows = best
    return Headings(first, rows, _columns(view, first, rows, vocabulary))


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
    group = " ".join(cell.text for cell in stack[:-1] if cell.col_span > width) if len(stack) > 1 else ""
    leaf = heading if unit or not group else lowest
    column = Column(col, width, heading.text, leaf.text, leaf, group=group)
    if heading.text:
        match = map_heading(leaf.text, vocabulary)
        if match.field is None and group:
            match = map_heading(heading.text, vocabulary)
        column.field, column.also = match.field, match.also
    return column


def column_cells(view: GridView, column: Column, first_row: int) -> list[Cell]:
    """Cells of a column that begin at or below a row."""
    return [
        cell
        for cell in view.table.cells
        if cell.row >= first_row and column.col <= cell.col < column.col + column.width
    ]


def settle(view: GridView, headings: Headings, vocabulary: Vocabulary) -> None:
    """Decide what the headings leave open, by what the columns hold and by the fields of their neighbours.

    - A column without words takes the field that its cells look like.
    - The wide column without a heading left of the actions is the recommendation.
    - Of two columns for one single-valued field the first keeps it; the other goes to extra.
    - Columns that hold RAG words under one RAG heading ("Latest", "Previous") are readings.
    """
    first_row = headings.first + headings.rows
    for cell in view.table.cells:
        cell.header = cell.header or headings.first <= cell.row < first_row
    for column in headings.columns:
        if column.field is None:
            cells = [cell.text for cell in column_cells(view, column, first_row) if cell.lines]
            if cells and not column.heading:
                column.field = _guess(column, cells, headings, vocabulary)
                column.guessed = column.field is not None
    _settle_subject(view, headings, first_row)
    _settle_ratings(headings, vocabulary)
    _settle_doubles(view, headings, first_row)
    _settle_targets(view, headings, first_row)


def _guess(column: Column, cells: list[str], headings: Headings, vocabulary: Vocabulary) -> str | None:
    name, _ = guess_field(cells, vocabulary)
    if name == "readings" and column.col == 0 and all(_REF.match(cell) for cell in cells):
        return "ref"  # one row of a table gives no sequence to know a reference by, but its place does
    if name == "readings" and not headings.fields & {*_FIGURES, "measures"}:
        return None
    return name


def _mean_length(view: GridView, column: Column, first_row: int) -> float:
    lengths = [len(cell.text) for cell in column_cells(view, column, first_row) if cell.lines]
    return mean(lengths) if lengths else 0.0


def _settle_subject(view: GridView, headings: Headings, first_row: int) -> None:
    fields = headings.fields
    figures = fields & {*_FIGURES, "direction", "status"} and not fields & {"recommendation", "actions"}
    if "measures" not in fields and figures and fields & {"readings", "targets", "baseline", "direction"}:
        name = "measures"
    elif "recommendation" not in fields and fields & {"actions", "progress", "outcomes", "status", "lead_officers"}:
        name = "recommendation"
    else:
        return
    limit = min((c.col for c in headings.columns if c.field in ("actions", "outcomes", *TRACKS)), default=99)
    candidates = [
        column
        for column in headings.columns
        if column.col < limit
        and (column.field is None or column.guessed or name in column.also)
        and _mean_length(view, column, first_row) > 12
        and (name == "measures" or not column.heading or name in column.also or "actions" not in fields)
    ]
    if candidates:
        widest = max(candidates, key=lambda column: _mean_length(view, column, first_row))
        widest.field, widest.guessed = name, True
    elif name == "measures" and "recommendation" in fields:
        return


def _settle_ratings(headings: Headings, vocabulary: Vocabulary) -> None:
    """Beside indicators the columns of today's and the last rating are readings; beside actions they are a status."""
    if headings.fields & {"recommendation", "actions"}:
        return
    words = {
        word.casefold() for group in ("current_reading", "earlier_reading") for word in vocabulary.words("plans", group)
    }
    rated = [column for column in headings.columns if column.leaf.casefold().strip() in words]
    if len(rated) > 1:
        for column in rated:
            column.field = "readings"


_SINGLE = ("ref", "recommendation", "due", "measures", "baseline", "direction")


def _settle_doubles(view: GridView, headings: Headings, first_row: int) -> None:
    for name in _SINGLE:
        columns = headings.of(name)
        if len(columns) < 2:
            continue
        if name == "recommendation":
            keep = max(
                columns,
                key=lambda c: (
                    "extra" not in c.also and not _is_issue(c),
                    not _spans_rows(view, c, first_row),
                    _mean_length(view, c, first_row),
                ),
            )
        elif name == "measures":
            keep = max(columns, key=lambda c: _mean_length(view, c, first_row))
        else:
            keep = columns[0]
        for column in columns:
            if column is keep:
                continue
            theme = name == "recommendation" and column.col < keep.col and _spans_rows(view, column, first_row)
            column.field = "section" if theme else "extra"


def _is_issue(column: Column) -> bool:
    return bool(re.search(r"\b(issues?|findings?|themes?|area|topic|background)\b", column.heading, re.I))


def _spans_rows(view: GridView, column: Column, first_row: int) -> bool:
    """Whether the cells of a column speak for several rows each: they span them, or empty ones stand below."""
    cells = [cell for cell in column_cells(view, column, first_row) if cell.lines]
    if not cells:
        return False
    speaking = sum(
        1
        for row in range(first_row, view.table.n_rows)
        if sum(1 for cell in view.starting(row) if cell.lines) >= view.table.n_cols / 2
    )
    return max(sum(cell.row_span for cell in cells), speaking) >= 1.8 * len(cells)


def _settle_targets(view: GridView, headings: Headings, first_row: int) -> None:
    """A column of targets that holds prose and stands beside no other figures tells outcomes."""
    figures = [column for column in headings.columns if column.field in _FIGURES]
    if "measures" in headings.fields:
        return
    for column in headings.of("outcomes"):
        cells = [cell.text for cell in column_cells(view, column, first_row) if cell.lines]
        if cells and all(_SCORE.match(text) for text in cells):
            column.field = "extra"  # the impact of a risk, as a score
    for column in figures:
        others = [other for other in figures if other is not column]
        if column.field == "targets" and not others and _mean_length(view, column, first_row) > 25:
            column.field = "outcomes"


def without_words(columns: list[Column]) -> list[Column]:
    """Columns that have neither heading nor field."""
    return [replace(column) for column in columns if not column.heading and not column.field]


def table_heading(table: Table) -> str:
    """The words of a table's first filled row, for messages."""
    for row in range(min(3, table.n_rows)):
        words = " | ".join(cell.text for cell in table.cells if cell.row == row and cell.lines)
        if words:
            return words[:120]
    return ""
