"""How fast whole tables are registered, all projections and the search index included, and how much memory that takes.

`run()` answers rows of (name, measured, goal); at or under its goal is good. A row costs what it costs in a run of its own
from the open file to the last commit; the peak is that of a process of its own.

    python -m benchmarks.bulk [--rows 3000]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
from pathlib import Path

from app.clock import stopwatch
from app.papers.workbook import Look, Table, TableColumn, write_workbook
from app.services.bulk import BulkRegistration
from app.services.intake import read_file
from benchmarks.spine import Ratio, room, story
from tests.desks import folder, sign_in

ROWS = 3_000
LARGE = 10
"""How many times as many rows the larger file has, when memory is compared."""
HEADS = ("信访形式", "收到日期", "姓名", "手机号码", "住址", "来访人数", "信访目的", "投诉内容")


def table_of(path: Path, rows: int) -> None:
    """A workbook of made-up letters."""
    chance = random.Random(3)
    columns = tuple(TableColumn(title=head, width=12, look=Look.LINE) for head in HEADS)
    lines = (
        ("来信", "2026-02-01", "张示范", f"138{place:08d}", "示范村一号", "1", "申诉求决", story(chance))
        for place in range(rows)
    )
    with path.open("wb") as file:
        write_workbook(file, [(Table(name="登记", columns=columns), lines)])


def timed_rows(path: Path, rows: int) -> float:
    """Milliseconds a row, for a workbook registered into an empty folder, its search index included."""
    table_of(path / "t.xlsx", rows)
    folder(path / "desk").memory.close()
    desk = sign_in(path / "desk")
    start = stopwatch()
    run = BulkRegistration(desk.session)
    with (path / "t.xlsx").open("rb") as file:
        run.begin([])
        for place, _ in enumerate(run.register(read_file("t.xlsx", file).rows)):
            if place % 10 == 9:
                desk.rest()
    desk.rest()
    took = stopwatch() - start
    assert run.registered == rows
    desk.close()
    return took * 1000 / rows


def peak(rows: int) -> int:
    """Kilobytes that a process at most held while it registered so many rows."""
    words = [sys.executable, "-m", "benchmarks.bulk", "--peak", str(rows)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    return int(json.loads(done.stdout))


def run(rows: int = ROWS) -> list[Ratio]:
    """Rows of (name, measured, goal)."""
    with room() as path:
        each = timed_rows(path, rows)
    small, large = peak(rows), peak(rows * LARGE)
    return [
        (f"a row of a workbook registered, of {rows:,}, in ms (300 a second)", each, 1000 / 300),
        (f"memory at most for {rows * LARGE:,} rows, to {rows:,}", large / small, 2.0),
    ]


def main() -> int:
    """Prints every row, or with --peak the memory of one run."""
    asked = argparse.ArgumentParser(description="how fast whole tables are registered")
    asked.add_argument("--rows", type=int, default=ROWS)
    asked.add_argument("--peak", type=int, default=0)
    chosen = asked.parse_args()
    if chosen.peak:
        with room() as path:
            timed_rows(path, chosen.peak)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return 0
    for name, value, goal in run(chosen.rows):
        print(f"{'ok  ' if value <= goal else 'miss'}  {value:7.2f}  (goal {goal:.2f})  {name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
