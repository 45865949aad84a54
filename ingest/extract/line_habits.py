"""How a table's cells are set: the distance of their lines, sentences that stand on lines of their own, hanging signs.

One cell of two or three lines says little of where its paragraphs part; its column and its table say more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median, quantiles

from ingest.layout.document import Cell, Line, Word

# Lines of a paragraph are no further apart than this many line heights, where too few lines tell their usual distance.
SINGLE_SPACED = 1.2
FEW_GAPS = 4
# A first word that would have fitted on the line before, by this share of its font size, was put on a new line on
# purpose.
_FIT_SLACK = 0.5
_TERMINAL = re.compile(r"[.!?;]['\"”’)]*$")
# "e.g.", "Dr.", "No." end no sentence.
_SHORT_FORM = re.compile(r"^\W?(?:\w{1,3}|\w\.\w)\.$")
# So many sentences begin on lines of their own, and none within a line.
_FEWEST_SENTENCES = 2
_HANGING = 1.5


def usual_spacing(cells: Sequence[Cell]) -> float:
    """The usual distance of two lines of a paragraph of a table, in line heights.

    It is told from lines that go on in the middle of a sentence; where those are few, from the longer cells.
    """
    sure: list[float] = []
    found: list[float] = []
    for cell in cells:
        gaps = line_gaps(cell.lines)
        if not gaps:
            continue
        height = max(1.0, median(map(line_height, cell.lines)))
        sure += [gap / height for gap in line_gaps(cell.lines, running=True)]
        if len(gaps) >= FEW_GAPS:
            found.append(median(gaps) / height)
    if len(sure) >= FEW_GAPS:
        return quantiles(sure, n=4)[2]
    return max(SINGLE_SPACED, median(found)) if len(found) > 2 else SINGLE_SPACED


def line_gaps(lines: Sequence[Line], running: bool = False) -> list[float]:
    """Distances of the baselines of a cell's lines, in points.

    Args:
        lines: the lines of one cell.
        running: only of lines that go on in the middle of a sentence.
    """
    return [
        low - high
        for above, below in pairwise(lines)
        if above.page == below.page
        and (low := line_base(below)) > (high := line_base(above))
        and not (running and (_TERMINAL.search(above.text) or not below.text[:1].islower()))
    ]


def speaking_word(line: Line) -> Word:
    """The first word of a line that says something: a bullet may be drawn larger or lower than the words it marks."""
    for word in line.words:
        if word.text.isalnum() or any(map(str.isalnum, word.text)):
            return word
    return line.words[0]


def line_base(line: Line) -> float:
    """Where the words of a line stand, in points from the top of the page."""
    return speaking_word(line).bottom


def line_height(line: Line) -> float:
    """The height of a line's words in points."""
    word = speaking_word(line)
    return word.bottom - word.top


def inner_width(cell: Cell, lines: Sequence[Line]) -> float:
    """Right edge that lines may reach: as far as the longest one, at most the cell's own edge less its padding."""
    right = max(line.x1 for line in lines)
    if cell.boxes:
        left, edge = cell.boxes[0][1], cell.boxes[0][3]
        padding = max(1.0, min(line.x0 for line in lines) - left)
        right = max(right, min(edge - padding, edge - 2.0)) if padding < 0.3 * (edge - left) else right
    return right


def would_fit(before: Line, line: Line, right: float) -> bool:
    """Whether the line's first word would have fitted at the end of the line before: the break was made on purpose."""
    first = line.words[0]
    space = 0.28 * first.size
    return before.x1 + space + (first.x1 - first.x0) < right - _FIT_SLACK * first.size


def sentences_stand_alone(cells: Iterable[Cell]) -> bool:
    """Whether each sentence of a column's cells begins on a line of its own, and some of them on purpose.

    In running text most sentences begin within a line. Where none does, a full line that ends one ends an entry.
    """
    parted = on_purpose = 0
    for cell in cells:
        lines = [line for line in cell.lines if line.words]
        if any(_begins_within(line) for line in lines):
            return False
        right = inner_width(cell, lines) if lines else 0.0
        for above, below in pairwise(lines):
            if _TERMINAL.search(above.text) and below.text[:1].isupper():
                parted += 1
                on_purpose += above.page == below.page and would_fit(above, below, right)
    return parted >= _FEWEST_SENTENCES and on_purpose > 0


def _begins_within(line: Line) -> bool:
    return any(
        _TERMINAL.search(word.text) and not _SHORT_FORM.match(word.text) and after.text[:1].isupper()
        for word, after in pairwise(line.words)
    )


def hanging_signs(lines: Sequence[Line]) -> frozenset[float]:
    """Where (x0, rounded) the first sign of a line stands out before words that the next line begins under."""
    return frozenset(
        round(line.x0)
        for line, below in pairwise(lines)
        if len(line.words) > 1 and below.page == line.page and abs(below.x0 - line.words[1].x0) < _HANGING
    )
