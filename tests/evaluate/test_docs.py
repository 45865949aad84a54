"""The pages on checking and annotating, the workflow and the hooks say what works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.evaluate.answers import read_answer
from ingest.evaluate.compare import compare

PAGES = ("docs/checking.md", "docs/annotating.md")


def blocks(root: Path, page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (root / page).read_text(encoding="utf-8"), re.S)


@pytest.fixture
def path_with_command(root: Path, tmp_path: Path) -> str:
    """A PATH on which ``council-plans`` is the program of this checkout."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "council-plans"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{root / "cli.py"}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def run(words: str, cwd: Path, path: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-e", "-c", words]
    everything = os.environ | {"PATH": path} | env
    return subprocess.run(command, cwd=cwd, env=everything, capture_output=True, text=True, timeout=300, check=False)


def test_the_answer_on_the_page_is_one(root: Path, tmp_path: Path) -> None:
    (block,) = blocks(root, "docs/annotating.md", "json")
    path = tmp_path / "ashmere-2024-05.json"
    path.write_text(block, encoding="utf-8")
    answer = read_answer(path)
    without = {key: value for key, value in answer.items() if key != "plans"}
    judged = compare(answer, without)
    assert {one.field for one in judged if one.found is None and one.answer is not None} >= {"item", "item.status.rag"}


def test_what_makes_no_claim_is_what_the_page_says(root: Path) -> None:
    text = (root / "docs/annotating.md").read_text(encoding="utf-8")
    found: dict[str, Any] = {
        "report": {"key_decision": True, "background_papers": ["a"], "appendices": ["b"]},
        "decision_recommendations": [{"text": "Note it", "ref": "1", "verb": "note", "response": ["c"]}],
        "plans": [
            {"kind": "performance", "declared_counts": {"red": 1}, "legend": [{"rag": "red", "meaning": "late"}]}
            | {"items": [{"measures": [{"text": "Visits", "direction": "up"}], "extra": {"Cost": "1"}}]}
        ],
    }
    answer: dict[str, Any] = {
        "decision_recommendations": [{"text": "Note it"}],
        "plans": [{"kind": "performance", "items": [{"measures": [{"text": "Visits"}]}]}],
    }
    assert all(one.same for one in compare(answer, found))
    for name in ("key_decision", "background_papers", "appendices", "declared_counts", "legend", "direction"):
        assert f"`{name}`" in text


def test_the_commands_on_the_pages_run(root: Path, tmp_path: Path, path_with_command: str) -> None:
    (tmp_path / "samples").symlink_to(root / "samples")
    (first, _recording) = blocks(root, "docs/checking.md", "sh")
    done = run(first, tmp_path, path_with_command)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "one.pdf").symlink_to(sorted((root / "samples/papers").glob("*.pdf"))[0])
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "one.json").symlink_to(sorted((root / "samples/expected").glob("*.json"))[0])
    (scoring,) = blocks(root, "docs/annotating.md", "sh")
    done = run(scoring, tmp_path, path_with_command)
    assert done.returncode == 0, done.stderr
    assert "mean F1 of 1 paper" in done.stdout


def test_the_workflow_runs_the_check_and_fails_with_it(root: Path, tmp_path: Path, path_with_command: str) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["check"]["steps"]
    (step,) = [step for step in steps if step.get("name") == "check"]
    folders = {"PAPERS": str(root / "samples/papers"), "ANSWERS": str(root / "samples/expected")}
    done = run(step["run"], tmp_path, path_with_command, **folders)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "check.xml").is_file()
    (summary,) = [step for step in steps if step.get("name") == "summary"]
    run(summary["run"], tmp_path, path_with_command, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert "facts hold" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    # The step ends in a pipe: a failure before it must not be lost.
    folders["ANSWERS"] = str(tmp_path)
    assert run(step["run"], tmp_path, path_with_command, **folders).returncode == 1


def test_workflow_and_hook_of_other_repositories_fit_what_is_there(root: Path) -> None:
    calling, configured = map(yaml.safe_load, blocks(root, "docs/checking.md", "yaml"))
    workflow = yaml.safe_load((root / ".github/workflows/check.yml").read_text(encoding="utf-8"))
    inputs = workflow[True]["workflow_call"]["inputs"]  # YAML reads the key "on" as true
    assert set(calling["jobs"]["papers"]["with"]) == set(inputs)
    hooks = {hook["id"]: hook for hook in yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    for hook in configured["repos"][0]["hooks"]:
        assert hooks[hook["id"]]["entry"] == "council-plans check"


def test_the_hook_on_this_repository_passes(root: Path, path_with_command: str) -> None:
    config = yaml.safe_load((root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (check,) = [hook for hook in config["repos"][0]["hooks"] if hook["id"] == "check"]
    done = run(check["entry"], root, path_with_command)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(root: Path, page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (root / page).read_text(encoding="utf-8")):
        assert target.startswith("https://") or (root / page).parent.joinpath(target).exists()


def test_json_of_a_check_is_json(root: Path, path_with_command: str) -> None:
    one = sorted((root / "samples/papers").glob("*.pdf"))[0]
    done = run(f'council-plans check "{one}" --against samples/expected --json', root, path_with_command)
    assert json.loads(done.stdout)["passed"] is True
