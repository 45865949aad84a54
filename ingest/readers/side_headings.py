"""Reports set in a table of two columns, headings at the left and text at the right, are opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.readers.given import Grid, GridCell, Item
from ingest.readers.tokens import Paragraph, take_label

# A heading at the left has no more words than this.
HEADING_WORDS = 14
# Such a table has labels that reports know in its left column, and texts of several paragraphs in its right.
LABELS = 3
LONG_TEXTS = 2


def open_side_tables(items: list[Item], is_label: Callable[[str], bool]) -> list[Item]:
    """The items, with each report that is set in a table as headings and paragraphs."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Grid) and _is_report(item, is_label):
            for cell in sorted(item.cells, key=lambda c: (c.row, c.col)):
                out.extend(_opened(cell))
        else:
            out.append(item)
    return out


def _is_report(grid: Grid, is_label: Callable[[str], bool]) -> bool:
    if grid.n_cols != 2:
        return False
    left = [cell for cell in grid.cells if cell.col == 0 and cell.paragraphs]
    right = [cell for cell in grid.cells if cell.col + cell.col_span == 2 and cell.paragraphs]
    if any(len(cell.text.split()) > HEADING_WORDS for cell in left if cell.col_span == 1):
        return False
    labels = sum(is_label(cell.text) for cell in left)
    return labels >= LABELS and sum(len(cell.paragraphs) > 2 for cell in right) >= LONG_TEXTS


def _opened(cell: GridCell) -> list[Paragraph]:
    if cell.col == 0 and cell.col_span == 1:
        lines = [[*p.label, *line] if at == 0 else line for p in cell.paragraphs for at, line in enumerate(p.lines)]
        return [Paragraph(lines, side=True)] if lines else []
    out = []
    for paragraph in cell.paragraphs:
        if not paragraph.label and paragraph.lines:
            label, first = take_label(paragraph.lines[0])
            paragraph = replace(paragraph, label=label, lines=[first, *paragraph.lines[1:]])
        out.append(paragraph)
    return out
