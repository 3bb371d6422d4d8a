"""The hall's own screen (自助屏): a petitioner scans a code, sees where the matter stands, and rates the answer.

A window of its own over the whole screen. It knows no name and no content of a matter; whoever steps up finds what a
stranger may see. One code and at most four digits come in; a minute without a touch leads back to the beginning.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.acts.rating import Rate, Rating, RatingReason, RatingWay
from app.domain.codes import codes
from app.qr.families import Family, family_of
from app.services.asking import Standing
from resources.loader import words as words_of
from ui.desk.widgets.hall_step import HallStep, hall_button
from ui.desk.wording import long_day
from ui.messages import Message

ALONE_AFTER = 60_000
"""Milliseconds without a touch after which the screen forgets who stood there."""
LONGEST_CODE = 400
"""Characters of a scan that are listened to; a receipt has 62."""
DIGITS = "123456789X0"


class SelfServiceScreen(QWidget):
    """The steps, one at a time. Says what the visitor wants; whoever made it answers by `show_…`."""

    asked = Signal(str, str)
    """A code, and the digits besides, or none."""
    rated = Signal(str, str, object)
    """A code, the digits, and the Rate."""
    left = Signal()
    """Somebody of the office takes the screen back."""

    def __init__(self, office: str, digits: int) -> None:
        super().__init__()
        self._text = words_of("words/asking.toml")["self_service"]
        self._digits = digits
        self._typed = ""
        self.code = self.tail = ""
        self.setObjectName("self-service")
        self.setWindowTitle(self._text["title"])
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # an input method would eat a scan
        self._steps = QStackedWidget()
        staff = QPushButton(f"{self._text['staff']}   Ctrl+Alt+L")
        staff.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        staff.clicked.connect(self.left)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(staff)
        column = QVBoxLayout(self)
        column.addWidget(self._steps, 1)
        column.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+Alt+L"), self).activated.connect(self.left)
        self._alone = QTimer(self, interval=ALONE_AFTER, singleShot=True)
        self._alone.timeout.connect(self.begin)
        self._office = office
        self.begin()

    @property
    def step(self) -> HallStep:
        """What is shown now."""
        shown = self._steps.currentWidget()
        assert isinstance(shown, HallStep)
        return shown

    def begin(self) -> None:
        """Whoever stood there is forgotten; a code is waited for."""
        self.code = self.tail = self._typed = ""
        step = HallStep(self._text["scan"])
        step.say(self._office, "hall-body")
        step.say(self._text["scan_more"], "hall-small")
        step.say(self._text["privacy"], "hall-small")
        self._show(step)
        self._alone.stop()

    def show_standing(self, standing: Standing) -> None:
        """Where the matter stands; without the digits one word."""
        words, text = words_of("words/asking.toml")["told_states"], self._text
        step = HallStep(text["state"].format(state=words[standing.state]))
        step.say(text["here"].format(number=standing.number), "hall-small")
        if not self.tail:
            step.say(text["only_state"])
        if standing.since is not None:
            step.say(text["since"].format(day=long_day(standing.since)))
        if standing.unit:
            step.say(text["unit"].format(unit=standing.unit))
        if standing.owed_by is not None:
            key = "late" if standing.late else "owed_by"
            step.say(text[key].format(day=long_day(standing.owed_by)))
        acts: list[tuple[str, Callable[[], object]]] = [(text["done"], self.begin)]
        if standing.ratable:
            acts.insert(0, (text["rate"], lambda: self.show_rating(has_unit=standing.has_unit)))
        elif not self.tail:
            acts.insert(0, (text["back"], self.show_digits))
        step.offer(*acts)
        self._show(step)

    def show_digits(self, note: str = "") -> None:
        """The pad for the last digits; `note` is what was wrong with those before."""
        self._typed = ""
        self._show(_DigitsStep(self, self._text, note))

    def show_rating(self, *, has_unit: bool) -> None:
        """The marks: of this office, and of the unit where there is one."""
        self._show(_RatingStep(self, self._text, has_unit=has_unit))

    def show_thanks(self, bad: bool, day: str) -> None:
        """The rating was written; a bad one is work for the office until that day."""
        key = "thanks" if not bad else "thanks_bad" if day else "thanks_bad_open"
        step = HallStep(self._text[key].format(day=day))
        step.offer((self._text["done"], self.begin))
        self._show(step)

    def show_message(self, message: Message) -> None:
        """Why it does not go on; wrong digits are asked for again."""
        if message.code == "asking.digits":
            self.show_digits(message.says)
            return
        step = HallStep(message.says)
        step.say(message.do)
        step.offer((self._text["back"], self.begin))
        self._show(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A scanner types; so may a visitor who has keys."""
        self._alone.start()
        if event.key() == Qt.Key.Key_Escape:
            self.begin()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            typed, self._typed = self._typed, ""
            self._take(typed)
        elif event.key() == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self._show_typed()
        elif event.text().isprintable():
            self._typed = (self._typed + event.text())[-LONGEST_CODE:]
            self._show_typed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys go to the screen and never to a button: a scan must not press one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        if event.type() == QEvent.Type.MouseButtonPress and self.code:
            self._alone.start()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing it is leaving it: the desk behind it stays shut."""
        event.ignore()
        self.left.emit()

    def type_digit(self, digit: str) -> None:
        """A key of the pad; an empty one takes the last digit back. The last of them asks."""
        self._alone.start()
        self._typed = self._typed[:-1] if not digit else self._typed + digit
        self._show_typed()

    def ask_without_digits(self) -> None:
        """The visitor wants to know the state only."""
        self.tail = ""
        self._wait()
        self.asked.emit(self.code, "")

    def rate(self, mark: Rate) -> None:
        """The visitor has said it."""
        self._wait()
        self.rated.emit(self.code, self.tail, mark)

    def _take(self, typed: str) -> None:
        """What was scanned, or digits that were typed on keys."""
        family = family_of(typed)
        if family is None and isinstance(self.step, _DigitsStep):
            return  # the last of the digits has asked already
        self.code, self.tail = typed, ""
        if family is Family.EVALUATION:
            self._wait()
            self.asked.emit(self.code, "")
        elif typed:
            self.show_digits()

    def _show_typed(self) -> None:
        if isinstance(self.step, _DigitsStep) and family_of(self._typed) is None:
            self.step.show_typed(self._typed, self._digits)
            if len(self._typed) == self._digits and self._typed[:2].upper() != "XF":
                self.tail, self._typed = self._typed, ""
                self._wait()
                self.asked.emit(self.code, self.tail)

    def _wait(self) -> None:
        self._show(HallStep(self._text["reading"]))

    def _show(self, step: HallStep) -> None:
        step.end()
        while (old := self._steps.widget(0)) is not None:
            self._steps.removeWidget(old)
            old.deleteLater()
        self._steps.addWidget(step)
        for button in step.findChildren(QPushButton):
            button.installEventFilter(self)
        self.setFocus()
        self._alone.start()


class _DigitsStep(HallStep):
    """The pad."""

    def __init__(self, screen: SelfServiceScreen, text: dict[str, str], note: str) -> None:
        super().__init__(text["digits"])
        self._note = self.say(note, "hall-body")
        self._note.setVisible(bool(note))
        self._shown = self.say("")
        self.show_typed("", screen._digits)
        pad = QGridLayout()
        for at, digit in enumerate(DIGITS):
            button = hall_button(digit)
            button.clicked.connect(lambda _=False, digit=digit: screen.type_digit(digit))
            pad.addWidget(button, at // 3, at % 3)
        back = hall_button(text["digits_clear"])
        back.clicked.connect(lambda: screen.type_digit(""))
        pad.addWidget(back, 3, 2)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(pad)
        row.addStretch(1)
        self.content.addLayout(row)
        self.offer(
            (text["digits_skip"], screen.ask_without_digits), (text["back"], screen.begin), has_next=False
        )

    def show_typed(self, typed: str, digits: int) -> None:
        """A dot for each digit: whoever stands behind reads none."""
        said = "\u25cf " * len(typed) + "\u25cb " * (digits - len(typed))
        self._shown.setText(said.strip())
        self._shown.setAccessibleName(f"{len(typed)}/{digits}")


class _RatingStep(HallStep):
    """The marks and, after a bad one, the reasons."""

    def __init__(self, screen: SelfServiceScreen, text: dict[str, str], *, has_unit: bool) -> None:
        super().__init__(text["rate_title"])
        self._screen = screen
        self._marks: dict[str, dict[Rating, QPushButton]] = {}
        for name in ("rate_office", "rate_unit") if has_unit else ("rate_office",):
            self.say(text[name])
            self._marks[name] = self._row(name)
        self._why = self.say(text["rate_reasons"])
        self._reasons: dict[RatingReason, QPushButton] = {}
        grid = QGridLayout()
        for at, code in enumerate(codes("rating_reasons")):
            button = hall_button(code.label)
            button.setCheckable(True)
            grid.addWidget(button, at // 3, at % 3)
            self._reasons[RatingReason(code.code)] = button
        self.content.addLayout(grid)
        (self.send, _) = self.offer((text["rate_send"], self._send), (text["back"], screen.begin))
        self._changed()

    def _row(self, name: str) -> dict[Rating, QPushButton]:
        row = QHBoxLayout()
        made: dict[Rating, QPushButton] = {}
        row.addStretch(1)
        for code in codes("ratings"):
            mark = Rating(code.code)
            made[mark] = button = hall_button(code.label)
            button.setCheckable(True)
            button.clicked.connect(partial(self._mark, name, mark))
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)
        return made

    def _mark(self, name: str, mark: Rating, _: bool = False) -> None:
        for each, button in self._marks[name].items():
            button.setChecked(each is mark)
        self._changed()

    def _said(self, name: str) -> Rating | None:
        return next((each for each, button in self._marks.get(name, {}).items() if button.isChecked()), None)

    def _changed(self) -> None:
        marks = [self._said(name) for name in self._marks]
        bad = Rating.DISSATISFIED in marks
        self._why.setVisible(bad)
        for button in self._reasons.values():
            button.setVisible(bad)
            button.setChecked(button.isChecked() and bad)
        self.send.setEnabled(marks[0] is not None)

    def _send(self) -> None:
        office = self._said("rate_office")
        if office is not None:
            chosen = tuple(reason for reason, button in self._reasons.items() if button.isChecked())
            unit = self._said("rate_unit")
            self._screen.rate(
                Rate(rating=office, unit_rating=unit, reasons=chosen, rated_by=RatingWay.SCREEN)
            )
