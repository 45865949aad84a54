"""Tables of a paper to plans: which tables are plans, of what kind, and which of them are one plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ingest.extract.action_forms import read_action_forms
from ingest.extract.cards import read_card
from ingest.extract.cell_values import Context, table_source
from ingest.extract.columns import Headings, column_cells, read_headings, table_heading
from ingest.extract.fills import status_by_fill
from ingest.extract.forms import read_form
from ingest.extract.grid_view import GridView
from ingest.extract.item_rows import ItemRows, group_rows, key_column, read_section, section_above
from ingest.extract.items import ItemReader
from ingest.extract.notes import Notes
from ingest.extract.plan_kinds import form_kind, plan_kind
from ingest.extract.plan_titles import title_block
from ingest.extract.settling import settle
from ingest.layout.document import Block, Table
from ingest.layout.passage import Passage
from ingest.vocabulary.loader import Vocabulary
from schemas.diagnostics import Diagnostic
from schemas.plan import ActionPlan, PlanItem, PlanKind, Section

_SOURCE_REF = re.compile(r"\(\d{1,3}\)\s*\.?$")
# A heading over a table may be an objective of some sentences.
_OWN_HEADING_LENGTH = 420
# Longer cells of a form are no labels.
_LABEL_LENGTH = 40
# A plan's title is set larger than the headings of its sections by so many points.
_TITLE_STEP = 0.5


@dataclass(slots=True)
class PlanRead:
    """A plan and its tables.

    Attributes:
        plan: the plan.
        tables: the tables whose words must all be in it: all but forms, whose sections without actions are no part.
        all_tables: every table that it was made of.
    """

    plan: ActionPlan
    tables: list[Table]
    all_tables: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class _Found:
    """One plan table, read: its place in the body, headings signature, items."""

    table: Table
    place: int
    kind: PlanKind
    signature: tuple[str, ...]
    items: list[PlanItem]
    page: int
    title_block: Block | None = None
    section_block: Block | None = None
    above: Passage | None = None

    @property
    def is_form(self) -> bool:
        """Whether it is a form, whose sections without actions are no part of the plan."""
        return self.signature[0] == "form"


@dataclass(slots=True)
class TableReading:
    """What came of one table, in a form that can go from one process to another.

    Attributes:
        found: the plan table, or None where it is none.
        noted: what was noticed, one by one.
        headers: which of its cells are headings, by their place among the cells.
    """

    found: _Found | None
    noted: list[Diagnostic]
    headers: list[int]


# Reads the tables at some places of the body, in what processes it may, and gives the readings in order.
TableReader = Callable[[Callable[[int], TableReading], Sequence[int]], list[TableReading]]


def extract_plans(
    body: Sequence[Block | Table], context: Context, keys: Sequence[Table] = (), read_all: TableReader | None = None
) -> list[PlanRead]:
    """Plans of a paper, in reading order.

    Args:
        body: blocks and tables in reading order.
        context: the word lists, the meeting date, the legend's colours and the notes.
        keys: tables that explain the ratings, which are no plans.
        read_all: reads the tables of a long paper in several processes; one after the other by default.
    """
    marked = _marks_source_refs(body)
    key_ids = {id(key) for key in keys}
    places = [place for place, part in enumerate(body) if isinstance(part, Table) and id(part) not in key_ids]

    def read(place: int) -> TableReading:
        table = body[place]
        assert isinstance(table, Table)
        return _read_noted(body, place, table, context, marked)

    found: list[_Found] = []
    for place, reading in zip(places, read_all(read, places) if read_all else map(read, places), strict=True):
        for note in reading.noted:
            context.notes.take(note)
        table = body[place]
        assert isinstance(table, Table)
        for index in reading.headers:
            table.cells[index].header = True
        if reading.found is not None:
            found.append(reading.found)
    return [
        PlanRead(
            _make_plan(group, body, context.vocabulary),
            [one.table for one in group if not one.is_form],
            [one.table for one in group],
        )
        for group in _grouped(found, body, context.vocabulary)
    ]


class _Noted(Notes):
    """Notes as they come."""

    def __init__(self) -> None:
        super().__init__()
        self.each: list[Diagnostic] = []

    def take(self, note: Diagnostic) -> None:
        """Keep a diagnostic."""
        self.each.append(note)


def _read_noted(
    body: Sequence[Block | Table], place: int, table: Table, context: Context, marked: bool
) -> TableReading:
    noted = _Noted()
    read = _read_table(body, place, table, replace(context, notes=noted), marked)
    if read is None and table.n_rows > 1 and table.n_cols > 1:
        source = table_source(table)
        page = source[0].page if source else None
        noted.add("table-not-a-plan", source, page=page, heading=table_heading(table))
    return TableReading(read, noted.each, [index for index, cell in enumerate(table.cells) if cell.header])


def _marks_source_refs(body: Sequence[Block | Table]) -> bool:
    """Whether several cells of the paper's tables end in a number in brackets that points at another list."""
    tables = (part for part in body if isinstance(part, Table) and part.n_cols > 2)
    return sum(1 for table in tables for cell in table.cells if _SOURCE_REF.search(cell.text)) >= 2


def _read_table(
    body: Sequence[Block | Table], place: int, table: Table, context: Context, marked: bool
) -> _Found | None:
    view = GridView(table)
    page = table.pages[0] if table.pages else 1
    for note in table.notes:
        context.notes.take(note)
    filled_in = read_action_forms(view, context)
    if filled_in:
        block = _heading_above(body, place)
        labels = (cell.text.casefold() for cell in table.cells if len(cell.text) < _LABEL_LENGTH)
        of_form = form_kind(filled_in, labels, context.vocabulary)
        return _Found(table, place, of_form, ("labels",), filled_in, page, section_block=block)
    headings = read_headings(view, context.vocabulary) if table.n_cols > 1 else None
    if headings is None:
        card = read_card(view, context)
        if card is not None:
            item = card
            item.section = _block_section(body, place)
            return _Found(table, place, "performance", ("card",), [item], page)
        form = read_form(view, context)
        return _Found(table, place, "action_plan", ("form", str(place)), form, page) if form else None
    settle(view, headings, context.vocabulary)
    status_by_fill(view, headings, context)
    kind = plan_kind(headings, context.vocabulary)
    if kind is None or not _has_rows(view, headings):
        return None
    section = _table_section(headings, kind, context.vocabulary)
    groups = group_rows(view, headings, context, section)
    items = _read_items(view, headings, groups, context, marked)
    if not items:
        return None
    _note_columns(headings, table, context)
    signature = tuple(sorted(headings.fields))
    above = section_above(view, headings, context)
    return _Found(
        table, place, kind, (kind, *signature), items, page, section_block=_heading_before(body, place), above=above
    )


def _has_rows(view: GridView, headings: Headings) -> bool:
    return view.table.n_rows > headings.first + headings.rows


def _read_items(
    view: GridView, headings: Headings, groups: list[ItemRows], context: Context, marked: bool
) -> list[PlanItem]:
    reader = ItemReader(view, headings, context)
    column = headings.one("recommendation")
    if column is not None:
        cells = [c for c in column_cells(view, column, headings.first + headings.rows) if c.lines]
        own = sum(1 for cell in cells if _SOURCE_REF.search(cell.text))
        # A number in brackets at the end points at the inspectorate's list only where most items have one.
        reader.source_refs = marked and own >= 0.5 * len(cells)
    items = []
    for group in groups:
        item = reader.read(group)
        item.confidence = round(view.table.confidence, 2) if view.table.confidence < 1 else None
        items.append(item)
    return items


def _table_section(headings: Headings, kind: PlanKind, vocabulary: Vocabulary) -> Section | None:
    """A table of indicators may carry its section's name as the heading of the indicators."""
    column = key_column(headings)
    if kind != "performance" or column is None or column.field != "measures" or not column.heading:
        return None
    generic = vocabulary.patterns("plans", "generic_measure")
    if any(pattern.search(column.heading.casefold()) for pattern in generic):
        return None
    return read_section(column.passage)


def _note_columns(headings: Headings, table: Table, context: Context) -> None:
    source = table_source(table)
    seen: set[str] = set()
    for column in headings.columns:
        if column.field is None and column.heading:
            context.notes.add("unmapped-heading", column.passage.source() or source, heading=column.heading)
        if column.heading and column.heading.casefold() in seen and column.field in (None, "extra"):
            context.notes.add("duplicate-heading", column.passage.source() or source, heading=column.heading)
        seen.add(column.heading.casefold())


# --- headings around tables, and tables that are one plan --------------------------------------------------------
def _heading_before(body: Sequence[Block | Table], place: int) -> Block | None:
    """The heading that stands directly above a table."""
    before = body[place - 1] if place else None
    if isinstance(before, Block) and (before.heading or before.bold) and len(before.text) < _OWN_HEADING_LENGTH:
        return before
    return None


def _block_section(body: Sequence[Block | Table], place: int) -> Section | None:
    block = _heading_above(body, place)
    return read_section(_whole(block)) if block is not None else None


def _heading_above(body: Sequence[Block | Table], place: int) -> Block | None:
    """The nearest short heading above a table."""
    for index in range(place - 1, max(-1, place - 12), -1):
        part = body[index]
        if isinstance(part, Block) and (part.heading or part.bold) and len(part.text) < 120:
            return part
    return None


def _whole(block: Block) -> Passage:
    words = [*block.label_words]
    passage = Passage.of_lines(block.lines)
    return Passage.join([Passage(words), passage]) if words else passage


def _grouped(found: list[_Found], body: Sequence[Block | Table], vocabulary: Vocabulary) -> list[list[_Found]]:
    """Tables with the same columns that follow one another are one plan, whatever headings stand between."""
    groups: list[list[_Found]] = []
    for one in found:
        if groups and groups[-1][-1].signature == one.signature and not _new_title(groups[-1], one, body, vocabulary):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _new_title(group: list[_Found], one: _Found, body: Sequence[Block | Table], vocabulary: Vocabulary) -> bool:
    """Whether a heading larger than those between the tables so far begins a new plan."""
    start, end = group[-1].place + 1, one.place
    between = [part for part in body[start:end] if isinstance(part, Block) and part.heading]
    title = title_block(body, group[0].place, group[0].section_block, vocabulary)
    if title is None or not title.heading:
        return False
    size = title.lines[0].size
    return any(part.heading <= title.heading and part.lines[0].size >= size + 0.5 for part in between)


def _make_plan(group: list[_Found], body: Sequence[Block | Table], vocabulary: Vocabulary) -> ActionPlan:
    first = group[0]
    if first.signature[0] == "labels" and len({id(one.section_block) for one in group}) < 2:
        for one in group:
            one.section_block = None  # one heading over all forms is the plan's title
    own_headings = sum(1 for one in group if one.section_block is not None)
    by_heading = own_headings >= 2 and own_headings >= 0.5 * len(group)
    numbered = by_heading or _opens_section(first.section_block, vocabulary)
    title = title_block(body, first.place, first.section_block if numbered else None, vocabulary)
    apart = None if by_heading else _named_apart(first, body, vocabulary)
    title = apart or title
    for one in group:
        block = one.section_block
        heads = by_heading or (apart is not None and one is first)
        if block is not None and block is not title and (heads or _opens_section(block, vocabulary)):
            section = read_section(_whole(block))
            for item in one.items:
                item.section = item.section or section
    passage = Passage.of_lines(title.lines) if title is not None else None
    passage = _own_title(group, vocabulary) or passage
    return ActionPlan(
        title=passage.text if passage else None,
        kind=first.kind,
        items=[item for one in group for item in one.items],
        source=passage.source() if passage else [],
    )


def _opens_section(block: Block | None, vocabulary: Vocabulary) -> bool:
    """Whether a heading is numbered as a section of a plan is: "2. Buildings", "Theme 2: Buildings"."""
    if block is None:
        return False
    text = _whole(block).text
    patterns = vocabulary.patterns("plans", "section_opening")
    return bool(_NUMBER.match(text)) or any(pattern.search(text) for pattern in patterns)


def _named_apart(first: _Found, body: Sequence[Block | Table], vocabulary: Vocabulary) -> Block | None:
    """The plan's title, where a smaller heading between it and the first table names a section of the plan.

    "Climate Action Plan", and below it "Theme 2: Buildings" over the table.
    """
    own = first.section_block
    patterns = vocabulary.patterns("plans", "plan_title")
    if own is None or not own.heading or any(pattern.search(own.text.casefold()) for pattern in patterns):
        return None
    title = title_block(body, first.place, own, vocabulary)
    if title is None or not title.heading or title.lines[0].size < own.lines[0].size + _TITLE_STEP:
        return None
    return title if any(pattern.search(title.text.casefold()) for pattern in patterns) else None


def _own_title(group: list[_Found], vocabulary: Vocabulary) -> Passage | None:
    """The title that stands in a row of its own above the headings; then it is no section of the items."""
    above = group[0].above
    if above is None or any(one.above is None or one.above.text != above.text for one in group):
        return None
    if not any(pattern.search(above.text.casefold()) for pattern in vocabulary.patterns("plans", "plan_title")):
        return None
    section = read_section(above)
    for one in group:
        for item in one.items:
            if item.section is not None and item.section.title == section.title:
                item.section = None
    return above


_NUMBER = re.compile(r"^\d{1,2}(\.\d{1,2})*[.)]?\s+\S")
