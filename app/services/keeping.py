"""Keeping what the office has: backups when they are due, thinning, rehearsals. What a restore does is in epochs.py.

The window asks `due` now and then in the read lane and calls `run` in the background; nothing here knows a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from app.clock import day_of
from app.domain.entry import StreamKind, single
from app.domain.history import read_value
from app.domain.restoring import BackupRehearsed
from app.errors import AppError, Unavailable
from app.ports import Backups, KeptBackup, Memory
from app.services.backup_plan import BackupPlan, Light, is_due, kept, light
from app.services.session import Session

RESTORER = "restoring"
"""The actor of what a restore writes: whoever holds a key of the folder, before anybody can be signed in."""
STREAM = single(StreamKind.OFFICE)


def _go_on() -> None:
    """Nobody wants to give it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRun:
    """What one run did: the backups it kept, what went wrong in which folder, how many old ones it took away."""

    kept: tuple[KeptBackup, ...]
    problems: tuple[AppError, ...]
    thinned: int

    @property
    def ok(self) -> bool:
        """Whether every folder has its backup."""
        return bool(self.kept) and not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How safe the office's memory is: the light, the last backup, since when something is unsaved, what to be told."""

    light: Light
    last: KeptBackup | None
    unsaved_since: datetime | None
    problems: tuple[AppError, ...]


class BackupKeeper:
    """Takes backups of one open data folder as its plan says."""

    def __init__(self, backups: Backups, plan: BackupPlan) -> None:
        self._backups = backups
        self.plan = plan
        self._problems: tuple[AppError, ...] = ()

    def due(self, now: datetime) -> bool:
        """Whether `run` should be called now."""
        last = self._last()
        since = self._backups.unsaved_since(last)
        at = None if last is None else last.at
        return bool(self.plan.folders) and is_due(self.plan, now=now, last=at, unsaved_since=since)

    def run(self, now: datetime, *, step: Callable[[], None] = _go_on) -> BackupRun:
        """One backup into every folder of the plan, then thinning there. A folder that fails stops no other.

        `step` is called on the way; whatever it raises gives the backup up: the desk is locked or closed.

        Raises Unavailable("backup.no_folder", "backup.running", "disk.full"), Damaged("backup.source_damaged").
        """
        if not self.plan.folders:
            raise Unavailable("backup.no_folder")
        made = self._backups.take([Path(folder) for folder in self.plan.folders], now, step=step)
        good = tuple(item for item in made if isinstance(item, KeptBackup))
        self._problems = tuple(item for item in made if isinstance(item, AppError))
        thinned = sum(self._thin(item.file.parent, now) for item in good)
        return BackupRun(kept=good, problems=self._problems, thinned=thinned)

    def before_risk(self, now: datetime) -> BackupRun | None:
        """Before a rebuild, an upgrade or an import: a backup of whatever is unsaved; None when all is safe already.

        Raises what `run` raises; Unavailable of the first folder when no folder took it, so that the act is not begun.
        """
        if not self.plan.folders or self._backups.unsaved_since(self._last()) is None:
            return None
        done = self.run(now)
        if not done.kept:
            raise done.problems[0]
        return done

    def standing(self, now: datetime) -> Standing:
        """How things stand, for the light at the rail's foot and the settings."""
        last = self._last()
        since = self._backups.unsaved_since(last)
        problems = list(self._problems)
        for folder in self.plan.folders:
            try:
                if self._backups.same_disk(Path(folder)):
                    problems.append(Unavailable("backup.same_disk", place=folder))
            except Unavailable as error:
                problems.append(error)
        if not self.plan.folders:
            problems.append(Unavailable("backup.no_folder"))
        told = {(error.code, str(error.details.get("place", ""))): error for error in problems}
        found = light(self.plan, now=now, unsaved_since=since)
        return Standing(light=found, last=last, unsaved_since=since, problems=tuple(told.values()))

    def _last(self) -> KeptBackup | None:
        """The backup that reaches furthest, in any folder that can be looked into.

        Not the one with the latest instant: after a clock was set back, every new one would seem to be an old one.
        """
        found: list[KeptBackup] = []
        for folder in self.plan.folders:
            try:
                found += self._backups.kept(Path(folder))
            except Unavailable:
                continue
        return max(found, key=lambda item: (item.epoch, item.entries, item.looks, item.at), default=None)

    def _thin(self, folder: Path, now: datetime) -> int:
        """Takes away what the plan no longer keeps, oldest first; each file by itself, so that it may be interrupted."""
        there = self._backups.kept(folder)
        stay = kept(self.plan, (item.at for item in there), now)
        gone = [item for item in there if item.at not in stay]
        for item in gone:
            self._backups.drop(item)
        return len(gone)


def record_rehearsal(session: Session, done: BackupRehearsed) -> None:
    """Writes into the journal that restoring was tried, and what came of it."""
    with session.work() as work:
        draft = session.draft(STREAM, done, session.today(), None)
        work.append([replace(draft, after=work.stream_head(STREAM))])
        work.commit()


def rehearsals(memory: Memory) -> list[tuple[date, BackupRehearsed]]:
    """On which days restoring was tried and what came of it, oldest first."""
    found: list[tuple[date, BackupRehearsed]] = []
    for entry in memory.queries.stream(STREAM):
        value = read_value(entry)
        if value is not None and isinstance(value[1], BackupRehearsed):
            found.append((entry.header.on, value[1]))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalStanding:
    """How things stand with trying backups out: the last one, how many days ago, whether one is due, the light.

    `days` is None before the first one.
    """

    last: tuple[date, BackupRehearsed] | None
    days: int | None
    due: bool
    light: Light


def rehearsal_standing(
    plan: BackupPlan, last: tuple[date, BackupRehearsed] | None, backup: KeptBackup | None, today: date
) -> RehearsalStanding:
    """Whether the newest `backup` should be tried out, and what the age of the last rehearsal means.

    One that failed is red until another one passes, and is tried again the next day. Before the first one nothing is
    wrong until a backup has lain for as long as the plan allows. A clock that went back makes nothing due twice a day.
    """
    if last is None:
        waiting = 0 if backup is None else (today - day_of(backup.at)).days
        late = waiting > plan.rehearse_days
        return RehearsalStanding(
            last=None, days=None, due=backup is not None, light=Light.AMBER if late else Light.GREEN
        )
    days = max(0, (today - last[0]).days)
    if not last[1].ok:
        return RehearsalStanding(last=last, days=days, due=backup is not None and days >= 1, light=Light.RED)
    return RehearsalStanding(
        last=last,
        days=days,
        due=backup is not None and days >= plan.rehearse_days,
        light=Light.AMBER if days > plan.rehearse_days else Light.GREEN,
    )
