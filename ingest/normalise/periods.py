"""Periods named in headings: the date part of "Target March 2020" or "Performance Q4 18 or by month" comes off.

This only finds where the words stand; what days they mean is for :mod:`ingest.normalise.dates`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:(?:19|20)\d\d|['’‘]?\d\d)"
_SPAN = r"(?:(?:19|20)\d\d\s*[/–—-]\s*(?:(?:19|20)\d\d|\d\d)|\d\d\s*/\s*\d\d)(?!\d)"
_QUARTER = (
    r"(?:q(?:uarter|tr|rt)?s?\.?\s*(?:[1-4]|one|two|three|four)"
    r"|(?:[1-4](?:st|nd|rd|th)|first|second|third|fourth)\s+(?:quarter|qtr))"
)
_ONE = (
    rf"(?:\d{{1,2}}\s*[./-]\s*\d{{1,2}}\s*[./-]\s*\d{{2,4}}"
    rf"|(?:\d{{1,2}}\s*(?:st|nd|rd|th)?\s*(?:of\s+)?)?(?<![a-z]){_MONTH}\.?(?![a-z])(?:[\s,/–-]*{_YEAR}(?![\d/]))?"
    rf"|{_QUARTER}(?![a-z\d])(?:[\s,/–-]*(?:of\s+)?(?:{_SPAN}|\d\d\s*[–—-]\s*\d\d(?!\d)|{_YEAR}(?!\d)))?"
    rf"|(?:fy|f/y|financial year|year|academic year)?\s*{_SPAN}"
    rf"|fy\s*{_YEAR}"
    r"|(?:year|yr|month|mth|week|period)\s*\d{1,2}(?!\d)"
    r"|(?:19|20)\d\d(?!\d))"
)
# Words that lead to a date and go with it. "target", "due" or "revised" are no such words: they say what the column is.
_LEAD = (
    r"(?:\b(?:by|as\s+at|as\s+of|at|as|to|for|from|in|during|since|up\s+to|until|till|of|end\s+of|end|the|year[\s–-]+(?:ended|ending|end|to)"
    r"|(?:month|quarter|week|period)\s+(?:ended|ending|end|of|to)|w/e|ending|ended|financial\s+year|academic\s+year|on|mid|early|late"
    r"|position\s+at(?=\s+\d))\s+)*"
)
_TAIL = r"(?:\s*,?\s*(?:onwards?|or\s+(?:by\s+|latest\s+|per\s+)?(?:month|quarter|year)(?:ly)?))?"
_JOIN = r"\s*(?:/|–|—|-|&|,|\band\b|\bto\b|\bor\b|\bof\b)?\s*"
_PERIOD = re.compile(rf"(?<!\d){_LEAD}{_ONE}(?:{_JOIN}{_LEAD}{_ONE})*{_TAIL}", re.IGNORECASE)
# "May" without a number beside it may be a verb: "What may change".
_LONE_MAY = re.compile(r"\bmay\b(?!\W*\d)", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(r"[(\[]\W*[)\]]")
_LOOSE_ENDS = re.compile(r"^[\s/–—:;,|-]+|[\s/–—:;,|-]+$|(?<=\s)[–—:|-]+(?=\s*$)")


class HeadingPeriod(NamedTuple):
    """A heading without its period.

    Attributes:
        rest: the heading's other words.
        period: the words of the period as printed, or None.
        start: where the period begins in the heading; -1 without one.
        end: where it ends.
    """

    rest: str
    period: str | None
    start: int
    end: int


@lru_cache(maxsize=4096)
def take_period(heading: str) -> HeadingPeriod:
    """Take the first date or period off a heading; words in the heading are never changed, only left out."""
    for found in _PERIOD.finditer(heading):
        words = found.group().strip()
        if _LONE_MAY.fullmatch(words) and words != heading.strip():
            continue
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        rest = f"{heading[: found.start()]} {heading[found.end() :]}"
        rest = _LOOSE_ENDS.sub("", _EMPTY_BRACKETS.sub(" ", rest)).strip()
        return HeadingPeriod(rest, words, start, start + len(words))
    return HeadingPeriod(heading, None, -1, -1)
