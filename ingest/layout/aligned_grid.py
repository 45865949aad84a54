"""Columns of a table that has no full grid, once it is known which lines it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.document import Line, Page, Word
from ingest.layout.grid import SNAP

# A gutter is at least so many font sizes wide, and no less than so many points.
_GUTTER = 0.3
_MIN_GUTTER = 2.5
# One that no heading stands over is wider.
_WIDE = 0.7
# An edge that a word in so many crosses is none.
_CROSSED = 0.03
# A bullet, or the number of an entry.
_LABEL = re.compile(r"^(?:\W{1,2}|o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])$", re.I)
# A line runs on over an edge where its words stand no further apart there than this many times the usual blank.
_BLANK = 1.45


def column_edges(page: Page, rows: Sequence[Sequence[Line]], gaps: Sequence[tuple[float, float]]) -> list[float]:
    """Edges of the columns, left to right: the outer ones, and one between each two headings.

    Args:
        page: the page, for rules that end at edges.
        rows: the table's lines, those left out that span its columns.
        gaps: the stretches (left, right) between headings that stand side by side.
    """
    words = [word for row in rows for line in row for word in line.words]
    top, foot = rows[0][0].top - 20, max(line.bottom for line in rows[-1]) + 20
    drawn = _drawn_edges(page, top, foot, gaps)
    gutters = _gutters(words)
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    edges = [left - 2]
    if gaps:
        edges += _unheaded(rows, rows[0][0].x0, left, drawn, gutters)
    indents = _indents(words, gutters)
    for gap in gaps:
        inside = [x for x in drawn if gap[0] - 1 <= x <= gap[1] + 1]
        if inside:
            edges.append(inside[0])
            continue
        between = [g for g in gutters if min(g[1], gap[1]) - max(g[0], gap[0]) > 0 and g not in indents]
        if between:
            widest = max(between, key=lambda g: g[1] - g[0])
            edges.append((widest[0] + widest[1]) / 2)
        else:
            x = gap[1] - 1.5
            crossed = sum(1 for word in words if word.x0 < x - 1 and word.x1 > x + 2.5)
            if crossed <= _CROSSED * len(words):
                edges.append(x)
    edges.append(right + 2)
    # The first column has as much room at its left as the next one, so that all widths are told alike.
    edges[0] = left - max(2.0, min(12.0, _room(words, edges)))
    return edges


def _room(words: Sequence[Word], edges: Sequence[float]) -> float:
    """The white space between the first inner edge and the words at its right."""
    return min((word.x0 for word in words if word.x0 >= edges[1]), default=edges[1]) - edges[1]


def _indents(words: Sequence[Word], gutters: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Gutters that are hanging indents: at their left, as far as the gutter before, stand bullets alone."""
    return [
        gutter
        for before, gutter in pairwise(gutters)
        if all(_LABEL.match(word.text) for word in words if word.x0 >= before[1] - 0.1 and word.x1 <= gutter[0] + 0.1)
    ]


def _unheaded(
    rows: Sequence[Sequence[Line]],
    first: float,
    left: float,
    drawn: Sequence[float],
    gutters: Sequence[tuple[float, float]],
) -> list[float]:
    """Edges of columns without a heading that stand left of the first heading (references, titles)."""
    lines = [line for row in rows[1:] for line in row if line.x1 < first]
    if not lines:
        return []
    inside = [x for x in drawn if left + 4 < x <= first + 1]
    if not inside:
        wide = _WIDE * median(line.size for line in lines)
        inside = [(a + b) / 2 for a, b in gutters if left + 4 < b <= first + 1 and b - a >= wide]
    return inside


def runs_over(line: Line, gap: tuple[float, float]) -> bool:
    """Whether a line's words run on over a stretch (left, right) where columns should part."""
    left, right = gap
    if line.x0 >= left or line.x1 <= right:
        return False
    blanks = [(b.x0 - a.x1, a.x1, b.x0) for a, b in pairwise(line.words)]
    usual = median(size for size, _, _ in blanks) if len(blanks) > 2 else 0.3 * line.size
    widest = max((size for size, start, stop in blanks if start < right and stop > left), default=0.0)
    return widest <= _BLANK * usual + 0.3


def _gutters(words: Sequence[Word]) -> list[tuple[float, float]]:
    """Stretches (left, right) that no word stands in."""
    spans = sorted((word.x0, word.x1) for word in words)
    least = max(_MIN_GUTTER, _GUTTER * median(word.size for word in words))
    gutters = []
    reach = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - reach >= least:
            gutters.append((reach, x0))
        reach = max(reach, x1)
    return gutters


def _drawn_edges(page: Page, top: float, foot: float, gaps: Sequence[tuple[float, float]]) -> list[float]:
    """Edges told by vertical rules, or by horizontal ones that are drawn cell by cell and meet at the same places."""
    ends: list[float] = []
    for rule in page.rules:
        if rule.top == rule.bottom and top < rule.top < foot:
            ends += [rule.x0, rule.x1]
        elif rule.x0 == rule.x1 and rule.top < foot and rule.bottom > top:
            ends += [rule.x0] * 3
    groups: list[list[float]] = []
    for x in sorted(ends):
        if groups and x - groups[-1][0] <= SNAP:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [median(group) for group in groups if len(group) >= 3]
