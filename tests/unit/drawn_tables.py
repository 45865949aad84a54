"""Tables drawn in a test as rows of words, with lines, rules, stripes or nothing between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ingest.extract.cell_values import Context
from ingest.extract.plan_tables import extract_plans
from ingest.layout.document import Fill, LayoutDocument, Page, Rule, Table, Word
from ingest.layout.tables import find_tables
from ingest.normalise.headings import map_heading
from ingest.pipeline import lay_out
from ingest.vocabulary.loader import load_vocabulary
from schemas.plan import ActionPlan, PlanItem

SIZE, LINE, CHARACTER, BLANK, LEFT = 10.0, 12.0, 5.0, 2.5, 40.0
Rows = Sequence[Sequence[str]]


def drawn(
    rows: Rows,
    widths: Sequence[float],
    lines: str = "grid",
    *,
    top: float = 100.0,
    number: int = 1,
    padding: float = 4.0,
    heads: int = 1,
    fills: Mapping[tuple[int, int], int] | None = None,
    page: Page | None = None,
) -> Page:
    """A page with a table on it.

    Args:
        rows: the words of each cell, a line feed where a printed line ends; "^" goes on with the cell above, "<" with
            the cell at its left; a cell between two asterisks is bold.
        widths: of the columns, in points.
        lines: "grid", "rules" (between rows only), "stripes" (every second row filled) or "none".
        top: of the table, in points.
        number: of the page, from 1.
        padding: white space around the words of a cell.
        heads: so many rows at the top are bold.
        fills: colours behind cells, by row and column.
        page: the page to draw on; a new one by default.
    """
    page = page or Page(number, 900.0, 600.0)
    xs = [LEFT]
    for width in widths:
        xs.append(xs[-1] + width)
    ys = [top]
    for row in rows:
        ys.append(ys[-1] + LINE * max(cell.count("\n") + 1 for cell in row) + 2 * padding)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            right = c + 1
            while right < len(row) and row[right] == "<":
                right += 1
            foot = r + 1
            while foot < len(rows) and rows[foot][c] == "^":
                foot += 1
            box = (xs[c], ys[r], xs[right], ys[foot])
            _draw(page, text, box, padding, bold=r < heads)
            if lines == "grid":
                page.rules += [Rule(box[0], y, box[2], y) for y in (box[1], box[3])]
                page.rules += [Rule(x, box[1], x, box[3]) for x in (box[0], box[2])]
            elif lines == "rules":
                page.rules += [Rule(box[0], y, box[2], y) for y in (box[1], box[3])]
            elif lines == "stripes" and r % 2 == 0:
                page.fills.append(Fill(*box, 0xDDEBF7))
            if fills and (r, c) in fills:
                page.fills.append(Fill(*box, fills[r, c]))
    return page


def _draw(page: Page, text: str, box: tuple[float, float, float, float], padding: float, bold: bool) -> None:
    if text.startswith("*") and text.endswith("*") and len(text) > 1:
        text, bold = text[1:-1], True
    for index, line in enumerate(text.split("\n")):
        x, y = box[0] + padding, box[1] + padding + LINE * index
        for word in line.split():
            width = CHARACTER * len(word)
            page.words.append(Word(word, x, y, x + width, y + SIZE, page.number, SIZE, bold))
            x += width + BLANK


def written(page: Page, text: str, y: float, bold: bool = False, left: float = LEFT) -> Page:
    """A line of running text on a page."""
    _draw(page, text, (left, y, 860.0, y + LINE), 0.0, bold)
    return page


def is_heading(text: str) -> bool:
    """Whether a text is a known heading, as the pipeline asks."""
    return map_heading(text, load_vocabulary()).score >= 0.95


def tables_of(page: Page, before: Table | None = None) -> list[Table]:
    """The tables that layout finds on a page."""
    return find_tables(page, is_heading, before=before)[0]


def cells_of(table: Table) -> list[list[str]]:
    """A table's words, row by row; a cell that covers several places stands at the first of them."""
    grid = [["" for _ in range(table.n_cols)] for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.col] = cell.text
    return grid


def plans_of(*pages: Page) -> list[ActionPlan]:
    """The plans that the pages of a paper hold."""
    vocabulary = load_vocabulary()
    layout = LayoutDocument("drawn.pdf", "0" * 64, "application/pdf", list(pages), len(pages))
    context = Context(vocabulary, date(2025, 6, 1))
    return [read.plan for read in extract_plans(lay_out(layout, vocabulary).body, context)]


def items_of(*pages: Page) -> list[PlanItem]:
    """The items of all plans that the pages of a paper hold."""
    return [item for plan in plans_of(*pages) for item in plan.items]
