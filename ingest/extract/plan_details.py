"""What a paper says of its plans outside their tables: key, declared counts, who answers for them, period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.extract.cell_values import Context, read_officers
from ingest.extract.declared import Declared
from ingest.extract.forms import question_pairs
from ingest.extract.grid_view import GridView, passage_of
from ingest.extract.legend import Legend
from ingest.extract.plan_tables import PlanRead
from ingest.layout.document import Block, Table
from ingest.layout.passage import Passage
from ingest.normalise.dates import find_dates
from ingest.vocabulary.folding import fold
from schemas.plan import ActionPlan
from schemas.report import ReportHeader
from schemas.values import DatePeriod, Officer

_APPENDIX = re.compile(r"^(?:appendix|annex|appx)\.?\s*\w{0,3}\s*(?:[–—:-]+\s*|\s+)", re.I)
_STEM_LENGTH = 200
_LABEL_LENGTH = 60


def complete_plans(
    read: list[PlanRead],
    body: Sequence[Block | Table],
    report: ReportHeader,
    legend: Legend,
    declared: Declared,
    context: Context,
) -> list[PlanRead]:
    """Add to each plan what the text around it says; changed in place.

    A report whose plan is in an appendix that is not part of the paper still gets the plan's key and counts: one plan
    without items.
    """
    if not read and (legend.entries or declared.total):
        plan = _absent_plan(report)
        if plan is not None:
            read = [PlanRead(plan, [])]
    start = 0
    places = {id(part): place for place, part in enumerate(body)}
    for index, one in enumerate(read):
        own = [places[id(table)] for table in one.all_tables if id(table) in places]
        before = body[start : min(own)] if own else []
        _name_part(one.plan, before, declared)
        forms = [table for table in one.all_tables if table.n_cols == 1]
        one.plan.responsible = _responsible([*before, *forms], context)
        if own:
            start = max(own) + 1
        if index == 0 and one.plan.declared_counts is None:
            one.plan.declared_counts = declared.total
        if _rated(one.plan) or len(read) == 1:
            one.plan.legend = [entry.model_copy(deep=True) for entry in legend.entries]
        if one.plan.title is None and report.title is not None:
            one.plan.title, one.plan.source = report.title.text, list(report.title.source)
        one.plan.period = _period(one.plan, report, context)
    return read


def _absent_plan(report: ReportHeader) -> ActionPlan | None:
    """The plan that a listed appendix holds, by its title."""
    for appendix in report.appendices:
        if re.search(r"\bplan\b|\btracker\b|\bregister\b", appendix.text, re.I):
            title = _APPENDIX.sub("", appendix.text)
            return ActionPlan(title=title or appendix.text, kind="action_plan", source=list(appendix.source))
    return None


def _rated(plan: ActionPlan) -> bool:
    return any(
        status is not None and status.rag
        for item in plan.items
        for status in (item.status, *(m.status for m in item.measures), *(a.status for a in item.actions))
    )


def _name_part(plan: ActionPlan, before: Sequence[Block | Table], declared: Declared) -> None:
    """A plan that stands under a heading which the table of totals names takes that heading and its counts."""
    for part in reversed(before):
        if isinstance(part, Block) and (part.heading or part.bold):
            counts = declared.by_name.get(fold(part.text))
            # A plan that goes on over further parts is not the one part that the heading names.
            if counts is not None and sum(n or 0 for n in counts.model_dump().values()) == len(plan.items):
                plan.declared_counts = counts
                passage = Passage.of_lines(part.lines)
                plan.title, plan.source = passage.text, passage.source()
                return


# --- who answers for the plan ------------------------------------------------------------------------------------
def _responsible(before: Sequence[Block | Table], context: Context) -> list[Officer]:
    """Officers named before the plan's first table: in a list under a stem, or beside a label."""
    officers: list[Officer] = []
    listing = False
    stems = context.vocabulary.patterns("plans", "responsible_stem")
    for part in before:
        if isinstance(part, Table):
            for label, answer in _pairs(part):
                officers.extend(_labelled(label, answer, context))
            listing = False
            continue
        text = part.text.casefold()
        if len(text) <= _STEM_LENGTH and any(pattern.search(text) for pattern in stems):
            listing = True
        elif listing and part.label:
            officers.extend(read_officers(Passage.of_lines(part.lines), context))
        else:
            listing = False
    return officers


def _pairs(table: Table) -> Iterator[tuple[Passage, Passage]]:
    """Label and value of each row of a table of two columns, or question and answer of a form."""
    if table.n_cols == 1:
        yield from question_pairs(GridView(table))
    elif table.n_cols == 2 and table.n_rows <= 12:
        view = GridView(table)
        for row in range(table.n_rows):
            cells = view.starting(row)
            if len(cells) == 2 and cells[0].lines and cells[1].lines:
                yield passage_of(cells[0]), passage_of(cells[1])


def _labelled(label: Passage, answer: Passage, context: Context) -> list[Officer]:
    text = label.text.strip(" :?").casefold()
    if len(text) > _LABEL_LENGTH or not any(
        pattern.search(text) for pattern in context.vocabulary.patterns("plans", "responsible_label")
    ):
        return []
    officers = read_officers(answer, context)
    for officer in officers:
        # The printed label is the role; what stands beside the name then tells where the person works.
        if officer.name and officer.role and officer.organisation is None:
            officer.organisation = officer.role
        if officer.name:
            officer.role, officer.role_normalised = label.text.strip(" :?"), None
    return [officer for officer in officers if officer.name]


def _period(plan: ActionPlan, report: ReportHeader, context: Context) -> DatePeriod | None:
    """The year or quarter that the plan's title names, or else the report's."""
    sources = [(plan.title or "", plan.source)]
    if report.title is not None:
        sources.append((report.title.text, report.title.source))
    for text, source in sources:
        for match in find_dates(text, context.reference):
            period = match.period
            words = text[match.start : match.end]
            # A year alone in a title is when something was written or passed; two make the years of the plan.
            spans = period.precision == "quarter" or len(re.findall(r"\d{2,4}", words)) > 1
            if period.precision in ("year", "quarter") and spans and period.start and period.end:
                return DatePeriod(
                    raw=words,
                    start=period.start,
                    end=period.end,
                    precision=period.precision,
                    source=list(source),
                )
    return None
