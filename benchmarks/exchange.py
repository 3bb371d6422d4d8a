"""How fast packages are: a delta against its budget and against the size of the store, a day and the whole to their floors.

The floor of a package is what nobody can leave out: the JSON of its lines, one SHA-256, one deflate and one age stream
over the same bytes, each alone. `run()` answers rows of (name, ratio, goal); at or under its goal is good.

    python -m benchmarks.exchange [--sizes 300,3000] [--whole 2000]      entries of the stores, matters of the whole
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import sys
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pyrage

from app.clock import FixedClock
from app.domain.entry import Link
from app.domain.office import StationKind
from app.exchange import lines
from app.exchange.keys import StationKeys, TrustCard
from app.services import exchange, sending, taking_in
from app.services.exchange import ExchangeDesk
from benchmarks.spine import grown, room, story, timed
from db.shelf import FolderTarget
from tests.desks import START, folder, registers, sign_in
from tests.exchange.world import party
from ui.bootstrap.opening import Desk, exchange_desk

Ratio = tuple[str, float, float]
SIZES = (1_000, 100_000)
WHOLE = 100_000
DELTA, DAY, ROUNDS = 50, 300, 11
COUNTY = StationKeys.fresh()[0]
BASE, EACH = 0.020, 0.0002
"""Seconds that a delta may take: so much, and so much an entry (reference/exchange.md 7)."""


def station(path: Path, matters: int, chance: random.Random) -> tuple[Desk, ExchangeDesk]:
    """A training station with so many matters, two entries each, that trusts a county."""
    folder(path).memory.close()
    desk = sign_in(path)
    grown(desk, matters, chance)
    at = exchange_desk(desk)
    exchange.pin(
        desk.session,
        TrustCard(station="CT01", office="示范县", role="county", sign=COUNTY.sign_public,
                  box=COUNTY.box_public, training=True),
    )  # fmt: skip
    return desk, at


def adds(desk: Desk, count: int, chance: random.Random) -> None:
    """So many new entries."""
    for _ in range(count):
        registers(desk.session, story(chance))


def floor(entries: list[Link], recipient: str) -> float:
    """Seconds of the four things that nobody can leave out, each alone over the same bytes."""
    values: list[Any] = [json.loads(lines.entry_line(entry)) for entry in entries]
    made: list[bytes] = []

    def dumped() -> None:
        made[:] = [
            json.dumps(v, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() for v in values
        ]

    seconds = timed(dumped)
    data = b"\n".join(made)
    packed: list[bytes] = []

    def deflated() -> None:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed[:] = [packer.compress(data), packer.flush()]

    seconds += timed(lambda: hashlib.sha256(data).digest()) + timed(deflated)
    small = b"".join(packed)
    to = [pyrage.x25519.Recipient.from_str(recipient)]
    return seconds + timed(lambda: pyrage.encrypt_io(io.BytesIO(small), io.BytesIO(), to))


def sealing(at: ExchangeDesk, target: FolderTarget) -> tuple[float, sending.Handed]:
    """Seconds of one export, and its last package."""
    handed: list[sending.Handed] = []
    seconds = timed(lambda: handed.extend(sending.export(at, target)))
    return seconds, handed[-1]


def deltas(path: Path, sizes: tuple[int, ...]) -> list[Ratio]:
    """A delta of fifty entries in a small and a large store, in turn; the first package of each is everything else."""
    chance = random.Random(3)
    places = []
    for size in sizes:
        desk, at = station(path / f"desk{size}", size // 2, chance)
        target = FolderTarget.at(path / f"stick{size}")
        sending.export(at, target)
        places.append((desk, at, target, list[float]()))
    for _ in range(ROUNDS + 1):
        for desk, at, target, times in places:
            adds(desk, DELTA, chance)
            desk.rest()
            times.append(sealing(at, target)[0])
    usual = [median(times[1:]) for *_, times in places]
    rows = [
        (f"delta of {DELTA} entries among {size}, to its budget", seconds / (BASE + EACH * DELTA), 1.0)
        for size, seconds in zip(sizes, usual, strict=True)
    ]
    rows.append((f"delta among {sizes[-1]} entries, to {sizes[0]}", usual[-1] / usual[0], 1.2))
    rows += _day(*places[0][:3], chance)
    for desk, *_ in places:
        desk.close()
    return rows


def _day(desk: Desk, at: ExchangeDesk, target: FolderTarget, chance: random.Random) -> list[Ratio]:
    """The package of a busy day, to its floor; and taking it in at the county."""
    ratios = []
    for _ in range(ROUNDS):
        adds(desk, DAY, chance)
        seconds, handed = sealing(at, target)
        package = handed.package
        found = list(
            desk.session.unmasked.chain(package.chain, package.epoch, package.first - 1, package.last)
        )
        ratios.append(seconds / floor(found, COUNTY.box_public))
    return [(f"package of a day ({DAY} entries), to its floor", median(ratios), 3.0)]


def whole(path: Path, matters: int) -> list[Ratio]:
    """Everything exported anew, to the sum of its floors."""
    chance = random.Random(4)
    desk, at = station(path / "whole", matters, chance)
    before, after = _floors(desk)
    seconds, _ = sealing(at, FolderTarget.at(path / "stick-whole"))
    floors = (before + _floors(desk)[0]) / 2
    rows = [(f"{after} entries exported whole, to the sum of their floors", seconds / floors, 1.5)]
    rows += _taken(path, at, after)
    desk.close()
    return rows


def _floors(desk: Desk) -> tuple[float, int]:
    """Seconds of the floors of everything, and the number of entries."""
    queries = desk.session.unmasked
    seconds, after = 0.0, 0
    while found := list(queries.chain("LX07", 1, after, after + 10_000)):
        seconds += floor(found, COUNTY.box_public)
        after = found[-1].oseq
    return seconds, after


def _taken(path: Path, at: ExchangeDesk, entries: int) -> list[Ratio]:
    """What the county needs to take it in, in milliseconds an entry (no goal of the design; told to be seen)."""
    place = path / "county"
    place.mkdir()
    county = party("CT01", "county", folder=place, kind=StationKind.DEPARTMENT)
    county.at.clock = FixedClock(START + timedelta(days=9000))
    county.desk = replace(county.desk, keys=COUNTY)
    exchange.pin(county.at, exchange.own_card(at))

    def take() -> None:
        for file in sorted((path / "stick-whole").glob("*.xfp")):
            with open(file, "rb") as source:
                taking_in.take_in(county.desk, source)

    seconds = timed(take)
    assert len(list(county.memory.streams())) > 0
    return [("taken in by the county, milliseconds an entry", seconds * 1000 / entries, 5.0)]


def run(sizes: tuple[int, ...] = SIZES, matters: int = WHOLE) -> list[Ratio]:
    """Every row."""
    with room() as path:
        return [*deltas(path, sizes), *whole(path, matters)]


def main() -> int:
    """Prints the rows."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)))
    asked.add_argument("--whole", type=int, default=WHOLE)
    chosen = asked.parse_args()
    sizes = tuple(int(part) for part in chosen.sizes.split(","))
    for title, ratio, goal in run(sizes, chosen.whole):
        print(f"{ratio:8.2f}  (goal {goal})  {title}")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    sys.exit(main())
