"""A small paper of an invented council, as the program would convert it, and a dozen faults to seed in it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Paper = dict[str, Any]


def place(page: int, top: float) -> list[dict[str, Any]]:
    return [{"page": page, "bbox": [40.0, top, 200.0, top + 12.0], "line": None}]


def text(words: str, page: int = 2, top: float = 100) -> dict[str, Any]:
    return {"text": words, "source": place(page, top), "confidence": None}


def officer(name: str | None, role: str, top: float = 100) -> dict[str, Any]:
    return {"raw": f"{name}, {role}", "name": name, "role": role, "organisation": None, "source": place(2, top)}


def item(ref: str, section: str, words: str, rag: str, due: str, who: tuple[str, str], top: float) -> dict[str, Any]:
    return {
        "ref": ref,
        "section": {"ref": None, "title": section, "source": place(2, top - 20)},
        "recommendation": text(words, 2, top),
        "actions": [
            {"text": f"Draw up a plan for number {ref} with partners", "source": place(2, top), "lead_officers": []},
            {"text": f"Put number {ref} before the board each quarter", "source": place(2, top + 12)},
        ],
        "progress": [text(f"Work on number {ref} began in May, and staff were trained by the end of June.", 2, top)],
        "measures": [],
        "status": {"raw": rag.title(), "rag": rag, "state": None, "basis": "text", "source": place(2, top)},
        "lead_officers": [officer(*who, top)],
        "due": {"raw": due, "start": None, "end": due, "precision": "day", "ongoing": False, "source": place(2, top)},
        "extra": {"Cost": f"£{ref}0,000"},
        "extra_source": {"Cost": place(2, top)},
    }


def indicator(words: str, rag: str, direction: str, latest: str, previous: str, top: float) -> dict[str, Any]:
    readings = [
        {"label": label, "raw": raw, "value": float(raw.rstrip("%")), "unit": "percent", "source": place(3, top)}
        for label, raw in (("Q2 2023", latest), ("Q1 2023", previous))
    ]
    measure = {
        "text": words,
        "readings": readings,
        "targets": [],
        "status": {"raw": None, "rag": rag, "state": None, "basis": "fill", "source": place(3, top)},
        "direction": direction,
        "source": place(3, top),
    }
    return {"section": {"title": "Indicators"}, "measures": [measure], "actions": [], "progress": []}


def make_paper() -> Paper:
    items = [
        item("1", "Getting help early", "Visit families sooner after they ask", "green", "2023-03-31", LEADS[0], 100),
        item("2", "Getting help early", "Record why each decision was taken", "amber", "2023-06-30", LEADS[1], 200),
        item("3", "Leaving care", "Find flats for young people who leave care", "red", "2023-09-30", LEADS[2], 300),
        item("4", "Leaving care", "Ask care leavers what they think of us", "amber", "2024-03-31", LEADS[3], 400),
    ]
    indicators = [
        indicator("Assessments written in time", "green", "up", "84%", "79%", 100),
        indicator("Children seen alone by a social worker", "amber", "down", "91%", "95%", 130),
    ]
    return {
        "schema_version": "1.0",
        "source_file": {"name": "marlby.pdf", "sha256": "0" * 64, "media_type": "application/pdf"},
        "report": {
            "council": {"name": None, "gss_code": None, "raw": "Marlby Council", "source": place(1, 60)},
            "title": text("Children’s services: how the plan is going", 1, 90),
            "meeting_date": "2023-07-12",
            "contacts": [officer("Ada Marsh", "Head of Early Help") | {"phone": "01632 960100"}],
        },
        "decision_recommendations": [
            {"ref": "1", "text": "Note the progress of the plan", "verb": "note", "source": place(1, 200)}
        ],
        "inspection_recommendations": [
            {"ref": str(i), "text": words, "made_by": "Ofsted", "source": place(1, 300 + 20 * i)}
            for i, words in enumerate(("Answer calls on the same day", "Keep records up to date"), 1)
        ],
        "plans": [
            {"title": "The plan", "kind": "action_plan", "items": items},
            {"title": "Indicators", "kind": "performance", "items": indicators},
        ],
        "diagnostics": [],
    }


LEADS = (
    ("Ada Marsh", "Head of Early Help"),
    ("Ben Oduya", "Service Manager"),
    ("Cat Lowe", "Head of Housing"),
    ("Dev Rao", "Participation Lead"),
)


def answer_of(value: Any) -> Any:
    """The answer to a paper that is right: the same without provenance."""
    if isinstance(value, dict):
        left_out = {"source", "source_file", "confidence", "extra_source", "schema_version", "diagnostics"}
        kept = {key: answer_of(entry) for key, entry in value.items() if key not in left_out}
        kept = {key: entry for key, entry in kept.items() if entry is not None and entry != []}
        return kept["text"] if set(kept) == {"text"} else kept
    return [answer_of(entry) for entry in value] if isinstance(value, list) else value


def items_of(paper: Paper) -> list[dict[str, Any]]:
    return [entry for plan in paper["plans"] for entry in plan["items"]]


def drop_a_column(paper: Paper) -> None:
    for entry in items_of(paper):
        entry["lead_officers"] = []


def shift_a_row(paper: Paper) -> None:
    rows = paper["plans"][0]["items"]
    ratings = [row["status"] for row in rows]
    for row, rating in zip(rows, ratings[-1:] + ratings[:-1], strict=True):
        row["status"] = rating


def turn_amber_to_green(paper: Paper) -> None:
    paper["plans"][0]["items"][1]["status"]["rag"] = "green"


def lose_a_clause(paper: Paper) -> None:
    entry = paper["plans"][0]["items"][2]["progress"][0]
    entry["text"] = entry["text"].replace(", and staff were trained by the end of June", "")


def double_a_clause(paper: Paper) -> None:
    entry = paper["plans"][0]["items"][2]["progress"][0]
    entry["text"] = entry["text"].replace("in May,", "in May, in May, and so on,")


def name_another_officer(paper: Paper) -> None:
    paper["plans"][0]["items"][3]["lead_officers"] = [officer(*LEADS[2])]


def be_a_year_out(paper: Paper) -> None:
    paper["plans"][0]["items"][0]["due"]["end"] = "2024-03-31"


def take_a_strength_for_a_recommendation(paper: Paper) -> None:
    strength = {"ref": "3", "text": "Staff know their families well", "made_by": "Ofsted", "source": place(1, 500)}
    paper["inspection_recommendations"].append(strength)


def lose_an_item(paper: Paper) -> None:
    del paper["plans"][0]["items"][2]


def lose_a_section(paper: Paper) -> None:
    for entry in paper["plans"][0]["items"][2:]:
        entry["section"] = None


def put_a_reading_under_another_label(paper: Paper) -> None:
    readings = paper["plans"][1]["items"][0]["measures"][0]["readings"]
    readings[0]["label"], readings[1]["label"] = readings[1]["label"], readings[0]["label"]


def flip_a_direction(paper: Paper) -> None:
    paper["plans"][1]["items"][0]["measures"][0]["direction"] = "down"


def run_two_items_together(paper: Paper) -> None:
    first, second = paper["plans"][0]["items"][:2]
    first["recommendation"]["text"] += " " + second["recommendation"]["text"]
    first["actions"] += second["actions"]
    del paper["plans"][0]["items"][1]


def put_progress_under_next_steps(paper: Paper) -> None:
    entry = paper["plans"][0]["items"][0]
    entry["next_steps"], entry["progress"] = entry["progress"], []


def mistake_a_digit_of_a_telephone_number(paper: Paper) -> None:
    paper["report"]["contacts"][0]["phone"] = "01632 960190"


def change_the_decision(paper: Paper) -> None:
    paper["decision_recommendations"][0]["verb"] = "approve"


# Each fault with what a person must be able to read: which value, what it was, what it is, where.
FAULTS: dict[Callable[[Paper], None], tuple[str, ...]] = {
    drop_a_column: ("item.lead_officers: was Dev Rao, Participation Lead, is nothing", "page 2 [40 400 200 412]"),
    shift_a_row: ('item 2 "Record why', "item.status.rag: was amber, is green", "was red, is amber", "page 2 [40 100"),
    turn_amber_to_green: ('item 2 "Record why', "item.status.rag: was amber, is green", "page 2 [40 200 200 212]"),
    lose_a_clause: ('item 3 "Find flats', "is Work on number 3 began in May.", "page 2 [40 300"),
    double_a_clause: (
        'item 3 "Find flats',
        "is … 3 began in May, in May, and so on, and staff were trained …",
        "page 2 [40 300",
    ),
    name_another_officer: ('item 4 "Ask care', "was Dev Rao, Participation Lead, is Cat Lowe, Head of Housing"),
    be_a_year_out: ('item 1 "Visit families', "item.due: was to 2023-03-31, is to 2024-03-31", "page 2 [40 100"),
    take_a_strength_for_a_recommendation: ("was nothing, is Staff know their families well", "page 1 [40 500"),
    lose_an_item: (
        'item 3 "Find flats',
        "was Find flats for young people who leave care, is nothing",
        "page 2 [40 300",
    ),
    lose_a_section: ("item.section: was Leaving care, is nothing", 'item 4 "Ask care', "page 2"),
    put_a_reading_under_another_label: ("was Q2 2023: 84% (= 84), is Q1 2023: 84% (= 84)", "page 3 [40 100"),
    flip_a_direction: ('"Assessments written in time"', "measure.direction: was up, is down", "page 3 [40 100"),
    run_two_items_together: ("was Record why each decision was taken, is nothing", "page 2 [40 200"),
    put_progress_under_next_steps: ("item.progress", "item.next_steps", "is nothing", "page 2 [40 100"),
    mistake_a_digit_of_a_telephone_number: ("was 01632 960100, is 01632 960190", "page 2"),
    change_the_decision: ("decision_recommendations.verb: was note, is approve", "page 1 [40 200"),
}


def seeded(fault: Callable[[Paper], None]) -> Paper:
    paper = copy.deepcopy(make_paper())
    fault(paper)
    return paper
