"""The reference answer of a source: what its printed words mean, in the form of the schema without provenance."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from content import Column, Entry, Item, Plan, Source, SourceError, blocks, entries_of, list_of, number, plain, span_of

DIRECTIONS = {"↑": "up", "↓": "down", "↔": "same", "Up": "up", "Down": "down", "Same": "same"}
ITEM_LISTS = ("outcomes", "next_steps")
READINGS = ("measure.readings", "measure.targets")
_PERCENT = re.compile(r"(-?[\d,]+(?:\.\d+)?)%")
_MONEY = re.compile(r"£([\d,]+(?:\.\d+)?)(k|m)?")
_COUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_DAYS = re.compile(r"(\d+(?:\.\d+)?) days")
_MULTIPLES = {None: 1, "k": 1_000, "m": 1_000_000}


def answer(source: Source) -> dict[str, Any]:
    """The whole reference answer.

    Raises:
        SourceError: a printed date, officer, rating or figure has no meaning in the source.
    """
    data = source.data
    report = dict(data["report"])
    report["council"] = {"name": None, "gss_code": None, "raw": report["council"]}
    if "key_decision" in report:
        report["key_decision"] = report["key_decision"] == "true"
    for who in ("report_of", "authors", "contacts"):
        if who in report:
            report[who] = [_officer(line) for line in report[who]]
    found = {"paper": source.name, "note": f"Invented: {data['style']}.", "report": report}
    for means in ("decision", "inspection"):
        if entries := _recommendations(data, means):
            found[f"{means}_recommendations"] = entries
    found["plans"] = _plans(source)
    return found


def _plans(source: Source) -> list[dict[str, Any]]:
    """Each plan once, with the items of all tables that belong to it."""
    found: dict[str, dict[str, Any]] = {}
    for plan in source.plans:
        name = plan.options["plan"]
        if name not in found:
            found[name] = _about(source, name) | {"items": []}
        found[name]["items"] += [ItemReader(source, plan, item).read() for item in plan.items]
    return list(found.values())


def _recommendations(data: dict[str, Any], means: str) -> list[dict[str, Any]]:
    """What stands in the source as such, then what lists are marked to mean it."""
    found = [dict(entry) for entry in data.get(f"{means}_recommendations", [])]
    for block in blocks(data["body"]):
        if block.get("means") != means:
            continue
        kind, entries = list_of(block)
        for i, entry in enumerate(entries):
            one: dict[str, Any] = {} if kind == "bullets" else {"ref": number(kind, i)}
            one |= {key: block[key] for key in ("stem", "made_by") if key in block}
            one |= entry | {"text": plain(entry["text"])}
            found.append(one)
    return found


def _about(source: Source, name: str) -> dict[str, Any]:
    """What the paper says of a plan as a whole."""
    about = dict(source.data["plans"][name])
    if "period" in about:
        about["period"] = _period(source, about["period"])
    if "declared_counts" in about:
        about["declared_counts"] = {rag: int(count) for rag, count in about["declared_counts"].items()}
    if "responsible" in about:
        about["responsible"] = [_officer(line) for line in about["responsible"]]
    return about


class ItemReader:
    """Reads one item of a plan into the form of the schema."""

    def __init__(self, source: Source, plan: Plan, item: Item) -> None:
        """Start an item whose actions and measures are still to be filled."""
        self.source, self.plan, self.item = source, plan, item
        self.found: dict[str, Any] = {}
        self.actions: dict[int, list[dict[str, Any]]] = {}  # by row
        self.measures: dict[int, dict[str, Any]] = {}

    def read(self) -> dict[str, Any]:
        """The item as in a reference answer; fields without a value are left out."""
        if self.item.section:
            self.found["section"] = {k: plain(v) for k, v in self.item.section.items() if k in ("ref", "title")}
        order = sorted(range(len(self.plan.columns)), key=lambda c: not self._opens(self.plan.columns[c]))
        for col in order:
            for row in range(len(self.item.rows)):
                if rows := span_of(self.item.rows, row, col):
                    self._cell(self.plan.columns[col], self.item.rows[row][col], row, rows)
        actions = [action for row in sorted(self.actions) for action in self.actions[row]]
        measures = [self.measures[row] for row in sorted(self.measures)]
        return self.found | ({"actions": actions} if actions else {}) | ({"measures": measures} if measures else {})

    @staticmethod
    def _opens(column: Column) -> bool:
        """Whether the column's cells are the actions or measures that other columns speak of."""
        return column.to in ("actions", "measure")

    def _cell(self, column: Column, cell: Any, row: int, rows: int) -> None:
        entries = entries_of(cell)
        if not entries and not (isinstance(cell, dict) and "fill" in cell):
            return
        texts = [plain(e.text) for e in entries]
        whole = " ".join(texts)
        if column.to == "recommendation":
            self._recommendation(cell, whole)
        elif column.to == "ref":
            self.found["ref"] = whole
        elif column.to == "actions":
            self.actions.setdefault(row, []).extend({"text": text} for text in texts)
        elif column.to == "action.ref":
            self.actions[row][0]["ref"] = whole
        elif column.to in ITEM_LISTS:
            self.found.setdefault(column.to, []).extend(texts)
        elif column.to.startswith("measure"):
            for at in range(row, row + rows):
                self._measure(column, cell, whole, at)
        else:
            for owner in self._owners(row, rows):
                self._value(owner, column, cell, entries)

    def _recommendation(self, cell: Any, whole: str) -> None:
        if isinstance(cell, dict) and "source_ref" in cell:
            self.found["source_ref"] = cell["source_ref"]
            whole = whole.removesuffix(f"({cell['source_ref']})").rstrip()
        self.found["recommendation"] = whole

    def _owners(self, row: int, rows: int) -> list[dict[str, Any]]:
        """What the value of a cell belongs to: the item where it spans it, else the actions of its rows."""
        action_log = self.plan.options.get("level") == "action"
        if rows == len(self.item.rows) and not action_log:
            return [self.found]
        return [action for at in range(row, row + rows) for action in self.actions.get(at, [])]

    def _value(self, owner: dict[str, Any], column: Column, cell: Any, entries: list[Entry]) -> None:
        texts = [plain(e.text) for e in entries]
        whole = " ".join(texts)
        if column.to == "lead_officers":
            owner.setdefault("lead_officers", []).extend(officers(self.source, texts))
        elif column.to == "due":
            owner["due"] = _period(self.source, whole)
        elif column.to == "status":
            owner["status"] = self._status(cell, texts[0] if texts else "")
            if isinstance(cell, dict) and "progress" in cell:
                owner.setdefault("progress", []).extend(cell["progress"])
        elif column.to == "progress":
            owner.setdefault("progress", []).extend(texts)
        elif column.to == "extra":
            owner = self.found if self.plan.options.get("level") == "action" else owner
            owner.setdefault("extra", {})[column.head] = whole
        else:
            raise SourceError(f"no field {column.to}")

    def _status(self, cell: Any, words: str) -> dict[str, Any]:
        if isinstance(cell, dict) and "fill" in cell:
            return {"rag": cell["fill"], "basis": "fill"}
        try:
            rag, state, basis = self.source.means["status"][words].split()
        except KeyError:
            raise SourceError(f'no meaning for the status "{words}"') from None
        values = {"raw": words, "rag": rag, "state": state, "basis": basis}
        return {key: value for key, value in values.items() if value != "-"}

    def _measure(self, column: Column, cell: Any, whole: str, row: int) -> None:
        measure = self.measures.setdefault(row, {})
        if column.to == "measure":
            measure["text"] = whole
        elif column.to == "measure.direction":
            measure["direction"] = DIRECTIONS[whole]
        elif column.to == "measure.status":
            measure["status"] = self._status(cell, whole)
        elif column.to == "measure.rag":  # a rating under "Latest": a reading, and the measure's status
            measure["status"] = self._status(cell, whole)
            measure.setdefault("readings", []).append({"label": column.head, "raw": whole})
        elif column.to == "measure.baseline":
            measure["baseline"] = self._reading(column, cell, whole)
        elif column.to in READINGS:
            measure.setdefault(column.to.split(".")[1], []).append(self._reading(column, cell, whole))
        else:
            raise SourceError(f"no field {column.to}")

    def _reading(self, column: Column, cell: Any, raw: str) -> dict[str, Any]:
        reading = {"label": column.head, "raw": raw} | _figure(cell, raw)
        if column.period:
            reading["period"] = _period(self.source, column.period, raw=column.head)
        return reading


def _figure(cell: Any, raw: str) -> dict[str, Any]:
    """Value and unit of a figure as printed; a mapping in the source says them where the form is not plain."""
    if isinstance(cell, dict):
        return {"value": float(cell["value"]), "unit": cell["unit"]} if "value" in cell else {}
    if found := _PERCENT.fullmatch(raw):
        return {"value": _number(found[1]), "unit": "percent"}
    if found := _MONEY.fullmatch(raw):
        return {"value": _number(found[1]) * _MULTIPLES[found[2]], "unit": "GBP"}
    if found := _DAYS.fullmatch(raw):
        return {"value": _number(found[1]), "unit": "days"}
    if _COUNT.fullmatch(raw):
        return {"value": _number(raw), "unit": "count"}
    if any(sign.isdigit() for sign in raw):
        raise SourceError(f'say what "{raw}" is: {{text, value, unit}}')
    return {}


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))


def _period(source: Source, words: str, raw: str | None = None) -> dict[str, Any]:
    """The dates that printed words mean in this source: "start end precision", "-" for none, "ongoing" last."""
    try:
        start, end, precision, *ongoing = source.means["dates"][words].split()
    except KeyError:
        raise SourceError(f'no meaning for the date "{words}"') from None
    values = {"raw": raw or words, "start": start, "end": end, "precision": precision}
    return {k: v for k, v in values.items() if v != "-"} | ({"ongoing": True} if ongoing else {})


def officers(source: Source, lines: list[str]) -> list[dict[str, str]]:
    """Who the printed lines of a cell name; a line without an entry in the source is a person's name."""
    known = source.means.get("officers", {})
    found: list[dict[str, str]] = []
    for line in lines:
        found += [_officer(one) for one in known.get(line, [line])]
    return found


def _officer(line: str) -> dict[str, str]:
    """An officer written as "name | role | organisation | phone | email", empty where absent."""
    keys = ("name", "role", "organisation", "phone", "email")
    return {key: value for key, value in zip(keys, map(str.strip, line.split("|")), strict=False) if value}


def fold(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def unprinted(expected: dict[str, Any], printed: str) -> list[str]:
    """The words of an answer that do not stand in the paper: there must be none."""
    words = fold(printed)
    return [text for text in _words_of(expected) if fold(text) not in words]


# Canonical values, which need not be printed as they stand.
_CANONICAL = {"paper", "note", "start", "end", "precision", "rag", "state", "basis", "unit", "verb", "access"}
_CANONICAL |= {"purpose", "kind", "direction", "meeting_date", "made_by"}


def _words_of(value: Any, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [w for k, v in value.items() if k not in _CANONICAL for w in [*_keys(k, key), *_words_of(v, k)]]
    if isinstance(value, list):
        return [w for v in value for w in _words_of(v, key)]
    return [value] if isinstance(value, str) else []


def _keys(key: str, above: str) -> list[str]:
    return [key] if above == "extra" else []
