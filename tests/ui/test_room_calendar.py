"""The rooms' calendar and the register beside it: found, booked, moved, cancelled by keys alone; no party on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.entry import StreamKind
from app.domain.mediation.booking import BookRoom
from app.domain.mediation.register import MediatorRegistered, RoomRegistered
from app.domain.mediation.sitting import AssignMediator
from app.domain.mediation.state import Tie
from app.services.elsewhere import changes_of
from app.services.mediation.booking import book, day_of_rooms, month_of_rooms, note_absence
from app.services.mediation.reading import read_register
from app.services.mediation.registering import register_row
from app.services.session import Session
from tests.services.rooms import APPLICANT, RESPONDENT, acts, furnished, opens
from tests.ui.conftest import Picture
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk import room_desk
from ui.desk.hall import Hall
from ui.desk.pages.mediation_booking_form import read_clock
from ui.desk.pages.mediation_calendar import MediationCalendarPage
from ui.desk.pages.mediation_register import MediationRegisterPage
from ui.desk.widgets.room_bars import Shown
from ui.theme import Theme, apply_theme, current

TODAY = date(2026, 11, 20)
CONTROL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key


class Room:
    """The window on a folder with rooms, and the two pages as they will stand in it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = Window(qtbot, training_folder(folder))
        self.window.shell.resize(1366, 768)
        self.window.enter(at="2026-11-20T08:30")
        self.window.today()
        day = self.window.desk_window.day
        assert day is not None
        self.hall: Hall = day.hall
        self.tray = PaperTray()
        furnished(self.session)
        for at in range(2, 11):
            register_row(self.session, RoomRegistered(code=f"R{at}", name=f"第{at}调解室", seats=4 * at))

    @property
    def session(self) -> Session:
        return self.hall.session

    def calendar(self) -> MediationCalendarPage:
        page = self.put("mediation-calendar", lambda: MediationCalendarPage(self.hall, lambda: self.tray))
        assert isinstance(page, MediationCalendarPage)
        return page

    def register(self) -> MediationRegisterPage:
        page = self.put("mediation-register", lambda: MediationRegisterPage(self.hall))
        assert isinstance(page, MediationRegisterPage)
        return page

    def put(self, name: str, make: Callable[[], QWidget]) -> QWidget:
        self.window.shell.add_page(name, make)
        self.window.shell.show_page(name)
        page = self.window.until(name)
        self.settle()
        page.setFocus()
        self.settle()
        return page

    def settle(self) -> None:
        for _ in range(4):
            self.window.settle()

    def press(
        self, key: Qt.Key, of: QWidget, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(of, key, modifiers)
        self.settle()

    def type(self, editor: QWidget, text: str) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.setText(text)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = Room(qtbot, tmp_path / "data")
    yield made
    made.window.close()


def mediated(at: Session, **more: Any) -> str:
    number = opens(at, **more)
    acts(at, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE))
    return number


def filled(at: Session) -> None:
    """A month as a busy hall has it."""
    register_row(at, MediatorRegistered(code="P7", name="周示范", bodies=("T1",)))
    number, private = mediated(at), mediated(at, unlisted=True)
    book(at, BookRoom(room="R1", begin="2026-11-20T09:30", minutes=120, mediation=number))
    book(at, BookRoom(room="R2", begin="2026-11-20T14:00", minutes=90, mediation=private))
    book(at, BookRoom(room="R1", begin="2026-11-20T14:30", minutes=60, words="调解员例会"))
    book(at, BookRoom(room="R1", begin="2026-11-20T16:00", minutes=60, words="设备检修"))
    for step in range(1, 11):
        day = TODAY + timedelta(days=step)
        for place in range(1, 11):
            if (step * place) % 3:
                begin = f"{day.isoformat()}T{8 + (step + place) % 7:02d}:00"
                book(at, BookRoom(room=f"R{place}", begin=begin, minutes=60 + 30 * (place % 3), words="例会"))
    note_absence(at, "P7", date(2026, 11, 23), date(2026, 11, 25), "培训")


def test_a_sitting_is_booked_moved_and_cancelled_by_keys_alone(room: Room) -> None:
    number = mediated(room.session)
    page = room.calendar()
    calendar = page.calendar
    assert calendar.hasFocus() and (calendar.room, calendar.day) == ("R1", TODAY)
    room.press(K.Key_Right, calendar)
    room.press(K.Key_Down, calendar)
    assert (calendar.room, calendar.day) == ("R2", date(2026, 11, 21))
    room.press(K.Key_Return, calendar)
    assert (calendar.shown, calendar.minute) == (Shown.DAY, 9 * 60)
    room.press(K.Key_Right, calendar)
    room.press(K.Key_Return, calendar)
    assert page.form.mediation.hasFocus() and page.form.begin.text() == "09:30"
    room.type(page.form.mediation, number)
    room.press(K.Key_Return, page.form.mediation, CONTROL)
    (slot,) = day_of_rooms(room.session, date(2026, 11, 21)).slots
    assert (slot.room, slot.begin, slot.minutes, slot.mediation) == ("R2", "2026-11-21T09:30", 120, number)
    assert calendar.hasFocus() and [bar.key for bar in calendar.bars] == [slot.booking]
    assert "调解（邻里纠纷）" in calendar.spoken_value and "李示范" in calendar.spoken_value
    room.press(K.Key_Return, calendar)
    assert page.form.booking == slot.booking and page.form.begin.hasFocus()
    room.type(page.form.begin, "1430")
    room.press(K.Key_Return, page.form.begin, CONTROL)
    assert day_of_rooms(room.session, date(2026, 11, 21)).slots[0].begin == "2026-11-21T14:30"
    while calendar.minute != 15 * 60:
        room.press(K.Key_Right, calendar)
    room.press(K.Key_Delete, calendar)
    assert page.form.why.hasFocus(), "the reason is asked for"
    page.begin_new()
    calendar.setFocus()
    room.press(K.Key_D, calendar, CONTROL)
    assert page.form.booking == slot.booking and page.form.why.hasFocus(), "the printed key takes it up, too"
    room.type(page.form.why, "一方出差")
    room.press(K.Key_Return, page.form.why)
    assert day_of_rooms(room.session, date(2026, 11, 21)).slots == ()
    assert "已取消" in room.window.said


def test_where_there_is_little_room_the_frame_and_the_form_come_into_sight(room: Room) -> None:
    page = room.calendar()
    room.window.shell.resize(683, 384)
    room.settle()

    def seen(widget: QWidget, at: QPoint) -> bool:
        where = widget.mapTo(page, at)
        return page.header.geometry().bottom() < where.y() < page.height() - 40

    for _ in range(9):
        room.press(K.Key_Down, page.calendar)
    frame = page.calendar.cell(page.calendar.row, page.calendar.column).center().toPoint()
    assert page.calendar.room == "R10" and seen(page.calendar, frame)
    room.press(K.Key_Return, page.calendar)
    room.press(K.Key_Return, page.calendar)
    assert page.form.mediation.hasFocus() and seen(page.form.mediation, QPoint(2, 2))


def test_keys_go_by_days_weeks_and_months(room: Room) -> None:
    page = room.calendar()
    calendar = page.calendar
    room.press(K.Key_Right, calendar, CONTROL)
    assert (page.days[0], calendar.day) == (date(2026, 12, 1), date(2026, 12, 20))
    room.press(K.Key_0, calendar)
    assert calendar.day == TODAY
    room.press(K.Key_2, calendar)
    assert (calendar.shown, page.days[0], calendar.day) == (Shown.WEEK, date(2026, 11, 16), TODAY)
    room.press(K.Key_PageDown, calendar)
    assert page.days[0] == date(2026, 11, 23)
    room.press(K.Key_3, calendar)
    assert page.days == (date(2026, 11, 27),)
    room.press(K.Key_Home, calendar)
    room.press(K.Key_Left, calendar)
    assert page.days == (date(2026, 11, 26),), "over the edge of a day to the day before"
    room.press(K.Key_1, calendar)
    room.press(K.Key_End, calendar)
    room.press(K.Key_Right, calendar)
    assert page.days[0] == date(2026, 12, 1)
    room.press(K.Key_Left, calendar, CONTROL)
    assert page.days[0] == date(2026, 11, 1)


def test_who_is_elsewhere_is_replaced_and_what_is_refused_is_said_at_its_field(room: Room) -> None:
    number = mediated(room.session)
    book(room.session, BookRoom(room="R1", begin="2026-11-23T09:00", minutes=120, mediation=number))
    page = room.calendar()
    form = page.form
    form.room.take_code("R2")
    form.day.set_value(date(2026, 11, 23))
    form.begin.setText("10:00")
    assert form.mediation.take_code(number)
    room.settle()
    note = form.fields["mediation"].note.text
    assert "李示范 另有安排" in note and "孙示范" in note
    page.save()
    room.settle()
    assert "孙示范" in form.fields["who"].note.text
    form.who.take("stand_in")
    page.save()
    room.settle()
    assert [slot.mediator for slot in month_of_rooms(room.session, 2026, 11).slots] == ["李示范", "孙示范"]
    form.room.take_code("R1")
    form.begin.setText("9点半")
    page.save()
    room.settle()
    assert "不是时间" in form.fields["begin"].note.text
    form.begin.setText("9:30")
    form.day.set_value(date(2026, 11, 23))
    form.use.setText("例会")
    page.save()
    room.settle()
    assert "已被占用" in form.fields["room"].note.text
    room.press(K.Key_Left, page.calendar, CONTROL)
    page.cancel()
    room.settle()
    assert "没有预约" in room.window.said


def test_the_calendar_names_no_party_and_nothing_of_what_is_held_in_private(room: Room) -> None:
    filled(room.session)
    page = room.calendar()
    for key in (K.Key_1, K.Key_2, K.Key_3):
        room.press(key, page.calendar)
        said = [label.text() for label in page.findChildren(QLabel)]
        said += [bar.line for bar in page.calendar.bars]
        words = " ".join(said)
        assert not any(name in words for name in (APPLICANT.name, RESPONDENT.name, "院墙", "LX07-M26-00002"))
        assert "已占用" in words


def test_a_mediator_is_noted_as_away_and_nobody_books_them_then(room: Room, picture: Picture) -> None:
    number = mediated(room.session)
    page = room.calendar()
    room.press(K.Key_Right, page.calendar)
    room.press(K.Key_B, page.calendar, CONTROL)
    absence = page.absence
    assert absence.mediator.hasFocus() and not page.form.isVisible()
    assert absence.first.value == date(2026, 11, 21), "from the day on which the frame stands"
    room.press(K.Key_Return, absence.mediator, CONTROL)
    assert absence.fields["mediator"].note.text, "nobody was chosen"
    assert absence.mediator.take_code("P1")
    room.type(absence.last, "明日")
    room.press(K.Key_Return, absence.mediator, CONTROL)
    assert "不是时间" in absence.fields["last"].note.text
    absence.last.set_value(date(2026, 11, 23))
    room.press(K.Key_Return, absence.mediator, CONTROL)
    assert absence.fields["words"].note.text and absence.last.value == date(2026, 11, 23)
    room.type(absence.why, "培训")
    picture(room.window.shell, "rooms-absence", 1.0)
    assert cut_labels(page) == []
    room.press(K.Key_Return, absence.why, CONTROL)
    slots = month_of_rooms(room.session, 2026, 11).slots
    assert [(slot.begin[:10], slot.mediator, slot.room) for slot in slots] == [
        (f"2026-11-{day}", "李示范", "") for day in (21, 22, 23)
    ]
    assert "3 天" in room.window.said and page.form.isVisible() and not absence.isVisible()
    page.form.room.take_code("R2")
    page.form.day.set_value(date(2026, 11, 23))
    assert page.form.mediation.take_code(number)
    room.settle()
    assert "李示范 另有安排" in page.form.fields["mediation"].note.text
    room.press(K.Key_B, page.calendar, CONTROL)
    room.press(K.Key_B, page.calendar, CONTROL)
    assert page.form.isVisible() and not absence.isVisible()


def test_an_absence_at_twice_the_size_of_a_small_screen(room: Room, picture: Picture) -> None:
    page = room.calendar()
    room.window.shell.resize(683, 364)
    room.settle()
    room.press(K.Key_B, page.calendar, CONTROL)
    picture(room.window.shell, "rooms-absence-200-percent", 2.0)
    assert room.window.shell.width() == 683
    where = page.absence.mediator.mapTo(page, QPoint(2, 2))
    assert page.header.geometry().bottom() < where.y() < page.height() - 40, "the form comes into sight"


def test_what_another_desk_books_is_shown_without_a_key(room: Room) -> None:
    page = room.calendar()
    bus = room.hall.bus
    book(room.session, BookRoom(room="R1", begin="2026-11-20T14:30", minutes=60, words="例会"))
    assert page.calendar.bars == ()
    bus.tell(changes_of([StreamKind.MATTER.value]))
    room.settle()
    assert page.calendar.bars == (), "a matter changes no room"
    bus.tell(changes_of([StreamKind.MEDIATION.value]))
    room.settle()
    assert len(page.calendar.bars) == 1
    room.window.press(K.Key_F5)
    room.settle()
    made = book(room.session, BookRoom(room="R2", begin="2026-11-20T14:30", minutes=60, words="例会"))
    bus.tell(made.changes)
    room.settle()
    assert len(page.calendar.bars) == 1, "nobody looks at it now"
    room.window.shell.show_page("mediation-calendar")
    room.settle()
    assert len(page.calendar.bars) == 2


def test_the_door_sheet_is_printed_and_the_file_written(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room_desk, "usual_folder", lambda: str(tmp_path))
    book(room.session, BookRoom(room="R1", begin="2026-11-20T09:30", minutes=60, words="例会"))
    page = room.calendar()
    room.press(K.Key_E, page.calendar, CONTROL)
    room.window.qtbot.waitUntil(lambda: "已存到" in room.window.said, timeout=15_000)
    (written,) = tmp_path.glob("*.ics")
    assert b"BEGIN:VEVENT" in written.read_bytes()
    room.press(K.Key_P, page.calendar, CONTROL)
    room.window.qtbot.waitUntil(lambda: len(room.tray.printed) == 1, timeout=15_000)
    assert room.tray.printed[0][1].startswith(b"%PDF")


def test_a_booking_is_opened_by_the_mouse_too(room: Room) -> None:
    page = room.calendar()
    calendar = page.calendar
    at = calendar.cell(2, 23).center().toPoint()
    QTest.mouseClick(calendar, Qt.MouseButton.LeftButton, pos=at)
    assert (calendar.room, calendar.day) == ("R3", date(2026, 11, 24))
    QTest.mouseDClick(calendar, Qt.MouseButton.LeftButton, pos=at)
    room.settle()
    assert calendar.shown is Shown.DAY and page.days == (date(2026, 11, 24),)


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("09:30", 570),
        ("9：30", 570),
        ("930", 570),
        ("0930", 570),
        ("9", 540),
        ("14点", 840),
        ("14点30分", 870),
        ("9.30", 570),
    ],
)
def test_times_are_read_as_they_come_to_hand(text: str, minute: int) -> None:
    assert read_clock(text) == minute


@pytest.mark.parametrize("text", ["", "25:00", "9:70", "上午", "12345"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_clock(text) is None


def test_bodies_mediators_and_rooms_are_registered_with_all_their_fields(room: Room) -> None:
    page = room.register()
    assert [row.code for row in page.table.rows] == ["T1"]

    def fill(**said: str) -> None:
        page.begin_new()
        for name, text in said.items():
            editor = page.form.fields[name].editor
            assert isinstance(editor, QLineEdit)
            editor.setText(text)

    fill(
        code="S1",
        name="老周调解工作室",
        number_word="周调",
        address="一楼",
        phone="0373-0000005",
        rate="300.5",
        court="示范县人民法院",
    )
    page.form.fields["body_kind"].editor.take_code("studio")  # type: ignore[union-attr]
    page.form.fields["of"].editor.take_code("T1")  # type: ignore[union-attr]
    room.press(K.Key_Return, page.form.fields["court"].editor, CONTROL)
    made = read_register(room.session).bodies["S1"]
    assert (made.of, made.body_kind, made.rate_fen, made.court) == ("T1", "studio", 30_050, "示范县人民法院")
    room.press(K.Key_2, page, Qt.KeyboardModifier.AltModifier)
    assert page.which.code == "mediator" and page.table.hasFocus()
    fill(code="P9", name="吴示范", bodies="示范镇人民调解委员会、老周调解工作室", phone="0373-1")
    page.form.fields["stand_in"].editor.take_code("P1")  # type: ignore[union-attr]
    page.form.fields["account"].editor.take_code("mediator")  # type: ignore[union-attr]
    page.save()
    room.settle()
    person = read_register(room.session).mediators["P9"]
    assert (person.bodies, person.stand_in, person.account) == (("T1", "S1"), "P1", "mediator")
    room.press(K.Key_3, page, Qt.KeyboardModifier.AltModifier)
    fill(code="X 1", name="第十一调解室", where="二楼", seats="12")
    page.save()
    room.settle()
    assert "代码" in page.form.fields["code"].note.text
    fill(code="X1", name="第十一调解室", where="二楼", seats="12")
    page.save()
    room.settle()
    assert read_register(room.session).rooms["X1"].seats == 12
    page.table.selectRow(0)
    room.settle()
    row = page.table.current_row
    page.form.fields["closed"].editor.take("yes")  # type: ignore[union-attr]
    page.save()
    room.settle()
    assert read_register(room.session).rooms[row.code].closed
    assert not page.form.fields["code"].editor.isEnabled(), "a code stands for good"


LOOKS: tuple[tuple[str, str, int, float, tuple[int, int]], ...] = (
    ("light", "light", 14, 1.0, (1366, 768)),
    ("dark", "dark", 14, 1.0, (1366, 768)),
    ("contrast", "high_contrast", 14, 1.0, (1366, 768)),
    ("large", "light", 18, 1.0, (1366, 768)),
    ("twice", "light", 14, 2.0, (683, 384)),
)


@pytest.mark.parametrize(("name", "theme", "body", "ratio", "size"), LOOKS)
def test_pictures(
    room: Room,
    qapp: QApplication,
    picture: Picture,
    name: str,
    theme: str,
    body: int,
    ratio: float,
    size: tuple[int, int],
) -> None:
    filled(room.session)
    apply_theme(qapp, Theme(name=theme, body=body, strong_face=current.theme.strong_face))
    shell = room.window.shell
    shell.resize(*size)
    pages: tuple[Callable[[], Any], ...] = (room.calendar, room.register)
    page = pages[0]()
    for key, view in ((K.Key_1, "month"), (K.Key_2, "week"), (K.Key_3, "day")):
        room.press(key, page.calendar)
        image: QImage = picture(shell, f"rooms-{view}-{name}", ratio)
        assert shell.width() == size[0], "the page needs more than the screen has"
        assert cut_labels(page) == []
        assert image.width() == round(size[0] * ratio)
    room.press(K.Key_Return, page.calendar)
    picture(shell, f"rooms-form-{name}", ratio)
    register = pages[1]()
    for kind in ("body", "mediator", "room"):
        register.which.take(kind)
        register.table.selectRow(0)
        room.settle()
        picture(shell, f"rooms-register-{kind}-{name}", ratio)
        assert shell.width() == size[0]
        assert cut_labels(register) == []
    foot = page.mapTo(shell, QPoint(0, page.height()))
    assert foot.y() <= shell.height()


def test_nothing_is_asked_of_who_only_looks(qtbot: QtBot, tmp_path: Path) -> None:
    window = Window(qtbot, training_folder(tmp_path / "data"))
    window.enter(role="auditor", at="2026-11-20T08:30")
    day = window.desk_window.day
    assert day is not None
    page = MediationCalendarPage(day.hall, PaperTray)
    qtbot.addWidget(page)
    window.settle()
    assert page.form.isHidden()
    assert not any(editor.isVisible() for editor in page.findChildren(QPlainTextEdit))
    window.close()
