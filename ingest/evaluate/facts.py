"""Small assertions about a paper, one JSON object a line: what samples/README.md calls facts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.evaluate.answers import AnswerError
from ingest.evaluate.likeness import fold, words_of
from ingest.evaluate.node import Node, Places

Fact = dict[str, Any]

_RECOMMENDATIONS = ("decision_recommendations", "inspection_recommendations")
_WHERE = {
    "decision_recommendations": _RECOMMENDATIONS[:1],
    "inspection_recommendations": _RECOMMENDATIONS[1:],
    "recommendations": _RECOMMENDATIONS,
    "plans": ("plans",),
    "report": ("report",),
    "paper": ("report", *_RECOMMENDATIONS, "plans"),
}
# Canonical values and places: no words of the paper.
_NOT_WORDS = frozenset(
    {"source", "extra_source", "confidence", "role_normalised", "gss_code", "kind", "verb", "rag", "state", "basis"}
    | {"unit", "precision", "start", "end", "direction", "access", "purpose", "meeting_date"}
)
_LABELS = ("recommendation", "measures", "actions", "outcomes")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class FactResult:
    """One fact put to one paper.

    Attributes:
        id: the fact's own.
        holds: whether it is so.
        message: a sentence for the reader of a failure; "" where it holds.
        source: where in the paper, as far as is known.
    """

    id: str
    holds: bool
    message: str = ""
    source: tuple[dict[str, Any], ...] = ()


class _Fails(Exception):
    """The fact does not hold; says why."""

    def __init__(self, message: str, source: Places | None = None) -> None:
        super().__init__(message)
        self.source = tuple(source or ())


def read_facts(path: Path) -> list[Fact]:
    """Read the facts of one paper.

    Raises:
        AnswerError: the file cannot be read, or a line is no fact: one that cannot fail proves nothing.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise AnswerError(f"{path}: it cannot be read ({error}). Check the file.") from error
    facts = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            facts.append(_checked(line, f"{path}:{number}"))
    return facts


def _checked(line: str, place: str) -> Fact:
    try:
        parsed = json.loads(line)
    except ValueError as error:
        raise AnswerError(f"{place}: it is no JSON: {error}. One object a line.") from error
    fact: Fact = parsed if isinstance(parsed, dict) else {}
    keys = set(fact)
    if fact.get("kind") not in _KINDS:
        raise AnswerError(f'{place}: a fact has a "kind", one of {", ".join(_KINDS)}.')
    wanted = _KINDS[fact["kind"]][0]
    if missing := sorted(({"id"} | wanted) - keys):
        raise AnswerError(f'{place}: a fact of kind "{fact["kind"]}" wants {", ".join(missing)}.')
    if unknown := sorted(keys - wanted - {"id", "kind", "why", "item"}):
        raise AnswerError(f'{place}: a fact of kind "{fact["kind"]}" knows no {", ".join(unknown)}.')
    if "where" in fact and fact["where"] not in _WHERE:
        raise AnswerError(f'{place}: "where" is one of {", ".join(_WHERE)}.')
    if any(key in wanted and not fold(fact[key]) for key in ("text", "before", "after", "holds")):
        raise AnswerError(f"{place}: it has no words to look for.")
    return fact


def run_facts(facts: list[Fact], paper: dict[str, Any]) -> list[FactResult]:
    """Put each fact to a converted paper."""
    return [_run(fact, Node(paper)) for fact in facts]


def _run(fact: Fact, paper: Node) -> FactResult:
    try:
        _KINDS[fact["kind"]][1](fact, paper)
    except _Fails as failure:
        why = f" ({fact['why']})" if fact.get("why") else ""
        return FactResult(fact["id"], False, f"{failure}{why}", failure.source)
    return FactResult(fact["id"], True)


def _present(fact: Fact, paper: Node) -> None:
    if not any(_contains(leaf, fact["text"]) for leaf in _texts(paper, fact["where"])):
        raise _Fails(f'no text of {fact["where"]} contains "{_short(fact["text"])}"')


def _absent(fact: Fact, paper: Node) -> None:
    for leaf in _texts(paper, fact["where"]):
        if _contains(leaf, fact["text"]):
            raise _Fails(f'{leaf.path} contains "{_short(fact["text"])}", which is not to be there', leaf.source)


def _order(fact: Fact, paper: Node) -> None:
    leaves = _texts(paper, fact["where"])
    found = {}
    for key in ("before", "after"):
        found[key] = next((i for i, leaf in enumerate(leaves) if _contains(leaf, fact[key])), None)
        if found[key] is None:
            raise _Fails(f'no text of {fact["where"]} contains "{_short(fact[key])}"')
    if (found["before"] or 0) >= (found["after"] or 0):
        raise _Fails(f'"{_short(fact["before"])}" does not stand before "{_short(fact["after"])}"')


def _item_count(fact: Fact, paper: Node) -> None:
    entries = [entry for key in _WHERE[fact["where"]] for entry in paper.entries(key)]
    if fact["where"] == "plans":
        entries = [item for plan in entries for item in plan.entries("items")]
    if len(entries) != fact["count"]:
        what = "items of plans" if fact["where"] == "plans" else fact["where"]
        raise _Fails(f"there are {len(entries)} {what}, not {fact['count']}")


def _field(fact: Fact, paper: Node) -> None:
    start = _item(fact["item"], paper) if "item" in fact else paper
    found = _follow(start, fact["path"])
    value, wanted = found.value, fact["is"]
    if isinstance(value, dict) and isinstance(wanted, str):
        value = words_of(value)
    if (value if found else None) != wanted:
        of = f"{_named(fact['item'])}: " if "item" in fact else ""
        raise _Fails(f"{of}{fact['path']} is {_shown(value)}, not {_shown(wanted)}", found.source)


def _cell(fact: Fact, paper: Node) -> None:
    item = _item(fact["item"], paper)
    entries = list(_spread([item], fact["field"]))
    if not any(_contains(leaf, fact["holds"]) for entry in entries for leaf in _leaves(entry)):
        found = "; ".join(_short(leaf.value) for entry in entries for leaf in _leaves(entry)) or "nothing"
        where = entries[0].source if entries else item.source
        raise _Fails(f'{_named(fact["item"])}: {fact["field"]} holds {found}, not "{_short(fact["holds"])}"', where)


def _diagnostic(fact: Fact, paper: Node) -> None:
    found = [note for note in paper.entries("diagnostics") if note.get("code").value == fact["code"]]
    if bool(found) != fact["is"]:
        said = f": {found[0].get('message').value}" if found else ""
        raise _Fails(f"the diagnostic {fact['code']} is {'' if found else 'not '}there{said}")


_KINDS: dict[str, tuple[set[str], Callable[[Fact, Node], None]]] = {
    "present": ({"where", "text"}, _present),
    "absent": ({"where", "text"}, _absent),
    "order": ({"where", "before", "after"}, _order),
    "item_count": ({"where", "count"}, _item_count),
    "field": ({"path", "is"}, _field),
    "cell": ({"item", "field", "holds"}, _cell),
    "diagnostic": ({"code", "is"}, _diagnostic),
}


def _texts(paper: Node, where: str) -> list[Node]:
    return [leaf for key in _WHERE[where] for leaf in _leaves(paper.get(key))]


def _leaves(node: Node) -> Iterator[Node]:
    """Every string below a value that is words of the paper, in its order; headings of ``extra`` too."""
    if isinstance(node.value, str):
        yield node
    elif isinstance(node.value, list):
        for i, entry in enumerate(node.value):
            yield from _leaves(Node(entry, f"{node.path}[{i}]", _own(entry) or node.source))
    for key in node.fields:
        if key == "extra":
            for heading, words in node.by_heading("extra").items():
                yield Node(heading, words.path, words.source)
                yield words
        elif key not in _NOT_WORDS:
            yield from _leaves(node.get(key))


def _own(entry: Any) -> Places:
    return list(entry.get("source") or []) if isinstance(entry, dict) else []


def _contains(leaf: Node, words: str) -> bool:
    return fold(words) in fold(leaf.value)


def _item(wanted: Fact, paper: Node) -> Node:
    """The one item that a fact speaks of."""
    items = [item for plan in paper.entries("plans") for item in plan.entries("items")]
    found = [item for item in items if _is_meant(wanted, item)]
    if len(found) != 1:
        raise _Fails(f"{len(found) or 'no'} items are {_named(wanted)}, where one is wanted")
    return found[0]


def _is_meant(wanted: Fact, item: Node) -> bool:
    if "ref" in wanted and wanted["ref"] != item.get("ref").value:
        return False
    if "starts" not in wanted:
        return True
    parts = (part[0] if isinstance(part, list) and part else part for part in map(item.fields.get, _LABELS))
    label = next((words for part in parts if (words := words_of(part or None))), "")
    return fold(label).startswith(fold(wanted["starts"]))


def _follow(node: Node, path: str) -> Node:
    """The value at a dotted path with indices from 0; an empty node where there is none."""
    for name, index in _STEP.findall(path):
        if name:
            node = node.get(name)
        else:
            held = node.value if isinstance(node.value, list) else []
            entry = held[int(index)] if int(index) < len(held) else None
            node = Node(entry, f"{node.path}[{index}]", _own(entry) or node.source)
    return node


def _spread(nodes: list[Node], field: str) -> Iterator[Node]:
    """All entries of a field: below each entry of a list, and of ``extra`` by heading."""
    for node in nodes:
        step, _, rest = field.partition(".")
        if step == "extra" and rest:
            yield from (words for name, words in node.by_heading("extra").items() if fold(name) == fold(rest))
            continue
        below = node.entries(step) if isinstance(node.fields.get(step), list) else [node.get(step)]
        yield from _spread(below, rest) if rest else below


def _named(item: Fact) -> str:
    ref = f" {item['ref']}" if item.get("ref") else ""
    return f"item{ref}" + (f' "{item["starts"]}"' if item.get("starts") else "")


def _shown(value: Any) -> str:
    return "absent" if value is None else _short(json.dumps(value, ensure_ascii=False))


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
