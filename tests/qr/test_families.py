"""Every family is known by its prefix, however a scanner or a hand gave it."""

from __future__ import annotations

import pytest

from app.qr.checked_text import with_check, without_check
from app.qr.families import Family, family_of, is_of_later_program


@pytest.mark.parametrize("family", list(Family))
def test_a_family_is_known_by_its_prefix(family: Family) -> None:
    assert len(family) == 4 and family.isascii() and family.isupper()
    for text in (f"{family}:ABC", f" {family.lower()}:abc", f"{family}\uff1aABC"):
        assert family_of(text) is family
        assert not is_of_later_program(text)


@pytest.mark.parametrize(
    "text", ["", "XFQ1", "XFQ:1", "AXFQ1:x", "LX07-26-00001-3", "HTTPS://XF.EXAMPLE/Q/1", "XFQ11:x"]
)
def test_other_texts_are_none(text: str) -> None:
    assert family_of(text) is None
    assert not is_of_later_program(text)


@pytest.mark.parametrize("text", ["XFQ2:AB", "XFZ1:AB", "xfq9\uff1aab"])
def test_a_code_of_a_later_program_is_told_from_no_code(text: str) -> None:
    assert family_of(text) is None
    assert is_of_later_program(text)


def test_a_check_tells_a_misread_line() -> None:
    line = "XFQ1:LX07-26-00001-3:00FF"
    text = with_check(line)
    scanned = text.lower().replace(":", "\uff1a")
    assert without_check(text) == without_check(f" {scanned}\r\n") == line
    for at, letter in enumerate(text):
        other = "8" if letter != "8" else "B"
        assert without_check(text[:at] + other + text[at + 1 :]) is None, "one character was misread"
        if letter != ":":
            assert without_check(text[:at] + text[at + 1 :]) is None, "one character was lost"
    assert without_check("") is without_check("张示范:1234") is None
