"""A cell's words to the values of the schema: status, officers, dates, readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ingest.extract.entries import Entry, split_entries
from ingest.extract.grid_view import passage_of
from ingest.extract.notes import Notes
from ingest.extract.officers import officers_in
from ingest.layout.document import Cell, Table
from ingest.layout.passage import Passage
from ingest.normalise.dates import Period, find_dates, parse_period
from ingest.normalise.numbers import parse_value
from ingest.normalise.officers import looks_like_officers
from ingest.normalise.status import find_status_phrase, parse_status, rag_of_fill
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import Direction
from schemas.values import DatePeriod, Officer, Rag, Reading, Source, State, Status, Text

# What ``looks_like_officers`` says of "TBC", "Vacant" and the like.
_NOBODY = 0.5
_DIRECTIONS: dict[str, Direction] = {"up": "up", "down": "down", "right": "same", "left": "same", "both": "same"}
_GLYPHS: dict[str, Direction] = {
    **dict.fromkeys("↑⬆▲⇧△↗🡅", "up"),
    **dict.fromkeys("↓⬇▼⇩▽↘🡇", "down"),
    **dict.fromkeys("→↔⇨⇔►⬌➔⬄=●", "same"),
}

# Headings that ask, and what the answers say. That something is not complete says nothing of how it stands.
_ANSWERS: tuple[tuple[str, tuple[tuple[str, State], ...]], ...] = (
    ("asks_whether_done", (("answer_yes", "completed"),)),
    ("asks_whether_on_track", (("answer_yes", "on_track"), ("answer_no", "off_track"))),
)


@dataclass
class Context:
    """What the reading of values needs to know of the paper.

    Attributes:
        vocabulary: the word lists, the council's own first.
        reference: day of the meeting; decides dates without a year.
        legend: fills that the paper's own legend explains.
        notes: where complaints go.
    """

    vocabulary: Vocabulary
    reference: date | None = None
    legend: dict[int, Rag] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def fill_rag(self, fill: int | None) -> Rag | None:
        """The rating of a fill; the paper's own legend overrules the shared palette."""
        if fill is None:
            return None
        return self.legend.get(fill) or rag_of_fill(fill)


def cell_source(cell: Cell) -> list[Source]:
    """Where a cell stands: its boxes, or the line that a file without geometry gives."""
    if not cell.boxes and cell.line is not None:
        return [Source(page=None, line=cell.line)]
    return [
        Source(page=page, bbox=(round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)))
        for page, x0, top, x1, bottom in cell.boxes
        if page
    ]


def table_source(table: Table) -> list[Source]:
    """Where a table begins: its first page, or its first line in a file without geometry."""
    first = next((cell for cell in table.cells if cell.lines), None)
    if first is not None and first.lines[0].page is None:
        return [Source(page=None, line=first.lines[0].words[0].line)]
    return [Source(page=table.pages[0])] if table.pages else []


def read_status(cell: Cell, context: Context, heading: str = "") -> Status | None:
    """The status that a cell of a status column shows by words, fill or both.

    Args:
        cell: the cell.
        context: the word lists and the notes.
        heading: the column's words, which "Yes" and "No" may answer.
    """
    passage = passage_of(cell)
    fill = context.fill_rag(cell.fill)
    text = passage.text
    if not text:
        return read_colour(cell, context)
    value = parse_status(text, context.vocabulary)
    answered = _answered(heading, text, context.vocabulary) if value.rag is None and value.state is None else None
    if answered is not None:
        return Status(raw=text, rag=fill, state=answered, basis="both" if fill else "text", source=passage.source())
    if value.rag is None and value.state is None and fill is None and len(text) == 1:
        # A sign that says nothing itself (a circle, a square, a letter of a symbol font) rates by its own colour.
        rag = context.fill_rag(passage.words[0].color)
        if rag is not None:
            return Status(raw=text, rag=rag, basis="fill", source=passage.source())
    if value.rag is None and value.state is None and fill is None:
        if not value.matched and text:
            context.notes.add("unknown-status", passage.source(), words=text[:80])
        return Status(raw=text, basis="text", source=passage.source())
    if value.rag and fill and value.rag != fill:
        context.notes.add("fill-and-words-disagree", passage.source(), words=text[:80], rag=fill)
    return Status(
        raw=text,
        rag=value.rag or fill,
        state=value.state,
        basis="both" if fill else "text",
        source=passage.source(),
    )


def read_colour(cell: Cell, context: Context) -> Status | None:
    """The status that the colour of a cell shows, whatever its words say."""
    fill = context.fill_rag(cell.fill)
    return Status(rag=fill, basis="fill", source=cell_source(cell)) if fill else None


def _answered(heading: str, text: str, vocabulary: Vocabulary) -> State | None:
    """What "Yes" or "No" says under a heading that asks for it ("Complete?", "On track?")."""
    said = text.casefold().strip(" .*")
    for question, states in _ANSWERS:
        if any(pattern.search(heading) for pattern in vocabulary.patterns("plans", question)):
            for answer, state in states:
                if any(said == word.casefold() for word in vocabulary.words("plans", answer)):
                    return state
    return None


@dataclass(slots=True)
class Opening:
    """A prose cell's status phrase and the rest of its words."""

    status: Status | None
    rest: Passage


def read_prose_status(passage: Passage, fill: Rag | None, context: Context) -> Opening:
    """Split a status cell that holds prose: the status words that open it, and the progress after them."""
    found = find_status_phrase(passage.text, context.vocabulary)
    if found is None:
        status = Status(rag=fill, basis="fill", source=passage.source()) if fill else None
        return Opening(status, passage)
    start, end, value = found
    words = passage.slice(start, end)
    status = Status(
        raw=words.text,
        rag=value.rag or fill,
        state=value.state,
        basis="both" if fill else "text",
        source=words.source(),
    )
    if start > 0:
        return Opening(status, passage)
    rest = passage.text[end:]
    return Opening(status, passage.slice(end + len(rest) - len(rest.lstrip(" .;:,-–—\n"))))


def read_officers(passage: Passage, context: Context) -> list[Officer]:
    """Everybody a passage names."""
    raw = passage.printed
    officers = [
        one for one in officers_in(passage, raw, context.vocabulary) if one.name or one.role or one.organisation
    ]
    if not officers and raw and looks_like_officers(raw, context.vocabulary) != _NOBODY:
        context.notes.add("unsplit-officer", passage.source(), words=passage.text[:80])
    return officers


def read_officer_cell(cell: Cell, spacing: float, context: Context) -> list[Officer]:
    """Everybody a cell names; posts that stand one below the other, a line each, are as many officers."""
    whole = read_officers(passage_of(cell), context)
    if len(cell.lines) < 2 or not whole or any(officer.name for officer in whole):
        return whole
    entries = [entry.passage for entry in split_entries([cell], spacing) if entry.passage.text]
    if len(entries) <= len(whole):
        return whole
    each = [officers_in(entry, entry.printed, context.vocabulary) for entry in entries]
    if not all(found and all(officer.role and not officer.name for officer in found) for found in each):
        return whole
    return [officer for found in each for officer in found]


def to_period(period: Period, passage: Passage) -> DatePeriod:
    """A parsed period as the schema's, with its words."""
    return DatePeriod(
        raw=passage.text,
        start=period.start,
        end=period.end,
        precision=period.precision,
        ongoing=period.ongoing and not (period.start or period.end),
        source=passage.source(),
    )


def read_due(passage: Passage, context: Context) -> DatePeriod | None:
    """The due date that a cell's words tell; null days where they do not settle one."""
    if not passage.text:
        return None
    period = parse_period(passage.printed, context.reference)
    if not period.matched and not (period.start or period.end or period.ongoing):
        if any(sign.isdigit() for sign in passage.text):
            context.notes.add("unparsed-date", passage.source(), words=passage.text[:80])
        return DatePeriod(raw=passage.text, source=passage.source())
    return to_period(period, passage)


def read_due_and_status(cell: Cell, context: Context) -> tuple[DatePeriod | None, Status | None]:
    """A date and a status in one cell, each with its own words."""
    passage = passage_of(cell)
    fill = context.fill_rag(cell.fill)
    if not passage.text:
        return None, Status(rag=fill, basis="fill", source=cell_source(cell)) if fill else None
    status: Status | None = Status(rag=fill, basis="fill", source=cell_source(cell)) if fill else None
    dated: list[Passage] = []
    for line in _status_lines(passage, context):
        value = parse_status(line.text, context.vocabulary)
        told = value.rag or value.state or value.matched
        if told and (status is None or status.raw is None) and not find_dates(line.text, context.reference):
            status = Status(
                raw=line.text,
                rag=value.rag or fill,
                state=value.state,
                basis="both" if fill else "text",
                source=line.source(),
            )
        else:
            dated.append(line)
    words = Passage.join(dated)
    if status is None or status.raw is None:
        found = find_status_phrase(words.text, context.vocabulary) if words else None
        if found is not None:
            phrase = words.slice(found[0], found[1])
            status = Status(
                raw=phrase.text,
                rag=found[2].rag or fill,
                state=found[2].state,
                basis="both" if fill else "text",
                source=phrase.source(),
            )
    return (read_due(words, context) if words else None), status


def _status_lines(passage: Passage, context: Context) -> list[Passage]:
    lines = list(passage.lines())
    if len(lines) > 1:
        return lines
    matches = find_dates(passage.text, context.reference)
    if not matches:
        return lines
    last = matches[-1].end
    return [part for part in (passage.slice(0, last), passage.slice(last)) if part]


def read_reading(cell: Cell, label: str, label_period: DatePeriod | None) -> Reading | None:
    """The value that a cell shows under a heading; None for an empty cell."""
    passage = passage_of(cell)
    if not passage.text:
        return None
    value = parse_value(passage.printed)
    return Reading(
        label=label or None,
        raw=passage.text,
        value=value.value,
        unit=value.unit,
        period=label_period,
        source=passage.source(),
    )


def read_direction(cell: Cell, vocabulary: Vocabulary) -> Direction | None:
    """The direction of travel that an arrow, drawn or printed, or a word shows."""
    if cell.arrows:
        return _DIRECTIONS.get(cell.arrows[0])
    text = cell.text.strip()
    for sign in text:
        if sign in _GLYPHS:
            return _GLYPHS[sign]
    words = vocabulary.once("directions", _direction_words)
    return words.get(text.casefold().strip(" .*"))


def _direction_words(vocabulary: Vocabulary) -> dict[str, Direction]:
    ways: tuple[Direction, ...] = ("up", "down", "same")
    return {word.casefold(): way for way in ways for word in vocabulary.words("plans", f"direction_{way}")}


def texts(entries: list[Entry]) -> list[Text]:
    """Entries as schema texts."""
    return [entry.passage.to_text() for entry in entries if entry.passage.text]
