"""Learning the class suggestion while the desk works: once a day at most, in the read lane, in turns with rests.

Pure Python holds the interpreter; so after every few milliseconds of work the worker sleeps, and the window is served.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, QTimer

from app.clock import stopwatch
from app.errors import AppError
from app.services.suggesting import Learned, is_worth_learning, retrain
from ui.desk.hall import Hall
from ui.tasks import Progress, Task

FIRST_LOOK = 90_000
"""Milliseconds after signing in until it is looked whether there is something to learn."""
SLICE = 0.003
"""Seconds of work in one go."""
REST = 5
"""Milliseconds of rest after it."""


class Paced:
    """Progress that rests: called after every small piece of work."""

    def __init__(self, report: Progress) -> None:
        self._report = report
        self._since = stopwatch()

    def __call__(self, done: int, total: int) -> None:
        """Tells how far it is, raises when it was called off, and sleeps when the slice is used up."""
        self._report(done, total)
        if stopwatch() - self._since >= SLICE:
            QThread.msleep(REST)
            self._since = stopwatch()


class SuggestionWatch(QObject):
    """Learns anew when there is noticeably more to learn from."""

    def __init__(self, hall: Hall, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self._task: Task | None = None
        self._timer = QTimer(self, singleShot=True, interval=FIRST_LOOK)
        self._timer.timeout.connect(self.learn)
        self._timer.start()

    @property
    def is_learning(self) -> bool:
        """Whether it is under way."""
        return self._task is not None

    def learn(self) -> None:
        """Begins, if it is worth it."""
        session = self._hall.session
        if self._task is not None or session.suggester is None:
            return

        def work(report: Progress) -> Learned | None:
            return retrain(session, Paced(report)) if is_worth_learning(session) else None

        self._task = self._hall.long(work, self._ended, self._ended, asker=self)

    def leave(self) -> None:
        """The person goes: what is being learned is called off; the model before stays."""
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _ended(self, _: Learned | AppError | None) -> None:
        self._task = None
