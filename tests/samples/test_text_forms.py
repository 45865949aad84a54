"""What converters make of a sample gives the plans of the sample, whichever form they write its tables in."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.extract.entries import split_entries
from ingest.layout.document import Block, Cell, Table
from ingest.pipeline import ingest_paper, read_layout
from ingest.settings import Settings
from schemas.paper import CommitteePaper

PAPERS = Path(__file__).resolve().parents[2] / "samples" / "papers"
# Papers whose plans keep their meaning without colours.
NAMES = [
    "estermere-health-board",
    "hollinfirth-audit-tracker",
    "lydmoor-climate-action-plan",
    "orrisford-commitments-update",
]


def _entries(cell: Cell | None) -> list[str]:
    found = split_entries([cell]) if cell is not None else []
    return [("• " if entry.bullet else "") + entry.passage.text for entry in found if entry.passage.text]


def _rows(table: Table, repeat: bool) -> list[list[list[str]]]:
    return [
        [
            _entries(cell) if cell is not None and (repeat or (cell.row, cell.col) == (row, col)) else []
            for col, cell in enumerate(line)
        ]
        for row, line in enumerate(table.rows())
    ]


def _pipes(table: Table, repeat: bool = False) -> str:
    lines = ["| " + " | ".join("<br>".join(cell) for cell in row) + " |" for row in _rows(table, repeat)]
    return "\n".join([lines[0], "|" + "---|" * table.n_cols, *lines[1:]])


def _docling(table: Table) -> str:
    return _pipes(table, repeat=True)


def _tabs(table: Table) -> str:
    return "\n".join("\t".join(" ".join(cell) for cell in row) for row in _rows(table, False))


def _halves(table: Table) -> str:
    """As a page break leaves it: the headings again, below a page number."""
    lines = _tabs(table).split("\n")
    middle = 1 + len(lines) // 2
    return "\n".join([*lines[:middle], "", "Page 7 of 9", "", lines[0], *lines[middle:]])


def _markup(table: Table) -> str:
    rows = [
        "".join(
            f'<td rowspan="{cell.row_span}" colspan="{cell.col_span}">'
            + "".join(f"<p>{html.escape(entry)}</p>" for entry in _entries(cell))
            + "</td>"
            for cell in table.cells
            if cell.row == row
        )
        for row in range(table.n_rows)
    ]
    return "<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>"


FORMS: dict[str, Callable[[Table], str]] = {
    "pipes": _pipes,
    "repeated": _docling,
    "tabs": _tabs,
    "halves": _halves,
    "html": _markup,
}


def _convert(name: str, form: Callable[[Table], str]) -> str:
    parts = []
    for part in read_layout(PAPERS / f"{name}.pdf", Settings()).body:
        if isinstance(part, Block):
            label = f"{part.label} " if part.label else ""
            parts.append("#" * part.heading + " " * bool(part.heading) + label + part.text)
        else:
            parts.append(form(part))
    return "\n\n".join(parts) + "\n"


def _plans(paper: CommitteePaper) -> list[Any]:
    return [
        [
            (
                item.ref,
                item.recommendation.text if item.recommendation else None,
                [action.text for action in item.actions],
                item.due.raw if item.due else None,
                [officer.name for officer in item.lead_officers],
            )
            for item in plan.items
        ]
        for plan in paper.plans
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_converted_sample_gives_its_plans(name: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.md"
    path.write_text(_convert(name, FORMS[form]))
    converted = ingest_paper(path, Settings())
    assert _plans(converted) == _plans(ingest_paper(PAPERS / f"{name}.pdf", Settings()))
    assert not [note for note in converted.diagnostics if note.code == "ungrounded"]
