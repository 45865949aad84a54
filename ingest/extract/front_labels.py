"""Labels of front and end matter: which words announce which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from ingest.normalise.officers import looks_like_person
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary

# The groups of the vocabulary that are labels; the others are words of values.
LABEL_KEYS = frozenset(
    [
        "committee",
        "meeting_date",
        "title",
        "report_of",
        "author",
        "contact",
        "reference",
        "access",
        "key_decision",
        "wards",
        "background_papers",
        "appendices",
        "purpose",
        "director",
        "summary",
        "recommendations",
        "other",
        "email",
    ]
)
# A label is no longer than this; a question may be longer.
MAX_LABEL = 90
MAX_LABEL_WORDS = 14
MAX_QUESTION = 190
MAX_QUESTION_WORDS = 34
LONGEST_PARTICLE = 2
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Z](?:[.)]|\s[–—-]))\s+(?=\D)")
_PLURAL_SLASH = re.compile(r"(?<=[a-z])/s\b", re.IGNORECASE)
_GAPPED_PLURAL = re.compile(r"(?<=\w)\s+(?=\((?:e?s)\))")
_NEVER = re.compile(r"(?!)")
# "Author - Jane Poe", "Contact officer – Jane Poe"
_DASH = re.compile(r"\s+[–—-]\s+")
_DASHED_KEYS = frozenset({"author", "contact", "director", "report_of"})


@dataclass
class LabelBook:
    """All labels of a vocabulary, indexed.

    Attributes:
        exact: folded label to field.
        patterns: patterns over a whole label, with the field.
        openings: patterns at the front of a line whose value follows without a colon, with the field.
        tails: patterns of instructions behind a label ("Yes / No", "please tick").
        question_tails: patterns of what may stand behind a question in one cell.
        parts: folded labels inside an officer's entry ("Job title").
        welsh: words of labels in Welsh, folded.
        is_person: whether words are the name of a person.
        any_pattern: all patterns in one, for most texts match none; ``any_opening`` likewise.
    """

    exact: dict[str, str] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    openings: list[tuple[re.Pattern[str], str]] = field(default_factory=list)
    tails: list[re.Pattern[str]] = field(default_factory=list)
    question_tails: list[re.Pattern[str]] = field(default_factory=list)
    parts: frozenset[str] = frozenset()
    welsh: frozenset[str] = frozenset()
    is_person: Callable[[str], bool] = bool
    any_pattern: re.Pattern[str] = _NEVER
    any_opening: re.Pattern[str] = _NEVER

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> LabelBook:
        """The labels of a vocabulary; made once."""
        return vocabulary.once("front labels", _make)

    def whole(self, text: str) -> str | None:
        """The field that a text is the label of, or None."""
        asks = text[-1:] == "?"
        if len(text) > (MAX_QUESTION if asks else MAX_LABEL) or not text:
            return None
        bare = self._bare(text)
        folded = fold(bare)
        if folded in self.exact:
            return self.exact[folded]
        # In "Is this a key decision? No" and "Report author: A. Smith" the words behind the mark are the value.
        if folded.count(" ") >= (MAX_QUESTION_WORDS if asks else MAX_LABEL_WORDS) or "?" in bare or ":" in bare:
            return None
        found = None
        if self.any_pattern.search(bare):
            found = next((key for pattern, key in self.patterns if pattern.search(bare)), None)
        return found or self._bilingual(folded)

    def is_part(self, text: str) -> bool:
        """Whether a text is a label inside an officer's entry ("Job title:", "Tel no")."""
        return len(text) <= MAX_LABEL and fold(text.rstrip(" :")) in self.parts

    def is_tail(self, text: str) -> bool:
        """Whether a text behind a question says what to do after an answer ("If yes, name(s) of ward(s):")."""
        return any(pattern.search(text.strip()) for pattern in self.question_tails)

    def _bare(self, text: str) -> str:
        bare = _NUMBERED.sub("", text).rstrip(" :?–-")
        if "(" in bare:
            bare = _GAPPED_PLURAL.sub("", bare)  # "Recommendation (s)"
        if "/" in bare:
            bare = _PLURAL_SLASH.sub("s", bare)  # "Local Councillor/s"
        if bare[-1:] in ")oOnNedY" or "”" in bare:
            for pattern in self.tails:
                bare = pattern.sub("", bare).rstrip(" :?–-") or bare
        return bare

    def _bilingual(self, folded: str) -> str | None:
        """The field of "Report to / Adroddiad i": one half of it is a label in English."""
        halves = folded.split(" / ")
        if len(halves) != 2:
            return self._beside_welsh(folded)
        found = [self.exact.get(half) for half in halves]
        return found[0] if found[0] == found[1] else next((key for key in found if key), None)

    def _beside_welsh(self, folded: str) -> str | None:
        """The field of "Date of meeting Dyddiad y cyfarfod": what stands in front of Welsh words, or behind them."""
        words = folded.split()
        told = [word.strip("/|()’'") in self.welsh for word in words]
        # "i" and "o" are words of Welsh, and the number of an appendix.
        if all(told) or not any(len(word) > LONGEST_PARTICLE for word, known in zip(words, told, strict=True) if known):
            return None
        first, last = told.index(True), len(told) - told[::-1].index(True)
        if first and all(told[first:]):
            return self.exact.get(" ".join(words[:first]).rstrip(" /|:("))
        return self.exact.get(" ".join(words[last:]).lstrip(" /|:(")) if all(told[:last]) else None

    def prefix(self, text: str) -> tuple[str, int] | None:
        """The field that the front of a text is the label of, and where its value begins."""
        colon = text.find(":", 0, MAX_LABEL)
        if colon > 0:
            key = self.whole(text[:colon])
            if key is not None:
                return key, colon + 1
        mark = text.find("?", 0, MAX_QUESTION)
        if mark > 0:
            key = self.whole(text[: mark + 1])
            if key is not None:
                return key, mark + 1
        for pattern, key in self.openings if self.any_opening.match(text) else ():
            match = pattern.search(text)
            if match:
                return key, match.end()
        dash = _DASH.search(text, 0, MAX_LABEL)
        if dash:
            key = self.whole(text[: dash.start()])
            # "Corporate Director – Community Development" is a post; a name would follow a label.
            if key in _DASHED_KEYS and (key != "director" or self.is_person(text[dash.end() :].split(",")[0])):
                return key, dash.end()
        return None


def _make(vocabulary: Vocabulary) -> LabelBook:
    book = LabelBook(is_person=partial(looks_like_person, vocabulary=vocabulary))
    for entry in vocabulary.entries("front_matter"):
        key = entry.value
        if key.startswith("opens_"):
            book.openings.extend((pattern, key.removeprefix("opens_")) for pattern in entry.regex)
        elif key in LABEL_KEYS:
            for word in entry.match:
                book.exact.setdefault(fold(word), key)
            book.patterns.extend((pattern, key) for pattern in entry.regex)
        elif key == "label_tail":
            book.tails.extend(entry.regex)
        elif key == "question_tail":
            book.question_tails.extend(entry.regex)
        elif key == "contact_parts":
            book.parts |= {fold(word) for word in entry.match}
        elif key == "welsh_words":
            book.welsh |= {fold(word) for word in entry.match}
    book.any_pattern = _all_in_one(pattern for pattern, _ in book.patterns)
    book.any_opening = _all_in_one(pattern for pattern, _ in book.openings)
    return book


def _all_in_one(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    sources = [pattern.pattern for pattern in patterns]
    return re.compile("|".join(f"(?:{source})" for source in sources), re.IGNORECASE) if sources else _NEVER


class ValueWords:
    """Words of values: folded words and patterns by group."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
        for entry in vocabulary.entries("front_matter"):
            if entry.value in LABEL_KEYS:
                continue
            words = self._words.get(entry.value, frozenset())
            self._words[entry.value] = words | {fold(word) for word in entry.match}
            self._patterns[entry.value] = self._patterns.get(entry.value, ()) + entry.regex
        self.sentences = vocabulary.mapping("front_matter", "purpose_sentences")

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> ValueWords:
        """The words of a vocabulary; made once."""
        return vocabulary.once("front values", cls)

    def are(self, group: str, text: str) -> bool:
        """Whether a text is one of a group's words or matches one of its patterns."""
        return fold(text) in self._words.get(group, ()) or self.match(group, text) is not None

    def match(self, group: str, text: str) -> re.Match[str] | None:
        """The first match of a group's patterns."""
        for pattern in self._patterns.get(group, ()):
            found = pattern.search(text)
            if found:
                return found
        return None

    def matches(self, group: str, text: str) -> Iterator[re.Match[str]]:
        """All matches of a group's patterns, pattern by pattern."""
        for pattern in self._patterns.get(group, ()):
            yield from pattern.finditer(text)

    def sub(self, group: str, text: str) -> str:
        """The text with the matches of a group's patterns blanked out, its length kept."""
        for pattern in self._patterns.get(group, ()):
            text = pattern.sub(lambda match: " " * len(match.group()), text)
        return text

    def folded(self, group: str) -> frozenset[str]:
        """A group's words, folded."""
        return self._words.get(group, frozenset())
