"""A stick or a folder that packages are exchanged by, looked at from outside: room, whether it is writable, what lies there.

Which files are packages is decided by what they begin with, never by their names: a gateway may rename them
(reference/exchange.md 5, case 26). Nothing is opened by another program, no link is followed.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from app.errors import Unavailable

BEGINNING = b"PK\x03\x04"
FIRST_NAME, NAME_AT = b"header.json", 30
"""What a package begins with: the record of a ZIP, and at that place the name of its first member."""
_VOLUME = re.compile(r"\.[0-9]{3}")
"""How the name of a part of a package ends: it is joined with the others where it is named, and is no package alone."""
FIRST_VOLUME = ".001"
MOST_FILES = 5_000
"""Files of one folder that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumFacts:
    """What can be said of a place: bytes of room, whether it can be written."""

    room: int
    writable: bool


def look_at(folder: Path) -> MediumFacts:
    """Whether a place can be written, tried by writing, and its room. Raises Unavailable("target.gone")."""
    try:
        room = shutil.disk_usage(folder).free
    except OSError as error:
        raise Unavailable("target.gone") from error
    trial = folder / f".{secrets.token_hex(8)}.part"
    try:
        trial.write_bytes(b"")
        trial.unlink()
    except OSError:
        return MediumFacts(room=room, writable=False)
    return MediumFacts(room=room, writable=True)


def packages_in(folder: Path) -> list[Path]:
    """The files of a folder that begin as packages do, in the order of their names; of volumes the first stands for all.

    Raises Unavailable("source.gone").
    """
    try:
        with os.scandir(folder) as entries:
            found = [Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError as error:
        raise Unavailable("source.gone") from error
    plain = sorted(
        path
        for path in found
        if not path.name.startswith(".")
        and (
            not _VOLUME.fullmatch(path.suffix)
            or (path.suffix == FIRST_VOLUME and path.with_suffix("") not in found)
        )
    )
    return [path for path in plain[:MOST_FILES] if begins_as_package(path)]


def packages_below(folder: Path) -> list[Path]:
    """As `packages_in`, in the folder and then in those below it: a stick may hold a folder for each office.

    No link is followed. Raises Unavailable("source.gone") for the folder itself; one below that cannot be read is empty.
    """
    found = packages_in(folder)
    for at, names, _ in os.walk(folder):
        names[:] = sorted(
            n for n in names if not n.startswith(".") and not os.path.islink(os.path.join(at, n))
        )
        if Path(at) != folder:
            with contextlib.suppress(Unavailable):
                found += packages_in(Path(at))
    return found


def begins_as_package(path: Path) -> bool:
    """Whether a file begins as a package does; one that cannot be read does not."""
    try:
        with open(path, "rb") as file:
            head = file.read(NAME_AT + len(FIRST_NAME))
    except OSError:
        return False
    return head.startswith(BEGINNING) and head[NAME_AT:] == FIRST_NAME
