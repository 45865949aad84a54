"""The body that meets: told from its name, with the day of the meeting beside it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ingest.extract.front_labels import ValueWords
from ingest.layout.passage import Passage
from ingest.normalise.dates import find_dates
from ingest.vocabulary.folding import fold
from schemas.report import Committee

MAX_WORDS = 16
_EDGES = " \t,;:.–—-|·•"
_LEAD = re.compile(
    r"^(to|the|meeting of( the)?|(all )?members of( the)?|report to( the)?|for)\s*:?\s+(?=[A-Z])", re.IGNORECASE
)
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b,?\s*(the\s*)?$", re.IGNORECASE)
_PARTS = re.compile(r"\s+[–—|·-]\s+|\s*[;]\s*")
_TRAILING = re.compile(
    r"\s*[–—-]?\s*\(?\b(meeting|held on|on|dated?|at|in (?:public|private)|\(?(?:part [1i]|public)\)?)\b\)?\W*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s–—-]+")
_CAPITALISED = re.compile(r"(?:(?:[A-Z][\w’'&-]*|and|of|the|for|&)[ ,]+)*[A-Z][\w’'-]*")


@dataclass(frozen=True)
class Meeting:
    """A committee and the day it meets, as far as one string tells.

    Attributes:
        committee: the committee, or None.
        day: the day, or None.
        rest: what stands behind a dash after the committee ("For Information"), or "".
    """

    committee: Committee | None
    day: dt.date | None
    rest: str = ""


def read_meeting(passage: Passage, words: ValueWords, trusted: bool = False) -> Meeting:
    """Read a committee and a date from a line such as "Cabinet – 4 March 2025".

    Args:
        passage: the words.
        words: the words that bodies are called by.
        trusted: a label says that this is the body, whatever it is called.
    """
    text = passage.text
    day: dt.date | None = None
    start, end = 0, len(text)
    for match in find_dates(text):
        if match.period.precision == "day" and match.period.start == match.period.end:
            day = match.period.start
            end = match.start
            break
    end = len(_WEEKDAY.sub("", text[:end]).rstrip(_EDGES))
    lead = _LEAD.match(text[:end])
    if lead:
        start = lead.end()
    name, rest = text[start:end], ""
    parts = _PARTS.search(name)
    if parts and (is_body(name[: parts.start()], words) or not is_body(name, words)):
        rest = name[parts.end() :].strip(_EDGES)
        end = start + parts.start()
        name = text[start:end]
    trimmed = _TRAILING.sub("", _TRAILING.sub("", name)).strip(_EDGES)
    if is_body(name, words) and not is_body(trimmed, words):
        trimmed = name.strip(_EDGES)  # "Cabinet Member for Housing Decision Meeting"
    if not trimmed or not any(sign.isalpha() for sign in trimmed):
        return Meeting(None, day)
    told = is_body(trimmed, words) or (trusted and len(trimmed.split()) <= MAX_WORDS)
    if not told:
        return Meeting(None, day)
    at = text.index(trimmed, start)
    found = passage.slice(at, at + len(trimmed))
    return Meeting(Committee(name=name_case(found.text, words), raw=found.text, source=found.source()), day, rest)


def first_day(text: str) -> dt.date | None:
    """The first single day that a text names."""
    for match in find_dates(text):
        if match.period.precision == "day" and match.period.start == match.period.end:
            return match.period.start
    return None


def is_body(text: str, words: ValueWords) -> bool:
    """Whether a text is the name of a body that meets: short, capitalised, and it ends in a word for one."""
    bare = _BRACKET.sub("", text.strip()).strip(_EDGES)
    if not bare or not bare[0].isupper() or len(bare.split()) > MAX_WORDS or ":" in bare:
        return False
    folded = fold(bare)
    if folded in words.folded("full_council"):
        return True
    tail = folded.split()
    last = [" ".join(tail[-count:]) for count in (1, 2, 3)]
    if not any(ending in words.folded("bodies") for ending in last):
        return False
    # A sentence or a council's name ends so as well.
    lower = [word for word in bare.split() if word[0].islower() and word not in words.folded("small_words")]
    return not lower and (tail[-1] != "council" or folded in words.folded("full_council"))


def body_in(passage: Passage, words: ValueWords) -> Committee | None:
    """A body that is named inside a title ("Status update on Transparency Board actions")."""
    text = passage.text
    for part in _PARTS.split(text):
        if is_body(part, words) and len(part.split()) > 1:
            found = passage.slice(text.index(part), text.index(part) + len(part))
            return Committee(name=name_case(found.text, words), raw=found.text, source=found.source())
    if text.isupper():
        return None
    for match in _CAPITALISED.finditer(text):
        pieces = match.group().split(" ")
        for stop in range(len(pieces), 1, -1):
            name = " ".join(pieces[:stop])
            if is_body(name, words) and fold(name) not in words.folded("full_council"):
                found = passage.slice(match.start(), match.start() + len(name))
                return Committee(name=found.text, raw=found.text, source=found.source())
    return None


def name_case(text: str, words: ValueWords) -> str:
    """A name printed in capitals in title case; any other as printed."""
    letters = [sign for sign in text if sign.isalpha()]
    if not letters or sum(sign.isupper() for sign in letters) < 0.9 * len(letters):
        return text
    small, low = words.folded("small_words"), words.folded("lower_after_hyphen")

    def turn(match: re.Match[str]) -> str:
        word = match.group()
        lowered = word.lower()
        before = text[match.start() - 1] if match.start() else ""
        if match.start() and (lowered in small if before == " " else lowered.rstrip(",") in low):
            return lowered
        at = next((index for index, sign in enumerate(word) if sign.isalpha()), 0)
        return word[:at] + word[at].upper() + word[at + 1 :].lower()

    return _WORD.sub(turn, text)
