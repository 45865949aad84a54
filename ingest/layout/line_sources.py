"""Places in a text that keeps layout: lines in place of the boxes that its words had for the time of reading."""

from __future__ import annotations

from bisect import bisect_left

from pydantic import BaseModel

from ingest.layout.document import LayoutDocument
from ingest.layout.turned import sources_of


def place_by_lines(paper: BaseModel, layout: LayoutDocument) -> None:
    """Change the boxes of a paper's sources in place where its words know their lines; else nothing happens."""
    if layout.given or layout.text_layer != "converted":
        return
    lines: dict[int, list[tuple[float, int]]] = {}
    for page in layout.pages:
        places = sorted({(word.top, word.line) for word in page.words if word.line is not None})
        if places:
            lines[page.number] = places
    seen: set[int] = set()
    for source in sources_of(paper):
        if id(source) in seen or source.page not in lines:
            continue
        seen.add(id(source))
        places = lines[source.page]
        top = source.bbox[1] if source.bbox else 0.0
        # Boxes are rounded to a tenth of a point.
        at = min(bisect_left(places, (top - 0.2, 0)), len(places) - 1)
        source.page, source.bbox, source.line = None, None, places[at][1]
