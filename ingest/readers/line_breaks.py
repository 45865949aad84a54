"""Line breaks inside the cells of converted tables: a tool writes them where lines wrapped, or where paragraphs end."""

from __future__ import annotations

from dataclasses import replace

from ingest.readers.given import Grid, Item
from ingest.readers.tokens import Paragraph

# Where lines wrap, more of them than this share go on in lower case.
WRAPPED_SHARE = 0.2


def settle_line_breaks(items: list[Item]) -> None:
    """Make each line of a cell a paragraph in tables whose breaks end paragraphs; changed in place."""
    for item in items:
        if not isinstance(item, Grid):
            continue
        cells = [cell for cell in item.cells if cell.row >= item.header_rows]
        below = [
            line[0].text for cell in cells for paragraph in cell.paragraphs for line in paragraph.lines[1:] if line
        ]
        going = sum(_goes_on(word) for word in below)
        if not below or going > WRAPPED_SHARE * len(below):
            continue
        for cell in cells:
            cell.paragraphs = [part for paragraph in cell.paragraphs for part in _parts(paragraph)]


def _parts(paragraph: Paragraph) -> list[Paragraph]:
    parts: list[Paragraph] = []
    for line in paragraph.lines:
        if parts and line and _goes_on(line[0].text):
            parts[-1].lines.append(line)
        elif parts:
            parts.append(Paragraph([line], level=paragraph.level, page=paragraph.page))
        else:
            parts.append(replace(paragraph, lines=[line]))
    return parts or [paragraph]


def _goes_on(word: str) -> bool:
    return word[0].islower() and len(word) > 1 and not word.endswith((")", "."))
