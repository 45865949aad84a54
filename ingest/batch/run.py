"""A run: find the papers, convert them, keep the record, say how it ended."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Protocol, get_args

from ingest.batch.discover import Found, Paper, find_papers
from ingest.batch.record import Journal, Outcome, Record, as_data
from ingest.batch.resume import made_with
from ingest.batch.supervisor import Limits, Supervisor, Task
from ingest.batch.worker import cannot_write, failure
from ingest.errors import ExitCode, OutputError, StartError
from ingest.export.paper_json import PART_SUFFIX
from ingest.settings import Settings

PIPELINE = "ingest.pipeline:ingest_paper"
# How long a run waits for the last of a killed run's processes to let go of the folder, in seconds.
LOCK_SECONDS = 5.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Listener(Protocol):
    """Who wants to know how a run is going."""

    def started(self, total: int, left_out: list[str]) -> None:
        """The papers are counted; ``left_out`` says what was not taken for one, and why."""

    def finished(self, record: Record) -> None:
        """A paper is done."""


@dataclass(slots=True)
class Run:
    """How a run ended: the records in the order of their papers' names."""

    records: list[Record] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    total: int = 0
    interrupted: bool = False

    def count(self, outcome: Outcome) -> int:
        """Number of papers with this outcome."""
        return sum(record.outcome == outcome for record in self.records)

    def as_data(self) -> dict[str, Any]:
        """The run for scripts."""
        outcomes: tuple[Outcome, ...] = get_args(Outcome)
        return {
            "exit_code": int(self.exit_code),
            "interrupted": self.interrupted,
            "found": self.total,
            **{outcome: self.count(outcome) for outcome in outcomes},
            "left_out": self.left_out,
            "papers": [as_data(record) for record in self.records],
        }

    @property
    def exit_code(self) -> ExitCode:
        """What the command returns; unchanged papers count as converted."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if not self.records or self.count("failed") == len(self.records):
            return ExitCode.NONE_CONVERTED
        return ExitCode.SOME_FAILED if self.count("failed") or self.count("partial") else ExitCode.OK


def default_workers(memory_mb: int) -> int:
    """One worker a processor, fewer where the machine's memory would not hold them all at their limit."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return max(1, min(processors, memory // memory_mb))


def convert(
    paths: list[Path],
    out: Path,
    settings: Settings,
    limits: Limits,
    listener: Listener,
    *,
    force: bool = False,
    target: str = PIPELINE,
) -> Run:
    """Convert the papers under ``paths`` to JSON under ``out``.

    Ctrl-C, SIGTERM and SIGHUP end the run in good order: finished papers stay, the run says that it was
    interrupted, and the next one carries on.

    Args:
        paths: papers and folders of papers.
        out: the output folder; made where it is missing.
        settings: options that change what the JSON says.
        limits: what one paper may use, and how many are converted at a time.
        listener: told as the run goes on.
        force: convert unchanged papers again.
        target: dotted name of the function that converts one paper ("module:function").

    Raises:
        StartError: nothing was done, or nothing more can be done (``OutputError``: the folder takes no more).
    """
    with Supervisor(target, settings, limits) as supervisor:  # it loads the program meanwhile
        found = find_papers(paths, out)
        made = made_with(settings)
        try:
            with _locked(out) as lock:
                journal = Journal(out)
                try:
                    return _Running(found, out, made, journal, supervisor, listener).run(force, lock)
                finally:
                    journal.release()
        except OSError as error:
            raise cannot_write(out, error) from error


class _Running:
    """One run under way."""

    def __init__(
        self,
        found: Found,
        out: Path,
        made: dict[str, str],
        journal: Journal,
        supervisor: Supervisor,
        listener: Listener,
    ) -> None:
        self._out = out
        self._made = made
        self._journal = journal
        self._supervisor = supervisor
        self._listener = listener
        self._found = found
        self._first: dict[str, str] = {}
        self._run = Run(left_out=found.left_out, total=len(found.papers))
        self._stopping = _Stopping()

    def run(self, force: bool, lock: int) -> Run:
        papers = self._found.papers
        sweep(self._out, papers, list(self._journal.entries))
        try:
            with self._stopping.heeded():
                self._listener.started(len(papers), self._found.left_out)
                self._convert(papers, force, lock)
        except KeyboardInterrupt:
            self._run.interrupted = True
        except BaseException:
            # The records that fit are worth keeping; should that fail too, the first error is the one to tell.
            with contextlib.suppress(OSError):
                self._journal.close()
            raise
        with _uninterrupted():
            self._journal.close()
        self._run.records.sort(key=lambda record: os.fsencode(record.paper))
        return self._run

    def _convert(self, papers: list[Paper], force: bool, lock: int) -> None:
        tasks = []
        for paper in papers:
            if paper.problem:
                self._settle(paper, failure(paper.problem))
            else:
                output = (self._out / paper.output).absolute()
                tasks.append(Task(paper, output, None if force else self._previous(paper)))
        # The largest first: a long paper that comes last would keep one worker busy and the others waiting.
        tasks.sort(key=lambda task: -task.paper.size)
        if not tasks:
            return
        with contextlib.closing(self._supervisor.run(tasks, keep_open=(lock,))) as results:
            for task, result in results:
                if "fatal" in result:
                    raise (OutputError if result["code"] == OutputError.code else StartError)(result["fatal"])
                self._settle(task.paper, result)

    def _previous(self, paper: Paper) -> dict[str, str] | None:
        """Digests to compare with, where an earlier run made this output under the same conditions."""
        entry = self._journal.entries.get(paper.output)
        if not entry or entry.get("made_with") != self._made or "output_sha256" not in entry:
            return None
        return {"sha256": entry["sha256"], "output_sha256": entry["output_sha256"]}

    def _settle(self, paper: Paper, result: dict[str, Any]) -> None:
        """Record how a paper ended."""
        record = Record(paper=paper.name, output=paper.output, made_with=self._made, **result)
        if record.outcome == "unchanged":
            entry = self._journal.entries[paper.output]
            record.was = entry["outcome"]
            for name in ("pages", "recommendations", "items", "measures", "officers", "warnings", "diagnostics"):
                setattr(record, name, entry.get(name, getattr(record, name)))
        if record.outcome == "failed":
            # What an earlier run made of an earlier state of the paper must not pass for this one's.
            with contextlib.suppress(OSError):
                (self._out / paper.output).unlink(missing_ok=True)
        if record.sha256:
            first = self._first.setdefault(record.sha256, paper.name)
            record.same_as = first if first != paper.name else None
        with self._stopping.put_off():  # a paper in the journal is one the run counts
            self._journal.append(record)
            self._run.records.append(record)
            self._listener.finished(record)


def sweep(out: Path, papers: list[Paper], outputs: list[str]) -> None:
    """Take away what writers that were killed left behind, in every folder where this run or an earlier one writes."""
    folders = {(out / output).parent for output in [*(paper.output for paper in papers), *outputs, "index.json"]}
    for folder in folders:
        if os.path.isdir(folder):  # noqa: PTH112 - Path raises at a name that is too long
            for part in folder.glob(f".*{PART_SUFFIX}"):
                part.unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[int]:
    """Hold the output folder; gives the descriptor that holds it.

    The lock goes with the last process that has the descriptor, workers included: after a kill, the next run
    starts when nothing of the last one can write any more.

    Raises:
        OutputError: another run is writing there.
        OSError: the folder cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    lock = os.open(out, os.O_RDONLY)
    try:
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise OutputError(
                        f"another run is writing to {out}. Wait for it, or choose another --out."
                    ) from None
                time.sleep(0.05)
            except OSError:
                break  # a network drive without locks: the run goes on without
        yield lock
    finally:
        os.close(lock)


class _Stopping:
    """The wish to stop: Ctrl-C, SIGTERM and SIGHUP alike raise KeyboardInterrupt, at once or a moment later."""

    def __init__(self) -> None:
        self._asked = False
        self._later = False

    @contextlib.contextmanager
    def heeded(self) -> Iterator[None]:
        """While this lasts, a signal interrupts."""
        with _handling(self._interrupt):
            yield

    @contextlib.contextmanager
    def put_off(self) -> Iterator[None]:
        """While this lasts, a signal waits; it interrupts at the end."""
        self._later = True
        try:
            yield
        finally:
            self._later = False
        if self._asked:
            raise KeyboardInterrupt

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)  # once is enough; the clearing up is not to be cut short
        self._asked = True
        if not self._later:
            raise KeyboardInterrupt


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let nobody's impatience spoil the last writes; they take a moment."""
    with _handling(signal.SIG_IGN):
        yield


@contextlib.contextmanager
def _handling(handler: Any) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
