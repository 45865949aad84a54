"""A Word version of a paper gives the JSON of its PDF: only where the words stand is said in another way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.check.paper import leaves_without_source
from ingest.pipeline import ingest_paper
from ingest.settings import Settings
from schemas.paper import CommitteePaper

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
NAMES = sorted(path.stem for path in (SAMPLES / "docx").glob("*.docx"))
PROVENANCE = frozenset({"source", "extra_source", "source_file", "confidence", "schema_version"})
# How tables lie on pages, and which of them are none, is a matter of the page.
OF_PAGES = frozenset({"table-joined", "table-not-a-plan"})


def _read(path: Path) -> CommitteePaper:
    return ingest_paper(path, Settings())


def _content(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _content(value) for key, value in node.items() if key not in PROVENANCE}
    return [_content(value) for value in node] if isinstance(node, list) else node


def _places(node: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What a leaf says, in words or by a colour, and where it says it stands."""
    if isinstance(node, dict):
        said = node.get("text") or node.get("raw") or node.get("rag")
        if "source" in node and said:
            yield said, node["source"]
        for value in node.values():
            yield from _places(value)
    elif isinstance(node, list):
        for value in node:
            yield from _places(value)


def _fields(paper: CommitteePaper) -> Any:
    content = _content(json.loads(paper.model_dump_json()))
    content["diagnostics"] = sorted(
        (note["code"], note["severity"], note["count"])
        for note in content["diagnostics"]
        if note["code"] not in OF_PAGES
    )
    return content


@pytest.mark.parametrize("name", NAMES)
def test_word_and_pdf_give_the_same_fields(name: str) -> None:
    word = _read(SAMPLES / "docx" / f"{name}.docx")
    assert _fields(word) == _fields(_read(SAMPLES / "papers" / f"{name}.pdf"))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_says_its_paragraph(name: str) -> None:
    word = _read(SAMPLES / "docx" / f"{name}.docx")
    assert list(leaves_without_source(word)) == []
    places = list(_places(json.loads(word.model_dump_json(exclude={"diagnostics"}))))
    assert len(places) > 5
    for words, found in places:
        assert found, words
        assert all(place["line"] and place["page"] is None and place["bbox"] is None for place in found), words


def test_there_are_samples_in_both_forms() -> None:
    assert len(NAMES) > 5
    assert sorted(path.stem for path in (SAMPLES / "papers").glob("*.pdf")) == NAMES
