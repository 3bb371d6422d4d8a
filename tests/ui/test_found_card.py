"""Found after a restart: the board shows the number first, until the clerk says that it was seen; the command line too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.drafts import save_draft
from app.services.registration import register_matter
from tests.desks import command
from tests.ui.conftest import Picture
from tests.ui.pages_window import CODE, Window, open_as, training_folder
from tests.ui.test_gallery import cut_labels
from ui.cli.main import run

AT = "2026-11-20T09:30"


def died_before_the_screen(tmp_path: Path) -> tuple[Path, str]:
    """A folder whose window died between the commit and the number."""
    folder = training_folder(tmp_path / "data")
    desk = open_as(folder, at="2026-11-19T15:00")
    number = register_matter(desk.session, command(), key="the-draft").number
    save_draft(desk.session, desk.drafts, 1, "the-draft", {"content": "村里的事"})
    desk.close()
    return folder, number


def said(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    return told.out + told.err


def test_the_board_shows_it_first_until_it_was_seen(qtbot: QtBot, tmp_path: Path, picture: Picture) -> None:
    folder, number = died_before_the_screen(tmp_path)
    window = Window(qtbot, folder)
    window.enter(at=AT)
    page = window.today()
    qtbot.waitUntil(lambda: page.found.numbers == (number,))
    assert page.found.isVisible() and page.found.y() < page.figures["received"].parentWidget().y()
    assert cut_labels(page.found) == []
    picture(window.shell, "today-found-light", 1.0)
    window.close()

    window = Window(qtbot, folder)
    window.enter(at=AT)
    page = window.today()
    qtbot.waitUntil(lambda: page.found.numbers == (number,))
    window.press(Qt.Key.Key_R, None, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.found.isVisible())
    window.close()

    window = Window(qtbot, folder)
    window.enter(at=AT)
    page = window.today()
    window.settle()
    assert page.found.numbers == () and not page.found.isVisible()
    window.close()


def test_the_command_line_lists_it_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, number = died_before_the_screen(tmp_path)
    (tmp_path / "code").write_text(CODE, encoding="utf-8")
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "code"))
    common = ["--data", str(folder), "--at", AT]
    assert run(["unfinished", *common]) == 0
    assert f"{number}：已登记，未显示" in said(capsys)
    assert run(["unfinished", "--seen", *common]) == 0
    capsys.readouterr()
    assert run(["unfinished", *common]) == 0
    assert "没有未完成的草稿" in said(capsys)
