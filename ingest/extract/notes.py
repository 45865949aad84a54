"""Diagnostics gathered while extracting: one entry for each cause, with a count and the first places."""

from __future__ import annotations

from schemas.diagnostics import Diagnostic, diagnose
from schemas.values import Source

_PLACES = 5


class Notes:
    """Collects diagnostics; the same message again raises the count of the first."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Diagnostic] = {}

    def add(self, code: str, source: list[Source] | None = None, **values: object) -> None:
        """Note one thing; see the catalogue for the codes and the values that they want."""
        self.take(diagnose(code, (source or [])[:_PLACES], 1, **values))

    def take(self, note: Diagnostic) -> None:
        """Take a diagnostic that was made elsewhere."""
        known = self._found.get((note.code, note.message))
        if known is None:
            self._found[(note.code, note.message)] = note
            return
        known.count += 1
        if len(known.source) < _PLACES:
            known.source.extend(note.source[: _PLACES - len(known.source)])

    def all(self) -> list[Diagnostic]:
        """The diagnostics in the order in which their causes were first met."""
        return list(self._found.values())
