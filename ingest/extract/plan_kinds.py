"""What sort of plan the headings of a table make, and which make none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.extract.columns import Headings
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import PlanItem, PlanKind

_YEAR = re.compile(r"^\W*(?:(?:19|20)\d\d(?:\s*[/–-]\s*\d{2,4})?)\W*$")
_MEASURED = re.compile(r"perform|\bk?pis?\b|success|target|outcome", re.I)
_TRACKS = {"status", "due", "lead_officers", "progress", "next_steps", "outcomes"}
# Where only a guess says what the rows are about, so many columns must tell how it is getting on.
_FEWEST_TRACKS = 3
_FEWEST_RISK_HEADINGS = 3
_FIGURES = {"readings", "targets", "baseline", "direction"}


def plan_kind(headings: Headings, vocabulary: Vocabulary) -> PlanKind | None:
    """What sort of plan the headings make, or None where they make none.

    A plan says what is to be done or measured and how it is getting on; a table of judgements, definitions,
    budgets or dates does not.
    """
    # A narrow column may break its heading anywhere ("Likeliho-od").
    words = [column.heading.casefold().replace("-", "") for column in headings.columns if column.heading]
    fields = headings.fields
    if tells_risks(words, vocabulary) and fields & {"recommendation", "actions"}:
        return "risk_register"
    barred = vocabulary.patterns("plans", "not_a_plan_heading")
    if any(pattern.search(word) for pattern in barred for word in words) and not _is_followed(fields):
        return None
    scheduled = vocabulary.patterns("plans", "schedule_heading")
    followed = "actions" in fields or ("recommendation" in fields and fields & {"status", "progress"})
    if not followed and any(pattern.search(word) for pattern in scheduled for word in words):
        return None
    if len(words) <= 2 and fields <= {"actions", "due"}:
        return None  # what happens when, and nobody who does it
    if _is_statistics(headings):
        return None
    if "measures" in fields and fields & _FIGURES and not fields & {"recommendation", "actions"}:
        return "performance"
    if _is_measured(fields) and "recommendation" not in fields:
        return "performance"  # what is done about a figure that is off its target stands beside it
    if "actions" in fields:
        return "action_plan" if _has_tracked_actions(headings) else None
    if "measures" in fields:
        return "performance" if fields & (_TRACKS | _FIGURES) else None
    return "action_plan" if _has_tracked_subject(headings) else None


def form_kind(items: Sequence[PlanItem], labels: Iterable[str], vocabulary: Vocabulary) -> PlanKind:
    """What sort of plan a form is, by its labels in lower case and what came of it."""
    if tells_risks(labels, vocabulary):
        return "risk_register"
    measured = all(item.measures and not item.actions and item.recommendation is None for item in items)
    return "performance" if measured else "action_plan"


def tells_risks(words: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether headings or labels, in lower case, are those of a risk register."""
    known = list(words)
    patterns = vocabulary.patterns("plans", "risk_heading")
    return sum(1 for pattern in patterns if any(pattern.search(word) for word in known)) >= _FEWEST_RISK_HEADINGS


def _is_statistics(headings: Headings) -> bool:
    """Whether figures by year are all that is told, and no word says that they measure how well something is done."""
    measure = headings.one("measures")
    if measure is None or headings.fields - {"section"} != {"measures", "readings"}:
        return False
    return all(_YEAR.match(column.leaf) for column in headings.of("readings")) and not _MEASURED.search(measure.heading)


def _is_followed(fields: set[str]) -> bool:
    """Whether something is worked on, or an indicator has figures and targets, whatever else is told of it."""
    return _is_worked_on(fields) or _is_measured(fields)


def _is_measured(fields: set[str]) -> bool:
    return {"measures", "readings", "targets"} <= fields


def _is_worked_on(fields: set[str]) -> bool:
    """Whether actions have a status, or two of those who do them, their day and what was done."""
    followed = fields & {"due", "lead_officers", "progress"}
    return "actions" in fields and ("status" in fields or len(followed) > 1)


def _has_tracked_actions(headings: Headings) -> bool:
    """Whether somebody is to do the actions, by some day, or they answer something; "How" alone names no action."""
    fields = headings.fields
    tracks = fields & (_TRACKS | _FIGURES)
    if "recommendation" in fields:
        return bool(tracks) or not all("extra" in column.also for column in headings.of("actions"))
    followed = tracks & {"due", "lead_officers", "status", "progress"}
    # A response answers whatever stands beside it, a comment or a question among others.
    strong = any(
        "due" in column.also or not {"extra", "progress"} & set(column.also) for column in headings.of("actions")
    )
    return len(followed) >= (1 if strong else 2)


def _has_tracked_subject(headings: Headings) -> bool:
    """Whether the rows say of something how it is getting on.

    Headings such as "Title" or "Subject" head all sorts of lists, and a column that merely might say what the rows are
    about tells less still: the more must be said of how it is getting on.
    """
    subject = headings.one("recommendation")
    if subject is None:
        return False
    tracks = headings.fields & (_TRACKS | _FIGURES)
    moving = tracks & {"status", "progress", "next_steps"}
    if subject.guessed and subject.heading:
        return bool(moving) and len(tracks & _TRACKS) >= _FEWEST_TRACKS
    if "extra" in subject.also:
        return bool(moving) and len(tracks) > 1
    return len(tracks) > 1 or bool(moving) or "lead_officers" in tracks
