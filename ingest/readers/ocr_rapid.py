"""RapidOCR: PP-OCR's recogniser with its model inside the wheel, line by line on lines that we find ourselves.

Its own detector is left out: it joins what stands in neighbouring columns, loses bullets and takes half of the time.
"""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ingest.readers.ocr_engine import EngineFailure, Mark
from ingest.readers.ocr_image import Image
from ingest.readers.ocr_lines import LineBox, find_lines

# White kept around a line, in dots.
_ABOVE, _BESIDE = 5, 7
_DARK = 200
# A line lower than this, in dots, is an asterisk or the like; so much white is put about it.
_SMALL_SIGN, _ROUND_ABOUT = 12, 16
_THREADS = 1
# Channels, height and least width of what the model reads. With a width of 160 dots in place of its own 320, three
# pages of tables gave the same 801 words as surely in 0.8 of the time; with 64 a bullet was read as a letter.
_SHAPE = [3, 48, 160]
# Longest line, in dots: over a metre at 200 dots an inch. The recogniser's memory grows with it.
_LONGEST = 8_000

_LABEL = re.compile(r"\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})\)")

Mask = npt.NDArray[np.bool_]


@lru_cache(maxsize=1)
def _load() -> Any:
    # ONNX Runtime reports its use to its maker, and keeps files for that in the home and the temporary folder; papers
    # are nobody else's business, and nothing is written but the output.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
            "Global.text_score": 0.0,
            "Global.log_level": "critical",
            # RapidOCR would squeeze longer lines to 2,000 dots, and breaks on those that this leaves no height.
            "Global.max_side_len": _LONGEST,
            # Shorter lines are filled up to this width before they are read, and most cells are short.
            "Rec.rec_img_shape": _SHAPE,
        }
    )


class _Letter(NamedTuple):
    """A letter with its middle in dots of the block."""

    sign: str
    x: float
    confidence: float


class RapidOcr:
    """The wheel-only engine; its model is loaded once a process."""

    def recognise(self, images: Sequence[Image]) -> list[list[Mark]]:
        """See ``ocr_engine.Engine``."""
        return [self._read_block(image) for image in images]

    def _read_block(self, image: Image) -> list[Mark]:
        marks: list[Mark] = []
        boxes = find_lines(image)
        for box in boxes:
            marks += _read_line(image, box)
        if len(boxes) == 1 and not marks and boxes[0].bottom - boxes[0].top < _SMALL_SIGN:
            # A sign blown up to the height of a line is known no more: with white about it, it is.
            return [mark for mark in _read_line(image, boxes[0], lone=True) if mark.text.strip("*") == ""]
        return marks


def _read_line(image: Image, box: LineBox, lone: bool = False) -> list[Mark]:
    margin = _ROUND_ABOUT if lone else 0
    strip = np.pad(_strip(image, box), ((margin, margin // 2), (margin, margin)), constant_values=255)
    if strip.shape[1] > _LONGEST:
        raise EngineFailure(f"a line of it is {strip.shape[1]} dots long")
    try:
        found = _load()(cv2.cvtColor(strip, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True,
                        return_word_box=True)  # fmt: skip
    except (RuntimeError, ValueError) as error:
        raise EngineFailure(f"RapidOCR failed ({error})") from error
    if not found.txts or not found.word_results or not found.word_results[0]:
        return []
    told, text = found.word_results[0], found.txts[0]
    columns = [column for group in told.word_cols for column in group]
    sure = told.confs if len(told.confs) == len(text) else [found.scores[0]] * len(text)
    # The recogniser sees the line as columns of equal width: a letter's column tells where it stands.
    unit = strip.shape[1] / max(told.line_txt_len, 1e-6)
    words: list[list[_Letter]] = [[]]
    at = 0
    for sign, confidence in zip(text, sure, strict=True):
        if sign.isspace():
            words.append([])
        elif at < len(columns):
            if len(words) == 1 and sign.isupper() and _LABEL.fullmatch("".join(letter.sign for letter in words[0])):
                words.append([])  # the blank behind an entry's letter was too narrow for the recogniser
            words[-1].append(_Letter(sign, (columns[at] + 0.5) * unit - _BESIDE - margin + box.x0, float(confidence)))
            at += 1
    return _marks(image, box, [word for word in words if word])


def _marks(image: Image, box: LineBox, words: list[list[_Letter]]) -> list[Mark]:
    """Words of a line, each with the box of its ink."""
    dark: Mask = np.asarray(image[box.top : box.bottom] < _DARK, dtype=np.bool_)
    filled: Mask = np.asarray(dark.any(axis=0))
    edges = [box.x0]
    for before, after in itertools.pairwise(words):
        edges.append(_middle_of_gap(filled, before[-1].x, after[0].x))
    edges.append(box.x1)
    marks = []
    for word, left, right in zip(words, edges, edges[1:], strict=False):
        written = _plain("".join(letter.sign for letter in word))
        columns = np.flatnonzero(filled[left:right])
        if not written:
            continue
        # Faint words have no dark dots: they keep what lies between their neighbours.
        x0, x1, top, bottom = left, right, box.top, box.bottom
        if len(columns):
            x0, x1 = left + int(columns[0]), left + int(columns[-1]) + 1
            rows = np.flatnonzero(dark[:, x0:x1].any(axis=1))
            top, bottom = box.top + int(rows[0]), box.top + int(rows[-1]) + 1
        marks.append(Mark(written, x0, top, x1, bottom, min(letter.confidence for letter in word), box.line))
    return marks


def _middle_of_gap(filled: Mask, start: float, end: float) -> int:
    """Middle of the widest white between two letters."""
    low, high = max(0, round(start)), min(len(filled), max(round(start) + 1, round(end)))
    best, length, run = (low + high) // 2, 0, 0
    for column in range(low, high):
        run = 0 if filled[column] else run + 1
        if run > length:
            best, length = column - run // 2, run
    return best


def _strip(image: Image, box: LineBox) -> Image:
    height, width = box.bottom - box.top + 2 * _ABOVE, box.x1 - box.x0 + 2 * _BESIDE
    strip = np.full((height, width), 255, dtype=np.uint8)
    # Neighbouring lines are left out: only the line's own rows are taken, with white around.
    strip[_ABOVE:-_ABOVE, _BESIDE:-_BESIDE] = image[box.top : box.bottom, box.x0 : box.x1]
    return strip


def _plain(text: str) -> str:
    """Letters in the forms that UK papers print: the model also knows full-width ones and Chinese."""
    folded = "".join(unicodedata.normalize("NFKC", sign) if "\uff00" <= sign <= "\uffef" else sign for sign in text)
    folded = folded.replace("。", ".").replace("、", ",").replace("・", "•").replace("·", "•")
    return "".join(sign for sign in folded if not "\u2e80" <= sign <= "\u9fff")
