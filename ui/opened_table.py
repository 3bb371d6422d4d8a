"""A table from outside, open and known by its bytes: another file under the same name is never read for it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from app.errors import BadInput


def opened_table(path: Path) -> tuple[BinaryIO, str]:
    """A file, open at its beginning, and its SHA-256. Raises BadInput("file.unreadable")."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BadInput("file.unreadable", field="path", file=path.name) from error
    try:
        content = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
    except OSError as error:
        file.close()
        raise BadInput("file.unreadable", field="path", file=path.name) from error
    return file, content
