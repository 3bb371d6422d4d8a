"""Everything can be read, in every theme, and everything grows together."""

from __future__ import annotations

import re

import pytest

from resources.loader import read_text
from ui.theme import (
    BORDERED,
    INKS,
    LARGEST,
    READ_TOGETHER,
    SMALLEST,
    Colours,
    State,
    Theme,
    contrast,
    theme_names,
)


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize(("ink", "ground"), READ_TOGETHER)
def test_every_text_can_be_read_on_every_ground(name: str, ink: str, ground: str) -> None:
    colours = Colours.named(name)
    wanted = 7.0 if name == "high_contrast" else 4.5
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= wanted


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("border", BORDERED)
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_the_border_of_a_field_can_be_seen(name: str, border: str, ground: str) -> None:
    colours = Colours.named(name)
    assert contrast(getattr(colours, border), getattr(colours, ground)) >= 3


def test_fields_and_buttons_are_bordered_with_what_can_be_seen() -> None:
    """The style sheet draws no field and no button with the faint line of cards and tables."""
    source = read_text("look/desk.qss")
    rules = re.findall(r"(?m)^([^{}\n]+)\{([^}]*)\}", source)
    typed = [body for heads, body in rules if re.search(r"Q(LineEdit|PlainTextEdit|PushButton)\b", heads)]
    assert typed and not [body for body in typed if re.search(r"border(-color)?:[^;]*@line", body)]


@pytest.mark.parametrize("name", theme_names())
def test_the_focus_can_be_seen(name: str) -> None:
    colours = Colours.named(name)
    assert min(contrast(colours.accent, ground) for ground in (colours.surface, colours.background)) >= 3


def test_contrast_is_the_known_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_every_state_has_a_colour_that_is_tested() -> None:
    assert {state.value for state in State} <= set(INKS)


@pytest.mark.parametrize("name", theme_names())
def test_the_style_sheet_draws_text_only_in_tested_colours(name: str) -> None:
    sheet = Theme(name=name).style_sheet()
    assert "@" not in sheet
    colours = Colours.named(name)
    pairs = {
        (getattr(colours, ink).lower(), getattr(colours, ground).lower()) for ink, ground in READ_TOGETHER
    }
    inks = {ink for ink, _ in pairs}
    drawn = {match.lower() for match in re.findall(r"(?<![-\w])color: (#\w+);", sheet)}
    assert drawn <= inks


def test_sizes_grow_together_and_stay_within_limits() -> None:
    usual, largest = Theme(name="light"), Theme(name="light", body=99)
    assert largest.body == LARGEST
    assert Theme(name="light", body=1).body == SMALLEST
    assert (usual.px(14), usual.px(32), usual.px(132)) == (14, 32, 132)
    assert (largest.px(14), largest.px(32), largest.px(132)) == (24, 55, 226)
    assert usual.larger(2).body == 16
    assert "font-size: 24px" in largest.style_sheet()


def test_a_theme_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        Theme(name="rainbow")
