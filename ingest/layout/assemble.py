"""Pages to a body: tables found and joined over pages, furniture set aside, blocks and tables in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from re import Pattern

from ingest.layout.aligned import SecondReading
from ingest.layout.aligned_head import IsHeading
from ingest.layout.blocks import build_blocks, join_over_pages, usual_look
from ingest.layout.continuation import join_parts
from ingest.layout.document import Block, LayoutDocument, Line, Table, Word
from ingest.layout.furniture import find_furniture
from ingest.layout.hyphens import settle_hyphens
from ingest.layout.lines import group_lines
from ingest.layout.tables import find_tables, open_table
from schemas.diagnostics import diagnose
from schemas.values import Source

# A small table that stands at the same height on so many pages with the same words is a running header.
_RUNNING_PAGES = 3
_RUNNING_HEIGHT = 0.18


def assemble(
    layout: LayoutDocument,
    patterns: Mapping[str, Sequence[Pattern[str]]],
    words: Mapping[str, Sequence[str]],
    is_heading: IsHeading | None = None,
    second: SecondReading | None = None,
) -> LayoutDocument:
    """Fill ``layout.body`` from its pages; a reader that gave a body is left alone.

    Args:
        layout: as a reader left it; changed in place.
        patterns: forms of furniture lines by group (see ``find_furniture``).
        words: furniture lines by group.
        is_heading: whether a text is a known column heading, for tables without a grid.
        second: another reading of columns, for a line of headings that ours finds no table under.
    """
    if layout.given:
        return layout
    settle_hyphens(layout.pages)
    tables_by_page: list[list[Table]] = []
    rest_by_page: list[list[Word]] = []
    before: Table | None = None
    for page in layout.pages:
        tables, rest = find_tables(page, is_heading, second, before)
        before = open_table(page, tables, rest)
        tables_by_page.append(tables)
        rest_by_page.append(rest)
    _drop_running_tables(layout, tables_by_page)
    lines_by_page = [group_lines(rest) for rest in rest_by_page]
    aside = find_furniture(layout.pages, lines_by_page, patterns, words)
    kept_by_page = []
    for lines in lines_by_page:
        layout.furniture.extend(line for line in lines if id(line) in aside)
        kept_by_page.append([line for line in lines if id(line) not in aside])
    look = usual_look(kept_by_page)
    parts: list[list[Block | Table]] = []
    for page, lines, tables in zip(layout.pages, kept_by_page, tables_by_page, strict=True):
        barriers = [(table.boxes[0][2], table.boxes[0][4]) for table in tables]
        parts.append(_in_order(build_blocks(lines, page, barriers, look), tables))
    layout.body = join_over_pages(parts)
    _join_tables(layout)
    return layout


def _drop_running_tables(layout: LayoutDocument, tables_by_page: list[list[Table]]) -> None:
    """Set aside tables that pages repeat word for word near the top or foot (a totals box, a header table)."""
    seen: dict[tuple[str, int], list[tuple[int, Table]]] = {}
    for index, tables in enumerate(tables_by_page):
        for table in tables:
            height = layout.pages[index].height or 1.0
            _, _, top, _, bottom = table.boxes[0]
            if bottom / height <= _RUNNING_HEIGHT or top / height >= 1 - _RUNNING_HEIGHT:
                text = " | ".join(cell.text for cell in table.cells)
                seen.setdefault((text, round(top / 10)), []).append((index, table))
    for found in seen.values():
        if len(found) < _RUNNING_PAGES:
            continue
        for index, table in found[1:]:  # the first one may be the front page's own
            tables_by_page[index].remove(table)
            layout.running_tables.append(table)
            for cell in table.cells:
                layout.furniture.extend(cell.lines)


def _in_order(blocks: Sequence[Block], tables: Sequence[Table]) -> list[Block | Table]:
    """Blocks of a page in their own order, each table before the first block that stands below its top."""
    waiting = sorted(tables, key=lambda table: (table.boxes[0][2], table.boxes[0][1]))
    body: list[Block | Table] = []
    for block in blocks:
        while waiting and waiting[0].boxes[0][2] < block.top:
            body.append(waiting.pop(0))
        body.append(block)
    return body + list(waiting)


def _join_tables(layout: LayoutDocument) -> None:
    joined: list[Block | Table] = []
    for part in layout.body:
        before = joined[-1] if joined else None
        if (
            isinstance(part, Table)
            and isinstance(before, Table)
            and part.pages[0] == before.pages[-1] + 1
            and join_parts(before, part)
        ):
            continue
        joined.append(part)
    layout.body = joined
    for part in joined:
        if isinstance(part, Table) and len(part.pages) > 1:
            pages = f"{part.pages[0]} to {part.pages[-1]}"
            layout.diagnostics.append(diagnose("table-joined", [Source(page=part.pages[0])], pages=pages))


def lines_of(body: Sequence[Block | Table]) -> list[Line]:
    """All lines of a body in reading order, those of cells row by row."""
    lines: list[Line] = []
    for part in body:
        if isinstance(part, Table):
            for cell in part.cells:
                lines.extend(cell.lines)
        else:
            lines.extend(part.lines)
    return lines
