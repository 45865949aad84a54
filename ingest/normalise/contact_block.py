"""Contact blocks and sign-offs of reports: names, posts, numbers and addresses on lines of their own, under labels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.normalise.officer_tokens import cut
from ingest.normalise.officer_words import RoleWords, Sense, role_words
from ingest.normalise.officers import OfficerPart, looks_like_person, parse_officers
from ingest.vocabulary.loader import Vocabulary


class LineSpan(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) of line ``line`` (from 0)."""

    line: int
    start: int
    end: int


class BlockPart(NamedTuple):
    """One officer of a contact block.

    Attributes:
        officer: who; its own span counts through the lines joined by line feeds.
        spans: the officer's words, line by line.
        kind: what the label above or before says: "author", "presenter" (whose report it is), "contact" or
            "lead"; None without a label.
        label: that label as printed.
    """

    officer: OfficerPart
    spans: tuple[LineSpan, ...]
    kind: str | None
    label: str | None


class _Label(NamedTuple):
    start: int
    end: int
    kind: str
    words: str


_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.? ")
# A line of more words than this that ends in a colon introduces those who follow.
LONGEST_LABEL = 3


# A label ends in a mark, in a wide gap or with its line; one of several words may also run on into a name, "please
# contact Tom Hale"; "Report of" and "Report by" run on into anything.
_END = r"\s*[:–—]|\s+-\s|\s*,(?=\s)|[ \t]{2,}|\t|\.?\s*$"
_END_OF_SEVERAL = _END + r"|[ \t](?=(?-i:[A-Z][\w'’.]|[A-Z]\s))"
_END_OF_BY = _END + r"|\s"


@lru_cache(maxsize=8)
def _label_pattern(words: RoleWords) -> re.Pattern[str]:
    kinds = []
    for kind, phrases in words.block_labels.items():
        longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
        kinds.append(f"(?P<{kind}>{'|'.join(map(_phrase_pattern, longest_first))})")
    return re.compile(rf"^[ \t]*(?:\d+(?:\.\d+)*\.?[ \t]+)?(?:{'|'.join(kinds)})", re.IGNORECASE | re.MULTILINE)


def _phrase_pattern(phrase: str) -> str:
    # "Contact Officer(s)", "Officers to Contact", "Report Authors"
    words = phrase.split()
    end = _END_OF_BY if words[-1] in ("of", "by") else _END_OF_SEVERAL if len(words) > 1 else _END
    return r"(?:\(s\)|s)?\s+".join(map(re.escape, words)) + rf"(?:\(s\)|s)?(?:{end})"


def parse_contact_block(lines: list[str], vocabulary: Vocabulary | None = None) -> list[BlockPart]:
    """Read the officers of a contact block or sign-off.

    Args:
        lines: the printed lines of one column; an empty string where a wider gap parts two contacts.
        vocabulary: whose list "roles" tells posts, bodies and labels; the packaged one by default.

    Returns:
        One part for each officer, in printed order. A body with a telephone number alone (a switchboard) is left out
        where the block names people.
    """
    words = role_words(vocabulary)
    text = "\n".join(line.replace("\n", " ") for line in lines)
    labels = sorted([*_labels(text, words), *_headings(lines, words, vocabulary)])
    bare = list(text)
    for label in labels:
        bare[label.start : label.end] = (" " if sign != "\n" else sign for sign in text[label.start : label.end])
        if label.kind != "field" or label.words.casefold().endswith("name"):
            bare[label.start] = ";"  # parts what stands before the label from what follows it
    officers = parse_officers("".join(bare), vocabulary)
    if any(officer.name for officer in officers):
        officers = [part for part in officers if part.name or part.role or part.email or not part.phone]
    found = []
    for officer in officers:
        above = [label for label in labels if label.end <= officer.start and label.kind != "field"]
        kind, printed = (above[-1].kind, above[-1].words) if above else (None, None)
        found.append(BlockPart(officer, _line_spans(text, officer), kind, printed))
    return found


def _labels(text: str, words: RoleWords) -> list[_Label]:
    found = []
    for match in _label_pattern(words).finditer(text):
        end = match.end() - (match.group()[-1:] == "\n")
        printed = re.sub(r"\s+", " ", text[match.start() : end]).strip(" :–—-,.")
        printed = _NUMBER.sub("", printed)
        if end > match.start():
            found.append(_Label(match.start(), end, match.lastgroup or "contact", printed))
    return found


def _headings(lines: list[str], words: RoleWords, vocabulary: Vocabulary | None) -> list[_Label]:
    """Lines such as "Corporate Directors" over names, and whole sentences that end in a colon."""
    found: list[_Label] = []
    start = 0
    for index, line in enumerate(lines):
        tokens = cut(line, words).tokens
        following = next((other for other in lines[index + 1 :] if other.strip()), "")
        plural = bool(tokens) and bool(tokens[-1].sense & Sense.PLURAL)
        if plural and len(tokens) < 5 and all(token.sense & (Sense.POST | Sense.QUALIFIER) for token in tokens):
            name = re.split(r"[,(–—]| - ", following, maxsplit=1)[0]
            if looks_like_person(name, vocabulary):
                found.append(_Label(start, start + len(line), "lead", line.strip(" :")))
        elif line.rstrip().endswith(":") and len(tokens) > LONGEST_LABEL and not _names_somebody(line, vocabulary):
            found.append(_Label(start, start + len(line), "lead", line.strip(" :")))
        start += len(line) + 1
    return found


def _names_somebody(line: str, vocabulary: Vocabulary | None) -> bool:
    return any(officer.name for officer in parse_officers(line, vocabulary))


def _line_spans(text: str, officer: OfficerPart) -> tuple[LineSpan, ...]:
    spans, start = [], 0
    for index, line in enumerate(text.split("\n")):
        end = start + len(line)
        first, last = max(start, officer.start), min(end, officer.end)
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first < last:
            spans.append(LineSpan(index, first - start, last - start))
        start = end + 1
    return tuple(spans)
