"""The sample papers: what is committed is what their sources give, and their answers fit the contract."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemas.paper import CommitteePaper, SourceFile

pytest.importorskip("reportlab", reason="the samples extra is not installed")
pytest.importorskip("docx", reason="the samples extra is not installed")

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
IDS = sorted(path.stem for path in (SAMPLES / "sources").glob("*.yml"))
ONE = "wexcombe-ofsted-action-plan"
TEXTS = {"title", "background_papers", "appendices", "recommendation", "outcomes", "progress", "next_steps", "response"}
KEYS = {
    "present": {"where", "text"},
    "absent": {"where", "text"},
    "order": {"where", "before", "after"},
    "item_count": {"where", "count"},
    "field": {"path", "is"},
    "cell": {"item", "field", "holds"},
    "diagnostic": {"code", "is"},
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SAMPLES / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def widen(value: Any, key: str = "", parent: str = "") -> Any:
    """An answer's plain strings as Text where the schema wants Text."""
    if isinstance(value, dict):
        return {k: widen(v, k, key) for k, v in value.items()}
    if isinstance(value, list):
        return [widen(v, key, parent) for v in value]
    if isinstance(value, str) and key in TEXTS and parent not in ("section", "plans"):
        return {"text": value}
    return value


def read(folder: str, paper: str) -> Any:
    return json.loads((SAMPLES / folder / f"{paper}.json").read_text(encoding="utf-8"))


def facts(paper: str) -> list[dict[str, Any]]:
    lines = (SAMPLES / "facts" / f"{paper}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def label(item: dict[str, Any]) -> str:
    for key in ("recommendation", "measures", "actions", "outcomes"):
        if value := item.get(key):
            first = value[0] if isinstance(value, list) else value
            return str(first["text"] if isinstance(first, dict) else first)
    return ""


def test_committed_files_are_what_the_sources_give() -> None:
    result = run("--check")
    assert (result.returncode, result.stdout) == (0, ""), result.stdout + result.stderr


def test_same_source_gives_same_bytes(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        assert run("--only", ONE, "--into", str(tmp_path / folder)).returncode == 0
    first = {p.relative_to(tmp_path / "first"): p.read_bytes() for p in (tmp_path / "first").rglob("*.*")}
    second = {p.relative_to(tmp_path / "second"): p.read_bytes() for p in (tmp_path / "second").rglob("*.*")}
    assert len(first) == 4
    assert first == second


def test_check_names_a_stale_file(tmp_path: Path) -> None:
    run("--only", ONE, "--into", str(tmp_path))
    answer = tmp_path / "expected" / f"{ONE}.json"
    answer.write_text(answer.read_text(encoding="utf-8").replace('"amber"', '"green"', 1), encoding="utf-8")
    result = run("--check", "--only", ONE, "--into", str(tmp_path))
    assert result.returncode == 1
    assert result.stdout == f"stale {Path('expected', answer.name)}\n"


@pytest.mark.parametrize("paper", IDS)
def test_answer_fits_the_schema(paper: str) -> None:
    answer = read("expected", paper)
    assert answer.pop("paper") == paper
    answer.pop("note")
    answer = widen(answer)
    for recommendation in answer.get("decision_recommendations", []) + answer.get("inspection_recommendations", []):
        assert recommendation["text"]
    source = SourceFile(name="x.pdf", sha256="0" * 64, media_type="application/pdf", text_layer="digital")
    whole = {"source_file": source.model_dump()} | answer
    CommitteePaper.model_validate_json(json.dumps(whole))


@pytest.mark.parametrize("paper", IDS)
def test_facts_are_well_formed_and_each_names_one_item(paper: str) -> None:
    items = [item for plan in read("expected", paper)["plans"] for item in plan["items"]]
    found = facts(paper)
    assert len({fact["id"] for fact in found}) == len(found) > 8
    for fact in found:
        assert set(fact) - {"id", "why", "kind", "item"} | ({"item"} & KEYS[fact["kind"]]) == KEYS[fact["kind"]]
        if item := fact.get("item"):
            same = [i for i in items if label(i).startswith(item.get("starts", ""))]
            assert len([i for i in same if i.get("ref") == item.get("ref", i.get("ref"))]) == 1, fact


@pytest.mark.parametrize("paper", IDS)
def test_papers_stay_small(paper: str) -> None:
    assert (SAMPLES / "papers" / f"{paper}.pdf").stat().st_size < 60_000
    assert (SAMPLES / "docx" / f"{paper}.docx").stat().st_size < 60_000
