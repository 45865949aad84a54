"""Cards: a small table for one indicator."""

from __future__ import annotations

from tests.unit.drawn_tables import drawn, items_of, plans_of

TITLE = "Percentage of children seen within five days"
CARD = [[TITLE, "<", "GREEN"], ["Latest: 97%", "Target: 90%, Floor: 85%", "Previous: 95%"]]
WIDTHS = [200.0, 200.0, 120.0]


def test_a_card_is_a_measure_with_its_figures() -> None:
    (item,) = items_of(drawn(CARD, WIDTHS))
    (measure,) = item.measures
    assert measure.text == TITLE
    assert [(reading.label, reading.raw) for reading in measure.readings] == [("Latest", "97%"), ("Previous", "95%")]
    assert ("Target", "90%") in [(target.label, target.raw) for target in measure.targets]


def test_the_rating_on_a_card_is_the_measures() -> None:
    (item,) = items_of(drawn(CARD, WIDTHS))
    assert item.measures[0].status is not None and item.measures[0].status.rag == "green"


def test_a_table_without_figures_is_no_card() -> None:
    assert plans_of(drawn([[TITLE, "<", "GREEN"], ["Chair: Jane Poe", "Venue: Town Hall", "Time: 2pm"]], WIDTHS)) == []


def test_the_axes_of_a_chart_on_a_card_do_not_name_it() -> None:
    chart = ["100 90 80 70 60 Sep-23 Dec-23 Mar-24 Jun-24 Sep-24 Dec-24 Actual Target", "<", "<"]
    (item,) = items_of(drawn([CARD[0], chart, CARD[1]], WIDTHS))
    assert item.measures[0].text == TITLE
