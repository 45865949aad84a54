"""Inspection recommendations: lists of what an inspectorate or reviewer told the council, with the paper's answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.extract.running_text import Piece, block_of, passage_of
from ingest.layout.document import Block, make_line
from ingest.layout.list_labels import Kind, Label, letter_value, read_label
from ingest.layout.passage import Passage
from ingest.normalise.status import parse_status
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary
from schemas.report import Recommendation
from schemas.values import Status

# How far back the reviewer may be named, in blocks; papers name them at the start.
CONTEXT = 40
# Tables among so many pieces, of so many rows, may give the title.
HEAD_PIECES = 8
MOST_HEAD_ROWS = 20
# A heading of a list is no longer than this.
MOST_HEADING_WORDS = 14
MOST_STATUS_WORDS = 8
# Left edges closer than this are the same column.
EDGE = 12.0
_LABEL_EDGES = " .():"
_SENTENCE = re.compile(r"(?<=[.!?])['’”)]*\s+(?=[A-Z])")
_GENERAL = frozenset(
    [
        "reviewers",
        "recommendation_words",
        "introduces",
        "named_entry",
        "answer_label",
        "own_wording",
        "pronoun",
        "recommended_that",
        "no_list",
        "obliges",
        "status_label",
    ]
)


@dataclass(frozen=True)
class ReviewWords:
    """Words of inspections.

    Attributes:
        makers: patterns of each inspectorate's names, with the name given.
        reviewers: pattern of general words for whoever reviewed.
        groups: the patterns of the other groups.
    """

    makers: tuple[tuple[re.Pattern[str], str], ...]
    reviewers: re.Pattern[str]
    groups: dict[str, tuple[re.Pattern[str], ...]]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> ReviewWords:
        """The words of a vocabulary; made once."""
        return vocabulary.once("review words", _review_words)

    def has(self, group: str, text: str) -> bool:
        """Whether a text matches one of a group's patterns."""
        return self.match(group, text) is not None

    def match(self, group: str, text: str) -> re.Match[str] | None:
        """The first match of a group's patterns."""
        return next((found for pattern in self.groups.get(group, ()) if (found := pattern.search(text))), None)

    def tells(self, text: str) -> bool:
        """Whether a text speaks of somebody who inspects or reviews."""
        return self.maker(text) is not None or self.reviewers.search(text) is not None

    def maker(self, text: str) -> str | None:
        """The inspectorate that a text names first."""
        found = [
            (match.start(), -match.end(), name) for pattern, name in self.makers if (match := pattern.search(text))
        ]
        return min(found)[2] if found else None


def _review_words(vocabulary: Vocabulary) -> ReviewWords:
    makers = []
    for entry in vocabulary.entries("inspection"):
        if entry.value not in _GENERAL and entry.match:
            makers.append((_any_of(entry.match), entry.value))
    groups = {name: vocabulary.patterns("inspection", name) for name in _GENERAL}
    return ReviewWords(tuple(makers), _any_of(vocabulary.words("inspection", "reviewers")), groups)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    parts = [re.escape(word).replace("'", "['’]") for word in longest]
    # Letters such as "ICO" are a name in capitals only; words count in any case.
    short = [part for part, word in zip(parts, longest, strict=True) if word.isupper() and len(word) < 8]
    long = [part for part, word in zip(parts, longest, strict=True) if not (word.isupper() and len(word) < 8)]
    options = [*(f"(?i:{part})" for part in long), *short]
    return re.compile(rf"(?<!\w)(?:{'|'.join(options)})(?!\w)")


@dataclass(slots=True)
class _Entry:
    block: Block
    label: Label
    words: list[Passage]
    named: bool = False  # "Recommendation 3: …"
    answers: list[Block] = field(default_factory=list)
    status: Status | None = None


class InspectionReader:
    """Finds lists of recommendations in a stream and reads them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = ReviewWords.of(vocabulary)
        self._vocabulary = vocabulary
        self._first_named: str | None = None

    def read(self, pieces: Sequence[Piece], asked: Collection[str] = ()) -> list[Recommendation]:
        """Every recommendation that such a list gives, in printed order.

        Args:
            pieces: the stream of a paper.
            asked: folded texts of what the committee is asked to decide; a list that gives one of them is theirs.
        """
        found: list[Recommendation] = []
        seen: set[str] = set()
        skip = 0
        for index, piece in enumerate(pieces):
            if index < skip or piece.block is None or not self._introduces(pieces, index):
                continue
            maker = self._maker(pieces, index)
            if maker is None:
                continue
            entries, end = self._list(pieces, index + 1)
            if len(entries) < 2:
                continue
            skip = end
            if any(fold(Passage.join(entry.words).text) in asked for entry in entries):
                continue
            for made in self._make(entries, maker):
                if made.text not in seen:
                    seen.add(made.text)
                    found.append(made)
        return found

    def _introduces(self, pieces: Sequence[Piece], index: int) -> bool:
        """Whether a list of recommendations follows a block."""
        block = pieces[index].block
        following = pieces[index + 1].block if index + 1 < len(pieces) else None
        if block is None or following is None or block.footnote:
            return False
        text = pieces[index].passage.text
        marked = block.heading or block.side or block.bold
        if not marked and not self._words.has("introduces", text):
            return False
        entry = self._entry(following)
        if entry is None or (following.heading and following.label and not entry.named):
            return False
        if marked and len(text.split()) <= MOST_HEADING_WORDS:
            if self._introduces(pieces, index + 1):
                return False  # "2.1 Inspectors said that the service should:" below the heading has the list
            maker = self._words.maker(text) is not None or self._words.reviewers.search(text) is not None
            said = self._words.has("recommendation_words", text) and not self._words.has("no_list", text)
            return said and (maker or entry.named or self._words.has("own_wording", text))
        sentences = _SENTENCE.split(text)
        last = sentences[-1]
        if not self._words.has("introduces", last) or self._words.has("no_list", last):
            return False
        if self._words.has("recommended_that", last):
            return True
        if self._words.has("obliges", last) and _is_headed(pieces, index, self._words):
            return True
        if self._words.has("recommendation_words", last):
            return True
        if not self._words.has("pronoun", last):
            return False
        return any(
            self._words.has("recommendation_words", before) and not self._words.has("no_list", before)
            for before in sentences[:-1]
        )

    def _maker(self, pieces: Sequence[Piece], index: int) -> str | None:
        """Who made the recommendations: the name nearest before the list."""
        general = False
        for piece in reversed(pieces[max(0, index - CONTEXT) : index + 1]):
            if piece.block is None:
                continue
            text = piece.passage.text
            name = self._words.maker(text)
            if name is not None:
                return name
            general = general or self._words.reviewers.search(text) is not None
        for piece in pieces[: max(0, index - CONTEXT)]:
            name = self._words.maker(piece.passage.text) if piece.block is not None else None
            if name is not None:
                return name
        told = self._tabled_maker(pieces)
        if told or not general:
            return told
        # A report of inspectors may name their body in its last words alone. Nobody is named before: the first is it.
        if self._first_named is None:
            named = (self._words.maker(piece.passage.text) for piece in pieces if piece.block is not None)
            self._first_named = next((name for name in named if name is not None), "")
        return self._first_named

    def _tabled_maker(self, pieces: Sequence[Piece]) -> str | None:
        """Who is named in the tables at the head of the paper, as in its title."""
        for piece in pieces[:HEAD_PIECES]:
            if piece.table is not None and piece.table.n_rows <= MOST_HEAD_ROWS:
                name = self._words.maker("\n".join(cell.text for cell in piece.table.cells))
                if name is not None:
                    return name
        return None

    def _list(self, pieces: Sequence[Piece], start: int) -> tuple[list[_Entry], int]:
        """The entries from ``start`` on, each with the paragraphs that follow it; the index behind them."""
        entries: list[_Entry] = []
        index = start
        for block, index in _blocks(pieces, start):
            if block.footnote:
                continue
            entry = self._entry(block)
            if entry is None:
                if entries and not entries[-1].words:
                    entries[-1].words.append(passage_of(block))  # "Recommendation 3" stands above its words
                    continue
                if entries and self._answers(entries[-1], block):
                    continue
                if entries and self._introduces(pieces, index):
                    return _settle(entries), index
                if block.side or not entries or (block.heading and not entries[0].named):
                    return _settle(entries), index
                if block.heading and entries[-1].answers:
                    return _settle(entries), index
                entries[-1].answers.append(block)
                continue
            if entries and block.level > entries[0].block.level and not entry.named:
                entries[-1].words.append(passage_of(block))
                continue
            if entries and (
                entry.named != entries[0].named
                or (_is_head(block) and not _is_head(entries[0].block))
                or block.level < entries[0].block.level
                or not _next(entry.label, entries[-1].label, entries[0].label)
            ):
                return _settle(entries), index
            entries.append(entry)
        return _settle(entries), index + 1

    def _answers(self, entry: _Entry, block: Block) -> bool:
        """Take a block that says it is an answer ("Response: …", or "Progress" above it)."""
        passage = passage_of(block)
        if self._rates(entry, passage):
            return True
        found = self._words.match("answer_label", passage.text)
        if found is None:
            return False
        rest = passage.slice(found.end())
        if rest:
            entry.answers.append(block_of(rest, block))
        return True

    def _rates(self, entry: _Entry, passage: Passage) -> bool:
        """Take "Status: Complete", where the words behind the label are a status."""
        label = self._words.match("status_label", passage.text)
        words = passage.slice(label.end()) if label else passage
        if label is None or not words or words.text.count(" ") >= MOST_STATUS_WORDS:
            return False
        told = parse_status(words.text, self._vocabulary)
        if told.rag is None and told.state is None:
            return False
        entry.status = Status(raw=words.text, rag=told.rag, state=told.state, basis="text", source=words.source())
        return True

    def _entry(self, block: Block) -> _Entry | None:
        """The entry that a block begins: one with a list label, or one that says "Recommendation 3:"."""
        passage = passage_of(block)
        named = self._words.match("named_entry", passage.text)
        if named:
            rest = passage.slice(named.end())
            digits = "".join(sign for sign in named[1] if sign.isdigit())
            kind: Kind = "number" if digits else "letter"
            value = int(digits) if digits else letter_value(named[1])
            label = Label(named[1], kind, (value,), True, tuple(block.lines[0].words[:1]), None)
            return _Entry(block, label, [rest] if rest else [], named=True)
        if not block.label_words:
            return None
        found = read_label(make_line(block.label_words))
        return _Entry(block, found, [passage]) if found is not None else None

    def _make(self, entries: Sequence[_Entry], maker: str) -> Iterator[Recommendation]:
        for entry in entries:
            passage = Passage.join(entry.words)
            ref = entry.label.text.strip(_LABEL_EDGES)
            yield Recommendation(
                ref=ref if entry.label.kind != "bullet" else None,
                text=passage.text,
                made_by=maker or None,
                response=[passage_of(answer).to_text() for answer in entry.answers],
                status=entry.status,
                source=passage.source(),
            )


def _blocks(pieces: Sequence[Piece], start: int) -> Iterator[tuple[Block, int]]:
    for index in range(start, len(pieces)):
        block = pieces[index].block
        if block is None:
            return
        yield block, index


def _is_headed(pieces: Sequence[Piece], index: int, words: ReviewWords) -> bool:
    """Whether "Recommendations", or "Inspectors made two …", stands above "Within a month the council should:"."""
    above = pieces[index - 1] if index else Piece()
    if above.block is None:
        return False
    last = _SENTENCE.split(above.passage.text)[-1]
    told = _is_head(above.block) or words.tells(last)
    return told and words.has("recommendation_words", last) and not words.has("no_list", last)


def _is_head(block: Block) -> bool:
    return bool(block.heading or block.bold)


def _next(label: Label, before: Label, first: Label) -> bool:
    """Whether an entry goes on with the list: the next number, or the same bullet."""
    if label.follows(before):
        return True
    return label.kind == before.kind == first.kind and label.kind != "bullet" and label.values > before.values


def _settle(entries: list[_Entry]) -> list[_Entry]:
    """Keep as answers what answers each entry in turn; the paragraph behind the list is none."""
    entries = [entry for entry in entries if entry.words]
    if not entries:
        return entries
    answered = [entry for entry in entries[:-1] if entry.answers]
    if len(entries) < 2 or len(answered) < max(1, 0.6 * (len(entries) - 1)):
        for entry in entries:
            entry.answers = []
        return entries
    # A block may stand left of the answers: then it is the text that follows the list.
    edges = sorted(answer.lines[-1].x0 for entry in answered for answer in entry.answers)
    left = edges[len(edges) // 2]
    most = max(len(entry.answers) for entry in answered)
    last = entries[-1]
    kept: list[Block] = []
    for answer in last.answers:
        if answer.lines[-1].x0 < left - EDGE or len(kept) == most:
            break
        kept.append(answer)
    last.answers = kept
    return entries
