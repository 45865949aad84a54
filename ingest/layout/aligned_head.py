"""Heading lines of a table without a grid: where its columns part, and which headings stand over several columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.layout.document import Line, Word, make_line

MIN_COLUMNS = 3
MAX_COLUMNS = 16
_KNOWN_SHARE = 0.6
_MOST_LINES = 4
# A heading under another one ("Q1" under "Actual") is short.
_SUB_LENGTH = 24
# Lines of headings are no further apart than so many heights of a line.
_NEAR = 1.7
_SAME_SIZE = 0.8
# A blank within a heading is no wider than so many font sizes.
_WIDE_BLANK = 0.45
# A heading over others begins where the first of them does, give or take so many points.
_FLUSH = 2.0
# One amid others has its middle within this share of their width of theirs.
_AMID = 0.1

IsHeading = Callable[[str], bool]
Row = Sequence[Line]


@dataclass(slots=True)
class Frame:
    """What is known of a table before its rows are: its heading lines and what parts its columns.

    Attributes:
        head: how many printed lines its headings take.
        gaps: the stretches (left, right) between headings that stand side by side, or about a known edge.
        xs: column edges known from the page before, or none.
        lower: the printed line from 0 at which headings of a second level begin; 0 where there is one level.
        groups: (left, right) of each set of second-level headings that one heading stands over.
        bold: whether the headings are bold; None where none are known.
    """

    head: int
    gaps: list[tuple[float, float]]
    xs: list[float] = field(default_factory=list)
    lower: int = 0
    groups: list[tuple[float, float]] = field(default_factory=list)
    bold: bool | None = None


@dataclass(slots=True)
class _Cell:
    """A heading: its box, its words, those of its lower lines alone, and the line from 0 that it began in.

    ``over`` is the place of the heading over it in the first line, where it is centred there; else -1.
    """

    x0: float
    x1: float
    text: str
    lower: str
    line: int
    over: int = -1


def headed(rows: Sequence[Row], at: int, is_heading: IsHeading) -> Frame | None:
    """The frame that headings give which begin at a row; None where none do."""
    if len(rows[at]) < MIN_COLUMNS - 1 or not any(is_heading(line.text) for line in rows[at]):
        return None
    lines = rows[at : at + _MOST_LINES]
    best = _best(lines, is_heading)
    if any(_has_wide_blank(line) for line in rows[at]):
        # A heading that fills its column stands near the next one.
        parted = _best([[part for line in row for part in _parted(line)] for row in lines], is_heading)
        if parted is not None and (best is None or parted[0] > best[0]):
            best = parted
    if best is None:
        return None
    _, count, first, cells = best
    gaps = [(a.x1, b.x0) for a, b in pairwise(cells)]
    if any(left >= right for left, right in gaps):
        return None
    lower = min((cell.line for cell in cells if cell.line), default=0)
    return Frame(count, gaps, [], lower, _groups(first, cells) if lower else [], first[0].bold)


def _best(lines: Sequence[Row], is_heading: IsHeading) -> tuple[int, int, Row, list[_Cell]] | None:
    """Of the numbers of lines that headings may take the one that makes most of them known words.

    Returns:
        How many are known, how many lines they take, the first line, and the headings; None where too few are known.
    """
    best: tuple[int, int, Row, list[_Cell]] | None = None
    if len(lines[0]) < MIN_COLUMNS:
        return None
    for count in range(1, len(lines) + 1):
        if count > 1 and not _goes_on(lines[0], lines[count - 2], lines[count - 1]):
            break
        cells = _stacked(lines[:count])
        if not MIN_COLUMNS <= len(cells) <= MAX_COLUMNS:
            break
        known = sum(1 for cell in cells if is_heading(cell.text) or (cell.lower and is_heading(cell.lower)))
        # Bold words need not all be known: the heading over indicators is often the name of their section.
        least = MIN_COLUMNS - all(line.bold for line in lines[0])
        # Of a heading that goes on on a second line both readings may be known ("Direction" and "Direction of travel").
        if known >= max(least, _KNOWN_SHARE * len(cells)) and (best is None or known >= best[0]):
            best = (known, count, lines[0], cells)
    return best


def _has_wide_blank(line: Line) -> bool:
    return any(b.x0 - a.x1 > _WIDE_BLANK * a.size for a, b in pairwise(line.words))


def _parted(line: Line) -> list[Line]:
    """A line parted at its wide blanks."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 > _WIDE_BLANK * before.size:
            parts.append([])
        parts[-1].append(word)
    return [make_line(part) for part in parts]


def _goes_on(first: Row, above: Row, row: Row) -> bool:
    """Whether a line may be a further one of the headings: it looks like the first, and is near the one above."""
    gap = min(line.top for line in row) - max(line.bottom for line in above)
    alike = row[0].bold == first[0].bold and abs(row[0].size - first[0].size) <= _SAME_SIZE
    return alike and gap <= _NEAR * (row[0].bottom - row[0].top)


def _stacked(rows: Sequence[Row]) -> list[_Cell]:
    """Heading cells, left to right; a heading may take several lines, each under the one it overlaps.

    Several under one, and short words beside those above, are headings of a second level.
    """
    cells = [_Cell(line.x0, line.x1, line.text, "", 0) for line in rows[0]]
    first = [id(cell) for cell in cells]
    for number, row in enumerate(rows[1:], 1):
        under = [[cell for cell in cells if min(cell.x1, line.x1) - max(cell.x0, line.x0) > 0] for line in row]
        if any(len(found) > 1 for found in under):
            return []
        centred = _centred_over(row, under)
        under = [[centred.get(place, cell) for cell in found] for place, found in enumerate(under)]
        shared = {id(found[0]) for found in under if sum(other == found for other in under) > 1 and found}
        shared |= {id(cell) for cell in centred.values()}
        for place, (line, found) in enumerate(zip(row, under, strict=True)):
            cell = found[0] if found else None
            if cell is not None and id(cell) not in shared:
                cell.x0, cell.x1 = min(cell.x0, line.x0), max(cell.x1, line.x1)
                cell.text, cell.lower = f"{cell.text} {line.text}", f"{cell.lower} {line.text}".strip()
            elif len(line.text) <= _SUB_LENGTH and len(row) > 1:
                over = first.index(id(centred[place])) if place in centred and id(centred[place]) in first else -1
                cells.append(_Cell(line.x0, line.x1, line.text, "", number, over))
            else:
                return []
        cells = [cell for cell in cells if id(cell) not in shared]
    return sorted(cells, key=lambda cell: cell.x0)


def _centred_over(row: Row, under: Sequence[Sequence[_Cell]]) -> dict[int, _Cell]:
    """For places in a line of headings, the heading over them: it overlaps one alone, but stands amid three or more."""
    found: dict[int, _Cell] = {}
    for place, above in enumerate(under):
        if not above or sum(other == above for other in under) > 1:
            continue
        reach = 0
        while reach < min(place, len(row) - 1 - place) and not any(under[place + k] for k in (-reach - 1, reach + 1)):
            reach += 1
        left, right = row[place - reach].x0, row[place + reach].x1
        if reach and abs(above[0].x0 + above[0].x1 - left - right) / 2 <= _AMID * (right - left):
            found |= dict.fromkeys(range(place - reach, place + reach + 1), above[0])
    return found


def _groups(first: Row, cells: Sequence[_Cell]) -> list[tuple[float, float]]:
    """For each heading of the first line that stands over several: from the first of these to the last."""
    lower = [cell for cell in cells if cell.line]
    flush = any(abs(line.x0 - cell.x0) <= _FLUSH for line in first for cell in cells if cell.line or cell.lower)
    members: dict[int, list[_Cell]] = {}
    for cell in lower:
        before = [k for k, line in enumerate(first) if line.x0 <= cell.x0 + _FLUSH] if flush else []
        near = min(range(len(first)), key=lambda k, cell=cell: _distance(first[k], cell))  # type: ignore[misc]
        above = before[-1] if before else near
        members.setdefault(cell.over if cell.over >= 0 else above, []).append(cell)
    groups = []
    for index, found in members.items():
        x0, x1 = first[index].x0, first[index].x1
        own = [cell for cell in cells if cell.line == 0 and cell.x0 <= x0 + 1 and cell.x1 >= x1 - 1]
        groups.append((min(c.x0 for c in [*own, *found]), max(c.x1 for c in [*own, *found])))
    return groups


def _distance(line: Line, cell: _Cell) -> float:
    return max(cell.x0 - line.x1, line.x0 - cell.x1)
