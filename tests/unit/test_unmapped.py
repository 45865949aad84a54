"""The upkeep queue counts words that no rule knew, wherever they were met."""

from __future__ import annotations

import pytest

from ingest.check.unmapped import KINDS, count_unmapped
from ingest.export import paper_json
from schemas import CommitteePaper, Source, SourceFile
from schemas.diagnostics import CATALOGUE, diagnose


@pytest.fixture
def write(tmp_path):
    def write(name, *diagnostics):
        source = SourceFile(name=name, sha256="0" * 64, media_type="application/pdf", text_layer="digital")
        paper_json.write(CommitteePaper(source_file=source, diagnostics=list(diagnostics)), tmp_path / f"{name}.json")

    return write


def test_counts_over_papers_fold_case_and_name_the_first_place(write, tmp_path):
    place = [Source(page=7, bbox=(0, 0, 1, 1))]
    write("a.pdf", diagnose("unmapped-heading", source=place, count=3, heading="Golden  Thread"))
    write("sub/b.pdf", diagnose("unmapped-heading", heading="GOLDEN THREAD:"), diagnose("unknown-status", words="Meh"))
    (tmp_path / "index.json").write_text('{"format": 1, "papers": {}}')
    entries, unreadable = count_unmapped(tmp_path)
    assert unreadable == []
    heading, status = entries
    assert (heading.kind, heading.words, heading.count, heading.papers) == ("heading", "Golden  Thread", 4, 2)
    assert (heading.example, heading.page) == ("a.pdf.json", 7)
    assert (status.kind, status.words, status.count, status.papers) == ("status", "Meh", 1, 1)


def test_a_broken_result_is_named(write, tmp_path):
    write("a.pdf", diagnose("unparsed-date", words="whenever"))
    (tmp_path / "b.pdf.json").write_text("{")
    entries, unreadable = count_unmapped(tmp_path)
    assert [entry.words for entry in entries] == ["whenever"]
    assert unreadable == ["b.pdf.json"]


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_kind_gives_back_the_words_alone(write, tmp_path, code):
    words = 'a "quoted" (thing) of\nparts'
    wanted = words if "{" in CATALOGUE[code].template else ""
    write("a.pdf", diagnose(code, heading=words, words=words))
    assert [entry.words for entry in count_unmapped(tmp_path)[0]] == [wanted]
