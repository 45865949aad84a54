"""Words that a converter cut between two cells ("Ofste | ed Recommendation") are made whole again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from ingest.readers.heading_cuts import fold
from ingest.readers.table_mending import Part
from ingest.readers.text_tables import Matrix, Row
from ingest.readers.tokens import Paragraph

# Half a word this short proves nothing: "a", "or" and "be" are words.
_SHORTEST_WORD = 4


class Lexicon:
    """Words of the paper, and words that council papers print in headings and labels."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._counts: Counter[str] = Counter()
        for part in parts:
            if isinstance(part, Paragraph):
                self._counts.update(fold(token.text) for token in part.tokens())
            elif isinstance(part, Matrix):
                for row in part.rows:
                    for cell in row.cells:
                        self._counts.update(fold(token.text) for p in cell for token in p.tokens())

    def is_cut(self, left: str, right: str) -> bool:
        """Whether two pieces side by side are one word: together known, and neither met anywhere else."""
        whole = fold(left + right)
        if len(whole) < _SHORTEST_WORD or not left[-1:].isalpha() or not right[:1].islower():
            return False
        halves = [fold(left), fold(right)]
        if any(self._counts[half] > 1 or half in _usual_words() for half in halves):
            return False
        return self._counts[whole] > 0 or whole in _usual_words()


@cache
def _usual_words() -> frozenset[str]:
    """Words of the packaged vocabulary: headings, labels of the front matter, posts."""
    from ingest.vocabulary.files import packaged

    words: set[str] = set()
    for path in sorted(packaged("headings.yml").parent.glob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = line.partition("#")[0]
            words.update(fold(word) for word in text.replace("|", " ").replace("/", " ").split())
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD)


def mend_split_words(matrix: Matrix, lexicon: Lexicon) -> None:
    """Make words whole that stand half in one cell and half in the next.

    In headings the two columns become what the whole word says: a heading that was nothing but the half word is
    one with its neighbour, and their columns are joined. In other rows the word moves to the cell it begins in.
    """
    if matrix.heading is not None:
        col = 0
        while col + 1 < matrix.width:
            if _mend_pair(matrix.heading, col, lexicon, to_left=False) and not matrix.heading.cells[col]:
                _join_columns(matrix, col)
            else:
                col += 1
    for row in matrix.rows[matrix.header_rows :]:
        for col in range(len(row.cells) - 1):
            _mend_pair(row, col, lexicon, to_left=True)


def _mend_pair(row: Row, col: int, lexicon: Lexicon, to_left: bool) -> bool:
    left, right = row.cells[col], row.cells[col + 1]
    if not left or not right or not left[-1].lines or not right[0].lines or right[0].label:
        return False
    above, below = left[-1].lines[-1], right[0].lines[0]
    if not lexicon.is_cut(above[-1].text, below[0].text):
        return False
    whole = replace(above[-1], text=above[-1].text + below[0].text)
    if to_left:
        above[-1] = whole
        del below[0]
    else:
        below[0] = whole
        del above[-1]
    for cell in (left, right):
        for paragraph in cell:
            paragraph.lines = [line for line in paragraph.lines if line]
        cell[:] = [paragraph for paragraph in cell if paragraph.lines or paragraph.label]
    return True


def _join_columns(matrix: Matrix, col: int) -> None:
    for row in matrix.rows:
        left, right = row.cells[col], row.cells[col + 1]
        for paragraph in right[:1] if left else []:
            paragraph.goes_on = not paragraph.label
        row.cells[col : col + 2] = [left + right]
