"""Words of ratings in running text: colours, links to their meaning, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, cast

from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.values import Rag


class ColourAt(NamedTuple):
    """A colour word in a text."""

    start: int
    end: int
    rag: Rag


@dataclass(frozen=True)
class RatingWords:
    """What the lists of ratings say.

    Attributes:
        colours: folded colour words and letters with their rating.
        letters: single letters with their rating.
        numbers: number words with their value.
        pattern: finds colour words in any case.
        count_pattern: finds numbers, in figures or words.
        patterns: the other groups.
        headings: folded headings of keys to ratings.
        totals: folded words for a row of totals.
    """

    colours: dict[str, Rag]
    letters: dict[str, Rag]
    numbers: dict[str, int]
    pattern: re.Pattern[str]
    count_pattern: re.Pattern[str]
    patterns: dict[str, tuple[re.Pattern[str], ...]]
    headings: frozenset[str]
    totals: frozenset[str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> RatingWords:
        """The words of a vocabulary; made once."""
        return vocabulary.once("rating words", _make)

    def colours_in(self, text: str) -> list[ColourAt]:
        """The colour words of a text; of "Amber/Green" neither counts."""
        found = [ColourAt(m.start(), m.end(), self.colours[m.group().casefold()]) for m in self.pattern.finditer(text)]
        return [one for one in found if not _compound(text, one)]

    def has(self, group: str, text: str) -> bool:
        """Whether a text matches one of a group's patterns."""
        return any(pattern.search(text) for pattern in self.patterns[group])

    def rating(self, words: str) -> Rag | None:
        """The rating that a label is: a colour word, a letter, or both ("G – Green")."""
        bare = words.strip(" :.()[]–-=*")
        if bare in self.letters:
            return self.letters[bare]
        found = self.colours_in(bare)
        if len({one.rag for one in found}) == 1 and len(fold(bare).split()) <= 3:
            return found[0].rag
        return None


def _compound(text: str, one: ColourAt) -> bool:
    before, after = text[max(0, one.start - 1) : one.start], text[one.end : one.end + 1]
    return "/" in (before, after)


def _make(vocabulary: Vocabulary) -> RatingWords:
    def ratings(group: str) -> dict[str, Rag]:
        return {word: cast(Rag, rag) for word, rag in vocabulary.mapping("ratings", group).items()}

    colours, numbers = ratings("colours"), vocabulary.mapping("ratings", "number_words")
    words = "|".join(sorted(numbers, key=len, reverse=True))
    tens = "|".join(word for word, value in numbers.items() if int(value) >= 20)
    units = "|".join(word for word, value in numbers.items() if 0 < int(value) < 10)
    groups = ("means", "context", "counted", "no_count", "key_words", "earlier")
    return RatingWords(
        colours={word.casefold(): rag for word, rag in colours.items()},
        letters=ratings("letters"),
        numbers={word: int(value) for word, value in numbers.items()},
        pattern=re.compile(rf"\b(?:{'|'.join(colours)})\b", re.IGNORECASE),
        count_pattern=re.compile(
            rf"(?<![\w.,/£-])(?:(?:{tens})[ -](?:{units})|{words}|\d{{1,3}})(?![\w%/]|[.,]\d)", re.IGNORECASE
        ),
        patterns={group: vocabulary.patterns("ratings", group) for group in groups},
        headings=frozenset(
            fold(word)
            for group in ("rating_table_heading", "meaning_heading")
            for word in vocabulary.words("ratings", group)
        ),
        totals=frozenset(fold(word) for word in vocabulary.words("ratings", "total")),
    )
