"""Signs that stand alone in a cell, told by their shape: engines read a dash as nothing, a tick as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ingest.readers.ocr_engine import Mark
from ingest.readers.ocr_image import Image

_DARK = 170
# In points: the height of a dash or full stop at most, and lengths of dashes; the longer ones join numbers or words.
_FLAT, _DASH, _LONG_DASH, _LONGEST_DASH = 1.8, 2.0, 4.5, 14.0
# What lies this near to a cell's side may be left of its line, in points.
_NEAR_SIDE, _NEAR_END = 3.0, 1.5
# The side of a tick, in points.
_TICK = (4.0, 18.0)
# A letter read more surely than this is one.
_SURE = 0.9
_CONFIDENCE = 0.9
_TICKS = "√✓✔"


class _Spot(NamedTuple):
    """The ink of a sign in dots, with its mask."""

    x0: int
    top: int
    x1: int
    bottom: int
    mask: npt.NDArray[np.bool_]


def read_sign(image: Image, marks: Sequence[Mark], scale: float) -> list[Mark]:
    """What an engine read in a cell, set right where the cell holds one sign that is no letter.

    Args:
        image: the cell, dark on white.
        marks: what the engine read there.
        scale: dots to a point.
    """
    if len(marks) > 1 or any(len(mark.text) > 1 for mark in marks):
        return list(marks)
    spot = _only_spot(image, scale)
    if spot is None:
        return list(marks)
    width, height = (spot.x1 - spot.x0) / scale, (spot.bottom - spot.top) / scale
    sign = ""
    if height <= _FLAT:
        sign = _flat_sign(spot, image, width, height, scale)
        if not sign:
            # So low is no letter: a full stop, or what is left of a line.
            return [mark for mark in marks if not mark.text.isalnum()]
    elif not any(mark.confidence >= _SURE and mark.text not in _TICKS for mark in marks) and _is_tick(spot, scale):
        sign = "✓"
    if not sign:
        return list(marks)
    return [Mark(sign, spot.x0, spot.top, spot.x1, spot.bottom, _CONFIDENCE, marks[0].line if marks else 0)]


def _only_spot(image: Image, scale: float) -> _Spot | None:
    """The one connected patch of ink in a cell; None where there are several or none."""
    dark = (image < _DARK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    # Less than half a point square is a speck.
    found = [index for index in range(1, count) if stats[index, cv2.CC_STAT_AREA] >= 0.25 * scale * scale]
    if len(found) != 1:
        return None
    left, top, width, height, _area = (int(value) for value in stats[found[0]])
    mask = np.asarray(labels[top : top + height, left : left + width] == found[0], dtype=np.bool_)
    return _Spot(left, top, left + width, top + height, mask)


def _flat_sign(spot: _Spot, image: Image, width: float, height: float, scale: float) -> str:
    room = min(spot.top, image.shape[0] - spot.bottom) / scale
    beside = min(spot.x0, image.shape[1] - spot.x1) / scale
    if room < _NEAR_SIDE or beside < _NEAR_END or not max(_DASH, 1.8 * height) <= width <= _LONGEST_DASH:
        return ""
    return "-" if width < _LONG_DASH else "–"


def _is_tick(spot: _Spot, scale: float) -> bool:
    """Whether a sign falls to a point left of its middle and rises from there, higher, to its right end."""
    height, width = spot.mask.shape
    if not all(_TICK[0] <= side / scale <= _TICK[1] for side in (height, width)):
        return False
    columns = [np.flatnonzero(spot.mask[:, col]) for col in range(width)]
    foot = float(np.flatnonzero(spot.mask[-1]).mean()) / width
    tip = float(np.flatnonzero(spot.mask[0]).mean()) / width
    start = float(columns[0].mean()) / height
    third = columns[max(1, round(0.7 * width)) :]
    rising = all(float(column.mean()) < 0.6 * height for column in third if len(column))
    thin = float(spot.mask.mean()) < 0.5
    return 0.12 <= foot <= 0.55 and tip >= 0.7 and 0.3 <= start <= 0.9 and rising and thin
