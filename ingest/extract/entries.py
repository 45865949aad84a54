"""A cell's lines to entries: its bullets and paragraphs, each with the words it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.layout.document import Cell, Line, Word
from ingest.layout.passage import Passage

BULLETS = "•▪●■◦‣⁃∙·◆◇❖➢➤►▶▸◂✓✔✗✘☐☑☒❑❏◻□○*"
_BULLET = re.compile(rf"^[{re.escape(BULLETS)}]+$")
# "o" and dashes are bullets of the second level only where they stand alone and away from the words.
_SOFT_BULLET = re.compile(r"^(?:o|-|–|—|»|>|§)$")
_GLUED_BULLET = re.compile(rf"^[{re.escape(BULLETS.replace('*', ''))}]+(?=\w)")
_NUMBER = re.compile(
    r"^\(?((?:\d{1,2}|[A-Za-z]|[ivx]{1,5}|[A-Z][ivx]{1,4}|\d{1,2}[a-z]|\d{1,2}(?:\.\d{1,2}){1,2}))[).:]+$"
)
_NUMBER_BARE = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2}){1,2})\)?$")
_TERMINAL = re.compile(r"[.!?:;]['\"”’)]*$")
_OPEN = re.compile(
    r"(?:[,(–—-]|\b(?:and|or|the|a|an|of|to|in|for|with|on|by|from|at|as|that|which|is|are|be|will|our|their|its|into|than|via))$",
    re.I,
)
_WEB = re.compile(r"\[?(?:https?://|www\.)\S+")
# A gap between two lines that exceeds the cell's usual one by this share of a line's height parts paragraphs.
_GAP_SHARE = 0.17
# A bullet stands this many font sizes away from its words; a dash within a sentence has a blank of 0.2 to 0.3.
_HANGING_GAP = 0.38
# Lines of a paragraph are no further apart than this many line heights, where too few lines tell their usual distance.
SINGLE_SPACED = 1.2
_FEW_GAPS = 4
# A title stands over its text in letters larger by so many points.
_SIZE_STEP = 0.7
# A first word that would have fitted on the line before, by this share of its font size, was put on a new line on
# purpose.
_FIT_SLACK = 0.5


@dataclass(slots=True)
class Entry:
    """One entry of a cell.

    Attributes:
        passage: its words, the bullet or number taken off.
        label: the number or letter taken off ("1", "Ai"), or "" for a bullet or none.
        bullet: it began with a bullet or a number.
        stem: it introduces the bullets that follow (it ends in a colon).
        lines: how many printed lines it takes.
    """

    passage: Passage
    label: str = ""
    bullet: bool = False
    lines: int = 1

    @property
    def stem(self) -> bool:
        """Whether it ends in a colon, as the line before a list does."""
        return self.passage.text.endswith(":")


@dataclass(slots=True)
class _Open:
    lines: list[Line] = field(default_factory=list)
    label: str = ""
    bullet: bool = False
    text_x: float = 0.0
    whole: Line | None = None


def split_entries(cells: Sequence[Cell], spacing: float = SINGLE_SPACED) -> list[Entry]:
    """Entries of the cells of one field of one item, top to bottom.

    A cell that a page break cut goes on with the entry before it; every other cell begins a new one.

    Args:
        cells: the cells.
        spacing: usual distance of two lines of the table, in line heights, for cells of a few lines.
    """
    entries: list[_Open] = []
    last: Line | None = None
    for cell in cells:
        lines = [line for line in cell.lines if line.words]
        if not lines:
            continue
        pitch = _usual_gap(lines, spacing)
        width = _inner_width(cell, lines)
        fresh = not cell.continues
        spaced = _has_paragraphs(lines, pitch, width)
        for index, line in enumerate(lines):
            before = lines[index - 1] if index else (last if cell.continues else None)
            label, bullet, words = take_label(line)
            if label and before is not None and entries and _mid_sentence(label, before, entries):
                label, bullet, words = "", False, line.words
            if not words:
                # A bullet that stands alone: the words follow on the next line at its side.
                entries.append(_Open([], label, bullet, line.x1))
                fresh = False
                continue
            open_entry = entries[-1] if entries else None
            rest = _rest(line, words)
            if open_entry is not None and not open_entry.lines and not bullet:
                open_entry.lines.append(rest)
                open_entry.text_x = rest.x0
                fresh = False
                continue
            if (
                bullet
                or fresh
                or open_entry is None
                or (before is not None and _parted(before, line, open_entry, pitch, width, spaced))
            ):
                entries.append(_Open([rest], label, bullet, rest.x0, line if label else None))
            else:
                open_entry.lines.append(rest)
            fresh = False
        last = lines[-1]
    _restore_lone_numbers(entries)
    return [
        Entry(Passage.of_lines(entry.lines), entry.label, entry.bullet, len(entry.lines))
        for entry in entries
        if entry.lines
    ]


def _mid_sentence(label: str, before: Line, entries: Sequence[_Open]) -> bool:
    """Whether a number at the front of a line belongs to the sentence above ("… is / 21. Nine …") and to no list."""
    if not label.isdigit() or label == "1" or _TERMINAL.search(before.text):
        return False
    last = next((entry.label for entry in reversed(entries) if entry.label), "")
    return not (last.isdigit() and int(label) == int(last) + 1)


def _restore_lone_numbers(entries: list[_Open]) -> None:
    """A number that is no part of a list (a quoted "4. …") stays with its words."""
    numbers = [entry.label for entry in entries if entry.label]
    firsts = {"1", "a", "A", "i", "1.1"}
    for entry in entries:
        if (
            entry.label
            and entry.whole is not None
            and len(numbers) == 1
            and entry.label not in firsts
            and entry.label.isdigit()
        ):
            entry.lines[0] = entry.whole
            entry.label, entry.bullet = "", False


def _has_paragraphs(lines: Sequence[Line], pitch: float, right: float) -> bool:
    """Whether a cell holds paragraphs without bullets, told from lines that stand on one page."""
    plain = _Open()
    return any(
        a.page == b.page and not take_label(b)[1] and not take_label(a)[1] and _parted(a, b, plain, pitch, right, False)
        for a, b in pairwise(lines)
    )


def take_label(line: Line) -> tuple[str, bool, list[Word]]:
    """Take a bullet or number off the front of a line: (number, whether there was any, the other words)."""
    words = line.words
    first = words[0].text
    if _BULLET.match(first):
        return "", True, words[1:]
    if len(words) > 1 and _SOFT_BULLET.match(first) and _hangs(words):
        return "", True, words[1:]
    match = _NUMBER.match(first)
    if match and len(words) > 1:
        return match[1], True, words[1:]
    match = _NUMBER_BARE.match(first)
    if match and len(words) > 1 and _hangs(words):
        return match[1], True, words[1:]
    glued = _GLUED_BULLET.match(first)
    if glued:
        cut = Passage([words[0]]).slice(glued.end()).words
        return "", True, [*cut, *words[1:]]
    return "", False, words


def _hangs(words: Sequence[Word]) -> bool:
    # "o" or "-" parts a range or is a letter where the next word stands as near as any other.
    return words[1].x0 - words[0].x1 > _HANGING_GAP * words[0].size


def _rest(line: Line, words: list[Word]) -> Line:
    if len(words) == len(line.words):
        return line
    return Line(words, words[0].x0, line.top, line.x1, line.bottom)


def usual_spacing(cells: Sequence[Cell]) -> float:
    """The usual distance of two lines of a table, in line heights, told from its longer cells."""
    found = []
    for cell in cells:
        gaps = _gaps(cell.lines)
        if len(gaps) >= _FEW_GAPS:
            found.append(median(gaps) / max(1.0, median(map(_height, cell.lines))))
    return max(SINGLE_SPACED, median(found)) if len(found) > 2 else SINGLE_SPACED


def _gaps(lines: Sequence[Line]) -> list[float]:
    told = [(line.page, _base(line)) for line in lines]
    return [low - high for (page, high), (other, low) in pairwise(told) if other == page and low > high]


def _speaking(line: Line) -> Word:
    """The first word of a line that says something: a bullet may be drawn larger or lower than the words it marks."""
    for word in line.words:
        if word.text.isalnum() or any(map(str.isalnum, word.text)):
            return word
    return line.words[0]


def _base(line: Line) -> float:
    """Where the words of a line stand, in points from the top of the page."""
    return _speaking(line).bottom


def _height(line: Line) -> float:
    word = _speaking(line)
    return word.bottom - word.top


def _usual_gap(lines: Sequence[Line], spacing: float) -> float:
    gaps = _gaps(lines)
    if not gaps:
        return 0.0
    usual = min(median(gaps), 1.6 * min(gaps))
    if len(gaps) < _FEW_GAPS:
        usual = min(usual, spacing * min(map(_height, lines)))
    return usual


def _inner_width(cell: Cell, lines: Sequence[Line]) -> float:
    """Right edge that lines may reach: as far as the longest one, at most the cell's own edge less its padding."""
    right = max(line.x1 for line in lines)
    if cell.boxes:
        left, edge = cell.boxes[0][1], cell.boxes[0][3]
        padding = max(1.0, min(line.x0 for line in lines) - left)
        right = max(right, min(edge - padding, edge - 2.0)) if padding < 0.3 * (edge - left) else right
    return right


def _parted(before: Line, line: Line, entry: _Open, pitch: float, right: float, spaced: bool) -> bool:
    """Whether a line begins a new paragraph after the line before it.

    Args:
        before: the line above, perhaps on the page before.
        line: the line in question.
        entry: the entry that the line above belongs to.
        pitch: usual distance of two lines, in points; 0 where there are too few.
        right: the edge that lines may reach.
        spaced: the cell holds paragraphs without bullets.
    """
    text_before, text = before.text, line.text
    ended = bool(_TERMINAL.search(text_before))
    smaller = _speaking(line).size < _speaking(before).size - _SIZE_STEP
    tags = before.words[-1].block, line.words[0].block
    tagged = before.page == line.page and min(tags) >= 0 and tags[0] != tags[1]
    if (text[:1].islower() or text[:1] in "([") and not ended and not smaller:
        return False
    if _OPEN.search(text_before) and not tagged:
        return False
    if before.page == line.page:
        gap = _base(line) - _base(before) - pitch if pitch else 0.0
        if smaller or tagged or gap > _GAP_SHARE * _height(line):
            return True
    elif ended and spaced and not entry.bullet and text[:1].isupper():
        return True
    if _WEB.match(text) or _WEB.fullmatch(text_before):
        return ended or text[:1].isupper()
    if entry.bullet and line.x0 < entry.text_x - 0.6 * line.words[0].size:
        # It stands left of the bullet's words: a paragraph after the list, unless the bullet has no hanging indent.
        return text[:1].isupper() and (_fits(before, line, right) or (before.bold != line.bold and ended))
    if text[:1].islower() or not (_fits(before, line, right) or (before.bold != line.bold and ended)):
        return False
    return before.page is None or ended or text[:1].isupper() or text[:1].isdigit() or text[:1] in "“‘\"'[("


def _fits(before: Line, line: Line, right: float) -> bool:
    """Whether the line's first word would have fitted at the end of the line before: the break was made on purpose."""
    first = line.words[0]
    space = 0.28 * first.size
    return before.x1 + space + (first.x1 - first.x0) < right - _FIT_SLACK * first.size
