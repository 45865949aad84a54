from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from a_library import Library
from a_paper import make_paper


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


@pytest.fixture
def recorded(library: Library) -> Callable[..., Library]:
    """Makes a library whose record holds the right result, or another."""

    def record(result: dict[str, Any] | None = None) -> Library:
        from ingest.evaluate.session import update

        refused, changed = update(library.folders, library.check(result or make_paper()), False)
        assert changed and not refused
        return library

    return record
