"""Tables drawn in characters: rows between rules of dashes, cells wrapped over several lines (Pandoc's grid tables)."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ingest.readers.text_blocks import read_paragraphs
from ingest.readers.text_lines import TextLine
from ingest.readers.text_tables import Matrix, Row, is_box_rule, looks_like_heading
from ingest.readers.tokens import Paragraph

# Rules above and below the headings and at the end: then each line is a row of its own.
FEW_RULES = 3
# Unless in so many of them a cell goes on with the cell above.
WRAPPED_SHARE = 0.25


def is_wrapped_box(lines: list[TextLine]) -> bool:
    """Whether the lines are a boxed table with a rule between any two rows."""
    rules = [index for index, line in enumerate(lines) if is_box_rule(line)]
    if len(rules) < 2:
        return False
    if len(rules) > FEW_RULES:
        return True
    a, b = max(pairwise(rules), key=lambda pair: pair[1] - pair[0])
    rows = [line.text.strip().strip("|").split("|") for line in lines[a + 1 : b]]
    going = sum(
        any(above.strip() and below.strip()[:1].islower() for above, below in zip(*pair, strict=False))
        for pair in pairwise(rows)
    )
    return going > WRAPPED_SHARE * (len(rows) - 1)


def read_box_rows(lines: list[TextLine]) -> Matrix:
    """A table from the lines of a boxed table with a rule between any two rows."""
    edges = _edges(lines)
    rows: list[Row] = []
    heads = 0
    group: list[TextLine] = []
    for line in lines:
        if not is_box_rule(line):
            group.append(line)
            continue
        if group:
            rows.append(Row([wrapped_cell(group, a + 1, b) for a, b in pairwise(edges)], group[0].page))
        heads = len(rows) if "=" in line.text and rows else heads
        group = []
    matrix = Matrix([row for row in rows if row.filled()], tagged=True)
    if len(matrix.rows) > 1 and (heads or looks_like_heading(matrix.rows[0])):
        matrix.header_rows = 1
    return matrix


def _edges(lines: list[TextLine]) -> list[int]:
    """Places of the upright lines: those of all rules together."""
    return sorted({match.start() for line in lines if is_box_rule(line) for match in re.finditer(r"\+", line.text)})


def wrapped_cell(group: list[TextLine], left: int, right: int | None) -> list[Paragraph]:
    """The paragraphs of one cell between two places of its lines; its wrapped lines are made whole."""
    paragraphs = read_paragraphs([TextLine(line.number, line.page, line.text[left:right].rstrip()) for line in group])
    return [replace(p, lines=[[token for line in p.lines for token in line]], heading=0) for p in paragraphs if p.lines]
