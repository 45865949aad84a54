"""The key to the ratings, as the paper itself gives it: a table, a list, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.rating_words import ColourAt, RatingWords
from ingest.extract.running_text import passage_of
from ingest.layout.document import Block, Cell, Table
from ingest.layout.passage import Passage, text_of_lines
from ingest.normalise.fills import rag_of_fill
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import LegendEntry
from schemas.values import Rag

# A meaning has at most this many words; what is longer tells a story.
MOST_WORDS = 60
MOST_ROWS = 10
# A line of a list has fewer blanks.
MOST_LISTED_BLANKS = 30
_LETTER = re.compile(r"([A-Z])\s*(?:[=:–—-]\s*|\s)(?=[A-Z(])")
_LINK_AT_END = re.compile(r"\s*[=:–—-]\s*$")
_ASIDE = re.compile(r"\s*\(\s*([^()\d][^()]{2,120}?)\s*\)")
_CLAUSE_END = re.compile(r"[.;](?=\s|$)")
_TAIL = re.compile(r"[\s,;]*\b(?:and|while|whilst|with|or)?\W*$", re.IGNORECASE)
_EDGES = " \t,;:.–—-'‘’“”\""


@dataclass(slots=True)
class Legend:
    """The key to the ratings.

    Attributes:
        entries: its lines, in printed order.
        fills: cell colours as 0xRRGGBB that the key shows beside a rating's word or meaning.
        tables: the tables that are keys.
    """

    entries: list[LegendEntry] = field(default_factory=list)
    fills: dict[int, Rag] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)


def read_legend(body: Sequence[Block | Table], vocabulary: Vocabulary) -> Legend:
    """Find the key to the ratings in a paper's body; without one the legend is empty.

    Args:
        body: blocks and tables in reading order.
        vocabulary: the words to read it by.
    """
    words = RatingWords.of(vocabulary)
    legend = Legend()
    texts: list[tuple[Rag, LegendEntry]] = []
    context = ""
    for item in body:
        if isinstance(item, Table):
            _take_table(item, words, legend)
            continue
        found = _entries_of(item, words, context, bool(texts))
        known = {rag for rag, _ in texts}
        texts += [(rag, entry) for rag, entry in found if rag not in known]
        if item.heading or item.lines[-1].text.endswith(":"):
            context = item.text
    if not legend.entries and len(texts) > 1:
        legend.entries = [entry for _, entry in texts]
    return legend


def _entries_of(block: Block, words: RatingWords, context: str, going: bool) -> list[tuple[Rag, LegendEntry]]:
    text = text_of_lines(block.lines)
    colours = words.colours_in(text)
    short = bool(block.label) or text.count(" ") < MOST_LISTED_BLANKS
    keyed = short and (going or words.has("context", context))
    if not colours and not keyed:
        return []
    passage = passage_of(block)
    if not colours:
        entry = _lettered(passage, words) if text[:1] in words.letters else None
        return [entry] if entry is not None else []
    if keyed and colours[0].start <= 2:
        entry = _listed(passage, colours[0], words)
        return [entry] if entry is not None else []
    if keyed and len(colours) == 1 and colours[0].end >= len(text) - 1:
        entry = _reversed(passage, colours[0])
        if entry is not None:
            return [entry]
    return _sentences(passage, colours, words, going)


def _listed(passage: Passage, colour: ColourAt, words: RatingWords) -> tuple[Rag, LegendEntry] | None:
    """A line such as "Green – on course"."""
    text = passage.text
    link = next((m for pattern in words.patterns["means"] if (m := pattern.match(text[colour.end :]))), None)
    if link is None:
        return None
    meaning = passage.slice(colour.end + link.end()).strip(_EDGES)
    if not meaning or len(meaning.text.split()) > MOST_WORDS:
        return None
    return colour.rag, _entry(passage.slice(colour.start, colour.end), colour.rag, meaning)


def _lettered(passage: Passage, words: RatingWords) -> tuple[Rag, LegendEntry] | None:
    """A line such as "R = off track"."""
    found = _LETTER.match(passage.text)
    meaning = passage.slice(found.end()).strip(_EDGES) if found else Passage([])
    if found is None or not meaning or len(meaning.text.split()) > MOST_WORDS:
        return None
    rag = words.letters[found[1]]
    return rag, _entry(passage.slice(0, 1), rag, meaning)


def _reversed(passage: Passage, colour: ColourAt) -> tuple[Rag, LegendEntry] | None:
    """A line such as "On track = Green"."""
    found = _LINK_AT_END.search(passage.text[: colour.start])
    meaning = passage.slice(0, found.start()).strip(_EDGES) if found else Passage([])
    if not meaning or len(meaning.text.split()) > MOST_WORDS:
        return None
    return colour.rag, _entry(passage.slice(colour.start, colour.end), colour.rag, meaning)


def _sentences(
    passage: Passage, colours: Sequence[ColourAt], words: RatingWords, going: bool
) -> list[tuple[Rag, LegendEntry]]:
    """Clauses such as "red meaning 'fully stuck', amber meaning …"."""
    text = passage.text
    if not words.has("context", text):
        return []
    found: list[tuple[Rag, LegendEntry]] = []
    least = 0 if words.has("key_words", text) else 1
    for number, colour in enumerate(colours):
        aside = _ASIDE.match(text, colour.end)
        if aside:
            # "rated red (not started), amber (delayed) or green (on track)"
            meaning = passage.slice(aside.start(1), aside.end(1))
            found.append((colour.rag, _entry(passage.slice(colour.start, colour.end), colour.rag, meaning)))
            continue
        link = next((m for pattern in words.patterns["means"] if (m := pattern.match(text[colour.end :]))), None)
        if link is None:
            continue
        start = colour.end + link.end()
        limit = colours[number + 1].start if number + 1 < len(colours) else len(text)
        stop = _CLAUSE_END.search(text, start, limit)
        cut = text[start : stop.start() if stop else limit]
        if not stop and number + 1 < len(colours):
            cut = cut[: _TAIL.search(cut).start()]  # type: ignore[union-attr]
        meaning = passage.slice(start, start + len(cut)).strip(_EDGES)
        if meaning and not meaning.text.isdigit() and least < len(meaning.text.split()) <= MOST_WORDS:
            found.append((colour.rag, _entry(passage.slice(colour.start, colour.end), colour.rag, meaning)))
    # One clause alone tells about one rating, unless a key was begun before it ("The grey shows that …").
    return found if len({rag for rag, _ in found}) > 1 or going else []


def _entry(label: Passage, rag: Rag, meaning: Passage) -> LegendEntry:
    return LegendEntry(label=label.text, rag=rag, meaning=meaning.text, source=Passage.join([label, meaning]).source())


def _take_table(table: Table, words: RatingWords, legend: Legend) -> None:
    """Read a table as a key: each row a rating and its meaning."""
    if table.n_rows > MOST_ROWS or table.n_cols > (2 * len(words.letters) if table.n_rows < 3 else 4):
        return
    entries: list[LegendEntry] = []
    fills: dict[int, Rag] = {}
    for row in _key_rows(table, words):
        cells = _distinct(row)
        if not cells or all(fold(cell.text) in words.headings for cell in cells if cell.text):
            continue
        rated = _rated(cells, words)
        if rated is None:
            continue
        cell, rag = rated
        if any(other is not cell and words.rating(other.text) not in (None, rag) for other in cells):
            return  # two ratings in a row are an indicator's, not a key's
        meanings = [other for other in cells if other is not cell and len(other.text.split()) > 1]
        if len(meanings) != 1 or len(meanings[0].text.split()) > MOST_WORDS:
            return
        meaning = Passage.of_lines(meanings[0].lines)
        label = Passage.of_lines(cell.lines)
        if cell.fill is not None:
            fills[cell.fill] = rag
        source = Passage.join([label, meaning]).source() if label else meaning.source()
        entries.append(LegendEntry(label=label.text or None, rag=rag, meaning=meaning.text, source=source))
    told = {entry.rag for entry in entries}
    if len(told) < 2 or len(told) != len(entries):
        return
    legend.tables.append(table)
    legend.fills.update(fills)
    if not legend.entries:
        legend.entries = entries


def _key_rows(table: Table, words: RatingWords) -> list[list[Cell | None]]:
    """The rows of a key; one that lies on its side is turned: ratings over meanings, or pairs in one row."""
    rows = table.rows()
    if len(rows) == 1:
        return [rows[0][at : at + 2] for at in range(0, len(rows[0]), 2)]
    if len(rows) == 2 and all(cell is not None and words.rating(cell.text) for cell in rows[0]):
        return [list(pair) for pair in zip(*rows, strict=True)]
    return rows


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row:
        if cell is not None and not any(cell is other for other in cells):
            cells.append(cell)
    return cells


def _rated(cells: Sequence[Cell], words: RatingWords) -> tuple[Cell, Rag] | None:
    for cell in cells[:2]:
        rag = words.rating(cell.text)
        if rag is not None:
            return cell, rag
    for cell in cells[:2]:
        if not cell.text and cell.fill is not None:
            rag = rag_of_fill(cell.fill)
            if rag is not None:
                return cell, rag
    return None
