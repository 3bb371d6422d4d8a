"""Visits booked ahead in the window: the page, the card beside the form, the slip of a ticket, the closing of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.booked_visits import BookedState, BookingWay, ToldVisit
from app.services.booked_visits import TicketGiven, book_visit, booked_day
from app.services.day_closing import give_tickets
from app.services.days import day_file
from tests.ui.conftest import Picture
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_reception import Clerk, at_the_counter, keep_picture
from tests.ui.pages_window import Window, open_as, registered
from tests.ui.pages_window import training_folder as office_folder
from tests.ui.reception_counter import desk, training_folder
from tests.ui.test_gallery import cut_labels
from ui.bootstrap.opening import Desk
from ui.desk.pages.booked import BookedPage
from ui.desk.pages.selfcheck import SelfCheckPage
from ui.drawn_print import media_of

__all__ = ["desk", "training_folder"]
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
DAY = "2026-11-20T09:30"


def told(begin: str = "10:00", name: str = "钱示范", about: str = "补偿款的事", **more: object) -> ToldVisit:
    given: dict[str, object] = {"persons": 1, "way": BookingWay.PHONE, **more}
    return ToldVisit(begin=begin, name=name, about=about, **given)  # type: ignore[arg-type]


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk) -> Iterator[Clerk]:
    """A clerk, somebody who waits with a ticket, and two who are expected."""
    today = desk.session.today()
    book_visit(desk.session, today, told())
    book_visit(desk.session, today, told("14:30", "孙示范", "低保申请", persons=2))
    give_tickets(desk.session, "walk_in", 1)
    with at_the_counter(qtbot, desk) as made:
        made.until(lambda: made.page.booked.card.isVisible())
        yield made
        made.page.queueing.leave()


def given(clerk: Clerk) -> list[TicketGiven]:
    """The tickets that are given from now on."""
    made: list[TicketGiven] = []
    clerk.hall.ticket_given.connect(made.append)
    return made


def test_without_bookings_nothing_of_it_is_seen(qtbot: QtBot, desk: Desk) -> None:
    with at_the_counter(qtbot, desk) as clerk:
        assert not clerk.page.booked.card.isVisible()
        clerk.press("Ctrl+Shift+A")
        assert any("没有选中" in message.says for message in clerk.said)


def test_who_comes_is_given_a_ticket_and_what_was_told_stands_in_the_form(counter: Clerk, desk: Desk) -> None:
    tickets, card = given(counter), counter.page.booked.card
    assert "▸ 10:00 钱** 1 人  补偿款的事" in card.lines[0].text() and "示范" not in counter.everything_read()
    keep_picture(counter, "reception-booked")
    assert cut_labels(counter.page) == []
    counter.press("Ctrl+Shift+Down")
    assert card.lines[1].text().startswith("▸ 14:30")
    counter.press("Ctrl+Shift+A")
    counter.until(lambda: bool(tickets))
    assert (tickets[0].ticket, tickets[0].ahead) == (2, 1)
    counter.until(lambda: len(counter.page.booked.lines) == 1)
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.queueing.here == 1)
    counter.settle()
    assert counter.page.form().is_blank, "who came without a booking told nothing yet"
    counter.press("Ctrl+Shift+M")
    counter.settle()
    counter.press("Ctrl+N")
    counter.until(lambda: counter.page.people.name.text == "孙示范")
    form = counter.page.form()
    assert (form.claims[0].content, form.people) == ("低保申请", "2")
    keep_picture(counter, "reception-booked-called")
    assert "孙**" in card.told.text() and "示范" not in counter.everything_read()
    number = counter.registered()
    assert not card.told.text()
    counter.settle()
    ticket = day_file(desk.session, desk.session.today()).ticket("walk_in", 2)
    assert ticket is not None and ticket.settled is not None and ticket.settled.number == number


def test_somebody_elses_words_in_the_form_are_left_alone(counter: Clerk) -> None:
    counter.press("Ctrl+Shift+A")
    counter.settle()
    counter.write("张示范")
    for _ in range(2):
        counter.press("Ctrl+N")
        counter.settle()
    assert counter.page.people.name.text == "张示范"
    assert any("没有填进去" in message.says for message in counter.said)
    assert "补偿款的事" in counter.page.booked.card.told.text()


def test_with_an_accusation_in_the_form_nothing_beside_it_repeats_what_was_told(counter: Clerk) -> None:
    counter.press("Ctrl+Shift+A")
    counter.settle()
    for _ in range(2):
        counter.press("Ctrl+N")
        counter.settle()
    counter.until(lambda: counter.page.people.name.text == "钱示范")
    assert counter.page.booked.card.told.text()
    counter.press("Ctrl+H")
    assert not counter.page.booked.card.told.text()


def test_who_does_not_come_is_noted_by_one_key(counter: Clerk, desk: Desk) -> None:
    counter.press("Ctrl+Shift+X")
    counter.until(lambda: len(counter.page.booked.lines) == 1)
    assert booked_day(desk.session).counts[BookedState.NOT_COME] == 1


def test_a_booking_about_a_matter_leads_to_coming_again(qtbot: QtBot, desk: Desk) -> None:
    number = registered(desk)
    book_visit(desk.session, desk.session.today(), told(name="", about="", number=number))
    with at_the_counter(qtbot, desk) as clerk:
        clerk.until(lambda: clerk.page.booked.card.isVisible())
        asked: list[str] = []
        clerk.page.visit_again_asked.connect(asked.append)
        clerk.press("Ctrl+Shift+A")
        clerk.settle()
        clerk.press("Ctrl+N")
        clerk.until(lambda: asked == [number])


def test_a_ticket_without_a_booking_is_given_by_one_key(counter: Clerk) -> None:
    tickets = given(counter)
    counter.press("Ctrl+Shift+T")
    counter.until(lambda: [one.ticket for one in tickets] == [2])


# ---------------------------------------------------------------- the page


def at_the_page(qtbot: QtBot, tmp_path: Path) -> tuple[Window, BookedPage]:
    window = Window(qtbot, office_folder(tmp_path / "data"))
    window.enter(at=DAY)
    window.today()
    window.press(Qt.Key.Key_F9, None, Qt.KeyboardModifier.ShiftModifier)
    page = window.until("booked")
    assert isinstance(page, BookedPage)
    settle(window)
    return window, page


def settle(window: Window) -> None:
    for _ in range(3):
        window.settle()


def typed(window: Window, page: BookedPage, **texts: str) -> None:
    for name, text in texts.items():
        editor = page.form.fields[name].editor
        editor.setFocus()
        editor.selectAll()  # type: ignore[union-attr]
        window.keys(text)


def test_a_visit_is_booked_changed_moved_and_cancelled_by_keys(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, page = at_the_page(qtbot, tmp_path)
    day = window.desk_window.day
    assert day is not None
    session = day.hall.session
    window.press(Qt.Key.Key_N, None, CONTROL)
    typed(window, page, begin="1000", name="钱示范", about="补偿款的事")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    (row,) = page.table.rows
    assert (row.begin, row.name) == ("10:00", "钱**") and "已预约" in window.said
    window.press(Qt.Key.Key_N, None, CONTROL)
    typed(window, page, begin="25")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert "没有写谁来" in page.form.fields["name"].note.text
    page.table.setFocus()
    window.press(Qt.Key.Key_Return, page.table)
    settle(window)
    assert page.form.name.text() == "钱示范" and page.form.why.isEnabled()
    typed(window, page, on="11-23", reason="要接孩子")
    picture(window.shell, "booked", 1.0)
    assert cut_labels(page) == []
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert [one.state for one in booked_day(session).lines] == [BookedState.MOVED]
    assert booked_day(session, date(2026, 11, 23)).count == 1
    assert "11月23日" in page._card.accessibleName()
    page.table.setFocus()
    page.table.selectRow(0)
    window.press(Qt.Key.Key_Delete, page.table)
    settle(window)
    typed(window, page, reason="说不来了")
    window.press(Qt.Key.Key_Return, page.form.why)
    settle(window)
    assert booked_day(session, date(2026, 11, 23)).count == 0 and "已取消" in window.said
    window.close()


def test_the_limit_is_set_here_and_a_full_half_hour_says_when_there_is_room(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = at_the_page(qtbot, tmp_path)
    window.press(Qt.Key.Key_L, None, CONTROL)
    page.limit.most.setFocus()
    page.limit.most.selectAll()
    window.keys("1")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert "每半小时 1 批" in page._card.accessibleName()
    for begin in ("1000", "1015"):
        window.press(Qt.Key.Key_N, None, CONTROL)
        typed(window, page, begin=begin, about="低保")
        window.press(Qt.Key.Key_Return, None, CONTROL)
        settle(window)
    assert "10:30 起还有空" in page.form.fields["begin"].note.text
    window.close()


def test_the_slip_of_a_ticket_comes_out_where_strips_do_and_else_the_number_is_said(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window, page = at_the_page(qtbot, tmp_path)
    day = window.desk_window.day
    assert day is not None
    for _ in range(2):
        window.press(Qt.Key.Key_N, None, CONTROL)
        typed(window, page, begin="1000", name="钱示范")
        window.press(Qt.Key.Key_Return, None, CONTROL)
        settle(window)
    page.table.setFocus()
    page.table.selectRow(0)
    window.press(Qt.Key.Key_A, None, ALT)
    settle(window)
    assert "已发 1 号" in window.said and "写给来访人" in window.said
    tray = PaperTray("POS-80")
    day.receipts = tray
    page.table.selectRow(1)
    window.press(Qt.Key.Key_A, None, ALT)
    qtbot.waitUntil(lambda: bool(tray.printed), timeout=15_000)
    ((title, pdf),) = tray.printed
    assert title == "ticket 2" and media_of(pdf).startswith("Custom.80x")
    window.close()


def test_the_day_is_closed_after_every_booked_visitor_has_an_end(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder = office_folder(tmp_path / "data")
    desk = open_as(folder, at=DAY)
    for begin in ("10:00", "14:30"):
        book_visit(desk.session, desk.session.today(), told(begin))
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at=DAY)
    window.today()
    window.press(Qt.Key.Key_J, None, CONTROL)
    page = window.until("selfcheck")
    assert isinstance(page, SelfCheckPage)
    settle(window)
    window.press(Qt.Key.Key_Return, None, CONTROL)
    assert "还有 2 批预约" in page.close_card.expected.says.text()
    picture(window.shell, "selfcheck-booked", 1.0)
    assert cut_labels(page) == []
    window.press(Qt.Key.Key_1, None, ALT)
    settle(window)
    assert "还有 1 批预约" in page.close_card.expected.says.text()
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    assert "不能日清" in window.said
    window.press(Qt.Key.Key_1, None, ALT)
    settle(window)
    assert not page.close_card.expected.isVisible()
    page.close_card.reason.setFocus()
    window.keys("样例")
    window.press(Qt.Key.Key_Return, None, CONTROL)
    settle(window)
    day = window.desk_window.day
    assert day is not None
    file = day_file(day.hall.session, day.hall.session.today())
    assert file.closings and file.forgotten
    window.close()
