"""What a converter broke in tables is put together again: halves, headings, cells cut by page breaks.

Nothing is added and nothing is lost: words move between cells of a row, rows are joined, and what a page break
repeats (headings, page numbers) is set aside as furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from ingest.readers.given import Grid, GridCell, Paragraph, Token, is_label
from ingest.readers.text_lines import is_page_number
from ingest.readers.text_tables import Cells, Matrix, Row, join_cells

Part = Paragraph | Matrix | Grid
# What is left of a page break between two halves of a table is at most this long.
DEBRIS_LENGTH = 60
SCRAP_LENGTH = 3
# A column whose cells are this long holds prose, so that a bare number in it is a page number.
PROSE_LENGTH = 40
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)\]]*\Z")
_REF = re.compile(r"[A-Z]{0,4}\d{1,3}(?:\.\d{1,3})*[.)]?|[A-Z]{1,4}[./-]?\d{1,3}[.)]?")


def fold(text: str) -> str:
    """Letters and digits alone, case folded."""
    return "".join(char for char in text.casefold() if char.isalnum())


def ends_sentence(text: str) -> bool:
    """Whether the words end a sentence or clause."""
    return bool(_SENTENCE_END.search(text))


# --- headings --------------------------------------------------------------------------------------------------
def align_headings(parts: list[Part]) -> None:
    """Give tables whose headings have the same letters the same columns.

    A converter finds the columns of each page anew: "Ref. | Ofsted Recommendation" comes out as one column on
    another page, or cut inside a word. The cut met most often is the right one; the first among equals.
    """
    groups: dict[str, list[Matrix]] = {}
    for part in parts:
        if isinstance(part, Matrix) and part.heading is not None:
            letters = "".join(_lengths_text(part.heading))
            if letters:
                groups.setdefault(letters, []).append(part)
    for group in groups.values():
        cuts = Counter(_cut(matrix) for matrix in group)
        best = max(cuts, key=lambda cut: (cuts[cut], len(cut)))
        for matrix in group:
            if _cut(matrix) != best:
                _realign(matrix, best)


def _lengths_text(row: Row) -> list[str]:
    return [fold(row.text(col)) for col in range(len(row.cells))]


def _cut(matrix: Matrix) -> tuple[int, ...]:
    return tuple(len(text) for text in _lengths_text(matrix.rows[0]))


def _components(old: tuple[int, ...], new: tuple[int, ...]) -> list[tuple[list[int], list[int]]]:
    """Smallest groups of neighbouring columns that hold the same letters under both cuts."""
    out: list[tuple[list[int], list[int]]] = []
    i = j = 0
    while i < len(old) or j < len(new):
        left, right = [i] if i < len(old) else [], [j] if j < len(new) else []
        a = old[i] if left else 0
        b = new[j] if right else 0
        i, j = i + len(left), j + len(right)
        while a != b:
            if a < b and i < len(old):
                a, i = a + old[i], i + 1
                left.append(i - 1)
            elif b < a and j < len(new):
                b, j = b + new[j], j + 1
                right.append(j - 1)
            else:
                break
        out.append((left, right))
    return out


def _realign(matrix: Matrix, cut: tuple[int, ...]) -> None:
    components = _components(_cut(matrix), cut)
    for index, row in enumerate(matrix.rows):
        cells: list[list[Paragraph]] = [[] for _ in cut]
        for left, right in components:
            old = [row.cells[col] for col in left]
            if not right:
                # More columns than headings: their words stay with the column before.
                cells[-1].extend(paragraph for cell in old for paragraph in cell)
            elif len(left) == len(right) == 1:
                cells[right[0]] = old[0]
            elif index < matrix.header_rows:
                _deal_heading(old, cells, right, cut)
            else:
                _deal_words(old, cells, right)
        row.cells = cells


def _deal_heading(old: Cells, cells: Cells, right: list[int], cut: tuple[int, ...]) -> None:
    """Deal the words of headings to columns by their letters; a word cut by the old columns is made whole."""
    words = join_cells(old)
    for col in right:
        wanted, taken = cut[col], list[Token]()
        while words and wanted > 0:
            word = words.pop(0)
            letters = len(fold(word.text))
            if letters > wanted:
                at = _letters_in(word.text, wanted)
                taken.append(replace(word, text=word.text[:at]))
                words.insert(0, replace(word, text=word.text[at:]))
                break
            taken.append(word)
            wanted -= letters
        cells[col] = [Paragraph([_glue_fragments(taken, old)])] if taken else []
    if words:
        cells[right[-1]].append(Paragraph([words]))


def _letters_in(text: str, count: int) -> int:
    for at, char in enumerate(text):
        count -= char.isalnum()
        if count == 0:
            return at + 1
    return len(text)


def _glue_fragments(tokens: list[Token], old: Cells) -> list[Token]:
    """Glue two words where the old columns parted them and the second begins in lower case."""
    firsts = {id(cell[0].tokens()[0]) for cell in old[1:] if cell}
    out: list[Token] = []
    for token in tokens:
        if out and id(token) in firsts and token.text[0].islower() and out[-1].text[-1].isalpha():
            out[-1] = replace(out[-1], text=out[-1].text + token.text)
        else:
            out.append(token)
    return out


def _deal_words(old: Cells, cells: Cells, right: list[int]) -> None:
    """Deal data cells: a reference at the front is the first column's, all else the last column's."""
    joined = [paragraph for cell in old for paragraph in cell]
    first = joined[0] if joined else None
    if first is not None and len(right) > 1 and not first.label and first.lines:
        front = first.lines[0][0]
        if is_label(front.text) or _REF.fullmatch(front.text):
            cells[right[0]] = [Paragraph([[front]])]
            rest = [line for line in [first.lines[0][1:], *first.lines[1:]] if line]
            joined = ([replace(first, lines=rest)] if rest else []) + joined[1:]
    for paragraph in joined[1:]:
        paragraph.goes_on = paragraph.goes_on or not paragraph.label
    cells[right[-1]] = joined


# --- halves ----------------------------------------------------------------------------------------------------
def join_halves(parts: list[Part]) -> tuple[list[Part], list[Paragraph]]:
    """Join tables that only page debris parts; repeated headings and the debris become furniture."""
    seen = Counter(_mask(part) for part in parts if isinstance(part, Paragraph))
    out: list[Part] = []
    furniture: list[Paragraph] = []
    for part in parts:
        between = _debris_behind(out, seen)
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


def _debris_behind(out: list[Part], seen: Counter[str]) -> int:
    """How many paragraphs at the end are what a page break leaves."""
    count = 0
    for part in reversed(out):
        if not isinstance(part, Paragraph) or not _is_debris(part, seen):
            break
        count += 1
    return count


def _is_debris(paragraph: Paragraph, seen: Counter[str]) -> bool:
    text = paragraph.text
    if all(len(fold("".join(token.text for token in line))) <= SCRAP_LENGTH for line in paragraph.lines):
        return True
    return is_page_number(text) or (len(text) <= DEBRIS_LENGTH and seen[_mask(paragraph)] > 1)


def _is_half(upper: Matrix, lower: Matrix, parted: bool) -> bool:
    if lower.heading is not None and upper.heading is not None:
        return _lengths_text(upper.heading) == _lengths_text(lower.heading)
    if lower.heading is not None or upper.width != lower.width:
        return False
    first = lower.rows[0]
    # Two tables of equal width may follow each other by chance; an empty first cell or a page break decides.
    return not first.cells[0] or (parted and upper.heading is not None)


def _append(upper: Matrix, lower: Matrix) -> list[Paragraph]:
    gone = [paragraph for row in lower.rows[: lower.header_rows] for cell in row.cells for paragraph in cell]
    rows = lower.rows[lower.header_rows :]
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
    names = _lengths_text(heading)
    furniture: list[Paragraph] = []
    kept = [heading]
    for row in matrix.rows[1:]:
        if _lengths_text(row) == names:
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
    """Page numbers that the converter took for cells: the last row before a break, in a column of prose."""
    data = matrix.rows[matrix.header_rows :]
    prose = [_is_prose([row.text(col) for row in data]) for col in range(matrix.width)]
    furniture: list[Paragraph] = []
    for index, row in enumerate(data):
        last = index + 1 == len(data) or data[index + 1].after_break
        for col in row.filled() if last else []:
            if prose[col] and row.text(col).isdigit() and len(row.text(col)) <= 4:
                furniture.extend(row.cells[col])
                row.cells[col] = []
    matrix.rows = [row for row in matrix.rows if row.filled()]
    return furniture


def _is_prose(texts: list[str]) -> bool:
    words = [text for text in texts if text]
    numbers = sum(text.isdigit() for text in words)
    return numbers == 1 and sum(len(text) for text in words) > PROSE_LENGTH * len(words)


def _goes_on(upper: Row, lower: Row) -> bool:
    """Whether a row after a page break goes on with the row above: its front is empty and its words go on."""
    filled = lower.filled()
    if not filled or lower.cells[0]:
        return False
    front = filled[0]
    first = lower.cells[front][0]
    if not upper.cells[front]:
        return any(_cell_goes_on(upper, lower, col) for col in filled)
    return bool(first.label) or _cell_goes_on(upper, lower, front)


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
def join_cut_cells(grid: Grid) -> None:
    """Join cells that the converter cut at the rows beside them: the words above stop, those below go on.

    Only rows with an empty first cell go on with the row above. The joined cell spans its rows.
    """
    rows = grid.rows()
    for col in range(1, grid.n_cols):
        upper: GridCell | None = None
        for index in range(grid.header_rows, grid.n_rows):
            cell = rows[index][col]
            front = rows[index][0]
            if cell is None or front is None or cell.col_span > 1:
                upper = None
                continue
            if front.paragraphs:
                upper = cell
                continue
            if not cell.paragraphs:
                continue
            if upper is not None and upper.paragraphs and _reads_on(upper.paragraphs[-1].text, cell.text):
                _swallow(grid, upper, index, col)
                _go_on(upper.paragraphs, cell.paragraphs)
            else:
                upper = cell


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
