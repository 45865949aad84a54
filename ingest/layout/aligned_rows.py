"""Rows of a table that no lines part: told by where several columns begin anew at one height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.layout.aligned_fit import fit_rows
from ingest.layout.document import Line, Word
from ingest.layout.lines import group_lines

# A line is a new beginning in its column when it stands this share of the usual distance further down than usual.
_ANEW = 1.22
# Lines of two columns are level when their tops differ by less than this share of a line's height.
_LEVEL = 0.4
# Where the first column is silent, this share of the columns that speak at all must begin anew together.
_TOGETHER = 0.5
_FEWEST_TOGETHER = 3
# Without white space between rows a line with words in so many columns begins a row.
_FULL = 0.7
# A line with words in no more than this share of so many columns goes on where all others are full.
_HARDLY = 0.3
_EITHER_COLUMNS = 4
# A column whose entries are no longer than this numbers the rows.
_REF_LENGTH = 8
# A column of short values: no line longer than so many letters, and few lines to a row.
_BRIEF = 22
_BRIEF_LINES = 2.2
# Lines of one cell stand no further apart than so many times their height.
_LOOSE_PITCH = 1.5
_USUAL_TENTH = 10
# So many lines that go on in the middle of a sentence tell it.
_FEWEST_SURE = 4
_SENTENCE_ENDS = ".!?:;"
_NEAR_LEAST = 1.5
# The name of a section stands no further above its first row than so many heights of a line.
_NAME_GAP = 2.0


@dataclass(slots=True)
class RowBreak:
    """Where a row begins.

    Attributes:
        top: in points.
        going_on: the columns whose cell goes on from the row above.
        sure: the name of a section, or the row below one: no edge of a fill nearby says otherwise.
    """

    top: float
    going_on: frozenset[int]
    sure: bool = False


@dataclass(slots=True)
class _Level:
    """Lines of several columns that stand level: by column the line, and which of them begin anew."""

    top: float
    lines: dict[int, Line]
    anew: set[int]


def find_breaks(words_by_column: Sequence[Sequence[Word]]) -> list[RowBreak]:
    """Where the second and further rows of a stretch of table begin.

    Args:
        words_by_column: the words of each column, left to right, without the heading rows.
    """
    columns = [group_lines(words, None) for words in words_by_column]
    fitted = fit_rows(columns, usual_pitch(columns))
    if fitted is not None:
        return _with_names([RowBreak(top, frozenset(), True) for top in fitted.tops[1:]], fitted.names, columns)
    names = _names_of_sections(_levels(columns, usual_pitch(columns)))
    if names:
        columns[0] = [line for line in columns[0] if not any(line is name for name, _ in names)]
    pitch = usual_pitch(columns)
    levels = _levels(columns, pitch)
    brief = frozenset(index for index, lines in enumerate(columns) if _is_brief(lines, pitch))
    numbering = _numbers_rows(columns[0]) if columns else False
    speaking = sum(1 for lines in columns if lines)
    spaced = [level for level in levels[1:] if _begins(level, speaking, numbering, brief)]
    full = [level for level in levels if _is_full(level, len(columns))]
    either_or = _is_either_or(levels, full, len(columns))
    if not spaced or len(full) >= _FULL * len(levels) or either_or:
        begun = {id(level) for level in [*spaced, *full]}
        spaced = [level for level in levels[1:] if id(level) in begun]
    opening = {id(level) for level in full if _opens_every_cell(level)}
    known = {id(level) for level in spaced}
    spaced = [level for level in levels[1:] if id(level) in known or id(level) in opening]
    spaced = _with_lone(levels, spaced)
    breaks = []
    for level in spaced:
        leads = 0 in level.anew or (numbering and 0 in level.lines)
        going_on = frozenset() if leads else _going_on(columns, level, pitch)
        if either_or or id(level) in opening:
            going_on -= level.lines.keys()
        breaks.append(RowBreak(level.top, going_on))
    return _with_names(breaks, names, columns) if names else breaks


def _names_of_sections(levels: Sequence[_Level]) -> list[tuple[Line, float]]:
    """Bold lines that stand alone at the left right above a row that is not bold there, with that row's top."""
    found = []
    for level, below in pairwise(levels):
        line, lead = level.lines.get(0), below.lines.get(0)
        if line is None or len(level.lines) > 1 or not line.bold or lead is None or lead.bold:
            continue
        if len(below.lines) >= _FEWEST_TOGETHER and lead.top - line.bottom < _NAME_GAP * (line.bottom - line.top):
            found.append((line, below.top))
    return found


def _with_names(
    breaks: Sequence[RowBreak], names: Sequence[tuple[Line, float]], columns: Sequence[Sequence[Line]]
) -> list[RowBreak]:
    """The breaks, and those above and below the names of sections that stand between the columns' lines."""
    first = min((line.top for lines in columns for line in lines), default=0.0)
    made = {found.top: found for found in breaks}
    for line, below in names:
        made[below] = RowBreak(below, frozenset(), True)
        if line.top > first:
            made[line.top] = RowBreak(line.top, frozenset(), True)
    return [made[top] for top in sorted(made)]


def usual_pitch(columns: Sequence[Sequence[Line]]) -> float:
    """Usual distance of the tops of two lines of one cell, in points."""
    found = [(b.top - a.top, runs_on(a, b)) for lines in columns for a, b in pairwise(lines) if b.top > a.top]
    sure = [gap for gap, running in found if running]
    if len(sure) >= _FEWEST_SURE:
        return median(sure)
    gaps = sorted(gap for gap, _ in found)
    heights = [line.bottom - line.top for lines in columns for line in lines]
    if not heights:
        return 12.0
    single = _LOOSE_PITCH * median(heights)
    if not gaps:
        return single
    least = gaps[len(gaps) // _USUAL_TENTH]
    return min(median([gap for gap in gaps if gap <= _NEAR_LEAST * least]), single)


def runs_on(above: Line, below: Line) -> bool:
    """Whether a line goes on with the sentence of the line above it, for certain."""
    return below.text[:1].islower() and above.text[-1] not in _SENTENCE_ENDS


def _levels(columns: Sequence[Sequence[Line]], pitch: float) -> list[_Level]:
    found: list[tuple[float, int, Line, bool]] = []
    for index, lines in enumerate(columns):
        before: Line | None = None
        for line in lines:
            found.append((line.top, index, line, before is None or line.top - before.top > _ANEW * pitch))
            before = line
    found.sort(key=lambda one: (one[0], one[1]))
    levels: list[_Level] = []
    for top, index, line, anew in found:
        if levels and top - levels[-1].top <= _LEVEL * (line.bottom - line.top) and index not in levels[-1].lines:
            levels[-1].lines[index] = line
        else:
            levels.append(_Level(top, {index: line}, set()))
        if anew:
            levels[-1].anew.add(index)
    return levels


def _numbers_rows(lines: Sequence[Line]) -> bool:
    """Whether a column holds short references, each of which begins a row."""
    texts = [line.text for line in lines]
    numbered = [text for text in texts if any(sign.isdigit() for sign in text) and len(text) <= _REF_LENGTH]
    return len(texts) > 1 and len(numbered) >= 0.8 * len(texts)


def _is_brief(lines: Sequence[Line], pitch: float) -> bool:
    """Whether a column holds short values (dates, names, ratings), a line or two for each row."""
    if len(lines) < 2 or max(len(line.text) for line in lines) > _BRIEF:
        return False
    runs = 1 + sum(1 for a, b in pairwise(lines) if b.top - a.top > _ANEW * pitch)
    return len(lines) <= _BRIEF_LINES * runs


def _begins(level: _Level, speaking: int, numbering: bool, brief: frozenset[int]) -> bool:
    if 0 in level.lines and numbering:
        return len(level.lines) > 1
    if 0 in level.anew:
        return len(level.anew) > 1 or speaking == 1
    if len(level.anew) < _FEWEST_TOGETHER:
        return False
    return len(level.anew) >= _TOGETHER * speaking or len(level.anew & brief) > 1


def _with_lone(levels: Sequence[_Level], begun: Sequence[_Level]) -> list[_Level]:
    """The rows begun, and those that are one bold cell alone: white space above, and the next row below."""
    known = {id(level) for level in begun}
    found: list[_Level] = []
    for index, level in enumerate(levels):
        if id(level) in known:
            found.append(level)
            continue
        if index == 0 or len(level.lines) != 1 or not next(iter(level.lines.values())).bold:
            continue
        column = next(iter(level.lines))
        after = index
        while after < len(levels) and id(levels[after]) not in known and set(levels[after].lines) == {column}:
            after += 1
        ended = after < len(levels) and id(levels[after]) in known
        if ended and column in level.anew and set(levels[index - 1].lines) != {column}:
            found.append(level)
    return found


def _is_full(level: _Level, n_columns: int) -> bool:
    """Whether a line has words in most columns, as the first line of a row has and a continuation has not."""
    if 0 not in level.lines or len(level.lines) < _FULL * n_columns:
        return False
    lead = level.lines[0].words[0].text
    return lead[:1].isupper() or lead[:1].isdigit()


def _opens_every_cell(level: _Level) -> bool:
    """Whether each cell of a full line opens with a capital, a figure or a bullet: a line that goes on hardly does."""
    return not any(line.text[0].islower() for line in level.lines.values())


def _is_either_or(levels: Sequence[_Level], full: Sequence[_Level], n_columns: int) -> bool:
    """Whether each line has words in most columns or in hardly any: figures beside names that take two lines."""
    known = {id(level) for level in full}
    rest = [len(level.lines) for level in levels if id(level) not in known]
    return len(full) > 1 and n_columns >= _EITHER_COLUMNS and max(rest, default=0) <= _HARDLY * n_columns


def _going_on(columns: Sequence[Sequence[Line]], level: _Level, pitch: float) -> frozenset[int]:
    """Columns whose lines run on past a row's top at their usual distance."""
    found = set()
    for index, lines in enumerate(columns):
        for above, below in pairwise(lines):
            if above.top < level.top - 1 and below.top >= level.top - 1:
                if below.top - above.top <= _ANEW * pitch and index not in level.anew:
                    found.add(index)
                break
    return frozenset(found)
