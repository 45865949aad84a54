"""Passages: words that keep their boxes through joining, cutting and stripping.

A passage is what fields are made of. Its text is made once from its words, each character knows its word, and
any part of the text can be taken as a passage of its own, so that nobody searches for a position afterwards.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.layout.document import Line, Word, make_line
from schemas.values import Source, Text

# Two lines belong to one box when the gap between them is under this many line heights.
LINE_GAP = 1.6
# Signs that stand only for a line's end where a word is broken.
_HYPHENS = "-\u00ad\u2010"
_SPACE = re.compile(r"\s+")


class Passage:
    """A run of words in reading order.

    Attributes:
        words: its words.
        breaks: indexes of words that begin a new printed line (0 is never among them).
    """

    __slots__ = ("_lines", "_made_starts", "_text", "breaks", "words")

    def __init__(self, words: Sequence[Word], breaks: Iterable[int] = ()) -> None:
        self.words: list[Word] = list(words)
        self.breaks: frozenset[int] = frozenset(breaks)
        self._lines: Sequence[Line] | None = None
        self._text: str | None = None
        self._made_starts: list[int] | None = None

    @classmethod
    def of_lines(cls, lines: Iterable[Line]) -> Passage:
        """Join lines, one after the other; words of packed lines are made when they are asked for."""
        lines = list(lines)
        packed = bool(lines) and all([line.packed for line in lines])
        words: list[Word] = []
        breaks: list[int] = []
        count = 0
        for line in lines:
            if count:
                breaks.append(count)
            if packed:
                count += line.text.count(" ") + 1
            else:
                words.extend(line.words)
                count = len(words)
        passage = cls(words, breaks)
        if packed:
            passage._lines = lines
            del passage.words
        return passage

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> list[Word]:
            """The words of packed lines; everything else is where it should be."""
            if name != "words" or self._lines is None:
                raise AttributeError(name)
            self.words = [word for line in self._lines for word in line.words]
            self._lines = None
            return self.words

    @classmethod
    def join(cls, parts: Iterable[Passage]) -> Passage:
        """Join passages; each begins a new line."""
        words: list[Word] = []
        breaks: list[int] = []
        for part in parts:
            if words and part.words:
                breaks.append(len(words))
            breaks.extend(index + len(words) for index in part.breaks)
            words.extend(part.words)
        return cls(words, breaks)

    def _build(self) -> str:
        if self._lines is not None:
            self._text = _text_of(self._lines)
            return self._text
        texts = [word.text for word in self.words]
        glued = self._glued_at(texts) if self.breaks else []
        if glued:
            edges = [0, *glued, len(texts)]
            self._text = "".join([" ".join(texts[start:end]) for start, end in itertools.pairwise(edges)])
        else:
            self._text = " ".join(texts)
        return self._text

    def _glued_at(self, texts: list[str]) -> list[int]:
        """Indexes of words that join the word before them; a hyphen that stands for a line end is cut off there."""
        glued = []
        words = self.words
        for index in sorted(self.breaks):
            if not 0 < index < len(words):
                continue
            if words[index - 1].soft:
                # The hyphen of a word broken over the line end is no part of the word.
                texts[index - 1] = texts[index - 1].rstrip(_HYPHENS)
                glued.append(index)
            elif _glued(words[index - 1].text, words[index].text):
                glued.append(index)
        return glued

    @property
    def _starts(self) -> list[int]:
        """Where each word begins in the text; made when a part of the text is wanted."""
        if self._made_starts is None:
            texts = [word.text for word in self.words]
            glued = set(self._glued_at(texts)) if self.breaks else ()
            starts, length = [], 0
            for index, text in enumerate(texts):
                if index and index not in glued:
                    length += 1
                starts.append(length)
                length += len(text)
            self._made_starts = starts
        return self._made_starts

    @property
    def text(self) -> str:
        """The words with one space between them; a word broken over a line end is joined."""
        return self._build() if self._text is None else self._text

    @property
    def printed(self) -> str:
        """The words with a line feed where a new printed line begins (for parsers that read line by line)."""
        chars = list(self.text)
        for index in self.breaks:
            at = self._starts[index] - 1 if index < len(self.words) else -1
            if at >= 0 and chars[at] == " ":
                chars[at] = "\n"
        return "".join(chars)

    def __bool__(self) -> bool:
        return self._lines is not None or bool(self.words)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Passage({self.text!r})"

    def slice(self, start: int, end: int | None = None) -> Passage:
        """The passage of the characters ``text[start:end]``, white space at its ends left out.

        A word that is cut keeps the share of its box that its characters take.
        """
        text = self.text
        end = len(text) if end is None else min(end, len(text))
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            return Passage([])
        first = max(0, bisect.bisect_right(self._starts, start) - 1)
        last = bisect.bisect_left(self._starts, end)
        words: list[Word] = []
        breaks: list[int] = []
        for index in range(first, last):
            word, begin = self.words[index], self._starts[index]
            left, right = max(0, start - begin), min(len(word.text), end - begin)
            if left >= right:
                continue
            if index in self.breaks and words:
                breaks.append(len(words))
            words.append(word if left == 0 and right == len(word.text) else _cut(word, left, right))
        return Passage(words, breaks)

    def strip(self, chars: str) -> Passage:
        """The passage without those characters (and white space) at its ends."""
        text = self.text
        unwanted = set(chars)
        start, end = 0, len(text)
        while start < end and (text[start] in unwanted or text[start].isspace()):
            start += 1
        while end > start and (text[end - 1] in unwanted or text[end - 1].isspace()):
            end -= 1
        return self if (start, end) == (0, len(text)) else self.slice(start, end)

    def split(self, pattern: re.Pattern[str]) -> list[Passage]:
        """The parts between the matches of a pattern, empty ones left out."""
        parts, start = [], 0
        for match in pattern.finditer(self.text):
            parts.append(self.slice(start, match.start()))
            start = match.end()
        parts.append(self.slice(start))
        return [part for part in parts if part]

    def lines(self) -> Iterator[Passage]:
        """Each printed line as a passage."""
        start = 0
        for index in [*sorted(self.breaks), len(self.words)]:
            if index > start:
                yield Passage(self.words[start:index])
            start = index

    def source(self) -> list[Source]:
        """Where the words stand: one box for each run of lines that follow one another on a page."""
        return source_of(self.words, self.breaks)

    @property
    def confidence(self) -> float | None:
        """The recogniser's mean confidence over the words, or None for digital text."""
        known = [word.confidence for word in self.words if word.confidence is not None]
        return round(sum(known) / len(known), 3) if known else None

    def to_text(self) -> Text:
        """The passage as a schema ``Text``."""
        return Text(text=self.text, source=self.source(), confidence=self.confidence)


def text_of_lines(lines: Sequence[Line]) -> str:
    """The text of the passage that the lines make."""
    if lines and all([line.packed for line in lines]):
        return _text_of(lines)
    return Passage.of_lines(lines).text


def _text_of(lines: Sequence[Line]) -> str:
    """The text that the words of packed lines make, told from the texts of the lines."""
    parts: list[str] = []
    before: Line | None = None
    for line in lines:
        if before is not None and before.packed is not None:
            if before.packed.ends_soft:
                parts[-1] = parts[-1].rstrip(_HYPHENS)
            elif not _glued(before.text.rpartition(" ")[2], line.text.partition(" ")[0]):
                parts.append(" ")
        parts.append(line.text)
        before = line
    return "".join(parts)


def _glued(before: str, after: str) -> bool:
    # "one-" + "process" is one printed word whose own hyphen happens to end the line; a lone dash is none. An address
    # of the web is broken at its slashes.
    if len(before) < 2 or not before[-2].isalnum() or not after[:1].isalnum():
        return False
    return before[-1] in "-\u2010\u2011" or (before[-1] == "/" and "/" in before[:-1])


def _cut(word: Word, left: int, right: int) -> Word:
    share = (word.x1 - word.x0) / len(word.text)
    return replace(
        word,
        text=word.text[left:right],
        x0=word.x0 + share * left,
        x1=word.x0 + share * right,
        soft=word.soft and right == len(word.text),
    )


def source_of(words: Sequence[Word], breaks: Iterable[int] = ()) -> list[Source]:
    """Boxes of words in reading order, joined where lines follow one another on a page."""
    starts = set(breaks)
    runs: list[list[Word]] = []
    for index, word in enumerate(words):
        if not runs or index in starts or word.page != runs[-1][-1].page or word.line != runs[-1][-1].line:
            runs.append([word])
        else:
            runs[-1].append(word)
    sources: list[tuple[int | None, int | None, list[float], float]] = []
    for run in runs:
        page, line = run[0].page, run[0].line
        if page is None:
            if not sources or sources[-1][1] != line:
                sources.append((None, line, [], 0.0))
            continue
        whole = make_line(run)
        box = [whole.x0, whole.top, whole.x1, whole.bottom]
        height = box[3] - box[1]
        if sources and sources[-1][0] == page:
            last, last_height = sources[-1][2], sources[-1][3]
            gap = box[1] - last[3]
            near = -last_height < gap < LINE_GAP * max(height, last_height)
            if near and box[0] < last[2] and box[2] > last[0]:
                last[0], last[1] = min(last[0], box[0]), min(last[1], box[1])
                last[2], last[3] = max(last[2], box[2]), max(last[3], box[3])
                continue
        sources.append((page, None, box, height))
    return [
        Source(page=page, line=line)
        if page is None
        else Source(page=page, bbox=(round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)))
        for page, line, box, _ in sources
    ]


def collapse(text: str) -> str:
    """Runs of white space become one space; none is left at the ends."""
    return _SPACE.sub(" ", text).strip()
