"""What may be labels of a form without a grid: words at a colon, beside a value or in bold, that come again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layout.aligned_head import IsHeading
from ingest.layout.document import Line, Table, Word, make_line
from ingest.layout.lines import group_lines, rows_of_lines

_CELL_GAP = 0.75
_LABEL_LENGTH = 45
_LABEL_WORDS = 6
# A label nobody knows comes again as often as this share of the times that known ones do, and so often at least.
_AS_OFTEN = 0.6
_OFTEN = 3
# The second line of a label begins under its first one, and closer than this share of a line's height.
_UNDER = 2.0
_CLOSE = 0.5
_WRAPPED_WORDS = 3

# "Action 3", "Recommendation 2.1": the number is that of what the label stands before.
_NUMBER = re.compile(r"\s+(?:no\.?\s*)?\d{1,3}(?:\.\d{1,2})*[a-z]?$")

Row = list[Line]


@dataclass(frozen=True, slots=True)
class Label:
    """What may be a label: its text, which line of the row it is in, and how many words of that line it takes."""

    key: str
    at: int
    count: int


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a paper's forms.

    Attributes:
        known: headings that come again.
        guessed: what comes again as often at the front of a row, though no vocabulary has it.
    """

    known: set[str]
    guessed: set[str]

    @classmethod
    def of(cls, told: Iterable[Counter[str]], is_heading: IsHeading) -> Labels:
        """The labels among what was counted on all pages."""
        counts: Counter[str] = Counter()
        for own in told:
            counts.update(own)
        known = {key for key, count in counts.items() if count > 1 and is_heading(key)}
        often = max(_OFTEN, _AS_OFTEN * max((counts[key] for key in known), default=0))
        return cls(known, {key for key, count in counts.items() if count >= often} - known)

    def at_front(self, row: Row) -> bool:
        """Whether a row begins with a known label."""
        return any(label.at == 0 and label.key in self.known for label in _candidates(row))

    def among(self, row: Row) -> list[Label]:
        """The labels of a row; what stands straight after a label is its value, whatever else it might be."""
        found: list[Label] = []
        for label in _candidates(row):
            if label.key not in self.known and (label.at or label.key not in self.guessed):
                continue
            before = found[-1] if found else None
            if before is not None and before.at == label.at - 1 and before.count == len(row[before.at].words):
                colon = row[label.at].words[label.count - 1].text[-1] == ":"
                if not colon:
                    continue
            found.append(label)
        return found


def words_of(tables: Iterable[Table]) -> list[Word]:
    """The words of tables."""
    return [word for table in tables for cell in table.cells for line in cell.lines for word in line.words]


def label_rows(words: Sequence[Word], is_heading: IsHeading) -> list[Row]:
    """Lines side by side, labels of two lines as one; none where nothing looks like a label."""
    if not any(word.bold or word.text[-1] == ":" for word in words):
        return []
    rows = rows_of_lines(group_lines([word for word in words if not word.turn], _CELL_GAP))
    for row, below in pairwise(rows):
        for line in list(row):
            count = _bold_words(line)
            label = make_line(line.words[:count]) if count else line
            rest = _rest_of_label(label, below, count > 0 or line is not row[-1], is_heading)
            if rest is not None:
                values = [make_line(line.words[count:])] if count else []
                at = row.index(line)
                row[at : at + 1] = [make_line([*label.words, *rest.words]), *values]
                below.remove(rest)
    return [row for row in rows if row]


def _bold_words(line: Line) -> int:
    """How many words at the front of a line are bold, where others follow that are not."""
    return next((count for count, word in enumerate(line.words) if not word.bold), 0)


def _rest_of_label(line: Line, below: Row, followed: bool, is_heading: IsHeading) -> Line | None:
    """The second line of a label that its column is too narrow for; None where the two are no heading together.

    A small letter goes on with what stands above it, whether anybody knows the words or not.
    """
    if len(line.words) > _WRAPPED_WORDS or line.words[-1].text[-1] == ":" or not (followed or line.bold):
        return None
    for rest in below:
        if abs(rest.x0 - line.x0) > _UNDER or len(rest.words) > _WRAPPED_WORDS:
            continue
        if rest.top - line.bottom > _CLOSE * (line.bottom - line.top):
            return None
        if rest.text[0].islower():
            return rest
        whole = f"{line.text} {rest.text}".rstrip(" :")
        # Two words that are labels each are one label where nothing stands beside the second.
        both = rest is not below[-1] and is_heading(line.text) and is_heading(rest.text.rstrip(" :"))
        return rest if is_heading(whole) and not both else None
    return None


def counted(row: Row, is_heading: IsHeading) -> Iterator[str]:
    """What may be labels of a row that is no line of column headings."""
    found = _candidates(row)
    if len(found) > 2 and len(found) == len(row) and all(is_heading(label.key) for label in found):
        return
    yield from (label.key for label in found)


def _candidates(row: Row) -> list[Label]:
    found = []
    for index, line in enumerate(row):
        count = _label_words(line, index + 1 < len(row))
        if count:
            text = " ".join(word.text for word in line.words[:count]).rstrip(":").strip()
            if 0 < len(text) <= _LABEL_LENGTH:
                found.append(Label(_NUMBER.sub("", text.casefold()) or text, index, count))
    return found


def _label_words(line: Line, followed: bool) -> int:
    """How many words at the front of a line may be a label: up to a colon, all beside a value, the bold ones."""
    for count, word in enumerate(line.words[:_LABEL_WORDS], 1):
        if word.text[-1] == ":":
            return count
    if followed:
        return len(line.words) if len(line.words) <= _LABEL_WORDS else 0
    # A label that fills its column stands as near to its value as any word, but it is bold and the value is not.
    bold = _bold_words(line)
    return bold if bold <= _LABEL_WORDS else 0
