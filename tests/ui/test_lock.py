"""The desk is locked in the middle of work: nothing of a case is left in a widget, keys go, and the work comes back.

All persons are invented.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QStringListModel, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.changes import Changes
from app.domain.access import ScreenLocked
from app.domain.acts.receiving import VisitAgain
from app.domain.history import read_value
from app.services.perform import perform
from app.services.reading import view_matter
from db import journal
from db.journal import ACCESS
from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.bootstrap.backups import backup_plan, keep_backup_plan
from ui.desk.clearing import Clearing
from ui.desk.clipboard_care import NUMBER_STAYS
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.quiet import LAPTOP_LOCK_AFTER, LOCK_AFTER
from ui.desk.settings_file import FILE

__all__ = ["qapp", "usual_look"]

NAME, PHONE, STORY = "贾仕龄", "13900007777", "水库移民款"
NUMBER = "410721199001011237"
CANARIES = (NAME, PHONE, STORY, NUMBER, "LX07-26-")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A training folder with one matter that holds the canaries."""
    made = training_folder(tmp_path / "data")
    desk = open_as(made)
    registered(desk, NAME, text=f"{STORY}没有付清，请查明。", requested=f"付清{STORY}")
    desk.close()
    return made


@pytest.fixture
def window(qtbot: QtBot, folder: Path) -> Iterator[Window]:
    """The window, a clerk inside."""
    made = Window(qtbot, folder)
    made.enter("clerk")
    made.today()
    yield made
    made.close()


def left_behind() -> list[str]:
    """Every text of a case in any widget, document, model or window title that there is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    found = []
    for widget in QApplication.allWidgets():
        for said in texts_of(widget):
            found += [f"{type(widget).__name__}: {said}" for canary in CANARIES if canary in said]
    for model in [item for item in gc.get_objects() if isinstance(item, QStringListModel) and isValid(item)]:
        found += [line for line in model.stringList() for canary in CANARIES if canary in line]
    for document in [item for item in gc.get_objects() if isinstance(item, QTextDocument) and isValid(item)]:
        found += [canary for canary in CANARIES if canary in document.toPlainText()]
    return found


def documents() -> list[QPdfDocument]:
    """Every open or closed document there is, those of earlier tests that nobody has collected yet among them.

    What was spared from collection (`ui.collector`) is in no list of Python's: it is let back in first.
    """
    gc.unfreeze()
    return [item for item in gc.get_objects() if isinstance(item, QPdfDocument) and isValid(item)]


def opened_since(before: list[QPdfDocument]) -> list[QPdfDocument]:
    """The documents that were not there then."""
    return [item for item in documents() if all(item is not other for other in before)]


def texts_of(widget: QWidget) -> list[str]:
    """What a widget shows, tells a screen reader, or can be undone to."""
    said = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
    if isinstance(widget, QLabel):
        said.append(widget.text())
    elif isinstance(widget, QLineEdit):
        widget.undo()
        said += [widget.text(), widget.placeholderText()]
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        widget.undo()
        said.append(widget.toPlainText())
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                said.append(str(model.index(row, column).data()))
    return said


def page_says(page: ReceptionPage) -> bool:
    """Whether the canaries stand in the form."""
    return NAME in page.people.name.text and STORY in page.claims.story.text


def locked(window: Window) -> None:
    """Ctrl+Alt+L, and the door is there."""
    window.desk_window.lock()
    window.at_the_door()
    window.settle()


def open_matter(window: Window) -> MatterDesk:
    """The matter of the canaries."""
    day = window.desk_window.day
    assert day is not None
    number = day.hall.session.memory.queries.newest(1)[0].number
    return MatterDesk(window, number)


def typed_visit(window: Window) -> ReceptionPage:
    """A registration half done."""
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    window.qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    page.people.name.editor.setFocus()
    window.keys(NAME)
    page.claims.story.editor.setFocus()
    window.keys(f"{STORY}没有付清")
    return page


def test_a_half_typed_visit_comes_back(window: Window) -> None:
    page = typed_visit(window)
    assert page_says(page), "there is something to be found before"
    locked(window)
    assert left_behind() == []
    window.enter("clerk")
    back = window.until("reception")
    assert isinstance(back, ReceptionPage)
    window.qtbot.waitUntil(lambda: back.people.name.text == NAME, timeout=10_000)
    assert STORY in back.claims.story.text


def test_an_act_that_was_begun_comes_back(window: Window) -> None:
    desk = open_matter(window)
    desk.page.begin("visit-again")
    form = desk.page.beside.form
    assert form is not None
    asked = next(each for each in form.fields.values() if isinstance(each.editor, QPlainTextEdit))
    name = next(name for name, each in form.fields.items() if each is asked)
    asked.editor.setFocus()
    window.keys(f"问{STORY}")
    locked(window)
    assert left_behind() == []
    window.enter("clerk")
    window.until("matter")
    again = window.shell.page("matter")
    assert isinstance(again, MatterPage)
    window.qtbot.waitUntil(lambda: again.beside.form is not None, timeout=10_000)
    assert again.beside.form is not None
    assert again.beside.form.fields[name].text == f"问{STORY}"


def test_a_paper_on_the_screen_is_closed(window: Window) -> None:
    before = documents()
    desk = open_matter(window)
    desk.page.papers.begin()
    desk.page.paper.draft(desk.page.number, "D02")
    window.settle()
    window.qtbot.waitUntil(lambda: any(item.pageCount() for item in opened_since(before)))
    locked(window)
    assert left_behind() == []
    assert all(document.pageCount() == 0 for document in opened_since(before))


def test_every_other_window_goes(window: Window, qtbot: QtBot) -> None:
    dialog = QDialog()
    second = QLabel(NAME)
    second.setWindowTitle(f"{NAME}的材料")
    line = QLineEdit(dialog)
    line.setText(PHONE)
    for each in (dialog, second):
        qtbot.addWidget(each)
        each.show()
    window.shell.search.open()
    window.shell.search.box.setText(NAME)
    window.settle()
    locked(window)
    assert not dialog.isVisible()
    assert not second.isVisible()
    assert not window.shell.search.isVisible()
    assert left_behind() == []


def test_the_window_is_covered_before_anything_is_put_away(window: Window) -> None:
    open_matter(window)
    seen = []
    shield = window.desk_window.locking.shield
    leave = window.desk_window._leave

    def watched(lock: str = "", then: Callable[[bool], object] | None = None) -> None:
        seen.append(shield.is_up)
        leave(lock, then)

    window.desk_window._leave = watched  # type: ignore[method-assign]
    locked(window)
    assert seen == [True]
    assert not shield.is_up


def test_what_is_cleared_away_hears_and_asks_nothing_more(window: Window) -> None:
    desk = open_matter(window)
    tasks, shield = window.desk_window.tasks, window.desk_window.locking.shield
    number = desk.page.number
    window.desk_window.lock()
    assert shield.is_up, "the cover stands until nothing is left behind it"
    waiting = len(tasks._out)
    tasks.committed.emit(Changes(matters=frozenset({number}), obligations=True, papers=True))
    assert len(tasks._out) == waiting, "no page reads anew"
    window.at_the_door()
    window.settle()
    assert not shield.is_up and left_behind() == []
    heard: list[object] = []
    window.desk_window.bus.changed.connect(heard.append)
    tasks.committed.emit(Changes(settings=True))
    assert len(heard) == 1, "whoever comes next is told again"


def test_the_window_may_close_while_it_is_clearing_away(window: Window) -> None:
    open_matter(window)
    window.desk_window.lock()
    window.close()
    assert left_behind() == []


def test_the_clipboard_is_emptied(window: Window) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText(f"{NAME} {PHONE}")
    locked(window)
    assert clipboard.text() == ""


def test_an_identity_number_leaves_the_clipboard_soon(window: Window) -> None:
    clipboard, care = QApplication.clipboard(), window.desk_window.locking.clipboard
    assert NUMBER_STAYS <= 10_000
    clipboard.setText("没有号码的一句话")
    assert not care._timer.isActive()
    clipboard.setText(f"身份证 {NUMBER}")
    assert care._timer.isActive()
    assert care._timer.interval() == NUMBER_STAYS
    care._timer.timeout.emit()
    assert clipboard.text() == ""


def test_what_somebody_else_copied_stays(window: Window) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText(NUMBER)
    care = window.desk_window.locking.clipboard
    care._ours = dict.fromkeys(care._ours, b"another text")
    locked(window)
    assert clipboard.text() == NUMBER
    clipboard.clear()


def test_in_a_hall_the_background_goes_on_without_a_persons_keys(window: Window, folder: Path) -> None:
    day = window.desk_window.day
    assert day is not None
    sealer, session = weakref.ref(day.desk.session.sealer), weakref.ref(day.desk.opened.memory)
    del day
    locked(window)
    hall = window.desk_window.locking.hall
    assert hall is not None
    window.qtbot.waitUntil(lambda: sealed_away(sealer), timeout=5_000)
    assert session() is not None, "the database stays open for backups"
    assert window.shell.rail.status[0].text == "备份照常"
    assert hall.keep() is False
    assert hall.problem is None
    window.enter("clerk")
    window.settle()
    assert window.desk_window.locking.hall is None


def test_a_door_that_is_shown_late_says_what_goes_on_all_the_same(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clearing, "begin", lambda _: None)  # a slow computer: the pages go last
    window.desk_window.lock()
    window.settle()
    assert window.shell.rail.status[0].text == "备份照常"
    clearing = window.desk_window._clearing
    assert clearing is not None
    clearing.finish()
    window.at_the_door()
    assert window.shell.rail.status[0].text == "备份照常"


def sealed_away(sealer: weakref.ref[object]) -> bool:
    """Whether nobody holds the person's keys any more."""
    gc.unfreeze()
    gc.collect()
    return sealer() is None


def test_on_a_laptop_everything_goes(qtbot: QtBot, folder: Path) -> None:
    (folder / FILE).write_text('place = "laptop"\n', encoding="utf-8")
    window = Window(qtbot, folder)
    assert window.desk_window.quiet.locks_after == LAPTOP_LOCK_AFTER == 120_000
    window.enter("clerk")
    window.today()
    day = window.desk_window.day
    assert day is not None
    opened = weakref.ref(day.desk.opened.memory)
    engine = day.desk.opened.memory.engine
    del day
    locked(window)
    assert window.desk_window.locking.hall is None
    assert engine.pool.checkedout() == 0
    window.qtbot.waitUntil(lambda: sealed_away(opened), timeout=5_000)
    assert window.shell.rail.status[0].text == "备份暂停"
    assert "不做备份" in window.said
    window.close()


def test_the_system_locks_the_desk_too(window: Window) -> None:
    assert window.desk_window.quiet.locks_after == LOCK_AFTER
    window.desk_window.locking.system.on_active(False)
    assert window.desk_window.day is not None
    window.desk_window.locking.system.on_active(True)
    window.at_the_door()
    window.settle()
    hall = window.desk_window.locking.hall
    assert hall is not None
    memory = hall._opened.memory
    with memory._reading() as connection:
        entries = [entry for _, entry in journal.walk(connection, memory._sql, ACCESS, memory._cipher)]
    values = [found[1] for entry in entries if (found := read_value(entry)) is not None]
    assert [item.why for item in values if isinstance(item, ScreenLocked)] == ["system"]


def test_what_is_being_written_is_written(window: Window, folder: Path) -> None:
    day = window.desk_window.day
    assert day is not None
    session = day.hall.session
    begun, go = Event(), Event()

    def slow() -> str:
        begun.set()
        go.wait(5)
        desk_number = session.memory.queries.newest(1)[0].number
        perform(session, desk_number, VisitAgain(asked="再问一次", told="已告知"))
        return desk_number

    day.hall.write(slow, lambda _: None, asker=day.hall)
    window.qtbot.waitUntil(begun.is_set, timeout=5_000)
    window.desk_window.lock()
    go.set()
    window.at_the_door()
    window.settle()
    assert left_behind() == []
    desk = open_as(folder)
    number = desk.session.memory.queries.newest(1)[0].number
    assert [note.words for note in view_matter(desk.session, number).known.matter.notes] == ["再问一次"]
    desk.close()


def test_a_backup_is_taken_behind_the_lock(window: Window, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    keep_backup_plan(folder, replace(backup_plan(folder), folders=(str(place),)))
    locked(window)
    window.qtbot.waitUntil(lambda: any(place.rglob("*")), timeout=15_000)
    window.settle()
    hall = window.desk_window.locking.hall
    assert hall is not None
    assert hall.problem is None
    assert window.shell.rail.status[0].text == "备份照常"


def test_lines_that_are_not_kept_are_said(window: Window) -> None:
    window.shell.show_page("settings")
    page = window.until("settings")
    line = page.findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    window.keys("x")
    locked(window)
    assert "没有保存" in window.said
