"""Cells whose paragraphs a converter ran together are parted where the words still show it.

Tab-separated and pipe rows hold a cell on one line; what stood below each other in it (paragraphs, a heading
inside the cell, a column of figures) stands side by side. Only signs that hold in any paper are used: a sentence
that does not lean on the one before, a word that heads the text of several cells, nothing but figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ingest.readers.text_tables import Matrix
from ingest.readers.tokens import Paragraph, Token

# A cell with fewer words than this is one paragraph: two short sentences belong together.
LONG_CELL = 20
# A word heads the text of cells when it does so in this many of a column.
HEADING_CELLS = 3
_HEADING_WORD = re.compile(r"[A-Z][a-z]{4,}:?")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\Z")
_NO_END = re.compile(r"\(?(?:e\.g|i\.e|etc|cf|incl|approx|no|nos|para|mr|mrs|ms|dr|st|vs|[a-z])\.", re.IGNORECASE)
# Sentences that begin so lean on the one before.
_LEANS = re.compile(
    r"(?:this|these|that|those|it|its|they|their|he|she|his|her|however|although|though|but|and|also|each|both|such"
    r"|as|where|there|therefore|thus|so|then|here|which|any|some|most|many|further|furthermore|moreover|additionally"
    r"|we|otherwise|instead|meanwhile|because|since|once|if|when|while|whilst|despite|overall|positive|currently|of)\Z",
    re.IGNORECASE,
)
# "(Feb 2018) Post Adoption": a date in brackets closes an entry as a full stop does.
_DATED = re.compile(r"\((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:20)?\d\d\)\Z")
_FIGURE = r"[~<>≤≥£+-]?(?:0(?!\d)|[1-9][\d,]*)(?:\.\d+)?\s?(?:%|[kmp]\b)?|N/A|n/a|\*"
_FIGURES = re.compile(rf"(?:{_FIGURE})(?: \([^()]*\))?(?: (?:{_FIGURE})(?: \([^()]*\))?)+")
_ONE_FIGURE = re.compile(rf"(?:{_FIGURE})(?: \([^()]*\))?")


def part_cells(matrix: Matrix) -> None:
    """Part the cells of a table that came on one line each; a table with marks for its lines is left alone."""
    if matrix.tagged:
        return
    for col in range(matrix.width):
        headings = _heading_words(matrix, col)
        for row in matrix.rows[matrix.header_rows :]:
            row.cells[col] = [part for paragraph in row.cells[col] for part in _part(paragraph, headings)]


def _part(paragraph: Paragraph, headings: frozenset[str]) -> Iterator[Paragraph]:
    if len(paragraph.lines) != 1:
        yield paragraph
        return
    tokens = paragraph.lines[0]
    cuts = sorted({0, *_cuts(tokens, headings, bool(paragraph.label)), len(tokens)})
    for index, (start, end) in enumerate(pairwise(cuts)):
        if index == 0:
            yield replace(paragraph, lines=[tokens[start:end]])
        else:
            yield Paragraph([tokens[start:end]], level=paragraph.level, page=paragraph.page)


def _cuts(tokens: list[Token], headings: frozenset[str], labelled: bool) -> Iterator[int]:
    figures = _figure_cuts(tokens)
    if figures:
        yield from figures
        return
    long = len(tokens) >= LONG_CELL and not labelled
    for index, token in enumerate(tokens):
        begins = index == 0 or _ends(tokens[index - 1].text)
        if begins and not labelled and token.text in headings and _is_heading_at(tokens, index):
            yield index
            yield index + 1
        elif (
            long
            and index
            and (begins or _dated(tokens, index))
            and token.text[0].isupper()
            and not _LEANS.match(token.text)
        ):
            yield index


def _ends(word: str) -> bool:
    return bool(_SENTENCE_END.search(word)) and not _NO_END.fullmatch(word)


def _is_heading_at(tokens: list[Token], index: int) -> bool:
    return index + 1 == len(tokens) or tokens[index + 1].text[0].isupper()


def _heading_words(matrix: Matrix, col: int) -> frozenset[str]:
    """Words that stand between sentences, before a capital, in several cells of a column: "Measure", "Evidence"."""
    followers: dict[str, list[str]] = {}
    for row in matrix.rows[matrix.header_rows :]:
        for paragraph in row.cells[col]:
            for tokens in paragraph.lines if not paragraph.label else ():
                for index, token in enumerate(tokens):
                    begins = index == 0 or _ends(tokens[index - 1].text)
                    if begins and _HEADING_WORD.fullmatch(token.text):
                        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
                        followers.setdefault(token.text, []).append(after)
    return frozenset(
        word
        for word, after in followers.items()
        # What follows a heading differs from cell to cell; the second half of a name does not.
        if len(set(after)) >= HEADING_CELLS
        and all(not other or other[0].isupper() for other in after)
        and 3 * len(set(after)) > 2 * len(after)
    )


def _figure_cuts(tokens: list[Token]) -> list[int]:
    """Where each figure begins in a cell of nothing but figures, each with its note in brackets."""
    text = " ".join(token.text for token in tokens)
    if not _FIGURES.fullmatch(text):
        return []
    starts, offset = {}, 0
    for index, token in enumerate(tokens):
        starts[offset] = index
        offset += len(token.text) + 1
    return [starts[match.start()] for match in _ONE_FIGURE.finditer(text) if match.start() in starts]


def _dated(tokens: list[Token], index: int) -> bool:
    return index > 1 and bool(_DATED.match(f"{tokens[index - 2].text} {tokens[index - 1].text}"))
