"""The clerk of the scripted day: everything by key events into the real window; what is done is told to the watchdog."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import stopwatch
from benchmarks.spine import PAIRS, story
from benchmarks.watchdog import Seen, Watchdog
from benchmarks.window import _held
from ui.bootstrap.opening import exchange_desk as exchange_desk_of
from ui.desk import exchange_desk, register_desk
from ui.desk.application import make_application
from ui.desk.settings_file import SettingsFile
from ui.desk.window import DeskWindow
from ui.printing import Printed

FORWARDED, TOLD = "Alt+Z", "D11"
"""The key of handing a matter on, and the notice that says so."""
UNIT = "示范镇人民政府"
NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
PATIENCE = 120.0
"""Seconds after which something that was asked for counts as lost."""
SILENCE = 2_600
"""Milliseconds: a little longer than the silence in which the desk tidies up."""


class PaperTray:
    """A printer that lets everything fall."""

    name = "tray"
    printed_head = False

    def print_pdf(self, data: bytes, title: str, copies: int = 1) -> Printed:
        """Counts nothing, keeps nothing."""
        del data, title
        return Printed(printer=self.name, pages=1, copies=copies)


class Clerk:
    """Somebody at the window with ten quick fingers."""

    def __init__(self, place: Path, morning: str) -> None:
        self._place = place
        self._chance = random.Random(8)
        self._application = make_application(["petition-desk"])
        folder = place / "desk"
        self._window = DeskWindow(folder, SettingsFile(folder), self._application)
        self._window.stand_at(morning)
        self._shell = self._window.shell
        self._watchdog = Watchdog()
        self._waits: list[float] = []
        self._numbers: list[str] = []
        self._names: list[str] = []
        self.issued = self.searched = self.exports = 0
        """How many notices went out, searches were made, files were written."""
        self._exporting = True

    def sign_in(self) -> None:
        """Comes in by the door; then the watchdog begins, and the writing out."""
        from ui.desk.pages.sign_in import Ticket

        self._shell.resize(1366, 728)
        self._shell.show()
        self._until(lambda: self._shell.current_page == "sign-in")
        self._shell.page("sign-in").asked.emit(Ticket(account="clerk", password="training"))  # type: ignore[union-attr]
        self._until(lambda: self._window.day is not None)
        self._day.printer = PaperTray()
        self._pause(SILENCE * 4)  # what is made ready in the first silence is made ready
        self._watchdog.start()
        self._asker = QObject()
        self._write_out(0)

    @property
    def _day(self) -> Any:
        assert self._window.day is not None
        return self._window.day

    def memory(self) -> int:
        """KiB that the process alone holds."""
        held = _held(os.getpid())
        self._watchdog.forget_this_turn()
        return held

    def leave(self) -> Seen:
        """Stops writing out and goes; what the watchdog saw."""
        self._exporting = False
        self._settle()
        seen = self._watchdog.stop()
        self._window.close()
        return seen

    def waited(self) -> str:
        """How long the number took to stand there after the key that registers."""
        if not self._waits:
            return "nothing was registered"
        waits = [wait * 1000 for wait in self._waits]
        return f"median {median(waits):.0f} ms, worst {max(waits):.0f} ms"

    # what is done -----------------------------------------------------------------------------------------------

    def visit(self, at: int) -> None:
        """Somebody comes: registered, handed on, told; some come again, some only ask."""
        number = self._register(at)
        self._open_registered()
        self._hand_on()
        self._tell()
        if at % 3 == 0:
            self._come_again()
        if at % 5 == 0:
            self._enquiry()
        if at % 5 == 2:
            self._other_draft()
        if at % 4 == 1:
            self._deliver()
        self._numbers.append(number)

    def search(self, at: int) -> None:
        """By words, by a name, by a number; on the page of matters, and from anywhere; some are opened."""
        kinds: tuple[Callable[[], str], ...] = (
            lambda: self._chance.choice(PAIRS),
            lambda: self._chance.choice(self._names or ["张示范"]),
            lambda: self._chance.choice(self._numbers or ["LX07"])[:10],
            lambda: self._chance.choice(NAMES),
        )
        wanted = kinds[at // 2 % len(kinds)]()
        self.searched += 1
        if at % 2:
            self._search_anywhere(wanted, opens=at % 8 == 1)
        else:
            self._search_on_the_page(wanted, opens=at % 8 == 0)

    def between(self, at: int) -> None:
        """Between two visitors: the board, the room, other pages, a package by its key; a little silence."""
        for key, page in (("F2", "today"), ("F5", "mediation"), ("F11", "leaders"), ("F12", "exchange"),
                          ("Shift+F6", "inbox"), ("Shift+F7", "basket")):  # fmt: skip
            self._bring(key, page)
            if page == "mediation":
                self._do("figures of the room")
                self._press("Ctrl+S")
                self._settle()
                self._press("Esc")
                self._settle()
            if page == "exchange":
                self._do("a package by its key")
                self._shell.page("exchange").out.editor.setText(str(self._place / "stick"))  # type: ignore[union-attr]
                self._press("Ctrl+Return")
                self._settle()
        if at % 3 == 0:
            self._bring("Shift+F5", "settings")
        self._do("silence")
        self._pause(SILENCE)

    def _register(self, at: int) -> str:
        self._bring("F3", "reception")
        page: Any = self._shell.page("reception")
        self._until(lambda: page.drafts.live)
        name = self._chance.choice(NAMES) + "".join(self._chance.choices("建国志强秀英桂兰伟芳丽娜", k=2))
        self._do("a visit typed")
        self._press("Alt+1")
        self._write(name)
        self._press("Return")
        self._press("Return")
        self._type(f"138{self._chance.randrange(10**8):08d}")
        self._press("Return")
        self._write(f"示范村{at % 90 + 1}号")
        self._press("Return")
        told = story(self._chance)
        self._do("a story typed")
        for sentence in told.split("，"):
            self._write(sentence + "，")
        self._press("Tab")
        self._do("a visit typed")
        self._write("查明补偿款去向")
        self._press("Return")
        self._type("zd")
        self._press("Return")
        self._settle()
        self._do("registered and printed")
        before = page.column.done.number.text()
        began = stopwatch()
        self._press("Ctrl+P")
        self._until(lambda: page.column.done.number.text() not in ("", before))
        self._waits.append(stopwatch() - began)
        self._settle()
        self._names.append(name)
        return str(page.column.done.number.text())

    def _open_registered(self) -> None:
        self._do("the matter opened")
        self._press("Ctrl+O")
        self._until_page("matter")
        self._until(lambda: self._matter.sheet is not None)
        self._settle()

    def _hand_on(self) -> None:
        self._do("handed on to a unit")
        self._press(FORWARDED)
        self._settle()
        form = self._matter.beside.form
        form.focus("unit")
        self._write(UNIT)
        self._press("Return")
        self._press("Ctrl+Return")
        self._settle()
        self._until(lambda: self._matter.sheet is not None and self._matter.sheet.state == "forwarded")

    def _tell(self) -> None:
        page = self._matter
        self._do("kinds of paper")
        self._press("Alt+P")
        self._settle()
        table = page.beside.papers
        wanted = [row.kind for row in table.rows].index(TOLD)
        for _ in range(abs(wanted - table.currentIndex().row())):
            self._press("Down" if wanted > table.currentIndex().row() else "Up")
        self._do("a notice drafted")
        self._press("Return")
        self._settle()
        self._do("a notice issued")
        self._press("Ctrl+Return")
        self._until(lambda: page.paper.record is not None)
        self._settle()
        self._do("a notice printed")
        self._press("Ctrl+P")
        self._settle()
        self._do("a notice stamped")
        self._press("Alt+Y")
        self._settle()
        self.issued += 1
        self._press("Esc")
        self._settle()

    def _come_again(self) -> None:
        self._do("came again")
        self._press("F8")
        self._settle()
        self._write("办到哪一步了")
        self._press("Ctrl+Return")
        self._settle()

    def _enquiry(self) -> None:
        self._bring("F3", "reception")
        self._do("an enquiry")
        self._press("Ctrl+E")
        self._write("社保在哪里办")
        self._press("Return")
        self._write("请到政务大厅二楼")
        self._press("Return")
        self._settle()

    def _other_draft(self) -> None:
        self._bring("F3", "reception")
        self._do("drafts switched")
        self._press("Ctrl+2")
        self._settle()
        self._write("等")
        self._pause(60)
        self._press("Ctrl+1")
        self._settle()

    def _deliver(self) -> None:
        self._bring("F6", "delivery")
        page: Any = self._shell.page("delivery")
        self._do("a notice delivered")
        self._press("Alt+J")
        self._settle()
        self._press("Ctrl+Return")
        self._settle()
        if page.mode != "list":
            raise RuntimeError("the delivery was refused")

    def _search_on_the_page(self, wanted: str, *, opens: bool) -> None:
        self._bring("F4", "matters")
        page: Any = self._shell.page("matters")
        self._do("a search on the page")
        page.box.setFocus()
        self._press("Ctrl+A")
        self._enter(wanted)
        self._pause(200)
        self._settle()
        if opens and page.table.rows:
            self._open_from_list()

    def _search_anywhere(self, wanted: str, *, opens: bool) -> None:
        self._do("a search from anywhere")
        self._press("Ctrl+K")
        self._enter(wanted)
        self._pause(200)
        self._settle()
        if opens and self._day._finder.table.rows:
            self._open_from_list()
        else:
            self._press("Esc")
            self._settle()

    def _open_from_list(self) -> None:
        self._do("a matter opened from a list")
        self._press("Return")
        self._until_page("matter")
        self._settle()

    # what is written out meanwhile ------------------------------------------------------------------------------

    def _write_out(self, turn: int) -> None:
        """A ledger of the last months, or a package of what is new: the next begins when one has ended."""
        if not self._exporting:
            return
        hall, place = self._day.hall, self._place / "out"
        place.mkdir(exist_ok=True)
        session, today = hall.session, hall.session.today()

        def again(_: object) -> None:
            self.exports += 1
            self._write_out(turn + 1)

        if turn % 2:
            desk, stick = exchange_desk_of(self._day.desk), str(self._place / "stick")
            hall.write(lambda: exchange_desk.export(desk, stick), again, again, asker=self._asker)
            return
        path, first = place / f"{turn % 4}.xlsx", today.replace(month=1, day=1)
        path.unlink(missing_ok=True)

        def work() -> str:
            return register_desk.write_ledger(session, first, today, str(path), names=False)

        hall.read(work, again, again, asker=self._asker, slow=True)

    # fingers ----------------------------------------------------------------------------------------------------

    @property
    def _matter(self) -> Any:
        return self._shell.page("matter")

    def _do(self, what: str) -> None:
        self._watchdog.doing = what

    def _bring(self, key: str, page: str) -> None:
        self._do(f"page {page}")
        self._press(key)
        self._until_page(page)
        self._settle()

    def _press(self, sequence: str) -> None:
        combination = QKeySequence(sequence)[0]
        QTest.keyClick(self._listening, combination.key(), combination.keyboardModifiers())
        self._pause(4)

    def _type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self._listening, letter)
            self._pause(4)

    def _write(self, text: str) -> None:
        """Through the input method, a word at a time."""
        for at in range(0, len(text), 2):
            event = QInputMethodEvent()
            event.setCommitString(text[at : at + 2])
            QApplication.sendEvent(self._target, event)
            self._pause(4)

    def _enter(self, text: str) -> None:
        (self._type if text.isascii() else self._write)(text)

    @property
    def _listening(self) -> Any:
        """Where keys arrive: an open list of choices, or else the window, whose shortcuts come first."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup
        self._target  # noqa: B018  the window is in front
        return self._shell.windowHandle()

    @property
    def _target(self) -> QWidget:
        for _ in count():
            focused = QApplication.focusWidget()
            if self._shell.isActiveWindow() and focused is not None:
                return focused
            # offscreen, a list of choices that closed, or a window that grew, leaves another window active
            self._shell.activateWindow()
            self._pause(2)
        raise AssertionError

    def _pause(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _until(self, there: Callable[[], bool]) -> None:
        began = stopwatch()
        while not there():
            self._pause(3)
            if stopwatch() - began > PATIENCE:
                waiting = [type(job.asker).__name__ for job in self._window.tasks._out]
                raise RuntimeError(
                    f"never ended: {self._watchdog.doing}, of {waiting}; {self._shell.message.message}"
                )

    def _until_page(self, page: str) -> None:
        self._until(lambda: self._shell.current_page == page)

    def _settle(self) -> None:
        """Until what was asked for is answered; what goes on of its own accord meanwhile is not waited for."""
        self._pause(12)
        tasks, day = self._window.tasks, self._day
        own = (self._asker, day.status, day.learning, day.trials, day.backups, day.transport)
        # a long look goes on of its own accord: nobody stands at the window for it
        self._until(lambda: all(job.courtesy or job.asker in own or job.called_off for job in tasks._out))
        self._pause(8)
