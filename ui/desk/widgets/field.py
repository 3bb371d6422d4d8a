"""A field: label line (key at its right), editor, note line. A row of fields shares its three lines.

The note line is always there: it is the gap to the next row, so a warning pushes nothing unless it needs a second line.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.key_hint import KeyHint, give_role, text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.state_mark import paint_mark
from ui.desk.widgets.ticks import TickRow
from ui.theme import State, current

Editor = QLineEdit | QPlainTextEdit | PickLine | TickRow

HELP = "field-help"
"""The property of an editor by which Shift+F1 knows its field."""
MOST_LINES = 4
"""Lines that a warning may take."""
LEAST_OF_DAY = 108
"""A day, 2026-11-20, with the air of its field, in pixels of the 14-pixel desk."""
FEWEST = 6
"""Characters that must fit side by side before a note is wrapped: less is no room yet."""
_ROLES = {State.SOON: "warning", State.IN_TIME: "confirmed", None: "hint"}


class NoteLine(Measured, QWidget):
    """One line below an editor: a grey hint, a warning (▲) or a confirmation (●).

    A warning that is too long goes on below, up to four lines: what to do stands at its end. So does the hint that stands
    there from the beginning, and its lines are kept while something else is said. What comes in between is cut.
    """

    def __init__(self, standing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing = standing
        self._state: State | None = None
        self._full = ""
        self._words = text_label("", "hint", self)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._words, 1)
        self.measure()

    def measure(self) -> None:
        """One line of 12 with a little air, or the lines of a warning; the mark's room on the left."""
        self._cut()

    @property
    def text(self) -> str:
        """The whole note, also where the line shows less."""
        return self._full

    @property
    def state(self) -> State | None:
        """SOON for a warning, IN_TIME for a confirmation, None for a hint."""
        return self._state

    def say(self, text: str, state: State | None = None) -> None:
        """Shows `text`; an empty text leaves the line blank."""
        self._full, self._state = text, state if text else None
        self.setToolTip(text)
        give_role(self._words, _ROLES[self._state])
        self.measure()
        self.update()

    def _cut(self) -> None:
        metrics, left = self._words.fontMetrics(), current.theme.px(15) if self._state else 0
        room = max(self.width() - left, 0)
        goes_on = self._state is State.SOON or self._full == self._standing
        lines = self._lines(self._full, room) if goes_on else 1
        kept = max(lines, self._lines(self._standing, self.width()))
        self._words.setWordWrap(lines > 1)
        shown = self._full if lines > 1 else metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        self._words.setText(shown)
        self._layout.setContentsMargins(left, 0, 0, (kept - lines) * metrics.lineSpacing())
        self.setFixedHeight(current.theme.px(20) + (kept - 1) * metrics.lineSpacing())

    def _lines(self, text: str, room: int) -> int:
        """How many lines a text takes in so much room."""
        metrics = self._words.fontMetrics()
        if not metrics.horizontalAdvance(text) > room > metrics.horizontalAdvance(text[:FEWEST]):
            return 1
        needed = metrics.boundingRect(QRect(0, 0, room, 10_000), Qt.TextFlag.TextWordWrap, text).height()
        return min(MOST_LINES, max(1, round(needed / metrics.lineSpacing())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state is not None:
            theme = current.theme
            side = theme.px(9)
            box = QRectF(theme.px(1), (theme.px(20) - side) / 2, side, side)
            paint_mark(QPainter(self), box, self._state, theme.colours.of(self._state))


class LabelLine(Measured, QWidget):
    """The line above an editor: its label on the left, its key on the right."""

    def __init__(self, label: QLabel, keys: KeyHint) -> None:
        super().__init__()
        self._mark: QLabel | None = None
        self._line = QHBoxLayout(self)
        self._line.addWidget(label)
        self._line.addStretch(1)
        self._line.addWidget(keys)
        self.measure()

    def mark(self, text: str) -> None:
        """Prints a word beside the label, or takes it away."""
        if self._mark is None and text:
            self._mark = text_label("", "warning")
            self._line.insertWidget(1, self._mark)
        if self._mark is not None:
            self._mark.setText(text)
            self._mark.setVisible(bool(text))

    def measure(self) -> None:
        """Four pixels above the editor."""
        self._line.setContentsMargins(0, 0, 0, current.theme.px(4))
        self._line.setSpacing(current.theme.px(8))


class Field:
    """Label, editor and note of one thing to type. The parts are laid out by a FieldRow."""

    def __init__(
        self,
        label: str,
        editor: Editor,
        *,
        keys: str = "",
        hint: str = "",
        help_name: str = "",
        least: int = 0,
    ) -> None:
        """`help_name`: by what Shift+F1 finds what is said of it (ui/desk/field_help.py).

        `least`: pixels of the 14-pixel desk under which it goes to a line of its own; of a day, what a day needs.
        """
        self.editor = editor
        self.least = least or (LEAST_OF_DAY if isinstance(editor, DateField) else 0)
        editor.setProperty(HELP, help_name)
        self.hint = hint
        self.note = NoteLine(hint)
        self.label = text_label(label, "label")
        self.label.setBuddy(editor)
        self.keys = KeyHint(keys)
        self.head = LabelLine(self.label, self.keys)
        editor.setAccessibleName(label)
        self.say_hint()

    @property
    def text(self) -> str:
        """What stands in the editor, as typed."""
        if isinstance(self.editor, PickLine):
            return self.editor.code
        if isinstance(self.editor, TickRow):
            return ",".join(self.editor.codes)
        return self.editor.text() if isinstance(self.editor, QLineEdit) else self.editor.toPlainText()

    def clear(self) -> None:
        """Empties the editor; a row of words keeps the one that is taken."""
        if isinstance(self.editor, TickRow):
            self.editor.take(())
        elif not isinstance(self.editor, PickLine):
            self.editor.clear()

    def warn(self, text: str) -> None:
        """Says what is doubtful; never blocks."""
        self._say(text, State.SOON)

    def mark(self, text: str) -> None:
        """A word beside the label until somebody has looked: where the content came from; empty takes it away."""
        self.head.mark(text)

    def confirm(self, text: str) -> None:
        """Says what was recognised."""
        self._say(text, State.IN_TIME)

    def say_hint(self, text: str | None = None) -> None:
        """Back to the usual hint, or to another one."""
        self._say(self.hint if text is None else text, None)

    def _say(self, text: str, state: State | None) -> None:
        self.note.say(text, state)
        self.editor.setAccessibleDescription(text)


class FieldRow(Measured, QWidget):
    """Fields side by side: labels on one line, editors on one line, notes on one line.

    Where the row is too narrow for all of them, the last ones go to lines of their own below.
    """

    def __init__(self, *fields: Field, widths: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = fields
        self._widths = [widths[at] if at < len(widths) else 1 for at in range(len(fields))]
        self._lines: list[int] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self.measure()

    def measure(self) -> None:
        """The gaps between the fields, and how many stand on a line."""
        for field in self.fields:
            if field.least:
                field.editor.setMinimumWidth(current.theme.px(field.least))
        self._grid.setHorizontalSpacing(current.theme.px(14))
        self._arrange()

    def exchange(self, old: Field, new: Field) -> None:
        """Puts `new` where `old` stands; what stands in `old` stays there. Nothing happens where it does not stand."""
        if old not in self.fields:
            return
        for part in (old.head, old.editor, old.note):
            self._grid.removeWidget(part)
            part.hide()
        self.fields = tuple(new if field is old else field for field in self.fields)
        self._lines = []
        self._arrange()
        for part in (new.head, new.editor, new.note):
            part.show()
        for before, after in pairwise(self.fields):
            QWidget.setTabOrder(before.editor, after.editor)

    @property
    def ends_in_words(self) -> bool:
        """Whether a note stands below its last line of fields; a warning that comes and goes pushes nothing."""
        last = self.fields[-self._lines[-1] :] if self._lines else self.fields
        return any(field.hint or (field.note.text and field.note.state is None) for field in last)

    def minimumSizeHint(self) -> QSize:
        widest = max((self._least(field) for field in self.fields), default=0)
        return QSize(widest, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _least(self, field: Field) -> int:
        editor = field.editor.minimumWidth() or current.theme.px(56)
        return max(field.head.minimumSizeHint().width(), editor)

    def _lines_for(self, room: int) -> list[int]:
        """How many fields stand on each line when `room` pixels are there."""
        gap, lines, taken = current.theme.px(14), [0], 0
        for field in self.fields:
            least = self._least(field)
            if lines[-1] and taken + gap + least > room:
                lines.append(0)
                taken = 0
            taken += least + (gap if lines[-1] else 0)
            lines[-1] += 1
        return lines

    def _arrange(self) -> None:
        lines = self._lines_for(self.width()) if self.testAttribute(_RESIZED) else [len(self.fields)]
        if lines == self._lines:
            return
        self._lines = lines
        columns = [0] * max(lines, default=0)
        at = 0
        for line, count in enumerate(lines):
            for column in range(count):
                spare = len(columns) - count if column == count - 1 else 0
                self._place(self.fields[at], 3 * line, column, 1 + spare)
                columns[column] = max(columns[column], self._widths[at])
                at += 1
        for column in range(len(self.fields)):
            self._grid.setColumnStretch(column, columns[column] if column < len(columns) else 0)
        self.updateGeometry()

    def _place(self, field: Field, row: int, column: int, span: int) -> None:
        grid, nowhere = self._grid, Qt.AlignmentFlag(0)
        for part in (field.head, field.editor, field.note):
            grid.removeWidget(part)
        one_line = not isinstance(field.editor, QPlainTextEdit)
        grid.addWidget(field.head, row, column, 1, span, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(
            field.editor, row + 1, column, 1, span, Qt.AlignmentFlag.AlignTop if one_line else nowhere
        )
        grid.addWidget(field.note, row + 2, column, 1, span, Qt.AlignmentFlag.AlignTop)
        if not one_line:
            grid.setRowStretch(row + 1, 1)


_RESIZED = Qt.WidgetAttribute.WA_WState_Created
"""Set once the widget is really there: before that its width means nothing."""


class Form(Measured, QWidget):
    """Rows and cards in which Enter goes to the next field; Tab does too, Shift+Tab goes back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = QVBoxLayout(self)
        """Where rows and cards go."""
        self.content.setContentsMargins(0, 0, 0, 0)
        self.measure()

    def measure(self) -> None:
        """Eleven pixels between cards."""
        self.content.setSpacing(current.theme.px(11))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers().value & ~_KEYPAD:
            self.focusNextPrevChild(True)
            event.accept()
        else:
            super().keyPressEvent(event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier.value


def focus_later(widget: QWidget) -> None:
    """Puts the cursor into `widget` once the page is shown."""
    QTimer.singleShot(0, widget, widget.setFocus)
