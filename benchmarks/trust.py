"""What trust costs: a folder brought back, tried out and given a new key, a long record verified, encryption itself.

`run()` answers rows of (name, ratio, goal); at or under its goal is good. Seconds are told as their share of the goal of
trust.md 6 (rows 10, 18, 22, 44), brought to the size that the goal is for.

    python -m benchmarks.trust [--megabytes 100] [--entries 1000000]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from app.clock import milliseconds, stopwatch
from app.domain.entry import StreamId, StreamKind
from app.domain.restoring import BackupRehearsed
from app.ids import new_id
from app.services.breaching import Lost, sheet_of
from app.services.registration import register_matter
from benchmarks.spine import PAIRS, Bare, _listen, grown, story, timed, turns
from db.backup import FolderBackups
from db.search import match
from tests.desks import CODE, START, command, folder, sign_in
from ui.bootstrap.auditing import verify_desk
from ui.bootstrap.backups import rehearse_backup
from ui.bootstrap.breaching import breach_of
from ui.bootstrap.bringing_back import Typed, bring_back, look_for
from ui.bootstrap.opening import Desk
from ui.bootstrap.rotating import rotate_keys

Ratio = tuple[str, float, float]
MEGABYTES, ENTRIES = 100, 1_000_000
RESTORE, ROTATION, VERIFY, REPORT = 60.0, 10.0, 10.0, 60.0
"""Seconds of the goals: a folder of 100 MB, the same, a record of a million entries, a report on 100,000 matters."""
STEP = 5_000
SAVES, MATTERS = 120, 10_000


def _megabytes(place: Path) -> float:
    return (place / "desk.db").stat().st_size / 1e6


def _filled(place: Path, megabytes: int) -> Desk:
    folder(place).memory.close()
    desk = sign_in(place)
    matters = 0
    while _megabytes(place) < megabytes:
        matters += STEP
        grown(desk, matters, random.Random(matters))
    return desk


def keeping(path: Path, megabytes: int) -> list[Ratio]:
    """A folder of that size: rotated, backed up, tried out, brought back."""
    place, stick = path / "desk", path / "stick"
    stick.mkdir()
    _filled(place, megabytes).close()
    size = _megabytes(place)
    rotation = timed(
        lambda: rotate_keys(sign_in(place, "leader", at="2041-01-02T09:00:00+08:00"), reason="bench")
    )
    desk = sign_in(place, at="2041-01-02T09:00:00+08:00")
    FolderBackups(desk.opened).take([stick], desk.session.now())
    (offered,) = (item for item in look_for(place, [str(stick)]).offered if item.choice.on_stick)
    file = offered.choice.place
    rehearsal = timed(lambda: rehearse_backup(file, path, desk=desk))
    desk.close()
    restored = timed(
        lambda: bring_back(
            place, offered.choice, Typed(code=CODE), at="2041-01-02T10:00:00+08:00", step=lambda _: None
        )
    )
    print(
        f"    {size:.0f} MB: rotation {rotation:.1f} s, rehearsal {rehearsal:.1f} s, restore {restored:.1f} s",
        flush=True,
    )
    share = 100 / size
    return [
        ("a folder brought back, of 100 MB, to 60 s", restored * share / RESTORE, 1.0),
        (
            "a rehearsal with every list made anew and compared, of 100 MB, to 60 s",
            rehearsal * share / RESTORE,
            1.0,
        ),
        ("a new data key, of 100 MB, to 10 s", rotation * share / ROTATION, 1.0),
    ]


def lost(path: Path, matters: int = MATTERS) -> list[Ratio]:
    """The report on a lost laptop, with its sheet."""
    folder(path / "desk").memory.close()
    desk = sign_in(path / "desk")
    grown(desk, matters, random.Random(4))
    desk.close()
    desk = sign_in(path / "desk", at="2041-01-02T09:00:00+08:00")
    took = timed(lambda: sheet_of(breach_of(desk, Lost.LAPTOP, lost_on=desk.session.today())))
    desk.close()
    return [
        ("the report on a lost laptop, of 100,000 matters, to 60 s", took * 100_000 / matters / REPORT, 1.0)
    ]


def verifying(path: Path, entries: int) -> list[Ratio]:
    """A record of that many entries, walked with its signed heads and anchors."""
    folder(path / "desk").memory.close()
    desk = sign_in(path / "desk")
    session, instant = desk.session, milliseconds(START)
    value = BackupRehearsed(backup_at=START.isoformat(), entries=1, head="0" * 64, papers=0, ok=True)
    for start in range(0, entries, STEP):
        with session.work() as work:
            drafts = [
                session.draft(StreamId(StreamKind.MATTER, new_id(instant)), value, START.date(), None)
                for _ in range(min(STEP, entries - start))
            ]
            work.append(drafts)
            work.commit()
    desk.sign_everything()
    began = stopwatch()
    found = verify_desk(desk)
    took = stopwatch() - began
    if not found.ok or found.journal.entries < entries:
        raise AssertionError("the record is whole")
    desk.close()
    print(f"    {entries:,} entries verified in {took:.1f} s", flush=True)
    return [("a record verified, of 1,000,000 entries, to 10 s", took * 1_000_000 / entries / VERIFY, 1.0)]


class Plain(Bare):
    """The same rows without encryption: what SQLite itself would take."""

    def __init__(self, original: Path, copy: Path) -> None:
        super().__init__(original, copy)
        file = copy / "plain.db"
        run = self._connection.execute
        run(f"ATTACH DATABASE '{file}' AS plain KEY ''")
        run("SELECT sqlcipher_export('plain')")
        run("DETACH DATABASE plain")
        self._connection.close()
        self._connection: Any = sqlcipher.connect(str(file), isolation_level=None)
        for wish in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "wal_autocheckpoint = 20000",
        ):
            self._connection.execute(f"PRAGMA {wish}")


def encrypting(path: Path, matters: int = MATTERS) -> list[Ratio]:
    """The rows of a registration and a search, on SQLCipher and on a plain file with the same settings."""
    chance = random.Random(3)
    folder(path / "desk").memory.close()
    desk = sign_in(path / "desk")
    grown(desk, matters, chance)
    desk.close()
    sealed, plain = Bare(path / "desk", path / "sealed"), Plain(path / "desk", path / "plain")
    desk = sign_in(path / "desk", at="2041-01-02T09:00:00+08:00")
    said = _listen()
    times: tuple[list[float], list[float]] = ([], [])
    for place in range(SAVES):
        said.clear()
        given = command(story(chance), received_on=desk.session.today())
        register_matter(desk.session, given, key=f"b/{place}")
        for bare, took in zip((sealed, plain), times, strict=True):
            took.append(timed(lambda bare=bare: bare.repeat(list(said))))  # type: ignore[misc]
    desk.close()

    def ask(bare: Bare) -> object:
        words = (match(chance.choice(PAIRS)),)
        return bare.ask(
            "SELECT m.* FROM matter_search s JOIN matter m ON m.pos = s.rowid"
            " WHERE matter_search MATCH ? ORDER BY s.rowid DESC LIMIT 50",
            words,
        )

    ours, theirs = turns(lambda: ask(sealed), lambda: ask(plain), rounds=200)
    return [
        (
            "the rows of a registration, SQLCipher to a plain file",
            median(times[0][20:]) / median(times[1][20:]),
            1.3,
        ),
        ("fifty rows of a search, SQLCipher to a plain file", ours / theirs, 1.3),
    ]


def run(megabytes: int = MEGABYTES, entries: int = ENTRIES) -> list[Ratio]:
    """Rows of (name, measured ratio, goal)."""
    told: list[Ratio] = []
    for part in (
        encrypting,
        lost,
        lambda path: keeping(path, megabytes),
        lambda path: verifying(path, entries),
    ):
        with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
            told += part(Path(name))
    return told


def main() -> int:
    """Prints the ratios."""
    asked_for = argparse.ArgumentParser(description=__doc__)
    asked_for.add_argument("--megabytes", type=int, default=MEGABYTES)
    asked_for.add_argument("--entries", type=int, default=ENTRIES)
    chosen = asked_for.parse_args()
    for title, ratio, goal in run(chosen.megabytes, chosen.entries):
        print(f"{'ok  ' if ratio <= goal else 'miss'}  {ratio:7.2f}  (goal {goal})  {title}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
