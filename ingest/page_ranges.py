"""A long paper in several processes, and a very long one in several stretches.

Each process reads and lays out a range of the pages of each stretch, the first one goes on alone.

The processes are forked from the one that has the paper, so that nothing is loaded twice, and talk over socket pairs
in the way that ``ingest.layout.together`` describes. Should one of them fail, whatever the reason, the paper is read
in one process from the start: the outcome is the same, an error included.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

# Under so many pages for each process the forking costs more than it brings.
LEAST_PAGES = 40
# The words of so many pages are held at a time: 100 KB a page, and nearly all papers are shorter.
MOST_PAGES = 300
# How many processes the paper in hand may use; whoever runs the pipeline says so.
_allowed = 1


class ProcessLost(Exception):
    """One of the processes that share a paper is gone."""


def allow(processes: int) -> None:
    """Say how many processes the next papers may use; 1 keeps to the one that calls."""
    global _allowed
    _allowed = max(1, processes)


def allowed() -> int:
    """How many processes a paper may use now."""
    return _allowed


def processes_for(pages: int) -> int:
    """How many processes a paper of so many pages is worth."""
    return max(1, min(_allowed, pages // LEAST_PAGES)) if hasattr(os, "fork") else 1


def windows_of(pages: int) -> list[range]:
    """Page numbers from 1 in stretches of nearly one length, of which few enough pages are held at a time."""
    return _parts_of(range(1, pages + 1), -(-pages // MOST_PAGES))


def ranges_of(pages: range, processes: int) -> list[range]:
    """The page numbers of a stretch in one range for each process."""
    return _parts_of(pages, processes)


def _parts_of(numbers: range, count: int) -> list[range]:
    edges = [round(len(numbers) * place / count) for place in range(count + 1)]
    return [numbers[start:end] for start, end in itertools.pairwise(edges)]


class First:
    """The process that has the paper; it has the others forked, and hears and answers them."""

    place = 0

    def __init__(self, others: list[Connection]) -> None:
        self._others = others
        self.count = len(others) + 1

    def share(self, topic: str, value: T) -> list[T]:
        """See ``Together.share``."""
        values = self.gather(value)
        data = pickle.dumps(values, pickle.HIGHEST_PROTOCOL)
        for other in self._others:
            with _loss():
                other.send_bytes(data)
        return values

    def gather(self, value: T) -> list[T]:
        """See ``Together.gather``."""
        values = [value]
        for other in self._others:
            with _loss():
                values.append(pickle.loads(other.recv_bytes()))
        return values


class Further:
    """A process that helps with a range of pages."""

    def __init__(self, place: int, count: int, first: Connection) -> None:
        self.place = place
        self.count = count
        self._first = first

    def share(self, topic: str, value: T) -> list[T]:
        """See ``Together.share``."""
        self.gather(value)
        values: list[T] = pickle.loads(self._first.recv_bytes())
        values[self.place] = value
        return values

    def gather(self, value: T) -> None:
        """See ``Together.gather``."""
        self._first.send_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


@contextlib.contextmanager
def _loss() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError, pickle.PickleError) as error:
        raise ProcessLost from error


def run_together(work: Callable[[First | Further], T], processes: int) -> T:
    """Run the same work in several processes; what the first one returns.

    Raises:
        ProcessLost: one of the others failed, or could not be started.
    """
    from multiprocessing.connection import Pipe as make_pipe  # wanted for long papers only

    pids: list[int] = []
    ends: list[Connection] = []
    try:
        for place in range(1, processes):
            with _loss():
                ours, theirs = make_pipe()
                pid = os.fork()
            if pid == 0:
                for end in (*ends, ours):
                    end.close()
                _help(work, Further(place, processes, theirs))
            theirs.close()
            pids.append(pid)
            ends.append(ours)
        return work(First(ends))
    finally:
        for end in ends:
            end.close()
        _bury(pids)


class _Sender(pickle.Pickler):
    """Pickles an outcome; things that both processes had before are named by their place."""

    def __init__(self, stream: io.BytesIO, known: Sequence[object]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._places = {id(each): place for place, each in enumerate(known)}

    def persistent_id(self, thing: Any) -> int | None:
        """The place of a known thing."""
        return self._places.get(id(thing))


class _Receiver(pickle.Unpickler):
    """Undoes what ``_Sender`` did."""

    def __init__(self, data: bytes, known: Sequence[object]) -> None:
        super().__init__(io.BytesIO(data))
        self._known = known

    def persistent_load(self, place: Any) -> object:
        """The known thing at a place."""
        return self._known[place]


def _pack(outcome: object, known: Sequence[object]) -> bytes:
    stream = io.BytesIO()
    _Sender(stream, known).dump(outcome)
    return stream.getvalue()


@contextlib.contextmanager
def aside(work: Callable[[], T], known: Sequence[object] = ()) -> Iterator[Callable[[], T]]:
    """Do some work in a process forked for it; gives the function that waits for its outcome.

    Args:
        work: the work.
        known: things that the outcome refers to; they stay themselves, all else of the outcome is a copy.

    Raises:
        ProcessLost: from that function, when the process failed; from here, when it could not be started.
    """
    from multiprocessing.connection import Pipe as make_pipe

    with _loss():
        ours, theirs = make_pipe(duplex=False)
        pid = os.fork()
    if pid == 0:
        ours.close()
        _help(lambda _: theirs.send_bytes(_pack(work(), known)), None)
    theirs.close()

    def wait() -> T:
        with _loss():
            outcome: T = _Receiver(ours.recv_bytes(), known).load()
        return outcome

    try:
        yield wait
    finally:
        ours.close()
        _bury([pid])


def _bury(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)


def _help(work: Callable[[Any], object], together: Further | None) -> NoReturn:
    try:
        work(together)
    finally:
        os._exit(0)  # whatever went wrong, the first process hears that this one is gone
