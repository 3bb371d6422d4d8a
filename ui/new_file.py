"""A file of the program's making under a name that nothing has yet: whole or not there, and nothing is overwritten."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from app.errors import Unavailable

PART = ".part"
"""Ending of a file that is still being written."""


def write_new(path: Path, data: bytes) -> Path:
    """Writes a file beside what is there already; the answer is where. Raises Unavailable("file.unwritable")."""
    try:
        path = free_name(path)
        part = path.with_name(path.name + PART)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable("file.unwritable", field="path", file=path.name) from error
    return path


def free_name(path: Path) -> Path:
    """`path`, or the same with a number where such a file is there already: nothing of the office is overwritten."""
    numbered = (path.with_stem(f"{path.stem} ({number})") for number in count(2))
    return path if not path.exists() else next(other for other in numbered if not other.exists())
