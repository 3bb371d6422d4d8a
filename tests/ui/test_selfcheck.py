"""The self-check page: what was left undone, one key from being mended; tickets, the board, closing the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.acts.forwarding import Forward
from app.domain.acts.recording import RecordExternal
from app.domain.flaws import Flaw
from app.services.day_closing import give_tickets
from app.services.days import day_file
from app.services.perform import perform
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_today import SATURDAY
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.selfcheck import SelfCheckPage
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier


def a_month(folder: Path) -> dict[str, str]:
    """One matter nobody sent on, one whose unit told nobody and decided badly, one ticket without a registration."""
    desk = open_as(folder, at="2026-10-20T09:00")
    silent = registered(desk, "张示范")
    untold = registered(desk, "李示范", text="工地拖欠工资三个月")
    perform(desk.session, untold, Forward(unit="U03"))
    perform(desk.session, untold, RecordExternal(organ="U03", fact="unit-received", on=date(2026, 10, 20)))
    desk.close()
    desk = open_as(folder, at="2026-11-12T09:00")
    flaws = (Flaw.NO_BASIS,)
    fact = RecordExternal(
        organ="U03", fact="opinion-issued", on=date(2026, 11, 12), number="示人社意〔2026〕3号", flaws=flaws
    )
    perform(desk.session, untold, fact)
    desk.close()
    desk = open_as(folder, at=SATURDAY)
    give_tickets(desk.session, "walk_in", 1)
    desk.close()
    return {"silent": silent, "untold": untold}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def opened(qtbot: QtBot, folder: Path) -> tuple[Window, SelfCheckPage]:
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    window.today()
    window.press(Qt.Key.Key_J, None, CONTROL)
    page = window.until("selfcheck")
    assert isinstance(page, SelfCheckPage)
    window.settle()
    return window, page


def choose(page: SelfCheckPage, check: str) -> None:
    place = next(at for at, row in enumerate(page.table.rows) if row.finding.check == check)
    page.table.selectRow(place)


def test_every_morning_says_what_was_left_undone(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    numbers = a_month(folder)
    window, page = opened(qtbot, folder)
    found = {(row.finding.check, row.number) for row in page.table.rows}
    assert {
        ("K05", numbers["silent"]),
        ("K06", numbers["untold"]),
        ("K19", numbers["untold"]),
        ("K01", ""),
    } <= found
    assert page.figures["grave"].figure.text() == "5" and page.figures["tickets"].figure.text() == "1"
    severities = [row.finding.severity for row in page.table.rows]
    assert severities == sorted(severities, key="RAW".index)
    picture(window.shell, "selfcheck-light", 1.0)
    choose(page, "K01")
    assert not page.account_button.isEnabled() and "不能只说明情况" in page.remark.text()
    choose(page, "K06")
    window.press(Qt.Key.Key_Space)
    assert page.finding.isVisible() and "条例第二十三条" in " ".join(page.finding.lines)
    picture(window.shell, "selfcheck-finding-light", 1.0)
    assert cut_labels(page) == []
    window.press(Qt.Key.Key_Escape)
    assert not page.finding.isVisible() and page.table.hasFocus()
    window.press(Qt.Key.Key_Escape)
    window.until("today")
    window.close()


def test_enter_leads_to_the_field_that_is_missing(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    numbers = a_month(folder)
    window, page = opened(qtbot, folder)
    choose(page, "K05")
    window.press(Qt.Key.Key_Return)
    matter = window.until("matter")
    assert isinstance(matter, MatterPage)
    window.settle()
    form = matter.beside.form
    assert matter.number == numbers["silent"] and form is not None and form.act == "forward"
    assert form.fields["unit"].editor.hasFocus()
    picture(window.shell, "selfcheck-mended-light", 1.0)
    window.keys("示范县自然资源局")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    window.press(Qt.Key.Key_Escape)
    page = window.until("selfcheck")
    window.settle()
    late = [row for row in page.table.rows if row.finding.check == "K05"]
    assert [row.finding.late for row in late] == [True], "done, a little late: to be accounted for"
    window.close()


def test_what_was_done_late_is_accounted_for_at_its_form(qtbot: QtBot, folder: Path) -> None:
    numbers = a_month(folder)
    desk = open_as(folder, at=SATURDAY)
    perform(desk.session, numbers["silent"], Forward(unit="U02"))
    desk.close()
    window, page = opened(qtbot, folder)
    choose(page, "K05")
    assert page.account_button.isEnabled()
    window.press(Qt.Key.Key_E, None, CONTROL)
    matter = window.until("matter")
    assert isinstance(matter, MatterPage)
    window.settle()
    form = matter.beside.form
    assert form is not None and form.act == "account-for" and form.fields["check"].text == "K05"
    assert form.fields["reason"].editor.hasFocus()
    window.keys("收文登记本遗失，补登后才发现")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    window.press(Qt.Key.Key_Escape)
    page = window.until("selfcheck")
    window.settle()
    assert "K05" not in [row.finding.check for row in page.table.rows]
    window.close()


def test_a_ticket_is_given_and_settled_without_the_mouse(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    number = a_month(folder)["silent"]
    window, page = opened(qtbot, folder)
    window.press(Qt.Key.Key_T, None, CONTROL)
    assert page.give.isVisible() and page.give.count.hasFocus()
    window.keys("2")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert "今天共 3 张" in window.said and page.figures["tickets"].figure.text() == "3"
    choose(page, "K01")
    window.press(Qt.Key.Key_Return)
    assert page.settle.isVisible() and page.settle.number.hasFocus()
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert "没有填登记编号" in page.settle.fields["number"].note.text, "nothing is settled by nothing"
    picture(window.shell, "selfcheck-ticket-light", 1.0)
    window.keys(number)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert page.figures["tickets"].figure.text() == "2" and not page.settle.isVisible()
    window.close()


def test_the_day_is_closed_with_a_reason_where_something_is_open(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    a_month(folder)
    window, page = opened(qtbot, folder)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    assert page.close_card.isVisible() and "还有 5 项" in page.close_card.says
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert "写明原因" in page.close_card.fields["reason"].note.text
    picture(window.shell, "selfcheck-closing-light", 1.0)
    window.keys("责任单位周一来取")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert "已日清" in window.said
    window.close()
    desk = open_as(folder, at=SATURDAY)
    (last,) = day_file(desk.session, date(2026, 11, 21)).closings
    assert last.reason == "责任单位周一来取" and len(last.findings) == 5
    desk.close()


def test_the_board_is_gone_over(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    window, page = opened(qtbot, folder)
    window.press(Qt.Key.Key_B, None, CONTROL)
    assert page.board.isVisible()
    page.board.items.take(("channels", "addresses", "phones", "hours", "queries", "laws"))
    picture(window.shell, "selfcheck-board-light", 1.0)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    window.settle()
    assert [row.finding.check for row in page.table.rows] == ["K49"] and "办理程序" in page.table.rows[0].text
    window.close()


def test_a_clean_office_is_told_so(qtbot: QtBot, folder: Path) -> None:
    window, page = opened(qtbot, folder)
    assert page.table.rows == () and not page.mend_button.isEnabled()
    window.press(Qt.Key.Key_Return, None, CONTROL)
    assert "可以日清" in page.close_card.says
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_page_in_other_looks(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    a_month(folder)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    window, page = opened(qtbot, folder)
    choose(page, "K01")
    assert not page.account_button.isEnabled() and "不能只说明情况" in page.remark.text()
    choose(page, "K06")
    window.press(Qt.Key.Key_Space)
    picture(window.shell, f"selfcheck-{name}-{body}", 1.0)
    assert window.shell.width() == 1366
    assert cut_labels(page) == []
    window.close()
