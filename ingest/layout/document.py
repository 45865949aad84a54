"""The layout document: what stands where in a paper, before anyone asks what it means.

One coordinate frame everywhere: points from the top left corner of the page as displayed (after /Rotate and
the crop box), pages counted from 1. A reader without geometry (Word, converted text) lays its words out on a
synthetic page of the same frame, sets ``Word.page`` to None and numbers its paragraphs in ``Word.line``:
later stages see the same shapes, and provenance says ``line`` in place of a box.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from schemas.diagnostics import Diagnostic
from schemas.paper import TextLayer

if TYPE_CHECKING:
    from ingest.layout.packed import PackedWords

# ``Word.turn`` of large letters at another angle than quarter turns: a watermark across the page.
ASKEW = 4
Kind = TypeVar("Kind", bound=type[Any])


def _by_position(kind: Kind) -> Kind:
    """Have the things of a class go between processes as their values in order, in half the time of the usual way."""
    values = attrgetter(*(each.name for each in fields(kind)))

    def reduce(thing: object) -> tuple[Kind, Any]:
        return kind, values(thing)

    setattr(kind, "__reduce__", reduce)  # noqa: B010 - a method that is made, not written
    return kind


@_by_position
@dataclass(slots=True)
class Word:
    """One word as printed, with its box.

    Attributes:
        text: its characters, ligatures undone, never empty, no white space.
        x0: left edge; ``top``, ``x1``, ``bottom`` likewise.
        page: page number from 1, or None without geometry.
        size: font size in points.
        bold: whether the font is bold or drawn so.
        color: text colour as 0xRRGGBB.
        mcid: marked-content id that ties it to the tag tree, or -1.
        line: paragraph or line number of a reader without geometry.
        confidence: the recogniser's confidence, 0 to 1; None for digital text.
        italic: whether the font is italic.
        soft: the word ends in a hyphen that stands only for a line break.
        block: number of the paragraph or list entry that the tags put it in, on its page; -1 without tags.
        turn: quarter turns clockwise that the letters are turned by as displayed (1: read downwards, 3: upwards);
            ``ASKEW`` for the large letters of a watermark that lie across the page.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    page: int | None = None
    size: float = 10.0
    bold: bool = False
    color: int = 0
    mcid: int = -1
    line: int | None = None
    confidence: float | None = None
    italic: bool = False
    soft: bool = False
    turn: int = 0
    block: int = -1


@_by_position
@dataclass(slots=True)
class Rule:
    """A straight ruled line; horizontal when ``top == bottom``, vertical when ``x0 == x1``."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: int = 0
    width: float = 0.5


@_by_position
@dataclass(slots=True)
class Fill:
    """A filled rectangle with its colour as 0xRRGGBB."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: int


@dataclass(slots=True)
class Arrow:
    """A drawn arrow: its box and where it points ("up", "down", "left", "right", "both" for two heads)."""

    x0: float
    top: float
    x1: float
    bottom: float
    points: str


@_by_position
@dataclass(slots=True)
class TagCell:
    """One cell of a tagged table: its marked-content ids on one page."""

    row: int
    col: int
    row_span: int
    col_span: int
    header: bool
    mcids: frozenset[int]


@dataclass(slots=True)
class TagTable:
    """A Table element as one page shows it; ``key`` is equal on the pages of one element that spans pages."""

    key: int
    cells: list[TagCell]


@dataclass(slots=True)
class Page:
    """One page as displayed.

    Attributes:
        number: counted from 1.
        width: in points, as displayed; ``height`` likewise.
        words: in the reader's order.
        rules: ruled lines, from strokes and thin filled boxes.
        fills: coloured boxes in drawing order, white ones included where they cover others.
        arrows: drawn arrows (trend signs that are no letters).
        hidden: characters left out because nobody can see them.
        artefacts: marked-content ids that the tags call artefacts (running headers and footers).
        tag_tables: the tag tree's tables on this page.
        headings: marked-content ids that the tags call headings, with the level (1 to 6).
        image_share: share of the page covered by images, 0 to 1.
        text_layer: where the words come from.
        turn: quarter turns clockwise that the displayed page was turned back by, so that most of its words
            are upright; ``width``, ``height`` and all boxes are those of the page turned back.
        skew: radians clockwise by which a scan was askew and was turned back, about its middle, after ``turn``.
        blank: its objects tell that nothing is to be seen on it; False also where they do not tell.
        unseen: a scan's text as the program that scanned it recognised it: drawn in no colour, or under the image.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    hidden: int = 0
    artefacts: frozenset[int] = frozenset()
    tag_tables: list[TagTable] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    image_share: float = 0.0
    text_layer: TextLayer = "digital"
    turn: int = 0
    skew: float = 0.0
    blank: bool = False
    unseen: list[Word] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Words side by side on one baseline, left to right; those of a long paper are packed (``layout.packed``)."""

    words: list[Word]
    x0: float
    top: float
    x1: float
    bottom: float
    packed: PackedWords | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def page(self) -> int | None:
        """Page number of its words."""
        return self.packed.page if self.packed else self.words[0].page

    @property
    def text(self) -> str:
        """Its words, parted by one space."""
        return self.packed.text if self.packed else " ".join([word.text for word in self.words])

    @property
    def size(self) -> float:
        """Font size of its largest word, in points."""
        return self.packed.size if self.packed else max([word.size for word in self.words])

    @property
    def bold(self) -> bool:
        """Whether all its words are bold."""
        return self.packed.bold if self.packed else all([word.bold for word in self.words])

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Words and box of a packed line, which has neither at hand; everything else is where it should be."""
            from ingest.layout.packed import OPENED, open_line

            if name not in OPENED or self.packed is None:
                raise AttributeError(name)
            open_line(self)
            return getattr(self, name)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        if self.packed:
            return self.packed.reduce_line()
        return Line, (self.words, self.x0, self.top, self.x1, self.bottom)


def make_line(words: list[Word]) -> Line:
    """Build a line from words that are in order, left to right."""
    first = words[0]
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    # One plain loop for all four edges: every line of a paper is built here, some of them often.
    for word in words:
        if word.x0 < x0:
            x0 = word.x0
        if word.top < top:
            top = word.top
        if word.x1 > x1:
            x1 = word.x1
        if word.bottom > bottom:
            bottom = word.bottom
    return Line(words, x0, top, x1, bottom)


@_by_position
@dataclass(slots=True)
class Block:
    """A paragraph, heading or list entry of running text.

    Attributes:
        lines: its lines, in reading order; they may run over pages.
        label: the printed number, letter or bullet taken off its front ("1.", "(a)", "•"), or "".
        label_words: the words of that label.
        level: nesting depth of a list entry, from 0.
        heading: 0 for body text, else the heading's level from 1 (size, weight or tags told).
        page_number: page it starts on, from 1 (synthetic without geometry).
        side: a side heading in a column left of the text.
        footnote: a note at the foot of its page.
    """

    lines: list[Line]
    label: str = ""
    label_words: list[Word] = field(default_factory=list)
    level: int = 0
    heading: int = 0
    page_number: int = 1
    side: bool = False
    footnote: bool = False

    @property
    def text(self) -> str:
        """Its words without the label."""
        return " ".join([line.text for line in self.lines])

    @property
    def bold(self) -> bool:
        """Whether all its lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def x0(self) -> float:
        """Left edge of its first line."""
        return self.lines[0].x0

    @property
    def top(self) -> float:
        """Top of its first line."""
        return self.lines[0].top


@_by_position
@dataclass(slots=True)
class Cell:
    """One cell of a table, with the boxes it takes (several where it runs over pages).

    Attributes:
        row: from 0, in the joined table; ``col`` likewise.
        row_span: how many rows it covers; ``col_span`` likewise.
        lines: its lines in reading order.
        fill: its background as 0xRRGGBB, or None for none.
        boxes: (page, x0, top, x1, bottom) of each part.
        header: the tags or a repeated heading row call it a heading.
        arrows: where the arrows drawn in it point.
        continues: how sure it is that its words go on with those of the cell above it, which a page break cut:
            2 sure, 1 may be, 0 no.
        line: where an empty cell stands in a file without geometry: the line or paragraph of the words beside it.
    """

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    lines: list[Line] = field(default_factory=list)
    fill: int | None = None
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    header: bool = False
    arrows: list[str] = field(default_factory=list)
    continues: int = 0
    line: int | None = None

    @property
    def text(self) -> str:
        """Its words, parted by one space."""
        return " ".join([line.text for line in self.lines])


@dataclass(slots=True)
class Table:
    """A table, joined over pages.

    Attributes:
        cells: each cell once, in row then column order; covered positions have no cell of their own.
        n_rows: number of rows; ``n_cols`` number of columns.
        pages: the pages it stands on, from 1.
        header_rows: how many rows at its top are headings, as far as layout can tell.
        ruled: grid told by lines or fills ("ruled"), by horizontal rules ("rules"), by alignment ("aligned"),
            by the tags ("tags") or by the file format ("given").
        confidence: how far the witnesses agree, 0 to 1.
        boxes: (page, x0, top, x1, bottom) of its part on each page.
        xs: the coordinates of its columns' edges in points, left to right; n_cols + 1 of them, or none.
        repeated: heading cells that a later page repeats, taken off when its parts were joined.
        notes: what layout wants to say about it.
    """

    cells: list[Cell]
    n_rows: int
    n_cols: int
    pages: list[int]
    header_rows: int = 0
    ruled: str = "ruled"
    confidence: float = 1.0
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    repeated: list[Cell] = field(default_factory=list)
    notes: list[Diagnostic] = field(default_factory=list)

    def rows(self) -> list[list[Cell | None]]:
        """The grid, row by row; a spanning cell stands at each position it covers."""
        grid: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for col in range(cell.col, min(cell.col + cell.col_span, self.n_cols)):
                    grid[row][col] = cell
        return grid


@dataclass(slots=True)
class LayoutDocument:
    """One paper as a reader leaves it and as layout completes it.

    Attributes:
        name: file name without folders.
        sha256: digest of the file's bytes.
        media_type: told from the bytes.
        pages: the pages; a reader without pages gives one synthetic page or none.
        page_count: pages of the file, read or not; None without pages.
        producer: the program that wrote it.
        text_layer: where the words come from.
        body: blocks and tables in reading order; a PDF or OCR reader leaves it empty and ``layout.assemble``
            fills it, a reader of marked-up text fills it itself.
        furniture: lines set aside as running headers, footers and page numbers.
        running_tables: tables set aside because pages repeat them word for word.
        diagnostics: what was noticed so far.
        given: True where the reader filled ``body`` itself.
    """

    name: str
    sha256: str
    media_type: str
    pages: list[Page] = field(default_factory=list)
    page_count: int | None = None
    producer: str | None = None
    text_layer: TextLayer = "digital"
    body: list[Block | Table] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    running_tables: list[Table] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    given: bool = False
