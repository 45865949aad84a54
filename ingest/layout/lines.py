"""Words to lines: those that stand on one baseline, left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.layout.document import ASKEW, Line, Word, make_line

# Words share a line when their heights overlap by this share of the smaller one (a raised footnote mark does).
_OVERLAP = 0.5
# A gap of more than this many font sizes parts two lines that stand side by side (columns, label and value).
COLUMN_GAP = 1.9


def group_lines(words: Iterable[Word], column_gap: float | None = COLUMN_GAP) -> list[Line]:
    """Cluster words to lines, top to bottom, then left to right.

    Args:
        words: words of one page, or of one cell, in any order.
        column_gap: gap in font sizes at which a line is parted in two; None never parts.
    """
    rows: list[list[Word]] = []
    # top and bottom of the tallest word of each row: its core, against which others are held
    cores: list[tuple[float, float]] = []
    sideways: list[Word] = []
    for word in sorted(words, key=_middle):
        if word.turn:
            sideways.append(word)
            continue
        place = _row_of(word, cores)
        if place is None:
            rows.append([word])
            cores.append((word.top, word.bottom))
        else:
            rows[place].append(word)
            top, bottom = cores[place]
            if word.bottom - word.top > bottom - top:
                cores[place] = (word.top, word.bottom)
    lines: list[Line] = []
    for row in rows:
        row.sort(key=_left)
        lines.extend(_split_row(row, column_gap))
    lines.sort(key=lambda line: (round(line.top + line.bottom), line.x0))
    return lines + sideways_lines(sideways)


def _middle(word: Word) -> float:
    return word.top + word.bottom


def _left(word: Word) -> float:
    return word.x0


def _row_of(word: Word, cores: Sequence[tuple[float, float]]) -> int | None:
    high, low = word.top, word.bottom
    height = low - high
    for index in range(len(cores) - 1, max(-1, len(cores) - 4), -1):
        top, bottom = cores[index]
        # Spelt out, for this is asked for each word: the shared height, and the smaller one of the two heights.
        shared = (bottom if bottom < low else low) - (top if top > high else high)
        core = bottom - top
        if shared > _OVERLAP * (core if core < height else height):
            return index
    return None


def _split_row(row: list[Word], column_gap: float | None) -> list[Line]:
    if column_gap is None or len(row) == 1:
        return [make_line(row)]
    lines: list[Line] = []
    start = 0
    least = column_gap * 6.0
    before = row[0]
    for index, word in enumerate(row):
        gap = word.x0 - before.x1
        if gap > least and gap > column_gap * max(word.size, before.size):
            lines.append(make_line(row[start:index]))
            start = index
        before = word
    lines.append(make_line(row[start:]))
    return lines


def sideways_lines(words: Sequence[Word]) -> list[Line]:
    """Lines of words that lie on their side (turned headings, page numbers in the margin), in their own order."""
    lines: list[Line] = []
    for turn in (1, 2, 3, ASKEW) if words else ():
        turned = [word for word in words if word.turn == turn]
        if turn in (2, ASKEW) or not turned:
            lines.extend(make_line([word]) for word in turned)
            continue
        # A line read upwards (3) runs along a column of the page; lines follow one another from left to right.
        turned.sort(key=lambda word: (word.x0 + word.x1) * (1 if turn == 3 else -1))
        columns: list[list[Word]] = []
        for word in turned:
            last = columns[-1][-1] if columns else None
            if last is not None and min(last.x1, word.x1) - max(last.x0, word.x0) > _OVERLAP * (word.x1 - word.x0):
                columns[-1].append(word)
            else:
                columns.append([word])
        for column in columns:
            column.sort(key=lambda word: word.bottom if turn == 1 else -word.top)
            lines.append(make_line(column))
    return lines


def rows_of_lines(lines: Sequence[Line]) -> list[list[Line]]:
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
