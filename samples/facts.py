"""Small assertions about a paper, made from the same source: what a wrong row, column or colour would break."""

from __future__ import annotations

import json
import re
from typing import Any

from content import Source, blocks, list_of, plain

STARTS = 8  # words that tell an item
Fact = dict[str, Any]


def facts_of(source: Source, expected: dict[str, Any]) -> list[Fact]:
    """All assertions of a paper: made from its answer, its decoys and its running lines, and those written by hand."""
    found: list[Fact] = []
    for maker in (_counts, _items, _orders):
        found += maker(expected)
    said = json.dumps(expected, ensure_ascii=False)
    # Words that the answer itself holds (a section that a table of totals names too) cannot be forbidden.
    found += [fact for fact in (*_decoys(source), *_furniture(source)) if fact["text"] not in said]
    found += _council(expected)
    found += [_typed(fact) for fact in source.data.get("facts", [])]
    return [{"id": f"{source.name}/{i:03}", **fact} for i, fact in enumerate(found, 1)]


def _typed(fact: Fact) -> Fact:
    """A fact written by hand in the source, with its numbers and truth values as such."""
    known = {"true": True, "false": False, "null": None}
    found = {k: known.get(v, v) if isinstance(v, str) else v for k, v in fact.items()}
    if "count" in fact:
        found["count"] = int(fact["count"])
    if fact.get("path", "").endswith(".value"):
        found["is"] = float(fact["is"])
    return found


def _counts(expected: dict[str, Any]) -> list[Fact]:
    plans = sum(len(plan["items"]) for plan in expected["plans"])
    found = [_count("plans", plans, "every row belongs to one item and no other table gives items")]
    for where in ("decision_recommendations", "inspection_recommendations"):
        found.append(_count(where, len(expected.get(where, [])), "nothing else is a recommendation of that sort"))
    return found


def _count(where: str, count: int, why: str) -> Fact:
    return {"kind": "item_count", "where": where, "count": count, "why": why}


def _items(expected: dict[str, Any]) -> list[Fact]:
    """For each item its rating, and one of its cells in turn."""
    found: list[Fact] = []
    turn = 0
    for plan in expected["plans"]:
        for item in plan["items"]:
            selector = select(item)
            if rag := (item.get("status") or {}).get("rag"):
                why = "a rating is not moved to another row"
                found.append({"kind": "field", "item": selector, "path": "status.rag", "is": rag, "why": why})
            if end := (item.get("due") or {}).get("end"):
                why = "the due date is that of its own row"
                found.append({"kind": "field", "item": selector, "path": "due.end", "is": end, "why": why})
            if cells := _cells(item):
                turn += 1
                path, holds = cells[turn % len(cells)]
                why = "the cell holds these words"
                found.append({"kind": "cell", "item": selector, "field": path, "holds": holds, "why": why})
    return found


def _cells(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Path and words of the cells of an item that can be asserted."""
    found: list[tuple[str, str]] = []
    for path in ("outcomes", "progress", "next_steps"):
        found += [(path, text) for text in item.get(path, [])[-1:]]
    for action in item.get("actions", [])[-1:]:
        found.append(("actions", action["text"]))
        found += [("actions.lead_officers", o["name"]) for o in action.get("lead_officers", []) if "name" in o][:1]
        found += [("actions.progress", text) for text in action.get("progress", [])[-1:]]
    found += [("lead_officers", o.get("name") or o.get("role", "")) for o in item.get("lead_officers", [])[:1]]
    for measure in item.get("measures", [])[-1:]:
        for path in ("readings", "targets"):
            found += [(f"measures.{path}", reading["raw"]) for reading in measure.get(path, [])[-1:]]
    found += [(f"extra.{heading}", text) for heading, text in item.get("extra", {}).items()][-1:]
    return [(path, text) for path, text in found if text]


def select(item: dict[str, Any]) -> Fact:
    """How a fact names an item: its ref where it has one, and how it begins."""
    words = item.get("recommendation")
    for key in ("measures", "actions", "outcomes"):
        if not words and item.get(key):
            first = item[key][0]
            words = first["text"] if isinstance(first, dict) else first
    starts = " ".join((words or "").split()[:STARTS])
    return ({"ref": item["ref"]} if "ref" in item else {}) | ({"starts": starts} if starts else {})


def _orders(expected: dict[str, Any]) -> list[Fact]:
    """First before last in each list and plan."""
    found: list[Fact] = []
    for where in ("decision_recommendations", "inspection_recommendations"):
        texts = [entry["text"] for entry in expected.get(where, [])]
        if len(texts) > 1:
            found.append(_order(where, texts[0], texts[-1]))
    for plan in expected["plans"]:
        starts = [s["starts"] for item in plan["items"] if "starts" in (s := select(item))]
        if len(starts) > 1 and starts[0] != starts[-1]:
            found.append(_order("plans", starts[0], starts[-1]))
    return found


def _order(where: str, before: str, after: str) -> Fact:
    return {"kind": "order", "where": where, "before": before, "after": after, "why": "printed order is kept"}


def _decoys(source: Source) -> list[Fact]:
    """What stands in lists and tables that look like recommendations or plans and are neither."""
    found: list[Fact] = []
    for block in blocks(source.data["body"]):
        if "decoy" not in block:
            continue
        if "rows" in block:
            cells = [c["text"] if isinstance(c, dict) else c for row in block["rows"][1:] for c in row[:2]]
            texts = [c for c in cells if isinstance(c, str) and len(c.split()) > 2]
        else:
            texts = [plain(entry["text"]) for entry in list_of(block)[1]]
        for text in texts:
            for where in ("decision_recommendations", "inspection_recommendations", "plans"):
                why = f"it stands in: {block['decoy']}"
                found.append({"kind": "absent", "where": where, "text": text, "why": why})
    return found


def _furniture(source: Source) -> list[Fact]:
    """Running headers and footers, which no text may hold."""
    found: list[Fact] = []
    for place in ("header", "footer"):
        for words in (source.look.get(place) or {}).values():
            text = re.sub(r"\{pages?\}", "2", words)
            if len(text.split()) > 3:
                why = f"the running {place} is no part of a text"
                found += [
                    {"kind": "absent", "where": w, "text": text, "why": why} for w in ("plans", "recommendations")
                ]
    return found


def _council(expected: dict[str, Any]) -> list[Fact]:
    """An invented council is in no register: its printed name is kept, and the reader is told."""
    raw = expected["report"]["council"]["raw"]
    return [
        {"kind": "field", "path": "report.council.name", "is": None, "why": f"{raw} is in no register"},
        {"kind": "field", "path": "report.council.gss_code", "is": None, "why": f"{raw} is in no register"},
        {"kind": "diagnostic", "code": "unknown-council", "is": True, "why": "the reader is told so"},
        {"kind": "diagnostic", "code": "counts-disagree", "is": False, "why": "the ratings are all there"},
    ]
