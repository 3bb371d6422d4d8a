"""Measures every figure about faults and prints one table: goal, measured, ok or MISS.

python -m tests.faults [--short]
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.faults.figures import measures, table


def main() -> int:
    """The table; 1 when a goal is missed. What could not be tried here is said and is no miss."""
    asked_for = argparse.ArgumentParser(description="faults survived: goals and what was measured here")
    asked_for.add_argument("--short", action="store_true", help="the form that runs with the tests")
    chosen = asked_for.parse_args()
    found = []
    for measure in measures(long=not chosen.short):
        begun = time.monotonic()
        found.append(measure())
        one, took = found[-1], time.monotonic() - begun
        told = f"... {one.row} {one.about}: {one.measured}: {one.verdict} ({took:.0f} s)"
        print(told, file=sys.stderr, flush=True)
    print(table(found))
    return 1 if any(figure.ok is False for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
