"""The PDF reader: PDFium's objects into pages of words, rules, fills and tags, in the frame a person sees.

Why PDFium by raw calls: measured on 17 council papers it reads words with sizes, weights, colours and clip
paths at over 200 pages a second on one core; pdfplumber gives words and tables at 15 and keeps memory after
closing a page. pdfplumber stays the oracle in tests and the second reading in ``ingest.readers.second_reading``.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from ingest.errors import DamagedPaper, EmptyPaper, EncryptedPaper, NoTextLayer, PaperError, PaperTooLarge
from ingest.layout.document import ASKEW, Arrow, Fill, LayoutDocument, Page, Rule, Word
from ingest.readers.ocr_need import wants_recognition
from ingest.readers.pdf_layer import lift_lids
from ingest.readers.pdf_paths import ObjectLimit, PathReader, Shapes
from ingest.readers.pdf_tags import Tags, producer_of, read_tags
from ingest.readers.pdf_words import WordReader
from ingest.readers.pdfium import Box
from ingest.settings import Settings
from schemas.diagnostics import Diagnostic, diagnose
from schemas.values import Source

MEDIA_TYPES = ("application/pdf",)
# Share of a page that images cover from which its invisible letters are a scan's recognised text.
SCAN_SHARE = 0.5
# A page wider or higher than this (200 inches, PDF's own limit at one unit a point) is no page to read.
MAX_SIDE = 14_400.0
_NEARLY_WHITE = 0xF0
# No colour below this one is nearly white: its red alone is too dark.
_WHITISH = _NEARLY_WHITE << 16
_TURN_SHARE = 0.6
# A node of the page tree, its keys in either order.
_PAGE_COUNT = re.compile(
    rb"/Type\s*/Pages\b[^<>]{0,20000}?/Count\s+(\d{1,6})\b|/Count\s+(\d{1,6})\b[^<>]{0,5000}?/Type\s*/Pages\b"
)
_ready = False


def _start_library() -> None:
    global _ready
    if not _ready:
        pdfium.FPDF_InitLibrary()
        _ready = True


@contextmanager
def open_document(data: bytes, name: str) -> Iterator[tuple[Any, list[Diagnostic]]]:
    """Open a PDF from its bytes; a damaged one is repaired first.

    Yields:
        PDFium's handle, and diagnostics when the file had to be repaired.

    Raises:
        EncryptedPaper: it wants a password.
        DamagedPaper: it could not be opened and not repaired.
        EmptyPaper: it has no pages.
    """
    _start_library()
    notes: list[Diagnostic] = []
    # PDFium reads from the buffer as long as the document is open, so it is kept here.
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document or pdfium.FPDF_GetPageCount(document) <= 0:
        if not document and pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EncryptedPaper(name)
        empty = bool(document)
        if document:
            pdfium.FPDF_CloseDocument(document)
        data, missing = _repair(data, name, empty)
        buffer = ctypes.create_string_buffer(data, len(data))
        document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
        if not document:
            raise DamagedPaper(name)
        notes = [_repaired(), *missing]
    elif not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document):
        notes = [_repaired()]
    try:
        if pdfium.FPDF_GetPageCount(document) <= 0:
            raise EmptyPaper(name, "it has no pages", "Ask for a new copy.")
        yield document, notes
    finally:
        pdfium.FPDF_CloseDocument(document)


def _repaired() -> Diagnostic:
    return diagnose("repaired-file", reason="its table of objects was missing or wrong")


def _promised_pages(data: bytes) -> int:
    """How many pages a damaged file's page tree promises, as far as it stands in plain view; mending corrects it."""
    return max((int(one or other) for one, other in _PAGE_COUNT.findall(data)), default=0)


def _repair(data: bytes, name: str, empty: bool) -> tuple[bytes, list[Diagnostic]]:
    """The file written anew, and what is missing in it."""
    import pikepdf  # heavy, and wanted for damaged files only

    failure = EmptyPaper(name, "it has no pages", "Ask for a new copy.") if empty else DamagedPaper(name)
    try:
        with pikepdf.open(io.BytesIO(data)) as opened:
            found = len(opened.pages)
            if found == 0:
                raise EmptyPaper(name, "it has no pages", "Ask for a new copy.")
            out = io.BytesIO()
            opened.save(out)
            promised = _promised_pages(data)
            missing = [diagnose("pages-missing", promised=promised, found=found)] if promised > found else []
            return out.getvalue(), missing
    except pikepdf.PasswordError as error:
        raise EncryptedPaper(name) from error
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as error:
        raise failure from error


def read(path: Path, settings: Settings, page_numbers: Iterable[int] | None = None) -> LayoutDocument:
    """Read a PDF into its layout document; ``body`` is left to ``ingest.layout``.

    Args:
        path: the file.
        settings: limits.
        page_numbers: pages to read, counted from 1; all by default.

    Raises:
        PaperError: nothing can be read (encrypted, damaged, empty, too many pages).
        OSError: the file cannot be opened.
    """
    return read_bytes(path.read_bytes(), path.name, settings, page_numbers)


def read_bytes(data: bytes, name: str, settings: Settings, page_numbers: Iterable[int] | None = None) -> LayoutDocument:
    """Read a PDF from its bytes; see ``read``."""
    if not data:
        raise EmptyPaper(name)
    with open_document(data, name) as (document, notes):
        layout = _read_pages(document, digest_of(data), name, settings, page_numbers, notes)
        wanted = [page for page in layout.pages if wants_recognition(page)]
        if page_numbers is None and all(page.width <= 0 or page.blank for page in layout.pages):
            raise _nothing_read(layout)
        if any(not page.blank for page in wanted):
            from ingest.readers.ocr import recognise_pages  # heavy, and wanted for scans only

            recognise_pages(document, layout, settings, whole=page_numbers is None)
        return layout


def _nothing_read(layout: LayoutDocument) -> PaperError:
    """Why a paper is refused none of whose pages holds anything that could be read."""
    if any(page.blank for page in layout.pages):
        return NoTextLayer(layout.name, "its pages are blank", "Ask for a new copy.")
    given_up = next((note for note in layout.diagnostics if note.code == "page-over-limit"), None)
    if given_up:
        return PaperTooLarge(layout.name, f"it has no page within the limits: {given_up.message}")
    return DamagedPaper(layout.name, "it is damaged: none of its pages can be read")


def count_pages(data: bytes, name: str) -> int:
    """Number of pages; 0 for a file that must be repaired first.

    Raises:
        PaperError: it cannot be opened.
    """
    if not data:
        raise EmptyPaper(name)
    with open_document(data, name) as (document, notes):
        return 0 if notes else int(pdfium.FPDF_GetPageCount(document))


def digest_of(data: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def read_range(
    data: bytes, digest: str, name: str, settings: Settings, page_numbers: Iterable[int]
) -> LayoutDocument | None:
    """Read some pages, counted from 1, of a sound PDF with that SHA-256; others are read elsewhere, or later.

    Returns:
        The pages; None where one of them must be recognised, for that is done with the whole paper in view.
    """
    with open_document(data, name) as (document, notes):
        layout = _read_pages(document, digest, name, settings, page_numbers, notes)
        wanted = [page for page in layout.pages if wants_recognition(page)]
        if wanted:
            from ingest.readers.ocr import has_ink  # heavy, and wanted for scans only

            if any(has_ink(document, page) for page in wanted):
                return None
        return layout


def _read_pages(
    document: Any,
    digest: str,
    name: str,
    settings: Settings,
    page_numbers: Iterable[int] | None,
    notes: list[Diagnostic],
) -> LayoutDocument:
    count = pdfium.FPDF_GetPageCount(document)
    if count > settings.max_pages:
        raise PaperTooLarge(name, f"it has {count} pages, more than the limit of {settings.max_pages}")
    layout = LayoutDocument(
        name=name,
        sha256=digest,
        media_type=MEDIA_TYPES[0],
        page_count=count,
        producer=producer_of(document),
    )
    layout.diagnostics.extend(notes)
    words, paths = WordReader(settings.max_characters), PathReader(settings.max_objects)
    for number in page_numbers if page_numbers is not None else range(1, count + 1):
        layout.pages.append(_read_page(document, number, words, paths, layout.diagnostics))
    return layout


def _read_page(document: Any, number: int, words: WordReader, paths: PathReader, notes: list[Diagnostic]) -> Page:
    here = [Source(page=number)]
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        notes.append(diagnose("page-failed", here, page=number, reason="the PDF library cannot load it"))
        return Page(number, 0.0, 0.0)
    try:
        frame = Frame(handle)
        if not 1 <= frame.width <= MAX_SIDE or not 1 <= frame.height <= MAX_SIDE:
            reason = f"its size is {frame.width:.0f} x {frame.height:.0f} points"
            notes.append(diagnose("page-over-limit", here, page=number, reason=reason))
            return Page(number, 0.0, 0.0)
        try:
            shapes = paths.read(handle)
        except ObjectLimit as limit:
            notes.append(diagnose("page-over-limit", here, page=number, reason=str(limit)))
            return Page(number, 0.0, 0.0)
        page = _fill_page(handle, Page(number, frame.width, frame.height), frame, shapes, words, notes)
        if shapes.lids:
            lift_lids(document, handle, page, frame.place, shapes)
        if page.unseen and not wants_recognition(page):
            page.words, page.unseen = page.words + page.unseen, []
        turn_back(page)
        return page
    finally:
        pdfium.FPDF_ClosePage(handle)


def _fill_page(
    handle: Any, page: Page, frame: Frame, shapes: Shapes, words: WordReader, notes: list[Diagnostic]
) -> Page:
    _place_shapes(page, frame, shapes)
    page.blank = not shapes.drawn and pdfium.FPDFPage_GetAnnotCount(handle) == 0
    text_page = pdfium.FPDFText_LoadPage(handle)
    if not text_page:
        reason = "the PDF library cannot read its text"
        notes.append(diagnose("page-failed", [Source(page=page.number)], page=page.number, reason=reason))
        return page
    try:
        if pdfium.FPDFText_CountChars(text_page) > words.max_characters:
            reason = f"more than {words.max_characters} characters"
            notes.append(diagnose("page-over-limit", [Source(page=page.number)], page=page.number, reason=reason))
            return Page(page.number, 0.0, 0.0)
        scan = page.image_share >= SCAN_SHARE
        found, unseen, page.hidden = words.read(text_page, page.number, scan, frame.angle)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    _place_words(page, frame, found)
    if unseen:
        seen, page.words = page.words, []
        _place_words(page, frame, unseen)
        page.words, page.unseen = seen, page.words
    tags = read_tags(handle)
    if tags is not None:
        _place_tags(page, tags)
    if page.hidden:
        notes.append(diagnose("hidden-words", [Source(page=page.number)], page.hidden, page=page.number))
    return page


def _place_words(page: Page, frame: Frame, found: list[Word]) -> None:
    """Put words into the page's frame, but for those outside of it and white ones on white."""
    place, width, height, keep = frame.place, page.width, page.height, page.words.append
    levels: dict[float, float] = {}  # the words of a line share their top and bottom: two numbers in place of many
    for word in found:
        x0, top, x1, bottom = place((word.x0, word.top, word.x1, word.bottom))
        word.x0, word.x1 = x0, x1
        word.top, word.bottom = levels.setdefault(top, top), levels.setdefault(bottom, bottom)
        inside = 0 <= (x0 + x1) / 2 <= width and 0 <= (top + bottom) / 2 <= height
        if not inside or (word.color >= _WHITISH and _white_on_white(word, page)):
            page.hidden += len(word.text)
        else:
            keep(word)


class Frame:
    """Page space to the frame a person sees: crop box and /Rotate applied, origin at the top left."""

    def __init__(self, handle: Any) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(handle, box)
        self._left, self._bottom, self._right, self._top = box.left, box.bottom, box.right, box.top
        self.angle: int = pdfium.FPDFPage_GetRotation(handle) % 4
        across, down = self._right - self._left, self._top - self._bottom
        self.width, self.height = (down, across) if self.angle % 2 else (across, down)
        self.place: Callable[[Box], Box] = (self._upright, self._quarter, self._half, self._three)[self.angle]

    def _upright(self, box: Box) -> Box:
        return box[0] - self._left, self._top - box[3], box[2] - self._left, self._top - box[1]

    def _quarter(self, box: Box) -> Box:
        return box[1] - self._bottom, box[0] - self._left, box[3] - self._bottom, box[2] - self._left

    def _half(self, box: Box) -> Box:
        return self._right - box[2], box[1] - self._bottom, self._right - box[0], box[3] - self._bottom

    def _three(self, box: Box) -> Box:
        return self._top - box[3], self._right - box[2], self._top - box[1], self._right - box[0]


_TURNS = ("up", "right", "down", "left")


def _place_shapes(page: Page, frame: Frame, shapes: Shapes) -> None:
    turned = frame.angle % 2 == 1
    for box, color, across in shapes.rules:
        x0, top, x1, bottom = frame.place(box)
        if across != turned:
            middle = (top + bottom) / 2
            page.rules.append(Rule(x0, middle, x1, middle, color, bottom - top))
        else:
            middle = (x0 + x1) / 2
            page.rules.append(Rule(middle, top, middle, bottom, color, x1 - x0))
    page.fills = [Fill(*frame.place(box), color) for box, color in shapes.fills]
    for box, direction in shapes.arrows:
        if direction in _TURNS:
            direction = _TURNS[(_TURNS.index(direction) + frame.angle) % 4]
        page.arrows.append(Arrow(*frame.place(box), direction))
    area = 0.0
    for box in shapes.images:
        x0, top, x1, bottom = frame.place(box)
        area += max(0.0, min(x1, page.width) - max(x0, 0.0)) * max(0.0, min(bottom, page.height) - max(top, 0.0))
    page.image_share = min(1.0, area / (page.width * page.height))


def _white_on_white(word: Word, page: Page) -> bool:
    if min(word.color >> 16 & 255, word.color >> 8 & 255, word.color & 255) < _NEARLY_WHITE or page.image_share > 0.02:
        return False
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    for fill in reversed(page.fills):
        if fill.x0 <= x <= fill.x1 and fill.top <= y <= fill.bottom:
            return min(fill.color >> 16 & 255, fill.color >> 8 & 255, fill.color & 255) >= _NEARLY_WHITE
    return True


def _place_tags(page: Page, tags: Tags) -> None:
    page.tag_tables = [table for table in tags.tables if table.cells]
    page.headings = tags.headings
    blocks = tags.blocks
    for word in page.words:
        word.block = blocks.get(word.mcid, -1)
    page.artefacts = frozenset({word.mcid for word in page.words} - tags.seen)


def turn_back(page: Page) -> None:
    """Turn a page whose words mostly lie on their side, so that layout sees them upright."""
    letters = [0, 0, 0, 0]
    for word in page.words or page.unseen:
        letters[word.turn % ASKEW] += len(word.text) if word.turn < ASKEW else 0
    turn = max(range(4), key=letters.__getitem__)
    if turn == 0 or letters[turn] < _TURN_SHARE * sum(letters):
        return
    width, height = page.width, page.height

    def place(x0: float, top: float, x1: float, bottom: float) -> Box:
        if turn == 1:
            return top, width - x1, bottom, width - x0
        if turn == 2:
            return width - x1, height - bottom, width - x0, height - top
        return height - bottom, x0, height - top, x1

    parts: list[Word | Rule | Fill | Arrow] = [*page.words, *page.unseen, *page.rules, *page.fills, *page.arrows]
    for part in parts:
        part.x0, part.top, part.x1, part.bottom = place(part.x0, part.top, part.x1, part.bottom)
    for word in [*page.words, *page.unseen]:
        word.turn = (word.turn - turn) % 4 if word.turn < ASKEW else ASKEW
    for arrow in page.arrows:
        if arrow.points in _TURNS:
            arrow.points = _TURNS[(_TURNS.index(arrow.points) - turn) % 4]
    page.turn = turn
    if turn % 2:
        page.width, page.height = height, width
