"""Compares one paper's result with its answer, or with an earlier result, value by value."""

from __future__ import annotations

from typing import Any

from ingest.evaluate.judgement import Judgement, Ledger
from ingest.evaluate.likeness import exact_text, fold, is_abridged, pair_best, same_text, text_likeness, words_of
from ingest.evaluate.node import Node

# Two items are the same one from here on, whatever else differs.
SAME_ITEM = 0.60
# Share of the reference number in telling whether two items are the same one.
_REF_SHARE = 0.15
# Meanings of a legend are long and printed once in a box; a slip in them is no loss.
_SAME_MEANING = 0.85
# Words of an item's label that are shown.
LABEL_WORDS = 8

# What an item is known by, the first that it has.
_LABELS = ("measures", "actions", "outcomes", "progress")


def compare(answer: dict[str, Any], found: dict[str, Any], thorough: bool = False) -> list[Judgement]:
    """Compare a paper with its answer.

    Args:
        answer: the answer in the form of the schema; provenance may be absent and a Text a plain string.
        found: the result, as ``council-plans convert`` writes it; {} where there is none.
        thorough: compare what the answer does not mention too, and what no score counts: for two results.

    Returns:
        one judgement for each value that either has.
    """
    ledger = Ledger(thorough)
    ours, theirs = Node(answer), Node(found)
    _report(ledger, ours.get("report"), theirs.get("report"))
    for field in ("decision_recommendations", "inspection_recommendations"):
        _recommendations(ledger, field, ours.entries(field), theirs.entries(field))
    _plans(ledger, ours.entries("plans"), theirs.entries("plans"))
    ledger.enter("what the reader is told")
    if thorough:
        _diagnostics(ledger, ours, theirs)
    return ledger.entries


def _report(ledger: Ledger, answer: Node, found: Node) -> None:
    ledger.enter("report")
    for key in ("council", "committee"):
        ledger.scalar(f"report.{key}", _name(answer.get(key)), _name(found.get(key)))
        ledger.rest(f"report.{key}", answer.get(key), found.get(key), "name", "gss_code")
    code = answer.get("gss_code") or answer.get("council").get("gss_code")
    ledger.scalar("report.gss_code", code, found.get("council").get("gss_code"))
    _one_text(ledger, "report.title", answer.get("title"), found.get("title"))
    for key in ("meeting_date", "reference", "access", "purpose"):
        ledger.scalar(f"report.{key}", answer.get(key), found.get(key))
    if answer.get("key_decision") or (ledger.thorough and found.get("key_decision")):
        # The answer knows whether it is one: saying nothing is as wrong as the opposite.
        ledger.scalar(
            "report.key_decision", _as_words(answer.get("key_decision")), _as_words(found.get("key_decision"))
        )
    for key in ("report_of", "authors", "contacts"):
        ledger.officers(f"report.{key}", answer.entries(key), found.entries(key))
    for key in ("background_papers", "appendices"):
        if ledger.wanted(answer.get(key)):
            ledger.texts(f"report.{key}", answer.entries(key), found.entries(key))
    if ledger.thorough:
        ledger.scalar("report.wards", _joined(answer.get("wards")), _joined(found.get("wards")), scored=False)


def _joined(node: Node) -> Node:
    return Node("; ".join(node.value or []), node.path, node.source)


def _name(node: Node) -> Node:
    return node.get("name") if isinstance(node.value, dict) else node


def _as_words(node: Node) -> Node:
    return Node(str(node.value), node.path, node.source)


def _one_text(ledger: Ledger, field: str, answer: Node, found: Node) -> None:
    """Compare two texts of which either may be absent, by their words."""
    ours, theirs = (Node(words_of(node.value), node.path, node.source) for node in (answer, found))
    ledger.scalar(field, ours, theirs, same_text, exact_text)


def _recommendations(ledger: Ledger, field: str, answers: list[Node], found: list[Node]) -> None:
    ledger.enter("")
    for answer, one in ledger.texts(f"{field}.text", answers, found):
        ledger.enter(f"recommendation {label_of_text(answer.value)}", one)
        for key in ("ref", "verb"):
            if ledger.wanted(answer.get(key)):
                ledger.scalar(f"{field}.{key}", answer.get(key), one.get(key))
        if ledger.wanted(answer.get("response")):
            ledger.texts(f"{field}.response", answer.entries("response"), one.entries("response"))
        if ledger.wanted(answer.get("status")):
            ledger.status(f"{field}.status", answer.get("status"), one.get("status"))
        ledger.rest(field, answer, one, "text", "ref", "verb")


def _plans(ledger: Ledger, answers: list[Node], found: list[Node]) -> None:
    ledger.enter("")
    ours = [(plan.get("kind"), item) for plan in answers for item in plan.entries("items")]
    theirs = [(plan.get("kind"), item) for plan in found for item in plan.entries("items")]
    pairs, missing, extra = pair_best(ours, theirs, lambda a, b: item_likeness(a[1].value, b[1].value), SAME_ITEM)
    nothing = Node({})
    for (kind, answer), (other_kind, item) in pairs:
        ledger.enter(label_of_item(answer.value), item)
        ledger.add("item", answer, item, True, True)
        ledger.scalar("item.kind", kind, other_kind)
        _item(ledger, answer, item)
    for _, answer in missing:
        ledger.enter(label_of_item(answer.value))
        ledger.add("item", answer, None)
        _item(ledger, answer, nothing)
    for _, item in extra:
        ledger.enter(label_of_item(item.value), item)
        ledger.add("item", None, item)
        _item(ledger, nothing, item)
    ledger.enter("plans")
    _declared_counts(ledger, answers, found)
    _legends(ledger, answers, found)
    ledger.officers("plan.responsible", _all(answers, "responsible"), _all(found, "responsible"))
    if ledger.thorough and len(answers) == len(found):
        for plan, other in zip(answers, found, strict=True):
            ledger.rest("plan", plan, other, "kind")
            ledger.rest("plan.period", plan.get("period"), other.get("period"))


def _all(plans: list[Node], key: str) -> list[Node]:
    return [entry for plan in plans for entry in plan.entries(key)]


def _declared_counts(ledger: Ledger, answers: list[Node], found: list[Node]) -> None:
    """Compare what the covering report declares; only what the answer says is counted."""
    left = _counts(found)
    for count in _counts(answers):
        place = next((other for other in left if other.value == count.value), None)
        left = [other for other in left if other is not place]
        ledger.add("plan.declared_counts", count, place, place is not None, True)
    for other in left if ledger.thorough else ():
        ledger.add("plan.declared_counts", None, other)


def _counts(plans: list[Node]) -> list[Node]:
    counts = [(plan.get("declared_counts"), colour) for plan in plans for colour in plan.get("declared_counts").fields]
    return [
        Node(f"{colour} {one.get(colour).value}", one.get(colour).path, one.source)
        for one, colour in counts
        if one.get(colour).value is not None
    ]


def _legends(ledger: Ledger, answers: list[Node], found: list[Node]) -> None:
    ours, theirs = ({entry.get("rag").value: entry for entry in _all(plans, "legend")} for plans in (answers, found))
    for colour in dict.fromkeys((*ours, *(theirs if ledger.thorough else ()))):
        if colour:
            one, other = (side.get(colour, Node(None)).get("meaning") for side in (ours, theirs))
            ledger.scalar("plan.legend", one, other, _same_meaning, exact_text)


def _same_meaning(answer: str, found: str) -> bool:
    return text_likeness(answer, found) >= _SAME_MEANING


def _item(ledger: Ledger, answer: Node, found: Node) -> None:
    for key in ("ref", "source_ref"):
        ledger.scalar(f"item.{key}", answer.get(key), found.get(key))
    _one_text(ledger, "item.section", answer.get("section").get("title"), found.get("section").get("title"))
    ledger.rest("item.section", answer.get("section"), found.get("section"), "title")
    ledger.texts("item.recommendation", _if_any(answer.get("recommendation")), _if_any(found.get("recommendation")))
    for one, other in ledger.texts("item.actions", answer.entries("actions"), found.entries("actions")):
        # A plain string and an abridged one make no claim on who and when.
        if isinstance(one.value, dict) and not is_abridged(one.value):
            _action(ledger, one, other)
    for key in ("outcomes", "progress", "next_steps"):
        ledger.texts(f"item.{key}", answer.entries(key), found.entries(key))
    for one, other in ledger.texts("item.measures", answer.entries("measures"), found.entries("measures")):
        _measure(ledger, one, other)
    ledger.status("item.status", answer.get("status"), found.get("status"))
    ledger.officers("item.lead_officers", answer.entries("lead_officers"), found.entries("lead_officers"))
    ledger.period("item.due", answer.get("due"), found.get("due"))
    _extra(ledger, "item.extra", answer, found)


def _if_any(node: Node) -> list[Node]:
    return [node] if node else []


def _action(ledger: Ledger, answer: Node, found: Node) -> None:
    ledger.officers("action.lead_officers", answer.entries("lead_officers"), found.entries("lead_officers"))
    ledger.period("action.due", answer.get("due"), found.get("due"))
    ledger.status("action.status", answer.get("status"), found.get("status"))
    ledger.texts("action.progress", answer.entries("progress"), found.entries("progress"))
    if ledger.thorough:
        ledger.rest("action", answer, found, "text")
        _extra(ledger, "action.extra", answer, found)


def _measure(ledger: Ledger, answer: Node, found: Node) -> None:
    for key in ("readings", "targets"):
        ledger.readings(f"measure.{key}", answer.entries(key), found.entries(key))
    ledger.readings(
        "measure.baseline", *([m.get("baseline")] if m.get("baseline").get("raw") else [] for m in (answer, found))
    )
    ledger.status("measure.status", answer.get("status"), found.get("status"))
    if ledger.wanted(answer.get("direction")):
        ledger.scalar("measure.direction", answer.get("direction"), found.get("direction"))


def _extra(ledger: Ledger, field: str, answer: Node, found: Node) -> None:
    """Compare the words of columns that no rule maps, by heading."""
    ours, theirs = answer.by_heading("extra"), found.by_heading("extra")
    left = dict(theirs)
    for heading, words in ours.items():
        same = [name for name in theirs if fold(name) == fold(heading)][:1]
        ledger.texts(field, [words], [theirs[name] for name in same])
        for name in same:
            left.pop(name, None)
    if ledger.thorough:
        for words in left.values():
            ledger.add(field, None, words)


def _diagnostics(ledger: Ledger, answer: Node, found: Node) -> None:
    """Compare what the reader is told: codes with their numbers, apart from notes of information."""
    ours, theirs = (
        {note.get("code").value: note for note in node.entries("diagnostics") if note.get("severity").value != "info"}
        for node in (answer, found)
    )
    for code in sorted({*ours, *theirs}):
        one, other = (_told(side.get(code)) for side in (ours, theirs))
        if one.value != other.value:
            ledger.scalar("diagnostics", one, other, scored=False)


def _told(note: Node | None) -> Node:
    return Node(note.get("message").value, note.path, note.source) if note else Node(None)


def item_label(item: dict[str, Any]) -> Any:
    """What an item is known by: its recommendation, else its first measure, action, outcome, progress or number."""
    lists = (entry for key in _LABELS for entry in item.get(key) or [])
    return next((part for part in (item.get("recommendation"), *lists) if words_of(part)), item.get("ref"))


def item_likeness(answer: dict[str, Any], found: dict[str, Any]) -> float:
    """How likely two items are the same one, 0 to 1: by their words, and by their numbers where both have one."""
    likeness = text_likeness(item_label(answer), item_label(found))
    if answer.get("ref") and found.get("ref"):
        return (1 - _REF_SHARE) * likeness + _REF_SHARE * (fold(answer["ref"]) == fold(found["ref"]))
    return likeness


def label_of_item(item: dict[str, Any]) -> str:
    """An item for people: its number and how it begins."""
    ref = f" {item['ref']}" if item.get("ref") else ""
    return f"item{ref} {label_of_text(item_label(item))}"


def label_of_text(value: Any) -> str:
    """How a text begins, in quotes."""
    words = words_of(value).split()
    return '"' + " ".join(words[:LABEL_WORDS]) + ("…" if len(words) > LABEL_WORDS else "") + '"'
