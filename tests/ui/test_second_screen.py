"""The petitioner's own screen: it follows what is typed, shows no whole number, and darkens at once."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.conftest import picture_of
from tests.ui.pages_reception import Clerk
from tests.ui.reception_counter import clerk, desk, fill, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.second_screen import SecondScreen

__all__ = ["clerk", "desk", "training_folder"]


def screen_of(clerk: Clerk) -> SecondScreen:
    """The screen, brought by its key."""
    clerk.press("Ctrl+Shift+2")
    screen = clerk.page.beside.screen
    assert screen is not None and screen.isVisible()
    clerk.shell.activateWindow()
    QApplication.processEvents()
    return screen


def said(screen: SecondScreen) -> str:
    """Everything that stands on it."""
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_it_is_off_until_its_key_is_pressed_and_off_again_by_it(clerk: Clerk) -> None:
    fill(clerk)
    assert clerk.page.beside.screen is None
    screen_of(clerk)
    clerk.press("Ctrl+Shift+2")
    QApplication.processEvents()
    assert clerk.page.beside.screen is None


def test_the_visitor_reads_what_is_written_and_no_stranger_reads_a_number(clerk: Clerk) -> None:
    screen = screen_of(clerk)
    fill(clerk)
    clerk.until(lambda: "张䶮㛃" in said(screen) and "补偿款去向" in said(screen))
    assert "410721199003070010" not in said(screen) and "410***********0010" in said(screen)
    assert "13803735566" not in said(screen) and "138****5566" in said(screen)
    folder = os.environ.get("PETITION_DESK_PICTURES")
    if folder:
        assert picture_of(screen, 1.0).save(str(Path(folder) / "second-screen.png"))
    assert cut_labels(screen) == []
    screen.right.click()
    assert any("没有写错" in message.says for message in clerk.said)
    number = clerk.registered()
    clerk.until(lambda: number in said(screen))
    assert screen.next.text() == "接下来：转送、交办或者引导，最迟 2026年12月7日" and "张" not in said(screen)


def test_an_accusation_darkens_it_at_once(clerk: Clerk) -> None:
    screen = screen_of(clerk)
    clerk.write("张示范")
    clerk.press("Alt+2")
    clerk.paste("反映某干部的事。")
    clerk.until(lambda: "张示范" in said(screen))
    clerk.press("Ctrl+H")
    assert "张示范" not in said(screen) and "干部" not in said(screen)
    assert "遮盖" in said(screen)


def test_it_goes_with_the_page(clerk: Clerk) -> None:
    screen_of(clerk)
    clerk.page.hide()
    QApplication.processEvents()
    assert clerk.page.beside.screen is None
