"""The nursery: a small process that loads the program once, forks workers from it and buries them.

It never touches a paper, so nothing a paper does can stop it. It is the workers' real parent: it learns how
each ended, kills a worker together with whatever that has started (a recogniser, say), and when the run's
process goes away, however it goes, the channel ends and the nursery takes all workers with it. Workers forked
here start in milliseconds, for all that is heavy is loaded already.

Why not the standard library's fork server or pebble: both would import the calling program again in each
worker, kill the worker but not what it has started, and tell nothing of how much memory a dead worker had.

Protocol, one JSON object a line: ``{"load"}`` may come ahead and names a module to import; ``{"target", "settings",
"memory_mb"}`` comes while the papers are still looked for, then ``{"many"}`` (with descriptors to keep open), upon
which ``{"ready"}`` or ``{"failed"}`` goes out; then ``{"start"}`` (with two descriptors: the worker's channel and its
log) is answered by ``{"started": pid}``, ``{"kill": pid}`` kills, and ``{"exited": pid, "status"}`` tells of each end.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import faulthandler
import gc
import importlib
import json
import os
import pickle
import resource
import select
import signal
import socket
import sys
import traceback
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from ingest.batch.worker import Ingest, serve
from ingest.errors import StartError
from ingest.settings import Settings

PIPELINE_MODULE = "ingest.pipeline"
MEGABYTE = 1 << 20
# Descriptors that one message of the parent may bring.
MOST_DESCRIPTORS = 8
# Address space is not memory: libraries map more than they touch. The limit on resident memory is watched by
# the supervisor; this one stops a single huge request before the supervisor could look.
SPARE_ADDRESSES = 1024 * MEGABYTE
# Largest file a worker may write; a runaway output must not fill the disk.
MAX_FILE = 4096 * MEGABYTE
PR_SET_PDEATHSIG = 1
# A paper makes objects by the hundred thousand, and next to none in circles: the collector need not look so often.
GC_THRESHOLDS = (50_000, 20, 50)


def main() -> None:
    """Run the nursery on standard input, a socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=0)
    orders = _Orders(control)
    gc.disable()  # what is loaded stays; looking for garbage in it meanwhile costs a tenth of the start
    while "load" in (order := orders.wait()):
        with contextlib.suppress(Exception):  # what is wrong with it is told when it is wanted
            importlib.import_module(order["load"])
    settings: Settings = pickle.loads(base64.b64decode(order["settings"]))
    try:
        ingest = _load(order["target"], settings)
        if orders.wait()["many"] and order["target"].startswith(f"{PIPELINE_MODULE}:"):
            from ingest.warm_up import warm_up

            warm_up(settings)
    except StartError as error:
        _send(control, {"failed": str(error)})
        return
    except Exception as error:  # noqa: BLE001 - told to the parent, which stops the run
        _send(control, {"failed": f"the program cannot be loaded ({type(error).__name__}: {error}). Install it anew."})
        return
    gc.freeze()  # keeps the collector from touching, and so copying, the memory that workers share
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()
    orders.keep_open()
    _send(control, {"ready": os.getpid()})
    Nursery(control, orders, ingest, settings, int(order["memory_mb"])).run()
    os._exit(0)  # nothing is left to do, and taking the program apart takes a while


class _Orders:
    """What the parent says, line by line, and the descriptors it sends along."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._data = b""
        self._waiting: deque[dict[str, Any]] = deque()
        self._descriptors: list[int] = []
        self._kept: list[int] = []

    def read(self) -> bool:
        """Read what is there, or wait until there is something; False when the parent is gone."""
        chunk, descriptors, _, _ = socket.recv_fds(self._control, 65536, MOST_DESCRIPTORS)
        self._descriptors += descriptors
        *lines, self._data = (self._data + chunk).split(b"\n")
        self._waiting.extend(json.loads(line) for line in lines)
        return bool(chunk)

    def take(self) -> Iterator[dict[str, Any]]:
        """The orders that were read."""
        while self._waiting:
            yield self._waiting.popleft()

    def wait(self) -> dict[str, Any]:
        """The next order; the process ends when none can come."""
        while not self._waiting:
            if not self.read():
                sys.exit(0)
        return self._waiting.popleft()

    def keep_open(self) -> None:
        """Keep the descriptors that came so far as long as this process and its workers live."""
        self._kept, self._descriptors = self._descriptors, []

    def descriptors(self) -> list[int]:
        """The descriptors that came since."""
        came, self._descriptors = self._descriptors, []
        return came


def _load(target: str, settings: Settings) -> Ingest:
    """Import the function that converts, and what it will need."""
    module, _, name = target.partition(":")
    ingest: Ingest = getattr(importlib.import_module(module), name)
    if module == PIPELINE_MODULE:
        from ingest.readers import pdf  # noqa: F401 - nearly every paper wants it
        from ingest.vocabulary.loader import load_vocabulary

        load_vocabulary(settings.vocabulary)
    return ingest


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    # The parent may be gone already; the end of the channel says so next.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        control.sendall(json.dumps(message).encode() + b"\n")


class Nursery:
    """Forks, kills and buries workers on request."""

    def __init__(
        self, control: socket.socket, orders: _Orders, ingest: Ingest, settings: Settings, memory_mb: int
    ) -> None:
        self._control = control
        self._orders = orders
        self._ingest = ingest
        self._settings = settings
        self._memory_mb = memory_mb
        self._workers: set[int] = set()

    def run(self) -> None:
        """Serve until the parent goes away; then kill all workers."""
        wake, woken = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        try:
            while True:
                for order in self._orders.take():
                    self._obey(order)
                ready, _, _ = select.select([self._control.fileno(), wake], [], [])
                if wake in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(wake, 4096)
                    self._bury()
                if self._control.fileno() in ready and not self._orders.read():
                    return
        finally:
            for pid in self._workers:
                _kill_group(pid)

    def _obey(self, order: dict[str, Any]) -> None:
        if "kill" in order:
            if order["kill"] in self._workers:
                _kill_group(order["kill"])
            return
        channel, log = self._orders.descriptors()
        nursery = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_worker(nursery, channel, log)
        # Both sides set the group, so that it is set whoever comes first.
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        os.close(channel)
        os.close(log)
        self._workers.add(pid)
        _send(self._control, {"started": pid})

    def _bury(self) -> None:
        """Reap the workers that ended, and kill what they left behind."""
        for pid in list(self._workers):
            ended, status, _ = os.wait4(pid, os.WNOHANG)
            if ended:
                self._workers.discard(pid)
                _kill_group(pid)
                _send(self._control, {"exited": pid, "status": os.waitstatus_to_exitcode(status)})

    def _become_worker(self, nursery: int, channel: int, log: int) -> NoReturn:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setpgid(0, 0)
            _die_with(nursery)
            nothing = os.open(os.devnull, os.O_RDONLY)
            for ours, standard in ((nothing, 0), (log, 1), (log, 2)):
                os.dup2(ours, standard)
            os.close(nothing)
            os.close(log)
            set_limits(self._memory_mb)
            faulthandler.enable(file=2)
            serve(socket.socket(fileno=channel), self._ingest, self._settings, self._memory_mb)
            status = 0
        except BaseException:  # noqa: BLE001 - the process ends here; the supervisor finds this in the log
            traceback.print_exc()
        finally:
            os._exit(status)


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _die_with(parent: int) -> None:
    """Have the system kill this process when its parent dies (Linux), even inside a stuck library."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def set_limits(memory_mb: int) -> None:
    """Set the limits of this process, a worker's, and offer it first when the system runs out of memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_FSIZE, MAX_FILE)
    if sys.platform == "linux":
        mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, mapped + memory_mb * MEGABYTE + SPARE_ADDRESSES)
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _lower(kind: int, value: int) -> None:
    value = min([value, *(limit for limit in resource.getrlimit(kind) if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(kind, (value, value))


if __name__ == "__main__":
    main()
