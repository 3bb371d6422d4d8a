"""A window of a hall: what others do appears by itself, who is at a matter is shown and can be relieved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.acts.receiving import VisitAgain
from app.services.accounts import close_account
from app.services.perform import perform
from db import bell
from db.joining import read_invitation
from tests.halls.room import found_hall, invitation, joins, sits_down
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import Window, registered
from ui.bootstrap.halls import leases_of
from ui.bootstrap.people import personal_keys
from ui.bootstrap.spare import spare_of
from ui.desk.pages.join_hall import JoinHallPage
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.settings import SettingsPage
from ui.desk.pages.settings_hall import HallSection

__all__ = ["picture", "qapp", "usual_look"]
pytestmark = pytest.mark.postgres
AT = "2026-03-02T09:30"


@pytest.fixture
def two(tmp_path: Path, postgres_database: str) -> Path:
    """The folder of a second desk with a spare station."""
    found_hall(tmp_path / "one", postgres_database)
    joins(tmp_path / "two", invitation(tmp_path / "one"), spare="LX08")
    return tmp_path / "two"


@pytest.fixture
def window(qtbot: QtBot, two: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    """A clerk at the second desk; what is done without the window from now on is another desk's."""
    made = Window(qtbot, two)
    made.enter(at=AT)
    made.today()
    monkeypatch.setattr(bell, "OURS", "another desk")
    yield made
    made.close()


def matter_page(window: Window, number: str) -> MatterPage:
    day = window.desk_window.day
    assert day is not None
    day.open_matter(number)
    page = window.until("matter")
    assert isinstance(page, MatterPage)
    window.settle()
    return page


def test_what_another_desk_registers_appears_without_a_key(window: Window, two: Path) -> None:
    other = sits_down(two.parent / "one", "handler")
    number = registered(other)
    day = window.desk_window.day
    assert day is not None
    day.hall.asked_for_page.emit("matters")
    page = window.until("matters")
    later = registered(other, "李示范")

    def listed() -> bool:
        rows = [row.number for row in page.table.rows]  # type: ignore[attr-defined]
        return number in rows and later in rows

    window.qtbot.waitUntil(listed, timeout=15_000)
    shown = matter_page(window, number)
    before = shown.sheet
    perform(other.session, number, VisitAgain(asked="再次来问"))
    window.qtbot.waitUntil(lambda: shown.sheet is not before, timeout=15_000)
    other.close()


def test_who_is_at_a_matter_is_shown_and_can_be_relieved(window: Window, two: Path, picture: Picture) -> None:
    other = sits_down(two.parent / "one", "handler", desk="接待一窗")
    leases = leases_of(other)
    assert leases is not None
    number = registered(other)
    page = matter_page(window, number)
    assert page.lease.says == ""
    leases.take(number)
    window.qtbot.waitUntil(lambda: "接待一窗" in page.lease.says, timeout=15_000)
    window.shell.resize(QSize(1366, 768))
    picture(window.shell, "hall-lease", 1.0)
    window.press(Qt.Key.Key_J, page, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert page.lease.says == ""
    page.read()  # as when another desk wrote something
    window.settle()
    found = leases.at(number)
    assert found is not None and found.account == "clerk", "reading anew gives nothing back"
    leases.take(number, over=True)
    window.qtbot.waitUntil(lambda: "示范handler" in window.said, timeout=15_000)
    assert "接手" in window.said and "接待一窗" in page.lease.says
    other.close()


def test_a_new_computer_joins_from_the_first_start(
    qtbot: QtBot, two: Path, tmp_path: Path, picture: Picture
) -> None:
    data, code = invitation(two.parent / "one")
    (tmp_path / "invitation").write_bytes(data)
    window = Window(qtbot, tmp_path / "three")
    window.desk_window.stand_at(AT)
    first = window.first_start()
    window.settle()
    first.join.click()
    page = window.until("join-hall")
    assert isinstance(page, JoinHallPage)
    typed = {"file": str(tmp_path / "invitation"), "code": "AAAAA", "password": "training", "spare": "lx09"}
    for name, text in typed.items():
        editor = page.fields[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    window.shell.resize(QSize(1366, 768))
    page.go_on()
    window.settle()
    picture(window.shell, "hall-join", 1.0)
    assert not (tmp_path / "three").exists(), "the code was wrong"
    for name, text in (("code", code.lower()), ("password", "training")):
        editor = page.fields[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)
    page.go_on()
    window.until("notice")
    picture(window.shell, "hall-joined", 1.0)
    window.press(Qt.Key.Key_Return)
    window.enter(at=AT)
    window.today()
    window.close()
    assert spare_of(tmp_path / "three") is not None


def test_the_leader_writes_an_invitation_and_makes_the_spare_station_in_the_settings(
    qtbot: QtBot, tmp_path: Path, postgres_database: str, monkeypatch: pytest.MonkeyPatch, picture: Picture
) -> None:
    monkeypatch.setattr("ui.desk.pages.settings_hall.usual_folder", lambda: str(tmp_path))
    found_hall(tmp_path / "one", postgres_database)
    window = Window(qtbot, tmp_path / "one")
    window.enter("leader", at=AT)
    window.today()
    window.press(Qt.Key.Key_F5, None, Qt.KeyboardModifier.ShiftModifier)
    page = window.until("settings")
    assert isinstance(page, SettingsPage)
    page.sections.take("hall")
    section = page.section("hall")
    assert isinstance(section, HallSection)
    section.invite()
    window.settle()
    code = section.hall_card.code.text().replace("\n", "")
    read_invitation((tmp_path / "hall.invitation").read_bytes(), code)
    editor = section.hall_card.fields["spare"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("lx07")
    section.make_spare()
    window.settle()
    window.shell.resize(QSize(1366, 768))
    picture(window.shell, "hall-settings", 1.0)
    editor.setText("lx10")
    section.make_spare()
    window.settle()
    assert spare_of(tmp_path / "one") is not None and not section.hall_card.station_row.isVisible()
    window.close()


def test_whose_account_is_closed_at_another_desk_is_shown_the_door(window: Window, two: Path) -> None:
    keeper = sits_down(two.parent / "one", "secadmin")
    close_account(keeper.session, personal_keys(keeper), "clerk", "离岗")
    window.at_the_door()
    window.qtbot.waitUntil(lambda: "停用或改动" in window.said, timeout=15_000)
    keeper.close()
