"""Engines that recognise letters: each takes small images of text and gives words with boxes and confidence.

RapidOCR (wheels only, the model inside) is taken where it is installed, Tesseract 5 else. Measured on image-only
copies of council papers (tools/make_scans.py: 200 dpi, half a degree of skew, light noise), F1 over all fields:

- five papers, same code and images: RapidOCR 0.969 (worst paper 0.918), Tesseract 0.867 (worst 0.743). Tesseract reads
  "q" for "g" in underlined addresses, "NIA" for "N/A" and "75%" for "7.5%".
- words of a dense page of 6.5 points found again: RapidOCR 0.995, Tesseract 0.987.
- time of one core: RapidOCR 2.2 s a page (125 pages in 271 s of processor time), Tesseract 1.3 s, with all that goes
  before and after.

Cells are recognised one by one: on that dense page 0.960 of the words came back as printed, bullets and dashes told
strictly, against 0.934 to 0.949 for the whole page with its lines wiped, whatever the page segmentation mode.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Protocol

import cv2
import numpy as np

from ingest.errors import MissingProgram
from ingest.readers.ocr_image import Image

# Tesseract was trained on 300 dots an inch, but on council scans 200 gave the same words in three quarters of the time.
_LANGUAGE = "eng"
_UNIFORM_BLOCK = "6"
_WORD_LEVEL = "5"
_COLUMNS = 12
# White around an image: letters that touch its rim are lost.
_RIM = 10
INSTALL = "Run 'pip install rapidocr onnxruntime' or 'apt-get install tesseract-ocr' to have scans recognised."


class Mark(NamedTuple):
    """A word as an engine saw it, in dots of its image; ``line`` is equal for the words of one printed line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int


class EngineFailure(Exception):
    """The engine broke on a page; the message says how."""


class Engine(Protocol):
    """What recognises letters."""

    def recognise(self, images: Sequence[Image]) -> list[list[Mark]]:
        """Words of each image (dark letters on white, lines level), in reading order.

        Raises:
            EngineFailure: the engine broke.
        """


class Tesseract:
    """Tesseract 5 as a program of the system, one process for all images of a page."""

    def __init__(self, program: str) -> None:
        self._program = program

    def recognise(self, images: Sequence[Image]) -> list[list[Mark]]:
        """See ``Engine``; each image is taken for one block of text."""
        marks: list[list[Mark]] = [[] for _ in images]
        if not images:
            return marks
        with tempfile.TemporaryDirectory(prefix="council-plans-") as folder:
            names = [str(Path(folder, f"{index}.pgm")) for index in range(len(images))]
            for name, image in zip(names, images, strict=True):
                cv2.imwrite(name, _framed(image))
            listing = Path(folder, "images.txt")
            listing.write_text("\n".join(names) + "\n", encoding="utf-8")
            table = self._run([str(listing), "stdout", "--dpi", "300", "--psm", _UNIFORM_BLOCK, "-l", _LANGUAGE, "tsv"])
        lines: dict[tuple[str, ...], int] = {}
        for row in table.splitlines():
            cells = row.split("\t")
            if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
                continue
            left, top, width, height = (int(cell) for cell in cells[6:10])
            line = lines.setdefault(tuple(cells[1:5]), len(lines))
            box = (left - _RIM, top - _RIM, left - _RIM + width, top - _RIM + height)
            confidence = max(0.0, min(1.0, float(cells[10]) / 100))
            marks[int(cells[1]) - 1] += [Mark(text, *box, confidence, line) for text in cells[11].split()]
        return marks

    def _run(self, options: list[str]) -> str:
        # Its own threads make it slower: 11.7 s a page against 3 s with one (design/libraries.md).
        setting = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run([self._program, *options], capture_output=True, env=setting, check=False)
        except OSError as error:
            raise EngineFailure(f"Tesseract does not start ({error.strerror or error})") from error
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise EngineFailure(f"Tesseract ended with {done.returncode} ({words[-1] if words else 'no message'})")
        return done.stdout.decode("utf-8", "replace")


@lru_cache(maxsize=1)
def _languages(program: str) -> frozenset[str]:
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, check=False)
    except OSError:
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def find_engine() -> Engine:
    """The engine to use: RapidOCR where it is installed, else Tesseract.

    Raises:
        MissingProgram: none is installed; the message says how to install one.
    """
    if find_spec("rapidocr") and find_spec("onnxruntime"):
        from ingest.readers.ocr_rapid import RapidOcr  # heavy

        return RapidOcr()
    program = shutil.which("tesseract")
    if program is None:
        raise MissingProgram(f"No engine that recognises letters is installed. {INSTALL}")
    if _LANGUAGE not in _languages(program):
        raise MissingProgram(
            "Tesseract has no data for English. Install them with 'apt-get install tesseract-ocr-eng'."
        )
    return Tesseract(program)


def _framed(image: Image) -> Image:
    height, width = image.shape
    framed = np.full((height + 2 * _RIM, width + 2 * _RIM), 255, dtype=np.uint8)
    framed[_RIM:-_RIM, _RIM:-_RIM] = image
    return framed


def turned(image: Image, turn: int) -> Image:
    """An image turned back by quarter turns clockwise, so that letters turned by ``turn`` are upright."""
    return np.ascontiguousarray(np.rot90(image, turn)) if turn else image
