"""Forms without a grid: labels with their values beside them, the same labels for one action after another.

"Action: …", "Lead: …", "By when: …" stand one below the other, the values after a colon or in a column of their own.
What tells such a form from the head of a report is that its labels come again, for the next action.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.layout.aligned_head import IsHeading
from ingest.layout.document import Cell, Line, Page, Table, Word, make_line
from ingest.layout.label_rows import Label, Labels, Row, counted, label_rows, words_of
from ingest.layout.together import ALONE, Together

# A form has so many labels that come again.
_FEWEST_LABELS = 4
_FEWEST_CUT = 2
# A value ends where white space is so many heights of a line high.
_END_GAP = 2.2
_EDGE = 4.0
# Bold words that are so many times as large as usual are a title.
_LARGE = 1.08
# Above and below these shares of the page's height stand running lines.
_MARGIN = 0.07


@dataclass(slots=True)
class _Pair:
    """A label and its value: ``x0`` is where the words of the value begin, ``left`` where those of the label do."""

    label: list[Line]
    value: list[Line]
    left: float
    x0: float
    right: float
    inline: bool


@dataclass(slots=True)
class _Form:
    """Labels with their values that stand one below the other."""

    pairs: list[_Pair] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def words(self) -> Iterator[Word]:
        """The words of the labels and of the values."""
        return (word for pair in self.pairs for line in [*pair.label, *pair.value] for word in line.words)


def find_label_forms(
    pages: Sequence[Page],
    rest_by_page: list[list[Word]],
    tables_by_page: list[list[Table]],
    is_heading: IsHeading,
    together: Together = ALONE,
) -> None:
    """Make tables of labels and values from words that stand in no table; both lists are changed in place.

    Labels and values side by side may have been read as headings of columns: such a table gives way to the form.

    Args:
        pages: the pages of a paper, or a range of them.
        rest_by_page: the words of each page that are in no table.
        tables_by_page: the tables of each page.
        is_heading: whether a text is a known column heading.
        together: the processes that have the other pages.
    """
    doubted = [[table for table in tables if table.ruled == "aligned"] for tables in tables_by_page]
    rows_by_page = [
        label_rows([*rest, *words_of(tables)], is_heading) for rest, tables in zip(rest_by_page, doubted, strict=True)
    ]
    own = Counter(key for rows in rows_by_page for row in rows for key in counted(row, is_heading))
    labels = Labels.of(together.share("labels", own), is_heading)
    if len(labels.known) < _FEWEST_LABELS:
        return
    forms_by_page = [_forms(page, rows, labels) for page, rows in zip(pages, rows_by_page, strict=True)]
    full = [any(len(form.keys) >= _FEWEST_LABELS for form in forms) for forms in forms_by_page]
    for index, page in enumerate(pages):
        # Of a form that a page's end cuts a few labels may stand on the other page.
        least = _FEWEST_CUT if any(full[max(0, index - 1) : index + 2]) else _FEWEST_LABELS
        forms = [form for form in forms_by_page[index] if len(form.keys) >= least]
        rest, tables = rest_by_page[index], tables_by_page[index]
        taken = {id(word) for form in forms for word in form.words()}
        freed = [table for table in doubted[index] if all(id(word) in taken for word in words_of([table]))]
        if len(freed) < len(doubted[index]):
            rows = label_rows([*rest, *words_of(freed)], is_heading)
            forms = [form for form in _forms(page, rows, labels) if len(form.keys) >= least]
        if not forms:
            continue
        taken = {id(word) for form in forms for word in form.words()}
        rest_by_page[index] = [word for word in [*rest, *words_of(freed)] if id(word) not in taken]
        kept = [table for table in tables if not any(table is other for other in freed)]
        made = [_table(page, form) for form in forms]
        tables_by_page[index] = sorted([*kept, *made], key=lambda table: table.boxes[0][2])


def _forms(page: Page, rows: Sequence[Row], known: Labels) -> list[_Form]:
    forms: list[_Form] = [_Form()]
    edges = {round(row[0].x0) for row in rows if known.at_front(row)}
    large = _LARGE * median(row[0].words[0].size for row in rows) if rows else 0.0
    for above, row in pairwise([rows[0], *rows]) if rows else ():
        # The name of a section may have the form of a label with its number: "Priority 1: Safer streets".
        titled = all(line.bold for line in row) and row[0].words[0].size > large
        labels = [] if titled else known.among(row)
        top, height = min(line.top for line in row), row[0].words[0].bottom - row[0].words[0].top
        last = forms[-1].pairs
        far = bool(last) and top - max(line.bottom for line in above) > _END_GAP * height
        if labels and labels[0].key in known.guessed and round(row[0].x0) not in edges:
            labels = []
        if labels and labels[0].at == 0:
            if last and abs(row[0].x0 - last[0].left) > _EDGE:
                forms.append(_Form())
            _take_labels(forms[-1], row, labels, page)
        elif last and not far and _goes_on(row, last) and not _in_margin(page, row):
            _take_lines(row, last)
        elif last:
            forms.append(_Form())
    forms = [form for form in forms if form.pairs]
    if forms:
        _take_rest(page, rows, forms[0])
    return forms


def _take_rest(page: Page, rows: Sequence[Row], form: _Form) -> None:
    """The lines above a page's first label that stand where its values do: the rest of a value that the page cut."""
    first = form.pairs[0]
    if first.inline or not first.value:
        return
    rest: list[Line] = []
    for row in rows:
        if row[0] is first.label[0]:
            break
        if row[0].bottom < _MARGIN * page.height:
            continue
        if any(line.x0 < first.x0 - _EDGE for line in row):
            return
        rest += row
    if rest and first.label[0].top - rest[-1].bottom < _END_GAP * (rest[-1].bottom - rest[-1].top):
        form.pairs.insert(0, _Pair([], rest, first.left, first.x0, first.right, False))


def _in_margin(page: Page, row: Row) -> bool:
    return row[0].top > (1 - _MARGIN) * page.height


def _take_labels(form: _Form, row: Row, labels: Sequence[Label], page: Page) -> None:
    """The labels of a row with the first lines of their values."""
    ends = [*(label.at for label in labels[1:]), len(row)]
    for label, end in zip(labels, ends, strict=True):
        line, count = row[label.at], label.count
        inline = count < len(line.words)
        values = [make_line(line.words[count:])] if inline else []
        values += row[label.at + 1 : end]
        right = row[end].x0 - _EDGE if end < len(row) else page.width
        x0 = values[0].x0 if values else line.x1
        form.pairs.append(_Pair([make_line(line.words[:count])], values, line.x0, x0, right, inline))
        form.keys.add(label.key)


def _goes_on(row: Row, pairs: Sequence[_Pair]) -> bool:
    """Whether a line without a label goes on with the values above it: in their column, or at the labels' edge."""
    last = pairs[-1]
    if all(line.bold for line in row) and not all(line.bold for line in last.value):
        return False
    if last.inline or not last.value:
        return row[0].x0 >= last.left - _EDGE
    return all(any(line.x0 >= pair.x0 - _EDGE for pair in pairs[-2:]) for line in row)


def _take_lines(row: Row, pairs: Sequence[_Pair]) -> None:
    for line in row:
        level = [pair for pair in pairs[-3:] if abs(pair.label[0].top - pairs[-1].label[0].top) < _EDGE]
        owner = next((pair for pair in level if pair.x0 - _EDGE <= line.x0 < pair.right), pairs[-1])
        owner.value.append(line)


def _table(page: Page, form: _Form) -> Table:
    lines = [line for pair in form.pairs for line in [*pair.label, *pair.value]]
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    middle = min((pair.x0 for pair in form.pairs if not pair.inline and pair.value), default=(left + right) / 2) - 2
    tops = [min(line.top for line in pair.label or pair.value) - 1 for pair in form.pairs]
    bottom = max(line.bottom for line in lines) + 1
    cells = []
    for row, (pair, top) in enumerate(zip(form.pairs, tops, strict=True)):
        below = next((other for other in tops[row + 1 :] if other > top + _EDGE), bottom)
        cells.append(Cell(row, 0, lines=pair.label, boxes=[(page.number, *_box(pair.label))] if pair.label else []))
        box = (min(pair.x0 - 2, right), top, min(pair.right, right + 2), below)
        cells.append(Cell(row, 1, lines=pair.value, boxes=[(page.number, *box)]))
    return Table(
        cells, len(form.pairs), 2, [page.number], ruled="labels", confidence=0.75,
        boxes=[(page.number, left, tops[0], right, bottom)], xs=[left - 2, middle, right + 2],
    )  # fmt: skip


def _box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.x0 for line in lines), min(line.top for line in lines),
        max(line.x1 for line in lines), max(line.bottom for line in lines),
    )  # fmt: skip
