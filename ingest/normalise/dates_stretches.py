"""Longer stretches of time: years and their halves, quarters, seasons, school terms."""

from __future__ import annotations

from dataclasses import replace

from ingest.normalise.dates_calendar import (
    QUARTER_MONTHS,
    Atom,
    Span,
    months_span,
    quarter_span,
    season_span,
    term_span,
    unresolved,
)
from ingest.normalise.dates_numeric import (
    MOST_LISTED,
    Read,
    Years,
    at,
    is_link,
    is_sign,
    month_at,
    month_follows,
    read_own_year,
    read_years,
    year_of_month,
    years_atom,
)
from ingest.normalise.dates_words import Token

YEAR_UNITS = ("financial_year", "academic_year", "municipal_year", "year")


def unit_at(tokens: list[Token], index: int) -> str:
    """The unit of time named there, or ""."""
    return at(tokens, index).senses.get("units", "")


# --- years ---------------------------------------------------------------------------------------------------
def read_year(tokens: list[Token], index: int, parts: tuple[str, ...] = ()) -> Read:
    """Read "2018", "2016/17", "2025 to 2026", "2025-28", "2018/19 academic year", "2018/19 Q3"."""
    years = read_years(tokens, index)
    if years is None:
        return None
    years = _joined_by_to(tokens, index, years)
    after = years[2]
    number = at(tokens, after - 1)
    short_last = years[1] is not None and number.digits < 4
    inner = _inside_year(tokens, after, years)
    if inner is not None:
        return inner
    unit = unit_at(tokens, after)
    if unit in YEAR_UNITS:
        after += 1
    else:
        unit = ""
    atom = years_atom(years, unit, short_last, parts)
    if at(tokens, index + 1).text == "to":
        atom = replace(atom, ranged=True)
    if at(tokens, after).senses.get("marks") == "year_end":
        financial = years[1] is not None
        atom = Atom(atom.precision, atom.span, atom.year, deadline=True) if financial else unresolved("year")
        after += 1
    return atom, after


def _joined_by_to(tokens: list[Token], index: int, years: Years) -> Years:
    """Join "2024 to 2026": one run of years, unless the second is the year of something else."""
    first, last, after = years
    second = at(tokens, after + 1)
    if last is not None or at(tokens, after).text != "to" or second.kind != "num" or at(tokens, index).digits != 4:
        return years
    further = read_years(tokens, after + 1)
    plain = further is not None and further[1] is None and further[2] == after + 2
    if plain and second.digits == 4 and first < second.value and not second.ordinal:
        return first, second.value, after + 2
    return years


def _inside_year(tokens: list[Token], after: int, years: Years) -> Read:
    """A quarter, season or term printed after its year ("2018/19 Q3", "2019 Spring Term")."""
    here = after
    opened = is_sign(at(tokens, here), "(")
    if is_sign(at(tokens, here), "-,:(/") or at(tokens, here).text == "in":
        here += 1
    found = read_quarter(tokens, here, years) or (None if here > after else read_season(tokens, here, years=years))
    if found is None:
        return None
    atom, end = found
    return atom, end + (opened and is_sign(at(tokens, end), ")"))


def read_named_year(tokens: list[Token], index: int, parts: tuple[str, ...] = ()) -> Read:
    """Read "financial year 2018/19", "FY18/19", "academic year 2018-19", "calendar year 2018"."""
    unit = unit_at(tokens, index)
    if unit not in YEAR_UNITS:
        return None
    here = index + 1
    while here < index + 4 and at(tokens, here).text in ("of", "ending", "end"):
        here += 1
    if is_sign(at(tokens, here), ",(:-"):
        here += 1
    years = read_years(tokens, here, short=unit != "year")
    if years is None:
        return None
    if unit == "year" and years[1] is None and at(tokens, here).digits != 4:
        return None  # "Year 12"
    inner = _inside_year(tokens, years[2], years) if unit == "financial_year" else None
    if inner is not None:
        return inner  # "FY23/24 Q2"
    after = years[2] + (is_sign(at(tokens, here - 1), "(") and is_sign(at(tokens, years[2]), ")"))
    ended = here > index + 1 and at(tokens, index + 1).text in ("end", "ending")
    atom = years_atom(years, unit, at(tokens, years[2] - 1).digits < 4, parts)
    return (Atom(atom.precision, atom.span, atom.year, deadline=True) if ended else atom), after


# --- quarters ------------------------------------------------------------------------------------------------
def _quarter_number(tokens: list[Token], index: int) -> tuple[int, int]:
    """(number, index after it) of a quarter named at ``index``; number 0 where none is."""
    token, follower = at(tokens, index), at(tokens, index + 1)
    if unit_at(tokens, index) == "quarter":
        if is_sign(follower, ".:") and not follower.gap:  # "Qtr. 3"
            index += 1
            follower = at(tokens, index + 1)
        number = follower.value if follower.kind == "num" and follower.digits == 1 else 0
        number = number or int(follower.senses.get("numbers", "0") if follower.text not in ("a", "an") else 0)
        own = not follower.gap or not month_follows(tokens, index + 2)  # no "Qtr 3 March"
        return (number if 1 <= number <= 4 and own else 0), index + 2
    if unit_at(tokens, index + 1) == "quarter" and token.text not in ("a", "an"):
        glued = at(tokens, index + 1).text == "q" and token.kind == "num" and token.digits == 1
        number = token.value if token.ordinal or glued else int(token.senses.get("ordinals", "0"))
        if token.text == "last" and (at(tokens, index + 2).text in ("of", "of the") or read_years(tokens, index + 2)):
            number = 4
        return (number if 1 <= number <= 4 else 0), index + 2
    return 0, index


def _more_quarters(tokens: list[Token], index: int) -> tuple[int, int]:
    """(number, index after it) of a further quarter in a list such as "Q3/4", "Q1 - Q2"."""
    if not is_link(at(tokens, index)):
        return 0, index
    number, after = _quarter_number(tokens, index + 1)
    if number:
        return number, after
    token = at(tokens, index + 1)
    if token.kind == "num" and token.digits == 1 and 1 <= token.value <= 4 and not month_follows(tokens, index + 2):
        return token.value, index + 2
    return 0, index


def _key(tokens: list[Token], index: int) -> tuple[int, Years | None, int]:
    """The months a paper gives beside a quarter: (first month or 0, year, index after)."""
    here = index + is_sign(at(tokens, index), ",:-")
    opened = is_sign(at(tokens, here), "(")
    here += opened
    months = [month_at(tokens, here)]
    if not months[0]:
        return 0, None, index
    here += 1
    years = None
    while len(months) < MOST_LISTED and is_link(at(tokens, here)) and month_at(tokens, here + 1):
        months.append(month_at(tokens, here + 1))
        here += 2
    if (months[-1] - months[0]) % 12 != 2:
        return 0, None, index
    if not is_sign(at(tokens, here), ")"):
        years = read_own_year(tokens, here)
        here = years[2] if years else here
    if opened and not is_sign(at(tokens, here), ")"):
        return 0, None, index
    return months[0], years, here + opened


def _year_after(tokens: list[Token], index: int) -> Years | None:
    """The year after a quarter or half, past "of", "the", "financial year", a comma or a bracket."""
    here = index
    opened = 0
    while here < index + 5:
        token = at(tokens, here)
        opened += is_sign(token, "(")
        skip = is_sign(token, ",-/(:") or token.text in ("of", "in", "the", "of the", "for")
        if not skip and unit_at(tokens, here) not in YEAR_UNITS:
            break
        here += 1
    years = read_years(tokens, here, short=True)
    counted = month_follows(tokens, here + 1) or unit_at(tokens, here + 1)
    if years is None or (at(tokens, here).digits == 2 and counted):
        return None
    after = years[2] + (unit_at(tokens, years[2]) in ("financial_year", "year"))
    return years[0], years[1], after + (opened > 0 and is_sign(at(tokens, after), ")"))


def read_quarter(tokens: list[Token], index: int, years: Years | None = None) -> Read:
    """Read "Q4 18", "Quarter 2 (Jul - Sep), 2024/25", "third quarter of 2016/17", "Q3/4 2018"; months beside it win."""
    number, here = _quarter_number(tokens, index)
    if not number:
        return None
    numbers = [number]
    first_month, inner, here = _key(tokens, here)
    own = inner or _year_after(tokens, here)
    if own is None and not first_month:
        more, after = _more_quarters(tokens, here)
        while more:
            numbers.append(more)
            here = after
            more, after = _more_quarters(tokens, here)
        own = _year_after(tokens, here)
    if own is not None:
        here = own[2] if inner is None else here
    return _quarter_atom(numbers, first_month, own or years), here


def _quarter_atom(numbers: list[int], first_month: int, years: Years | None) -> Atom:
    low, high = min(numbers), max(numbers)
    month = first_month or QUARTER_MONTHS[high]
    year = year_of_month(month, years) if years else None
    if years and (year is None or (years[1] is None and high == 4 and low < 4)):
        return unresolved("quarter")  # "Q3-Q4 2018": two years lay claim to it
    if first_month:
        return Atom("quarter", lambda y: months_span(y, first_month, 3), year)
    if low == high:
        return Atom("quarter", lambda y: quarter_span(low, y), year)
    back = 1 if high == 4 else 0
    return Atom("quarter", lambda y: (quarter_span(low, y - back)[0], quarter_span(high, y)[1]), year)


# --- seasons and terms ---------------------------------------------------------------------------------------
def _shares_term(tokens: list[Token], index: int) -> bool:
    """Whether a later season in the same list is called a term ("Spring/Summer Term")."""
    here = index
    while here < index + 2 * MOST_LISTED and is_link(at(tokens, here)) and "seasons" in at(tokens, here + 1).senses:
        here += 2
        if unit_at(tokens, here) == "term":
            return True
    return False


def read_season(tokens: list[Token], index: int, parts: tuple[str, ...] = (), years: Years | None = None) -> Read:
    """Read "Spring 2019", "Autumn Term 2018", "Winter 2018/19"; early or late in a season is the season."""
    name = at(tokens, index).senses.get("seasons", "")
    if not name:
        return None
    here = index + 1
    known = True
    if at(tokens, here).kind == "num" and at(tokens, here).digits == 1 and not month_follows(tokens, here + 1):
        known = False  # "Autumn 2": the half of a term, which every area sets for itself
        here += 1
    term = unit_at(tokens, here) == "term"
    here += term
    if at(tokens, here).kind == "num" and at(tokens, here).digits == 1:
        known, here = False, here + 1
    if unit_at(tokens, here) == "half_term":
        known, here = False, here + 1
    here += "holidays" in at(tokens, here).senses and not term
    own = read_own_year(tokens, here)
    if own is not None and not (years and at(tokens, here).kind == "sign"):
        years, here = own, own[2]
    if not term and unit_at(tokens, here) == "term":
        term, here = True, here + 1
    term = term or _shares_term(tokens, here)
    here += unit_at(tokens, here) == "academic_year"
    if not known or (term and name == "winter"):
        return unresolved("season"), here
    return _season_atom(name, term, years), here


def _season_atom(name: str, term: bool, years: Years | None) -> Atom:
    def span(year: int) -> Span:
        return term_span(name, year) if term else season_span(name, year)

    if years is None:
        return Atom("season", span)
    first, last, _ = years
    if last is None or (last == first + 1 and name in ("autumn", "winter")):
        return Atom("season", span, first)
    if last == first + 1 and term:  # terms count in the academic year
        return Atom("season", span, last)
    return unresolved("season")  # summer of 2018/19: financial year or academic year?


def read_term_number(tokens: list[Token], index: int) -> Read:
    """Pass "Term 3 2018/19": three terms or six, the words do not say; takes up its words and settles nothing."""
    number = at(tokens, index + 1)
    if unit_at(tokens, index) not in ("term", "half_term") or number.kind != "num" or number.digits > 1:
        return None
    years = read_own_year(tokens, index + 2)
    return unresolved("season"), years[2] if years else index + 2


# --- halves and feasts ---------------------------------------------------------------------------------------
def read_half(tokens: list[Token], index: int) -> Read:
    """Read "H1 2019/20", "first half of 2019", "second half of the financial year 2019/20"."""
    token, follower = at(tokens, index), at(tokens, index + 1)
    if token.text == "h" and follower.kind == "num" and follower.digits == 1 and not follower.gap:
        number = follower.value
    elif unit_at(tokens, index + 1) == "half":
        number = token.value if token.ordinal else int(token.senses.get("ordinals", "0"))
    else:
        return None
    years = _year_after(tokens, index + 2)
    if number not in (1, 2) or years is None:
        return None
    first, last, after = years
    if last is not None and last != first + 1:
        return unresolved("season"), after
    month = 1 if last is None else 4
    month += 6 * (number - 1)
    return Atom("season", lambda year: months_span(year, month, 6), first), after


def read_feast(tokens: list[Token], index: int) -> Read:
    """Pass "Easter 2019", "Christmas": no rule says which days they mean."""
    if "feasts" not in at(tokens, index).senses:
        return None
    years = read_own_year(tokens, index + 1)
    return unresolved(), years[2] if years else index + 1
