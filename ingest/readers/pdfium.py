"""PDFium's raw calls in small typed helpers: one place that knows ctypes.

Raw calls are used for speed: with one box call at each end of a word and the properties of a text object asked
for once, a page costs about 2 ms, against 60 to 70 ms for pdfplumber (design/libraries.md: 150 pages a second
for PDFium with boxes, sizes and fills, 15 for pdfplumber). What is called for every word or object goes through
``direct``, which halves the price of a call.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BOLD_FROM = 600
_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_SIGN_FONTS = ("symbol", "wingdings", "webdings", "dingbats")
# Names that a writer gave to fonts of no name: "F1", "TT0", "CIDFont+F2", "Font12".
_NAMELESS = re.compile(r"(?:cidfont|font|[a-z]{0,3})[-_]?\d*")
_ITALIC_FLAG = 1 << 6
_FORCE_BOLD_FLAG = 1 << 18

Box = tuple[float, float, float, float]


class Handle(ctypes.c_void_p):
    """A handle of PDFium's, as a call without argument types takes it."""


def direct(call: Any, result: Any = ctypes.c_int) -> Any:
    """The same function of the library, called without ctypes' look at each argument.

    Arguments must be ``Handle``s, other ctypes objects, references, or ints that are a C int; a plain int is never
    an address.
    """
    address = ctypes.cast(call, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result)(address)


def as_handle(pointer: Any) -> Handle:
    """A pointer of the ordinary calls as a ``Handle``."""
    return Handle(ctypes.cast(pointer, ctypes.c_void_p).value)


_fill_color = direct(pdfium.FPDFPageObj_GetFillColor)
_stroke_color = direct(pdfium.FPDFPageObj_GetStrokeColor)
_matrix = direct(pdfium.FPDFPageObj_GetMatrix)
_clip_path = direct(pdfium.FPDFPageObj_GetClipPath, Handle)
_count_clips = direct(pdfium.FPDFClipPath_CountPaths)
_count_clip_segments = direct(pdfium.FPDFClipPath_CountPathSegments)
_clip_segment = direct(pdfium.FPDFClipPath_GetPathSegment, Handle)
_point_of = direct(pdfium.FPDFPathSegment_GetPoint)


@dataclass(slots=True)
class TextStyle:
    """What the letters of one text object share.

    ``shown_size`` is the size in hundredths of a point; ``clip`` is in page space (left, bottom, right, top);
    ``turn`` counts quarter turns as displayed; ``upright`` letters stand so in page space already; ``signs`` tells a
    font of symbols, whose codes may come without a Unicode map.
    """

    size: float
    shown_size: float
    bold: bool
    italic: bool
    color: int
    mcid: int
    mode: int
    turn: int
    upright: bool
    clip: Box | None
    signs: bool = False


class Fonts:
    """Weight, slant and sort of fonts, looked up once each."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bool, bool, bool]] = {}

    def look_up(self, address: int | None) -> tuple[bool, bool, bool]:
        """(bold, italic, made of signs) of the font at an address."""
        if address is None:
            return False, False, False
        if address not in self._known:
            self._known[address] = self._measure(address)
        return self._known[address]

    @staticmethod
    def _measure(address: int) -> tuple[bool, bool, bool]:
        font = ctypes.cast(address, pdfium.FPDF_FONT)
        buffer = ctypes.create_string_buffer(128)
        pdfium.FPDFFont_GetBaseFontName(font, buffer, 128)
        name = buffer.value.decode("latin-1").casefold()
        flags = pdfium.FPDFFont_GetFlags(font)
        bold = any(mark in name for mark in _BOLD_NAMES) or bool(flags > 0 and flags & _FORCE_BOLD_FLAG)
        if not bold and _NAMELESS.fullmatch(name.split("+")[-1]):
            # The weight is made up of stem widths, which some writers state wrongly: it counts where no name tells.
            bold = pdfium.FPDFFont_GetWeight(font) >= _BOLD_FROM
        italic = bool(flags > 0 and flags & _ITALIC_FLAG) or "italic" in name or "oblique" in name
        return bold, italic, any(mark in name for mark in _SIGN_FONTS)


class ColorReader:
    """Fill and stroke colours as 0xRRGGBB; the four numbers are allocated once."""

    def __init__(self) -> None:
        self._parts = (ctypes.c_uint * 4)()
        size = ctypes.sizeof(ctypes.c_uint)
        self._refs = [ctypes.byref(self._parts, index * size) for index in range(4)]

    def fill(self, handle: Any) -> tuple[int, int]:
        """(colour, alpha) of what fills an object; black when PDFium cannot tell."""
        return self._ask(_fill_color, handle)

    def stroke(self, handle: Any) -> tuple[int, int]:
        """(colour, alpha) of an object's outline."""
        return self._ask(_stroke_color, handle)

    def _ask(self, call: Any, handle: Any) -> tuple[int, int]:
        if not call(handle, *self._refs):
            return 0, 255
        red, green, blue, alpha = self._parts
        return red << 16 | green << 8 | blue, alpha


# Filled by each call and read at once; PDFium itself takes one call at a time.
_numbers = (ctypes.c_float * 6)()
_numbers_ref = ctypes.byref(_numbers)
_point = (ctypes.c_float * 2)()
_x_ref, _y_ref = ctypes.byref(_point), ctypes.byref(_point, ctypes.sizeof(ctypes.c_float))


def matrix_of(handle: Any) -> tuple[float, float, float, float, float, float]:
    """The object's matrix (a, b, c, d, e, f); the unit matrix when there is none."""
    if not _matrix(handle, _numbers_ref):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    a, b, c, d, e, f = _numbers
    return a, b, c, d, e, f


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
    clip = _clip_path(handle)
    count = _count_clips(clip) if clip else 0
    if count <= 0:
        return None
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    for path in range(count):
        segments = _count_clip_segments(clip, path)
        if segments <= 0 or segments > 64:
            continue
        xs, ys = [], []
        # The opposite corners tell a rectangle; other shapes want all their points.
        for index in (0, 2) if segments in (4, 5) else range(segments):
            if _point_of(_clip_segment(clip, path, index), _x_ref, _y_ref):
                x, y = _point
                xs.append(x)
                ys.append(y)
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
