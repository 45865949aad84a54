"""Lines of running text with their list labels taken off, and rows of them side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.layout.document import Line, Word, make_line
from ingest.layout.list_labels import Label, read_label


@dataclass(slots=True)
class FlowLine:
    """One line of running text, its list label taken off.

    Attributes:
        line: its words without the label; None where the label stands alone.
        label: the label in front, or None.
        side: it is a side heading or the label of a value at its right.
        new: a block must begin here, whatever the line looks like.
        right: right edge of the column it stands in.
        plain: nothing at its front could be a label.
    """

    line: Line | None
    label: Label | None = None
    side: bool = False
    new: bool = False
    right: float = 0.0
    plain: bool = False

    @property
    def all_words(self) -> list[Word]:
        """Its words, the label's included."""
        return [*(self.label.words if self.label else ()), *(self.line.words if self.line else ())]

    @property
    def whole(self) -> Line:
        """The line with its label."""
        if self.label is None and self.line is not None:
            return self.line
        return make_line(self.all_words)


@dataclass(slots=True)
class Row:
    """Segments side by side, left to right."""

    cells: list[FlowLine]
    top: float
    bottom: float
    size: float

    @property
    def x0(self) -> float:
        """Left edge of its first segment."""
        return self.cells[0].whole.x0


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Lines on one level become the cells of a row."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _level(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    made = []
    for members in rows:
        members.sort(key=lambda line: line.x0)
        cells = take_labels(members)
        top, bottom = min(line.top for line in members), max(line.bottom for line in members)
        made.append(Row(cells, top, bottom, max(line.size for line in members)))
    return made


def _level(row: Sequence[Line], line: Line) -> bool:
    other = row[0]
    shared = min(other.bottom, line.bottom) - max(other.top, line.top)
    if shared <= 0.5 * min(other.bottom - other.top, line.bottom - line.top):
        return False
    return all(line.x0 > member.x1 - 1 or line.x1 < member.x0 + 1 for member in row)


def take_labels(members: Sequence[Line]) -> list[FlowLine]:
    """Cells of a row; a label that stands alone joins the text at its right."""
    cells: list[FlowLine] = []
    pending: Label | None = None
    for line in members:
        if pending is not None:
            cells.append(FlowLine(line, pending))
            pending = None
            continue
        label = read_label(line)
        if label is None or (label.rest is not None and not label.sure and label.kind != "decimal"):
            # Whether a doubtful sign is a bullet is for the paragraph builder to say.
            cells.append(FlowLine(line, None, plain=label is None))
        elif label.rest is None:
            pending = label
        else:
            cells.append(FlowLine(label.rest, label))
    if pending is not None:
        cells.append(FlowLine(None, pending))
    return cells
