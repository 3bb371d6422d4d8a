"""Whether the installed program is as it was built: every file against the list of sums that was built with it.

Parts may be exchanged on purpose (the licence of Qt allows it), so this is said and nothing is refused.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

SUMS = "SHA256SUMS"
"""The list, one line a file: hex digits, two spaces, the name below the folder with '/'."""
CHUNK = 1024 * 1024


def own_folder() -> Path | None:
    """The folder of the installed program; None where it runs from its sources."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def changed_files(folder: Path | None = None) -> tuple[str, ...]:
    """Names of files that are missing or not as the list says; the list itself if it cannot be read; none from sources."""
    place = folder or own_folder()
    if place is None:
        return ()
    try:
        lines = (place / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return (SUMS,)
    told = [line.partition("  ") for line in lines if line]
    return tuple(sorted(name for digits, _, name in told if _sum_of(place / name) != digits))


def _sum_of(path: Path) -> str:
    made = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while part := file.read(CHUNK):
                made.update(part)
    except OSError:
        return ""
    return made.hexdigest()
