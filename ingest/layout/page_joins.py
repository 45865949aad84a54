"""Pages to one body: paragraphs that a page break cuts are joined, and list entries nested over the whole paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.layout.block_marks import INDENT, nest_entries
from ingest.layout.blocks import ADDRESS, SENTENCE_END, SIZE_CHANGE
from ingest.layout.document import Block, Table

# A line that reaches this share of the way to the page's rightmost one is full.
FULL_LINE = 0.88


def right_edge(items: Iterable[Block | Table]) -> float | None:
    """Where the text of a page ends on the right; None where it has none outside its tables."""
    return max((line.x1 for item in items if isinstance(item, Block) for line in item.lines), default=None)


def join_over_pages(pages: Sequence[Sequence[Block | Table]], edges: Sequence[float | None]) -> list[Block | Table]:
    """Put the pages' blocks and tables after one another and join paragraphs that a page break cuts.

    Footnotes stay behind the block that was cut. The depth of list entries is told over the whole paper.

    Args:
        pages: the items of each page in reading order.
        edges: where the text of each page ends on the right (see ``right_edge``).
    """
    body: list[Block | Table] = []
    edge = 0.0
    for items, own_edge in zip(pages, edges, strict=True):
        first = items[0] if items else None
        place = _last_of_text(body)
        if place is not None and isinstance(first, Block):
            before = body[place]
            if isinstance(before, Block) and _goes_on(before, first, edge):
                before.lines.extend(first.lines)
                items = items[1:]
        body.extend(items)
        edge = edge if own_edge is None else own_edge
    nest_entries(item for item in body if isinstance(item, Block))
    return body


def _last_of_text(body: Sequence[Block | Table]) -> int | None:
    for place in range(len(body) - 1, -1, -1):
        item = body[place]
        if isinstance(item, Table) or not item.footnote:
            return place
    return None


def _goes_on(before: Block, after: Block, edge: float) -> bool:
    if after.label or after.heading or before.heading or before.side or after.side or after.footnote:
        return False
    last, line = before.lines[-1], after.lines[0]
    if last.page == line.page or abs(last.size - line.size) > SIZE_CHANGE * line.size or last.bold != line.bold:
        return False
    if ADDRESS.search(line.text) or "@" in last.text:
        return False
    edges = [before.lines[0].x0, last.x0, *(word.x0 for word in before.label_words[:1])]
    if not any(abs(line.x0 - edge) < INDENT for edge in edges):
        return False
    if not SENTENCE_END.search(last.text):
        return line.words[0].text[:1].islower() or last.x1 > FULL_LINE * edge
    return False
