"""Scanned pages: drawn by PDFium, levelled, their lines, fills and words found in the image.

Only pages without a usable text layer come here (see ``ocr_need``). Lines, fills and words are given in
points of the level page; ``Page.skew`` says how the page as displayed is turned against it, and
``ingest.layout.turned`` turns boxes back at the end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from ingest.errors import MissingProgram, NoTextLayer
from ingest.layout.document import LayoutDocument, Page, Word
from ingest.readers.ocr_arrows import find_arrows
from ingest.readers.ocr_blocks import Box, find_blocks
from ingest.readers.ocr_engine import Engine, EngineFailure, Mark, find_engine, turned
from ingest.readers.ocr_fills import Palette, find_fills, ink_of
from ingest.readers.ocr_image import Image, PageImage, draw_page, straighten
from ingest.readers.ocr_layer import marks_of_layer
from ingest.readers.ocr_look_alikes import tell_apart
from ingest.readers.ocr_need import SCAN_SHARE, has_no_meaning, is_meaningless, wants_recognition
from ingest.readers.ocr_rules import find_rules
from ingest.readers.ocr_signs import read_sign
from ingest.readers.ocr_words import (
    find_bullets,
    place,
    settle,
    stroke_widths,
    turned_words,
    without_underlines,
    words_of,
)
from ingest.settings import Settings
from ingest.vocabulary.loader import load_vocabulary
from schemas.diagnostics import diagnose
from schemas.values import Source

# Less ink than this share of a page is dust.
_DUST = 0.00002
# Words under this confidence are counted in a diagnostic.
LOW_CONFIDENCE = 0.6
# Marks without a letter or digit under this confidence are specks.
_SPECK_CONFIDENCE = 0.3
# A cell this many times higher than wide whose words are under this confidence is tried on its side.
_SIDEWAYS_SHAPE = 1.5
_DOUBT = 0.7
# A page whose letters' mean confidence is under this is tried turned (upside down 0.47 to 0.58, a dithered fax 0.99).
_WRONG_WAY_UP = 0.75
# Fewer letters a word than this, and lines were read across their run.
_LETTER_BY_LETTER = 2.0
_SAMPLE = 12


@dataclass(slots=True)
class _Reading:
    """What was recognised on one page."""

    page: Page
    words: list[Word]
    strokes: list[float]


def recognise_pages(document: Any, layout: LayoutDocument, settings: Settings, whole: bool = True) -> None:
    """Recognise the pages of a paper that have no usable text layer; the layout document is changed in place.

    Args:
        document: PDFium's handle.
        layout: as the PDF reader leaves it.
        settings: whether to recognise at all.
        whole: whether ``layout`` holds all pages of the paper, so that a paper without any word is an error.

    Raises:
        NoTextLayer: the whole paper has no word, and none could be recognised.
    """
    wanted = [page for page in layout.pages if wants_recognition(page)]
    if not wanted:
        return
    palette = Palette()
    engine: Engine | None = None
    advice = ""
    readings: list[_Reading] = []
    inked = 0
    for page in wanted:
        if page.blank:
            continue
        image = _draw(document, page)
        if _is_blank(image):
            continue
        inked += 1
        if inked == 1:  # not before: an engine takes its time to load
            engine, advice = _seek_engine(settings)
        here = [Source(page=page.number)]
        if engine is None and page.unseen:
            readings.append(_read_layer(page, image, palette))
            continue
        if engine is None:
            if has_no_meaning(page):
                page.words = []
            layout.diagnostics.append(diagnose("page-without-text", here, page=page.number))
            continue
        try:
            readings.append(_read_page(page, image, engine, palette))
        except EngineFailure as failure:
            layout.diagnostics.append(diagnose("page-failed", here, page=page.number, reason=str(failure)))
    tell_apart([word for reading in readings for word in reading.words], load_vocabulary(settings.vocabulary))
    settle([(reading.words, reading.strokes) for reading in readings])
    for reading in readings:
        _hand_over(reading, layout)
    if whole and not any(page.words for page in layout.pages):
        raise _no_words(layout.name, inked, engine, advice)
    layers = {page.text_layer for page in layout.pages if page.words}
    layout.text_layer = "digital" if layers <= {"digital"} else "ocr" if layers == {"ocr"} else "mixed"


def _seek_engine(settings: Settings) -> tuple[Engine | None, str]:
    """The engine, or what to do where there is none."""
    if settings.ocr == "off":
        return None, "Convert it without '--ocr off' to have its pages recognised."
    try:
        return find_engine(), ""
    except MissingProgram as missing:
        return None, str(missing)


def _no_words(name: str, inked: int, engine: Engine | None, advice: str) -> NoTextLayer:
    if not inked:
        return NoTextLayer(name, "its pages are blank", "Ask for a new copy.")
    if engine is None:
        return NoTextLayer(name, advice=advice[:1].upper() + advice[1:])
    return NoTextLayer(name, "no words could be recognised on its pages", "Look at it; scan it again at 300 dpi.")


def _draw(document: Any, page: Page) -> PageImage:
    handle = pdfium.FPDF_LoadPage(document, page.number - 1)
    try:
        upright = page.turn % 2 == 0
        width, height = (page.width, page.height) if upright else (page.height, page.width)
        image = draw_page(handle, width, height)
    finally:
        pdfium.FPDF_ClosePage(handle)
    return PageImage(turned(image.color, page.turn), image.scale)


def has_ink(document: Any, page: Page) -> bool:
    """Whether anything at all is drawn on a page."""
    return not page.blank and not _is_blank(_draw(document, page))


def _is_blank(image: PageImage) -> bool:
    grey = image.grey[::2, ::2]
    return bool((grey < 160).sum() < _DUST * grey.size)


def _read_page(page: Page, image: PageImage, engine: Engine, palette: Palette) -> _Reading:
    """Lines, fills and words of a page; the page is changed only where the engine gets through."""
    plain, marks, ink = _try_upright(page, image, engine, palette)
    turn = _common_turn(marks)
    if not turn and _is_doubtful([mark for mark, _ in marks], _WRONG_WAY_UP):
        turn = _best_turn(ink, plain, engine)
    if turn:
        width, height = (plain.height, plain.width) if turn % 2 else (plain.width, plain.height)
        blank = Page(page.number, width, height, turn=(page.turn + turn) % 4)
        plain, marks, ink = _try_upright(blank, PageImage(turned(image.color, turn), image.scale), engine, palette)
    return _finish(page, plain, marks, ink, image.scale)


def _read_layer(page: Page, image: PageImage, palette: Palette) -> _Reading:
    """Lines and fills of a scan, with the words of the text layer that it brings."""
    plain, ink = _find_lines_and_fills(page, image, palette)
    for word in page.unseen:
        _move_to_level(word, plain)
    marks = marks_of_layer(page.unseen, ink, find_blocks(ink, plain, image.scale), image.scale)
    return _finish(page, plain, [(mark, 0) for mark in marks], ink, image.scale)


def _finish(page: Page, plain: Page, marks: Sequence[tuple[Mark, int]], ink: Image, scale: float) -> _Reading:
    """Words of a page's marks; the page is given what was found on the levelled one."""
    lifted = without_underlines([mark for mark, _ in marks], plain.rules, scale)
    words, strokes = _make_words(
        [(mark, own) for mark, (_, own) in zip(lifted, marks, strict=True)], ink, scale, page.number
    )
    if page.words and not words:
        return _Reading(page, page.words, [0.0] * len(page.words))  # a text layer in doubt is better than nothing
    if plain.turn == page.turn:
        words, strokes = _keep_digital(page, plain, words, strokes)
    page.width, page.height, page.turn, page.skew = plain.width, plain.height, plain.turn, plain.skew
    page.rules, page.fills, page.arrows = plain.rules, plain.fills, plain.arrows
    return _Reading(page, words, strokes)


def _try_upright(
    page: Page, image: PageImage, engine: Engine, palette: Palette
) -> tuple[Page, list[tuple[Mark, int]], Image]:
    """A fresh page with lines and fills of a levelled image, marks with their quarter turns, and the ink."""
    fresh, ink = _find_lines_and_fills(page, image, palette)
    return fresh, _recognise(ink, find_blocks(ink, fresh, image.scale), engine, image.scale), ink


def _find_lines_and_fills(page: Page, image: PageImage, palette: Palette) -> tuple[Page, Image]:
    """A fresh page with lines, fills and arrows of a levelled image, and the ink that is left."""
    level = straighten(image)
    fresh = Page(page.number, page.width, page.height, turn=page.turn, skew=level.skew)
    fresh.rules = find_rules(level)
    fresh.fills = find_fills(fresh, level, palette)
    ink = ink_of(level, fresh)
    fresh.arrows = find_arrows(ink, level.scale)
    for arrow in fresh.arrows:
        box = [round(side * level.scale) for side in (arrow.top, arrow.bottom, arrow.x0, arrow.x1)]
        ink[max(0, box[0] - 1) : box[1] + 2, max(0, box[2] - 1) : box[3] + 2] = 255
    return fresh, ink


def _recognise(ink: Image, blocks: Sequence[Box], engine: Engine, scale: float) -> list[tuple[Mark, int]]:
    """Marks of all blocks in dots of the page, each with the quarter turns of its letters."""
    images = [ink[box.top : box.bottom, box.x0 : box.x1] for box in blocks]
    found = engine.recognise(images)
    turns = [0] * len(blocks)
    doubtful = [
        index
        for index, box in enumerate(blocks)
        if box.bottom - box.top > _SIDEWAYS_SHAPE * (box.x1 - box.x0) and _is_doubtful(found[index], _DOUBT)
    ]
    for turn in (3, 1):
        again = engine.recognise([turned(images[index], turn) for index in doubtful])
        for index, marks in zip(doubtful, again, strict=True):
            if _weight(marks) > _weight(found[index]):
                found[index], turns[index] = marks, turn
    placed: list[tuple[Mark, int]] = []
    for index, (box, marks, turn) in enumerate(zip(blocks, found, turns, strict=True)):
        kept = [mark for mark in marks if _is_written(mark)]
        if box.cell and not turn:
            kept = read_sign(images[index], kept, scale)
        placed += [(mark, turn) for mark in place(kept, box, turn, index)]
    return placed


def _is_written(mark: Mark) -> bool:
    """Whether a mark is no speck and not what is left of a ruled line."""
    if any(map(str.isalnum, mark.text)):
        return True
    return mark.confidence >= _SPECK_CONFIDENCE and bool(mark.text.strip("_"))


def _mean(marks: Sequence[Mark]) -> float:
    letters = sum(len(mark.text) for mark in marks)
    return sum(mark.confidence * len(mark.text) for mark in marks) / letters if letters else 0.0


def _weight(marks: Sequence[Mark]) -> float:
    """How much was read how surely; words of one letter say little."""
    return sum((mark.confidence - 0.3) * len(mark.text) for mark in marks if len(mark.text) > 1)


def _common_turn(marks: Sequence[tuple[Mark, int]]) -> int:
    """The quarter turns that most letters of a page have: single cells are turned in upright pages as well."""
    letters = [0, 0, 0, 0]
    for mark, turn in marks:
        letters[turn] += len(mark.text)
    common = max(range(4), key=letters.__getitem__)
    return common if letters[common] > sum(letters) / 2 else 0


def _is_doubtful(marks: Sequence[Mark], least: float) -> bool:
    """Whether words were read without confidence, or letter by letter, as those that stand one above the other are."""
    return _mean(marks) < least or sum(len(mark.text) for mark in marks) < _LETTER_BY_LETTER * len(marks)


def _best_turn(ink: Image, page: Page, engine: Engine) -> int:
    """Quarter turns by which a page's letters are turned, told by a few of its blocks; 0 where nothing reads better."""
    scale = ink.shape[1] / page.width
    weights = []
    for turn in range(4):
        image = turned(ink, turn)
        bare = Page(page.number, image.shape[1] / scale, image.shape[0] / scale)
        blocks = sorted(find_blocks(image, bare, scale), key=lambda box: (box.x0 - box.x1) * (box.bottom - box.top))
        marks = engine.recognise([image[b.top : b.bottom, b.x0 : b.x1] for b in blocks[:_SAMPLE]])
        weights.append(sum(_weight(found) for found in marks))
    return max(range(4), key=lambda turn: (weights[turn], -turn))


def _make_words(
    marks: Sequence[tuple[Mark, int]], ink: Image, scale: float, number: int
) -> tuple[list[Word], list[float]]:
    words = words_of([mark for mark, turn in marks if not turn], find_bullets(ink), scale, number)
    for turn in (1, 2, 3):
        words += turned_words([mark for mark, own in marks if own == turn], scale, number, turn)
    return words, stroke_widths(words, ink, scale)


def _keep_digital(page: Page, plain: Page, words: list[Word], strokes: list[float]) -> tuple[list[Word], list[float]]:
    """Words of a stamp are better than their recognised twins; those of a garbled text layer are not."""
    if page.image_share < SCAN_SHARE:
        return words, strokes
    kept = [word for word in page.words if not any(map(is_meaningless, word.text))]
    for word in kept:
        _move_to_level(word, plain)

    def is_twin(word: Word) -> bool:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return any(own.x0 <= x <= own.x1 and own.top <= y <= own.bottom for own in kept)

    pairs = [(word, stroke) for word, stroke in zip(words, strokes, strict=True) if not is_twin(word)]
    return kept + [word for word, _ in pairs], [0.0] * len(kept) + [stroke for _, stroke in pairs]


def _move_to_level(word: Word, page: Page) -> None:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    level_x, level_y = to_level(x, y, page)
    word.x0, word.x1 = word.x0 + level_x - x, word.x1 + level_x - x
    word.top, word.bottom = word.top + level_y - y, word.bottom + level_y - y


def to_level(x: float, y: float, page: Page) -> tuple[float, float]:
    """A point of the page as displayed, in the frame of the levelled page."""
    sine, cosine = math.sin(page.skew), math.cos(page.skew)
    across, down = x - page.width / 2, y - page.height / 2
    return page.width / 2 + across * cosine + down * sine, page.height / 2 - across * sine + down * cosine


def _hand_over(reading: _Reading, layout: LayoutDocument) -> None:
    page = reading.page
    page.words, page.unseen = reading.words, []
    if any(word.confidence is not None for word in page.words):
        page.text_layer = "ocr"
        page.hidden = 0
    low = sum(1 for word in page.words if word.confidence is not None and word.confidence < LOW_CONFIDENCE)
    if low:
        layout.diagnostics.append(diagnose("low-confidence-words", [Source(page=page.number)], low, page=page.number))
