"""Tables in text files: tab-separated rows and pipe rows, as PDF-to-text tools and Markdown write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.readers.inline import runs_of
from ingest.readers.markup import cell_paragraphs, has_tags
from ingest.readers.short_rows import place_short_rows
from ingest.readers.text_lines import TextLine
from ingest.readers.tokens import Paragraph, Token, cut_at_bullets, is_bullet, is_label, lines_of_runs

_SEPARATOR_CELL = re.compile(r":?[-=]{2,}:?|:-+:?|-+:|-{1,3}")
_BOLD = re.compile(r"(?<![*_\\])(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_\\])\1(?![*_])")
# Lists may be marked up where nothing marks paragraphs.
_BREAK = re.compile(r"<(?:br|p|div)\b", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
# A star on its own before words: Markdown's bullet, in a cell whose lines were run together.
_STARS = re.compile(r"(?:(?<=\s)|\A)\*(?=\s+\w)")
_BOX_RULE = re.compile(r"\s*\+(?:[-=]{2,}\+)+\s*\Z")
# A heading's cell is short; a row with longer cells is data.
HEADING_WORDS = 14

Cells = list[list[Paragraph]]


@dataclass(slots=True)
class Row:
    """One row of a text table: the paragraphs of each cell.

    Attributes:
        cells: paragraphs of each cell, column by column.
        page: page it stands on, as far as the file tells.
        after_break: a page break (or what is left of one) stands before it.
    """

    cells: Cells
    page: int = 1
    after_break: bool = False

    def text(self, col: int) -> str:
        """Words of one cell."""
        return " ".join(paragraph.text for paragraph in self.cells[col])

    def filled(self) -> list[int]:
        """Columns that hold words."""
        return [col for col, cell in enumerate(self.cells) if cell]


@dataclass(slots=True)
class Matrix:
    """A table of text without spans: equally long rows, the headings first.

    Attributes:
        rows: its rows.
        header_rows: how many of them are headings.
        tagged: some cell marks its paragraphs by tags, so that cells without them have one.
    """

    rows: list[Row]
    header_rows: int = 0
    tagged: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0].cells) if self.rows else 0

    @property
    def heading(self) -> Row | None:
        """The row of headings, where there is one."""
        return self.rows[0] if self.header_rows else None


def is_tab_row(line: TextLine) -> bool:
    """Whether the line is a row of a tab-separated table (a tab that only indents or trails makes none)."""
    return "\t" in line.text.strip() or line.text.count("\t") > 1


def is_pipe_row(line: TextLine) -> bool:
    """Whether the line may be a row of a pipe table."""
    text = line.text.strip()
    return text.startswith("|") and len(_PIPE.findall(text)) > 1


def is_pipe_rule(text: str) -> bool:
    """Whether the line is the rule under the headings of a pipe table."""
    text = text.strip()
    parts = _split_pipes(text)
    return "|" in text and all(re.fullmatch(r":?-{2,}:?|:-+:?|-+:|-", part.strip()) for part in parts)


def is_box_rule(line: TextLine) -> bool:
    """Whether the line is a rule of a boxed table ("+-----+-----+")."""
    return bool(_BOX_RULE.match(line.text))


def read_tab_rows(lines: list[TextLine]) -> Matrix | list[TextLine]:
    """A table from adjacent lines with tabs; lines that are a list with tabs after its numbers come back as lines."""
    split = [(line, line.text.split("\t")) for line in lines]
    if all(_is_entry(cells) for _, cells in split):
        return [TextLine(line.number, line.page, " ".join(line.text.split())) for line in lines]
    return _matrix(split)


def read_pipe_rows(lines: list[TextLine]) -> Matrix:
    """A table from adjacent lines with pipes."""
    split = [(line, _split_pipes(line.text.strip())) for line in lines if not is_box_rule(line)]
    head = 1 if len(split) > 1 and _is_separator(split[1][1]) else 0
    closed = all(line.text.rstrip().endswith("|") for line, _ in split)
    if head and closed:
        # Where no cell is left out at the end of a line, one is left out for being merged.
        placed = place_short_rows([cells for _, cells in split[2:]], split[0][1])
        split[2:] = [(line, cells) for (line, _), cells in zip(split[2:], placed, strict=True)]
    return _matrix(split)


def make_cell(text: str, line: int) -> list[Paragraph]:
    """Paragraphs of one cell: tags, Markdown and bullets inside it are taken apart."""
    if has_tags(text):
        return cell_paragraphs(_BOLD.sub(r"<b>\2</b>", text), line)
    if len(_STARS.findall(text)) > 1 or text.lstrip().startswith("* "):
        text = _STARS.sub("•", text)
    lines = lines_of_runs(runs_of([(line, text)]))
    return cut_at_bullets(Paragraph(lines)) if lines else []


def looks_like_heading(row: Row) -> bool:
    """Whether a first row reads as column headings: several short cells that are no sentences and no figures."""
    texts = [row.text(col) for col in row.filled()]
    if len(texts) < 2 or len(texts) * 2 < len(row.cells):
        return False
    # "Key decision:" is the label of a value, not the heading of a column.
    short = all(_is_short(text) and not text.endswith(":") for text in texts)
    worded = sum(any(c.isalpha() for c in text) for text in texts)
    return short and worded * 2 > len(texts) and not any(_is_figure(text) for text in texts)


def _is_short(text: str) -> bool:
    count = len(text.split())
    # "Ref." and "No." end in a dot too.
    return count <= HEADING_WORDS and not (count > 2 and text.endswith((".", ";")))


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[£$]?[\d.,]+\s*[%km]?", text)) and not re.fullmatch(r"(?:19|20)\d\d", text)


def _is_entry(cells: list[str]) -> bool:
    """A list number or bullet, one tab and words."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 2 and cells[0].strip() == filled[0] and (is_label(filled[0]) or is_bullet(filled[0]))


def _split_pipes(text: str) -> list[str]:
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [part.replace("\\|", "|") for part in _PIPE.split(text)]


def _is_separator(cells: list[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or not all(_SEPARATOR_CELL.fullmatch(cell) for cell in filled):
        return False
    # Single dashes in every cell may mean "nil"; a converter's rule has a longer one or fills every cell.
    return any(len(cell) > 1 for cell in filled)


def _matrix(split: list[tuple[TextLine, list[str]]]) -> Matrix:
    width = max((len(cells) for _, cells in split), default=0)
    rows: list[Row] = []
    ruled_off = False
    for line, cells in split:
        if _is_separator(cells):
            ruled_off = ruled_off or len(rows) == 1
            continue
        made = [make_cell(cell, line.number) for cell in cells]
        made.extend([] for _ in range(width - len(made)))
        if any(made):
            rows.append(Row(made, line.page))
    matrix = Matrix(rows, tagged=any(_BREAK.search(cell) for _, cells in split for cell in cells))
    # A rule under the only row is the end of a table that began on another page.
    if len(rows) > 1 and (ruled_off or (width > 2 and looks_like_heading(rows[0]))):
        matrix.header_rows = 1
    return matrix


def join_cells(cells: list[list[Paragraph]]) -> list[Token]:
    """All words of some cells, one after the other."""
    return [token for cell in cells for paragraph in cell for token in paragraph.tokens()]
