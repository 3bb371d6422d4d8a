"""The one door for work off the GUI thread: a write lane with one worker, a read lane with a few, one aside for long looks.

Only frozen values cross. Answers arrive on the GUI thread. Knows nothing of what the work is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

from app.changes import Changes
from app.clock import stopwatch
from app.errors import AppError
from app.giving_way import giving_way
from ui.courtesy import Courtesy

LONG_LOOKS = 2
"""Workers for looks that may last minutes: they never stand where a page waits for its rows."""
PROGRESS_PAUSE = 0.1
"""Seconds between two progress reports that reach the screen."""

T = TypeVar("T")

_log = logging.getLogger("desk.tasks")


class Cancelled(Exception):
    """The clerk called the work off; raised inside it at its next progress report."""


class Progress(Protocol):
    """What long work is handed: called as it goes on; raises Cancelled when it was called off."""

    def __call__(self, done: int, total: int, stage: str = "") -> None:
        """`done` of `total` pieces are ready (total 0: not known); `stage` is a key of the words."""
        ...


class _Job:
    """One piece of work with its way back. No QRunnable: PySide would keep every one of them for ever."""

    def __init__(self, work: Callable[[Progress], Any], office: _PostOffice) -> None:
        self.work = work
        self.office = office
        self.asker: QObject | None = None
        self.request: tuple[object, int] | None = None
        self.done: Callable[[Any], object] | None = None
        self.failed: Callable[[Exception], object] | None = None
        self.progressed: Callable[[int, int, str], object] | None = None
        self.answer: object = None
        self.error: Exception | None = None
        self.called_off = False
        self.writes = False
        self.courtesy: Courtesy | None = None
        """Of a look that may be long: to whom it gives way."""
        self.finished = self.forgotten = False
        self._reported, self._stage = 0.0, ""

    def run(self) -> None:
        """In the worker: does the work and posts itself back."""
        try:
            if not self.called_off:
                with giving_way(self.courtesy.stand_still) if self.courtesy else nullcontext():
                    self.answer = self.work(self.report)
                self.finished = True
        except Cancelled:
            self.called_off = True
        except Exception as error:  # first of the three doors: whatever it was, the clerk is told
            self.error = error
        self.office.returned.emit(self)

    def put_down(self) -> None:
        """On the GUI thread: lets go of the page; a worker may let go of the job last, and no page may die there."""
        self.work = _nothing
        self.asker = self.done = self.failed = self.progressed = self.answer = self.error = None

    def report(self, done: int, total: int, stage: str = "") -> None:
        """In the worker: passes progress on, at most ten times a second, a new stage and the last piece always."""
        if self.called_off:
            raise Cancelled
        now = stopwatch()
        if now - self._reported >= PROGRESS_PAUSE or done == total or stage != self._stage:
            self._reported, self._stage = now, stage
            self.office.progressed.emit(self, done, total, stage)


def _nothing(_progress: Progress) -> None:
    return None


class _PostOffice(QObject):
    """Carries jobs and progress from the workers to the GUI thread."""

    returned = Signal(object)
    progressed = Signal(object, int, int, str)


class Task:
    """A piece of work that was handed over; can be called off."""

    def __init__(self, job: _Job) -> None:
        self._job = job

    def cancel(self) -> None:
        """Calls the work off: not started → never starts; running → stops at its next progress report.

        Its answer is not delivered, unless it was a write that had come to its end: that has happened.
        """
        self._job.called_off = True


class Tasks(QObject):
    """Runs use-cases in two lanes. One for the program, made on the GUI thread; `close` it at the end."""

    committed = Signal(object)
    """The Changes of every write that ended well, whether or not its page still waits; for the ChangeBus."""

    busy = Signal(bool)
    """True when the first write begins, False when the last one has answered."""

    def __init__(self, parent: QObject | None = None, *, readers: int = 3) -> None:
        super().__init__(parent)
        self._writing, self._reading, self._aside = QThreadPool(self), QThreadPool(self), QThreadPool(self)
        self._writing.setMaxThreadCount(1)
        self._reading.setMaxThreadCount(readers)
        self._aside.setMaxThreadCount(LONG_LOOKS)
        self.courtesy = Courtesy()
        """How long looks give way to whoever types."""
        self._office = _PostOffice(self)
        self._office.returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._office.progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self._out: set[_Job] = set()
        self._newest: dict[object, int] = {}
        self._asking: dict[object, _Job] = {}
        self._asked = 0
        self._writes = 0

    @property
    def is_busy(self) -> bool:
        """Whether any answer is still awaited."""
        return bool(self._out)

    def write(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        asker: QObject | None = None,
    ) -> Task:
        """An act, after all acts before it. `asker`: whose answer it is; dropped when that is gone."""
        return self._start(self._writing, lambda _: work(), done, failed, None, asker, None)

    def read(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        asker: QObject | None = None,
        question: object = None,
        slow: bool = False,
    ) -> Task:
        """A look at the data. A newer read with the same `question` makes older answers stale: dropped.

        An older one that has not begun never does: a key that is held down leaves no row of questions behind it.
        `slow`: it may last longer than somebody who waits for a page would; it goes aside.
        """
        lane = self._aside if slow else self._reading
        return self._start(lane, lambda _: work(), done, failed, None, asker, question)

    def long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        *,
        progressed: Callable[[int, int, str], object] | None = None,
        asker: QObject | None = None,
        writes: bool = False,
    ) -> Task:
        """Work that reports how far it is and can be cancelled; in the write lane if it `writes`, else aside."""
        lane = self._writing if writes else self._aside
        return self._start(lane, work, done, failed, progressed, asker, None)

    def finish_writes(self, wait: int = 10_000) -> bool:
        """Waits up to `wait` ms until everything handed to the write lane was done; True when it was."""
        return self._writing.waitForDone(wait)

    def call_off_reads(self) -> None:
        """Calls every look off: the person goes, and what they looked at is about to be closed."""
        for job in self._out:
            if not job.writes:
                job.called_off = True

    def forget_all(self) -> None:
        """Nobody waits any more for what was handed over: what is written is written, no answer is delivered."""
        for job in self._out:
            job.forgotten = True

    def finish_reads(self, wait: int = 10_000) -> bool:
        """Waits up to `wait` ms until no look runs any more; True when none does. For a worker of the write lane."""
        done = [lane.waitForDone(wait) for lane in (self._reading, self._aside)]
        return all(done)

    def close(self, wait: int = 10_000) -> bool:
        """Calls off what has not started, waits up to `wait` ms for what runs; True when all is quiet."""
        for job in self._out:
            job.called_off = True
        quiet = [lane.waitForDone(wait) for lane in (self._reading, self._aside, self._writing)]
        self._out.clear()
        self._asking.clear()
        return all(quiet)

    def _start(
        self,
        lane: QThreadPool,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[Exception], object] | None,
        progressed: Callable[[int, int, str], object] | None,
        asker: QObject | None,
        question: object,
    ) -> Task:
        job = _Job(work, self._office)
        job.done, job.failed, job.progressed, job.asker = done, failed, progressed, asker
        if question is not None:
            # never used twice: a slow answer must not pass for one to a question asked after it
            number = self._asked = self._asked + 1
            self._newest[question] = number
            job.request = (question, number)
            if (older := self._asking.get(question)) is not None:
                older.called_off = True
            self._asking[question] = job
        self._out.add(job)
        job.writes = lane is self._writing
        job.courtesy = self.courtesy if lane is self._aside else None
        if job.writes:
            self._count_writes(1)
        lane.start(job.run)
        return Task(job)

    def _deliver(self, job: _Job) -> None:
        try:
            if job in self._out:
                self._out.discard(job)
                self._answer(job)
        finally:
            if job.request is not None and self._asking.get(job.request[0]) is job:
                del self._asking[job.request[0]]
            job.put_down()

    def _answer(self, job: _Job) -> None:
        if job.writes:
            self._count_writes(-1)
            self._announce(job.answer)
        if self._is_unwanted(job):
            return
        if job.request is not None:
            del self._newest[job.request[0]]
        if job.error is None:
            if job.done is not None:
                job.done(job.answer)
        elif job.failed is not None:
            job.failed(job.error)
        else:
            raise job.error

    def _announce(self, answer: object) -> None:
        changes = answer if isinstance(answer, Changes) else getattr(answer, "changes", None)
        if isinstance(changes, Changes):
            self.committed.emit(changes)

    def _is_unwanted(self, job: _Job) -> bool:
        called_off = job.called_off and not (job.writes and job.finished)
        if called_off or job.forgotten or (job.asker is not None and not isValid(job.asker)):
            if job.error is not None and not isinstance(job.error, AppError):
                _log.error("a task nobody waits for any more failed: %s", type(job.error).__name__)
            return True
        return job.request is not None and self._newest.get(job.request[0]) != job.request[1]

    def _show_progress(self, job: _Job, done: int, total: int, stage: str) -> None:
        if job in self._out and not self._is_unwanted(job) and job.progressed is not None:
            job.progressed(done, total, stage)

    def _count_writes(self, step: int) -> None:
        before, self._writes = self._writes, self._writes + step
        if bool(before) != bool(self._writes):
            self.busy.emit(bool(self._writes))
