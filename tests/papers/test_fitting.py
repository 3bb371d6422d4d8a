"""Closer lines before a second sheet: only where one sheet is then enough, and never less room for the seal."""

from __future__ import annotations

import pytest

from app.papers import fitting
from app.papers.blocks import look_of
from app.papers.fitting import CLOSER, tightened
from app.papers.page import LEADING
from app.papers.render import render
from tests.papers.samples import sample


def pages_of(lines: int) -> int:
    """Pages of a supervision letter with so many more lines."""
    return render(sample("D36", problem="事" * 28 * lines, suggestions=[{"text": "专人负责。"}])).pages


def test_a_letter_that_lacks_a_line_or_two_stays_on_one_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    fits = [lines for lines in range(1, 8) if pages_of(lines) == 1]
    assert fits == list(range(1, len(fits) + 1)) and pages_of(7) == 2
    monkeypatch.setattr(fitting, "CLOSER", ())
    on_the_grid = [lines for lines in range(1, 8) if pages_of(lines) == 1]
    assert len(fits) > len(on_the_grid), "closer lines make room for at least one more"


@pytest.mark.parametrize("leading", CLOSER)
def test_lines_come_closer_and_letters_stay_as_large(leading: float) -> None:
    look = look_of("letter", sealed=True)
    closer = tightened(look, leading)
    for name in ("body", "kai", "heading"):
        assert closer.styles[name].leading == leading < LEADING
        assert closer.styles[name].size == look.styles[name].size == 16
    assert closer.styles["title"] == look.styles["title"] and closer.sealed
