"""Canonical bytes of what is written: one value, one sequence of bytes, for ever.

The rules, settled with golden bytes (docs/decisions/0005-journal-bytes.md): UTF-8 JSON, object keys sorted by
code point, no space between tokens, characters outside ASCII as themselves, control characters below U+0020
escaped. There are no floats, no integers beyond 2^53, no lone surrogates, no U+0000. Text is kept as given: it is
never normalised here (NFC rewrites U+F9xx name characters). Knows nothing of entries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.errors import BadInput, Damaged

LARGEST_INTEGER = 2**53
"""Beyond this other languages' JSON readers lose digits (RFC 8259, section 6)."""

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
"""What the codec can write."""


def check(value: object, path: str = "") -> None:
    """Refuses what must never reach the journal, naming the place.

    Raises BadInput: `codec.float`, `codec.integer_too_large`, `codec.unwritable_text`, `codec.type`.
    """
    if isinstance(value, str):
        if not _good_text(value):
            raise BadInput("codec.unwritable_text", field=path or None)
    elif value is None or isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise BadInput("codec.integer_too_large", field=path or None)
    elif isinstance(value, float):
        raise BadInput("codec.float", field=path or None)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise BadInput("codec.type", field=path or None)
            check(key, path)
            check(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for item in value:
            check(item, path)
    else:
        raise BadInput("codec.type", field=path or None)


def canonical(value: object) -> bytes:
    """The one sequence of bytes of `value`. Raises BadInput as `check` does."""
    if not _plain(value):
        check(value)
    return _ENCODER.encode(value).encode()


def parse(data: bytes) -> object:
    """The value of canonical (or any other) JSON bytes, with the same refusals as `check`.

    Raises Damaged("codec.not_json") when the bytes are no JSON, repeat a key or nest too deeply.
    """
    try:
        value: object = _DECODER.decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Damaged("codec.not_json") from error
    if b"\\u" in data:
        # bytes that are UTF-8 hold no lone surrogate and JSON no bare U+0000: only an escape can bring one in
        check(value)
    return value


def parse_object(data: bytes) -> dict[str, object]:
    """As `parse`, for bytes that must be a JSON object. Raises Damaged("codec.not_json")."""
    value = parse(data)
    if not isinstance(value, dict):
        raise Damaged("codec.not_json")
    return value


def _plain(value: Any) -> bool:
    """Whether a value is clearly one that `check` lets pass; what is not plain may still be good, and is then checked.

    Written for speed: every entry is written, and read again, through here.
    """
    kind = type(value)
    if kind is str:
        return _good_text(value)
    if kind is int:
        return bool(-LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    if kind is dict:
        return all(type(key) is str and _good_text(key) for key in value) and all(map(_plain, value.values()))
    if kind is list or kind is tuple:
        return all(map(_plain, value))
    return value is None or kind is bool


def _good_text(text: str) -> bool:
    return "\x00" not in text and (text.isascii() or _encodable(text))


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made


def _small(digits: str) -> int:
    value = int(digits)
    if abs(value) > LARGEST_INTEGER:
        raise BadInput("codec.integer_too_large")
    return value


def _no_float(digits: str) -> object:
    raise BadInput("codec.float")


def _no_constants(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_repeats, parse_constant=_no_constants, parse_float=_no_float, parse_int=_small
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
