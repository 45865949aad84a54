"""The journal survives what a run does not."""

from __future__ import annotations

import json

from ingest.batch.record import Journal, Record, read_log


def record(name, outcome="converted"):
    return Record(paper=name, output=f"{name}.json", outcome=outcome, sha256="0" * 64, seconds=1.5)


def test_a_run_that_was_killed_is_folded_by_the_next(tmp_path):
    (tmp_path / "a.pdf.json").write_text("{}")
    killed = Journal(tmp_path)
    killed.append(record("a.pdf"))
    killed.release()
    assert not (tmp_path / "index.json").exists()
    following = Journal(tmp_path)
    following.release()
    assert set(following.entries) == {"a.pdf.json"}
    assert set(json.loads((tmp_path / "index.json").read_text())["papers"]) == {"a.pdf.json"}
    assert read_log(tmp_path) == []


def test_a_line_cut_short_costs_that_line(tmp_path):
    journal = Journal(tmp_path)
    journal.append(record("a.pdf"))
    journal.append(record("b.pdf"))
    journal.release()
    log = tmp_path / "run.jsonl"
    log.write_bytes(log.read_bytes()[:-9])
    assert [line.paper for line in read_log(tmp_path)] == ["a.pdf"]


def test_an_entry_whose_output_is_gone_is_forgotten(tmp_path):
    journal = Journal(tmp_path)
    journal.append(record("a.pdf"))
    journal.close()
    journal.release()
    again = Journal(tmp_path)
    again.release()
    assert again.entries == {}


def test_the_index_tells_no_times(tmp_path):
    """The same papers give the same index, whenever and however fast they were converted."""
    written = []
    for seconds in (1.0, 2.0):
        journal = Journal(tmp_path)
        line = record("a.pdf")
        line.seconds = line.peak_memory_mb = seconds
        journal.append(line)
        journal.close()
        journal.release()
        written.append((tmp_path / "index.json").read_bytes())
        (tmp_path / "run.jsonl").unlink()
    assert written[0] == written[1]
