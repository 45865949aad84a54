"""Pages to a body: tables found and joined over pages, furniture set aside, blocks and tables in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from re import Pattern

from ingest.layout.across import join_across
from ingest.layout.aligned import SecondReading
from ingest.layout.aligned_head import IsHeading
from ingest.layout.blocks import build_blocks, usual_look
from ingest.layout.broken_words import settle_broken_words
from ingest.layout.continuation import join_parts
from ingest.layout.document import Block, LayoutDocument, Line, Page, Table, Word
from ingest.layout.furniture import find_furniture
from ingest.layout.hyphens import settle_hyphens
from ingest.layout.label_forms import find_label_forms
from ingest.layout.lines import group_lines
from ingest.layout.packed import Style, pack_lines
from ingest.layout.page_joins import join_over_pages, right_edge
from ingest.layout.running_rows import running_words
from ingest.layout.tables import find_tables, open_table
from ingest.layout.together import ALONE, Together
from schemas.diagnostics import Diagnostic, diagnose
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
    if not layout.given:
        put_together(layout, [assemble_range(layout, patterns, words, is_heading, second)])
    return layout


def assemble_range(
    layout: LayoutDocument,
    patterns: Mapping[str, Sequence[Pattern[str]]],
    words: Mapping[str, Sequence[str]],
    is_heading: IsHeading | None = None,
    second: SecondReading | None = None,
    together: Together = ALONE,
) -> Range:
    """Blocks and tables of some of a paper's pages; see ``assemble``.

    Args:
        layout: the pages; of several processes, or stretches of a long paper, each has its own.
        patterns: forms of furniture lines by group.
        words: furniture lines by group.
        is_heading: whether a text is a known column heading.
        second: another reading of columns.
        together: who lays out the paper. Unless that is one process that has it whole, the pages are left without
            words (the lines have them) and the words of lines are packed.
    """
    settle_hyphens(layout.pages, together)
    tables_by_page, rest_by_page = _find_tables(layout.pages, is_heading, second, together)
    settle_broken_words(layout.pages, tables_by_page, together)
    if is_heading is not None:
        find_label_forms(layout.pages, rest_by_page, tables_by_page, is_heading, together)
    dropped = _drop_running_tables(layout.pages, tables_by_page, together)
    lines_by_page = [group_lines(rest) for rest in rest_by_page]
    aside = find_furniture(layout.pages, lines_by_page, patterns, words, together)
    running: list[Line] = []
    kept_by_page = []
    for lines in lines_by_page:
        running.extend(line for line in lines if id(line) in aside)
        kept_by_page.append([line for line in lines if id(line) not in aside])
    look = usual_look(kept_by_page, together)
    parts: list[list[Block | Table]] = []
    for page, lines, tables in zip(layout.pages, kept_by_page, tables_by_page, strict=True):
        barriers = [(table.boxes[0][2], table.boxes[0][4]) for table in tables]
        parts.append(_in_order(build_blocks(lines, page, barriers, look), tables))
    made = Range(layout.pages, parts, [right_edge(items) for items in parts], running, dropped, layout.diagnostics)
    if together is not ALONE:
        made.pack()
    return made


@dataclass(slots=True)
class Range:
    """What became of a range of pages.

    Attributes:
        pages: the pages.
        parts: blocks and tables of each page in reading order.
        edges: where the text of each page ends on the right.
        running: lines set aside.
        dropped: tables set aside, with their place in the order of all processes' tables set aside.
        diagnostics: what was noticed.
    """

    pages: list[Page]
    parts: list[list[Block | Table]]
    edges: list[float | None]
    running: list[Line]
    dropped: list[tuple[int, Table]]
    diagnostics: list[Diagnostic]

    def pack(self) -> None:
        """Keep of words and drawings what is wanted after layout; what goes between processes is to be small."""
        tables = [table for _, table in self.dropped]
        boxed: set[int] = set()
        styles: dict[Style, Style] = {}
        pack_lines(self.running, styles)
        for items in self.parts:
            tables.extend(item for item in items if isinstance(item, Table))
            for item in items:
                if isinstance(item, Block):
                    pack_lines(item.lines, styles)
        for table in tables:
            for cell in (*table.cells, *table.repeated):
                pack_lines(cell.lines, styles)
            if table.n_cols == 1:
                boxed.update(table.pages)
        for page in self.pages:
            page.words = []  # the lines have them
            if page.number not in boxed:  # text in a box is parted to blocks later, by what is drawn there
                page.rules, page.fills, page.arrows, page.tag_tables = [], [], [], []


def put_together(layout: LayoutDocument, ranges: Sequence[Range]) -> None:
    """Complete a layout document with the ranges of its pages, in their order; changed in place."""
    layout.pages = [page for each in ranges for page in each.pages]
    layout.diagnostics = [note for each in ranges for note in each.diagnostics]
    dropped = sorted((one for each in ranges for one in each.dropped), key=lambda one: one[0])
    for _, table in dropped:
        layout.running_tables.append(table)
        for cell in table.cells:
            layout.furniture.extend(cell.lines)
    for each in ranges:
        layout.furniture.extend(each.running)
    layout.body = join_over_pages(
        [part for each in ranges for part in each.parts], [edge for each in ranges for edge in each.edges]
    )
    _join_tables(layout)


def _find_tables(
    pages: Sequence[Page], is_heading: IsHeading | None, second: SecondReading | None, together: Together
) -> tuple[list[list[Table]], list[list[Word]]]:
    """Tables of each page, and the words that are in none; a table without a grid may go on over pages."""
    tables_by_page: list[list[Table]] = []
    rest_by_page: list[list[Word]] = []
    still_open: list[Table | None] = []
    before: Table | None = None
    running = running_words(pages, is_heading, together) if is_heading else [set[int]() for _ in pages]
    for page, aside in zip(pages, running, strict=True):
        tables, rest = find_tables(page, is_heading, second, before, aside)
        before = open_table(page, tables, rest, aside)
        tables_by_page.append(tables)
        rest_by_page.append(rest)
        still_open.append(before)
    # What another process left open at the end of its pages may go on at the top of these.
    handed_on: list[Table | None] = []
    while (opened := together.share("open table", still_open[-1] if still_open else None)) != handed_on:
        known = handed_on[together.place - 1] if together.place and handed_on else None
        handed_on = opened
        before = opened[together.place - 1] if together.place else None
        if before == known:
            continue
        for index, page in enumerate(pages):
            aside = running[index]
            tables_by_page[index], rest_by_page[index] = find_tables(page, is_heading, second, before, aside)
            before = open_table(page, tables_by_page[index], rest_by_page[index], aside)
            if before == still_open[index]:
                break  # what follows has been read with the same before
            still_open[index] = before
    return tables_by_page, rest_by_page


def _drop_running_tables(
    pages: Sequence[Page], tables_by_page: list[list[Table]], together: Together
) -> list[tuple[int, Table]]:
    """Set aside tables that pages repeat word for word near the top or foot (a totals box, a header table)."""
    near: list[tuple[str, int]] = []
    tables: list[tuple[int, Table]] = []
    for index, page in enumerate(pages):
        for table in tables_by_page[index]:
            height = page.height or 1.0
            _, _, top, _, bottom = table.boxes[0]
            if bottom / height <= _RUNNING_HEIGHT or top / height >= 1 - _RUNNING_HEIGHT:
                near.append((" | ".join(cell.text for cell in table.cells), round(top / 10)))
                tables.append((index, table))
    seen: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for place, keys in enumerate(together.share("running tables", near)):
        for number, key in enumerate(keys):
            seen.setdefault(key, []).append((place, number))
    # The first one may be the front page's own.
    repeated = [one for found in seen.values() if len(found) >= _RUNNING_PAGES for one in found[1:]]
    dropped = []
    for order, (place, number) in enumerate(repeated):
        if place == together.place:
            index, gone = tables[number]
            tables_by_page[index] = [table for table in tables_by_page[index] if table is not gone]
            dropped.append((order, gone))
    return dropped


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
    body, beside = join_across(layout.body, layout.pages)
    joined: list[Block | Table] = []
    for part in body:
        before = joined[-1] if joined else None
        if isinstance(part, Table) and isinstance(before, Table):
            after = before.pages[-1] + 1
            while after in beside:
                after += 1
            if part.pages[0] == after and join_parts(before, part):
                continue
        joined.append(part)
    layout.body = joined
    for part in joined:
        if isinstance(part, Table) and beside:
            part.pages = sorted({*part.pages, *(page for page, *_ in part.boxes)})
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
