"""Making in advance what is made once from the vocabulary, so that processes forked afterwards share it.

Indexes of councils, headings and posts and the patterns over whole word lists are made when they are first wanted.
A paper of a few lines wants most of them.
"""

from __future__ import annotations

from ingest.layout.document import Block, Cell, LayoutDocument, Page, Table, Word, make_line
from ingest.pipeline import extract_paper
from ingest.settings import Settings

_LINES = (
    "Example County Council",
    "Report of: Jane Smith, Director of Finance, to Cabinet, 5 March 2024",
    "Recommendation: Cabinet is asked to note the action plan.",
    "The inspector recommends that the council reviews its plan by the end of 2024/25.",
)
_ROWS = (
    ("Recommendation", "Action", "Lead officer", "Due date", "Status", "Progress", "Target"),
    ("1. Review the plan", "Write to all", "John Brown, Head of Service", "31 March 2024", "Amber", "Under way", "95%"),
)


def warm_up(settings: Settings) -> None:
    """Extract a paper of a few lines.

    Raises:
        VocabularyError: the vocabulary cannot be used.
    """
    blocks = [Block([make_line(_words(text, 100.0 + 20 * row))]) for row, text in enumerate(_LINES)]
    cells = [
        Cell(row, col, lines=[make_line(_words(text, 300.0 + 20 * row, 20.0 + 80 * col))], boxes=[(1, 0, 0, 1, 1)])
        for row, texts in enumerate(_ROWS)
        for col, text in enumerate(texts)
    ]
    table = Table(cells, len(_ROWS), len(_ROWS[0]), [1], header_rows=1, boxes=[(1, 20, 300, 580, 340)])
    pages = [Page(1, 595.0, 842.0)]
    extract_paper(LayoutDocument("warm-up", "0" * 64, "", pages, 1, body=[*blocks, table], given=True), settings)


def _words(text: str, top: float, x0: float = 50.0) -> list[Word]:
    words = []
    for part in text.split():
        words.append(Word(part, x0, top, x0 + 5.0 * len(part), top + 11.0, page=1))
        x0 += 5.0 * len(part) + 3.0
    return words
