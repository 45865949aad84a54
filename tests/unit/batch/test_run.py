"""A run counts what its journal holds, whenever it is stopped."""

from __future__ import annotations

import os
import signal

import pytest

from ingest.batch import record
from ingest.batch.record import read_log
from ingest.batch.run import convert
from ingest.batch.supervisor import Limits
from ingest.settings import Settings


class Silent:
    def started(self, total, left_out):
        pass

    def finished(self, record):
        pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_paper_written_down_while_the_run_is_stopped_is_counted(tmp_path, monkeypatch, number):
    papers = tmp_path / "in"
    papers.mkdir()
    for name in "abcdef":
        (papers / f"{name}.pdf").write_bytes(b"%PDF-1.4 " + name.encode())
    append = record.Journal.append
    written = []

    def append_and_stop(self, one):
        append(self, one)
        written.append(one)
        if len(written) == 3:
            os.kill(os.getpid(), number)

    monkeypatch.setattr(record.Journal, "append", append_and_stop)
    out = tmp_path / "out"
    run = convert([papers], out, Settings(), Limits(workers=1), Silent(), target="doubles:ingest")
    assert run.interrupted
    assert len(run.records) == len(read_log(out)) == 3
