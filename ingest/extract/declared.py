"""What a report says its ratings add up to: in sentences, in a list, or in a small table of totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.rating_words import ColourAt, RatingWords
from ingest.extract.running_text import passage_of
from ingest.layout.document import Block, Cell, Table
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import DeclaredCounts
from schemas.values import Rag

# From the number to its colour there are at most this many words.
MOST_BETWEEN = 26
COUNTED: tuple[Rag, ...] = ("red", "amber", "green", "blue")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z0-9])")
_BRACKETS = re.compile(r"\([^()]*\)")
_COLON_COUNT = re.compile(r"\s*(?:[:=–-]|\()\s*(\d{1,3}|none|nil|zero)\b(?!\s*(?:%|/|\.\d))", re.IGNORECASE)
_NO = re.compile(r"\bno\b(?:\s+[\w-]+){0,4}?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Declared:
    """Counts of ratings that the text declares.

    Attributes:
        total: over all, or None where nothing is declared.
        by_name: for parts of the paper, by the folded first cell of their row in a table of totals.
    """

    total: DeclaredCounts | None = None
    by_name: dict[str, DeclaredCounts] = field(default_factory=dict)


def declared_counts(body: Sequence[Block | Table], vocabulary: Vocabulary) -> Declared:
    """Read the counts of ratings that the covering text declares.

    Blocks that follow one another are taken together ("11 recommendations are rated Green", "6 … Amber"); the group
    that counts most colours is believed, of several the first.

    Args:
        body: blocks and tables in reading order.
        vocabulary: the words to read it by.
    """
    words = RatingWords.of(vocabulary)
    declared = Declared()
    best: dict[Rag, int] = {}
    group: dict[Rag, int] = {}
    for item in body:
        if isinstance(item, Table):
            _take_table(item, words, declared)
            group = {}
            continue
        found = _counts(passage_of(item).text, words)
        if not found or any(rag in group and group[rag] != count for rag, count in found.items()):
            group = dict(found)
        else:
            group = found | group
        if len(group) > len(best):
            best = dict(group)
    if len(best) > 1:
        declared.total = DeclaredCounts(**{str(rag): count for rag, count in best.items()})
    return declared


def _counts(text: str, words: RatingWords) -> dict[Rag, int]:
    if not words.pattern.search(text):
        return {}
    sentences = _SENTENCE.split(text)
    now = [sentence for sentence in sentences if not words.has("earlier", sentence)]
    return _counts_of(now, words) or _counts_of(sentences, words)


def _counts_of(sentences: Sequence[str], words: RatingWords) -> dict[Rag, int]:
    counts: dict[Rag, int] = {}
    for sentence in sentences:
        plain = _without_asides(sentence, words)
        at = 0
        for colour in words.colours_in(plain):
            count = _behind(plain, colour)
            if count is None:
                count = _before(plain[at : colour.start], plain[colour.end :], words)
            if count is not None and colour.rag in COUNTED:
                counts.setdefault(colour.rag, count)
            at = colour.end
    return counts


def _without_asides(sentence: str, words: RatingWords) -> str:
    """The sentence with brackets blanked out that name no colour ("(one more than last quarter)")."""

    def blank(match: re.Match[str]) -> str:
        return match.group() if words.pattern.search(match.group()) else " " * len(match.group())

    return _BRACKETS.sub(blank, sentence)


def _behind(text: str, colour: ColourAt) -> int | None:
    """The number behind a colour: "Green: 11", "Green (11)"."""
    match = _COLON_COUNT.match(text, colour.end)
    if match is None:
        return None
    return int(match.group(1)) if match.group(1).isdigit() else 0


def _before(text: str, following: str, words: RatingWords) -> int | None:
    """The first number before a colour that counts something and belongs to it."""
    if _NO.search(text):
        return 0
    text = text[text.rfind(": ") + 1 :]
    masked = text
    for pattern in words.patterns["no_count"]:
        masked = pattern.sub(lambda match: " " * len(match.group()), masked)
    found = [m for m in words.count_pattern.finditer(masked) if m.group().casefold() != "no"]
    if not found:
        return None
    first = found[0]
    between = masked[first.end() :]
    if len(between.split()) > MOST_BETWEEN:
        return None
    # "One amber action is …" tells of one; "two amber" and "are rated amber" count.
    if not between.strip() and re.match(r"\s+\w+\s+(?:is|was|has)\b", following):
        return None
    if between.strip() and not (words.has("counted", between) or "(" in between):
        return None
    return _value(first.group(), words)


def _value(text: str, words: RatingWords) -> int:
    if text.isdigit():
        return int(text)
    return sum(words.numbers[part] for part in re.split(r"[ -]", text.casefold()) if part in words.numbers)


def _take_table(table: Table, words: RatingWords, declared: Declared) -> None:
    """A table of totals: a column for each colour and a row for each part, or a row for each colour."""
    if not any(words.rating(cell.text) for cell in table.cells if cell.row < 3 and cell.lines):
        return
    grid = table.rows()
    if _take_rows(grid, words, declared):
        return
    for number, row in enumerate(grid[:3]):
        columns = {col: words.rating(cell.text) for col, cell in enumerate(row) if cell is not None and cell.text}
        rated = {col: rag for col, rag in columns.items() if rag in COUNTED}
        if len(rated) < 2 or len(set(rated.values())) != len(rated):
            continue
        rows: dict[str, DeclaredCounts] = {}
        for below in grid[number + 1 :]:
            name = below[0].text if below and below[0] is not None else ""
            if 0 in rated:
                name = next(iter(words.totals)) if len(grid) == number + 2 else ""
            cells = {rag: below[col] for col, rag in rated.items()}
            texts = {rag: cell.text.strip() if cell is not None else "" for rag, cell in cells.items()}
            if not name or any(text and not text.isdigit() for text in texts.values()) or not any(texts.values()):
                return
            rows[fold(name)] = DeclaredCounts(**{str(rag): int(text) for rag, text in texts.items() if text})
        totals = [name for name in rows if name in words.totals]
        if totals and declared.total is None:
            declared.total = rows[totals[0]]
        declared.by_name |= {name: counts for name, counts in rows.items() if name not in words.totals}
        return


def _take_rows(grid: Sequence[Sequence[Cell | None]], words: RatingWords, declared: Declared) -> bool:
    """A table with a row for each colour and its number beside it."""
    counts: dict[Rag, int] = {}
    for row in grid:
        rag = words.rating(row[0].text) if row and row[0] is not None and row[0].lines else None
        number = row[1].text.strip() if len(row) > 1 and row[1] is not None else ""
        if rag is None:
            continue
        if rag in counts or not number.isdigit() or rag not in COUNTED:
            return False
        counts[rag] = int(number)
    if len(counts) < 2:
        return False
    if declared.total is None:
        declared.total = DeclaredCounts(**{str(rag): count for rag, count in counts.items()})
    return True
