"""Faces from outside the program: the system's own fangsong and title song, and fonts for rare characters dropped in.

A file of ours is always enough to print; these only make a paper look as the office is used to (仿宋_GB2312, 方正小标宋)
or draw a name that no shipped face has. Light: reads the head of a file, loads no PDF library. What cannot be used (an
OpenType outline, a font whose licence forbids embedding, a broken or enormous file) is passed over.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from resources.loader import read_toml

RESTRICTED = 0x0002
"""Bit of OS/2 fsType: must not be embedded (OpenType, OS/2 table)."""
LARGEST = 96 * 2**20
"""Bytes of a font file at most; the largest known pack of rare characters has 60 million."""
MOST_FILES = 20_000
"""Files that are looked at in the system's folders; a folder that has gone wild ends the search."""
DROPPED = "dropped"
_TRUETYPE = (b"\x00\x01\x00\x00", b"true")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFace:
    """One usable font file: our key for it, where it lies, and which role it takes ("dropped": the last of every role)."""

    key: str
    path: Path
    role: str


class _Places:
    """Which folders are looked into; none until the program says so, so that a test prints with shipped faces only."""

    def __init__(self) -> None:
        self.dropped: Path | None = None
        self.system: tuple[Path, ...] = ()


_places = _Places()


def look_into(dropped: Path | None, system: Iterable[Path] | None = None) -> None:
    """Says where faces may come from: the folder they are dropped into, and the system's (left out: the usual ones).

    To be called before the first paper; nothing is read until one is made.
    """
    _places.dropped = dropped
    _places.system = tuple(usual_folders() if system is None else system)
    outside_faces.cache_clear()


@cache
def outside_faces() -> tuple[OutsideFace, ...]:
    """The faces that were found, those of the system first, each role once; then what was dropped in, by name."""
    taken: dict[str, OutsideFace] = {}
    roles: Mapping[str, str] = read_toml("fonts/fonts.toml")["system"]
    for path in _files(_places.system):
        role = roles.get(path.name.lower())
        if role is not None and role not in taken and is_usable(path):
            taken[role] = OutsideFace(key=f"system_{role}", path=path, role=role)
    dropped = [] if _places.dropped is None else sorted(_files((_places.dropped,)))
    usable = [path for path in dropped if is_usable(path)]
    packs = (
        OutsideFace(key=f"dropped_{at}", path=path, role=DROPPED) for at, path in enumerate(usable, start=1)
    )
    return (*taken.values(), *packs)


def usual_folders(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Where this system keeps its fonts."""
    if platform == "win32":
        root, local = environment.get("WINDIR", ""), environment.get("LOCALAPPDATA", "")
        found = [Path(root) / "Fonts"] if root else []
        return (*found, *([Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []))
    home = Path(environment.get("HOME", "/nonexistent"))
    own = Path(environment.get("XDG_DATA_HOME", "") or home / ".local" / "share") / "fonts"
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own, home / ".fonts")


def is_usable(path: Path) -> bool:
    """Whether a file is a TrueType font that may be embedded. Never raises for a broken file."""
    try:
        if path.stat().st_size > LARGEST:
            return False
        with path.open("rb") as file:
            head = file.read(12)
            if len(head) < 12 or head[:4] not in _TRUETYPE:
                return False
            tables = _tables(file.read(16 * struct.unpack(">H", head[4:6])[0]))
            if not {"glyf", "cmap", "head", "hhea", "hmtx", "loca", "maxp"} <= tables.keys():
                return False
            if "OS/2" in tables:
                file.seek(tables["OS/2"] + 8)
                return int.from_bytes(file.read(2), "big") & 0x000F != RESTRICTED
            return True
    except (OSError, struct.error):
        return False


def _tables(directory: bytes) -> dict[str, int]:
    """Name of a table → where it begins."""
    found = {}
    for at in range(0, len(directory) - 15, 16):
        tag, _, offset, _ = struct.unpack(">4sIII", directory[at : at + 16])
        found[tag.decode("latin-1")] = int(offset)
    return found


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    seen = 0
    for folder in folders:
        for base, _, names in os.walk(folder):
            for name in sorted(names):
                seen += 1
                if seen > MOST_FILES:
                    return
                if name.lower().endswith(".ttf"):
                    yield Path(base) / name
