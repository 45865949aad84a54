"""Papers whose format tells the structure: paragraphs and grids laid out on a synthetic page.

Word files and converted text say themselves what is a paragraph, a list entry, a cell. Their readers gather
``Paragraph`` and ``Grid`` and this module sets them on one tall page, so that every later stage meets the shapes
it knows from PDF pages: words with boxes, lines with gaps between paragraphs, columns with ranges of their own.
No box of it ever reaches the JSON: words have ``page`` None and say their ``line``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.layout.document import Block, Cell, Line, Page, Table, Word, make_line
from ingest.readers.tokens import Paragraph, Token
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

    def page(self) -> Page:
        """The synthetic page with all words set so far."""
        return Page(
            number=1,
            width=max(PAGE_WIDTH, self.right + MARGIN),
            height=max(PAGE_HEIGHT, self.top + MARGIN),
            words=self.words,
            text_layer="converted",
        )

    def aside(self, paragraphs: Iterable[Paragraph]) -> list[Line]:
        """Set what is set aside below everything else, one line for each paragraph."""
        lines: list[Line] = []
        for paragraph in paragraphs:
            tokens = paragraph.tokens()
            if tokens:
                self.top += LINE_HEIGHT
                lines.append(self.line(tokens, MARGIN, self.top))
        return lines

    def line(self, tokens: list[Token], x0: float, top: float, block: int = -1) -> Line:
        """Set one line of words, left to right; ``block`` numbers their paragraph within a cell."""
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
            words.append(_word(token, x, top, width, block))
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
            paragraph.side,
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
            for offset, indent, tokens, number in _stack(cell):
                lines.append(self.line(tokens, lefts[cell.col] + indent, top + offset, number))
            cells.append(Cell(cell.row, cell.col, cell.row_span, cell.col_span, lines, cell.fill, [], cell.header))
        _place_empty(cells)
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


def _place_empty(cells: list[Cell]) -> None:
    """Give empty cells the line of the words before them in their row, or else of those behind them."""
    before: Cell | None = None
    for cell in cells:
        if cell.lines:
            before = cell
        elif before is not None and before.row == cell.row:
            cell.line = before.lines[-1].words[-1].line
    behind: int | None = None
    for cell in reversed(cells):
        if cell.lines:
            behind = cell.lines[0].words[0].line
        elif cell.line is None:
            cell.line = behind


def _word(token: Token, x: float, top: float, width: float, block: int) -> Word:
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
        block=block,
    )


def _stack(cell: GridCell) -> list[tuple[float, float, list[Token], int]]:
    """Each line of a cell: its offset from the cell's top, its indent, its words, the number of its paragraph.

    What goes on with the line above is set on that line: nothing wraps on a synthetic page.
    """
    out: list[tuple[float, float, list[Token], int]] = []
    offset = 0.0
    for number, paragraph in enumerate(cell.paragraphs):
        listed = bool(paragraph.label)
        lines = [*paragraph.lines] or ([[]] if listed else [])
        if out and paragraph.goes_on and not listed and lines:
            above = out[-1]
            out[-1] = (above[0], above[1], above[2] + lines.pop(0), above[3])
        elif out:
            offset += PARAGRAPH_GAP
        for index, tokens in enumerate(lines):
            words = [*paragraph.label, *tokens] if index == 0 else tokens
            if not words:
                continue
            hanging = 0.0 if index == 0 or not listed else CHARACTER * (len(paragraph.label[0].text) + 1)
            out.append((offset, INDENT / 2 * paragraph.level + hanging, words, number))
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
        wanted = max((indent + _line_width(tokens) for _, indent, tokens, _ in _stack(cell)), default=0.0)
        last = min(cell.col + cell.col_span, grid.n_cols) - 1
        taken = sum(widths[cell.col : last + 1]) + COLUMN_GAP * (last - cell.col)
        widths[last] += max(0.0, wanted - taken)
    lefts = [MARGIN]
    for width in widths:
        lefts.append(lefts[-1] + width + COLUMN_GAP)
    return lefts
