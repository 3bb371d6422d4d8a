"""Lists that stand open at a counter: nobody can be recognised in them until a value is held. All persons are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.people import People, Petitioner
from app.services import papers
from app.services.inbox import add_item
from app.services.mail import open_letter
from app.services.perform import perform
from tests.trust.reading import looks
from tests.ui.conftest import Picture, picture, qapp, usual_look
from tests.ui.pages_matter import ALT, CONTROL
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.pages.delivery import DeliveryPage
from ui.desk.pages.mail import MailPage
from ui.desk.widgets.masked_value import MaskedValue
from ui.theme import Theme, apply_theme, current

__all__ = ["picture", "qapp", "usual_look"]

AT = "2026-11-20T09:30"
NAME, PHONE, NUMBER = "贾仕龄", "13900007777", "41072119900101123X"
ADDRESS = "示范县翠屏镇柳林村七组十二号"
SENDER, FROM = "欧阳雪雁", "示范县石桥镇南街九十九号"
CANARIES = (NAME, PHONE, NUMBER, ADDRESS, SENDER, FROM)
PAGES = ("today", "matters", "delivery", "mail", "inbox", "basket", "selfcheck", "exchange", "leaders")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A matter with a paper that waits, another that was posted today, a letter and an item sent down."""
    made = training_folder(tmp_path / "data")
    desk = open_as(made, at=AT)
    person = Petitioner(
        name=NAME, phones=(PHONE,), address=ADDRESS, id_type="resident_card", id_number=NUMBER
    )
    for posted in (False, True):
        number = registered(desk, people=People(petitioners=(person,)))
        perform(desk.session, number, Forward(unit="U01"))
        record = papers.issue(desk.session, number, "D11").record
        assert record is not None
        perform(desk.session, number, SealPaper(paper=record.id))
        if posted:
            act = Deliver(
                paper=record.id,
                method=DeliveryMethod.POST,
                outcome=Outcome.SENT,
                on=desk.session.today(),
                tracking="EX123",
            )
            perform(desk.session, number, act)
    open_letter(desk.session, {"sender": SENDER, "sender_address": FROM, "note": "水渠多年没有修。"})
    item = {"sender": "示范市信访局", "arrived_on": "2026-11-20", "content": "修路补偿", "name": NAME}
    add_item(desk.session, {**item, "phone": PHONE, "address": ADDRESS})
    desk.close()
    return made


@pytest.fixture
def window(qtbot: QtBot, folder: Path) -> Window:
    """A clerk inside."""
    made = Window(qtbot, folder)
    made.enter(at=AT)
    made.today()
    return made


def visible_texts(window: Window) -> str:
    """Everything that can be read in the window now, or is told to a screen reader."""
    said: list[str] = []
    for widget in (window.shell, *window.shell.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        said += [widget.accessibleName(), widget.toolTip(), widget.windowTitle()]
        if isinstance(widget, QLabel | QLineEdit):
            said.append(widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            said.append(widget.toPlainText())
        elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            columns, rows = range(model.columnCount()), range(model.rowCount())
            said += [str(model.index(row, column).data()) for row in rows for column in columns]
    return "\n".join(said)


def canaries(window: Window) -> list[str]:
    """What of the people can be read now."""
    said = visible_texts(window)
    return [canary for canary in CANARIES if canary in said]


def kinds(window: Window, kind: str) -> list[dict[str, object]]:
    """The bodies of the looks of a kind."""
    day = window.desk_window.day
    assert day is not None
    return [body or {} for found, _, body in looks(day.desk) if found == kind]


def shows(window: Window, page: str) -> QWidget:
    """A page in front, read."""
    window.shell.show_page(page)
    found = window.until(page)
    for _ in range(4):
        window.settle()
    return found


def held(window: Window, value: MaskedValue) -> None:
    """The space bar goes down and stays."""
    value.setFocus()
    QTest.keyPress(value, Qt.Key.Key_Space)
    window.settle()


@pytest.mark.parametrize("page", PAGES)
def test_no_list_says_who_it_is(window: Window, page: str) -> None:
    shows(window, page)
    assert canaries(window) == []
    assert kinds(window, "revealed") == []
    window.close()


def test_whom_a_paper_goes_to_is_shown_while_held_and_each_hold_is_one_entry(
    window: Window, picture: Picture
) -> None:
    page = shows(window, "delivery")
    assert isinstance(page, DeliveryPage)
    page.table.selectRow(0)
    window.settle()
    values = page.addressee.values
    assert values[0].text == "贾**" and canaries(window) == []
    for count, (value, canary) in enumerate(zip(values, (NAME, ADDRESS, PHONE), strict=True), start=1):
        held(window, value)
        assert canaries(window) == [canary] and len(kinds(window, "revealed")) == count
        if canary == ADDRESS:
            picture(window.shell, "masked-delivery-light", 1.0)
        QTest.keyRelease(value, Qt.Key.Key_Space)
        assert canaries(window) == []
    assert {str(body["reason"]) for body in kinds(window, "revealed")} == {"送达文书"}
    window.close()


def test_beginning_to_hand_a_paper_over_opens_its_matter_and_is_one_look(window: Window) -> None:
    page = shows(window, "delivery")
    assert isinstance(page, DeliveryPage)
    before = len(kinds(window, "viewed"))
    window.press(Qt.Key.Key_J, page.table, ALT)
    window.settle()
    assert canaries(window) == [NAME], "who stands at the counter, in the field that is recorded"
    assert len(kinds(window, "viewed")) == before + 1
    window.press(Qt.Key.Key_Escape)
    assert canaries(window) == []
    window.close()


def test_who_sent_a_letter_is_shown_while_held(window: Window, picture: Picture) -> None:
    page = shows(window, "mail")
    assert isinstance(page, MailPage)
    page.table.selectRow(0)
    window.settle()
    for value, canary in zip(page.from_whom.values, (SENDER, FROM), strict=True):
        held(window, value)
        assert canaries(window) == [canary]
        picture(window.shell, "masked-mail-light", 1.0)
        QTest.keyRelease(value, Qt.Key.Key_Space)
        assert canaries(window) == []
    assert [body["field"] for body in kinds(window, "revealed")] == [
        "letters/1/sender",
        "letters/1/sender_address",
    ]
    window.press(Qt.Key.Key_D, page.table, ALT)
    window.settle()
    assert page.forms["register"].fields["name"].text == SENDER
    assert [body["what"] for body in kinds(window, "viewed")][-1] == "letter"
    window.close()


def test_copying_the_whole_is_one_more_entry(window: Window) -> None:
    page = shows(window, "mail")
    assert isinstance(page, MailPage)
    page.table.selectRow(0)
    window.settle()
    value = page.from_whom.values[0]
    value.setFocus()
    QTest.keyClick(value, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    window.settle()
    assert QApplication.clipboard().text() == SENDER
    assert len(kinds(window, "revealed")) == 1 and canaries(window) == []
    window.close()


def test_the_lines_in_the_dark(window: Window, picture: Picture) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme(name="dark", strong_face=current.theme.strong_face))
    window.shell.resize(1366, 768)
    for page in ("delivery", "mail"):
        shows(window, page)
        picture(window.shell, f"masked-{page}-dark", 1.0)
        assert canaries(window) == []
    window.close()
