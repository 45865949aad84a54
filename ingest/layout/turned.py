"""Boxes of pages that layout read turned, put back into the frame of the page as displayed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pydantic import BaseModel

from ingest.layout.document import LayoutDocument, Page
from schemas.values import Source


def turn_sources(paper: BaseModel, layout: LayoutDocument) -> None:
    """Change the boxes of a paper's sources in place where their page was turned back for reading."""
    turned = {page.number: page for page in layout.pages if page.turn or page.skew}
    if not turned:
        return
    seen: set[int] = set()
    for source in sources_of(paper):
        page = turned.get(source.page) if source.page else None
        if page is None or source.bbox is None or id(source) in seen:
            continue
        seen.add(id(source))
        source.bbox = as_displayed(source.bbox, page)


def as_displayed(box: tuple[float, float, float, float], page: Page) -> tuple[float, float, float, float]:
    """A box of a page that was turned back, in the frame of the page as displayed."""
    if page.skew:
        box = _askew(box, page)
    x0, top, x1, bottom = box
    if page.turn == 1:
        box = (page.height - bottom, x0, page.height - top, x1)
    elif page.turn == 2:
        box = (page.width - x1, page.height - bottom, page.width - x0, page.height - top)
    elif page.turn == 3:
        box = (top, page.width - x1, bottom, page.width - x0)
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def _askew(box: tuple[float, float, float, float], page: Page) -> tuple[float, float, float, float]:
    """The upright box around a box of a levelled page once the page is askew again; it stays on the page."""
    sine, cosine = math.sin(page.skew), math.cos(page.skew)
    middle_x, middle_y = page.width / 2, page.height / 2
    corners = [(x - middle_x, y - middle_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [min(max(middle_x + x * cosine - y * sine, 0.0), page.width) for x, y in corners]
    ys = [min(max(middle_y + x * sine + y * cosine, 0.0), page.height) for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def sources_of(node: object) -> Iterator[Source]:
    """Every source below a model, in the order of the fields."""
    if isinstance(node, Source):
        yield node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from sources_of(getattr(node, name))
    elif isinstance(node, list):
        for value in node:
            yield from sources_of(value)
    elif isinstance(node, dict):
        for value in node.values():
            yield from sources_of(value)
