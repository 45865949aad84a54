"""Entries of the word lists, checked: what cannot be meant is refused, with the file, the entry and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.errors import VocabularyError
from ingest.vocabulary.folding import fold

ENTRY_KEYS = frozenset({"value", "match", "regex", "seen", "also", "map"})
COUNCIL_KEYS = frozenset({"name", "gss_code", "prints", "domains", "seen"})

# fmt: off
FIELDS = frozenset({
    "ref", "recommendation", "actions", "outcomes", "measures", "baseline", "readings", "targets", "progress",
    "next_steps", "status", "lead_officers", "due", "extra",
})
# "direction" is no field of its own; it marks a column of arrows among the extras.
HEADING_NOTES = frozenset({"direction"})
STATUS_VALUES = frozenset({
    "red", "amber", "green", "blue", "grey", "not_started", "on_track", "at_risk", "off_track", "completed", "ongoing",
    "none", "stopped", "all_but", "skip",
})
# fmt: on
# Lists whose values are settled by the schema; the others name their own.
VALUES: dict[str, frozenset[str]] = {"headings": FIELDS, "status": STATUS_VALUES}


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry of a list.

    Attributes:
        value: what its words mean.
        match: words equal to the printed ones after folding.
        regex: patterns, compiled to ignore case.
        seen: where the wording was met.
        file: name of the file it stands in.
        also: further values that are no mistake.
        map: words with a meaning each, for expansions.
        options: the list's own further keys.
        section: the section it stands in, for lists that have sections; "" elsewhere.
    """

    value: str
    match: tuple[str, ...]
    regex: tuple[re.Pattern[str], ...]
    seen: str
    file: str
    also: tuple[str, ...] = ()
    map: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    section: str = ""


@dataclass(frozen=True)
class CouncilHabits:
    """A council file: who the council is, how it prints its name, and its own entries by list."""

    name: str
    gss_code: str
    prints: tuple[str, ...]
    domains: tuple[str, ...]
    lists: dict[str, tuple[Entry, ...]]


def further_keys(content: Any, file: str) -> frozenset[str]:
    """The further keys that a list names for its entries."""
    if isinstance(content, dict) and "entries" in content:
        return frozenset(_strings(content.get("keys", []), f"{file}, keys"))
    return frozenset()


def make_entries(content: Any, name: str, file: str, further: frozenset[str] = frozenset()) -> tuple[Entry, ...]:
    """Check the content of one list and make its entries.

    Args:
        content: what the YAML holds.
        name: name of the list; some have values that are settled.
        file: name of the file, for messages.
        further: keys that entries of this list may have besides the usual ones.

    Raises:
        VocabularyError: something in it cannot be meant.
    """
    if isinstance(content, dict) and "entries" in content:
        _known_keys(content, frozenset({"keys", "entries"}), file)
        content = content["entries"]
    if isinstance(content, dict):
        # A word may stand in several groups or sections: they say how it is used, which need not be one way alone.
        return tuple(entry for key, body in content.items() for entry in _group(key, body, file, further))
    if content in (None, ""):
        return ()
    if not isinstance(content, list):
        raise VocabularyError(f"{file}: it holds neither entries nor groups. Begin each entry with '- value: …'.")
    entries = tuple(_entry(body, f"{file}, entry {number}", file, further) for number, body in enumerate(content, 1))
    _check_values(entries, name, file)
    return entries


def _group(key: str, body: Any, file: str, further: frozenset[str]) -> tuple[Entry, ...]:
    where = f"{file}, group '{key}'"
    if isinstance(body, list):
        parts = (_entry(part, f"{where}, entry {number}", file, further) for number, part in enumerate(body, 1))
        return tuple(replace(part, section=key) for part in parts)
    if not isinstance(body, dict):
        raise VocabularyError(f"{where}: it needs the keys 'match' (or 'regex', 'map') and 'seen' under it.")
    body = {("match" if name == "words" else name): value for name, value in body.items()}
    return (_entry({"value": key} | body, where, file, further),)


def _entry(body: Any, where: str, file: str, further: frozenset[str]) -> Entry:
    if not isinstance(body, dict):
        raise VocabularyError(f"{where}: it is no entry. Write '- value: …' with 'match' and 'seen' under it.")
    if isinstance(body.get("value"), str) and body["value"]:
        where = f"{where} ('{body['value']}')"
    else:
        raise VocabularyError(f"{where}: 'value' is missing or no word. Say what the words mean.")
    _known_keys(body, ENTRY_KEYS | further, where)
    if not isinstance(body.get("seen"), str) or not body["seen"]:
        raise VocabularyError(f"{where}: 'seen' is missing. Say where the wording was met, or 'usual'.")
    match = _strings(body.get("match", []), f"{where}, match")
    regex = tuple(_compile(text, where) for text in _strings(body.get("regex", []), f"{where}, regex"))
    mapped = body.get("map", {})
    if not isinstance(mapped, dict) or not all(isinstance(meaning, str) and meaning for meaning in mapped.values()):
        raise VocabularyError(f"{where}, map: each word needs one meaning in words. Write 'HoS: Head of Service'.")
    options = {key: body[key] for key in sorted(further) if key in body}
    if not (match or regex or mapped or options):
        raise VocabularyError(f"{where}: it has no words. Give 'match' or 'regex'.")
    also = _strings(body.get("also", []), f"{where}, also")
    return Entry(body["value"], match, regex, body["seen"], file, also, dict(mapped), options)


def _known_keys(body: dict[str, Any], known: frozenset[str], where: str) -> None:
    for key in body:
        if key not in known:
            raise VocabularyError(f"{where}: the key '{key}' is not known. Use one of: {', '.join(sorted(known))}.")


def _strings(value: Any, where: str) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list):
        raise VocabularyError(f'{where}: it is no list of words. Write it as ["…", "…"].')
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise VocabularyError(f"{where}: {word!r} is no word. Put each word in quotes.")
    return tuple(words)


def _compile(text: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise VocabularyError(f"{where}: the pattern {text!r} is wrong ({error}). Mend it, or use 'match'.") from error


def _check_values(entries: Iterable[Entry], name: str, file: str) -> None:
    seen: dict[str, Entry] = {}
    allowed = VALUES.get(name)
    for entry in entries:
        for value in (entry.value, *entry.also):
            if allowed is not None and value not in allowed | HEADING_NOTES:
                raise VocabularyError(f"{file} ('{value}'): no such value. Use one of: {', '.join(sorted(allowed))}.")
        for word in entry.match:
            other = seen.setdefault(fold(word), entry)
            if other.value != entry.value:
                raise VocabularyError(
                    f"{file}: '{word}' means '{other.value}' in one entry and '{entry.value}' in another. Keep one."
                )


def make_council(content: Any, file: str, keys: dict[str, frozenset[str]]) -> CouncilHabits:
    """Check a council file and make its habits; ``keys`` has the lists and their further keys.

    Raises:
        VocabularyError: something in it cannot be meant.
    """
    if not isinstance(content, dict) or not isinstance(content.get("council"), dict):
        raise VocabularyError(f"councils/{file}: 'council: {{name: …, gss_code: …}}' is missing. Add it.")
    where = f"councils/{file}"
    about = content["council"]
    _known_keys(about, COUNCIL_KEYS, f"{where}, council")
    for key in ("name", "gss_code"):
        if not isinstance(about.get(key), str) or not about[key]:
            raise VocabularyError(f"{where}, council: '{key}' is missing. Take it from the register of councils.")
    _known_keys(content, frozenset(keys) | {"council"}, where)
    lists = {name: make_entries(part, name, where, keys[name]) for name, part in content.items() if name != "council"}
    prints = _strings(about.get("prints", []), f"{where}, prints")
    return CouncilHabits(about["name"], about["gss_code"], prints, _strings(about.get("domains", []), where), lists)
