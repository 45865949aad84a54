"""The text of a Word file: paragraphs with their runs, text boxes, page breaks; tracked deletions left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.readers.docx_looks import Look, Styles, W
from ingest.readers.docx_numbering import Numbering
from ingest.readers.tokens import Paragraph, Token, cut_at_bullets, lines_of_runs, take_label

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# Elements that hold runs and are no run themselves.
_WRAPPERS = frozenset(
    f"{W}{name}" for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_ALTERNATE = f"{_MC}AlternateContent"
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", _ALTERNATE})
_PLAIN = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NO = frozenset({"0", "false", "off"})
# Fields are begun, separated from their result and ended by marks of their own.
_INSTRUCTION, _RESULT = 0, 1


def block_children(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body, cell or text box, content controls and insertions opened."""
    for child in parent:
        tag = child.tag
        if tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None and not _is_unfilled(child):
                yield from block_children(content)
        elif tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from block_children(child)


class TextReader:
    """Reads paragraphs in reading order; counts paragraphs, pages and list numbers as it goes.

    Attributes:
        number: paragraphs read so far; the number of the last one is its words' line.
        page: page of the last paragraph's end, as far as the file tells.
        boxes: contents of text boxes met in the last paragraph, for the caller to take.
    """

    def __init__(self, styles: Styles, numbering: Numbering, rendered_breaks: bool) -> None:
        self.styles = styles
        self.numbering = numbering
        self.number = 0
        self.page = 1
        self.boxes: list[Any] = []
        self._rendered = rendered_breaks
        self._fields: list[int] = []
        self._runs: list[tuple[str, Token]] = []
        self._look = Look()
        # Page of the paragraph's first word, or 0 before it.
        self._began = 0
        # Runs of a paragraph whose mark is deleted: it goes on in the next one.
        self._carried: list[tuple[str, Token]] = []

    def paragraph(self, element: Any, in_cell: bool) -> list[Paragraph]:
        """A paragraph, cut where bullets stand inside it; empty where it has no words."""
        self.number += 1
        properties = element.find(f"{W}pPr")
        if properties is not None and properties.find(f"{W}pageBreakBefore") is not None and not self._rendered:
            self.page += 1 if self.number > 1 else 0
        self._look = self.styles.paragraph_look(properties)
        self._fields, self._runs, self._began = [], self._carried, 0
        self._carried = []
        self._inline(element)
        lines = lines_of_runs(self._runs)
        role = self.styles.role(properties)
        if _is_deleted(properties) and (not lines or _goes_on(element)):
            self._carried = self._runs if lines else []
            return []
        label_text, level = self.numbering.label(role) if role.list_id else ("", 0)
        if not lines:
            return []
        label = [self._token(Look(), word) for word in label_text.split()]
        if not label and not in_cell:
            label, lines[0] = take_label(lines[0])
        page = self._began or self.page
        return cut_at_bullets(Paragraph(lines, label, level, 0 if in_cell else role.heading or 0, page))

    def _token(self, look: Look, text: str = "") -> Token:
        return Token(
            text,
            self.number,
            bold=bool(look.bold),
            italic=bool(look.italic),
            size=look.size or 10.0,
            color=look.color or 0,
        )

    def _inline(self, parent: Any) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag in _WRAPPERS:
                self._inline(child)
            elif tag == f"{W}sdt":
                content = child.find(f"{W}sdtContent")
                if content is not None and not _is_unfilled(child):
                    self._inline(content)
            elif tag == _ALTERNATE:
                self._drawn(child)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                words = "".join(t.text or "" for t in child.iter(f"{_MATH}t"))
                self._runs.append((words, self._token(self._look)))

    def _run(self, run: Any) -> None:
        look = self.styles.run_look(run.find(f"{W}rPr"), self._look)
        if look.hidden:
            return
        token = self._token(look)
        for child in run:
            if child.tag in _DRAWN:
                self._drawn(child)
                continue
            if child.tag == f"{W}fldChar":
                self._field(child, token)
                continue
            text = self._text(child)
            if text and _INSTRUCTION not in self._fields:
                self._runs.append((text.upper() if look.caps else text, token))
                if not self._began and text.strip():
                    self._began = self.page

    def _text(self, child: Any) -> str:
        """The characters of one child of a run."""
        tag = child.tag
        if tag == f"{W}t":
            # A line feed inside w:t is white space; only w:br breaks a line.
            return (child.text or "").replace("\n", " ").replace("\t", " ")
        if tag in _PLAIN:
            return _PLAIN[tag]
        if tag == f"{W}br":
            if child.get(f"{W}type") == "page" and not self._rendered:
                self.page += 1
            return "\n"
        if tag == f"{W}lastRenderedPageBreak" and self._rendered:
            self.page += 1
        if tag == f"{W}sym":
            code = child.get(f"{W}char") or ""
            return chr(int(code, 16)) if len(code) == 4 and all(c in "0123456789abcdefABCDEF" for c in code) else ""
        return ""

    def _field(self, mark: Any, token: Token) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            box = mark.find(f"{W}ffData/{W}checkBox")
            if box is not None and _INSTRUCTION not in self._fields:
                self._runs.append(("☒" if _is_checked(box) else "☐", token))
            choices = mark.find(f"{W}ffData/{W}ddList")
            if choices is not None and _INSTRUCTION not in self._fields:
                self._runs.append((_chosen(choices), token))
            self._fields.append(_INSTRUCTION)
        elif kind == "separate" and self._fields:
            self._fields[-1] = _RESULT
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawn(self, element: Any) -> None:
        """Text boxes of a drawing; of two renderings of one drawing the first that has text."""
        if element.tag == _ALTERNATE:
            for choice in element:
                found = list(_box_contents(choice))
                if found or choice.find(f".//{W}t") is not None:
                    self.boxes.extend(found)
                    for run in choice.iterchildren(f"{W}r"):
                        self._run(run)
                    return
            return
        self.boxes.extend(_box_contents(element))


def _box_contents(element: Any) -> Iterator[Any]:
    """Contents of text boxes, not those inside other text boxes."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == _ALTERNATE:
            for choice in child:
                found = list(_box_contents(choice))
                if found:
                    yield from found
                    break
        elif isinstance(child.tag, str):
            yield from _box_contents(child)


def _is_deleted(properties: Any | None) -> bool:
    """Whether the mark that ends the paragraph is a tracked deletion."""
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _goes_on(element: Any) -> bool:
    """Whether a paragraph comes after this one in the same cell or body."""
    after = element.getnext()
    return after is not None and after.tag == f"{W}p"


def _is_unfilled(control: Any) -> bool:
    """Whether a content control shows only what to do with it ("Choose an item."): words of Word, not of the paper."""
    shows = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    return shows is not None and shows.get(f"{W}val") not in _NO


def _chosen(choices: Any) -> str:
    """The entry of a drop-down list that is shown: the first where none was chosen."""
    entries = [entry.get(f"{W}val") or "" for entry in choices.iterchildren(f"{W}listEntry")]
    for name in ("result", "default"):
        at = choices.find(f"{W}{name}")
        if at is not None and (at.get(f"{W}val") or "").isdecimal():
            return entries[int(at.get(f"{W}val"))] if int(at.get(f"{W}val")) < len(entries) else ""
    return entries[0] if entries else ""


def _is_checked(box: Any) -> bool:
    for name in ("checked", "default"):
        mark = box.find(f"{W}{name}")
        if mark is not None:
            return (mark.get(f"{W}val") or "1") not in _NO
    return False


def is_section_end(element: Any) -> bool:
    """Whether the paragraph ends a section that begins the next one on a new page."""
    section = element.find(f"{W}pPr/{W}sectPr")
    if section is None:
        return False
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") != "continuous"
