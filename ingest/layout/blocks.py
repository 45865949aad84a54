"""Lines to blocks: paragraphs, headings and list entries of running text, in reading order."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.layout.block_marks import INDENT, mark_headings
from ingest.layout.document import Block, Line, Page, make_line
from ingest.layout.flow_lines import FlowLine
from ingest.layout.list_labels import Label, read_label
from ingest.layout.rows import flow_of
from ingest.layout.together import ALONE, Together, added

# Lines of one paragraph are at most this many usual line distances apart; list entries stand 1.3 apart.
PARAGRAPH_GAP = 1.24
# The usual line distance, in font sizes, where a page has too few lines to tell.
USUAL_PITCH = 1.17
# Text that stands so many font sizes behind a label is tabbed.
LABEL_GAP = 0.6
# Sizes that differ by more than this share belong to two blocks.
SIZE_CHANGE = 0.12
# A line that leaves this share of its column empty, beside room for the next word, ends its paragraph.
SHORT_SHARE = 0.05
# Footnotes are set smaller than this share of the text's size.
FOOTNOTE_SIZE = 0.92
# A page with this many words tells its own size of text.
ENOUGH_WORDS = 80
# And its own distance of lines with so many pairs of them; fewer than the second number tell nothing.
ENOUGH_PITCHES = 12
FEW_PITCHES = 4
_ENDED = re.compile(r"[.:;?!…]['’”\")\]]*$|\b(and|or)[,;]?$|[;,] (and|or)$")
_ENTRY_END = re.compile(r";(\s*(and|or))?[,;]?$")
SENTENCE_END = re.compile(r"[.:?!…]['’”\")\]]*$")
_FOOTNOTE = re.compile(r"\d{1,2}\b|[*†‡]")
ADDRESS = re.compile(r"@|^(https?:|www\.)")


@dataclass(slots=True)
class _Open:
    """The block being built; ``size`` and ``base`` are those of its last line, ``delta`` its least line distance."""

    lines: list[Line]
    label: Label | None
    side: bool
    right: float
    band: int
    size: float
    base: float
    delta: float = 0.0

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def text_x0(self) -> float:
        return self.lines[0].x0

    @property
    def body_x0(self) -> float:
        return self.lines[1].x0 if len(self.lines) > 1 else self.lines[0].x0


def build_blocks(
    lines: Sequence[Line],
    page: Page,
    barriers: Iterable[tuple[float, float]] = (),
    look: Look | None = None,
) -> list[Block]:
    """Make the blocks of one page from its lines (furniture and table words taken out).

    Args:
        lines: lines of the page, top to bottom; segments that stand side by side are parted.
        page: the page, for its tags and rules.
        barriers: (top, bottom) in points of what stands between the lines, such as tables; no block reaches over one.
        look: how the paper's text looks; told from the lines where not given.

    Returns:
        Blocks in reading order; footnotes come last and have ``footnote`` set.
    """
    upright = [line for line in lines if not line.words[0].turn]
    if not upright:
        return [_plain(line, page) for line in lines]
    own = usual_look([upright])
    # A paper whose tables are set small must not have all its text taken for headings; few words tell little.
    enough = look is None or sum(len(line.words) for line in upright) >= ENOUGH_WORDS
    size = own.size if enough or look is None else look.size
    pitch = own.pitch if look is None or (enough and own.pitches >= ENOUGH_PITCHES) else look.pitch
    text, notes = _part_footnotes(upright, size)
    edges = sorted(top for top, _ in barriers)
    bands: dict[int, list[Line]] = {}
    for line in text:
        middle = (line.top + line.bottom) / 2
        bands.setdefault(sum(edge < middle for edge in edges), []).append(line)
    blocks: list[Block] = []
    for band in sorted(bands):
        blocks.extend(_paragraphs(flow_of(bands[band]), page, pitch, band))
    mark_headings(blocks, page, size)
    for block in _paragraphs(flow_of(notes), page, USUAL_PITCH, -1) if notes else ():
        block.footnote = True
        blocks.append(block)
    blocks.extend(_plain(line, page) for line in lines if line.words[0].turn)
    return blocks


class Look(NamedTuple):
    """How text usually looks.

    Attributes:
        size: font size that most words have, in points.
        pitch: usual distance of two lines of a paragraph, in font sizes.
        pitches: how many pairs of lines told it.
    """

    size: float
    pitch: float
    pitches: int


def usual_look(lines_by_page: Sequence[Sequence[Line]], together: Together = ALONE) -> Look:
    """How the text of a paper, or of a page, usually looks."""
    own: Counter[float] = Counter()
    for lines in lines_by_page:
        for line in lines:
            own[round(line.words[0].size * 2) / 2] += len(line.words)
    counts = added(together.share("text sizes", own))
    size = max(counts, key=lambda size: (counts[size], size), default=10.0)
    own_pitches: Counter[float] = Counter()
    for lines in lines_by_page:
        _count_pitches(lines, size, own_pitches)
    pitches = added(together.share("pitches", own_pitches))
    if pitches.total() < FEW_PITCHES:
        return Look(size, USUAL_PITCH, 0)
    most = max(pitches.values())
    return Look(size, min(delta for delta, count in pitches.items() if count >= 0.5 * most), pitches.total())


def _plain(line: Line, page: Page) -> Block:
    return Block([line], page_number=page.number)


def _part_footnotes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """Lines of the text, and the small ones at the foot of the page that begin with a mark."""
    start = len(lines)
    while start and lines[start - 1].size < FOOTNOTE_SIZE * size:
        start -= 1
    while start < len(lines) and not _FOOTNOTE.match(lines[start].text):
        start += 1
    if start == 0 or start == len(lines):
        return list(lines), []
    return list(lines[:start]), list(lines[start:])


def baseline(line: Line) -> float:
    """Where the letters stand; readers that give tight boxes let descenders reach below it."""
    return _baseline(line, line.size)


def _baseline(line: Line, size: float) -> float:
    least = 0.9 * size
    return min([w.bottom for w in line.words if w.size >= least and w.text[-1].isalnum()], default=line.bottom)


def _count_pitches(lines: Sequence[Line], size: float, counts: Counter[float]) -> None:
    """Count the distances of lines, in font sizes, where a small letter tells that the text runs on."""
    for above, below in itertools.pairwise(lines):
        first = below.words[0]
        if first.text[0].islower() and len(above.words) > 4 and 0.5 * size < below.top - above.top < 3 * size:
            size_above, size_below = above.size, below.size
            if abs(size_above - size) >= 1 or abs(size_below - size) >= 1:
                continue
            delta = (_baseline(below, size_below) - _baseline(above, size_above)) / size
            if 0.9 < delta < 2.4:
                counts[round(delta * 10) / 10] += 1


def _paragraphs(flow: Sequence[FlowLine], page: Page, pitch: float, band: int) -> list[Block]:
    done: list[_Open] = []
    labels: list[Label] = []
    for index, item in enumerate(flow):
        item = _settle_label(item, flow[index + 1] if index + 1 < len(flow) else None, done, labels)
        if item.line is None:
            if item.label is None:
                continue
            item = FlowLine(make_line(list(item.label.words)), None, item.side, item.new, item.right)
        line = item.line
        assert line is not None
        size = line.size
        base = _baseline(line, size)
        if done and not _begins(item, line, size, base, done[-1], pitch):
            block = done[-1]
            delta = base - block.base
            block.delta = min(block.delta, delta) if block.delta else delta
            block.size, block.base = size, base
            block.lines.append(line)
            continue
        if item.label is not None:
            labels.append(item.label)
        done.append(_Open([line], item.label, item.side, item.right, band, size, base))
    return [
        Block(
            block.lines,
            label=block.label.text if block.label else "",
            label_words=list(block.label.words) if block.label else [],
            page_number=page.number,
            side=block.side,
        )
        for block in done
    ]


def _settle_label(
    item: FlowLine, following: FlowLine | None, done: Sequence[_Open], labels: Sequence[Label]
) -> FlowLine:
    """Say whether the front of a line is a label, from what stands around it."""
    label = item.label or (read_label(item.line) if item.line and not item.plain else None)
    if label is None:
        return item
    if item.label is None and (label.rest is None or not _corroborated(label, following, labels, done)):
        return item
    if not _credible(label, item, done[-1] if done else None, labels):
        return FlowLine(item.whole, None, item.side, item.new, item.right)
    rest = item.line if item.label is not None else label.rest
    return FlowLine(rest, label, item.side, item.new, item.right)


def _corroborated(label: Label, following: FlowLine | None, labels: Sequence[Label], done: Sequence[_Open]) -> bool:
    """Whether a doubtful sign is a label: one of its list stands above or below, or text hangs beside it."""
    if any(label.follows(other) and abs(label.x0 - other.x0) < INDENT for other in labels[-12:]):
        return True
    assert label.rest is not None
    if following is not None and following.line is not None and following.line is not label.rest:
        other = following.label or read_label(following.line)
        if other is not None and other.follows(label) and abs(other.x0 - label.x0) < INDENT:
            return True
        hanging = abs(following.line.x0 - label.rest.x0) < 1.5 and following.label is None
        if hanging and label.kind != "number":
            return True
    if label.kind == "bullet":
        return bool(done) and done[-1].last.text.endswith(":")
    return False


def _credible(label: Label, item: FlowLine, block: _Open | None, labels: Sequence[Label]) -> bool:
    """Whether a label begins an entry here, and is no number at a line's front."""
    if block is None or item.new or label.kind == "bullet":
        return True
    if label.text.endswith(")") and "(" not in label.text and _open_bracket(block.last.text):
        return False  # "(see Appendix" over "A) which"
    if item.line is not None and item.line.x0 - label.words[-1].x1 > LABEL_GAP * item.line.size:
        return True
    if any(label.follows(other) for other in labels[-40:]):
        return True
    if _ENDED.search(block.last.text):
        return True
    whole = item.whole
    apart = whole.top - block.last.bottom > whole.size
    return apart or abs(whole.x0 - block.body_x0) > INDENT / 2 or _room_left(block, whole)


def _open_bracket(text: str) -> bool:
    return text.rfind("(") > text.rfind(")")


def _begins(item: FlowLine, line: Line, size: float, base: float, block: _Open, pitch: float) -> bool:
    """Whether a line begins a new block after the open one."""
    if item.new or item.label is not None:
        return True
    if item.side != block.side:
        return True
    last = block.last
    if abs(size - block.size) > SIZE_CHANGE * max(size, block.size):
        return True
    if _far(size, base, block, pitch):
        return True
    if item.side:
        return False
    if _centred(line, block):
        return line.bold != last.bold
    if _weight_changes(line, block):
        return True
    full = not _room_left(block, line)
    if _indent_breaks(line, block, full):
        return True
    if full:
        return False
    if ADDRESS.search(last.words[-1].text) or ADDRESS.search(line.text):
        return True
    runs_on = not SENTENCE_END.search(last.text) and not _ENTRY_END.search(last.text)
    return not (_same_content(line, last) or (line.words[0].text[:1].islower() and runs_on))


def _far(size: float, base: float, block: _Open, pitch: float) -> bool:
    delta = base - block.base
    if delta < 0.3 * size:
        return True  # another column
    usual = block.delta or max(pitch, USUAL_PITCH) * size
    return delta > PARAGRAPH_GAP * usual + 0.5


def _centred(line: Line, block: _Open) -> bool:
    """Whether two lines share their middle and neither edge."""
    last = block.last
    if block.label is not None or abs((line.x0 + line.x1) - (last.x0 + last.x1)) > 6:
        return False
    return abs(line.x0 - last.x0) > INDENT and abs(line.x1 - last.x1) > INDENT


def _weight_changes(line: Line, block: _Open) -> bool:
    last = block.last
    ended = bool(SENTENCE_END.search(last.text)) or _room_left(block, line)
    if last.bold and not line.words[0].bold:
        return ended or line.words[0].text[:1].isupper()
    return line.bold and not last.words[-1].bold and ended


def _indent_breaks(line: Line, block: _Open, full: bool) -> bool:
    x0 = line.x0
    if block.label is not None:
        label_x0 = block.label.x0
        if x0 < label_x0 - INDENT:
            return True
        allowed = [block.text_x0, label_x0, block.body_x0]
    else:
        allowed = [block.text_x0 if len(block.lines) == 1 else block.body_x0]
    if any(abs(x0 - edge) < INDENT for edge in allowed):
        return False
    # The second line shows a first-line indent or a hanging one; its paragraph runs on when the first line is full.
    long = len(block.last.words) > 4
    return not (full and long and len(block.lines) == 1 and abs(x0 - block.text_x0) < 60)


def _room_left(block: _Open, line: Line) -> bool:
    """Whether the line's first word would have had room at the end of the block's last line."""
    first = line.words[0]
    room = block.right - block.last.x1
    width = max(block.right - min(block.text_x0, line.x0), 1.0)
    return room > (first.x1 - first.x0) + 0.3 * first.size + SHORT_SHARE * width


def _same_content(line: Line, last: Line) -> bool:
    return line.words[0].mcid >= 0 and line.words[0].mcid == last.words[-1].mcid
