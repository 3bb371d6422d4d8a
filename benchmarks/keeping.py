"""How long a verified backup takes, as ratios to copying the same bytes and to walking the chain alone.

`run()` answers rows of (name, ratio, goal); at or under its goal is good.

    python -m benchmarks.keeping [--matters 10000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from app.clock import stopwatch
from db import online_copy
from db.backup import STEP, FolderBackups
from tests.desks import START, folder, registers, sign_in

Ratio = tuple[str, float, float]
MATTERS = 10_000
LETTERS = "村里修路占用我家承包地补偿款至今没有付清"


def copied_plainly(source: Path, target: Path) -> float:
    """Seconds to copy a file and sync it."""
    began = stopwatch()
    with open(source, "rb") as given, open(target, "wb") as out:
        shutil.copyfileobj(given, out, 1024 * 1024)
        out.flush()
        os.fsync(out.fileno())
    return stopwatch() - began


def run(matters: int = MATTERS) -> list[Ratio]:
    """Registers so many matters, then copies, walks and backs up in turn."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        room = Path(name)
        folder(room / "desk").memory.close()
        (room / "stick").mkdir()
        desk = sign_in(room / "desk")
        for place in range(matters):
            registers(desk.session, f"{place} {LETTERS * 10}")
        desk.rest()
        memory = desk.opened.memory
        times: dict[str, list[float]] = {"plain": [], "copy": [], "walk": [], "backup": []}
        for turn in range(3):
            times["plain"].append(copied_plainly(room / "desk" / "desk.db", room / "plain"))
            began = stopwatch()
            key = desk.opened.key
            online_copy.copied(memory.engine, room / f"copy{turn}", key, pages=STEP, step=lambda: None)
            times["copy"].append(stopwatch() - began)
            began = stopwatch()
            memory.verify()
            times["walk"].append(stopwatch() - began)
            began = stopwatch()
            FolderBackups(desk.opened).take([room / "stick"], START)
            times["backup"].append(stopwatch() - began)
        desk.close()
        plain, copy, walk, whole = (median(times[name]) for name in ("plain", "copy", "walk", "backup"))
        size = (room / "desk" / "desk.db").stat().st_size / 1e6
    print(f"    {matters} matters, {size:.0f} MB: plain {plain:.2f} s, copy {copy:.2f} s, walk {walk:.2f} s, "
          f"backup {whole:.2f} s", flush=True)  # fmt: skip
    return [
        ("a live copy, to a plain copy of the same bytes with a sync", copy / plain, 30),
        ("a backup with every check, to the copy and the walk over the chain", whole / (copy + walk), 2.5),
    ]


def main() -> int:
    """Prints the ratios."""
    asked_for = argparse.ArgumentParser(description=__doc__)
    asked_for.add_argument("--matters", type=int, default=MATTERS)
    for title, ratio, goal in run(asked_for.parse_args().matters):
        print(f"  {ratio:7.2f}  (goal {goal})  {title}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
