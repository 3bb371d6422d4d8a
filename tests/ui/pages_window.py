"""Page objects of the window: what a clerk does at the door and inside, in a clerk's words. All persons are invented."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.clock import CHINA
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.claims import Purpose
from app.domain.office import OfficeSet, StationKind, Unit, UnitsListed
from app.domain.people import People, Petitioner
from app.services.registration import register_matter
from ui.bootstrap.founding import create_folder
from ui.bootstrap.opening import Desk, open_desk
from ui.desk.pages.first_start import FirstStartPage
from ui.desk.pages.sign_in import SignInPage
from ui.desk.pages.today import TodayPage
from ui.desk.settings_file import SettingsFile
from ui.desk.shell import Shell
from ui.desk.window import DeskWindow
from ui.messages import words

CODE = "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF-GGGGG-HHHHH"
UNITS = (
    Unit(code="U01", name="示范镇人民政府", phone="0373-0000001", duty_phone="0373-0000002"),
    Unit(code="U02", name="示范县自然资源局", phone="0373-0000003"),
    Unit(code="U03", name="示范县人力资源和社会保障局", phone="0373-0000004"),
)


def training_folder(
    folder: Path, *, kind: StationKind = StationKind.OFFICE, name: str = "示范县信访局"
) -> Path:
    """A training folder with three units."""
    office = OfficeSet(
        name=name,
        station="LX07" if kind is StationKind.OFFICE else "LX08",
        area="410721",
        kind=kind,
        role="station",
        phone="0373-0000000",
        complaint_phone="0373-0000009",
        address="示范县中心路 1 号",
        hours="工作日 8:30–12:00",
        training=True,
    )
    roles = {str(k): str(v) for k, v in words("roles").items()}
    create_folder(
        folder,
        office,
        code=CODE,
        now=datetime(2026, 10, 8, 9, 0, tzinfo=CHINA),
        role_names=roles,
        units=UnitsListed(units=UNITS),
    )
    return folder


def open_as(folder: Path, role: str = "clerk", at: str = "") -> Desk:
    """The folder opened without a window."""
    return open_desk(folder, account=role, password="training", at=at)


def registered(desk: Desk, name: str = "张示范", **changes: object) -> str:
    """A visit registered through the service; the answer is its number."""
    given = {
        "text": "村里修路占用承包地零点八亩，补偿只到了一部分，请求查明。",
        "requested": "查明补偿款去向，付清余款",
        "purpose": Purpose.CLAIM,
        "category": "",
    }
    people = People(petitioners=(Petitioner(name=name, phones=("13800000001",), address="示范镇东村二组"),))
    command = RegisterVisit(
        **{
            "channel": "walk_in",
            "received_on": desk.session.today(),
            "people": people,
            "claims": (ClaimGiven(**{k: changes.pop(k, v) for k, v in given.items()}),),
            "place": "410721",
            **changes,
        }
    )
    return register_matter(desk.session, command).number


class Window:
    """The real window on a folder, as a clerk sees and uses it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.qtbot = qtbot
        self.desk_window = DeskWindow(folder, SettingsFile(folder), application)
        self.shell: Shell = self.desk_window.shell
        qtbot.addWidget(self.shell)
        with qtbot.waitExposed(self.shell):
            self.shell.show()
        self.activate()

    def activate(self) -> None:
        """Brings the window to the front; offscreen, one that grew is not active, and asking once may come too early."""

        def active() -> bool:
            if not self.shell.isActiveWindow():
                self.shell.activateWindow()
            return self.shell.isActiveWindow()

        self.qtbot.waitUntil(active, timeout=15_000)

    def until(self, page: str) -> QWidget:
        """Waits until a page is in front."""
        self.qtbot.waitUntil(lambda: self.shell.current_page == page, timeout=15_000)
        found = self.shell.page(page)
        assert found is not None
        self.activate()
        QApplication.processEvents()
        return found

    def at_the_door(self) -> SignInPage:
        """The sign-in page."""
        page = self.until("sign-in")
        assert isinstance(page, SignInPage)
        return page

    def first_start(self) -> FirstStartPage:
        """The wizard."""
        page = self.until("first-start")
        assert isinstance(page, FirstStartPage)
        return page

    def enter(self, role: str = "clerk", at: str = "") -> None:
        """Signs in to a training folder."""
        self.desk_window.stand_at(at)
        page = self.at_the_door()
        row = next(at for at, row in enumerate(page.roles.rows) if row.role == role)
        page.roles.selectRow(row)
        with self.qtbot.waitSignal(self.desk_window.opened, timeout=15_000):
            self.press(Qt.Key.Key_Return, page.roles)

    def today(self) -> TodayPage:
        """The board of the day, read."""
        page = self.until("today")
        assert isinstance(page, TodayPage)
        self.settle()
        return page

    def imports(self, then: Qt.Key | None = None, page: str = "imports") -> QWidget:
        """F4, Ctrl+I, and from there by Alt and a key to another page about tables."""
        self.press(Qt.Key.Key_F4)
        self.until("matters")
        self.press(Qt.Key.Key_I, None, Qt.KeyboardModifier.ControlModifier)
        found = self.until("imports")
        if then is not None:
            self.press(then, None, Qt.KeyboardModifier.AltModifier)
            found = self.until(page)
        return found

    def settle(self) -> None:
        """Waits until nothing is being read or written."""
        tasks = self.desk_window.tasks
        self.qtbot.waitUntil(lambda: not tasks.is_busy, timeout=15_000)
        QApplication.processEvents()

    def press(
        self,
        key: Qt.Key,
        target: QWidget | None = None,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """A key, where the cursor is or at `target`."""
        if not self.shell.isActiveWindow():  # offscreen, a window that grew is not active, and hears no key
            self.shell.activateWindow()
            QApplication.processEvents()
        if target is not None and target is not self.shell:
            target.setFocus()
        popup = QApplication.activePopupWidget()
        handle = (popup or self.shell).windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)
        QApplication.processEvents()

    def keys(self, text: str) -> None:
        """Text typed where the cursor is."""
        if not self.shell.isActiveWindow():  # offscreen, a window that grew is not active
            self.shell.activateWindow()
            QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        if isinstance(focused, QLineEdit) and not text.isascii():
            focused.insert(text)  # what an input method does
            focused.textEdited.emit(focused.text())
        elif not text.isascii() and hasattr(focused, "insertPlainText"):
            focused.insertPlainText(text)
        else:
            QTest.keyClicks(focused, text)
        QApplication.processEvents()

    @property
    def said(self) -> str:
        """What stands at the foot of the window."""
        message = self.shell.message.message
        return "" if message is None else f"{message.says}{message.do}"

    def close(self) -> None:
        """Closes the window and waits for what is being written."""
        self.shell.close()


def days_ago(day: date, days: int) -> date:
    """A day some days earlier."""
    return date.fromordinal(day.toordinal() - days)
