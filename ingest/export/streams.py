"""Where a command's output goes: a disk that is full and a reader that has gone are one line, not a traceback."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import ExitCode


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Run a command; what it printed is whole at the end, or its exit code says that it is not.

    Raises:
        SystemExit: the output was not wanted, or found no room.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - both are closed by the shell at times,
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115 - and last as long as the program
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        raise SystemExit(ExitCode.SOME_FAILED) from None
    except OSError as error:
        from ingest.export import terminal

        _forget_stdout()
        terminal.say(f"error: {error.filename or 'the output'}: {error.strerror or type(error).__name__}")
        raise SystemExit(ExitCode.CANNOT_START) from None


def _forget_stdout() -> None:
    """Send what is still to be written nowhere, lest the interpreter's last flush complain."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
