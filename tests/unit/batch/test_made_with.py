"""What makes an output what it is: a change of any of it is noticed by the next run."""

from __future__ import annotations

import re
import tomllib

import pytest

from ingest.batch import resume
from ingest.settings import Settings

# They change what is shown, not what is read.
FRONT = {"typer", "rich"}


def test_every_library_that_reads_counts(root):
    wanted = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w.-]+", one).group() for one in wanted}
    assert set(resume.LIBRARIES) == names - FRONT


def test_a_recogniser_installed_or_removed_is_noticed_where_it_would_be_used(monkeypatch):
    before = resume.made_with(Settings()), resume.made_with(Settings(ocr="off"))
    monkeypatch.setattr(resume, "_stamp", lambda program: "another")
    after = resume.made_with(Settings()), resume.made_with(Settings(ocr="off"))
    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize("changed", [{"ocr": "off"}, {"max_pages": 10}])
def test_options_count(changed):
    assert resume.made_with(Settings(**changed))["options"] != resume.made_with(Settings())["options"]
