"""Text files into lines: encodings, pages, and the furniture that stands around page breaks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s+of\s+\d{1,4})\.?\Z",
    re.IGNORECASE,
)
# What tools write where a page ends: Marker's "{3}-----", HTML comments, pictures.
_PAGE_MARK = re.compile(
    r"\{(?P<n>\d{1,4})\}-{8,}\s*\Z|<!--\s*(?:page(?:[\s_-]?(?:break|number))?\s*:?\s*\d*|pagebreak)\s*-->\Z"
    r"|-{3,}\s*page\s*(?:break|\d+)\s*-{3,}\Z",
    re.IGNORECASE,
)
# Lines at the top and at the bottom of a page that may be furniture.
_EDGE = 3
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class TextLine:
    """One line of a text file: its number and page from 1, and its characters without the line end."""

    number: int
    page: int
    text: str


def decode(data: bytes, html: bool = False) -> str:
    """Text of a file's bytes.

    A byte order mark decides, then a page's own declaration, then UTF-8; what is neither is Windows-1252, in
    which UK councils' older files are written (a guess by letter counts goes wrong on short papers).
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(data[:4096]) if html else None
    if declared:
        try:
            return data.decode(declared[1].decode("ascii"), errors="replace")
        except (LookupError, UnicodeError):
            pass  # an encoding that nobody knows
    return data.decode("cp1252", errors="replace")


def split_lines(text: str) -> list[TextLine]:
    """Cut a text into lines; form feeds and page marks count the pages and go."""
    lines: list[TextLine] = []
    page = 1
    for number, raw in enumerate(re.split(r"\r\n|\r|\n|\x0b|\u2028|\u2029", text), start=1):
        parts = raw.split("\f")
        for index, part in enumerate(parts):
            page += 1 if index else 0
            if _PAGE_MARK.match(part.strip()):
                # A mark before the first words counts no page.
                page += 1 if any(line.text.strip() for line in lines) else 0
                part = ""
            if part or index == len(parts) - 1:
                lines.append(TextLine(number, page, part.rstrip(" ")))
    return lines


def is_page_number(text: str) -> bool:
    """Whether the words number a page ("Page 3 of 12", "- 4 -"); a bare number does not say so by itself."""
    return bool(_PAGE_NUMBER.match(text.strip()))


def set_aside_furniture(lines: list[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """Part running headers, footers and page numbers from the text, where the file says where pages end.

    A line is furniture when it stands at the edge of most pages, numbers aside. Its place becomes an empty line.

    Returns:
        All lines, furniture emptied, and the furniture.
    """
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        if line.text.strip():
            pages.setdefault(line.page, []).append(line)
    furniture = [line for line in lines if is_page_number(line.text)]
    seen: Counter[str] = Counter()
    for page in pages.values():
        seen.update({_mask(line) for line in _edges(page)})
    least = max(2, (len(pages) + 1) // 2)
    for page in pages.values():
        for line in _edges(page):
            numbered = line.text.strip().isdecimal() and len(pages) > 1
            row = "\t" in line.text or line.text.lstrip().startswith("|")
            repeated = len(pages) > 1 and seen[_mask(line)] >= least and not row
            # What the first page begins with is its title as often as not; only numbers go from its top.
            if numbered or (repeated and (line.page > 1 or not any(line is top for top in page[:_EDGE]))):
                furniture.append(line)
    gone = {id(line) for line in furniture}
    furniture = [line for line in lines if id(line) in gone]
    kept = [TextLine(line.number, line.page, "") if id(line) in gone else line for line in lines]
    return kept, furniture


def _edges(page: list[TextLine]) -> list[TextLine]:
    return page if len(page) <= 2 * _EDGE else [*page[:_EDGE], *page[-_EDGE:]]


def _mask(line: TextLine) -> str:
    return _DIGITS.sub("#", " ".join(line.text.split()).casefold())
