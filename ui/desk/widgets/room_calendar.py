"""A calendar of rooms: rows are rooms, columns the days of a month or a week, or the hours of a day. One widget paints it.

←↑↓→ move the frame, Enter opens what it stands on, Delete gives it up; PageUp and PageDown turn, Ctrl+← and Ctrl+→ go by
months, 1 2 3 choose month, week and day, 0 is today. What a bar is shows by its pattern as well as by its colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desk.widgets import room_calendar_paint
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.room_bars import SLOT, Bar, Shown, clock
from ui.theme import current

EARLIEST, LATEST = 8 * 60, 18 * 60
"""The hours that are always shown, in minutes of the day."""
NAMES, HEAD, LEGEND = 84, 38, 26
"""Width of the rooms' names, heights of the head and of the line that explains the patterns (14-pixel desk)."""
LOWEST = 34
"""Least height of a room's row."""


class RoomCalendar(Measured, QWidget):
    """Rooms by days or hours. Knows no booking but what it is given to draw."""

    spoken_role = QAccessible.Role.Table
    moved = Signal()
    """The frame stands elsewhere."""
    opened = Signal()
    """Enter was pressed, or the mouse twice."""
    given_up = Signal()
    """Delete was pressed."""
    turned = Signal(int)
    """By so many of what is shown."""
    turned_month = Signal(int)
    """By so many months."""
    wanted = Signal(str)
    """Another view is wanted (a `Shown`), or today (empty)."""

    def __init__(self, words: Mapping[str, object], today: date) -> None:
        """`words`: name, day, weekdays (seven, from Monday), today, none, legend by BarKind."""
        super().__init__()
        self.words = words
        self.today = today
        self.shown = Shown.MONTH
        self.days: tuple[date, ...] = ()
        self.rooms: tuple[tuple[str, str], ...] = ()
        self.bars: tuple[Bar, ...] = ()
        self.cells: dict[tuple[str, date], list[Bar]] = {}
        self.hours = (EARLIEST, LATEST)
        self.row, self.column = 0, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(str(words["name"]))
        self.measure()

    # ------------------------------------------------------------ what is shown

    def show_days(
        self,
        shown: Shown,
        days: Sequence[date],
        rooms: Sequence[tuple[str, str]],
        bars: Sequence[Bar],
        at: date | None = None,
    ) -> None:
        """Shows these days; the frame stays in its room, stands on `at`, and on its hour where the day is the same."""
        room = self.room if self.rooms else None
        minute = self.minute if self.day == at else None
        self.shown, self.days, self.rooms, self.bars = shown, tuple(days), tuple(rooms), tuple(bars)
        self.cells = {}
        for bar in self.bars:
            self.cells.setdefault((bar.room, bar.day), []).append(bar)
        begins = min((bar.begin for bar in self.bars), default=EARLIEST)
        ends = max((bar.end for bar in self.bars), default=LATEST)
        self.hours = (min(EARLIEST, begins // 60 * 60), max(LATEST, -(-ends // 60) * 60))
        self.row = next((at for at, (code, _) in enumerate(self.rooms) if code == room), 0)
        self.stand(at, minute)
        self.measure()

    def stand(self, day: date | None, minute: int | None = None, room: str | None = None) -> None:
        """Puts the frame on a day, in the view of a day on a minute of it, and on a room where one is named."""
        if self.shown is Shown.DAY:
            first = self._first_minute() if minute is None else minute
            self.column = (first - self.hours[0]) // SLOT
        elif day in self.days:
            self.column = self.days.index(day)
        self.row = next((at for at, (code, _) in enumerate(self.rooms) if code == room), self.row)
        self.column = min(max(self.column, 0), max(self.columns - 1, 0))
        self._tell()

    @property
    def columns(self) -> int:
        """How many columns there are."""
        if self.shown is Shown.DAY:
            return (self.hours[1] - self.hours[0]) // SLOT
        return len(self.days)

    @property
    def room(self) -> str:
        """The code of the room on which the frame stands; empty for none."""
        return self.rooms[self.row][0] if self.row < len(self.rooms) else ""

    @property
    def day(self) -> date | None:
        """The day on which the frame stands."""
        if not self.days:
            return None
        return self.days[0 if self.shown is Shown.DAY else min(self.column, len(self.days) - 1)]

    @property
    def minute(self) -> int | None:
        """The minute of the day on which the frame stands; None where days are shown."""
        return self.hours[0] + self.column * SLOT if self.shown is Shown.DAY else None

    @property
    def here(self) -> tuple[Bar, ...]:
        """What stands under the frame, by time."""
        found = self.cells.get((self.room, self.day or date.min), [])
        minute = self.minute
        if minute is None:
            return tuple(found)
        return tuple(bar for bar in found if bar.begin < minute + SLOT and minute < bar.end)

    # ------------------------------------------------------------ where it is drawn

    def measure(self) -> None:
        """Room for every row, and for a month of narrow columns."""
        px = current.theme.px
        rows = max(len(self.rooms), 1)
        self.setMinimumSize(px(NAMES) + 31 * px(12), px(HEAD) + rows * px(LOWEST) + px(LEGEND))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = current.theme.px
        rows = max(len(self.rooms), 1)
        return QSize(px(NAMES) + 31 * px(26), px(HEAD) + rows * px(44) + px(LEGEND))

    def grid(self) -> QRectF:
        """Where the cells lie."""
        px = current.theme.px
        high = self.height() - px(HEAD) - px(LEGEND)
        rows = max(len(self.rooms), 1)
        return QRectF(
            px(NAMES), px(HEAD), self.width() - px(NAMES) - 1, min(high, rows * px(64)) // rows * rows
        )

    def cell(self, row: int, column: int) -> QRectF:
        """Where one cell lies."""
        grid = self.grid()
        wide, high = grid.width() / max(self.columns, 1), grid.height() / max(len(self.rooms), 1)
        return QRectF(grid.left() + column * wide, grid.top() + row * high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        room_calendar_paint.paint(QPainter(self), self)

    # ------------------------------------------------------------ keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        asked = {
            Qt.Key.Key_0: "",
            Qt.Key.Key_1: Shown.MONTH,
            Qt.Key.Key_2: Shown.WEEK,
            Qt.Key.Key_3: Shown.DAY,
        }
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned_month.emit(steps[key][1])
        elif key in steps and not event.modifiers() & _ALT:
            self._step(*steps[key])
        elif key in pages:
            self.turned.emit(pages[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.column = 0 if key == Qt.Key.Key_Home else self.columns - 1
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            self.opened.emit()
        elif key == Qt.Key.Key_Delete:
            self.given_up.emit()
        elif key in asked and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.wanted.emit(str(asked[key]))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        grid, at = self.grid(), event.position()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if grid.contains(QPointF(at.x(), at.y())) and self.rooms:
            self.row = min(int((at.y() - grid.top()) / grid.height() * len(self.rooms)), len(self.rooms) - 1)
            self.column = min(int((at.x() - grid.left()) / grid.width() * self.columns), self.columns - 1)
            self._tell()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.grid().contains(event.position()):
            self.opened.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _step(self, down: int, right: int) -> None:
        row, column = self.row + down, self.column + right
        if right and not 0 <= column < self.columns:
            self.turned.emit(right)  # the edge leads on
            return
        self.row = min(max(row, 0), max(len(self.rooms) - 1, 0))
        self.column = column
        self._tell()

    def _first_minute(self) -> int:
        """Where the frame comes to stand in a day: on the room's first booking, else at nine."""
        found = self.cells.get((self.room, self.days[0] if self.days else date.min), [])
        return found[0].begin if found else 9 * 60

    def _tell(self) -> None:
        self.setAccessibleDescription(self.spoken_value)
        self.update()
        self.moved.emit()

    @property
    def spoken_value(self) -> str:
        """What stands under the frame, in words."""
        if self.day is None or not self.rooms:
            return ""
        weekdays = self.words["weekdays"]
        names = list(weekdays) if isinstance(weekdays, list | tuple) else []
        day = str(self.words["day"]).format(
            month=self.day.month, day=self.day.day, weekday=names[self.day.weekday()]
        )
        hour = "" if self.minute is None else clock(self.minute)
        said = "；".join(bar.line for bar in self.here) or str(self.words["none"])
        return " ".join(part for part in (day, hour, self.rooms[self.row][1], said) if part)


_ALT = Qt.KeyboardModifier.AltModifier


def week_of(day: date) -> tuple[date, ...]:
    """The seven days from Monday on of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=step) for step in range(7))


def month_days(day: date) -> tuple[date, ...]:
    """All days of the month of a day."""
    first = day.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return tuple(first + timedelta(days=step) for step in range((after - first).days))
