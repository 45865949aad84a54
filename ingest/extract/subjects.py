"""Which columns say what a row is about, and what is to be done about it."""

from __future__ import annotations

from ingest.extract.column_votes import SUBJECT_LENGTH, Cells
from ingest.extract.columns import FIGURES, TRACKS, Column, Headings
from ingest.normalise.dates import is_date_only
from ingest.normalise.periods import take_period

_SINGLE = ("ref", "recommendation", "due", "measures", "baseline", "direction")
# A column whose heading is not known needs cells of so many characters to say what a row is about.
_UNKNOWN_SUBJECT_LENGTH = 22
# An indicator has a reading and a target, or a baseline.
_FEWEST_FIGURES = 2


def settle_actions(cells: Cells) -> None:
    """Of several columns that could hold actions one does; the others tell progress, dates or whom they answer.

    Where none does, what is still to be done are the actions, unless something is said to have been done.
    """
    headings = cells.headings
    for column in headings.of("actions"):
        if "recommendation" in headings.fields and cells.most(column, lambda text: cells.are("bare_answer", text)):
            column.field = "extra"  # "Accepted" says what was decided, not what will be done
    columns = headings.of("actions")
    if not columns:
        _find_actions(cells)
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
    _settle_next_actions(headings, keep)
    if "recommendation" in headings.fields:
        return
    # "Key activity" over the rows of its milestones
    steps = [column for column in columns if column.col > keep.col and "due" in column.also]
    if len(plain) > 1 and cells.spans_rows(keep):
        keep.field = "recommendation"
    elif steps and len(cells.words(steps[0])) > len(cells.words(keep)):
        keep.field, steps[0].field = "recommendation", "actions"


def _settle_next_actions(headings: Headings, keep: Column) -> None:
    """The action of year 2 that stands behind what came of the action of year 1 is what comes next."""
    told = [column.col for column in headings.columns if column.field in ("progress", "status")]
    for column in headings.of("actions"):
        if column is not keep and any(keep.col < col < column.col for col in told):
            column.field = "next_steps"


def settle_effects(cells: Cells) -> None:
    """The impact that stands between an issue and its action is the issue's, not what is to come of the action."""
    headings = cells.headings
    issue, acts = headings.one("recommendation"), headings.one("actions")
    if issue is None or acts is None or not cells.are("has_effects", issue.heading):
        return
    for column in headings.of("outcomes"):
        if issue.col < column.col < acts.col and cells.are("effect_heading", column.heading):
            column.field = "extra"


def _find_actions(cells: Cells) -> None:
    headings = cells.headings
    # "What needs to get better" beside "Our commitments": the second answers the first.
    asked = headings.of("recommendation")
    # "Priority" beside "What did we say we would do?"
    for column in asked[1:]:
        if cells.are("promise_heading", column.heading):
            column.field = "actions"
            return
    for column in asked[1:] if asked and "extra" not in asked[0].also else ():
        if column.also == ("actions",) and not cells.spans_rows(column):
            column.field = "actions"
            return
    # "Management comments" beside "Progress": what management answered, and what came of it.
    told = headings.of("progress")
    for column in told if asked and len(told) > 1 else ():
        if "actions" in column.also:
            column.field = "actions"
            return
    for column in headings.of("next_steps"):
        if "actions" in column.also and not headings.fields & {"progress", "status"}:
            column.field = "actions"


def settle_subject(cells: Cells) -> None:
    """Find the column that says what a row is about, where no heading names it."""
    _describe_measures(cells.headings)
    fields = cells.headings.fields
    figures = fields & {*FIGURES, "direction", "status"} and not fields & {"recommendation", "actions"}
    tracked = fields & {"actions", "progress", "outcomes", "status", "lead_officers"}
    names = []
    if "measures" not in fields and figures and fields & {*FIGURES, "direction"}:
        names.append("measures")
    if "recommendation" not in fields and tracked:
        names.append("recommendation")
    if any(_take_subject(cells, name) for name in names):
        return
    if _take_area(cells):
        return
    if "recommendation" not in fields and ("measures" not in fields or "actions" in fields):
        _take_outcome(cells)


def _describe_measures(headings: Headings) -> None:
    """A description that stands beside figures and targets and no action describes an indicator."""
    fields = headings.fields
    if fields & {"measures", "actions", "due", "outcomes"} or len(fields & set(FIGURES)) < _FEWEST_FIGURES:
        return
    for column in headings.of("recommendation"):
        if "measures" in column.also:
            column.field = "measures"


def _take_subject(cells: Cells, name: str) -> bool:
    """Give a field to the widest of the columns left of all others that may say what the rows are about."""
    headings = cells.headings
    limit = min((c.col for c in headings.columns if c.field in ("actions", "outcomes", *TRACKS)), default=99)
    candidates = [
        column
        for column in headings.columns
        if column.col < limit
        and not (column.field == "extra" and "actions" in headings.fields)
        and (column.field is None or column.guessed or name in column.also)
        and cells.length(column) > _least_length(column, name)
    ]
    if candidates:
        widest = max(candidates, key=cells.length)
        widest.field, widest.guessed = name, True
    return bool(candidates)


def _least_length(column: Column, name: str) -> int:
    unknown = name == "recommendation" and column.heading and name not in column.also
    return _UNKNOWN_SUBJECT_LENGTH if unknown else SUBJECT_LENGTH


def _take_area(cells: Cells) -> bool:
    """An area of work whose progress stands in front of what comes next, and nobody and no day beside it."""
    headings = cells.headings
    told, acts = headings.one("progress"), headings.one("actions")
    others = headings.fields - {"progress", "actions", "extra", "ref", "status"}
    if told is None or acts is None or told.col > acts.col or others or "progress" in acts.also:
        return False
    before = [column for column in headings.columns if column.col < told.col and column.field != "ref"]
    if len(before) != 1 or not before[0].heading:
        return False
    before[0].field, acts.field = "recommendation", "next_steps"
    return True


def _take_outcome(cells: Cells) -> None:
    """An outcome that stands in front of everything else is what the rows are about.

    So it is where the rows name no action, where each outcome has several actions, and where a further column tells
    outcomes.
    """
    headings = cells.headings
    wanted = headings.of("outcomes")
    if not wanted or cells.length(wanted[0]) <= SUBJECT_LENGTH:
        return
    first = wanted[0]
    if any(column.field in ("actions", *TRACKS) for column in headings.columns if column.col < first.col):
        return
    acts = headings.one("actions")
    if acts is None or len(wanted) > 1 or len(cells.words(first)) < len(cells.words(acts)):
        first.field = "recommendation"


def settle_themes(cells: Cells) -> None:
    """The priority that an indicator belongs to is not what its row is about."""
    headings = cells.headings
    if "measures" not in headings.fields or "actions" in headings.fields or not headings.fields & set(FIGURES):
        return
    length = max(cells.length(column) for column in headings.of("measures"))
    for column in headings.of("recommendation"):
        if "extra" in column.also and cells.length(column) < length:
            column.field = "section" if cells.spans_rows(column) else "extra"


def settle_rows_of_measures(cells: Cells) -> None:
    """What is being done under "Measure", beside its indicator, its end and who does it, is what the rows are about."""
    headings = cells.headings
    columns = headings.of("measures")
    if len(columns) < 2 or headings.fields & {"recommendation", "actions", *FIGURES}:
        return
    if "due" in headings.fields and headings.fields & {"progress", "status", "lead_officers"}:
        columns[0].field = "recommendation"


def settle_outturns(cells: Cells) -> None:
    """Outturns of several years are readings, the last of them no less than the first."""
    columns = cells.headings.of("baseline")
    if len(columns) > 1 and all("readings" in column.also for column in columns):
        for column in columns:
            column.field = "readings"


def settle_doubles(cells: Cells) -> None:
    """Of several columns for what stands once in an item, one keeps the field; the others are extra, or themes."""
    for name in _SINGLE:
        columns = cells.headings.of(name)
        if len(columns) < 2:
            continue
        keep = columns[0]
        if name == "recommendation":
            keep = max(
                columns,
                key=lambda c: (
                    "extra" not in c.also and not cells.are("issue_heading", c.heading),
                    not cells.spans_rows(c),
                    cells.length(c),
                ),
            )
        elif name == "measures":
            keep = max(columns, key=cells.length)
        elif name == "due":
            # "Audit and year" beside "Original date": the year is what the audit is called by. Of two dates the
            # first was agreed first.
            keep = max(columns, key=lambda c: ("extra" not in c.also, cells.most(c, is_date_only)))
        for column in columns:
            if column is not keep and name == "recommendation" and _comes_next(cells, column, keep):
                column.field = "next_steps"
            elif column is not keep:
                theme = name == "recommendation" and column.col < keep.col and cells.spans_rows(column)
                column.field = "section" if theme else "extra"


def _comes_next(cells: Cells, column: Column, keep: Column) -> bool:
    """Whether a priority of a period ("Focus for 2024") stands behind what was done so far."""
    told = [other.col for other in cells.headings.columns if other.field in ("progress", "status")]
    return any(keep.col < col < column.col for col in told) and take_period(column.heading).period is not None


def key_of(headings: Headings) -> str:
    """What the rows of a table are, where nothing says what they answer: actions, or measures with their figures."""
    action, measure = headings.one("actions"), headings.one("measures")
    if action is None or measure is None:
        return "actions" if action is not None else "measures"
    figured = bool(headings.fields & {*FIGURES, "direction"})
    return "measures" if figured or measure.col < action.col else "actions"
