"""Colours behind the cells of a page, found in its image, and the page's ink without them.

Cell by cell, between the lines found: a cell's background is the commonest colour within it, whatever stands on it,
and noise cannot cut it in two as it cuts connected patches of one colour.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from ingest.layout.document import Fill, Page, Rule
from ingest.layout.grid import find_grids
from ingest.readers.ocr_image import Image, PageImage, most_of

# A grey this light is paper in a shadow, not a fill; headings are shaded F2F2F2 at the lightest.
_PAPER = 238
_GREY_SPREAD = 7
# Colours nearer than this in each channel are one colour with noise on it.
_SAME = 9
# Dots within this of the commonest colour are background.
_NEAR = 20
# What is left out along a cell's sides, in points: the line and its blur.
_INSET = 1.3
_MIN_SIDE = 3.0
# Ink on a fill is stretched so that this step of colour is black.
_FULL_STEP = 150.0
_NOISE = 12.0
# A fill is even when this share of its cell has its colour.
_EVEN_SHARE = 0.4
# Half the side of the window whose median is taken for the background, in points: letters fill less than half of it.
_LETTER = 7.0
_INK = 170
_SHADE = 225
# Lines are no thicker than this, in points.
_THICKEST = 2.0
# Ends this near to another line, in points, meet it.
_MEET = 3.0
_STRETCH = 30.0
# Share of a row of dots that is dark where a line lies.
_COVERED = 0.6
# How far a line's blur reaches, in points.
_BLUR = 0.9


class Palette:
    """The fills of one paper: colours that differ by noise alone are given one value, that of the first met."""

    def __init__(self) -> None:
        self._colors: list[tuple[int, int, int]] = []

    def snap(self, color: tuple[int, int, int]) -> tuple[int, int, int]:
        """The colour to use for a measured one, as (red, green, blue)."""
        for known in self._colors:
            if all(abs(a - b) <= _SAME for a, b in zip(known, color, strict=True)):
                return known
        self._colors.append(color)
        return color


def find_fills(page: Page, image: PageImage, palette: Palette) -> list[Fill]:
    """Coloured cells of a page whose ruled lines are known; white ones are left out.

    A cell drawn later lies on the one around it, as in a PDF: large boxes come first.
    """
    fills = []
    for grid in find_grids(page):
        for cell in grid.cells:
            color = background(image, cell.box)
            if color is None:
                continue
            red, green, blue = palette.snap(color)
            fills.append(Fill(*cell.box, red << 16 | green << 8 | blue))
    fills.sort(key=lambda fill: (-(fill.x1 - fill.x0) * (fill.bottom - fill.top), fill.top, fill.x0))
    return fills


def background(image: PageImage, box: tuple[float, float, float, float]) -> tuple[int, int, int] | None:
    """The commonest colour within a box as (red, green, blue); None for paper, or a box too small to tell."""
    x0, top, x1, bottom = box
    if x1 - x0 < _MIN_SIDE or bottom - top < _MIN_SIDE:
        return None
    scale = image.scale
    left, right = round((x0 + _INSET) * scale), round((x1 - _INSET) * scale)
    patch = image.color[round((top + _INSET) * scale) : round((bottom - _INSET) * scale), left:right].reshape(-1, 3)
    if len(patch) < 16:
        return None
    patch = patch[:: len(patch) // 20_000 + 1]
    coarse = (patch >> 4).astype(np.int32)
    keys = coarse[:, 0] << 8 | coarse[:, 1] << 4 | coarse[:, 2]
    middle = patch[keys == np.bincount(keys).argmax()].mean(axis=0)
    near = patch[(np.abs(patch - middle) <= _NEAR).all(axis=1)]
    blue, green, red = (int(value) for value in np.median(near, axis=0))
    if min(red, green, blue) >= _PAPER and max(red, green, blue) - min(red, green, blue) <= _GREY_SPREAD:
        return None
    return red, green, blue


def ink_of(image: PageImage, page: Page) -> Image:
    """The page's letters, dark on white: fills taken out, ruled lines wiped."""
    ink = image.grey.copy()
    scale = image.scale
    for fill in page.fills:
        ink[
            max(0, round(fill.top * scale)) : round(fill.bottom * scale),
            max(0, round(fill.x0 * scale)) : round(fill.x1 * scale),
        ] = 255
        rows = slice(max(0, round((fill.top + _INSET) * scale)), round((fill.bottom - _INSET) * scale))
        cols = slice(max(0, round((fill.x0 + _INSET) * scale)), round((fill.x1 - _INSET) * scale))
        patch = image.color[rows, cols]
        if min(patch.shape[:2]) > 2:
            step = _step_from(patch, fill.color, scale)
            ink[rows, cols] = np.clip(255.0 - (step - _NOISE) * (255.0 / _FULL_STEP), 0, 255).astype(np.uint8)
    _wipe_rules(ink, page, scale)
    return ink


def _step_from(patch: Image, color: int, scale: float) -> npt.NDArray[np.float32]:
    """How far each dot of a cell is from the colour behind it."""
    fill = (color & 255, color >> 8 & 255, color >> 16 & 255)
    step = most_of(np.asarray(cv2.absdiff(patch, np.full_like(patch, fill)), dtype=np.uint8))
    if (step <= _NEAR).mean() < _EVEN_SHARE:
        # The fill fades from one colour to another: a wide median is what lies behind the letters.
        behind = cv2.medianBlur(patch, 2 * round(_LETTER * scale) + 1)
        step = most_of(np.asarray(cv2.absdiff(patch, behind), dtype=np.uint8))
    return np.asarray(step, dtype=np.float32)


def _wipe_rules(ink: Image, page: Page, scale: float) -> None:
    """Take the ruled lines out of the ink, but leave the strokes of letters that cross or touch them."""
    dark = (ink < _INK).astype(np.uint8)
    across, down = np.zeros(ink.shape, dtype=bool), np.zeros(ink.shape, dtype=bool)
    thickest = 1
    uprights = [rule for rule in page.rules if rule.x0 == rule.x1]
    for rule in page.rules:
        if rule.top == rule.bottom:
            if _is_underline(rule, uprights):
                continue
            thickest = max(thickest, _mark(across, dark, (rule.top, rule.x0, rule.x1, rule.width), scale))
        else:
            line = rule.x0, rule.top, rule.bottom, rule.width
            thickest = max(thickest, _mark(down.T, dark.T, line, scale))
    stroke = min(thickest, round(_THICKEST * scale)) + 3
    crossing = across & down
    for band, shape in ((across, (stroke, 1)), (down, (1, stroke))):
        # A stroke goes on across the line for longer than the line is thick.
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(shape, dtype=np.uint8))
        ink[band & ~strokes.astype(bool)] = 255
    ink[cv2.dilate(crossing.astype(np.uint8), np.ones((5, 5), dtype=np.uint8)).astype(bool)] = 255
    _sweep(ink, [rule for rule in page.rules if rule.x0 == rule.x1 or not _is_underline(rule, uprights)], scale)


def _sweep(ink: Image, rules: Sequence[Rule], scale: float) -> None:
    """Take away what is left of wiped lines: ink that lies wholly on their way is no letter."""
    ways = np.zeros(ink.shape, dtype=bool)
    for rule in rules:
        reach = rule.width / 2 + _BLUR
        rows = slice(max(0, round((rule.top - reach) * scale)), round((rule.bottom + reach) * scale) + 1)
        ways[rows, max(0, round((rule.x0 - reach) * scale)) : round((rule.x1 + reach) * scale) + 1] = True
    left = (ink < _SHADE).astype(np.uint8)
    count, labels = cv2.connectedComponents(left, connectivity=8)
    outside = np.zeros(count, dtype=bool)
    outside[labels[~ways]] = True
    ink[~outside[labels]] = 255


def _is_underline(rule: Rule, uprights: Sequence[Rule]) -> bool:
    """Whether a line across bounds no cell; engines read words with their underline better than cut ones."""
    meeting = [line.x0 for line in uprights if line.top - _MEET <= rule.top <= line.bottom + _MEET]
    if any(rule.x0 + 2 * _MEET < x < rule.x1 - 2 * _MEET for x in meeting):
        return False
    return not all(any(abs(x - end) <= _MEET for x in meeting) for end in (rule.x0, rule.x1))


def _mark(
    band: npt.NDArray[np.bool_], dark: npt.NDArray[np.uint8], line: tuple[float, float, float, float], scale: float
) -> int:
    """Mark the dots of one line across; ``line`` is (at, start, end, width). Returns its thickness in dots."""
    at, start, end, width = line
    reach = (width / 2 + _BLUR) * scale
    above, below = max(0, round(at * scale - reach)), min(len(dark), round(at * scale + reach) + 1)
    begin, stop = max(0, round(start * scale) - 2), round(end * scale) + 3
    step = max(1, round(_STRETCH * scale))
    thickest = 1
    # Stretch by stretch: over the length of a page even a level line strays by a dot or two.
    for here in range(begin, stop, step):
        along = slice(here, min(stop, here + step))
        full = np.flatnonzero(dark[above:below, along].mean(axis=1) >= _COVERED)
        first, last = above, below
        if len(full):
            first, last = max(0, above + int(full[0]) - 1), min(len(dark), above + int(full[-1]) + 2)
        band[first:last, along] = True
        thickest = max(thickest, last - first)
    return thickest
