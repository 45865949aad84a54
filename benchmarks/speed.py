"""Measure speed, start-up, memory and scaling, side by side with other packages on the same papers.

    python benchmarks/speed.py [FOLDER] [--runs 3] [--workers 1 2 4] [--long 1000] [--write-readme]

FOLDER holds PDFs (default: the papers in ../shared beside this checkout, else the samples). Every reading runs in a
process of its own, the readers take turns, and medians over the runs are given. Processor time is what counts where
other work shares the machine; scaling over workers is wall time, which wants a machine at rest. Instructions are
counted by ``perf`` where the machine lets it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

from pages import make_long  # noqa: E402 - the folder is put on the path first
from readers import READERS, count_pages  # noqa: E402

from tools.readme_tables import between  # noqa: E402

SHARED = ROOT.parent / "shared" / "papers"
SAMPLES = ROOT / "samples" / "papers"
US = "council_plans"
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS")}
Row = dict[str, Any]


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED if SHARED.is_dir() else SAMPLES)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--readers", nargs="*", choices=list(READERS), default=list(READERS))
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--copies", type=int, default=8, help="Copies of the papers for scaling over a folder.")
    parser.add_argument("--long", type=int, default=1000, help="Pages of the long paper; 0 leaves it out.")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10, 100, 1000], help="Pages for cost per page.")
    parser.add_argument("--write-readme", action="store_true", help="Write the tables into README.md.")
    args = parser.parse_args()
    papers = sorted(args.folder.glob("*.pdf"))
    if not papers:
        sys.exit(f"there are no PDFs in {args.folder}")
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            f"{len(papers)} papers, {count_pages(papers)} pages; medians of {args.runs} runs; "
            f"{os.cpu_count()} processors; Python {sys.version.split()[0]}.",
            readers_table(args.readers, papers, args.runs),
            start_table(papers[0], Path(folder), args.runs),
        ]
        if args.workers:
            parts.append(scaling_table(papers, Path(folder), args.runs, args.workers, args.copies, args.long))
        if args.sizes:
            parts.append(sizes_table(papers, Path(folder), args.runs, args.sizes))
    text = "\n\n".join(parts)
    sys.stdout.write(text + "\n")
    if args.write_readme:
        readme = ROOT / "README.md"
        readme.write_text(between(readme.read_text(encoding="utf-8"), "speed", text), encoding="utf-8")


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def run_reader(name: str, papers: list[Path]) -> Row:
    """One reading in a process of its own; with the number of instructions where ``perf`` can count them."""
    command = [sys.executable, str(HERE / "readers.py"), name, *map(str, papers)]
    with tempfile.NamedTemporaryFile() as counts:
        counter = ["perf", "stat", "-x,", "-e", "instructions:u", "-o", counts.name] if shutil.which("perf") else []
        done = subprocess.run([*counter, *command], capture_output=True, text=True, env=os.environ | ONE_THREAD)
        counted = re.search(r"^(\d+),[^,]*,instructions", Path(counts.name).read_text(encoding="utf-8"), re.MULTILINE)
    if done.returncode:
        return {"name": name, "missing": done.stderr.strip().splitlines()[-1]}
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row | {"instructions": int(counted[1]) if counted else None}


def readers_table(names: list[str], papers: list[Path], runs: int) -> str:
    """Pages a second of each reader, and how many times as fast the whole job is."""
    rows: dict[str, list[Row]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            rows[name].append(run_reader(name, papers))
    speeds = {name: _median(found, "speed") for name, found in rows.items() if "missing" not in found[0]}
    lines = []
    for name, found in rows.items():
        what = (READERS[name].__doc__ or name).strip().rstrip(".")
        if name not in speeds:
            lines.append([what, "not measured", found[0]["missing"], "", "", ""])
            continue
        ours = f"{speeds[US] / speeds[name]:.2g}" if US in speeds and name != US else ""
        counted = found[0]["instructions"]
        each = f"{counted / found[0]['pages'] / 1e6:.0f} M" if counted else "not counted"
        load, peak = _median(found, "load"), _median(found, "peak_mb")
        lines.append([what, f"{speeds[name]:.0f}", ours, f"{load:.2f}", f"{peak:.0f}", each])
    heads = ["one core", "pages a second", "the whole job is x times as fast", "loading, s", "peak memory, MB"]
    return table([*heads, "instructions a page"], lines)


def _median(rows: list[Row], key: str) -> float:
    return statistics.median(row["pages"] / row["cpu"] if key == "speed" else row[key] for row in rows)


def seconds(command: list[str], runs: int) -> float:
    """Median wall time of a command."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def convert(paths: list[Path], out: Path, *options: str) -> list[str]:
    """The command that converts."""
    command = [sys.executable, str(ROOT / "cli.py"), "convert", *map(str, paths), "--out", str(out)]
    return [*command, "--quiet", "--force", "--ocr", "off", *options]


def start_table(paper: Path, folder: Path, runs: int) -> str:
    """How long the command takes to say anything."""
    runs = max(runs, 5)
    helped = seconds([sys.executable, str(ROOT / "cli.py"), "--help"], runs)
    one = seconds(convert([paper], folder / "one", "--workers", "1"), runs)
    rows = [["`council-plans --help`", f"{helped:.2f}"], [f"one paper of {count_pages([paper])} pages", f"{one:.2f}"]]
    return table(["start", "wall, s"], rows)


def scaling_table(papers: list[Path], folder: Path, runs: int, workers: list[int], copies: int, long: int) -> str:
    """Wall time of the whole command over workers, on a folder of papers and on one long paper."""
    many = folder / "many"
    for number in range(copies):
        (many / str(number)).mkdir(parents=True)
        for paper in papers:
            shutil.copy(paper, many / str(number) / paper.name)
    jobs = {f"folder of {len(papers) * copies} papers": (many, count_pages(papers) * copies)}
    if long:
        jobs[f"one paper of {long} pages"] = (make_long(papers, long, folder / "long.pdf"), long)
    rows = []
    for what, (path, pages) in jobs.items():
        first = 0.0
        for number in workers:
            out = folder / f"out-{path.stem}-{number}"
            wall = seconds(convert([path], out, "--workers", str(number)), runs)
            first = first or wall
            lines = (out / "run.jsonl").read_text(encoding="utf-8").splitlines()
            peak = max(json.loads(line).get("peak_memory_mb") or 0 for line in lines)
            rows.append([what, str(number), f"{wall:.1f}", f"{pages / wall:.0f}", f"{first / wall:.2f}", f"{peak:.0f}"])
    heads = ["whole command", "workers", "wall, s", "pages a second", "times as fast", "peak memory of a worker, MB"]
    return table(heads, rows)


def sizes_table(papers: list[Path], folder: Path, runs: int, sizes: list[int]) -> str:
    """Cost of a page in papers of different lengths, one process."""
    made = {size: make_long(papers, size, folder / f"pages-{size}.pdf") for size in sizes}
    found: dict[int, list[Row]] = {size: [] for size in sizes}
    for _ in range(runs):
        for size, path in made.items():
            # Short papers are read several times over, so that the first one's warming up does not count for them.
            found[size].append(run_reader(US, [path] * max(1, 200 // size)))
    rows = [
        [str(size), f"{1000 / _median(each, 'speed'):.1f}", f"{_median(each, 'peak_mb'):.0f}"]
        for size, each in found.items()
    ]
    return table(["pages in the paper", "processor time a page, ms", "peak memory, MB"], rows)


if __name__ == "__main__":
    main()
