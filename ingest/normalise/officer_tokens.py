"""Cutting the words of a lead-officer cell: words, what parts them, and phrases that name nobody."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from ingest.normalise.contacts import Contacts, find_contact
from ingest.normalise.officer_words import HONORIFIC, RoleWords, Sense


class Gap(IntEnum):
    """What parts a word from the one before it, weakest first."""

    SPACE = 0
    LINE = 1  # a printed line ends
    CLOSE = 2  # a bracket closes
    AND = 3
    COMMA = 4
    SLASH = 5
    DASH = 6
    COLON = 7
    OPEN = 8  # a bracket opens
    HARD = 9  # semicolon, bullet, blank line, "supported by", a telephone number


class Token(NamedTuple):
    """One word of a cell.

    Attributes:
        text: the word as printed, without punctuation round it.
        start, end: where it stands in the cell's text.
        sense: what it may be.
        gap: what parts it from the word before (HARD for the first).
        line: whether a printed line ends between the two.
        nobody: it stands for nobody ("TBC"); a phrase of several words is one token.
        deep: whether it stands in a bracket.
    """

    text: str
    start: int
    end: int
    sense: int
    gap: Gap
    line: bool
    nobody: bool = False
    deep: bool = False


class Cut(NamedTuple):
    """A text, cut."""

    tokens: list[Token]
    contacts: Contacts


_PIECE = re.compile(
    r"(?P<blank>\n[ \t\u00a0]*\n\s*)|(?P<line>\n)|(?P<space>[^\S\n]+)"
    r"|(?P<hard>[;|•·▪●◦‣⁃\uf0b7\uf0a7\u2022\u25a0\t✓→]+)"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>[,،])|(?P<slash>[/\\])|(?P<colon>:)"
    r"|(?P<dash>[–—―‒−]+|-+(?![^\W_])|(?<![^\W_.’'])-+)|(?P<and>&|\+)|(?P<query>[?*]+)"
    r"|(?P<word>(?:[^\s;|•·▪●◦‣⁃\uf0b7\uf0a7\u25a0✓→()\[\]{},،/\\:–—―‒−&+?*-]|-(?=[^\W_]))+)"
)
_GAPS = {
    "blank": Gap.HARD,
    "line": Gap.LINE,
    "hard": Gap.HARD,
    "open": Gap.OPEN,
    "close": Gap.CLOSE,
    "comma": Gap.COMMA,
    "slash": Gap.SLASH,
    "colon": Gap.COLON,
    "dash": Gap.DASH,
    "and": Gap.AND,
    "query": Gap.HARD,
}
_AND_WORDS = frozenset({"and", "or", "plus", "and/or", "y"})
_NUMBERED = re.compile(r"(?:^|\n)[ \t]*(?:\d{1,2}[.)]|[a-h][)]|\([a-h0-9]\))(?=\s)")
_EDGE = "\"“”'‘’`*.!_~^<>=#%$£"
_FRONT_EDGE = "\"“”'‘’`*.!-_~^<>=#%$£"
_SENTENCE_END = re.compile(r"\w{4,}\.$")
_PLURAL_BRACKET = re.compile(r"\w\((?:e?s)\)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_LINE_GOES_ON = re.compile(r"[^\w\n]*[^\W\d_]{2}")
_GLUED = re.compile(r"(?:[A-Z]\.)+(?=[A-Z][a-z’'])")
_SHOUT = re.compile(r"[^\W\d_]{4,}")
_VOWEL = re.compile("[AEIOU]")
_LETTERS_ALONE = re.compile("[A-Z]{2,3}")
# "&" inside letters, as in "L&D" or "H&S", is part of the word.
_LETTERS_AND_LETTERS = re.compile(r"(?<![^\W_])[A-Z]{1,3}&[A-Z]{1,3}(?![^\W_])")


# A mark that no paper prints and no word keeps; it holds the place of what a broken word loses.
SOFT = "\u00ad"
_BROKEN = re.compile(r"([^\W\d_]+)-\n(?=[^\W\d_A-Z]{2})")
# "Sub-group", "Co-ordinator": their hyphen is their own.
_PREFIXES = frozenset(
    ["sub", "co", "multi", "well", "non", "cross", "inter", "vice", "ex", "mid", "self", "pre", "post", "re", "semi"]
)


def mend_lines(text: str) -> str:
    """The text with words that a hyphen breaks over a line made whole; every other letter stays where it was."""
    return _BROKEN.sub(lambda found: found[1] + SOFT + ("-" if found[1].casefold() in _PREFIXES else SOFT), text)


def cut(text: str, words: RoleWords) -> Cut:
    """Cut a cell's text into words and mark phrases that name nobody."""
    contacts = find_contact(text, words)
    tokens = _Cutter(text, words).tokens(_fixed_spans(text, words, contacts))
    return Cut(_initials_only(tokens, words), contacts)


def _initials_only(tokens: list[Token], words: RoleWords) -> list[Token]:
    """In a list of people's initials, letters that elsewhere stand for a post are initials too: "JP/CD"."""
    lists = (Gap.AND, Gap.COMMA, Gap.SLASH, Gap.LINE, Gap.HARD)
    if len(tokens) < 2 or not all(_LETTERS_ALONE.fullmatch(one.text) and one.gap in lists for one in tokens):
        return tokens
    if any(one.nobody or not _may_be_initials(one, words) for one in tokens):
        return tokens
    if not any(one.sense & (Sense.ACRONYM | Sense.INITIAL | Sense.DEGREE) for one in tokens):
        return tokens
    if any(one.text in words.firm for one in tokens):  # "AD / JW"
        return [one._replace(gap=Gap.HARD) for one in tokens]
    return [one._replace(sense=Sense.ACRONYM | Sense.SHOUTED) for one in tokens]


def _may_be_initials(one: Token, words: RoleWords) -> bool:
    if one.sense & (Sense.ACRONYM | Sense.INITIAL | Sense.DEGREE) or one.text in words.firm:
        return True
    short = Sense.POST | Sense.AREA | HONORIFIC | Sense.LINK | Sense.OTHER  # "RM/TO"
    return len(one.text) < 3 and bool(one.sense & short)


class _Cutter:
    """Walks through a text and gathers its words and what parts them."""

    def __init__(self, text: str, words: RoleWords) -> None:
        self.text, self.words = text, words
        self.whispering = text.islower()
        self.shouted = _shouted_lines(text, words)
        self.found: list[Token] = []
        self.gap, self.line, self.depth = Gap.HARD, False, 0

    def tokens(self, fixed: list[tuple[int, int, str]]) -> list[Token]:
        at = 0
        for start, end, kind in [*fixed, (len(self.text), len(self.text), "skip")]:
            while at < start:
                at = self._piece(at, start)
            if end > at:
                self._fixed(start, end, kind)
                at = end
        return self.found

    def _fixed(self, start: int, end: int, kind: str) -> None:
        if kind == "nobody":
            self._add(Token(self.text[start:end], start, end, 0, self.gap, self.line, True, self.depth > 0))
        elif kind == "word":
            self._word(start, end)
        elif kind != "skip":
            self.gap = Gap.HARD if kind == "hard" else max(self.gap, Gap.COMMA)

    def _piece(self, at: int, limit: int) -> int:
        """Take the next piece, no further than ``limit``; where it ends."""
        match = _PIECE.match(self.text, at, limit)
        if match is None:  # pragma: no cover - the pattern takes any character
            return at + 1
        kind = match.lastgroup or "space"
        if kind == "word":
            self._word(at, match.end())
        elif kind != "space":
            self.gap = max(self.gap, _GAPS[kind])
            self.line = self.line or kind in ("line", "blank")
            self.depth = 0 if kind == "blank" else max(0, self.depth + (kind == "open") - (kind == "close"))
        return match.end()

    def _add(self, *tokens: Token) -> None:
        self.found.extend(tokens)
        self.gap, self.line = Gap.SPACE, False

    def _word(self, start: int, stop: int) -> None:
        first, last = _bare(self.text, start, stop)
        if first >= last:
            return
        text = self.text[first:last].replace(SOFT, "")
        if text.casefold() in _AND_WORDS:
            self.gap = max(self.gap, Gap.AND) if self.found else self.gap
            return
        if (
            text == "with" and (self.gap > Gap.AND or self.gap == Gap.CLOSE) and self.found
        ):  # "Head of HR, with Legal Services"
            self.gap = Gap.HARD
            return
        shouting = any(begin <= start < end for begin, end in self.shouted)
        sense = self.words.sense(text, shouting, self.whispering)
        if self.found and self.gap == Gap.SPACE and _is_degree(sense):
            return
        self._add(*self._initials_apart(Token(text, first, last, sense, self.gap, self.line, False, self.depth > 0)))
        ends = _SENTENCE_END.search(self.text, start, stop)
        if ends and not sense & (Sense.QUALIFIER | Sense.INITIAL | HONORIFIC) and self.text[stop : stop + 1].isspace():
            self.gap = Gap.HARD

    def _initials_apart(self, token: Token) -> list[Token]:
        """The initial and the surname of "T.Hale"."""
        match = _GLUED.match(token.text)
        if match is None:
            return [token]
        middle, rest = token.start + match.end(), token.text[match.end() :]
        first = token._replace(text=match.group(), end=middle, sense=self.words.sense(match.group(), False, False))
        sense = self.words.sense(rest, False, False)
        return [first, Token(rest, middle, token.end, sense, Gap.SPACE, False, False, token.deep)]


def _fixed_spans(text: str, words: RoleWords, contacts: Contacts) -> list[tuple[int, int, str]]:
    """Spans that are settled before the words are cut: contacts, nobody, "supported by", list numbers."""
    spans = [
        (found.labelled_from, found.end, "soft" if _LINE_GOES_ON.match(text, found.end) else "hard")
        for found in (*contacts.phones, *contacts.emails)
    ]
    spans += [(*match.span(), "hard") for match in words.joining.finditer(text)]
    spans += [(*match.span(), "hard") for match in _NUMBERED.finditer(text)]
    spans += [(match.start() + 1, match.end(), "skip") for match in _PLURAL_BRACKET.finditer(text)]
    spans += [(*match.span(), "soft") for match in words.fields.finditer(text)]
    for pattern in (words.nobody, words.circumstances):
        spans += [(*match.span(), "nobody") for match in pattern.finditer(text)]
    phrases = [match.span() for match in words.phrases.finditer(text)]
    spans += [(*span, "word") for span in phrases]
    if "&" in text:
        spans += [(*match.span(), "word") for match in _LETTERS_AND_LETTERS.finditer(text)]
    for match in words.previous.finditer(text):
        spans.append((match.start(), _clause_end(text, match.end(), words), "hard"))
    return sorted(span for span in spans if span[2] == "word" or not _within(span, phrases))


def _within(span: tuple[int, int, str], phrases: list[tuple[int, int]]) -> bool:
    """Whether a span is a part of a name: "Through Care" brings in nobody."""
    return any(start <= span[0] and span[1] <= end for start, end in phrases)


def _clause_end(text: str, start: int, words: RoleWords) -> int:
    """Where a clause about someone of before ends."""
    stops = [found for found in (text.find(sign, start) for sign in ";)|•") if found >= 0]
    again = words.again.search(text, start)
    return min([*stops, *([again.end()] if again else []), len(text)])


def _shouted_lines(text: str, words: RoleWords) -> list[tuple[int, int]]:
    """Lines of several words in capitals, so that their capitals say nothing."""
    found, start = [], 0
    for line in text.split("\n"):
        if (
            line.isupper()
            and " " in line.strip()
            and any(_VOWEL.search(word) and word not in words.short for word in _SHOUT.findall(line))
        ):
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _is_degree(sense: int) -> bool:
    return bool(sense & Sense.DEGREE and not sense & Sense.POST and sense & Sense.SHOUTED)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A word's span without the punctuation round it."""
    begin = start
    while start < end and text[start] in _FRONT_EDGE:
        start += 1
    dotted = _DOTTED.fullmatch(text, start, end)
    while end > start and text[end - 1] in _EDGE and not (dotted and text[end - 1] == "."):
        # "O' Hagan": the apostrophe is part of the name.
        if text[end - 1] in "'’" and end - start == 2 and text[start] in "OoDd":
            break
        if text[end - 1] in "'’" and text[end - 2] == "s" and start == begin and end - start > 2:
            break  # "Governors' Committee"
        end -= 1
    return start, end
