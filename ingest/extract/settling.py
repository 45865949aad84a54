"""What headings leave open: the field of each column, by what it holds and by the fields of its neighbours."""

from __future__ import annotations

import re
from statistics import median

from ingest.extract.cell_values import read_direction
from ingest.extract.column_votes import MOST, Cells
from ingest.extract.columns import FIGURES, Column, Headings, column_cells
from ingest.extract.grid_view import GridView
from ingest.extract.subjects import (
    settle_actions,
    settle_doubles,
    settle_effects,
    settle_outturns,
    settle_rows_of_measures,
    settle_subject,
    settle_themes,
)
from ingest.normalise.contents import guess_field, names_officers
from ingest.normalise.dates import is_date_only
from ingest.normalise.periods import take_period
from ingest.normalise.status import parse_status
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary

_REF = re.compile(r"^\(?(?:[A-Z]{1,5}[ ./-]?)?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?$", re.I)
_LETTER = re.compile(r"^\(?[A-Z][.)]?$")
# References of more characters on average are words.
_REF_LENGTH = 12
# Targets of more characters on average are prose.
_PROSE_TARGET_LENGTH = 25
# Readings of this many words as a rule tell a story.
_PROSE_READING_WORDS = 5
# A rating that stands alone is a word or two, a state some more.
_RATING_WORDS = 2
_STATE_WORDS = 4
# The name of a body is some words.
_BODY_WORDS = 5


def settle(view: GridView, headings: Headings, vocabulary: Vocabulary) -> None:
    """Decide what the headings leave open, by what the columns hold and by the fields of their neighbours.

    - A column without words takes the field that its cells look like.
    - References, dates, levels and prose under a heading that promises something else are what they are.
    - The wide column without a known heading left of the actions is the recommendation.
    - Of two columns for one single-valued field the first keeps it; the other goes to extra.
    - Of several columns of ratings, a period each, the last that speaks is the status.
    - Columns that hold RAG words under one RAG heading ("Latest", "Previous") are readings.
    """
    cells = Cells(view, headings, vocabulary)
    for cell in view.table.cells:
        cell.header = cell.header or headings.first <= cell.row < cells.first_row
    for column in headings.columns:
        words = cells.words(column)
        if column.field is None and not column.heading and words:
            column.field = _guess(column, words, headings, vocabulary)
            column.guessed = column.field is not None
    _settle_figures(cells)
    _settle_by_cells(cells)
    _settle_dated(cells)
    _settle_rated_readings(cells)
    settle_actions(cells)
    settle_effects(cells)
    settle_rows_of_measures(cells)
    settle_outturns(cells)
    settle_subject(cells)
    settle_themes(cells)
    _settle_ratings(headings, vocabulary)
    settle_doubles(cells)
    _settle_unknown(cells)
    _settle_statuses(cells)
    _settle_leads(cells)
    _settle_targets(cells)
    _settle_directions(cells)


def _guess(column: Column, words: list[str], headings: Headings, vocabulary: Vocabulary) -> str | None:
    name, _ = guess_field(words, vocabulary)
    if name == "readings" and column.col == 0 and all(_REF.match(word) for word in words):
        return "ref"  # one row of a table gives no sequence to know a reference by, but its place does
    if name == "readings" and not headings.fields & {*FIGURES, "measures"}:
        return None
    return name


def _settle_figures(cells: Cells) -> None:
    """Of indicators without a reading the numbers under "Ashmere" or "Position" are the reading."""
    headings = cells.headings
    if "measures" not in headings.fields or "readings" in headings.fields:
        return
    for column in headings.columns:
        unknown = column.field in (None, "progress") and column.heading
        if unknown and guess_field(cells.words(column), cells.vocabulary)[0] == "readings":
            column.field = "readings"
            return


# --- headings that promise something else than the cells hold ----------------------------------------------------
def _settle_by_cells(cells: Cells) -> None:
    """References under "Step", prose under "How are we doing?", words under "Item" are what they are."""
    headings = cells.headings
    measured = "measures" in headings.fields
    for column in headings.columns:
        if not column.heading:
            continue
        if column.field in ("recommendation", "actions"):
            _settle_short(cells, column)
        elif column.field == "ref" and "extra" in column.also and not cells.most(column, _REF.match):
            if cells.length(column) > _REF_LENGTH:
                column.field = "extra" if "actions" in headings.fields else None
        elif column.field == "extra" and column.also == ("direction",):
            if not headings.fields & set(FIGURES) and cells.most(column, _is_words):
                # a minister's direction, not where a figure moves
                column.field = None if "recommendation" in headings.fields else "recommendation"
        elif column.field == "extra" and "readings" in column.also and not measured:
            if not headings.fields & set(FIGURES) and cells.most(column, _is_words):
                column.field = None  # a benchmark in words is no figure to compare with
        elif column.field == "baseline" and not measured and cells.most(column, _is_words):
            column.field = None if "recommendation" in headings.fields else "recommendation"  # of the prior year
        elif column.field == "readings" and "progress" in column.also and _tells_progress(cells, column, measured):
            column.field = "progress"


def _settle_short(cells: Cells, column: Column) -> None:
    """Numbers and letters under "Step" are references, "High" and "Low" under "Priority" its level."""
    words = cells.words(column)
    if not cells.others_say(column):
        return
    ranked = len(set(words)) < len(words) or not any(text.strip("Pp ").isdecimal() for text in words)
    if ranked and cells.most(column, lambda text: cells.are("level", text)):
        column.field = "extra"
    elif "ref" not in cells.headings.fields:
        lettered = len(set(words)) == len(words) > 1 and cells.most(column, _LETTER.match)
        if lettered or cells.most(column, _REF.match):
            column.field = "ref"


def _tells_progress(cells: Cells, column: Column, measured: bool) -> bool:
    """Whether readings are sentences, or words without any figure that are no rating."""
    rated = guess_field(cells.words(column), cells.vocabulary)[0] == "status"
    if not rated and cells.most(column, _is_no_figure):
        return True
    if measured:
        return False
    # One long remark among figures is no story.
    told = [len(text.split()) for text in cells.words(column) if not cells.are("no_answer", text)]
    return median(told or [0]) >= _PROSE_READING_WORDS


def _is_no_figure(text: str) -> bool:
    return not any(sign.isdigit() for sign in text) and not is_date_only(text)


def _is_words(text: str) -> bool:
    return len(text.split()) > _RATING_WORDS and not any(sign.isdigit() for sign in text)


# "Action by" may be a person or a day.
_DATED = ("readings", "targets", "baseline", "status", "lead_officers")


def _settle_dated(cells: Cells) -> None:
    """Days under "Target", "Month", "Baseline" or "Complete" are when it is due, or was done."""
    headings = cells.headings
    measured = "measures" in headings.fields
    for column in headings.of("due"):
        if measured and "extra" in column.also and headings.fields & set(FIGURES):
            column.field = "extra"  # the period that a figure is of
    for column in headings.columns:
        if not column.heading or column.field not in _DATED:
            continue
        if cells.most(column, is_date_only):
            past = column.field == "status" and cells.are("was_done", column.heading)
            column.field = "extra" if measured or past or "due" in headings.fields else "due"


def _settle_rated_readings(cells: Cells) -> None:
    """Ratings under "Performance", "Current" or "Progress", where no other column rates, are the status."""
    headings, vocabulary = cells.headings, cells.vocabulary
    if "status" in headings.fields:
        return
    for column in headings.of("readings"):
        rating = "status" in column.also or "progress" in column.also
        if rating and guess_field(cells.words(column), vocabulary)[0] == "status":
            column.field = "status"
            return
    for column in headings.of("progress"):
        if cells.most(column, lambda text: _is_bare_rating(text, vocabulary)):
            column.field = "status"
            return


def _is_bare_rating(text: str, vocabulary: Vocabulary) -> bool:
    return len(text.split()) <= _RATING_WORDS and parse_status(text, vocabulary).rag is not None


def _settle_unknown(cells: Cells) -> None:
    """States under a heading of no known field, right of what the rows are about, are the status."""
    headings, vocabulary = cells.headings, cells.vocabulary
    subject = headings.one("recommendation") or headings.one("actions")
    if subject is None or "status" in headings.fields:
        return
    for column in headings.columns:
        unknown = column.field is None and column.heading and column.col > subject.col
        if unknown and cells.most(column, lambda text: _is_bare_state(text, vocabulary)):
            column.field = "status"
            return


def _is_bare_state(text: str, vocabulary: Vocabulary) -> bool:
    if len(text.split()) > _STATE_WORDS:
        return False
    told = parse_status(text, vocabulary)
    return bool(told.rag or told.state)


def _settle_leads(cells: Cells) -> None:
    """Without a column of officers the agency that a row names leads."""
    headings, vocabulary = cells.headings, cells.vocabulary
    if "lead_officers" in headings.fields or not headings.fields & {"recommendation", "actions"}:
        return
    bodies = {fold(word) for word in vocabulary.words("plans", "leads_alone")}
    most = _BODY_WORDS if headings.fields & {"due", "progress"} else 0
    for column in headings.of("extra"):
        names = cells.most(column, lambda text: len(text.split()) <= most or names_officers(text, vocabulary))
        if fold(column.heading) in bodies and names:
            column.field = "lead_officers"
            return


# --- ratings, arrows and targets ---------------------------------------------------------------------------------
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


def _settle_statuses(cells: Cells) -> None:
    """Of ratings that stand side by side, a period each ("Q1 RAG", "Q2 RAG"), the last that speaks is the status."""
    headings = cells.headings
    alike: dict[str, list[Column]] = {}
    for column in headings.of("status"):
        whole = take_period(column.heading)
        if whole.period is not None:
            alike.setdefault(fold(whole.rest), []).append(column)
    _settle_overall(cells)
    scored = any(cells.are("risk_part", column.heading) for column in headings.columns)
    for column in headings.of("status") if scored else ():
        if cells.most(column, str.isdecimal):
            column.field = "extra"  # likelihood times impact
    for columns in alike.values():
        speaking = [
            column
            for column in columns
            if any(cell.lines or cell.fill is not None for cell in column_cells(cells.view, column, cells.first_row))
        ]
        for column in columns if len(columns) > 1 else ():
            if column is not (speaking or columns)[-1]:
                column.field = "extra"


def _settle_overall(cells: Cells) -> None:
    """Beside ratings of time, cost and quality the overall one is the status; a stage beside a rating is none."""
    columns = cells.headings.of("status")
    rated = [column for column in columns if cells.most(column, lambda text: _is_bare_rating(text, cells.vocabulary))]
    overall = [column for column in rated if cells.are("overall", column.heading)]
    if len(overall) == 1:
        for column in rated:
            column.field = "status" if column is overall[0] else "extra"
    known = [column for column in columns if cells.most(column, lambda text: _is_bare_state(text, cells.vocabulary))]
    for column in columns if known else ():
        short = all(len(text.split()) <= _STATE_WORDS for text in cells.words(column))
        if column not in known and short and cells.words(column):
            column.field = "extra"


def _settle_directions(cells: Cells) -> None:
    """Beside figures a column of arrows, of "Better" and "Worse", tells the direction whatever its heading says."""
    headings = cells.headings
    if not headings.fields & set(FIGURES):
        return
    for column in headings.columns:
        if column.field not in (None, "extra", "baseline", "readings"):
            continue
        told = [cell for cell in column_cells(cells.view, column, cells.first_row) if cell.lines or cell.arrows]
        shown = [cell for cell in told if read_direction(cell, cells.vocabulary) is not None]
        if shown and len(shown) >= MOST * len(told):
            if "direction" not in column.also:
                column.field, column.also = "extra", (*column.also, "direction")
            return


def _settle_targets(cells: Cells) -> None:
    """A column of targets that holds prose and stands beside no other figures tells outcomes."""
    headings = cells.headings
    figures = [column for column in headings.columns if column.field in FIGURES]
    if "measures" in headings.fields:
        return
    for column in headings.of("outcomes"):
        words = cells.words(column)
        if words and all(cells.are("level", text) for text in words):
            column.field = "extra"  # the impact of a risk, as a score
    for column in figures:
        others = [other for other in figures if other is not column]
        if column.field == "targets" and not others and cells.length(column) > _PROSE_TARGET_LENGTH:
            column.field = "outcomes"
