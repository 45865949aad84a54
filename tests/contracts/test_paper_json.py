"""The JSON of a paper: fresh schema, same bytes, all or nothing."""

from __future__ import annotations

import json

import pytest

from ingest.errors import NotAResult
from ingest.export import paper_json
from ingest.pipeline import ingest_paper
from ingest.settings import Settings
from schemas import CommitteePaper, SourceFile
from schemas.diagnostics import diagnose


@pytest.fixture
def paper():
    source = SourceFile(name="caf\u00e9.pdf", sha256="0" * 64, media_type="application/pdf", text_layer="digital")
    return CommitteePaper(source_file=source, diagnostics=[diagnose("unknown-status", words="\u201cgr\u00fcn\u201d")])


def test_the_committed_schema_is_fresh(root):
    committed = (root / "schemas/committee_paper.schema.json").read_text(encoding="utf-8")
    assert committed == paper_json.schema_text(), "run: council-plans schema > schemas/committee_paper.schema.json"


def test_the_bytes_are_utf8_in_the_order_of_the_schema(paper):
    data = paper_json.to_bytes(paper)
    assert data.endswith(b"}\n")
    assert "\u201cgr\u00fcn\u201d" in data.decode("utf-8")
    assert list(json.loads(data)) == list(CommitteePaper.model_fields)
    assert data == paper_json.to_bytes(CommitteePaper.model_validate_json(data))


def test_what_is_written_is_read_back(paper, tmp_path):
    paper_json.write(paper, tmp_path / "deep/er/a.json")
    assert paper_json.read(tmp_path / "deep/er/a.json") == paper


@pytest.mark.parametrize("data", [b"", b"{}", b"[1, 2]", b"\xff\xfe"])
def test_what_is_no_paper_is_refused_by_name(tmp_path, data):
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(NotAResult, match=r"a\.json: it is no paper in the schema of this version"):
        paper_json.read(path)


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    paper_json.write_atomically(path, [b"old"])

    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paper_json.os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        paper_json.write_atomically(path, [b"new"])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_long_name_leaves_room_for_the_name_of_its_parts(tmp_path):
    path = tmp_path / ("x" * 255)
    paper_json.write_atomically(path, [b"da", b"ta"])
    assert path.read_bytes() == b"data"


@pytest.mark.parametrize("name", ["northbeck-performance-report", "wexcombe-ofsted-action-plan"])
def test_a_long_papers_json_is_the_same_in_parts(name, root, monkeypatch):
    paper = ingest_paper(root / "samples" / "papers" / f"{name}.pdf", Settings(ocr="off"))
    whole = paper_json.to_bytes(paper)
    monkeypatch.setattr(paper_json, "MANY_ITEMS", -1)
    assert len(list(paper_json.to_parts(paper))) > 20
    assert paper_json.to_bytes(paper) == whole
