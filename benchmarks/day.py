"""A scripted day at the counter, measured turn by turn: no stall over 50 ms (performance.md 6, row 15).

The real window, offscreen, on a training folder of so many matters, driven by key events: visits are registered and their
receipts printed, notices issued, stamped, printed and delivered, people come again or only ask, drafts are switched,
everything is searched for, pages are turned; meanwhile ledgers and packages are written out without a pause. Nobody waits
between two keys as a person would, so what runs in silence gets short pauses now and then.

    python -m benchmarks day                                          a part of a day on 10,000 matters
    python -m benchmarks.day --size 1000000 --visits 500 --searches 2000 [--folder DIR]     the whole day, by hand

A folder that is named is made when it is not there, and kept; the day goes on in it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.clock import FixedClock, stopwatch
from benchmarks.watchdog import FRAME, STALL

Ratio = tuple[str, float, float]
SIZE, VISITS, SEARCHES = 10_000, 20, 80
"""What `make bench` can afford: about three minutes with the folder. The whole day has 500 visits, 2,000 searches."""
SHOWN = 8
"""Stalls told with their looks."""
ROOT = Path(__file__).resolve().parents[1]


def run() -> list[Ratio]:
    """The day in a process of its own; its figures are printed, its longest turns are rows."""
    with tempfile.TemporaryDirectory(prefix="desk-day-") as place:
        return rows_of(lived(Path(place), SIZE, VISITS, SEARCHES))


def lived(place: Path, size: int, visits: int, searches: int) -> dict[str, Any]:
    """Makes the folder if it is not there, and lives the day on it in another process; its figures.

    Raises RuntimeError with what the day complained about.
    """
    if not (place / "made").exists():
        make_folder(place, size)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    asked = [str(place), str(size), str(visits), str(searches)]
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "benchmarks.day", "--live", *asked],
        cwd=ROOT, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"ended with {done.returncode}: {_sense(done.stderr)}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    for line in found["told"]:
        print(line, flush=True)
    return found


def _sense(complaints: str) -> str:
    """Without what Qt says of a screen that is none."""
    return "\n".join(line for line in complaints.splitlines() if "This plugin does not support" not in line)


def rows_of(found: dict[str, Any]) -> list[Ratio]:
    """The rows for the table of benchmarks."""
    day = f"{found['visits']} visits, {found['size']:,} matters"
    return [
        (f"longest turn of a day ({day}), to {STALL:.0f} ms", found["longest"] / STALL, 1.0),
        ("the same, less what the machine took away", found["longest_own"] / STALL, 1.0),
    ]


def make_folder(place: Path, size: int) -> None:
    """A hall with so many matters and a county that trusts it; all that there is was sent once."""
    from app.domain.office import StationKind
    from app.services import exchange, sending
    from benchmarks.spine import grown
    from db.folder import create, training_accounts
    from db.shelf import FolderTarget
    from tests import desks
    from ui.bootstrap.opening import exchange_desk

    for name, station, role in (("desk", "LX07", "station"), ("county", "CT01", "county")):
        office = desks.office(StationKind.OFFICE, station, role=role)
        accounts = training_accounts(desks.ROLE_NAMES)
        create(
            place / name, office, accounts, code=desks.CODE, now=desks.START, units=desks.UNITS
        ).memory.close()
    desk, county = desks.sign_in(place / "desk"), desks.sign_in(place / "county")
    grown(desk, size, random.Random(3))
    desk.session.clock = FixedClock(desks.START.fromisoformat(day_after(size)))
    exchange.pin(desk.session, exchange.own_card(exchange_desk(county)))
    (place / "stick").mkdir()
    sending.export(exchange_desk(desk), FolderTarget.at(place / "stick"))
    desk.rest()
    county.close()
    desk.close()
    (place / "made").touch()


def day_after(size: int) -> str:
    """The morning after the last matter of a folder of that size, as an ISO instant."""
    from datetime import timedelta

    from tests.desks import START

    morning = START + timedelta(days=size // 250 + 1)
    while morning.weekday() > 4:
        morning += timedelta(days=1)
    return morning.isoformat()


def live(place: Path, size: int, visits: int, searches: int) -> dict[str, Any]:
    """The day itself, in this process."""
    from benchmarks.clerk import Clerk

    clerk = Clerk(place, day_after(size))
    clerk.sign_in()
    before = clerk.memory()
    began = stopwatch()
    for visit in range(visits):
        clerk.visit(visit)
        for at in range(visit * searches // visits, (visit + 1) * searches // visits):
            clerk.search(at)
        if visit % 10 == 1:
            clerk.between(visit // 10)
    took = stopwatch() - began
    after = clerk.memory()
    seen = clerk.leave()
    told = [
        f"  {visits} visits, {clerk.issued} notices, {clerk.searched} searches, {clerk.exports} times written out "
        f"on {size:,} matters in {took:.0f} s, load {os.getloadavg()[0]:.1f}",
        f"  {seen.turns:,} turns: {seen.over_frame:,} over {FRAME} ms, {len(seen.stalls)} over {STALL:.0f} ms, "
        f"the longest {seen.longest:.0f} ms, less the machine's part {seen.longest_own:.0f} ms",
        f"  memory {before / 1024:.0f} MiB in the morning, {after / 1024:.0f} MiB in the evening",
        f"  from the key to the number: {clerk.waited()}",
        f"  {'what was done':<34}{'turns':>9}{f'>{FRAME}':>7}{f'>{STALL:.0f}':>5}{'longest':>9}{'own':>7}",
    ]
    for act, found in sorted(seen.by_act.items(), key=lambda item: -item[1].longest):
        told.append(
            f"  {act:<34}{found.turns:>9,}{found.over_frame:>7}{found.over_stall:>5}"
            f"{found.longest:>9.0f}{found.longest_own:>7.0f}"
        )
    for turn in sorted(seen.stalls, key=lambda turn: -turn.own)[:SHOWN]:
        told += [f"  {line}" for line in turn.told().splitlines()]
    return {
        "visits": visits, "size": size, "longest": seen.longest, "longest_own": seen.longest_own, "told": told
    }  # fmt: skip


def main() -> int:
    """Lives a day as asked, and prints its rows."""
    asked = argparse.ArgumentParser(description="a scripted day, turn by turn")
    asked.add_argument("--size", type=int, default=SIZE)
    asked.add_argument("--visits", type=int, default=VISITS)
    asked.add_argument("--searches", type=int, default=SEARCHES)
    asked.add_argument("--folder", type=Path, help="where the folder lies or is to be made; it is kept")
    asked.add_argument("--live", nargs=4, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.live:
        place, *numbers = chosen.live
        print(json.dumps(live(Path(place), *map(int, numbers)), ensure_ascii=False))
        return 0
    with tempfile.TemporaryDirectory(prefix="desk-day-") as spare:
        place = chosen.folder or Path(spare)
        place.mkdir(parents=True, exist_ok=True)
        for title, ratio, goal in rows_of(lived(place, chosen.size, chosen.visits, chosen.searches)):
            print(f"{'ok  ' if ratio <= goal else 'miss'}  {ratio:7.2f}  (goal {goal})  {title}", flush=True)
    return 0


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main())
