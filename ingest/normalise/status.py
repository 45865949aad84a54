"""Status words: a rating where a colour is named, a state of the work where words say so.

Neither is guessed from the other.
Fills of cells are rated in :mod:`ingest.normalise.fills`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz, process

from ingest.normalise.fills import FillRating, rag_of_fill, rate_fill
from ingest.vocabulary.folding import fold, join_broken, one_line, same_words, squash, swapped
from ingest.vocabulary.loader import Entry, Vocabulary

if TYPE_CHECKING:  # names of types alone; pydantic stays out of the start
    from schemas.values import Rag, State

__all__ = ["FillRating", "StatusValue", "find_status_phrase", "parse_status", "rag_of_fill", "rate_fill"]

RAGS: tuple[Rag, ...] = ("red", "amber", "green", "blue", "grey")  # worst first: of "Amber/Green" the worse counts
# Of several states the least advanced counts; "on track" says more than "ongoing" beside it.
STATES: tuple[State, ...] = ("not_started", "off_track", "at_risk", "on_track", "ongoing", "completed")
CACHE_SIZE = 20_000
# Likeness (0 to 100) of a slip of spelling, and how far the nearest other meaning must be behind: "of target" is as
# near to "on target" as to "off target" and stays unknown. Short words are left alone.
NEAR_ENOUGH = 88.0
MARGIN = 5.0
# From here on a slip outweighs the patterns: "Partialy complete" is no "complete".
SLIP = 94.0
SHORTEST_NEAR = 5
LONGEST_NEAR = 30
# In a cell of more words than this a sentence counts only where its status words stand among its first ones: further
# back they tell of something else ("... has provided a focus for the work in progress").
PROSE = 12
OPENING = 7
# A status phrase at the head of a prose cell has at most this many words.
LONGEST_PHRASE = 12

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_CLAUSE = re.compile(r"\s*(?:[.;:,()\[\]|]|\s[–—-]+\s|[–—])\s*|\s+(?:but|and|although|however)\s+")
_LABEL = re.compile(
    r"^\W*(?:(?:current|overall|latest|progress|action|delivery|performance|project)\s+)*"
    r"(?:(?:b?ragb?g?(?:\s+(?:rating|status|rated))?|rated|rating)\s*[:=–—-]?\s*|(?:status|progress|update|state|stage)\s*[:=–—]\s*|status\s+-\s*)",
    re.IGNORECASE,
)
_RATED = (
    r"(?:rated|rag|rating|status|graded|assessed|marked|flagged|scored|reported|shown|now|is|are|as|at|to|remains?|currently|still"
    r"|=|:|(?P<before>was|were|previously|formerly|from|last|prev\.?|originally))"
)
_FOLLOWS = (
    r"(?:$|[^\w\s]|\s+(?:[^\w\s]|to\b|from\b|rag\b|rated\b|rating\b|status\b|now\b|was\b|previously\b|signif|indicat|illustrat|means?\b"
    r"|denot|show|represent|is\b|are\b|but\b|or\b))"
)
_TO = re.compile(r"\s*(?:\bto\b|→|->|–>|=>|>|⇒|➔|➡|\bnow\b)")
_UPGRADE = re.compile(r"\bnow\b", re.IGNORECASE)
_FILLERS = re.compile(
    r"\b(?:all|actions?|tasks?|recommendations?|outcomes?|milestones?|objectives?|work|this|it|that|these|they|each|the|a|an|is|are|was|were|has"
    r"|have|had|been|being|be|now|already|currently|still|fully|both|and|but|however|or|to|in|on|of|by|at|as|for|from|with|since|due|date|dates"
    r"|target|original|agreed|end|early|mid|late|delivered|delivery|complete|completed|completion|achieved|implementation|implemented|project|phase"
    r"|stage|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct"
    r"|nov|dec|spring|summer|autumn|winter|q[1-4]|quarter|year|month|weeks?|months?|\d+(?:st|nd|rd|th)?|rag|rated|rating|status)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_SCORE = re.compile(r"[\s(]*\d{1,3}(?:\.\d)?[\s)]*")
_LEADING_SIGNS = re.compile(r"^[^\w(\[\"'“‘£<>~+-]+")
# A rating letter on a line of its own above the words.
_LETTER_LINE = re.compile(r"^\s*([A-Z])\s*\n+\s*(?=\S)")
_FULL_STOP = re.compile(r"[.;:!](?=\s|$)|(?=\n)")
_WEAK_STOP = re.compile(r"(?=,\s)|(?=\s[–—-]\s)|(?=\s?\()")
_DATE_WORD = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter|q[1-4]|quarter"
    r"|\d+(?:st|nd|rd|th|[./-]\d|\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|(?:19|20)\d\d\b)",
    re.IGNORECASE,
)


class StatusValue(NamedTuple):
    """What status words mean.

    Attributes:
        rag: the rating, where a colour is named.
        state: the state of the work, where words tell it.
        matched: False where no word is known; what is known and says neither ("N/A") is matched all the same.
    """

    rag: Rag | None
    state: State | None
    matched: bool


_UNKNOWN = StatusValue(None, None, False)


def parse_status(words: str, vocabulary: Vocabulary) -> StatusValue:
    """Read the words of a status cell, or of a sentence that tells a status.

    Args:
        words: the words as printed; line breaks may be in it.
        vocabulary: the word lists.
    """
    reader = vocabulary.once("status", _StatusReader)
    return reader.cached(words)


def find_status_phrase(text: str, vocabulary: Vocabulary) -> tuple[int, int, StatusValue] | None:
    """Find the status words of a prose cell: those that open it, else a line, sentence or capitals of their own.

    Returns:
        Start and end of the phrase in ``text`` (its full stop included) and what it means; None where there is none.
        The phrase opens the cell where start is the first letter's place.
    """
    reader = vocabulary.once("status", _StatusReader)
    for spans, fits in (
        (_opening_spans, reader.is_phrase),
        (_first_sentence, reader.is_partly_done),
        (_inner_spans, reader.is_phrase),
    ):
        for start, end in spans(text):
            if fits(text[start:end]):
                return start, end, parse_status(text[start:end], vocabulary)
    return None


def _opening_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans that open the text and may be a status phrase, best first."""
    opening = len(text) - len(text.lstrip())
    if _DATE_WORD.match(text[opening:]):
        return  # "Summer 2012 ONGOING" opens with its date
    yield from _prefixes(text, opening, [*(found.end() for found in _FULL_STOP.finditer(text)), len(text)][:4])
    words = list(_WORD.finditer(text))[: LONGEST_PHRASE + 1]
    # The printed line may be lost: "Commenced As at October ..." opens with one word that a capital follows.
    for before, after in pairwise(words[:7]):
        if after.group()[0].isupper() and not _DATE_WORD.match(after.group()):
            yield opening, before.end()
    yield from _prefixes(text, opening, [found.start() for found in _WEAK_STOP.finditer(text)][:3])


def _prefixes(text: str, opening: int, stops: list[int]) -> Iterator[tuple[int, int]]:
    for stop in stops:
        end = len(text[:stop].rstrip())
        if opening < end and len(text[opening:end].split()) <= LONGEST_PHRASE:
            yield opening, end


def _first_sentence(text: str) -> Iterator[tuple[int, int]]:
    stop = _FULL_STOP.search(text)
    yield len(text) - len(text.lstrip()), stop.end() if stop else len(text.rstrip())


def _inner_spans(text: str) -> Iterator[tuple[int, int]]:
    """Lines and sentences, then words in capitals, then the words after a date at the end."""
    start = 0
    for part in [*_SENTENCE.finditer(text), None]:
        end = part.start() if part else len(text)
        piece = text[start:end]
        if piece.strip() and len(piece.split()) <= LONGEST_PHRASE and not _DATE_WORD.match(piece.strip()):
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = part.end() if part else end
    for found in re.finditer(r"\b[A-Z]{2,}(?:[ -][A-Z]{2,})*\b", text):
        if len(found.group()) > 3:
            yield found.span()
    words = list(_WORD.finditer(text))
    for count in range(min(4, len(words) - 1), 0, -1):
        if words[-count - 1].group()[-1].isdigit():
            yield words[-count].start(), words[-1].end()


class _StatusReader:
    """The status words, ready for use."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.cached = lru_cache(CACHE_SIZE)(self.parse)
        self._words = vocabulary.status
        self._squashed: dict[str, Entry] = {}
        colours: dict[str, Rag] = {}
        near: dict[str, str] = {}
        for entry in self._words:
            for word in entry.match:
                folded = fold(word)
                key = squash(folded)
                self._squashed.setdefault(key, entry)
                if SHORTEST_NEAR <= len(key) <= LONGEST_NEAR and key.isalpha():
                    near.setdefault(key, folded)
                if entry.value in RAGS:
                    colours.setdefault(folded, entry.value)
        self._colours = colours
        self._near = near
        self._patterns = [(pattern, entry.value) for layer in self._words.layers for pattern, entry in layer.patterns]
        named = _alternatives(word for word in colours if len(word) > 2 or not word.isascii())
        letters = _alternatives(word for word in colours if len(word) == 1 and word.isascii())
        # A letter must open the cell or stand beside an arrow, and be in capitals.
        self._opening = re.compile(rf"(?P<colour>{named})(?={_FOLLOWS}|\s+(?P<rest>.*))", re.IGNORECASE)
        # "On track (Green)", "Completed – Blue"
        self._closing = re.compile(
            rf"(?:\s*[(\[]|\s*[,:–—/]|\s-|(?<=\d)\s)\s*(?P<colour>{named})[)\].\s]*$", re.IGNORECASE
        )
        self._letter = re.compile(rf"(?P<colour>(?i:{letters}))(?=\s*(?:$|[–—:=()\[/.,>-]|→|➔|↑|↓|▲|▼|to\s+[A-Z]\b))")
        self._named = re.compile(
            rf"(?P<lead>{_RATED})?(?P<gap>[\s('\"“‘/,>→➔=–—-]*)(?<!\w)(?P<colour>{named})(?!\w)", re.IGNORECASE
        )
        self._letters_on = re.compile(rf"(?:→|➔|➡|->|>|\bto|\bnow|/)\s*(?P<colour>(?i:{letters}))(?!\w)")

    def parse(self, words: str) -> StatusValue:
        text = join_broken(words).strip()
        whole = self._known(text)
        if whole is not None:
            return self._value(whole.value)
        if not any(letter.isalnum() for letter in text):
            # Signs alone; a coloured dot among them is a rating, arrows and dashes are known and say nothing.
            found = [self._colours[sign] for sign in text if sign in self._colours]
            ticks = [self._words.exact(sign) for sign in text if not sign.isspace()]
            done = any(entry is not None and entry.value == "completed" for entry in ticks)
            rag = min(found, key=RAGS.index) if found else None
            return StatusValue(rag, "completed" if done else None, bool(text))
        slip = self._near_miss(text, cutoff=SLIP)
        if slip is not None:
            return self._value(slip.value)
        line = _LABEL.sub("", one_line(_LETTER_LINE.sub(r"\1: ", text)), count=1)
        labelled = line != one_line(text)
        rag, rest = self._rating(line, labelled)
        if rag is None:
            # The lines of a cell part its sentences; where a colour opens it they are of no weight.
            rest = _LABEL.sub("", text, count=1) if labelled else text
        state, matched, _ = self._state(rest)
        if not matched and (near := self._near_miss(rest)) is not None:
            value = self._value(near.value)
            return value._replace(rag=rag or value.rag)
        return StatusValue(rag, state, matched or rag is not None)

    def is_phrase(self, words: str) -> bool:
        """True where the words are a status and nothing else besides fillers and dates."""
        if not words.strip():
            return False
        known = self._known(words)
        if known is not None:
            return True
        line = _LABEL.sub("", one_line(words), count=1)
        rag, rest = self._rating(line, line != one_line(words))
        state, _, left = self._state(rest)
        if rag is None and state is None:
            return False
        return not re.search(r"\w", _FILLERS.sub(" ", left))

    def is_partly_done(self, sentence: str) -> bool:
        """True for a sentence such as "Actions completed with the exception of ...", however long it is."""
        values = self._sentence(sentence, True, [])
        return "all_but" in values and "completed" in values

    def _known(self, text: str) -> Entry | None:
        folded = fold(text)
        entry = self._words.exact(text)
        if entry is None and (len(squash(folded)) > 3 or "\n" in text.strip()):
            entry = self._squashed.get(squash(folded))
        return entry

    def _near_miss(self, text: str, cutoff: float = NEAR_ENOUGH) -> Entry | None:
        """The entry whose words these are with a slip of spelling, where no other meaning is as near."""
        folded = fold(text)
        key = squash(folded)
        if not SHORTEST_NEAR <= len(key) <= LONGEST_NEAR or not key.isalpha():
            return None
        turned = [word for word in swapped(key) if word in self._near]
        if len(turned) == 1:
            return self._squashed[turned[0]]
        best: tuple[float, Entry] | None = None
        for word, score, _ in process.extract(
            key, self._near.keys(), scorer=fuzz.ratio, score_cutoff=cutoff - MARGIN, limit=12
        ):
            entry = self._squashed[word]
            if best is None:
                if score < cutoff or word[0] != key[0] or not same_words(folded, self._near[word]):
                    return None
                best = (score, entry)
            elif entry.value != best[1].value and best[0] - score < MARGIN:
                return None
        return best[1] if best else None

    @staticmethod
    def _value(value: str) -> StatusValue:
        if value in RAGS:
            return StatusValue(value, None, True)
        if value in STATES:
            return StatusValue(None, value, True)
        return StatusValue(None, "ongoing" if value == "all_but" else None, True)

    def _rating(self, line: str, labelled: bool) -> tuple[Rag | None, str]:
        """The rating that a line names, and the line without it."""
        bare = _LEADING_SIGNS.sub("", line)
        if bare and bare != line and (signed := self._rating(bare, labelled))[0] is not None:
            return signed
        found: list[tuple[int, int, Rag, bool]] = []
        opening = self._opening.match(line)
        rest = opening.group("rest") if opening else None
        if opening and (labelled or rest is None or _SCORE.fullmatch(rest) or self._state(rest)[0] is not None):
            found.append((*opening.span("colour"), self._colour(opening), False))
        elif (letter := self._letter.match(line) or self._letter_before(line)) and letter.group("colour").isupper():
            found.append((*letter.span("colour"), self._colour(letter), False))
            onward = self._letters_on.search(line)
            if onward and onward.group("colour").isupper():
                found.append((*onward.span("colour"), self._colour(onward), False))
        if not found and (closing := self._closing.search(line)) and self._rated(line[: closing.start()]):
            found.append((*closing.span("colour"), self._colour(closing), False))
        for match in self._named.finditer(line):
            beside = bool(found) and match.start("gap") <= found[-1][1]  # "Red → Amber", "Amber/Green"
            if match.start("colour") and (match.group("lead") or beside):
                found.append((*match.span("colour"), self._colour(match), bool(match.group("before"))))
        if not found:
            return None, line
        rest = line
        for start, end, _, _ in reversed(found):
            rest = f"{rest[:start]} {rest[end:]}"
        return _of_several(line, found), rest

    def _rated(self, before: str) -> bool:
        """Whether words before a colour are what is rated: a state, a score or a level ("12 (Red)", "High – Red")."""
        if _SCORE.fullmatch(before) or self._state(before)[0] is not None:
            return True
        entry = self._words.exact(before)
        return entry is not None and entry.value == "none"

    def _letter_before(self, line: str) -> re.Match[str] | None:
        """A rating letter before words that are a status and nothing else ("G Complete", not "A complete review")."""
        found = re.match(r"(?P<colour>[A-Z]) (?=\S)", line)
        if found and fold(found.group("colour")) in self._colours and self.is_phrase(line[found.end() :]):
            return found
        return None

    def _colour(self, match: re.Match[str]) -> Rag:
        return self._colours[fold(match.group("colour"))]

    def _state(self, text: str) -> tuple[State | None, bool, str]:
        """The state that a text tells, whether any of it is known, and the words no pattern took."""
        prose = len(text.split()) > PROSE
        values: list[str] = []
        left: list[str] = []
        for sentence in _SENTENCE.split(text):
            if sentence and sentence.strip():
                values.extend(self._sentence(sentence, prose, left))
        if "all_but" in values:
            return "ongoing", True, " ".join(left)
        if "stopped" in values:
            return None, True, " ".join(left)
        states = [state for state in STATES if state in values]
        return (states[0] if states else None), bool(values), " ".join(left)

    def _sentence(self, sentence: str, prose: bool, left: list[str]) -> list[str]:
        known = self._known(sentence.strip())
        if known is not None and known.value not in RAGS:
            return [known.value]
        line = one_line(sentence)
        values: list[str] = []
        for pattern, value in self._patterns:
            for match in list(pattern.finditer(line)):
                if not match.group().strip():
                    continue
                line = line[: match.start()] + "\0" * len(match.group()) + line[match.end() :]
                if not prose or value == "skip" or line[: match.start()].count(" ") < OPENING:
                    values.append(value)
        for clause in _CLAUSE.split(line.replace("\0", " ")):
            entry = self._known(clause.strip()) if clause and clause.strip() and not prose else None
            if entry is not None and entry.value not in RAGS:
                values.append(entry.value)
            elif clause:
                left.append(clause)
        return values


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _of_several(line: str, found: list[tuple[int, int, Rag, bool]]) -> Rag:
    """Of two colours the worse; of a change the later; what was does not count."""
    current = [entry for entry in found if not entry[3]] or found
    for left, right in pairwise(current):
        between = line[left[1] : right[0]]
        if _TO.search(between):
            current = [right]
    return min((entry[2] for entry in current), key=RAGS.index)
