"""When a backup is due, which ones are kept, and what their age means. Pure: instants in, answers out.

The figures are the office's (resources/keeping/backup.toml, and backup.toml in the data folder).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.clock import day_of
from app.errors import BadInput
from resources.loader import read_text

SHIPPED = "keeping/backup.toml"
MOST_FOLDERS = 2
ALWAYS_KEPT = 3
"""The newest backups that thinning never touches, whatever the clock says."""


class Light(StrEnum):
    """What the age of the oldest unsaved thing means."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlan:
    """The office's wishes: folders (two at most), minutes between backups, how long each is kept, when to warn,
    days between rehearsals of a restore."""

    folders: tuple[str, ...]
    every_minutes: int
    keep_hours: int
    keep_days: int
    keep_months: int
    amber_minutes: int
    red_hours: int
    rehearse_days: int

    def __post_init__(self) -> None:
        if len(self.folders) > MOST_FOLDERS:
            raise BadInput("backup.too_many_folders", field="folders", most=MOST_FOLDERS)
        for item in fields(self):
            value = getattr(self, item.name)
            if item.name != "folders" and (
                not isinstance(value, int) or isinstance(value, bool) or value < 1
            ):
                raise BadInput("backup.plan_value", field=item.name, name=item.name)


def read_plan(text: str = "") -> BackupPlan:
    """The shipped plan with what an office's own text changes. Raises BadInput("backup.plan…")."""
    try:
        given: Mapping[str, Any] = tomllib.loads(read_text(SHIPPED)) | tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("backup.plan_unreadable") from error
    names = {item.name for item in fields(BackupPlan)}
    for name in given:
        if name not in names:
            raise BadInput("backup.plan_value", field=name, name=name)
    folders = given["folders"]
    if not isinstance(folders, list) or not all(isinstance(folder, str) and folder for folder in folders):
        raise BadInput("backup.plan_value", field="folders", name="folders")
    return BackupPlan(**{**given, "folders": tuple(folders)})


def write_plan(plan: BackupPlan) -> str:
    """The text of a plan; `read_plan` gives it back. Strings of JSON are strings of TOML."""
    return "".join(
        f"{item.name} = {json.dumps(_plain(getattr(plan, item.name)), ensure_ascii=False)}\n"
        for item in fields(plan)
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def is_due(plan: BackupPlan, *, now: datetime, last: datetime | None, unsaved_since: datetime | None) -> bool:
    """Whether to take a backup: something is unsaved, and the last one is old enough (or from a later clock)."""
    if unsaved_since is None:
        return False
    return last is None or now < last or now - last >= timedelta(minutes=plan.every_minutes)


def light(plan: BackupPlan, *, now: datetime, unsaved_since: datetime | None) -> Light:
    """Green while nothing is unsaved for long. An office that is closed for a week stays green."""
    if unsaved_since is None:
        return Light.GREEN
    age = now - unsaved_since
    if age >= timedelta(hours=plan.red_hours):
        return Light.RED
    return Light.AMBER if age >= timedelta(minutes=plan.amber_minutes) else Light.GREEN


def kept(plan: BackupPlan, instants: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Which of the backups taken at these instants stay: all of the last hours, the last of each day and month, and
    always the newest three."""
    newest = sorted(set(instants), reverse=True)
    stay = set(newest[:ALWAYS_KEPT])
    stay |= {at for at in newest if now - at <= timedelta(hours=plan.keep_hours)}
    days = {day_of(now - timedelta(days=back)) for back in range(plan.keep_days)}
    this = day_of(now)
    seen_days, seen_months = set(), set()
    for at in newest:
        day = day_of(at)
        month = (day.year, day.month)
        if day in days and day not in seen_days:
            stay.add(at)
        back = (this.year - day.year) * 12 + this.month - day.month
        if 0 <= back < plan.keep_months and month not in seen_months:
            stay.add(at)
        seen_days.add(day)
        seen_months.add(month)
    return frozenset(stay)
