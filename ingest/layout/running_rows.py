"""Running lines that a table without a grid would take for rows: the outermost lines of pages, the same on several.

Furniture is told when tables have been taken out of a page. Where no line says where a table ends, the words of the
running header and footer must be known before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.layout.aligned_head import IsHeading
from ingest.layout.document import Line, Page
from ingest.layout.furniture import HEIGHT_TOLERANCE, ZONE
from ingest.layout.lines import group_lines, rows_of_lines
from ingest.layout.together import ALONE, Together

_CELL_GAP = 0.75
# So many rows at either edge may be running ones; a row of headings that each page repeats has two known words or more.
_ROWS = 3
_HEADINGS = 2
_FEWEST_LETTERS = 4
_DIGITS = re.compile(r"\d+")

_Row = list[Line]


def running_words(pages: Sequence[Page], is_heading: IsHeading, together: Together = ALONE) -> list[set[int]]:
    """For each page the ``id()`` of the words of its running lines.

    Args:
        pages: the pages of a paper, or a range of them.
        is_heading: whether a text is a known column heading.
        together: the processes that have the other pages.
    """
    outer = [
        [[(row, _key(row, page.number, is_heading)) for row in rows] for rows in _outer_rows(page)] for page in pages
    ]
    own: list[tuple[str, float, int]] = [
        (key, row[0].top, page.number)
        for page, edges in zip(pages, outer, strict=True) for rows in edges for row, key in rows
        if key
    ]  # fmt: skip
    places: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for told in together.share("running rows", own):
        for key, top, number in told:
            places[key].append((top, number))
    found: list[set[int]] = []
    for page, edges in zip(pages, outer, strict=True):
        words: set[int] = set()
        for rows in edges:
            for row, key in rows:
                seen = places.get(key, [])
                if not any(n != page.number and abs(top - row[0].top) <= HEIGHT_TOLERANCE for top, n in seen):
                    break  # what stands further in than a line of the page's own is no running line
                words.update(id(word) for line in row for word in line.words)
        found.append(words)
    return found


def _outer_rows(page: Page) -> tuple[list[_Row], list[_Row]]:
    """The outermost rows at the top, from the edge inwards, and those at the foot."""
    upper = [word for word in page.words if not word.turn and word.bottom < ZONE * page.height]
    lower = [word for word in page.words if not word.turn and word.top > (1 - ZONE) * page.height]
    top, foot = (rows_of_lines(group_lines(words, _CELL_GAP)) for words in (upper, lower))
    return top[:_ROWS], foot[: -_ROWS - 1 : -1]


def _key(row: _Row, number: int, is_heading: IsHeading) -> str:
    """What a row says, without its numbers; for a number alone what it is apart from the page's; "" for nothing."""
    text = " ".join(line.text for line in row)
    if text.isdecimal() and len(text) <= _FEWEST_LETTERS:
        return str(int(text) - number)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return ""
    if len(row) >= _HEADINGS and sum(is_heading(line.text) for line in row) >= _HEADINGS:
        return ""
    return _DIGITS.sub("#", text.casefold())
