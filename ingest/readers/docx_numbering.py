"""Automatic numbers of a Word file: what Word prints before a list paragraph, counted from numbering.xml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.docx_looks import Role, Styles, W
from ingest.readers.numerals import number_in
from ingest.readers.signs import plain_signs

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
# The bullet of Courier New is the letter o, drawn as a ring.
_RING = "◦"
_BULLET = "•"


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """One w:num: the abstract list it shows, and where it starts anew or differs."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """Counts the lists of one file; ask for labels in reading order, once for each paragraph."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = styles
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                self._read_abstract(element)
            elif element.tag == f"{W}num":
                self._read_list(element)

    def label(self, role: Role) -> tuple[str, int]:
        """The label of the next paragraph of a list.

        Returns:
            The words Word prints ("2.1", "(a)", "•"; "" where it prints none) and the nesting depth from 0.
        """
        shown = self._lists.get(role.list_id or "")
        if shown is None:
            return "", 0
        abstract = self._resolve(shown.abstract)
        levels = self._abstract.get(abstract, {})
        depth = role.list_level if role.list_level is not None else self._level_of(levels, role.style)
        depth = min(max(depth, 0), _LEVELS - 1)
        level = shown.levels.get(depth) or levels.get(depth)
        if level is None:
            return "", depth
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        self._count(counts, shown, role.list_id or "", levels, depth)
        return self._write(level, shown, levels, counts), depth

    def _count(
        self, counts: list[int | None], shown: _List, list_id: str, levels: dict[int, _Level], depth: int
    ) -> None:
        for at in range(depth + 1):
            level = shown.levels.get(at) or levels.get(at) or _Level()
            start = shown.starts.get(at, level.start)
            fresh = at in shown.starts and (list_id, at) not in self._started
            before = counts[at]
            if before is None or (fresh and at == depth):
                counts[at] = start
            elif at == depth:
                counts[at] = before + 1
            if at == depth:
                self._started.add((list_id, at))
        for at in range(depth + 1, _LEVELS):
            level = shown.levels.get(at) or levels.get(at) or _Level()
            # lvlRestart 0: never; n: after a paragraph of one of the first n levels.
            if level.restart is None or depth < level.restart:
                counts[at] = None

    @staticmethod
    def _write(level: _Level, shown: _List, levels: dict[int, _Level], counts: list[int | None]) -> str:
        if level.form == "none":
            return ""
        if level.form == "bullet":
            sign = plain_signs(level.text).strip()
            if sign == "o":
                return _RING
            private = any("\ue000" <= char <= "\uf8ff" for char in sign)
            return _BULLET if private or not sign else sign

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = shown.levels.get(at) or levels.get(at) or _Level()
            form = "decimal" if level.legal else other.form
            value = counts[at]
            return number_in(form, other.start if value is None else value)

        return _PLACE.sub(number, level.text).strip()

    @staticmethod
    def _level_of(levels: dict[int, _Level], style: str) -> int:
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def _resolve(self, abstract: str) -> str:
        """An abstract list may point to a style, which names the list that holds the levels."""
        for _ in range(_LEVELS):
            style = self._links.get(abstract)
            linked = self._lists.get(self._styles.list_of(style) or "") if style else None
            if linked is None or linked.abstract == abstract:
                break
            abstract = linked.abstract
        return abstract

    def _read_abstract(self, element: Any) -> None:
        name = element.get(f"{W}abstractNumId") or ""
        self._abstract[name] = dict(_read_level(level) for level in element.iterchildren(f"{W}lvl"))
        link = element.find(f"{W}numStyleLink")
        if link is not None:
            self._links[name] = link.get(f"{W}val") or ""

    def _read_list(self, element: Any) -> None:
        abstract = element.find(f"{W}abstractNumId")
        shown = _List("" if abstract is None else abstract.get(f"{W}val") or "")
        for override in element.iterchildren(f"{W}lvlOverride"):
            at = _int(override.get(f"{W}ilvl"), 0)
            start = override.find(f"{W}startOverride")
            if start is not None:
                shown.starts[at] = _int(start.get(f"{W}val"), 1)
            level = override.find(f"{W}lvl")
            if level is not None:
                shown.levels[at] = _read_level(level)[1]
        self._lists[element.get(f"{W}numId") or ""] = shown


def _read_level(element: Any) -> tuple[int, _Level]:
    def value(name: str) -> str | None:
        child = element.find(f"{W}{name}")
        return None if child is None else child.get(f"{W}val")

    restart = value("lvlRestart")
    legal = element.find(f"{W}isLgl")
    return _int(element.get(f"{W}ilvl"), 0), _Level(
        _int(value("start"), 1),
        value("numFmt") or "decimal",
        value("lvlText") or "",
        _int(restart, 0) if restart is not None else None,
        legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
        value("pStyle"),
    )


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else otherwise
