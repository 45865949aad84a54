"""Where text stands on a page's image: cells of tables, and blocks between white gaps outside of them."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ingest.layout.document import Page
from ingest.layout.grid import Grid, find_grids
from ingest.readers.ocr_image import Image

# White this high between rows, or this wide between columns, in points, parts two blocks.
_ROW_GAP = 8.0
_COLUMN_GAP = 14.0
# Kept around a block, in points, and left out along a cell's sides.
_MARGIN = 1.2
_INSET = 0.6
# Pale grey letters are ink as well; noise does not get this dark once a median is taken.
_DARK = 190
# Less ink than this, in square points, is a speck.
_SPECK = 0.8


class Box(NamedTuple):
    """A part of the page's image in dots; ``cell`` says whether it is a table's cell."""

    x0: int
    top: int
    x1: int
    bottom: int
    cell: bool


def find_blocks(ink: Image, page: Page, scale: float) -> list[Box]:
    """Parts of the page to recognise one by one: cells in order, then what stands outside of tables."""
    dark = (cv2.medianBlur(ink, 3) < _DARK).astype(np.uint8)
    rest = dark.copy()
    least = _SPECK * scale * scale
    boxes = []
    for grid in outer_grids(page):
        for cell in grid.cells:
            inset = _INSET * scale
            x0, top = max(0, round(cell.box[0] * scale + inset)), max(0, round(cell.box[1] * scale + inset))
            x1, bottom = round(cell.box[2] * scale - inset), round(cell.box[3] * scale - inset)
            if x1 - x0 > 2 and bottom - top > 2 and dark[top:bottom, x0:x1].sum() >= least:
                boxes.append(Box(x0, top, x1, bottom, True))
        left, above, right, below = (round(side * scale) for side in grid.box)
        rest[max(0, above) : below, max(0, left) : right] = 0
    margin = round(_MARGIN * scale)
    height, width = dark.shape
    for x0, top, x1, bottom in _cut(rest, 0, 0, round(_ROW_GAP * scale), round(_COLUMN_GAP * scale)):
        if rest[top:bottom, x0:x1].sum() >= least:
            box = max(0, x0 - margin), max(0, top - margin), min(width, x1 + margin), min(height, bottom + margin)
            boxes.append(Box(*box, False))
    return boxes


def outer_grids(page: Page) -> list[Grid]:
    """Tables' grids, without frames of one cell and without grids that lie within a cell of another."""
    grids = sorted((grid for grid in find_grids(page) if len(grid.cells) > 1), key=_area, reverse=True)
    kept: list[Grid] = []
    for grid in grids:
        x0, top, x1, bottom = grid.box
        middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
        if not any(
            other.box[0] <= middle_x <= other.box[2] and other.box[1] <= middle_y <= other.box[3] for other in kept
        ):
            kept.append(grid)
    return sorted(kept, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _cut(
    dark: npt.NDArray[np.uint8], left: int, above: int, row_gap: int, column_gap: int
) -> list[tuple[int, int, int, int]]:
    """Boxes of the ink in a mask, cut at white rows and columns until no gap is left; offsets are added."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return []
    top, bottom, x0, x1 = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    for axis, filled, gap in ((0, rows, row_gap), (1, columns, column_gap)):
        ends = np.flatnonzero(np.diff(filled) > gap)
        if not len(ends):
            continue
        starts = [int(filled[0]), *(int(filled[end + 1]) for end in ends)]
        stops = [*(int(filled[end]) + 1 for end in ends), int(filled[-1]) + 1]
        boxes = []
        for start, stop in zip(starts, stops, strict=True):
            if axis == 0:
                boxes += _cut(dark[start:stop, x0:x1], left + x0, above + start, row_gap, column_gap)
            else:
                boxes += _cut(dark[top:bottom, start:stop], left + start, above + top, row_gap, column_gap)
        return boxes
    return [(left + x0, above + top, left + x1, above + bottom)]
