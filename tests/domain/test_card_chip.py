"""What the chip of an identity card says, and what is no such chip."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.card_chip import BLOCK, read_chip
from app.errors import AppError
from tests.devices.cards import NUMBER, block


def test_a_card_fills_what_a_registration_asks_for() -> None:
    card = read_chip(block())
    assert (card.name, card.id_number, card.id_type) == ("张示范", NUMBER, "resident_card")
    assert card.address == "河南省示范县示范镇东村2组"
    assert card.name_as_read == ""
    assert card.valid_until == date(2039, 11, 16)
    assert not card.expired(date(2039, 11, 16)) and card.expired(date(2039, 11, 17))


@pytest.mark.parametrize("name", ["张䶮㛃", "𬱖𫖯", "阿卜杜热合曼·买买提艾力江", "一", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷"])
def test_rare_names_come_out_whole(name: str) -> None:
    card = read_chip(block(name))
    assert card.name == name[:15]


def test_a_name_in_the_private_use_of_old_systems_is_repaired_and_kept_as_read() -> None:
    card = read_chip(block("张\ue863"))
    assert (card.name, card.name_as_read) == ("张䶮", "张\ue863")


def test_a_card_without_an_end_never_expires() -> None:
    card = read_chip(block(until="长期"))
    assert card.valid_until is None and not card.expired(date(2999, 1, 1))


def test_a_residence_permit_is_told_from_a_card() -> None:
    assert read_chip(block(number="810000199903071013", flag="J")).id_type == "residence_permit"


@pytest.mark.parametrize("flag", ["I", "Y"])
def test_a_card_of_another_arrangement_is_said_and_not_guessed(flag: str) -> None:
    with pytest.raises(AppError) as refused:
        read_chip(block(flag=flag))
    assert refused.value.code == "card.unknown_kind"


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        block()[:-1],
        block() + b"\0",
        bytes([0xDC] * BLOCK),
        bytes(BLOCK),
        block(number="41072119900307001A"),
        block(birth="19900308"),
        block(number="410721199013990010"),
        block(name=""),
        block(name="张\u202e三"),
        block(name="𠮷" * 8),
    ],
)
def test_what_is_no_card_is_never_half_read(wrong: bytes) -> None:
    with pytest.raises(AppError) as refused:
        read_chip(wrong)
    assert refused.value.code == "card.garbled"


@given(st.binary(min_size=0, max_size=300) | st.binary(min_size=BLOCK, max_size=BLOCK))
def test_any_bytes_end_in_a_card_or_in_a_word_for_it(raw: bytes) -> None:
    try:
        read_chip(raw)
    except AppError as error:
        assert error.code in ("card.garbled", "card.unknown_kind")
