"""Words and signs of a timescale: vocabulary, and cutting a cell into tokens that know where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from ingest.errors import VocabularyError
from ingest.vocabulary.files import packaged, read_yaml

FILE = "dates.yml"
FIRST_YEAR, LAST_YEAR = 1950, 2099
LIKENED = ("months", "seasons")
# Two letters wrong in a long month's name ("Spetmber") still leave no other word it could be; in a short one they do.
LIKE_ENOUGH = ((8, 2), (5, 1))

_SIGNS = str.maketrans(
    {sign: "-" for sign in "‐‑‒–—―−﹘﹣－"}
    | {sign: "'" for sign in "‘’‛`´′ʼ\u00ad\u200b\u200c\u200d\ufeff"}
    | {sign: '"' for sign in "“”„"}
    | {"／": "/", "⁄": "/", "∕": "/", "→": ">", "➔": ">", "\u00a0": " ", "\r": "\n"}
)
# A recogniser's slips beside a digit: "3O September", "30/o9/2023", "3l March".
_LETTER_FOR_DIGIT = re.compile(
    r"(?<=\d)[oOlI](?![^\W\d_])|(?<=\d[/.-])[oOlI](?=\d)|(?<![^\W_])[oOlI](?=\d{1,2}[/.-]\d)"
)
_TOKEN = re.compile(
    r"""(?P<time>(?<![\d./:-])\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm|a\.m\.?|p\.m\.?|noon|midday|midnight|hrs|hours)(?![a-z\d])
               |(?<![\d./:-])\d{1,2}:\d{2}(?::\d{2})?(?!\d)
               |(?<![\d./:-])(?:[01]?\d|2[0-3])[.:][0-5][05]\s?-\s?(?:[01]?\d|2[0-3])[.:][0-5][05](?![\d./-])
               |(?<=\bat\s)\d{1,2}\.\d{2}(?![\d./-]))
      |(?P<amount>[£$€]\s?\d[\d.,]*\s?(?:k|m|bn)?(?![a-z])|\d[\d.,]*\s?%)
      |(?P<num>\d+)(?P<ord>\s?(?:st|nd|rd|th|ST|ND|RD|TH)(?![a-z]))?
      |(?P<word>[^\W\d_]+)
      |(?P<sign>[^\s'])""",
    re.VERBOSE,
)


@dataclass(slots=True)
class Token:
    """One word, number or sign, or several words that the vocabulary knows as one.

    Attributes:
        kind: "num", "word", "sign", "time" or "amount".
        text: the words, lower case.
        start: offset of its first character.
        end: offset after its last character.
        value: the number, for "num".
        digits: how many digits it is printed with.
        ordinal: whether st, nd, rd or th follows.
        gap: white space before it: "" (none), " " or a line break.
        senses: vocabulary list -> value, for words.
        capital: whether it is printed with a capital.
        glued: whether a letter of an unknown word stands directly before a number ("CR2018").
    """

    kind: str
    text: str
    start: int
    end: int
    value: int = 0
    digits: int = 0
    ordinal: bool = False
    gap: str = ""
    senses: dict[str, str] = field(default_factory=dict)
    capital: bool = False
    glued: bool = False


@dataclass(frozen=True)
class DateWords:
    """The vocabulary, ready for matching.

    Attributes:
        phrases: first word -> the phrases that begin with it, longest first, each with list -> value.
        single: every known word of one part, for mending words broken over lines.
        months: full names of months with their numbers, for likeness.
        seasons: the same of seasons.
    """

    phrases: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]
    single: frozenset[str]
    months: tuple[tuple[str, str], ...]
    seasons: tuple[tuple[str, str], ...]


def _pieces(text: str) -> list[tuple[str, int, int, str]]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind == "ord":
            kind = "num"
        found.append((kind, match.start(), match.end(), match.group()))
    return found


def _build(entries: dict[str, Any]) -> DateWords:
    known: dict[tuple[str, ...], dict[str, str]] = {}
    for section, groups in entries.items():
        for group in groups:
            if not {"value", "match", "seen"} >= set(group) or "match" not in group or "seen" not in group:
                raise VocabularyError(f"{FILE}: an entry of {section} wants exactly value, match and seen: {group}")
            for word in group["match"]:
                parts = tuple(piece[3] for piece in _pieces(word.lower()))
                senses = known.setdefault(parts, {})
                if senses.get(section, group["value"]) != group["value"]:
                    raise VocabularyError(f'{FILE}: "{word}" has two meanings in {section}')
                senses[section] = group["value"]
    phrases: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]] = {}
    for parts, senses in known.items():
        phrases.setdefault(parts[0], []).append((parts, senses))
    for choices in phrases.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    months, seasons = (tuple((group["match"][0], group["value"]) for group in entries[name]) for name in LIKENED)
    return DateWords(phrases, frozenset(p[0] for p in known if len(p) == 1), months, seasons)


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The packaged vocabulary of dates.

    Raises:
        VocabularyError: an entry is malformed or a word has two meanings in one list.
    """
    return _build(read_yaml(packaged(FILE)))


def _gap(text: str, before: int, start: int) -> str:
    white = text[before:start]
    if "\n" in white:
        return "\n"
    return " " if white.strip("'") else ""


def _cut(text: str) -> list[Token]:
    tokens: list[Token] = []
    before = 0
    for kind, start, end, words in _pieces(text):
        token = Token(kind, words.lower(), start, end, gap=_gap(text, before, start))
        if kind == "num":
            figure = words.rstrip("stndrhSTNDRH \n\t")
            token.value, token.digits = int(figure[-9:]), len(figure)
            token.ordinal = len(figure) < len(words.rstrip())
            if len(figure) in (3, 5) and tokens and tokens[-1].text == "q" and not token.gap:  # "Q418", "Q42018"
                tokens.append(Token(kind, words[0], start, start + 1, token.value // 10 ** (len(figure) - 1), 1))
                token.value, token.digits = int(figure[1:]), len(figure) - 1
                token.start, token.text = start + 1, words[1:]
        elif kind == "word":
            token.capital = words[0].isupper()
        tokens.append(token)
        before = end
    return tokens


def _mend(tokens: list[Token], words: DateWords) -> list[Token]:
    """Join words and years that a line end has broken ("Novemb / er", "20 / 18")."""
    out: list[Token] = []
    for token in tokens:
        broken = len(out) > 1 and out[-1].text == "-" and not out[-1].gap and token.gap == "\n"
        if broken and token.kind == "word" and out[-2].text + token.text in words.single:
            out.pop()  # "Sep- / tember"
        last = out[-1] if out else None
        if last is not None and token.gap and last.kind == token.kind == "word":
            whole = last.text + token.text
            if len(whole) > 4 and whole in words.single and token.text not in words.single and not token.capital:
                last.text, last.end = whole, token.end
                continue
        if last is not None and token.gap == "\n" and last.kind == token.kind == "num" and _same_year(out, last, token):
            last.value = int(f"{last.value}{token.text[: token.digits]}")
            last.digits, last.end, last.text = 4, token.end, str(last.value)
            continue
        out.append(token)
    return out


def _same_year(out: list[Token], head: Token, tail: Token) -> bool:
    if head.ordinal or tail.ordinal or head.digits + tail.digits != 4 or head.digits == 0:
        return False
    if not FIRST_YEAR <= int(f"{head.value}{tail.text}") <= LAST_YEAR:
        return False
    if head.digits != 2:
        return True
    before = out[-2] if len(out) > 1 else None
    return before is not None and (before.text in date_words().single or before.text in "/.-")


def _phrase(tokens: list[Token], at: int, words: DateWords) -> tuple[int, dict[str, str]] | None:
    for parts, senses in words.phrases.get(tokens[at].text, ()):
        here, matched = at, 0
        while matched < len(parts) and here < len(tokens):
            token = tokens[here]
            if token.text == parts[matched]:
                matched += 1
            elif token.text != "-" or matched == 0 or (token.gap and here + 1 < len(tokens) and tokens[here + 1].gap):
                break  # a hyphen inside a phrase is none of its words, a dash between blanks is
            here += 1
        if matched == len(parts):
            return here, senses
    return None


def like_name(word: str, names: tuple[tuple[str, str], ...]) -> str | None:
    """The month or season that a misspelt full name is meant for, or None. The first letter must be right."""
    best: list[tuple[int, str]] = []
    for name, value in names:
        if name[0] != word[0]:
            continue
        allowed = next((count for length, count in LIKE_ENOUGH if len(name) >= length), 0)
        distance = OSA.distance(name, word, score_cutoff=allowed)
        if allowed and distance <= allowed:
            best.append((distance, value))
    best.sort()
    return best[0][1] if best and (len(best) == 1 or best[0][0] < best[1][0]) else None


def _likely(word: str, words: DateWords) -> dict[str, str]:
    if (month := like_name(word, words.months)) is not None:
        return {"months": month}
    season = like_name(word, words.seasons)
    return {"seasons": season} if season else {}


def _beside_number(tokens: list[Token], at: int) -> bool:
    near = tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2]
    return any(token.kind == "num" for token in near)


def tokenise(text: str) -> list[Token]:
    """Cut text into tokens; words the vocabulary knows carry their senses, phrases are one token.

    Args:
        text: any string; offsets of the tokens count its characters.
    """
    words = date_words()
    text = _LETTER_FOR_DIGIT.sub(lambda found: "0" if found[0] in "oO" else "1", text.translate(_SIGNS))
    tokens = _mend(_cut(text), words)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found = _phrase(tokens, at, words) if token.kind in ("word", "sign", "num") and not token.ordinal else None
        if found is not None:
            after, token.senses = found
            if after > at + 1:
                token.kind, token.end = "word", tokens[after - 1].end
                token.text = " ".join(part.text for part in tokens[at:after] if part.text != "-")
            at = after
        else:
            if token.kind == "word" and len(token.text) > 3 and _beside_number(tokens, at):
                token.senses = _likely(token.text, words)
            at += 1
        if token.kind == "num" and out and not token.gap:
            token.glued = out[-1].kind == "word" and not out[-1].senses and text[token.start - 1].isalpha()
        out.append(token)
    return out
