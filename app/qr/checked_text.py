"""A line of a code with four digits behind it that tell a misread code from another one; they prove nothing.

    line = prefix:…:check        check = the first four hexadecimal digits of the SHA-256 of all before its colon

Only characters of the alphanumeric mode (ISO/IEC 18004, 7.4.4), none of them a blank: scanners that act as keyboards and
people who type may add blanks, change the case or the colon, and are forgiven.
"""

from __future__ import annotations

import hashlib


def with_check(line: str) -> str:
    """The line and its check."""
    return f"{line}:{_check(line)}"


def without_check(text: str) -> str | None:
    """The line in a text that was scanned or typed; None where its check does not fit."""
    line, _, check = "".join(text.split()).upper().replace("\uff1a", ":").rpartition(":")
    return line if line.isascii() and check == _check(line) else None


def _check(line: str) -> str:
    return hashlib.sha256(line.encode("ascii")).hexdigest()[:4].upper()
