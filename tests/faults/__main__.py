"""Measures every figure about faults and prints one table: goal, measured, ok or MISS.

Two are measured side by side, and those that tell a time one by one at the end; the long form takes about two hours on two
cores.

python -m tests.faults [--short] [--lanes 2]
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.faults.figures import Alone, Figure, Measure, measures, table


def main() -> int:
    """The table; 1 when a goal is missed. What could not be tried here is said and is no miss."""
    asked_for = argparse.ArgumentParser(description="faults survived: goals and what was measured here")
    asked_for.add_argument("--short", action="store_true", help="the form that runs with the tests")
    asked_for.add_argument("--lanes", type=int, default=2, help="how many are measured side by side")
    chosen = asked_for.parse_args()
    found = measured(list(measures(long=not chosen.short)), chosen.lanes)
    print(table(found))
    return 1 if any(figure.ok is False for figure in found) else 0


def measured(order: list[Measure], lanes: int) -> list[Figure]:
    """Every figure, in this order, however many are measured side by side."""
    with ThreadPoolExecutor(lanes) as together:
        early = {
            place: together.submit(_told, each)
            for place, each in enumerate(order)
            if not isinstance(each, Alone)
        }
    return [early[place].result() if place in early else _told(each) for place, each in enumerate(order)]


def _told(measure: Measure) -> Figure:
    """One figure, told as soon as it is there, with the seconds it took."""
    begun = time.monotonic()
    one = measure()
    took = time.monotonic() - begun
    told = f"... {one.row} {one.about}: {one.measured}: {one.verdict} ({took:.0f} s)"
    print(told, file=sys.stderr, flush=True)
    return one


if __name__ == "__main__":
    sys.exit(main())
