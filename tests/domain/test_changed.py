"""Copies of frozen values with some fields changed: the same as the library's, whatever the value."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from app.domain.changed import replace
from app.domain.claims import Claim
from app.domain.matter import Matter


def _filled(kind: Any, **more: Any) -> Any:
    """A value of which every field without a default holds its own name."""
    needed = [item.name for item in dataclasses.fields(kind) if item.default is dataclasses.MISSING]
    return kind(**{name: name for name in needed}, **more)


@dataclasses.dataclass(frozen=True)
class Looked:
    """A value that is looked at when it is made."""

    days: int

    def __post_init__(self) -> None:
        """Refuses what cannot be."""
        if self.days < 0:
            raise ValueError


@dataclasses.dataclass(frozen=True, slots=True)
class Slotted:
    """A value without a namespace."""

    a: int
    b: int = 2


@pytest.mark.parametrize("kind", [Matter, Claim])
def test_each_field_is_changed_as_the_library_changes_it(kind: Any) -> None:
    value = _filled(kind)
    for item in dataclasses.fields(kind):
        made = replace(value, **{item.name: "changed"})
        assert made == dataclasses.replace(value, **{item.name: "changed"})
        assert getattr(made, item.name) == "changed"
    assert value == _filled(kind)


@pytest.mark.parametrize("kind", [Matter, Claim])
def test_a_name_that_is_no_field_is_refused(kind: Any) -> None:
    with pytest.raises(TypeError, match="no_such_field"):
        replace(_filled(kind), no_such_field=1)


@pytest.mark.parametrize("kind", [Matter, Claim])
def test_a_copy_is_as_frozen_as_what_it_was_made_from(kind: Any) -> None:
    made: Any = replace(_filled(kind), number=3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.number = 4
    assert hash(made) == hash(dataclasses.replace(made))


@pytest.mark.parametrize("kind", [Matter, Claim])
def test_those_that_fold_often_are_copied_and_not_made_anew(kind: Any) -> None:
    """Slots or a look at the fields would bring the slow way back."""
    assert not any("__slots__" in vars(base) for base in kind.__mro__[:-1])
    assert not hasattr(kind, "__post_init__")


def test_what_is_looked_at_when_it_is_made_is_looked_at_when_it_is_changed() -> None:
    with pytest.raises(ValueError):
        replace(Looked(days=1), days=-1)


def test_values_in_slots_go_the_usual_way() -> None:
    assert replace(Slotted(a=1), b=5) == Slotted(a=1, b=5)
    bad: dict[str, Any] = {"c": 1}
    with pytest.raises(TypeError):
        replace(Slotted(a=1), **bad)
