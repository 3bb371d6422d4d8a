"""An import of several packages: looked through in the read lane, applied one by one, stopped between two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.errors import AppError, Damaged
from ui.desk import exchange_desk
from ui.desk.exchange_desk import Taken
from ui.desk.taking import Taking


class Lanes(QObject):
    """A hall whose lanes work at once and write down which was used."""

    def __init__(self) -> None:
        super().__init__()
        self.used: list[str] = []
        self.before_risk: Callable[[], object] = lambda: self.used.append("saved")

    def _do(self, lane: str, work: Any, done: Any, failed: Any) -> None:
        self.used.append(lane)
        try:
            found = work()
        except AppError as error:
            failed(error)
            return
        done(found)

    def read(self, work: Any, done: Any, failed: Any, *, asker: QObject) -> None:
        """The read lane."""
        self._do("read", work, done, failed)

    def write(self, work: Any, done: Any, failed: Any, *, asker: QObject) -> None:
        """The write lane."""
        self._do("write", work, done, failed)


@pytest.fixture
def lanes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Lanes:
    """Three packages in a folder, the second of them damaged where a test says so."""
    monkeypatch.setattr(exchange_desk, "packages_at", lambda where: [Path(name) for name in "abc"])
    monkeypatch.setattr(exchange_desk, "look_through", lambda desk, path: None)
    monkeypatch.setattr(exchange_desk, "take_one", lambda desk, path, alone: Taken(applied=1))
    return Lanes()


def importing(lanes: Lanes) -> tuple[Taking, list[tuple[Any, Any]], list[tuple[int, int]]]:
    at: Any = lanes
    desk: Any = None
    taking = Taking(at, lambda: desk, lanes)
    ended: list[tuple[Any, Any]] = []
    steps: list[tuple[int, int]] = []
    taking.ended.connect(lambda found, error: ended.append((found, error)))
    taking.stepped.connect(lambda done, count: steps.append((done, count)))
    return taking, ended, steps


def test_each_package_is_looked_through_beside_the_counter_and_applied_alone(lanes: Lanes) -> None:
    taking, ended, steps = importing(lanes)
    taking.run(Path("."))
    assert lanes.used == ["write", "saved", *["read", "write"] * 3]
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [(found.applied, error) for found, error in ended] == [(3, None)] and not taking.is_running


def test_it_stops_after_the_package_that_is_being_taken_in(lanes: Lanes) -> None:
    taking, ended, steps = importing(lanes)
    taking.stepped.connect(lambda done, count: taking.stop() if done == 1 else None)
    taking.run(Path("."))
    assert steps == [(0, 3), (1, 3)]
    assert [(found.applied, error) for found, error in ended] == [(1, None)]
    taking.run(Path("."))
    assert len(ended) == 2, "and may be begun again"


def test_a_damaged_one_ends_it_and_what_came_before_is_told(
    lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def take(desk: Any, path: Path, alone: bool) -> Taken:
        if path.name == "b":
            raise Damaged("package.body")
        return Taken(applied=1)

    monkeypatch.setattr(exchange_desk, "take_one", take)
    taking, ended, _ = importing(lanes)
    taking.run(Path("."))
    ((found, error),) = ended
    assert found.applied == 1 and error.code == "package.body" and not taking.is_running
