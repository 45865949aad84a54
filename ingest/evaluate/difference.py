"""What differs between two states of a paper, for people: was, is, where on the page, better or worse."""

from __future__ import annotations

import difflib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from ingest.evaluate.compare import item_label
from ingest.evaluate.judgement import Judgement
from ingest.evaluate.likeness import folded_likeness, pair_best, words_of
from ingest.evaluate.node import Node, place_of

# "same": the answer takes both for right; "changed": no answer tells.
Verdict = Literal["worse", "better", "still wrong", "same", "changed"]
# A long text is shown in this many words around what changed.
CONTEXT_WORDS = 4
MAX_CHARACTERS = 160
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs.

    Attributes:
        field: such as ``item.status.rag``.
        within: the item or entry it belongs to, for people.
        was: the value before, or the expected one; None for nothing.
        now: the value found; None for nothing.
        place: where on the page; "" where nothing tells.
        path: where in the JSON.
        verdict: what the answer says of the change.
    """

    field: str
    within: str
    was: str | None
    now: str | None
    place: str
    path: str
    verdict: Verdict = "changed"

    def as_data(self) -> dict[str, Any]:
        """For scripts."""
        names = ("field", "within", "was", "now", "place", "path", "verdict")
        return {name: getattr(self, name) for name in names}


class Opinion:
    """What an answer says of the values of one result, by their paths."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self._right: dict[tuple[str, str], bool] = {}
        for one in judgements:
            if one.found is not None and one.scored:
                self._right[one.field, one.found.path] = one.same

    def of(self, field: str, node: Node | None) -> bool | None:
        """Whether a value is right; None where the answer does not tell."""
        return None if node is None else self._right.get((field, node.path))


def find_differences(
    judgements: Iterable[Judgement], before: Opinion | None = None, after: Opinion | None = None
) -> list[Difference]:
    """What differs, from the comparison of two states.

    Args:
        judgements: the earlier result, or the answer, compared with the result of today.
        before: the answer's opinion of the earlier result; without it everything that differs from the answer is wrong.
        after: the answer's opinion of the result of today.
    """
    judged = [one for one in judgements if not (one.same and (one.exact or before is None))]
    gone = _whole_items(judged)
    grouped: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for one in judged:
        if one.field == "item" or not any(_path(one).startswith(path) for path in gone):
            grouped[one.within, one.field].append(one)
    order = {within: i for i, (within, _) in reversed(list(enumerate(grouped)))}
    found: list[Difference] = []
    for (within, field), group in sorted(grouped.items(), key=lambda entry: order[entry[0][0]]):
        for was, now in _joined(group):
            verdict = _verdict(field, was, now, before, after)
            known = (node.source for node in (now, was) if node is not None)
            place = place_of(next(filter(None, known), group[0].around or []))
            texts = _shown(was, now)
            path = (now if now is not None else was or Node(None)).path
            found.append(Difference(field, within, *texts, place, path, verdict))
    return found


def _path(one: Judgement) -> str:
    node = one.found if one.found is not None else one.answer
    return node.path if node else ""


def _whole_items(judged: list[Judgement]) -> list[str]:
    """Paths of items that one side does not have at all; their values are not told one by one."""
    return [f"{_path(one)}." for one in judged if one.field == "item"]


def _joined(group: list[Judgement]) -> list[tuple[Node | None, Node | None]]:
    """Values of one field that were lost and came, put side by side, the likest first."""
    both = [(one.answer, one.found) for one in group if one.answer is not None and one.found is not None]
    lost = [one.answer for one in group if one.answer is not None and one.found is None]
    new = [one.found for one in group if one.found is not None and one.answer is None]
    pairs, left, extra = pair_best(lost, new, lambda a, b: folded_likeness(_words(a), _words(b)), 0.0)
    return [*both, *pairs, *((one, None) for one in left), *((None, one) for one in extra)]


def _verdict(field: str, was: Node | None, now: Node | None, before: Opinion | None, after: Opinion | None) -> Verdict:
    if before is None or after is None:
        return "still wrong"
    was_right, is_right = before.of(field, was), after.of(field, now)
    if was_right is None and is_right is None:
        return "changed"
    if is_right and was_right:
        return "same"
    if is_right:
        return "better"
    if was_right or (was is None and is_right is False):
        return "worse"
    return "better" if now is None else "still wrong"


def _words(node: Node) -> str:
    """A value for people."""
    value = node.value
    if not isinstance(value, dict):
        return str(value).replace("..", " to ").strip() if isinstance(value, str) else json.dumps(value)
    if "items" in value or "actions" in value or "recommendation" in value:
        return words_of(item_label(value))
    if value.get("label") is not None and "raw" in value:
        number = value.get("value")
        return f"{value['label']}: {value['raw']}" + (f" (= {number:g})" if isinstance(number, int | float) else "")
    words = words_of({"text": value.get("text")})
    named = ", ".join(str(value[key]) for key in ("name", "role", "organisation") if value.get(key))
    return words or named or words_of(value) or json.dumps(value, ensure_ascii=False)


def _shown(was: Node | None, now: Node | None) -> tuple[str | None, str | None]:
    """Both values for people, long ones cut to what differs."""
    one, other = (None if node is None else _words(node) for node in (was, now))
    if one is None or other is None or max(len(one), len(other)) <= MAX_CHARACTERS // 2:
        return _cut(one), _cut(other)
    ours, theirs = one.split(), other.split()
    changes = [
        op for op in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes() if op[0] != "equal"
    ]
    if not changes:
        return _cut(one), _cut(other)
    first, last = changes[0], changes[-1]
    return _cut(_around(ours, first[1], last[2])), _cut(_around(theirs, first[3], last[4]))


def _around(words: list[str], start: int, end: int) -> str:
    """The words from start to end with some around them."""
    left, right = max(0, start - CONTEXT_WORDS), min(len(words), end + CONTEXT_WORDS)
    return ("… " if left else "") + " ".join(words[left:right]) + (" …" if right < len(words) else "")


def _cut(words: str | None) -> str | None:
    """A text that is too long, without its middle."""
    if words is None or len(words) <= MAX_CHARACTERS:
        return words
    half = MAX_CHARACTERS // 2 - 1
    return f"{words[:half]} … {words[-half:]}"
