"""Boxes to tick in the head of a paper."""

from __future__ import annotations

import pytest

from ingest.extract.ticked import TickBook
from ingest.vocabulary.loader import load_vocabulary

BOOK = TickBook.of(load_vocabulary())


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        ("☐ Yes ☒ No", "No"),
        ("☒ Yes ☐ No", "Yes"),
        ("Yes ☐ No ☒", "No"),
        ("Yes [x] No [ ]", "Yes"),
        ("[ ] Yes [X] No", "No"),
        ("☐ Yes\n☒ No – all wards affected", "No – all wards affected"),
        ("Approve\nDiscuss\nInform\n✓", "Inform"),
        ("Approve\n✓\nDiscuss\nInform", "Approve"),
        ("☐ Approve  ☒ Discuss  ☐ Note", "Discuss"),
    ],
)
def test_the_marked_answer_counts(printed: str, answer: str) -> None:
    assert BOOK.chosen(printed) == answer


@pytest.mark.parametrize("printed", ["Yes", "☐ Yes ☐ No", "Yes / No", "Exempt", ""])
def test_without_a_mark_there_is_no_answer(printed: str) -> None:
    assert BOOK.chosen(printed) is None
