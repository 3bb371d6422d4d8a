"""The coach of the training hall (练习课, Ctrl+Shift+F9): a card over a corner of the page. It says who stands there, what
is to be done, and what is done by now.

It follows by listening to what changed and reading in the read lane. It takes no cursor, types nothing, waits for nothing,
and keeps nothing but which lesson was open last on this computer. It comes in practice folders only.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QVBoxLayout, QWidget

from app.changes import Changes
from app.domain.practice import Lesson, LessonStep, StepState, next_step
from app.domain.practice_file import lessons
from app.errors import AppError
from app.services.made_up_day import MadeUpDay, make_day
from app.services.practising import LessonBegun, begin_lesson, states_since
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.settings_file import SettingsFile
from ui.desk.shell import Shell, pages_of_the_day
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current

WIDE = 326
"""Pixels of the 14-pixel desk: no wider than what stands beside the form of the counter."""
ONLY_TRAINING = "practice.only_training"


def coach_words() -> dict[str, Any]:
    """The words around the lessons."""
    found: dict[str, Any] = words_of("words/practice.toml")["coach"]
    return found


class Coach(Measured, QFrame):
    """One lesson at a time: to be chosen, going on, or ended with what was left out and why it matters."""

    def __init__(self, hall: Hall, shell: Shell, settings: SettingsFile) -> None:
        super().__init__(shell)
        self.setObjectName("search-panel")
        self._text = text = coach_words()
        self.setAccessibleName(text["name"])
        self._hall, self._shell, self._settings = hall, shell, settings
        self._at = 0
        self._begun: LessonBegun | None = None
        self._ended = False
        self.states: tuple[StepState, ...] = ()
        """How each step of the lesson stands; empty before it begins."""
        self._hint = ""
        self._labels: list[QLabel] = []
        self._content = QVBoxLayout(self)
        self._keys = [
            _shortcut(shell, text[name], act)
            for name, act in (
                ("begin_key", self.begin_or_end),
                ("next_key", lambda: self.choose(1)),
                ("before_key", lambda: self.choose(-1)),
                ("hint_key", self.hint),
                ("day_key", self.make_day),
            )
        ]
        self._enable(on=False)
        self._keys.append(_shortcut(shell, text["key"], self.turn))
        hall.bus.changed.connect(self._changed)
        shell.page_shown.connect(self._place)
        shell.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._place)
        self.measure()
        self.hide()

    @property
    def lesson(self) -> Lesson:
        """The lesson that is shown."""
        return lessons()[self._at]

    @property
    def going(self) -> bool:
        """Whether a lesson was begun and not ended."""
        return self._begun is not None and not self._ended

    @property
    def said(self) -> str:
        """Everything that stands in the card."""
        return "\n".join(label.text() for label in self._labels)

    def measure(self) -> None:
        """The air around it."""
        px = current.theme.px
        self._content.setContentsMargins(px(14), px(10), px(14), px(10))
        self._content.setSpacing(px(6))
        self._place()

    def turn(self) -> None:
        """Brings the card, or puts it away; a lesson that is going on goes on. In a real office says where to practise."""
        if self.isVisible():
            self._enable(on=False)
            self.hide()
            return
        if not self._hall.session.office.training:
            self._hall.say(ONLY_TRAINING)
            return
        if self._begun is None:
            codes = [item.code for item in lessons()]
            last = self._settings.settings.lesson
            self._at = codes.index(last) if last in codes else 0
        self._enable(on=True)
        self.show()
        self.raise_()
        self._show()

    def choose(self, step: int) -> None:
        """The next lesson, or the one before; not while one is going on."""
        if self.going:
            return
        self._at = (self._at + step) % len(lessons())
        self._begun, self._ended, self.states, self._hint = None, False, (), ""
        self._remember()
        self._show()

    def begin_or_end(self) -> None:
        """Begins the lesson; one that is going on ends, and the card says what was left out."""
        if self.going:
            self._ended, self._hint = True, ""
            self._show()
            return
        session = self._hall.session
        self._remember()
        self._hall.read(lambda: begin_lesson(session), self._begin, asker=self, question="lesson")

    def hint(self) -> None:
        """Says which key comes next; presses nothing."""
        if self.going:
            at = next_step(self.lesson.steps, self.states)
            self._hint = self._text["hint_none"] if at is None else self._key_after(self.lesson.steps[at])
            self._show()

    def make_day(self) -> None:
        """Fills the practice folder with made-up matters, once."""
        session = self._hall.session

        def made(day: MadeUpDay) -> None:
            count = len(day.numbers)
            self._hall.say("practice.day_made" if count else "practice.day_there", count=count)

        if not self.going:
            self._hall.write(lambda: make_day(session), made, asker=self)

    def leave(self) -> None:
        """The person goes: nothing more is read or shown."""
        self._hall.bus.changed.disconnect(self._changed)
        self._shell.page_shown.disconnect(self._place)
        self._shell.removeEventFilter(self)
        for shortcut in self._keys:
            shortcut.deleteLater()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _enable(self, *, on: bool) -> None:
        for shortcut in self._keys[:5]:
            shortcut.setEnabled(on)

    def _remember(self) -> None:
        settings = self._settings.settings
        with suppress(AppError):  # a disk that cannot be written is said where something is lost by it
            self._settings.keep(replace(settings, lesson=self.lesson.code))

    def _begin(self, begun: LessonBegun) -> None:
        self._begun, self._ended, self._hint = begun, False, ""
        self.states = (StepState.OPEN,) * len(self.lesson.steps)
        self._show()

    def _changed(self, _: Changes) -> None:
        begun, session = self._begun, self._hall.session
        if begun is None or not self.going:
            return
        steps = self.lesson.steps
        self._hall.read(
            lambda: states_since(session, begun, steps),
            self._take,
            lambda _: None,
            asker=self,
            question="practice",
        )

    def _take(self, states: tuple[StepState, ...]) -> None:
        if self.going and len(states) == len(self.lesson.steps):
            if states != self.states:
                self._hint = ""
            self.states = states
            self._show()

    def _key_after(self, step: LessonStep) -> str:
        rail = {page.key: page.id for page in pages_of_the_day()}
        first, here = step.keys[0], self._shell.current_page
        if first in rail and here not in (step.page, rail[first]):
            return str(self._text["hint"]).format(key=first)
        left = [key for key in step.keys if key not in rail] or list(step.keys)
        said = self._text["hint"] if len(left) == 1 else self._text["hint_after"]
        return str(said).format(key=left[0], keys=" → ".join(left))

    def _show(self) -> None:
        if not self.isVisible():
            return
        lines = self._ended_lines() if self._ended else self._going_lines() if self.going else self._choice()
        for label in self._labels:
            self._content.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for words, role in lines:
            label = text_label(words, role, self)
            label.setWordWrap(True)
            self._labels.append(label)
            self._content.addWidget(label)
            label.show()
        self._place()

    def _title(self) -> tuple[str, str]:
        lesson = self.lesson
        title = str(self._text["lesson"]).format(place=self._at + 1, count=len(lessons()), title=lesson.title)
        return (title, "card-title")

    def _choice(self) -> list[tuple[str, str]]:
        lesson, text = self.lesson, self._text
        lines = [
            self._title(),
            (text["visitor"].format(visitor=lesson.visitor), "body"),
            (lesson.says, "body"),
        ]
        if lesson.needs_day:
            lines.append((text["needs_day"], "small"))
        return [*lines, (text["choosing_keys"], "hint")]

    def _going_lines(self) -> list[tuple[str, str]]:
        lesson, text = self.lesson, self._text
        lines = [self._title(), (lesson.says, "body")]
        given = [text["given"].format(label=label, words=words) for label, words in lesson.given]
        lines += [(text["apart"].join(given), "small")] if given else []
        lines += self._steps(lesson.steps)
        if next_step(lesson.steps, self.states) is None:
            whole = StepState.WRONG not in self.states
            lines += [(text["all_done"], "label")] if whole else []
            lines.append((text["look"].format(look=lesson.look), "body"))
        if self._hint:
            lines.append((self._hint, "label"))
        return [*lines, (text["going_keys"], "hint")]

    def _steps(self, steps: tuple[LessonStep, ...]) -> list[tuple[str, str]]:
        shown = self._text["states"]
        return [
            (shown[state.value].format(does=step.does), "body")
            for step, state in zip(steps, self.states, strict=True)
            if not step.goal.absent or state is not StepState.OPEN
        ]

    def _ended_lines(self) -> list[tuple[str, str]]:
        text, lesson = self._text, self.lesson
        lines = [self._title()]
        missed = False
        for step, state in zip(lesson.steps, self.states, strict=True):
            if state is StepState.DONE:
                lines.append((text["states"]["done"].format(does=step.does), "body"))
            elif state is StepState.WRONG or not step.goal.absent:
                missed = True
                word = "broken" if state is StepState.WRONG else "missed"
                lines.append((text["states"][word].format(does=step.does), "label"))
                why = text["article" if step.article else "reason"]
                lines.append((why.format(why=step.why, article=step.article), "small"))
        if not missed:
            lines += [(text["all_done"], "label"), (text["look"].format(look=lesson.look), "body")]
        return [*lines, (text["not_kept"], "small"), (text["ended_keys"], "hint")]

    def _place(self, *_: object) -> None:
        """Into the first corner in which it does not lie over the field with the cursor."""
        if not self.isVisible():
            return
        window, px = self._shell, current.theme.px
        width = min(px(WIDE), window.width() - px(24))
        self.setFixedWidth(width)
        height = self._content.totalHeightForWidth(width) if self._content.hasHeightForWidth() else 0
        self.setFixedHeight(max(height, self._content.minimumSize().height()))
        left, top = window.rail.width() + px(8), px(8)
        right = window.width() - width - px(12)
        bottom = window.height() - self.height() - px(64)
        focused = _cursor_in(window)
        corners = [QPoint(right, bottom), QPoint(right, top), QPoint(left, bottom), QPoint(left, top)]
        free = (at for at in corners if not QRect(at, self.size()).intersects(focused))
        self.move(next(free, corners[0]))


def _cursor_in(window: QWidget) -> QRect:
    """Where the field with the cursor lies; nothing where a list or the page itself has it."""
    focused = QApplication.focusWidget()
    if focused is None or not window.isAncestorOf(focused) or focused.height() > current.theme.px(200):
        return QRect()
    return QRect(focused.mapTo(window, QPoint(0, 0)), focused.size())


def _shortcut(shell: Shell, keys: str, act: Callable[[], object]) -> QShortcut:
    made = QShortcut(QKeySequence(keys), shell)
    made.setContext(Qt.ShortcutContext.WindowShortcut)
    made.activated.connect(lambda: act())
    return made
