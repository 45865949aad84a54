"""Rows of segments to one flow of lines: list labels, side headings, label and value, columns side by side.

``group_lines`` parts what stands side by side. Whether two segments of one row are a label and its value, two columns
of text or one line with a wide gap is settled here, for runs of rows that share a white gutter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.layout.document import Line, make_line
from ingest.layout.flow_lines import FlowLine, Row, rows_of, take_labels

# Left edges this close are one tab stop.
STOP = 6.0
# A run of rows ends where a gap of this many text sizes follows.
RUN_GAP = 5.0
# A label's next line follows within this many text sizes.
LABEL_PITCH = 1.75
MAX_LABEL_WORDS = 9
# A gap of so many text sizes parts two things for certain.
WIDE_GAP = 3.0
FAR_GAP = 6.0
_CONTACT = re.compile(r"@|\b0\d{2,4}[ )]?\s?\d{3}")
_FIELD = re.compile(r"^[A-Z][^:.?!]{0,45}:(\s|$)")
_UNFINISHED = re.compile(r"(\b(and|or|of|for|the|to|by|with|in|from|other)|[/,&-])$", re.IGNORECASE)


@dataclass(slots=True)
class _Run:
    """Rows that share a gutter at ``stop``."""

    stop: float
    rows: list[Row]
    left: list[tuple[int, Line]] = field(default_factory=list)
    right: list[tuple[int, Line]] = field(default_factory=list)


def flow_of(lines: Iterable[Line]) -> list[FlowLine]:
    """The lines of one region in reading order."""
    rows = rows_of(lines)
    _cut_at_stops(rows)
    return _flow(rows)


def _cut_at_stops(rows: Sequence[Row]) -> None:
    """Part rows at a tab stop that other rows have, where the gap itself was too narrow to part them."""
    pairs: Counter[int] = Counter()
    starts: Counter[int] = Counter()
    for row in rows:
        if len(row.cells) > 1 and _is_label(row.cells[0], row.cells[1]):
            pairs[round(row.cells[1].whole.x0)] += 1
        starts[round(row.cells[-1].whole.x0)] += 1
    stops = [
        stop
        for stop in pairs
        if sum(pairs[stop + step] for step in (-1, 0, 1)) > 1 or sum(starts[stop + step] for step in (-1, 0, 1)) > 3
    ]
    for row in rows if stops else ():
        if len(row.cells) != 1 or row.cells[0].line is None or row.cells[0].label is not None:
            continue
        for stop in stops:
            if row.cells[0].line.x0 < stop - STOP < stop < row.cells[0].line.x1:
                row.cells = _cut(row.cells[0], stop) or row.cells


def _flow(rows: list[Row]) -> list[FlowLine]:
    flow: list[FlowLine] = []
    right = _right_edge(rows)
    index = 0
    while index < len(rows):
        row = rows[index]
        if len(row.cells) == 1:
            flow.append(row.cells[0])
            row.cells[0].right = right
            index += 1
            continue
        run = _run_from(rows, index, flow)
        flow.extend(_read_run(run, right))
        index += len(run.rows)
    return flow


def _right_edge(rows: Iterable[Row]) -> float:
    cells = [cell.line for row in rows for cell in row.cells if cell.line]
    long = [line.x1 for line in cells if len(line.words) >= 5]
    return max(long or [line.x1 for line in cells], default=0.0)


def _run_from(rows: list[Row], start: int, flow: list[FlowLine]) -> _Run:
    """Rows from ``start`` on that keep a gutter left of the second segment."""
    first = rows[start]
    stop = first.cells[1].whole.x0
    run = _Run(stop, [first])
    last_pair = 0
    for row in rows[start + 1 :]:
        previous = run.rows[-1]
        if row.top - previous.bottom > RUN_GAP * row.size:
            break
        cells = _cells_at(row, run.stop)
        if cells is None:
            break
        row.cells = cells
        run.rows.append(row)
        if _left_of(cells[0], run.stop) and not _left_of(cells[-1], run.stop):
            last_pair = len(run.rows) - 1
    # What follows the last pair: values that run on, and the end of a label; a heading that follows is none of it.
    end = last_pair + 1
    while end < len(run.rows) and _runs_on(run, end):
        end += 1
    run.rows = run.rows[:end]
    return run


def _runs_on(run: _Run, index: int) -> bool:
    row, before = run.rows[index], run.rows[index - 1]
    close = row.top - before.bottom < LABEL_PITCH * row.size - row.size * 0.7
    cell = row.cells[0]
    if not _left_of(cell, run.stop):
        return True
    if not close or cell.label is not None or cell.line is None:
        return False
    left = before.cells[0]
    if not _left_of(left, run.stop) or left.line is None or left.line.text.endswith(":"):
        return False
    return left.line.bold == cell.line.bold and abs(left.line.x0 - cell.line.x0) < STOP


def _left_of(cell: FlowLine, stop: float) -> bool:
    return cell.whole.x1 < stop - 1


def _cells_at(row: Row, stop: float) -> list[FlowLine] | None:
    """The row's cells, cut at the gutter; None when the row runs across it."""
    cells: list[FlowLine] = []
    for cell in row.cells:
        whole = cell.whole
        if whole.x0 >= stop - STOP or whole.x1 < stop - 1:
            cells.append(cell)
            continue
        parts = _cut(cell, stop)
        if parts is None:
            return None
        cells.extend(parts)
    return cells


def _cut(cell: FlowLine, stop: float) -> list[FlowLine] | None:
    if cell.line is None:
        return None
    words = cell.line.words
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        if abs(word.x0 - stop) > STOP / 2:
            continue
        gap = word.x0 - before.x1
        if gap > 0.55 * word.size or before.text.endswith(":") or (before.bold and not word.bold):
            left = FlowLine(make_line(words[:index]), cell.label)
            return [left, *take_labels([make_line(words[index:])])]
    return None


def _read_run(run: _Run, right: float) -> list[FlowLine]:
    lefts = [[c for c in row.cells if _left_of(c, run.stop)] for row in run.rows]
    rights = [[c for c in row.cells if not _left_of(c, run.stop)] for row in run.rows]
    pairs = [(a, b) for a, b in zip(lefts, rights, strict=True) if a and b]
    # Segments that overlap have no gutter between them, and so no pair: nothing parts them into two sides.
    if pairs and _are_columns(pairs, lefts, rights, run):
        return _side_by_side(lefts, rights, run, right)
    if _are_labels(pairs):
        return _labelled(lefts, rights, run, right)
    flow: list[FlowLine] = []
    for row in run.rows:
        flow.extend(_one_line(row, right))
    return flow


def _is_label(cell: FlowLine, value: FlowLine | None = None) -> bool:
    if cell.line is None or len(cell.line.words) > MAX_LABEL_WORDS:
        return False
    text = cell.line.text
    if text.endswith(":"):
        return True
    return cell.line.bold and (value is None or value.line is None or not value.line.bold)


def _are_labels(pairs: Sequence[tuple[list[FlowLine], list[FlowLine]]]) -> bool:
    told = sum(_is_label(left[0], values[0]) for left, values in pairs)
    return 2 * told >= len(pairs) and told > 0


def _are_columns(
    pairs: Sequence[tuple[list[FlowLine], list[FlowLine]]],
    lefts: Sequence[list[FlowLine]],
    rights: Sequence[list[FlowLine]],
    run: _Run,
) -> bool:
    """Whether both sides are text of their own."""
    if len(run.rows) > 1 and _heads(pairs[0][0][0], lefts) and _heads(pairs[0][1][0], rights):
        return True
    if _label_at_right(pairs) or _apart(pairs, lefts, rights):
        return True
    n_left, n_right = sum(map(bool, lefts)), sum(map(bool, rights))
    if min(n_left, n_right) < 3 or _are_labels(pairs):
        return False
    texts = [" ".join(c.whole.text for cells in side for c in cells) for side in (lefts, rights)]
    contact = [bool(_CONTACT.search(text)) for text in texts]
    if all(contact):
        return True
    if any(contact):
        return False
    return _is_prose([c.whole for cells in lefts for c in cells])


def _label_at_right(pairs: Sequence[tuple[list[FlowLine], list[FlowLine]]]) -> bool:
    """Whether labels stand alone at the right and none at the left: "Jane Poe, Director" beside "Status:"."""
    lone = [value[-1].line is not None and value[-1].line.text.endswith(":") for _, value in pairs]
    return any(lone) and not any(left[-1].line is None or left[-1].line.text.endswith(":") for left, _ in pairs)


def _apart(
    pairs: Sequence[tuple[list[FlowLine], list[FlowLine]]],
    lefts: Sequence[list[FlowLine]],
    rights: Sequence[list[FlowLine]],
) -> bool:
    """Whether a wide gap parts one side from lines of the other that have no partner, and neither is a label."""
    lone_left = sum(bool(left) and not right for left, right in zip(lefts, rights, strict=True))
    lone_right = sum(bool(right) and not left for left, right in zip(lefts, rights, strict=True))
    if max(lone_left, lone_right) < len(pairs) and not _far_apart(pairs):
        return False
    if any(_is_label(left[0], value[0]) for left, value in pairs):
        return False
    if any(left[0].label is not None or value[0].label is not None for left, value in pairs):
        return False
    return all(value[0].whole.x0 - left[-1].whole.x1 > WIDE_GAP * left[-1].whole.size for left, value in pairs)


def _far_apart(pairs: Sequence[tuple[list[FlowLine], list[FlowLine]]]) -> bool:
    """Whether one row alone has words at either edge: "Cabinet" and, far off, "Report of the Leader"."""
    if len(pairs) != 1:
        return False
    left, right = pairs[0][0][-1].whole, pairs[0][1][0].whole
    if right.x0 - left.x1 < FAR_GAP * left.size or _CONTACT.search(right.text):
        return False
    return len(right.words) > 1 and all(word.text[:1].isalpha() for word in right.words)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether most lines fill their column and hold words enough."""
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    full = sum(line.x1 - line.x0 > 0.75 * width for line in lines)
    return full >= 0.6 * len(lines) and sum(len(line.words) for line in lines) >= 4 * len(lines)


def _heads(first: FlowLine, side: Sequence[list[FlowLine]]) -> bool:
    """Whether a segment is the label of all that stands below it: marked, and what follows is not."""
    below = [cells[0] for cells in side if cells and cells[0] is not first]
    if not _is_label(first) or not below:
        return False
    return not any(_is_label(cell) for cell in below[:1])


def _side_by_side(
    lefts: Sequence[list[FlowLine]], rights: Sequence[list[FlowLine]], run: _Run, right: float
) -> list[FlowLine]:
    flow: list[FlowLine] = []
    for side, edge in ((lefts, run.stop), (rights, right)):
        rows = [
            Row(cells, min(c.whole.top for c in cells), max(c.whole.bottom for c in cells), cells[0].whole.size)
            for cells in side
            if cells
        ]
        part = _flow(rows)
        for cell in part:
            cell.right = min(edge, _right_edge(rows))
        if part:
            part[0].new = True
        flow.extend(part)
    return flow


def _labelled(
    lefts: Sequence[list[FlowLine]], rights: Sequence[list[FlowLine]], run: _Run, right: float
) -> list[FlowLine]:
    """Each label, then the lines at its right down to the next label."""
    colons = sum(bool(cells and cells[-1].whole.text.endswith(":")) for cells in lefts)
    mostly_colons = 2 * colons >= sum(map(bool, lefts))
    flow: list[FlowLine] = []
    label: list[FlowLine] = []
    values: list[Row] = []
    last: Row | None = None

    def close() -> None:
        for cell in label:
            cell.side, cell.right = True, run.stop
        below = _flow(values)
        for cell in below:
            cell.right = right
        for cells in (label, below):
            if cells and label:
                cells[0].new = True
            flow.extend(cells)

    for row, left, value in zip(run.rows, lefts, rights, strict=True):
        if left:
            above = values[-1].cells[-1] if values else None
            goes_on = bool(label) and last is not None and _label_goes_on(label[-1], left[0], row, last)
            closes = mostly_colons and left[-1].whole.text.endswith(":")
            if goes_on and (not value or closes or _value_goes_on(above, value[0], right)):
                label.extend(left)
            else:
                close()
                label, values = list(left), []
            last = row
        if value:
            values.append(Row(value, row.top, row.bottom, row.size))
    close()
    return flow


def _label_goes_on(before: FlowLine, cell: FlowLine, row: Row, last: Row) -> bool:
    """Whether the left segment may be the next line of the label above it."""
    if row.top - last.top > LABEL_PITCH * row.size or before.line is None or cell.line is None:
        return False
    if before.line.text.endswith(":") or cell.label is not None:
        return False
    return before.line.bold == cell.line.bold and abs(before.line.x0 - cell.line.x0) < STOP


def _value_goes_on(above: FlowLine | None, value: FlowLine, right: float) -> bool:
    """Whether a value's line runs on from the line above it."""
    if above is None or above.line is None or value.line is None or value.label is not None:
        return False
    if value.line.words[0].text[:1].islower() or _UNFINISHED.search(above.line.text):
        return True
    first = value.line.words[0]
    return right - above.line.x1 < first.x1 - first.x0 + first.size


def _one_line(row: Row, right: float) -> list[FlowLine]:
    """The row as one line; where a second field begins in it, as two."""
    parts: list[list[FlowLine]] = []
    for cell in row.cells:
        second = bool(parts) and cell.line is not None and bool(_FIELD.match(cell.line.text))
        if not parts or second or (cell.label is not None and cell.label.kind == "bullet"):
            parts.append([cell])
        else:
            parts[-1].append(cell)
    flow = []
    for cells in parts:
        words = [word for number, cell in enumerate(cells) for word in (cell.all_words if number else ())]
        first = cells[0]
        own = list(first.line.words) if first.line else []
        line = make_line(own + words) if own or words else None
        flow.append(FlowLine(line, first.label, new=len(row.cells) > 1, right=right))
    return flow
