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
