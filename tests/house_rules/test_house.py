"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

MAX_LINES = 400
CLI_LINES = 300


def _modules(root: Path) -> Iterator[Path]:
    for folder in ("ingest", "schemas"):
        yield from sorted((root / folder).rglob("*.py"))


def test_modules_are_small(root: Path) -> None:
    long = {str(path.relative_to(root)): n for path in _modules(root) if (n := _length(path)) > MAX_LINES}
    assert not long
    assert _length(root / "cli.py") <= CLI_LINES


def _length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_code_knows_a_council_or_a_paper(root: Path) -> None:
    known = re.compile(r"if\s+council\s*==|leicestershire|oxfordshire|rutland|worcestershire|city of london", re.I)
    for path in _modules(root):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {id(node) for node in _docstrings(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                assert not known.search(node.value), f"{path.relative_to(root)}: {node.value!r}"
        assert not re.search(r"\bif\s+council\s*==", path.read_text(encoding="utf-8")), path


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.value


def test_the_command_holds_no_logic_of_its_own(root: Path) -> None:
    allowed = {"ingest.batch", "ingest.pipeline", "ingest.errors", "ingest.settings", "ingest.export", "ingest.check",
               "ingest.evaluate", "ingest.readers.page_image", "schemas"}  # fmt: skip
    tree = ast.parse((root / "cli.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("ingest", "schemas"):
            names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            assert any(name == one or name.startswith(f"{one}.") for name in names for one in allowed), node.module


def test_every_code_of_a_diagnostic_is_raised_somewhere(root: Path) -> None:
    from schemas.diagnostics import CATALOGUE

    text = "\n".join(path.read_text(encoding="utf-8") for path in _modules(root) if path.name != "diagnostics.py")
    raised = set(re.findall(r"(?:diagnose|note[ds]?\.add|note)\(\s*\"([a-z-]+)\"", text))
    assert set(CATALOGUE) - raised == set()
    assert raised - set(CATALOGUE) == set()
