"""The command line: options, progress and exit codes; the work is done in ``ingest``.

Imports that cost time stand inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from ingest.errors import ExitCode, IngestError
from ingest.export import streams
from ingest.settings import Settings

MEMORY_MB = 2000

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Ocr(StrEnum):
    """Values of --ocr."""

    AUTO = "auto"
    OFF = "off"


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"council-plans {version('council-plans')}\n")
        raise typer.Exit


@app.callback()
def council_plans(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turns UK councils' committee papers (PDF) into one JSON schema."""


Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder that 'convert' wrote to.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, for scripts.")]
Vocabulary = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, metavar="DIR", help="Vocabulary files read before the packaged ones."),
]


@app.command()
def convert(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Papers, or folders of papers.")],
    out: Annotated[Path, typer.Option(help="Folder for the JSON files; input folders are mirrored.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Papers at a time [default: processors].")] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, metavar="S", help="Seconds for one paper.")] = 600,
    memory_limit: Annotated[int, typer.Option(min=100, metavar="MB", help="Memory for one paper.")] = MEMORY_MB,
    force: Annotated[bool, typer.Option("--force", help="Convert papers again that have not changed.")] = False,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more of each paper.")] = False,
    vocabulary: Vocabulary = None,
    ocr: Annotated[Ocr, typer.Option(help="Recognise pages without a text layer, or leave them out.")] = Ocr.AUTO,
    target: Annotated[str, typer.Option(hidden=True, help="Function that converts one paper.")] = "",
) -> None:
    """Convert papers to JSON, one file for each.

    Exit codes: 0 all converted, 1 some failed or partial, 2 wrong usage, 3 none converted, 4 cannot start,
    130 interrupted.
    """
    from ingest.batch import run as batch
    from ingest.batch.supervisor import Limits
    from ingest.export import terminal

    limits = Limits(workers or batch.default_workers(memory_limit), time_limit, memory_limit)
    settings = Settings(ocr=ocr.value, vocabulary=vocabulary)
    view = terminal.RunView(quiet=quiet, verbose=verbose)
    with _errors(as_json), contextlib.closing(view):
        run = batch.convert(paths, out, settings, limits, view, force=force, target=target or batch.PIPELINE)
    if not quiet:
        terminal.print_summary(run)
    if not run.total:
        terminal.say(f"no paper found in {', '.join(map(str, paths))}. Give PDF files or folders that hold some.")
    if run.interrupted:
        terminal.say(f"interrupted after {len(run.records)} of {run.total} papers. Run it again to carry on.")
    if as_json:
        _print_json(run.as_data())
    raise typer.Exit(run.exit_code)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A JSON file that 'convert' wrote.")],
) -> None:
    """Print one converted paper readably."""
    from ingest.export import paper_json, terminal

    with _errors():
        paper = paper_json.read(file)
    terminal.print_paper(paper)


@app.command()
def unmapped(out: Folder, as_json: AsJson = False) -> None:
    """Count headings, statuses, dates, officers and councils that no rule knew: what the vocabulary lacks."""
    import dataclasses

    from ingest.check.unmapped import count_unmapped
    from ingest.export import terminal

    entries, unreadable = count_unmapped(out)
    for name in unreadable:
        terminal.say(f"{name}: it is no result of 'convert' and was left out")
    if as_json:
        _print_json([dataclasses.asdict(entry) for entry in entries])
    else:
        terminal.print_unmapped(entries)
    if not entries:
        terminal.say(f"{out}: no result in this folder has words that no rule knew")


@app.command()
def tables(
    paper: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="One paper.")],
    as_json: AsJson = False,
    vocabulary: Vocabulary = None,
) -> None:
    """Print the tables of one paper: pages, boxes, cells with spans, words and fills."""
    from ingest.export import terminal
    from ingest.export.tables_json import tables_of
    from ingest.pipeline import read_layout

    with _errors(as_json):
        _set_limits()
        found = tables_of(read_layout(paper, Settings(vocabulary=vocabulary)))
    if as_json:
        _print_json({"paper": paper.name, "tables": found})
    else:
        terminal.print_tables(found)
    if not found:
        terminal.say(f"{paper.name}: no table was found in it")


@app.command()
def explain(
    paper: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="One paper (PDF).")],
    page: Annotated[int, typer.Option(min=1, help="Page number, counted from 1.")] = 1,
    out: Annotated[Path, typer.Option(help="The PNG to write.")] = Path("explain.png"),
    vocabulary: Vocabulary = None,
) -> None:
    """Draw what was read from a page: words, rules, cells and the fields that were made of them."""
    from ingest.export import terminal
    from ingest.export.explain import shapes_of
    from ingest.pipeline import extract_paper, read_layout
    from ingest.readers.page_image import draw_page

    settings = Settings(vocabulary=vocabulary)
    with _errors():
        _set_limits()
        layout = read_layout(paper, settings)
        try:
            shapes = shapes_of(layout, extract_paper(layout, settings), page)
        except ValueError as error:
            terminal.say(f"error: {paper.name}: {error}")
            raise typer.Exit(ExitCode.USAGE) from error
        colours = {"word": "lightgrey", "rule": "orange", "cell": "blue", "furniture": "brown", "field": "red"}
        draw_page(paper, page, [(shape.box, colours[shape.kind], shape.label) for shape in shapes], out)
    terminal.say(f"{out}: words grey, rules orange, cells blue, furniture brown, fields red")


@app.command()
def check(
    samples: Annotated[Path, typer.Argument(exists=True, help="A folder of papers, or one paper.")],
    against: Annotated[Path, typer.Option(file_okay=False, help="Folder of answers (<id>.json); the record is in it.")],
    facts: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of facts [default: beside the answers].")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Record today's results and floors.")] = False,
    allow_regression: Annotated[bool, typer.Option("--allow-regression", help="Let --update lower a floor.")] = False,
    junit: Annotated[Path | None, typer.Option(dir_okay=False, help="Write JUnit XML there.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Papers at a time [default: processors].")] = None,
    as_json: AsJson = False,
    vocabulary: Vocabulary = None,
) -> None:
    """Convert papers and compare: was and is by paper and field, scores, facts. Exit code 1 where anything is worse."""
    from ingest.evaluate import conversion, report, session
    from ingest.export import terminal

    if not (update or against.is_dir()):
        raise typer.BadParameter(
            f"Directory '{against}' does not exist; --update would begin it.", param_hint="--against"
        )
    view = terminal.RunView(quiet=not sys.stderr.isatty())
    with _errors(as_json), contextlib.closing(view):
        folders = session.Folders(samples, against, facts)
        converted = conversion.convert_papers(samples, Settings(vocabulary=vocabulary), view, workers)
        done = session.check(folders, converted, junit)
        refused, changed = session.update(folders, done, allow_regression) if update else ([], [])
    if as_json:
        _print_json(report.check_data(done) | {"updated": changed, "refused": refused})
    else:
        terminal.print_lines(report.check_lines(done))
    for line in (*refused, *(f"recorded: {name}" for name in changed)):
        terminal.say(line)
    raise typer.Exit(ExitCode.SOME_FAILED if refused or not (update or done.passed) else ExitCode.OK)


@app.command()
def score(
    predicted: Annotated[Path, typer.Argument(exists=True, help="Folder that 'convert' wrote to, or one result.")],
    gold: Annotated[Path, typer.Argument(exists=True, help="Folder of answers (<id>.json), or one answer.")],
    details: Annotated[bool, typer.Option("--details", help="Print every value that is missing or too many.")] = False,
    as_json: AsJson = False,
) -> None:
    """Score results against answers: precision, recall and F1 by field, strict and folded, with an interval."""
    from ingest.evaluate import report, scores
    from ingest.export import terminal

    with _errors(as_json):
        scored = scores.score_folders(predicted, gold)
    if as_json:
        _print_json(report.score_data(scored))
    else:
        terminal.print_lines(report.score_lines(scored))
        terminal.print_lines(report.miss_lines(scored) if details else ())


@app.command()
def schema() -> None:
    """Print the JSON Schema of the results."""
    from ingest.export.paper_json import schema_text

    sys.stdout.write(schema_text())


def _set_limits() -> None:
    """Hold this process to a worker's memory: a paper that is looked at alone may be hostile as well."""
    from ingest.batch.nursery import set_limits

    set_limits(MEMORY_MB)


@contextlib.contextmanager
def _errors(as_json: bool = False) -> Iterator[None]:
    """End the command with a clear message where it cannot go on: nothing for a user is a traceback."""
    try:
        yield
    except IngestError as error:
        _fail(error, as_json)
    except MemoryError:
        from ingest.errors import MemoryLimit

        _fail(MemoryLimit("the paper", advice="Split it, or convert it with a higher --memory-limit."), as_json)


def _fail(error: IngestError, as_json: bool) -> NoReturn:
    from ingest.export import terminal

    terminal.say(f"error: {error}")
    if as_json:
        _print_json({"exit_code": int(error.exit_code), "error": {"code": error.code, "message": str(error)}})
    raise typer.Exit(error.exit_code)


def _print_json(data: Any) -> None:
    """JSON on stdout; ASCII alone, so that no paper's words can steer a terminal."""
    import json

    sys.stdout.write(json.dumps(data, indent=1) + "\n")


def main() -> None:
    """Run the command; its program begins to load while the options are read."""
    if sys.argv[1:2] == ["convert"] and "--help" not in sys.argv:
        from ingest.batch.channel import begin_ahead

        begin_ahead("ingest.pipeline")
    with streams.guarded():
        app(prog_name="council-plans")


if __name__ == "__main__":
    main()
