"""Boxes of pages that layout read turned, put back into the frame of the page as displayed."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from ingest.layout.document import LayoutDocument, Page
from schemas.values import Source


def turn_sources(paper: BaseModel, layout: LayoutDocument) -> None:
    """Change the boxes of a paper's sources in place where their page was turned back for reading."""
    turned = {page.number: page for page in layout.pages if page.turn}
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
    x0, top, x1, bottom = box
    if page.turn == 1:
        box = (page.height - bottom, x0, page.height - top, x1)
    elif page.turn == 2:
        box = (page.width - x1, page.height - bottom, page.width - x0, page.height - top)
    elif page.turn == 3:
        box = (top, page.width - x1, bottom, page.width - x0)
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


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
