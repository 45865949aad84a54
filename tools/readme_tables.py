"""Write the generated tables of README.md: ``python tools/readme_tables.py``."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schemas.diagnostics import CATALOGUE  # noqa: E402 - the checkout is put on the path first


def diagnostics_table() -> str:
    """The catalogue of diagnostics as a Markdown table."""
    lines = ["| code | severity | message | what to do |", "|---|---|---|---|"]
    for code, entry in CATALOGUE.items():
        message = entry.template.replace("|", "\\|")
        lines.append(f"| `{code}` | {entry.severity} | {message} | {entry.advice} |")
    return "\n".join(lines)


def between(text: str, name: str, content: str) -> str:
    """The text with what stands between the markers of a name replaced.

    Raises:
        ValueError: the markers are missing.
    """
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    head, tail = text.index(begin) + len(begin), text.index(end)
    return f"{text[:head]}\n{content}\n{text[tail:]}"


def main() -> None:
    """Rewrite README.md."""
    readme = ROOT / "README.md"
    readme.write_text(between(readme.read_text(encoding="utf-8"), "diagnostics", diagnostics_table()), encoding="utf-8")


if __name__ == "__main__":
    main()
