"""A scan's own text layer, where no engine is there to read the page anew: its words, in the cells that we find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.layout.document import Word
from ingest.readers.ocr_blocks import Box
from ingest.readers.ocr_engine import Mark
from ingest.readers.ocr_image import Image
from ingest.readers.ocr_lines import LineBox, find_lines
from ingest.readers.ocr_words import LINES_A_BLOCK

_DARK = 200
# What a layer's program made of ruled lines and specks.
_NO_WORDS = frozenset("|_—-~=¦[]")
# The layer does not say how sure its program was.
_CONFIDENCE = 1.0


def marks_of_layer(words: Sequence[Word], ink: Image, blocks: Sequence[Box], scale: float) -> list[Mark]:
    """Words of a layer, in the frame of the levelled page, as marks of the blocks that they stand in."""
    held: list[list[Word]] = [[] for _ in blocks]
    for word in words:
        if _NO_WORDS.issuperset(word.text):
            continue
        x, y = (word.x0 + word.x1) / 2 * scale, (word.top + word.bottom) / 2 * scale
        # A word that stands in no block goes with the nearest: layers place words less well than we do.
        near = min(range(len(blocks)), key=lambda index: _distance(blocks[index], x, y), default=None)
        if near is not None:
            held[near].append(word)
    marks: list[Mark] = []
    for index, (box, own) in enumerate(zip(blocks, held, strict=True)):
        if own:
            marks += _block_marks(own, ink, box, index, scale)
    return marks


def _distance(box: Box, x: float, y: float) -> float:
    return max(box.x0 - x, 0.0, x - box.x1) + max(box.top - y, 0.0, y - box.bottom)


def _block_marks(words: Sequence[Word], ink: Image, box: Box, index: int, scale: float) -> list[Mark]:
    lines = find_lines(ink[box.top : box.bottom, box.x0 : box.x1])
    marks = []
    for word in words:
        x0, x1 = max(box.x0, round(word.x0 * scale)), min(box.x1, round(word.x1 * scale))
        middle = (word.top + word.bottom) / 2 * scale
        line = min(lines, key=lambda line: _off(line, (x0 + x1) / 2 - box.x0, middle - box.top), default=None)
        if line is None or x1 - x0 < 1:
            continue
        top, bottom = box.top + line.top, box.top + line.bottom
        rows = np.flatnonzero((ink[top:bottom, x0:x1] < _DARK).any(axis=1))
        if len(rows):
            top, bottom = top + int(rows[0]), top + int(rows[-1]) + 1
        marks.append(Mark(word.text, x0, top, x1, bottom, _CONFIDENCE, index * LINES_A_BLOCK + line.line))
    return sorted(marks, key=lambda mark: (mark.line, mark.x0))


def _off(line: LineBox, x: float, y: float) -> tuple[float, float]:
    return max(line.top - y, 0.0, y - line.bottom), max(line.x0 - x, 0.0, x - line.x1)
