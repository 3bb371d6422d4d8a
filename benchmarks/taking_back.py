"""How fast the last fifty acts of one person are listed among 10^5 matters, and how that grows with the journal.

`run()` answers rows of (name, measured, goal); at or under its goal is good. Asked through the service the window asks.
The worst case is somebody who wrote nothing lately: then as many entries are looked through as ever are.

    python -m benchmarks.taking_back [--size 100000]
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import replace

from app.services.taking_back import last_acts
from benchmarks.repeats import filled, p95, timed
from benchmarks.spine import Ratio, room, story
from tests.desks import folder, sign_in

SIZE = 100_000
ASKED = 40
LISTED, LOOKED = 150.0, 150.0
"""Goals in milliseconds: fifty acts with their ways back, and nothing found."""
GROWN = 2.0
"""How many times as long the longer journal may take."""


def measured(size: int) -> tuple[float, float]:
    """Milliseconds at p95 for fifty acts, and for somebody who wrote nothing."""
    chance = random.Random(10)
    with room() as path:
        folder(path / "desk").memory.close()
        desk = sign_in(path / "desk")
        filled(desk, (story(chance) for _ in range(size)), chance)
        session = desk.session
        assert len(last_acts(session)) == 50
        mine = p95([timed(lambda: last_acts(session)) for _ in range(ASKED)])
        elsewhere = replace(session, desk="nowhere")
        none = p95([timed(lambda: last_acts(elsewhere)) for _ in range(ASKED)])
        desk.close()
    return mine, none


def run(size: int = SIZE) -> list[Ratio]:
    """Fills two stores and asks."""
    few, many = measured(max(size // 5, 12_000)), measured(size)
    return [
        (f"the last fifty among {size:,}, ms at p95", many[0], LISTED),
        (f"nothing found among {size:,}, ms at p95", many[1], LOOKED),
        ("the last fifty, as many times as in a fifth of the journal", many[0] / few[0], GROWN),
        ("nothing found, as many times as in a fifth of the journal", many[1] / few[1], GROWN),
    ]


def main() -> int:
    """Prints every row."""
    asked = argparse.ArgumentParser(description="how the last acts of a person are listed")
    asked.add_argument("--size", type=int, default=SIZE)
    for name, value, goal in run(asked.parse_args().size):
        print(f"{'ok  ' if value <= goal else 'miss'}  {value:8.3f}  (goal {goal:.2f})  {name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
