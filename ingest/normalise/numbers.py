"""Figures of readings and targets: one number and what it counts, or nothing where the words give no one number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ingest.normalise.dates import DateMatch, find_dates
from ingest.vocabulary.files import packaged, read_yaml
from schemas.values import Unit

FILE = "numbers.yml"
LONGEST_LABEL = 30  # characters before a figure that may name what it numbers
LONGEST_CELL = 600  # characters; what is longer is prose
# A day and month without a year are a date here too; which year does not matter.
ANY_DAY = date(2020, 1, 1)
# "Sept - 45" is a figure as at September: nobody reports on 2045.
LAST_REPORTED = 2040
FIRST_REPORTED = 1990
FIRST_FIGURE_YEAR, LAST_FIGURE_YEAR = 1950, 2099

_MIDDLE_DOT = re.compile(r"(?<=\d)·(?=\d)")
_BOUND = re.compile(r"^(?:fewer|less|more) than |^(?:over|under|about|at least|at most) ")
_TWO_DIGITS = re.compile(r".*\D\d\d", re.DOTALL)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_FOOTNOTE = re.compile(r"(?<=[\d%])[¹²³⁴-⁹]+(?!\w)")
# "65+ 12%": the first names who is counted.
_NAMED_PLUS = re.compile(r"\+(?=\s[^\d\n]*\d[\d.,]*\s?%)")
_DAY_AND_MONTH = re.compile(r"\s*(\d{1,3})\s+[^\W\d_]+\.?\s*'?\d{2,4}\s*")
_BRACKETED = re.compile(r"(?<![£$€])\([^()]*\)|\[[^\[\]]*\]")
_MONEY_BRACKET = re.compile(r"\(\s*-?\s*£[^()]*\)")
_NOISE = re.compile(r"[\s.,;:()\[\]*~^†‡#+<>≤≥=|↑↓▲▼→←↔•·/&-]+")


@dataclass(frozen=True, slots=True)
class Value:
    """One number with its unit; both None where the words give no one number."""

    value: float | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: ``text[start:end]`` with its sign, unit, and the whole it is a part of ("3 of 37")."""

    start: int
    end: int
    value: float
    unit: Unit | None
    range: bool = False


@dataclass(frozen=True)
class _Words:
    figure: re.Pattern[str]
    units: dict[str, str]
    multiples: dict[str, float]
    zero: frozenset[str]
    written: dict[str, str]
    blank: frozenset[str]
    label_before: re.Pattern[str]
    ages: re.Pattern[str]
    qualifiers: re.Pattern[str]
    compared: re.Pattern[str]


def _either(words: Iterable[str]) -> str:
    """A pattern of any of the words, longest first; a blank in a word is any white space."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@lru_cache(maxsize=1)
def _words() -> _Words:
    content = read_yaml(packaged(FILE))

    def lists(section: str, value: str = "") -> list[str]:
        return [word for entry in content[section] if value in ("", entry["value"]) for word in entry["match"]]

    units = {word: entry["value"] for entry in content["units"] for word in entry["match"]}
    multiples = {word: float(entry["value"]) for entry in content["multiples"] for word in entry["match"]}
    unit, multiple = _either(units), _either(multiples)
    amount = rf"(?:{_NUMBER})(?:\s?(?:{multiple})(?![^\W\d_]))?(?:\s?(?:{unit})(?![^\W\d_]))?"
    further = rf"(?:\s?(?:-|–|—)\s?|\s+(?:{_either(lists('range'))})\s+)(?:[£$€]\s?)?(?P<last>{amount})"
    whole = rf"(?:\s*/\s*|\s+(?:{_either(lists('part_of'))})\s+)(?P<whole>{amount})"
    per = rf"\s+(?:{_either(lists('per'))})\s+(?P<base>{_NUMBER})"
    figure = rf"""
        (?:(?<![\w.,/:])|(?<=\bc)(?!\.)|(?<=\bc\.))(?:(?P<minus>(?:-|−|–|minus\s)\s?)|\+\s?)?(?:(?P<currency>(?:[£$€]|GBP)\s?)(?P<inner>[-−(]\s?)?)?
        (?<![\d,])(?<!(?<!\bc)\.)(?P<number>{_NUMBER})(?!\d|[.,:]\d|(?:st|nd|rd|th)\b)\)?
        (?:\s?(?P<multiple>{multiple})(?![^\W\d_]))?(?:\s?(?P<unit>{unit})(?![^\W\d_]))?(?P<rest>[^\W\d_]*)
        (?:{further})?(?:{whole})?(?:{per})?"""
    return _Words(
        re.compile(figure.replace("\n", "").replace(" " * 8, ""), re.IGNORECASE),
        units,
        multiples,
        frozenset(lists("zero")),
        {word: entry["value"] for entry in content["written"] for word in entry["match"]},
        frozenset(lists("blank")),
        re.compile(rf"(?<!\w)(?:{_either(lists('labels', 'label'))})[\s:]*$", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)\d+\s?(?:[-–]\s?\d+|to\s\d+|\+)?[\s-]*(?:{_either(lists('labels', 'before'))})(?!\w)",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{_either(lists('qualifiers'))})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_either(lists('second'))})(?!\w)", re.IGNORECASE),
    )


@lru_cache(maxsize=8192)
def parse_value(raw: str) -> Value:
    """The number of a reading or target.

    Multiples are worked out; money in brackets or after a minus is negative; a bound keeps its number; a part of a
    whole ("3 of 37") is the part. A range, several figures of equal standing, or none give no value.

    Args:
        raw: the cell as printed.
    """
    raw = _FOOTNOTE.sub("", _MIDDLE_DOT.sub(".", raw))
    folded, words = _folded(raw), _words()
    if folded in words.zero:
        return Value(0.0, "count")
    if (number := words.written.get(_BOUND.sub("", folded))) is not None:
        return Value(float(number), "count")
    if not folded or folded in words.blank or len(raw) > LONGEST_CELL:
        return Value()
    dates = _dated(raw)
    lone = _DAY_AND_MONTH.fullmatch(raw)
    if lone is not None and dates and not _is_term(dates[0]):  # a caseload "21 / June 2018": no day it was taken on
        return Value(float(lone[1]), "count")
    text = _without(raw, dates)
    figures = _figures(_open_brackets(text), raw)
    if not figures:
        return _money_in_brackets(text)
    first = figures[0]
    if first.range or (len(figures) > 1 and _rivals(text, first, figures[1])):
        return Value()
    return Value(first.value, first.unit)


def find_values(text: str) -> list[Figure]:
    """Every figure of a text that is no date, those in brackets too."""
    return _figures(_without(text, _dated(text)), text)


def is_value_only(raw: str) -> bool:
    """Whether a cell is nothing but figures, with their dates, units and brackets, or says it has none (N/A)."""
    folded, words = _folded(raw), _words()
    if not folded or len(raw) > LONGEST_CELL:
        return False
    if folded in words.zero or folded in words.blank:
        return True
    dates = _dated(raw)
    if dates and _DAY_AND_MONTH.fullmatch(raw):
        return False
    text = _without(raw, dates)
    if _money_in_brackets(text).value is not None:
        return True
    figures = _figures(_open_brackets(text), raw)
    rest = _open_brackets(_blank_out(text, ((figure.start, figure.end) for figure in figures)))
    return bool(figures) and not _NOISE.sub("", words.qualifiers.sub(" ", rest))


def _folded(raw: str) -> str:
    folded = " ".join(raw.casefold().replace("–", "-").replace("—", "-").split())
    return (
        folded if not folded.strip(" .:;") else folded.strip(" :;") if folded.startswith(".") else folded.strip(" .:;")
    )


def _without(raw: str, dates: list[DateMatch]) -> str:
    """The text with dates and ages ("16-18 year olds") blanked out; offsets stay."""
    text = _blank_out(raw, ((found.start, found.end) for found in dates))
    return _blank_out(text, [found.span() for found in _words().ages.finditer(text)])


def _is_term(found: DateMatch) -> bool:
    """Whether a date is the first or last day of a month, as the days are that figures are taken on."""
    day = found.period.end
    return day is not None and (day.day == 1 or (day + timedelta(days=1)).day == 1)


def _dated(raw: str) -> list[DateMatch]:
    """Dates of a text, less the bare numbers that only look like years ("2050 children")."""
    return [found for found in find_dates(raw, ANY_DAY) if not _is_figure(raw, found)]


def _is_figure(raw: str, found: DateMatch) -> bool:
    words = raw[found.start : found.end].strip()
    start = found.period.start or found.period.end
    short = _TWO_DIGITS.fullmatch(words) is not None
    if start is not None and not words.isdigit():
        if start.year > LAST_REPORTED or (short and start.year < FIRST_REPORTED):
            return True
        if short and found.period.precision == "quarter" and ":" in words:
            return True  # "Q2: 18"
    noun = re.match(r"\s+([^\W\d_]+)", raw[found.end :])
    counted = noun is not None and noun[1].islower() and len(noun[1]) > 3 and not _words().compared.match(noun[1])
    return words.isdigit() and not raw[: found.start].strip() and counted


def _blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _open_brackets(text: str) -> str:
    """The text without what stands in brackets, unless that is money and all there is."""
    while (found := _BRACKETED.search(text)) is not None:
        text = _blank_out(text, [found.span()])
    return text


def _money_in_brackets(text: str) -> Value:
    found = _MONEY_BRACKET.fullmatch(text.strip())
    if found is None:
        return Value()
    figures = _figures(found[0].strip("() "), found[0].strip("() "))
    if len(figures) != 1 or figures[0].range:
        return Value()
    return Value(-abs(figures[0].value), figures[0].unit)


def _figures(text: str, raw: str) -> list[Figure]:
    words = _words()
    opening = len(raw) - len(raw.lstrip())
    found = []
    for match in words.figure.finditer(text):
        number = match.start("number")
        before = text[max(0, number - LONGEST_LABEL) : number]
        if match["rest"] or words.label_before.search(before) or _NAMED_PLUS.match(text, match.end()):
            continue
        found.append(_figure(match, words, match.start() <= opening))
    return found


def _figure(match: re.Match[str], words: _Words, opens: bool) -> Figure:
    number = float(match["number"].replace(",", ""))
    if match["multiple"]:
        number *= words.multiples[match["multiple"].lower()]
    minus = match["minus"] or match["inner"] or ""
    if minus and (opens or not minus.endswith(" ") or minus[0].isalpha()):  # "2016/17 - 45%" is no negative
        number = -number
    unit: Unit | None = "count"
    currency = (match["currency"] or "").strip()
    name = words.units[" ".join(match["unit"].lower().split())] if match["unit"] else ""
    if currency:
        unit = "GBP" if currency in ("£", "GBP") else None
    elif name:
        unit = None if name == "none" else name  # type: ignore[assignment]
    return Figure(match.start(), match.end(), round(number, 6), unit, _ranges(match, number))


def _ranges(match: re.Match[str], number: float) -> bool:
    """Whether a figure runs on to another, so that there is no one value ("12-15", "54%/61%")."""
    named = match["unit"] or match["currency"]
    if match["last"] is None:
        return match["whole"] is not None and bool(named) and "/" in match[0]
    if match["unit"] and match["whole"] is not None:
        return False  # "84% - 26 out of 31"
    last = re.match(_NUMBER, match["last"])
    other = match["last"][last.end() :].strip() if last else ""
    if match["unit"]:  # "12% - 45 children" is a share with its count beside it
        return not other or other.casefold() == match["unit"].casefold()
    return bool(match["currency"]) or not other or last is None or float(last[0].replace(",", "")) > number


def _rivals(text: str, first: Figure, second: Figure) -> bool:
    """Whether two figures have equal standing, or the first does not lead the cell."""
    words = _words()
    between = text[first.end : second.start]
    plain = _NOISE.sub(" ", _open_brackets(between)).strip()
    if not plain:
        timed = {first.unit, second.unit} <= {None, "days"}
        return timed or first.unit == second.unit or "/" in between or "|" in between
    before = _NOISE.sub(" ", _open_brackets(text[: first.start])).strip()
    if before and not words.compared.search(between):
        return True
    same = first.unit == second.unit and not words.compared.search(between)
    return same and re.search(r"[,;/&|\n]|\band\b", between) is not None
