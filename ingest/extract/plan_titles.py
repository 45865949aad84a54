"""The heading that names a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.layout.document import Block, Table
from ingest.normalise.dates import is_date_only
from ingest.vocabulary.folding import fold
from ingest.vocabulary.loader import Vocabulary

_LONGEST = 250
# Paragraphs that may stand between a plan's title and its first table.
_NEAR = 6
_SIZE_STEP = 0.5


def is_heading(part: Block | Table) -> bool:
    """Whether a part of the body could be a title: a heading or bold line that is no date."""
    return (
        isinstance(part, Block)
        and bool(part.heading or part.bold)
        and 3 < len(part.text) <= _LONGEST
        and not is_date_only(part.text)
    )


def title_block(body: Sequence[Block | Table], place: int, own: Block | None, vocabulary: Vocabulary) -> Block | None:
    """The heading that names the plan whose first table stands at ``place``.

    Of the headings shortly above the table the one that speaks like a plan's title counts, else the largest; a heading
    further up counts only where none is near and it is a main heading. What every report has ("Progress", "Summary")
    or introduces a list ("The committee is asked to:") is no title.

    Args:
        body: blocks and tables in reading order.
        place: index of the first table.
        own: the heading that names a section of the plan, which is no title; None where there is none.
        vocabulary: for the words of titles.
    """
    general = {fold(word) for word in vocabulary.words("plans", "general_heading")}
    near = [
        block
        for block in _above(body, place)
        if block is not own and fold(block.text) not in general and not block.text.endswith(":")
    ]
    patterns = vocabulary.patterns("plans", "plan_title")
    named = [block for block in near if any(pattern.search(block.text.casefold()) for pattern in patterns)]
    for candidates in (named, near):
        if candidates:
            largest = max(block.lines[0].size for block in candidates)
            return next(block for block in candidates if block.lines[0].size > largest - _SIZE_STEP)
    for part in reversed(body[:place]):
        if isinstance(part, Block) and part.heading == 1 and is_heading(part) and part is not own:
            return None if fold(part.text) in general else part
    return None


def _above(body: Sequence[Block | Table], place: int) -> Iterator[Block]:
    """Headings above a table, nearest first: on its page or the one before, over a few paragraphs at most."""
    table = body[place]
    page = table.pages[0] if isinstance(table, Table) and table.pages else None
    seen = 0
    for index in range(place - 1, -1, -1):
        part = body[index]
        if isinstance(part, Table) or (page is not None and part.page_number < page - 1):
            return
        if is_heading(part):
            if page is not None and part.page_number < page and seen:
                return  # what stands between belongs to the page before
            yield part
        else:
            seen += 1
            if seen > _NEAR:
                return
