"""Builds the sample papers from their sources.

    python samples/build.py [--check] [--only ID ...] [--into FOLDER]

Writes papers/<id>.pdf, docx/<id>.docx, expected/<id>.json, facts/<id>.jsonl and the table of papers in README.md.
With ``--check`` nothing is written: what is committed is compared with what the sources give, and the exit code
is 1 where it is stale.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from content import LIST_KINDS, Source, SourceError, blocks, list_of, load, number
from facts import facts_of
from meaning import answer, unprinted
from paper_docx import write_docx
from paper_pdf import write_pdf

HERE = Path(__file__).resolve().parent
NOT_PRINTED = {"size", "align", "bold", "widths", "width", "fill", "to", "means", "made_by", "decoy", "verb", "indent"}
TABLE_STARTS, TABLE_ENDS = "<!-- papers -->", "<!-- /papers -->"
_STREAM = re.compile(rb"/Length \d+(.*?>>\s*)stream\r?\n(.*?)\r?\n?endstream", re.S)
_OFFSETS = re.compile(rb"\nxref\n.*?trailer", re.S)


def build(source: Source) -> dict[Path, bytes]:
    """Everything that one source gives, by path below the samples folder.

    Raises:
        SourceError: the source has words without meaning, or an answer that is not printed.
    """
    expected = answer(source)
    if lacking := unprinted(expected, _printed(source)):
        raise SourceError(f"{source.name}: in the answer but not in the paper: {lacking}")
    lines = [json.dumps(fact, ensure_ascii=False) for fact in facts_of(source, expected)]
    return {
        Path("papers", f"{source.name}.pdf"): write_pdf(source),
        Path("docx", f"{source.name}.docx"): write_docx(source),
        Path("expected", f"{source.name}.json"): _text(json.dumps(expected, ensure_ascii=False, indent=1)),
        Path("facts", f"{source.name}.jsonl"): _text("\n".join(lines)),
    }


def _text(words: str) -> bytes:
    return f"{words}\n".encode()


def _printed(source: Source) -> str:
    """All that is printed: the body, running headers and footers, and the numbers of lists."""
    lists = [list_of(block) for block in blocks(source.data["body"]) if set(block) & set(LIST_KINDS)]
    numbers = [number(kind, i) for kind, entries in lists if kind != "bullets" for i in range(len(entries))]
    running = [source.look.get(place, {}) for place in ("header", "footer")]
    return " ".join(_strings([source.data["body"], running, numbers]))


def _strings(value: Any) -> list[str]:
    """The strings of a body that are printed, in printed order."""
    if isinstance(value, dict):
        return [s for k, v in value.items() if k not in NOT_PRINTED for s in _strings(v)]
    if isinstance(value, list):
        return [s for v in value for s in _strings(v)]
    return [value]


def with_table(readme: str, sources: list[Source]) -> str:
    """The README with its table of papers between the two marks."""
    rows = ["| paper | style | what it is for | licence |", "|---|---|---|---|"]
    for source in sources:
        link = f"[{source.name}](papers/{source.name}.pdf)"
        rows.append(f"| {link} | {source.data['style']} | {source.data['purpose']} | our own writing |")
    before, _, rest = readme.partition(TABLE_STARTS)
    after = rest.partition(TABLE_ENDS)[2]
    return "\n".join([before + TABLE_STARTS, *rows, TABLE_ENDS + after])


def contents(data: bytes) -> object:
    """What a file holds, whatever compressor packed it: two builds of zlib may pack the same words differently."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [(name, package.read(name)) for name in package.namelist()]
    if data.startswith(b"%PDF"):
        opened = _STREAM.sub(lambda m: m[1] + _inflate(m[2]), data)
        return _OFFSETS.sub(b"", opened).split(b"startxref")[0].split(b"/ID")[0]
    return data


def _inflate(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def main() -> int:
    """Build or check; returns the exit code."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--check", action="store_true", help="compare, write nothing")
    cli.add_argument("--only", nargs="*", metavar="ID", help="only these papers")
    cli.add_argument("--into", type=Path, default=HERE, metavar="FOLDER", help="write there instead")
    options = cli.parse_args()
    paths = sorted((HERE / "sources").glob("*.yml"))
    made: dict[Path, bytes] = {}
    sources: list[Source] = []
    for path in [path for path in paths if not options.only or path.stem in options.only]:
        try:
            sources.append(load(path))
            made |= build(sources[-1])
        except SourceError as error:
            sys.exit(f"{path.name}: {error}")
    if len(sources) == len(paths):
        made[Path("README.md")] = with_table((HERE / "README.md").read_text(encoding="utf-8"), sources).encode()
    stale: list[Path] = []
    for place, data in made.items():
        target = options.into / place
        if target.exists() and contents(target.read_bytes()) == contents(data):
            continue
        stale.append(place)
        if not options.check:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for place in stale:
        sys.stdout.write(f"{'stale' if options.check else 'wrote'} {place}\n")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
