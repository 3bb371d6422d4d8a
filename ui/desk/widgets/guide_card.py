"""The guide card (导引): question after question to a lawful path, beside a form; fills what the clerk then confirms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.guide import GuideLeaf, GuideStep, chart_for, walk
from app.services.guiding import Advice, charts
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice_line import ChoiceLine
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.messages import words

BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Left)


class GuideCard(Card):
    """Hidden until asked. Numbers answer, Backspace goes back, Enter hands the way over; nothing is saved by it."""

    taken = Signal(object)
    """The Advice of the way that was chosen to be filled in."""

    def __init__(self, advise: Callable[[GuideLeaf], Advice]) -> None:
        self._text = words("guide")
        super().__init__(self._text["title"], self._text["charts_keys"])
        self._advise = advise
        self._step: GuideStep | None = None
        self._told: Advice | None = None
        self._came_from: QWidget | None = None
        self._shown: list[QWidget] = []
        self.hide()

    @property
    def lines(self) -> tuple[ChoiceLine, ...]:
        """What can be chosen now."""
        return tuple(line for line in self._shown if isinstance(line, ChoiceLine))

    @property
    def told(self) -> Advice | None:
        """The way that is shown; None while there are still questions."""
        return self._told

    @property
    def said(self) -> tuple[str, ...]:
        """Everything that stands in the card, line by line."""
        return tuple(line.accessibleName() or line.property("text") or "" for line in self._shown)

    def turn(self, category: str = "") -> None:
        """Opens the card with the chart for that content category, or folds it and goes back to where one was."""
        if self.isVisible():
            self.fold()
            return
        self._came_from = QApplication.focusWidget()
        chart = chart_for(charts(), category)
        self._go(None if chart is charts()[0] else walk(chart))
        self.show()
        self._focus()

    def fold(self) -> bool:
        """Folds the card; whether it was open. The cursor goes back to where it was."""
        if self.isHidden():
            return False
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self.hide()
        if inside and self._came_from is not None:
            self._came_from.setFocus()
        return True

    def choose(self, at: int) -> None:
        """Takes the line at that place, from 0: a chart, an answer, or the way itself."""
        lines = self.lines
        if at >= len(lines):
            return
        if self._told is not None:
            self._take()
        elif self._step is None:
            self._go(walk(charts()[at]))
        else:
            given = [answer.code for answer in self._step.answers]
            self._go(walk(self._step.chart, [*given, lines[at].code]))

    def back(self) -> None:
        """One question back; before the first stands the list of charts."""
        if self._step is not None:
            given = [answer.code for answer in self._step.answers[:-1]]
            self._go(walk(self._step.chart, given) if self._step.answers else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - int(Qt.Key.Key_1)
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            if 0 <= digit < 9:
                return self.choose(digit)
            if event.key() in BACK:
                return self.back()
            if event.key() == Qt.Key.Key_Escape:
                self.fold()
                return None
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
                return self._move(event.key())
        return super().keyPressEvent(event)

    def _move(self, key: int) -> None:
        lines = self.lines
        at = next((place for place, line in enumerate(lines) if line.hasFocus()), 0)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(at)
        elif lines:
            lines[(at + (1 if key == Qt.Key.Key_Down else -1)) % len(lines)].setFocus()

    def _take(self) -> None:
        told = self._told
        self.hide()
        self.taken.emit(told)

    def _go(self, step: GuideStep | None) -> None:
        self._step, self._told = step, None
        if step is None:
            self._show([], [(each.code, each.title) for each in charts()], self._text["charts_keys"])
            return
        trail = " › ".join((step.chart.title, *(answer.says for answer in step.answers)))
        above = [(trail, "hint")]
        if step.question is not None:
            said = [*above, (step.question.asks, "card-title")]
            answers = [(answer.code, answer.says) for answer in step.question.answers]
            self._show(said, answers, self._text["keys"])
        elif step.leaf is not None:
            self._told = self._advise(step.leaf)
            said = [*above, *advice_words(self._told)]
            self._show(said, [("fill", self._text["fill"])], self._text["leaf_keys"])

    def _show(self, said: Sequence[tuple[str, str]], lines: Sequence[tuple[str, str]], keys: str) -> None:
        gone, self._shown = self._shown, []
        for text, role in said:
            self._shown.append(WrappedLine(text, role))
        numbered = len(lines) > 1
        for at, (code, says) in enumerate(lines):
            line = ChoiceLine(code, self._text["asked"].format(at=at + 1, says=says) if numbered else says)
            line.clicked.connect(lambda _=False, at=at: self.choose(at))
            self._shown.append(line)
        for widget in self._shown:
            self.content.addWidget(widget)
            widget.show()
        # the cursor goes to the new lines before the old ones go: it would leave the card with them
        if any(old.hasFocus() for old in gone):
            self._focus()
        for old in gone:
            self.content.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.set_keys(keys)
        self.updateGeometry()

    def _focus(self) -> None:
        if self.lines:
            self.lines[0].setFocus()


def advice_words(told: Advice) -> list[tuple[str, str]]:
    """What a way says, line by line, each with its role on the screen."""
    text = words("guide")
    way = text["way"].format(purpose=told.purpose, path=told.path) if told.path else told.purpose
    said = [(way, "card-title"), (told.says, "body")]
    said.append((text["body"].format(body=told.body, level=told.level), "small"))
    for unit in told.units[:2]:
        phone = unit.phone or unit.duty_phone
        line = text["unit"].format(name=unit.name, address=unit.address, phone=phone, hours=unit.hours)
        said.append((" ".join(line.split()), "small"))
    if not told.units and told.leaf.body != "competent":
        said.append((text["no_unit"], "hint"))
    said.append((text["procedures"].format(procedures=" → ".join(told.procedures)), "small"))
    if told.basis:
        said.append((text["articles"].format(articles=told.basis), "small"))
    for limit in told.limits:
        mark = text["unverified"] if limit.unverified else ""
        said.append((text["limit"].format(says=limit.says, law=limit.law) + mark, "small"))
    said.append((text["papers"].format(papers="、".join(told.papers)), "small"))
    said += [(told.here, "hint"), (text["advice_only"], "hint")]
    return said
