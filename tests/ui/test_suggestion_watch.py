"""The desk learns the class suggestion by itself while it is used, in turns, and is called off when the person goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.acts.registering import ClaimGiven
from app.services import suggesting
from app.services.registration import register_matter
from tests.desks import command
from tests.domain.test_suggestion import HOW, letters
from tests.ui.pages_window import Window, open_as, training_folder
from ui.desk import suggestion_watch
from ui.desk.suggestion_watch import SuggestionWatch
from ui.tasks import Cancelled


def watching(qtbot: QtBot, tmp_path: Path, count: int) -> tuple[Window, SuggestionWatch]:
    """A window at an office with so many confirmed letters of each class."""
    made = training_folder(tmp_path / "office")
    desk = open_as(made, at="2026-11-19T15:00")
    for text, code in letters(count):
        claims = (ClaimGiven(text=text, category=code),)
        register_matter(desk.session, command(claims=claims, received_on=desk.session.today()))
    desk.close()
    window = Window(qtbot, made)
    window.enter(at="2026-11-20T09:30")
    day = window.desk_window.day
    assert day is not None and day.learning is not None
    return window, day.learning


def test_it_learns_while_the_window_is_used(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "learning", lambda: HOW)
    window, watch = watching(qtbot, tmp_path, 25)
    session = watch._hall.session
    assert session.suggester is not None and session.suggester.accuracy is None
    watch.learn()
    assert watch.is_learning
    qtbot.waitUntil(lambda: not watch.is_learning, timeout=30_000)
    assert session.suggester.accuracy is not None
    assert session.suggester.suggest("单位拖欠工资三个月。")[0].category == "15"
    window.close()


def test_with_too_few_matters_nothing_happens(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "learning", lambda: replace(HOW, least_texts=500))
    window, watch = watching(qtbot, tmp_path, 2)
    watch.learn()
    qtbot.waitUntil(lambda: not watch.is_learning, timeout=30_000)
    suggester = watch._hall.session.suggester
    assert suggester is not None and suggester.accuracy is None
    window.close()


def test_who_leaves_calls_it_off(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "learning", lambda: HOW)
    monkeypatch.setattr(suggestion_watch, "REST", 20)
    monkeypatch.setattr(suggestion_watch, "SLICE", 0.0)
    window, watch = watching(qtbot, tmp_path, 25)
    suggester = watch._hall.session.suggester
    watch.learn()
    qtbot.wait(100)
    window.close()
    assert not watch.is_learning
    assert suggester is not None and suggester.accuracy is None


def test_the_work_rests_and_can_be_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[int] = []
    monkeypatch.setattr(suggestion_watch.QThread, "msleep", rests.append)
    monkeypatch.setattr(suggestion_watch, "SLICE", 0.0)

    def report(done: int, total: int, stage: str = "") -> None:
        if done == 3:
            raise Cancelled

    paced = suggestion_watch.Paced(report)
    paced(1, 10)
    paced(2, 10)
    assert rests == [suggestion_watch.REST] * 2
    with pytest.raises(Cancelled):
        paced(3, 10)
