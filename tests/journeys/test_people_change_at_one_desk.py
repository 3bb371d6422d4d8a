"""Two clerks at one counter: one key and a password, and nothing of the one is ever before the other. All invented."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.clock import SystemClock
from app.domain.account import Role
from app.domain.office import OfficeSet, StationKind
from app.services.accounts import open_account
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import CODE, Window
from ui.bootstrap.founding import create_folder, new_account
from ui.bootstrap.opening import open_desk
from ui.bootstrap.people import personal_keys
from ui.desk.pages.choose_password import ChoosePasswordPage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.sign_in import SignInPage
from ui.desk.settings_file import FILE
from ui.messages import words

__all__ = ["picture", "qapp", "usual_look"]

ALT = Qt.KeyboardModifier.AltModifier
SECRETS = {"wanglan": "翠竹 rides 九 moons", "lijun": "石榴 turns 四 wheels", "zhouyu": "云 sails 六 rivers"}
GIVEN = "given once 玄武 only"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A real office with two clerks who chose their passwords, a leader and a security administrator."""
    made = tmp_path / "data"
    office = OfficeSet(
        name="示范县信访局", station="LX07", area="410721", kind=StationKind.OFFICE, role="station",
        phone="0373-0000000", complaint_phone="0373-0000009", address="示范县中心路 1 号", hours="工作日",
    )  # fmt: skip
    people = (
        new_account("wanglan", "王兰", Role.CLERK, SECRETS["wanglan"]),
        new_account("lijun", "李军", Role.CLERK, SECRETS["lijun"]),
        new_account("zhouyu", "周雨", Role.SECURITY_ADMINISTRATOR, SECRETS["zhouyu"]),
        new_account("he", "何川", Role.LEADER, "a lamp 在 seven hills"),
    )
    roles = {str(k): str(v) for k, v in words("roles").items()}
    now: datetime = SystemClock().now()
    create_folder(made, office, code=CODE, now=now, role_names=roles, accounts=people)
    return made


def signs_in(window: Window, account: str, password: str = "") -> None:
    """Types an account, if it does not stand there, and its password."""
    door = window.at_the_door()
    editor = door.fields["account"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(account)
    enters(window, door, password or SECRETS[account])


def enters(window: Window, door: SignInPage, password: str) -> None:
    """The password and Enter."""
    secret = door.fields["password"].editor
    assert isinstance(secret, QLineEdit)
    secret.setFocus()
    secret.insert(password)
    with window.qtbot.waitSignal(window.desk_window.opened, timeout=30_000):
        window.press(Qt.Key.Key_Return, secret)
    assert secret.text() == "", "a password stands in no widget after use"


def begins(window: Window, name: str) -> None:
    """A name on the form of registration."""
    window.press(Qt.Key.Key_F3)
    page = form(window)
    page.people.name.editor.setFocus()
    window.keys(name)


def form(window: Window) -> ReceptionPage:
    """The form, its drafts known."""
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    window.qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    return page


def test_two_half_done_visits_never_mix(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window = Window(qtbot, folder)
    signs_in(window, "wanglan")
    begins(window, "甲示范")
    window.desk_window.lock()
    signs_in(window, "lijun")
    window.today()
    window.press(Qt.Key.Key_F3)
    assert form(window).people.name.text == ""
    begins(window, "乙示范")
    window.desk_window.lock()
    door = window.at_the_door()
    assert [person.name for person in door.people] == ["李军", "王兰"]
    picture(window.shell, "door-names-light", 1.0)
    window.press(Qt.Key.Key_2, modifier=ALT)
    assert door.fields["account"].text == "wanglan"
    enters(window, door, SECRETS["wanglan"])
    assert form(window).people.name.text == "甲示范"
    window.desk_window.lock()
    door = window.at_the_door()
    window.press(Qt.Key.Key_2, modifier=ALT)
    enters(window, door, SECRETS["lijun"])
    assert form(window).people.name.text == "乙示范"
    window.close()


def test_no_names_at_the_door_where_the_office_wants_none(qtbot: QtBot, folder: Path) -> None:
    (folder / FILE).write_text("names = false\n", encoding="utf-8")
    window = Window(qtbot, folder)
    signs_in(window, "wanglan")
    window.today()
    window.desk_window.lock()
    assert window.at_the_door().people == ()
    assert not (folder / "recent.json").exists()
    window.close()


def test_a_given_password_only_opens_the_page_for_an_own_one(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    desk = open_desk(folder, account="zhouyu", password=SECRETS["zhouyu"])
    open_account(
        desk.session, personal_keys(desk), identifier="sunli", name="孙丽", role=Role.CLERK, password=GIVEN
    )
    desk.close()
    window = Window(qtbot, folder)
    door = window.at_the_door()
    account, secret = door.fields["account"].editor, door.fields["password"].editor
    assert isinstance(account, QLineEdit)
    assert isinstance(secret, QLineEdit)
    account.setText("sunli")
    secret.insert(GIVEN)
    window.press(Qt.Key.Key_Return, secret)
    page = window.until("choose-password")
    assert isinstance(page, ChoosePasswordPage)
    assert "至少 10 个字符" in page.password.rules_words
    page.password.first.setFocus()
    window.keys("sunli2026")
    assert page.password.fields["password"].note.text
    picture(window.shell, "door-own-password-light", 1.0)
    page.password.forget()
    for line in (page.password.first, page.password.second):
        line.setFocus()
        window.keys("竹 walks 八 bridges")
    assert page.password.fields["password"].note.text == "可以用"
    with window.qtbot.waitSignal(window.desk_window.opened, timeout=30_000):
        window.press(Qt.Key.Key_Return, page.password.second)
    assert window.desk_window.day is not None
    assert window.desk_window.day.desk.session.account.id == "sunli"
    window.close()
