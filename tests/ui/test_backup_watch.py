"""Backups in the background: taken when due, told at the rail's foot, called off before anything is closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.clock import CHINA
from app.errors import Unavailable
from app.ports import KeptBackup
from app.services.backup_plan import Light, read_plan
from app.services.keeping import BackupKeeper, Standing
from db import backup
from db.backup import FolderBackups
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.bootstrap.backups import backup_plan, keep_backup_plan
from ui.desk.backup_watch import BackupWatch, line_of
from ui.desk.keeping_desk import Look
from ui.theme import State

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)
AT = "2026-11-20T09:30"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def planned(folder: Path, *targets: Path) -> None:
    keep_backup_plan(folder, replace(backup_plan(folder), folders=tuple(str(target) for target in targets)))


class WatchAtWork:
    """A signed-in clerk and what watches over the backups."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.window = Window(qtbot, folder)
        self.window.enter(at=AT)
        self.window.today()
        day = self.window.desk_window.day
        assert day is not None
        self.watch: BackupWatch = day.backups
        self.desk = day.desk

    def look(self) -> None:
        """A minute went by."""
        self.watch.look()
        self.settle()

    def settle(self) -> None:
        """Waits for a backup, if one is taken."""
        for _ in range(3):
            self.window.settle()

    @property
    def foot(self) -> list[str]:
        """The lines at the rail's foot."""
        return [line.text for line in self.window.shell.rail.status]


def test_a_due_backup_is_taken_and_told_at_the_rails_foot(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    planned(folder, stick)
    at = WatchAtWork(qtbot, folder)
    at.look()
    assert len(list(stick.glob("*.xfbackup"))) == 1
    assert at.foot[2] == "备份 09:30"
    at.look()
    assert len(list(stick.glob("*.xfbackup"))) == 1, "nothing new, no further backup"
    at.window.close()


def test_a_training_folder_without_a_target_is_not_nagged(qtbot: QtBot, folder: Path) -> None:
    at = WatchAtWork(qtbot, folder)
    at.look()
    assert at.watch.last is not None and not any("备份" in line for line in at.foot)
    at.window.close()


def test_a_stick_that_is_gone_is_told_and_not_tried_every_moment(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(folder, tmp_path / "gone")
    taken: list[int] = []
    usual = FolderBackups.take

    def counted(self: FolderBackups, *given: Any, **more: Any) -> Any:
        taken.append(1)
        return usual(self, *given, **more)

    monkeypatch.setattr(FolderBackups, "take", counted)
    at = WatchAtWork(qtbot, folder)
    for _ in range(3):
        at.look()
    assert taken == [1]
    assert [line for line in at.foot if "备份" in line]
    (tmp_path / "gone").mkdir()
    assert at.watch.run_now(lambda _: None)
    at.settle()
    assert len(list((tmp_path / "gone").glob("*.xfbackup"))) == 1 and at.foot[2] == "备份 09:30"
    at.window.close()


class SlowCopy:
    """A snapshot that goes on until somebody gives it up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.given_up = threading.Event(), threading.Event()
        self.alive_at_close: list[bool] = []

        def copied(*given: Any, step: Callable[[], None], **more: Any) -> Any:
            self.begun.set()
            try:
                while True:
                    time.sleep(0.01)
                    step()
            finally:
                self.given_up.set()

        monkeypatch.setattr(backup, "copied", copied)


@pytest.mark.parametrize("way", ["lock", "close"])
def test_who_leaves_calls_a_running_backup_off_before_the_folder_is_closed(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    planned(folder, stick)
    # in a hall the next backup begins behind the lock (test_lock.py); a laptop closes the folder
    (folder / "settings.toml").write_text('place = "laptop"\n', encoding="utf-8")
    slow = SlowCopy(monkeypatch)
    at = WatchAtWork(qtbot, folder)
    close = at.desk.close

    def closing() -> None:
        slow.alive_at_close.append(not slow.given_up.is_set())
        close()

    monkeypatch.setattr(type(at.desk), "close", lambda _: closing())
    at.watch.look()
    qtbot.waitUntil(slow.begun.is_set, timeout=20_000)
    if way == "lock":
        at.window.desk_window.lock()
        at.window.at_the_door()
        at.window.settle()
    at.window.close()
    assert slow.alive_at_close == [False], "the backup had let go when the folder was closed"
    assert list(stick.iterdir()) == []
    assert not [path.name for path in folder.iterdir() if path.name.startswith("backup-")]


def test_the_counter_registers_while_a_backup_runs(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    planned(folder, stick)
    slow = SlowCopy(monkeypatch)
    at = WatchAtWork(qtbot, folder)
    at.watch.look()
    qtbot.waitUntil(slow.begun.is_set, timeout=20_000)
    numbers: list[str] = []
    tasks = at.window.desk_window.tasks
    tasks.write(lambda: registered(at.desk), numbers.append)
    qtbot.waitUntil(lambda: bool(numbers))
    assert not slow.given_up.is_set()
    at.window.close()
    desk = open_as(folder)
    assert all(chain.ok for chain in desk.verify())
    desk.close()


def test_a_backup_that_somebody_else_takes_is_no_problem(
    qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    planned(folder, stick)

    def busy(*_: Any, **__: Any) -> Any:
        raise Unavailable("backup.running")

    monkeypatch.setattr(FolderBackups, "take", busy)
    at = WatchAtWork(qtbot, folder)
    at.look()
    assert "备份有问题" not in at.foot
    assert at.watch.run_now(lambda _: None)
    at.settle()
    assert "另一次备份正在进行" in at.window.said, "who asked for one is told"
    at.window.close()


def standing(light: Light, *, hours: int = 0, at: datetime | None = None) -> Standing:
    last = None
    if at is not None:
        last = KeptBackup(file=Path("b"), at=at, epoch=1, entries=3, head="", looks=0, keys="")
    since = NOW - timedelta(hours=hours) if hours else None
    return Standing(light=light, last=last, unsaved_since=since, problems=())


@pytest.mark.parametrize(
    ("found", "folders", "said", "state"),
    [
        (standing(Light.GREEN, at=NOW - timedelta(hours=1)), ("/s",), "备份 08:30", State.IN_TIME),
        (standing(Light.GREEN, at=NOW - timedelta(days=9)), ("/s",), "备份 11-11", State.IN_TIME),
        (standing(Light.AMBER, hours=1), ("/s",), "60 分钟未备份", State.SOON),
        (standing(Light.AMBER, hours=5), ("/s",), "5 小时未备份", State.SOON),
        (standing(Light.RED, hours=72), ("/s",), "3 天未备份", State.LATE),
        (standing(Light.GREEN, hours=1), (), "没有备份位置", State.SOON),
        (standing(Light.RED, hours=25), (), "没有备份位置", State.LATE),
    ],
)
def test_the_light_is_shape_and_word(
    found: Standing, folders: tuple[str, ...], said: str, state: State
) -> None:
    keeper = BackupKeeper(None, replace(read_plan(), folders=folders))  # type: ignore[arg-type]
    line = line_of(Look(keeper=keeper, standing=found, now=NOW, due=False), training=False, broken=False)
    assert line is not None and (line.text, line.state) == (said, state)
