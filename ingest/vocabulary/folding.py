"""Folding: the form in which printed words are compared with the words of the vocabulary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz

# Likeness (0 to 100) under which two words are two words and no slip of one another.
SAME_WORD = 70.0
# Apostrophes go without a trace ("KPI's" is "KPIs"), every other punctuation mark parts two words.
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_PLURAL_BRACKET = re.compile(r"(?<=\w)\((e?s)\)", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=[a-z])")
# Short words that turn the meaning round: "no in progress" is no slip for "not in progress".
_TURNING = frozenset(["no", "not", "non", "now", "on", "off", "of"])
_SPACE = re.compile(r"\s+")
# Signs that carry meaning beside words: "% complete" is no "Complete".
_KEPT_SIGNS = frozenset("%£#")
_KEPT_CATEGORIES = ("L", "N", "So", "Sm")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]")


def join_broken(text: str) -> str:
    """Join words that a hyphen breaks over a printed line; other line breaks stay."""
    return _BROKEN_WORD.sub("", text) if "\n" in text else text


def one_line(text: str) -> str:
    """The text with runs of white space as one space and none at its ends."""
    return _SPACE.sub(" ", text).strip()


class _Letters(dict[int, str]):
    """What becomes of each character, found out when it is first met, in the form that ``str.translate`` takes."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isalnum() or letter in _KEPT_SIGNS or unicodedata.category(letter).startswith(_KEPT_CATEGORIES):
            kept = letter
        else:
            kept = " / " if letter == "/" else " "
        return self.setdefault(code, kept)


_LETTERS = _Letters()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Fold case, white space and punctuation away; "&" is "and", "Officer(s)" is "officers".

    A slash stays as a word of its own, for "Action / Lead" is two things and "Action Lead" one. A lone sign such as "#"
    or "-" folds to itself, not to nothing.
    """
    text = join_broken(text)
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    bare = _PLURAL_BRACKET.sub(r"\1", text) if "(" in text else text
    bare = _APOSTROPHES.sub("", bare).replace("&", " and ").casefold()
    folded = " ".join(bare.translate(_LETTERS).split())
    return folded.strip("/ ") or one_line(text)


@lru_cache(maxsize=16384)
def squash(folded: str) -> str:
    """A folded text without blanks and slashes: a word cut in two ("Timescal e") is like the whole one."""
    return folded.replace(" ", "").replace("/", "") or folded


def swapped(word: str) -> Iterator[str]:
    """The words that a folded word may be where two letters beside one another changed places: "Stauts"."""
    for index in range(1, len(word) - 1):
        if word[index] != word[index + 1]:
            yield word[:index] + word[index + 1] + word[index] + word[index + 2 :]


def same_words(one: str, other: str) -> bool:
    """Whether two folded texts that are nearly alike are so word by word: "now started" is no slip for "not started".

    Texts of different numbers of words are not compared: a blank too many is a slip as well.
    """
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return True
    pairs = list(zip(first, second, strict=True))
    if any(a != b and (a in _TURNING or b in _TURNING) for a, b in pairs):
        return False
    return all(fuzz.ratio(a, b) >= SAME_WORD or sorted(a) == sorted(b) for a, b in pairs)
