"""Pages typed as text: each character has its place, so that tests show a page as it looks.

A line between two asterisks is bold, a line between two hashes is bold and large. A form feed begins a new page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.layout.assemble import assemble
from ingest.layout.document import Cell, LayoutDocument, Page, Table, Word
from ingest.layout.lines import group_lines
from ingest.layout.passage import Passage
from ingest.vocabulary.loader import load_vocabulary

CHARACTER = 6.0
LINE = 14.0
MARGIN = 40.0
TOP = 90.0
HEIGHT = 842.0
_WORD = re.compile(r"\S+")
_MARKED = re.compile(r"(?<!\S)([*#])(?=\S)(.*?\S)\1(?!\S)")


def typed_page(text: str, number: int = 1, top: float = TOP) -> Page:
    """A page of a text: one character is 6 points wide, one line 14 points high, an empty line a gap of 10."""
    words: list[Word] = []
    y = top
    for raw in text.strip("\n").split("\n"):
        if not raw.strip():
            y += 10.0
            continue
        line, bold, large = _marks(raw)
        for match in _WORD.finditer(line):
            x0, size = MARGIN + CHARACTER * match.start(), 16.0 if match.start() in large else 11.0
            words.append(
                Word(match.group(), x0, y, x0 + CHARACTER * len(match.group()), y + 11.0, number, size,
                     bold=match.start() in bold or match.start() in large)
            )  # fmt: skip
        y += LINE
    width = 2 * MARGIN + CHARACTER * max((len(raw) for raw in text.split("\n")), default=80)
    return Page(number, max(595.0, width), max(HEIGHT, y + 60.0), words)


def _marks(raw: str) -> tuple[str, set[int], set[int]]:
    """The line with its marks blanked out, and where bold and large characters stand."""
    bold: set[int] = set()
    large: set[int] = set()
    for match in _MARKED.finditer(raw):
        (large if match[1] == "#" else bold).update(range(match.start(), match.end()))
    return _MARKED.sub(lambda match: f" {match[2]} ", raw), bold, large


def typed_layout(text: str, tables: Sequence[Table] = ()) -> LayoutDocument:
    """An assembled paper of typed pages; ``tables`` are put behind its blocks."""
    pages = [typed_page(part, number) for number, part in enumerate(text.split("\f"), 1)]
    layout = LayoutDocument("typed.pdf", "0" * 64, "application/pdf", pages, len(pages))
    vocabulary = load_vocabulary()
    patterns = {name: vocabulary.patterns("furniture", name) for name in ("page_number", "pack_number")}
    words = {name: vocabulary.words("furniture", name) for name in ("watermark", "marking")}
    assemble(layout, patterns, words)
    layout.body.extend(tables)
    return layout


def typed_table(rows: list[list[str]], page: int = 1) -> Table:
    """A table whose cells hold typed lines."""
    cells = []
    for row, texts in enumerate(rows):
        for col, text in enumerate(texts):
            lines = group_lines(typed_page(text, page, top=100 + 60 * row).words) if text else []
            cells.append(Cell(row, col, lines=lines, boxes=[(page, 0, 0, 10, 10)]))
    return Table(cells, len(rows), len(rows[0]), [page], boxes=[(page, 0, 0, 10, 10)])


def printed_words(passage: Passage) -> str:
    """The words of a passage with one space between them."""
    return " ".join(word.text for word in passage.words)


HERE = Path(__file__).parent
