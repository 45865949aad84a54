"""What was read from a page, as shapes to draw: words, rules, fills, cells and the fields that were made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from ingest.layout.document import LayoutDocument, Page, Table
from ingest.layout.turned import as_displayed
from schemas.paper import CommitteePaper
from schemas.values import Source

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Shape:
    """A box to draw, in points from the top left of the page as displayed.

    Attributes:
        box: x0, top, x1, bottom.
        kind: "word", "rule", "cell", "furniture" or "field".
        label: the field's name, or "".
    """

    box: Box
    kind: str
    label: str = ""


def shapes_of(layout: LayoutDocument, paper: CommitteePaper, number: int) -> list[Shape]:
    """Everything that was read from one page, from the ground up.

    Args:
        layout: the laid-out paper.
        paper: what was extracted from it.
        number: page number, counted from 1.

    Raises:
        ValueError: the paper has no such page.
    """
    page = next((one for one in layout.pages if one.number == number), None)
    if page is None:
        raise ValueError(f"there is no page {number}; the paper has pages 1 to {len(layout.pages)}")
    shapes = [Shape(_place((r.x0, r.top, r.x1, r.bottom), page), "rule") for r in page.rules]
    shapes += [Shape(_place((w.x0, w.top, w.x1, w.bottom), page), "word") for w in page.words]
    for line in layout.furniture:
        if line.page == number:
            shapes.append(Shape(_place((line.x0, line.top, line.x1, line.bottom), page), "furniture"))
    for part in layout.body:
        if isinstance(part, Table):
            for cell in part.cells:
                for where, x0, top, x1, bottom in cell.boxes:
                    if where == number:
                        shapes.append(Shape(_place((x0, top, x1, bottom), page), "cell"))
    for label, source in _fields(paper):
        if source.page == number and source.bbox is not None:
            shapes.append(Shape(source.bbox, "field", label))
    return shapes


def _place(box: Box, page: Page) -> Box:
    return as_displayed(box, page)


def _fields(node: object, name: str = "") -> Iterator[tuple[str, Source]]:
    if isinstance(node, BaseModel):
        for source in getattr(node, "source", None) or []:
            if isinstance(source, Source):
                yield name, source
        for field in type(node).model_fields:
            if field not in ("source", "source_file", "diagnostics", "extra_source"):
                yield from _fields(getattr(node, field), field)
        for heading, sources in (getattr(node, "extra_source", None) or {}).items():
            for source in sources:
                yield f"extra: {heading[:24]}", source
    elif isinstance(node, list):
        for value in node:
            yield from _fields(value, name)
