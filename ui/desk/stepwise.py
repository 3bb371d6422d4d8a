"""Long acts in small steps: each step is a job of its own in the write lane, so that a clerk's own act comes between.

One for the signed-in person; it outlives the page that began the work. Knows nothing of what the work is.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from ui.tasks import Tasks


class Steps(Protocol):
    """Work in steps. Everything is called in the worker of the write lane, one after the other."""

    def begin(self) -> object:
        """What comes before the first step; its failure ends the work."""
        ...

    def step(self) -> bool:
        """One step; False when there is none left."""
        ...

    def conclude(self, *, leaving: bool) -> object:
        """The end, also after a failure or when the work was stopped; `leaving`: nobody waits for the answer."""
        ...


class Stepwise(QObject):
    """Runs one work at a time."""

    stepped = Signal()
    """A step is done and there may be more."""
    ended = Signal(object, object)
    """The work has ended: what `conclude` answered (None if it failed), and what went wrong or None."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._work: Steps | None = None
        self._error: Exception | None = None
        self._stopping = False

    @property
    def is_running(self) -> bool:
        """Whether some work is under way."""
        return self._work is not None

    @property
    def is_stopping(self) -> bool:
        """Whether the work was asked to stop and its last step is still being done."""
        return self._stopping and self.is_running

    def run(self, work: Steps) -> bool:
        """Begins; False when another work is under way."""
        if self.is_running:
            return False
        self._work, self._error, self._stopping = work, None, False
        self._tasks.write(work.begin, lambda _: self._next(), self._failed, asker=self)
        return True

    def stop(self) -> None:
        """Ends the work after the step that is being done."""
        self._stopping = True

    def leave(self) -> None:
        """The person goes: the step that is being done is the last one, and the end is written before the door shuts."""
        work, self._work = self._work, None
        if work is not None:
            self._tasks.write(lambda: work.conclude(leaving=True), lambda _: None, _unheard)

    def _next(self) -> None:
        work = self._work
        if work is None:
            return
        if self._stopping:
            self._conclude()
        else:
            self._tasks.write(work.step, self._stepped, self._failed, asker=self)

    def _stepped(self, more: bool) -> None:
        if self._work is None:
            return
        self.stepped.emit()
        if more:
            self._next()
        else:
            self._conclude()

    def _failed(self, error: Exception) -> None:
        self._error = error
        self._conclude()

    def _conclude(self) -> None:
        work = self._work
        if work is not None:
            self._tasks.write(
                lambda: work.conclude(leaving=False), self._concluded, self._not_concluded, asker=self
            )

    def _not_concluded(self, error: Exception) -> None:
        self._error = self._error or error
        self._concluded(None)

    def _concluded(self, answer: object) -> None:
        error, self._work, self._error = self._error, None, None
        self.ended.emit(answer, error)
        if error is not None and not isinstance(error, AppError):
            raise error


def _unheard(error: Exception) -> None:
    """Nobody is there any more to be told that the disk is full; a bug still goes to its door."""
    if not isinstance(error, AppError):
        raise error
