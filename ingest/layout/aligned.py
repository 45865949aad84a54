"""Tables without a full grid: horizontal rules alone, fills alone, or nothing but the alignment of the words.

Such a table is taken only where a line of headings says so, or where it goes on from the page before: what counts
as a heading is handed in, since layout knows no vocabulary. Between two headings lies one edge of a column; rows end
at rules, at the edges of fills, or where several columns begin anew (``aligned_rows``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from ingest.layout.aligned_body import make_rows, whole_rules
from ingest.layout.aligned_grid import column_edges, runs_over
from ingest.layout.aligned_head import MIN_COLUMNS, Frame, IsHeading, Row, headed
from ingest.layout.document import ASKEW, Line, Page, Table, Word
from ingest.layout.grid import Grid
from ingest.layout.lines import group_lines, rows_of_lines, sideways_lines

# Headings side by side are parted by so many font sizes or more; words of one heading by 0.3.
_CELL_GAP = 0.75
# A table ends where white space is so many usual distances high, or where words run across its columns.
_END_GAP = 4.5
_RULE_SPAN = 0.6
_LONGER = 1.0
# Below high white space a row of the table has so many lines above the one that most columns have words in, and lines
# begin within so many points of their columns' headings.
_ROW_LINES = 6
_BEGINS = 3.0
# Lines that span the columns (a section's name) are so few at a time; text after the table is more, or ends the page.
_SPANNING_LINES = 3
# Headings that lie on their side take no more room than this, in points.
_TURNED_HEIGHT = 150.0
# So many lines tell whether a table goes on at the top of a page.
_PROBED = 15
# Above and below these shares of the page's height a line that stands apart is a running one.
_MARGIN = 0.07
_APART = 1.6

# Of the words no more than this share may stand across the columns of a second reading.
_CROSSING = 0.05

SecondReading = Callable[[Page], list[Grid]]
TableMaker = Callable[[Page, Grid, dict[int, list[Word]]], Table]


def find_aligned(
    page: Page,
    words: Sequence[Word],
    is_heading: IsHeading,
    make: TableMaker,
    second: SecondReading | None = None,
    before: Table | None = None,
) -> tuple[list[Table], list[Word]]:
    """Tables among words that stand in no grid; returns them and the words left over.

    Args:
        page: the page, for its rules and fills.
        words: words outside all grids.
        is_heading: whether a text is a known column heading.
        make: builds a table from a grid and the words of each cell.
        second: another reading of the page's columns, asked where ours finds none under a line of headings.
        before: the table that ran to the foot of the page before, if any; it may go on here without headings.
    """
    rows = rows_of_lines(group_lines([word for word in words if not word.turn], _CELL_GAP))
    _place_turned(rows, sideways_lines([word for word in words if word.turn and word.turn != ASKEW]))
    tables: list[Table] = []
    taken: set[int] = set()
    at = _first_row(page, rows)
    frame = _going_on(rows, at, before, is_heading) if before is not None else None
    while at < len(rows):
        frame = frame or headed(rows, at, is_heading)
        if frame is None:
            at += 1
            continue
        end, grid, owned = _read_from(page, rows, at, frame, is_heading)
        if grid is None and frame.head and second is not None:
            end, grid, owned = _read_again(page, rows, at, frame, second(page))
        if grid is None:
            at, frame = at + 1, None
            continue
        table = make(page, grid, owned)
        table.ruled = "rules" if _has_rules(page, grid) else "aligned"
        table.confidence = 0.9 if table.ruled == "rules" else 0.75
        tables.append(table)
        taken.update(id(word) for cell in owned.values() for word in cell)
        at, frame = end, None
    if not tables:
        return [], list(words)
    return tables, [word for word in words if id(word) not in taken]


def _place_turned(rows: list[list[Line]], turned: Sequence[Line]) -> None:
    """Put headings that lie on their side into the row of headings that they stand beside; changed in place."""
    turned = [line for line in turned if line.bottom - line.top <= _TURNED_HEIGHT]
    if not turned:
        return
    top, bottom = min(line.top for line in turned), max(line.bottom for line in turned)
    beside = [row for row in rows if row[0].bottom > top - _TURNED_HEIGHT / 4 and row[0].top < bottom]
    if bottom - top > _TURNED_HEIGHT or not beside:
        return
    heading = max(beside, key=len)
    heading.extend(turned)
    heading.sort(key=lambda line: line.x0)


def runs_on(page: Page, table: Table, rest: Sequence[Word]) -> bool:
    """Whether nothing stands below a table but running lines, so that it may go on on the next page."""
    foot = table.boxes[-1][4]
    return not any(foot < word.top and word.bottom < (1 - _MARGIN) * page.height for word in rest)


def _first_row(page: Page, rows: Sequence[Row]) -> int:
    """The first row that is no running header."""
    pitch = _usual_pitch(rows)
    at = 0
    while at + 1 < len(rows) and rows[at][0].bottom < _MARGIN * page.height:
        at += 1
        if rows[at][0].top - rows[at - 1][0].top > _APART * pitch:
            return at
    return 0


# --- where a table begins ----------------------------------------------------------------------------------------
def _going_on(rows: Sequence[Row], at: int, before: Table, is_heading: IsHeading) -> Frame | None:
    """The frame of a table that goes on from the page before without headings; None where the words do not fit it."""
    if len(before.xs) < MIN_COLUMNS + 1 or at >= len(rows) or headed(rows, at, is_heading) is not None:
        return None
    frame = Frame(0, [(x - 0.5, x + 0.5) for x in before.xs[1:-1]], list(before.xs))
    first = rows[at : at + _PROBED]
    probe = [row for row in first if not _spans(row, frame.gaps)]
    if len(first) - len(probe) > _SPANNING_LINES:
        return None
    # The last column may have longer words here than on the page before, where they told its edge.
    right = before.xs[-1] + max(6.0, _LONGER * (before.xs[-1] - before.xs[-2]))
    outside = any(line.x0 < before.xs[0] - 6 or line.x1 > right for row in probe for line in row)
    filled = {sum(line.x0 >= x - 1 for x in before.xs) for row in probe for line in row}
    return frame if len(filled) >= MIN_COLUMNS and not outside else None


# --- where it ends ------------------------------------------------------------------------------------------------
def _read_from(
    page: Page, rows: Sequence[Row], at: int, frame: Frame, is_heading: IsHeading
) -> tuple[int, Grid | None, dict[int, list[Word]]]:
    end, spanning = _end_of(page, rows, at, frame, is_heading)
    body = [(row, at + index in spanning) for index, row in enumerate(rows[at:end])]
    if len(body) <= frame.head:
        return end, None, {}
    plain = [row for row, spans in body if not spans]
    xs = frame.xs or column_edges(page, plain, frame.gaps)
    if len(xs) - 1 < MIN_COLUMNS:
        return end, None, {}
    grid, owned = make_rows(page, body, frame, xs)
    return end, grid, owned


def _read_again(
    page: Page, rows: Sequence[Row], at: int, frame: Frame, grids: Sequence[Grid]
) -> tuple[int, Grid | None, dict[int, list[Word]]]:
    """The table under a line of headings, with the columns that a second reading tells; rows are told as ever."""
    top = rows[at][0].top
    for other in grids:
        if not other.ys[0] - 20 <= top <= other.ys[-1] or len(other.xs) - 1 < len(rows[at]):
            continue
        end = at + frame.head
        while end < len(rows) and rows[end][0].top < other.ys[-1]:
            end += 1
        words = [word for row in rows[at:end] for line in row for word in line.words]
        crossing = sum(1 for x in other.xs[1:-1] for word in words if word.x0 < x - 1 and word.x1 > x + 1)
        if end > at + frame.head and crossing <= _CROSSING * len(words):
            grid, owned = make_rows(page, [(row, False) for row in rows[at:end]], frame, list(other.xs))
            return end, grid, owned
    return at + 1, None, {}


def _end_of(
    page: Page, rows: Sequence[Row], at: int, frame: Frame, is_heading: IsHeading
) -> tuple[int, frozenset[int]]:
    """The row after the table's last, and the rows within it that span the columns.

    A table ends at its last rule; else where words run across its columns and no row of it follows, where white
    space is high, or where headings stand again.
    """
    pitch = _usual_pitch(rows[at:])
    foot = _last_rule(page, rows[at]) if frame.head else None
    spanning: set[int] = set()
    end = at + frame.head
    while end < len(rows):
        row, above = rows[end], rows[end - 1] if end > at else rows[end]
        if foot is not None and row[0].top > foot - 1:
            break
        high = row[0].top - above[0].top > _END_GAP * pitch
        if high and not _stands_in_columns(rows, at, end, frame, is_heading):
            break
        if _in_margin(page, row, above, pitch):
            break
        if not _spans(row, frame.gaps):
            end += 1
            continue
        after = _row_after(rows, end, frame, is_heading, pitch)
        if after is None:
            break
        spanning.update(range(end, after))
        end = after
    return end, frozenset(spanning)


def _stands_in_columns(rows: Sequence[Row], at: int, end: int, frame: Frame, is_heading: IsHeading) -> bool:
    """Whether a row of the table begins below high white space: lines begin where several of its columns do.

    Args:
        rows: the lines of the page.
        at: where the table begins.
        end: the line below the white space.
        frame: the table's headings.
        is_heading: whether a text is a known column heading.
    """
    lines = Counter(round(line.x0) for row in rows[at + frame.head : end] for line in row)
    starts = [rows[at][0].x0, *(right for _, right in frame.gaps), *(x for x, count in lines.items() if count > 1)]
    for index in range(end, min(end + _ROW_LINES, len(rows))):
        if _spans(rows[index], frame.gaps) or headed(rows, index, is_heading) is not None:
            return False
        begun = {bisect_right(frame.gaps, (line.x0, line.x0)) for line in rows[index]
                 if any(abs(start - line.x0) <= _BEGINS for start in starts)}  # fmt: skip
        if len(begun) >= MIN_COLUMNS:
            return True
    return False


def _spans(row: Row, gaps: Sequence[tuple[float, float]]) -> bool:
    """Whether words of a line run on across the edges of columns: one line alone over one, or over half of all."""
    crossed = sum(1 for gap in gaps if any(runs_over(line, gap) for line in row))
    return crossed >= 0.5 * len(gaps) or (crossed > 0 and len(row) == 1)


def _row_after(rows: Sequence[Row], at: int, frame: Frame, is_heading: IsHeading, pitch: float) -> int | None:
    """The row of the table that follows lines spanning it; None where the table is at its end.

    Headings that stand again, as bold as the table's own, end it; so does a line alone at the left. A line alone in
    another column may be the first of a cell whose neighbours stand at the row's middle.
    """
    for index in range(at + 1, min(at + _SPANNING_LINES + 1, len(rows))):
        row = rows[index]
        if row[0].top - rows[index - 1][0].top > _END_GAP * pitch:
            return None
        if _spans(row, frame.gaps):
            continue
        alike = frame.bold is None or row[0].bold == frame.bold
        if (len(row) < 2 and row[0].x0 <= frame.gaps[0][0]) or (alike and headed(rows, index, is_heading) is not None):
            return None
        return index
    return None


def _in_margin(page: Page, row: Row, above: Row, pitch: float) -> bool:
    return (
        row[0].top > (1 - _MARGIN) * page.height
        and len(row) <= MIN_COLUMNS
        and row[0].top - above[0].top > _APART * pitch
    )


def _last_rule(page: Page, heading: Row) -> float | None:
    """The last of the horizontal rules, equal in width, that begin under a heading; None where there are too few."""
    x0, x1, top = heading[0].x0, heading[-1].x1, heading[0].top
    below = [
        (y, left, right)
        for y, left, right in whole_rules(page)
        if y > top and min(right, x1) - max(left, x0) > _RULE_SPAN * (x1 - x0)
    ]
    if not below:
        return None
    _, left, right = below[0]
    same = [y for y, a, b in below if abs(a - left) < 4 and abs(b - right) < 4]
    return same[-1] if len(same) >= 3 else None


def _usual_pitch(rows: Sequence[Row]) -> float:
    """Usual distance of lines; lines of columns that are not level stand closer, so a line's height is the least."""
    gaps = [b[0].top - a[0].top for a, b in pairwise(rows[:60]) if b[0].top > a[0].top]
    return max(median(gaps), median(row[0].bottom - row[0].top for row in rows[:60])) if gaps else 12.0


def _has_rules(page: Page, grid: Grid) -> bool:
    """Whether rules run through a table's rows."""
    x0, top, x1, bottom = grid.box
    inside = [
        1 for y, a, b in whole_rules(page) if top - 6 < y < bottom + 6 and min(b, x1) - max(a, x0) > 0.6 * (x1 - x0)
    ]
    return len(inside) >= 2
