"""Tables of a Word file as grids: merged cells, shading, heading rows, columns that are only drawn askew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ingest.readers.colors import css_color, hex_color
from ingest.readers.docx_looks import W
from ingest.readers.given import Grid, GridCell
from ingest.readers.tokens import Paragraph

# Column edges this close (in twentieths of a point) are one edge that somebody dragged twice.
SNAP = 120
# No table has more columns; a broken file may say so.
MAX_COLUMNS = 200
# A side heading has no more words than this.
SIDE_WORDS = 14
# The styles that Word gives a table that has no style; they draw no line.
_PLAIN_STYLES = frozenset({"TableNormal", "NormalTable", "a1"})
_OFF = frozenset({"0", "false", "off"})
_SHARE = re.compile(r"pct(\d{1,2})")

# Word's marker pens; those that are no rating (grey, black, white) mark nothing.
_MARKERS = {
    "yellow": "#ffff00", "green": "#00ff00", "red": "#ff0000", "blue": "#0000ff", "cyan": "#00ffff",
    "darkGreen": "#008000", "darkRed": "#800000", "darkYellow": "#808000", "darkBlue": "#000080",
}  # fmt: skip

Fill = Callable[[Any], list[Paragraph]]


def read_table(table: Any, read_cell: Fill, page: Callable[[], int]) -> Grid | None:
    """The grid of a w:tbl; None where it has no rows.

    Args:
        table: the element.
        read_cell: gives the paragraphs of a w:tc; called once for each in reading order.
        page: gives the page reached so far.
    """
    cells: list[GridCell] = []
    open_cells: dict[int, GridCell] = {}
    pages: list[int] = [page()]
    heads: list[bool] = []
    for element in _rows(table):
        row = len(heads)
        properties = element.find(f"{W}trPr")
        heads.append(_is_on(properties, "tblHeader"))
        col = _number(properties, "gridBefore", 0)
        for source in _cells(element):
            span, merge = _span(source)
            span = min(span, MAX_COLUMNS - col)
            if span < 1:
                break
            above = open_cells.get(col)
            paragraphs = read_cell(source)
            if merge == "continue" and above is not None and above.last_row == row - 1 and above.col_span == span:
                above.row_span += 1
                above.paragraphs.extend(paragraphs)
            else:
                cell = GridCell(row, col, 1, span, paragraphs, _fill(source), heads[-1])
                cells.append(cell)
                open_cells = {at: c for at, c in open_cells.items() if not col <= at < col + span}
                if merge == "restart":
                    open_cells[col] = cell
            col += span
        pages.append(page())
    if not cells:
        return None
    n_cols = _compress(cells, _edges(table))
    grid = Grid(cells, len(heads), n_cols, 0, sorted(set(range(pages[0], pages[-1] + 1))))
    _add_missing(grid)
    grid.header_rows = _header_rows(grid, heads)
    for cell in grid.cells:
        cell.header = cell.row < grid.header_rows
    return grid


def side_cells(table: Any) -> tuple[Any, Any] | None:
    """Both cells of a table that only sets a heading beside its text: one row of two cells, no lines, no shading.

    Councils write whole reports in such tables; on the page they are side headings.
    """
    rows = list(_rows(table))
    cells = list(_cells(rows[0])) if len(rows) == 1 else []
    if len(cells) != 2 or any(_fill(cell) is not None for cell in cells) or _has_lines(table):
        return None
    words = "".join(text.text or "" for text in cells[0].iter(f"{W}t")).split()
    nested = next(cells[0].iter(f"{W}tbl"), None) is not None
    return None if nested or len(words) > SIDE_WORDS else (cells[0], cells[1])


def _has_lines(table: Any) -> bool:
    """Whether some border of the table or its cells is drawn; a style may draw one unless the table says none."""
    own = table.find(f"{W}tblPr/{W}tblBorders")
    style = table.find(f"{W}tblPr/{W}tblStyle")
    if own is None and style is not None and style.get(f"{W}val") not in _PLAIN_STYLES:
        return True
    groups = [own] if own is not None else []
    groups.extend(table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders"))
    return any(edge.get(f"{W}val") not in ("nil", "none", None) for group in groups for edge in group)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            properties = child.find(f"{W}trPr")
            if properties is None or (properties.find(f"{W}del") is None and not _is_on(properties, "hidden")):
                yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _rows(content)
        elif child.tag in (f"{W}customXml", f"{W}ins"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                yield from _cells(content)
        elif child.tag == f"{W}customXml":
            yield from _cells(child)


def _span(cell: Any) -> tuple[int, str]:
    """Columns a cell covers, and whether it begins or goes on with a vertical merge."""
    properties = cell.find(f"{W}tcPr")
    span = max(1, _number(properties, "gridSpan", 1))
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    if merge is None:
        return span, ""
    return span, "restart" if merge.get(f"{W}val") == "restart" else "continue"


def _fill(cell: Any) -> int | None:
    """Background of a cell as 0xRRGGBB; of one without, that of its words where they all have the same."""
    own = _shade(cell.find(f"{W}tcPr/{W}shd"))
    return _behind_words(cell) if own is None else own


def _behind_words(cell: Any) -> int | None:
    """The colour with which all words of a cell are marked."""
    colors: set[int | None] = set()
    for run in cell.iter(f"{W}r"):
        if not any((text.text or "").strip() for text in run.iterchildren(f"{W}t")):
            continue
        marker = run.find(f"{W}rPr/{W}highlight")
        color = css_color(_MARKERS.get(marker.get(f"{W}val") or "", "")) if marker is not None else None
        if color is None:
            color = _shade(run.find(f"{W}rPr/{W}shd"))
        paragraph = run.getparent()
        while color is None and paragraph is not None and paragraph is not cell:
            color = _shade(paragraph.find(f"{W}pPr/{W}shd"))
            paragraph = paragraph.getparent()
        colors.add(color)
    return colors.pop() if len(colors) == 1 else None


def _shade(shade: Any | None) -> int | None:
    """The colour that a w:shd gives."""
    if shade is None:
        return None
    fill, color = hex_color(shade.get(f"{W}fill")), hex_color(shade.get(f"{W}color"))
    pattern = shade.get(f"{W}val") or "clear"
    if pattern == "solid":
        return color
    share = _SHARE.fullmatch(pattern)
    if share and (fill is not None or color is not None):
        return _blend(0xFFFFFF if fill is None else fill, color or 0, int(share[1]) / 100)
    return fill


def _blend(under: int, over: int, share: float) -> int:
    mixed = 0
    for shift in (16, 8, 0):
        part = (under >> shift & 255) * (1 - share) + (over >> shift & 255) * share
        mixed |= round(part) << shift
    return mixed


def _edges(table: Any) -> list[int]:
    """Left edges of the grid columns in twentieths of a point, and the right edge of the last."""
    edges = [0]
    for column in table.iterfind(f"{W}tblGrid/{W}gridCol"):
        width = column.get(f"{W}w") or ""
        edges.append(edges[-1] + (int(width) if width.isdecimal() else 0))
    return edges


def _compress(cells: list[GridCell], edges: list[int]) -> int:
    """Keep the columns in which some cell begins, edges drawn askew taken as one; returns their number."""
    last = max(cell.col + cell.col_span for cell in cells)
    snapped = list(range(last + 1))
    if len(edges) > last:
        for at in range(1, last):
            if edges[at] - edges[snapped[at - 1]] < SNAP:
                snapped[at] = snapped[at - 1]
        if any(snapped[cell.col] == snapped[cell.col + cell.col_span] for cell in cells):
            snapped = list(range(last + 1))  # a cell that is so narrow is meant
    starts = sorted({snapped[cell.col] for cell in cells})
    place = {edge: at for at, edge in enumerate(starts)}
    for cell in cells:
        left, right = snapped[cell.col], snapped[cell.col + cell.col_span]
        cell.col = place[left]
        cell.col_span = max(1, sum(left <= start < right for start in starts))
    return len(starts)


def _add_missing(grid: Grid) -> None:
    """Rows that begin late or end early have empty cells there."""
    for row, line in enumerate(grid.rows()):
        grid.cells.extend(GridCell(row, col) for col, cell in enumerate(line) if cell is None)
    grid.cells.sort(key=lambda cell: (cell.row, cell.col))


def _header_rows(grid: Grid, heads: list[bool]) -> int:
    """Rows marked to repeat on each page, or else a first row in bold above rows that are not."""
    count = next((at for at, head in enumerate(heads) if not head), len(heads))
    if count:
        return count if count < grid.n_rows else 0
    rows = grid.rows()
    bold = [_is_bold(row) for row in rows]
    return 1 if grid.n_rows > 1 and grid.n_cols > 1 and bold[0] and not all(bold) else 0


def _is_bold(row: list[GridCell | None]) -> bool:
    cells = {id(cell): cell for cell in row if cell is not None and cell.paragraphs}
    tokens = [token for cell in cells.values() for p in cell.paragraphs for line in p.lines for token in line]
    return len(cells) > 1 and all(token.bold for token in tokens)


def _number(properties: Any | None, name: str, otherwise: int) -> int:
    child = properties.find(f"{W}{name}") if properties is not None else None
    text = "" if child is None else child.get(f"{W}val") or ""
    return min(int(text), MAX_COLUMNS) if re.fullmatch(r"\d{1,9}", text) else otherwise


def _is_on(properties: Any | None, name: str) -> bool:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val") not in _OFF
