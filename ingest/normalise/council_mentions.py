"""Councils' names in running text, with their exact places in it.

The words of the text are walked once; only a word with a capital that begins some name is looked at further.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ingest.normalise.council_index import CouncilIndex
from ingest.normalise.council_names import Key, Kinds, plain

_WORD = re.compile(r"[^\W\d_]+(?:['’&][^\W\d_]+)*|&")
# What may stand between two words of one name: blanks, one line end, a hyphen, a comma, the stop of "St."
_BETWEEN = re.compile(r"(?:[^\S\n]*[-‐–,.]?[^\S\n]*\n?[^\S\n]*)")
_BLANK = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_SKIPPED = frozenset({"and", "the", "&"})
_LINKS = frozenset({"of"})
_POSSESSIVE = frozenset({"'s", "’s"})
_FULL, _LETTERED, _PLACE, _EVERYDAY = 1.0, 0.6, 0.5, 0.2
# Letters shorter than this are too often something else in running text.
_SHORTEST_LETTERS = 3

# A paper says the same words over and over; so many of them are remembered.
_folded = lru_cache(maxsize=20_000)(plain)
_MOST_DULL = 50_000

Found = tuple[int, int, str, float]


class _Word(NamedTuple):
    start: int
    end: int
    folded: str
    printed: str


class _Reader:
    """The words of one text, and what can be read of names in them."""

    def __init__(self, index: CouncilIndex, text: str, on: date | None) -> None:
        self.index = index
        self.text = text
        self.on = on
        self.words = [self._word(found) for found in _WORD.finditer(text)]

    def _word(self, found: re.Match[str]) -> _Word:
        """A word; the "'s" of a possessive is no part of it ("Kent's", but "King's Lynn")."""
        printed = found[0]
        folded = _folded(printed)
        if printed[-2:] in _POSSESSIVE and folded not in self.index.known_words:
            return _Word(found.start(), found.end() - 2, _folded(printed[:-2]), printed[:-2])
        return _Word(found.start(), found.end(), folded, printed)

    @staticmethod
    def may_name(index: CouncilIndex, text: str) -> bool:
        """Whether any word of a text could begin a name or be a council's letters: most texts have none."""
        unknown = set(_WORD.findall(text)) - index.dull_words
        for printed in unknown:
            own = (printed, printed[:-2]) if printed[-2:] in _POSSESSIVE else (printed,)
            for word in own:
                folded = _folded(word)
                if (folded in index.starts and word[0].isupper()) or folded.replace("&", "") in index.letters:
                    return True
            if len(index.dull_words) < _MOST_DULL:
                index.dull_words.add(printed)
        return False

    def joined(self, first: int, second: int, pattern: re.Pattern[str] = _BETWEEN) -> bool:
        """Whether two neighbouring words may belong to one name."""
        between = self.text[self.words[first].end : self.words[second].start]
        return between == " " or pattern.fullmatch(between) is not None

    def read(self) -> list[Found]:
        """All names, longest first at each place, without overlap."""
        found: list[Found] = []
        at = 0
        starts, letters = self.index.starts, self.index.letters
        while at < len(self.words):
            word = self.words[at]
            hit = None
            if word.folded in starts and word.printed[0].isupper():
                hit = self._name_at(at)
            if hit is None and word.folded.replace("&", "") in letters:
                hit = self._letters_at(at)
            if hit is None:
                at += 1
                continue
            at, one = hit
            if one is not None:
                found.append(one)
        return found

    def _name_at(self, at: int) -> tuple[int, Found | None] | None:
        """A name that begins at this word: (the word behind it, the name), None for the name where it is nobody's."""
        whole = self._walk(at, self.index.whole_tree)
        behind, kinds = self._kinds_before(at)
        step = self._walk(behind, self.index.place_tree)
        if whole and (not step or whole[0] >= step[0]):
            return self._full(at, whole[0], self.index.by_name(whole[1], self.on, spelt_right=True))
        if not step:
            return None
        end, place = step
        # A place is printed with a capital, if not at its first word then at its last ("nan Eilean Siar").
        if not self.words[behind].printed[0].isupper() and not (
            end - behind > 1 and self.words[end - 1].printed[0].isupper()
        ):
            return None
        if "council" in kinds and not self._led_by_council(at, end, place, kinds):
            return None  # the place is looked at next
        last, after = self._kinds_after(end)
        codes = self.index.by_place(place, kinds | after, self.on)
        if after:
            return last, self._found(at, last, codes, _FULL)
        if kinds:
            return self._full(at, end, codes)
        if self._is_other_body(at, end):
            return end, None
        score = _EVERYDAY if place in self.index.everyday else _PLACE
        return end, self._found(at, end, codes, score)

    def _full(self, at: int, behind: int, codes: tuple[str, ...]) -> tuple[int, Found | None]:
        """A full name that no word such as "council" closes: "City of London", but not "City of London Police"."""
        if self._reads(behind - 1, behind) in self.index.shared_words:
            return behind, None
        return behind, self._found(at, behind, codes, _FULL)

    def _led_by_council(self, at: int, end: int, place: Key, kinds: Kinds) -> bool:
        """Whether "council of" before a place is part of the name.

        "Council of the Isles of Scilly", "Borough Council of Wellingborough" and "Cyngor Gwynedd" are names; in "the
        County Council of the Kent Minerals Plan" a plan is named.
        """
        said = tuple(word.folded for word in self.words[at:end])
        if "the" in said:
            return tuple(word for word in said if word not in _SKIPPED) in self.index.official
        return "of" not in said[: -len(place)] or (place, kinds) in self.index.exact

    def _found(self, at: int, behind: int, codes: tuple[str, ...], score: float) -> Found | None:
        if len(codes) != 1 or self._in_address(at, behind):
            return None
        return self.words[at].start, self.words[behind - 1].end, codes[0], score

    def _walk(self, at: int, tree: dict[str, Any]) -> tuple[int, Key] | None:
        """The longest name of a tree that begins here: (the word behind it, its words)."""
        best: tuple[int, Key] | None = None
        node = tree
        said: Key = ()
        for here in range(at, len(self.words)):
            word = self.words[here].folded
            if here > at and not self.joined(here - 1, here):
                break
            if word in _SKIPPED and here > at:
                continue
            steps = (word,) if word in node else self.index.words.parts.get(word, (word,))
            for step in steps:
                node = node.get(step, {})
            if not node:
                break
            said += steps
            if "" in node:
                best = here + 1, said
        return best

    def _kinds_before(self, at: int) -> tuple[int, Kinds]:
        """Words such as "London Borough of" before a place: (the place's first word, the kinds)."""
        kinds: set[str] = set()
        here = at
        while here < len(self.words) - 1 and self.joined(here, here + 1, _BLANK):
            word = self.words[here].folded
            if word in self.index.words.kinds:
                kinds |= self.index.words.kinds[word]
            elif not (here > at and (word in _LINKS or word in _SKIPPED)):
                break
            here += 1
        last = here - 1
        while last > at and self.words[last].folded in _SKIPPED:
            last -= 1
        if here > at and (self.words[last].folded in _LINKS or self.words[last].folded in self.index.before_place):
            return here, frozenset(kinds)
        return at, frozenset()

    def _kinds_after(self, end: int) -> tuple[int, Kinds]:
        """Words such as "County Council" behind a place; none where they come to no word that ends a name."""
        kinds: set[str] = set()
        best: tuple[int, Kinds] = (end, frozenset())
        here = end
        while here < len(self.words) and self.joined(here - 1, here, _BLANK):
            word = self.words[here]
            if word.folded in self.index.words.kinds:
                kinds |= self.index.words.kinds[word.folded]
            elif word.folded not in _SKIPPED:
                break
            here += 1
            # "Kent CC" ends a name, "cc" in a mail's head does not.
            if word.folded in self.index.ends and (len(word.folded) > 3 or word.printed.isupper()):
                best = here, frozenset(kinds)
        return best

    def _letters_at(self, at: int) -> tuple[int, Found | None] | None:
        word = self.words[at]
        if len(word.printed) < _SHORTEST_LETTERS or sum(letter.isupper() for letter in word.printed) < 3:
            return None
        return at + 1, self._found(at, at + 1, self.index.by_letters(word.printed, curated=True), _LETTERED)

    def _is_other_body(self, at: int, end: int) -> bool:
        """Whether a bare place is part of another body's name ("Kent Police", "University of York")."""
        if self._reads(end - 1, end) in self.index.bodies_after:
            return True
        before = at
        while self._reads(before, before - 1) in (_LINKS | _SKIPPED):
            before -= 1
        return self._reads(before, before - 1) in self.index.bodies_before

    def _reads(self, here: int, there: int) -> str:
        """The neighbouring word, "" where there is none or it stands apart."""
        if not 0 <= there < len(self.words) or not self.joined(min(here, there), max(here, there), _BLANK):
            return ""
        return self.words[there].folded

    def _in_address(self, at: int, behind: int) -> bool:
        """Whether the words are part of a mail or web address."""
        start, end = self.words[at].start, self.words[behind - 1].end
        before = self.text[start - 1] if start else " "
        after = self.text[end : end + 2]
        return before in "@./_" or after[:1] == "@" or (len(after) == 2 and after[0] in "._/" and after[1].isalnum())


def mentions_in(index: CouncilIndex, text: str, on: date | None = None) -> list[Found]:
    """Every council named in a text: (start, end, code of the register, score), in order and without overlap."""
    return _Reader(index, text, on).read() if _Reader.may_name(index, text) else []
