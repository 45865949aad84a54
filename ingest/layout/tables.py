"""Grids and words to tables of one page: each word in its cell, each cell with its fill and arrows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Set as AbstractSet

from ingest.layout.aligned import SecondReading, find_aligned, runs_on
from ingest.layout.aligned_head import IsHeading
from ingest.layout.document import ASKEW, Cell, Fill, Page, Table, Word
from ingest.layout.grid import Grid, GridCell, find_grids
from ingest.layout.heads_above import take_headings_above
from ingest.layout.lines import group_lines
from ingest.layout.open_rows import open_up
from ingest.layout.witnesses import hear_tags, tagged_tables

# A colour is a cell's background when it covers this share of it.
FILL_SHARE = 0.6
_PARTS_SHARE = 0.4
_WHITE = 0xFFFFFF
# Columns of a grid whose rows no line parts; references in one cell of its first column are no longer than this.
_MIN_COLUMNS = 3
_REF_LENGTH = 8
# A coloured mark (circle, square, pill) in a cell has at least this side; beside it stand few words.
_MARK_SIDE = 4.5
_MARK_WORDS = 4


def find_tables(
    page: Page,
    is_heading: IsHeading | None = None,
    second: SecondReading | None = None,
    before: Table | None = None,
    running: AbstractSet[int] = frozenset(),
) -> tuple[list[Table], list[Word]]:
    """Tables of a page, top to bottom, and the words that are in none.

    Args:
        page: the page.
        is_heading: whether a text is a known column heading; without it tables that have no grid are not looked for.
        second: another reading of columns, for a line of headings that ours finds no table under.
        before: a table without a grid that ran to the foot of the page before (see ``open_table``).
        running: the ``id()`` of words of running lines, which are in no table without a grid.
    """
    tables, rest = _ruled_tables(page)
    hear_tags(page, tables)
    if is_heading is None or not (rest or tables):
        return tables, rest
    unread = rest
    tables, rest = _unruled_tables(page, tables, _without(running, unread), is_heading, second, before)
    if running:
        left = running | {id(word) for word in rest}
        rest = [word for word in unread if id(word) in left]
    return tables, rest


def _without(running: AbstractSet[int], words: list[Word]) -> list[Word]:
    return [word for word in words if id(word) not in running] if running else words


def _unruled_tables(
    page: Page,
    tables: list[Table],
    rest: list[Word],
    is_heading: IsHeading,
    second: SecondReading | None,
    before: Table | None,
) -> tuple[list[Table], list[Word]]:
    """All tables of a page and the words left, once those that lines tell are known."""
    rest = take_headings_above(tables, rest, is_heading)
    again = _read_again(page, tables, rest, is_heading, second, before)
    if again is not None:
        return again
    told, rest = tagged_tables(page, rest, is_heading)
    found, rest = find_aligned(page, rest, is_heading, _make_table, second, before)
    return sorted(tables + told + found, key=lambda table: (table.boxes[0][2], table.boxes[0][1])), rest


def _read_again(
    page: Page,
    tables: list[Table],
    rest: list[Word],
    is_heading: IsHeading,
    second: SecondReading | None,
    before: Table | None,
) -> tuple[list[Table], list[Word]] | None:
    """Tables and words left, where grids part no rows: the headings alone are boxed, or lines part columns alone.

    Returns:
        None where there is no such grid, or where its words alone tell no rows either.
    """
    loose = [table for table in tables if _parts_no_rows(table, is_heading)]
    if not loose:
        return None
    words = [word for table in loose for cell in table.cells for line in cell.lines for word in line.words]
    found, left = find_aligned(page, [*rest, *words], is_heading, _make_table, second, before)
    unread = {id(word) for word in left}
    if any(id(word) in unread for word in words):
        return None
    kept = [table for table in tables if not any(table is other for other in loose)]
    return sorted([*kept, *found], key=lambda table: (table.boxes[0][2], table.boxes[0][1])), left


def _parts_no_rows(table: Table, is_heading: IsHeading) -> bool:
    """Whether a grid is a row of headings alone, or has one number below the other in a cell of its first column."""
    if table.n_cols < _MIN_COLUMNS or table.n_rows > 2 or table.ruled != "ruled":
        return False
    if table.n_rows == 1:
        filled = [cell for cell in table.cells if cell.lines]
        if len(filled) >= _MIN_COLUMNS and all(is_heading(cell.text) for cell in filled):
            return True
    lines = [line.text for cell in table.cells if cell.col == 0 and cell.row == table.n_rows - 1 for line in cell.lines]
    numbers = [text for text in lines if len(text) <= _REF_LENGTH and any(map(str.isdigit, text))]
    return len(set(numbers)) >= _MIN_COLUMNS and len(numbers) >= len(lines) - 1


def open_table(
    page: Page, tables: list[Table], rest: list[Word], running: AbstractSet[int] = frozenset()
) -> Table | None:
    """The table without a grid that runs to the foot of a page and may go on on the next; None where none does."""
    rest = _without(running, rest)
    last = max(tables, key=lambda table: table.boxes[-1][4], default=None)
    if last is None or last.ruled not in ("rules", "aligned") or not runs_on(page, last, rest):
        return None
    return last


def _ruled_tables(page: Page) -> tuple[list[Table], list[Word]]:
    grids = _outermost(find_grids(page))
    if not grids:
        return [], list(page.words)
    owners: list[dict[int, list[Word]]] = [{} for _ in grids]
    frames = [(*grid.box, grid.xs, grid.ys, _places(grid), owned) for grid, owned in zip(grids, owners, strict=True)]
    rest: list[Word] = []
    for word in page.words:
        if word.turn == ASKEW:
            rest.append(word)
            continue
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        for x0, top, x1, bottom, xs, ys, place, owned in frames:
            if x0 <= x <= x1 and top <= y <= bottom:
                col = min(bisect_right(xs, x), len(xs) - 1) - 1
                row = min(bisect_right(ys, y), len(ys) - 1) - 1
                owned.setdefault(place[row][col], []).append(word)
                break
        else:
            rest.append(word)
    tables = []
    for grid, owned in zip(grids, owners, strict=True):
        if owned:
            tables.append(_make_table(page, *open_up(page, grid, owned)))
    return tables, rest


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Leave out frames around text (one cell) and grids that lie within a cell of another."""
    grids = [grid for grid in grids if len(grid.cells) > 1]
    kept = []
    for grid in grids:
        x0, top, x1, bottom = grid.box
        inside = any(
            other is not grid
            and any(
                cell.box[0] - 1 <= x0 and cell.box[1] - 1 <= top and cell.box[2] + 1 >= x1 and cell.box[3] + 1 >= bottom
                for cell in other.cells
            )
            for other in grids
        )
        if not inside:
            kept.append(grid)
    return kept


def _places(grid: Grid) -> list[list[int]]:
    place = [[0] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for index, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                place[row][col] = index
    return place


def _make_table(page: Page, grid: Grid, owned: dict[int, list[Word]]) -> Table:
    x0, top, x1, bottom = grid.box
    fills = [f for f in page.fills if f.x0 < x1 and f.x1 > x0 and f.top < bottom and f.bottom > top]
    arrows = [a for a in page.arrows if a.x0 < x1 and a.x1 > x0 and a.top < bottom and a.bottom > top]
    cells = []
    for index, place in enumerate(grid.cells):
        cell = Cell(place.row, place.col, place.row_span, place.col_span)
        cell.lines = group_lines(owned[index], None) if index in owned else []
        cell.fill = cell_fill(place, fills)
        if cell.fill is None and len(owned.get(index, ())) <= _MARK_WORDS:
            cell.fill = mark_fill(place, fills)
        cell.boxes = [(page.number, *place.box)]
        cell.arrows = [a.points for a in arrows if _within((a.x0 + a.x1) / 2, (a.top + a.bottom) / 2, place)]
        cells.append(cell)
    table = Table(
        cells, len(grid.ys) - 1, len(grid.xs) - 1, [page.number], boxes=[(page.number, x0, top, x1, bottom)], xs=grid.xs
    )
    drop_empty(table)
    return table


def _within(x: float, y: float, place: GridCell) -> bool:
    x0, top, x1, bottom = place.box
    return x0 <= x <= x1 and top <= y <= bottom


def cell_fill(place: GridCell, fills: list[Fill]) -> int | None:
    """The colour behind a cell as 0xRRGGBB, or None for white or none; the last one drawn that covers it counts."""
    x0, top, x1, bottom = place.box
    area = max((x1 - x0) * (bottom - top), 1.0)
    parts: dict[int, float] = {}
    for fill in reversed(fills):
        across = min(x1, fill.x1) - max(x0, fill.x0)
        down = min(bottom, fill.bottom) - max(top, fill.top)
        if across <= 0 or down <= 0:
            continue
        share = across * down / area
        if share >= FILL_SHARE:
            if parts and max(parts.values()) >= _PARTS_SHARE:
                break
            return None if fill.color == _WHITE else fill.color
        parts[fill.color] = parts.get(fill.color, 0.0) + share
    if parts:
        color = max(parts, key=lambda key: (parts[key], key))
        if parts[color] >= _PARTS_SHARE and color != _WHITE:
            return color
    return None


def mark_fill(place: GridCell, fills: list[Fill]) -> int | None:
    """The colour of the marks drawn within a cell, or None where there are none or they differ."""
    x0, top, x1, bottom = place.box
    colors = {
        fill.color
        for fill in fills
        if fill.x0 >= x0 - 1 and fill.x1 <= x1 + 1 and fill.top >= top - 1 and fill.bottom <= bottom + 1
        and min(fill.x1 - fill.x0, fill.bottom - fill.top) >= _MARK_SIDE
    } - {_WHITE}  # fmt: skip
    return colors.pop() if len(colors) == 1 else None


def drop_empty(table: Table) -> None:
    """Take out rows and columns in which no cell begins or that hold nothing at all (slivers between lines)."""
    for axis in ("row", "col"):
        count = table.n_rows if axis == "row" else table.n_cols
        wanted = [False] * count
        for cell in table.cells:
            span = cell.row_span if axis == "row" else cell.col_span
            if cell.lines or cell.arrows or cell.fill is not None or not _sliver(cell, axis):
                start = getattr(cell, axis)
                # A spanning cell keeps the line it begins on; those it merely crosses stay when others need them.
                wanted[start] = True
                if span > 1:
                    continue
        if all(wanted) or not any(wanted):
            continue
        _renumber(table, axis, wanted)


def _sliver(cell: Cell, axis: str) -> bool:
    _, x0, top, x1, bottom = cell.boxes[0]
    return (bottom - top if axis == "row" else x1 - x0) < 7.0


def _renumber(table: Table, axis: str, wanted: list[bool]) -> None:
    new = []
    count = 0
    for keep in wanted:
        new.append(count)
        count += keep
    new.append(count)
    kept = []
    for cell in table.cells:
        start = cell.row if axis == "row" else cell.col
        end = start + (cell.row_span if axis == "row" else cell.col_span)
        span = new[min(end, len(wanted))] - new[start]
        if span <= 0:
            continue
        if axis == "row":
            cell.row, cell.row_span = new[start], span
        else:
            cell.col, cell.col_span = new[start], span
        kept.append(cell)
    table.cells = kept
    if axis == "row":
        table.n_rows = count
    else:
        table.xs = [x for x, keep in zip(table.xs, [*wanted, True], strict=True) if keep] if table.xs else []
        table.n_cols = count
