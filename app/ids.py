"""Identifiers made here: UUIDs of version 7 (RFC 9562), which sort roughly by the time they were made.

No order and no legal time is ever read from them.
"""

from __future__ import annotations

import secrets
from uuid import UUID


def new_id(at: int) -> UUID:
    """A fresh UUIDv7 for the instant `at` (UTC milliseconds since 1970)."""
    return shaped(at, secrets.token_bytes(10))


def shaped(at: int, noise: bytes) -> UUID:
    """The UUIDv7 of an instant and ten bytes of noise; for golden values. Layout: RFC 9562, section 5.7."""
    value = (at & ((1 << 48) - 1)) << 80 | int.from_bytes(noise, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
