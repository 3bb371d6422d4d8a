"""Base45 as RFC 9285 has it, and nothing that only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.qr import base45


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"AB", "BB8"),
        (b"Hello!!", "%69 VD92EX0"),
        (b"base-45", "UJCLQE7W581"),
        (b"ietf!", "QED8WEX0"),
        (b"", ""),
    ],
)
def test_the_examples_of_the_standard(data: bytes, text: str) -> None:
    """RFC 9285, sections 4.3 and 4.4."""
    assert base45.encode(data) == text and base45.decode(text) == data


@given(st.binary(max_size=300))
def test_bytes_come_back(data: bytes) -> None:
    text = base45.encode(data)
    assert base45.decode(text) == data
    assert len(text) == len(data) // 2 * 3 + len(data) % 2 * 2


@given(st.text(base45.ALPHABET, max_size=60))
def test_one_text_for_the_same_bytes(text: str) -> None:
    """What is taken at all is exactly what would be written."""
    try:
        data = base45.decode(text)
    except BadInput as error:
        assert error.code == "code.misread"
    else:
        assert base45.encode(data) == text


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "::", "bb8", "B B8\n", "ＢＢ8"])
def test_what_no_bytes_encode_to_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"code\.misread"):
        base45.decode(text)
