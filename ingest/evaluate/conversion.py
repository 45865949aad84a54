"""Converts the papers of a check: in parallel, each within limits, as ``council-plans convert`` does."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ingest.batch.discover import find_papers
from ingest.batch.run import Listener, convert, default_workers
from ingest.batch.supervisor import Limits
from ingest.errors import ExitCode, StartError
from ingest.evaluate.answers import AnswerError, read_json
from ingest.evaluate.check import Converted
from ingest.settings import Settings

# Limits of one paper: seconds and megabytes, as for "convert".
_SECONDS, _MEGABYTES = 600.0, 2000


class Interrupted(StartError):
    """Somebody ended the check; half a check says nothing."""

    code = "interrupted"
    exit_code = ExitCode.INTERRUPTED


def convert_papers(
    samples: Path, settings: Settings, listener: Listener, workers: int | None = None
) -> list[Converted]:
    """Convert a paper, or the papers below a folder; one that fails is told with its reason.

    Raises:
        AnswerError: there is no paper.
        Interrupted: not all papers were converted.
        StartError: nothing can be converted.
    """
    limits = Limits(workers or default_workers(_MEGABYTES), _SECONDS, _MEGABYTES)
    with tempfile.TemporaryDirectory(prefix="council-plans-") as folder:
        out = Path(folder)
        paths = {paper.name: paper.path for paper in find_papers([samples], out).papers}
        if not paths:
            raise AnswerError(f"{samples}: no paper is there. Give a PDF or a folder of papers.")
        run = convert([samples], out, settings, limits, listener)
        if run.interrupted:
            raise Interrupted("interrupted: nothing was compared")
        return [
            Converted(paths[record.paper], None, record.message or record.code or "")
            if record.outcome == "failed"
            else Converted(paths[record.paper], read_json(out / record.output))
            for record in run.records
        ]
