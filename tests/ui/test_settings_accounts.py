"""Accounts in the settings: one's own password, opening, closing and resetting, the policy. All persons are invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.errors import NotAllowed
from app.services.access_reading import looks_of_day
from app.services.reading import view_matter
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import open_desk
from ui.desk.pages.settings import SettingsPage
from ui.desk.pages.settings_accounts import AccountsSection
from ui.desk.pages.settings_looks import LooksSection
from ui.theme import Theme, apply_theme, current

__all__ = ["picture", "qapp", "usual_look"]

OWN = "竹 walks 八 bridges"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A training folder with one matter that the clerk registered."""
    made = training_folder(tmp_path / "data")
    desk = open_as(made)
    registered(desk)
    desk.close()
    return made


def section(qtbot: QtBot, folder: Path, role: str) -> tuple[Window, AccountsSection]:
    """The section of accounts before somebody of that role."""
    window = Window(qtbot, folder)
    window.enter(role)
    window.shell.show_page("settings")
    page = window.until("settings")
    assert isinstance(page, SettingsPage)
    page.sections.take("accounts")
    found = page.section("accounts")
    assert isinstance(found, AccountsSection)
    window.settle()
    return window, found


def put(found: AccountsSection, **texts: str) -> None:
    """Types into the line of accounts."""
    for name, text in texts.items():
        editor = found.cards.fields[name].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def secrets_left() -> list[str]:
    """What stands in any line for a password."""
    return [
        line.text()
        for line in QApplication.allWidgets()
        if isinstance(line, QLineEdit) and line.echoMode() is QLineEdit.EchoMode.Password and line.text()
    ]


def test_everybody_changes_their_own_password(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window, found = section(qtbot, folder, "clerk")
    cards = found.cards
    assert "至少 10 个字符" in cards.new.rules_words, "the rules are told before anybody types"
    assert not any(act.offered() for act in found.acts[1:]), "the rest is the security administrator's"
    old = cards.old.editor
    assert isinstance(old, QLineEdit)
    old.setText("training")
    cards.new.first.setFocus()
    window.keys("12345678901")
    assert "容易猜到" in cards.new.fields["password"].note.text
    picture(window.shell, "accounts-clerk-light", 1.0)
    found.change()
    window.settle()
    assert "容易猜到" in cards.new.fields["password"].note.text
    cards.new.forget()
    for line in (cards.new.first, cards.new.second):
        line.setFocus()
        window.keys(OWN)
    found.change()
    assert secrets_left() == [], "no password stands in a widget after use"
    window.settle()
    assert "密码已修改" in window.said
    window.close()
    with pytest.raises(NotAllowed):
        open_desk(folder, account="clerk", password="training")
    open_desk(folder, account="clerk", password=OWN).close()


def test_an_account_is_opened_reset_and_closed(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window, found = section(qtbot, folder, "secadmin")
    cards = found.cards
    put(found, id="sunli", name="孙丽", reason="")
    cards.role.take_code("clerk")
    found.open()
    window.settle()
    assert "sunli" in cards.told.text
    assert "sunli" in [row.id for row in cards.table.rows]
    found.take(next(row for row in cards.table.rows if row.id == "clerk"))
    window.settle()
    assert "1 件" in cards.told.text and "不能打开任何事项" in cards.told.text
    found.reset()
    window.settle()
    assert "理由" in cards.fields["reason"].note.text
    put(found, id="clerk", reason="忘记密码")
    found.reset()
    window.settle()
    shown = re.search(r"：(\w{16})", cards.told.text)
    assert shown is not None and "打不开" in cards.told.text
    picture(window.shell, "accounts-keeper-light", 1.0)
    put(found, id="sunli", reason="调离")
    found.close()
    window.settle()
    assert shown[1] not in cards.told.text, "a one-time password is shown once"
    assert next(row for row in cards.table.rows if row.id == "sunli").closed
    window.close()
    open_desk(folder, account="clerk", password=shown[1]).close()


def test_a_role_is_changed_and_two_administrators_in_one_person_are_refused_in_words(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    window, found = section(qtbot, folder, "secadmin")
    cards = found.cards
    row = next(row for row in cards.table.rows if row.id == "mediator")
    found.take(row)
    window.settle()
    assert cards.role.code == "mediator", "what it is now stands there"
    cards.role.take_code("handler")
    found.change_role()
    window.settle()
    assert "理由" in cards.fields["reason"].note.text
    put(found, reason="调到办案科")
    found.change_role()
    window.settle()
    assert "承办人" in cards.told.text and "mediator" in cards.told.text
    assert next(row for row in cards.table.rows if row.id == "mediator").role == "handler"

    put(found, id="handler2", name="孙丽", person="07")
    cards.role.take_code("auditor")
    found.open()
    window.settle()
    put(found, id="worker", name="孙丽", person="07")
    cards.role.take_code("clerk")
    found.open()
    window.settle()
    put(found, id="worker", reason="想兼任")
    cards.role.take_code("sysadmin")
    found.change_role()
    window.settle()
    said = cards.fields["role"].note.text
    assert "不能由同一个人担任" in said and "孙丽" in said
    assert cards.told.text == said, "whole, where there is room for it"
    picture(window.shell, "accounts-role-light", 1.0)
    assert next(row for row in cards.table.rows if row.id == "worker").role == "clerk"
    assert cut_labels(window.shell) == []
    window.close()
    desk = open_as(folder)
    account = desk.session.accounts.find("worker")
    desk.close()
    assert account is not None and account.role == "clerk"


def test_a_role_that_must_be_filled_is_named_in_words(qtbot: QtBot, folder: Path) -> None:
    window, found = section(qtbot, folder, "secadmin")
    put(found, reason="等保测评")
    found.cards.policy.take("mlps-2")
    found.choose()
    window.settle()
    put(found, id="auditor", reason="调离")
    found.cards.role.take_code("clerk")
    found.change_role()
    window.settle()
    assert "审计员" in found.cards.fields["role"].note.text
    window.close()


def test_the_last_leader_keeps_the_seals(qtbot: QtBot, folder: Path) -> None:
    window, found = section(qtbot, folder, "secadmin")
    put(found, id="leader", reason="轮岗")
    found.cards.role.take_code("clerk")
    found.change_role()
    window.settle()
    assert "最后一位负责人" in found.cards.fields["id"].note.text
    window.close()


def test_the_policy_is_shown_and_changed(qtbot: QtBot, folder: Path) -> None:
    window, found = section(qtbot, folder, "secadmin")
    cards = found.cards
    assert cards.policy.code == "small-office"
    cards.policy.take("mlps-2")
    assert "天换一次" in cards.rules.text() and "不办理信访事项" in cards.rules.text()
    put(found, reason="等保测评")
    found.choose()
    window.settle()
    assert "等保二级" in cards.told.text
    window.close()
    desk = open_as(folder)
    assert desk.session.accounts.profile == "mlps-2"
    desk.close()


def test_the_auditor_reads_what_lay_outside_own_matters(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    for role in ("clerk", "mediator"):
        desk = open_as(folder, role)
        view_matter(desk.session, desk.session.memory.queries.newest(1)[0].number)
        desk.close()
    window, accounts = section(qtbot, folder, "auditor")
    page = window.shell.page("settings")
    assert isinstance(page, SettingsPage)
    page.sections.take("looks")
    found = page.section("looks")
    assert isinstance(found, LooksSection)
    assert found.looks.table.rows == (), "nothing is read before it is asked for"
    found.read()
    window.settle()
    assert [(row.opening.account, row.opening.what) for row in found.looks.table.rows] == [
        ("mediator", "matter")
    ]
    picture(window.shell, "looks-auditor-light", 1.0)
    found.looks.which.take("all")
    found.read()
    window.settle()
    rows = found.looks.table.rows
    assert {"clerk", "mediator", "auditor"} <= {row.opening.account for row in rows}
    assert [row.opening.reason for row in rows if row.opening.what == "looks"], "reading is itself recorded"
    assert accounts.is_keeper is False
    window.close()
    desk = open_as(folder, "clerk")
    with pytest.raises(NotAllowed):
        looks_of_day(desk.session, desk.session.today())
    desk.close()


@pytest.mark.parametrize("theme", ["dark", "high_contrast"])
def test_other_looks(qtbot: QtBot, folder: Path, picture: Picture, qapp: QApplication, theme: str) -> None:
    window, found = section(qtbot, folder, "secadmin")
    apply_theme(qapp, Theme(name=theme, strong_face=current.theme.strong_face))
    window.shell.resize(1366, 768)
    QApplication.processEvents()
    picture(window.shell, f"accounts-keeper-{theme}", 2.0 if theme == "dark" else 1.0)
    assert found.cards.isVisible()
    window.close()
