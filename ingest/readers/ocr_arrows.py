"""Block arrows on a page's image: trend signs, solid or in outline, that an engine would read as letters."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from ingest.layout.document import Arrow
from ingest.readers.ocr_image import Image

Mask = npt.NDArray[np.bool_]

_DARK = 140
# Length and breadth in points.
_SIZE = (5.0, 45.0)
_SLENDER = 3.0
# Shares of the length: the tip, and the end of the shaft.
_TIP, _END = 0.1, 0.2
# The tip is this much narrower than the shaft, which is neither a line nor as broad as the head.
_TIP_BREADTH = 0.85
_SHAFT_BREADTH = (0.15, 0.75)
_OFF_MIDDLE = 0.12
# How far breadths may stray, in shares of the head's, and how soon the head ends in the shaft, in shares of the length.
_UNEVEN, _FALL = 0.06, 0.14
# Letters have neighbours nearer than this, in shares of the height.
_NEIGHBOUR = 0.6
_TURNS = ("up", "right", "down", "left")


def find_arrows(ink: Image, scale: float) -> list[Arrow]:
    """Arrows that stand alone, in points, top to bottom."""
    dark = (ink < _DARK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    arrows = []
    low, high = (side * scale for side in _SIZE)
    for index in range(1, count):
        left, top, width, height, _area = (int(value) for value in stats[index])
        if not (
            low <= min(width, height)
            and max(width, height) <= high
            and max(width, height) < _SLENDER * min(width, height)
        ):
            continue
        shape = _filled(labels[top : top + height, left : left + width] == index)
        points = _direction(shape)
        if points and _stands_alone(dark, left, top, width, height):
            box = left / scale, top / scale, (left + width) / scale, (top + height) / scale
            arrows.append(Arrow(*box, points))
    return sorted(arrows, key=lambda arrow: (arrow.top, arrow.x0))


def _filled(shape: Mask) -> Mask:
    """A component with its holes filled: an arrow in outline is as good as a solid one."""
    contours, _ = cv2.findContours(shape.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    full = np.zeros(shape.shape, dtype=np.uint8)
    cv2.drawContours(full, contours, -1, (1,), cv2.FILLED)
    return np.asarray(full > 0)


def _direction(shape: Mask) -> str | None:
    # np.rot90 turns against the clock: what points right points up after one turn.
    told = [name for turns, name in enumerate(_TURNS) if _points_up(np.rot90(shape, turns))]
    if len(told) == 1:
        return told[0]
    across = np.rot90(shape)
    half = len(across) // 2
    if not told and _points_up(across[: half + 1]) and _points_up(across[::-1][: half + 1]):
        return "both"
    return None


def _points_up(shape: Mask) -> bool:
    """Whether a shape is a head that broadens downwards from a tip, then a shaft, all about one axis."""
    height, breadth = shape.shape
    filled = shape.sum(axis=1).astype(float)
    firsts, lasts = shape.argmax(axis=1), breadth - 1 - shape[:, ::-1].argmax(axis=1)
    # One run a row, about the middle, but for the barbs' feet.
    gaps = (lasts - firsts + 1) - filled
    off = np.abs((firsts + lasts) / 2 - (breadth - 1) / 2)
    if (gaps > 1).mean() > 0.15 or (off > max(1.0, _OFF_MIDDLE * breadth)).mean() > 0.1:
        return False
    tip = filled[: max(1, round(_TIP * height))].mean() / breadth
    end = filled[height - max(2, round(_END * height)) :] / breadth
    shaft = float(np.median(end))
    if tip > _TIP_BREADTH * shaft or not _SHAFT_BREADTH[0] <= shaft <= _SHAFT_BREADTH[1]:
        return False
    return float(end.std()) <= _UNEVEN and _is_head(filled / breadth, shaft)


def _is_head(breadths: npt.NDArray[np.float64], shaft: float) -> bool:
    """Whether breadths grow evenly from the tip on, then fall to the shaft's at once; letters are round."""
    widest = int(breadths.argmax())
    length = len(breadths)
    if not 0.2 * length <= widest <= 0.85 * length:
        return False
    after = breadths[widest + max(2, round(_FALL * length)) :]
    even = np.linspace(breadths[0], breadths[widest], widest + 1)
    return bool(
        len(after) and after.max() <= shaft + 2 * _UNEVEN and np.abs(breadths[: widest + 1] - even).mean() <= _UNEVEN
    )


def _stands_alone(dark: npt.NDArray[np.uint8], left: int, top: int, width: int, height: int) -> bool:
    reach = round(_NEIGHBOUR * height)
    before = dark[top : top + height, max(0, left - reach) : left]
    after = dark[top : top + height, left + width : left + width + reach]
    return int(before.sum()) + int(after.sum()) < 0.05 * width * height
