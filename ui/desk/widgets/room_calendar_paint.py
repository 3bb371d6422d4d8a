"""How a calendar of rooms is drawn: grounds, rules, bars, words, the frame. Whole pixels, no gradients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen

from ui.desk.widgets.room_bars import SLOT, Bar, BarKind, Shown
from ui.theme import Theme, current

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
SATURDAY = 5
STRIPE = 3
"""Width of the stripe at the left of a bar with words."""


class Drawn(Protocol):
    """What is drawn: the calendar as its painter sees it."""

    words: Mapping[str, object]
    today: date
    shown: Shown
    days: tuple[date, ...]
    rooms: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, date], list[Bar]]
    hours: tuple[int, int]
    row: int
    column: int

    @property
    def columns(self) -> int:
        """How many columns there are."""
        ...

    def grid(self) -> QRectF:
        """Where the cells lie."""
        ...

    def cell(self, row: int, column: int) -> QRectF:
        """Where one cell lies."""
        ...

    def rect(self) -> QRect:
        """The whole of it."""
        ...

    def hasFocus(self) -> bool:
        """Whether keys go there."""
        ...


def paint(painter: QPainter, calendar: Drawn) -> None:
    """Draws the whole of it."""
    theme = current.theme
    grid = calendar.grid()
    painter.fillRect(calendar.rect(), QColor(theme.colours.surface))
    _columns(painter, calendar, theme, grid)
    _rows(painter, calendar, theme, grid)
    if calendar.shown is Shown.DAY:
        _day(painter, calendar, theme)
    else:
        for (room, day), bars in calendar.cells.items():
            row = next((at for at, (code, _) in enumerate(calendar.rooms) if code == room), -1)
            if row >= 0 and day in calendar.days:
                box = calendar.cell(row, calendar.days.index(day))
                (_month_cell if calendar.shown is Shown.MONTH else _week_cell)(
                    painter, calendar, theme, box, bars
                )
    _frame(painter, calendar, theme)
    _legend(painter, calendar, theme)


def _columns(painter: QPainter, calendar: Drawn, theme: Theme, grid: QRectF) -> None:
    """The head, the grounds of days off, the upright rules."""
    colours, px = theme.colours, theme.px
    high = grid.top()
    if calendar.shown is Shown.DAY:
        _hours(painter, calendar, theme, grid, high)
        return
    size = _fitting(theme, calendar.cell(0, 0).width())
    for at, day in enumerate(calendar.days):
        box = calendar.cell(0, at)
        if day.weekday() >= SATURDAY:
            _free_day(painter, theme, QRectF(box.left(), 0, box.width(), grid.bottom()), high)
        is_today = day == calendar.today
        head = QRectF(box.left(), 0, box.width(), high)
        if is_today:
            painter.fillRect(head.adjusted(1, 2, 0, -2), QColor(colours.accent))
        number = QRectF(head.left(), px(3), head.width(), px(17))
        below = QRectF(head.left(), px(19), head.width(), px(16))
        painter.setPen(QColor(colours.on_accent if is_today else colours.text))
        painter.setFont(theme.font(size, strong=is_today))
        painter.drawText(number, _CENTRE, str(day.day))
        painter.setPen(QColor(colours.on_accent if is_today else colours.hint))
        painter.setFont(theme.font(min(size, 12)))
        painter.drawText(below, _CENTRE, _weekday(calendar, day.weekday(), is_today, box.width(), theme))
        painter.setPen(QColor(colours.line))
        painter.drawLine(int(box.left()), 0, int(box.left()), int(grid.bottom()))


def _free_day(painter: QPainter, theme: Theme, column: QRectF, head: float) -> None:
    """Saturdays and Sundays: a grey ground; where the page and what lies on it are of one colour, dots below the head."""
    colours = theme.colours
    if colours.background != colours.surface:
        painter.fillRect(column, QColor(colours.background))
        return
    painter.fillRect(
        column.adjusted(1, head, 0, 0), QBrush(QColor(colours.hint), Qt.BrushStyle.Dense7Pattern)
    )


def _fitting(theme: Theme, width: float) -> int:
    """The size at which the number of a day fits into a column: 13 where there is room, 10 at least."""
    sizes = (13, 12, 11)
    fits = (size for size in sizes if QFontMetrics(theme.font(size)).horizontalAdvance("30") + 1 < width)
    return next(fits, 10)


def _weekday(calendar: Drawn, at: int, is_today: bool, width: float, theme: Theme) -> str:
    weekdays = calendar.words["weekdays"]
    name = str(weekdays[at]) if isinstance(weekdays, list | tuple) else ""
    said = str(calendar.words["today"]) if is_today else name
    return said if width > theme.px(46) else said[:1] if is_today else said[-1:]


def _hours(painter: QPainter, calendar: Drawn, theme: Theme, grid: QRectF, high: float) -> None:
    colours, px = theme.colours, theme.px
    metrics = QFontMetrics(theme.font(12))
    step = 2 if calendar.cell(0, 0).width() * 2 > metrics.horizontalAdvance("00:00") + px(4) else 4
    for at in range(calendar.columns):
        box = calendar.cell(0, at)
        whole = at % 2 == 0
        painter.setPen(QPen(QColor(colours.line), 1, Qt.PenStyle.SolidLine if whole else Qt.PenStyle.DotLine))
        painter.drawLine(int(box.left()), int(high) if not whole else 0, int(box.left()), int(grid.bottom()))
        if at % step == 0:
            painter.setFont(theme.font(12))
            painter.setPen(QColor(colours.secondary))
            hour = (calendar.hours[0] + at * SLOT) // 60
            words = QRectF(box.left() + px(4), 0, box.width() * step, high)
            painter.drawText(words, _LEFT, f"{hour:02d}:00")


def _rows(painter: QPainter, calendar: Drawn, theme: Theme, grid: QRectF) -> None:
    """The rooms' names and the level rules."""
    colours, px = theme.colours, theme.px
    painter.setFont(theme.font(13))
    metrics = painter.fontMetrics()
    for at, (_, name) in enumerate(calendar.rooms):
        box = calendar.cell(at, 0)
        words = QRectF(px(4), box.top(), grid.left() - px(8), box.height())
        painter.setPen(QColor(colours.text))
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, _LEFT, cut)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, int(box.top()), int(grid.right()), int(box.top()))
    painter.setPen(QColor(colours.line))
    painter.drawLine(0, int(grid.bottom()), int(grid.right()), int(grid.bottom()))


def _month_cell(painter: QPainter, calendar: Drawn, theme: Theme, box: QRectF, bars: Sequence[Bar]) -> None:
    """Bars from morning to evening down the cell, and their number where there is room for it."""
    first, last = calendar.hours
    room = box.adjusted(3, 2, -2, -2)
    counted = box.width() >= theme.px(22)
    wide = room.width() - (theme.px(10) if counted else 0)
    scale = room.height() / max(last - first, 1)
    for bar in bars:
        top = room.top() + (bar.begin - first) * scale
        high = max((bar.end - bar.begin) * scale, 3.0)
        _block(painter, theme, QRectF(round(room.left()), round(top), round(wide), round(high)), bar.kind)
    if counted:
        painter.setFont(theme.font(12))
        painter.setPen(QColor(theme.colours.secondary))
        number = QRectF(box.right() - theme.px(11), box.top(), theme.px(10), box.height())
        painter.drawText(number, _CENTRE, str(len(bars)))


def _week_cell(painter: QPainter, calendar: Drawn, theme: Theme, box: QRectF, bars: Sequence[Bar]) -> None:
    """A line for each booking, as many as fit; the last one says how many more there are."""
    pitch = theme.px(15)
    fit = max(int((box.height() - 1) // pitch), 1)
    shown = bars if len(bars) <= fit else bars[: max(fit - 1, 1)]
    top = box.top() + max((box.height() - pitch * min(len(bars), fit)) / 2, 1)
    painter.setFont(theme.font(12))
    metrics = painter.fontMetrics()
    for bar in shown:
        line = QRectF(box.left() + 3, top, box.width() - 5, pitch - 1)
        _block(painter, theme, QRectF(round(line.left()), round(top) + 1, theme.px(5), pitch - 3), bar.kind)
        words = line.adjusted(theme.px(9), 0, 0, 0)
        said = f"{bar.hours[:5]} {bar.words}"
        painter.setPen(QColor(theme.colours.text))
        cut = metrics.elidedText(said, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, _LEFT, cut)
        top += pitch
    left = len(bars) - len(shown)
    if left and fit > 1:
        painter.setPen(QColor(theme.colours.secondary))
        painter.drawText(QRectF(box.left() + theme.px(12), top, box.width(), pitch - 1), _LEFT, f"+{left}")


def _day(painter: QPainter, calendar: Drawn, theme: Theme) -> None:
    """Each booking as a bar along the hours, with its words in it."""
    px, first = theme.px, calendar.hours[0]
    for row, (room, _) in enumerate(calendar.rooms):
        line = calendar.cell(row, 0)
        for bar in calendar.cells.get((room, calendar.days[0]), ()) if calendar.days else ():
            wide = line.width() / SLOT
            left = line.left() + (bar.begin - first) * wide
            box = QRectF(
                round(left) + 1, line.top() + 3, round((bar.end - bar.begin) * wide) - 2, line.height() - 5
            )
            painter.fillRect(box, QColor(theme.colours.chip))
            _block(painter, theme, QRectF(box.left(), box.top(), px(STRIPE + 2), box.height()), bar.kind)
            painter.setPen(QColor(theme.colours.line))
            painter.drawRect(box)
            words = box.adjusted(px(9), 0, -px(1), 0)
            if words.width() >= px(34):  # two characters and the dots; less says nothing
                _words_of(painter, theme, words, bar)


def _words_of(painter: QPainter, theme: Theme, box: QRectF, bar: Bar) -> None:
    px = theme.px
    two = box.height() >= px(34)
    above = QRectF(box.left(), box.top(), box.width(), box.height() / 2 if two else box.height())
    painter.setFont(theme.font(13))
    painter.setPen(QColor(theme.colours.text))
    said = bar.words if two else " ".join(part for part in (bar.words, bar.who) if part)
    cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(above, _LEFT, cut)
    if two:
        painter.setFont(theme.font(12))
        painter.setPen(QColor(theme.colours.secondary))
        below = above.translated(0, box.height() / 2)
        said = " ".join(part for part in (bar.hours, bar.who) if part)
        cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(below, _LEFT, cut)


def _block(painter: QPainter, theme: Theme, box: QRectF, kind: BarKind) -> None:
    """A bar: filled for a mediation, hollow for something else, hatched for taken, dotted for away."""
    colours = theme.colours
    accent, grey = QColor(colours.accent), QColor(colours.secondary)
    if kind is BarKind.MEDIATION:
        painter.fillRect(box, accent)
        return
    if kind is not BarKind.OTHER:
        pattern = Qt.BrushStyle.BDiagPattern if kind is BarKind.TAKEN else Qt.BrushStyle.Dense5Pattern
        painter.fillRect(box, QBrush(grey, pattern))
    painter.setPen(accent if kind is BarKind.OTHER else grey)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -1))


def _frame(painter: QPainter, calendar: Drawn, theme: Theme) -> None:
    if not calendar.rooms:
        return
    wide = theme.px(2) if calendar.hasFocus() else 1
    painter.setPen(QPen(QColor(theme.colours.accent), wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = calendar.cell(calendar.row, calendar.column)
    painter.drawRect(box.adjusted(1, 1, -1, -1))


def _legend(painter: QPainter, calendar: Drawn, theme: Theme) -> None:
    """What the patterns mean, below the grid."""
    px = theme.px
    left, top = float(px(4)), calendar.grid().bottom() + px(7)
    legend = calendar.words["legend"]
    painter.setFont(theme.font(12))
    metrics = painter.fontMetrics()
    for kind, word in dict(legend).items() if isinstance(legend, dict) else ():
        _block(painter, theme, QRectF(round(left), round(top) + px(2), px(12), px(10)), BarKind(kind))
        painter.setPen(QColor(theme.colours.secondary))
        wide = metrics.horizontalAdvance(str(word))
        painter.drawText(QRectF(left + px(17), top - px(2), wide + 2, px(18)), _LEFT, str(word))
        left += px(17) + wide + px(18)
