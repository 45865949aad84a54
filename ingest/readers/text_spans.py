"""Rows of a text table as a grid: text keeps no merged cells, but it shows where they were.

A merged cell comes out once with empty cells beside or below it, or its words are repeated in each place.
"""

from __future__ import annotations

from ingest.readers.given import Grid, GridCell
from ingest.readers.text_tables import Matrix, Row
from ingest.readers.tokens import Paragraph

# Words that stand in two cells, one below the other, and are this many are one merged cell; a rating is not.
REPEATED_WORDS = 5
# A heading of the second level is short.
SUBHEADING_WORDS = 6


def to_grid(matrix: Matrix) -> tuple[Grid, list[Paragraph]]:
    """The rows as a grid; a row whose words stand in the first of three or more columns alone spans them all.

    Returns:
        The grid, and the words that a merged cell repeats.
    """
    keep = [col for col in range(matrix.width) if any(row.cells[col] for row in matrix.rows)]
    if matrix.header_rows and _is_spanning(matrix.rows[0], keep):
        matrix.header_rows = 0  # a title over the headings
    elif matrix.header_rows == 1 and _has_subheadings(matrix, keep):
        matrix.header_rows = 2
    cells: list[GridCell] = []
    again: list[Paragraph] = []
    open_cells: dict[int, GridCell] = {}
    for index, row in enumerate(matrix.rows):
        header = index < matrix.header_rows
        if not header and _is_spanning(row, keep):
            cells.append(GridCell(index, 0, 1, len(keep), row.cells[keep[0]]))
            again.extend(paragraph for col in keep[1:] for paragraph in row.cells[col])
            open_cells = {}
            continue
        merged = _merged(matrix.rows[index - 1], row, keep) if index > matrix.header_rows else frozenset()
        placed: dict[int, GridCell] = {}
        for at, col in enumerate(keep):
            above = open_cells.get(at)
            if at in merged and above is not None:
                above.row_span += 1
                again.extend(row.cells[col])
                placed[at] = above
                continue
            placed[at] = GridCell(index, at, 1, 1, row.cells[col], header=header)
            cells.append(placed[at])
        open_cells = placed
    if matrix.header_rows == 2:
        joined = _join_headings(cells, len(keep))
        kept = {id(cell) for cell in joined}
        again.extend(paragraph for cell in cells if id(cell) not in kept for paragraph in cell.paragraphs)
        cells = joined
    pages = sorted({row.page for row in matrix.rows}) or [1]
    return Grid(cells, len(matrix.rows), len(keep), matrix.header_rows, pages), again


def _is_spanning(row: Row, keep: list[int]) -> bool:
    """Whether a row is one cell over all columns: its words stand in the first alone, or in each the same."""
    if len(keep) < 3:
        return False
    text = row.text(keep[0])
    if row.filled() == keep[:1]:
        return len(text.split()) > 1 and not text[0].islower() and not text.endswith((".", ",", ";"))
    return len(text) > 2 and any(c.isalpha() for c in text) and all(row.text(col) == text for col in keep)


def _merged(above: Row, row: Row, keep: list[int]) -> frozenset[int]:
    """Columns whose cell goes on from the row above, for its words are repeated.

    Ref and recommendation (or whichever stand in the first two columns) must be the same: two items may well have
    one lead officer.
    """
    same = [at for at, col in enumerate(keep) if row.cells[col] and row.text(col) == above.text(col)]
    front = [at for at in same if at < 2]
    if sum(len(row.text(keep[at]).split()) for at in front) < REPEATED_WORDS:
        return frozenset()
    if front == [1] and row.cells[keep[0]]:
        return frozenset()
    whole = front == [0, 1] or (front == [0] and len(keep) < 3) or (front == [1])
    if not whole:
        return frozenset(front)
    return frozenset(front) | {at for at in same if len(row.text(keep[at]).split()) >= REPEATED_WORDS}


def _has_subheadings(matrix: Matrix, keep: list[int]) -> bool:
    """Whether the second row names columns below a heading that spans them ("2024/25" over "Q1", "Q2", "Q3")."""
    if len(matrix.rows) < 3 or len(keep) < 4:
        return False
    first, second = matrix.rows[0], matrix.rows[1]
    below = [at for at, col in enumerate(keep) if second.cells[col]]
    spanned = [at for at in below if at and (not first.cells[keep[at]] or _repeats_left(first, keep, at))]
    if not spanned or (0 in below and second.text(keep[0]) != first.text(keep[0])):
        return False
    texts = [second.text(keep[at]) for at in below]
    short = all(len(text.split()) <= SUBHEADING_WORDS for text in texts)
    named = all(text[0].isalpha() or "/" in text or len(text) == 4 for text in texts)
    # The rows below have words where the headings' second row has none.
    return (short and named and len(below) < len(keep)) or _all_repeated(first, second, keep)


def _repeats_left(row: Row, keep: list[int], at: int) -> bool:
    return row.text(keep[at]) == row.text(keep[at - 1])


def _all_repeated(first: Row, second: Row, keep: list[int]) -> bool:
    """Headings of two rows repeat their words in the second row ("Indicator" over "Indicator")."""
    return sum(first.text(col) == second.text(col) for col in keep) * 2 >= len(keep)


def _join_headings(cells: list[GridCell], width: int) -> list[GridCell]:
    """Merge the headings of two rows: those above empty or equal cells go down, those beside go right."""
    top = {cell.col: cell for cell in cells if cell.row == 0}
    low = {cell.col: cell for cell in cells if cell.row == 1}
    gone: set[int] = set()
    for col in range(width):
        upper, lower = top[col], low[col]
        if upper.paragraphs and (not lower.paragraphs or lower.text == upper.text):
            upper.row_span = 2
            gone.add(id(lower))
    group: GridCell | None = None
    for col in range(width):
        upper = top[col]
        if upper.row_span == 2:
            group = None
        elif group is not None and low[col].paragraphs and (not upper.paragraphs or upper.text == group.text):
            group.col_span += 1
            gone.add(id(upper))
        else:
            group = upper if upper.paragraphs else None
    return [cell for cell in cells if id(cell) not in gone]
