"""What a converter broke in tables is put together again: halves, headings, cells cut by page breaks.

Nothing is added and nothing is lost: words move between cells of a row, rows are joined, and what a page break
repeats (headings, page numbers) is set aside as furniture.
"""

from __future__ import annotations

import re
from collections import Counter

from ingest.readers.given import Grid, GridCell
from ingest.readers.heading_cuts import alike, fold, names_of
from ingest.readers.text_lines import is_page_number
from ingest.readers.text_tables import Matrix, Row, looks_like_heading
from ingest.readers.tokens import Paragraph, is_label

Part = Paragraph | Matrix | Grid
# What is left of a page break between two halves of a table is at most this long.
DEBRIS_LENGTH = 60
SCRAP_LENGTH = 3
# Two tables of so many columns, one below the other and the lower one without headings, are one.
WIDE = 4
# A column whose cells are this long holds prose, so that a bare number in it is a page number.
PROSE_LENGTH = 40
# A value this short (in words) is whole by itself.
SHORT_VALUE = 3
# "PSC7": the letters of a committee and the number of a page.
_PAGE_CODE = re.compile(r"[A-Z]{2,6}\s?\d{1,3}")
# What is left of a rule or an empty cell and says nothing; a dash or a star may say "none".
_SCRAPS = frozenset({"_", "__", "\\", "|", "¦", "`"})
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)\]]*\Z")


def ends_sentence(text: str) -> bool:
    """Whether the words end a sentence or clause."""
    return bool(_SENTENCE_END.search(text))


# --- halves ----------------------------------------------------------------------------------------------------
def join_halves(parts: list[Part]) -> tuple[list[Part], list[Paragraph]]:
    """Join tables that only page debris parts; repeated headings and the debris become furniture."""
    seen = Counter(_mask(part) for part in parts if isinstance(part, Paragraph))
    out: list[Part] = []
    furniture: list[Paragraph] = []
    for part in parts:
        between = _debris_behind(out, seen, part)
        upper = out[-1 - between] if len(out) > between else None
        if isinstance(part, Matrix) and isinstance(upper, Matrix) and _is_half(upper, part, between > 0):
            furniture.extend(item for item in out[len(out) - between :] if isinstance(item, Paragraph))
            del out[len(out) - between :]
            furniture.extend(_append(upper, part))
        else:
            out.append(part)
    return out, furniture


def _mask(paragraph: Paragraph) -> str:
    return re.sub(r"\d+", "#", paragraph.text.casefold())


def _debris_behind(out: list[Part], seen: Counter[str], lower: Part) -> int:
    """How many paragraphs at the end are what a page break leaves."""
    below = lower.rows[0].page if isinstance(lower, Matrix) and lower.heading is None else 0
    count = 0
    for part in reversed(out):
        if not isinstance(part, Paragraph) or not (_is_debris(part, seen) or _is_foot(part, below)):
            break
        count += 1
    return count


def _is_foot(paragraph: Paragraph, below: int) -> bool:
    """Whether a short line ends its page, above a table without headings that begins the next one."""
    short = len(paragraph.lines) == 1 and len(paragraph.text) <= DEBRIS_LENGTH
    return short and paragraph.page == below - 1 and not paragraph.label and not ends_sentence(paragraph.text)


def _is_debris(paragraph: Paragraph, seen: Counter[str]) -> bool:
    text = paragraph.text
    if all(len(fold("".join(token.text for token in line))) <= SCRAP_LENGTH for line in paragraph.lines):
        return True
    numbered = is_page_number(text) or bool(_PAGE_CODE.fullmatch(text))
    return numbered or (len(text) <= DEBRIS_LENGTH and seen[_mask(paragraph)] > 1)


def _is_half(upper: Matrix, lower: Matrix, parted: bool) -> bool:
    if lower.heading is not None and upper.heading is not None:
        upper_names, lower_names = names_of(upper.heading), names_of(lower.heading)
        return len(upper_names) == len(lower_names) and all(map(alike, upper_names, lower_names))
    if lower.heading is not None or upper.width != lower.width:
        return False
    first = lower.rows[0]
    # Two tables of equal width may follow each other by chance; an empty first cell or a page break decides.
    parted = parted or first.page != upper.rows[-1].page
    return not first.cells[0] or (upper.heading is not None and (parted or upper.width >= WIDE))


def _append(upper: Matrix, lower: Matrix) -> list[Paragraph]:
    gone = [paragraph for row in lower.rows[: lower.header_rows] for cell in row.cells for paragraph in cell]
    rows = lower.rows[lower.header_rows :]
    upper.tagged = upper.tagged or lower.tagged
    if upper.heading is None and len(upper.rows) == 1 and looks_like_heading(upper.rows[0]):
        upper.header_rows = 1  # the page ended below the headings
    if rows:
        rows[0].after_break = True
    upper.rows.extend(rows)
    return gone


# --- rows ------------------------------------------------------------------------------------------------------
def mend_rows(matrix: Matrix) -> list[Paragraph]:
    """Set aside what page breaks repeat, and join rows that they cut.

    Returns:
        The words set aside: repeated headings and page numbers.
    """
    furniture = _drop_repeated_headings(matrix)
    furniture.extend(_drop_page_numbers(matrix))
    kept: list[Row] = matrix.rows[: matrix.header_rows]
    for row in matrix.rows[matrix.header_rows :]:
        if row.after_break and len(kept) > matrix.header_rows and _goes_on(kept[-1], row):
            for col, cell in enumerate(row.cells):
                if cell:
                    _go_on(kept[-1].cells[col], cell)
        else:
            kept.append(row)
    matrix.rows = kept
    return furniture


def _drop_repeated_headings(matrix: Matrix) -> list[Paragraph]:
    heading = matrix.heading
    if heading is None:
        return []
    names = names_of(heading)
    furniture: list[Paragraph] = []
    kept = [heading]
    for row in matrix.rows[1:]:
        if names_of(row) == names:
            furniture.extend(paragraph for cell in row.cells for paragraph in cell)
            continue
        for col in row.filled():
            if len(names[col]) > 7 and len(heading.text(col).split()) > 1:
                furniture.extend(_strip_heading(row, col, heading.text(col)))
        kept.append(row)
    matrix.rows = kept
    return furniture


def _strip_heading(row: Row, col: int, name: str) -> list[Paragraph]:
    """A cell that begins with its column's heading, word for word: the heading was repeated there."""
    first = row.cells[col][0]
    count = len(name.split())
    line = first.lines[0] if first.lines and not first.label else []
    front = " ".join(token.text for token in line[:count])
    if front != name or len(line) == count or not line[count].text[0].isupper():
        return []
    first.lines[0] = line[count:]
    return [Paragraph([line[:count]])]


def _drop_page_numbers(matrix: Matrix) -> list[Paragraph]:
    """Page numbers that the converter took for cells (the last before a break, in a column of prose), and scraps."""
    data = matrix.rows[matrix.header_rows :]
    prose = [_is_prose([row.text(col) for row in data]) for col in range(matrix.width)]
    furniture: list[Paragraph] = []
    for index, row in enumerate(data):
        last = index + 1 == len(data) or data[index + 1].after_break
        for col in row.filled():
            number = last and prose[col] and row.text(col).isdecimal() and len(row.text(col)) <= 4
            if number or row.text(col) in _SCRAPS:
                furniture.extend(row.cells[col])
                row.cells[col] = []
    matrix.rows = [row for row in matrix.rows if row.filled()]
    return furniture


def _is_prose(texts: list[str]) -> bool:
    words = [text for text in texts if text and not text.isdecimal()]
    numbers = sum(text.isdecimal() for text in texts)
    return numbers < len(words) and sum(len(text) for text in words) > PROSE_LENGTH * len(words)


def _goes_on(upper: Row, lower: Row) -> bool:
    """Whether a row after a page break goes on with the row above: its front is empty and its words go on."""
    filled = lower.filled()
    if not filled or lower.cells[0] or _contradicts(upper, lower):
        return False
    front = filled[0]
    if front < upper.filled()[0]:
        return False
    first = lower.cells[front][0]
    if not upper.cells[front]:
        return any(_cell_goes_on(upper, lower, col) for col in filled)
    return bool(first.label) or _cell_goes_on(upper, lower, front)


def _contradicts(upper: Row, lower: Row) -> bool:
    """Two or more columns have a short value of their own in both rows (a rating, a figure): these are two rows."""
    both = [
        col
        for col in range(len(lower.cells))
        if 0 < len(upper.text(col).split()) <= SHORT_VALUE and 0 < len(lower.text(col).split()) <= SHORT_VALUE
    ]
    return len(both) > 1


def _cell_goes_on(upper: Row, lower: Row, col: int) -> bool:
    above, below = upper.text(col), lower.text(col)
    return bool(above) and bool(below) and (below[0].islower() or not ends_sentence(above))


def _go_on(above: list[Paragraph], below: list[Paragraph]) -> None:
    first = below[0]
    text = " ".join(paragraph.text for paragraph in above)
    if above and not first.label and (first.body[:1].islower() or not ends_sentence(text)):
        first.goes_on = True
        first.level = above[-1].level
    above.extend(below)


# --- cells over rows -------------------------------------------------------------------------------------------
def join_cut_cells(grid: Grid) -> list[Paragraph]:
    """Join cells that the converter cut at the rows beside them: the words above stop, those below go on.

    Only rows whose first two cells are empty go on with the row above. The joined cell spans its rows.

    Returns:
        Words set aside because the converter printed them twice, at the end of one cell and as the next.
    """
    rows = grid.rows()
    twice: list[Paragraph] = []
    for col in range(2, grid.n_cols):
        upper: GridCell | None = None
        for index in range(grid.header_rows, grid.n_rows):
            cell = rows[index][col]
            if cell is None or cell.col_span > 1:
                upper = None
                continue
            if any(front is not None and front.paragraphs for front in rows[index][:2]):
                upper = cell
                continue
            if not cell.paragraphs:
                continue
            if upper is not None and _repeats(upper.text, cell.text):
                twice.extend(cell.paragraphs)
                cell.paragraphs = []
            elif upper is not None and upper.paragraphs and _reads_on(upper.paragraphs[-1].text, cell.text):
                _swallow(grid, upper, index, col)
                _go_on(upper.paragraphs, cell.paragraphs)
            else:
                upper = cell
    return twice


def _repeats(above: str, below: str) -> bool:
    return above.endswith(" " + below) and len(below.split()) > 2 and below[0].islower()


def _swallow(grid: Grid, upper: GridCell, last: int, col: int) -> None:
    grid.cells = [c for c in grid.cells if c is upper or not (c.col == col and upper.row < c.row <= last)]
    upper.row_span = last - upper.row + 1


def _reads_on(above: str, below: str) -> bool:
    return (
        not ends_sentence(above)
        and len(above.split()) > 2
        and (below[0].islower() or below[:2] in ("– ", "- "))
        and not is_label(below.split()[0])
    )
