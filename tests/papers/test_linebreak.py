"""Lines of a paper: nothing is lost, no line is too wide, marks stand where they may."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.papers.linebreak import Line, Unit, break_lines, may_break
from app.papers.setting import Style, set_lines, units_of

GRID = Style(role="body", size=16, pitch=442.2047 / 28, leading=28.99)
MEASURE = 442.2047
CLOSING = "，。、；：！？）》”’】〕」』"
OPENING = "（《“‘【〔「『"
PROSE = st.text(
    alphabet="的一是不了人我在有他这为之大来以个中上们，。、；：！？（）《》“”〔〕0123456789abZ-./ —…·",
    max_size=300,
)


def squeezed_text(line: Line) -> str:
    return line.text.replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(PROSE, st.sampled_from([0.0, 2 * GRID.pitch]))
def test_no_text_is_lost_and_none_is_added(text: str, indent: float) -> None:
    lines = set_lines(text, GRID, MEASURE, indent=indent)
    assert "".join(squeezed_text(line) for line in lines) == text.replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(PROSE, st.floats(min_value=40, max_value=MEASURE))
def test_no_line_is_wider_than_the_type_area(text: str, measure: float) -> None:
    for line in set_lines(text, GRID, measure, indent=0.0):
        assert line.indent + line.width <= measure + 1e-3
        if line.units:
            assert line.starts[-1] >= 0


@settings(max_examples=200, deadline=None)
@given(PROSE, st.floats(min_value=100, max_value=MEASURE))
def test_a_line_breaks_a_rule_only_when_it_holds_no_allowed_break(text: str, measure: float) -> None:
    lines = set_lines(text, GRID, measure)
    for before, after in pairwise(lines):
        if not before.units or not after.units or may_break(before.units[-1], after.units[0]):
            continue
        inside = pairwise(before.units)
        assert not any(may_break(first, second) for first, second in inside)


@settings(max_examples=150, deadline=None)
@given(PROSE)
def test_full_lines_reach_both_edges(text: str) -> None:
    for line in set_lines(text, GRID, MEASURE):
        words = [unit for unit in line.units if unit.parts or unit.space]
        if not line.last and not words and len(line.units) > 20:
            assert line.width == pytest.approx(MEASURE, abs=0.01)


def test_twenty_eight_characters_fill_a_line_exactly_and_stand_on_the_grid() -> None:
    lines = set_lines("信" * 56, GRID, MEASURE)
    assert [len(line.units) for line in lines] == [28, 28]
    assert lines[0].starts[27] == pytest.approx(27 * GRID.pitch)


@pytest.mark.parametrize("mark", CLOSING)
def test_a_closing_mark_never_begins_a_line(mark: str) -> None:
    for before in range(20, 40):
        lines = set_lines("信" * before + mark + "访" * 40, GRID, MEASURE)
        assert not any(line.text.startswith(mark) for line in lines)


@pytest.mark.parametrize("mark", OPENING)
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    for before in range(20, 40):
        lines = set_lines("信" * before + mark + "访" * 40, GRID, MEASURE)
        assert not any(line.text.endswith(mark) for line in lines[:-1])


def test_marks_of_a_line_are_narrowed_to_keep_the_next_one_on_it() -> None:
    text = "信，访，" + "人" * 24 + "。" + "后" * 5
    lines = set_lines(text, GRID, MEASURE)
    assert lines[0].text.endswith("。")
    assert lines[0].width <= MEASURE + 1e-6


@pytest.mark.parametrize("word", ["LX07-26-01207-3", "13800001234", "2026", "A4"])
def test_a_number_is_not_torn_apart(word: str) -> None:
    for before in range(10, 30):
        lines = set_lines("信" * before + word + "访" * 10, GRID, MEASURE)
        assert any(word in line.text for line in lines)


def test_a_day_keeps_its_number_and_its_word_together() -> None:
    for before in range(18, 29):
        lines = set_lines("信" * before + "2026年11月21日" + "访" * 10, GRID, MEASURE)
        assert not any(line.text[:1] in "年月日" for line in lines[1:])


def test_a_word_longer_than_the_line_is_broken_rather_than_lost() -> None:
    word = "x" * 200
    lines = set_lines(word, GRID, MEASURE)
    assert "".join(line.text for line in lines) == word
    assert all(line.width <= MEASURE + 1e-6 for line in lines)


def test_a_name_stays_on_one_line_and_in_one_face() -> None:
    for before in range(15, 28):
        lines = set_lines("信" * before + "\x01买买提·吐尔逊\x02" + "访" * 10, GRID, MEASURE)
        assert any("买买提·吐尔逊" in line.text for line in lines)
    faces = {unit.face for unit in units_of("\x01张䶮\x02", GRID)}
    assert faces == {"kai"}
    assert {unit.face for unit in units_of("\x01张三\x02", GRID)} == {"fangsong"}


def test_a_long_story_is_set_whole() -> None:
    story = "我于2019年3月在镇上承包了12.5亩地，合同写明“先付款，后交地”，至今没有交付。" * 1200
    lines = set_lines(story, GRID, MEASURE, indent=2 * GRID.pitch)
    assert "".join(line.text for line in lines) == story


def test_an_empty_paragraph_is_one_empty_line() -> None:
    assert [line.text for line in break_lines([], 100)] == [""]
    assert [line.text for line in break_lines([Unit(text="信", width=16)], 100)] == ["信"]
