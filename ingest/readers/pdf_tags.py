"""The tag tree of one page: tables, headings and artefacts by marked-content id."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from ingest.layout.document import TagCell, TagTable
from ingest.readers.pdfium import Handle, as_handle, direct, document_text

_count_children = direct(pdfium.FPDF_StructElement_CountChildren)
_child_at = direct(pdfium.FPDF_StructElement_GetChildAtIndex, Handle)
_child_mcid = direct(pdfium.FPDF_StructElement_GetChildMarkedContentID)
_mcid_of = direct(pdfium.FPDF_StructElement_GetMarkedContentID)
_name_of = direct(pdfium.FPDF_StructElement_GetType, ctypes.c_ulong)
_count_attributes = direct(pdfium.FPDF_StructElement_GetAttributeCount)
_attributes_at = direct(pdfium.FPDF_StructElement_GetAttributeAtIndex, Handle)
_value_of = direct(pdfium.FPDF_StructElement_Attr_GetValue, Handle)

_MAX_DEPTH = 40
_MAX_ELEMENTS = 50_000
_CELLS = ("TD", "TH")
# Elements whose words are one paragraph or list entry; a number in front ("1.") is a Lbl beside its LBody.
_BLOCKS = frozenset(("P", "LI", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "Title", "TD", "TH"))
_TYPE_CODES: dict[bytes, str] = {}
# Room for a type's name in UTF-16; filled by each call and read at once.
_NAME_ROOM = 64
_name = ctypes.create_string_buffer(_NAME_ROOM)
_name_ref = ctypes.byref(_name)
_name_size = ctypes.c_ulong(_NAME_ROOM)


@dataclass(slots=True)
class Tags:
    """What the tags of a page say.

    Attributes:
        tables: its tables.
        headings: level of each marked-content id within a heading.
        seen: every marked-content id in the tree.
        blocks: number of the paragraph, list entry or heading that holds each marked-content id.
        elements: how many elements were walked, for the limit.
    """

    tables: list[TagTable] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    blocks: dict[int, int] = field(default_factory=dict)
    elements: int = 0


def read_tags(page: Any) -> Tags | None:
    """Tags of a page, or None when it has none."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return None
    tags = Tags()
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            _walk(as_handle(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)), tags, 0, 0, 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return tags if tags.seen else None


def _type_of(element: Handle) -> str:
    size = _name_of(element, _name_ref, _name_size)
    raw = _name.raw[: max(0, min(size, _NAME_ROOM) - 2)]
    name = _TYPE_CODES.get(raw)
    if name is None:
        name = _TYPE_CODES.setdefault(raw, raw.decode("utf-16-le", "replace"))
    return name


def _walk(element: Handle, tags: Tags, level: int, depth: int, block: int) -> None:
    tags.elements += 1
    if not element or depth > _MAX_DEPTH or tags.elements > _MAX_ELEMENTS:
        return
    kind = _type_of(element)
    if kind == "Table":
        table = TagTable(len(tags.tables), [])
        tags.tables.append(table)
        _walk_table(element, table, tags, depth)
        return
    if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
        level = int(kind[1])
    if kind in _BLOCKS:
        block = tags.elements
    for mcid in _own(element):
        tags.seen.add(mcid)
        tags.blocks[mcid] = block
        if level:
            tags.headings[mcid] = level
    for index in range(_count_children(element)):
        child = _child_at(element, index)
        if child:
            _walk(child, tags, level, depth + 1, block)


def _own(element: Handle) -> list[int]:
    found = []
    for index in range(max(0, _count_children(element))):
        mcid = _child_mcid(element, index)
        if mcid >= 0:
            found.append(mcid)
    if not found:
        mcid = _mcid_of(element)
        if mcid >= 0:
            found.append(mcid)
    return found


def _all(element: Handle, tags: Tags, depth: int, block: int) -> set[int]:
    tags.elements += 1
    if _type_of(element) in _BLOCKS:
        block = tags.elements
    found = set(_own(element))
    tags.blocks.update(dict.fromkeys(found, block))
    if depth > _MAX_DEPTH or tags.elements > _MAX_ELEMENTS:
        return found
    for index in range(max(0, _count_children(element))):
        child = _child_at(element, index)
        if child and _type_of(child) == "Table":
            # A table within a cell (a layout table around it) is one of its own.
            inner = TagTable(len(tags.tables), [])
            tags.tables.append(inner)
            _walk_table(child, inner, tags, depth + 1)
        elif child:
            found |= _all(child, tags, depth + 1, block)
    return found


def _rows(element: Handle, tags: Tags, depth: int) -> list[Handle]:
    rows = []
    for index in range(max(0, _count_children(element))):
        child = _child_at(element, index)
        if not child:
            continue
        kind = _type_of(child)
        if kind == "TR":
            rows.append(child)
        elif kind in ("THead", "TBody", "TFoot") and depth < _MAX_DEPTH:
            rows.extend(_rows(child, tags, depth + 1))
    return rows


def _walk_table(element: Handle, table: TagTable, tags: Tags, depth: int) -> None:
    taken: set[tuple[int, int]] = set()
    rows = _rows(element, tags, depth)
    for row, handle in enumerate(rows):
        col = 0
        for index in range(max(0, _count_children(handle))):
            child = _child_at(handle, index)
            kind = _type_of(child) if child else ""
            if kind not in _CELLS:
                continue
            while (row, col) in taken:
                col += 1
            if tags.elements > _MAX_ELEMENTS:
                return
            row_span, col_span = _spans(child)
            below = min(row_span, len(rows) - row)
            tags.elements += below * col_span  # each place that is spanned counts for the limit
            mcids = _all(child, tags, depth, 0)
            tags.seen |= mcids
            table.cells.append(TagCell(row, col, row_span, col_span, kind == "TH", frozenset(mcids)))
            taken.update((r, c) for r in range(row, row + below) for c in range(col, col + col_span))
            col += col_span


def _spans(cell: Handle) -> tuple[int, int]:
    spans = {"RowSpan": 1, "ColSpan": 1}
    for index in range(max(0, _count_attributes(cell))):
        attributes = _attributes_at(cell, index)
        for name in spans:
            value = _value_of(attributes, name.encode())
            number = ctypes.c_float()
            if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(
                ctypes.cast(value, pdfium.FPDF_STRUCTELEMENT_ATTR_VALUE), number
            ):
                spans[name] = min(200, max(1, int(number.value)))
    return spans["RowSpan"], spans["ColSpan"]


def producer_of(document: Any) -> str | None:
    """The program that wrote the file, as it says."""
    return document_text(pdfium.FPDF_GetMetaText, document, b"Producer").strip() or None
