"""Tables over pages: their parts joined, repeated headings taken off, cells cut by the page break mended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from ingest.layout.document import Cell, Table

# Column edges of two parts of one table differ by no more than this (points).
_SAME_EDGE = 6.0
_LOOSE_EDGE = 16.0
_TOLD_BY_WORDS = {"rules", "aligned"}
_SAME_HEADING = 88.0
_MAX_HEADING_ROWS = 4
_SHORT = 28
_REF = 4
# A cell that leaves room for so many lines at the foot of a page had no more to say.
_ROOM = 1.5
_ENDS = ".!?:)”’\"'"
_OPEN_END = re.compile(
    r"(?:[,;–—-]|\b(?:and|or|the|a|an|of|to|in|for|with|on|by|from|at|as|that|which|is|are|be|will|our|their|its))$",
    re.I,
)
_BULLET = re.compile(r"^(?:[•▪●■◦‣–—➢❖✓o*-]|\(?[a-z0-9]{1,3}[.)])(?:\s|$)", re.I)


def join_parts(first: Table, second: Table) -> bool:
    """Join the part of a table on the next page to ``first``; False when the two are no one table.

    The caller has seen that nothing but furniture stands between them. ``first`` is changed in place.
    """
    if "labels" in (first.ruled, second.ruled):
        return first.ruled == second.ruled and _join_labels(first, second)
    if not _aligned(first, second):
        return False
    repeated = count_repeated(first, second)
    if not repeated and _fresh_heading(first, second):
        return False
    _drop_rows(second, repeated)
    if repeated:
        first.header_rows = max(first.header_rows, repeated)
    first.repeated += second.repeated
    if second.n_rows:
        _append(first, second)
    first.pages += [page for page in second.pages if page not in first.pages]
    first.boxes += second.boxes
    first.confidence = min(first.confidence, second.confidence)
    return True


def _join_labels(first: Table, second: Table) -> bool:
    """Join labels and values of the next page; a value without a label there goes on with the last one here."""
    if abs(first.xs[0] - second.xs[0]) > _SAME_EDGE:
        return False
    lead, value = second.cells[0], second.cells[1]
    if not lead.lines:
        last = first.cells[-1]
        last.lines, last.boxes = [*last.lines, *value.lines], [*last.boxes, *value.boxes]
        second.cells = second.cells[2:]
    offset = first.n_rows - (0 if lead.lines else 1)
    for cell in second.cells:
        cell.row += offset
    first.cells += second.cells
    first.n_rows = offset + second.n_rows
    first.pages += [page for page in second.pages if page not in first.pages]
    first.boxes += second.boxes
    return True


def _aligned(first: Table, second: Table) -> bool:
    if not first.xs or not second.xs:
        return first.n_cols == second.n_cols
    if {first.ruled, second.ruled} <= _TOLD_BY_WORDS and len(first.xs) == len(second.xs):
        # Edges that words tell move with the words, those at the sides most of all.
        return all(abs(a - b) <= _LOOSE_EDGE for a, b in zip(first.xs[1:-1], second.xs[1:-1], strict=True))
    if abs(first.xs[0] - second.xs[0]) > 2 * _SAME_EDGE or abs(first.xs[-1] - second.xs[-1]) > 2 * _SAME_EDGE:
        # A table that sits elsewhere on the next page may still be the same one when its columns are as wide.
        widths = [b - a for a, b in zip(first.xs, first.xs[1:], strict=False)]
        others = [b - a for a, b in zip(second.xs, second.xs[1:], strict=False)]
        return len(widths) == len(others) > 1 and all(
            abs(a - b) <= _SAME_EDGE for a, b in zip(widths, others, strict=True)
        )
    merged = _merged_edges(first.xs, second.xs)
    return len(merged) <= max(len(first.xs), len(second.xs))


def _merged_edges(one: Sequence[float], other: Sequence[float]) -> list[float]:
    merged = list(one)
    for x in other:
        if min(abs(x - y) for y in merged) > _SAME_EDGE:
            merged.append(x)
    return sorted(merged)


def _row_text(table: Table, row: int) -> list[str]:
    return [cell.text for cell in table.cells if cell.row == row]


def count_repeated(first: Table, second: Table) -> int:
    """How many rows at the top of ``second`` repeat the rows at the top of ``first``."""
    count = 0
    for row in range(min(_MAX_HEADING_ROWS, first.n_rows, second.n_rows)):
        mine, others = " | ".join(_row_text(first, row)), " | ".join(_row_text(second, row))
        if not others.strip(" |") or ratio(mine.casefold(), others.casefold()) < _SAME_HEADING:
            break
        count = row + 1
    # A heading cell that spans rows ends the heading only where it ends itself.
    for cell in second.cells:
        if cell.row < count < cell.row + cell.row_span and count < second.n_rows:
            count = min(cell.row + cell.row_span, _MAX_HEADING_ROWS)
    return count


def _fresh_heading(first: Table, second: Table) -> bool:
    """Whether the second part begins with a heading row of its own that says something else."""
    top = [cell for cell in second.cells if cell.row == 0]
    own = [cell for cell in first.cells if cell.row == 0]
    if len(top) < 2 or not all(cell.lines for cell in top) or not all(line.bold for c in top for line in c.lines):
        return False
    return bool(own) and all(line.bold for c in own for line in c.lines if c.lines)


def _drop_rows(table: Table, count: int) -> None:
    if not count:
        return
    kept = []
    for cell in table.cells:
        if cell.row + cell.row_span <= count:
            table.repeated.append(cell)
            continue
        if cell.row < count:
            cell.row_span -= count - cell.row
            cell.row = count
        cell.row -= count
        kept.append(cell)
    table.cells = kept
    table.n_rows -= count


def _append(first: Table, second: Table) -> None:
    _match_columns(first, second)
    last = {c: cell for cell in first.cells if cell.row + cell.row_span == first.n_rows for c in _columns(cell)}
    top = [cell for cell in second.cells if cell.row == 0]
    cut = is_cut(top, last, first.n_rows)
    offset = first.n_rows - (1 if cut else 0)
    for cell in second.cells:
        above = _same_place(cell, last) if cell.row == 0 else None
        if cut and above is not None:
            above.lines += cell.lines
            above.boxes += cell.boxes
            above.arrows += cell.arrows
            above.row_span += cell.row_span - 1
            above.fill = above.fill if above.fill is not None else cell.fill
            continue
        if cell.row == 0 and above is not None and cell.lines and above.lines:
            cell.continues = goes_on(above, cell)
        cell.row += offset
        first.cells.append(cell)
    first.n_rows = offset + second.n_rows
    first.cells.sort(key=lambda cell: (cell.row, cell.col))


def _columns(cell: Cell) -> range:
    return range(cell.col, cell.col + cell.col_span)


def _same_place(cell: Cell, last: dict[int, Cell]) -> Cell | None:
    above = last.get(cell.col)
    if above is None or (above.col, above.col_span) != (cell.col, cell.col_span):
        return None
    return above


def _match_columns(first: Table, second: Table) -> None:
    """Bring both parts to the same columns where one of them has lines that the other has not."""
    if not first.xs or not second.xs or (len(first.xs) == len(second.xs)):
        return
    merged = _merged_edges(first.xs, second.xs)
    for table in (first, second):
        place = [min(range(len(merged)), key=lambda k, x=x: abs(merged[k] - x)) for x in table.xs]  # type: ignore[misc]
        for cell in table.cells:
            start, end = place[cell.col], place[cell.col + cell.col_span]
            cell.col, cell.col_span = start, max(1, end - start)
        table.xs, table.n_cols = merged, len(merged) - 1


def goes_on(above: Cell, below: Cell) -> int:
    """How sure it is that the words of ``below`` go on with those of ``above``: 2 sure, 1 may be, 0 no."""
    if not above.lines or not below.lines:
        return 0
    end, start = above.text.rstrip(), below.text.lstrip()
    if _BULLET.match(start) or not start:
        return 0
    if len(start) <= _REF and len(end) <= _REF:
        return 0  # the references "a" and "b"
    if start[0].islower() or _OPEN_END.search(end):
        return 2
    if end[-1] in _ENDS or len(end) <= _SHORT:
        return 0
    return 1


def _ended_early(cell: Cell, row: Sequence[Cell]) -> bool:
    """Whether the words of a cell end well above the foot of its row: nothing of them was left for the next page."""
    if not cell.lines or not cell.boxes:
        return False
    last = cell.lines[-1]
    page, height = last.page, last.bottom - last.top
    lowest = max((line.bottom for other in row for line in other.lines[-1:] if line.page == page), default=last.bottom)
    return lowest - last.bottom > _ROOM * height


def is_cut(top: Sequence[Cell], last: dict[int, Cell], n_rows: int) -> bool:
    """Whether the first row of a part is the rest of the row that the page break cut.

    Judged by cells that begin in the last row alone: a cell that spans the rows above goes on in any case.
    """
    pairs = []
    for cell in top:
        above = _same_place(cell, last)
        if above is None:
            if cell.lines:
                return False
            continue
        pairs.append((above, cell))
    own = [(above, cell) for above, cell in pairs if above.row == n_rows - 1]
    if not own:
        return False
    lead_above, lead = min(own, key=lambda pair: pair[1].col)
    if lead.lines and (goes_on(lead_above, lead) == 0 or not any(goes_on(above, cell) == 2 for above, cell in own)):
        return False
    signs = [goes_on(above, cell) for above, cell in own]
    complete = [
        sign < 2 and bool(cell.lines) and _ended_early(above, [other for other, _ in own])
        for sign, (above, cell) in zip(signs, own, strict=True)
    ]
    if sum(complete) > 1:
        return False  # the row is new, though one of its cells may go on (merged, without a line to show it)
    if 2 in signs:
        return True
    fresh = any(
        above.lines and cell.lines and len(above.text) <= _SHORT and len(cell.text) <= _SHORT for above, cell in own
    )
    return not lead.lines and bool(lead_above.lines) and not fresh and any(cell.lines for _, cell in own)
