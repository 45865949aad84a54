"""The key to the ratings, as the paper itself gives it: a table, a list, or a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.rating_words import ColourAt, RatingWords
from ingest.extract.running_text import passage_of
from ingest.layout.document import Block, Cell, Table
from ingest.layout.passage import Passage
from ingest.normalise.fills import rag_of_fill
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.plan import LegendEntry
from schemas.values import Rag

# A meaning has at most this many words; what is longer tells a story.
MOST_WORDS = 60
MOST_ROWS = 10
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
        if item.heading or item.text.endswith(":"):
            context = item.text
    if not legend.entries and len(texts) > 1:
        legend.entries = [entry for _, entry in texts]
    return legend


def _entries_of(block: Block, words: RatingWords, context: str, going: bool) -> list[tuple[Rag, LegendEntry]]:
    passage = passage_of(block)
    text = passage.text
    colours = words.colours_in(text)
    if not colours:
        return []
    listed = colours[0].start <= 2 and bool(block.label or len(text.split()) <= 30)
    if listed and (words.has("context", context) or going):
        entry = _listed(passage, colours[0], words)
        return [entry] if entry is not None else []
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


def _sentences(
    passage: Passage, colours: Sequence[ColourAt], words: RatingWords, going: bool
) -> list[tuple[Rag, LegendEntry]]:
    """Clauses such as "red meaning 'fully stuck', amber meaning …"."""
    text = passage.text
    if not words.has("context", text):
        return []
    found: list[tuple[Rag, LegendEntry]] = []
    for number, colour in enumerate(colours):
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
        if meaning and 1 < len(meaning.text.split()) <= MOST_WORDS:
            found.append((colour.rag, _entry(passage.slice(colour.start, colour.end), colour.rag, meaning)))
    # One clause alone tells about one rating, unless a key was begun before it ("The grey shows that …").
    return found if len({rag for rag, _ in found}) > 1 or going else []


def _entry(label: Passage, rag: Rag, meaning: Passage) -> LegendEntry:
    return LegendEntry(label=label.text, rag=rag, meaning=meaning.text, source=Passage.join([label, meaning]).source())


def _take_table(table: Table, words: RatingWords, legend: Legend) -> None:
    """Read a table as a key: each row a rating and its meaning."""
    if table.n_rows > MOST_ROWS or table.n_cols > 4 or table.n_rows < 2:
        return
    entries: list[LegendEntry] = []
    fills: dict[int, Rag] = {}
    for row in table.rows():
        cells = _distinct(row)
        if not cells or all(fold(cell.text) in words.headings for cell in cells if cell.text):
            continue
        rated = _rated(cells, words)
        if rated is None:
            continue
        cell, rag = rated
        if any(other is not cell and words.rating(other.text) for other in cells):
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
