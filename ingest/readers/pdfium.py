"""PDFium's raw calls in small typed helpers: one place that knows ctypes.

Raw calls are used for speed: with one box call at each end of a word and the properties of a text object asked
for once, a page costs about 2 ms, against 60 to 70 ms for pdfplumber (design/libraries.md: 150 pages a second
for PDFium with boxes, sizes and fills, 15 for pdfplumber).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BOLD_FROM = 600
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class TextStyle:
    """What the letters of one text object share.

    ``clip`` is in page space (left, bottom, right, top); ``turn`` counts quarter turns as displayed; ``upright``
    letters stand so in page space already.
    """

    size: float
    bold: bool
    italic: bool
    color: int
    mcid: int
    mode: int
    turn: int
    upright: bool
    clip: Box | None
    symbolic: bool


class Fonts:
    """Weight, slant and encoding of fonts, looked up once each."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bool, bool, bool]] = {}

    def look_up(self, font: Any) -> tuple[bool, bool, bool]:
        """(bold, italic, symbolic) of a font handle."""
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._known:
            self._known[key] = self._measure(font) if font else (False, False, False)
        return self._known[key]

    @staticmethod
    def _measure(font: Any) -> tuple[bool, bool, bool]:
        buffer = ctypes.create_string_buffer(128)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, 128)
        name = buffer.value.decode("latin-1").casefold()
        flags = pdfium.FPDFFont_GetFlags(font)
        bold = (
            pdfium.FPDFFont_GetWeight(font) >= _BOLD_FROM
            or bool(flags > 0 and flags & _FORCE_BOLD_FLAG)
            or any(mark in name for mark in ("bold", "black", "heavy"))
        )
        italic = bool(flags > 0 and flags & _ITALIC_FLAG) or "italic" in name or "oblique" in name
        symbolic = any(mark in name for mark in ("wingding", "symbol", "webding", "dingbat"))
        return bold, italic, symbolic


class ColorReader:
    """Fill and stroke colours as 0xRRGGBB; the four numbers are allocated once."""

    def __init__(self) -> None:
        self._parts = [ctypes.c_uint() for _ in range(4)]
        self._refs = [ctypes.byref(part) for part in self._parts]

    def fill(self, handle: Any) -> tuple[int, int]:
        """(colour, alpha) of what fills an object; black when PDFium cannot tell."""
        if not pdfium.FPDFPageObj_GetFillColor(handle, *self._refs):
            return 0, 255
        red, green, blue, alpha = (part.value for part in self._parts)
        return red << 16 | green << 8 | blue, alpha

    def stroke(self, handle: Any) -> tuple[int, int]:
        """(colour, alpha) of an object's outline."""
        if not pdfium.FPDFPageObj_GetStrokeColor(handle, *self._refs):
            return 0, 255
        red, green, blue, alpha = (part.value for part in self._parts)
        return red << 16 | green << 8 | blue, alpha


def matrix_of(handle: Any) -> tuple[float, float, float, float, float, float]:
    """The object's matrix (a, b, c, d, e, f); the unit matrix when there is none."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def multiply(
    inner: tuple[float, float, float, float, float, float], outer: tuple[float, float, float, float, float, float]
) -> tuple[float, float, float, float, float, float]:
    """The matrix that applies ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = inner
    k, m, n, p, q, r = outer
    return a * k + b * n, a * m + b * p, c * k + d * n, c * m + d * p, e * k + f * n + q, e * m + f * p + r


def clip_of(handle: Any) -> Box | None:
    """The box that an object is clipped to (left, bottom, right, top in its own space); None when not clipped.

    Rectangles alone are followed; a clip of any other shape counts by its corner points, which keeps more.
    """
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count <= 0:
        return None
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        segments = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        if segments <= 0 or segments > 64:
            continue
        xs, ys = [], []
        # The opposite corners tell a rectangle; other shapes want all their points.
        for index in (0, 2) if segments in (4, 5) else range(segments):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top


def page_text(text_page: Any) -> str:
    """All characters of a text page, one for each character index."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
    # Characters beyond the basic plane or left out by PDFium shift the string: ask for each instead.
    return "".join(chr(pdfium.FPDFText_GetUnicode(text_page, index) or 32) for index in range(count))


def document_text(call: Any, *args: Any) -> str:
    """A UTF-16 string that a PDFium call fills into a buffer."""
    size = call(*args, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(*args, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
