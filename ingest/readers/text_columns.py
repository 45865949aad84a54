"""Columns of text that keeps layout, set upright.

"pdftotext -layout" keeps the words of one line apart, but not the columns of a table in place: a crowded cell pushes
those at its right, each row and each page anew, and cells that fill their column are parted by one blank. Under a
line of headings each stretch of words is given to a column, and the columns are set where all of theirs has room.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.layout.aligned_head import Frame, IsHeading, headed
from ingest.layout.document import Line, Page, Word, make_line
from ingest.layout.lines import group_lines, rows_of_lines
from ingest.readers.tokens import BULLETS

# The synthetic frame, in points: so wide is a character, so far apart are lines, so far in do they begin.
CHARACTER = 5.0
LINE_HEIGHT = 12.0
MARGIN = 48.0
# Two blanks or more part stretches of words; in font sizes, as layout counts.
_GAP = 0.75
# White between two columns, in characters.
_GUTTER = 3
# So many lines running over the columns end a table, as they do in layout.
_SPANNING = 3
# A line of words further over the next column than this runs over it.
_OVER = 3
# White above a table that follows another, in points; layout takes it for the end of the one before.
_APART = 6 * LINE_HEIGHT
# Lines so near may tell where a column begins in one that is crowded.
_NEAR = 8
# A mark of a list is near its words, and two other stretches in one cell are rare.
_BULLET_COST, _SHARED_COST = 1.0, 8.0
_NEAR_BULLET = 6
_BULLET = re.compile(r"\W{1,2}|o")
_MARK = re.compile(r"\W{1,2}|o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
# A heading over references is no longer.
_SHORT = 4
# So many lines below headings tell of columns without one.
_LOOKED_AT = 40
# A page goes on with a table when lines of so many stretches follow at its top.
_PROBED, _FEWEST = 12, 3


@dataclass(slots=True)
class _Stretch:
    """Words of one line that no wide blank parts; where it begins and ends, in characters, and its column."""

    words: list[Word]
    row: int
    col: int = -1

    @property
    def start(self) -> int:
        return _place(self.words[0].x0)

    @property
    def end(self) -> int:
        return _place(self.words[-1].x1)


@dataclass(slots=True)
class _Columns:
    """A table's columns: where their headings begin and end, and where their words last began, in characters.

    ``placed`` keeps words with the column they belong to and how far in they stand; ``width`` is what they need;
    ``rows`` are the lines that were given to them.
    """

    heads: list[tuple[int, int]]
    starts: list[int]
    width: list[int]
    placed: list[tuple[Word, int, int]] = field(default_factory=list)
    rows: list[list[_Stretch]] = field(default_factory=list)

    def keep(self, words: Sequence[Word], col: int, start: int) -> None:
        """Give words to a column whose words begin at a place."""
        for word in words:
            into = _place(word.x0) - start
            self.placed.append((word, col, into))
            self.width[col] = max(self.width[col], into + len(word.text))


def straighten(pages: Sequence[Page], is_heading: IsHeading) -> None:
    """Set the columns of tables upright; words and pages are changed in place.

    Args:
        pages: pages of text that keeps layout, a word's edges being those of its characters.
        is_heading: whether a text is a known column heading.
    """
    tables: list[_Columns] = []
    open_table: _Columns | None = None
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
        _name_sections(table.rows)
        _set(table)
    for page in pages:
        page.width = max([page.width, *(word.x1 + MARGIN for word in page.words)])


def _set_apart(page: Page, tops: Sequence[float]) -> None:
    """Put white space above the heights at which another table begins, for its columns stand elsewhere."""
    for word in page.words:
        down = _APART * sum(word.top >= top for top in tops)
        word.top, word.bottom = word.top + down, word.bottom + down
    page.height += _APART * len(tops)


def _place(x: float) -> int:
    return round((x - MARGIN) / CHARACTER)


def _headed(rows: list[list[Line]], at: int, is_heading: IsHeading) -> Frame | None:
    """The frame of headings; where two of one line are parted by one blank, the line above tells them apart.

    The lines of headings are changed in place where they had to be parted.
    """
    if len(rows[at]) < _FEWEST - 1:
        return None
    cut = rows[at : at + 4]
    cut[0] = [*_parted(cut[0][0], is_heading), *cut[0][1:]]
    for index, (above, row) in enumerate(pairwise(cut), 1):
        if row[0].top - above[0].top > LINE_HEIGHT + 1:
            break
        starts = {_place(line.x0) for line in above[1:]}
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
        if words and _place(word.x0) in starts:
            yield make_line(words)
            words = []
        words.append(word)
    yield make_line(words)


def _begin(rows: Sequence[Sequence[Line]], at: int, frame: Frame) -> _Columns:
    head = rows[at : at + frame.head]
    lines = [line for row in head for line in row]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    bare = _unheaded(rows[at + frame.head :], _place(left))
    starts = [*(start for start, _ in bare), _place(left), *(_place(gap[1]) for gap in frame.gaps)]
    ends = [*(end for _, end in bare), *(_place(gap[0]) for gap in frame.gaps), _place(right)]
    table = _Columns(list(zip(starts, ends, strict=True)), list(starts), [1] * len(starts))
    for line in lines:
        group = next((left for left, right in frame.groups if left < line.x0 and line.x1 < right), None)
        if group is not None and line in head[0]:
            # A heading over several begins where the first of them does, so that layout sees which they are.
            table.keep(line.words, starts.index(_place(group)), _place(line.x0))
            continue
        for word in line.words:
            place = _place(word.x0)
            col = max((index for index, start in enumerate(starts) if start <= place), default=0)
            table.keep([word], col, starts[col])
    return table


def _unheaded(rows: Sequence[Sequence[Line]], left: int) -> list[tuple[int, int]]:
    """Columns that no heading stands over, at the left of the first one: references, the names of rows."""
    spans: list[tuple[int, int]] = []
    wide = [row for row in rows[:_LOOKED_AT] if len(row) >= _FEWEST]
    for line in sorted((line for row in wide for line in row if _place(line.x1) < left), key=lambda line: line.x0):
        start, end = _place(line.x0), _place(line.x1)
        if spans and start <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _goes_on(rows: list[list[Line]], table: _Columns, is_heading: IsHeading) -> bool:
    """Whether the first lines of a page look like rows of a table that ran to the foot of the page before."""
    if any(_headed(rows, at, is_heading) for at in range(min(2, len(rows)))):
        return False
    wide = [row for row in rows[:_PROBED] if len(row) >= min(_FEWEST, len(table.starts))]
    over = [row for row in rows[:_PROBED] if _runs_over(row, table)]
    return bool(wide) and len(over) <= _SPANNING


def _runs_over(row: Sequence[Line], table: _Columns) -> bool:
    """Whether a line is words alone that run far over the place where another column begins."""
    if len(row) > 1:
        return False
    start, end = _place(row[0].x0), _place(row[0].x1)
    near = [
        min(abs(start - begun), abs(start - left)) for begun, (left, _) in zip(table.starts, table.heads, strict=True)
    ]
    own = near.index(min(near))
    return any(end > other + _OVER for other in table.starts[own + 1 :])


def _take(rows: Sequence[list[Line]], at: int, table: _Columns, is_heading: IsHeading) -> tuple[int, float | None]:
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
                _give(chunk, table)
                return at, row[0].top
            return at, chunk[0][0].top
        if over or row[0].top - top > LINE_HEIGHT + 1:
            _give(chunk, table)
            chunk = []
        spanning = spanning + 1 if over else 0
        if not over:
            chunk.append(row)
        top = row[0].top
        at += 1
    _give(chunk, table)
    return (at if spanning <= _SPANNING else at - spanning), None


def _give(chunk: Sequence[Sequence[Line]], table: _Columns) -> None:
    """Give lines without white space between them to the columns."""
    rows = [[_Stretch(line.words, index) for line in row] for index, row in enumerate(chunk)]
    for row in rows:
        _assign(row, table)
    _learn(rows, table)
    for row in rows:
        _assign(row, table)
    begun = [stretch for row in rows for stretch in row]
    for index, row in enumerate(rows):
        if len(row) == 1 and not row[0].col:
            continue  # as often as not the name of a section
        near = {head[0]: col for col, head in enumerate(table.heads)}
        near |= {other.start: other.col for other in begun if 0 < abs(other.row - index) <= _NEAR}
        parted = [part for stretch in row for part in _part(stretch, near)]
        if len(parted) > len(row):
            row[:] = parted
            _assign(row, table)
    table.rows.extend(rows)
    for col in range(len(table.starts)):
        _settle([stretch for row in rows for stretch in row if stretch.col == col], col, table)


def _learn(rows: Sequence[Sequence[_Stretch]], table: _Columns) -> None:
    """Where columns begin in some lines: fuller lines say it more surely, for fewer places suit their words."""
    for col in range(1, len(table.starts)):
        told: Counter[int] = Counter()
        for row in rows:
            for stretch in row:
                if stretch.col == col:
                    told[stretch.start] += len(row)
        if told:
            table.starts[col] = told.most_common(1)[0][0]


def _settle(stretches: Sequence[_Stretch], col: int, table: _Columns) -> None:
    """Give a column its stretches of some lines; how far in they stand is kept where a mark of a list says why."""
    if col == 0:
        for stretch in stretches:
            table.keep(stretch.words, col, table.heads[0][0])  # nothing pushes the first column
        return
    mark: _Stretch | None = None
    before: _Stretch | None = None
    first = 0
    for stretch in stretches:
        if before is not None and before.row == stretch.row:
            table.keep(stretch.words, col, first)
            continue
        marked = _MARK.fullmatch(stretch.words[0].text) is not None
        if before is None or stretch.row - before.row > 1 or (mark is not None and stretch.start <= mark.start):
            mark = None
        first = mark.start if mark is not None else stretch.start
        if marked and mark is None:
            mark = stretch
        table.keep(stretch.words, col, first)
        table.starts[col] = first
        before = stretch


def _part(stretch: _Stretch, near: dict[int, int]) -> Iterator[_Stretch]:
    """A stretch parted before words that stand where a further column begins in a line nearby."""
    words: list[Word] = []
    col = stretch.col
    for word in stretch.words:
        found = next((near[x] for x in _places(word) if near.get(x, -1) > col), None)
        if words and found is not None:
            col = found
            yield _Stretch(words, stretch.row)
            words = []
        words.append(word)
    yield _Stretch(words, stretch.row)


def _places(word: Word) -> tuple[int, ...]:
    """Where the column of a word may begin that opens a cell: there, or nearby where it looks like a beginning."""
    place = _place(word.x0)
    if word.text in BULLETS:
        return tuple(range(place, place + _NEAR_BULLET))  # words hang behind their bullet
    return (place, place + 1, place - 1) if word.text[0].isupper() or word.text[0].isdigit() else (place,)


def _assign(row: Sequence[_Stretch], table: _Columns) -> None:
    """Give each stretch of a line the column that suits all of them best, left to right."""
    n_cols = len(table.starts)
    # costs[c]: least cost with the last stretch so far in column c; ways: the columns that cost it.
    costs = [_cost(row[0], col, table) for col in range(n_cols)]
    ways = [[col] for col in range(n_cols)]
    for before, stretch in pairwise(row):
        shared = _BULLET_COST if _BULLET.fullmatch(before.words[-1].text) else _SHARED_COST
        shared += max(0, stretch.start - before.end - _NEAR_BULLET)
        new_costs, new_ways = [], []
        for col in range(n_cols):
            options = [(costs[other] + _cost(stretch, col, table), other) for other in range(col)]
            options.append((costs[col] + shared, col))
            least, other = min(options)
            new_costs.append(least)
            new_ways.append([*ways[other], col])
        costs, ways = new_costs, new_ways
    best = min(range(n_cols), key=costs.__getitem__)
    for stretch, col in zip(row, ways[best], strict=True):
        stretch.col = col


def _cost(stretch: _Stretch, col: int, table: _Columns) -> float:
    """How far from a column a stretch stands: from where its words or its heading begin, or about one middle."""
    start, end = stretch.start, stretch.end
    left, right = table.heads[col]
    return min(abs(start - table.starts[col]), abs(start - left) + 0.5, abs(start + end - left - right) / 2 + 1.0)


def _name_sections(rows: Sequence[Sequence[_Stretch]]) -> None:
    """Set the names of sections in bold, as the page does: a line alone at the left, right above a row's first line.

    A line below words of the same cell is the rest of them, as often as not.
    """
    for above, row, below in zip([[], *rows], rows, rows[1:], strict=False):
        lead = below[0]
        if len(row) > 1 or row[0].col or lead.col or len(below) < _FEWEST or not _opens(row[0]) or not _opens(lead):
            continue
        top = row[0].words[0].top
        if above and not above[0].col and 0 <= top - above[0].words[0].top < 2 * LINE_HEIGHT:
            continue
        if lead.words[0].top - top > 2 * LINE_HEIGHT or lead.words[0].top < top:
            continue
        for word in row[0].words:
            word.bold = True


def _opens(stretch: _Stretch) -> bool:
    sign = stretch.words[0].text[0]
    return sign.isupper() or sign.isdigit()


def _set(table: _Columns) -> None:
    """Move the words of a table to its columns, each wide enough for what it holds."""
    lefts = [table.heads[0][0]]
    for width in table.width[:-1]:
        lefts.append(lefts[-1] + width + _GUTTER)
    for word, col, into in table.placed:
        wide = word.x1 - word.x0
        word.x0 = MARGIN + CHARACTER * (lefts[col] + into)
        word.x1 = word.x0 + wide
