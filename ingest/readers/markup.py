"""HTML into paragraphs and grids: whole pages, tables inside text, and the tags that converters leave in cells.

lxml reads it: it takes any broken nesting as browsers do, says the line of each element, and is there already
(python-docx and pikepdf stand on it). The standard library's ``html.parser`` leaves closing what is open to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from ingest.readers.colors import css_color
from ingest.readers.given import Grid, GridCell, Item
from ingest.readers.numerals import number_in
from ingest.readers.tokens import Paragraph, Token, cut_at_bullets, lines_of_runs, take_label

# Tags that mark text up; "<18 years" and "<name@council.gov.uk>" are no tags.
TAG = re.compile(
    r"</?(?:a|b|blockquote|body|br|caption|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|html|i|img|ins|li|ol|p|pre|s"
    r"|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|caption|center|d[dlt]|details|div|fieldset|figcaption|figure|footer|form"
    r"|h[1-6r]|header|html|legend|li|main|menu|nav|ol|p|pre|section|summary|ul"
)
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "title", "meta", "iframe", "object", "svg"})
# A deletion is no part of the paper any more.
_DELETED = "del"
_FURNITURE = frozenset({"nav", "footer"})
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_STYLE_FORMS = {
    "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal": "decimal",
}  # fmt: skip
# libxml2 gives up what is nested deeper than this, and a table wider than this is no table.
MAX_DEPTH = 200
MAX_COLUMNS = 200


@dataclass(slots=True)
class _List:
    form: str | None
    count: int = 0


@dataclass(slots=True)
class _Walk:
    """What is known at one place of the walk."""

    first_line: int
    in_cell: bool = False
    items: list[Item] = field(default_factory=list)
    furniture: list[Paragraph] = field(default_factory=list)
    runs: list[tuple[str, Token]] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    label: list[Token] = field(default_factory=list)
    heading: int = 0
    line: int = 1
    aside: int = 0
    loose: bool = False

    def add(self, text: str | None, look: Token) -> None:
        if text:
            for index, part in enumerate(text.split("\n")):
                self.line += 1 if index else 0
                self.runs.append(((" " if index else "") + part.replace("\t", " "), replace(look, line=self.line)))

    def flush(self) -> None:
        """End the paragraph that is open."""
        lines = lines_of_runs(self.runs)
        self.runs = []
        if not lines:
            return  # the label waits for the paragraph that an entry begins with
        label, self.label = self.label, []
        if not label and not self.in_cell:
            label, lines[0] = take_label(lines[0])
        paragraph = Paragraph(lines, label, max(0, len(self.lists) - 1), self.heading)
        if self.aside:
            self.furniture.append(paragraph)
            return
        made = cut_at_bullets(paragraph)
        if self.loose and not any(entry.label for entry in made):
            made = [entry for part in made for entry in _cut_entries(part)]
        self.items.extend(made)


def has_tags(text: str) -> bool:
    """Whether the text holds HTML tags that mark text up."""
    return "<" in text and bool(TAG.search(text))


def read_markup(text: str, first_line: int = 1, in_cell: bool = False) -> tuple[list[Item], list[Paragraph]]:
    """Paragraphs and grids of a page or piece of HTML.

    Args:
        text: the HTML.
        first_line: line number of its first line in the file.
        in_cell: the piece is one cell: numbers at the front of its paragraphs stay where they are.

    Returns:
        The items in reading order, and the paragraphs of navigation and page footers.
    """
    walk = _Walk(first_line, in_cell, line=first_line)
    root = _parse(text)
    if root is not None:
        _enter(root, walk, Token("", first_line), 0)
        walk.flush()
    return walk.items, walk.furniture


def cell_paragraphs(text: str, line: int) -> list[Paragraph]:
    """Paragraphs and list entries of one cell that holds tags; tables inside it become lines."""
    return _flatten(read_markup(text, line, in_cell=True)[0])


def _parse(text: str) -> HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        return None  # nothing but white space, comments and the like


def _enter(element: HtmlElement, walk: _Walk, look: Token, depth: int) -> None:
    """Walk one element, without the text behind it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN or tag == _DELETED:
        return
    if element.sourceline:
        walk.line = max(walk.line, walk.first_line + element.sourceline - 1)
    if depth > MAX_DEPTH:
        walk.add(" ".join(element.itertext()), look)
        return
    style = (element.get("style") or "").lower()
    if "display:none" in style.replace(" ", ""):
        return
    if tag == "table":
        _table(element, walk, look, depth)
        return
    if tag == "br":
        walk.runs.append(("\n", look))
        return
    if tag == "img":
        walk.add(" ", look)
        return
    look = _look(tag, style, look)
    if not _BLOCK.fullmatch(tag):
        _inside(element, walk, look, depth)
        return
    walk.flush()
    _block(element, tag, style, walk, look, depth)
    walk.flush()


def _block(element: HtmlElement, tag: str, style: str, walk: _Walk, look: Token, depth: int) -> None:
    heading = walk.heading
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
        walk.heading = int(tag[1])
    if tag in ("ul", "ol", "menu"):
        walk.lists.append(_open_list(element, tag, style))
        before, walk.loose = walk.loose, next(element.iterchildren("li"), None) is None
        _inside(element, walk, look, depth)
        walk.flush()
        walk.loose = before
        walk.lists.pop()
    elif tag == "li":
        walk.label = _item_label(element, walk, look)
        _inside(element, walk, look, depth)
        walk.flush()
        walk.label = []
    elif tag in _FURNITURE or (tag == "div" and element.get("title") in ("header", "footer")):
        walk.aside += 1
        _inside(element, walk, look, depth)
        walk.flush()
        walk.aside -= 1
    else:
        _inside(element, walk, look, depth)
    walk.flush()
    walk.heading = heading


def _inside(element: HtmlElement, walk: _Walk, look: Token, depth: int) -> None:
    walk.add(element.text, look)
    for child in element:
        _enter(child, walk, look, depth + 1)
        walk.add(child.tail, look)


def _look(tag: str, style: str, look: Token) -> Token:
    if tag in _BOLD or re.search(r"font-weight:\s*(?:bold|[6-9]00)", style):
        look = replace(look, bold=True)
    if tag in ("i", "em"):
        look = replace(look, italic=True)
    color = re.search(r"(?:^|;)\s*color:\s*([^;]+)", style)
    if color and (value := css_color(color[1])) is not None:
        look = replace(look, color=value)
    return look


def _open_list(element: HtmlElement, tag: str, style: str) -> _List:
    if tag != "ol":
        return _List(None)
    named = re.search(r"list-style(?:-type)?:\s*([a-z-]+)", style)
    form = _STYLE_FORMS.get(named[1]) if named else None
    start = element.get("start") or ""
    count = int(start) - 1 if re.fullmatch(r"\d{1,6}", start) else 0
    return _List(form or _LIST_FORMS.get(element.get("type") or "1", "decimal"), count)


def _item_label(element: HtmlElement, walk: _Walk, look: Token) -> list[Token]:
    """The label that a browser would print before the entry, unless the entry prints its own."""
    here = walk.lists[-1] if walk.lists else _List(None)
    value = element.get("value") or ""
    here.count = int(value) if re.fullmatch(r"\d{1,6}", value) else here.count + 1
    words = "".join(element.itertext()).split(maxsplit=2)
    tokens = [Token(word, walk.line) for word in words]
    own, _ = take_label(tokens)
    if own or "list-style-type: none" in (element.get("style") or ""):
        return []
    text = "•" if here.form is None else f"{number_in(here.form, here.count)}."
    return [replace(look, text=text, line=walk.line)]


def _cut_entries(paragraph: Paragraph) -> list[Paragraph]:
    """Entries of a list whose entry tags and bullets a converter lost: each sentence is one."""
    entries: list[list[Token]] = [[]]
    opened = 0
    tokens = paragraph.tokens()
    for index, token in enumerate(tokens):
        if index and token.text[0].isupper() and entries[-1] and _ends_entry(tokens[index - 1].text, opened, index):
            entries.append([])
        if "(" in token.text:
            opened = index
        entries[-1].append(token)
    return [
        Paragraph([entry], [replace(entry[0], text="•", tab=False)], paragraph.level, page=paragraph.page)
        for entry in entries
    ]


def _ends_entry(word: str, opened: int, index: int) -> bool:
    """Whether a word ends an entry: a full stop, or the end of a bracket that is more than an abbreviation."""
    if word.endswith(")"):
        return index - opened > 3
    return len(word) > 2 and word[-1] in ".!?;" and word.count(".") < 2


def _table(element: HtmlElement, walk: _Walk, look: Token, depth: int) -> None:
    walk.flush()
    rows = list(_rows(element))
    for caption in element.iterchildren("caption"):
        _enter(caption, walk, look, depth + 1)
        walk.flush()
    cells, n_rows, n_cols = _place(rows)
    # A table of one cell is a frame around text, and one of one row and nested tables is page layout.
    if n_rows * n_cols == 1 or (n_rows == 1 and any(next(el.iter("table"), None) is not None for _, el in cells)):
        for _, frame in cells:
            _inside(frame, walk, look, depth + 1)
            walk.flush()
        return
    header_rows = _header_rows(rows)
    for cell, source in cells:
        line = max(walk.line, walk.first_line + (source.sourceline or 1) - 1)
        inner = _Walk(walk.first_line, in_cell=True, line=line)
        _inside(source, inner, _look(str(source.tag), source.get("style") or "", look), depth + 1)
        inner.flush()
        walk.line = max(walk.line, inner.line)
        cell.paragraphs = _flatten(inner.items)
        cell.fill = _fill(source)
        cell.header = cell.row < header_rows
    grid = Grid([cell for cell, _ in cells], n_rows, n_cols, header_rows)
    if walk.in_cell or walk.aside:
        target = walk.furniture if walk.aside else walk.items
        target.extend(_flatten([grid]))
    elif cells:
        walk.items.append(grid)


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of a table, not those of tables inside it; a footer's rows come last."""
    parts: list[tuple[bool, HtmlElement]] = []
    for child in table:
        if child.tag == "tr":
            parts.append((False, child))
        elif child.tag in ("thead", "tbody", "tfoot"):
            parts.extend((child.tag == "tfoot", row) for row in child.iterchildren("tr"))
    yield from (row for last, row in parts if not last)
    yield from (row for last, row in parts if last)


def _place(rows: list[HtmlElement]) -> tuple[list[tuple[GridCell, HtmlElement]], int, int]:
    """Cells with their places, the way browsers fill a grid."""
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[GridCell, HtmlElement]] = []
    for row, element in enumerate(rows):
        col = 0
        for source in element.iterchildren("td", "th"):
            while (row, col) in taken:
                col += 1
            if col >= MAX_COLUMNS:
                break
            wide = min(_span(source, "colspan"), MAX_COLUMNS - col)
            high = min(_span(source, "rowspan") or len(rows), len(rows) - row)
            wide = max(1, wide)
            while wide > 1 and any((row, at) in taken for at in range(col, col + wide)):
                wide -= 1
            taken.update((r, c) for r in range(row, row + high) for c in range(col, col + wide))
            cells.append((GridCell(row, col, high, wide), source))
            col += wide
    n_cols = max((cell.col + cell.col_span for cell, _ in cells), default=0)
    return cells, len(rows), n_cols


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return int(value) if re.fullmatch(r"\d{1,5}", value) else 1


def _header_rows(rows: list[HtmlElement]) -> int:
    count = 0
    for row in rows:
        cells = list(row.iterchildren("td", "th"))
        parent = row.getparent()
        in_head = parent is not None and parent.tag == "thead"
        if not cells or not (in_head or all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count if count < len(rows) else 0


def _fill(cell: HtmlElement) -> int | None:
    """Background of a cell, its own or its row's."""
    places = [cell, *([row] if (row := cell.getparent()) is not None and row.tag == "tr" else [])]
    for place in places:
        named = re.search(r"background(?:-color)?:\s*([^;]+)", (place.get("style") or "").lower())
        value = css_color(named[1] if named else place.get("bgcolor") or "")
        if value is not None:
            return value
    return None


def _flatten(items: list[Item]) -> list[Paragraph]:
    """Paragraphs of the items, those of tables cell by cell."""
    out: list[Paragraph] = []
    for item in items:
        if isinstance(item, Grid):
            for cell in sorted(item.cells, key=lambda c: (c.row, c.col)):
                out.extend(cell.paragraphs)
        else:
            out.append(item)
    return out
