"""The README says what is so."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from typer.testing import CliRunner

import cli
from schemas.diagnostics import CATALOGUE


def test_every_diagnostic_is_in_the_table_with_its_advice(root: Path) -> None:
    sys.path.insert(0, str(root / "tools"))
    try:
        from readme_tables import diagnostics_table
    finally:
        sys.path.pop(0)
    assert diagnostics_table() in (root / "README.md").read_text(encoding="utf-8"), (
        "run 'python tools/readme_tables.py' and commit README.md"
    )
    assert all(entry.advice.endswith(".") for entry in CATALOGUE.values())


def test_every_command_is_documented_and_every_documented_command_exists(root: Path) -> None:
    documented = set(re.findall(r"^\| `council-plans (\w+)", (root / "README.md").read_text(encoding="utf-8"), re.M))
    known = {command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback}
    assert documented == known


def test_help_of_each_command_says_what_it_does() -> None:
    for command in cli.app.registered_commands:
        assert command.callback is not None
        result = CliRunner().invoke(cli.app, [command.name or command.callback.__name__, "--help"])
        assert result.exit_code == 0
        assert (command.callback.__doc__ or "").split("\n")[0].split()[0] in result.output


def test_continuous_integration_runs_the_test_command_of_the_readme(root: Path) -> None:
    command = next(
        line
        for line in (root / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("python3 -m venv") and line.endswith("pytest")
    )
    assert command in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_vocabulary_lines_of_the_readme_teach_the_words(root: Path, tmp_path: Path) -> None:
    from ingest.normalise.councils import resolve_council
    from ingest.normalise.headings import map_heading
    from ingest.normalise.status import parse_status
    from ingest.vocabulary.loader import load_vocabulary

    block = re.search(r"```yaml\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.S)
    assert block is not None
    for part in re.split(r"^# my-words/", block[1], flags=re.M)[1:]:
        name, body = part.split("\n", 1)
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(body, encoding="utf-8")
    packaged, taught = load_vocabulary(), load_vocabulary(tmp_path)
    assert map_heading("Accountable body", taught).field == "lead_officers"
    assert parse_status("Wobbling", packaged).state is None
    assert parse_status("Wobbling", taught).state == "at_risk"
    assert resolve_council("Ashmere Council", packaged) is None
    found = resolve_council("Ashmere Council", taught)
    assert found is not None
    assert (found.name, found.gss_code) == ("Ashmere Borough Council", "E07999999")


def test_links_of_the_readme_lead_somewhere(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if not target.startswith("http"):
            assert (root / target).exists(), target
