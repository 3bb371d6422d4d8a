"""The code on a receipt: says its number and token and nothing else, and is read back before it is used."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.errors import BadInput, Damaged
from app.papers import qr

CODE = qr.ReceiptCode(number="LX07-26-01207-3", token="0123456789ABCDEF0123456789ABCDEF")


def picture(matrix: qr.Matrix, scale: int) -> bytes:
    """A PNG of `matrix` with its quiet zone, `scale` picture points a cell."""
    image = Image.new("L", (matrix.side, matrix.side), 255)
    for row, cells in enumerate(matrix.rows):
        for column, dark in enumerate(cells):
            if dark:
                image.putpixel((column + qr.QUIET_ZONE, row + qr.QUIET_ZONE), 0)
    buffer = io.BytesIO()
    image.resize((matrix.side * scale, matrix.side * scale), Image.Resampling.NEAREST).save(buffer, "PNG")
    return buffer.getvalue()


def test_the_code_holds_prefix_number_token_and_check_and_nothing_else() -> None:
    payload = CODE.payload()
    assert re.fullmatch(r"XFQ1:LX07-26-01207-3:0123456789ABCDEF0123456789ABCDEF:[0-9A-F]{4}", payload)
    assert "HTTP" not in payload
    assert len(qr.make(payload).rows) <= 29


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=2**128 - 1), st.integers(min_value=0, max_value=99999))
def test_every_code_is_found_again_in_its_picture(token: int, number: int) -> None:
    code = qr.ReceiptCode(number=f"LX07-26-{number:05d}-3", token=f"{token:032X}")
    found = qr.read_image(picture(qr.make(code.payload()), 5))
    assert [qr.parse(text) for text in found] == [code]


def test_a_scanner_that_types_small_letters_and_a_line_end_is_understood() -> None:
    assert qr.parse(CODE.payload().lower() + "\r\n") == CODE


@pytest.mark.parametrize("position", range(5, 57))
def test_one_wrong_character_is_noticed(position: int) -> None:
    payload = CODE.payload()
    wrong = "7" if payload[position] != "7" else "8"
    with pytest.raises(BadInput) as refused:
        qr.parse(payload[:position] + wrong + payload[position + 1 :])
    assert refused.value.code == "paper.receipt_code_unreadable"


@pytest.mark.parametrize(
    "text", ["", "XFQ1:", "HTTPS://EXAMPLE/Q/1", "XFQ2:A:B:C", "信访", "XFQ1:" + "A" * 4000]
)
def test_another_code_is_not_taken_for_a_receipt(text: str) -> None:
    with pytest.raises(BadInput):
        qr.parse(text)


@pytest.mark.parametrize(
    "code",
    [
        qr.ReceiptCode(number="张三", token="0" * 32),
        qr.ReceiptCode(number="LX07-26-01207-3", token="0" * 31),
        qr.ReceiptCode(number="LX07-26-01207-3", token="a" * 32),
    ],
)
def test_a_name_or_a_short_token_never_gets_into_a_code(code: qr.ReceiptCode) -> None:
    with pytest.raises(BadInput):
        code.payload()


def test_a_code_that_does_not_read_back_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qr, "texts_in", lambda image, thorough: ["something else"])
    with pytest.raises(Damaged) as damaged:
        qr.make(CODE.payload())
    assert damaged.value.code == "paper.code_not_read_back"


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50])
def test_a_file_that_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        qr.read_image(content)


def test_a_picture_without_a_code_gives_nothing() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(buffer, "PNG")
    assert qr.read_image(buffer.getvalue()) == []
