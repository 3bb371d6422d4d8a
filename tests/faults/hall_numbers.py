"""Desks of one hall register at once on a real PostgreSQL; some registrations are undone, some desks are killed.

Afterwards every number from 1 on is there once, each acknowledged one with its matter, and the chain is whole.

    python -m tests.faults.hall_numbers --desks 8 --count 12 [--kills 4] [--seed N] [--fault outside]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from app.domain import history
from app.domain.number import MatterNumber
from app.errors import Conflict, Unavailable
from db import server_address, vault
from db.unit_of_work import Work
from tests.cluster import throw_away_cluster
from tests.desks import registers
from tests.faults.harness import forked
from tests.faults.numbering import FAULTS, PATIENCE, take_outside_the_transaction
from tests.halls.room import found_hall, sits_down

UNDONE = 20
"""One registration in so many is undone after its number was taken, and done again."""


class Undone(Exception):
    """What ends a registration in the middle."""


def undo_some(chance: random.Random) -> None:
    """Makes one registration in twenty fail at its very end, before the commit."""
    keep = Work.keep_token

    def keep_token(work: Work, number: str, token: str) -> None:
        keep(work, number, token)
        if chance.randrange(UNDONE) == 0:
            raise Undone

    Work.keep_token = keep_token  # type: ignore[method-assign]


def register(folder: Path, pipe: int, first: int, count: int, seed: int, fault: str) -> None:
    """One desk: registers what it has not registered yet, and tells each number with the milliseconds it took."""
    chance = random.Random(f"{folder.name}/{first}/{seed}")
    undo_some(chance)
    if fault:
        take_outside_the_transaction()
    desk = sits_down(folder)
    for place in range(first, count):
        begun = time.perf_counter()
        for _ in range(PATIENCE):
            with contextlib.suppress(Undone, Conflict, Unavailable):
                made = registers(desk.session, f"{folder.name}第{place}件", key=f"{folder.name}/{place}")
                break
        else:
            raise AssertionError("no number after so many attempts")
        took = (time.perf_counter() - begun) * 1000
        os.write(pipe, f"{place} {made.number} {took:.2f}\n".encode())


class Running:
    """A desk's process, as its parent sees it."""

    def __init__(self, folder: Path, count: int, seed: int, fault: str) -> None:
        self.folder, self.count, self.seed, self.fault = folder, count, seed, fault
        self.done = 0
        self.numbers: list[str] = []
        self.times: list[float] = []
        self.child, self.reading = 0, -1
        self.rest = b""
        self.start()

    def start(self) -> None:
        """Goes on behind what was acknowledged."""
        first = self.done
        self.child, self.reading = forked(
            lambda pipe: register(self.folder, pipe, first, self.count, self.seed, self.fault)
        )

    def read(self) -> bool:
        """Takes what was told; False at its end."""
        data = os.read(self.reading, 65536)
        lines = (self.rest + data).split(b"\n")
        self.rest = lines.pop()
        for line in lines:
            place, number, took = line.decode().split()
            self.done = int(place) + 1
            self.numbers.append(number)
            self.times.append(float(took))
        return bool(data)

    def kill(self) -> None:
        """In the middle of whatever it does; it begins again."""
        os.kill(self.child, signal.SIGKILL)
        self.end()
        self.rest = b""
        self.start()

    def end(self) -> int:
        """Reads to the end; how the process ended."""
        while self.read():
            pass
        os.close(self.reading)
        return os.waitpid(self.child, 0)[1]


def run(room: Path, *, desks: int, count: int, kills: int, seed: int, fault: str = "") -> dict[str, object]:
    """So many desks with so many registrations each."""
    chance, wrong = random.Random(seed), []
    with throw_away_cluster() as url:
        found_hall(room / "desk0", url)
        for place in range(1, desks):
            (room / f"desk{place}").mkdir()
            for name in (vault.FILE, server_address.FILE):
                shutil.copy(room / "desk0" / name, room / f"desk{place}" / name)
        running = [Running(room / f"desk{place}", count, seed, fault) for place in range(desks)]
        for _ in range(kills):
            victim = chance.choice(running)
            victim.read()  # it is at work by now
            victim.kill()
        for desk in running:
            if desk.end() != 0:
                wrong.append(f"{desk.folder.name} gave up")
        wrong += _wrong(
            room / "desk0", [number for desk in running for number in desk.numbers], desks * count
        )
    times = sorted(took for desk in running for took in desk.times)
    return {
        "ok": not wrong,
        "registered": desks * count,
        "desks": desks,
        "kills": kills,
        "p50": times[len(times) // 2] if times else 0,
        "p99": times[len(times) * 99 // 100] if times else 0,
        "wrong": wrong,
    }


def _wrong(folder: Path, acknowledged: list[str], expected: int) -> list[str]:
    desk = sits_down(folder)
    memory, wrong = desk.opened.memory, []
    found = []
    for stream in memory.streams():
        matter = history.fold(memory.queries.stream(stream))
        if matter is not None:
            found.append(matter.number)
    sequence = sorted(MatterNumber.parse(number).sequence for number in found)
    if sequence != list(range(1, expected + 1)):
        wrong.append(f"{len(found)} matters of {expected}, up to {sequence[-1] if sequence else 0}")
    if missing := set(acknowledged) - set(found):
        wrong.append(f"lost: {sorted(missing)[:3]}")
    if len(set(acknowledged)) != len(acknowledged):
        wrong.append("a number was told twice")
    if not memory.verify().ok:
        wrong.append("the chain is broken")
    desk.close()
    return wrong


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="desks of one hall register at once")
    asked_for.add_argument("--desks", type=int, default=8)
    asked_for.add_argument("--count", type=int, default=12)
    asked_for.add_argument("--kills", type=int, default=3)
    asked_for.add_argument("--seed", type=int, default=1)
    asked_for.add_argument("--fault", choices=FAULTS, default="")
    chosen = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-hall-") as room:
        found = run(
            Path(room),
            desks=chosen.desks,
            count=chosen.count,
            kills=chosen.kills,
            seed=chosen.seed,
            fault=chosen.fault,
        )
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
