"""A table that runs over pages as a word processor's does: cells may be cut between two lines.

ReportLab's own Table breaks between rows and cuts a row only when nothing else helps, so cells cut by a page
break, which real papers are full of, cannot be made with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from content import Box, Entry, Sheet, SourceError
from reportlab.lib.colors import HexColor, black
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

PAD = 2.5
LEADING = 1.18  # times the font size
GAP = 2.5  # points between two entries of a cell
INDENT = 8.0  # points from a bullet to its words
SIGNS = {"↑": "Symbol", "↓": "Symbol", "↔": "Symbol", "✓": "ZapfDingbats"}  # not in the text fonts


@dataclass(frozen=True)
class Line:
    """One printed line of a cell; ``gap`` is the space above it, in points."""

    text: str
    font: str
    bullet: bool = False
    indent: float = 0.0
    gap: float = 0.0


@dataclass
class Cell:
    """A box with its words broken into lines."""

    box: Box
    lines: list[Line]


class Grid(Flowable):
    """A sheet on paper; splits at page ends between rows or, where the sheet allows it, between lines."""

    def __init__(self, sheet: Sheet, fonts: tuple[str, str], bullet: str, cells: list[Cell] | None = None) -> None:
        """Break the words of each box into lines.

        Args:
            sheet: the table.
            fonts: names of the regular and the bold font.
            bullet: the sign printed as a bullet.
            cells: the cells, where they are broken into lines already.
        """
        super().__init__()
        self.sheet, self.fonts, self.bullet = sheet, fonts, bullet
        self.edges = [0.0]
        for width in sheet.widths:
            self.edges.append(self.edges[-1] + width * mm)
        self.leading = sheet.size * LEADING
        self.cells = cells if cells is not None else [Cell(b, self._break(b)) for b in sheet.boxes]

    def _break(self, box: Box) -> list[Line]:
        width = self.edges[box.col + box.cols] - self.edges[box.col] - 2 * PAD
        lines: list[Line] = []
        for entry in box.entries:
            lines += self._break_entry(entry, width, GAP if lines else 0.0)
        return lines

    def _break_entry(self, entry: Entry, width: float, gap: float) -> list[Line]:
        font = SIGNS.get(entry.text) or self.fonts[entry.bold]
        indent = INDENT if entry.bullet else 0.0
        for word in entry.text.split():
            if stringWidth(word, font, self.sheet.size) > width - indent:
                raise SourceError(f'"{word}" is wider than its column')
        found = simpleSplit(entry.text, font, self.sheet.size, width - indent)
        return [
            Line(text, font, entry.bullet and i == 0, indent, gap if i == 0 else 0.0) for i, text in enumerate(found)
        ]

    def _depth(self, lines: list[Line]) -> float:
        return sum(line.gap + self.leading for line in lines) + 2 * PAD + 1

    def _tops(self) -> list[float]:
        """Distance of each row's upper edge from the table's, and of the last row's lower edge."""
        heights = [2 * PAD + self.leading] * self.sheet.row_count
        for cell in sorted(self.cells, key=lambda c: c.box.rows):
            last = cell.box.row + cell.box.rows
            lacking = self._depth(cell.lines) - sum(heights[cell.box.row : last])
            heights[last - 1] += max(0.0, lacking)
        tops = [0.0]
        for height in heights:
            tops.append(tops[-1] + height)
        return tops

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:
        """Width and height in points."""
        return self.edges[-1], self._tops()[-1]

    def split(self, avail_width: float, avail_height: float) -> list[Any]:
        """The part that fits into the height and the rest; nothing where not even one row fits."""
        tops = self._tops()
        if tops[-1] <= avail_height:
            return [self]
        row = max(i for i, top in enumerate(tops) if top <= avail_height)
        cut = tops[row]
        if self.sheet.cut == "cells" and avail_height - cut > 4 * self.leading:
            cut = avail_height
        head = self.sheet.head_rows
        if cut <= tops[head]:
            return []
        above = row + (cut > tops[row])  # rows that stand above the cut, wholly or in part
        upper = [c for c in (self._upper(c, tops, cut, above) for c in self.cells) if c]
        lower = [c for c in (self._lower(c, tops, cut, row) for c in self.cells) if c]
        again = head if self.sheet.keep_head else 0
        heads = [c for c in self.cells if c.box.row < again]
        lower = heads + [Cell(replace(c.box, row=c.box.row + again), c.lines) for c in lower]
        return [self._grid(upper, above, head), self._grid(lower, self.sheet.row_count - row + again, again)]

    def _grid(self, cells: list[Cell], rows: int, head: int) -> Grid:
        return Grid(replace(self.sheet, row_count=rows, head_rows=head), self.fonts, self.bullet, cells)

    def _fitting(self, cell: Cell, tops: list[float], cut: float) -> int:
        """How many lines of a cell stand above the cut."""
        y = tops[cell.box.row] + PAD
        for i, line in enumerate(cell.lines):
            y += line.gap + self.leading
            if y > cut - PAD:
                return i
        return len(cell.lines)

    def _upper(self, cell: Cell, tops: list[float], cut: float, above: int) -> Cell | None:
        """What of a cell stands above the cut, which leaves that many rows."""
        box = cell.box
        if tops[box.row] >= cut:
            return None
        rows = min(box.rows, above - box.row)
        return Cell(replace(box, rows=rows), cell.lines[: self._fitting(cell, tops, cut)])

    def _lower(self, cell: Cell, tops: list[float], cut: float, row: int) -> Cell | None:
        """What of a cell stands below the cut, its rows counted from the row that is cut."""
        box = cell.box
        end = box.row + box.rows
        if tops[end] <= cut:
            return None
        start = max(box.row, row)
        lines = cell.lines if tops[box.row] >= cut else cell.lines[self._fitting(cell, tops, cut) :]
        return Cell(replace(box, row=start - row, rows=end - start), lines)

    def draw(self) -> None:
        """Put fills, words and rules on the canvas."""
        tops = self._tops()
        bottom = tops[-1]
        for cell in self.cells:
            box = cell.box
            x0, x1 = self.edges[box.col], self.edges[box.col + box.cols]
            y1, y0 = bottom - tops[box.row], bottom - tops[box.row + box.rows]
            if box.fill:
                self.canv.setFillColor(HexColor(f"#{box.fill}"))
                self.canv.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)
            self.canv.setFillColor(black)
            self._draw_lines(cell, x0 + PAD, x1 - PAD, y1 - PAD)
            self.canv.setLineWidth(0.5)
            if self.sheet.lines == "all":
                self.canv.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)
            elif self.sheet.lines == "rows":
                self.canv.line(x0, y0, x1, y0)
                self.canv.line(x0, y1, x1, y1)

    def _draw_lines(self, cell: Cell, left: float, right: float, y: float) -> None:
        size = self.sheet.size
        for line in cell.lines:
            y -= line.gap + self.leading
            base = y + size * 0.25
            if line.bullet:
                self.canv.setFont(self.fonts[0], size)
                self.canv.drawString(left, base, self.bullet)
            self.canv.setFont(line.font, size)
            if cell.box.align == "center":
                self.canv.drawCentredString((left + right) / 2, base, line.text)
            elif cell.box.align == "right":
                self.canv.drawRightString(right, base, line.text)
            else:
                self.canv.drawString(left + line.indent, base, line.text)
