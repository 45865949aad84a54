"""Lines of long papers with their words packed: a tenth of the room, and next to nothing to send between processes.

A word is sixteen values, and a pack of 5,000 pages has two million of them. Once a page is laid out its lines keep
their text and the rest as bytes; words and box are made anew where they are asked for, and kept for the lines that
were asked for last.
"""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from ingest.layout.document import Line, Word, make_line

# So many lines keep the words that were made anew; what is read at a time (a table, a paragraph) has fewer.
OPEN_LINES = 2000
# What the words of a line nearly always have in common, in the order of Word's fields after its box.
Style = tuple[Any, ...]
_style_of = attrgetter(
    "page", "size", "bold", "color", "mcid", "line", "confidence", "italic", "soft", "turn", "block"
)  # fmt: skip
# What a packed line has only while it is open.
_ENDS = struct.calcsize("=2d")  # top and bottom, in bytes
# How the edges of words are packed that are equally high, by the bytes that each word takes beside top and bottom.
_FORMS = {struct.calcsize("=2f"): "f", struct.calcsize("=2d"): "d"}
OPENED = ("words", "x0", "top", "x1", "bottom")
_open: deque[Line] = deque()


class PackedWords:
    """The words of one line.

    Attributes:
        text: their texts, parted by one space.
        edges: top, bottom, then left and right edge of each word, where they are equally high; else the four edges
            of each word. Doubles in the machine's order; left and right edges are floats where that loses nothing.
        styles: what all words have in common, or a list with that of each word.
    """

    __slots__ = ("edges", "styles", "text")

    def __init__(self, text: str, edges: bytes, styles: Style | list[Style]) -> None:
        self.text = text
        self.edges = edges
        self.styles = styles

    def __reduce__(self) -> tuple[type[PackedWords], tuple[str, bytes, Style | list[Style]]]:
        return PackedWords, (self.text, self.edges, self.styles)

    def reduce_line(self) -> tuple[Callable[[PackedWords], Line], tuple[PackedWords]]:
        """How a line with these words goes to another process: packed."""
        return _packed_line, (self,)

    @property
    def page(self) -> int | None:
        """Page of the words."""
        styles = self.styles
        page: int | None = styles[0][0] if isinstance(styles, list) else styles[0]
        return page

    @property
    def size(self) -> float:
        """Font size of the largest word, in points."""
        size: float = max([style[1] for style in self._each()])
        return size

    @property
    def bold(self) -> bool:
        """Whether all words are bold."""
        return all([style[2] for style in self._each()])

    @property
    def ends_soft(self) -> bool:
        """Whether the last word ends in a hyphen that stands only for the line's end."""
        soft: bool = self._each()[-1][8]
        return soft

    def _each(self) -> list[Style]:
        return self.styles if isinstance(self.styles, list) else [self.styles]

    def unpack(self, line: Line) -> None:
        """Give the line its words, made anew, and its box."""
        texts = self.text.split(" ")
        styles = self.styles if isinstance(self.styles, list) else [self.styles] * len(texts)
        form = _FORMS.get((len(self.edges) - _ENDS) // len(texts))
        edges = struct.unpack(f"=2d{2 * len(texts)}{form}" if form else f"={4 * len(texts)}d", self.edges)
        if form:
            top, bottom = edges[:2]
            lefts, rights = edges[2::2], edges[3::2]
            boxes = zip(texts, lefts, rights, styles, strict=True)
            line.words = [Word(text, x0, top, x1, bottom, *style) for text, x0, x1, style in boxes]
            line.x0, line.top, line.x1, line.bottom = min(lefts), top, max(rights), bottom
            return
        corners = list(zip(texts, edges[::4], edges[1::4], edges[2::4], edges[3::4], styles, strict=True))
        line.words = [Word(text, x0, top, x1, bottom, *style) for text, x0, top, x1, bottom, style in corners]
        line.x0, line.top, line.x1, line.bottom = _hull(line.words)


def _packed_line(packed: PackedWords) -> Line:
    line = Line.__new__(Line)
    line.packed = packed
    return line


def pack_lines(lines: Iterable[Line], styles: dict[Style, Style]) -> None:
    """Pack the words of lines; changed in place. Their words must not be changed any more.

    Args:
        lines: the lines.
        styles: the styles met so far, each kept once.
    """
    for line in lines:
        if line.packed is None:
            packed = _pack(line, styles)
            if packed is not None:
                line.packed = packed
                _close(line)


def _pack(line: Line, styles: dict[Style, Style]) -> PackedWords | None:
    words = line.words
    text = " ".join([word.text for word in words])
    if text.count(" ") != len(words) - 1 or (line.x0, line.top, line.x1, line.bottom) != _hull(words):
        return None  # a reader that leaves a space in a word, or tells a box of its own, keeps its lines as they are
    first = words[0]
    top, bottom = first.top, first.bottom
    sides: list[float] = []
    for word in words:
        if word.top != top or word.bottom != bottom:
            corners = [edge for word in words for edge in (word.x0, word.top, word.x1, word.bottom)]
            edges = struct.pack(f"={len(corners)}d", *corners)
            break
        sides += (word.x0, word.x1)
    else:
        edges = struct.pack("=2d", top, bottom) + _packed_sides(sides)
    each = [styles.setdefault(style, style) for style in map(_style_of, words)]
    common = each[0]
    same = all([style is common for style in each])
    return PackedWords(text, edges, common if same else each)


def _packed_sides(sides: Sequence[float]) -> bytes:
    """PDFium measures in floats; an edge that was reckoned from several is none."""
    try:
        packed = struct.pack(f"={len(sides)}f", *sides)
    except OverflowError:
        packed = b""
    if packed and struct.unpack(f"={len(sides)}f", packed) == tuple(sides):
        return packed
    return struct.pack(f"={len(sides)}d", *sides)


def open_line(line: Line) -> None:
    """Give a packed line its words and its box, until many other lines were opened."""
    assert line.packed is not None
    line.packed.unpack(line)
    _open.append(line)
    if len(_open) > OPEN_LINES:
        _close(_open.popleft())


def _close(line: Line) -> None:
    del line.words, line.x0, line.top, line.x1, line.bottom


def _hull(words: list[Word]) -> tuple[float, float, float, float]:
    whole = make_line(words)
    return whole.x0, whole.top, whole.x1, whole.bottom
