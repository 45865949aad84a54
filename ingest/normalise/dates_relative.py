"""Time counted from the paper's own date: "next month", "early next year", "within 6 months"; and parts of a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ingest.normalise.dates_calendar import Atom, Span, month_part, nothing, unit_span, unresolved, year_part
from ingest.normalise.dates_numeric import MOST_LISTED, Read, at, is_link, is_sign, read_month
from ingest.normalise.dates_stretches import read_named_year, read_quarter, read_season, read_year, unit_at
from ingest.normalise.dates_words import Token
from schemas.values import Precision

SHIFTS = {"this": 0, "next": 1, "last": -1}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time ("within 6 months"): the longer one of a range."""

    count: int
    unit: str
    bounded: bool  # the words make it plain that it runs from now


def read_part(tokens: list[Token], index: int) -> Read:
    """Read "mid March 2019", "late 2015", "mid to late June", "early next year"."""
    parts: list[str] = []
    here = index
    while "parts" in at(tokens, here).senses and len(parts) < MOST_LISTED:
        parts.append(at(tokens, here).senses["parts"])
        here += 1
        linked = is_link(at(tokens, here)) and "parts" in at(tokens, here + 1).senses
        here += linked
        if not linked:
            break
    if not parts:
        return None
    here += is_sign(at(tokens, here), "-") or at(tokens, here).text in ("of", "in", "of the")
    here += at(tokens, here).text == "the"
    names = tuple(parts)
    return (
        read_month(tokens, here, names)
        or read_season(tokens, here)
        or read_year(tokens, here, names)
        or _vague(read_named_year(tokens, here) or read_quarter(tokens, here))
        or read_relative(tokens, here, names)
    )


def _vague(found: Read) -> Read:
    """The beginning of a quarter or a school year is no span the rules know."""
    return (unresolved(found[0].precision), found[1]) if found else None


def _relative_unit(unit: str, shift: int, parts: tuple[str, ...]) -> Callable[[date], Span | None]:
    def span(day: date) -> Span | None:
        whole = unit_span(day, unit, shift)
        if whole is None or not parts:
            return whole
        start = whole[0]
        if unit == "month":
            return month_part(start.year, start.month, parts)
        return year_part(start.year, parts, start.month) if unit in ("year", "financial_year") else None

    return span


def _relative_atom(atom: Atom, shift: int) -> Callable[[date], Span | None]:
    """Settle "next March", "last autumn": the first to begin after the day, or the last to end before it."""

    def span(day: date) -> Span | None:
        spans = [found for year in range(day.year - 2, day.year + 3) if (found := atom.on(year))]
        if shift > 0:
            return next((found for found in spans if found[0] > day), None)
        if shift < 0:
            return next((found for found in reversed(spans) if found[1] < day), None)
        return min(spans, key=lambda found: distance(found, day), default=None)

    return span


def distance(span: Span, day: date) -> int:
    """Days between a day and the nearest day of a span."""
    return max((span[0] - day).days, (day - span[1]).days, 0)


UNIT_PRECISIONS: dict[str, Precision] = {
    "week": "day",
    "month": "month",
    "quarter": "quarter",
    "term": "season",
    "year": "year",
    "financial_year": "year",
    "academic_year": "year",
}


def unit_atom(unit: str, shift: int, parts: tuple[str, ...] = ()) -> Atom:
    """The unit of time a day lies in, or one ``shift`` away."""
    if unit not in UNIT_PRECISIONS:
        return unresolved("year")
    precision: Precision = "season" if parts and "year" in unit else UNIT_PRECISIONS[unit]
    return Atom(precision, nothing, relative=_relative_unit(unit, shift, parts))


def read_relative(tokens: list[Token], index: int, parts: tuple[str, ...] = ()) -> Read:
    """Read "next month", "this financial year", "next March", "next spring term"."""
    token = at(tokens, index)
    sense = token.senses.get("relatives", "")
    if not sense:
        return None
    if token.text == "last" and (quarter := read_quarter(tokens, index)) is not None:
        return quarter
    shift = SHIFTS[sense]
    unit = unit_at(tokens, index + 1)
    if unit and at(tokens, index + 2).kind != "num":
        if "current" in token.text and unit == "year":
            return unresolved("year"), index + 2  # calendar or financial?
        return unit_atom(unit, shift, parts), index + 2
    found = read_month(tokens, index + 1, parts) or read_season(tokens, index + 1)
    if found is None:
        return None
    atom, after = found
    if atom.year is not None:
        return found
    return Atom(atom.precision, atom.span, relative=_relative_atom(atom, shift)), after


# --- lengths of time -----------------------------------------------------------------------------------------
def _count(token: Token) -> int | None:
    if token.kind == "num" and not token.ordinal and token.digits <= 3:
        return token.value
    word = token.senses.get("numbers")
    return int(word) if word else None


def read_duration(tokens: list[Token], index: int) -> tuple[Duration, int] | None:
    """Read "6 months", "1-2 years", "six to nine months", "within a year"; None where the time runs from an event."""
    count = _count(tokens[index])
    if tokens[index].senses.get("relatives") == "next" and at(tokens, index - 1).text in ("within", "over"):
        unit = unit_at(tokens, index + 1)
        return (Duration(1, unit, True), index + 2) if unit else None
    if count is None or is_sign(at(tokens, index - 1), ".<>≥≤") or "counters" in at(tokens, index - 1).senses:
        return None
    here = index + 1
    if is_sign(at(tokens, here), "-/") or at(tokens, here).text in ("to", "or"):
        further = _count(at(tokens, here + 1))
        if further is None or further < count:
            return None
        count, here = further, here + 2
    here += is_sign(at(tokens, here), "-") and unit_at(tokens, here + 1) != ""
    here += at(tokens, here).text == "calendar"
    unit = unit_at(tokens, here)
    if not unit or unit in ("half", "term", "half_term", "quarter") or at(tokens, here).text == "q":
        return None
    if unit in ("financial_year", "academic_year") and tokens[index].digits == 2:
        return None  # "25/26 FY"
    if at(tokens, index).text in ("a", "an") and "relatives" in at(tokens, here).senses:
        return None
    before = at(tokens, index - 1)
    bounded = index == 0 or before.text in ("within", "in", "over") or "relatives" in before.senses
    follower = at(tokens, here + 1)
    plain = follower.kind not in ("word", "num", "amount") and not is_sign(follower, "+")
    if follower.text in ("of", "from", "after", "on", "for") or not (plain or "fillers" in follower.senses):
        return (Duration(0, "", False), here + 1)
    return Duration(count, unit, bounded), here + 1
