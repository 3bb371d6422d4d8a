"""How fast the journal is: as ratios to the same rows written with bare SQLCipher, and to itself when smaller.

`run()` answers rows of (name, ratio, goal); at or under its goal is good. Both sides take turns, medians count. A save
writes the very statements that the bare side repeats on a copy of the folder, so both stores stay alike.

    python -m benchmarks.spine [--sizes 300,3000]      the stores that are compared; 1000,100000 when left out
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.clock import FixedClock, milliseconds, stopwatch
from app.domain import history
from app.domain.acts.closing import Archived
from app.domain.acts.correcting import Withdrawn
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.registering import register
from app.domain.entry import StreamId, StreamKind
from app.domain.number import MatterNumber
from app.ids import new_id
from app.services.perform import perform
from app.services.registration import register_matter
from app.services.session import Session
from db import statements
from db.engine import _set_up
from db.folder import open_by_code
from db.search import match
from tests.desks import CODE, START, command, folder, registers, sign_in
from ui.bootstrap.opening import Desk
from ui.collector import spare_what_is_loaded

Ratio = tuple[str, float, float]
SIZES = (1_000, 100_000)
SAVES = 200
OPEN_MATTERS = 200
"""So many of the newest matters are still running, as in a county's year."""
LETTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
PAIRS = [a + b for a in LETTERS[:30] for b in LETTERS[30:]]


def story(chance: random.Random) -> str:
    """A story of about 200 characters."""
    return "，".join("".join(chance.choices(LETTERS, k=chance.randint(6, 16))) for _ in range(18))


def timed(act: Callable[[], object]) -> float:
    """Seconds that it takes."""
    start = stopwatch()
    act()
    return stopwatch() - start


def turns(*acts: Callable[[], object], rounds: int = 30) -> list[float]:
    """Median seconds of each, all in turn, after one round that is not counted."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds + 1):
        for place, act in enumerate(acts):
            times[place].append(timed(act))
    return [median(part[1:]) for part in times]


@contextmanager
def room() -> Any:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        yield Path(name)


class Bare:
    """The same rows on a copy of the folder, with nothing but the driver."""

    def __init__(self, original: Path, copy: Path) -> None:
        shutil.copytree(original, copy)
        opened = open_by_code(copy, CODE)
        opened.memory.close()
        self.key = opened.key
        self._connection = sqlcipher.connect(str(copy / "desk.db"), isolation_level=None)
        _set_up(self._connection, f"\"x'{self.key.hex()}'\"")

    def repeat(self, said: list[tuple[str, Any, bool]]) -> None:
        """One transaction of the statements that wrote."""
        run, many = self._connection.execute, self._connection.executemany
        run("BEGIN IMMEDIATE")
        for text, values, several in said:
            (many if several else run)(text, values)
        run("COMMIT")

    def ask(self, text: str, values: tuple[object, ...]) -> list[Any]:
        """The rows of a question."""
        found: list[Any] = self._connection.execute(text, values).fetchall()
        return found


class _Heard:
    """The driver's connection, with what it was told to change written down."""

    def __init__(self, connection: Any, said: list[tuple[str, Any, bool]]) -> None:
        self._connection, self._said = connection, said

    def execute(self, text: str, values: Any = ()) -> Any:
        """Runs one statement."""
        if text.startswith(("INSERT", "UPDATE", "DELETE")):
            self._said.append((text, values, False))
        return self._connection.execute(text, values)

    def executemany(self, text: str, values: Any) -> Any:
        """Runs one statement for many rows."""
        self._said.append((text, values, True))
        return self._connection.executemany(text, values)


def _listen() -> list[tuple[str, Any, bool]]:
    """Writes down every statement that changes something."""
    said: list[tuple[str, Any, bool]] = []
    usual = statements._driver
    statements._driver = lambda connection: _Heard(usual(connection), said)
    return said


def _sync(path: Path) -> float:
    """Median seconds of an fdatasync of 4 KiB on this disk."""
    with open(path / "sync", "wb", buffering=0) as file:

        def write() -> None:
            file.write(bytes(4096))
            os.fdatasync(file.fileno())

        return turns(write, rounds=60)[0]


def saving(path: Path) -> list[Ratio]:
    """A registration against the same rows, its own CPU, and the worst of a thousand."""
    folder(path / "desk").memory.close()
    chance = random.Random(1)
    desk = sign_in(path / "desk")
    for _ in range(50):
        registers(desk.session, story(chance))
    desk.rest()
    desk.close()
    bare = Bare(path / "desk", path / "bare")
    desk = sign_in(path / "desk")
    said = _listen()
    ours, theirs, cpu = [], [], []
    for place in range(SAVES):
        text = story(chance)
        said.clear()
        given = command(text)
        before = time.process_time()
        ours.append(
            timed(lambda given=given, place=place: register_matter(desk.session, given, key=f"b/{place}"))  # type: ignore[misc]
        )
        cpu.append(time.process_time() - before)
        theirs.append(timed(lambda: bare.repeat(list(said))))
    desk.close()
    worst = _worst_of_a_thousand(path / "desk", chance, said)
    usual, ends = median(worst), max(worst)
    return [
        (
            "registration saved, to the same rows in bare SQLCipher",
            median(ours[20:]) / median(theirs[20:]),
            2.0,
        ),
        ("registration saved, CPU of its own in ms", median(cpu[20:]) * 1000, 5.0),
        ("worst of 1,000 saves, to 5 medians and 2 syncs", ends / (5 * usual + 2 * _sync(path)), 1.0),
    ]


def _worst_of_a_thousand(path: Path, chance: random.Random, said: list[tuple[str, Any, bool]]) -> list[float]:
    """Seconds of a thousand saves; the desk rests between them as it does when nobody types."""
    desk = sign_in(path)
    spare_what_is_loaded()  # as the window does after signing in: what is loaded is not walked again and again
    times = []
    for place in range(1000):
        text = story(chance)
        said.clear()  # what was listened to is no part of a save, and a collector would walk through it
        times.append(timed(lambda text=text: registers(desk.session, text)))  # type: ignore[misc]
        if place % 50 == 49:
            desk.rest()
    desk.close()
    return times[10:]


def folding(path: Path) -> list[Ratio]:
    """A matter of sixty entries from disk to state, and its obligations, in ms."""
    folder(path / "desk").memory.close()
    desk = sign_in(path / "desk")
    session = desk.session
    number = registers(session).number
    for place in range(59):
        perform(session, number, VisitAgain(asked=f"问进度第{place}次"))
    queries = desk.opened.memory.queries  # a session shows a role no entries
    stream = queries.find(number)
    assert stream is not None
    matter = history.fold(queries.stream(stream))
    assert matter is not None
    entries = queries.stream(stream)
    whole, fold, duties = turns(
        lambda: history.fold(queries.stream(stream)),
        lambda: history.fold(entries),
        lambda: session.known(matter),
    )
    desk.close()
    return [
        ("sixty entries from disk to a matter, in ms", whole * 1000, 3.0),
        ("sixty entries folded, in ms", fold * 1000, 1.0),
        ("obligations of that matter, in ms", duties * 1000, 0.1),
    ]


def grown(desk: Desk, count: int, chance: random.Random) -> None:
    """Appends matters in bulk, most of them ended: what years at the counter leave behind."""
    session, have = desk.session, len(list(desk.opened.memory.streams()))
    for start in range(have, count, 500):
        at = START + timedelta(days=start // 250)
        session.clock = FixedClock(at)
        with session.work() as work:
            for place in range(start, min(start + 500, count)):
                _one_more(session, work, story(chance), at, running=place >= count - OPEN_MATTERS)
            work.commit()
    desk.rest()


def _one_more(session: Session, work: Any, text: str, at: datetime, *, running: bool) -> None:
    today = at.date()
    sequence = work.take_number(f"matter/{session.office.station}/{today.year}")
    number = MatterNumber.make(session.office.station, today.year % 100, sequence).text
    given = command(text, received_on=today, name="张" + text[:2])
    entry = register(given, number=number, token_hash="0", today=today, training=True, unit_received=False)
    stream = StreamId(StreamKind.MATTER, new_id(milliseconds(at)))
    matter = history.step(None, work.append([session.draft(stream, entry, today, None)])[0])
    if not running:
        for said in (Withdrawn(reason="已解决"), Archived(volume=f"{today.year}-{sequence}")):
            # put away as well: an office with a finding in every old matter would be no usual one
            ended = session.draft(stream, said, today, matter)
            matter = history.step(matter, work.append([ended])[0])
    assert matter is not None
    work.project(None, session.known(matter))


def growing(path: Path, sizes: tuple[int, int]) -> list[Ratio]:
    """The same questions to a small and a large store, and a search against the bare question."""
    chance = random.Random(2)
    small, large = sizes
    for name, size in (("small", small), ("large", large)):
        folder(path / name).memory.close()
        desk = sign_in(path / name)
        grown(desk, size, chance)
        desk.close()
    bare = Bare(path / "large", path / "bare")
    desks = [sign_in(path / name, at="2040-01-02T09:00:00+08:00") for name in ("small", "large")]
    told = []
    questions: dict[str, tuple[Callable[[Desk], object], float]] = {
        "registration saved": (lambda d: registers(d.session, story(chance)), 1.5),
        "fifty rows of a search of two characters": (lambda d: _searched(d, chance), 1.5),
        "what is due": (
            lambda d: d.session.memory.queries.due(today=d.session.today(), until=d.session.today()),
            1.5,
        ),
        "newest fifty": (lambda d: d.session.memory.queries.newest(50), 1.5),
    }
    for name, (ask, goal) in questions.items():
        one, other = turns(*[lambda d=d, ask=ask: ask(d) for d in desks], rounds=60)  # type: ignore[misc]
        told.append((f"{name}, {large:,} matters to {small:,}", other / one, goal))
    for desk in desks:
        desk.rest()
    told.append(_search_to_bare(desks[1], bare, chance))
    for desk in desks:
        desk.close()
    return told


def _searched(desk: Desk, chance: random.Random) -> object:
    return desk.session.memory.queries.search(chance.choice(PAIRS), limit=50)


def _search_to_bare(desk: Desk, bare: Bare, chance: random.Random) -> Ratio:
    def ask() -> object:
        positions = bare.ask(
            "SELECT rowid FROM matter_search WHERE matter_search MATCH ? ORDER BY rowid DESC LIMIT 50",
            (match(chance.choice(PAIRS)),),
        )
        marks = ", ".join("?" for _ in positions)
        found = tuple(row[0] for row in positions)
        return bare.ask(f"SELECT * FROM matter WHERE pos IN ({marks}) ORDER BY pos DESC", found)

    ours, theirs = turns(lambda: _searched(desk, chance), ask, rounds=200)
    return ("search of fifty rows, to the bare question", ours / theirs, 3.0)


def run(sizes: tuple[int, int] = SIZES) -> list[Ratio]:
    """Rows of (name, measured ratio, goal)."""
    told: list[Ratio] = []
    for part in (saving, folding, lambda path: growing(path, sizes)):
        with room() as path:
            told += part(path)
    return told


def main() -> int:
    """Prints every row."""
    asked = argparse.ArgumentParser(description="how fast the journal is")
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)))
    small, large = map(int, asked.parse_args().sizes.split(","))
    for name, ratio, goal in run((small, large)):
        print(f"{'ok  ' if ratio <= goal else 'miss'}  {ratio:7.2f}  (goal {goal})  {name}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
