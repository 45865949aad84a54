"""Rows of a table that has no full grid, once its lines and columns are known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.aligned_grid import runs_over
from ingest.layout.aligned_head import Frame
from ingest.layout.aligned_rows import find_breaks
from ingest.layout.document import Fill, Line, Page, Word
from ingest.layout.grid import SNAP, Grid, GridCell, Track, make_grid, tracks_of

# Rules and fills that part rows cover so much of the table's width; pieces of them end at columns' edges.
_RULE_SPAN = 0.6
_PIECE_END = 7.0
# So many rules below the first line of a table part its rows; fewer only frame it. And where the words tell more than
# twice as many rows, the rules part groups of rows.
_FEWEST_RULES = 2
# A row of so few lines may have words that run over columns (the name of a section beside its total).
_SHORT_ROW = 2
_RULED_SHARE = 0.5


def whole_rules(page: Page) -> list[tuple[float, float, float]]:
    """Horizontal rules as (y, left, right), pieces that touch taken as one, top to bottom."""
    pieces = [(rule.top, rule.x0, rule.x1) for rule in page.rules if rule.top == rule.bottom]
    return [(track.at, left, right) for track in tracks_of(pieces) for left, right in track.spans]


def make_rows(
    page: Page, body: Sequence[tuple[Sequence[Line], bool]], frame: Frame, xs: list[float]
) -> tuple[Grid, dict[int, list[Word]]]:
    """A table's grid, and the words of each of its cells.

    Args:
        page: the page, for its rules and fills.
        body: the table's lines, each with whether it spans the columns.
        frame: how many of them are headings, and of how many levels.
        xs: the columns' edges.
    """
    top = min(line.top for line in body[0][0]) - 2
    foot = max(line.bottom for row, _ in body for line in row) + 2
    data = body[frame.head :]
    parting, whole = _inner_rules(page, data[0][0], xs, top, foot)
    start = _start_of_data(body, frame.head, whole) if frame.head else top
    grid = _by_words(page, data, xs, start, foot)
    # Rules that part a few rows only (the heading, a group) leave the others to the words.
    if parting and whole and parting >= _RULED_SHARE * (len(grid.ys) - 2):
        grid = _by_rules(page, data, xs, [start, *(y for y in whole if y > start + 2), foot])
    if frame.head:
        grid = _with_headings(grid, top, [row for row, _ in body[: frame.head]], frame)
    return grid, _owned(grid, body)


def _start_of_data(body: Sequence[tuple[Sequence[Line], bool]], head: int, whole: Sequence[float]) -> float:
    """Where the headings end: at the rule under them, or half way to the first row."""
    above = max(line.bottom for line in body[head - 1][0])
    below = min(line.top for line in body[head][0])
    between = [y for y in whole if above - 2 <= y <= below + 2]
    return between[0] if between else (above + below) / 2


def _with_headings(grid: Grid, top: float, lines: Sequence[Sequence[Line]], frame: Frame) -> Grid:
    """The grid with its heading rows, one or two levels of them, on top."""
    n_cols = len(grid.xs) - 1
    levels = [top]
    if frame.lower:
        levels.append(min(line.top for line in lines[frame.lower]) - 1)
    made = Grid(grid.xs, [*levels, *grid.ys])
    start = grid.ys[0]
    groups = [range(*_columns_of(group, grid.xs)) for group in frame.groups]
    col = 0
    while col < n_cols:
        group = next((found for found in groups if found.start == col and len(found) > 1), None)
        width = len(group) if group else 1
        lower = levels[-1] if group else start
        box = (grid.xs[col], top, grid.xs[col + width], lower)
        made.cells.append(GridCell(0, col, 1 if group else len(levels), width, box))
        for sub in group or ():
            made.cells.append(GridCell(1, sub, 1, 1, (grid.xs[sub], lower, grid.xs[sub + 1], start)))
        col += width
    for cell in grid.cells:
        made.cells.append(GridCell(cell.row + len(levels), cell.col, cell.row_span, cell.col_span, cell.box))
    return made


def _columns_of(group: tuple[float, float], xs: Sequence[float]) -> tuple[int, int]:
    """The first column of a group of headings, and the one after its last."""
    return max(bisect_right(xs, group[0] + 1) - 1, 0), min(bisect_right(xs, group[1] - 1), len(xs) - 1)


def _owned(grid: Grid, body: Sequence[tuple[Sequence[Line], bool]]) -> dict[int, list[Word]]:
    place = {
        (row, col): index
        for index, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    }
    owned: dict[int, list[Word]] = {}
    last_row, last_col = len(grid.ys) - 2, len(grid.xs) - 2
    for line_row, _ in body:
        for line in line_row:
            for word in line.words:
                col = min(max(bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1, 0), last_col)
                row = min(max(bisect_right(grid.ys, (word.top + word.bottom) / 2) - 1, 0), last_row)
                owned.setdefault(place[row, col], []).append(word)
    return owned


def _inner_rules(
    page: Page, first_row: Sequence[Line], xs: Sequence[float], top: float, foot: float
) -> tuple[int, list[float]]:
    """How many rules part cells below the first row's first line, and the heights of those over the table's width.

    Rules that merely frame a table, or stand under its headings, part no rows.
    """
    width = xs[-1] - xs[0]
    first = max(line.bottom for line in first_row)
    pieces = [
        (rule.top, rule.x0, rule.x1)
        for rule in page.rules
        if rule.top == rule.bottom and top - 2 < rule.top < foot + 6 and _is_side(rule.x0, rule.x1, xs)
    ]
    whole: list[float] = []
    parting = closed = 0
    for track in tracks_of(pieces):
        wide = any(min(b, xs[-1]) - max(a, xs[0]) > _RULE_SPAN * width for a, b in track.spans)
        if first - 1 < track.at < foot - 2:
            parting += 1
            closed += wide
        elif track.at >= foot - 2:
            closed += wide
        if wide and top + 2 < track.at < foot - 2:
            whole.append(track.at)
    return parting, whole if closed >= _FEWEST_RULES else []


def _is_side(left: float, right: float, xs: Sequence[float]) -> bool:
    """Whether a rule runs from one edge of the columns to another, or over the table's ends."""
    left, right = max(left, xs[0]), min(right, xs[-1])
    return right > left and _near(left, xs) and _near(right, xs)


def _by_rules(page: Page, body: Sequence[tuple[Sequence[Line], bool]], xs: list[float], bands: Sequence[float]) -> Grid:
    """Rows by rules: a cell goes on where no piece of a rule closes its column."""
    pieces = [(y, xs[0], xs[-1]) for y in (bands[0], bands[-1])]
    for rule in page.rules:
        inside = rule.top == rule.bottom and bands[0] + 2 < rule.top < bands[-1] - 2
        if inside and _is_side(rule.x0, rule.x1, xs):
            pieces.append((rule.top, max(rule.x0, xs[0]), min(rule.x1, xs[-1])))
    outer = [(bands[0], bands[-1])]
    spans: dict[float, list[tuple[float, float]]] = {x: [] for x in xs[1:-1]}
    for upper, lower in pairwise(bands):
        within = [(row, over) for row, over in body if upper <= (row[0].top + row[0].bottom) / 2 < lower]
        for x in spans:
            if not _is_crossed(within, x):
                spans[x].append((upper, lower))
    down = [Track(x, _joined(spans[x]) if x in spans else outer) for x in xs]
    grid = make_grid(tracks_of(pieces), [track for track in down if track.spans])
    assert grid is not None  # it has a top, a foot and two sides
    return grid


def _is_crossed(rows: Sequence[tuple[Sequence[Line], bool]], x: float) -> bool:
    """Whether no edge stands at a place in a row: all lines span the columns, or words of a short row run over it."""
    if not rows:
        return False
    if all(over for _, over in rows):
        return True
    return len(rows) <= _SHORT_ROW and any(runs_over(line, (x - 0.5, x + 0.5)) for row, _ in rows for line in row)


def _near(x: float, xs: Sequence[float]) -> bool:
    return min(abs(x - edge) for edge in xs) <= _PIECE_END


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] < 0.01:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


@dataclass(slots=True)
class _RowPlan:
    """A row to be: its top, whether one cell takes its width, and the columns that go on from the row above."""

    top: float
    spans: bool = False
    going_on: frozenset[int] = frozenset()


def _by_words(
    page: Page, body: Sequence[tuple[Sequence[Line], bool]], xs: list[float], top: float, foot: float
) -> Grid:
    """Rows by where words begin anew, and by the edges of fills."""
    plans: list[_RowPlan] = []
    at = 0
    while at < len(body):
        spans = body[at][1]
        stop = at
        while stop < len(body) and body[stop][1] == spans:
            stop += 1
        upper = min(line.top for line in body[at][0]) - 1
        plans.append(_RowPlan(upper if plans else top, spans))
        if not spans:
            rows = [row for row, _ in body[at:stop]]
            plans += _plans_of(rows, xs, page.fills)
        at = stop
    grid = Grid(list(xs), [*(plan.top for plan in plans), foot])
    cells: dict[int, GridCell] = {}
    for row, plan in enumerate(plans):
        n_cols = 1 if plan.spans else len(xs) - 1
        for col in range(n_cols):
            if col in plan.going_on and col in cells:
                cells[col].row_span += 1
                cells[col].box = (*cells[col].box[:3], grid.ys[row + 1])
                continue
            right = xs[-1] if plan.spans else xs[col + 1]
            cell = GridCell(
                row, col, 1, len(xs) - 1 if plan.spans else 1, (xs[col], grid.ys[row], right, grid.ys[row + 1])
            )
            cells[col] = cell
            grid.cells.append(cell)
    return grid


def _plans_of(rows: Sequence[Sequence[Line]], xs: Sequence[float], fills: Sequence[Fill]) -> list[_RowPlan]:
    """Rows after the first of a stretch without spanning lines."""
    words = [word for row in rows for line in row for word in line.words]
    columns: list[list[Word]] = [[] for _ in range(len(xs) - 1)]
    for word in words:
        columns[min(max(bisect_right(xs, (word.x0 + word.x1) / 2) - 1, 0), len(xs) - 2)].append(word)
    first, last = min(word.top for word in words), max(word.bottom for word in words)
    height = median(word.bottom - word.top for word in words)
    tops = [y for y in fill_edges(fills, xs) if first + height / 2 < y < last - height / 2]
    plans = [_RowPlan(y) for y in tops]
    for found in find_breaks(columns):
        above = 0.6 if found.sure else 2
        if not any(found.top - above * height < y <= found.top + height / 2 for y in tops):
            plans.append(_RowPlan(found.top - 1, going_on=found.going_on))
    return sorted(plans, key=lambda plan: plan.top)


def fill_edges(fills: Sequence[Fill], xs: Sequence[float]) -> list[float]:
    """Tops and feet of the fills that stand side by side over a table's width (stripes of rows)."""
    pieces = []
    for fill in fills:
        left, right = max(fill.x0, xs[0]), min(fill.x1, xs[-1])
        if right > left and fill.bottom - fill.top > SNAP:
            pieces += [(fill.top, left, right), (fill.bottom, left, right)]
    width = xs[-1] - xs[0]
    return [
        track.at for track in tracks_of(pieces) if any(right - left > _RULE_SPAN * width for left, right in track.spans)
    ]
