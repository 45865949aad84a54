"""The nursery: a small process that loads the program once, forks workers from it and buries them.

It never touches a paper, so nothing a paper does can stop it. It is the workers' real parent: it learns how
each ended, kills a worker together with whatever that has started (a recogniser, say), and when the run's
process goes away, however it goes, the channel ends and the nursery takes all workers with it. Workers forked
here start in milliseconds, for all that is heavy is loaded already.

Why not the standard library's fork server or pebble: both would import the calling program again in each
worker, kill the worker but not what it has started, and tell nothing of how much memory a dead worker had.

Protocol, one JSON object a line: first ``{"target", "settings", "memory_mb", "many"}`` comes in and ``{"ready"}`` or
``{"failed"}`` goes out; then ``{"start"}`` (with two descriptors: the worker's channel and its log) is answered
by ``{"started": pid}``, ``{"kill": pid}`` kills, and ``{"exited": pid, "status"}`` tells of each end.
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
from pathlib import Path
from typing import Any, NoReturn

from ingest.batch.worker import Ingest, serve
from ingest.errors import StartError
from ingest.settings import Settings

MEGABYTE = 1 << 20
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
    order, rest = _first_line(control)
    settings: Settings = pickle.loads(base64.b64decode(order["settings"]))
    gc.disable()  # what is loaded stays; looking for garbage in it meanwhile costs a tenth of the start
    try:
        ingest = _load(order["target"], settings, order["many"])
    except StartError as error:
        _send(control, {"failed": str(error)})
        return
    except Exception as error:  # noqa: BLE001 - told to the parent, which stops the run
        _send(control, {"failed": f"the program cannot be loaded ({type(error).__name__}: {error}). Install it anew."})
        return
    gc.enable()
    gc.collect()
    gc.set_threshold(*GC_THRESHOLDS)
    gc.freeze()  # keeps the collector from touching, and so copying, the memory that workers share
    _send(control, {"ready": os.getpid()})
    Nursery(control, ingest, settings, int(order["memory_mb"])).run(rest)


def _first_line(control: socket.socket) -> tuple[dict[str, Any], bytes]:
    data = b""
    while b"\n" not in data:
        chunk = control.recv(65536)
        if not chunk:
            sys.exit(0)
        data += chunk
    line, _, rest = data.partition(b"\n")
    return json.loads(line), rest


def _load(target: str, settings: Settings, many: bool) -> Ingest:
    """Import the function that converts, and what it will need; for many papers all that can be made in advance."""
    module, _, name = target.partition(":")
    ingest: Ingest = getattr(importlib.import_module(module), name)
    if module == "ingest.pipeline":
        from ingest.readers import pdf  # noqa: F401 - nearly every paper wants it
        from ingest.vocabulary.loader import load_vocabulary

        load_vocabulary(settings.vocabulary)
        if many:
            from ingest.warm_up import warm_up

            warm_up(settings)
    return ingest


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    # The parent may be gone already; the end of the channel says so next.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        control.sendall(json.dumps(message).encode() + b"\n")


class Nursery:
    """Forks, kills and buries workers on request."""

    def __init__(self, control: socket.socket, ingest: Ingest, settings: Settings, memory_mb: int) -> None:
        self._control = control
        self._ingest = ingest
        self._settings = settings
        self._memory_mb = memory_mb
        self._workers: set[int] = set()
        self._descriptors: list[int] = []

    def run(self, data: bytes) -> None:
        """Serve until the parent goes away; then kill all workers."""
        wake, woken = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        try:
            while True:
                *lines, data = data.split(b"\n")
                for line in lines:
                    self._obey(json.loads(line))
                ready, _, _ = select.select([self._control.fileno(), wake], [], [])
                if wake in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(wake, 4096)
                    self._bury()
                if self._control.fileno() in ready:
                    chunk, descriptors, _, _ = socket.recv_fds(self._control, 65536, 2)
                    self._descriptors += descriptors
                    if not chunk:
                        return
                    data += chunk
        finally:
            for pid in self._workers:
                _kill_group(pid)

    def _obey(self, order: dict[str, Any]) -> None:
        if "kill" in order:
            if order["kill"] in self._workers:
                _kill_group(order["kill"])
            return
        channel, log = self._descriptors
        self._descriptors = []
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
