"""The reader of Word files (.docx): paragraphs, lists, tables, text boxes; running headers and footers set aside.

Words have the number of their paragraph for a place (cells count too). python-docx opens the package and gives the
parts; it knows neither list numbers nor merged shading, so the elements are read here.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ingest.errors import DamagedPaper, EmptyPaper, PaperTooLarge, UnsupportedFile
from ingest.layout.document import LayoutDocument
from ingest.readers import sniff
from ingest.readers.docx_looks import Styles, W
from ingest.readers.docx_numbering import Numbering
from ingest.readers.docx_tables import read_table, side_cells
from ingest.readers.docx_text import TextReader, block_children, is_section_end
from ingest.readers.given import Item, Typesetter
from ingest.readers.known_labels import known_labels
from ingest.readers.side_headings import open_side_tables
from ingest.readers.text_blocks import mark_headings
from ingest.readers.tokens import Paragraph
from ingest.settings import Settings
from ingest.vocabulary.loader import load_vocabulary

MEDIA_TYPES = (sniff.DOCX,)
# Unpacked bytes of a package; a Word file of this size is an attack or a film.
MAX_UNPACKED = 1 << 30
_STRICT = b"http://purl.oclc.org/ooxml/"
_CONVERT = "Save it again in Word as .docx, or with 'soffice --headless --convert-to docx {name}'."
_ASIDE = ("/header", "/footer", "/footnotes", "/endnotes")
_APPLICATION = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Application"


def read(path: Path, settings: Settings) -> LayoutDocument:
    """Read a Word file; ``body`` is filled here (``given`` is True).

    Args:
        path: the file.
        settings: names the vocabulary.

    Raises:
        DamagedPaper: the package or its XML is broken.
        EmptyPaper: it has no words.
        PaperTooLarge: it unpacks to more than a gigabyte.
        UnsupportedFile: it is a Word file of a kind that is not read (macros, strict Open XML).
        OSError: the file cannot be opened.
    """
    data = path.read_bytes()
    name = path.name
    if not data:
        raise EmptyPaper(name)
    part, producer = _open(data, name)
    setter = Typesetter()
    items, furniture = _Body(part).read(known_labels(load_vocabulary(settings.vocabulary)))
    body = setter.set(items)
    if not body:
        raise EmptyPaper(name, "it holds no words")
    aside = setter.aside(furniture)
    return LayoutDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=sniff.DOCX,
        pages=[setter.page()],
        producer=producer,
        body=body,
        furniture=aside,
        given=True,
    )


def _open(data: bytes, name: str) -> tuple[Any, str | None]:
    """The main part of a package, and the program that wrote it."""
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.exceptions import OpcError
    from docx.package import Package
    from lxml.etree import XMLSyntaxError

    failures = (
        OpcError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError,
        AttributeError, IndexError, NotImplementedError, RuntimeError, OSError,
    )  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(member.file_size for member in package.infolist()) > MAX_UNPACKED:
                raise PaperTooLarge(name, "it unpacks to more than a gigabyte", "Save it without its pictures.")
            if _STRICT in package.read("word/document.xml")[:4096]:
                raise UnsupportedFile(name, "it is a Word file in the strict form", _CONVERT.format(name=name))
            producer = _producer(package)
        part = Package.open(io.BytesIO(data)).main_document_part
        if part.content_type != CONTENT_TYPE.WML_DOCUMENT_MAIN:
            reason = "it is a Word file with macros, or a template"
            raise UnsupportedFile(name, reason, _CONVERT.format(name=name))
        if part.element.body is None:
            raise DamagedPaper(name, "it is a Word file without a body")
    except (PaperTooLarge, UnsupportedFile, DamagedPaper):
        raise
    except failures as error:
        raise DamagedPaper(name, "it is a Word file that is damaged", "Open it in Word and save a new copy.") from error
    return part, producer


def _producer(package: zipfile.ZipFile) -> str | None:
    from docx.oxml.parser import parse_xml

    if "docProps/app.xml" not in package.namelist():
        return None
    application = parse_xml(package.read("docProps/app.xml")).find(_APPLICATION)
    return (application.text or "").strip() or None if application is not None else None


class _Body:
    """Reads the body and what is set aside."""

    def __init__(self, part: Any) -> None:
        self._part = part
        self._body = part.element.body
        rendered = next(self._body.iter(f"{W}lastRenderedPageBreak"), None) is not None
        styles = Styles(self._related("/styles"))
        self._reader = TextReader(styles, Numbering(self._related("/numbering"), styles), rendered)
        self._rendered = rendered

    def read(self, is_label: Callable[[str], bool]) -> tuple[list[Item], list[Paragraph]]:
        """Items in reading order, and the paragraphs of headers, footers and notes."""
        items = open_side_tables(self._blocks(self._body, in_cell=False), is_label)
        mark_headings(items)
        furniture: list[Paragraph] = []
        for kind in _ASIDE:
            for root in self._all_related(kind):
                for element in root.iter(f"{W}p"):
                    furniture.extend(self._reader.paragraph(element, in_cell=True))
                self._reader.boxes.clear()
        return items, furniture

    def _blocks(self, parent: Any, in_cell: bool) -> list[Item]:
        items: list[Item] = []
        for element in block_children(parent):
            if element.tag == f"{W}tbl":
                items.extend(self._table(element, in_cell))
                continue
            items.extend(self._reader.paragraph(element, in_cell))
            boxes, self._reader.boxes = self._reader.boxes, []
            for box in boxes:
                items.extend(self._blocks(box, in_cell))
            if not self._rendered and is_section_end(element):
                self._reader.page += 1
        return items

    def _table(self, element: Any, in_cell: bool) -> list[Item]:
        frame = _only_cell(element)
        if frame is not None:
            # A table of one cell is a frame around text.
            return self._blocks(frame, in_cell)
        beside = None if in_cell else side_cells(element)
        if beside is not None:
            return [*self._side_heading(beside[0]), *self._blocks(beside[1], in_cell)]
        grid = read_table(element, self._cell, lambda: self._reader.page)
        if grid is None:
            return []
        if in_cell:
            return [paragraph for cell in grid.cells for paragraph in cell.paragraphs]
        return [grid]

    def _side_heading(self, cell: Any) -> list[Item]:
        paragraphs = self._cell(cell)
        lines = [[*p.label, *line] if at == 0 else line for p in paragraphs for at, line in enumerate(p.lines)]
        return [Paragraph(lines, page=paragraphs[0].page, side=True)] if lines else []

    def _cell(self, cell: Any) -> list[Paragraph]:
        return [item for item in self._blocks(cell, in_cell=True) if isinstance(item, Paragraph)]

    def _related(self, kind: str) -> Any | None:
        return next(self._all_related(kind), None)

    def _all_related(self, kind: str) -> Iterator[Any]:
        """Roots of the parts of one kind, in the order of their names."""
        from docx.oxml.parser import parse_xml

        rels = [rel for rel in self._part.rels.values() if not rel.is_external and rel.reltype.endswith(kind)]
        for part in sorted((rel.target_part for rel in rels), key=lambda part: str(part.partname)):
            yield part.element if hasattr(part, "element") else parse_xml(part.blob)


def _only_cell(table: Any) -> Any | None:
    cells = [cell for row in table.iterchildren(f"{W}tr") for cell in row.iterchildren(f"{W}tc")]
    others = table.find(f"{W}sdt") is not None or table.find(f"{W}tr/{W}sdt") is not None
    return cells[0] if len(cells) == 1 and not others else None
