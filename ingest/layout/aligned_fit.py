"""Rows of a table whose cells are set to the middle or to the foot of their row, where no line parts the rows.

Then nothing begins level, but a column of short values tells each row's middle or foot, and the lines of every other
column fall into groups whose middles or feet are the same. Only where all columns fit is that believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.layout.document import Line

# Lines further apart than this share of the usual distance are of two cells.
_ANEW = 1.22
# Middles and feet are the same when they differ by no more than this share of a line's height.
_SAME = 0.3
# Rows may reach into one another by so much: the boxes of letters are taller than their lines.
_INTO = 0.25
# So many cells, each of another height than the short one of its row, must have its middle or foot.
_FEWEST_TOLD = 3
_TALLER = 1.5
# A column that tells the rows has no more lines to a row than this.
_SHORT = 3
_MOSTLY = 0.5

Align = Literal["top", "middle", "foot"]
_LOWER: tuple[Align, ...] = ("middle", "foot")
# How the page may cut a table: lines of a row that began on the page before, and of the last row the lines that fit on
# this page, or its first lines without the short value at its middle.
Cut = tuple[Literal["", "rest"], Literal["", "part", "rest"]]
_WHOLE: Cut = ("", "")
_CUTS: tuple[Cut, ...] = (("", "part"), ("", "rest"), ("rest", ""), ("rest", "part"), ("rest", "rest"))
Group = list[Line]


@dataclass(slots=True)
class FittedRows:
    """Rows told by middles or feet: where each begins, top to bottom, and what the names of sections between are."""

    tops: list[float]
    names: list[tuple[Line, float]]


def fit_rows(columns: Sequence[Sequence[Line]], pitch: float) -> FittedRows | None:
    """The rows of a stretch of table whose cells stand at the middle or foot of their rows; None where they do not.

    Args:
        columns: the lines of each column, left to right, without the heading rows.
        pitch: the usual distance of two lines of one cell.
    """
    names = _lone_names(columns)
    spoken = [[line for line in lines if not any(line is name for name in names)] for lines in columns]
    spoken = [lines for lines in spoken if lines]
    if len(spoken) < 2:
        return None
    told = _anchors(spoken, pitch)
    for cut in (_WHOLE, *_CUTS):
        if any(_fit_all(spoken, groups, "top", cut) for groups in told):
            return None
        for groups in told:
            if cut is not _WHOLE and len(groups) <= _FEWEST_TOLD:
                continue
            for align in _LOWER if cut is _WHOLE else _LOWER[:1]:
                rows = _fit_all(spoken, groups, align, cut)
                if rows is not None and _is_told(rows, groups):
                    return _fitted(rows, names)
    return None


def _fitted(rows: Sequence[Group], names: Sequence[Line]) -> FittedRows:
    tops = [min(line.top for line in row) for row in rows]
    below = [(name, next((top for top in tops if top > name.top), name.bottom)) for name in names]
    return FittedRows(tops, below)


def _lone_names(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """Bold lines of a first column that is not bold, level with no line of another one: names of sections."""
    first = columns[0] if columns else []
    bold = [line for line in first if line.bold]
    if not bold or len(bold) > _MOSTLY * len(first):
        return []
    others = [line for lines in columns[1:] for line in lines]
    return [name for name in bold if not any(o.top < name.bottom - 1 and o.bottom > name.top + 1 for o in others)]


def _anchors(columns: Sequence[Sequence[Line]], pitch: float) -> list[list[Group]]:
    """Columns whose lines fall into short groups with white space between, those of most groups first."""
    found = []
    for lines in columns:
        groups: list[Group] = []
        for line in lines:
            if groups and line.top - groups[-1][-1].top <= _ANEW * pitch:
                groups[-1].append(line)
            else:
                groups.append([line])
        if len(groups) > 1 and max(map(len, groups)) <= _SHORT:
            found.append(groups)
    return sorted(found, key=len, reverse=True)


def _fit_all(columns: Sequence[Sequence[Line]], anchors: Sequence[Group], align: Align, cut: Cut) -> list[Group] | None:
    """The lines of each row, where the lines of all columns fall into rows that stand clear of one another."""
    rows: list[Group] = [[] for _ in range(len(anchors) + 2)]
    for lines in columns:
        fitted = _fit(lines, anchors, align, cut)
        if fitted is None:
            return None
        for row, group in zip(rows, fitted, strict=True):
            row.extend(group)
    rows = [row for row in rows if row]
    for above, below in pairwise(rows):
        height = below[0].bottom - below[0].top
        if max(line.bottom for line in above) - min(line.top for line in below) > _INTO * height:
            return None
    return rows


def _fit(lines: Sequence[Line], anchors: Sequence[Group], align: Align, cut: Cut) -> list[Group] | None:
    """The lines of a column by row, in order, each group at the place of its row's anchor.

    Returns:
        Lines above the first row, those of each row, and those below the last; None where some have no place.
    """
    at = 0
    if cut[0]:
        same = _SAME * (anchors[0][0].bottom - anchors[0][0].top)
        at = next((start for start in range(len(lines)) if _best_end(lines, start, anchors, 0, align, same)), 0)
    fitted = [list(lines[:at])]
    for index, anchor in enumerate(anchors):
        end = _best_end(lines, at, anchors, index, align, _SAME * (anchor[0].bottom - anchor[0].top))
        if end is None and at < len(lines) and _reaches(lines[at], anchor, align):
            if cut[1] != "part" or index < len(anchors) - 1:
                return None
            end = len(lines)
        fitted.append(list(lines[at:end]) if end is not None else [])
        at = at if end is None else end
    if at < len(lines) and cut[1] != "rest":
        return None
    return [*fitted, list(lines[at:])]


def _reaches(line: Line, anchor: Group, align: Align) -> bool:
    """Whether a line is no further down than its row's anchor, so that it cannot be the next row's."""
    return line.top <= (anchor[-1].bottom if align == "foot" else anchor[0].bottom)


def _best_end(
    lines: Sequence[Line], at: int, anchors: Sequence[Group], index: int, align: Align, same: float
) -> int | None:
    """Where the group that begins at a line ends, so that it has its row's place; None where nowhere."""
    place = _place(anchors[index], align)
    below = anchors[index + 1] if index + 1 < len(anchors) else None
    ends = [end for end in _ends(lines, at, below, align) if abs(_place(lines[at:end], align) - place) <= same]
    if align == "top":
        return max(ends, default=None)
    return min(ends, key=lambda end: abs(_place(lines[at:end], align) - place), default=None)


def _ends(lines: Sequence[Line], at: int, below: Group | None, align: Align) -> Iterator[int]:
    """Where a group that begins at a line may end: above the next row's anchor."""
    for end in range(at + 1, len(lines) + 1):
        if below is not None and align == "top" and lines[end - 1].top > below[0].top - 1:
            return
        if below is not None and align != "top" and lines[end - 1].top > below[-1].bottom:
            return
        yield end


def _place(group: Sequence[Line], align: Align) -> float:
    top, bottom = group[0].top, group[-1].bottom
    return top if align == "top" else bottom if align == "foot" else (top + bottom) / 2


def _is_told(rows: Sequence[Group], anchors: Sequence[Group]) -> bool:
    """Whether enough cells of other heights than the anchors have their middles or feet there."""
    told = 0
    for anchor in anchors:
        row = next(row for row in rows if any(line is anchor[0] for line in row))
        height = max(line.bottom for line in row) - min(line.top for line in row)
        told += height > _TALLER * (anchor[-1].bottom - anchor[0].top)
    return told >= min(_FEWEST_TOLD, len(anchors))
