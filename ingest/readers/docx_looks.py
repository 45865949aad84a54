"""Styles of a Word file: how a run looks and what a paragraph is, after every style it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.readers.colors import hex_color

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])\b", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_TOGGLES = {f"{W}b": "bold", f"{W}i": "italic", f"{W}caps": "caps", f"{W}vanish": "hidden"}
# Outline level 9 is body text.
_BODY_LEVEL = 9
# A chain of styles longer than this is a circle.
_LONGEST_CHAIN = 30


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    color: int | None = None

    def over(self, under: Look) -> Look:
        """This look, with what it does not say taken from another."""
        return Look(
            under.bold if self.bold is None else self.bold,
            under.italic if self.italic is None else self.italic,
            under.caps if self.caps is None else self.caps,
            under.hidden if self.hidden is None else self.hidden,
            under.size if self.size is None else self.size,
            under.color if self.color is None else self.color,
        )


@dataclass(frozen=True, slots=True)
class Role:
    """What a paragraph is: its place in a list and its heading level (0 for body text, None for nothing said)."""

    list_id: str | None = None
    list_level: int | None = None
    heading: int | None = None
    style: str = ""

    def over(self, under: Role) -> Role:
        """This role, with what it does not say taken from another."""
        return Role(
            under.list_id if self.list_id is None else self.list_id,
            under.list_level if self.list_level is None else self.list_level,
            under.heading if self.heading is None else self.heading,
            self.style or under.style,
        )


class Styles:
    """The styles of one file; looks and roles are worked out once for each style."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        self._base = Look()
        self._looks: dict[str, Look] = {}
        self._roles: dict[str, Role] = {}
        if root is None:
            return
        for style in root.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self._styles[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = name
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = read_look(defaults)

    def paragraph_look(self, properties: Any | None) -> Look:
        """Look of the runs of a paragraph before their own properties."""
        return self._look(_value(properties, "pStyle") or self._default).over(self._base)

    def run_look(self, properties: Any | None, paragraph: Look) -> Look:
        """Look of a run in a paragraph of that look."""
        if properties is None:
            return paragraph
        style = _value(properties, "rStyle")
        under = self._look(style).over(paragraph) if style else paragraph
        return read_look(properties).over(under)

    def role(self, properties: Any | None) -> Role:
        """Role of a paragraph, its own properties first."""
        style = _value(properties, "pStyle") or self._default
        return _read_role(properties, style).over(self._role(style))

    def list_of(self, style: str) -> str | None:
        """Id of the list that a style stands for."""
        return self._role(style).list_id

    def _chain(self, style: str) -> list[Any]:
        """A style and those it is based on, itself first."""
        chain: list[Any] = []
        while style in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[style])
            style = _value(chain[-1], "basedOn") or ""
        return chain

    def _look(self, style: str) -> Look:
        if style not in self._looks:
            look = Look()
            for element in self._chain(style):
                look = look.over(read_look(element.find(f"{W}rPr")))
            self._looks[style] = look
        return self._looks[style]

    def _role(self, style: str) -> Role:
        if style not in self._roles:
            role = Role(style=style)
            for element in self._chain(style):
                name = _value(element, "name") or ""
                named = _HEADING.match(name)
                level = int(named[1]) if named else {"title": 1, "subtitle": 2}.get(name.lower())
                own = _read_role(element.find(f"{W}pPr"), style)
                role = role.over(Role(heading=level)).over(own)
            self._roles[style] = role
        return self._roles[style]


def read_look(properties: Any | None) -> Look:
    """What run properties say themselves."""
    if properties is None:
        return Look()
    said: dict[str, bool] = {}
    for child in properties:
        if child.tag in _TOGGLES:
            said[_TOGGLES[child.tag]] = (child.get(f"{W}val") or "1") not in _OFF
    size = _value(properties, "sz") or ""
    return Look(
        said.get("bold"),
        said.get("italic"),
        said.get("caps"),
        said.get("hidden"),
        int(size) / 2 if size.isdecimal() else None,
        hex_color(_value(properties, "color")),
    )


def _read_role(properties: Any | None, style: str) -> Role:
    if properties is None:
        return Role(style=style)
    numbering = properties.find(f"{W}numPr")
    list_id, level = None, None
    if numbering is not None:
        list_id, depth = _value(numbering, "numId"), _value(numbering, "ilvl") or ""
        level = int(depth) if depth.isdecimal() else None
    outline = _value(properties, "outlineLvl") or ""
    heading = None
    if outline.isdecimal():
        heading = int(outline) + 1 if int(outline) < _BODY_LEVEL else 0
    return Role(list_id, level, heading, style)


def _value(parent: Any | None, name: str) -> str | None:
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{W}val")
