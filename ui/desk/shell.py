"""The frame of the desk: rail, pages, search. Knows no page's content; pages are made when first shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from resources.loader import words
from ui.desk.bound_keys import key_words
from ui.desk.field_help import KEY as HELP_KEY
from ui.desk.field_help import FieldHelp
from ui.desk.key_sheet import KeyLine, KeySheet, PanelBox, lines_of, page_titles
from ui.desk.widgets.key_hint import KeyHint
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.message_line import MessageLine
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.rail import Page, Rail, StatusLine
from ui.theme import Theme, apply_theme, current

_WORDS = "words/desk.toml"

Maker = Callable[[], QWidget | Iterator[QWidget | None]]
"""Makes a page: all of it, or (a large one) a part for each turn of the loop, None after each and the page at last."""


def pages_of_the_day() -> tuple[Page, ...]:
    """The twelve pages in the order of the day, with their keys, from resources/words/desk.toml."""
    return tuple(
        Page(id=entry["id"], title=entry["title"], key=entry["key"]) for entry in words(_WORDS)["pages"]
    )


class SearchPanel(Measured, QFrame):
    """The box that Ctrl+K brings: a line to type, room for results. Esc leads back to the cursor's place."""

    opened = Signal()
    """The panel has come."""
    typed = Signal(str)
    """What stands in the box, after every change."""
    entered = Signal(str)
    """What stood in the box when Enter was pressed."""
    stepped = Signal(int)
    """1 for ↓, -1 for ↑: the choice among the results moves, the cursor stays in the box."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("search-panel")
        sentences = words(_WORDS)["search"]
        self._came_from: QWidget | None = None
        self.box = PanelBox()
        self.box.setPlaceholderText(sentences["placeholder"])
        self.box.setAccessibleName(sentences["name"])
        self.box.textChanged.connect(self.typed)
        self.box.returnPressed.connect(lambda: self.entered.emit(self.box.text()))
        self.content = QVBoxLayout(self)
        """Below the box: where the results go."""
        self.content.addWidget(self.box)
        self.content.addWidget(KeyHint(sentences["hint"]))
        self.measure()
        self.hide()

    def measure(self) -> None:
        """The air around the box."""
        px = current.theme.px
        self.content.setContentsMargins(px(12), px(12), px(12), px(10))

    def open(self) -> None:
        """Shows the panel over the page and puts the cursor into the box."""
        if self.isHidden():
            self._came_from = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.box.setFocus()
        self.box.selectAll()
        self.opened.emit()

    def leave(self) -> None:
        """Hides the panel; the cursor goes back to where it was, the page is as it was."""
        self.hide()
        if self._came_from is not None:
            self._came_from.setFocus()
            self._came_from = None

    def place(self) -> None:
        """Centres the panel in the upper part of the window."""
        window, px = self.window(), current.theme.px
        width = min(px(720), window.width() - px(24))
        self.setGeometry((window.width() - width) // 2, px(48), width, max(self.sizeHint().height(), px(84)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)


class Shell(QWidget):
    """The window of the desk. Everything is reached by keys; nothing in it is modal."""

    page_shown = Signal(str)
    """The id of the page that came to the front."""
    closing = Signal()
    """The window is being closed."""

    def __init__(self, office: str = "", place: str = "", *, pages: Sequence[Page] | None = None) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle(office)
        self._pages = tuple(pages if pages is not None else pages_of_the_day())
        self._makers: dict[str, Maker] = {}
        self._half_made: dict[str, Iterator[QWidget | None]] = {}
        self._made: dict[str, QWidget] = {}
        self._holders: dict[str, QWidget] = {}
        self._current = self._wanted = ""
        self.came_from = ""
        """The id of the page that was in front before the one that is; empty before the second."""
        self.rail = Rail(self._pages)
        self.rail.show_office(office, place)
        self.rail.asked.connect(self.show_page)
        self._stack = QStackedWidget()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        self.message = MessageLine()
        """The line at the foot, for what was done or went wrong."""
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.message)
        line.addLayout(column, 1)
        self.search = SearchPanel(self)
        self._sheet: KeySheet | None = None
        self.field_help = FieldHelp(self)
        """What the field with the cursor asks for."""
        self._add_keys()
        self.resize(1366, 728)

    @property
    def current_page(self) -> str:
        """The id of the page in front; empty before the first."""
        return self._current

    def add_page(self, page: str, make: Maker) -> None:
        """Says how the page `page` is made: at once, or part by part. It is made when it is first shown, and kept."""
        self._makers[page] = make

    @property
    def made_pages(self) -> tuple[str, ...]:
        """The ids of the pages that were made by now."""
        return tuple(self._made)

    def page(self, page: str) -> QWidget | None:
        """The page, if it was made already."""
        return self._made.get(page)

    def offers(self, page: str) -> bool:
        """Whether this person can be shown that page."""
        return page in self._makers

    def when_shown(self, page: str, act: Callable[[], object]) -> None:
        """Does `act` once that page, which was asked for, is in front: now or in some turns of the loop."""
        if self._current == page:
            act()
        elif self._wanted == page:
            QTimer.singleShot(0, self, partial(self.when_shown, page, act))

    def when_made(self, page: str, act: Callable[[QWidget], object]) -> None:
        """Does `act` with that page, which was asked for, before it comes to the front: now or in some turns of the loop."""
        made = self._made.get(page)
        if made is not None:
            act(made)
        elif self._wanted == page:
            QTimer.singleShot(0, self, partial(self.when_made, page, act))

    def key_lines(self) -> tuple[KeyLine, ...]:
        """Every key that does something now, of the page in front and of the window."""
        return lines_of(self, self._made.get(self._current), self._current, page_titles(self.offers))

    def forget_pages(self) -> None:
        """Takes every page away, with all it shows: the desk is locked or changes hands."""
        for page in self.take_pages():
            page.deleteLater()

    def take_pages(self) -> list[QWidget]:
        """Takes every page out of the window; the answer is them, hidden, to be deleted by whoever asked."""
        taken: list[QWidget] = []
        self.search.hide()
        if self._sheet is not None:
            self._sheet.hide()
        self.field_help.leave()
        self.show_status(())
        while (holder := self._stack.widget(0)) is not None:
            self._stack.removeWidget(holder)
            holder.hide()
            taken.append(holder)
        while self._half_made:
            self._make(next(iter(self._half_made)))  # it may listen already: what is whole can be taken away
        taken += [made for page, made in self._made.items() if page not in self._holders]
        self._made.clear()
        self._holders.clear()
        self._makers.clear()
        self._current = self._wanted = self.came_from = ""
        self.rail.mark("")
        return taken

    @property
    def sheet(self) -> KeySheet:
        """All keys that do something now; made when it is first asked for, so that the first picture waits for nothing."""
        if self._sheet is None:
            self._sheet = KeySheet(self, self.key_lines)
        return self._sheet

    def show_page(self, page: str) -> None:
        """Brings a page to the front; what was typed elsewhere stays. Unknown pages are left alone."""
        if page not in self._makers:
            return
        self._wanted = page
        if self._sheet is not None and self._sheet.isVisible():
            self._sheet.leave()  # its keys are those of the page that goes
        if self.prepare(page):
            # made in one turn of the loop, put in its place in the next, shown in a third: no turn is a long one
            QTimer.singleShot(0, self, self._go_on)
            return
        if page != self._current:
            self.came_from = self._current
        self._current, made = page, self._made[page]
        # asked before the page comes to the front: there Qt itself would put the cursor into whatever Tab reaches first
        focus = made.focusWidget() or _first_field(made)
        self._stack.setCurrentWidget(self._holders[page])
        self.rail.mark(page)
        focus.setFocus()
        self.page_shown.emit(page)

    def _go_on(self) -> None:
        """The next step of the page that was asked for last, unless it has been shown meanwhile."""
        if self._wanted != self._current or self._wanted not in self._holders:
            self.show_page(self._wanted)

    def prepare(self, page: str) -> bool:
        """The next step to a page that can be shown at once: made, then put in its place. False: there is none."""
        if page not in self._makers or page in self._holders:
            return False
        if page not in self._made:
            self._make(page)
            return True
        made = self._made[page]
        self._holders[page] = made if isinstance(made, PageFrame) else _scrolling(made)
        self._stack.addWidget(self._holders[page])
        return True

    def _make(self, page: str) -> None:
        """The whole page, or its next part."""
        making = self._half_made.pop(page, None) or self._makers[page]()
        made = making if isinstance(making, QWidget) else next(making)
        if made is not None:
            self._made[page] = made
        elif not isinstance(making, QWidget):
            self._half_made[page] = making

    def show_office(self, office: str, place: str) -> None:
        """The office and the counter at the head of the rail."""
        self.setWindowTitle(office)
        self.rail.show_office(office, place)

    def show_status(self, lines: Sequence[StatusLine]) -> None:
        """The state of the day at the foot of the rail."""
        self.rail.show_status(lines)

    def turn_page(self, step: int) -> None:
        """The next page of the rail that can be shown, or the one before."""
        known = [page.id for page in self._pages if page.id in self._makers]
        if known:
            at = known.index(self._wanted) + step if self._wanted in known else 0
            self.show_page(known[at % len(known)])

    def change_size(self, step: int) -> None:
        """Everything larger or smaller at once."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, current.theme.larger(step))

    def wear(self, theme: Theme) -> None:
        """Another look for the whole program."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, theme)

    def _add_keys(self) -> None:
        for page in self._pages:
            self._key(page.key, partial(self.show_page, page.id))
        self._key("Ctrl+K", self.search.open)
        self._key(str(key_words()["key"]), lambda: self.sheet.turn())
        self._key(HELP_KEY, self.field_help.turn)
        self._key("Ctrl+PgDown", lambda: self.turn_page(1))
        self._key("Ctrl+PgUp", lambda: self.turn_page(-1))
        self._key("Ctrl++", lambda: self.change_size(1))
        self._key("Ctrl+=", lambda: self.change_size(1))
        self._key("Ctrl+-", lambda: self.change_size(-1))

    def _key(self, sequence: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for panel in (self.search, self._sheet):
            if panel is not None and panel.isVisible():
                panel.place()


def _first_field(page: QWidget) -> QWidget:
    """Where the cursor belongs on a page never used: its own choice, or the first thing Tab reaches."""
    widget = page.nextInFocusChain() if page.focusProxy() is None else None
    while widget is not None and widget is not page:
        if page.isAncestorOf(widget) and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value:
            return widget
        widget = widget.nextInFocusChain()
    return page


def _scrolling(page: QWidget) -> QScrollArea:
    """`page` in an area that scrolls when the window is too small for it: nothing is ever out of reach."""
    page.setObjectName("page")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
