"""Markdown inside a line: bold and italic markers, links, escapes, and the few tags that converters leave there."""

from __future__ import annotations

import bisect
import html
import re
from dataclasses import dataclass, replace

from ingest.readers.markup import TAG
from ingest.readers.tokens import Token

_MARK = re.compile(
    r"(?P<image>!\[[^\]]*\]\([^)]*\))"
    r"|\[(?P<link>[^\]\[]+)\]\((?:https?:|mailto:|#|/|\.)[^)\s]*\)"
    r"|<(?P<auto>(?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>"
    r"|(?P<tag>" + TAG.pattern + r")"
    r"|(?P<comment><!--.*?-->)"
    r"|\\(?P<escape>[^\w\s]|\s|\Z)"
    r"|(?P<entity>&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});)"
    r"|(?P<star>\*{1,3})"
    r"|(?P<low>_{1,3})",
    re.IGNORECASE | re.DOTALL,
)
_TAG_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_BOLD_TAGS = frozenset({"b", "strong", "u"})
_ITALIC_TAGS = frozenset({"i", "em"})


@dataclass(slots=True)
class _Marker:
    """A run of stars or low lines and what it may do."""

    start: int
    text: str
    opens: bool
    closes: bool


def runs_of(lines: list[tuple[int, str]]) -> list[tuple[str, Token]]:
    """Parse the Markdown of a few lines that belong together.

    Args:
        lines: line numbers and texts.

    Returns:
        Pieces of text with their looks, line feeds between lines. A marker without its partner stays as it stands.
    """
    text = "\n".join(part for _, part in lines)
    starts, offset = [], 0
    for _, part in lines:
        starts.append(offset)
        offset += len(part) + 1
    paired = _pair_markers(text)
    runs: list[tuple[str, Token]] = []
    state = {"bold": 0, "italic": 0}
    at = 0

    def add(piece: str, position: int) -> None:
        for index, part in enumerate(piece.split("\n")):
            if index:
                position = text.find("\n", position) + 1 or position
                runs.append(("\n", Token("", 0)))
            number = lines[bisect.bisect_right(starts, position) - 1][0]
            runs.append((part, replace(_look(state), line=number)))

    for match in _MARK.finditer(text):
        add(text[at : match.start()], at)
        at = match.end()
        if marker := paired.get(match.start()):
            _turn(state, marker)
        else:
            piece = _plain(match, state)
            if piece:
                add(piece, match.start())
    add(text[at:], at)
    return [run for run in runs if run[0]]


def _look(state: dict[str, int]) -> Token:
    return Token("", 0, bold=state["bold"] > 0, italic=state["italic"] > 0)


def _turn(state: dict[str, int], marker: tuple[int, int]) -> None:
    size, step = marker
    if size >= 2:
        state["bold"] += step
    if size != 2:
        state["italic"] += step


def _plain(match: re.Match[str], state: dict[str, int]) -> str:
    """What a mark leaves of itself in the text."""
    kind = match.lastgroup
    found = match[0]
    if kind == "tag":
        return _tag(found, state)
    if kind in ("image", "comment"):
        return " "
    if kind == "entity":
        return html.unescape(found)
    if kind in ("link", "auto", "escape"):
        return match[kind].removeprefix("mailto:")
    return found


def _tag(found: str, state: dict[str, int]) -> str:
    name = _TAG_NAME.match(found)
    tag = name[1].lower() if name else ""
    step = -1 if found.startswith("</") else 1
    if tag in _BOLD_TAGS:
        state["bold"] = max(0, state["bold"] + step)
    elif tag in _ITALIC_TAGS:
        state["italic"] = max(0, state["italic"] + step)
    elif tag in ("br", "p", "li", "div", "tr"):
        return "\n"
    elif tag in ("sup", "sub", "a", "span", "font", "small", "del", "ins", "s", "strike", "code"):
        return ""
    return " " if tag not in _BOLD_TAGS | _ITALIC_TAGS else ""


def _pair_markers(text: str) -> dict[int, tuple[int, int]]:
    """Markers with a partner: place to (number of signs, +1 to open or -1 to close)."""
    markers = []
    for match in _MARK.finditer(text):
        sign = match["star"] or match["low"]
        if not sign:
            continue
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if sign[0] == "_" or len(sign) == 1:
            # "a_b" and "5*3" are no emphasis.
            opens = opens and not before.isalnum()
            closes = closes and not after.isalnum()
        markers.append(_Marker(match.start(), sign, opens, closes))
    found: dict[int, tuple[int, int]] = {}
    waiting: list[_Marker] = []
    for marker in markers:
        partner = next((m for m in reversed(waiting) if marker.closes and m.text == marker.text), None)
        if partner is not None:
            while waiting.pop() is not partner:
                pass
            found[partner.start] = (len(marker.text), 1)
            found[marker.start] = (len(marker.text), -1)
        elif marker.opens:
            waiting.append(marker)
    return found
