"""Headings of columns: which field of the schema a column's cells belong to.

Layer by layer: words equal after folding; the same without brackets, dates or a break inside a word; the same with
short forms written out and plurals dropped; two things in one heading; patterns; near misses of spelling. What no
layer settles is None, never the best of a bad lot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ingest.normalise.contents import guess_field
from ingest.normalise.periods import take_period
from ingest.vocabulary.folding import fold, join_broken, one_line, same_words, squash, swapped
from ingest.vocabulary.loader import Entry, Vocabulary

__all__ = ["HeadingMatch", "guess_field", "is_known_heading", "map_heading", "map_levels"]

# Likeness (0 to 100) from which a spelling is a slip of a known heading, and how far the nearest heading of another
# field must be behind. Set on slips made from the vocabulary itself (one letter dropped, doubled, swapped or changed)
# against ordinary words: see tests/unit/test_headings.py.
NEAR_ENOUGH = 87.0
MARGIN = 4.0
# From here on a slip outweighs the patterns.
SLIP = 92.0
# Shorter words have too many neighbours ("Lead", "Load") for likeness to say anything.
SHORTEST_NEAR = 6
# A heading is a few words; what is longer is a sentence, and only whole known wordings count.
LONGEST_PATTERN = 12
LONGEST_HEADING = 30
# Distinct headings kept; a batch of a thousand papers has some thousands.
CACHE_SIZE = 20_000

EXACT, BROKEN, LOOSE, PARTS, PATTERN, NEAR = 1.0, 0.98, 0.95, 0.85, 0.8, 0.7

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_BRACKET_SIGNS = re.compile(r"[()\[\]]")
_LAST_BRACKET = re.compile(r"\s*\(([A-Za-z ]{3,20})\)\s*$")
_FOOTNOTE = re.compile(r"(?<=\w)\s*(?:\*+|†|‡|[¹²³⁴⁵⁶⁷⁸⁹]+|\[\d{1,2}\])+\s*$")
_GLUED_NUMBER = re.compile(r"(?<=[A-Za-z]{3})\d$")
# "What is the issue?" asks for the issue, "Main findings" are findings.
_FRAME = re.compile(
    r"^(?:what(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+(?:the|our|your)\s+)?(?:(?:key|main|principal|specific|overall)\s+)?",
    re.IGNORECASE,
)
_PARTING = re.compile(r"\s*[/|&,;:+]\s*|\s+and/or\s+|\s+and\s+|\s+or\s+|\s+[–—-]\s+|[(\[)\]]")
_DASH = re.compile(r"\s[–—-]\s|:")
# "Progress against action (RAG)": what is in the bracket is what the cells hold.
_RATED = re.compile(
    r"\((?:b?rag|ragb|r ?/ ?a ?/ ?g|b?rag (?:status|rating)|traffic lights?)\)\s*$|^b?rag\s*[:–-]\s", re.IGNORECASE
)
# "Priority (High/Med/Low)", "Impact (1-5)": grades.
_GRADED = re.compile(
    r"^(?:priority|risk|impact|likelihood|cost|carbon|effort|urgency|benefit|importance|ease)\b[^()]*"
    r"\((?:(?:h|high|critical|essential|l|low)\b[^()]*[/,][^()]*|\d\s*(?:[-–/,]|to)\s*\d[^()]*)\)\W*$",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"q(?:uarter|tr)?\.?\s?[1-4]\b|[1-4](?:st|nd|rd|th) (?:quarter|qtr)", re.IGNORECASE)
_STOP = frozenset(["the", "a", "an", "of", "our", "your", "this", "each", "please", "all", "any"])


class HeadingMatch(NamedTuple):
    """What a heading means.

    Attributes:
        field: a field of PlanItem, "extra", or None where no layer settles it.
        score: 1 for known words, less for every step away from them, 0 for None.
        also: fields the heading does not rule out; the cells decide. "direction" marks a column of arrows.
        period: the date or period inside the heading, as printed, or None.
    """

    field: str | None
    score: float
    also: tuple[str, ...] = ()
    period: str | None = None


_NOTHING = HeadingMatch(None, 0.0)
Layer = Callable[[str], HeadingMatch | None]


def map_heading(heading: str, vocabulary: Vocabulary) -> HeadingMatch:
    """Find the field that a heading's column belongs to.

    Args:
        heading: the words as printed; line breaks may be in it. Of a heading in two rows, the upper row's words stand
            first ("Target / 2019/20"); see also :func:`map_levels`.
        vocabulary: the word lists.
    """
    return vocabulary.once("headings", _HeadingIndex).map(heading)


def is_known_heading(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a heading of known words, not merely like one; costs less than what it means."""
    return vocabulary.once("headings", _HeadingIndex).sure(text) is not None


def map_levels(levels: Sequence[str], vocabulary: Vocabulary) -> HeadingMatch:
    """Find the field of a column whose heading stands in several rows, uppermost first.

    The lowest row decides ("Performance" over "Target" is a target), unless it only names a period or a turn
    ("RAG rating" over "Latest"): then the row above it does.
    """
    rows = [row for row in levels if row.strip()]
    if not rows:
        return _NOTHING
    whole = map_heading(" / ".join(rows), vocabulary)
    if len(rows) == 1 or whole.score >= LOOSE:
        return whole
    lower = map_heading(rows[-1], vocabulary)
    upper = map_levels(rows[:-1], vocabulary)
    if lower.field in (None, "readings", "extra") and upper.field not in (None, "extra"):
        also = tuple(dict.fromkeys(field for field in (lower.field, *upper.also) if field and field != upper.field))
        return HeadingMatch(upper.field, min(upper.score, PARTS), also, lower.period or upper.period)
    return lower if lower.field else whole


class _HeadingIndex:
    """The vocabulary's headings, ready for every layer."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.map = lru_cache(CACHE_SIZE)(self._map)
        self.sure = lru_cache(CACHE_SIZE)(self._sure)
        self._words = vocabulary.headings
        self._long = {
            fold(short): fold(entry.value).split()
            for entry in vocabulary.entries("acronyms")
            for short in entry.match
            if " " not in fold(short)
        }
        self._squashed: dict[str, Entry] = {}
        loose: dict[str, Entry | None] = {}
        near: dict[str, str] = {}
        for entry in self._words:
            for word in entry.match:
                folded = fold(word)
                self._squashed.setdefault(squash(folded), entry)
                near.setdefault(squash(folded), folded)
                key = self._loosen(folded)
                known = loose.setdefault(key, entry)
                if known is not None and known.value != entry.value:
                    loose[key] = None  # two fields lie behind it: neither
        self._loose = {key: entry for key, entry in loose.items() if entry is not None and key}
        self._near = {key: folded for key, folded in near.items() if len(key) >= SHORTEST_NEAR and key.isalpha()}
        # A slip changes the length by one at most: words of other lengths are looked at where there is one.
        self._near_by_length: dict[int, list[str]] = {}
        for key in self._near:
            for length in range(len(key) - 1, len(key) + 2):
                self._near_by_length.setdefault(length, []).append(key)

    def _loosen(self, folded: str) -> str:
        """Short forms written out, plurals and small words dropped, "and" as a slash."""
        words: list[str] = []
        for word in folded.split():
            words.extend(self._long.get(word, (word,)))
        kept = (_singular(word) for word in words if word not in _STOP)
        return " ".join("/" if word in ("and", "or") else word for word in kept).strip("/ ")

    def _sure(self, heading: str) -> HeadingMatch | None:
        """What the first layers say, those that compare whole known words."""
        text = _cleaned(heading)
        if _RATED.search(text):
            return HeadingMatch("status", LOOSE, ("progress",), take_period(text).period)
        if _GRADED.search(text):
            return HeadingMatch("extra", LOOSE, ("status",))
        period = take_period(text).period
        # The whole is a period, "Q2 (22/23)" too.
        for taken in (take_period(text), take_period(one_line(_BRACKET_SIGNS.sub(" ", text)))):
            if taken.period is not None and not fold(taken.rest).strip("/%£# "):
                return HeadingMatch("readings", LOOSE, ("targets", "due", "baseline"), period or taken.period)
        return self._look_up(text, period, (self._exact, self._broken, self._loosened))

    def _map(self, heading: str) -> HeadingMatch:
        sure = self.sure(heading)
        if sure is not None:
            return sure
        text = _cleaned(heading)
        period = take_period(text).period
        found = self._look_up(text, period, (self._slip, self._parts, self._pattern, self._near_miss))
        return _NOTHING._replace(period=period) if found is None else found

    def _look_up(self, text: str, period: str | None, layers: Sequence[Layer]) -> HeadingMatch | None:
        candidates = list(dict.fromkeys(self._candidates(text))) if text else []
        for layer in layers:
            for candidate in candidates:
                found = layer(candidate)
                if found is not None:
                    return _dated(found, period) if candidate != text or found.score < EXACT else found
        return None

    @staticmethod
    def _candidates(text: str) -> Iterator[str]:
        """The heading, then the heading without its period, its brackets, both, a glued footnote number."""
        bare = take_period(text).rest
        yield text
        yield bare
        if (inner := _LAST_BRACKET.search(bare)) is not None:
            yield f"{inner.group(1)} {bare[: inner.start()]}".strip()  # "Due date (revised)" is a revised due date
        yield one_line(_BRACKETS.sub(" ", text))
        yield one_line(_BRACKETS.sub(" ", bare))
        yield take_period(bare).rest
        yield _GLUED_NUMBER.sub("", bare)
        yield _FRAME.sub("", bare)

    def _exact(self, text: str) -> HeadingMatch | None:
        folded = fold(text)
        for position, layer in enumerate(self._words.layers):
            if folded in layer.exact:
                return _match(layer.exact[folded], EXACT)
            if position < len(self._words.layers) - 1:  # a council's own patterns come before the shared words
                found = next((entry for pattern, entry in layer.patterns if pattern.search(text)), None)
                if found:
                    return _match(found, EXACT)
        return None

    def _broken(self, text: str) -> HeadingMatch | None:
        folded = fold(text)
        entry = self._squashed.get(squash(folded))
        parts = folded.split(" / ")
        if entry is None or (len(parts) > 1 and all(self._exact(part) for part in parts)):
            return None  # "Recommendation / Priority" are two things, a "recommendation priority" is one
        return _match(entry, BROKEN)

    def _loosened(self, text: str) -> HeadingMatch | None:
        entry = self._loose.get(self._loosen(fold(text)))
        return _match(entry, LOOSE) if entry else None

    def _parts(self, text: str) -> HeadingMatch | None:
        """Two things in one heading: the first that is no extra counts, the others are not ruled out."""
        parts = [part for part in (part.strip() for part in _PARTING.split(text)) if fold(part)]
        if not 2 <= len(parts) <= 4:
            return None
        found = [self._exact(part) or self._broken(part) or self._loosened(part) for part in parts]
        if not all(found):
            return None
        known = [match for match in found if match is not None]
        if _DASH.search(text) and not ("extra" in known[-1].also and "extra" not in known[0].also):
            # "Lead officer – Name": a last word that may mean anything decides nothing
            known.reverse()  # "Mitigating action – Responsible officer": what stands last says what it is
        first = next((match for match in known if match.field != "extra"), known[0])
        others = [field for match in known for field in (match.field, *match.also) if field and field != first.field]
        return HeadingMatch(first.field, PARTS, tuple(dict.fromkeys(others)))

    def _pattern(self, text: str) -> HeadingMatch | None:
        if len(text.split()) > LONGEST_PATTERN:
            return None
        for layer in self._words.layers:
            for pattern, entry in layer.patterns:
                if pattern.search(text):
                    return _match(entry, PATTERN)
        return None

    def _slip(self, text: str) -> HeadingMatch | None:
        """A slip of one letter or so; it goes before the patterns, which would see the other words alone."""
        return self._near_miss(text, SLIP)

    def _near_miss(self, text: str, cutoff: float = NEAR_ENOUGH) -> HeadingMatch | None:
        folded = fold(text)
        key = squash(folded)
        if len(key) < SHORTEST_NEAR - 1:
            return None
        turned = [word for word in swapped(key) if word in self._near]
        if len(turned) == 1:
            return _match(self._squashed[turned[0]], NEAR)
        alike = self._near_by_length.get(len(key), ())
        if process.extractOne(key, alike, scorer=fuzz.ratio, score_cutoff=cutoff) is None:
            return None
        best: tuple[float, Entry] | None = None
        for word, score, _ in process.extract(
            key, self._near.keys(), scorer=fuzz.ratio, score_cutoff=cutoff - MARGIN, limit=12
        ):
            entry = self._squashed[word]
            if best is None:
                slip = _is_slip(key, word) and (len(key) >= SHORTEST_NEAR or _letter_lost(key, word))
                if score < cutoff or not slip or not same_words(folded, self._near[word]):
                    return None
                best = (score, entry)
            elif entry.value != best[1].value and best[0] - score < MARGIN:
                return None
        return _match(best[1], round(NEAR * best[0] / 100, 3)) if best else None


def _cleaned(heading: str) -> str:
    """The heading on one line without a footnote's mark; "" for what is too long to be one."""
    text = _FOOTNOTE.sub("", one_line(join_broken(heading)))
    return text if len(text.split()) <= LONGEST_HEADING else ""


def _is_slip(one: str, other: str) -> bool:
    """True where a letter or two differ; a plural is no slip ("Target", "Targets"), "Progres" is one."""
    short, long = sorted((one, other), key=len)
    plural = long == f"{short}s" and not long.endswith("ss")
    return one != other and len(long) - len(short) <= 1 and not plural


def _letter_lost(one: str, other: str) -> bool:
    """True where a longer word lost one letter inside it: "Targt", "Acton"."""
    return any(other[:index] + other[index + 1 :] == one for index in range(1, len(other)))


def _match(entry: Entry, score: float) -> HeadingMatch:
    return HeadingMatch(entry.value, score, entry.also)


def _dated(match: HeadingMatch, period: str | None) -> HeadingMatch:
    """A year beside "Targets" makes its cells figures where they would have been prose."""
    if period is not None and match.field == "outcomes" and "targets" in match.also:
        others = tuple(field for field in match.also if field != "targets")
        return match._replace(field="targets", also=("outcomes", *others), period=period)
    if period is not None and match.field == "baseline" and "readings" in match.also and _QUARTER.match(period):
        others = tuple(field for field in match.also if field != "readings")
        return match._replace(field="readings", also=("baseline", *others), period=period)  # "Q4 outturn"
    return match._replace(period=period)


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1]
