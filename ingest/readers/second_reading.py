"""A second reading of a page whose table without lines our own alignment could not make out: Camelot's.

Camelot gives structure alone (where columns and rows lie); the words stay ours, so that nothing is invented and every
word keeps its box. It is asked only where a line of known headings stands over words that form no columns for us,
because it costs some 0.3 s a page and 1 s to import (measured; our own reading takes 1 ms). Its "network" flavour is
used, which follows text alignments rather than white space between columns.
"""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from pathlib import Path

from ingest.layout.grid import Grid, GridCell

# Pages of one paper that may be read twice, so that a hostile paper cannot make the second reading the rule.
MAX_PAGES = 12
_MIN_COLUMNS = 3
_MIN_ROWS = 3


class SecondReader:
    """Reads pages of one PDF with Camelot; pages beyond the limit are not read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._left = MAX_PAGES

    def read(self, number: int, height: float) -> list[Grid]:
        """Grids of one page, in points from its top left; none where Camelot finds no table or cannot read the page.

        Args:
            number: page number, counted from 1.
            height: of the page as displayed, in points.
        """
        if self._left <= 0:
            return []
        self._left -= 1
        try:
            import camelot  # heavy (pandas, OpenCV), and wanted for few pages
        except ImportError:
            return []
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                logging.getLogger("camelot").setLevel(logging.ERROR)
                tables = camelot.read_pdf(str(self._path), pages=str(number), flavor="network")
        except Exception:  # noqa: BLE001 - whatever stops a second reading, the first one stands
            return []
        grids = []
        for table in tables:
            xs = sorted({round(x, 1) for col in table.cols for x in col})
            ys = sorted({round(height - y, 1) for row in table.rows for y in row})
            if len(xs) > _MIN_COLUMNS and len(ys) > _MIN_ROWS:
                grids.append(_grid(_apart(xs), _apart(ys)))
        return grids


def _apart(edges: list[float]) -> list[float]:
    kept: list[float] = []
    for edge in edges:
        if not kept or edge - kept[-1] > 2:
            kept.append(edge)
    return kept


def _grid(xs: list[float], ys: list[float]) -> Grid:
    cells = [
        GridCell(row, col, 1, 1, (xs[col], ys[row], xs[col + 1], ys[row + 1]))
        for row in range(len(ys) - 1)
        for col in range(len(xs) - 1)
    ]
    return Grid(xs, ys, cells)
