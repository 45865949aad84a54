"""PDF files written object by object, so that each can be as wrong as a test wants it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
BODY = b"BT /F1 11 Tf 60 780 Td (The committee is asked to note the report.) Tj ET"
CELL = (60, 150, 330, 450, 540)


class Raw:
    """A PDF under way: object 1 is the catalogue, object 2 the page tree."""

    def __init__(self) -> None:
        self._objects: dict[int, bytes] = {1: b"", 2: b""}

    def reserve(self) -> int:
        """A number for an object that is told later."""
        number = len(self._objects) + 1
        self._objects[number] = b"null"
        return number

    def fill(self, number: int, content: bytes) -> None:
        """Tell what a reserved object is."""
        self._objects[number] = content

    def add(self, content: bytes) -> int:
        """Add an object; its number."""
        number = self.reserve()
        self.fill(number, content)
        return number

    @staticmethod
    def stream(data: bytes, more: bytes = b"") -> bytes:
        """A stream object; ``more`` stands in its dictionary, a length of its own too."""
        length = b"" if b"/Length" in more else b"/Length %d " % len(data)
        return b"<< " + length + more + b" >>\nstream\n" + data + b"\nendstream"

    @staticmethod
    def page_text(
        content: int, box: str = "0 0 595 842", resources: bytes = b"", fonts: bytes = b"", more: bytes = b""
    ) -> bytes:
        """A page object that is not added yet."""
        fonts = fonts if b"/F1" in fonts else b"/F1 " + FONT + b" " + fonts
        return (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Resources << /Font << %s >> %s >> /Contents %d 0 R %s >>"
            % (box.encode(), fonts, resources, content, more)
        )

    def page(
        self, content: int, box: str = "0 0 595 842", resources: bytes = b"", fonts: bytes = b"", more: bytes = b""
    ) -> int:
        """Add a page; its number."""
        return self.add(self.page_text(content, box, resources, fonts, more))

    def close(
        self,
        pages: Sequence[int],
        *,
        tree: bytes = b"",
        count: int | None = None,
        catalogue: bytes = b"",
        info: bytes = b"",
    ) -> bytes:
        """The file: its pages, or a page tree of one's own."""
        kids = b" ".join(b"%d 0 R" % number for number in pages)
        promised = len(pages) if count is None else count
        self._objects[2] = tree or b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, promised)
        self._objects[1] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue
        told = b"/Info %d 0 R" % self.add(b"<< %s >>" % info) if info else b""
        parts, offsets, length = [b"%PDF-1.7\n"], [], len(b"%PDF-1.7\n")
        for number, content in self._objects.items():
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
            offsets.append(length)
            length += len(parts[-1])
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        parts += [b"%010d 00000 n \n" % offset for offset in offsets]
        parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(offsets) + 1, told))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % length)
        return b"".join(parts)


def one_page(body: bytes, more: bytes = b"") -> bytes:
    """A paper of one page; ``more`` stands in its content's dictionary."""
    raw = Raw()
    return raw.close([raw.page(raw.add(raw.stream(body, more)))])


def plan_page(rows: Sequence[Sequence[bytes]], title: bytes = b"Action plan", top: float = 720.0) -> bytes:
    """Content of a page with a ruled table of four columns; cells are PDF strings without their brackets."""
    bottom = top - 24 * len(rows)
    parts = [b"BT /F1 14 Tf 60 780 Td (%s) Tj ET 0.5 w" % title]
    parts += [
        b"%d %.1f m %d %.1f l S" % (CELL[0], top - 24 * at, CELL[-1], top - 24 * at) for at in range(len(rows) + 1)
    ]
    parts += [b"%d %.1f m %d %.1f l S" % (x, top, x, bottom) for x in CELL]
    for at, row in enumerate(rows):
        for x, words in zip(CELL, row, strict=False):
            parts.append(b"BT /F1 9 Tf %d %.1f Td (%s) Tj ET" % (x + 4, top - 24 * at - 16, words))
    return b"\n".join(parts)


@cache
def paper() -> bytes:
    """A good paper of two pages: words, then an action plan of three items."""
    rows = [
        [b"Ref", b"Action", b"Lead officer", b"RAG"],
        [b"1.1", b"Publish the revised threshold guide", b"Head of Service", b"Green"],
        [b"1.2", b"Train all team managers by March 2024", b"Service Manager", b"Amber"],
        [b"1.3", b"Audit forty case files each quarter", b"Head of Quality", b"Red"],
    ]
    words = b"".join(
        b"BT /F1 11 Tf 60 %d Td (Paragraph %d of the report says little.) Tj ET\n" % (760 - 16 * at, at)
        for at in range(30)
    )
    raw = Raw()
    return raw.close([raw.page(raw.add(raw.stream(BODY + words))), raw.page(raw.add(raw.stream(plan_page(rows))))])
