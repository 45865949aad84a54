"""Marks of blocks: which are headings, and how deep list entries are nested."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.layout.document import Block, Line, Page, make_line
from ingest.layout.list_labels import read_label

# Left edges closer than this many points are the same indent.
INDENT = 6.0
# Headings are at least this many times larger than the text, or bold, capital or underlined.
HEADING_SIZE = 1.15
MAX_HEADING_WORDS = 25
# A list entry of more words than this is no heading, however bold.
MAX_LABELLED_HEADING_WORDS = 14
_COUNTED = {"decimal": "number", "roman": "letter"}


def mark_headings(blocks: Iterable[Block], page: Page, size: float) -> None:
    """Set ``heading`` of the blocks of one page: by tag, size, weight, capitals or underlining."""
    for block in blocks:
        tagged = page.headings.get(block.lines[0].words[0].mcid, 0)
        if tagged or (not block.side and _looks_like_heading(block, page, size)):
            larger = block.lines[0].size >= HEADING_SIZE * size
            block.heading = tagged or (1 if larger else 2)


def _looks_like_heading(block: Block, page: Page, size: float) -> bool:
    text = block.text
    count = len(text.split())
    if count > (MAX_LABELLED_HEADING_WORDS if block.label else MAX_HEADING_WORDS) or len(block.lines) > 4:
        return False
    if not any(sign.isalpha() for sign in text) or text[-1] in ".;,":
        return False
    if block.label and not any(sign.isalnum() for sign in block.label):
        return False
    if block.bold or block.lines[0].size >= HEADING_SIZE * size:
        return True
    capitals = [sign for sign in text if sign.isalpha()]
    if len(capitals) > 3 and all(sign.isupper() for sign in capitals):
        return True
    return len(block.lines) == 1 and _underlined(block.lines[0], page)


def _underlined(line: Line, page: Page) -> bool:
    if line.words[0].color:
        return False  # links are underlined in their own colour
    recognised = line.words[0].confidence is not None
    return any(
        rule.top == rule.bottom
        # Of recognised words the colour is not known, but that of the line is.
        and not (recognised and rule.color)
        and line.top + 2 < rule.top < line.bottom + 3
        and rule.x0 <= line.x0 + 4
        and line.x1 - 4 <= rule.x1 <= line.x1 + 4
        for rule in page.rules
    )


def nest_entries(blocks: Iterable[Block]) -> None:
    """Set the depth of list entries from their labels' left edges, and from what they count in."""
    stack: list[tuple[float, str]] = []
    for block in blocks:
        if block.heading:
            stack.clear()
        if not block.label:
            continue
        found = read_label(make_line(block.label_words))
        kind = _COUNTED.get(found.kind, found.kind) if found else "bullet"
        x0 = block.label_words[0].x0
        while stack and stack[-1][0] > x0 + INDENT:
            stack.pop()
        here = [depth for depth, (edge, what) in enumerate(stack) if abs(edge - x0) <= INDENT and what == kind]
        if here:
            del stack[here[0] + 1 :]
        else:
            stack.append((x0, kind))
        block.level = len(stack) - 1
