"""Text that keeps the page's layout in spaces ("pdftotext -layout"): its words on pages, by line and column.

Tables have no marks there but their alignment, so layout reads such pages as it reads those of a PDF. Words know
their line as well, which takes the place of their box in the end (``ingest.layout.line_sources``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby

from ingest.layout.aligned_head import IsHeading
from ingest.layout.document import Page, Word
from ingest.readers.signs import plain_signs
from ingest.readers.text_columns import straighten
from ingest.readers.text_lines import TextLine
from ingest.readers.text_stretches import CHARACTER, LINE_HEIGHT, MARGIN

# A text keeps layout when so many of its lines, and at least this share of them, have a gap of columns.
FEWEST_ALIGNED = 5
ALIGNED_SHARE = 0.06
# The synthetic frame, in points.
WORD_HEIGHT = 10.0
SIZE = 12.0
PAGE_WIDTH = 595.0
PAGE_HEIGHT = 842.0
_GAP = re.compile(r"\S {3,}\S")
_COLUMN_GAP = re.compile(r" {2,}")
_MARKED = re.compile(r"\t\S|^\s*\||<t[dr][\s>]|^#{1,6}\s")
_NUMBER = re.compile(r"^\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s+")
_WORD = re.compile(r"\S+")


def keeps_layout(lines: Sequence[TextLine]) -> bool:
    """Whether the columns of a text are aligned by spaces, and nothing else marks its tables."""
    filled = [line.text for line in lines if line.text.strip()]
    marked = sum(bool(_MARKED.search(text)) for text in filled)
    aligned = sum(bool(_GAP.search(text)) for text in filled)
    return aligned >= FEWEST_ALIGNED and aligned >= ALIGNED_SHARE * len(filled) and marked * 10 < aligned


def read_pages(lines: Sequence[TextLine], is_label: Callable[[str], bool], is_heading: IsHeading) -> list[Page]:
    """The pages of a text that keeps layout; a word has a box for its place in the line.

    Args:
        lines: the lines.
        is_label: tells words that papers use as labels; they are set in bold, as on the page.
        is_heading: tells known headings of columns.
    """
    pages: list[Page] = []
    for number, members in groupby(lines, key=lambda line: line.page):
        words: list[Word] = []
        top = MARGIN
        for line in members:
            words.extend(_words(line, number, top, is_label, front=not pages))
            top += LINE_HEIGHT
        right = max((word.x1 for word in words), default=0.0)
        pages.append(
            Page(number, max(PAGE_WIDTH, right + MARGIN), max(PAGE_HEIGHT, top + MARGIN), words, text_layer="converted")
        )
    straighten(pages, is_heading)
    return pages


def _words(line: TextLine, page: int, top: float, is_label: Callable[[str], bool], front: bool) -> list[Word]:
    text = plain_signs(line.text.expandtabs(8))
    bold_to = _bold_until(text, is_label, front)
    words = []
    for match in _WORD.finditer(text):
        left = MARGIN + CHARACTER * match.start()
        right = MARGIN + CHARACTER * match.end()
        words.append(
            Word(
                match[0], left, top, right, top + WORD_HEIGHT, page, SIZE, bold=match.end() <= bold_to, line=line.number
            )
        )
    return words


def _bold_until(text: str, is_label: Callable[[str], bool], front: bool) -> int:
    """Where the words end that a page would print in bold: a line in capitals or a label.

    On the first page a label may stand at the left of its value; later the first words of a row may well be one.
    """
    bare = text.strip()
    letters = [sign for sign in bare if sign.isalpha()]
    if len(letters) > 3 and all(sign.isupper() for sign in letters):
        return len(text)
    start = len(text) - len(text.lstrip())
    number = _NUMBER.match(bare)
    gap = _COLUMN_GAP.search(text, start + (number.end() if number else 0)) if front else None
    end = gap.start() if gap else len(text.rstrip())
    label = _NUMBER.sub("", text[start:end])
    # A line of one word in small letters ends a sentence.
    return end if not label[:1].islower() and is_label(label.rstrip(" :")) else 0
