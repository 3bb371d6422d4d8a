"""The address that an official code leads to (官方码): what may be printed large on a wall and what may not.

A printed code cannot be called back: it has to lead somewhere, to the same place for everybody, over a connection that
shows whose it is. Parameters that tell who scanned or where are refused (reference/exchange.md 4.2 f).
"""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from app.errors import BadInput, Refused

LONGEST: Final = 300
"""Characters; a longer address makes a code that phones read badly."""


def checked_address(text: str, tracking: Sequence[str]) -> str:
    """The text of an official code, if it may be printed. `tracking` are patterns of names of parameters.

    Raises BadInput("place.no_address") for what is no address of the web, Refused("place.tracking", name).
    """
    plain = text.strip()
    try:
        parts = urlsplit(plain)
        host = parts.hostname or ""
        named = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    except ValueError as error:
        raise BadInput("place.no_address", field="official") from error
    good = plain.isascii() and plain.isprintable() and " " not in plain and len(plain) <= LONGEST
    if not good or parts.scheme.lower() not in ("https", "http") or "." not in host or parts.username:
        raise BadInput("place.no_address", field="official")
    for name in named:
        if any(fnmatchcase(name, pattern) for pattern in tracking):
            raise Refused("place.tracking", field="official", name=name)
    return plain


def host_of(text: str) -> str:
    """The domain of an address, in small letters; empty for what is none. It stands beside the code in large letters."""
    try:
        return (urlsplit(text.strip()).hostname or "").lower()
    except ValueError:
        return ""
