"""A check from folder to verdict: where answers, facts and the record are, and what is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import OutputError
from ingest.evaluate.check import Check, Converted, check_papers, find_answers
from ingest.evaluate.floors import read_floors
from ingest.evaluate.junit import junit_bytes
from ingest.evaluate.record import FLOORS, FOLDER, write_record
from ingest.export.paper_json import write_atomically


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things are.

    Attributes:
        samples: a folder of papers, or one paper: then the others are not missed.
        expected: the folder of answers; the record is in it.
        given_facts: the folder of facts; None for ``facts`` in or beside the folder of answers.
    """

    samples: Path
    expected: Path
    given_facts: Path | None = None

    @property
    def record(self) -> Path:
        """The folder of earlier results and floors."""
        return self.expected / FOLDER

    @property
    def facts(self) -> Path | None:
        """The folder of facts, if there is one."""
        usual = (self.expected / "facts", self.expected.absolute().parent / "facts")
        return self.given_facts or next((folder for folder in usual if folder.is_dir()), None)


def check(folders: Folders, converted: list[Converted], junit: Path | None = None) -> Check:
    """Compare today's results; write them as JUnit XML too where that is wanted.

    Raises:
        AnswerError: an answer, a fact or the record cannot be used.
        OutputError: the XML cannot be written.
    """
    done = check_papers(
        converted,
        find_answers(folders.expected, folders.record),
        folders.facts,
        folders.record,
        read_floors(folders.record / FLOORS),
        whole=folders.samples.is_dir(),
    )
    if junit:
        try:
            write_atomically(junit, [junit_bytes(done)])
        except OSError as error:
            raise OutputError(f"{junit}: it cannot be written ({error.strerror}). Choose another --junit.") from error
    return done


def update(folders: Folders, done: Check, allow_regression: bool) -> tuple[list[str], list[str]]:
    """Record a check, unless that would lower a floor and nobody allowed it.

    Returns:
        why it was refused, a line each, and the names of the files that changed; one of the two is empty.

    Raises:
        OutputError: the record cannot be written.
    """
    lowered = {} if allow_regression else done.lowered()
    if lowered:
        reasons = [f"  {name}: {reason}" for name, all_reasons in lowered.items() for reason in all_reasons]
        return ["nothing was recorded, as floors would be lowered (--allow-regression lowers them):", *reasons], []
    return [], write_record(done, folders.record, read_floors(folders.record / FLOORS))
