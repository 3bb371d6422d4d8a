"""Every kind of entry and act: written and read back without loss, divided into open and sealed without loss."""

from __future__ import annotations

import types
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import codec, history
from app.domain.fields import describe, from_json, from_words, to_json
from app.domain.history import ACT_KINDS, ENTRY_KINDS
from app.errors import BadInput

letters = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])


def values(hint: Any, *, required: bool) -> st.SearchStrategy[Any]:
    """Values of a field's type; what must be given is not empty."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = [arg for arg in get_args(hint) if arg is not type(None)]
        return st.none() | values(inner, required=True)
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0], required=False), min_size=int(required), max_size=2).map(
            tuple
        )
    if hint is str:
        return st.text(letters, min_size=int(required), max_size=8)
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(-(2**53), 2**53)
    if hint is date:
        return st.dates()
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    assert is_dataclass(hint), hint
    return made(hint)


def made(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a dataclass."""
    hints = get_type_hints(kind)
    parts = {
        item.name: values(
            hints[item.name], required=item.default is MISSING and item.default_factory is MISSING
        )
        for item in fields(kind)
    }
    return st.builds(kind, **parts)


EVERY_TYPE = {
    **{f"entry {name}": kind.type for name, kind in ENTRY_KINDS.items()},
    **{f"act {name}": kind.type for name, kind in ACT_KINDS.items()},
}


@pytest.mark.parametrize("name", EVERY_TYPE)
@settings(max_examples=15)
@given(data=st.data())
def test_what_is_written_is_read_back(name: str, data: st.DataObject) -> None:
    value = data.draw(made(EVERY_TYPE[name]))
    kept = codec.parse_object(codec.canonical(to_json(value)))
    assert from_json(type(value), kept, strict=True) == value


@pytest.mark.parametrize("name", ENTRY_KINDS)
@settings(max_examples=15)
@given(data=st.data())
def test_dividing_into_parts_loses_nothing_and_shows_nothing(name: str, data: st.DataObject) -> None:
    kind = ENTRY_KINDS[name].type
    value = data.draw(made(kind))
    scopes = data.draw(st.frozensets(st.sampled_from(["people", "story"])))
    body = history.split(value, scopes)
    hidden = {spec.name for spec in describe(kind) if spec.scope in scopes}
    assert not hidden & set(body.open)
    assert set(body.sealed or ()) <= hidden
    assert {**body.open, **(body.sealed or {})} == to_json(value)
    assert from_json(kind, {**body.open, **(body.sealed or {})}) == value


@pytest.mark.parametrize("name", ENTRY_KINDS)
def test_an_entry_whose_sealed_part_is_closed_can_still_be_read(name: str) -> None:
    """A field that may be sealed must do without its value: sealed, or destroyed by order."""
    for spec in describe(ENTRY_KINDS[name].type):
        assert not (spec.scope and spec.required), spec.name
        assert spec.scope in ("", "people", "story", "talk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A made-up type with every shape of field."""

    word: str
    count: int | None = None
    sure: bool = False
    on: date | None = None
    many: tuple[int, ...] = ()


def test_what_must_be_given_is_never_written_empty() -> None:
    """An entry that could be written but not read would close its matter for ever."""
    with pytest.raises(BadInput) as caught:
        to_json(Given(word=""))
    assert (caught.value.code, caught.value.field) == ("field.missing", "word")


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ({}, "field.missing", "word"),
        ({"word": None}, "field.missing", "word"),
        ({"word": 1}, "field.type", "word"),
        ({"word": "a", "count": "1"}, "field.type", "count"),
        ({"word": "a", "count": True}, "field.type", "count"),
        ({"word": "a", "sure": 1}, "field.type", "sure"),
        ({"word": "a", "on": "2026-02-30"}, "field.type", "on"),
        ({"word": "a", "on": 20260101}, "field.type", "on"),
        ({"word": "a", "many": 1}, "field.type", "many"),
        ({"word": "a", "many": [1, "2"]}, "field.type", "many"),
        ({"word": "a", "more": 1}, "field.unknown", "more"),
    ],
)
def test_refusals_name_the_field(data: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        from_json(Given, data, strict=True)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_what_a_newer_program_added_is_passed_over_when_reading() -> None:
    assert from_json(Given, {"word": "a", "more": 1}) == Given(word="a")


def test_the_words_of_a_command_line() -> None:
    words = {"word": "甲", "count": "-3", "sure": "YES", "on": "2026-03-02", "many": "1, 2"}
    assert from_words(Given, words) == Given(word="甲", count=-3, sure=True, on=date(2026, 3, 2), many=(1, 2))
    assert from_words(Given, {"word": "[1]", "many": "[3]"}) == Given(word="[1]", many=(3,))


@pytest.mark.parametrize(
    "words", [{"word": "a", "count": "three"}, {"word": "a", "many": "[1"}, {"other": "a"}, {"count": "²"}]
)
def test_words_that_cannot_be_read(words: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        from_words(Given, words)


def test_only_empty_defaults_can_be_left_out_of_the_bytes() -> None:
    @dataclass(frozen=True)
    class Wrong:
        count: int = 1

    with pytest.raises(TypeError, match="only empty defaults"):
        describe(Wrong)
