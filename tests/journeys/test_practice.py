"""The walk of resources/handbook/practice.md, row by row: one lesson done by keys alone, another done wrongly."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.test_first_day import HANDBOOK, do, on_screen, stands, steps
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, training_folder

__all__ = ["picture", "qapp", "usual_look"]
PRACTICE = HANDBOOK.with_name("practice.md")


def test_a_lesson_is_done_by_keys_and_another_one_wrongly(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window = Window(qtbot, training_folder(tmp_path / "office"))
    window.desk_window.stand_at("2026-11-20T09:30")
    window.until("sign-in")
    tray = PaperTray()
    walked = [step for step in steps(PRACTICE) if not step.done or step.done.split(" ")[0] in ("按", "输入")]
    assert len(walked) > 35
    for step in walked:
        qtbot.waitUntil(partial(stands, window, step.seen), timeout=15_000)
        day = window.desk_window.day
        if day is not None:
            day.printer = tray
        do(window, step.done)
        if "每一步" in step.seen:
            picture(window.shell, "practice-done", 1.0)
        if "✗ 没有做到" in step.seen:
            picture(window.shell, "practice-wrong", 1.0)
    assert tray.printed[0][0].endswith(" D02")
    assert "练习课" not in on_screen(window.shell), "the last key put the card away"
    window.close()
