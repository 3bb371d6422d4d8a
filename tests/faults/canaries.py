"""Two hundred invented texts for every field that takes one, and a search for them in every file.

What is found in a file of ours in the clear, in any of four encodings, is a hole in the encryption at rest (trust.md 6, 13).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.rules.tree import REPOSITORY

COUNT = 200
_WORDS = "岚峪溪坪垭峁塬坳沟坝岗湾渡桥亭驿关寨屯铺"


@dataclass(frozen=True)
class Found:
    """A canary in a file, and how it was written there."""

    file: str
    canary: str
    encoding: str


def canaries(seed: int = 7, count: int = COUNT) -> list[str]:
    """Texts of eight characters that stand nowhere else."""
    chance = random.Random(seed)
    made: set[str] = set()
    while len(made) < count:
        made.add("".join(chance.choice(_WORDS) for _ in range(8)))
    return sorted(made)


def spellings(canary: str) -> dict[str, bytes]:
    """How a text may stand in a file."""
    return {
        "utf-8": canary.encode(),
        "utf-16": canary.encode("utf-16-le"),
        "gb18030": canary.encode("gb18030"),
        "json": json.dumps(canary)[1:-1].encode(),
    }


def search(places: Iterable[Path], wanted: Iterable[str]) -> Iterator[Found]:
    """Every canary in every file below these places."""
    spelt = [(canary, name, raw) for canary in wanted for name, raw in spellings(canary).items()]
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                for canary, name, raw in spelt:
                    if raw in data:
                        yield Found(str(path), canary, name)


def lived(room: Path, *options: str) -> list[Path]:
    """Lives a day in a process of its own that kills itself; the places it may have written to.

    Raises RuntimeError when the day was not lived to its end.
    """
    places = [room / name for name in ("desk", "stick", "temporary")]
    for place in places[1:]:
        place.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.workday", str(places[0]), str(places[1]), *options],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(places[2]), "HOME": str(places[2])},
        capture_output=True,
        check=False,
    )
    if done.returncode != -signal.SIGKILL:
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return places


def main() -> int:
    """One day; prints what was found as one JSON object."""
    with tempfile.TemporaryDirectory(prefix="desk-canary-") as room:
        found = list(search(lived(Path(room)), canaries()))
    wrong = [f"{item.canary} in {Path(item.file).name} ({item.encoding})" for item in found]
    print(json.dumps({"ok": not found, "canaries": COUNT, "wrong": wrong[:5]}, ensure_ascii=False))
    return 0 if not found else 1


if __name__ == "__main__":
    sys.exit(main())
