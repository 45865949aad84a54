"""The calendar as UK councils keep it: spans of days for months, quarters, seasons, terms and years."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.values import Precision

Span = tuple[date, date]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month; three months each
TERMS = {"autumn": ((9, 1), (12, 31)), "spring": ((1, 1), (3, 31)), "summer": ((4, 1), (7, 31))}
MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
YEAR_PARTS = {"early": 0, "mid": 4, "late": 8}  # months after the first; four months each
QUARTER_MONTHS = {1: 4, 2: 7, 3: 10, 4: 1}  # quarter of a council's year -> its first month
CENTURY_TURN = 70  # two-digit years from here on are of the last century
ORDER: tuple[Precision, ...] = ("day", "month", "quarter", "season", "year")  # finest first


@dataclass(frozen=True, slots=True)
class Atom:
    """One date or period the words name, before its year is settled.

    Attributes:
        precision: the finest unit named.
        span: year -> first and last day; None where there is no such span. Not asked when ``fixed`` is set.
        year: the year the words give, or None.
        relative: reference date -> span, for "next month"; such an atom has no year.
        deadline: whether the words themselves make it a last day ("year end 2018/19").
        bare: whether it is one calendar year and nothing else.
        ranged: whether the words give both its ends, so that a "from" before them leaves none open.
        weak: whether running text would mean something else by it ("03/19" may be a fraction).
    """

    precision: Precision
    span: Callable[[int], Span | None]
    year: int | None = None
    relative: Callable[[date], Span | None] | None = None
    deadline: bool = False
    bare: bool = False
    ranged: bool = False
    weak: bool = False

    def on(self, year: int) -> Span | None:
        """First and last day in that year; None where the calendar has none."""
        try:
            return self.span(year)
        except (ValueError, OverflowError):
            return None


def nothing(_: int) -> None:
    """The span of words that look like a date and are none ("09/30/2018")."""


def unresolved(precision: Precision = "day") -> Atom:
    """An atom that takes up its words and settles on no day."""
    return Atom(precision, nothing, year=0)


def expand_year(short: int) -> int:
    """Full year of two digits."""
    return short + (1900 if short >= CENTURY_TURN else 2000)


def last_day(year: int, month: int) -> int:
    """Number of days in a month."""
    return calendar.monthrange(year, month)[1]


def months_span(year: int, month: int, count: int = 1) -> Span:
    """``count`` whole months from a month on."""
    final = month + count - 1
    end_year, end_month = year + (final - 1) // 12, (final - 1) % 12 + 1
    return date(year, month, 1), date(end_year, end_month, last_day(end_year, end_month))


def day_span(year: int, month: int, first: int, last: int) -> Span:
    """Days of one month; days the month does not have fall back to the whole month."""
    if not 1 <= first <= last_day(year, month) or not first <= last <= last_day(year, month):
        return months_span(year, month)
    return date(year, month, first), date(year, month, last)


def month_part(year: int, month: int, parts: tuple[str, ...]) -> Span:
    """Early (1-10), mid (11-20), late (21-end) of a month; several parts run on."""
    days = [MONTH_PARTS[part] for part in parts]
    end = min(max(day[1] for day in days), last_day(year, month))
    return date(year, month, min(day[0] for day in days)), date(year, month, end)


def year_part(year: int, parts: tuple[str, ...], first_month: int = 1) -> Span:
    """Early, mid and late thirds of a year that begins in ``first_month``."""
    offsets = [YEAR_PARTS[part] for part in parts]
    first = first_month + min(offsets)
    count = max(offsets) - min(offsets) + 4
    return months_span(year + (first - 1) // 12, (first - 1) % 12 + 1, count)


def season_span(name: str, year: int) -> Span:
    """Spring March-May and so on; a winter begins in the December of its year."""
    return months_span(year, SEASONS[name], 3)


def term_span(name: str, year: int) -> Span:
    """A school term in a calendar year."""
    (first_month, first), (end_month, end) = TERMS[name]
    return date(year, first_month, first), date(year, end_month, end)


def quarter_span(quarter: int, year: int) -> Span:
    """A quarter of a council's year that lies in a calendar year: quarter 4 is January to March."""
    return months_span(year, QUARTER_MONTHS[quarter], 3)


def financial_years(first: int, last: int) -> Span:
    """1 April of the first year to 31 March of the last."""
    return date(first, 4, 1), date(last, 3, 31)


def academic_year(first: int) -> Span:
    """1 September to 31 August."""
    return date(first, 9, 1), date(first + 1, 8, 31)


def financial_start(day: date) -> int:
    """Calendar year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def academic_start(day: date) -> int:
    """Calendar year in which the academic year of a day begins."""
    return day.year if day.month >= 9 else day.year - 1


def add_months(day: date, count: int) -> date:
    """The same day so many months on, or the last of that month.

    Raises:
        ValueError: past the calendar's end.
    """
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, last_day(year, month + 1)))


def after(day: date, unit: str, count: int) -> date | None:
    """The day so many days, weeks, months or years after a day; None for units that do not add up (working days)."""
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = {"month": 1, "quarter": 3, "year": 12, "financial_year": 12, "academic_year": 12}.get(unit)
        return add_months(day, count * months) if months and count <= 1200 else None
    except (ValueError, OverflowError):
        return None


def unit_span(day: date, unit: str, shift: int) -> Span | None:
    """The week, month, quarter, term or year a day lies in, or the one ``shift`` later."""
    if unit == "week":
        monday = day + timedelta(days=7 * shift - day.weekday())
        return monday, monday + timedelta(days=6)
    if unit in ("month", "quarter"):
        size = 1 if unit == "month" else 3
        index = day.year * 12 + (day.month - 1) // size * size + shift * size
        return months_span(index // 12, index % 12 + 1, size)
    if unit == "year":
        return months_span(day.year + shift, 1, 12)
    if unit == "financial_year":
        first = financial_start(day) + shift
        return financial_years(first, first + 1)
    if unit == "academic_year":
        return academic_year(academic_start(day) + shift)
    return _shift_term(day, shift) if unit == "term" else None


def _shift_term(day: date, shift: int) -> Span | None:
    years = range(day.year - 1, day.year + 2)
    terms = [term_span(name, year) for year in years for name in ("spring", "summer", "autumn")]
    here = next((n for n, (start, end) in enumerate(terms) if start <= day <= end), None)
    if here is None:  # August: no term; the next one is the autumn's
        upcoming = next(n for n, (start, _) in enumerate(terms) if start > day)
        here = upcoming - 1 if shift > 0 else upcoming
        if shift == 0:
            return None
    return terms[here + shift]
