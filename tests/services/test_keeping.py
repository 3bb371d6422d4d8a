"""The keeper: backups when due, into each folder that works, thinned, and before something risky."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.clock import CHINA
from app.domain.restoring import BackupRehearsed
from app.errors import AppError, Unavailable
from app.ports import KeptBackup
from app.services.backup_plan import Light, read_plan
from app.services.keeping import BackupKeeper, rehearsal_standing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
ONE, TWO = "/one", "/two"


@dataclass
class Sticks:
    """Two sticks in memory; `gone` are pulled out, `entries` is how far the journal reaches."""

    there: dict[str, list[KeptBackup]] = field(default_factory=lambda: {ONE: [], TWO: []})
    gone: set[str] = field(default_factory=set)
    entries: int = 1
    changed_at: datetime = NOW
    taken: int = 0

    def take(
        self, targets: Sequence[Path], now: datetime, *, step: Callable[[], None]
    ) -> list[KeptBackup | AppError]:
        step()
        self.taken += 1
        return [self._put(str(target), now) for target in targets]

    def _put(self, target: str, now: datetime) -> KeptBackup | AppError:
        if target in self.gone:
            return Unavailable("backup.target_gone", place=target)
        made = KeptBackup(file=Path(target) / f"{now:%d%H%M}", at=now, epoch=1, entries=self.entries, head="", looks=0,
                          keys="")  # fmt: skip
        self.there[target].append(made)
        return made

    def kept(self, target: Path) -> list[KeptBackup]:
        if str(target) in self.gone:
            raise Unavailable("backup.target_gone", place=str(target))
        return sorted(self.there[str(target)], key=lambda item: item.at)

    def drop(self, backup: KeptBackup) -> None:
        self.there[str(backup.file.parent)].remove(backup)

    def unsaved_since(self, last: KeptBackup | None) -> datetime | None:
        return None if last is not None and last.entries >= self.entries else self.changed_at

    def same_disk(self, target: Path) -> bool:
        if str(target) in self.gone:
            raise Unavailable("backup.target_gone", place=str(target))
        return str(target) == ONE


def keeper(sticks: Sticks, *folders: str) -> BackupKeeper:
    return BackupKeeper(sticks, replace(read_plan(), folders=folders))


def codes(problems: Sequence[AppError]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_day_at_the_desk() -> None:
    sticks = Sticks()
    at_desk = keeper(sticks, ONE, TWO)
    for minute in range(0, 180, 5):
        now = NOW + timedelta(minutes=minute)
        if minute == 90:
            sticks.entries, sticks.changed_at = 2, now
        if at_desk.due(now):
            assert at_desk.run(now).ok
    assert sticks.taken == 2, "at once, and after the one change; nothing for nothing"
    assert len(sticks.there[ONE]) == len(sticks.there[TWO]) == 2


def test_a_stick_that_is_pulled_out_is_told_and_the_other_goes_on() -> None:
    sticks = Sticks(gone={TWO})
    at_desk = keeper(sticks, ONE, TWO)
    done = at_desk.run(NOW)
    assert not done.ok and len(done.kept) == 1 and codes(done.problems) == ["backup.target_gone"]
    standing = at_desk.standing(NOW)
    assert sorted(codes(standing.problems)) == ["backup.same_disk", "backup.target_gone"]
    assert standing.light is Light.GREEN and standing.last is not None
    sticks.gone = set()
    assert at_desk.run(NOW + timedelta(minutes=20)).ok
    assert codes(at_desk.standing(NOW).problems) == ["backup.same_disk"]


def test_all_sticks_gone_turns_the_light() -> None:
    sticks = Sticks(gone={TWO})
    at_desk = keeper(sticks, TWO)
    assert at_desk.due(NOW)
    assert not at_desk.run(NOW).kept
    shown = [at_desk.standing(NOW + timedelta(hours=hours)).light for hours in (0, 1, 24)]
    assert shown == [Light.GREEN, Light.AMBER, Light.RED]
    with pytest.raises(Unavailable, match=r"backup\.target_gone"):
        at_desk.before_risk(NOW)


def test_before_something_risky_only_what_is_unsaved_is_saved() -> None:
    sticks = Sticks()
    at_desk = keeper(sticks, ONE)
    done = at_desk.before_risk(NOW)
    assert done is not None and done.ok
    assert at_desk.before_risk(NOW + timedelta(minutes=1)) is None and sticks.taken == 1


def test_old_ones_go_in_the_folder_that_was_written() -> None:
    sticks = Sticks()
    at_desk = keeper(sticks, ONE)
    for day in range(60):
        for hour in (9, 15):
            sticks.entries += 1
            done = at_desk.run(NOW + timedelta(days=day, hours=hour))
    assert done.thinned > 0 and 30 <= len(sticks.there[ONE]) <= 40


def test_without_a_folder_nothing_is_due_and_it_is_said() -> None:
    at_desk = keeper(Sticks())
    assert not at_desk.due(NOW) and at_desk.before_risk(NOW) is None
    with pytest.raises(Unavailable, match=r"backup\.no_folder"):
        at_desk.run(NOW)
    assert codes(at_desk.standing(NOW).problems) == ["backup.no_folder"]


def test_a_backup_that_is_given_up_is_none() -> None:
    class GivenUp(Exception):
        """The desk is being closed."""

    def give_up() -> None:
        raise GivenUp

    sticks = Sticks()
    with pytest.raises(GivenUp):
        keeper(sticks, ONE).run(NOW, step=give_up)
    assert sticks.there[ONE] == [] and keeper(sticks, ONE).due(NOW)


def test_a_clock_that_was_set_back_brings_one_backup_and_not_one_a_minute() -> None:
    sticks = Sticks()
    at_desk = keeper(sticks, ONE)
    at_desk.run(NOW + timedelta(days=2))
    sticks.entries, sticks.changed_at = 2, NOW
    taken = [at_desk.run(now) for now in (NOW, NOW + timedelta(minutes=1)) if at_desk.due(now)]
    assert len(taken) == 1
    last = at_desk.standing(NOW).last
    assert last is not None and last.entries == 2, "and the newest is the one that holds the most"


def rehearsed(*, ok: bool = True) -> BackupRehearsed:
    return BackupRehearsed(backup_at=NOW.isoformat(), entries=12_431, head="", papers=3, ok=ok)


def kept_at(at: datetime) -> KeptBackup:
    return KeptBackup(file=Path("b"), at=at, epoch=1, entries=1, head="", looks=0, keys="")


@pytest.mark.parametrize(
    ("ago", "ok", "due", "light"),
    [
        (0, True, False, Light.GREEN),
        (6, True, False, Light.GREEN),
        (7, True, True, Light.GREEN),
        (8, True, True, Light.AMBER),
        (0, False, False, Light.RED),
        (1, False, True, Light.RED),
        (-3, True, False, Light.GREEN),
    ],
)
def test_a_backup_is_tried_out_each_week_and_again_the_day_after_it_failed(
    ago: int, ok: bool, due: bool, light: Light
) -> None:
    today = NOW.date()
    last = (today - timedelta(days=ago), rehearsed(ok=ok))
    found = rehearsal_standing(read_plan(), last, kept_at(NOW), today)
    assert (found.due, found.light, found.days) == (due, light, max(0, ago))
    assert not rehearsal_standing(read_plan(), last, None, today).due, (
        "without a backup there is nothing to try"
    )


def test_the_first_rehearsal_is_due_at_once_and_missed_after_a_week() -> None:
    today = NOW.date()
    fresh = rehearsal_standing(read_plan(), None, kept_at(NOW), today)
    old = rehearsal_standing(read_plan(), None, kept_at(NOW - timedelta(days=8)), today)
    none = rehearsal_standing(read_plan(), None, None, today)
    assert (fresh.due, fresh.light) == (True, Light.GREEN)
    assert (old.due, old.light) == (True, Light.AMBER)
    assert (none.due, none.light) == (False, Light.GREEN)


def test_the_days_between_rehearsals_are_the_offices() -> None:
    plan = read_plan("rehearse_days = 30")
    last = (NOW.date() - timedelta(days=20), rehearsed())
    assert not rehearsal_standing(plan, last, kept_at(NOW), NOW.date()).due
