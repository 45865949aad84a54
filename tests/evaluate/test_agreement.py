"""Scores agree with the shared scorer to three decimals, on results that are right and on results that are not."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.evaluate.scores import score_folders

HALF_OF_THE_THIRD_DECIMAL = 0.0005
Spoil = Callable[[Any, random.Random], Any]


def spoil(value: Any, draw: random.Random, share: float) -> Any:
    """A copy with faults: words cut, doubled, in capitals or gone, entries lost, doubled or out of order."""
    if isinstance(value, dict):
        return {key: spoil(entry, draw, share) for key, entry in value.items()}
    if isinstance(value, list):
        entries = [spoil(entry, draw, share) for entry in value]
        if entries and draw.random() < share:
            place = draw.randrange(len(entries))
            draw.choice(
                (
                    lambda: entries.pop(place),
                    lambda: entries.insert(place, copy.deepcopy(entries[place])),
                    entries.reverse,
                )
            )()
        return entries
    if draw.random() >= share:
        return value
    if isinstance(value, str):
        half = value[: len(value) // 2] or value
        return draw.choice((value.upper(), f"{value}.", half, f"{value} {half}", "green", "2019-03-31"))
    return value + 1 if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.3])
def test_scores_agree(shared: Path, tmp_path: Path, share: float) -> None:
    predicted, figures = tmp_path / "predicted", tmp_path / "figures.json"
    predicted.mkdir()
    draw = random.Random(6)
    for path in sorted((shared / "gold").glob("*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        if share and draw.random() < 0.1:
            continue  # a paper without a result
        spoilt = spoil(answer, draw, share)
        for one in (*spoilt.get("decision_recommendations", ()), *spoilt.get("inspection_recommendations", ())):
            one.setdefault("ref", draw.choice((None, "1")))
        (predicted / f"{path.stem}.pdf.json").write_text(json.dumps(spoilt), encoding="utf-8")
    command = [sys.executable, shared / "eval" / "score.py", shared / "gold", predicted, "--json", figures]
    subprocess.run([*map(str, command)], check=True, capture_output=True)
    theirs = json.loads(figures.read_text(encoding="utf-8"))
    ours = score_folders(predicted, shared / "gold").as_data()["folded"]

    def agree(one: float | None, other: float | None) -> bool:
        if one is None or other is None:
            return one is other
        return abs(one - other) < HALF_OF_THE_THIRD_DECIMAL

    assert agree(theirs["mean"], ours["mean"])
    assert agree(theirs["micro"], ours["all"]["f1"])
    assert theirs["fields"].keys() == ours["fields"].keys()
    disagree = {
        name: (score, ours["fields"][name]["f1"])
        for name, score in theirs["fields"].items()
        if not agree(score, ours["fields"][name]["f1"])
    }
    disagree |= {
        name: (score, ours["papers"][name]["f1"])
        for name, score in theirs["papers"].items()
        if not agree(score, ours["papers"][name]["f1"])
    }
    assert not disagree
    assert (ours["mean"] == 1) == (share == 0)
