"""The reader of converted text: plain text, Markdown and HTML, as PDF-to-text tools and web pages leave them.

Words have a line number for a place. Tables come as tab-separated rows, pipe rows or HTML; their halves, headings
and cells that page breaks cut are mended here, because no later stage can see how the converter worked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ingest.errors import EmptyPaper
from ingest.layout.document import LayoutDocument
from ingest.normalise.headings import is_known_heading
from ingest.readers import sniff
from ingest.readers.entry_starts import Usage
from ingest.readers.flattened import part_cells
from ingest.readers.given import Grid, Item, Typesetter
from ingest.readers.heading_cuts import align_headings
from ingest.readers.known_labels import known_labels
from ingest.readers.line_breaks import settle_line_breaks
from ingest.readers.markup import read_markup
from ingest.readers.side_headings import open_side_tables
from ingest.readers.split_words import Lexicon, mend_split_words
from ingest.readers.table_mending import Part, join_cut_cells, join_halves, mend_rows
from ingest.readers.text_blocks import join_cut_paragraphs, label_capitals, mark_headings, mend_letters, read_paragraphs
from ingest.readers.text_boxes import is_wrapped_box, read_box_rows
from ingest.readers.text_dashes import end_of_dashed, has_dashed, is_dashed, read_dashed_rows
from ingest.readers.text_lines import TextLine, decode, set_aside_furniture, split_lines
from ingest.readers.text_pages import keeps_layout, read_pages
from ingest.readers.text_spans import to_grid
from ingest.readers.text_tables import (
    Matrix,
    is_box_rule,
    is_pipe_row,
    is_pipe_rule,
    is_tab_row,
    looks_like_heading,
    read_pipe_rows,
    read_tab_rows,
)
from ingest.readers.tokens import Paragraph
from ingest.settings import Settings
from ingest.vocabulary.loader import load_vocabulary
from schemas.diagnostics import Diagnostic, diagnose
from schemas.values import Source

MEDIA_TYPES = (sniff.PLAIN, sniff.MARKDOWN, sniff.HTML)
# Titles may stand in so many rows over the headings, these included.
TITLE_ROWS = 3
# So many places of guesses are named; the count says how many there are.
MOST_PLACES = 10
_TABLE_OPENS = re.compile(r"<table[\s>]", re.IGNORECASE)
_TABLE_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)


def read(path: Path, settings: Settings) -> LayoutDocument:
    """Read a text, Markdown or HTML file.

    ``body`` is filled here (``given`` is True), but for text that keeps the page's layout in spaces: that has pages.

    Args:
        path: the file.
        settings: names the vocabulary.

    Raises:
        EmptyPaper: the file has no words.
        UnsupportedFile: the bytes are no text.
        OSError: the file cannot be opened.
    """
    data = path.read_bytes()
    media_type = sniff.media_type(data[: sniff.SNIFF_BYTES], path)
    html = media_type == sniff.HTML
    text = decode(data, html)
    lines = [] if html else split_lines(text)
    vocabulary = load_vocabulary(settings.vocabulary)
    is_label = known_labels(vocabulary)
    document = LayoutDocument(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        text_layer="converted",
    )
    if keeps_layout(lines) and not has_dashed(lines):
        document.pages = read_pages(lines, is_label, lambda text: is_known_heading(text, vocabulary))
        return document
    items, furniture = read_markup(text) if html else _read_text(lines, document)
    settle_line_breaks(items)
    items = open_side_tables(items, is_label)
    mend_letters(items)
    label_capitals(items)
    mark_headings(items, is_label)
    setter = Typesetter()
    document.body = setter.set(items)
    if not document.body:
        raise EmptyPaper(path.name, "it holds no words")
    document.furniture = setter.aside(furniture)
    document.pages = [setter.page()]
    document.given = True
    return document


def _notes(guessed: list[int]) -> list[Diagnostic]:
    if not guessed:
        return []
    places = [Source(page=None, line=line) for line in sorted(set(guessed))[:MOST_PLACES]]
    return [diagnose("entries-guessed", places, len(guessed))]


def _read_text(lines: list[TextLine], document: LayoutDocument) -> tuple[list[Item], list[Paragraph]]:
    """Paragraphs and tables of a text, and what was set aside; the document takes the diagnostics."""
    guessed: list[int] = []
    lines, aside = set_aside_furniture(lines)
    furniture = [p for line in aside for p in read_paragraphs([line])]
    parts = _parts(lines)
    align_headings(parts)
    parts, gone = join_halves(parts)
    furniture.extend(gone)
    lexicon = Lexicon(parts)
    usage = Usage(_paragraphs(parts))
    items: list[Item] = []
    for part in parts:
        if not isinstance(part, Matrix):
            items.append(part)
            continue
        mend_split_words(part, lexicon)
        furniture.extend(mend_rows(part))
        if any(looks_like_heading(row) for row in part.rows[:TITLE_ROWS]):
            guessed.extend(part_cells(part, usage))
        grid, again = to_grid(part)
        furniture.extend(again)
        furniture.extend(join_cut_cells(grid))
        items.append(grid)
    document.diagnostics.extend(_notes(guessed))
    return join_cut_paragraphs(items), furniture


def _paragraphs(parts: Sequence[Part]) -> Iterator[Paragraph]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield part
        elif isinstance(part, Matrix):
            yield from (paragraph for row in part.rows for cell in row.cells for paragraph in cell)
        else:
            yield from (paragraph for cell in part.cells for paragraph in cell.paragraphs)


def _parts(lines: list[TextLine]) -> list[Part]:
    """Cut the lines into tables and running text."""
    parts: list[Part] = []
    running: list[TextLine] = []
    at = 0
    while at < len(lines):
        end = _end_of_table(lines, at)
        if end == at:
            running.append(lines[at])
            at += 1
            continue
        made = _make_table(lines[at:end])
        at = end
        if made and isinstance(made[0], TextLine):
            running.extend(line for line in made if isinstance(line, TextLine))
            continue
        parts.extend(read_paragraphs(running))
        running = []
        parts.extend(part for part in made if not isinstance(part, TextLine))
    parts.extend(read_paragraphs(running))
    return parts


def _end_of_table(lines: list[TextLine], at: int) -> int:
    """Index after the table that begins at a line; the line's own index where none does."""
    if _TABLE_OPENS.search(lines[at].text) and "\t" not in lines[at].text:
        return _end_of_html(lines, at)
    if is_tab_row(lines[at]) or ("\t" in lines[at].text and at + 1 < len(lines) and is_tab_row(lines[at + 1])):
        end = _run(lines, at, lambda line: "\t" in line.text)
        # Rows of nothing but tabs are empty rows of the table, not its end.
        return at + len(_without_empty_tail(lines[at:end]))
    if is_pipe_row(lines[at]) or (is_box_rule(lines[at]) and at + 1 < len(lines) and is_pipe_row(lines[at + 1])):
        return _run(lines, at, lambda line: is_pipe_row(line) or is_box_rule(line))
    if "|" in lines[at].text and at + 1 < len(lines) and is_pipe_rule(lines[at + 1].text):
        return _run(lines, at, lambda line: "|" in line.text)
    return end_of_dashed(lines, at)


def _without_empty_tail(lines: list[TextLine]) -> list[TextLine]:
    last = max((index for index, line in enumerate(lines) if line.text.strip()), default=-1)
    return lines[: last + 1]


def _run(lines: list[TextLine], at: int, fits: Callable[[TextLine], bool]) -> int:
    page = lines[at].page
    end = at
    while end < len(lines) and lines[end].page == page and fits(lines[end]):
        end += 1
    return end


def _end_of_html(lines: list[TextLine], at: int) -> int:
    depth = 0
    for index in range(at, len(lines)):
        depth += len(_TABLE_OPENS.findall(lines[index].text)) - len(_TABLE_CLOSES.findall(lines[index].text))
        if depth <= 0:
            return index + 1
    return len(lines)


def _make_table(lines: list[TextLine]) -> Sequence[Part] | list[TextLine]:
    """The table in some lines; lines that turn out to be running text come back as lines."""
    first = lines[0]
    if _TABLE_OPENS.search(first.text):
        items, _ = read_markup("\n".join(line.text for line in lines), first.number)
        for item in items:
            if isinstance(item, Grid):
                item.pages = sorted({line.page for line in lines})
            else:
                item.page = first.page
        return items
    if "\t" in first.text:
        table = read_tab_rows(lines)
        if isinstance(table, list):
            return table
        return [table] if table.rows else []
    if is_dashed(lines):
        return [read_dashed_rows(lines)]
    matrix = read_box_rows(lines) if is_wrapped_box(lines) else read_pipe_rows(lines)
    return [matrix] if matrix.rows else []
