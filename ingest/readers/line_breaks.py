"""Line breaks inside the cells of converted tables: a tool writes them where lines wrapped, or where paragraphs end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ingest.readers.given import Grid, Item
from ingest.readers.tokens import Paragraph, Token

# Where lines wrap, more of them than this share go on in the middle of a sentence.
WRAPPED_SHARE = 0.2
_OPEN = re.compile(
    r"(?:[,(–—/&-]|\b(?:and|or|the|a|an|of|to|in|for|with|on|by|from|at|as|that|which|is|are|be|will|our|their|its))\Z",
    re.IGNORECASE,
)


def settle_line_breaks(items: list[Item]) -> None:
    """Make each line of a cell a paragraph in tables whose breaks end paragraphs; changed in place."""
    for item in items:
        if not isinstance(item, Grid):
            continue
        cells = [cell for cell in item.cells if cell.row >= item.header_rows]
        breaks = [pair for cell in cells for paragraph in cell.paragraphs for pair in pairwise(paragraph.lines)]
        going = sum(_goes_on(above, below) for above, below in breaks)
        if not breaks or going > WRAPPED_SHARE * len(breaks):
            continue
        for cell in cells:
            cell.paragraphs = [part for paragraph in cell.paragraphs for part in _parts(paragraph)]


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    lines: list[list[Token]] = []
    made = paragraph
    for line in paragraph.lines:
        if lines and not _goes_on(lines[-1], line):
            yield replace(made, lines=lines)
            made, lines = Paragraph([], level=paragraph.level, page=paragraph.page), []
        lines.append(line)
    yield replace(made, lines=lines)


def _goes_on(above: list[Token], below: list[Token]) -> bool:
    word = below[0].text
    lower = word[0].islower() and len(word) > 1 and not word.endswith((")", "."))
    return lower or bool(_OPEN.search(above[-1].text))
