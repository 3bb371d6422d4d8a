"""A backlog with its pictures: 10,000 matters with 20,000 kept pages, 2 GB, sealed, verified and taken in by a county.

Each step runs in a process of its own, so that its memory is its own. Seconds and megabytes are told as their share of the
goal (30 s, 30 s, 20 s, 200 MB; reference/exchange.md 7). By hand, because it takes minutes and 8 GB of disk:

    python -m benchmarks.large_exchange [--matters 10000] [--megabytes 2000]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.clock import FixedClock, stopwatch
from app.domain import history
from app.domain.acts.handing_in import PagesAttached
from app.domain.entry import StreamKind
from app.domain.material import Piece
from app.domain.office import StationKind
from app.services import exchange, sending, taking_in
from benchmarks.spine import grown, room
from db.folder import create, training_accounts
from db.shelf import FolderTarget
from tests import desks
from tests.desks import sign_in
from ui.bootstrap.mediums import packages_in
from ui.bootstrap.opening import exchange_desk

Ratio = tuple[str, float, float]
MATTERS, MEGABYTES, PAGES = 10_000, 2_000, 2
SEAL, VERIFY, APPLY, MEMORY = 30.0, 30.0, 20.0, 200.0
"""The goals: seconds of three steps, megabytes of each."""
ROOT = Path(__file__).resolve().parents[1]


DAY = "2030-01-02T09:00:00+08:00"


def fill(place: Path, matters: int, megabytes: int) -> None:
    """A station with its matters and pages, and a county; they know each other."""
    for name, station, role in (("hall", "LX07", "station"), ("county", "CT01", "county")):
        office = desks.office(StationKind.OFFICE, station, role=role)
        accounts = training_accounts(desks.ROLE_NAMES)
        create(
            place / name, office, accounts, code=desks.CODE, now=desks.START, units=desks.UNITS
        ).memory.close()
    desk, county = sign_in(place / "hall"), sign_in(place / "county")
    grown(desk, matters, random.Random(5))
    size = megabytes * 1_000_000 // (matters * PAGES)
    session, chance = desk.session, random.Random(6)
    session.clock = FixedClock(desks.START + timedelta(days=matters // 250 + 1))
    with session.work() as work:
        for stream in list(desk.opened.memory.streams()):
            if stream.kind is StreamKind.MATTER:
                sizes = [int(chance.lognormvariate(0, 0.3) * size) for _ in range(PAGES)]
                kept = tuple(session.store.keep(os.urandom(each)) for each in sizes)
                entry = PagesAttached(files=kept, piece=Piece.LETTER)
                was = history.fold(work.stream(stream))
                assert was is not None
                now = history.step(was, work.append([session.draft(stream, entry, session.today(), was)])[0])
                assert now is not None
                work.project(session.known(was), session.known(now))
        work.commit()
    at, there = exchange_desk(desk), exchange_desk(county)
    exchange.pin(county.session, exchange.own_card(at))
    exchange.pin(desk.session, exchange.own_card(there))
    desk.close()
    county.close()


def seal(place: Path) -> int:
    """Everything goes onto a stick; the entries."""
    desk = sign_in(place / "hall", at=DAY)
    handed = sending.export(exchange_desk(desk), FolderTarget.at(place / "stick"))
    desk.close()
    return sum(item.package.entries for item in handed)


def verify(place: Path) -> int:
    """The county looks whether all of it is genuine and whole; the entries."""
    desk, entries = sign_in(place / "county", at=DAY), 0
    for path in packages_in(place / "stick"):
        with path.open("rb") as source:
            found = taking_in.look_at(exchange_desk(desk), source)
        assert found.genuine and found.complete and found.opened, path.name
        entries += found.package.header.entries
    desk.close()
    return entries


def apply(place: Path) -> int:
    """The county takes all of it in, looked through by a child first; the entries."""
    desk, entries = sign_in(place / "county", at=DAY), 0
    for path in packages_in(place / "stick"):
        with path.open("rb") as source:
            entries += taking_in.take_in(exchange_desk(desk), source).applied
    desk.close()
    return entries


STEPS: dict[str, tuple[Callable[[Path], int], float]] = {
    "sealed": (seal, SEAL),
    "verified": (verify, VERIFY),
    "taken in": (apply, APPLY),
}


def step(name: str, place: Path) -> None:
    """One step in this process; its seconds, entries and megabytes as one JSON object."""
    begun = stopwatch()
    entries = STEPS[name][0](place)
    seconds = stopwatch() - begun
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "entries": entries, "megabytes": most / 1024}))


def large(matters: int, megabytes: int) -> list[Ratio]:
    """Every row."""
    rows: list[Ratio] = []
    with room() as place:
        fill(place, matters, megabytes)
        for name, (_, goal) in STEPS.items():
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.large_exchange", "--step", name, "--place", str(place)],
                cwd=ROOT, check=True, capture_output=True, text=True,
            )  # fmt: skip
            found = json.loads(done.stdout)
            rows.append(
                (
                    f"{matters} matters, {megabytes} MB {name} ({found['entries']} entries), to {goal:.0f} s",
                    found["seconds"] / goal,
                    1.0,
                )
            )
            rows.append((f"its memory, to {MEMORY:.0f} MB", found["megabytes"] / MEMORY, 1.0))
    return rows


def main() -> int:
    """Prints the rows."""
    asked = argparse.ArgumentParser(description="a backlog with its pictures")
    asked.add_argument("--matters", type=int, default=MATTERS)
    asked.add_argument("--megabytes", type=int, default=MEGABYTES)
    asked.add_argument("--step", choices=tuple(STEPS), help=argparse.SUPPRESS)
    asked.add_argument("--place", type=Path, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.step:
        step(chosen.step, chosen.place)
        return 0
    for title, ratio, goal in large(chosen.matters, chosen.megabytes):
        print(f"{'ok  ' if ratio <= goal else 'miss'}  {ratio:7.2f}  (goal {goal})  {title}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
