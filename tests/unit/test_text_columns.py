"""Text that keeps the page's layout in spaces: the columns of a table are told though rows push them about."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.layout.document import Table
from ingest.reading import read_layout
from ingest.settings import Settings

CROWDED = """\
Ref   Area for improvement         Action                              Lead officer          By when
1     The wait for a first         Agree money for two more clinicians Head of Service       May 2025
      visit is too long            with the health board.
2     Families hear nothing while Ring each family every month and     Team Manager          June 2025
      they wait                   offer a place on a course.
3     Plans are late               Recruit three officers to vacant    Head of Service       May 2025
                                   posts.
"""
PUSHED = """\
Ref   Area for improvement      Action                        Lead officer       By when
1     Visits are late           Train all staff in the new    Jane Poe           May 2025
                                standard.

2     Notes of a case are out    Audit ten files a month       Tom Ash            June 2025
      of date                    and report what is found.

3     Nobody knows the plan              Send a card to all tenants       Jane Poe        July 2025
                                         and test it.
"""
NEXT_PAGE = "4        Homes stand empty     Let them in ten days.              Tom Ash          May 2026\n"
FIGURES = """\
Indicator                               Baseline    Target    Floor               Actual 2024/25              RAG
                                         2023/24    2024/25
                                                                            Q1         Q2          Q3
Street lights that work on the           98.1%       98%       96%         98.6%      97.6%       96.6%      Green
night of inspection
Waste that is recycled                   43.5%       45%       40%         46.1%      45.0%       41.8%      Amber
Buses that start on time                 79.4%       85%       78%         80.1%      81.3%       82.0%      Red
"""
NAMED = """

Children

Indicator                      Baseline    Target       RAG
Plans written in time              53%       65%         Red
"""


@pytest.fixture
def rows_of(tmp_path: Path):
    def reading(text: str) -> list[list[list[str]]]:
        path = tmp_path / "paper.txt"
        path.write_text(text)
        found = [part for part in read_layout(path, Settings()).body if isinstance(part, Table)]
        return [[[cell.text if cell else "" for cell in row] for row in table.rows()] for table in found]

    return reading


def test_cells_that_one_blank_parts_are_two(rows_of) -> None:
    (rows,) = rows_of(CROWDED)
    assert rows[1][2:4] == ["Agree money for two more clinicians with the health board.", "Head of Service"]
    assert rows[2][1:3] == [
        "Families hear nothing while they wait",
        "Ring each family every month and offer a place on a course.",
    ]


def test_rows_that_push_their_columns_are_read_in_the_columns_of_the_headings(rows_of) -> None:
    (rows,) = rows_of(PUSHED)
    assert [row[3] for row in rows] == ["Lead officer", "Jane Poe", "Tom Ash", "Jane Poe"]
    assert rows[3][1:3] == ["Nobody knows the plan", "Send a card to all tenants and test it."]


def test_the_next_page_goes_on_in_columns_of_its_own(rows_of) -> None:
    (rows,) = rows_of(f"{PUSHED}\f{NEXT_PAGE}")
    assert rows[-1] == ["4", "Homes stand empty", "Let them in ten days.", "Tom Ash", "May 2026"]


def test_names_of_two_lines_beside_figures_of_one(rows_of) -> None:
    (rows,) = rows_of(FIGURES)
    assert [row[0] for row in rows[-3:]] == [
        "Street lights that work on the night of inspection",
        "Waste that is recycled",
        "Buses that start on time",
    ]
    assert [row[5] for row in rows[-3:]] == ["97.6%", "45.0%", "81.3%"]


def test_a_table_that_follows_is_another_with_columns_of_its_own(rows_of) -> None:
    first, second = rows_of(FIGURES + NAMED)
    assert first[-1][0] == "Buses that start on time"
    assert second == [["Indicator", "Baseline", "Target", "RAG"], ["Plans written in time", "53%", "65%", "Red"]]


def test_text_below_a_table_is_left_alone(rows_of) -> None:
    below = "\n".join(["The committee will have a further report on the plan and what has come of it in the year."] * 6)
    assert rows_of(f"{PUSHED}\n{below}\n") == rows_of(PUSHED)


TIGHT = """\
Priority                 Key actions                          Lead officer    Timescale      Success criteria
Build on small sites     Bring six garage sites to planning.  Development     June 2024      Thirty homes are started
                         Appoint a framework of builders.     Manager                        and a list is ready.
Bring empty homes back   Write to the owners of empty         Kit Sorrell     31 July 2024   Fewer homes stand empty.
                         homes.
A repairs service that   Give operatives stocked vans.        Repairs         August 2024    Tenants are content and
is right first time      Offer evening appointments.          Manager                        calls fall.
"""


def test_a_line_that_opens_every_cell_begins_a_row(rows_of) -> None:
    (rows,) = rows_of(TIGHT)
    assert [row[0] for row in rows[1:]] == [
        "Build on small sites",
        "Bring empty homes back",
        "A repairs service that is right first time",
    ]


def test_the_name_of_a_section_stands_alone_though_it_is_no_wider_than_its_column(rows_of) -> None:
    (rows,) = rows_of(TIGHT.replace("Bring empty homes", "Aim 2: Better homes\nBring empty homes"))
    assert [row[0] for row in rows[2:4]] == ["Aim 2: Better homes", "Bring empty homes back"]
