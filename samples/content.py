"""Sources of the sample papers: reading them, and turning their tables into cells that can be printed.

A source is YAML in which every scalar is a string. What is printed stands in it once; what the printed words
mean stands beside them (``to:`` of a column, ``means:`` of a list, the ``means`` lists of dates, officers and
ratings), so that the paper and its reference answer cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BULLET = "- "  # an entry that starts so is printed as a bullet
ABOVE = "^"  # a cell that is merged with the one above it
FILLS = {"red": "FF0000", "amber": "FFC000", "green": "92D050", "blue": "00B0F0", "grey": "BFBFBF"}
LIST_KINDS = ("letters", "romans", "numbers", "bullets")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


class SourceError(ValueError):
    """A source says something that cannot be printed or has no meaning."""


@dataclass(frozen=True)
class Column:
    """One column of a plan: heading as printed, width in millimetres, field of the schema its cells go to."""

    head: str
    width: float
    to: str
    over: str = ""  # a heading that spans this column and its neighbours with the same one
    align: str = "left"
    period: str = ""  # the dates its heading names, for readings and targets


@dataclass(frozen=True)
class Entry:
    """One paragraph or bullet of a cell."""

    text: str
    bullet: bool = False
    bold: bool = False


@dataclass
class Box:
    """One cell as printed: first row and column, how many it spans, what it holds, its fill (hex) and alignment."""

    row: int
    col: int
    rows: int
    cols: int
    entries: list[Entry]
    fill: str | None = None
    align: str = "left"


@dataclass
class Sheet:
    """A table as printed: column widths in millimetres and boxes that cover every place once."""

    widths: list[float]
    row_count: int
    boxes: list[Box]
    head_rows: int = 0
    lines: str = "all"  # all / rows (horizontal rules only) / none
    cut: str = "rows"  # rows / cells: whether a page break may cut a cell, as Word does
    size: float = 8.5
    keep_head: bool = True  # whether the headings are printed again on each page


@dataclass
class Item:
    """One item of a plan: its rows, each a list of cells as written in the source, and the section above it."""

    rows: list[list[Any]]
    section: dict[str, str] | None


@dataclass
class Plan:
    """A plan table: columns, items and section rows in printed order, and the options it is printed with."""

    columns: list[Column]
    items: list[Item]
    printed: list[Item | str]
    options: dict[str, Any]


@dataclass
class Source:
    """One sample paper."""

    name: str
    data: dict[str, Any]
    plans: list[Plan] = field(default_factory=list)

    @property
    def look(self) -> dict[str, Any]:
        """How it is printed: font, size, running header and footer."""
        return self.data.get("look") or {}

    @property
    def means(self) -> dict[str, dict[str, Any]]:
        """What printed dates, officers and ratings mean."""
        return self.data.get("means") or {}

    def fill(self, rag: str) -> str:
        """Hex colour that stands for a rating in this paper."""
        return (self.look.get("fills") or {}).get(rag) or FILLS.get(rag, rag)


def load(path: Path) -> Source:
    """Read one source.

    Raises:
        SourceError: it is no mapping, or a table in it does not add up.
    """
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if not isinstance(data, dict) or "body" not in data:
        raise SourceError(f"{path.name}: no body")
    source = Source(path.stem, data)
    source.plans = [read_plan(block) for block in blocks(data["body"]) if "plan" in block]
    return source


def blocks(body: list[Any]) -> Iterator[dict[str, Any]]:
    """Every block of a body, those beside side headings too, in printed order."""
    for block in body:
        yield block
        if "side" in block:
            yield from blocks(block["body"])


def runs(text: str) -> list[tuple[str, bool]]:
    """Split a text with ``**bold**`` in it into (words, bold)."""
    parts = _BOLD.split(text)
    return [(part, bool(i % 2)) for i, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """A text without its bold marks."""
    return _BOLD.sub(r"\1", text)


def read_plan(block: dict[str, Any]) -> Plan:
    """Take a plan block apart into items, with the section row that stands above each."""
    columns = [Column(**{**c, "width": float(c["width"])}) for c in block["columns"]]
    above = _section(block["section"]) if "section" in block else None
    items: list[Item] = []
    printed: list[Item | str] = []
    for row in block["rows"]:
        if isinstance(row, dict):
            above = _section(row["section"])
            printed.append(plain(above["printed"]))
            continue
        rows = row if isinstance(row[0], list) else [row]
        if any(len(cells) != len(columns) for cells in rows):
            raise SourceError(f"a row of {block['plan']} has not {len(columns)} cells: {rows}")
        items.append(Item(rows, above))
        printed.append(items[-1])
    return Plan(columns, items, printed, block)


def _section(value: Any) -> dict[str, str]:
    """A section as {printed, title, ref}; a plain string is all title."""
    if isinstance(value, str):
        return {"printed": value, "title": value}
    return {"printed": f"{value['ref']} {value['title']}", **value}


def entries_of(cell: Any) -> list[Entry]:
    """What one cell of a plan prints, entry by entry."""
    if isinstance(cell, dict):
        words = cell.get("text", [])
        words = [words] if isinstance(words, str) else list(words)
        if "source_ref" in cell:
            words[-1] += f" ({cell['source_ref']})"
        if "status" in cell:
            words = [cell["status"], *cell.get("progress", [])]
    else:
        words = [cell] if isinstance(cell, str) else cell
    return [Entry(w.removeprefix(BULLET), w.startswith(BULLET)) for w in words if w]


def span_of(rows: list[list[Any]], row: int, col: int) -> int:
    """How many rows the cell at (row, col) takes; 0 where it is merged with the one above."""
    if rows[row][col] == ABOVE:
        return 0
    below = [cells[col] for cells in rows[row + 1 :]]
    return 1 + next((i for i, cell in enumerate(below) if cell != ABOVE), len(below))


def plan_sheet(source: Source, plan: Plan) -> Sheet:
    """The table of a plan as printed."""
    options = plan.options
    boxes, at = _head_boxes(plan)
    head_rows = at
    for entry in plan.printed:
        if isinstance(entry, str):
            boxes.append(
                Box(at, 0, 1, len(plan.columns), [Entry(entry, bold=True)], options.get("section_fill", "E7E6E6"))
            )
            at += 1
            continue
        for r in range(len(entry.rows)):
            for c, column in enumerate(plan.columns):
                if span := span_of(entry.rows, r, c):
                    cell = entry.rows[r][c]
                    fill = fill_of(source, column, cell)
                    boxes.append(Box(at + r, c, span, 1, entries_of(cell), fill, column.align))
        at += len(entry.rows)
    sheet = Sheet([c.width for c in plan.columns], at, boxes, head_rows)
    return _with_options(sheet, options)


def _head_boxes(plan: Plan) -> tuple[list[Box], int]:
    """The heading row, or two where some headings stand under a common one."""
    fill = plan.options.get("head_fill", "D9D9D9") or None
    if not any(c.over for c in plan.columns):
        return [Box(0, i, 1, 1, [Entry(c.head, bold=True)], fill) for i, c in enumerate(plan.columns) if c.head], 1
    boxes: list[Box] = []
    for i, column in enumerate(plan.columns):
        rows = 1 if column.over else 2
        boxes.append(Box(2 - rows, i, rows, 1, [Entry(column.head, bold=True)], fill))
        if not column.over:
            continue
        if i and plan.columns[i - 1].over == column.over:
            next(b for b in boxes if b.entries == [Entry(column.over, bold=True)]).cols += 1
        else:
            boxes.append(Box(0, i, 1, 1, [Entry(column.over, bold=True)], fill, "center"))
    return boxes, 2


def fill_of(source: Source, column: Column, cell: Any) -> str | None:
    """The colour a cell is filled with: its own, or the one that its rating words have in this paper."""
    if isinstance(cell, dict) and "fill" in cell:
        return source.fill(cell["fill"])
    words = cell.get("status") if isinstance(cell, dict) else cell
    if column.to.endswith("status") or column.to == "measure.rag":
        rag, _, basis = (source.means.get("status", {}).get(words) or "- - text").split()
        return source.fill(rag) if basis in ("both", "fill") else None
    return None


def plain_sheet(block: dict[str, Any]) -> Sheet:
    """The table of a block that is no plan; a cell may be {text, bold, fill, align, across, down}."""
    boxes: list[Box] = []
    taken: set[tuple[int, int]] = set()
    widths = [float(w) for w in block["widths"]]
    head = int(block.get("head_rows", 0))
    for r, row in enumerate(block["rows"]):
        col = 0
        for cell in row:
            while (r, col) in taken:
                col += 1
            options = cell if isinstance(cell, dict) else {"text": cell}
            down, across = int(options.get("down", 1)), int(options.get("across", 1))
            bold = "bold" in options or r < head
            words = [options["text"]] if isinstance(options["text"], str) else options["text"]
            entries = [Entry(w.removeprefix(BULLET), w.startswith(BULLET), bold) for w in words if w]
            fill = options.get("fill") or (block.get("head_fill", "D9D9D9") if r < head else None)
            boxes.append(Box(r, col, down, across, entries, fill or None, options.get("align", "left")))
            taken |= {(r + i, col + j) for i in range(down) for j in range(across)}
            col += across
    sheet = _with_options(Sheet(widths, len(block["rows"]), boxes, head), block)
    if len(taken) != sheet.row_count * len(widths):
        raise SourceError(f"the cells of a table do not fill it: {block['rows'][0]}")
    return sheet


def _with_options(sheet: Sheet, options: dict[str, Any]) -> Sheet:
    sheet.lines = options.get("lines", sheet.lines)
    sheet.cut = options.get("cut", sheet.cut)
    sheet.size = float(options.get("size", sheet.size))
    sheet.keep_head = options.get("keep_head", "yes") == "yes"
    return sheet


def mark(kind: str, pattern: str, index: int) -> str:
    """The number, letter or bullet in front of a list entry; ``pattern`` holds ``1`` where the number goes."""
    if kind == "bullets":
        return pattern
    return pattern.replace("1", number(kind, index))


def number(kind: str, index: int) -> str:
    """Number of the entry with this index (from 0), without brackets."""
    if kind == "letters":
        return chr(ord("a") + index)
    if kind == "romans":
        return ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")[index]
    return str(index + 1)


def list_of(block: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Kind and entries of a list block, each entry as a mapping with ``text``."""
    kind = next(k for k in LIST_KINDS if k in block)
    return kind, [{"text": e} if isinstance(e, str) else e for e in block[kind]]
