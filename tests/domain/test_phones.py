"""Phone numbers as people say them: several, local, with extension; nothing blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phones import read_phones
from resources.loader import read_toml


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("13812345678", [("13812345678", "mobile")]),
        ("１３８ 1234 5678", [("13812345678", "mobile")]),
        ("138-1234-5678", [("13812345678", "mobile")]),
        ("+86 138 1234 5678", [("13812345678", "mobile")]),
        ("008613812345678", [("13812345678", "mobile")]),
        ("13812345678/13912345678", [("13812345678", "mobile"), ("13912345678", "mobile")]),
        ("13812345678、5680000", [("13812345678", "mobile"), ("0373-5680000", "landline")]),
        ("13812345678 13912345678", [("13812345678", "mobile"), ("13912345678", "mobile")]),
        ("13812345678，13812345678", [("13812345678", "mobile")]),
        ("13812345678（儿子）", [("13812345678", "mobile")]),
        ("5680000", [("0373-5680000", "landline")]),
        ("0373-5680000", [("0373-5680000", "landline")]),
        ("03735680000", [("0373-5680000", "landline")]),
        ("(0373)5680000", [("0373-5680000", "landline")]),
        ("0373 5680000", [("0373-5680000", "landline")]),
        ("010-62345678", [("010-62345678", "landline")]),
        ("0398-2910000-801", [("0398-2910000-801", "landline")]),
        ("5680000-12", [("0373-5680000-12", "landline")]),
        ("5680000转12", [("0373-5680000-12", "landline")]),
        ("4008123456", [("4008123456", "short")]),
        ("12345", [("12345", "short")]),
        ("10086", [("10086", "short")]),
        ("95588", [("95588", "short")]),
        ("无", []),
        ("无电话", []),
        ("", []),
        ("  ", []),
    ],
)
def test_what_people_write_is_read(typed: str, numbers: list[tuple[str, str]]) -> None:
    phones = read_phones(typed, area_code="0373")
    assert [(phone.number, phone.kind) for phone in phones] == numbers
    assert all(phone.warnings == () for phone in phones)


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ("1381234567", "phone.wrong_length"),
        ("138123456789", "phone.wrong_length"),
        ("问村长", "phone.unreadable"),
        ("+85298765432", "phone.foreign"),
    ],
)
def test_what_cannot_be_read_is_kept_with_a_hint(typed: str, warning: str) -> None:
    (phone,) = read_phones(typed, area_code="0373")
    assert (phone.number, phone.kind, phone.warnings) == (typed, "unknown", (warning,))


def test_a_local_number_without_area_code_is_kept_as_it_is() -> None:
    (phone,) = read_phones("5680000", area_code=None)
    assert (phone.number, phone.kind, phone.warnings) == ("5680000", "landline", ("phone.no_area_code",))


@given(st.text(max_size=40), st.sampled_from(["0373", None]))
def test_nothing_typed_raises_and_every_hint_has_words(typed: str, area_code: str | None) -> None:
    words = read_toml("words/fields.toml")["warnings"]
    for phone in read_phones(typed, area_code=area_code):
        assert phone.number
        assert all(words[warning] for warning in phone.warnings)
