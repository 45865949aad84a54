"""The loader: reads the word lists, refuses what cannot be meant, and puts a council's own habits first.

A list is a YAML file, either a list of entries or groups by name::

    - value: lead_officers                  # what the words mean
      match: ["Lead Officer", "Owner"]      # equal after folding case, white space and punctuation
      regex: '^Lead (Officer|Person)'       # or searched for, whatever the case
      seen: usual                           # where the wording was met

    decision_verbs:                         # a group: its name is the value of its words
      match: ["approve", "agree"]
      seen: usual

    months:                                 # a section: entries under a name of their own
      - {value: "1", match: [January, Jan], seen: usual}

A list that wants further keys names them: ``{keys: [months], entries: [...]}``. A council file
(``councils/<slug>.yml``) has ``council: {name, gss_code, prints}`` and, under the names of lists, entries that are
read before the shared ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ingest.errors import VocabularyError
from ingest.vocabulary.entries import (
    FIELDS,
    STATUS_VALUES,
    CouncilHabits,
    Entry,
    further_keys,
    make_council,
    make_entries,
)
from ingest.vocabulary.files import packaged, read_yaml
from ingest.vocabulary.folding import fold

__all__ = ["FIELDS", "STATUS_VALUES", "CouncilHabits", "Entry", "Layer", "Vocabulary", "WordList", "load_vocabulary"]

Made = TypeVar("Made")


@dataclass(frozen=True)
class Layer:
    """The entries of one file: folded words, then patterns in their order."""

    exact: dict[str, Entry]
    patterns: tuple[tuple[re.Pattern[str], Entry], ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Layer:
        """Index entries; of two entries with one word the first counts."""
        exact: dict[str, Entry] = {}
        patterns: list[tuple[re.Pattern[str], Entry]] = []
        for entry in entries:
            for word in entry.match:
                exact.setdefault(fold(word), entry)
            patterns.extend((pattern, entry) for pattern in entry.regex)
        return cls(exact, tuple(patterns))


class WordList:
    """One list of all files that have it: the council's own entries, the extra folder's, then the packaged ones."""

    def __init__(self, name: str, layers: Iterable[tuple[Entry, ...]]) -> None:
        parts = [part for part in layers if part]
        self.name = name
        self.entries: tuple[Entry, ...] = tuple(entry for part in parts for entry in part)
        self.layers: tuple[Layer, ...] = tuple(Layer.of(part) for part in parts)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def exact(self, words: str) -> Entry | None:
        """The entry that has these words, compared after folding."""
        folded = fold(words)
        return next((layer.exact[folded] for layer in self.layers if folded in layer.exact), None)

    def find(self, words: str) -> Entry | None:
        """The entry for these words: layer by layer, its words before its patterns."""
        folded = fold(words)
        for layer in self.layers:
            if folded in layer.exact:
                return layer.exact[folded]
            for pattern, entry in layer.patterns:
                if pattern.search(words):
                    return entry
        return None


class Vocabulary:
    """All word lists, read and checked.

    Attributes:
        digest: sha256 over every file read, so that a batch knows whether the words have changed.
        extra: the folder read before the packaged lists, or None.
        councils: the council files.
        council: the council whose habits come first here, or None.
    """

    def __init__(
        self,
        lists: dict[str, tuple[tuple[Entry, ...], ...]],
        councils: tuple[CouncilHabits, ...],
        digest: str,
        extra: Path | None,
        council: CouncilHabits | None = None,
    ) -> None:
        self._lists = lists
        self._word_lists: dict[str, WordList] = {}
        self._made: dict[str, Any] = {}
        self._by_council: dict[str, Vocabulary] = {}
        self.councils = councils
        self.digest = digest
        self.extra = extra
        self.council = council

    @property
    def headings(self) -> WordList:
        """Headings of columns and the fields they mean."""
        return self.list("headings")

    @property
    def status(self) -> WordList:
        """Status words and what they mean."""
        return self.list("status")

    def list(self, name: str) -> WordList:
        """One list by the name of its file without ".yml".

        Raises:
            VocabularyError: there is no such list.
        """
        if name not in self._word_lists:
            if name not in self._lists:
                known = ", ".join(sorted(self._lists))
                raise VocabularyError(f"there is no vocabulary list '{name}'. The lists are: {known}.")
            own = self.council.lists.get(name, ()) if self.council else ()
            self._word_lists[name] = WordList(name, (own, *self._lists[name]))
        return self._word_lists[name]

    def entries(self, list_name: str) -> tuple[Entry, ...]:
        """The entries of a list, those that come first first."""
        return self.list(list_name).entries

    def words(self, list_name: str, group: str) -> tuple[str, ...]:
        """The words of one group of a list, as written: of the section or of the value with this name."""
        return tuple(word for entry in self.group(list_name, group) for word in entry.match)

    def group(self, list_name: str, group: str) -> tuple[Entry, ...]:
        """The entries of a list that stand in the section, or have the value, with this name."""
        return tuple(entry for entry in self.entries(list_name) if group in (entry.section, entry.value))

    def patterns(self, list_name: str, group: str) -> tuple[re.Pattern[str], ...]:
        """The patterns of one group of a list."""
        return tuple(found for entry in self.group(list_name, group) for found in entry.regex)

    def mapping(self, list_name: str, group: str) -> dict[str, str]:
        """The ``map`` of a group: words with a meaning each; what comes first overrules."""
        merged: dict[str, str] = {}
        for entry in self.group(list_name, group):
            merged = entry.map | merged
        return merged

    def for_council(self, gss_code: str | None) -> Vocabulary:
        """The same words with a council's own habits read first; the shared words where it has none."""
        habits = next((known for known in self.councils if gss_code and known.gss_code == gss_code), None)
        if habits is None or habits is self.council:
            return self
        if habits.gss_code not in self._by_council:
            made = Vocabulary(self._lists, self.councils, self.digest, self.extra, habits)
            self._by_council[habits.gss_code] = made
        return self._by_council[habits.gss_code]

    def once(self, name: str, make: Callable[[Vocabulary], Made]) -> Made:
        """Something made from these words, made once: an index, a pattern over all words of a group, a cache."""
        if name not in self._made:
            self._made[name] = make(self)
        made: Made = self._made[name]
        return made


def load_vocabulary(extra: Path | None = None) -> Vocabulary:
    """Read the packaged lists and, before them, files of the same names in ``extra``; cached for each folder.

    Raises:
        VocabularyError: a file is missing, is no YAML or says what cannot be meant; the message says what to do.
    """
    return _load(extra.resolve() if extra else None)


@lru_cache(maxsize=8)
def _load(extra: Path | None) -> Vocabulary:
    home = packaged("")
    own = {path.stem: path for path in sorted(home.glob("*.yml"))}
    folders = [home] if extra is None else [extra, home]
    if extra is not None:
        _check_folder(extra, {path.name for path in home.iterdir()})
    keys: dict[str, frozenset[str]] = {}
    lists: dict[str, tuple[tuple[Entry, ...], ...]] = {}
    for name, path in own.items():
        content = _read(path)
        keys[name] = further_keys(content, path.name)
        layers = [make_entries(content, name, path.name, keys[name])]
        if extra is not None and (extra / path.name).is_file():
            layers.insert(0, make_entries(_read(extra / path.name), name, str(extra / path.name), keys[name]))
        lists[name] = tuple(layers)
    councils: dict[str, CouncilHabits] = {}
    for folder in folders:
        for path in sorted((folder / "councils").glob("*.yml")):
            habits = make_council(_read(path), path.name, keys)
            if not path.name.startswith("_"):  # the template is checked and left out
                councils.setdefault(habits.gss_code, habits)
    return Vocabulary(lists, tuple(councils.values()), _digest(folders), extra)


def _digest(folders: Iterable[Path]) -> str:
    """sha256 over names and contents; where the folders lie does not matter."""
    total = hashlib.sha256()
    for index, folder in enumerate(folders):
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.suffix in (".yml", ".tsv"):
                total.update(f"{index}/{path.relative_to(folder).as_posix()}\0".encode())
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _check_folder(extra: Path, names: set[str]) -> None:
    if not extra.is_dir():
        raise VocabularyError(f"{extra}: there is no such folder. Give a folder with files such as headings.yml in it.")
    known = sorted(name for name in names if name.endswith((".yml", ".tsv")))
    if not any(path.suffix in (".yml", ".yaml", ".tsv") for path in extra.rglob("*")):
        raise VocabularyError(f"{extra}: no vocabulary file is there. Put one in, such as headings.yml.")
    for path in sorted(extra.glob("*.y*ml")):
        if path.name not in names:
            raise VocabularyError(f"{path}: no list has this name. Name the file after one of: {', '.join(known)}.")


def _read(path: Path) -> Any:
    try:
        return read_yaml(path)
    except yaml.YAMLError as error:
        raise VocabularyError(f"{path}: this is no YAML ({error}). Mend the line, or quote the words.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: the file cannot be read ({error}). Check that it is a text file.") from error
