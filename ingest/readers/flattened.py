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

from ingest.readers.entry_starts import Usage, ends_sentence, entry_starts
from ingest.readers.text_tables import Matrix
from ingest.readers.tokens import Paragraph, Token

# A word heads the text of cells when it does so in this many of a column.
HEADING_CELLS = 3
_HEADING_WORD = re.compile(r"[A-Z][a-z]{4,}:?")
_FIGURE = r"[~<>≤≥£+-]?(?:0(?!\d)|[1-9][\d,]*)(?:\.\d+)?\s?(?:%|[kmp]\b)?|N/A|n/a|\*"
_FIGURES = re.compile(rf"(?:{_FIGURE})(?: \([^()]*\))?(?: (?:{_FIGURE})(?: \([^()]*\))?)+")
_ONE_FIGURE = re.compile(rf"(?:{_FIGURE})(?: \([^()]*\))?")


def part_cells(matrix: Matrix, usage: Usage) -> list[int]:
    """Part the cells of a table that came on one line each; a table with marks for its lines is left alone.

    Args:
        matrix: the table; its cells are changed.
        usage: how the paper prints its words.

    Returns:
        Line numbers of the cells whose parts had to be guessed.
    """
    guessed: list[int] = []
    if matrix.tagged:
        return guessed
    for col in range(matrix.width):
        headings = _heading_words(matrix, col, usage)
        for row in matrix.rows[matrix.header_rows :]:
            before = row.cells[col]
            row.cells[col] = [part for paragraph in before for part in _part(paragraph, headings, usage)]
            if len(row.cells[col]) > len(before):
                guessed.append(before[0].tokens()[0].line)
    return guessed


def _part(paragraph: Paragraph, headings: frozenset[str], usage: Usage) -> Iterator[Paragraph]:
    if len(paragraph.lines) != 1:
        yield paragraph
        return
    tokens = paragraph.lines[0]
    cuts = sorted({0, *_cuts(tokens, headings, bool(paragraph.label), usage), len(tokens)})
    for index, (start, end) in enumerate(pairwise(cuts)):
        if index == 0:
            yield replace(paragraph, lines=[tokens[start:end]])
        else:
            yield Paragraph([tokens[start:end]], level=paragraph.level, page=paragraph.page)


def _cuts(tokens: list[Token], headings: frozenset[str], labelled: bool, usage: Usage) -> Iterator[int]:
    figures = _figure_cuts(tokens)
    if figures:
        yield from figures
        return
    for index in range(len(tokens)):
        if not labelled and _is_heading_at(tokens, index, headings):
            yield index
            yield index + 1
    yield from entry_starts(tokens, labelled, usage)


def _is_heading_at(tokens: list[Token], index: int, headings: frozenset[str]) -> bool:
    """Whether one of the words that head the texts of cells stands here, between two sentences."""
    if tokens[index].text not in headings or (index and not ends_sentence(tokens[index - 1].text)):
        return False
    return index + 1 == len(tokens) or tokens[index + 1].text[0].isupper()


def _heading_words(matrix: Matrix, col: int, usage: Usage) -> frozenset[str]:
    """Words that stand between sentences, before a capital, in several cells of a column: "Measure", "Evidence"."""
    followers: dict[str, list[str]] = {}
    for row in matrix.rows[matrix.header_rows :]:
        for paragraph in row.cells[col]:
            for tokens in paragraph.lines if not paragraph.label else ():
                for index, token in enumerate(tokens):
                    begins = index == 0 or ends_sentence(tokens[index - 1].text)
                    if begins and _HEADING_WORD.fullmatch(token.text):
                        after = tokens[index + 1].text if index + 1 < len(tokens) else ""
                        followers.setdefault(token.text, []).append(after)
    return frozenset(
        word
        for word, after in followers.items()
        # What follows a heading differs from cell to cell; the second half of a name does not.
        if len(set(after)) >= HEADING_CELLS
        and not usage.is_name(word.rstrip(":"))
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
