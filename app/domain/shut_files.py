"""Files that are kept and never opened (只存不开): programs, scripts, documents with macros, locked PDFs, empty files.

A file is judged by its bytes, and by its name where it has one; what is judged so and how is data
(resources/policies/shut_files.toml, decision 0170). Its SHA-256 goes on saying what it was; nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import PurePath
from typing import Any, Final

from app.errors import AppError, Damaged, Refused
from resources.loader import read_toml

FILE: Final = "policies/shut_files.toml"
_OF_A_KIND: Final = frozenset({"shut", "empty", "extensions", "sign"})
_OF_A_SIGN: Final = frozenset({"starts", "holds", "begins", "says"})
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
"""How a text says in which encoding it is written."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
LOOKED_AT: Final = 256 * 1024
"""Bytes of a text that are looked through."""


class Shut(StrEnum):
    """The kinds (种类); the file of the policy says of each how it is known."""

    EMPTY = "empty"
    PROGRAM = "program"
    SCRIPT = "script"
    MACROS = "macros"
    LOCKED_PDF = "locked_pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One way to know a kind: every word of it that is not empty must fit; explained in the file."""

    starts: bytes = b""
    holds: tuple[re.Pattern[bytes], ...] = ()
    begins: str = ""
    says: re.Pattern[str] | None = None

    def fits(self, data: bytes, text: str | None) -> bool:
        """Whether a file of these bytes (and this text, if it is one) bears the sign."""
        if not data.startswith(self.starts) or not all(item.search(data) for item in self.holds):
            return False
        if not self.begins and self.says is None:
            return True
        if text is None or not text.startswith(self.begins):
            return False
        return self.says is None or self.says.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutKind:
    """One kind of file: whether it stays shut, and how it is known."""

    kind: Shut
    shut: bool
    empty: bool = False
    extensions: frozenset[str] = frozenset()
    signs: tuple[Sign, ...] = ()

    def is_it(self, data: bytes, text: str | None, name: str) -> bool:
        """Whether a file is of this kind."""
        if self.empty and not data:
            return True
        if name and PurePath(name).suffix.lower() in self.extensions:
            return True
        return any(sign.fits(data, text) for sign in self.signs)


def read_shut_kinds(data: Mapping[str, Any]) -> tuple[ShutKind, ...]:
    """The kinds of a policy, in its order. Raises Damaged("policy.shut_files", place=…)."""
    try:
        if set(data) != {"kind"} or set(data["kind"]) != set(Shut):
            raise ValueError("kind")
        return tuple(_kind(Shut(name), row) for name, row in data["kind"].items())
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise Damaged("policy.shut_files", place=str(error)[:80]) from error


def _kind(kind: Shut, row: Mapping[str, Any]) -> ShutKind:
    if not set(row) <= _OF_A_KIND or not isinstance(row["shut"], bool):
        raise ValueError(kind)
    return ShutKind(
        kind=kind,
        shut=row["shut"],
        empty=row.get("empty", False) is True,
        extensions=frozenset(str(item) for item in row.get("extensions", ())),
        signs=tuple(_sign(kind, item) for item in row.get("sign", ())),
    )


def _sign(kind: Shut, row: Mapping[str, Any]) -> Sign:
    if not row or not set(row) <= _OF_A_SIGN:
        raise ValueError(f"{kind}.sign")
    says = str(row.get("says", ""))
    return Sign(
        starts=bytes.fromhex(row.get("starts", "")),
        holds=tuple(re.compile(str(item).encode("ascii"), re.DOTALL) for item in row.get("holds", ())),
        begins=str(row.get("begins", "")),
        says=re.compile(says) if says else None,
    )


@cache
def shut_kinds() -> tuple[ShutKind, ...]:
    """The policy that comes with the program."""
    return read_shut_kinds(read_toml(FILE))


def shut_as(data: bytes, name: str = "", kinds: tuple[ShutKind, ...] | None = None) -> Shut | None:
    """As what a file stays shut; None for one that may be opened. `name` is its name where it has one."""
    text = _text_of(data)
    known = shut_kinds() if kinds is None else kinds
    return next((item.kind for item in known if item.shut and item.is_it(data, text, name)), None)


def _text_of(data: bytes) -> str | None:
    """The beginning of a file as a text in small letters; None for one that is none."""
    head = data[:LOOKED_AT]
    mark, encoding = next((item for item in _MARKS if head.startswith(item[0])), (b"", ""))
    text = head[len(mark) :].decode(encoding or "latin-1", "replace").lstrip().lower()
    return None if _CONTROL.search(text) else text


def reason(kind: str) -> AppError:
    """Why a file stays shut, as an error with its sentence; a kind that a newer program knows is told as such."""
    match kind:
        case Shut.EMPTY:
            return Refused("shut.empty")
        case Shut.PROGRAM:
            return Refused("shut.program")
        case Shut.SCRIPT:
            return Refused("shut.script")
        case Shut.MACROS:
            return Refused("shut.macros")
        case Shut.LOCKED_PDF:
            return Refused("shut.locked_pdf")
        case _:
            return Refused("shut.other", kind=kind)
