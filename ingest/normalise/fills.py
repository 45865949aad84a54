"""Fills of cells: which rating a colour stands for, and which colours are only there to guide the eye.

Council practice, from the palettes of Word and Excel: green 00B050, 92D050, C6E0B4, 00FF00; amber FFC000, F79646,
FFFF00, FFEB9C; red FF0000, C00000, FF7C80, FFC7CE; blue 0070C0, 00B0F0, 4F81BD; grey BFBFBF, 808080. Headings and
zebra stripes are greys, navy, pale blue (DBE5F1), cream (FFF2CC) and near-white tints.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # names of types alone; pydantic stays out of the start
    from schemas.values import Rag

# Hues in degrees. Between red and amber lie F8CBAD (24), ED7D31 (24) and E97132 (20), which Office calls orange.
RED_FROM, RED_TO, AMBER_TO, GREEN_TO, BLUE_FROM, BLUE_TO = 338, 17, 66, 168, 187, 252
# Chroma in CIE Lab. Below the first a colour is a grey; below the second a tint too pale to be sure of.
GREY_CHROMA = 7.0
SURE_CHROMA = 15.0
# Cream and pale yellow are headings more often than ratings, and blue guides the eye more than it rates.
SURE_AMBER_CHROMA = 33.0
SURE_BLUE_CHROMA = 33.0
# Lightness in CIE Lab: darker colours are headings with white letters, lighter greys are stripes.
DARKEST, DARKEST_GREY, LIGHTEST_GREY = 32.0, 40.0, 80.0
# Two fills within this distance in Lab are one colour to the eye of someone who reads a key.
LEGEND_DISTANCE = 14.0


class FillRating(NamedTuple):
    """What a fill stands for.

    Attributes:
        rag: the rating, or None for white, stripes, headings and colours that rate nothing.
        sure: True where the colour is used for ratings and hardly for anything else.
    """

    rag: Rag | None
    sure: bool


def rag_of_fill(rgb: int, strict: bool = True, legend: Mapping[int, Rag] | None = None) -> Rag | None:
    """Rate a fill.

    Args:
        rgb: the colour, 0xRRGGBB.
        strict: True rates only what is surely a rating colour, which is right for any cell of a table; False also takes
            tints, dark shades and greys, which is right for a cell that is known to hold a status.
        legend: fills of the paper's own key and what they stand for there; they overrule the common use.
    """
    rating = rate_fill(rgb, legend)
    return rating.rag if rating.sure or not strict else None


def rate_fill(rgb: int, legend: Mapping[int, Rag] | None = None) -> FillRating:
    """Rate a fill and say whether the rating is sure; see :func:`rag_of_fill`."""
    if legend:
        distance, known = min((_distance(rgb, fill), fill) for fill in legend)
        if distance <= LEGEND_DISTANCE:
            return FillRating(legend[known], True)
    rating = _common(rgb)
    if legend and len(legend) > 1 and rating.rag not in legend.values():
        return FillRating(None, rating.sure)  # the paper has a key, and this colour is not in it
    return rating


@lru_cache(maxsize=4096)
def _common(rgb: int) -> FillRating:
    lightness, a, b = _lab(rgb)
    chroma = (a * a + b * b) ** 0.5
    if chroma < GREY_CHROMA:
        return FillRating("grey" if DARKEST_GREY <= lightness <= LIGHTEST_GREY else None, False)
    red, green, blue = _channels(rgb)
    hue, saturation, value = colorsys.rgb_to_hsv(red, green, blue)
    hue *= 360
    sure = chroma >= SURE_CHROMA and lightness >= DARKEST
    if hue >= RED_FROM or hue <= RED_TO:
        return FillRating("red", sure and not (value < 0.6 and saturation < 0.75))
    if hue <= AMBER_TO:
        # Brown is no amber.
        return FillRating("amber" if value >= 0.6 else None, sure and chroma >= SURE_AMBER_CHROMA)
    if hue <= GREEN_TO:
        # Olive (4F6228, 647D33) fills headings of Office's own table styles.
        return FillRating("green", sure and not (value < 0.52 and saturation < 0.8))
    if BLUE_FROM <= hue <= BLUE_TO:
        return FillRating("blue", sure and chroma >= SURE_BLUE_CHROMA)
    return FillRating(None, True)


def _channels(rgb: int) -> tuple[float, float, float]:
    return ((rgb >> 16) & 255) / 255, ((rgb >> 8) & 255) / 255, (rgb & 255) / 255


@lru_cache(maxsize=4096)
def _lab(rgb: int) -> tuple[float, float, float]:
    """CIE Lab of an sRGB colour, white D65."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(rgb)]
    x = (0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047
    y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2]
    z = (0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _distance(first: int, second: int) -> float:
    return float(sum((p - q) ** 2 for p, q in zip(_lab(first), _lab(second), strict=True)) ** 0.5)
