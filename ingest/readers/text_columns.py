"""Columns of text that keeps layout, set upright.

"pdftotext -layout" keeps the words of one line apart, but not the columns of a table in place: a crowded cell pushes
those at its right, each row and each page anew, and cells that fill their column are parted by one blank. Under a
line of headings each stretch of words is given to a column, and the columns are set where all of theirs has room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.layout.aligned_head import Frame, IsHeading, headed
from ingest.layout.document import Line, Page, Word, make_line
from ingest.layout.lines import group_lines, rows_of_lines
from ingest.readers.text_stretches import (
    FEWEST,
    LINE_HEIGHT,
    MARGIN,
    Columns,
    give,
    name_sections,
    place,
    set_upright,
)

# Two blanks or more part stretches of words; in font sizes, as layout counts.
_GAP = 0.75
# So many lines running over the columns end a table, as they do in layout.
_SPANNING = 3
# A line of words further over the next column than this runs over it.
_OVER = 3
# White above a table that follows another, in points; layout takes it for the end of the one before.
_APART = 6 * LINE_HEIGHT
# A heading over references is no longer.
_SHORT = 4
# So many lines below headings tell of columns without one.
_LOOKED_AT = 40
# A page goes on with a table when full lines of it are among so many at its top.
_PROBED = 12


def straighten(pages: Sequence[Page], is_heading: IsHeading) -> None:
    """Set the columns of tables upright; words and pages are changed in place.

    Args:
        pages: pages of text that keeps layout, a word's edges being those of its characters.
        is_heading: whether a text is a known column heading.
    """
    tables: list[Columns] = []
    open_table: Columns | None = None
    for page in pages:
        rows = [list(row) for row in rows_of_lines(group_lines(page.words, _GAP))]
        tops: list[float] = []
        at = 0
        while at < len(rows):
            frame = _headed(rows, at, is_heading)
            if frame is not None:
                open_table = _begin(rows, at, frame)
                tables.append(open_table)
                at += frame.head
            elif open_table is None or at or not _goes_on(rows, open_table, is_heading):
                at, open_table = at + 1, None
                continue
            at, top = _take(rows, at, open_table, is_heading)
            if top is not None:
                tops.append(top)
        _set_apart(page, tops)
    for table in tables:
        name_sections(table.rows)
        set_upright(table)
    for page in pages:
        page.width = max([page.width, *(word.x1 + MARGIN for word in page.words)])


def _set_apart(page: Page, tops: Sequence[float]) -> None:
    """Put white space above the heights at which another table begins, for its columns stand elsewhere."""
    for word in page.words:
        down = _APART * sum(word.top >= top for top in tops)
        word.top, word.bottom = word.top + down, word.bottom + down
    page.height += _APART * len(tops)


def _headed(rows: list[list[Line]], at: int, is_heading: IsHeading) -> Frame | None:
    """The frame of headings; where two of one line are parted by one blank, the line above tells them apart.

    The lines of headings are changed in place where they had to be parted.
    """
    if len(rows[at]) < FEWEST - 1:
        return None
    cut = rows[at : at + 4]
    cut[0] = [*_parted(cut[0][0], is_heading), *cut[0][1:]]
    for index, (above, row) in enumerate(pairwise(cut), 1):
        if row[0].top - above[0].top > LINE_HEIGHT + 1:
            break
        starts = {place(line.x0) for line in above[1:]}
        cut[index] = [part for line in row for part in _cut(line, starts)]
    frame = headed(cut, 0, is_heading)
    if frame is not None:
        rows[at : at + frame.head] = cut[: frame.head]
    return frame


def _parted(line: Line, is_heading: IsHeading) -> list[Line]:
    """A first heading that is two, parted by one blank: that of a narrow column of references, and the next."""
    first, rest = line.words[0], line.words[1:]
    if not rest or len(first.text) > _SHORT or not is_heading(first.text):
        return [line]
    named = make_line(rest)
    return [make_line([first]), named] if is_heading(named.text) else [line]


def _cut(line: Line, starts: set[int]) -> Iterator[Line]:
    """A line cut before each word that begins at one of some places."""
    words: list[Word] = []
    for word in line.words:
        if words and place(word.x0) in starts:
            yield make_line(words)
            words = []
        words.append(word)
    yield make_line(words)


def _begin(rows: Sequence[Sequence[Line]], at: int, frame: Frame) -> Columns:
    head = rows[at : at + frame.head]
    lines = [line for row in head for line in row]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    bare = _unheaded(rows[at + frame.head :], place(left))
    starts = [*(start for start, _ in bare), place(left), *(place(gap[1]) for gap in frame.gaps)]
    ends = [*(end for _, end in bare), *(place(gap[0]) for gap in frame.gaps), place(right)]
    table = Columns(list(zip(starts, ends, strict=True)), list(starts), [1] * len(starts))
    for line in lines:
        group = next((left for left, right in frame.groups if left < line.x0 and line.x1 < right), None)
        if group is not None and line in head[0]:
            # A heading over several begins where the first of them does, so that layout sees which they are.
            table.keep(line.words, starts.index(place(group)), place(line.x0))
            continue
        for word in line.words:
            begun = place(word.x0)
            col = max((index for index, start in enumerate(starts) if start <= begun), default=0)
            table.keep([word], col, starts[col])
    return table


def _unheaded(rows: Sequence[Sequence[Line]], left: int) -> list[tuple[int, int]]:
    """Columns that no heading stands over, at the left of the first one: references, the names of rows."""
    spans: list[tuple[int, int]] = []
    wide = [row for row in rows[:_LOOKED_AT] if len(row) >= FEWEST]
    for line in sorted((line for row in wide for line in row if place(line.x1) < left), key=lambda line: line.x0):
        start, end = place(line.x0), place(line.x1)
        if spans and start <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _goes_on(rows: list[list[Line]], table: Columns, is_heading: IsHeading) -> bool:
    """Whether the first lines of a page look like rows of a table that ran to the foot of the page before."""
    if any(_headed(rows, at, is_heading) for at in range(min(2, len(rows)))):
        return False
    wide = [row for row in rows[:_PROBED] if len(row) >= min(FEWEST, len(table.starts))]
    over = [row for row in rows[:_PROBED] if _runs_over(row, table)]
    return bool(wide) and len(over) <= _SPANNING


def _runs_over(row: Sequence[Line], table: Columns) -> bool:
    """Whether a line is words alone that run far over the place where another column begins."""
    if len(row) > 1:
        return False
    start, end = place(row[0].x0), place(row[0].x1)
    near = [
        min(abs(start - begun), abs(start - left)) for begun, (left, _) in zip(table.starts, table.heads, strict=True)
    ]
    own = near.index(min(near))
    return any(end > other + _OVER for other in table.starts[own + 1 :])


def _take(rows: Sequence[list[Line]], at: int, table: Columns, is_heading: IsHeading) -> tuple[int, float | None]:
    """Give the lines from one on to the columns.

    Returns:
        The line after the table's last; and where another table follows, where it begins with its name.
    """
    spanning = 0
    chunk: list[list[Line]] = []
    top = rows[at][0].top if at < len(rows) else 0.0
    while at < len(rows) and spanning <= _SPANNING:
        row = rows[at]
        over = _runs_over(row, table)
        apart = row[0].top - top > LINE_HEIGHT + 1 or not chunk or len(chunk[-1]) == 1
        if not over and apart and headed(rows, at, is_heading) is not None:
            named = [line for line in chunk if len(line) == 1]
            if not chunk or len(named) < len(chunk):
                give(chunk, table)
                return at, row[0].top
            return at, chunk[0][0].top
        if over or row[0].top - top > LINE_HEIGHT + 1:
            give(chunk, table)
            chunk = []
        spanning = spanning + 1 if over else 0
        if not over:
            chunk.append(row)
        top = row[0].top
        at += 1
    give(chunk, table)
    return (at if spanning <= _SPANNING else at - spanning), None
