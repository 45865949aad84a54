"""Labels of list entries: numbers, letters and bullets at the front of a line, and what may follow one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.layout.document import Line, Word, make_line
from ingest.layout.passage import Passage

Kind = Literal["number", "decimal", "letter", "roman", "bullet"]

_BULLETS = "•●⚫▪■◼◾◦○◯⚪◘◙❖◆◇♦➢➣➤►▸▶▷‣⁃∙·✓✔☑❑❒□◻▫➔➜➡→⇒»§¤\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf06e\uf0a8"
# These are words or signs as well; they need another reason to be taken for bullets.
_DOUBTFUL_BULLETS = "-–—−*o¨"
_BULLET = re.compile(rf"[{re.escape(_BULLETS)}]+(?=\s|\w|$)")
_DOUBTFUL = re.compile(rf"[{re.escape(_DOUBTFUL_BULLETS)}](?=\s|$)")
# "1." "1)" "(1)" "1.2" "1.2.3." and, alone in front of a gap, "1"; a year or an amount is no label.
_DECIMAL = re.compile(r"\(?(\d{1,2}(?:\.\d{1,2}){1,3})[.):]{0,2}(?=\s|[A-Z]|$)")
_NUMBER = re.compile(r"\(?(\d{1,3})(?:\.\)|[.):])(?=\s|[A-Z]|$)")
_BARE_NUMBER = re.compile(r"(\d{1,3})(?=\s|$)")
# "6.30 pm" and "1.2 million" are no labels.
_AMOUNT = re.compile(r"(?:[ap]\.?m|noon|hours|hrs|million|billion|per|percent)\b|%")
_COUNT = "[a-zA-Z]{1,2}|[ivxlcIVXLC]{1,6}"
_LETTERS = re.compile(rf"\(({_COUNT})\)(?=\s|[A-Z]|$)|({_COUNT})[.)](?=\s|$)")
_ROMAN = re.compile(r"x{0,3}(ix|iv|v?i{0,3})|l|c", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# A gap of this many font sizes is wider than a space between words.
_TAB = 0.45
_WIDE_TAB = 0.9


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one list entry.

    Attributes:
        text: as printed ("2.3", "(a)", "•").
        kind: what it counts in.
        values: its number or numbers; letters and roman numerals count from 1; empty for a bullet.
        sure: it can hardly be anything else.
        words: its words.
        rest: the line behind it, or None where nothing else is on the line.
    """

    text: str
    kind: Kind
    values: tuple[int, ...]
    sure: bool
    words: tuple[Word, ...]
    rest: Line | None

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.words[0].x0

    @property
    def first(self) -> bool:
        """Whether a list may begin with it."""
        return self.kind == "bullet" or self.values[-1] == 1

    def follows(self, other: Label) -> bool:
        """Whether it is the next one after another label of the same list."""
        if self.kind == "bullet" or other.kind == "bullet":
            return self.kind == other.kind and self.text == other.text
        if self.kind == "roman" and other.kind == "letter":
            # "(h)" is followed by "(i)", which is no roman one.
            return len(self.text.strip("().:")) == 1 and letter_value(self.text.strip("().:")) == other.values[0] + 1
        if self.kind == "letter" and other.kind == "roman":
            bare = other.text.strip("().:")
            return len(bare) == 1 and self.values[0] == letter_value(bare) + 1
        if len(self.values) != len(other.values):
            return self.values[:-1] == other.values and self.values[-1] == 1
        return self.values[:-1] == other.values[:-1] and self.values[-1] in (other.values[-1] + 1, other.values[-1] + 2)


def letter_value(text: str) -> int:
    """1 for "a" to 26 for "z", then "aa" or "ab" onwards."""
    value = 0
    for sign in text.casefold():
        value = value * 26 + ord(sign) - 96
    return value


def roman_value(text: str) -> int:
    """Value of a roman numeral."""
    total = 0
    values = [_ROMAN_VALUES.get(sign, 0) for sign in text.casefold()]
    for index, value in enumerate(values):
        total += -value if value < max(values[index + 1 :], default=0) else value
    return total


def read_label(line: Line) -> Label | None:
    """The label at the front of a line, or None."""
    words = line.words
    head = words[0].text
    found = _match(head)
    if found is None:
        return None
    printed, kind, values, sure = found
    if len(printed) < len(head):
        cut = Passage([words[0]])
        own, rest = cut.slice(0, len(printed)).words, cut.slice(len(printed)).words + words[1:]
        return Label(printed, kind, values, sure, tuple(own), make_line(rest))
    if len(words) == 1:
        return Label(printed, kind, values, sure or kind != "bullet", (words[0],), None)
    gap = words[1].x0 - words[0].x1
    tabbed = gap > _TAB * words[0].size
    if kind == "decimal" and gap < _WIDE_TAB * words[0].size and _AMOUNT.match(words[1].text):
        return None
    if kind == "number" and head.isdigit():
        # "14 June" and "12 recommendations" begin lines; a label without a mark stands well apart from its text.
        if not tabbed:
            return None
        return Label(printed, kind, values, gap > _WIDE_TAB * words[0].size, (words[0],), make_line(words[1:]))
    if kind in ("letter", "roman") and head.endswith(".") and head[:1].isupper() and not tabbed:
        sure = False  # "A. Smith"
    return Label(printed, kind, values, sure or tabbed, (words[0],), make_line(words[1:]))


def _match(head: str) -> tuple[str, Kind, tuple[int, ...], bool] | None:
    match = _BULLET.match(head)
    if match:
        return match[0], "bullet", (), True
    match = _DOUBTFUL.match(head)
    if match:
        return match[0], "bullet", (), False
    match = _DECIMAL.match(head)
    if match:
        values = tuple(int(part) for part in match[1].split("."))
        return match[0], "decimal", values, match[0] != match[1]
    match = _NUMBER.match(head)
    if match:
        return match[0], "number", (int(match[1]),), True
    if _BARE_NUMBER.fullmatch(head):
        return head, "number", (int(head),), False
    match = _LETTERS.match(head)
    if match is None:
        return None
    bare = match[1] or match[2]
    if _ROMAN.fullmatch(bare) and not (len(bare) == 1 and bare.casefold() in "lc"):
        return match[0], "roman", (roman_value(bare),), True
    if len(bare) == 2 and bare[0] != bare[1]:
        return None  # "or)" and "eg." are words
    return match[0], "letter", (letter_value(bare),), True
