"""How fast a county takes packages in: records of a backlog into PostgreSQL and into SQLCipher, against the goal.

`run()` answers rows of (name, ratio, goal): seconds for 10,000 records to twenty (reference/exchange.md 7); at or under
its goal is good. A record is one matter registered at a station, two entries.

    python -m benchmarks.receiving [--matters 1000] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import random
import sys
from pathlib import Path
from time import perf_counter

from app.domain.office import StationKind
from app.services import exchange, sending, taking_in
from benchmarks.spine import grown, room
from db.folder import create, training_accounts
from db.shelf import FolderTarget
from tests import desks
from tests.cluster import throw_away_cluster
from tests.desks import folder, sign_in
from ui.bootstrap.opening import Desk, exchange_desk

Ratio = tuple[str, float, float]
GOAL, RECORDS = 20.0, 10_000


def backlog(path: Path, matters: int) -> Desk:
    """A station with so many matters, none of them sent."""
    folder(path / "hall").memory.close()
    desk = sign_in(path / "hall")
    grown(desk, matters, random.Random(7))
    return desk


def county(path: Path, database: str) -> Desk:
    """A training county, on a server or (no database) in a file."""
    office = desks.office(StationKind.OFFICE, "CT01", role="county")
    opened = create(
        path,
        office,
        training_accounts(desks.ROLE_NAMES),
        code=desks.CODE,
        now=desks.START,
        units=desks.UNITS,
        database=database,
    )
    opened.memory.close()
    return desks.sign_in(path)


def taken(path: Path, hall: exchange.ExchangeDesk, there: exchange.ExchangeDesk) -> float:
    """Seconds of wall clock in which the county took everything in that the station holds."""
    exchange.pin(hall.session, exchange.own_card(there))
    exchange.pin(there.session, exchange.own_card(hall))
    handed = sending.export(hall, FolderTarget.at(path))
    began = perf_counter()
    for item in handed:
        with open(item.place, "rb") as source:
            taking_in.take_in(there, source)
    return perf_counter() - began


def run(matters: int = 1_000) -> list[Ratio]:
    """The rows of both engines."""
    rows: list[Ratio] = []
    with room() as place, throw_away_cluster() as address:
        for name, database in (("PostgreSQL", address), ("SQLCipher", "")):
            here = place / name
            here.mkdir()
            (here / "stick").mkdir()
            hall, there = backlog(here, matters), county(here / "county", database)
            took = taken(here / "stick", exchange_desk(hall), exchange_desk(there))
            rows.append((f"10,000 records taken in, {name}, to 20 s", took * RECORDS / matters / GOAL, 1.0))
            hall.close()
            there.close()
    return rows


def main(arguments: list[str]) -> int:
    """Prints the rows, or where the time goes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--matters", type=int, default=1_000)
    parser.add_argument("--profile", action="store_true")
    chosen = parser.parse_args(arguments)
    if not chosen.profile:
        for name, ratio, goal in run(chosen.matters):
            sys.stdout.write(f"{name}: {ratio:.2f} (goal {goal:.2f})\n")
        return 0
    with room() as place, throw_away_cluster() as address:
        (place / "stick").mkdir()
        hall, there, profile = (
            backlog(place, chosen.matters),
            county(place / "county", address),
            cProfile.Profile(),
        )
        profile.enable()
        taken(place / "stick", exchange_desk(hall), exchange_desk(there))
        profile.disable()
        hall.close()
        there.close()
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats("cumulative").print_stats(60)
    sys.stdout.write(out.getvalue())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
