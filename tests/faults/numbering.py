"""Several processes register at once: numbers from 1, without gap or duplicate.

python -m tests.faults.numbering --count 400 [--processes 4] [--fault outside]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from app.domain.number import MatterNumber
from app.errors import Conflict, Unavailable
from db.unit_of_work import Work
from tests.desks import CODE, folder, registers, sign_in
from tests.faults.harness import drained, forked
from tests.faults.powercut import fast_room

FAULTS = ("", "outside")
PATIENCE = 50
"""How often a desk that found the folder busy tries again."""


def take_outside_the_transaction() -> None:
    """The planted fault: the number is taken for good before the rest is written; one in seven is refused after it."""
    take, count = Work.take_number, 0

    def number(work: Work, series: str) -> int:
        nonlocal count
        count += 1
        made = take(work, series)
        work._connection.commit()
        work._connection.begin()
        if count % 7 == 0:
            raise Unavailable("disk.full")
        return made

    Work.take_number = number  # type: ignore[method-assign]


def register(path: Path, pipe: int, count: int, name: str, fault: str) -> None:
    """One process."""
    if fault:
        take_outside_the_transaction()
    desk = sign_in(path)
    for place in range(count):
        for _ in range(PATIENCE):
            try:
                made = registers(desk.session, f"{name}-{place}", key=f"{name}-{place}")
                break
            except (Unavailable, Conflict):
                continue
        else:
            raise AssertionError("the folder stayed busy")
        os.write(pipe, f"{made.number}\n".encode())
        if place % 500 == 499:
            desk.rest()
    desk.opened.memory.close()


def run(path: Path, *, count: int, processes: int, fault: str = "") -> dict[str, object]:
    """So many registrations by so many processes."""
    given = [(f"p{at}", count // processes) for at in range(processes)]
    children = [
        forked(lambda pipe, each=each: register(path, pipe, each[1], each[0], fault)) for each in given
    ]  # type: ignore[misc]
    numbers: list[str] = []
    wrong: list[str] = []
    for _, reading in children:
        numbers += drained(reading).split()
    for child, _ in children:
        if os.waitpid(child, 0)[1] != 0:
            wrong.append("a process gave up")
    found = sorted(MatterNumber.parse(number).sequence for number in numbers)
    if found != list(range(1, len(given) * given[0][1] + 1)):
        wrong.append(f"{len(found)} numbers, {len(set(found))} different, up to {found[-1] if found else 0}")
    return {"ok": not wrong, "registered": len(found), "processes": processes, "wrong": wrong}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="register from several processes at once")
    asked_for.add_argument("--count", type=int, default=400)
    asked_for.add_argument("--processes", type=int, default=4)
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-number-", dir=fast_room()) as room:
        folder(Path(room) / "desk").memory.close()
        (Path(room) / "desk.code").write_text(CODE, encoding="utf-8")
        found = run(Path(room) / "desk", count=chosen.count, processes=chosen.processes, fault=chosen.fault)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
