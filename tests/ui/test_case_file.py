"""Binding a case file in the window: begun with a key, watched, stopped, and what is missing said."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services import papers
from tests.ui.conftest import Picture
from tests.ui.pages_matter import CONTROL, MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels

SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


def with_papers(qtbot: QtBot, tmp_path: Path, *kinds: str) -> MatterDesk:
    folder = training_folder(tmp_path / "office")
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk)
    for kind in kinds:
        papers.issue(desk.session, number, kind)
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at="2026-11-20T09:30")
    window.today()
    matter = MatterDesk(window, number)
    matter.key(Qt.Key.Key_K, SHIFT)
    return matter


def test_the_file_is_bound_and_what_is_missing_is_said(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    matter = with_papers(qtbot, tmp_path, "D02")
    card, out = matter.page.case_file, tmp_path / "file.pdf"
    assert card.isVisible() and card.path.hasFocus()
    card.path.setText(str(out))
    matter.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.is_busy, timeout=20_000)
    assert len(PdfReader(out).pages) > 3 and "来访登记表：办过这一步" in card.told
    assert "卷宗已装订" in matter.window.said
    picture(matter.window.shell, "matter-case-file", 1.0)
    assert cut_labels(matter.page) == []
    matter.key(Qt.Key.Key_Escape)
    assert card.isHidden()
    matter.window.close()


def test_a_matter_without_papers_and_a_path_that_will_not_do_are_refused_and_write_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    matter = with_papers(qtbot, tmp_path)
    card = matter.page.case_file
    card.path.setText(str(tmp_path / "file.docx"))
    matter.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.is_busy, timeout=20_000)
    assert ".docx" in card.named["path"].note.text
    card.path.setText(str(tmp_path / "file.pdf"))
    matter.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.is_busy, timeout=20_000)
    matter.settle()
    assert "还没有可以归卷的文书" in matter.window.said and not (tmp_path / "file.pdf").exists()
    matter.window.close()


def test_it_is_stopped_with_esc_and_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    matter = with_papers(qtbot, tmp_path, *["D02"] * 6)
    card = matter.page.case_file
    card.path.setText(str(tmp_path / "file.pdf"))
    card.bind()
    assert card.leave() and card.isVisible()
    qtbot.waitUntil(lambda: not card.is_busy, timeout=20_000)
    assert "已停下" in card.told and list(tmp_path.glob("file*")) == []
    matter.window.close()
