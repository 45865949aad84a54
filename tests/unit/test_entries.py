"""Entries of a cell: each bullet and paragraph once, none torn and none run together."""

from __future__ import annotations

import pytest

from ingest.extract.entries import split_entries, take_label
from ingest.extract.line_habits import hanging_signs, sentences_stand_alone, usual_spacing
from ingest.layout.document import Cell, Line, Word, make_line

SIZE, LINE = 10.0, 12.0


def cell(text: str, width: float = 150.0, page: int = 1, continues: int = 0) -> Cell:
    """A cell typed as lines; "  " at the front is a hanging indent, an empty line white space."""
    lines: list[Line] = []
    y = 100.0
    for raw in text.split("\n"):
        if not raw.strip():
            y += LINE / 2
            continue
        x = 44.0 + (10.0 if raw.startswith("  ") else 0.0)
        words = []
        for word in raw.split():
            words.append(Word(word, x, y, x + 5.0 * len(word), y + SIZE, page, SIZE))
            x = words[-1].x1 + (6.0 if len(words) == 1 and len(word) < 3 else 2.5)
        lines.append(make_line(words))
        y += LINE
    return Cell(0, 0, lines=lines, boxes=[(page, 40.0, 96.0, 40.0 + width + 8, y + 4)], continues=continues)


def texts(*cells: Cell) -> list[str]:
    return [entry.passage.text for entry in split_entries(cells)]


@pytest.mark.parametrize("glyph", ["•", "▪", "➢", "✓", "-", "–", "o"])
def test_bullets_part_entries_whatever_they_look_like(glyph: str) -> None:
    found = texts(cell(f"{glyph} Train all staff in the\n  new standard\n{glyph} Audit ten files"))
    assert found == ["Train all staff in the new standard", "Audit ten files"]


def test_numbers_become_labels() -> None:
    found = split_entries([cell("1. Train all staff\n2. Audit ten files")])
    assert [(entry.label, entry.passage.text) for entry in found] == [
        ("1", "Train all staff"),
        ("2", "Audit ten files"),
    ]


def test_white_space_parts_paragraphs() -> None:
    assert texts(cell("Training has begun and will\nend in May.\n\nTen files have been read\nby managers.")) == [
        "Training has begun and will end in May.",
        "Ten files have been read by managers.",
    ]


def test_lines_that_fill_the_cell_are_one_paragraph() -> None:
    assert texts(cell("Training has begun for the\nManagers and the Workers", width=140.0)) == [
        "Training has begun for the Managers and the Workers"
    ]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    assert texts(cell("Jane Poe\nTom Ash", width=200.0)) == ["Jane Poe", "Tom Ash"]


def test_an_entry_cut_by_a_page_break_is_one() -> None:
    assert texts(cell("• Train all staff in the"), cell("new standard\n• Audit ten files", page=2, continues=2)) == [
        "Train all staff in the new standard",
        "Audit ten files",
    ]


def test_two_cells_are_two_entries() -> None:
    assert texts(cell("Train all staff"), cell("audit ten files")) == ["Train all staff", "audit ten files"]


def test_a_word_broken_over_a_line_end_is_joined() -> None:
    broken = cell("Improve the safe-\nguarding of children", width=100.0)
    broken.lines[0].words[-1].soft = True
    assert texts(broken) == ["Improve the safeguarding of children"]


def test_a_dash_within_a_sentence_is_no_bullet() -> None:
    line = make_line(
        [Word(word, x, 0.0, x + 5.0 * len(word), 10.0, 1, SIZE) for word, x in [("-", 0.0), ("5", 7.5), ("days", 15.0)]]
    )
    assert take_label(line)[1] is False


def test_nothing_gives_nothing() -> None:
    assert split_entries([Cell(0, 0)]) == []


def test_sentences_that_all_begin_on_lines_of_their_own_are_entries_even_after_a_full_line() -> None:
    """No space parts the paragraphs and the first fills its line: the rest of the column tells."""
    full = cell("Audit all of the\nfiles of the teams.\nInterview staff", width=95.0)
    others = [cell("Write a guide.\nSend it to all\nthe head teachers."), cell("Hold a weekly\nmeeting.")]
    assert len(split_entries([full])) == 1
    assert sentences_stand_alone([full, *others])
    found = split_entries([full], by_sentence=True)
    assert [entry.passage.text for entry in found] == ["Audit all of the files of the teams.", "Interview staff"]


def test_running_text_has_sentences_that_begin_within_a_line() -> None:
    assert not sentences_stand_alone([cell("Write a guide.\nSend it to all"), cell("Done in May. Two\nteams left.")])


def test_the_table_tells_how_far_apart_the_lines_of_a_paragraph_are() -> None:
    """Of two lines alone nobody can say whether they are one paragraph; wide spacing is no end of one."""
    wide = [cell("training has begun for\n\nall of the teams"), cell("it goes\n\nwell"), cell("a guide\n\nfor\n\nall")]
    assert usual_spacing(wide) == pytest.approx(1.8)


def test_a_dash_hangs_where_the_next_line_begins_under_the_words() -> None:
    lines = cell("o Train all staff\nin it\no Audit ten files").lines
    words = lines[0].words
    lines[1] = make_line([Word(w.text, w.x0 + words[1].x0 - 44.0, w.top, w.x1, w.bottom, 1) for w in lines[1].words])
    assert take_label(lines[0], hanging_signs(lines))[1]
