"""Running headers, footers, page numbers and watermarks: what a page carries because it is a page.

A line is set aside for reasons that add up: it stands at the edge of its page, it is repeated at the same height on
other pages once digits are masked, it has the form of a page number, the tags call it an artefact. Tags are evidence
and no more: letterheads of first pages are tagged as artefacts too, and they are wanted.
"""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.layout.document import ASKEW, Line, Page
from ingest.layout.together import ALONE, Together, added

# Share of the page's height, from either edge, in which furniture stands. Headers of three lines on a landscape page
# reach down to 14 %.
ZONE = 0.14
# Beyond this share only a margin is left: a lone number there is a page number, whatever the other pages have.
MARGIN = 0.085
# Lines at the same height on two pages may differ by this many points.
HEIGHT_TOLERANCE = 5.0
# A watermark is this many times larger than the text.
WATERMARK_SIZE = 2.5
_DIGITS = re.compile(r"\d+")

Patterns = Mapping[str, Sequence[re.Pattern[str]]]
Words = Mapping[str, Iterable[str]]


@dataclass(slots=True)
class _Candidate:
    """A line near the edge of its page."""

    line: int  # its place among the lines of its page
    page: int
    top: bool
    depth: float  # distance from the page's edge, as a share of its height
    height: float  # distance from the same edge in points
    size: float
    turned: bool
    text: str
    masked: str
    number: bool
    tabled: bool
    artefact: bool
    alone: bool


# What other processes that share a paper need of candidates: words and edge, to height and page of each.
_Places = dict[tuple[str, bool], tuple["array[float]", "array[int]"]]


@dataclass(slots=True)
class _Group:
    """Candidates that say the same at the same edge: (height, page) in order, and the pages of turned lines."""

    heights: list[tuple[float, int]] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)


def find_furniture(
    pages: Sequence[Page],
    lines_by_page: Sequence[Sequence[Line]],
    patterns: Patterns,
    words: Words,
    together: Together = ALONE,
) -> set[int]:
    """Find the lines that are no part of the text.

    Args:
        pages: the pages of one paper, or a range of them.
        lines_by_page: the lines of each page.
        patterns: forms of whole lines, ``page_number`` and ``pack_number``.
        words: whole lines, ``watermark`` and ``marking``.
        together: the processes that have the other pages.

    Returns:
        The ``id()`` of each line to be set aside.
    """
    marks = {text.casefold() for group in ("watermark", "marking") for text in words.get(group, ())}
    body_size = _body_size(lines_by_page, together)
    found: set[int] = set()
    own: list[list[_Candidate]] = []
    for page, lines in zip(pages, lines_by_page, strict=True):
        own.append(_candidates(page, lines, patterns))
        found.update(_watermarks(lines, marks, body_size))
    told = together.share("candidates", (pages[0].number if pages else None, _places(own)))
    groups = _grouped([places for _, places in told])
    first = next((number for number, _ in told if number is not None), 1)
    for lines, candidates in zip(lines_by_page, own, strict=True):
        for candidate in candidates:
            group = groups[candidate.masked, candidate.top]
            if _is_furniture(candidate, group, first, body_size, marks):
                found.add(id(lines[candidate.line]))
    return found


def _places(own: Iterable[Iterable[_Candidate]]) -> _Places:
    """Where the candidates of some pages say what."""
    places: _Places = {}
    for candidate in itertools.chain.from_iterable(own):
        heights, pages = places.setdefault((candidate.masked, candidate.top), (array("d"), array("l")))
        heights.append(candidate.height)
        pages.append(candidate.page)
    return places


def _grouped(told: Iterable[_Places]) -> dict[tuple[str, bool], _Group]:
    groups: dict[tuple[str, bool], _Group] = defaultdict(_Group)
    for places in told:
        for key, (heights, pages) in places.items():
            groups[key].heights.extend(zip(heights, pages, strict=True))
            groups[key].pages.update(pages)
    for group in groups.values():
        group.heights.sort()
    return groups


def _body_size(lines_by_page: Sequence[Sequence[Line]], together: Together) -> float:
    own: Counter[float] = Counter()
    for lines in lines_by_page:
        for line in lines:
            own[round(line.words[0].size * 2) / 2] += len(line.words)
    counts = added(together.share("sizes", own))
    return max(counts, key=lambda size: (counts[size], size), default=10.0)


def _candidates(page: Page, lines: Sequence[Line], patterns: Patterns) -> list[_Candidate]:
    height = page.height or 1.0
    rows: dict[int, int] = defaultdict(int)
    near: list[tuple[int, bool, float]] = []
    for index, line in enumerate(lines):
        top_depth, foot_depth = line.bottom / height, 1 - line.top / height
        if line.words[0].turn:
            side = min(line.x0, page.width - line.x1) / (page.width or 1.0)
            if side < MARGIN:
                near.append((index, True, side))
        elif min(top_depth, foot_depth) <= ZONE:
            near.append((index, top_depth < foot_depth, min(top_depth, foot_depth)))
            rows[round((line.top + line.bottom) / 4)] += 1
    found = []
    for index, top, depth in near:
        line = lines[index]
        text = line.text
        number = any(pattern.match(text) for pattern in patterns.get("page_number", ()))
        number = number or any(pattern.match(text) for pattern in patterns.get("pack_number", ()))
        row = round((line.top + line.bottom) / 4)
        alone = sum(rows.get(row + step, 0) for step in (-1, 0, 1)) <= 2
        edge = line.top if top else page.height - line.bottom
        found.append(
            _Candidate(
                index, page.number, top, depth, edge, line.size, bool(line.words[0].turn), text,
                _DIGITS.sub("#", text.casefold()), number, _in_table(line, page), _artefact(line, page), alone,
            )
        )  # fmt: skip
    return found


def _in_table(line: Line, page: Page) -> bool:
    """Whether upright rules on both sides, or a coloured box, enclose the line."""
    middle = (line.top + line.bottom) / 2
    left = right = False
    for rule in page.rules:
        if rule.x0 == rule.x1 and rule.top - 1 <= middle <= rule.bottom + 1:
            left = left or rule.x0 <= line.x0 + 1
            right = right or rule.x0 >= line.x1 - 1
            if left and right:
                return True
    mcids = {word.mcid for word in line.words if word.mcid >= 0}
    if mcids and any(mcids & cell.mcids for table in page.tag_tables for cell in table.cells):
        return True
    return any(
        fill.color != 0xFFFFFF
        and fill.top <= middle <= fill.bottom
        and fill.x0 <= line.x0 + 1
        and fill.x1 >= line.x1 - 1
        and fill.bottom - fill.top < 0.5 * page.height
        for fill in page.fills
    )


def _artefact(line: Line, page: Page) -> bool:
    return bool(page.artefacts) and all(word.mcid in page.artefacts for word in line.words)


def _is_furniture(candidate: _Candidate, group: _Group, first: int, body_size: float, marks: set[str]) -> bool:
    if candidate.text.casefold() in marks:
        return True
    if candidate.tabled:
        # A heading row is repeated on each page too. A frame round the whole page encloses its number as well.
        return candidate.number and candidate.depth < MARGIN and candidate.alone and _repeated(candidate, group)
    if candidate.number and candidate.alone and _looks_numbered(candidate, group):
        return True
    if candidate.artefact and (not candidate.top or candidate.page != first):
        return candidate.alone
    if not _repeated(candidate, group) or not (candidate.alone or candidate.depth < MARGIN):
        return False
    # The first page's own title may run on as the header of the pages that follow.
    titled = candidate.top and candidate.page == first and candidate.size >= 0.95 * body_size
    return not titled or candidate.number


def _repeated(candidate: _Candidate, group: _Group) -> bool:
    """Whether another page has the same words at the same height from the same edge."""
    if candidate.turned:
        return len(group.pages) > 1
    start = bisect_left(group.heights, (candidate.height - 2 * HEIGHT_TOLERANCE, 0))
    for index in range(start, len(group.heights)):
        height, page = group.heights[index]
        if height > candidate.height + 2 * HEIGHT_TOLERANCE:
            return False
        if page != candidate.page and abs(candidate.height - height) <= HEIGHT_TOLERANCE:
            return True
    return False


def _looks_numbered(candidate: _Candidate, group: _Group) -> bool:
    # "7" alone in the margin is a page number on a one-page paper too; a reference such as "TB4" at its top is not.
    plain = not candidate.text[:1].isalpha() or candidate.text[:1].casefold() == "p"
    if _repeated(candidate, group):
        return True
    return plain and (candidate.depth < MARGIN or (not candidate.top and candidate.depth < ZONE))


def _watermarks(lines: Iterable[Line], marks: set[str], body_size: float) -> list[int]:
    return [
        id(line)
        for line in lines
        if line.words[0].turn == ASKEW
        or (line.text.casefold() in marks and (line.size >= WATERMARK_SIZE * body_size or line.words[0].turn))
    ]
