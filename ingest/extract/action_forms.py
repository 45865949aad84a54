"""Action forms: small tables of labels and values, one for each action ("Action: ...", "Lead: ...", "Due: ...")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingest.extract.cell_values import Context, read_due, read_officers, read_reading, read_status, texts
from ingest.extract.columns import FIGURES
from ingest.extract.decisions import VerbBook
from ingest.extract.entries import Entry, split_entries
from ingest.extract.grid_view import GridView, part_of, passage_of
from ingest.extract.item_fields import add_extra, clean_ref
from ingest.extract.line_habits import sentences_stand_alone, usual_spacing
from ingest.extract.measures import own_status, place_reading
from ingest.layout.document import Cell
from ingest.normalise.dates import is_date_only
from ingest.normalise.headings import map_heading
from ingest.normalise.status import parse_status
from schemas.plan import Action, Measure, PlanItem

_LABEL_LENGTH = 60
_INLINE = re.compile(r"^([A-Z][^:?]{1,40}):\s+(?=\S)")
# "Action 3", "Recommendation 2.1": a label with the number of what it labels.
_NUMBERED = re.compile(r"^(?P<label>\D{3,30}?)\s*(?:no\.?\s*)?(?P<ref>\d{1,3}(?:\.\d{1,2})*[a-z]?)$", re.I)
_KNOWN = 0.9
_ALIKE = 0.8  # of what goes to extra in any case
_FEWEST_FIELDS = 3
_KNOWN_SHARE = 0.6
_MAX_COLUMNS = 6
_TRACKS = frozenset({"lead_officers", "due", "status", "progress", "next_steps"})
_TEXTS = ("outcomes", "progress", "next_steps")


@dataclass(slots=True)
class _Pair:
    """A label and its value.

    Attributes:
        label: the label as printed, without its colon.
        name: the field that it means, or None.
        guess: the field that a label which is not surely known may mean, or None.
        ref: the number that the label carries, or "".
        value: a cell with the words of the value.
        known: the label is a heading of the word lists, if only of what goes to extra.
        beside: the cell of the label, where it has one of its own.
    """

    label: str
    name: str | None
    ref: str
    value: Cell
    guess: str | None = None
    known: bool = True
    beside: Cell | None = None


# The entries of a value.
Splitter = Callable[[_Pair], list[Entry]]


def read_action_forms(view: GridView, context: Context) -> list[PlanItem]:
    """Items of a table of labels and values; none where the table is no such form.

    Several forms may stand in one table, one below the other: each begins where the first label comes again.
    """
    if view.table.n_cols > _MAX_COLUMNS:
        return []
    if any(_heads_columns(view, row, context) for row in range(view.table.n_rows)):
        return []
    by_row = [list(_pairs_of(view, row, context)) for row in range(view.table.n_rows)]
    pairs = [pair for found in by_row for pair in found]
    _set_answers_aside(pairs, context)
    labelled = sum(1 for found in by_row if found and (found[0].name or found[0].known))
    names = {pair.name for pair in pairs if pair.name}
    if len(names) < _FEWEST_FIELDS or labelled < _KNOWN_SHARE * _speaking_rows(view):
        return []
    _settle_guesses(pairs, names, once=False)
    names = {pair.name for pair in pairs if pair.name}
    # A report's own head has labels too ("Recommendation", "Lead officer"), but nothing to do and nothing done.
    figures = len(names & set(FIGURES))
    measured = "measures" in names and figures > 0 and (figures > 1 or bool(names & _TRACKS))
    asked = "recommendation" in names and _is_followed(pairs, names, context)
    if not (measured or asked or "actions" in names):
        return []
    if not names & {"actions", "progress", "status"}:
        for pair in pairs:
            pair.name = "actions" if pair.name == "next_steps" else pair.name  # of a risk, what will be done
    if not measured and not names & _TRACKS:
        return []
    _settle_guesses(pairs, names, once=True)
    known = [pair for pair in pairs if pair.name]
    for pair in pairs:
        if pair.beside is not None:
            pair.beside.header = True
    forms = _forms(pairs)
    spacing = usual_spacing(view.table.cells)
    alone = {
        name: sentences_stand_alone(pair.value for pair in known if pair.name == name) for name in ("actions", *_TEXTS)
    }

    def split(pair: _Pair) -> list[Entry]:
        return split_entries([pair.value], spacing, alone.get(pair.name or "", False))

    return [item for item in (_item(form, context, split) for form in forms) if item is not None]


def _set_answers_aside(pairs: list[_Pair], context: Context) -> None:
    """Take what was decided ("Accepted" beside "Response") for no action; changed in place."""
    patterns = context.vocabulary.patterns("plans", "bare_answer")
    answers = [pair for pair in pairs if pair.name == "actions"]
    if all(any(pattern.search(pair.value.text) for pattern in patterns) for pair in answers):
        for pair in answers:
            pair.name = None


def _is_followed(pairs: list[_Pair], names: set[str], context: Context) -> bool:
    """Whether a recommendation is followed up: something is told of it, or somebody is to do it by some day.

    "That Cabinet notes the report" is what a report's own head recommends.
    """
    verbs = VerbBook.of(context.vocabulary)
    if any(pair.name == "recommendation" and verbs.stem(pair.value.text) for pair in pairs):
        return False
    if names & {"status", "progress", "next_steps"}:
        return True
    # "Date" alone is the day of the report.
    dated = any(
        pair.name == "due" and "extra" not in map_heading(pair.label, context.vocabulary).also for pair in pairs
    )
    return dated and "lead_officers" in names


def _speaking_rows(view: GridView) -> int:
    return sum(1 for row in range(view.table.n_rows) if any(cell.lines for cell in view.starting(row)))


def _pairs_of(view: GridView, row: int, context: Context) -> Iterator[_Pair]:
    """Labels and values of a row, by turns from the left; or labels that stand in one cell with their values."""
    cells = [cell for cell in view.starting(row) if cell.lines or cell.fill is not None]
    labels = [_label(cell.text, context) if len(cell.text) <= _LABEL_LENGTH else None for cell in cells]
    if len(cells) > 1 and len(cells) % 2 == 0 and labels[0] is not None:
        for index in range(0, len(cells), 2):
            label, name, ref = labels[index] or (cells[index].text.rstrip(" :"), None, "")
            guess = None if name else _guess(label, context)
            yield _Pair(label, name, ref, cells[index + 1], guess, labels[index] is not None, cells[index])
        return
    inline = [_inline(cell, context) for cell in cells]
    if any(inline):
        yield from (pair for pair in inline if pair is not None)
    elif len(cells) == 2 and len(cells[0].text) <= _LABEL_LENGTH:
        label = cells[0].text.rstrip(" :")
        yield _Pair(label, None, "", cells[1], _guess(label, context), False, cells[0])


def _guess(label: str, context: Context) -> str | None:
    name = map_heading(label, context.vocabulary).field
    return None if name == "extra" else name


def _settle_guesses(pairs: list[_Pair], names: set[str], *, once: bool) -> None:
    """Let labels that are not surely known mean what no other label of the form does.

    Args:
        pairs: labels and values, changed in place.
        names: what the known labels mean.
        once: whether a label that stands once is taken too, where the others have shown that this is a form.
    """
    meanings: dict[str, Counter[str]] = {}
    for pair in pairs:
        if pair.guess and pair.guess not in names:
            meanings.setdefault(pair.guess, Counter())[pair.label.casefold()] += 1
    for pair in pairs:
        labels = meanings.get(pair.guess or "", Counter())
        if pair.name is None and len(labels) == 1 and (once or labels.total() > 1):
            pair.name = pair.guess


def _heads_columns(view: GridView, row: int, context: Context) -> bool:
    """Whether a row holds headings of columns: in a form every second cell is a label, not more of them."""
    cells = [cell for cell in view.starting(row) if cell.lines]
    labels = sum(1 for cell in cells if len(cell.text) <= _LABEL_LENGTH and _label(cell.text, context, _KNOWN))
    return len(cells) > 2 and labels > (len(cells) + 1) / 2


def _label(text: str, context: Context, least: float = _ALIKE) -> tuple[str, str | None, str] | None:
    """(label, field, ref) of a cell or opening that is a known label; None where it is none.

    The field of a label whose value goes to extra is None.
    """
    words = text.strip().rstrip(":?").strip()
    ref = ""
    match = map_heading(words, context.vocabulary)
    numbered = _NUMBERED.match(words)
    if numbered is not None:
        without = map_heading(numbered["label"], context.vocabulary)
        if without.score >= _KNOWN:
            match, ref = without, numbered["ref"]
    if is_date_only(words):
        return None
    if match.field == "extra" and match.score >= least:
        return words, None, ref
    if match.field in (None, "extra") or match.score < _KNOWN:
        return None
    told = parse_status(words, context.vocabulary)
    if (told.rag or told.state) and not text.strip().endswith((":", "?")):
        return None  # "Complete" and "On track" head columns of ticks, but here they are what a label says
    return words, str(match.field), ref


def _inline(cell: Cell, context: Context) -> _Pair | None:
    passage = passage_of(cell)
    match = _INLINE.match(passage.text)
    label = _label(match[1], context) if match else None
    if match is None or label is None:
        return None
    return _Pair(label[0], label[1], label[2], part_of(cell, passage.slice(match.end())))


def _forms(pairs: list[_Pair]) -> list[list[_Pair]]:
    """The pairs of each form."""
    forms: list[list[_Pair]] = []
    for pair in pairs:
        begins = not forms or (pair.name == forms[0][0].name and pair.name is not None)
        if begins or _same_label(pair, forms[0][0]):
            forms.append([pair])
        else:
            forms[-1].append(pair)
    return forms


def _same_label(one: _Pair, other: _Pair) -> bool:
    return one.label.casefold() == other.label.casefold()


def _item(pairs: list[_Pair], context: Context, split: Splitter) -> PlanItem | None:
    item = PlanItem()
    _settle_subject(pairs, context)
    for pair in pairs:
        if pair.name == "actions":
            for entry in split(pair):
                if entry.passage.text:
                    ref = entry.label or (pair.ref if not item.actions else "")
                    item.actions.append(Action(ref=ref or None, text=entry.passage.text, source=entry.passage.source()))
        if pair.ref and item.ref is None:
            item.ref = pair.ref
    _take_measures(item, pairs, split)
    lone = len(item.actions) == 1 and not any(pair.name == "recommendation" for pair in pairs)
    # Of a form that is one action alone, its values are the action's.
    target = item.actions[0] if lone else item
    for pair in pairs:
        _take(target, item, pair, context, split)
    if len(item.measures) == 1 and not item.actions and item.recommendation is None:
        own_status(item)
    return item if item.actions or item.recommendation or item.measures else None


def _take_measures(item: PlanItem, pairs: list[_Pair], split: Splitter) -> None:
    """The measures of a form; figures go with the one measure that there is."""
    for pair in pairs:
        if pair.name == "measures":
            for entry in split(pair):
                if entry.passage.text:
                    item.measures.append(Measure(text=entry.passage.text, source=entry.passage.source()))
    for pair in pairs if len(item.measures) == 1 else ():
        reading = read_reading(pair.value, pair.label, None) if pair.name in FIGURES else None
        if reading is not None:
            place_reading(item.measures[0], str(pair.name), reading)


def _settle_subject(pairs: list[_Pair], context: Context) -> None:
    """Of a finding and a recommendation the form is about the recommendation."""
    asked = [pair for pair in pairs if pair.name == "recommendation"]
    patterns = context.vocabulary.patterns("plans", "issue_heading")
    found = [pair for pair in asked if any(pattern.search(pair.label) for pattern in patterns)]
    for pair in found if len(found) < len(asked) else ():
        pair.name = None


def _take(target: PlanItem | Action, item: PlanItem, pair: _Pair, context: Context, split: Splitter) -> None:
    passage = passage_of(pair.value)
    name = pair.name
    if name == "status":
        target.status = target.status or read_status(pair.value, context)
    elif not passage.text or name == "actions":
        return
    elif name == "ref":
        item.ref = clean_ref(passage.text)
    elif name == "recommendation" and item.recommendation is None:
        item.recommendation = passage.to_text()
    elif name == "lead_officers":
        target.lead_officers.extend(read_officers(passage, context))
    elif name == "due" and target.due is None:
        target.due = read_due(passage, context)
    elif name == "measures" or (name in FIGURES and len(item.measures) == 1):
        return  # read before
    elif name in _TEXTS:
        owner = target if name == "progress" else item
        getattr(owner, name).extend(texts(split(pair)))
    else:
        add_extra(item, item, pair.label, passage)
