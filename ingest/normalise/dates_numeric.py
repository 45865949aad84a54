"""Dates told by numbers and months: days, months and years in all the orders councils print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ingest.normalise.dates_calendar import (
    Atom,
    Span,
    academic_year,
    day_span,
    expand_year,
    financial_years,
    month_part,
    months_span,
    unresolved,
    year_part,
)
from ingest.normalise.dates_words import FIRST_YEAR, LAST_YEAR, Token

Read = tuple[Atom, int] | None
Years = tuple[int, int | None, int]  # first year, last year of a double one, index after it
LONGEST_PLAN = 30  # years; "2025-60" is no plan but two numbers
SHY_MONTHS = frozenset({"may", "march", "mar"})  # in lower case these are words of other kinds as well
MOST_PHASES = 12  # "Phase 2 March 2019" names no day
MOST_LISTED = 12  # days, months or seasons in one list; a longer run of words is none
BESIDE_MONTHS = frozenset({"months", "parts"})
NEVER = Token("sign", "", 0, 0)


def at(tokens: list[Token], index: int) -> Token:
    """The token there, or one that is nothing."""
    return tokens[index] if 0 <= index < len(tokens) else NEVER


def is_sign(token: Token, signs: str) -> bool:
    """Whether the token is one of these signs."""
    return token.kind == "sign" and token.text in signs and token.text != ""


def is_link(token: Token) -> bool:
    """Whether the token joins two dates: a sign, "and", "to"."""
    return is_sign(token, "-/&,") or "link" in token.senses.get("marks", "") or token.text == "to"


def month_at(tokens: list[Token], index: int) -> int:
    """Number of the month named there, 0 for none; "may" in lower case must have company."""
    token = at(tokens, index)
    if "months" not in token.senses:
        return 0
    if token.text in SHY_MONTHS and not token.capital and len(tokens) > 1:
        near = [at(tokens, index + step) for step in (-1, 1)]
        near += [at(tokens, index + 2 * step) for step, sign in ((-1, near[0]), (1, near[1])) if is_link(sign)]
        good = any(
            (t.kind == "num" and (t.digits != 1 or t is near[0])) or t.senses.keys() & BESIDE_MONTHS for t in near
        )
        if not good and at(tokens, index - 1).senses.get("marks") not in ("end", "deadline"):
            return 0
    return int(token.senses["months"])


def month_follows(tokens: list[Token], index: int) -> bool:
    """Whether a month stands there, with or without "of" before it."""
    if month_at(tokens, index):
        return True
    return at(tokens, index).text == "of" and month_at(tokens, index + 1) > 0


def _second_year(tokens: list[Token], index: int, first: int, digits: int) -> int | None:
    """Last year of a double one ("2016/17") whose first stands at ``index``."""
    sign, number = at(tokens, index + 1), at(tokens, index + 2)
    if not is_sign(sign, "-/") or number.kind != "num" or number.ordinal:
        return None
    if number.digits < 4 and _belongs_to_next(tokens, index + 2, sign.text):
        return None
    last = _last_year(first, number)
    if last is None or not first < last <= first + LONGEST_PLAN:
        return None
    tight = not sign.gap and not number.gap
    if digits == 2 and (last != first + 1 or number.digits != 2 or not tight):
        return None
    return last if number.digits > 1 or (tight and last == first + 1) else None


def _last_year(first: int, number: Token) -> int | None:
    if number.digits == 4:
        return number.value
    base = 100 if number.digits == 2 else 10
    if number.digits > 2:
        return None
    last = first // base * base + number.value
    return last + base if last < first and first % base == base - 1 else last


def _belongs_to_next(tokens: list[Token], index: int, sign: str) -> bool:
    """Whether the number there is the day of a later date, or counts months, rather than a year."""
    follower = at(tokens, index + 1)
    if month_follows(tokens, index + 1) or follower.senses.get("units") in ("day", "week", "month", "working_day"):
        return True
    further = at(tokens, index + 2)
    if sign == "-" and is_sign(follower, "-./") and not follower.gap and month_at(tokens, index + 2):
        return True  # "2018 - 31-Mar-19"
    return sign == "-" and is_sign(follower, "/.-") and further.kind == "num" and further.digits < 4


def read_years(tokens: list[Token], index: int, short: bool = False) -> Years | None:
    """A year or a double year; ``short`` allows two digits for a single one."""
    token = at(tokens, index)
    if token.kind != "num" or token.ordinal or token.glued:
        return None
    if token.digits == 4 and FIRST_YEAR <= token.value <= LAST_YEAR:
        first = token.value
    elif token.digits == 2:
        first = expand_year(token.value)
    else:
        return None
    last = _second_year(tokens, index, first, token.digits)
    after = index + 1
    if last is not None:
        after = index + 3
        chained = _second_year(tokens, after - 1, last, 2) if at(tokens, after).text == "/" else None
        if chained is not None:  # "2018/19/20"
            last, after = chained, after + 2
    if token.digits == 2 and last is None and not short:
        return None
    return first, last, after


def year_of_month(month: int, years: Years) -> int | None:
    """Calendar year of a month in a year or financial year; None in a span of several."""
    first, last, _ = years
    if last is None:
        return first
    if last != first + 1:
        return None
    return first if month >= 4 else last


def read_own_year(tokens: list[Token], index: int) -> Years | None:
    """The year that belongs to the month or season before ``index``, past a sign, an "of" or a bracket."""
    here = index
    if is_sign(at(tokens, here), ".") and not at(tokens, here).gap:
        here += 1
    parted = False
    opened = is_sign(at(tokens, here), "(")
    if is_sign(at(tokens, here), "-/,(") or at(tokens, here).text in ("of", "in"):
        parted = True
        here += 1
    years = read_years(tokens, here, short=True)
    if years is None or (opened and not is_sign(at(tokens, years[2]), ")")):
        return None
    if at(tokens, here).digits == 2:
        follower = at(tokens, here + 1)
        if follower.senses.get("units") in ("day", "week", "month", "year", "working_day"):
            return None
        if parted and years[1] is None and month_follows(tokens, here + 1):
            return None
        if parted and years[1] is None and is_sign(follower, "/.") and at(tokens, here + 2).kind == "num":
            return None  # "June - 30/09/2018"
    return years[0], years[1], years[2] + opened


def _month_spanner(month: int, parts: tuple[str, ...]) -> Callable[[int], Span]:
    if parts:
        return lambda year: month_part(year, month, parts)
    return lambda year: months_span(year, month)


def _day_spanner(month: int, first: int, last: int) -> Callable[[int], Span]:
    return lambda year: day_span(year, month, first, last)


def _day_precision(month: int, last: int, year: int | None) -> bool:
    """Whether the month has that day (29 February counts unless the year is known to lack it)."""
    return day_span(year if year is not None else 2000, month, last, last)[0].day == last


def day_atom(month: int, first: int, last: int, year: int | None, weak: bool = False) -> Atom:
    """A day or run of days; a day that does not exist makes it the month."""
    real = _day_precision(month, last, year) and 1 <= first <= last
    return Atom("day" if real else "month", _day_spanner(month, first, last), year, weak=weak)


def read_month(tokens: list[Token], index: int, parts: tuple[str, ...] = ()) -> Read:
    """Read "December 2018", "Dec18", "mid-Oct 18", "March 31st, 2019"; a number after the month is a year."""
    month = month_at(tokens, index)
    if not month:
        return None
    here = index + 1
    if at(tokens, here).senses.get("units") == "half_term":
        here += 1
    day = None if parts else _day_after_month(tokens, here, month)
    if day is not None:
        return day
    years = read_own_year(tokens, here)
    if years is None:
        return Atom("month", _month_spanner(month, parts)), here
    year = year_of_month(month, years)
    return (Atom("month", _month_spanner(month, parts), year) if year else unresolved("month")), years[2]


def _day_after_month(tokens: list[Token], index: int, month: int) -> Read:
    here = index + (is_sign(at(tokens, index), ".,") and at(tokens, index + 1).kind == "num")
    number = at(tokens, here)
    if number.kind != "num" or number.digits > 2 or not 1 <= number.value <= 31 or month_follows(tokens, here + 1):
        return None
    if number.digits == 1 and (number.gap == "" or at(tokens, here + 1).senses.get("units")):
        return None
    follower = here + 1 + is_sign(at(tokens, here + 1), ",")
    years = read_years(tokens, follower)
    single = years is not None and years[1] is None and at(tokens, follower).digits == 4
    if single and years is not None:
        return day_atom(month, number.value, number.value, years[0]), years[2]
    if number.ordinal or number.digits == 1:
        return day_atom(month, number.value, number.value, None), here + 1
    return None


def _weekday_skipped(tokens: list[Token], index: int) -> int:
    return index + ("weekdays" in at(tokens, index).senses)


def _is_day(token: Token) -> bool:
    return token.kind == "num" and token.digits <= 2 and 1 <= token.value <= 31 and not token.glued


def read_days(tokens: list[Token], index: int) -> Read:
    """Read "30th of September 2018", "12-16 November", "5, 6 and 7 May", "05-Nov-18"."""
    token, before = at(tokens, index), at(tokens, index - 1)
    counted = ("counters" in before.senses and token.value <= MOST_PHASES) or (
        "units" in before.senses and token.digits == 1
    )
    if not _is_day(token) or (counted and not token.ordinal and not before.senses.get("marks")):
        return None
    days, here = [token.value], index + 1
    while is_link(at(tokens, here)) and len(days) < MOST_LISTED:
        follower = _weekday_skipped(tokens, here + 1)
        if not _is_day(at(tokens, follower)):
            break
        days.append(at(tokens, follower).value)
        here = follower + 1
    if is_sign(at(tokens, here), ".") and at(tokens, here + 1).gap and not tokens[here - 1].ordinal:
        return None  # "2. June 2025" is the second of a list
    if at(tokens, here).text in ("of", "of the") or is_sign(at(tokens, here), ".-/,"):
        here += 1
    month = month_at(tokens, here)
    if not month:
        return None
    here += 1
    years = read_own_year(tokens, here)
    year = None
    if years is not None:
        year, here = years[0], years[2] - (2 if years[1] is not None else 0)
    atom = day_atom(month, min(days), max(days), year)
    return (replace(atom, ranged=True) if len(days) > 1 else atom), here


def _numbers(tokens: list[Token], index: int) -> list[Token]:
    """Numbers parted by slash, dot or dash from ``index`` on, at most four."""
    run = [at(tokens, index)]
    here = index
    while len(run) < 4 and is_sign(at(tokens, here + 1), "/.-"):
        number = at(tokens, here + 2)
        wide = at(tokens, here + 1).gap and number.gap and at(tokens, here + 1).text == "-"
        if number.kind != "num" or number.ordinal or wide:
            break
        run.append(number)
        here += 2
    return run


def read_numeric(tokens: list[Token], index: int) -> Read:
    """Read "31/03/2019", "31.3.19", "2019-03-31", "03/2019", "03/19", "31/03", "12-16/11/2018"."""
    token = at(tokens, index)
    if token.kind != "num" or token.ordinal or token.glued:
        return None
    if not is_sign(at(tokens, index + 1), "/.-"):
        return _spaced(tokens, index)
    if at(tokens, index + 1).gap and (spaced := _spaced(tokens, index)) is not None:
        return spaced
    run = _numbers(tokens, index)
    signs = [tokens[index + step].text for step in range(1, 2 * len(run) - 2, 2)]
    digits = [number.digits for number in run]
    values = [number.value for number in run]
    if len(run) == 4 and max(digits[:3]) <= 2 and digits[3] in (2, 4) and tokens[index + 1].text == "-":
        return _numeric(values[2], values[0], values[1], run[3]), index + 7
    if len(run) >= 3 and digits[0] == 4 and max(digits[1:3]) <= 2 and FIRST_YEAR <= values[0] <= LAST_YEAR:
        if 1 <= values[1] <= 12:
            return day_atom(values[1], values[2], values[2], values[0]), index + 5
        return None
    whole = len(run) <= 3 or digits[2] == 4 or signs[2] not in signs[:2]  # "01.04.18-31.03.19"
    if len(run) >= 3 and max(digits[:2]) <= 2 and digits[2] in (2, 4) and whole:
        return _numeric(values[1], values[0], values[0], run[2]), index + 5
    if len(run) >= 2:
        return _two_numbers(run, tokens[index + 1].text, index)
    return None


def _spaced(tokens: list[Token], index: int) -> Read:
    """Read "05 11 2018" and "05 - 11 - 2018"."""
    step = 2 if is_sign(at(tokens, index + 1), "-") and is_sign(at(tokens, index + 3), "-") else 1
    run = [at(tokens, index + step * number) for number in range(3)]
    if any(token.kind != "num" or token.ordinal for token in run) or [token.digits for token in run] != [2, 2, 4]:
        return None
    return _numeric(run[1].value, run[0].value, run[0].value, run[2]), index + 2 * step + 1


def _numeric(month: int, first: int, last: int, year: Token) -> Atom:
    full = expand_year(year.value) if year.digits == 2 else year.value
    if not 1 <= month <= 12 or not 1 <= first <= last <= 31 or not FIRST_YEAR <= full <= LAST_YEAR:
        return unresolved()  # "09/30/2018": day and month are never swapped
    return day_atom(month, first, last, full)


def _two_numbers(run: list[Token], sign: str, index: int) -> Read:
    first, second = run[0], run[1]
    if first.digits == 4:
        month_last = second.digits == 2 and sign in "-/" and not second.gap and 1 <= second.value <= 12
        if month_last and second.value <= first.value % 100 and FIRST_YEAR <= first.value <= LAST_YEAR:
            return Atom("month", _month_spanner(second.value, ()), first.value), index + 3
        return None
    if first.digits > 2 or second.digits not in (1, 2, 4) or len(run) > 2:
        return None
    if second.digits == 4 and 1 <= first.value <= 12 and FIRST_YEAR <= second.value <= LAST_YEAR:
        return Atom("month", _month_spanner(first.value, ()), second.value), index + 3
    if sign != "/":
        return None
    if second.digits == 4 and FIRST_YEAR <= second.value <= LAST_YEAR:
        return unresolved(), index + 3  # "97/2017" is a report's number
    if second.digits == 2 and second.value == (first.value + 1) % 100 and first.digits == 2:
        return None  # "11/12" is a year
    if second.digits == 2 and 1 <= first.value <= 12 and (first.digits == 2 or second.value > 12):
        return Atom("month", _month_spanner(first.value, ()), expand_year(second.value), weak=True), index + 3
    if 12 < first.value <= 31 and 1 <= second.value <= 12:
        return day_atom(second.value, first.value, first.value, None, weak=True), index + 3
    return None


def years_atom(years: Years, unit: str, short_last: bool = False, parts: tuple[str, ...] = ()) -> Atom:
    """A year, double year or run of years, in the calendar the unit names ("" where none does)."""
    first, last, _ = years
    if unit == "municipal_year" or (last is None and unit in ("financial_year", "academic_year")):
        return unresolved("year")  # "FY 2019" may begin or end there
    if last is None:
        if parts:
            return Atom("season", lambda y: year_part(y, parts), first)
        return Atom("year", lambda y: months_span(y, 1, 12), first, bare=True)
    if unit == "academic_year":
        return Atom("year", lambda y: (academic_year(y)[0], academic_year(last - 1)[1]), first)
    financial = last == first + 1 or short_last or unit == "financial_year"
    if not financial:
        return Atom("year", lambda y: months_span(y, 1, 12 * (last - y + 1)), first, ranged=True)
    if parts:
        return Atom("season", lambda y: year_part(y, parts, 4), first) if last == first + 1 else unresolved("year")
    return Atom("year", lambda y: financial_years(y, last), first, ranged=last > first + 1)
