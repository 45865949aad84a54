"""Tables without a full grid: horizontal rules alone, or nothing but the alignment of the words.

Such a table is taken only where a line of headings says so: what counts as a heading is handed in, since layout
knows no vocabulary. Columns are the gutters that run through all rows; rows end at rules, at bands of white
space, or where the first column speaks again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.document import Fill, Line, Page, Table, Word
from ingest.layout.grid import SNAP, Grid, GridCell, tracks_of
from ingest.layout.lines import group_lines

# A gutter is at least so many font sizes wide, and no less than so many points.
_GUTTER = 0.55
# Headings side by side are parted by so many font sizes or more; words of one heading by 0.3.
_CELL_GAP = 0.75
_MIN_GUTTER = 4.0
_MIN_COLUMNS = 3
_MAX_COLUMNS = 16
# White space above a row exceeds the usual distance of lines by this share of it.
_ROW_GAP = 0.35
# A table ends where white space is so many usual distances high, or where a line runs across its gutters.
_END_GAP = 4.5
_RULE_SPAN = 0.6
# Of the words no more than this share may stand across the columns of a second reading.
_CROSSING = 0.05

IsHeading = Callable[[str], bool]
SecondReading = Callable[[Page], list[Grid]]
TableMaker = Callable[[Page, Grid, dict[int, list[Word]]], Table]


def find_aligned(
    page: Page,
    words: Sequence[Word],
    is_heading: IsHeading,
    make: TableMaker,
    second: SecondReading | None = None,
) -> tuple[list[Table], list[Word]]:
    """Tables among words that stand in no grid; returns them and the words left over.

    Args:
        page: the page, for its rules and fills.
        words: words outside all grids.
        is_heading: whether a text is a known column heading.
        make: builds a table from a grid and the words of each cell.
        second: another reading of the page's columns, asked where ours finds none under a line of headings.
    """
    lines = group_lines([word for word in words if not word.turn], _CELL_GAP)
    rows = _rows_of_lines(lines)
    tables: list[Table] = []
    taken: set[int] = set()
    at = 0
    while at < len(rows):
        head = _heading_rows(rows, at, is_heading)
        if head is None:
            at += 1
            continue
        end, grid, owned = _read_from(page, rows, at, head)
        if (grid is None or len(grid.ys) < 3) and second is not None:
            end, grid, owned = _read_again(page, rows, at, head, second(page))
        if grid is None or len(grid.ys) < 3:
            at += 1
            continue
        table = make(page, grid, owned)
        table.ruled = "rules" if _rules_within(page, grid) else "aligned"
        table.confidence = 0.9 if table.ruled == "rules" else 0.75
        tables.append(table)
        taken.update(id(word) for cell in owned.values() for word in cell)
        at = end
    if not tables:
        return [], list(words)
    return tables, [word for word in words if id(word) not in taken]


def _rows_of_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand side by side, top to bottom."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and min(line.bottom, rows[-1][0].bottom) - max(line.top, rows[-1][0].top) > 0.5 * (
            line.bottom - line.top
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.x0)
    return rows


def _heading_rows(rows: Sequence[Sequence[Line]], at: int, is_heading: IsHeading) -> int | None:
    """How many printed lines the headings take that begin at a row; None where none do."""
    if len(rows[at]) < _MIN_COLUMNS:
        return None
    for count in (1, 2, 3):
        cells = _stacked(rows[at : at + count])
        if len(cells) < _MIN_COLUMNS or len(cells) > _MAX_COLUMNS:
            return None
        known = sum(1 for cell in cells if is_heading(cell))
        if known >= _MIN_COLUMNS and known >= 0.6 * len(cells):
            return count
    return None


def _stacked(rows: Sequence[Sequence[Line]]) -> list[str]:
    """Words of heading cells that may take several lines, each under the one it overlaps."""
    cells: list[tuple[float, float, list[str]]] = [(line.x0, line.x1, [line.text]) for line in rows[0]]
    for row in rows[1:]:
        for line in row:
            for index, (x0, x1, texts) in enumerate(cells):
                if min(x1, line.x1) - max(x0, line.x0) > 0:
                    texts.append(line.text)
                    cells[index] = (min(x0, line.x0), max(x1, line.x1), texts)
                    break
            else:
                return []
    return [" ".join(texts) for _, _, texts in cells]


def _read_from(
    page: Page, rows: Sequence[Sequence[Line]], at: int, head: int
) -> tuple[int, Grid | None, dict[int, list[Word]]]:
    end = _end_of(page, rows, at, head)
    words = [word for row in rows[at:end] for line in row for word in line.words]
    xs = _edges_of_pieces(page, rows[at:end]) or _edges(words, rows[at : at + head])
    if len(xs) - 1 < _MIN_COLUMNS:
        return end, None, {}
    if end <= at + head:
        return end, None, {}
    return end, *_fill(page, rows[at:end], head, xs)


def _read_again(
    page: Page, rows: Sequence[Sequence[Line]], at: int, head: int, grids: Sequence[Grid]
) -> tuple[int, Grid | None, dict[int, list[Word]]]:
    """The table under a line of headings, with the columns that a second reading tells; rows are told as ever."""
    top = rows[at][0].top
    for other in grids:
        if not other.ys[0] - 20 <= top <= other.ys[-1] or len(other.xs) - 1 < len(rows[at]):
            continue
        end = at + head
        while end < len(rows) and rows[end][0].top < other.ys[-1]:
            end += 1
        words = [word for row in rows[at:end] for line in row for word in line.words]
        crossing = sum(1 for x in other.xs[1:-1] for word in words if word.x0 < x - 1 and word.x1 > x + 1)
        if end > at + head and crossing <= _CROSSING * len(words):
            return end, *_fill(page, rows[at:end], head, other.xs)
    return at + 1, None, {}


def _fill(page: Page, rows: Sequence[Sequence[Line]], head: int, xs: list[float]) -> tuple[Grid, dict[int, list[Word]]]:
    """The grid of columns and rows, and the words of each of its cells."""
    words = [word for row in rows for line in row for word in line.words]
    ys = _row_edges(page, rows, head, xs)
    grid = Grid(xs, ys)
    owned: dict[int, list[Word]] = {}
    n_cols = len(xs) - 1
    for row in range(len(ys) - 1):
        for col in range(n_cols):
            grid.cells.append(GridCell(row, col, 1, 1, (xs[col], ys[row], xs[col + 1], ys[row + 1])))
    for word in words:
        col = min(max(bisect_right(xs, (word.x0 + word.x1) / 2) - 1, 0), n_cols - 1)
        row = min(max(bisect_right(ys, (word.top + word.bottom) / 2) - 1, 0), len(ys) - 2)
        owned.setdefault(row * n_cols + col, []).append(word)
    return grid, owned


def _end_of(page: Page, rows: Sequence[Sequence[Line]], at: int, head: int) -> int:
    """The row after the table's last: at its last rule; else where words stand across its columns or space is high."""
    # Columns are flush left, so that no word of the table stands across the left edge of a heading.
    edges = [line.x0 - 1.5 for line in rows[at][1:]]
    pitch = _usual_pitch(rows[at:])
    foot = _last_rule(page, rows[at])
    end = at + head
    while end < len(rows):
        row = rows[end]
        if foot is not None:
            if row[0].top > foot - 1:
                break
        else:
            words = [word for line in row for word in line.words]
            crossing = sum(1 for x in edges if any(word.x0 < x - 1 and word.x1 > x + 2.5 for word in words))
            if crossing >= 0.5 * len(edges) or row[0].top - rows[end - 1][0].top > _END_GAP * pitch:
                break
        end += 1
    return end


def _last_rule(page: Page, heading: Sequence[Line]) -> float | None:
    """The last of the horizontal rules, equal in width, that begin under a heading; None where there are too few."""
    x0, x1, top = heading[0].x0, heading[-1].x1, heading[0].top
    below = [
        (y, left, right)
        for y, left, right in _whole_rules(page)
        if y > top and min(right, x1) - max(left, x0) > _RULE_SPAN * (x1 - x0)
    ]
    if not below:
        return None
    _, left, right = below[0]
    same = [y for y, a, b in below if abs(a - left) < 4 and abs(b - right) < 4]
    return same[-1] if len(same) >= 3 else None


def _whole_rules(page: Page) -> list[tuple[float, float, float]]:
    """Horizontal rules as (y, left, right), pieces that touch taken as one, top to bottom."""
    pieces = [(rule.top, rule.x0, rule.x1) for rule in page.rules if rule.top == rule.bottom]
    return [(track.at, left, right) for track in tracks_of(pieces) for left, right in track.spans]


def _usual_pitch(rows: Sequence[Sequence[Line]]) -> float:
    gaps = [b[0].top - a[0].top for a, b in pairwise(rows[:60]) if b[0].top > a[0].top]
    return median(gaps) if gaps else 12.0


def _edges_of_pieces(page: Page, rows: Sequence[Sequence[Line]]) -> list[float]:
    """Column edges told by rules that are drawn cell by cell: their pieces meet at the same places row after row."""
    top, foot = rows[0][0].top - 20, rows[-1][0].bottom + 20
    pieces = [rule for rule in page.rules if rule.top == rule.bottom and top < rule.top < foot]
    ends = sorted(x for rule in pieces for x in (rule.x0, rule.x1))
    groups: list[list[float]] = []
    for x in ends:
        if groups and x - groups[-1][0] <= SNAP:
            groups[-1].append(x)
        else:
            groups.append([x])
    edges = [median(group) for group in groups if len(group) >= 3]
    words = [word for row in rows for line in row for word in line.words]
    if len(edges) - 1 < _MIN_COLUMNS or len(edges) - 1 > _MAX_COLUMNS:
        return []
    crossed = sum(1 for x in edges[1:-1] for word in words if word.x0 < x - 1 and word.x1 > x + 1)
    return edges if crossed <= 0.02 * len(words) else []


def _edges(words: Sequence[Word], heading: Sequence[Sequence[Line]]) -> list[float]:
    """Column edges: the outer ones, and the middle of each gutter that no word crosses."""
    spans = sorted((word.x0, word.x1) for word in words)
    size = median(word.size for word in words)
    least = max(_MIN_GUTTER, _GUTTER * size)
    edges = [spans[0][0] - 2]
    reach = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - reach >= least and any(line.x1 > reach for row in heading for line in row):
            edges.append(x0 - min(2.0, (x0 - reach) / 2))
        reach = max(reach, x1)
    edges.append(reach + 2)
    return edges


def _row_edges(page: Page, rows: Sequence[Sequence[Line]], head: int, xs: Sequence[float]) -> list[float]:
    """Tops of the table's rows and its foot."""
    top = min(line.top for line in rows[0]) - 2
    foot = max(line.bottom for line in rows[-1]) + 2
    first_data = min(line.top for line in rows[head]) if head < len(rows) else foot
    rules = _rules_between(page, top, foot, xs)
    inner = [y for y in rules if y > first_data - 1]
    edges = [top, (max(line.bottom for line in rows[head - 1]) + first_data) / 2]
    if len(inner) >= 2 or len(rules) >= max(4, (len(rows) - head) // 4):
        edges += [y for y in inner if y < foot - 2]
    else:
        edges += _breaks(rows[head:], xs, page.fills)
    return [*dict.fromkeys(edges), foot]


def _rules_between(page: Page, top: float, foot: float, xs: Sequence[float]) -> list[float]:
    width = xs[-1] - xs[0]
    return [
        y
        for y, left, right in _whole_rules(page)
        if top < y < foot and min(right, xs[-1]) - max(left, xs[0]) > _RULE_SPAN * width
    ]


def _rules_within(page: Page, grid: Grid) -> bool:
    return len(_rules_between(page, grid.ys[0] - 6, grid.ys[-1] + 6, grid.xs)) >= 2


def _breaks(rows: Sequence[Sequence[Line]], xs: Sequence[float], fills: Sequence[Fill]) -> list[float]:
    """Where rows begin in a table without rules: white space above, or the first column speaks again."""
    pitch = min(_usual_pitch(rows), 1.35 * median(row[0].bottom - row[0].top for row in rows))
    first = [any(line.x0 < xs[1] - 1 for line in row) for row in rows]
    breaks = []
    for index in range(1, len(rows)):
        gap = rows[index][0].top - rows[index - 1][0].top
        spaced = gap > (1 + _ROW_GAP) * pitch
        speaks = first[index] and not first[index - 1]
        if (spaced and first[index]) or speaks or (first[index] and _starts_anew(rows[index], xs)):
            above = max(line.bottom for line in rows[index - 1])
            breaks.append((above + min(line.top for line in rows[index])) / 2)
    return breaks


def _starts_anew(row: Sequence[Line], xs: Sequence[float]) -> bool:
    """Whether a line has words in most columns, as the first line of a row has and a continuation has not."""
    filled = {bisect_right(xs, (line.x0 + line.x1) / 2) for line in row}
    lead = row[0].words[0].text
    return len(filled) >= 0.7 * (len(xs) - 1) and (lead[:1].isupper() or lead[:1].isdigit())
