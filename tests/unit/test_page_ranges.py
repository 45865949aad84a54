"""A paper read by several processes is the paper that one process reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import header_and_plans, page_ranges, reading
from ingest.export.paper_json import to_bytes
from ingest.layout.assemble import lines_of
from ingest.layout.document import LayoutDocument
from ingest.pipeline import ingest_paper
from ingest.readers import pdf
from ingest.reading import read_lean
from ingest.settings import Settings

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples" / "papers").glob("*.pdf"))
SETTINGS = Settings(ocr="off")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@pytest.fixture(autouse=True)
def _short_papers_are_shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(page_ranges, "LEAST_PAGES", 1)
    yield
    page_ranges.allow(1)


def read_by(processes: int, path: Path) -> LayoutDocument:
    page_ranges.allow(processes)
    layout = read_lean(path, SETTINGS)
    for page in layout.pages:
        # Pages keep their own lists in one process alone.
        page.words, page.rules, page.fills, page.arrows, page.tag_tables = [], [], [], [], []
    return layout


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_number_of_processes_does_not_show(path: Path) -> None:
    alone = read_by(1, path)
    assert [read_by(processes, path) == alone for processes in (2, 3)] == [True, True]


def test_nor_does_it_show_in_real_papers(shared: Path) -> None:
    for path in sorted((shared / "papers").glob("*.pdf")):
        assert read_by(3, path) == read_by(1, path), path.name


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nor_does_it_show_in_the_json(path: Path) -> None:
    page_ranges.allow(1)
    alone = to_bytes(ingest_paper(path, SETTINGS))
    page_ranges.allow(2)
    assert to_bytes(ingest_paper(path, SETTINGS)) == alone


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_nor_in_a_paper_read_by_stretches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_ranges, "MOST_PAGES", 2)
    monkeypatch.setattr(reading, "_LEAST_BYTES", 0)
    alone = read_by(1, path)
    assert any(line.packed for line in lines_of(alone.body))
    assert [read_by(processes, path) == alone for processes in (2, 3)] == [True, True]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_stretches_lose_nothing_and_keep_every_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = json.loads(to_bytes(ingest_paper(path, SETTINGS)))
    monkeypatch.setattr(page_ranges, "MOST_PAGES", 3)
    monkeypatch.setattr(reading, "_LEAST_BYTES", 0)
    parted = json.loads(to_bytes(ingest_paper(path, SETTINGS)))
    for field in ("report", "decision_recommendations", "inspection_recommendations", "plans"):
        assert parted[field] == whole[field]


def test_plans_read_for_another_meeting_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in SAMPLES if path.stem.startswith("wexcombe"))
    page_ranges.allow(1)
    alone = to_bytes(ingest_paper(path, SETTINGS))
    page_ranges.allow(2)
    monkeypatch.setattr(header_and_plans, "FRONT_PAGES", 0)
    assert to_bytes(ingest_paper(path, SETTINGS)) == alone


def test_a_process_that_dies_costs_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    path = SAMPLES[0]
    alone = read_by(1, path)
    first, read_range = os.getpid(), pdf.read_range

    def die(*args: Any) -> LayoutDocument | None:
        if os.getpid() != first:
            os._exit(9)
        return read_range(*args)

    monkeypatch.setattr(pdf, "read_range", die)
    assert read_by(2, path) == alone


def children() -> set[str]:
    """Processes that this one has started and not seen the end of; other tests' libraries may keep some."""
    return {pid for task in Path("/proc/self/task").glob("*/children") for pid in task.read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are counted in /proc")
def test_no_process_is_left_behind() -> None:
    before = children()
    read_by(3, SAMPLES[0])
    assert children() <= before


@pytest.mark.parametrize(("pages", "processes"), [(1, 1), (7, 2), (1000, 3), (5, 5)])
def test_every_page_is_in_one_range(pages: int, processes: int) -> None:
    ranges = page_ranges.ranges_of(range(1, pages + 1), processes)
    assert [number for each in ranges for number in each] == list(range(1, pages + 1))
    assert len(ranges) == processes


@pytest.mark.parametrize("pages", [1, 500, 501, 1000, 5001])
def test_every_page_is_in_one_stretch(pages: int) -> None:
    windows = page_ranges.windows_of(pages)
    assert [number for each in windows for number in each] == list(range(1, pages + 1))
    assert max(map(len, windows)) <= page_ranges.MOST_PAGES
