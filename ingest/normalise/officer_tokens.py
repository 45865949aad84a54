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
# "&" inside letters, as in "L&D" or "H&S", is part of the word.
_LETTERS_AND_LETTERS = re.compile(r"(?<![^\W_])[A-Z]{1,3}&[A-Z]{1,3}(?![^\W_])")


def cut(text: str, words: RoleWords) -> Cut:
    """Cut a cell's text into words and mark phrases that name nobody."""
    contacts = find_contact(text, words)
    fixed = _fixed_spans(text, words, contacts)
    tokens: list[Token] = []
    whispering = text.islower()
    shouts = _shouted_lines(text, words)
    gap, line, depth, at, following = Gap.HARD, False, 0, 0, 0
    while at < len(text):
        if following < len(fixed) and fixed[following][0] <= at:
            start, end, kind = fixed[following]
            following += 1
            if end <= at:
                continue
            if kind == "nobody":
                tokens.append(Token(text[start:end], start, end, 0, gap, line, True, depth > 0))
                gap, line = Gap.SPACE, False
            elif kind == "word":
                tokens.append(_word(text, start, end, words, gap, line, depth > 0, False, False))
                gap, line = Gap.SPACE, False
            elif kind in ("hard", "soft"):
                gap = Gap.HARD if kind == "hard" else max(gap, Gap.COMMA)
            at = end
            continue
        match = _PIECE.match(text, at)
        if match is None:  # pragma: no cover - the pattern takes any character
            at += 1
            continue
        stop = match.end()
        if following < len(fixed):
            stop = min(stop, fixed[following][0])
        kind = match.lastgroup or "space"
        if kind == "word":
            token = _word(text, at, stop, words, gap, line, depth > 0, _shouting(shouts, at), whispering)
            if token is not None and token.text.casefold() in _AND_WORDS:
                gap = max(gap, Gap.AND) if tokens else gap
            elif token is not None and tokens and gap == Gap.SPACE and _is_degree(token):
                pass
            elif token is not None:
                tokens.extend(_initials_apart(token, words))
                ends = _SENTENCE_END.search(text, at, stop) and not token.sense & (Sense.QUALIFIER | Sense.INITIAL | HONORIFIC)
                gap, line = (Gap.HARD if ends and text[stop : stop + 1].isspace() else Gap.SPACE), False
        elif kind != "space":
            gap = max(gap, _GAPS[kind])
            line = line or kind in ("line", "blank")
            depth = max(0, depth + (kind == "open") - (kind == "close"))
            if kind == "blank":
                depth = 0
        at = stop
    return Cut(tokens, contacts)


def _fixed_spans(text: str, words: RoleWords, contacts: Contacts) -> list[tuple[int, int, str]]:
    """Spans that are settled before the words are cut: contacts, nobody, "supported by", list numbers."""
    spans = [
        (found.labelled_from, found.end, "soft" if _LINE_GOES_ON.match(text, found.end) else "hard")
        for found in (*contacts.phones, *contacts.emails)
    ]
    spans += [(*match.span(), "hard") for match in words.joining.finditer(text)]
    spans += [(*match.span(), "hard") for match in _NUMBERED.finditer(text)]
    spans += [(match.start() + 1, match.end(), "skip") for match in _PLURAL_BRACKET.finditer(text)]
    spans += [(*match.span(), "nobody") for match in words.nobody.finditer(text)]
    if "&" in text:
        spans += [(*match.span(), "word") for match in _LETTERS_AND_LETTERS.finditer(text)]
    for match in words.previous.finditer(text):
        spans.append((match.start(), _clause_end(text, match.end(), words), "hard"))
    return sorted(spans)


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


def _shouting(lines: list[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in lines)


def _is_degree(token: Token) -> bool:
    return bool(token.sense & Sense.DEGREE and not token.sense & Sense.POST and token.sense & Sense.SHOUTED)


def _initials_apart(token: Token, words: RoleWords) -> list[Token]:
    """ "T.Hale" is an initial and a surname."""
    match = _GLUED.match(token.text)
    if match is None:
        return [token]
    middle = token.start + match.end()
    first = token._replace(text=match.group(), end=middle, sense=words.sense(match.group(), False, False))
    rest = token.text[match.end() :]
    return [first, Token(rest, middle, token.end, words.sense(rest, False, False), Gap.SPACE, False, False, token.deep)]


def _word(
    text: str,
    start: int,
    end: int,
    words: RoleWords,
    gap: Gap,
    line: bool,
    deep: bool,
    shouting: bool,
    whispering: bool,
) -> Token | None:
    """A word without the punctuation round it; None when nothing is left."""
    while start < end and text[start] in _FRONT_EDGE:
        start += 1
    dotted = _DOTTED.fullmatch(text, start, end)
    while end > start and text[end - 1] in _EDGE and not (dotted and text[end - 1] == "."):
        # "O' Hagan": the apostrophe is part of the name.
        if text[end - 1] in "'’" and end - start == 2 and text[start] in "OoDd":
            break
        end -= 1
    if start >= end:
        return None
    word = text[start:end]
    return Token(word, start, end, words.sense(word, shouting, whispering), gap, line, False, deep)
