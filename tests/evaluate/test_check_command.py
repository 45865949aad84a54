"""The command: the samples pass, a spoilt answer fails, and JUnit XML and JSON say so to CI."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from a_library import Library
from a_paper import FAULTS, make_paper, seeded

ROOT = Path(__file__).resolve().parents[2]
PAPERS, EXPECTED, FACTS = (ROOT / "samples" / name for name in ("papers", "expected", "facts"))
ONE = "wexcombe-ofsted-action-plan"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the answers, facts and record."""
    for folder in (EXPECTED, FACTS):
        shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path / "expected"


def test_the_samples_are_as_good_as_recorded() -> None:
    done = run("check", PAPERS, "--against", EXPECTED)
    assert done.returncode == 0, done.stdout
    assert done.stdout.rstrip().endswith("passed")


@pytest.mark.parametrize(
    ("name", "rule", "said"),
    [
        ("headings.yml", '{value: outcomes, match: ["Lead officer"], seen: a test}', "item.lead_officers: was "),
        ("status.yml", '{value: green, match: ["A", "Amber"], seen: a test}', "item.status.rag: was amber, is green"),
    ],
    ids=["a heading means something else", "amber means green"],
)
def test_a_rule_that_is_wrong_is_caught_and_shown(name: str, rule: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f"- {rule}\n", encoding="utf-8")
    done = run("check", PAPERS / f"{ONE}.pdf", "--against", EXPECTED, "--vocabulary", tmp_path)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert len(lines) <= 40
    assert any(said in line and "(worse)  page " in line for line in lines)


def test_an_amber_that_should_be_green_fails_and_is_shown(copied: Path, tmp_path: Path) -> None:
    path = copied / f"{ONE}.json"
    answer = json.loads(path.read_text(encoding="utf-8"))
    statuses = [one["status"] for plan in answer["plans"] for one in plan["items"] if "status" in one]
    wanted, found = ("green", "amber") if statuses[0]["rag"] == "amber" else ("amber", statuses[0]["rag"])
    statuses[0]["rag"] = wanted
    path.write_text(json.dumps(answer), encoding="utf-8")

    junit = tmp_path / "junit.xml"
    done = run("check", PAPERS / f"{ONE}.pdf", "--against", copied, "--junit", junit, "--json")
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert not data["passed"]
    (paper,) = data["papers"].values()
    assert {fall["field"] for fall in paper["below_floor"]} == {"item.status.rag", "all fields"}
    (miss,) = [miss for miss in paper["misses"] if miss["field"] == "item.status.rag"]
    assert (miss["was"], miss["now"]) == (wanted, found)
    assert miss["place"].startswith("page ")
    failed = {case.get("name") for case in ET.parse(junit).iter("testcase") if case.find("failure") is not None}
    assert failed == {"paper", "item.status.rag", "all fields"}  # "paper": the answer is not that of the record


def test_a_paper_that_nothing_is_known_of_does_not_pass(tmp_path: Path) -> None:
    one = PAPERS / f"{ONE}.pdf"
    done = run("check", one, "--against", tmp_path)
    assert done.returncode == 1
    assert "there is nothing to compare it with" in done.stdout
    assert run("check", one, "--against", tmp_path / "new", "--update").returncode == 0
    assert run("check", one, "--against", tmp_path / "new").returncode == 0


def test_update_refuses_and_obeys(copied: Path) -> None:
    path = copied / f"{ONE}.json"
    answer = json.loads(path.read_text(encoding="utf-8"))
    answer["plans"][0]["items"].pop()
    path.write_text(json.dumps(answer), encoding="utf-8")
    floors = copied / "recorded" / "floors.json"
    before = floors.read_bytes()
    arguments = ("check", PAPERS / f"{ONE}.pdf", "--against", copied, "--update")

    refused = run(*arguments)
    assert refused.returncode == 1
    assert "nothing was recorded, as floors would be lowered" in refused.stderr
    assert floors.read_bytes() == before

    allowed = run(*arguments, "--allow-regression")
    assert allowed.returncode == 0, allowed.stderr
    assert "recorded: floors.json" in allowed.stderr
    # One paper alone was recorded; the others keep their floors.
    assert len(json.loads(floors.read_bytes())["papers"]) == len(json.loads(before)["papers"])
    assert run("check", PAPERS / f"{ONE}.pdf", "--against", copied).returncode == 0


def test_score_prints_a_table_and_json(tmp_path: Path) -> None:
    spoilt = seeded(next(fault for fault in FAULTS if fault.__name__ == "turn_amber_to_green"))
    for name, paper in (("gold", make_paper()), ("predicted", spoilt)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "marlby.json").write_text(json.dumps(paper), encoding="utf-8")
    table = run("score", tmp_path / "predicted", tmp_path / "gold", "--details")
    assert table.returncode == 0
    assert any(line.split()[:4] == ["item.status.rag", "0.750", "0.750", "0.750"] for line in table.stdout.splitlines())
    assert "item.status.rag: expected amber, is green  page 2" in table.stdout
    data = json.loads(run("score", tmp_path / "predicted", tmp_path / "gold", "--json").stdout)
    assert data["folded"]["fields"]["item.status.rag"]["f1"] == 0.75
    assert [miss["field"] for miss in data["misses"]["marlby"]] == ["item.status.rag"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", PAPERS, "--against", "no-such-folder"), 2, "no-such-folder"),
        (("check", "no-such-paper.pdf", "--against", EXPECTED), 2, "no-such-paper"),
        (("check", FACTS, "--against", EXPECTED), 4, "no paper is there"),
        (("score", EXPECTED, FACTS), 4, "no answer (<id>.json) is there"),
    ],
)
def test_wrong_use_is_told_in_a_line(arguments: tuple[object, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr


def test_junit_is_well_formed_whatever_the_paper_says(recorded: Callable[..., Library], tmp_path: Path) -> None:
    library, paper = recorded(), make_paper()
    paper["plans"][0]["items"][0]["progress"][0]["text"] = (
        'A bell \x07, a null \x00, <b>&amp; "quotes" ]]> \ufffe \ud800'
    )
    library.check(paper, tmp_path / "junit.xml")
    root = ET.parse(tmp_path / "junit.xml").getroot()
    (failure,) = [case.find("failure") for case in root.iter("testcase") if case.get("name") == "item.progress"]
    assert failure is not None and "<b>&amp;" in (failure.text or "")
    cases, failures = list(root.iter("testcase")), list(root.iter("failure"))
    assert root.get("tests") == str(len(cases))
    assert root.get("failures") == str(len(failures))
    assert {"name", "classname"} <= set(cases[0].keys())


def test_a_check_is_the_same_bytes_every_time(recorded: Callable[..., Library], tmp_path: Path) -> None:
    library, spoilt = recorded(), seeded(next(iter(FAULTS)))
    for name in ("one.xml", "two.xml"):
        library.check(spoilt, tmp_path / name)
    assert (tmp_path / "one.xml").read_bytes() == (tmp_path / "two.xml").read_bytes()
