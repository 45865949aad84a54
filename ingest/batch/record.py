"""The record of a run: one line per paper as it ends, folded into an index that outlives the run.

``run.jsonl`` is the journal of the run that is going on or ended last: a line is appended the moment a paper
is done, so that a killed run loses none. ``index.json`` is the sum of all runs into the folder, without times:
it is rebuilt from the journal when a run ends, or when the next one starts, and is replaced in one step.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from ingest.batch.discover import INDEX_NAME, LOG_NAME
from ingest.export.paper_json import write_atomically

Outcome = Literal["converted", "partial", "failed", "unchanged"]

INDEX_FORMAT = 1
# How long a journal line may wait for the disk, in seconds; a power cut costs the work of this time at most.
SYNC_EVERY = 1.0


@dataclass(slots=True)
class Record:
    """How one paper ended.

    Attributes:
        paper: its path below the input root; ``output`` the path of its JSON below the output folder.
        outcome: converted, partial (an error diagnostic says what is missing), failed, or unchanged.
        was: how an unchanged paper ended when it was converted.
        code: reason code of a failure.
        message: what is wrong and what to do, without the paper's name.
        seconds: wall time.
        peak_memory_mb: most memory its worker held, in megabytes; None where the system does not tell.
        pages: number of pages; ``recommendations`` to ``officers`` count what the JSON holds.
        warnings: number of diagnostics that are warnings or errors.
        diagnostics: how often each diagnostic code happened.
        sha256: digest of the paper's bytes; ``output_sha256`` of its JSON's.
        made_with: program, vocabulary and options that made the JSON.
        same_as: an earlier paper of this run with the same bytes.
        log: traceback, or what a crashed library printed.
    """

    paper: str
    output: str
    outcome: Outcome
    was: str | None = None
    code: str | None = None
    message: str | None = None
    seconds: float = 0.0
    peak_memory_mb: float | None = None
    pages: int | None = None
    recommendations: int = 0
    items: int = 0
    measures: int = 0
    officers: int = 0
    warnings: int = 0
    diagnostics: dict[str, int] = field(default_factory=dict)
    sha256: str | None = None
    output_sha256: str | None = None
    made_with: dict[str, str] = field(default_factory=dict)
    same_as: str | None = None
    log: str | None = None


# What the index leaves out: it differs from run to run.
_OF_THE_RUN = frozenset({"output", "was", "seconds", "peak_memory_mb", "log", "same_as"})
_FIELDS = frozenset(item.name for item in fields(Record))


def as_data(record: Record) -> dict[str, Any]:
    """The record without what it does not say."""
    return {key: value for key, value in asdict(record).items() if value not in (None, {})}


def line_of(record: Record) -> bytes:
    """One line of the journal."""
    return json.dumps(as_data(record)).encode() + b"\n"


class Journal:
    """The journal of a run, and the index it is folded into.

    Attributes:
        entries: the index when the run started, by output path; outputs that are gone are left out.
    """

    def __init__(self, out: Path) -> None:
        """Fold what an earlier run left, and start a new journal.

        Raises:
            OSError: the output folder cannot be written.
        """
        self._out = out
        self._records: list[Record] = []
        self.entries = _read_index(out)
        left = read_log(out)
        self._fold(left)
        # os.path says no where Path raises: at the name of a paper that failed because its output's is too long.
        self.entries = {output: entry for output, entry in self.entries.items() if os.path.isfile(out / output)}  # noqa: PTH113 - see above
        if left:
            self._write_index()
        write_atomically(out / LOG_NAME, [b""])
        self._descriptor = os.open(out / LOG_NAME, os.O_WRONLY | os.O_APPEND)
        self._synced = time.monotonic()

    def append(self, record: Record) -> None:
        """Note how a paper ended.

        Raises:
            OSError: the disk does not take it.
        """
        self._records.append(record)
        data = line_of(record)
        while data:
            data = data[os.write(self._descriptor, data) :]
        if time.monotonic() - self._synced > SYNC_EVERY:
            os.fsync(self._descriptor)
            self._synced = time.monotonic()

    def close(self) -> None:
        """Fold this run into the index.

        Raises:
            OSError: the disk does not take it; the journal still stands and the next run folds it.
        """
        os.fsync(self._descriptor)
        self._fold(self._records)
        self._write_index()

    def release(self) -> None:
        """Close the journal's file, whether or not it was folded."""
        os.close(self._descriptor)

    def _fold(self, records: list[Record]) -> None:
        for record in records:
            entry = {key: value for key, value in as_data(record).items() if key not in _OF_THE_RUN}
            self.entries[record.output] = entry | {"outcome": record.was or record.outcome}

    def _write_index(self) -> None:
        papers = {output: self.entries[output] for output in sorted(self.entries, key=os.fsencode)}
        text = json.dumps({"format": INDEX_FORMAT, "papers": papers}, indent=1)
        write_atomically(self._out / INDEX_NAME, [text.encode(), b"\n"])


def read_log(out: Path) -> list[Record]:
    """The records of the journal; a line that was cut short by a crash is left out."""
    try:
        data = (out / LOG_NAME).read_bytes()
    except OSError:
        return []
    records = []
    for line in data.split(b"\n"):
        try:
            values = json.loads(line)
            records.append(Record(**{key: value for key, value in values.items() if key in _FIELDS}))
        except (ValueError, TypeError, AttributeError):
            continue
    return records


def _read_index(out: Path) -> dict[str, dict[str, Any]]:
    """Entries of the index; one that cannot be read counts as none, and every paper is done again."""
    try:
        index = json.loads((out / INDEX_NAME).read_bytes())
        papers = index["papers"] if index["format"] == INDEX_FORMAT else {}
        return {output: dict(entry) for output, entry in papers.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
