"""Ruled lines to grids: where the cells of a page's tables are.

The elementary grid is spanned by every line's coordinate; two elementary cells are one where no line stands
between them. Spans fall out of that, and nothing depends on how a program drew its borders (one long line,
a box a cell, or a stroke at each side of each cell).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.layout.document import Page

# Lines nearer than this are one line drawn twice (Word draws a box's border at both sides of the true line).
SNAP = 3.0
# Ends of lines that come this near to another line meet it.
TOUCH = 4.0
# The share of a cell's side that lines must cover for the side to be closed.
_CLOSED = 0.55
_MIN_CELL = 4.0


@dataclass(slots=True)
class GridCell:
    """A cell by its place in the grid and its box in points (x0, top, x1, bottom)."""

    row: int
    col: int
    row_span: int
    col_span: int
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Grid:
    """One table's grid: ``xs`` and ``ys`` are its lines' coordinates in points, left to right, top to bottom."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell] = field(default_factory=list)
    lines: int = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) of the whole."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


@dataclass(slots=True)
class Track:
    """All pieces of line at one coordinate: ``at`` is the coordinate, ``spans`` the covered stretches."""

    at: float
    spans: list[tuple[float, float]]


def find_grids(page: Page) -> list[Grid]:
    """Grids of a page, top to bottom; single boxes without inner lines are grids of one cell."""
    across = tracks_of([(rule.top, rule.x0, rule.x1) for rule in page.rules if rule.top == rule.bottom])
    down = tracks_of([(rule.x0, rule.top, rule.bottom) for rule in page.rules if rule.x0 == rule.x1])
    grids = []
    for members_across, members_down in _components(across, down):
        grid = make_grid(members_across, members_down)
        if grid is not None:
            grids.append(grid)
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return grids


def tracks_of(pieces: list[tuple[float, float, float]]) -> list[Track]:
    """Pieces (coordinate, start, end) to tracks: snapped to one coordinate, overlapping stretches joined."""
    pieces.sort()
    groups: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if groups and piece[0] - groups[-1][0][0] <= SNAP:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    tracks = []
    for group in groups:
        total = sum(end - start for _, start, end in group) or 1.0
        at = sum(piece[0] * (piece[2] - piece[1]) for piece in group) / total
        spans: list[tuple[float, float]] = []
        for start, end in sorted((start, end) for _, start, end in group):
            if spans and start - spans[-1][1] <= TOUCH:
                spans[-1] = (spans[-1][0], max(spans[-1][1], end))
            else:
                spans.append((start, end))
        # A dot (a joint that Word draws as a small square) that nothing continues is no line.
        spans = [span for span in spans if span[1] - span[0] > _MIN_CELL]
        if spans:
            tracks.append(Track(at, spans))
    return tracks


def _components(across: list[Track], down: list[Track]) -> list[tuple[list[Track], list[Track]]]:
    """Sets of lines that touch one another; each line's stretches are followed one by one."""
    nodes: list[tuple[int, float, float, float]] = [(0, t.at, a, b) for t in across for a, b in t.spans]
    first_down = len(nodes)
    nodes += [(1, t.at, a, b) for t in down for a, b in t.spans]
    parent = list(range(len(nodes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    tops = [nodes[index][1] for index in range(first_down)]
    for j in range(first_down, len(nodes)):
        _, x, top, bottom = nodes[j]
        for i in range(bisect_left(tops, top - TOUCH), first_down):
            _, y, left, right = nodes[i]
            if y > bottom + TOUCH:
                break
            if left - TOUCH <= x <= right + TOUCH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[dict[float, list[tuple[float, float]]], dict[float, list[tuple[float, float]]]]] = {}
    for index, (kind, at, start, end) in enumerate(nodes):
        group = groups.setdefault(root(index), ({}, {}))
        group[kind].setdefault(at, []).append((start, end))
    return [
        (
            [Track(at, spans) for at, spans in sorted(g[0].items())],
            [Track(at, spans) for at, spans in sorted(g[1].items())],
        )
        for g in groups.values()
        if len(g[0]) >= 2 and g[1]
    ]


def make_grid(across: list[Track], down: list[Track]) -> Grid | None:
    """The grid that lines across and lines down make; cells span where no line parts them. None without any."""
    left = min(span[0] for track in across for span in track.spans)
    right = max(span[1] for track in across for span in track.spans)
    top = min(span[0] for track in down for span in track.spans)
    bottom = max(span[1] for track in down for span in track.spans)
    # Outer sides that are not drawn (open tables, rows that go on on the next page) are taken as drawn.
    xs = _with_ends([track.at for track in down], left, right)
    ys = _with_ends([track.at for track in across], top, bottom)
    if len(xs) < 2 or len(ys) < 2:
        return None
    grid = Grid(xs, ys, lines=len(across) + len(down))
    closed_right = _closed(down, xs, ys)
    closed_below = _closed(across, ys, xs)
    grid.cells = _cells(xs, ys, closed_right, closed_below)
    return grid


def _with_ends(coordinates: list[float], low: float, high: float) -> list[float]:
    if not coordinates or coordinates[0] - low > 2 * TOUCH:
        coordinates = [low, *coordinates]
    if high - coordinates[-1] > 2 * TOUCH:
        coordinates = [*coordinates, high]
    return coordinates


def _closed(tracks: Sequence[Track], ats: Sequence[float], crossings: Sequence[float]) -> list[list[bool]]:
    """closed[k][m]: whether line k is drawn between crossing lines m and m + 1; undrawn outer sides are closed."""
    by_at = {track.at: track.spans for track in tracks}
    closed = []
    for index, at in enumerate(ats):
        spans = by_at.get(at)
        outer = index in (0, len(ats) - 1)
        row = []
        for start, end in pairwise(crossings):
            if outer or spans is None:
                row.append(outer)
                continue
            covered = sum(max(0.0, min(end, b) - max(start, a)) for a, b in spans)
            row.append(covered >= _CLOSED * (end - start))
        closed.append(row)
    return closed


def _cells(
    xs: Sequence[float], ys: Sequence[float], closed_right: list[list[bool]], closed_below: list[list[bool]]
) -> list[GridCell]:
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    taken = [[False] * n_cols for _ in range(n_rows)]
    cells = []
    for row in range(n_rows):
        for col in range(n_cols):
            if taken[row][col]:
                continue
            width = 1
            while col + width < n_cols and not closed_right[col + width][row] and not taken[row][col + width]:
                width += 1
            height = 1
            while row + height < n_rows and _open_below(closed_below, closed_right, row + height, col, width, taken):
                height += 1
            for r in range(row, row + height):
                for c in range(col, col + width):
                    taken[r][c] = True
            box = (xs[col], ys[row], xs[col + width], ys[row + height])
            cells.append(GridCell(row, col, height, width, box))
    return cells


def _open_below(
    closed_below: list[list[bool]],
    closed_right: list[list[bool]],
    row: int,
    col: int,
    width: int,
    taken: list[list[bool]],
) -> bool:
    """Whether the cell above goes on into this row: no line above it, none within it, a side at its right."""
    if any(closed_below[row][c] or taken[row][c] for c in range(col, col + width)):
        return False
    return not any(closed_right[c][row] for c in range(col + 1, col + width))
