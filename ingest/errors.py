"""Exceptions and exit codes.

An exception means no JSON for a paper; a diagnostic means JSON with a caveat.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes; a stable part of the interface."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    NONE_CONVERTED = 3
    CANNOT_START = 4
    INTERRUPTED = 130


class IngestError(Exception):
    """Base of every error with a message for people.

    Attributes:
        code: kebab-case reason code, stable for scripts.
        exit_code: what a command that it ends returns.
    """

    code = "error"
    exit_code = ExitCode.CANNOT_START


class PaperError(IngestError):
    """One paper cannot be turned into JSON; the message names it, says why and what to do."""

    code = "paper-error"
    exit_code = ExitCode.NONE_CONVERTED
    reason = "it cannot be read"
    advice = "Look at the file."

    def __init__(self, name: str, reason: str = "", advice: str = "") -> None:
        self.name = name
        self.reason = reason or type(self).reason
        self.advice = advice or type(self).advice
        super().__init__(name, self.reason, self.advice)

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}. {self.advice}"


class UnsupportedFile(PaperError):
    """The bytes are of no format we read."""

    code = "unsupported-file"
    reason = "it is not a PDF"
    advice = "Give a PDF; save other formats as PDF first."


class EncryptedPaper(PaperError):
    """The file wants a password."""

    code = "encrypted"
    reason = "it is encrypted and wants a password"
    advice = "Save a copy without a password, for example with 'qpdf --decrypt', and convert that."


class DamagedPaper(PaperError):
    """The file is broken beyond repair."""

    code = "damaged"
    reason = "it is damaged and could not be repaired"
    advice = "Download it again, or open it in a PDF viewer and save a new copy."


class EmptyPaper(PaperError):
    """The file has no bytes or no pages."""

    code = "empty"
    reason = "it is empty"
    advice = "Download it again."


class NoTextLayer(PaperError):
    """No page has text that can be read."""

    code = "no-text-layer"
    reason = "none of its pages has a text layer (a scan?)"
    advice = "Convert it without '--ocr off', or install a recogniser ('pip install rapidocr onnxruntime')."


class PaperTooLarge(PaperError):
    """The paper is over a limit."""

    code = "too-large"
    reason = "it is over a limit"
    advice = "Raise the limit, or split the paper."


class TimeLimit(PaperError):
    """The paper took longer than it may."""

    code = "time-limit"
    reason = "it took longer than the time limit"
    advice = "Raise --time-limit, or split the paper."


class MemoryLimit(PaperError):
    """The paper wanted more memory than it may have."""

    code = "memory-limit"
    reason = "it wanted more memory than the limit"
    advice = "Raise --memory-limit, or split the paper."


class WorkerCrash(PaperError):
    """A library crashed hard on the paper."""

    code = "crash"
    reason = "reading it crashed the worker"
    advice = "Open it in a PDF viewer and save a new copy; if that crashes too, report it."


class UnreadableFile(PaperError):
    """The file system does not give the file."""

    code = "unreadable"
    reason = "the file cannot be opened"
    advice = "Check its permissions."


class OutputBlocked(PaperError):
    """Something of the user's stands where one paper's output would go."""

    code = "output-blocked"
    reason = "its output cannot be written"
    advice = "Move away what stands there, or choose another --out."


class NotAResult(PaperError):
    """A JSON file is none of ours."""

    code = "not-a-result"
    reason = "it is no paper in the schema of this version"
    advice = "Give a file that 'council-plans convert' wrote, or convert the paper again."


class Defect(PaperError):
    """The program itself is at fault."""

    code = "defect"
    reason = "the program failed on it"
    advice = "Report it with the traceback, which is in run.jsonl."


class StartError(IngestError):
    """Nothing can be done at all."""

    code = "cannot-start"


class VocabularyError(StartError):
    """A vocabulary file is wrong; the message names file and entry."""

    code = "vocabulary"


class MissingProgram(StartError):
    """A program of the system is missing; the message says how to install it."""

    code = "missing-program"


class OutputError(StartError):
    """The output cannot be written."""

    code = "output"
