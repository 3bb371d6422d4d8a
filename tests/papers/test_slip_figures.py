"""The promise of slips that file themselves, the whole way: 99 of 100 filed right, none wrongly."""

from __future__ import annotations

import shutil

import pytest

from tests.papers.slip_figures import GOAL, SLIPS, measure

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")


def test_a_dozen_slips_go_the_whole_way() -> None:
    found = measure(12, "a dozen")
    assert (found.right, found.wrong, found.unread) == (12, 0, 0)


@pytest.mark.slow
def test_two_hundred_slips_go_the_whole_way() -> None:
    found = measure(SLIPS, "two hundred others")
    assert found.wrong == 0 and found.share >= GOAL, found
