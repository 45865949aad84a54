"""One item's cells to a PlanItem: each value at the level that its cell spans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.cell_values import (
    Context,
    Opening,
    read_colour,
    read_due,
    read_due_and_status,
    read_officer_cell,
    read_officers,
    read_prose_status,
    read_status,
    texts,
)
from ingest.extract.columns import Column, Headings, column_cells
from ingest.extract.entries import Entry, split_entries
from ingest.extract.grid_view import GridView, passage_of
from ingest.extract.item_fields import add_extra, add_officers, clean_ref, merge_status
from ingest.extract.item_rows import ItemRows, refs_number_actions
from ingest.extract.line_habits import sentences_stand_alone, usual_spacing
from ingest.extract.measures import read_measures
from ingest.extract.note_rows import take_note
from ingest.extract.subjects import key_of
from ingest.extract.who_and_when import columns_of_both, part_who_and_when
from ingest.layout.document import Cell
from ingest.layout.passage import Passage
from ingest.normalise.status import find_status_phrase, parse_status
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import Action, PlanItem
from schemas.values import DatePeriod, Status, Text

_SOURCE_REF = re.compile(r"\s*\((\d{1,3})\)\s*\.?$")
# A number or reference that opens the words of a cell: "1. Ensure", "2.1 Review", "R3 Publish".
_LEADING_REF = re.compile(r"^\(?(\d{1,3}(?:\.\d{1,2}){0,2}[a-z]?|[A-Z]{1,3}\d{1,3}(?:\.\d{1,2})*)[.):]?\s+(?=\S)")
_NUMBERED_SHARE = 0.7
_ACTION_REF = re.compile(r"^\(?([A-Z]?[a-z]{1,4}|[A-Z]|\d{1,2}(?:\.\d{1,2})*[a-z]?)[).]\s+(?=\S)")
_STATUS_WORDS = 8
_FEWEST_MORE = 3  # words after a status that are progress
_ABOUT = ("ref", "recommendation", "outcomes", "extra", None)
_SHARED = ("lead_officers", "due", "status", "progress", "next_steps", "outcomes", "extra", None)
_ENTRIES = frozenset({"actions", "outcomes", "progress", "next_steps"})
_LEVELLED = ("lead_officers", "due", "status", "progress", "extra", "next_steps")


class ItemReader:
    """Reads the items of one table."""

    def __init__(self, view: GridView, headings: Headings, context: Context) -> None:
        self._view = view
        self._headings = headings
        self._context = context
        self._log = not headings.of("recommendation") and key_of(headings) == "actions"
        self._status_from_progress = not headings.of("status") and not self._due_holds_status()
        self._both = columns_of_both(headings)
        self._spacing = usual_spacing(view.table.cells)
        self._alone = self._sentences_alone()
        self._numbered = self._is_numbered("recommendation")
        self._numbered_actions = self._is_numbered("actions")
        self._action_refs = refs_number_actions(view, headings)
        self.source_refs = False

    def _sentences_alone(self) -> frozenset[str]:
        """The fields in whose columns each sentence stands on a line of its own."""
        first_row = self._headings.first + self._headings.rows
        return frozenset(
            column.field
            for column in self._headings.columns
            if column.field in _ENTRIES and sentences_stand_alone(column_cells(self._view, column, first_row))
        )

    def _is_numbered(self, name: str) -> bool:
        """Whether the cells of a column open with numbers of their own, each another one."""
        column = self._headings.one(name)
        if column is None:
            return False
        first_row = self._headings.first + self._headings.rows
        texts_of = (c.text for c in column_cells(self._view, column, first_row) if c.lines and not c.continues)
        cells = list(dict.fromkeys(texts_of))  # a recommendation may stand again beside each of its actions
        found = [match[1] for text in cells if (match := _LEADING_REF.match(text))]
        return len(found) > 1 and len(found) >= _NUMBERED_SHARE * len(cells) and len(set(found)) > len(found) / 2

    def _due_holds_status(self) -> bool:
        return any("status" in column.also or _names_status(column.heading) for column in self._headings.of("due"))

    def read(self, rows: ItemRows) -> PlanItem:
        """Make the item of a group of rows."""
        item = PlanItem(section=rows.section)
        by_column = {id(column): self._cells(column, rows) for column in self._headings.columns}
        self._read_subject(item, by_column)
        action_cells = self._of("actions", by_column)
        levels = self._levels(by_column, action_cells, rows.rows[0])
        refs = self._of("ref", by_column) if self._action_refs and len(action_cells) > 1 else []
        own_values = bool(refs) or any(action is not None for owners in levels.values() for action in owners)
        actions = self._read_actions(item, action_cells, own_values or self._log)
        for cell in refs:
            self._take_action_ref(item, actions, action_cells, cell)
        self._read_entries(item, "outcomes", by_column)
        for column in self._headings.columns:
            if column.field in _LEVELLED or column.field in (None, "direction"):
                for cell, owner in zip(by_column[id(column)], levels[id(column)], strict=True):
                    target = item if owner is None else actions[owner]
                    self._read_value(target, item, column, cell)
            if column.rated:
                for cell, owner in zip(by_column[id(column)], levels[id(column)], strict=True):
                    merge_status(item if owner is None else actions[owner], read_colour(cell, self._context))
        self._join_text_cells(item, by_column, levels)
        read_measures(item, self._headings, by_column, self._view, self._context)
        for note in rows.leads:
            take_note(item, note, self._context)
        for note in rows.notes:
            take_note(item.actions[0] if self._log and len(item.actions) == 1 else item, note, self._context)
        self._status_of_progress(item)
        for action in item.actions:
            self._status_of_progress(action)
        return item

    # --- where the cells are ---------------------------------------------------------------------------------
    def _cells(self, column: Column, rows: ItemRows) -> list[Cell]:
        found: list[Cell] = []
        for row in rows.rows:
            for col in range(column.col, column.col + column.width):
                cell = self._view.at(row, col)
                if cell is None or cell.col < column.col or any(cell is known for known in found):
                    continue
                # A cell that reaches down from an item above speaks for each item that it spans.
                shared = row == rows.rows[0] and cell.row < row and column.field in _SHARED
                again = rows.repeated and column.field in _ABOUT and any(cell.text == known.text for known in found)
                if (cell.row == row or shared) and not again:
                    found.append(cell)
        return found

    def _of(self, name: str, by_column: dict[int, list[Cell]]) -> list[Cell]:
        cells = [cell for column in self._headings.of(name) for cell in by_column[id(column)] if cell.lines]
        return sorted(cells, key=lambda cell: (cell.row, cell.col)) if len(self._headings.of(name)) == 1 else cells

    def _levels(
        self, by_column: dict[int, list[Cell]], actions: Sequence[Cell], first: int
    ) -> dict[int, list[int | None]]:
        """For each cell of each column the index of the action that it belongs to, or None for the item."""
        levels: dict[int, list[int | None]] = {}
        parent_row = bool(actions) and any(
            first <= cell.row < actions[0].row for cells in by_column.values() for cell in cells if cell.lines
        )
        for column in self._headings.columns:
            cells = by_column[id(column)]
            levels[id(column)] = [self._level(cell, cells, actions, parent_row) for cell in cells]
        return levels

    def _level(self, cell: Cell, cells: Sequence[Cell], actions: Sequence[Cell], parent_row: bool) -> int | None:
        if not actions:
            return None
        if self._log:
            return 0 if len(actions) == 1 else self._beside(cell, actions)
        if len(actions) == 1 and not parent_row:
            return None
        speaking = [other for other in cells if other.lines or other.fill is not None]
        if len(speaking) == 1 and not parent_row:
            return None
        return self._beside(cell, actions)

    @staticmethod
    def _beside(cell: Cell, actions: Sequence[Cell]) -> int | None:
        rows = range(cell.row, cell.row + cell.row_span)
        beside = [index for index, action in enumerate(actions) if _meets(rows, action)]
        if not beside or (len(beside) == len(actions) and len(actions) > 1):
            return None
        return beside[0]

    # --- what the item is about ------------------------------------------------------------------------------
    def _read_subject(self, item: PlanItem, by_column: dict[int, list[Cell]]) -> None:
        ref = self._of("ref", by_column)
        if ref and not (self._action_refs and len(self._of("actions", by_column)) > 1):
            item.ref = clean_ref(ref[0].text)
        column = self._headings.one("recommendation")
        cells = self._of("recommendation", by_column)
        if column is None or not cells:
            return
        entries = split_entries(cells, self._spacing)
        if "actions" in column.also and len(entries) > 1:
            head = _leading_title(entries)
            for entry in entries[head:]:
                item.actions.append(_action(entry.passage, entry.label))
            entries = entries[:head]
        passage = Passage.join(entry.passage for entry in entries)
        if not item.ref and entries and entries[0].label:
            item.ref = entries[0].label
        if self._numbered:
            opening = _LEADING_REF.match(passage.text)
            if opening is not None:
                item.ref, passage = item.ref or opening[1], passage.slice(opening.end())
        match = _SOURCE_REF.search(passage.text) if self.source_refs else None
        if match and match.start() > 0:
            item.source_ref = match[1]
            passage = passage.slice(0, match.start())
        if passage.text:
            item.recommendation = passage.to_text()

    # --- actions ---------------------------------------------------------------------------------------------
    def _read_actions(self, item: PlanItem, cells: Sequence[Cell], whole: bool) -> list[Action]:
        """Actions of the item; with values of their own each cell is one action."""
        if whole:
            made = []
            for cell in cells:
                whole_cell = Passage.join(e.passage for e in split_entries([cell], self._spacing))
                passage, label = _without_label(whole_cell, cell, self._numbered_actions)
                made.append(_action(passage, label))
            item.actions.extend(made)
            return made
        entries = split_entries(cells, self._spacing, "actions" in self._alone)
        item.actions.extend(_action(entry.passage, entry.label) for entry in entries if entry.passage.text)
        return item.actions

    def _take_action_ref(self, item: PlanItem, actions: Sequence[Action], cells: Sequence[Cell], ref: Cell) -> None:
        """A reference that stands beside an action is the action's; one beside all of them is the item's."""
        owner = self._beside(ref, cells)
        if owner is None:
            item.ref = item.ref or clean_ref(ref.text)
        elif actions[owner].ref is None:
            actions[owner].ref = clean_ref(ref.text)

    # --- values at their level -------------------------------------------------------------------------------
    def _read_value(self, target: PlanItem | Action, item: PlanItem, column: Column, cell: Cell) -> None:
        name = column.field
        if name == "status":
            self._take_status(target, column, cell)
        elif not cell.lines:
            return
        elif column.col in self._both:
            who, when = part_who_and_when(passage_of(cell), self._context)
            add_officers(target.lead_officers, read_officers(who, self._context))
            target.due = target.due or (read_due(when, self._context) if when else None)
        elif name == "lead_officers":
            add_officers(target.lead_officers, read_officer_cell(cell, self._spacing, self._context))
        elif name == "due":
            self._take_due(target, column, cell)
        elif name in ("extra", None) and not cell.arrows:
            # Of a row that is one action the schema keeps further columns with the item.
            add_extra(
                item if self._log else target, item, column.heading or f"column {column.col + 1}", passage_of(cell)
            )

    def _take_due(self, target: PlanItem | Action, column: Column, cell: Cell) -> None:
        status: Status | None = None
        due: DatePeriod | None
        if "status" in column.also or _names_status(column.heading):
            due, status = read_due_and_status(cell, self._context)
        else:
            due = read_due(passage_of(cell), self._context)
        if due is not None and target.due is None:
            target.due = due
        if status is not None and target.status is None:
            target.status = status

    def _take_status(self, target: PlanItem | Action, column: Column, cell: Cell) -> None:
        text = cell.text
        words = self._context.vocabulary
        entries = split_entries([cell], self._spacing)
        short = len(text.split()) <= _STATUS_WORDS and not _tells_more(text, words)
        if not entries or (short and not (len(entries) > 1 and _is_status(entries[0].passage.text, words))):
            merge_status(target, read_status(cell, self._context, column.heading))
            return
        fill = self._context.fill_rag(cell.fill)
        opening: Opening = read_prose_status(entries[0].passage, fill, self._context)
        merge_status(target, opening.status)
        rest = [opening.rest] if opening.rest else []
        rest += [entry.passage for entry in entries[1:]]
        target.progress.extend(passage.to_text() for passage in rest if passage.text)

    def _read_entries(self, item: PlanItem, name: str, by_column: dict[int, list[Cell]]) -> None:
        figures = any(column.field in ("readings", "targets", "baseline") for column in self._headings.columns)
        if name == "outcomes" and figures and not self._headings.of("measures"):
            return  # prose and measures mixed: read_measures parts them
        for column in self._headings.of(name):
            getattr(item, name).extend(texts(split_entries(by_column[id(column)], self._spacing, name in self._alone)))

    def _join_text_cells(
        self, item: PlanItem, by_column: dict[int, list[Cell]], levels: dict[int, list[int | None]]
    ) -> None:
        """Progress and next steps: cells of one level are split together, so that a cut entry stays one."""
        for column in self._headings.columns:
            if column.field not in ("progress", "next_steps"):
                continue
            owners: dict[int | None, list[Cell]] = {}
            for cell, owner in zip(by_column[id(column)], levels[id(column)], strict=True):
                if cell.lines:
                    owners.setdefault(owner, []).append(cell)
            for owner, cells in owners.items():
                found = texts(split_entries(cells, self._spacing, column.field in self._alone))
                if owner is not None and owner < len(item.actions) and column.field == "progress":
                    item.actions[owner].progress.extend(found)
                elif column.field == "progress":
                    item.progress.extend(found)
                else:
                    item.next_steps.extend(found)

    def _status_of_progress(self, target: PlanItem | Action) -> None:
        """Without a status column, status words that open the progress tell the status."""
        if not self._status_from_progress or target.status is not None or not target.progress:
            return
        first = target.progress[0]
        if find_status_phrase(first.text, self._context.vocabulary) is None:
            return
        value = parse_status(" ".join(text.text for text in target.progress), self._context.vocabulary)
        if value.state is None:
            value = parse_status(first.text, self._context.vocabulary)
        if value.state is not None:
            target.status = Status(state=value.state, basis="text", source=first.source)


def _is_status(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a first line is a status and nothing else."""
    found = find_status_phrase(text, vocabulary)
    return found is not None and found[0] == 0 and found[1] >= len(text.rstrip(" .:;"))


def _tells_more(text: str, vocabulary: Vocabulary) -> bool:
    """Whether status words open a cell and something else is told after them ("On track. Two halls are booked.")."""
    found = find_status_phrase(text, vocabulary)
    return found is not None and found[0] == 0 and len(text[found[1] :].strip(" .;:,-–—").split()) >= _FEWEST_MORE


def _meets(rows: range, action: Cell) -> bool:
    return rows.start < action.row + action.row_span and action.row < rows.stop


def _names_status(heading: str) -> bool:
    return bool(re.search(r"\bstatus\b", heading, re.I))


def _leading_title(entries: Sequence[Entry]) -> int:
    """How many entries at the front are the title, by size or weight; all of them where nothing tells."""
    sizes = [max(word.size for word in entry.passage.words) for entry in entries]
    smallest = min(sizes)
    count = 0
    for size in sizes:
        if size <= smallest + 0.4:
            break
        count += 1
    if 0 < count < len(entries):
        return count
    bold = [all(word.bold for word in entry.passage.words) for entry in entries]
    if bold[0] and not all(bold):
        return bold.index(False)
    return len(entries)


def _without_label(passage: Passage, cell: Cell, numbered: bool) -> tuple[Passage, str]:
    label = ""
    pattern = _LEADING_REF if numbered else _ACTION_REF
    match = pattern.match(cell.text)
    if match:
        label = match[1]
        again = pattern.match(passage.text)
        if again:
            passage = passage.slice(again.end())
    return passage, label


def _action(passage: Passage, label: str) -> Action:
    return Action(ref=label or None, text=passage.text, source=passage.source())


def item_texts(item: PlanItem) -> list[Text]:
    """All texts of an item, for checks."""
    found = [item.recommendation] if item.recommendation else []
    return [*found, *item.outcomes, *item.progress, *item.next_steps]
