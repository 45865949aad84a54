"""Pictures of PDF pages with boxes drawn on them, by pdfplumber's page images.

pdfplumber is kept for this: its images know the page's own coordinates, crop and rotation, so that a drawing is a
check of our frame by another library.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.errors import DamagedPaper, OutputError, UnsupportedFile
from ingest.readers.sniff import HEAD

Box = tuple[float, float, float, float]
RESOLUTION = 110


def draw_page(path: Path, number: int, layers: Sequence[tuple[Box, str, str]], out: Path) -> None:
    """Write a PNG of one page with boxes on it.

    Args:
        path: the PDF.
        number: page number, counted from 1.
        layers: (box in points from the page's top left as displayed, colour name, label) in drawing order.
        out: the PNG to write.

    Raises:
        UnsupportedFile: the paper is no PDF.
        DamagedPaper: the page cannot be drawn.
        OutputError: the PNG cannot be written.
    """
    if not _is_pdf(path):
        raise UnsupportedFile(path.name, "it is no PDF, and only pages of a PDF can be drawn", "Save it as PDF first.")
    try:
        image = _draw(path, number, layers)
    except Exception as error:  # whatever a broken file makes pdfplumber and pdfminer stumble over
        raise DamagedPaper(path.name, f"its page {number} cannot be drawn ({type(error).__name__})") from error
    try:
        image.save(str(out), format="PNG")
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror or error}. Choose another --out.") from error


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(HEAD)


def _draw(path: Path, number: int, layers: Sequence[tuple[Box, str, str]]) -> Any:
    import pdfplumber  # heavy, and wanted for drawings only

    with pdfplumber.open(path) as pdf:
        page = pdf.pages[number - 1]
        image = page.to_image(resolution=RESOLUTION)
        left, top = page.bbox[0], page.bbox[1]
        for box, colour, label in layers:
            # A line has no area; a hair of it makes it seen.
            x0, y0, x1, y1 = (
                box[0] + left,
                box[1] + top,
                max(box[2], box[0] + 0.5) + left,
                max(box[3], box[1] + 0.5) + top,
            )
            image.draw_rect((x0, y0, x1, y1), fill=None, stroke=colour, stroke_width=2 if label else 1)
            if label:
                scale = RESOLUTION / 72
                image.draw.text(((x0 - left) * scale + 2, (y0 - top) * scale - 9), label, fill=colour)
        return image
