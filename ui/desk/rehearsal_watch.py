"""Trying the newest backup out by itself: when nobody types, in the read lane, in small pieces; lock and close end it.

A backup that was never restored is a hope. One for the signed-in person; what came of it goes into the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.clock import stopwatch
from app.domain.restoring import BackupRehearsed
from app.errors import AppError
from app.services.backup_plan import Light
from app.services.keeping import record_rehearsal
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.desk import keeping_desk
from ui.desk.backup_watch import BackupWatch
from ui.desk.hall import Hall
from ui.desk.keeping_desk import Trials
from ui.desk.suggestion_watch import Paced
from ui.desk.widgets.rail import StatusLine
from ui.power import on_battery
from ui.tasks import Progress
from ui.theme import State

PAUSE = 600.0
"""Seconds between two looks whether one is due."""


class RehearsalWatch(QObject):
    """Watches over the rehearsals of one open desk."""

    looked = Signal()
    """The line at the rail's foot may be another one."""
    rehearsed = Signal(object)
    """The BackupRehearsed that was recorded."""

    def __init__(
        self,
        desk: Desk,
        hall: Hall,
        backups: BackupWatch,
        parent: QObject | None = None,
        *,
        is_on_battery: Callable[[], bool] = on_battery,
    ) -> None:
        super().__init__(parent)
        self._desk, self._hall, self._backups = desk, hall, backups
        self._is_on_battery = is_on_battery
        self._not_before = 0.0
        self._left = False
        self.is_running = False
        """Whether a rehearsal is under way."""
        self.last: Trials | None = None
        """What the last look found."""

    def leave(self) -> None:
        """The person goes; what runs is called off with all other looks."""
        self._left = True

    def idle(self) -> None:
        """Nobody types and nothing else is to be tidied: looks now and then whether one is due, and begins it."""
        keeper = None if self._backups.last is None else self._backups.last.keeper
        if self._left or self.is_running or self._backups.is_running or keeper is None:
            return
        if stopwatch() < self._not_before:
            return
        self._not_before = stopwatch() + PAUSE
        desk, on_its_battery = self._desk, self._is_on_battery
        self._hall.read(
            lambda: (keeping_desk.trials(desk, keeper), on_its_battery()),
            self._looked,
            lambda _: None,
            asker=self,
            question="trials",
        )

    @property
    def line(self) -> StatusLine | None:
        """What stands at the rail's foot; None where all is well."""
        if self.last is None:
            return None
        text, standing = rehearsal_words(), self.last.standing
        if standing.light is Light.RED:
            return StatusLine(state=State.LATE, text=text["failed"])
        if standing.light is Light.AMBER:
            said = text["never"] if standing.days is None else text["old"].format(days=standing.days)
            return StatusLine(state=State.SOON, text=said)
        return None

    def _looked(self, found: tuple[Trials, bool]) -> None:
        self.last, on_its_battery = found
        self.looked.emit()
        newest = self.last.newest
        if self._left or self.is_running or newest is None or not self.last.standing.due or on_its_battery:
            return
        self.is_running = True
        desk = self._desk

        def work(progress: Progress) -> BackupRehearsed:
            paced = Paced(progress)
            return keeping_desk.rehearse_newest(desk, newest, lambda _: paced(0, 1))

        self._hall.long(work, self._done, self._not_done, asker=self)

    def _done(self, done: BackupRehearsed) -> None:
        session = self._hall.session
        self._hall.write(
            lambda: record_rehearsal(session, done),
            lambda _: self._recorded(done),
            self._not_done,
            asker=self,
        )

    def _recorded(self, done: BackupRehearsed) -> None:
        self.is_running = False
        self._not_before = 0.0
        self.rehearsed.emit(done)
        if done.ok:
            self._hall.say("rehearsal.passed", entries=f"{done.entries:,}")
        else:
            self._hall.say_error(keeping_desk.not_equal())
        self.idle()

    def _not_done(self, error: AppError) -> None:
        """No room for it now, a stick that was pulled out: tried again later; the age of the last one tells."""
        self.is_running = False


def rehearsal_words() -> dict[str, Any]:
    """The words at the rail's foot."""
    found: dict[str, Any] = words_of("words/keeping_window.toml")["rehearsal_line"]
    return found
