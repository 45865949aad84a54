"""A library of one paper; in a module of its own, for "conftest" is whichever pytest loaded last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from a_paper import answer_of, make_paper

from ingest.evaluate.check import Check, Converted
from ingest.evaluate.session import Folders, check


class Library:
    """A folder with one paper, its answer and its record; what the program makes of the paper is given."""

    def __init__(self, folder: Path) -> None:
        self.papers, self.expected = folder / "papers", folder / "expected"
        for each in (self.papers, self.expected):
            each.mkdir()
        (self.papers / "marlby.pdf").write_bytes(b"%PDF-1.7 stands in for a paper")
        self.answer = self.expected / "marlby.json"
        self.write_answer(answer_of(make_paper()))
        self.folders = Folders(self.papers, self.expected)

    def write_answer(self, answer: dict[str, Any]) -> None:
        self.answer.write_text(json.dumps(answer), encoding="utf-8")

    def write_facts(self, *facts: dict[str, Any]) -> None:
        folder = self.expected.parent / "facts"
        folder.mkdir(exist_ok=True)
        (folder / "marlby.jsonl").write_text("\n".join(map(json.dumps, facts)), encoding="utf-8")

    def check(self, result: dict[str, Any] | None, junit: Path | None = None) -> Check:
        problem = "" if result else "marlby.pdf: it is damaged"
        return check(self.folders, [Converted(self.papers / "marlby.pdf", result, problem)], junit)

    def files(self) -> dict[str, bytes]:
        """Everything that is recorded."""
        return {path.name: path.read_bytes() for path in self.expected.rglob("*") if path.is_file()}
