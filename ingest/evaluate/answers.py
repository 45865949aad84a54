"""Reads reference answers and results, and refuses an answer with a field that the schema does not know."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from ingest.errors import StartError

# Keys of an answer that are for people, and the council's code written beside its name.
_NOTES = frozenset({"paper", "note", "pages"})
_ALSO = {"report": frozenset({"gss_code"})}
_ABRIDGED = frozenset({"starts", "ends", "words"})
# Suffixes of papers that may stand before ".json": "plan.pdf.json" is the result of "plan.pdf".
PAPER_SUFFIXES = (".pdf", ".docx", ".txt", ".md", ".html", ".htm")


class AnswerError(StartError):
    """An answer, a result or a file of facts cannot be used; the message names file and place."""

    code = "bad-answer"


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        AnswerError: it cannot be read or is no JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise AnswerError(f"{path}: it cannot be opened ({error.strerror}). Check its permissions.") from error
    except ValueError as error:
        raise AnswerError(f"{path}: it is no JSON: {error}. Mend it there.") from error


def read_answer(path: Path) -> dict[str, Any]:
    """Read a reference answer, or a result that serves as one.

    Raises:
        AnswerError: it is no JSON object, or has a field that no paper has: a slip there would be no miss, ever.
    """
    answer = read_json(path)
    if not isinstance(answer, dict):
        raise AnswerError(f"{path}: an answer is a JSON object. See docs/annotating.md.")
    problem = next(_problems(answer), None)
    if problem:
        raise AnswerError(f"{path}: {problem} See docs/annotating.md.")
    return answer


def is_result(answer: dict[str, Any]) -> bool:
    """Whether it was written by the program: answers of people have no source file."""
    return "source_file" in answer


def paper_id(name: str) -> str:
    """The id of a paper by the name of its file, its result or its answer."""
    stem = name.removesuffix(".json")
    suffix = next((s for s in PAPER_SUFFIXES if stem.lower().endswith(s)), "")
    return stem[: len(stem) - len(suffix)]


def _problems(answer: dict[str, Any]) -> Iterator[str]:
    from schemas import CommitteePaper

    claims = {key: value for key, value in answer.items() if key not in _NOTES}
    yield from _unknown(claims, CommitteePaper, "")


def _unknown(value: Any, model: Any, path: str) -> Iterator[str]:
    """What does not fit the model: keys it does not know, lists that are none."""
    if value is None or isinstance(value, str) or _ABRIDGED >= set(value if isinstance(value, dict) else ()) > set():
        return
    if not isinstance(value, dict):
        yield f"{path}: it is {value!r}, where an object or words are wanted."
        return
    for key, entry in value.items():
        place = f"{path}.{key}".lstrip(".")
        if key in _ALSO.get(path, ()):
            continue
        if key not in model.model_fields:
            near = difflib.get_close_matches(key, model.model_fields, n=1)
            hint = f' Did you mean "{near[0]}"?' if near else ""
            yield f"{place}: the schema has no such field.{hint}"
            continue
        inner, is_list = _model_of(model.model_fields[key].annotation)
        if is_list and not isinstance(entry, list | None):
            yield f"{place}: it must be a list."
        elif inner is not None:
            for i, part in enumerate(entry if isinstance(entry, list) else [entry]):
                yield from _unknown(part, inner, f"{place}[{i}]" if is_list else place)


def _model_of(annotation: Any) -> tuple[Any, bool]:
    """The model that a field holds, if any, and whether it holds a list."""
    if hasattr(annotation, "model_fields"):
        return annotation, False
    parts = [_model_of(part) for part in get_args(annotation)]
    is_list = getattr(annotation, "__origin__", None) is list
    model = next((inner for inner, _ in parts if inner is not None), None)
    if getattr(annotation, "__origin__", None) is dict:
        return None, False
    return model, is_list or any(found for _, found in parts)
