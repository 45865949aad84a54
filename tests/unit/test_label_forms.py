"""Labels with values beside them, without a grid: one form for each action."""

from __future__ import annotations

from ingest.layout.document import Page
from tests.unit.drawn_tables import drawn, items_of, plans_of, written

LABELS = ["Action", "Owner", "Due date", "Status"]
WIDTHS = [100.0, 320.0]
FIRST = ["Write to the contractor about the\nroutes that were missed", "Jane Poe", "May 2025", "Complete"]
SECOND = ["Publish the guide", "Tom Ash", "June 2025", "Overdue"]


def form(values: list[str], top: float, page: Page, colon: str = "") -> Page:
    """A form of bold labels with values in a column of their own."""
    rows = [[f"*{label}{colon}*", value] for label, value in zip(LABELS, values, strict=True)]
    return drawn(rows, WIDTHS, "none", top=top, page=page, heads=0, padding=2.0)


def inline(values: list[str], top: float, page: Page) -> Page:
    """A form of labels with values after a colon."""
    for index, (label, value) in enumerate(zip(LABELS, values, strict=True)):
        written(page, f"{label}: {' '.join(value.split())}", top + 14 * index)
    return page


def test_each_form_is_an_action_with_its_values() -> None:
    page = written(Page(1, 900.0, 600.0), "Highways action plan", 60.0, bold=True)
    items = items_of(form(SECOND, 240.0, form(FIRST, 100.0, page)))
    assert [action.text for item in items for action in item.actions] == [" ".join(FIRST[0].split()), SECOND[0]]
    assert [action.lead_officers[0].name for item in items for action in item.actions] == ["Jane Poe", "Tom Ash"]


def test_values_may_follow_a_colon() -> None:
    items = items_of(inline(SECOND, 200.0, inline(FIRST, 100.0, Page(1, 900.0, 600.0))))
    assert [action.due.raw for item in items for action in item.actions if action.due] == ["May 2025", "June 2025"]


def test_a_form_that_the_page_cuts_is_one_action() -> None:
    first = form(FIRST, 100.0, Page(1, 900.0, 600.0))
    first = drawn([["*Action*", SECOND[0]], ["*Owner*", SECOND[1]]], WIDTHS, "none", top=220.0, page=first, heads=0)
    second = drawn([["*Due date*", SECOND[2]], ["*Status*", SECOND[3]]], WIDTHS, "none", top=60.0, number=2, heads=0)
    items = items_of(first, second)
    assert len(items) == 2
    assert items[1].actions[0].status is not None
    assert items[1].actions[0].status.raw == "Overdue"


def test_labels_that_stand_once_are_the_head_of_a_report() -> None:
    assert plans_of(form(FIRST, 100.0, Page(1, 900.0, 600.0))) == []


def test_a_bold_label_may_stand_as_near_to_its_value_as_any_word() -> None:
    page = Page(1, 900.0, 600.0)
    for top, values in ((100.0, FIRST), (200.0, SECOND)):
        for index, (label, value) in enumerate(zip(LABELS, values, strict=True)):
            before = len(page.words)
            written(page, f"{label} {' '.join(value.split())}", top + 14 * index)
            for word in page.words[before : before + len(label.split())]:
                word.bold = True
    assert [action.lead_officers[0].name for item in items_of(page) for action in item.actions] == [
        "Jane Poe",
        "Tom Ash",
    ]


FOUR = [100.0, 160.0, 100.0, 160.0]


def four(ref: str, owner: str, action: str, due: str, status: str, top: float, page: Page, first: str) -> Page:
    """A form of two labels and values a row, and one row with a value over the rest."""
    rows = [["*Ref*", ref, "*Responsible\nofficer*", owner], [f"*{first}*", action, "<", "<"]]
    rows += [["*Due date*", due, "*Status*", status]]
    return drawn(rows, FOUR, "none", top=top, page=page, heads=0, padding=1.0)


def test_two_labels_side_by_side_head_no_columns() -> None:
    page = four("A1", "Jane Poe", FIRST[0], "May 2025", "Complete", 100.0, Page(1, 900.0, 600.0), "Action")
    items = items_of(four("A2", "Tom Ash", SECOND[0], "June 2025", "Overdue", 200.0, page, "Action"))
    assert [item.ref for item in items] == ["A1", "A2"]
    assert [item.actions[0].lead_officers[0].name for item in items] == ["Jane Poe", "Tom Ash"]
    assert [item.actions[0].status.raw for item in items if item.actions[0].status] == ["Complete", "Overdue"]


def test_a_label_nobody_knows_stands_where_the_others_do() -> None:
    page = Page(1, 900.0, 600.0)
    for at, ref in enumerate(["1", "2", "3"]):
        text = f"Agree plan {ref} with the partners"
        page = four(ref, "Jane Poe", text, "May 2025", "Complete", 80.0 + 90 * at, page, "Peer team\nrecommendation")
    items = items_of(page)
    assert [item.recommendation.text for item in items if item.recommendation] == [
        f"Agree plan {ref} with the partners" for ref in "123"
    ]


def test_a_line_of_headings_that_comes_again_is_no_form() -> None:
    rows = [["Ref", "Action", "Lead officer", "Due date", "Status"]]
    page = Page(1, 900.0, 600.0)
    for at in range(3):
        body = [[f"{at}.{n}", f"Agree plan {at}{n}", "Jane Poe", "May 2025", "Complete"] for n in range(3)]
        page = drawn([*rows, *body], [60.0, 200.0, 120.0, 100.0, 100.0], "none", top=80.0 + 130 * at, page=page)
    assert [item.ref for item in items_of(page)] == [f"{at}.{n}" for at in range(3) for n in range(3)]


def test_each_action_may_have_its_number_in_its_label() -> None:
    page = Page(1, 900.0, 600.0)
    for number, values in enumerate((FIRST, SECOND), 1):
        for index, (label, value) in enumerate(zip(LABELS, values, strict=True)):
            counted = f"{label} {number}" if index == 0 else label
            written(page, f"{counted}: {' '.join(value.split())}", 100.0 * number + 14 * index)
    items = items_of(page)
    assert [item.ref for item in items] == ["1", "2"]
    assert [action.text for item in items for action in item.actions] == [" ".join(FIRST[0].split()), SECOND[0]]


def test_a_title_may_look_like_a_label_with_its_number() -> None:
    page = Page(1, 900.0, 600.0)
    for number, values in enumerate((FIRST, SECOND), 1):
        before = len(page.words)
        written(page, f"Priority {number}: Safer streets", 200.0 * number - 100, bold=True)
        for word in page.words[before:]:
            word.size = 13.0
        page = form(values, 200.0 * number - 80, page)
    items = items_of(page)
    assert [item.section.title for item in items if item.section] == [f"Priority {n}: Safer streets" for n in (1, 2)]
    assert len(items) == 2
