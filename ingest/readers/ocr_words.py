"""An engine's marks to words as a digital page has them: one size and one baseline a line, weight, bullets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

import cv2
import numpy as np

from ingest.layout.document import Rule, Word
from ingest.readers.ocr_blocks import Box
from ingest.readers.ocr_engine import Mark
from ingest.readers.ocr_image import Image

# Shares of the font size, as in the faces that councils use (Arial; Calibri and Times are 8 % smaller).
_CAPITAL, _MIDDLE, _SMALL, _BELOW = 0.72, 0.66, 0.53, 0.21
_ASCENT, _DESCENT = 0.905, 0.212
_HIGH_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZbdfhijkl0123456789ßäöü&?!/()[]{}|£$€%#@'\"‘’“”")
_LOW_LETTERS = frozenset("gjpqyQ,;()[]{}|/@ç")
_NO_LETTERS = frozenset("-–—_.,:;'\"‘’“”*•·°~=+<>^`…")
# Blur makes letters this much higher, in dots.
_BLUR = 1.0
# How near to a word's foot its underline is, and the white between them, in points.
_UNDERLINE, _UNDERLINE_GAP = 2.0, 0.8
# Sizes this near to one that more letters have are that one.
_SAME_SIZE = 0.085
# Lines of one block whose sizes differ by less are of one size: a dot more or less makes that much in small print.
_ONE_BLOCK = 0.15
# Lines are numbered through the page, each block from its own multiple of this.
LINES_A_BLOCK = 10_000
_SIZES = (4.0, 72.0)
# Strokes this much thicker than the paper's usual ones are bold.
_BOLDER = 1.28
_NEARLY_BOLDER = 1.17
# Blur makes strokes this much thicker, in dots.
_STROKE_BLUR = 0.8
_MANY_LETTERS = 400
_OWN_USUAL = 1.18
# A bullet's diameter in font sizes (a full stop has 0.13), and how much of its box it fills (a disc 0.79).
_BULLET = (0.2, 0.48)
_BULLET_FULL, _SQUARE_FULL = 0.66, 0.93
_BULLET_CONFIDENCE = 0.95
# An engine reads a bullet that is a ring as any of these; words after it stand this far off, in font sizes.
_RINGS = frozenset(["0", "O", "o", "°", "。"])
_RING_GAP = 0.45
# Bullets stand this near to their text, in font sizes.
_BULLET_REACH = 5.0


def find_bullets(ink: Image) -> list[tuple[float, float, float, float, str]]:
    """Solid discs and squares on a page, in dots: (x0, top, x1, bottom, sign)."""
    dark = (ink < 128).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    bullets: list[tuple[float, float, float, float, str]] = []
    wide, high, full = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    round_ones = (np.abs(wide - high) <= np.maximum(1, 0.2 * wide)) & (full >= _BULLET_FULL * wide * high) & (wide >= 4)
    for index in np.flatnonzero(round_ones).tolist():
        if 0 < index < count:
            left, top, width, height, area = (int(value) for value in stats[index])
            sign = "▪" if area >= _SQUARE_FULL * width * height and width > 6 else "•"
            bullets.append((left, top, left + width, top + height, sign))
    return bullets


def place(marks: Iterable[Mark], box: Box, turn: int, block: int) -> list[Mark]:
    """Marks of one block in dots of the page; boxes of letters that were turned back are turned again."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    placed = []
    for mark in marks:
        x0, top, x1, bottom = mark.x0, mark.top, mark.x1, mark.bottom
        if turn == 1:
            x0, top, x1, bottom = width - bottom, x0, width - top, x1
        elif turn == 3:
            x0, top, x1, bottom = top, height - x1, bottom, height - x0
        elif turn == 2:
            x0, top, x1, bottom = width - x1, height - bottom, width - x0, height - top
        placed.append(
            mark._replace(
                x0=x0 + box.x0,
                top=top + box.top,
                x1=x1 + box.x0,
                bottom=bottom + box.top,
                line=block * LINES_A_BLOCK + mark.line % LINES_A_BLOCK,
            )
        )
    return placed


def without_underlines(marks: Iterable[Mark], rules: Sequence[Rule], scale: float) -> list[Mark]:
    """Marks whose boxes end above the line that underlines them, where no letter of theirs goes below it."""
    lines = [rule for rule in rules if rule.top == rule.bottom]
    lifted = []
    for mark in marks:
        middle = (mark.x0 + mark.x1) / 2 / scale
        for line in lines:
            at = line.top * scale
            if line.x0 <= middle <= line.x1 and abs(at - mark.bottom) <= _UNDERLINE * scale and not _is_low(mark.text):
                mark = mark._replace(bottom=max(mark.top + 1, at - (line.width / 2 + _UNDERLINE_GAP) * scale))
        lifted.append(mark)
    return lifted


def words_of(
    marks: Sequence[Mark], bullets: Sequence[tuple[float, float, float, float, str]], scale: float, number: int
) -> list[Word]:
    """Upright marks of a page to words in points; sizes are as measured (see ``settle``)."""
    lines: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        lines[mark.line].append(mark)
    words: list[Word] = []
    sizes = _sizes_of(lines)
    usual = median([size for size in sizes.values() if size] or [10.0 * scale])
    for key, line in lines.items():
        size = sizes[key] or usual
        telling = [mark for mark in line if _telling(mark)] or line
        base = median(mark.bottom - _BELOW * size * _is_low(mark.text) for mark in telling)
        for mark in _with_bullets(line, bullets, size, base):
            top, bottom = (base - _ASCENT * size) / scale, (base + _DESCENT * size) / scale
            words.append(
                Word(
                    mark.text, mark.x0 / scale, top, mark.x1 / scale, bottom, number,
                    size=size / scale, confidence=round(mark.confidence, 2),
                )
            )  # fmt: skip
    return words


def turned_words(marks: Sequence[Mark], scale: float, number: int, turn: int) -> list[Word]:
    """Marks whose letters lie on their side to words in points."""
    words = []
    for mark in marks:
        size = min(max((mark.x1 - mark.x0) / scale / (_CAPITAL + _BELOW), _SIZES[0]), _SIZES[1])
        box = mark.x0 / scale, mark.top / scale, mark.x1 / scale, mark.bottom / scale
        words.append(Word(mark.text, *box, number, size=size, confidence=round(mark.confidence, 2), turn=turn))
    return words


def _is_low(text: str) -> bool:
    return any(letter in _LOW_LETTERS for letter in text)


def _telling(mark: Mark) -> bool:
    return any(letter not in _NO_LETTERS for letter in mark.text)


def _line_size(line: Sequence[Mark]) -> float:
    """Font size of a line in dots, from the heights that its letters must have; 0 where it has none."""
    found: list[float] = []
    for mark in line:
        if not _telling(mark):
            continue
        above = _SMALL
        if any(letter in _HIGH_LETTERS for letter in mark.text):
            above = _CAPITAL
        elif "t" in mark.text:
            above = _MIDDLE
        size = (mark.bottom - mark.top - _BLUR) / (above + _BELOW * _is_low(mark.text))
        found += [size] * min(len(mark.text), 12)
    return median(found) if found else 0.0


def _sizes_of(lines: dict[int, list[Mark]]) -> dict[int, float]:
    """Font sizes of lines in dots; those that differ little from the rest of their block are given the block's."""
    sizes = {key: _line_size(line) for key, line in lines.items()}
    blocks: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for key, line in lines.items():
        if sizes[key]:
            blocks[key // LINES_A_BLOCK].append((sizes[key], sum(len(mark.text) for mark in line)))
    usual = {block: _weighted_median(found) for block, found in blocks.items()}
    for key, size in sizes.items():
        block = usual.get(key // LINES_A_BLOCK, 0.0)
        if abs(size - block) <= _ONE_BLOCK * block:
            sizes[key] = block
    return sizes


def _with_bullets(
    line: Sequence[Mark], bullets: Sequence[tuple[float, float, float, float, str]], size: float, base: float
) -> list[Mark]:
    """The marks of a line, discs among or before them read as bullets: engines take them for letters or for nothing."""
    marks = sorted(line, key=lambda mark: mark.x0)
    for x0, top, x1, bottom, sign in bullets:
        middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
        if not (base - 0.75 * size <= middle_y <= base - 0.05 * size):
            continue
        if not _BULLET[0] * size <= x1 - x0 <= _BULLET[1] * size:
            continue
        bullet = Mark(sign, x0, top, x1, bottom, _BULLET_CONFIDENCE, marks[0].line)
        over = [index for index, mark in enumerate(marks) if mark.x0 - 2 <= middle_x <= mark.x1 + 2]
        if over:
            mark = marks[0]
            if over[0] != 0:
                continue  # bullets begin lines; within one, a small bold letter may be as solid
            if mark.x1 - mark.x0 <= 2.2 * (x1 - x0) and len(mark.text) <= 2:
                marks[0] = bullet
            elif middle_x - mark.x0 < x1 - x0 and not mark.text[0].isalnum():
                marks[:1] = [bullet, mark._replace(text=mark.text[1:], x0=x1 + 1)]
        elif x1 < marks[0].x0 <= x1 + _BULLET_REACH * size:
            marks.insert(0, bullet)
    if len(marks) > 1 and marks[0].text in _RINGS and _is_small_ring(marks[0], marks[1], size):
        marks[0] = marks[0]._replace(text="o")
    return [mark for mark in marks if mark.text]


def _is_small_ring(mark: Mark, after: Mark, size: float) -> bool:
    """Whether a ring before the words of a line is the letter o, Word's bullet of the second level, and no nought."""
    height = (mark.bottom - mark.top - _BLUR) / size
    return height < (_SMALL + _CAPITAL) / 2 and after.x0 - mark.x1 >= _RING_GAP * size and after.text[0].isalpha()


def stroke_widths(words: Sequence[Word], ink: Image, scale: float) -> list[float]:
    """How thick each word's strokes are, in font sizes; 0 where it cannot be told.

    Ink over half its outline, both taken from grey levels, so that a third of a dot counts.
    """
    mass = (255.0 - ink.astype(np.float32)) / 255.0
    widths = []
    for word in words:
        rows = slice(max(0, round(word.top * scale)), round(word.bottom * scale))
        cols = slice(max(0, round(word.x0 * scale) - 1), round(word.x1 * scale) + 1)
        patch = mass[rows, cols]
        if word.turn or min(patch.shape) < 3 or not _telling_text(word.text):
            widths.append(0.0)
            continue
        across = np.abs(np.diff(patch, axis=1))[1:, :]
        down = np.abs(np.diff(patch, axis=0))[:, 1:]
        outline = float(np.hypot(across, down).sum())
        stroke = 2.0 * float(patch.sum()) / outline - _STROKE_BLUR if outline > 1 else 0.0
        widths.append(max(0.0, stroke / (word.size * scale)))
    return widths


def _telling_text(text: str) -> bool:
    return sum(letter.isalnum() for letter in text) >= 1


def settle(pages: Sequence[tuple[list[Word], list[float]]]) -> None:
    """Give the words of a paper's recognised pages common sizes, and tell bold ones; changed in place.

    Args:
        pages: the words of each page with their strokes' widths.
    """
    pairs = [pair for words, widths in pages for pair in zip(words, widths, strict=True)]
    _settle_sizes([word for word, _ in pairs if word.confidence is not None])
    by_size: dict[float, list[tuple[float, int]]] = defaultdict(list)
    for word, width in pairs:
        if width > 0:
            by_size[word.size].append((width, len(word.text)))
    overall = _weighted_median([pair for found in by_size.values() for pair in found])
    usual: dict[float, float] = {}
    for size, found in by_size.items():
        # A size of its own with few letters, or all in bold, is held against the whole paper.
        own = _weighted_median(found)
        many = sum(count for _, count in found) >= _MANY_LETTERS
        usual[size] = own if many and own <= _OWN_USUAL * overall else overall
    for words, strokes in pages:
        _settle_weight(words, strokes, usual)


def _weighted_median(found: Sequence[tuple[float, int]]) -> float:
    half = sum(count for _, count in found) / 2
    for width, count in sorted(found):
        half -= count
        if half <= 0:
            return width
    return 0.0


def _settle_sizes(words: Sequence[Word]) -> None:
    letters: dict[float, int] = defaultdict(int)
    raw = {id(word): word.size for word in words}
    for word in words:
        word.size = round(min(max(word.size, _SIZES[0]), _SIZES[1]) * 2) / 2
        letters[word.size] += len(word.text)
    known: dict[float, float] = {}
    for size in sorted(letters, key=lambda key: (-letters[key], key)):
        near = [peak for peak in set(known.values()) if abs(size - peak) <= max(0.5, _SAME_SIZE * peak)]
        known[size] = min(near, key=lambda peak: (abs(size - peak), peak)) if near else size
    for word in words:
        word.size = known[word.size]
        if not word.turn:
            # The baseline is sure, the height was a guess from few letters.
            base = word.bottom - _DESCENT * raw[id(word)]
            word.top, word.bottom = base - _ASCENT * word.size, base + _DESCENT * word.size


def _settle_weight(words: Sequence[Word], strokes: Sequence[float], usual: dict[float, float]) -> None:
    """Bold by strokes; words of few letters go with the word before them on the line, or with the one after."""
    sure = [len(word.text) >= 4 and stroke > 0 for word, stroke in zip(words, strokes, strict=True)]
    for index, word in enumerate(words):
        if word.confidence is not None:
            word.bold = strokes[index] > _BOLDER * usual.get(word.size, 1.0)
    _join_nearly_bold(words, strokes, usual)
    for index, word in enumerate(words):
        if sure[index] or word.confidence is None:
            continue
        for other in (index - 1, index + 1):
            if 0 <= other < len(words) and strokes[other] > 0 and abs(words[other].top - word.top) < 0.3 * word.size:
                word.bold = words[other].bold
                break


def _join_nearly_bold(words: Sequence[Word], strokes: Sequence[float], usual: dict[float, float]) -> None:
    """Words a little thinner than bold are bold among bold ones of their line: a coarse scan blurs the difference."""
    bold = [word.bold for word in words]
    for index, word in enumerate(words):
        if bold[index] or strokes[index] <= _NEARLY_BOLDER * usual.get(word.size, 1.0) or word.confidence is None:
            continue
        beside = [
            bold[other]
            for other in (index - 1, index + 1)
            if 0 <= other < len(words) and abs(words[other].top - word.top) < 0.3 * word.size
        ]
        word.bold = bool(beside) and all(beside)
