"""Rows of a text table as a grid: text keeps no merged cells, but it shows where they were.

A merged cell comes out once with empty cells beside or below it, or its words are repeated in each place.
"""

from __future__ import annotations

from ingest.readers.given import Grid, GridCell
from ingest.readers.text_tables import Matrix, Row
from ingest.readers.tokens import Paragraph

# Words that stand in two cells, one below the other, and are this many are one merged cell; a rating is not.
REPEATED_WORDS = 5
# A title over the rows of a section has at most so many words.
TITLE_WORDS = 10
# In a table of labels and values so many cells of a column may repeat the one at their left.
LABEL_COLUMNS = 4
TWIN_SHARE = 0.5
# A heading of the second level is short.
SUBHEADING_WORDS = 6


def to_grid(matrix: Matrix) -> tuple[Grid, list[Paragraph]]:
    """The rows as a grid; a row whose words stand in the first of three or more columns alone spans them all.

    Returns:
        The grid, and the words that a merged cell repeats.
    """
    keep = [col for col in range(matrix.width) if any(row.cells[col] for row in matrix.rows)]
    if matrix.header_rows and len(keep) > 2 and _is_title(matrix.rows[0], keep):
        matrix.header_rows = 0  # a title over the headings
    elif matrix.header_rows == 1 and _has_subheadings(matrix, keep):
        matrix.header_rows = 2
    cells: list[GridCell] = []
    again: list[Paragraph] = []
    open_cells: dict[int, GridCell] = {}
    merged = _repeats(matrix, keep)
    beside = _twins(matrix, keep)
    for index, row in enumerate(matrix.rows):
        header = index < matrix.header_rows
        below = matrix.rows[index + 1] if index + 1 < len(matrix.rows) else None
        title = None if header else _spanning(row, below, keep)
        if title is not None:
            cells.append(GridCell(index, 0, 1, len(keep), row.cells[keep[title]]))
            again.extend(paragraph for at, col in enumerate(keep) if at != title for paragraph in row.cells[col])
            open_cells = {}
            continue
        placed: dict[int, GridCell] = {}
        for at, col in enumerate(keep):
            above, left = open_cells.get(at), placed.get(at - 1)
            if at in merged.get(index, ()) and above is not None and above.col == at:
                above.row_span += 1
                placed[at] = above
            elif left is not None and not header and at in beside and _is_twin(row, keep, at):
                left.col_span += 1
                placed[at] = left
            else:
                placed[at] = GridCell(index, at, 1, 1, row.cells[col], header=header)
                cells.append(placed[at])
                continue
            again.extend(row.cells[col])
        open_cells = placed
    if matrix.header_rows == 2:
        joined = _join_headings(cells, len(keep))
        kept = {id(cell) for cell in joined}
        again.extend(paragraph for cell in cells if id(cell) not in kept for paragraph in cell.paragraphs)
        cells = joined
    pages = sorted({row.page for row in matrix.rows}) or [1]
    return Grid(cells, len(matrix.rows), len(keep), matrix.header_rows, pages), again


def _spanning(row: Row, below: Row | None, keep: list[int]) -> int | None:
    """The column whose words are a title over all columns: they stand there alone, or in each column the same."""
    if len(keep) < 3:
        return None
    if _is_same_throughout(row, keep):
        return 0
    filled = [at for at, col in enumerate(keep) if row.cells[col]]
    text = row.text(keep[filled[0]]) if len(filled) == 1 else ""
    if not text or filled[0] > 1 or text[0].islower() or text.endswith((".", ",", ";")):
        return None
    if filled[0] == 0 and len(text.split()) > 1:
        return 0
    if filled[0] == 0:
        return None
    # Words in the second column may be what is left of a cell; a title has a new item below it.
    titled = below is not None and bool(below.cells[keep[0]]) and len(text.split()) <= TITLE_WORDS
    return filled[0] if titled and text[0].isupper() and len(keep) > 3 else None


def _is_title(row: Row, keep: list[int]) -> bool:
    return row.filled() == keep[:1] or _is_same_throughout(row, keep)


def _is_same_throughout(row: Row, keep: list[int]) -> bool:
    text = row.text(keep[0])
    return len(text) > 2 and any(c.isalpha() for c in text) and all(row.text(col) == text for col in keep)


def _repeats(matrix: Matrix, keep: list[int]) -> dict[int, frozenset[int]]:
    """For each row, the columns whose cell goes on from the row above, for its words are repeated.

    Ref and recommendation (or whichever stand in the first two columns) must be the same: two items may well have
    one lead officer. A short value, such as a rating, is merged where no item has two of them.
    """
    rows = matrix.rows
    groups: list[list[int]] = []
    found: dict[int, frozenset[int]] = {}
    for index in range(matrix.header_rows + 1, len(rows)):
        front, whole = _same_front(rows[index - 1], rows[index], keep)
        found[index] = front
        if not whole:
            continue
        if groups and groups[-1][-1] == index - 1:
            groups[-1].append(index)
        else:
            groups.append([index - 1, index])
    sure = len(groups) > 1 or any(len(group) > 2 for group in groups)
    for at in range(2, len(keep)):
        texts = [[rows[index].text(keep[at]) for index in group] for group in groups]
        constant = sure and all(len(set(group)) == 1 for group in texts)
        for group in groups:
            for index in group[1:]:
                text = rows[index].text(keep[at])
                long = constant or len(text.split()) >= REPEATED_WORDS
                if text and text == rows[index - 1].text(keep[at]) and long:
                    found[index] |= {at}
    return found


def _same_front(above: Row, row: Row, keep: list[int]) -> tuple[frozenset[int], bool]:
    """Which of the first two columns go on, and whether the row goes on with the item above."""
    front = [at for at, col in enumerate(keep[:2]) if row.cells[col] and row.text(col) == above.text(col)]
    if sum(len(row.text(keep[at]).split()) for at in front) < REPEATED_WORDS:
        return frozenset(), False
    if front == [1] and row.cells[keep[0]]:
        return frozenset(), False
    return frozenset(front), front != [0] or len(keep) < 3


def _twins(matrix: Matrix, keep: list[int]) -> frozenset[int]:
    """Columns whose cells repeat the words of the column at their left: a merged cell over both."""
    found = set()
    for at in range(1, len(keep)):
        twins = [row for row in matrix.rows[matrix.header_rows :] if _is_twin(row, keep, at)]
        long = any(len(row.text(keep[at]).split()) >= REPEATED_WORDS for row in twins)
        if long or (len(keep) <= LABEL_COLUMNS and len(twins) > TWIN_SHARE * len(matrix.rows)):
            found.add(at)
    return frozenset(found)


def _is_twin(row: Row, keep: list[int], at: int) -> bool:
    return bool(row.cells[keep[at]]) and row.text(keep[at]) == row.text(keep[at - 1])


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
