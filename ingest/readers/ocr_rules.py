"""Ruled lines of a page, found in its image.

A line shows as two edges close together, the side of a coloured box as one; both bound cells, so edges are what is
looked for: long straight steps in any colour channel. What is left of letters is too short, or touches nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ingest.layout.document import Rule
from ingest.readers.ocr_image import Image, PageImage, most_of

Mask = npt.NDArray[np.uint8]

# Steps of colour below this are noise; hairlines of BFBFBF step by 45 at 200 dpi, black ones on dark purple by 25.
_STEP = 20
# Shortest line looked for, in points; the sides of a row of 8 point text are longer.
_SHORTEST_ACROSS, _SHORTEST_DOWN = 14.0, 9.0
# A line shorter than this must meet lines of the other direction at both ends: else it is a stroke of a letter.
_ALONE_ACROSS, _ALONE_DOWN = 45.0, 40.0
# Ends this near to another line, in points, meet it.
_MEET = 2.5
# What is no higher than a line of text must be nearer at one end: letters leave some white above and below.
_ONE_LINE, _MEET_LETTER = 14.0, 1.2
# Holes this long, in dots, do not part a line (specks, JPEG blocks).
_HOLE = 3
# Colours whose channels differ by so much are no greys.
_COLORFUL = 70
# Thicker components are no lines: the rim of a picture, or a run of letters.
_THICKEST = 7.0


class Piece(NamedTuple):
    """A stretch of line in dots: ``at`` across its direction, from ``start`` to ``end`` along it."""

    at: float
    start: float
    end: float
    width: float


def find_rules(image: PageImage) -> list[Rule]:
    """Ruled lines of a level page, in points: first those across, then those down, each in order."""
    across, down = find_pieces(image.color, image.scale)
    scale = image.scale
    rules = [
        Rule(p.start / scale, p.at / scale, p.end / scale, p.at / scale, _hue(image.color, p), p.width / scale)
        for p in across
    ]
    rules += [Rule(p.at / scale, p.start / scale, p.at / scale, p.end / scale, width=p.width / scale) for p in down]
    return rules


def _hue(color: Image, piece: Piece) -> int:
    """The colour of a line across, 0 where it is black or grey: links are underlined in blue."""
    rows = color[max(0, round(piece.at) - 1) : round(piece.at) + 2, round(piece.start) : round(piece.end) + 1]
    if not rows.size:
        return 0
    means = rows.reshape(rows.shape[0], -1, 3).mean(axis=1)
    blue, green, red = (int(channel) for channel in means[int(means.sum(axis=1).argmin())])
    return red << 16 | green << 8 | blue if max(blue, green, red) - min(blue, green, red) >= _COLORFUL else 0


def find_pieces(color: Image, scale: float) -> tuple[list[Piece], list[Piece]]:
    """Lines across and down, in dots."""
    edges_across, edges_down = _edges(color)
    across = _pieces(edges_across, scale, _SHORTEST_ACROSS)
    down = _pieces(np.ascontiguousarray(edges_down.T), scale, _SHORTEST_DOWN)
    meet = _MEET * scale
    sure_across = [p for p in across if p.end - p.start >= _ALONE_ACROSS * scale]
    sure_down = [p for p in down if p.end - p.start >= _ALONE_DOWN * scale]
    # Short lines count when they end at lines that do: strokes of large letters meet one another alone.
    while True:
        more_down = [p for p in down if p in sure_down or _ends_at(p, sure_across, meet, scale)]
        more_across = [p for p in across if p in sure_across or _met(p, more_down, meet) == 2]
        if len(more_down) == len(sure_down) and len(more_across) == len(sure_across):
            return more_across, more_down
        sure_across, sure_down = more_across, more_down


def _edges(color: Image) -> tuple[Mask, Mask]:
    """Dots of edges that run across the page, and of edges that run down it.

    Beside an edge the colour steps, along it it does not: letters step both ways.
    """
    over, along = _steps(color, 0), _steps(color, 1)
    across = (over > _STEP) & (along < np.maximum(_STEP, over // 2))
    down = (along > _STEP) & (over < np.maximum(_STEP, along // 2))
    return across.astype(np.uint8), down.astype(np.uint8)


def _steps(color: Image, axis: int) -> Mask:
    """How far the colour steps at each dot down (0) or across (1) the page, in the channel where it steps most."""
    before, after = np.roll(color, 2, axis=axis), np.roll(color, -2, axis=axis)
    # On a line of two dots' width the dots at either side are alike: hold the middle against them as well.
    step = most_of(np.asarray(cv2.max(cv2.absdiff(before, after), cv2.absdiff(color, before)), dtype=np.uint8))
    rim = [slice(None), slice(None)]
    for at in (slice(0, 3), slice(-3, None)):
        rim[axis] = at
        step[tuple(rim)] = 0
    return step


def _pieces(edges: Mask, scale: float, shortest: float) -> list[Piece]:
    """Runs along the rows of a mask."""
    length = max(8, round(shortest * scale))
    closed = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((1, _HOLE), dtype=np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), dtype=np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    pieces = []
    for left, top, width, height, _area in stats[1:count].tolist():
        if height <= _THICKEST * scale:
            pieces.append(Piece(top + (height - 1) / 2, left, left + width - 1, max(1.0, height - 4.0)))
    return sorted(pieces)


def _ends_at(piece: Piece, across: list[Piece], meet: float, scale: float) -> bool:
    """Whether a line down meets lines at both ends; a high letter between two underlines is near to both alone."""
    if _met(piece, across, meet) < 2:
        return False
    tight = max(_MEET_LETTER * scale, 3.0)
    return piece.end - piece.start >= _ONE_LINE * scale or _met(piece, across, tight) > 0


def _met(piece: Piece, others: list[Piece], meet: float) -> int:
    """How many of a line's ends meet a line of the other direction."""
    ends = 0
    for end in (piece.start, piece.end):
        ends += any(
            abs(other.at - end) <= meet and other.start - meet <= piece.at <= other.end + meet for other in others
        )
    return ends
