"""One comparison of one value: what the answer has, what was found, whether they agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.evaluate.likeness import (
    SAME_TEXT,
    exact_text,
    fold,
    folded_likeness,
    pair_best,
    same_text,
    text_likeness,
)
from ingest.evaluate.node import Node, Places

# Posts and labels may differ by a slip of the reader; names and figures may not.
_SAME_POST = 0.95
_SAME_LABEL = 0.90
Same = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One value compared.

    Attributes:
        field: such as ``item.status.rag``.
        answer: what should be there; None where nothing should.
        found: what is there; None where nothing is.
        same: both are there and agree once folded.
        exact: they agree to the letter too.
        within: the item or entry that the value belongs to, for people.
        scored: it counts in the scores; the rest is compared between two results only.
        around: where the item or entry stands in the paper, for values that are not there.
    """

    field: str
    answer: Node | None
    found: Node | None
    same: bool
    exact: bool
    within: str = ""
    scored: bool = True
    around: Places | None = None


def folds_alike(one: Any, other: Any) -> bool:
    """Whether two scalars agree once folded."""
    return fold(one) == fold(other)


def is_equal(one: Any, other: Any) -> bool:
    """Whether two scalars are printed alike."""
    return str(one) == str(other)


class Ledger:
    """Collects the judgements of one paper.

    Attributes:
        thorough: compare what the answer does not mention too; for two results of the program.
    """

    def __init__(self, thorough: bool = False) -> None:
        self.thorough = thorough
        self.within = ""
        self.around: Places = []
        self.entries: list[Judgement] = []

    def enter(self, within: str, found: Node | None = None) -> None:
        """Say to which item or entry the next values belong, and where it stands."""
        self.within = within
        self.around = found.source if found is not None else []

    def add(
        self,
        field: str,
        answer: Node | None,
        found: Node | None,
        same: bool = False,
        exact: bool = False,
        *,
        scored: bool = True,
    ) -> None:
        """Note one comparison."""
        self.entries.append(Judgement(field, answer, found, same, same and exact, self.within, scored, self.around))

    def wanted(self, answer: Node) -> bool:
        """Whether a field is compared that answers may leave out without a claim."""
        return self.thorough or bool(answer)

    def scalar(
        self,
        field: str,
        answer: Node,
        found: Node,
        same: Same = folds_alike,
        exact: Same = is_equal,
        *,
        scored: bool = True,
    ) -> None:
        """Compare two values of which either may be absent."""
        if answer and found and same(answer.value, found.value):
            self.add(field, answer, found, True, exact(answer.value, found.value), scored=scored)
        elif answer or found:
            self.add(field, answer if answer else None, found if found else None, scored=scored)

    def texts(self, field: str, answers: list[Node], found: list[Node]) -> list[tuple[Node, Node]]:
        """Compare two lists of texts.

        Returns:
            the pairs that say the same.
        """
        return self._lists(field, answers, found, text_likeness, SAME_TEXT, exact_text)

    def _lists(
        self,
        field: str,
        answers: list[Node],
        found: list[Node],
        likeness: Callable[[Any, Any], float],
        least: float,
        exact: Same,
    ) -> list[tuple[Node, Node]]:
        pairs, missing, extra = pair_best(answers, found, lambda a, b: likeness(a.value, b.value), least)
        for one, other in pairs:
            self.add(field, one, other, True, exact(one.value, other.value))
        for one in missing:
            self.add(field, one, None)
        for other in extra:
            self.add(field, None, other)
        return pairs

    def officers(self, field: str, answers: list[Node], found: list[Node]) -> None:
        """Compare two lists of officers: name and post together, telephone and e-mail as fields of their own."""
        for one, other in self._lists(field, answers, found, _alike(same_officer), 1.0, exact_officer):
            for key in ("phone", "email"):
                if self.wanted(one.get(key)):
                    self.scalar(f"{field}.{key}", one.get(key), other.get(key))
            self.rest(field, one, other, "name", "role", "phone", "email")

    def readings(self, field: str, answers: list[Node], found: list[Node]) -> None:
        """Compare two lists of readings: label, printed figure and value together."""
        for one, other in self._lists(field, answers, found, _alike(same_reading), 1.0, exact_reading):
            self.rest(field, one, other, "label", "raw")

    def period(self, field: str, answer: Node, found: Node) -> None:
        """Compare two dates or spans by their canonical ends."""
        self.scalar(field, _ends(answer), _ends(found), same=is_equal)
        self.rest(field, answer, found, "start", "end", "ongoing")

    def status(self, field: str, answer: Node, found: Node) -> None:
        """Compare two ratings: colour and state, each a field of its own."""
        for key in ("rag", "state"):
            self.scalar(f"{field}.{key}", answer.get(key), found.get(key))
        self.rest(field, answer, found, "rag", "state")

    def rest(self, field: str, answer: Node, found: Node, *done: str) -> None:
        """Compare the plain values that no score counts; between two results only."""
        if not self.thorough:
            return
        for key in dict.fromkeys((*answer.fields, *found.fields)):
            one, other = answer.get(key), found.get(key)
            nested = isinstance(one.value, dict | list) or isinstance(other.value, dict | list)
            if key not in done and key not in _NOT_DATA and not nested and one.value != other.value:
                self.scalar(f"{field}.{key}", one, other, is_equal, is_equal, scored=False)


# Where words stand and how sure their reader is: no data of the paper.
_NOT_DATA = frozenset({"source", "extra_source", "confidence"})


def _alike(same: Same) -> Callable[[Any, Any], float]:
    return lambda one, other: 1.0 if same(one, other) else 0.0


def _posts(officer: dict[str, Any]) -> list[str]:
    """What an officer may be known by besides a name: a body without a person may stand under either key."""
    body = "" if officer.get("name") else officer.get("organisation")
    return [post for post in (officer.get("role"), body) if post]


def same_officer(answer: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether two entries name the same person in the same post."""
    if fold(answer.get("name") or "") != fold(found.get("name") or ""):
        return False
    wanted, given = _posts(answer), _posts(found)
    if not wanted:
        return not found.get("role") or not (found.get("name") or found.get("organisation"))
    return any(folded_likeness(one, other) >= _SAME_POST for one in wanted for other in given)


def exact_officer(answer: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether name and post are the same to the letter."""
    return (answer.get("name") or "") == (found.get("name") or "") and sorted(_posts(answer)) == sorted(_posts(found))


def same_reading(answer: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether two readings show the same figure under the same label; a value only where the answer has one."""
    label = answer.get("label")
    return (
        fold(answer.get("raw") or "") == fold(found.get("raw") or "")
        and (not label or folded_likeness(label, found.get("label") or "") >= _SAME_LABEL)
        and (answer.get("value") is None or answer["value"] == found.get("value"))
    )


def exact_reading(answer: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether label and figure are the same to the letter."""
    label = answer.get("label")
    return (answer.get("raw") or "") == (found.get("raw") or "") and (not label or label == found.get("label"))


def _ends(period: Node) -> Node:
    """A period as one value: its two ends, or that it is ongoing."""
    if period.get("ongoing").value:
        return Node("ongoing", period.path, period.source)
    start, end = period.get("start").value, period.get("end").value
    return Node(f"{start or ''}..{end or ''}" if start or end else None, period.path, period.source)


__all__ = ["Judgement", "Ledger", "exact_officer", "same_officer", "same_reading", "same_text"]
