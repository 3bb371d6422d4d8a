"""Our own mutator: bytes and JSON changed at a few places, the same for the same chance. Knows what readers stumble over."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53, 2**53 + 1, -(2**63), 10**30, 1.5, 1e308, "", " ", "0", "-1", "\0",
    "\ud800", "甲" * 40, "x" * 5_000, "0001-01-01", "9999-12-31", "2026-02-30", "2026-03-02", "00" * 16, "00" * 32,
    "../../x", "=1+1", "LX07", "CT01", [], {}, [[]], [None], {"": None}, ["甲", "甲"], "１２３", "²", "٣",
)  # fmt: skip
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\\u0000", b"\\ud800", b"{", b"[" * 2_000, b"}", b",", b"\n", b"\r",
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"NaN", b"1e999", b"9" * 5_000, b"-0", b"<!DOCTYPE x [<!ENTITY a \"b\">]>",
    b"&#x0;", b"<v>1e400</v>", b"_x0000_", "\ufeff\u202e二〇二六年十三月".encode(), "²".encode(), b"\xff\xff\xff\xff",
)  # fmt: skip


def changed_bytes(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four changes."""
    made = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(7):
            case 0 if made:
                made[at % len(made)] ^= 1 << chance.randrange(8)
            case 1 if made:
                made[at % len(made)] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, 0x22, 0x5C))
            case 2:
                made[at:at] = chance.choice(TOKENS)
            case 3:
                token = chance.choice(TOKENS)
                made[at : at + len(token)] = token
            case 4:
                del made[at : at + chance.choice((1, 2, 8, 64, 1_000))]
            case 5:
                made[at:at] = made[at : at + chance.randrange(1, 200)]
            case _:
                end = chance.randrange(len(made) + 1)
                made[at:at] = made[min(at, end) : max(at, end)][:400]
    return bytes(made)


def changed_json(data: bytes, chance: random.Random) -> bytes:
    """JSON with one to three values changed, taken out, copied or renamed; bytes, when it is none or one time in eight."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return changed_bytes(data, chance)
    if chance.randrange(8) == 0:
        return changed_bytes(data, chance)
    for _ in range(chance.randrange(1, 4)):
        value = _changed(value, chance)
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _changed(value: Any, chance: random.Random) -> Any:
    places = list(_places(value))
    if not places:
        return copy.deepcopy(chance.choice(VALUES))
    inside, key = chance.choice(places)
    match chance.randrange(6):
        case 0:
            del inside[key]
        case 1 if isinstance(inside, dict):
            inside[chance.choice(("", "note", "甲", *map(str, inside)))] = inside.pop(key)
        case 2:
            other, place = chance.choice(places)
            inside[key] = json.loads(json.dumps(other[place]))
        case 3 if isinstance(inside, list):
            inside.extend(copy.deepcopy(inside[key]) for _ in range(chance.choice((1, 3, 50))))
        case 4 if isinstance(inside[key], str) and inside[key]:
            at = chance.randrange(len(inside[key]))
            inside[key] = (
                inside[key][:at] + chance.choice(("", "\0", "9", "甲", "-", "é")) + inside[key][at + 1 :]
            )
        case _:
            inside[key] = copy.deepcopy(chance.choice(VALUES))
    return value


def _places(value: Any) -> Any:
    """Every place in a JSON value: the object or list, and the key."""
    stack = [value]
    while stack:
        inside = stack.pop()
        keys = (
            list(inside)
            if isinstance(inside, dict)
            else list(range(len(inside)))
            if isinstance(inside, list)
            else []
        )
        for key in keys:
            yield inside, key
            stack.append(inside[key])
