"""Diagnostics: what was not sure, not mapped or not read, each with a code from one catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from schemas.values import Model, Source

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Entry:
    """One diagnostic of the catalogue.

    Attributes:
        severity: how much it matters; a paper with an ``error`` is partial.
        template: the message; ``str.format`` fields are filled by the stage that complains.
        advice: what the reader of the message can do.
    """

    severity: Severity
    template: str
    advice: str


CATALOGUE: dict[str, Entry] = {
    # readers
    "page-failed": Entry("error", "page {page} could not be read: {reason}", "Look at the page; ask for a clean copy."),
    "page-without-text": Entry(
        "warning",
        "page {page} has no text layer",
        "Convert it without '--ocr off', or install a recogniser: 'pip install rapidocr onnxruntime'.",
    ),
    "page-over-limit": Entry(
        "error", "page {page} is over a limit: {reason}", "Raise the limit named, or split the paper."
    ),
    "hidden-words": Entry(
        "info", "{count} characters on page {page} cannot be seen and were left out", "None, unless words are missing."
    ),
    "low-confidence-words": Entry(
        "warning", "{count} words on page {page} were recognised with little confidence", "Check them on the page."
    ),
    "repaired-file": Entry(
        "warning", "the file was damaged and was repaired: {reason}", "Check that no page is missing."
    ),
    "pages-missing": Entry(
        "error",
        "the damaged file promises {promised} pages, and {found} could be found",
        "Ask for a clean copy; what stands on the missing pages is not here.",
    ),
    "entries-guessed": Entry(
        "warning",
        "the conversion put {count} cells on one line each; their entries were told from sentences",
        "Check where entries begin, or convert the paper's PDF.",
    ),
    # layout
    "table-joined": Entry("info", "a table runs over pages {pages} and was read as one", "None."),
    "witnesses-disagree": Entry(
        "warning",
        "the lines, words and tags of a table on page {page} tell different grids: {reason}",
        "Check the table.",
    ),
    # extract
    "unmapped-heading": Entry(
        "warning", 'no field for the heading "{heading}"', "Its cells are in extra; add the heading to the vocabulary."
    ),
    "duplicate-heading": Entry("warning", 'the heading "{heading}" stands over two columns', "Check which is which."),
    "table-not-a-plan": Entry("info", "a table on page {page} is no plan: {heading}", "None, unless it is one."),
    "row-without-item": Entry("warning", "a row on page {page} belongs to no item: {words}", "Check the row."),
    # normalise
    "unknown-status": Entry("warning", 'no rating or state for "{words}"', "Add the words to the vocabulary."),
    "unparsed-date": Entry("warning", 'no date in "{words}"', "Add the words to the vocabulary, or leave it null."),
    "unsplit-officer": Entry("warning", 'neither name nor post in "{words}"', "Add the post to the vocabulary."),
    "unknown-council": Entry("warning", "the paper does not say whose it is", "Add the council to the vocabulary."),
    "ambiguous-council": Entry("warning", '"{words}" may be several councils', "Nothing else in the paper decides."),
    "fill-and-words-disagree": Entry(
        "warning", 'the cell says "{words}" but its colour is {rag}', "The words were kept; check the cell."
    ),
    # check
    "counts-disagree": Entry(
        "warning", "the report declares {declared} {rag} but {found} were found", "Check the ratings against the page."
    ),
    "ref-gap": Entry("warning", "the numbering of {what} jumps from {before} to {after}", "Check what is between."),
    "words-unclaimed": Entry(
        "warning", "{count} words of a plan table on page {page} are in no field: {words}", "Look at the place."
    ),
    "ungrounded": Entry("error", "{field} has words without a place in the paper", "Report it: this is a defect."),
}


class Diagnostic(Model):
    """One thing the reader of the JSON should know."""

    code: str = Field(description="Kebab-case code; README lists them.")
    severity: Severity = Field(description="info, warning or error.")
    message: str = Field(description="What is the matter, with the words concerned.")
    count: int = Field(default=1, ge=1, description="How often it happened; one entry stands for all.")
    source: list[Source] = Field(default_factory=list, description="Where it is.")


def diagnose(code: str, source: list[Source] | None = None, count: int = 1, **values: object) -> Diagnostic:
    """Make a diagnostic from the catalogue.

    Raises:
        KeyError: the code is not in the catalogue, or its template wants a value that is not given.
    """
    entry = CATALOGUE[code]
    template = entry.template
    if "page" in values and values["page"] is None and source and source[0].line:
        template = template.replace("page {page}", "line {line}")
        values["line"] = source[0].line
    return Diagnostic(
        code=code,
        severity=entry.severity,
        message=template.format(**({"count": count} | values)),
        count=count,
        source=source or [],
    )
