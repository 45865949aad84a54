"""The supervisor: hands papers to workers, holds them to their limits and replaces those that are lost.

A paper ends in one of three ways: its worker answers; its worker goes over a limit and is killed; its worker
dies of itself. The nursery's word that a worker has ended is what counts, so that a paper is never reported
while something may still be writing its output.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from ingest.batch.channel import NurseryHandle, NurseryLost, WorkerChannel
from ingest.batch.discover import Paper
from ingest.batch.worker import failure
from ingest.errors import MemoryLimit, PaperError, StartError, TimeLimit, WorkerCrash
from ingest.export.paper_json import part_path
from ingest.settings import Settings

# How often resident memory is looked at, in seconds; a worker can grow by some 200 MB in this time.
LOOK_EVERY = 0.1
# How long a killed worker may take to go, in seconds: one that hangs in a dead network drive cannot be waited for.
GRACE = 10.0
# The nursery runs none of the papers; when it is lost again and again, something outside kills it.
MAX_NURSERIES = 3
# A worker that was killed from outside (by the system, by an operator) says nothing against its paper.
MAX_TRIES = 2
FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
KEPT_LOG = 4000


@dataclass(frozen=True)
class Limits:
    """What a run may use.

    Attributes:
        workers: papers converted at the same time.
        seconds: wall time for one paper.
        memory_mb: resident memory of one worker with all it has started, in megabytes; where a paper is read by
            several processes, of each of them.
        papers_per_worker: a worker is replaced after this many papers, for libraries do not give all memory back.
    """

    workers: int = 1
    seconds: float = 600.0
    memory_mb: int = 2000
    papers_per_worker: int = 100


@dataclass(slots=True)
class Task:
    """One paper to convert.

    Attributes:
        paper: the paper.
        output: absolute path of its JSON.
        previous: digests of an earlier conversion under the same conditions, or None.
        tries: how often it was handed out.
    """

    paper: Paper
    output: Path
    previous: dict[str, str] | None = None
    tries: int = 0

    def message(self, processes: int) -> dict[str, Any]:
        """What the worker is told; ``processes`` is how many it may use for this paper."""
        return {
            "path": str(self.paper.path),
            "name": self.paper.name,
            "output": str(self.output),
            "previous": self.previous,
            "processes": processes,
        }


@dataclass(slots=True)
class _Slot:
    """One worker and what it is doing."""

    pid: int
    channel: WorkerChannel
    task: Task | None = None
    started: float = 0.0
    done: int = 0
    processes: int = 1
    peak: int = 0
    retired: bool = False
    cause: PaperError | None = None
    killed: float = 0.0

    def held(self) -> int:
        """Memory held now, in bytes: of all processes as far as each has its share, or of the largest."""
        held = resident_bytes(self.pid)
        return max(sum(held) // self.processes, *held, 0)


@dataclass
class Supervisor:
    """Runs tasks in worker processes.

    Attributes:
        target: dotted name of the function that turns a path and settings into a paper ("module:function").
        settings: options of the run.
        limits: what it may use.

    Use it as a context: the program loads from there on, and what runs is killed at the end.
    """

    target: str
    settings: Settings
    limits: Limits
    _slots: dict[int, _Slot] = field(init=False, default_factory=dict)
    _nurseries: int = field(init=False, default=0)
    _nursery: NurseryHandle = field(init=False)
    _selector: selectors.BaseSelector = field(init=False)

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def run(
        self, tasks: Iterable[Task], keep_open: tuple[int, ...] = ()
    ) -> Generator[tuple[Task, dict[str, Any]], None, None]:
        """Yield each task with its result as it ends; closing the generator kills what is running.

        Args:
            tasks: the papers.
            keep_open: descriptors that live as long as any worker does (the lock on the output folder).

        Raises:
            StartError: the program cannot be loaded, or its processes are killed again and again.
        """
        self._queue = deque(tasks)
        self._left = sum(task.paper.size for task in self._queue)
        try:
            self._make_ready(keep_open)
            while self._queue or any(slot.task for slot in self._slots.values()):
                try:
                    self._fill()
                    events = self._selector.select(self._pause())
                    for key, _ in events:
                        if key.data is not None:
                            yield from self._answers(key.data)
                    yield from self._nursery_news()
                    yield from self._watch()
                except NurseryLost:
                    self._restart(keep_open)
        finally:
            self._close()

    # Opening and closing

    def _open(self) -> None:
        self._nurseries += 1
        self._nursery = NurseryHandle(self.target, self.settings, self.limits.memory_mb)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._nursery, selectors.EVENT_READ, None)

    def _make_ready(self, keep_open: tuple[int, ...]) -> None:
        self._nursery.make_ready(keep_open, many=len(self._queue) > 1)
        self._looked = time.monotonic()

    def _close(self) -> None:
        """Kill all workers and wait until they are gone; take away what they had half written."""
        self._nursery.close()
        self._selector.close()
        for slot in self._slots.values():
            slot.channel.close()
            if slot.task:
                _clear(slot.task, slot.pid)
        self._slots.clear()

    def _restart(self, keep_open: tuple[int, ...]) -> None:
        """Replace a lost nursery; its workers died with it and their papers are tried again."""
        interrupted = [slot.task for slot in self._slots.values() if slot.task]
        self._close()
        self._queue.extendleft(reversed(interrupted))
        if self._nurseries >= MAX_NURSERIES:
            raise StartError("the run's processes are killed from outside. Find out what kills them, and run it again.")
        self._open()
        self._make_ready(keep_open)

    # Handing out

    def _fill(self) -> None:
        idle = [slot for slot in self._slots.values() if not slot.task and not slot.retired]
        working = sum(not slot.retired for slot in self._slots.values())
        while self._queue and (idle or working < self.limits.workers):
            if not idle:
                pid, channel = self._nursery.start_worker()
                slot = _Slot(pid, channel)
                self._slots[pid] = slot
                self._selector.register(channel, selectors.EVENT_READ, slot)
                working += 1
                idle.append(slot)
            slot = idle.pop()
            task = self._queue.popleft()
            task.tries += 1
            slot.task, slot.started, slot.peak = task, time.monotonic(), 0
            slot.processes = self._processes_for(task)
            slot.channel.clear_log()
            slot.channel.send(task.message(slot.processes))

    def _processes_for(self, task: Task) -> int:
        """How many processes a paper may use: its share of the work that is left, so that none stands idle."""
        return max(1, round(self.limits.workers * task.paper.size / max(1, self._left)))

    def _detach(self, slot: _Slot) -> None:
        """Give a worker no more work, and listen to it no more."""
        if not slot.retired:
            slot.retired = True
            self._selector.unregister(slot.channel)

    # Listening

    def _nursery_news(self) -> Iterator[tuple[Task, dict[str, Any]]]:
        for news in self._nursery.read():
            slot = self._slots.pop(news["exited"], None) if "exited" in news else None
            if slot:
                yield from self._ended(slot, news["status"])

    def _answers(self, slot: _Slot) -> Iterator[tuple[Task, dict[str, Any]]]:
        if slot.retired:
            return
        for result in slot.channel.read():
            yield from self._finish(slot, result)
        if slot.channel.ended:
            # The worker is dying; what counts is the nursery's word, which follows.
            self._detach(slot)

    def _finish(self, slot: _Slot, result: dict[str, Any]) -> Iterator[tuple[Task, dict[str, Any]]]:
        task = slot.task
        if task is None:
            return
        slot.task = None
        self._left -= task.paper.size
        slot.done += 1
        retire = result.pop("retire", False)
        if retire or slot.done >= self.limits.papers_per_worker:
            self._detach(slot)
            slot.channel.hang_up()  # upon which it ends
        yield task, {"seconds": round(time.monotonic() - slot.started, 3)} | result

    def _ended(self, slot: _Slot, status: int) -> Iterator[tuple[Task, dict[str, Any]]]:
        """A worker is gone: settle the paper it was at."""
        if slot.task:
            for result in slot.channel.read():
                yield from self._finish(slot, result)
        self._detach(slot)
        task, slot.task = slot.task, None
        if task is None:
            slot.channel.close()
            return
        _clear(task, slot.pid)
        log = slot.channel.log(KEPT_LOG)
        slot.channel.close()
        if slot.cause is None and -status in FROM_OUTSIDE and task.tries < MAX_TRIES:
            self._queue.append(task)
            return
        self._left -= task.paper.size
        yield task, self._lost(slot, slot.cause or _crash(task.paper.name, status)) | {"log": log or None}

    def _lost(self, slot: _Slot, cause: PaperError) -> dict[str, Any]:
        peak = round(slot.peak / (1 << 20), 1) if slot.peak else None
        return failure(cause, seconds=round(time.monotonic() - slot.started, 3), peak_memory_mb=peak)

    # Watching

    def _pause(self) -> float:
        """How long nothing needs doing, in seconds, at most."""
        now = time.monotonic()
        ends = [slot.started + self.limits.seconds for slot in self._slots.values() if slot.task and not slot.cause]
        return max(0.0, min([self._looked + LOOK_EVERY, *ends]) - now)

    def _watch(self) -> Iterator[tuple[Task, dict[str, Any]]]:
        """Kill the workers that are over a limit; give up those that cannot even be killed."""
        now = time.monotonic()
        look = now - self._looked >= LOOK_EVERY
        if look:
            self._looked = now
        for slot in list(self._slots.values()):
            task = slot.task
            if task is None:
                continue
            if slot.cause:
                if now - slot.killed > GRACE:
                    slot.task = None
                    self._left -= task.paper.size
                    yield task, self._lost(slot, slot.cause)
                continue
            if look:
                slot.peak = max(slot.peak, slot.held())
            if slot.peak > self.limits.memory_mb << 20:
                reason = f"it wanted more than {self.limits.memory_mb} MB of memory"
                self._kill(slot, MemoryLimit(task.paper.name, reason))
            elif now - slot.started > self.limits.seconds:
                reason = f"it took longer than {self.limits.seconds:g} seconds"
                self._kill(slot, TimeLimit(task.paper.name, reason))

    def _kill(self, slot: _Slot, cause: PaperError) -> None:
        slot.cause = cause
        slot.killed = time.monotonic()
        self._detach(slot)
        self._nursery.kill(slot.pid)


def _clear(task: Task, pid: int) -> None:
    """Take away what a dead worker had half written."""
    with contextlib.suppress(OSError):
        part_path(task.output, pid).unlink(missing_ok=True)


def _crash(name: str, status: int) -> WorkerCrash:
    if -status in FROM_OUTSIDE:
        advice = "The system may be short of memory: use fewer --workers, or look at what kills it."
        return WorkerCrash(name, f"its worker was killed from outside, twice ({_signal_name(-status)})", advice)
    how = _signal_name(-status) if status < 0 else f"exit status {status}"
    return WorkerCrash(name, f"{WorkerCrash.reason} ({how})")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def resident_bytes(pid: int) -> list[int]:
    """Resident memory of a process and of all it has started, in bytes each; nothing where the system does not tell."""
    page = os.sysconf("SC_PAGE_SIZE")
    held = []
    waiting = [pid]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        try:
            held.append(int((folder / "statm").read_text(encoding="ascii").split()[1]) * page)
            for children in folder.glob("task/*/children"):
                waiting += [int(child) for child in children.read_text(encoding="ascii").split()]
        except (OSError, ValueError, IndexError):
            continue
    return held
