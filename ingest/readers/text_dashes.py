"""Tables whose columns are told by a rule of dashes alone (Pandoc's simple and multiline tables)."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.readers.text_boxes import wrapped_cell
from ingest.readers.text_lines import TextLine
from ingest.readers.text_tables import Matrix, Row

# One rule over the whole table, and one with a gap between any two columns.
_WHOLE = re.compile(r"\s*-{10,}\s*\Z")
_PARTED = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*\Z")
_DASHES = re.compile(r"-+")
# The headings of a table are no higher.
_HEADING_LINES = 15


def end_of_dashed(lines: list[TextLine], at: int) -> int:
    """Index after the table of dashes that begins at a line; the line's own index where none does."""
    text = lines[at].text
    if _WHOLE.match(text):
        rule = _heading_rule(lines, at + 1)
        return at if rule is None else _end(lines, rule + 1, at)
    if _PARTED.match(text):
        return _end(lines, at + 1, at)
    if text.strip() and at + 1 < len(lines) and _PARTED.match(lines[at + 1].text):
        end = at + 2
        while end < len(lines) and lines[end].text.strip():
            end += 1
        return end if end > at + 2 else at
    return at


def read_dashed_rows(lines: list[TextLine]) -> Matrix:
    """A table from the lines that ``end_of_dashed`` found."""
    rule = next(index for index, line in enumerate(lines) if _PARTED.match(line.text))
    starts = [match.start() for match in _DASHES.finditer(lines[rule].text)]
    spaced = bool(_WHOLE.match(lines[0].text)) or any(not line.text.strip() for line in lines)
    heads = [line for line in lines[:rule] if not _is_rule(line)]
    groups = [heads] if heads else []
    group: list[TextLine] = []
    for line in lines[rule + 1 :]:
        if line.text.strip() and not _is_rule(line):
            group.append(line)
        if group and (not spaced or line is lines[-1] or not line.text.strip() or _is_rule(line)):
            groups.append(group)
            group = []
    rows = [Row([wrapped_cell(group, a, b) for a, b in _columns(starts)], group[0].page) for group in groups]
    matrix = Matrix([row for row in rows if row.filled()], tagged=True)
    matrix.header_rows = 1 if heads and len(matrix.rows) > 1 else 0
    return matrix


def has_dashed(lines: list[TextLine]) -> bool:
    """Whether a text has such a table."""
    rules = [at for at, line in enumerate(lines) if _PARTED.match(line.text)]
    return any(end_of_dashed(lines, front) > at for at in rules for front in range(max(0, at - _HEADING_LINES), at + 1))


def is_dashed(lines: list[TextLine]) -> bool:
    """Whether lines that are a table are one of dashes."""
    return any(_PARTED.match(line.text) for line in lines[:_HEADING_LINES]) and "|" not in lines[0].text


def _columns(starts: list[int]) -> list[tuple[int, int | None]]:
    return [*pairwise(starts), (starts[-1], None)]


def _is_rule(line: TextLine) -> bool:
    return bool(_WHOLE.match(line.text) or _PARTED.match(line.text))


def _heading_rule(lines: list[TextLine], at: int) -> int | None:
    """Index of the rule under the headings that begin at a line."""
    for index in range(at, min(at + _HEADING_LINES, len(lines))):
        if _PARTED.match(lines[index].text):
            return index if index > at else None
        if not lines[index].text.strip() or _WHOLE.match(lines[index].text):
            return None
    return None


def _end(lines: list[TextLine], body: int, at: int) -> int:
    """Index after the rule that ends a table; where the table began when there is none."""
    for index in range(body, len(lines)):
        if lines[index].page != lines[at].page or lines[index].text.startswith("#"):
            return at
        if _is_rule(lines[index]):
            return index + 1 if index > body else at
    return at
