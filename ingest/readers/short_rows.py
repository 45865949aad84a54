"""Rows of a pipe table with fewer cells than its others: a converter left out the cells that a merged one covers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

# Cells of so few words may be one of a column's values (a rating, an owner).
_VALUE_WORDS = 4
# What one cell counts that another row of its column holds word for word, against one that is merely as long.
_SAME, _ALIKE = 3.0, 1.0


def place_short_rows(rows: Sequence[list[str]], headings: list[str] | None) -> list[list[str]]:
    """The rows made equally long, short ones put where their cells fit the columns best.

    Args:
        rows: cells of each row below the headings.
        headings: cells of the headings.
    """
    width = max((len(row) for row in [*rows, headings or []]), default=0)
    full = [row for row in rows if len(row) == width]
    placed = []
    for index, row in enumerate(rows):
        at = 0
        if 0 < len(row) < width:
            under = _under_wide_heading(row, headings) if headings and index == 0 else None
            at = under if under is not None else _best_place(row, full, width)
        placed.append([""] * at + row + [""] * (width - at - len(row)))
    return placed


def _under_wide_heading(row: list[str], headings: list[str]) -> int | None:
    """Where second headings stand: under the one that is as wide as they are many."""
    for at, heading in enumerate(headings):
        if not heading.strip():
            continue
        end = at + 1
        while end < len(headings) and not headings[end].strip():
            end += 1
        if end - at > 1 and end - at == len(row):
            return at
    return None


def _best_place(row: list[str], full: Sequence[list[str]], width: int) -> int:
    """0, or as far right as it goes; cells in the middle are not merged where those at both sides are not."""
    right = width - len(row)
    if not full:
        return 0
    return right if _fit(row, full, right) > _fit(row, full, 0) else 0


def _fit(row: list[str], full: Sequence[list[str]], at: int) -> float:
    score = 0.0
    for col, cell in enumerate(row, at):
        text = cell.strip().casefold()
        others = [other[col].strip().casefold() for other in full]
        if text in others and len(text.split()) <= _VALUE_WORDS:
            score += _SAME if text else _ALIKE
            continue
        length = median([len(other) for other in others])
        score += _ALIKE - min(1.0, abs(math.log((len(text) + 1) / (length + 1))) / 2)
    return score
