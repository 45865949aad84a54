"""Printed lines within a block of text on an image, for engines that read one line at a time."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ingest.readers.ocr_image import Image

_DARK = 150.0
_PAPER = 255.0
# Bands lower than this, in dots, are dots of letters and accents: they go with the line next to them.
_SLIM = 7
_LOWEST = 4
# A band this many times as high as the usual one is looked at for two lines that touch, ...
_TALL = 1.6
# ... which part where there is less ink than this share of what the band's rows have.
_NECK = 0.3
# White wider than this many line heights parts a label from its text: engines leave out such gaps.
_GAP = 1.1
# White that goes down the whole block parts columns when it is this many usual line heights wide.
_GUTTER = 1.6


class LineBox(NamedTuple):
    """A piece of a printed line in dots; pieces of one printed line share ``line``."""

    x0: int
    top: int
    x1: int
    bottom: int
    line: int


def find_lines(image: Image) -> list[LineBox]:
    """Pieces of lines of an image of text, column by column, top to bottom."""
    smooth = cv2.medianBlur(image, 3)
    # Pale letters are dark against their paper.
    limit = max(_DARK, (_PAPER + float(smooth.min())) / 2) if smooth.size else _DARK
    dark = smooth < limit
    # The median takes specks away, but full stops of small print as well.
    fine = image < limit
    boxes: list[LineBox] = []
    line = 0
    usual = _usual_height(_bands(dark))
    for left, right in _stretches(np.asarray(fine.any(axis=0)), max(1.0, _GUTTER * usual)):
        column = dark[:, left:right]
        bands = _parted(column, _bands(column))
        for top, bottom in _whole(bands, np.asarray(fine[:, left:right].any(axis=1))):
            for x0, x1 in _stretches(np.asarray(fine[top:bottom, left:right].any(axis=0)), _GAP * (bottom - top)):
                boxes.append(LineBox(left + x0, top, left + x1, bottom, line))
            line += 1
    return boxes


def _stretches(filled: npt.NDArray[np.bool_], gap: float) -> list[tuple[int, int]]:
    """Runs of True, joined where the gap between them is smaller than ``gap``."""
    at = np.flatnonzero(filled)
    if not len(at):
        return []
    ends = np.flatnonzero(np.diff(at) > max(1.0, gap))
    starts = [int(at[0]), *(int(at[end + 1]) for end in ends)]
    stops = [*(int(at[end]) + 1 for end in ends), int(at[-1]) + 1]
    return list(zip(starts, stops, strict=True))


def _bands(dark: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    bands: list[tuple[int, int]] = []
    for top, bottom in _stretches(np.asarray(dark.any(axis=1)), 1.0):
        if bands:
            before = bands[-1]
            slim = min(bottom - top, before[1] - before[0]) < _SLIM
            if slim and top - before[1] < _SLIM:
                bands[-1] = before[0], bottom
                continue
        bands.append((top, bottom))
    return [band for band in bands if band[1] - band[0] >= _LOWEST]


def _whole(bands: list[tuple[int, int]], inked: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Bands with the rows next to them that the median emptied: without its tail a comma is a full stop."""
    whole = []
    for index, (top, bottom) in enumerate(bands):
        first = bands[index - 1][1] if index else 0
        last = bands[index + 1][0] if index + 1 < len(bands) else len(inked)
        high, low = top, bottom
        while high > max(first, top - _SLIM) and inked[high - 1]:
            high -= 1
        while low < min(last, bottom + _SLIM) and inked[low]:
            low += 1
        whole.append((high, low))
    return whole


def _usual_height(bands: list[tuple[int, int]]) -> float:
    return float(np.median([bottom - top for top, bottom in bands])) if bands else 0.0


def _parted(dark: npt.NDArray[np.bool_], bands: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bands, with those cut that hold several lines whose letters touch."""
    usual = _usual_height(bands)
    parted: list[tuple[int, int]] = []
    for top, bottom in bands:
        parted += _halves(dark, top, bottom, usual)
    return parted


def _halves(dark: npt.NDArray[np.bool_], top: int, bottom: int, usual: float) -> list[tuple[int, int]]:
    if bottom - top < _TALL * usual or usual < _LOWEST:
        return [(top, bottom)]
    ink = dark[top:bottom].sum(axis=1)
    margin = int(0.6 * usual)
    inner = ink[margin : len(ink) - margin]
    if not len(inner):
        return [(top, bottom)]
    cut = margin + int(inner.argmin())
    if ink[cut] > _NECK * float(np.median(ink)):
        return [(top, bottom)]
    return _halves(dark, top, top + cut, usual) + _halves(dark, top + cut, bottom, usual)
