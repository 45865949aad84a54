"""Papers whose format tells the structure: paragraphs and grids laid out on a synthetic page.

Word files and converted text say themselves what is a paragraph, a list entry, a cell. Their readers gather
``Paragraph`` and ``Grid`` and this module sets them on one tall page, so that every later stage meets the shapes
it knows from PDF pages: words with boxes, lines with gaps between paragraphs, columns with ranges of their own.
No box of it ever reaches the JSON: words have ``page`` None and say their ``line``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.layout.document import Block, Cell, Line, Page, Table, Word, make_line
from ingest.readers.signs import plain_signs
from schemas.diagnostics import Diagnostic

# The synthetic frame, in points.
CHARACTER = 5.0
LINE_HEIGHT = 12.0
WORD_HEIGHT = 10.0
MARGIN = 72.0
INDENT = 18.0
TAB_STOP = 36.0
PARAGRAPH_GAP = 6.0
COLUMN_GAP = 10.0
MIN_COLUMN = 30.0
PAGE_WIDTH = 595.0
PAGE_HEIGHT = 842.0
# A tab leaves at least this gap, so that it is never taken for a space.
MIN_TAB_GAP = 15.0

BULLETS = "•●▪■◦○◻❖➢➤►▶✓✔❑‣∙·⁃"
# Numbers, letters and bullets that open a list entry or a numbered paragraph.
_LABEL = re.compile(
    rf"(?:[{BULLETS}]+"
    r"|\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)](?!\d)"  # 1.  1)  (1)  2.3.  2.3)
    r"|\d{1,3}(?:\.\d{1,3}){1,4}"  # 2.3
    r"|\([A-Za-z]\)|\([ivxlc]{2,6}\)"  # (a)  (iv)
    r"|[A-Za-z]\)|[a-z]\.|[ivxlc]{2,5}[.)]"  # a)  a.  iv.
    r"|\d{1,3}(?:\.\d{1,3}){0,3}\.?\([a-z]{1,4}\))"  # 2.3(b)
)
_BULLET = re.compile(rf"[{BULLETS}]|[-–—*+o]")
_GLUED_LABEL = re.compile(rf"([{BULLETS}]|\(?[a-z]\)|\(?\d{{1,2}}\))(?=[A-Z(‘“'\"])")

_MONTH = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)[.,]?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Token:
    """One word before it has a place.

    Attributes:
        text: its characters.
        line: line or paragraph number in the file, from 1.
        tab: a tab stands before it.
    """

    text: str
    line: int
    bold: bool = False
    italic: bool = False
    size: float = 10.0
    color: int = 0
    tab: bool = False


@dataclass(slots=True)
class Paragraph:
    """A paragraph, list entry or heading, in running text or in a cell.

    Attributes:
        lines: its printed lines, none of them empty.
        label: the number, letter or bullet at its front.
        level: nesting depth, from 0.
        heading: heading level from 1, or 0.
        page: page it starts on, as far as the file tells.
        goes_on: it goes on with what stands above it in its cell (cut there by a page break).
    """

    lines: list[list[Token]]
    label: list[Token] = field(default_factory=list)
    level: int = 0
    heading: int = 0
    page: int = 1
    goes_on: bool = False

    def tokens(self) -> list[Token]:
        """All its words, the label first."""
        return [*self.label, *(token for line in self.lines for token in line)]

    @property
    def text(self) -> str:
        """Its words with one space between them, the label first."""
        return " ".join(token.text for token in self.tokens())

    @property
    def body(self) -> str:
        """Its words without the label."""
        return " ".join(token.text for line in self.lines for token in line)


@dataclass(slots=True)
class GridCell:
    """A cell before it has a place; see ``ingest.layout.document.Cell``."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    paragraphs: list[Paragraph] = field(default_factory=list)
    fill: int | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """Its words with one space between them."""
        return " ".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def last_row(self) -> int:
        """The last row it covers."""
        return self.row + self.row_span - 1


@dataclass(slots=True)
class Grid:
    """A table before it has a place; see ``ingest.layout.document.Table``."""

    cells: list[GridCell]
    n_rows: int
    n_cols: int
    header_rows: int = 0
    pages: list[int] = field(default_factory=lambda: [1])
    notes: list[Diagnostic] = field(default_factory=list)

    def rows(self) -> list[list[GridCell | None]]:
        """The grid row by row; a spanning cell stands at each position that it covers."""
        grid: list[list[GridCell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for col in range(cell.col, min(cell.col + cell.col_span, self.n_cols)):
                    grid[row][col] = cell
        return grid


Item = Paragraph | Grid


def make_tokens(text: str, line: int, like: Token | None = None) -> list[Token]:
    """Cut a text at its white space; tabs are remembered, signs made plain.

    Args:
        text: any text.
        line: line number of its words.
        like: a word whose looks the new words get.
    """
    model = like or Token("", line)
    tokens: list[Token] = []
    after_tab = False
    for index, part in enumerate(plain_signs(text).split("\t")):
        after_tab = after_tab or index > 0
        for word in part.split():
            tokens.append(replace(model, text=word, line=line, tab=after_tab))
            after_tab = False
    return tokens


_SPACES = re.compile(r"(\s+)")


def lines_of_runs(runs: Iterable[tuple[str, Token]]) -> list[list[Token]]:
    """Words of runs of text that differ in looks; a word may go over the end of a run.

    Args:
        runs: pieces of text, each with a word whose looks and line number it has. A line feed begins a new line.

    Returns:
        Lines of words, empty lines left out.
    """
    lines: list[list[Token]] = [[]]
    open_word, after_tab = False, False
    for text, look in runs:
        for part in _SPACES.split(plain_signs(text)):
            if not part:
                continue
            if part.isspace():
                open_word = False
                after_tab = after_tab or "\t" in part
                if "\n" in part:
                    lines.append([])
                    after_tab = False
            elif open_word:
                lines[-1][-1].text += part
            else:
                lines[-1].append(replace(look, text=part, tab=after_tab and bool(lines[-1])))
                open_word, after_tab = True, False
    return [line for line in lines if line]


def cut_at_bullets(paragraph: Paragraph) -> list[Paragraph]:
    """Cut a paragraph before each bullet sign that a converter left inside its lines."""
    out: list[Paragraph] = []
    label, lines = paragraph.label, list[list[Token]]()
    for tokens in paragraph.lines:
        current: list[Token] = []
        white = _white_bullets(tokens)
        for index, token in enumerate(tokens):
            if (token.text in BULLETS or index in white) and index + 1 < len(tokens):
                if current:
                    lines.append(current)
                if lines or label:
                    out.append(replace(paragraph, lines=lines, label=label))
                label, lines, current = [token], [], []
            elif not current and not label and not lines and token.text[0] in BULLETS and len(token.text) > 1:
                label, current = [replace(token, text=token.text[0])], [replace(token, text=token.text[1:])]
            else:
                current.append(token)
        if current:
            lines.append(current)
    if lines or label:
        out.append(replace(paragraph, lines=lines, label=label))
    for later in out[1:]:
        later.goes_on = False
    return out


def _white_bullets(tokens: list[Token]) -> frozenset[int]:
    """Places where a lone "o" is a hollow bullet: it stands after the end of a clause and before a word."""
    places = [
        index
        for index, token in enumerate(tokens[:-1])
        if token.text in ("o", "O") and tokens[index + 1].text[0].isalnum()
    ]
    opened = [index for index in places if index == 0 or tokens[index - 1].text[-1] in ".:;,"]
    if not opened:
        return frozenset()
    # No English word is a lone "o", so the rest follow the first; a capital O may be an initial.
    return frozenset([*opened, *(index for index in places if tokens[index].text == "o")])


def is_bullet(text: str) -> bool:
    """Whether the word is a bullet and nothing else."""
    return bool(_BULLET.fullmatch(text))


def is_label(text: str) -> bool:
    """Whether the word is a list number, a list letter or a bullet sign."""
    return bool(_LABEL.fullmatch(text))


def take_label(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Part the number, letter or bullet at the front of a line from the rest.

    A bare number is a label only before words in capitals ("1 PURPOSE OF THE REPORT"): any other may be a date or a
    figure. A label stays part of the text when nothing follows it.
    """
    if not tokens:
        return [], tokens
    first = tokens[0]
    if len(tokens) > 1 and (is_label(first.text) or (first.text in "-–—*+" and not tokens[1].text[0].isdigit())):
        return tokens[:1], tokens[1:]
    if len(tokens) > 1 and first.text.isdigit() and len(first.text) <= 2:
        words = [token.text for token in tokens[1:] if any(c.isalpha() for c in token.text)]
        spelled = sum(len(word) for word in words)
        if spelled > 4 and all(word.isupper() for word in words) and not _is_month(words[0]):
            return tokens[:1], tokens[1:]
    glued = _GLUED_LABEL.match(first.text)
    if glued and len(glued[1]) < len(first.text):
        at = len(glued[1])
        return [replace(first, text=glued[1])], [replace(first, text=first.text[at:], tab=False), *tokens[1:]]
    return [], tokens


def _is_month(word: str) -> bool:
    return bool(_MONTH.fullmatch(word))


class Typesetter:
    """Sets paragraphs and grids below each other on one synthetic page."""

    def __init__(self) -> None:
        self.top = MARGIN
        self.right = PAGE_WIDTH - MARGIN
        self.words: list[Word] = []

    def set(self, items: Iterable[Item]) -> list[Block | Table]:
        """Give every word its place.

        Returns:
            Blocks and tables in the order of the items; those without a word or cell are left out.
        """
        body: list[Block | Table] = []
        for item in items:
            placed = self._block(item) if isinstance(item, Paragraph) else self._table(item)
            if placed is not None:
                body.append(placed)
        return body

    def page(self, text_layer_words: Sequence[Word] | None = None) -> Page:
        """The synthetic page with all words set so far."""
        words = self.words if text_layer_words is None else list(text_layer_words)
        return Page(
            number=1,
            width=max(PAGE_WIDTH, self.right + MARGIN),
            height=max(PAGE_HEIGHT, self.top + MARGIN),
            words=words,
            text_layer="converted",
        )

    def line(self, tokens: list[Token], x0: float, top: float) -> Line:
        """Set one line of words, left to right."""
        words: list[Word] = []
        x = x0
        for token in tokens:
            if words:
                gap = CHARACTER
                if token.tab:
                    gap = TAB_STOP - (x - x0) % TAB_STOP
                    gap += TAB_STOP if gap < MIN_TAB_GAP else 0.0
                x += gap
            width = CHARACTER * len(token.text)
            words.append(_word(token, x, top, width))
            x += width
        self.words.extend(words)
        self.right = max(self.right, x)
        return make_line(words)

    def _block(self, paragraph: Paragraph) -> Block | None:
        if not paragraph.lines:
            return None
        self.top += 0.0 if paragraph.goes_on else PARAGRAPH_GAP
        x0 = MARGIN + INDENT * paragraph.level
        label: list[Word] = []
        if paragraph.label:
            line = self.line(paragraph.label, x0, self.top)
            label = line.words
            x0 = max(x0 + INDENT, line.x1 + CHARACTER)
        lines = []
        for tokens in paragraph.lines:
            lines.append(self.line(tokens, x0, self.top))
            self.top += LINE_HEIGHT
        return Block(
            lines,
            " ".join(word.text for word in label),
            label,
            paragraph.level,
            paragraph.heading,
            paragraph.page,
        )

    def _table(self, grid: Grid) -> Table | None:
        if not grid.cells or grid.n_rows < 1 or grid.n_cols < 1:
            return None
        self.top += PARAGRAPH_GAP
        lefts = _column_lefts(grid)
        tops = self._row_tops(grid)
        cells = []
        for cell in sorted(grid.cells, key=lambda c: (c.row, c.col)):
            lines, top = [], tops[cell.row]
            for offset, indent, tokens in _stack(cell):
                lines.append(self.line(tokens, lefts[cell.col] + indent, top + offset))
            cells.append(Cell(cell.row, cell.col, cell.row_span, cell.col_span, lines, cell.fill, [], cell.header))
        self.top = tops[-1]
        self.right = max(self.right, lefts[-1])
        return Table(
            cells,
            grid.n_rows,
            grid.n_cols,
            sorted(set(grid.pages)),
            header_rows=grid.header_rows,
            ruled="given",
            notes=grid.notes,
        )

    def _row_tops(self, grid: Grid) -> list[float]:
        heights = [LINE_HEIGHT] * grid.n_rows
        for cell in sorted(grid.cells, key=lambda c: c.row_span):
            wanted = _height(cell)
            last = min(cell.last_row, grid.n_rows - 1)
            heights[last] += max(0.0, wanted - sum(heights[cell.row : last + 1]))
        tops = [self.top]
        for height in heights:
            tops.append(tops[-1] + height + PARAGRAPH_GAP)
        return tops


def _word(token: Token, x: float, top: float, width: float) -> Word:
    return Word(
        token.text,
        x,
        top,
        x + width,
        top + WORD_HEIGHT,
        size=token.size,
        bold=token.bold,
        color=token.color,
        line=token.line,
        italic=token.italic,
    )


def _stack(cell: GridCell) -> list[tuple[float, float, list[Token]]]:
    """Each line of a cell: its offset from the cell's top, its indent and its words."""
    out: list[tuple[float, float, list[Token]]] = []
    offset = 0.0
    for paragraph in cell.paragraphs:
        listed = bool(paragraph.label)
        gap = 0.0 if paragraph.goes_on or not out else PARAGRAPH_GAP
        offset += gap
        for index, tokens in enumerate(paragraph.lines or ([[]] if listed else [])):
            words = [*paragraph.label, *tokens] if index == 0 else tokens
            if not words:
                continue
            hanging = 0.0 if index == 0 or not listed else CHARACTER * (len(paragraph.label[0].text) + 1)
            out.append((offset, INDENT / 2 * paragraph.level + hanging, words))
            offset += LINE_HEIGHT
    return out


def _height(cell: GridCell) -> float:
    stacked = _stack(cell)
    return stacked[-1][0] + LINE_HEIGHT if stacked else LINE_HEIGHT


def _line_width(tokens: list[Token]) -> float:
    # Tabs may push words on by one stop each, two where the gap would be too small.
    return sum(CHARACTER * (len(token.text) + 1) + (2 * TAB_STOP if token.tab else 0.0) for token in tokens)


def _column_lefts(grid: Grid) -> list[float]:
    """Left edges of the columns, and the right edge of the last."""
    widths = [MIN_COLUMN] * grid.n_cols
    for cell in sorted(grid.cells, key=lambda c: c.col_span):
        wanted = max((indent + _line_width(tokens) for _, indent, tokens in _stack(cell)), default=0.0)
        last = min(cell.col + cell.col_span, grid.n_cols) - 1
        taken = sum(widths[cell.col : last + 1]) + COLUMN_GAP * (last - cell.col)
        widths[last] += max(0.0, wanted - taken)
    lefts = [MARGIN]
    for width in widths:
        lefts.append(lefts[-1] + width + COLUMN_GAP)
    return lefts
