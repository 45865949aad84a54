"""A value of a paper's JSON that knows its path and its place on the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Places = list[dict[str, Any]]
# Parts of an item that tell where it stands, the first that has places.
_ITEM_PARTS = ("recommendation", "measures", "actions", "outcomes", "progress")


@dataclass(frozen=True, slots=True)
class Node:
    """One value, with where it is in the JSON and where its words stand in the paper.

    Attributes:
        value: as in the JSON; None where the JSON has nothing.
        path: such as ``plans[0].items[3].status.rag``.
        source: places of its words, or of the nearest thing around it that has places.
    """

    value: Any
    path: str = ""
    source: Places = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether there is anything: null, "" and empty lists are nothing, 0 and false are something."""
        return self.value is not None and self.value != "" and self.value != [] and self.value != {}

    @property
    def fields(self) -> dict[str, Any]:
        """The value where it is an object, else no fields."""
        return self.value if isinstance(self.value, dict) else {}

    def get(self, key: str) -> Node:
        """The value under a key; an empty node where there is none."""
        return self._inside(self.fields.get(key), f".{key}")

    def entries(self, key: str) -> list[Node]:
        """The entries of the list under a key; none where there is no list."""
        return [self._inside(entry, f".{key}[{i}]") for i, entry in enumerate(self.fields.get(key) or [])]

    def by_heading(self, key: str) -> dict[str, Node]:
        """The entries of a dictionary of words by heading, such as ``extra``."""
        places = self.fields.get(f"{key}_source") or {}
        words = self.fields.get(key) or {}
        return {
            name: Node(text, f"{self.path}.{key}.{name}", places.get(name) or self.source)
            for name, text in words.items()
        }

    def _inside(self, value: Any, step: str) -> Node:
        return Node(value, (self.path + step).lstrip("."), _places(value) or self.source)


def _places(value: Any) -> Places:
    """Places of an object, or of the first of its parts that has some."""
    if not isinstance(value, dict):
        return []
    if value.get("source"):
        return list(value["source"])
    for key in _ITEM_PARTS:
        part = value.get(key)
        found = _places(part[0] if isinstance(part, list) and part else part)
        if found:
            return found
    return []


def place_of(source: Places) -> str:
    """Where something stands, for people: page and box in points, or line; "" where nothing tells."""
    if not source:
        return ""
    first = source[0]
    more = f" and {len(source) - 1} more" if len(source) > 1 else ""
    if first.get("page") is None:
        return f"line {first['line']}{more}" if first.get("line") else ""
    box = " ".join(f"{edge:.0f}" for edge in first.get("bbox") or ())
    return f"page {first['page']}" + (f" [{box}]" if box else "") + more
