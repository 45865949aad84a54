"""The parent's ends of its channels: to the nursery, and to each worker."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import pickle
import socket
import subprocess
import sys
import tempfile
from collections import deque
from typing import Any

from ingest.errors import StartError
from ingest.settings import Settings

# How long the program may take to load, in seconds: a cold disk, not a hang.
LOAD_SECONDS = 120.0
# How long the nursery may take to go once its channel is closed, in seconds.
CLOSE_SECONDS = 5.0
# Longest line taken from a worker, in bytes: results are summaries, and a worker may have been taken over.
MAX_LINE = 1 << 20

# The path of this program stands first, so that no module in the folder of papers can take its place.
_BOOT = "import sys; sys.path[:] = {path!r}; from ingest.batch.nursery import main; main()"


class NurseryLost(Exception):
    """The nursery is gone."""


class Lines:
    """JSON lines read from a socket that is never waited for."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._data = b""
        self.ended = False

    def fileno(self) -> int:
        """Descriptor, for a selector."""
        return self._end.fileno()

    def read(self) -> list[dict[str, Any]]:
        """The whole lines that are there now; ``ended`` tells when there will be no more."""
        while not self.ended:
            try:
                chunk = self._end.recv(65536, socket.MSG_DONTWAIT)
            except BlockingIOError:
                break
            except OSError:
                chunk = b""
            self.ended = not chunk or len(self._data) > MAX_LINE
            self._data += chunk
        *lines, self._data = self._data.split(b"\n")
        objects = []
        for line in lines:
            with contextlib.suppress(ValueError):
                objects.append(json.loads(line))
        return [item for item in objects if isinstance(item, dict)]

    def send(self, message: dict[str, Any]) -> None:
        """Send one object; a receiver that is gone is noticed elsewhere."""
        with contextlib.suppress(OSError):
            self._end.sendall(json.dumps(message).encode() + b"\n")


class WorkerChannel(Lines):
    """Channel to one worker, with the log that its libraries print to."""

    def __init__(self, end: socket.socket, log: Any) -> None:
        super().__init__(end)
        self._log = log

    def clear_log(self) -> None:
        """Forget what was printed for earlier papers."""
        os.ftruncate(self._log.fileno(), 0)

    def log(self, kept: int) -> str:
        """The end of what was printed for this paper, at most ``kept`` bytes."""
        size = os.fstat(self._log.fileno()).st_size
        return os.pread(self._log.fileno(), kept, max(0, size - kept)).decode(errors="replace").strip("\0\n ")

    def hang_up(self) -> None:
        """Tell the worker that no task follows."""
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close both."""
        self._end.close()
        self._log.close()


class _Started:
    """A nursery's process, its parent's end of the channel, and what it prints.

    Raises:
        StartError: no process can be started.
    """

    def __init__(self) -> None:
        # One thread a worker, for forking is safe then; one seed of hashes, for the same bytes in every run; no
        # plugins, which pydantic looks for among all that is installed.
        fixed = {name: "1" for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS")}
        fixed |= {"PYTHONHASHSEED": "0", "PYDANTIC_DISABLE_PLUGINS": "1"}
        self.end, theirs = socket.socketpair()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the handle
        with theirs:
            try:
                self.process = subprocess.Popen(
                    [sys.executable, "-P", "-c", _BOOT.format(path=sys.path)],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=self.log,
                    env=os.environ | fixed,
                    start_new_session=True,  # Ctrl-C in the terminal is for the parent alone
                )
            except OSError as error:
                raise StartError(f"no process can be started ({error.strerror}). Close other programs.") from error


_ahead: list[_Started] = []


def begin_ahead(module: str) -> None:
    """Start the nursery that the next run takes, and have it load a module, before more is known of the run.

    Loading is what a run of few papers takes longest for; a command's options can be read meanwhile. A nursery
    that nobody takes ends with this process.
    """
    with contextlib.suppress(StartError):  # the run itself says so
        started = _Started()
        Lines(started.end).send({"load": module})
        _ahead.append(started)


class NurseryHandle(Lines):
    """The nursery, as its parent sees it."""

    def __init__(self, target: str, settings: Settings, memory_mb: int) -> None:
        """Start it, or take the one begun ahead; it loads the program while its parent looks for the papers.

        Raises:
            StartError: no process can be started.
        """
        started = _ahead.pop() if _ahead else _Started()
        super().__init__(started.end)
        self._process, self._log = started.process, started.log
        self._ready = False
        self._news: deque[dict[str, Any]] = deque()
        packed = base64.b64encode(pickle.dumps(settings)).decode()
        self.send({"target": target, "settings": packed, "memory_mb": memory_mb})

    def make_ready(self, keep_open: tuple[int, ...], many: bool) -> None:
        """Wait until workers can be started.

        Args:
            keep_open: descriptors that the nursery and every worker hold as long as they live.
            many: more than one paper is to come.

        Raises:
            StartError: the program cannot be loaded.
        """
        try:
            socket.send_fds(self._end, [json.dumps({"many": many}).encode() + b"\n"], keep_open)
        except OSError:
            answer = self._not_loaded()
        else:
            try:
                answer = self._wait_for("ready", "failed")
            except NurseryLost:
                answer = self._not_loaded()
        if "failed" in answer:
            self.close()
            raise StartError(answer["failed"])
        self._ready = True

    def start_worker(self) -> tuple[int, WorkerChannel]:
        """Fork a worker; its process id and channel.

        Raises:
            NurseryLost: the nursery is gone.
        """
        ours, theirs = socket.socketpair()
        log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the channel
        with theirs:
            try:
                socket.send_fds(self._end, [b'{"start": true}\n'], [theirs.fileno(), log.fileno()])
            except OSError as error:
                raise NurseryLost from error
            return int(self._wait_for("started")["started"]), WorkerChannel(ours, log)

    def kill(self, pid: int) -> None:
        """Kill a worker and all it has started; its end is told by ``read``."""
        self.send({"kill": pid})

    def read(self) -> list[dict[str, Any]]:
        """What the nursery has told.

        Raises:
            NurseryLost: the nursery is gone.
        """
        news = [*self._news, *super().read()]
        self._news.clear()
        if self.ended and not news:
            raise NurseryLost
        return news

    def close(self) -> None:
        """End the nursery, and with it all workers; wait until they are gone."""
        if not self._ready:
            self._process.kill()  # it has started nothing yet
        with contextlib.suppress(OSError):
            self._end.shutdown(socket.SHUT_WR)
            self._end.settimeout(CLOSE_SECONDS)
            while self._end.recv(65536):  # ends when no process has the other end any more
                pass
        self._end.close()
        self._log.close()
        try:
            self._process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _not_loaded(self) -> dict[str, Any]:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(CLOSE_SECONDS)
        lines = os.pread(self._log.fileno(), 65536, 0).decode(errors="replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "it says nothing")
        return {"failed": f"the program does not load ({last}). Install it anew."}

    def _wait_for(self, *keys: str) -> dict[str, Any]:
        """The next message with one of ``keys``; others are kept for ``read``."""
        while True:
            self._end.settimeout(LOAD_SECONDS)
            try:
                self._end.recv(1, socket.MSG_PEEK)
            except OSError as error:
                raise NurseryLost from error
            finally:
                self._end.settimeout(None)
            found: dict[str, Any] | None = None
            for message in super().read():
                if found is None and any(key in message for key in keys):
                    found = message
                else:
                    self._news.append(message)
            if found:
                return found
            if self.ended:
                raise NurseryLost
