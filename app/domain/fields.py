"""Typed values ⇄ JSON, by the fields of frozen dataclasses.

One description serves the bytes of an entry, the JSON of the command line, the columns of `acts` and the form in
the window. Knows types, not meanings.

Left out of the JSON is a field whose value is empty (None, "", (), False); reading puts the empty value back. So a
dataclass written here may only have empty defaults, and `describe` refuses any other.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from app.errors import BadInput

T = TypeVar("T")
EMPTY: tuple[object, ...] = (None, "", (), False)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: its name, type word (text, integer, yes/no, date, list …), whether it must be given, its codes.

    `scope` names the part of a matter the field belongs to when it has to be sealed ("people", "story"), else "".
    """

    name: str
    type: str
    required: bool
    values: str
    scope: str
    read: Callable[[object, str], object]
    write: Callable[[object], object]
    empty: object


_described: dict[type, tuple[FieldSpec, ...]] = {}


def describe(kind: type) -> tuple[FieldSpec, ...]:
    """The fields of a frozen dataclass, in order. Raises TypeError for types that cannot be written."""
    found = _described.get(kind)
    if found is None:
        hints = get_type_hints(kind)
        found = _described[kind] = tuple(_spec(kind, item, hints[item.name]) for item in fields(kind))
    return found


def to_json(value: Any) -> dict[str, object]:
    """The JSON object of a dataclass value, without its empty fields.

    Raises BadInput("field.missing") for a required field without a value: what could not be read is never written.
    """
    made: dict[str, object] = {}
    for spec in describe(type(value)):
        item = getattr(value, spec.name)
        if item is None or item == "":
            if spec.required:
                raise BadInput("field.missing", field=spec.name, name=spec.name)
        elif spec.required or (item is not False and item != ()):
            made[spec.name] = spec.write(item)
    return made


def from_json(kind: type[T], data: Mapping[str, object], *, strict: bool = False, path: str = "") -> T:
    """The dataclass value of a JSON object; unknown keys are passed over, or refused when `strict`.

    Raises BadInput: `field.missing`, `field.type`, `field.value`, `field.unknown`, each naming the field.
    """
    specs = describe(kind)
    made: dict[str, object] = {}
    for spec in specs:
        place = f"{path}{spec.name}"
        item = data.get(spec.name)
        if item is None or item == "":
            if spec.required:
                raise BadInput("field.missing", field=place, name=place)
            made[spec.name] = spec.empty
        else:
            made[spec.name] = spec.read(item, place)
    if strict:
        known = {spec.name for spec in specs}
        for name in data:
            if name not in known:
                raise BadInput("field.unknown", field=f"{path}{name}", name=f"{path}{name}")
    return kind(**made)


def from_words(kind: type[T], words: Mapping[str, str]) -> T:
    """As `from_json`, from text values as a command line gives them: lists by comma or as JSON, yes/no as 1/0."""
    specs = {spec.name: spec for spec in describe(kind)}
    data: dict[str, object] = {}
    for name, text in words.items():
        spec = specs.get(name)
        if spec is None:
            raise BadInput("field.unknown", field=name, name=name)
        data[name] = _from_word(spec, text)
    return from_json(kind, data)


def _from_word(spec: FieldSpec, text: str) -> object:
    if text[:1] in "[{" and spec.type not in ("text", "date"):
        try:
            value: object = json.loads(text)
        except ValueError as error:
            raise BadInput("field.type", field=spec.name, name=spec.name, type=spec.type) from error
        return value
    if spec.type == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    if spec.type == "yes/no" and text.lower() in _WORDS_FOR_YES_NO:
        return _WORDS_FOR_YES_NO[text.lower()]
    if spec.type.startswith("list"):
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return (
            [int(part) if part.isdecimal() else part for part in parts] if "integer" in spec.type else parts
        )
    return text


_WORDS_FOR_YES_NO = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}


def _spec(kind: type, item: Field[Any], hint: object) -> FieldSpec:
    bare, optional = _without_none(hint)
    has_default = item.default is not MISSING or item.default_factory is not MISSING
    empty = item.default if item.default is not MISSING else None
    if has_default and not any(empty is e or empty == e for e in EMPTY):
        raise TypeError(f"{kind.__name__}.{item.name}: only empty defaults can be left out of the bytes")
    word, read, write = _converter(bare)
    return FieldSpec(
        name=item.name,
        type=word,
        required=not has_default and not optional,
        values=str(item.metadata.get("values", "")),
        scope=str(item.metadata.get("scope", "")),
        read=read,
        write=write,
        empty=empty,
    )


def _without_none(hint: object) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, types.UnionType):
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        if len(rest) != 1:
            raise TypeError(f"cannot be written: {hint}")
        return rest[0], True
    return hint, False


_Converter = tuple[str, Callable[[object, str], object], Callable[[object], object]]


def _converter(kind: Any) -> _Converter:
    if get_origin(kind) is tuple:
        return _list_converter(get_args(kind)[0])
    if kind is str:
        return "text", _reader(str, "text"), _same
    if kind is bool:
        return "yes/no", _reader(bool, "yes/no"), _same
    if kind is int:
        return "integer", _read_integer, _same
    if kind is date:
        return "date", _read_date, str
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "code", _code_reader(kind), str
    if is_dataclass(kind) and isinstance(kind, type):
        return "object", _object_reader(kind), to_json
    raise TypeError(f"cannot be written: {kind}")


def _list_converter(inner: Any) -> _Converter:
    word, read, write = _converter(inner)

    def read_list(value: object, place: str) -> object:
        if not isinstance(value, list | tuple):
            raise BadInput("field.type", field=place, name=place, type=f"list of {word}")
        return tuple(read(item, place) for item in value)

    return f"list of {word}", read_list, lambda value: [write(item) for item in value]


def _same(value: object) -> object:
    return value


def _reader(kind: type, word: str) -> Callable[[object, str], object]:
    def read(value: object, place: str) -> object:
        if not isinstance(value, kind):
            raise BadInput("field.type", field=place, name=place, type=word)
        return value

    return read


def _read_integer(value: object, place: str) -> object:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput("field.type", field=place, name=place, type="integer")
    return value


def _read_date(value: object, place: str) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadInput("field.type", field=place, name=place, type="date")


def _code_reader(kind: type[StrEnum]) -> Callable[[object, str], object]:
    def read(value: object, place: str) -> object:
        try:
            return kind(str(value))
        except ValueError as error:
            allowed = ", ".join(kind)
            raise BadInput("field.value", field=place, name=place, allowed=allowed) from error

    return read


def _object_reader(kind: type) -> Callable[[object, str], object]:
    def read(value: object, place: str) -> object:
        if not isinstance(value, Mapping):
            raise BadInput("field.type", field=place, name=place, type="object")
        return from_json(kind, value, path=f"{place}.")

    return read
