"""What a person sees in the terminal: the progress of a run, its summary, one paper, the upkeep queue.

The one module under ``ingest`` that may import rich, and only inside functions, for the command must start
fast. Everything that comes from a paper or a file name goes through ``printable``.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as RichText

    from ingest.batch.record import Record
    from ingest.batch.run import Run
    from ingest.check.unmapped import Unmapped
    from schemas import CommitteePaper, DatePeriod, Officer, PlanItem, Recommendation, Status

# Controls, marks that turn the direction of writing, line separators, and bytes of a name that is no UTF-8.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Width of tables that go to a file or a pipe, in columns.
PLAIN_WIDTH = 132
# A summary of more papers lists those that want looking at.
SUMMARY_ROWS = 60
RAG_STYLES = {"red": "red", "amber": "yellow", "green": "green", "blue": "blue", "grey": "bright_black"}


def printable(text: str) -> str:
    """The text with everything that could steer a terminal written out: ESC as backslash, x, 1b."""
    return _UNSAFE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return match.group().encode("unicode_escape").decode()


def say(message: str) -> None:
    """One line to the people watching; not when nobody reads any more."""
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(printable(message) + "\n")
        sys.stderr.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout; not when nobody reads any more."""
    with contextlib.suppress(BrokenPipeError):
        for line in lines:
            sys.stdout.write(printable(line) + "\n")
        sys.stdout.flush()


def _console(stream: IO[str]) -> Console:
    from rich.console import Console

    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def _words(text: str | None, style: str = "") -> RichText:
    from rich.text import Text

    return Text(printable(text or ""), style=style)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


class RunView:
    """Shows a run as it goes: a bar on a terminal, else a line a paper."""

    def __init__(self, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._bar: Any = None
        self._task: Any = None
        self._total = 0
        self._done = 0

    def started(self, total: int, left_out: list[str]) -> None:
        """Show the bar, or say how many papers there are."""
        self._total = total
        for reason in left_out if not self._quiet else []:
            say(f"left out: {reason}")
        if self._quiet or not total or not sys.stderr.isatty():
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        self._bar = Progress(*columns, console=_console(sys.stderr), transient=True)
        self._task = self._bar.add_task("", total=total)
        self._bar.start()

    def finished(self, record: Record) -> None:
        """Move the bar on; a line for the paper where it is wanted."""
        self._done += 1
        plain = self._bar is None
        if record.outcome in {"failed", "partial"} or self._verbose or (plain and not self._quiet):
            self._say(f"[{self._done}/{self._total}] " + describe(record))
            if self._verbose:
                self._say_more(record)
        if self._bar:
            self._bar.update(self._task, advance=1, description=_words(record.paper).plain[-40:])

    def _say_more(self, record: Record) -> None:
        for code, count in record.diagnostics.items():
            self._say(f"    {code}: {count}")
        for line in (record.log or "").splitlines():
            self._say(f"    {line}")

    def _say(self, line: str) -> None:
        if self._bar:
            self._bar.console.print(_words(line))
        else:
            say(line)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None


def describe(record: Record) -> str:
    """One line on how a paper ended."""
    if record.outcome == "failed":
        return f"{record.paper}: failed ({record.code}): {record.message}"
    if record.outcome == "unchanged":
        return f"{record.paper}: unchanged"
    counts = (
        (record.pages or 0, "page"),
        (record.recommendations, "recommendation"),
        (record.items, "item"),
        (record.measures, "measure"),
        (record.officers, "officer"),
        (record.warnings, "warning"),
    )
    said = ", ".join(_plural(count, noun) for count, noun in counts)
    same = f", the same bytes as {record.same_as}" if record.same_as else ""
    return f"{record.paper}: {record.outcome}: {said}, {record.seconds:.1f} s{same}"


def print_summary(run: Run) -> None:
    """The table at the end of a run, and a line that adds it up; to stderr."""
    rows = run.records
    if len(rows) > SUMMARY_ROWS:
        rows = [record for record in rows if record.outcome in {"failed", "partial"}][:SUMMARY_ROWS]
    console = _console(sys.stderr)
    with contextlib.suppress(BrokenPipeError):
        if rows:
            console.print(_summary_table(rows, run.records))
        counts = [f"{run.count(outcome)} {outcome}" for outcome in ("converted", "partial", "failed", "unchanged")]
        line = f"{_plural(len(run.records), 'paper')}: {', '.join(counts)}"
        if len(rows) < len(run.records):
            line += " (the table lists failed and partial papers; run.jsonl in the output folder has all)"
        console.print(_words(line))


def _summary_table(rows: list[Record], all_records: list[Record]) -> Table:
    from rich import box
    from rich.table import Table

    counted = ("pages", "recommendations", "items", "measures", "officers", "warnings", "seconds")
    table = Table(box=box.SIMPLE_HEAD, show_footer=len(all_records) > 1)
    table.add_column("paper", footer=_words("all papers"), overflow="fold", ratio=1)
    table.add_column("outcome")
    for name in counted:
        total = sum(getattr(record, name) or 0 for record in all_records)
        table.add_column(name, footer=_figure(total), justify="right", no_wrap=True)
    for record in rows:
        outcome = f"{record.outcome} ({record.code})" if record.code else record.outcome
        style = {"failed": "red", "partial": "yellow"}.get(record.outcome, "")
        known = record.outcome != "failed"
        figures = [_figure(getattr(record, name)) if known or name == "seconds" else "" for name in counted]
        table.add_row(_words(record.paper), _words(outcome, style), *figures)
    return table


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def print_paper(paper: CommitteePaper) -> None:
    """One paper, readably, on stdout."""
    from rich import box
    from rich.table import Table

    console = _console(sys.stdout)
    report = paper.report
    title = report.title.text if report.title else paper.source_file.name
    console.print(_words(title, "bold"))
    facts = Table.grid(padding=(0, 2))
    for label, value in _front_matter(paper):
        if value:
            facts.add_row(_words(label, "bright_black"), _words(value))
    console.print(facts)
    _print_recommendations(console, "The committee is asked to", paper.decision_recommendations)
    _print_recommendations(console, "Recommendations made to the council", paper.inspection_recommendations)
    for plan in paper.plans:
        heading = plan.title or plan.kind.replace("_", " ")
        console.print(_words(f"\u25a0 {heading} ({_plural(len(plan.items), 'item')})", "bold"))
        for entry in plan.legend:
            console.print(_words(f"  {entry.label or entry.rag}: {entry.meaning or ''}", "bright_black"))
        table = Table(box=box.SIMPLE_HEAD, show_lines=True)
        for column in ("ref", "what", "to be done and measured", "who", "due", "status"):
            table.add_column(column, overflow="fold")
        for item in plan.items:
            table.add_row(*_item_cells(item))
        console.print(table)
    for note in paper.diagnostics:
        pages = sorted({source.page for source in note.source if source.page})
        place = f" (page {', '.join(map(str, pages))})" if pages else ""
        times = f" \u00d7 {note.count}" if note.count > 1 else ""
        console.print(_words(f"{note.severity}: {note.code}{times}: {note.message}{place}", "bright_black"))


def _front_matter(paper: CommitteePaper) -> Iterable[tuple[str, str | None]]:
    report, source = paper.report, paper.source_file
    yield "council", (report.council.name or report.council.raw) if report.council else None
    yield "committee", (report.committee.name or report.committee.raw) if report.committee else None
    yield "meeting", report.meeting_date.isoformat() if report.meeting_date else None
    yield "reference", report.reference
    yield "report of", _people(report.report_of)
    yield "authors", _people(report.authors)
    yield "contacts", _people(report.contacts)
    yield "file", f"{source.name}, {_plural(source.page_count or 0, 'page')}"


def _print_recommendations(console: Console, heading: str, entries: list[Recommendation]) -> None:
    if entries:
        console.print(_words(f"\u25a0 {heading}", "bold"))
    for entry in entries:
        console.print(_words(f"  {entry.ref or '-'}  {entry.text}"))
        for answer in entry.response:
            console.print(_words(f"       {answer.text}", "bright_black"))


def _item_cells(item: PlanItem) -> Iterable[RichText]:
    done = [f"{action.ref + ' ' if action.ref else ''}{action.text}" for action in item.actions]
    done += [f"measure: {measure.text or '(untitled)'}" for measure in item.measures]
    officers = [*item.lead_officers, *(who for action in item.actions for who in action.lead_officers)]
    dates = [item.due, *(action.due for action in item.actions)]
    yield _words(item.ref)
    yield _words(item.recommendation.text if item.recommendation else "")
    yield _lines(done)
    yield _words(_people(officers))
    yield _lines(_date(due) for due in dates if due)
    yield _rating(item.status)


def _lines(entries: Iterable[str]) -> RichText:
    """Entries one below the other; only the line ends are ours."""
    from rich.text import Text

    return Text("\n").join(_words(entry) for entry in entries)


def _people(officers: list[Officer]) -> str:
    named = (", ".join(filter(None, (who.name, who.role, who.organisation))) or who.raw or "" for who in officers)
    return "; ".join(dict.fromkeys(named))


def _date(period: DatePeriod) -> str:
    return period.raw or " to ".join(day.isoformat() for day in (period.start, period.end) if day)


def _rating(status: Status | None) -> RichText:
    if status is None:
        return _words("")
    words = " ".join(filter(None, (status.rag, (status.state or "").replace("_", " ")))) or status.raw
    return _words(words, RAG_STYLES.get(status.rag or "", ""))


def print_unmapped(entries: list[Unmapped]) -> None:
    """The upkeep queue on stdout: words that no rule knows, the most frequent first."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for column in ("kind", "words", "count", "papers", "for example"):
        figure = column in {"count", "papers"}
        table.add_column(column, justify="right" if figure else "left", overflow="fold", no_wrap=figure)
    for entry in entries:
        place = f"{entry.example}, page {entry.page}" if entry.page else entry.example
        figures = (str(entry.count), str(entry.papers))
        table.add_row(_words(entry.kind), _words(entry.words), *figures, _words(place))
    _console(sys.stdout).print(table)


def print_tables(tables: list[dict[str, Any]]) -> None:
    """Tables of a paper on stdout, one after the other; a spanning cell stands where it begins."""
    from rich import box
    from rich.table import Table

    console = _console(sys.stdout)
    for found in tables:
        pages = ", ".join(map(str, found["pages"])) or "-"
        size = f"{found['rows']} rows, {found['cols']} columns, told by {found['told_by']}"
        table = Table(box=box.SQUARE, show_header=False, show_lines=True, title=f"page {pages}: {size}")
        for _ in range(found["cols"]):
            table.add_column(overflow="fold")
        grid = [[""] * found["cols"] for _ in range(found["rows"])]
        for cell in (cell for cell in found["cells"] if not cell["repeated"]):
            grid[cell["row"]][cell["col"]] = cell["text"] + (f" [{cell['fill']}]" if cell["fill"] else "")
        for row in grid:
            table.add_row(*(_words(text) for text in row))
        console.print(table)
