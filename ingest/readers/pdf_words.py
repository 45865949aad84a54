"""Words of a PDF page: characters grouped at white space, boxes from the first and last character."""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from ingest.layout.document import ASKEW, Word
from ingest.readers.pdfium import (
    Box,
    ColorReader,
    Fonts,
    Handle,
    TextStyle,
    as_handle,
    clip_of,
    direct,
    matrix_of,
    page_text,
)
from ingest.readers.signs import LIGATURES, SYMBOLS

_object_of = direct(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_loose_box = direct(pdfium.FPDFText_GetLooseCharBox)
_font_size = direct(pdfium.FPDFTextObj_GetFontSize)
_font_of = direct(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p)
_mode_of = direct(pdfium.FPDFTextObj_GetTextRenderMode)
_mcid_of = direct(pdfium.FPDFPageObj_GetMarkedContentID)

_WORD = re.compile(r"[^\s\u00a0\u2000-\u200b\u202f\u3000\ufeff\x00]+")
_SOFT_HYPHENS = "\x02\u00ad\ufffe\ufffd\uffff"
_PRIVATE = 0xF000
_TRANSLATION = str.maketrans({**LIGATURES, **{chr(code): sign for code, sign in SYMBOLS.items()}})
# A character is out of sight when less than this share of its box shows through the clip.
_VISIBLE_SHARE = 0.35
_INVISIBLE_MODE = 3
# Ghostscript writes some fonts' en dash (0x96 in Windows' encoding) with the name that Apple's encoding has for it.
_MISNAMED_DASH = "ñ"
# Letters further off a quarter turn than so many radians lie askew; where they are so many times larger than the
# page's words too, they are a watermark (names of columns may lie askew in their own size).
_LEAST_ANGLE = 0.2
_WATERMARK = 1.8
# Above and below the baseline, in font sizes, as most text fonts have it.
_ASCENT, _DESCENT = 0.9, 0.22


class WordReader:
    """Reads the words of one document's pages; fonts are looked up once for all pages."""

    def __init__(self, max_characters: int) -> None:
        """Start with no font known.

        Args:
            max_characters: a page with more is not worth a look.
        """
        self.max_characters = max_characters
        self._fonts = Fonts()
        # A paper says the same words over and over; each is kept once.
        self._texts: dict[str, str] = {}
        self._colors = ColorReader()
        self._rect = (ctypes.c_float * 4)()
        self._rect_ref = ctypes.byref(self._rect)
        self._size = ctypes.c_float()
        self._size_ref = ctypes.byref(self._size)
        self._edges = [ctypes.c_double() for _ in range(4)]

    def read(self, text_page: Any, number: int, keep_invisible: bool, angle: int) -> tuple[list[Word], list[Word], int]:
        """Words in PDFium's order, in page space (left, bottom, right, top in x0, top, x1, bottom).

        Args:
            text_page: PDFium's text page.
            number: page number from 1, written to each word.
            keep_invisible: whether letters drawn in no colour are given too (they are a scan's recognised text).
            angle: quarter turns of the page itself.

        Returns:
            The words, those drawn in no colour, and the number of characters left out because nobody can see them.
        """
        text = page_text(text_page)
        page = as_handle(text_page)
        styles: dict[int | None, TextStyle] = {}
        words: list[Word] = []
        unseen: list[Word] = []
        hidden = 0
        askew = False
        may_cut = any(sign in text for sign in _SOFT_HYPHENS)
        for match in _WORD.finditer(text):
            first, after = match.span()
            owner = _object_of(page, first)
            whole = after - first == 1 or _object_of(page, after - 1) == owner
            runs = [(first, after)] if whole and not may_cut else self._runs(page, first, after, text, whole)
            for start, end in runs:
                if start != first:
                    owner = _object_of(page, start)
                style = styles.get(owner)
                if style is None:
                    style = styles[owner] = self._measure(page, start, owner, angle)
                box = self._word_box(page, start, end, style)
                if box is None:
                    continue
                if (style.mode == _INVISIBLE_MODE and not keep_invisible) or _out_of_sight(box, style.clip):
                    hidden += end - start
                    continue
                printed = text[start:end]
                word = _make_word(self._texts.setdefault(printed, printed), box, style, number)
                if word is not None:
                    (unseen if style.mode == _INVISIBLE_MODE else words).append(word)
                    askew = askew or word.turn >= ASKEW
        if askew:
            _settle_askew([*words, *unseen])
        return words, unseen, hidden

    def _runs(self, page: Handle, start: int, end: int, text: str, whole: bool) -> list[tuple[int, int]]:
        # Characters that PDFium strings together may still be two words: at a soft hyphen, which stands for a
        # line end, and where a clipped text ends and another one begins.
        cuts = [index + 1 for index in range(start, end - 1) if text[index] in _SOFT_HYPHENS]
        if not cuts and whole:
            return [(start, end)]
        cuts += self._jumps(page, start, end)
        edges = sorted({start, end, *cuts})
        return list(itertools.pairwise(edges))

    def _jumps(self, page: Handle, start: int, end: int) -> list[int]:
        cuts = []
        before: Box | None = None
        owner: int | None = None
        for index in range(start, end):
            box = self._char_box(page, index)
            here = _object_of(page, index)
            if before is not None and box is not None and here != owner:
                height = max(before[3] - before[1], 1.0)
                level = abs((box[1] + box[3]) - (before[1] + before[3])) / 2
                if level > 0.6 * height or box[0] - before[2] > 0.9 * height or before[0] - box[0] > height:
                    cuts.append(index)
            owner, before = here, box or before
        return cuts

    def _char_box(self, page: Handle, index: int) -> Box | None:
        if not _loose_box(page, index, self._rect_ref):
            return None
        left, top, right, bottom = self._rect  # in the order of FS_RECTF
        return left, bottom, right, top

    def _tight_box(self, page: Handle, index: int) -> Box | None:
        left, right, bottom, top = self._edges
        text_page = ctypes.cast(page, pdfium.FPDF_TEXTPAGE)
        if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
            return None
        return left.value, bottom.value, right.value, top.value

    def _word_box(self, page: Handle, start: int, end: int, style: TextStyle) -> Box | None:
        box_of = self._tight_box if style.turn % 2 else self._char_box
        first = box_of(page, start)
        if first is None:
            return None
        if end - start > 1:
            last = box_of(page, end - 1)
            if last is not None:
                a, b, c, d = first
                k, m, n, p = last
                first = a if a < k else k, b if b < m else m, c if c > n else n, d if d > p else p
        if style.turn == 0 and style.upright:
            # Fonts differ in what they say of ascent and descent, and those that say nothing give tight boxes: the
            # baseline and the size alone make words of one line equally high.
            left, _, right, _ = self._edges
            if pdfium.FPDFText_GetCharOrigin(ctypes.cast(page, pdfium.FPDF_TEXTPAGE), start, left, right):
                baseline = right.value
                return first[0], baseline - _DESCENT * style.size, first[2], baseline + _ASCENT * style.size
        return first

    def _measure(self, page: Handle, index: int, owner: int | None, angle: int) -> TextStyle:
        if not owner:
            size = pdfium.FPDFText_GetFontSize(ctypes.cast(page, pdfium.FPDF_TEXTPAGE), index)
            return TextStyle(size, round(size, 2), False, False, 0, -1, 0, 0, False, None)
        handle = Handle(owner)
        a, b, c, d, _, _ = matrix_of(handle)
        _font_size(handle, self._size_ref)
        bold, italic, signs = self._fonts.look_up(_font_of(handle))
        mode = _mode_of(handle)
        angle_of = -math.atan2(b, a) if (a or b) else 0.0
        turned = round(angle_of / (math.pi / 2))
        askew = ASKEW if abs(angle_of - turned * math.pi / 2) > _LEAST_ANGLE else 0
        color, _ = self._colors.stroke(handle) if mode == 1 else self._colors.fill(handle)
        size = abs(self._size.value) * (math.hypot(c, d) or 1.0)
        return TextStyle(
            size=size,
            shown_size=round(size, 2),
            bold=bold or mode == 2,
            italic=italic,
            color=color,
            mcid=_mcid_of(handle),
            mode=mode,
            turn=(turned + angle) % 4 + askew,
            upright=turned == 0 and angle == 0,
            clip=clip_of(handle),
            signs=signs,
        )


def _settle_askew(words: list[Word]) -> None:
    """Words that lie askew are a watermark where they are large; else they are read as if at the next quarter turn."""
    least = _WATERMARK * median(word.size for word in words)
    for word in words:
        if word.turn >= ASKEW:
            word.turn = ASKEW if word.size >= least else word.turn - ASKEW


def _out_of_sight(box: Box, clip: Box | None) -> bool:
    if clip is None:
        return False
    width, height = box[2] - box[0], box[3] - box[1]
    shown_width = min(box[2], clip[2]) - max(box[0], clip[0])
    shown_height = min(box[3], clip[3]) - max(box[1], clip[1])
    if shown_width <= 0 or shown_height <= 0:
        return True
    return width * height > 0 and shown_width * shown_height < _VISIBLE_SHARE * width * height


def _make_word(text: str, box: Box, style: TextStyle, number: int) -> Word | None:
    soft = False
    if style.signs:
        text = "".join(SYMBOLS.get(_PRIVATE + ord(sign), sign) if sign < "\u0100" else sign for sign in text)
    if not (text.isascii() and text.isprintable()):
        soft = text[-1] in _SOFT_HYPHENS
        text = _plain(text, soft)
        if not text:
            return None
    # By position, in the order of Word's fields: a call with names costs half as much again.
    return Word(
        text, box[0], box[1], box[2], box[3], number, style.shown_size, style.bold, style.color, style.mcid,
        None, None, style.italic, soft, style.turn,
    )  # fmt: skip


def _plain(text: str, soft: bool) -> str:
    """The word without signs that nobody sees, ligatures and symbols of fonts put into letters and signs."""
    if soft and text[-1] != "\u00ad":
        # PDFium's own mark for a hyphen at a line's end; whether it is the word's is settled for the whole paper.
        text = text[:-1] + "-"
    elif soft:
        return _plain(text[:-1], False) + "\u00ad"
    for sign in _SOFT_HYPHENS[:3]:
        text = text.replace(sign, "")
    text = text.translate(_TRANSLATION)
    if text == _MISNAMED_DASH:
        text = "–"
    return text if text.isprintable() else "".join(sign for sign in text if sign.isprintable() or sign > "\ue000")
