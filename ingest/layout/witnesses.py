"""The tag tree as a witness for tables: what it says beside the lines, and where there are no lines.

Tags are evidence, not truth: a frozen Excel heading is tagged as one row with the words of all pages, and layout
tables are tagged like any other. So the lines decide where there are some, and the tags' disagreement lowers the
table's confidence; where there are none, the tags make a table that looks like data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from ingest.layout.document import Cell, Page, Table, TagTable, Word
from ingest.layout.lines import group_lines
from schemas.diagnostics import diagnose
from schemas.values import Source

# Below this share of agreement the two readings are told apart in a diagnostic.
AGREE = 0.85
_FREE_SHARE = 0.9
_SHORT_CELL = 60
_MIN_HEADINGS = 2


def hear_tags(page: Page, tables: Sequence[Table]) -> None:
    """Compare each table of a page with the tag tree; disagreement lowers its confidence and is noted."""
    if not page.tag_tables:
        return
    by_id = {mcid: cell for table in page.tag_tables for cell in table.cells for mcid in cell.mcids}
    for table in tables:
        share = _agreement(table, by_id)
        if share is None or share >= AGREE:
            continue
        table.confidence = round(min(table.confidence, max(0.3, share)), 2)
        reason = f"{share:.0%} of its cells are the same in the tags"
        table.notes.append(diagnose("witnesses-disagree", [Source(page=page.number)], page=page.number, reason=reason))


def _agreement(table: Table, by_id: Mapping[int, object]) -> float | None:
    """Share of cells whose words the tags put into one cell of their own; None where the tags say nothing of them."""
    seen = agreeing = 0
    owners: dict[int, set[int]] = defaultdict(set)
    tagged: list[set[int]] = []
    for index, cell in enumerate(table.cells):
        found = {id(by_id[w.mcid]) for line in cell.lines for w in line.words if w.mcid in by_id}
        tagged.append(found)
        for owner in found:
            owners[owner].add(index)
    for found in tagged:
        if not found:
            continue
        seen += 1
        agreeing += len(found) == 1 and len(owners[next(iter(found))]) == 1
    return agreeing / seen if seen >= 4 else None


def tagged_tables(
    page: Page, words: Sequence[Word], is_heading: Callable[[str], bool]
) -> tuple[list[Table], list[Word]]:
    """Tables that the tags alone tell, among words that stand in no grid; returns them and the words left over."""
    if not page.tag_tables:
        return [], list(words)
    free = {id(word) for word in words}
    by_id: dict[int, list[Word]] = defaultdict(list)
    for word in page.words:
        if word.mcid >= 0:
            by_id[word.mcid].append(word)
    tables: list[Table] = []
    taken: set[int] = set()
    for tagged in page.tag_tables:
        own = [[word for mcid in sorted(cell.mcids) for word in by_id.get(mcid, [])] for cell in tagged.cells]
        total = sum(len(found) for found in own)
        outside = sum(1 for found in own for word in found if id(word) in free)
        if not total or outside < _FREE_SHARE * total or not _is_data(tagged, own, is_heading):
            continue
        table = _make(page, tagged, own)
        if table is not None:
            tables.append(table)
            taken.update(id(word) for found in own for word in found)
    return tables, [word for word in words if id(word) not in taken] if taken else list(words)


def _is_data(tagged: TagTable, own: Sequence[Sequence[Word]], is_heading: Callable[[str], bool]) -> bool:
    """Whether a tagged table holds data: known headings, or nothing but short cells in several columns and rows."""
    rows = {cell.row for cell, words in zip(tagged.cells, own, strict=True) if words}
    cols = {cell.col for cell, words in zip(tagged.cells, own, strict=True) if words}
    if len(rows) < 2 or len(cols) < 2:
        return False
    texts = [" ".join(word.text for word in words) for words in own if words]
    first = [
        " ".join(word.text for word in words)
        for cell, words in zip(tagged.cells, own, strict=True)
        if words and cell.row == min(rows)
    ]
    known = sum(1 for text in first if is_heading(text))
    if known >= _MIN_HEADINGS and known >= 0.5 * len(first) and len(cols) > 2:
        return True
    figures = sum(1 for text in texts if text[:1].isdigit())
    return len(rows) > 2 and max(map(len, texts)) <= _SHORT_CELL and figures >= 0.3 * len(texts)


def _make(page: Page, tagged: TagTable, own: Sequence[list[Word]]) -> Table | None:
    placed = [(cell, words) for cell, words in zip(tagged.cells, own, strict=True) if words]
    boxes = [_extent(words) for _, words in placed]
    n_rows = max(cell.row + cell.row_span for cell, _ in placed)
    n_cols = max(cell.col + cell.col_span for cell, _ in placed)
    lefts: dict[int, list[float]] = defaultdict(list)
    for (cell, _), box in zip(placed, boxes, strict=True):
        lefts[cell.col].append(box[0])
    # Words of one row on the page may be tagged as rows of their own (frozen headings); such a table is not used.
    order = [median(lefts[col]) for col in sorted(lefts)]
    if order != sorted(order) or _overlap(boxes) > 0.1 * len(boxes):
        return None
    # A list that the writer tags as one although it stands in several cells takes their words into one of them.
    left = {col: median(found) for col, found in lefts.items()}
    into_next = sum(
        1
        for (cell, _), box in zip(placed, boxes, strict=True)
        if (edge := left.get(cell.col + cell.col_span)) is not None and box[2] > edge + 2
    )
    if into_next > 0.02 * len(boxes):
        return None
    cells = [
        Cell(
            cell.row, cell.col, cell.row_span, cell.col_span, group_lines(words, None),
            boxes=[(page.number, *box)], header=cell.header,
        )
        for (cell, words), box in zip(placed, boxes, strict=True)
    ]  # fmt: skip
    cells.sort(key=lambda cell: (cell.row, cell.col))
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    table = Table(cells, n_rows, n_cols, [page.number], ruled="tags", confidence=0.8, boxes=[(page.number, *whole)])
    rows = Counter(cell.row for cell in cells)
    return table if len(rows) > 1 else None


def _extent(words: Sequence[Word]) -> tuple[float, float, float, float]:
    return min(w.x0 for w in words), min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words)


def _overlap(boxes: Sequence[tuple[float, float, float, float]]) -> int:
    count = 0
    ordered = sorted(boxes, key=lambda box: box[1])
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 : index + 12]:
            if other[1] >= one[3] - 1:
                break
            if min(one[2], other[2]) - max(one[0], other[0]) > 2 and min(one[3], other[3]) - max(one[1], other[1]) > 3:
                count += 1
    return count
