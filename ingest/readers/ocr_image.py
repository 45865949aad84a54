"""Images of pages: drawn by PDFium, made white where the paper is, turned so that text rows are level."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

Image = npt.NDArray[np.uint8]

POINTS_PER_INCH = 72.0
# 200 dots an inch is what offices scan at: letters of 9 points are 25 dots high, a hairline is more than one dot wide.
DPI = 200.0
# No page is drawn with more dots than this (an A0 plan at 200 dpi has 62 million).
MAX_DOTS = 40_000_000
# Scans are skewed by a degree or two; more is no skew but a page laid askew on purpose.
MAX_SKEW = math.radians(4.0)
# Skew below this moves the end of a line across A4 by less than its own width.
MIN_SKEW = math.radians(0.03)
_COARSE = math.radians(0.25)
_FINE = math.radians(0.01)
_INK_CONTRAST = 50
# A scanner's dark rim: darker than this, no broader than this share of the page, along this share of a side at least.
_RIM_DARK = 110
_RIM = 0.06
_RIM_LENGTH = 0.05
# How far its shade reaches into the paper, in points.
_RIM_BLUR = 1.5
_MAX_INK = 200_000


@dataclass(slots=True)
class PageImage:
    """A page as dots.

    Attributes:
        color: rows of dots, top to bottom, each blue, green, red.
        scale: dots to a point.
        skew: radians clockwise that the page as displayed is turned against ``color``.
    """

    color: Image
    scale: float
    skew: float = 0.0

    @property
    def grey(self) -> Image:
        """Lightness alone."""
        return np.asarray(cv2.cvtColor(self.color, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def draw_page(handle: Any, width: float, height: float, dpi: float = DPI) -> PageImage:
    """Draw a page as displayed.

    Args:
        handle: PDFium's page.
        width: in points, as displayed.
        height: likewise.
        dpi: dots an inch; fewer where the page would have more than ``MAX_DOTS``.
    """
    scale = min(dpi / POINTS_PER_INCH, math.sqrt(MAX_DOTS / (width * height)))
    across, down = max(1, round(width * scale)), max(1, round(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(across, down, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise MemoryError(f"no room for an image of {across} x {down} dots")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, across, down, 0, pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = ctypes.cast(
            pdfium.FPDFBitmap_GetBuffer(bitmap), ctypes.POINTER(ctypes.c_ubyte * (stride * down))
        ).contents
        rows = np.frombuffer(buffer, dtype=np.uint8).reshape(down, stride)
        color = np.ascontiguousarray(rows[:, : 3 * across]).reshape(down, across, 3).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return PageImage(color, across / width)


def straighten(image: PageImage) -> PageImage:
    """Turn an image so that its text rows and ruled lines are level; the paper's own tint is made white."""
    color = clear_rim(whiten(image.color), image.scale)
    skew = find_skew(np.asarray(cv2.cvtColor(color, cv2.COLOR_BGR2GRAY), dtype=np.uint8), image.scale)
    if abs(skew) < MIN_SKEW:
        return PageImage(color, image.scale)
    height, width = color.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(skew), 1.0)
    turned = cv2.warpAffine(color, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return PageImage(np.asarray(turned, dtype=np.uint8), image.scale, skew)


def whiten(color: Image) -> Image:
    """Make the paper white: each channel is stretched so that the commonest light tint becomes 255."""
    tops = []
    for channel in range(3):
        counts = np.bincount(color[::4, ::4, channel].ravel(), minlength=256)
        # Half of a page is paper as a rule; a page that is mostly dark or coloured is left as it is.
        light = int(counts[160:].argmax()) + 160
        near = counts[max(0, light - 8) : light + 9].sum()
        tops.append(light if near >= 0.3 * counts.sum() else 255)
    if min(tops) >= 253:
        return color
    table = np.stack([np.minimum(255, np.arange(256) * 255.0 / top) for top in tops], axis=1)
    return np.asarray(cv2.LUT(color, np.round(table).astype(np.uint8).reshape(1, 256, 3)), dtype=np.uint8)


def clear_rim(color: Image, scale: float) -> Image:
    """Take away the dark rim that a scanner leaves where its lid shows beside the paper.

    It is dark from an edge of the image on; what is dark further in is a banner of the paper's own. The colour beside
    it goes over it.
    """
    cleared = color
    dark = cv2.medianBlur(np.asarray(cv2.cvtColor(color, cv2.COLOR_BGR2GRAY), dtype=np.uint8), 5) < _RIM_DARK
    beside = round(_RIM_BLUR * scale)
    for turn in range(4):
        # np.rot90 gives views: each side in turn is the left one.
        shade, side = np.rot90(dark, turn), np.rot90(cleared, turn)
        limit = round(_RIM * shade.shape[1])
        depth = np.argmin(shade[:, : limit + 1], axis=1)
        depth[shade[np.arange(len(shade)), depth]] = 0  # dark all along: no rim
        rows = np.flatnonzero(depth)
        if len(rows) < _RIM_LENGTH * len(shade):
            continue
        if cleared is color:
            cleared = color.copy()
            side = np.rot90(cleared, turn)
        for row, reach in zip(rows.tolist(), (depth[rows] + beside).tolist(), strict=True):
            side[row, :reach] = side[row, reach + 1]
            shade[row, :reach] = False
    return cleared


def most_of(color: Image) -> Image:
    """The largest of each dot's three channels; NumPy's own maximum takes ten times as long."""
    blue, green, red = cv2.split(color)
    return np.asarray(cv2.max(cv2.max(blue, green), red), dtype=np.uint8)


def find_skew(grey: Image, scale: float) -> float:
    """Radians clockwise by which rows of text and ruled lines slope; 0 where nothing tells.

    The sharper the profile of ink along rows, the nearer the slope: tried coarsely over the whole range, then
    finely about the best.
    """
    kernel = np.ones((max(3, round(4 * scale)), 1), dtype=np.uint8)
    ink = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel) > _INK_CONTRAST
    ys, xs = np.nonzero(ink)
    if len(ys) < 200:
        return 0.0
    if len(ys) > _MAX_INK:
        step = len(ys) // _MAX_INK + 1
        ys, xs = ys[::step], xs[::step]
    across = xs.astype(np.float64) - grey.shape[1] / 2
    down = ys.astype(np.float64)
    best = _sharpest(across, down, np.arange(-MAX_SKEW, MAX_SKEW + _COARSE / 2, _COARSE))
    best = _sharpest(across, down, np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE))
    return best if abs(best) < MAX_SKEW else 0.0


def _sharpest(across: npt.NDArray[np.float64], down: npt.NDArray[np.float64], angles: npt.NDArray[np.float64]) -> float:
    scores = []
    for angle in angles:
        level = down - across * math.tan(angle)
        counts = np.bincount((level - level.min()).astype(np.int64)).astype(np.float64)
        scores.append(float(np.square(np.diff(counts)).sum()))
    return float(angles[int(np.argmax(scores))])
