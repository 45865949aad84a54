"""Text under a scan's image: the program that scanned the page drew its own reading first, then the image."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

from ingest.layout.document import Page, Word
from ingest.readers.ocr_need import SCAN_SHARE
from ingest.readers.pdf_paths import Shapes
from ingest.readers.pdfium import Box, Handle

# Share of a page's pieces of text that come before the image of a scan; what comes after it is a stamp.
_BEFORE = 0.6
# Share of an image's dots that may let through what is behind it (its rim).
_SEEN_THROUGH = 0.02
_OPAQUE = 250


def lift_lids(document: Any, handle: Any, page: Page, place: Callable[[Box], Box], shapes: Shapes) -> None:
    """Take the words under images that cover most of a page for a scan's own text; the page is changed in place.

    Args:
        document: PDFium's handle.
        handle: that of the page.
        page: with its words in the page's frame.
        place: puts a box into the page's frame.
        shapes: what is drawn on the page.
    """
    if page.image_share < SCAN_SHARE or not page.words:
        return
    lids = [(place(box), image) for box, image, before in shapes.lids if before >= _BEFORE * shapes.texts]
    if sum((x1 - x0) * (bottom - top) for (x0, top, x1, bottom), _ in lids) < SCAN_SHARE * page.width * page.height:
        return
    boxes = [box for box, image in lids if not _lets_through(document, handle, image)]
    seen: list[Word] = []
    for word in page.words:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        under = any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)
        (page.unseen if under else seen).append(word)
    page.words = seen


def _lets_through(document: Any, page: Any, image: Handle) -> bool:
    """Whether what is behind an image can be seen: it has a mask, or is one."""
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, page, ctypes.cast(image, pdfium.FPDF_PAGEOBJECT))
    if not bitmap:
        return True
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return False
        dots = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
        buffer = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), dots)
        alphas = buffer[3::4]
        clear = sum(alphas.count(bytes((value,))) for value in range(_OPAQUE))
        return clear > _SEEN_THROUGH * len(alphas)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
