"""Dates and periods of timescales, by the rules UK councils keep (README of the schema: "Dates follow the UK").

``parse_period`` reads a cell, ``find_dates`` running text. Words that settle no day give none: a date is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from ingest.normalise.dates_calendar import ORDER, Atom, Span, add_months, after
from ingest.normalise.dates_relative import distance
from ingest.normalise.dates_scan import DEADLINES, Mention, Scan, Scanner
from schemas.values import Precision

LONGEST_CELL = 600  # characters; what is longer is prose, and of it only the opening is a timescale
LEAST_YEAR = 360  # days; a span of so many holds every quarter once
LENGTH_PRECISIONS: dict[str, Precision] = {"day": "day", "week": "day", "month": "month", "quarter": "quarter"}
_CANONICAL = re.compile(
    r"(\d{4}-\d\d-\d\d|\.\.)/(\d{4}-\d\d-\d\d|\.\.) (day|month|quarter|season|year)( ongoing)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Period:
    """What the words of a timescale settle.

    Attributes:
        start: first day, or None for a deadline.
        end: last day, or None for an open end.
        precision: the finest unit named, None where no day is settled.
        ongoing: whether the words say it goes on, or comes back, without an end.
        matched: whether the words were understood, even where they name no day (TBC, "Ongoing").
        relative: whether the days were counted from the reference date ("within 6 months").
    """

    start: date | None = None
    end: date | None = None
    precision: Precision | None = None
    ongoing: bool = False
    matched: bool = False
    relative: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in running text: ``text[start:end]``, words such as "by" included."""

    start: int
    end: int
    period: Period


@dataclass(slots=True)
class _Placed:
    """A mention whose days are settled; both None where they are not."""

    mention: Mention
    span: Span | None
    start: date | None = None
    end: date | None = None
    open: bool = False


@lru_cache(maxsize=8192)
def parse_period(raw: str, reference: date | None = None) -> Period:
    """Read the words of a timescale.

    Args:
        raw: the cell as printed; line breaks may stand anywhere.
        reference: the day of the meeting; decides dates without a year and relative ones. Without it they stay null.
    """
    if (canonical_match := _CANONICAL.fullmatch(raw)) is not None:
        return _from_canonical(canonical_match)
    scan = Scanner(raw[:LONGEST_CELL]).run()
    return _interpret(scan, reference)


def canonical(period: Period) -> str:
    """The period as words that ``parse_period`` reads back to the same period.

    An interval of ISO dates with ".." for an open side, its precision, and "ongoing"; "Ongoing" or "TBC" without dates;
    "" where the words were not understood.
    """
    if period.precision is not None and (period.start or period.end):
        start, end = (day.isoformat() if day else ".." for day in (period.start, period.end))
        return f"{start}/{end} {period.precision}{' ongoing' if period.ongoing else ''}"
    if period.ongoing:
        return "Ongoing"
    return "TBC" if period.matched else ""


@lru_cache(maxsize=8192)  # every reader of a column asks it of the same cells
def is_date_only(raw: str) -> bool:
    """Whether a cell is nothing but a timescale: dates, deadline and ongoing words, TBC."""
    if not raw.strip() or len(raw) > LONGEST_CELL:
        return False
    scan = Scanner(raw).run()
    named = any(mention.atom.year != 0 for mention in scan.mentions)
    return scan.other == 0 and (named or bool(scan.events) or scan.timescale or any(d.count for d in scan.durations))


def find_dates(text: str, reference: date | None = None) -> list[DateMatch]:
    """Every explicit date or period in running text, in order.

    Args:
        text: any text.
        reference: as for ``parse_period``; without it only dates with a year are found.
    """
    scan = Scanner(text).run()
    plain = [m for m in scan.mentions if m.atom.relative is None and not m.atom.weak]
    found = []
    for group in _groups(_place(plain, reference)):
        period = _merge([group], ongoing=False)
        if period.start or period.end:
            found.append(DateMatch(group[0].mention.start, group[-1].mention.end, period))
    return found


def _from_canonical(match: re.Match[str]) -> Period:
    try:
        start, end = (None if day == ".." else date.fromisoformat(day) for day in match.group(1, 2))
    except ValueError:
        return Period()
    if start is None and end is None:
        return Period()
    return Period(start, end, match.group(3), match.group(4) is not None, matched=True)  # type: ignore[arg-type]


# --- from mentions to one period -----------------------------------------------------------------------------
def _interpret(scan: Scan, reference: date | None) -> Period:
    if _goes_on(scan):
        return Period(ongoing=True, matched=True)
    kept = _current(_place(scan.mentions, reference), scan)
    ongoing = bool(scan.events)
    if kept:
        return _merge(_groups(kept), ongoing)
    if ongoing:
        return Period(ongoing=True, matched=True)
    if len(scan.durations) >= 1:
        return _lasting(scan, reference)
    return Period(matched=scan.timescale or scan.status)


def _goes_on(scan: Scan) -> bool:
    """Whether "ongoing" or "monthly" outweighs the dates beside it ("Ongoing, with first report December 2018")."""
    if not scan.events or not scan.mentions:
        return False
    _, before, _, bracket = scan.events[0]
    first = scan.mentions[0]
    if before == 0 and not bracket and not (first.link == "event" and _bounded(first)):
        return True
    return any(event[0] == "recurring" for event in scan.events) and all(m.atom.year is None for m in scan.mentions)


def _bounded(mention: Mention) -> bool:
    return bool(DEADLINES.union({"open", "after"}).intersection(mention.marks))


def _lasting(scan: Scan, reference: date | None) -> Period:
    last = scan.durations[-1]
    if not last.count or (scan.other and not last.bounded) or any(not d.count for d in scan.durations):
        return Period(matched=scan.timescale)
    end = after(reference, last.unit, last.count) if reference else None
    if end is None:
        return Period(matched=True)
    precision = LENGTH_PRECISIONS.get(last.unit, "year")
    return Period(None, end, precision, matched=True, relative=True)


def _place(mentions: list[Mention], reference: date | None) -> list[_Placed]:
    """Settle the year of every mention: its own, its neighbour's, or the one nearest the reference date."""
    placed = [_Placed(m, _own_span(m, reference)) for m in _with_years(mentions)]
    for index in range(len(placed) - 1, -1, -1):  # "September to December 2018": from the one that follows
        here = placed[index]
        follower = placed[index + 1] if index + 1 < len(placed) else None
        if here.span is None and _yearless(here) and follower and follower.span and follower.mention.link:
            here.span = _last_before(here.mention, follower.span)
    known, later = None, next((here.span for here in placed if here.span), None)
    for here in placed:
        if here.span is None and _yearless(here):
            here.span = _beside(here.mention, known, later) if known or later else _nearest(here.mention, reference)
        known = here.span or known
    for here in placed:
        try:
            _bound(here)
        except (ValueError, OverflowError):  # past the calendar's end
            here.span = here.start = here.end = None
    return placed


def _with_years(mentions: list[Mention]) -> list[Mention]:
    """Give a month or season the bare year that stands apart from it ("Autumn Budget 2024", "2024 March")."""
    out: list[Mention] = []
    for here in mentions:
        if out and here.link in ("", "beside") and here.bracket == out[-1].bracket and not here.marks:
            dated = _dated_by(out[-1].atom, here.atom)
            if dated is None and here.link == "beside":
                dated = _dated_by(here.atom, out[-1].atom)
            if dated is not None:
                out[-1] = replace(out[-1], atom=dated, end=here.end)
                continue
        out.append(here)
    return out


def _dated_by(atom: Atom, year: Atom) -> Atom | None:
    lacking = atom.year is None and atom.relative is None and not atom.deadline
    return replace(atom, year=year.year) if lacking and year.bare else None


def _yearless(placed: _Placed) -> bool:
    return placed.mention.atom.year is None and placed.mention.atom.relative is None


def _own_span(mention: Mention, reference: date | None) -> Span | None:
    atom = mention.atom
    if atom.relative is not None:
        try:
            return atom.relative(reference) if reference else None
        except (ValueError, OverflowError):
            return None
    return atom.on(atom.year) if atom.year else None


def _beside(mention: Mention, before: Span | None, later: Span | None) -> Span | None:
    for near in (before, later):
        inside = _inside(mention, near) if near else None
        if inside:
            return inside
    if before:
        return _first_after(mention, before)
    return _last_before(mention, later) if later else None


def _inside(mention: Mention, year: Span) -> Span | None:
    """The quarter or month of a whole year beside it: "Quarter 3 report 2024/25"."""
    if (year[1] - year[0]).days < LEAST_YEAR:
        return None
    spans = (mention.atom.on(number) for number in range(year[0].year, year[1].year + 1))
    return next((span for span in spans if span and year[0] <= span[0] and span[1] <= year[1]), None)


def _last_before(mention: Mention, follower: Span) -> Span | None:
    years = range(follower[0].year, follower[0].year - 3, -1)
    spans = (mention.atom.on(year) for year in years)
    return next((span for span in spans if span and span[0] <= follower[0]), None)


def _first_after(mention: Mention, before: Span) -> Span | None:
    spans = (mention.atom.on(year) for year in range(before[0].year - 1, before[0].year + 3))
    return next((span for span in spans if span and span[1] >= before[0]), None)


def _nearest(mention: Mention, reference: date | None) -> Span | None:
    if reference is None:
        return None
    spans = [span for step in (1, 0, -1) if (span := mention.atom.on(reference.year + step))]
    season = mention.atom.precision == "season"  # "by summer" in January is the next summer, as "summer" is
    if mention.atom.deadline or (DEADLINES.intersection(mention.marks) and not season):
        return min(spans, key=lambda span: abs((span[1] - reference).days), default=None)
    return min(spans, key=lambda span: distance(span, reference), default=None)


def _bound(placed: _Placed) -> None:
    """Apply the words before and after a mention to its days."""
    if placed.span is None:
        return
    marks = placed.mention.marks
    start, end = _stretched(placed.span, marks, placed.mention.atom.precision)
    placed.start, placed.end = start, end
    mark = next((m for m in reversed(marks) if m in ("deadline", "until", "open", "after")), "")
    if "end" in marks:
        mark = "open" if mark == "open" else "deadline"
        start = end
    elif "before" in marks:
        placed.start, placed.end = None, start - timedelta(days=1)
        return
    if mark == "open" and not placed.mention.atom.ranged:
        placed.start, placed.end, placed.open = start, None, True
    elif mark == "after":
        placed.start, placed.end, placed.open = end + timedelta(days=1), None, True
    elif (mark and mark != "open") or placed.mention.atom.deadline:
        placed.start = None
    if placed.mention.onwards:
        placed.start, placed.end, placed.open = start, None, True


def _stretched(span: Span, marks: tuple[str, ...], precision: Precision) -> Span:
    """Weeks from or to a day, quarters and years to a day or month."""
    start, end = span
    if not {"week_of", "week_to"}.isdisjoint(marks) and precision != "day":
        return span  # "first week of March": the month is what is sure
    if "week_of" in marks:
        return start, end + timedelta(days=6)
    if "week_to" in marks:
        return start - timedelta(days=6), end
    back = 12 if "year_to" in marks else 3 if "quarter_to" in marks else 0
    if back:
        return add_months(end + timedelta(days=1), -back), end
    return span


def _current(placed: list[_Placed], scan: Scan) -> list[_Placed]:
    """Leave out dates that a later one replaces, and those a bracket only explains."""
    if any("new" in p.mention.marks for p in placed):
        first = next(i for i, p in enumerate(placed) if "new" in p.mention.marks)
        placed = [p for p in placed[first:] if not _old(p) and not (p.mention.bracket and p.open)]  # "(from May 2018)"
    elif any(not _old(p) for p in placed):
        placed = [p for p in placed if not _old(p)]
    outside = [p for p in placed if not p.mention.bracket]
    if outside and len(outside) < len(placed):
        placed = [p for p in placed if not p.mention.bracket or not _explains(p, outside, scan)]
    return placed


def _old(placed: _Placed) -> bool:
    return "new" not in placed.mention.marks and not {"old", "old_from"}.isdisjoint(placed.mention.marks)


def _explains(placed: _Placed, outside: list[_Placed], scan: Scan) -> bool:
    if placed.mention.bracket in scan.alien_brackets:
        return True
    span = placed.span
    return span is not None and any(p.span and p.span[0] <= span[0] and span[1] <= p.span[1] for p in outside)


def _groups(placed: list[_Placed]) -> list[list[_Placed]]:
    """Runs of dates joined by a sign or "to"; the words before the first hold for all ("by March/April 2019")."""
    groups: list[list[_Placed]] = []
    for here in placed:
        if groups and here.mention.link in ("list", "range") and not _old(here):
            _inherit(groups[-1][0], here)
            groups[-1].append(here)
        else:
            groups.append([here])
    return groups


def _inherit(first: _Placed, here: _Placed) -> None:
    if here.start is None or here.mention.marks:
        return
    if first.open and here.mention.link == "list" and not first.mention.onwards:
        here.start, here.end, here.open = here.start, None, True
    elif first.start is None and first.end is not None:
        here.start = None


def _merge(groups: list[list[_Placed]], ongoing: bool) -> Period:
    """From the earliest start to the latest end."""
    placed = [p for group in groups for p in group]
    settled = [p for p in placed if p.start or p.end]
    if not settled or any(p.mention.atom.year == 0 for p in placed):
        return Period(ongoing=ongoing, matched=True)
    starts = [p.start for p in settled if p.start]
    ends = [p.end for p in settled if p.end]
    start, end = min(starts, default=None), max(ends, default=None)
    if start and end and start > end:
        return Period(ongoing=ongoing, matched=True)
    still_open = end is None and any(p.open for p in settled)
    precision = min((_precision(p) for p in settled), key=ORDER.index)
    relative = any(p.mention.atom.relative is not None for p in settled)
    return Period(start, end, precision, ongoing or still_open, matched=True, relative=relative)


def _precision(placed: _Placed) -> Precision:
    """The unit named; a quarter or year "ending" in a month is named as such."""
    if "year_to" in placed.mention.marks:
        return "year"
    return "quarter" if "quarter_to" in placed.mention.marks else placed.mention.atom.precision
