"""Entries of a cell that a converter put on one line are told by their words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.entry_starts import Usage, entry_starts
from ingest.readers.tokens import Paragraph, make_tokens

PAPER = "we review the plan each month and recruit staff; the work of panel members is set out by the Panel"


def parts(text: str, labelled: bool = False) -> list[str]:
    tokens = make_tokens(text, 1)
    usage = Usage([Paragraph([make_tokens(PAPER, 1)])])
    cuts = [0, *entry_starts(tokens, labelled, usage), len(tokens)]
    return [" ".join(token.text for token in tokens[a:b]) for a, b in pairwise(cuts)]


@pytest.mark.parametrize(
    "entries",
    [
        ["Plan agreed by the board in the first week of May.", "Staff were told of it by their managers in June."],
        ["21/05/12 – Draft sent to members", "04/06/12 – Final version sent"],
        ["a. Set the terms of the audit", "b. Ensure that records are whole"],
        ["Training for carers is scheduled", "Recruiting mentors from all schools"],
        ["Forms part of the Placement Strategy", "Develop a model for families"],
        ["Scheme shows improved performance", "The care team has two advisers"],
        ["All actions complete.", "All outcomes achieved."],
        ["Grants were sought for all schools", "Review of the scheme after a year"],
    ],
)
def test_entries_are_parted(entries: list[str]) -> None:
    assert parts(" ".join(entries)) == entries


@pytest.mark.parametrize(
    "text",
    [
        "The plan was agreed by the board in the first week of May. This followed a review by the inspectors in March.",
        "The plan was agreed by the Board",
        "Papers were sent to Panel members in good time",
        "Reports went to staff in January 2018 and to carers",
        "Met twice. Next in May.",
        "Stability of workforce: Turnover of staff",
        "Discussed at the Overview and Scrutiny Committee",
        "See the report of 21/05/12 on homes",
    ],
)
def test_what_is_one_entry_stays_one(text: str) -> None:
    assert parts(text) == [text]


def test_behind_a_bullet_sentences_stay_together_until_the_list_ends() -> None:
    first = "Name a lead for every school in the county. The lead is to be known to all of the staff there."
    assert parts(first, labelled=True) == [first]


@given(st.lists(st.sampled_from(["The", "plan.", "a.", "b.", "Review", "21/05/12", "–", "of", "(May", "2018)", "x:"])))
def test_starts_are_in_order_and_inside(words: list[str]) -> None:
    tokens = make_tokens(" ".join(words), 1)
    starts = list(entry_starts(tokens, False, Usage()))
    assert starts == sorted(set(starts))
    assert all(0 < start < len(tokens) for start in starts)
