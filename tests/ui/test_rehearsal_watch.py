"""The newest backup is tried out by itself in a quiet moment, told, recorded; who leaves calls it off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.errors import Damaged
from app.services.backup_plan import Light
from app.services.keeping import rehearsals
from tests.ui.pages_keeping import backed_up, planned
from tests.ui.pages_window import Window, open_as, training_folder
from ui.bootstrap import backups
from ui.desk.day import Day
from ui.power import on_battery
from ui.theme import State


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = training_folder(tmp_path / "data")
    planned(made, tmp_path / "other")
    backed_up(made, "张示范")
    return made


class Quiet:
    """A signed-in clerk who looks away for a moment."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = Window(qtbot, folder)
        self.window.enter()
        self.window.today()
        day = self.window.desk_window.day
        assert isinstance(day, Day)
        self.day = day
        day.backups.look()
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.window.settle()

    def looks_away(self) -> None:
        """Nobody types for a while."""
        self.day.trials.idle()
        self.settle()

    @property
    def foot(self) -> list[tuple[str, State]]:
        """The lines at the rail's foot."""
        return [(line.text, line.state) for line in self.window.shell.rail.status]


def recorded(folder: Path) -> list[bool]:
    desk = open_as(folder)
    found = [done.ok for _, done in rehearsals(desk.session.memory)]
    desk.close()
    return found


def test_a_quiet_moment_brings_the_weekly_rehearsal(qtbot: QtBot, folder: Path) -> None:
    at = Quiet(qtbot, folder)
    at.looks_away()
    assert "可恢复" in at.window.said and "丢失 0 条" in at.window.said
    at.day.trials._not_before = 0.0
    at.looks_away()
    at.window.close()
    assert recorded(folder) == [True], "once is enough for a week"
    assert not [path for path in folder.iterdir() if path.name.startswith("petition-desk-")]


def test_a_backup_that_does_not_come_back_is_red_and_recorded(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rotten(*_: Any, **__: Any) -> Any:
        raise Damaged("backup.damaged")

    monkeypatch.setattr("ui.desk.keeping_desk.rehearse_backup", rotten)
    at = Quiet(qtbot, folder)
    at.looks_away()
    assert ("恢复演练没通过", State.LATE) in at.foot and "另做一份备份" in at.window.said
    assert at.day.trials.last is not None and at.day.trials.last.standing.light is Light.RED
    at.window.close()
    assert recorded(folder) == [False]


def test_a_backup_that_lacks_what_was_there_does_not_pass(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.desk.keeping_desk.entries_until", lambda *_: 10_000)
    at = Quiet(qtbot, folder)
    at.looks_away()
    at.window.close()
    assert recorded(folder) == [False]


def test_on_its_battery_the_laptop_waits(qtbot: QtBot, folder: Path) -> None:
    at = Quiet(qtbot, folder)
    at.day.trials._is_on_battery = lambda: True
    at.looks_away()
    at.window.close()
    assert recorded(folder) == []


@pytest.mark.parametrize("way", ["lock", "close"])
def test_who_leaves_calls_it_off_before_the_folder_is_closed(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    begun, given_up = threading.Event(), threading.Event()

    def slow(_: Any, step: Callable[[str], None]) -> Any:
        begun.set()
        try:
            while True:
                time.sleep(0.01)
                step("papers")
        finally:
            given_up.set()

    monkeypatch.setattr(backups, "_rehearsed", slow)
    (folder / "settings.toml").write_text(
        'place = "laptop"\n', encoding="utf-8"
    )  # there a lock closes the folder
    at = Quiet(qtbot, folder)
    closed: list[bool] = []
    close = at.day.desk.close

    def closing() -> None:
        closed.append(given_up.is_set())
        close()

    monkeypatch.setattr(type(at.day.desk), "close", lambda _: closing())
    at.day.trials.idle()
    qtbot.waitUntil(begun.is_set, timeout=20_000)
    if way == "lock":
        at.window.desk_window.lock()
        at.window.at_the_door()
        at.window.settle()
    at.window.close()
    assert closed == [True], "it had let go when the folder was closed"
    assert not [path for path in folder.iterdir() if path.name.startswith(("petition-desk-", ".restoring-"))]


@pytest.mark.parametrize(
    ("supplies", "runs_on_it"),
    [({}, False), ({"AC": "1"}, False), ({"AC": "0"}, True), ({"AC": "0", "USBC": "1"}, False)],
)
def test_what_the_system_tells_of_its_plugs(
    tmp_path: Path, supplies: dict[str, str], runs_on_it: bool
) -> None:
    for name, online in supplies.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "type").write_text("Mains\n")
        (tmp_path / name / "online").write_text(f"{online}\n")
    (tmp_path / "BAT0").mkdir()
    (tmp_path / "BAT0" / "type").write_text("Battery\n")
    assert on_battery(tmp_path) is runs_on_it
    assert on_battery(tmp_path / "nothing") is False
