"""The bytes that are hashed: one value, one sequence of bytes, and what may never be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import codec
from app.errors import BadInput, Damaged

VALUE = {
    "乡": "镇",
    "b": [1, True, None, ""],
    "a": {"z": -(2**53), "é": 'quote " and \\ and /', "𠮷": "line\nend\ttab\x01\x7f\u2028"},
}
GOLDEN = (
    '{"a":{"z":-9007199254740992,"é":"quote \\" and \\\\ and /","𠮷":"line\\nend\\ttab\\u0001\x7f\u2028"},'
    '"b":[1,true,null,""],"乡":"镇"}'
).encode()

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def test_the_golden_bytes() -> None:
    assert codec.canonical(VALUE) == GOLDEN


@given(json_values)
def test_what_is_written_is_read_back_and_written_the_same(value: object) -> None:
    written = codec.canonical(value)
    assert codec.parse(written) == value
    assert codec.canonical(codec.parse(written)) == written


def test_the_order_in_which_keys_were_set_does_not_matter() -> None:
    assert codec.canonical({"b": 1, "a": 2}) == codec.canonical({"a": 2, "b": 1}) == b'{"a":2,"b":1}'


def test_a_name_keeps_the_character_that_stands_in_the_papers() -> None:
    """NFC would turn U+F9E4 into another character; the person's name would change."""
    assert codec.parse(codec.canonical("\uf9e4e\u0301")) == "\uf9e4e\u0301"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "codec.float"),
        (float("nan"), "codec.float"),
        ({"a": [{"b": 0.5}]}, "codec.float"),
        ("a\x00b", "codec.unwritable_text"),
        ("\ud800", "codec.unwritable_text"),
        ({"\udfff": 1}, "codec.unwritable_text"),
        (2**53 + 1, "codec.integer_too_large"),
        (-(2**53) - 1, "codec.integer_too_large"),
        ({1: "a"}, "codec.type"),
        ({"a": b"bytes"}, "codec.type"),
        ({"a": {1, 2}}, "codec.type"),
    ],
)
def test_what_is_never_written(value: object, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        codec.canonical(value)
    assert caught.value.code == code


@given(
    json_values,
    st.sampled_from([1.5, 2**53 + 1, "\x00", "\ud800", b"bytes", {1: "a"}, {"\x00": 1}, {"\ud800": 1}]),
)
def test_what_is_never_written_is_refused_however_deep_it_lies(value: object, bad: object) -> None:
    for wrapped in ([value, bad], {"a": value, "b": bad}, (value, {"c": [bad]})):
        with pytest.raises(BadInput):
            codec.canonical(wrapped)


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(BadInput) as caught:
        codec.canonical({"people": {"petitioners": [{"name": "\ud800"}]}})
    assert caught.value.field == "people.petitioners.name"


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"a":1,"a":2}', b"NaN", b"Infinity", b"\xff", b'{"a":1}x', b"[" * 100_000],
)
def test_what_is_no_json_is_damage(data: bytes) -> None:
    with pytest.raises(Damaged, match=r"codec\.not_json"):
        codec.parse(data)


@pytest.mark.parametrize(
    ("read", "data", "wrong"),
    [
        (codec.parse_object, b"[1]", Damaged),
        (codec.parse, b"1.5", BadInput),
        (codec.parse, b'"\\u0000"', BadInput),
        (codec.parse, b'"\\ud800"', BadInput),
        (codec.parse, b"9007199254740993", BadInput),
    ],
)
def test_what_reading_refuses_as_writing_does(
    read: Callable[[bytes], Any], data: bytes, wrong: type[Exception]
) -> None:
    with pytest.raises(wrong):
        read(data)
