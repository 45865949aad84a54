"""What headings leave open: the field of each column, by what it holds and by the fields of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import mean

from ingest.extract.cell_values import read_direction
from ingest.extract.columns import FIGURES, TRACKS, Column, Headings, column_cells
from ingest.extract.grid_view import GridView
from ingest.normalise.contents import guess_field, names_officers
from ingest.normalise.dates import is_date_only
from ingest.normalise.periods import take_period
from ingest.normalise.status import parse_status
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary

_REF = re.compile(r"^\(?(?:[A-Z]{1,5}[ ./-]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?$", re.I)
_RISK_PART = re.compile(r"\b(likelihood|probability)\b", re.I)
_LETTER = re.compile(r"^\(?[A-Z][.)]?$")
_SCORE = re.compile(r"^(\d{1,2}|very high|high|medium|moderate|low|very low|major|minor|severe|[HML])$", re.I)
_SINGLE = ("ref", "recommendation", "due", "measures", "baseline", "direction")
# Cells of this many characters on average may say what a row is about; of a column whose heading is not known, more.
_SUBJECT_LENGTH = 12
_UNKNOWN_SUBJECT_LENGTH = 22
# Targets of more characters on average are prose.
_PROSE_TARGET_LENGTH = 25
# Readings of this many words on average tell a story.
_PROSE_READING_WORDS = 5
# A rating that stands alone is a word or two.
_RATING_WORDS = 2
# Most of a column's cells
_MOST = 0.8
_NOTHING = re.compile(r"^(\W*|n\W?/?\W?a\W?|tbc|tba|tbd|none)$", re.I)


def settle(view: GridView, headings: Headings, vocabulary: Vocabulary) -> None:
    """Decide what the headings leave open, by what the columns hold and by the fields of their neighbours.

    - A column without words takes the field that its cells look like.
    - References, dates and prose under a heading that promises something else are what they are.
    - The wide column without a known heading left of the actions is the recommendation.
    - Of two columns for one single-valued field the first keeps it; the other goes to extra.
    - Of several columns of ratings, a period each, the last that speaks is the status.
    - Columns that hold RAG words under one RAG heading ("Latest", "Previous") are readings.
    """
    first_row = headings.first + headings.rows
    for cell in view.table.cells:
        cell.header = cell.header or headings.first <= cell.row < first_row
    for column in headings.columns:
        if column.field is None and not column.heading:
            cells = _words(view, column, first_row)
            if cells:
                column.field = _guess(column, cells, headings, vocabulary)
                column.guessed = column.field is not None
    _settle_by_cells(view, headings, first_row)
    _settle_rated_readings(view, headings, first_row, vocabulary)
    _settle_actions(view, headings, first_row)
    _settle_subject(view, headings, first_row)
    _settle_themes(view, headings, first_row)
    _settle_ratings(headings, vocabulary)
    _settle_doubles(view, headings, first_row)
    _settle_statuses(view, headings, first_row)
    _settle_leads(view, headings, first_row, vocabulary)
    _settle_targets(view, headings, first_row)
    _settle_directions(view, headings, first_row, vocabulary)


def _words(view: GridView, column: Column, first_row: int) -> list[str]:
    return [cell.text for cell in column_cells(view, column, first_row) if cell.lines]


def _guess(column: Column, cells: list[str], headings: Headings, vocabulary: Vocabulary) -> str | None:
    name, _ = guess_field(cells, vocabulary)
    if name == "readings" and column.col == 0 and all(_REF.match(cell) for cell in cells):
        return "ref"  # one row of a table gives no sequence to know a reference by, but its place does
    if name == "readings" and not headings.fields & {*FIGURES, "measures"}:
        return None
    return name


def _mean_length(view: GridView, column: Column, first_row: int) -> float:
    lengths = [len(text) for text in _words(view, column, first_row)]
    return mean(lengths) if lengths else 0.0


def _most(cells: list[str], holds: Callable[[str], object]) -> bool:
    """Whether most cells that say something are of one sort, and there are any."""
    told = [cell for cell in cells if not _NOTHING.match(cell)]
    return bool(told) and sum(1 for cell in told if holds(cell)) >= _MOST * len(told)


# --- headings that promise something else than the cells hold ----------------------------------------------------
def _settle_by_cells(view: GridView, headings: Headings, first_row: int) -> None:
    """References under "Step", dates under "Target" or "Month", prose under "How are we doing?" are what they are."""
    measured = "measures" in headings.fields
    for column in headings.of("due"):
        if measured and "extra" in column.also and headings.fields & set(FIGURES):
            column.field = "extra"  # the period that a figure is of
    for column in headings.columns:
        if not column.heading or column.field not in ("recommendation", "actions", "readings", "targets"):
            continue
        cells = _words(view, column, first_row)
        if column.field in ("recommendation", "actions"):
            lettered = len(set(cells)) == len(cells) > 1 and _most(cells, _LETTER.match)
            if (
                "ref" not in headings.fields
                and (lettered or _most(cells, _REF.match))
                and _others_say(view, column, headings)
            ):
                column.field = "ref"
        elif _most(cells, is_date_only):
            column.field = "extra" if measured or "due" in headings.fields else "due"
        elif (
            column.field == "readings"
            and "progress" in column.also
            and not measured
            and mean(len(cell.split()) for cell in cells or [""]) >= _PROSE_READING_WORDS
        ):
            column.field = "progress"


def _settle_rated_readings(view: GridView, headings: Headings, first_row: int, vocabulary: Vocabulary) -> None:
    """Ratings under "Performance", "Current" or "Progress", where no other column rates, are the status."""
    if "status" in headings.fields:
        return
    for column in headings.of("readings"):
        rating = "status" in column.also or "progress" in column.also
        if rating and guess_field(_words(view, column, first_row), vocabulary)[0] == "status":
            column.field = "status"
            return
    for column in headings.of("progress"):
        if _most(_words(view, column, first_row), lambda text: _is_bare_rating(text, vocabulary)):
            column.field = "status"
            return


def _is_bare_rating(text: str, vocabulary: Vocabulary) -> bool:
    return len(text.split()) <= _RATING_WORDS and parse_status(text, vocabulary).rag is not None


def _settle_leads(view: GridView, headings: Headings, first_row: int, vocabulary: Vocabulary) -> None:
    """Without a column of officers the agency that a row names leads."""
    if "lead_officers" in headings.fields or not headings.fields & {"recommendation", "actions"}:
        return
    bodies = {fold(word) for word in vocabulary.words("plans", "leads_alone")}
    for column in headings.of("extra"):
        words = _words(view, column, first_row)
        if fold(column.heading) in bodies and words and _most(words, lambda text: names_officers(text, vocabulary)):
            column.field = "lead_officers"
            return


def _others_say(view: GridView, column: Column, headings: Headings) -> bool:
    """Whether another column could say what the rows are about."""
    first_row = headings.first + headings.rows
    return any(
        other is not column and _mean_length(view, other, first_row) > _SUBJECT_LENGTH for other in headings.columns
    )


def _settle_actions(view: GridView, headings: Headings, first_row: int) -> None:
    """Of several columns that could hold actions one does; the others tell progress, dates or whom they answer.

    Where none does, what is still to be done are the actions, unless something is said to have been done.
    """
    columns = headings.of("actions")
    if not columns:
        # "What needs to get better" beside "Our commitments": the second answers the first.
        asked = headings.of("recommendation")
        for column in asked[1:] if asked and "extra" not in asked[0].also else ():
            if column.also == ("actions",) and not _spans_rows(view, column, first_row):
                column.field = "actions"
                return
        for column in headings.of("next_steps"):
            if "actions" in column.also and not headings.fields & {"progress", "status"}:
                column.field = "actions"
        return
    if len(columns) < 2:
        return
    plain = [column for column in columns if not {"progress", "due"} & set(column.also)]
    keep = plain[0] if plain else columns[0]
    for column in columns:
        if column is keep:
            continue
        if "progress" in column.also:
            column.field = "progress" if column.col > keep.col else column.field
        elif "due" in column.also:
            column.field = "extra"
    if len(plain) > 1 and "recommendation" not in headings.fields and _spans_rows(view, keep, first_row):
        keep.field = "recommendation"


def _settle_subject(view: GridView, headings: Headings, first_row: int) -> None:
    fields = headings.fields
    figures = fields & {*FIGURES, "direction", "status"} and not fields & {"recommendation", "actions"}
    tracked = fields & {"actions", "progress", "outcomes", "status", "lead_officers"}
    names = []
    if "measures" not in fields and figures and fields & {*FIGURES, "direction"}:
        names.append("measures")
    if "recommendation" not in fields and tracked:
        names.append("recommendation")
    for name in names:
        if _take_subject(view, headings, first_row, name):
            return


def _take_subject(view: GridView, headings: Headings, first_row: int, name: str) -> bool:
    """Give a field to the widest of the columns left of all others that may say what the rows are about."""
    limit = min((c.col for c in headings.columns if c.field in ("actions", "outcomes", *TRACKS)), default=99)
    candidates = [
        column
        for column in headings.columns
        if column.col < limit
        and not (column.field == "extra" and "actions" in headings.fields)
        and (column.field is None or column.guessed or name in column.also)
        and _mean_length(view, column, first_row) > _least_length(column, name)
    ]
    if candidates:
        widest = max(candidates, key=lambda column: _mean_length(view, column, first_row))
        widest.field, widest.guessed = name, True
    return bool(candidates)


def _least_length(column: Column, name: str) -> int:
    unknown = name == "recommendation" and column.heading and name not in column.also
    return _UNKNOWN_SUBJECT_LENGTH if unknown else _SUBJECT_LENGTH


def _settle_ratings(headings: Headings, vocabulary: Vocabulary) -> None:
    """Beside indicators the columns of today's and the last rating are readings; beside actions they are a status."""
    if headings.fields & {"recommendation", "actions"}:
        return
    words = {
        word.casefold() for group in ("current_reading", "earlier_reading") for word in vocabulary.words("plans", group)
    }
    rated = [column for column in headings.columns if column.leaf.casefold().strip() in words]
    if len(rated) > 1:
        for column in rated:
            column.field = "readings"


def _settle_themes(view: GridView, headings: Headings, first_row: int) -> None:
    """The priority that an indicator belongs to is not what its row is about."""
    if "measures" not in headings.fields or "actions" in headings.fields or not headings.fields & set(FIGURES):
        return
    length = max(_mean_length(view, column, first_row) for column in headings.of("measures"))
    for column in headings.of("recommendation"):
        if "extra" in column.also and _mean_length(view, column, first_row) < length:
            column.field = "section" if _spans_rows(view, column, first_row) else "extra"


def _settle_doubles(view: GridView, headings: Headings, first_row: int) -> None:
    for name in _SINGLE:
        columns = headings.of(name)
        if len(columns) < 2:
            continue
        if name == "recommendation":
            keep = max(
                columns,
                key=lambda c: (
                    "extra" not in c.also and not _is_issue(c),
                    not _spans_rows(view, c, first_row),
                    _mean_length(view, c, first_row),
                ),
            )
        elif name == "measures":
            keep = max(columns, key=lambda c: _mean_length(view, c, first_row))
        else:
            keep = columns[0]
        for column in columns:
            if column is keep:
                continue
            theme = name == "recommendation" and column.col < keep.col and _spans_rows(view, column, first_row)
            column.field = "section" if theme else "extra"


def _is_issue(column: Column) -> bool:
    return bool(re.search(r"\b(issues?|findings?|themes?|area|topic|background)\b", column.heading, re.I))


def _spans_rows(view: GridView, column: Column, first_row: int) -> bool:
    """Whether the cells of a column speak for several rows each: they span them, or empty ones stand below."""
    cells = [cell for cell in column_cells(view, column, first_row) if cell.lines]
    if not cells:
        return False
    speaking = sum(
        1
        for row in range(first_row, view.table.n_rows)
        if sum(1 for cell in view.starting(row) if cell.lines) >= view.table.n_cols / 2
    )
    return max(sum(cell.row_span for cell in cells), speaking) >= 1.8 * len(cells)


def _settle_statuses(view: GridView, headings: Headings, first_row: int) -> None:
    """Of ratings that stand side by side, a period each ("Q1 RAG", "Q2 RAG"), the last that speaks is the status."""
    alike: dict[str, list[Column]] = {}
    for column in headings.of("status"):
        whole = take_period(column.heading)
        if whole.period is not None:
            alike.setdefault(fold(whole.rest), []).append(column)
    scored = any(_RISK_PART.search(column.heading) for column in headings.columns)
    for column in headings.of("status") if scored else ():
        if _most(_words(view, column, first_row), str.isdecimal):
            column.field = "extra"  # likelihood times impact
    for columns in alike.values():
        speaking = [
            column
            for column in columns
            if any(cell.lines or cell.fill is not None for cell in column_cells(view, column, first_row))
        ]
        for column in columns if len(columns) > 1 else ():
            if column is not (speaking or columns)[-1]:
                column.field = "extra"


def _settle_directions(view: GridView, headings: Headings, first_row: int, vocabulary: Vocabulary) -> None:
    """Beside figures a column of arrows, of "Better" and "Worse", tells the direction whatever its heading says."""
    if not headings.fields & set(FIGURES):
        return
    for column in headings.columns:
        if column.field not in (None, "extra", "baseline", "readings"):
            continue
        cells = [cell for cell in column_cells(view, column, first_row) if cell.lines or cell.arrows]
        shown = [cell for cell in cells if read_direction(cell, vocabulary) is not None]
        if shown and len(shown) >= _MOST * len(cells):
            if "direction" not in column.also:
                column.field, column.also = "extra", (*column.also, "direction")
            return


def _settle_targets(view: GridView, headings: Headings, first_row: int) -> None:
    """A column of targets that holds prose and stands beside no other figures tells outcomes."""
    figures = [column for column in headings.columns if column.field in FIGURES]
    if "measures" in headings.fields:
        return
    for column in headings.of("outcomes"):
        cells = _words(view, column, first_row)
        if cells and all(_SCORE.match(text) for text in cells):
            column.field = "extra"  # the impact of a risk, as a score
    for column in figures:
        others = [other for other in figures if other is not column]
        if column.field == "targets" and not others and _mean_length(view, column, first_row) > _PROSE_TARGET_LENGTH:
            column.field = "outcomes"
