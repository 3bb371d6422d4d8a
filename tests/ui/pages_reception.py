"""The registration page as a clerk uses it: a real training folder, real keys, no mouse."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.office import OfficeSet, StationKind
from tests.ui.conftest import picture_of
from ui.bootstrap.founding import create_folder, new_recovery_code
from ui.bootstrap.opening import Desk, open_desk
from ui.changes import ChangeBus
from ui.desk.hall import Hall
from ui.desk.pages.reception import ReceptionPage
from ui.desk.shell import Shell
from ui.messages import Message, words
from ui.tasks import Tasks

TODAY = "2026-11-20T09:41:07+08:00"
"""A Friday."""
FOUNDED = "2026-11-16T08:00:00+08:00"
OFFICE = OfficeSet(
    name="示范县信访局",
    station="LX07",
    area="410721",
    kind=StationKind.OFFICE,
    role="station",
    phone="0373-0000000",
    complaint_phone="0373-0000001",
    training=True,
)


def make_folder(folder: Path) -> Path:
    """A training folder with nothing in it yet, and the file that opens it."""
    code = new_recovery_code()
    names = {str(key): str(value) for key, value in words("roles").items()}
    create_folder(
        folder / "data",
        OFFICE,
        code=code,
        now=datetime.fromisoformat(FOUNDED),
        role_names=names,
        accounts=(),
        units=None,
    )
    (folder / "code").write_text(code + "\n", encoding="utf-8")
    return folder


def copied(original: Path, to: Path) -> Path:
    """A folder of one's own."""
    return Path(shutil.copytree(original, to))


def opened(folder: Path, at: str = TODAY) -> Desk:
    """The folder with its registrar signed in."""
    environment = {"PETITION_DESK_RECOVERY_FILE": str(folder / "code")}
    return open_desk(folder / "data", at=at, desk="一窗", environment=environment)


@dataclass
class Counter:
    """Keys and clicks of a script."""

    keys: int = 0
    clicks: int = 0


@dataclass
class Clerk:
    """Somebody at the counter with the page in front."""

    qtbot: QtBot
    hall: Hall
    page: ReceptionPage
    shell: Shell
    counter: Counter = field(default_factory=Counter)
    said: list[Message] = field(default_factory=list)

    def press(self, sequence: str) -> None:
        """One key with its modifiers."""
        combination = QKeySequence(sequence)[0]
        self.counter.keys += 1
        QTest.keyClick(self.listening, combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Letters and digits of the keyboard."""
        for letter in text:
            self.counter.keys += 1
            QTest.keyClick(self.listening, letter)

    def write(self, text: str, keys: int | None = None) -> None:
        """Han characters through the input method; three keys each (performance.md 4)."""
        self.counter.keys += 3 * len(text) if keys is None else keys
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.target, event)

    def paste(self, text: str) -> None:
        """A text that comes all at once."""
        self.write(text, keys=1)

    @property
    def listening(self) -> QWidget:
        """Where keys arrive: an open list of choices takes them first, as on a real screen."""
        return QApplication.activePopupWidget() or self.target

    @property
    def target(self) -> QWidget:
        """Where the cursor is."""
        if QApplication.activeWindow() is not self.shell:
            # offscreen, a list of choices that closed leaves another window active
            self.shell.activateWindow()
            QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None, "the cursor is nowhere"
        return focused

    def until(self, condition: object, timeout: int = 20_000) -> None:
        """Waits for something that the lanes answer."""
        self.qtbot.waitUntil(condition, timeout=timeout)

    def settle(self) -> None:
        """Waits until nothing is being written or looked up."""
        QApplication.processEvents()
        for _ in range(3):
            self.hall.tasks._writing.waitForDone(10_000)
            self.hall.tasks.finish_reads()
            QApplication.processEvents()

    def registered(self, sequence: str = "Ctrl+S") -> str:
        """Presses the key and gives the number that stands in large letters."""
        with self.qtbot.waitSignal(self.page.registered, timeout=10_000):
            self.press(sequence)
        self.settle()
        return self.number

    @property
    def number(self) -> str:
        """The number in large letters."""
        return self.page.column.done.number.text()

    def everything_read(self) -> str:
        """All words on the page that are not in an editor."""
        labels = [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]
        notes = [widget.accessibleDescription() for widget in self.page.findChildren(QWidget)]
        tips = [widget.toolTip() for widget in self.page.findChildren(QWidget)]
        return "\n".join([*labels, *notes, *tips, *self.page.column.earlier.lines.texts])

    def visible(self, editor: QLineEdit) -> str:
        """What an onlooker can read in a line."""
        return editor.displayText()


@contextmanager
def at_the_counter(qtbot: QtBot, desk: Desk, *, wait: bool = True) -> Iterator[Clerk]:
    """The page in its window, ready for keys; the lanes are closed at the end."""
    tasks = Tasks()
    hall = Hall(desk.session, desk.drafts, tasks, ChangeBus())
    shell = Shell(desk.session.office.name, "接待一窗 • LX07")
    page = ReceptionPage(hall)
    said: list[Message] = []
    hall.said.connect(said.append)
    shell.add_page("reception", lambda: page)
    shell.resize(1366, 728)
    shell.show()
    shell.show_page("reception")
    clerk = Clerk(qtbot, hall, page, shell, said=said)
    with qtbot.waitActive(shell):
        shell.activateWindow()
    if wait:
        clerk.until(lambda: page.drafts.live and page.people.today is not None)
        clerk.until(lambda: any(choice for choice in page.place.place_editor._choices if choice.initials))
        clerk.settle()
    try:
        yield clerk
    finally:
        page.drafts._timer.stop()
        tasks.close()
        shell.close()
        shell.deleteLater()
        page.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def keep_picture(clerk: Clerk, name: str, ratio: float = 1.0) -> None:
    """Takes a picture of the window; keeps it in the folder of PETITION_DESK_PICTURES, if that is set."""
    for _ in range(4):  # layouts inside layouts settle one after the other
        QApplication.processEvents()
    image = picture_of(clerk.shell, ratio)
    folder = os.environ.get("PETITION_DESK_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        assert image.save(str(Path(folder) / f"{name}.png"))
