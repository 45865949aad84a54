"""A cell's lines to entries: its bullets and paragraphs, each with the words it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.extract.line_habits import (
    FEW_GAPS,
    SINGLE_SPACED,
    hanging_signs,
    inner_width,
    line_base,
    line_gaps,
    line_height,
    speaking_word,
    would_fit,
)
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
# A title stands over its text in letters larger by so many points.
_SIZE_STEP = 0.7


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


def split_entries(cells: Sequence[Cell], spacing: float = SINGLE_SPACED, by_sentence: bool = False) -> list[Entry]:
    """Entries of the cells of one field of one item, top to bottom.

    A cell that a page break cut goes on with the entry before it; every other cell begins a new one.

    Args:
        cells: the cells.
        spacing: usual distance of two lines of the table, in line heights, for cells of a few lines.
        by_sentence: in this column every sentence begins on a line of its own (see ``sentences_stand_alone``).
    """
    entries: list[_Open] = []
    last: Line | None = None
    for cell in cells:
        lines = [line for line in cell.lines if line.words]
        if not lines:
            continue
        pitch = _usual_gap(lines, spacing)
        width = inner_width(cell, lines)
        fresh = not cell.continues
        spaced = _has_paragraphs(lines, pitch, width)
        hung = hanging_signs(lines)
        for index, line in enumerate(lines):
            before = lines[index - 1] if index else (last if cell.continues else None)
            label, bullet, words = take_label(line, hung)
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
                or (before is not None and _parted(before, line, open_entry, pitch, width, spaced, by_sentence))
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


def take_label(line: Line, hung: frozenset[float] = frozenset()) -> tuple[str, bool, list[Word]]:
    """Take a bullet or number off the front of a line: (number, whether there was any, the other words).

    Args:
        line: the line.
        hung: where signs stand out before words of several lines (see ``hanging_signs``).
    """
    words = line.words
    first = words[0].text
    if _BULLET.match(first):
        return "", True, words[1:]
    if len(words) > 1 and _SOFT_BULLET.match(first) and (round(line.x0) in hung or _hangs(words)):
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


def _usual_gap(lines: Sequence[Line], spacing: float) -> float:
    gaps = line_gaps(lines)
    if not gaps:
        return 0.0
    usual = min(median(gaps), 1.6 * min(gaps))
    if len(gaps) < FEW_GAPS:
        usual = min(usual, spacing * min(map(line_height, lines)))
    return usual


def _parted(
    before: Line, line: Line, entry: _Open, pitch: float, right: float, spaced: bool, by_sentence: bool = False
) -> bool:
    """Whether a line begins a new paragraph after the line before it.

    Args:
        before: the line above, perhaps on the page before.
        line: the line in question.
        entry: the entry that the line above belongs to.
        pitch: usual distance of two lines, in points; 0 where there are too few.
        right: the edge that lines may reach.
        spaced: the cell holds paragraphs without bullets.
        by_sentence: every sentence of the column begins on a line of its own.
    """
    text_before, text = before.text, line.text
    ended = bool(_TERMINAL.search(text_before))
    smaller = speaking_word(line).size < speaking_word(before).size - _SIZE_STEP
    tags = before.words[-1].block, line.words[0].block
    tagged = before.page == line.page and min(tags) >= 0 and tags[0] != tags[1]
    if (text[:1].islower() or text[:1] in "([") and not ended and not smaller:
        return False
    if _OPEN.search(text_before) and not tagged:
        return False
    if by_sentence and ended and not entry.bullet and text[:1].isupper():
        return True
    if before.page == line.page:
        gap = line_base(line) - line_base(before) - pitch if pitch else 0.0
        if smaller or tagged or gap > _GAP_SHARE * line_height(line):
            return True
    elif ended and spaced and not entry.bullet and text[:1].isupper():
        return True
    if _WEB.match(text) or _WEB.fullmatch(text_before):
        return ended or text[:1].isupper()
    if entry.bullet and line.x0 < entry.text_x - 0.6 * line.words[0].size:
        # It stands left of the bullet's words: a paragraph after the list, unless the bullet has no hanging indent.
        return text[:1].isupper() and (would_fit(before, line, right) or (before.bold != line.bold and ended))
    if text[:1].islower() or not (would_fit(before, line, right) or (before.bold != line.bold and ended)):
        return False
    return before.page is None or ended or text[:1].isupper() or text[:1].isdigit() or text[:1] in "“‘\"'[("
