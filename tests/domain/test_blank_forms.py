"""Codes of forms printed empty: read as a scanner or a hand gives them, refused when they are not ours."""

from __future__ import annotations

import pytest

from app.errors import BadInput
from app.qr.form_code import LARGEST_PLACE, FormCode, parse_form
from app.qr.receipt_code import ReceiptCode

FORM = FormCode(series="0123456789abcdef0123456789ab", place=7)
CODE = FORM.payload()


def test_a_code_is_read_as_it_was_printed() -> None:
    assert parse_form(CODE) == FORM
    assert parse_form(f"  {CODE.lower()} \n") == FORM
    assert parse_form(CODE.replace(":", "：")) == FORM
    assert parse_form(f"{CODE[:12]} {CODE[12:]}") == FORM
    assert parse_form(FormCode(series=FORM.series, place=LARGEST_PLACE).payload()).place == LARGEST_PLACE


def test_each_form_of_a_series_has_its_own_code() -> None:
    codes = {FormCode(series=FORM.series, place=place).payload() for place in range(1, 301)}
    assert len(codes) == 300
    assert {parse_form(code).series for code in codes} == {FORM.series}


@pytest.mark.parametrize("place", range(5, 37))
def test_a_digit_copied_wrong_is_noticed(place: int) -> None:
    wrong = "1" if CODE[place] != "1" else "2"
    with pytest.raises(BadInput) as refused:
        parse_form(CODE[:place] + wrong + CODE[place + 1 :])
    assert refused.value.code == "form.code_unreadable"


@pytest.mark.parametrize(
    "text",
    ["", "LX07-26-00001-3", ReceiptCode(number="LX07-26-01207-3", token="5A0F" * 8).payload(), CODE[:-1]],
)
def test_another_code_is_no_form(text: str) -> None:
    with pytest.raises(BadInput):
        parse_form(text)


@pytest.mark.parametrize("place", [0, -1, LARGEST_PLACE + 1])
def test_a_place_that_no_code_can_hold_is_refused(place: int) -> None:
    with pytest.raises(BadInput):
        FormCode(series=FORM.series, place=place).payload()
