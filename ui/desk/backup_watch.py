"""Backups in the background: looks every minute whether one is due, takes it beside the counter, tells how things stand.

One for the signed-in person. Everything runs in the read lane; a lock or a close calls it off before anything is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.clock import CHINA, stopwatch
from app.errors import AppError, Damaged
from app.services.backup_plan import Light
from app.services.keeping import BackupKeeper, BackupRun
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk
from ui.desk import keeping_desk
from ui.desk.hall import Hall
from ui.desk.keeping_desk import Look
from ui.desk.widgets.rail import StatusLine
from ui.theme import State

EVERY = 60_000
"""Milliseconds between two looks."""
FIRST_LOOK = 3_000
"""Milliseconds after signing in until the first one."""
STATES = {Light.GREEN: State.IN_TIME, Light.AMBER: State.SOON, Light.RED: State.LATE}
"""Light → shape and colour."""
KNOWN = ("backup.same_disk", "backup.no_folder")
"""Problems that are told in the settings and by words of their own, and are no failure of a folder."""

ELSEWHERE = "backup.running"
"""Another window or the command line is taking one: nothing is wrong."""


class BackupWatch(QObject):
    """Watches over the backups of one open desk."""

    looked = Signal(object)
    """The Look that was taken."""
    failed = Signal(object)
    """The AppError because of which no look or no backup could be taken."""
    running = Signal(bool)
    """Whether a backup is being taken."""

    def __init__(self, desk: Desk, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._hall = desk, hall
        self._keeper: BackupKeeper | None = None
        self._problem: AppError | None = None
        self._done: Callable[[BackupRun], object] | None = None
        self._not_before = 0.0
        self._left = False
        self.is_running = False
        """Whether a backup is being taken."""
        self.last: Look | None = None
        """What the last look found."""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(FIRST_LOOK, self, self.look)

    def leave(self) -> None:
        """The person goes: nothing more is looked at. What runs is called off with all other looks."""
        self._left = True
        self._timer.stop()

    def look(self) -> None:
        """Looks how things stand; when a backup is due it is taken."""
        if self._left:
            return
        desk, keeper = self._desk, self._keeper
        self._hall.read(
            lambda: keeping_desk.look(desk, keeper),
            self._looked,
            self._not_looked,
            asker=self,
            question="backups",
        )

    def run_now(self, done: Callable[[BackupRun], object]) -> bool:
        """Takes a backup at once; False while another one is being taken."""
        if self.is_running:
            return False
        self._done = done
        self.look()  # the plan may be another one by now
        return True

    @property
    def line(self) -> StatusLine | None:
        """What stands at the rail's foot; None where nothing is to be said (training without a folder)."""
        if self.last is None:
            return None
        broken = self._problem is not None or any(
            error.code not in KNOWN for error in self.last.standing.problems
        )
        return line_of(self.last, training=self._hall.session.office.training, broken=broken)

    def _looked(self, found: Look) -> None:
        self.last, self._keeper = found, found.keeper
        self.looked.emit(found)
        wanted = self._done is not None or (found.due and stopwatch() >= self._not_before)
        if wanted and not self.is_running:
            self._begin()

    def _not_looked(self, error: AppError) -> None:
        self._problem, self._done = error, None
        self.failed.emit(error)

    def _begin(self) -> None:
        desk, keeper = self._desk, self._keeper
        if keeper is None or self._left:
            return
        self.is_running = True
        self.running.emit(True)
        self._hall.long(
            lambda progress: keeping_desk.run(desk, keeper, lambda: progress(0, 1)),
            self._ran,
            self._not_run,
            asker=self,
        )

    def _ran(self, done: BackupRun) -> None:
        self._problem = None
        wanted, self._done = self._done, None
        self._end(pause=not done.kept)
        if wanted is not None:
            wanted(done)

    def _not_run(self, error: AppError) -> None:
        asked, self._done = self._done is not None, None
        if error.code != ELSEWHERE:
            self._problem = error
        self._end(pause=True)
        self.failed.emit(error)
        if asked or isinstance(error, Damaged):
            self._hall.say_error(error)

    def _end(self, *, pause: bool) -> None:
        if pause and self._keeper is not None:
            # a stick that is not there would cost a snapshot every minute
            self._not_before = stopwatch() + 60 * self._keeper.plan.every_minutes
        self.is_running = False
        self.running.emit(False)
        self.look()


def line_of(found: Look, *, training: bool, broken: bool) -> StatusLine | None:
    """The line at the rail's foot for what a look found; `broken`: a folder of the plan does not work."""
    text: dict[str, Any] = words_of("words/keeping_page.toml")["backup_line"]
    standing = found.standing
    state = STATES[standing.light]
    worse = state if state is State.LATE else State.SOON
    if not found.plan.folders:
        return None if training else StatusLine(state=worse, text=text["no_folder"])
    if standing.light is not Light.GREEN and standing.unsaved_since is not None:
        return StatusLine(state=state, text=_age(found.now - standing.unsaved_since, text))
    if broken:
        return StatusLine(state=worse, text=text["problem"])
    if standing.last is None:
        return StatusLine(state=State.WAITING, text=text["never"])
    at = standing.last.at.astimezone(CHINA)
    same_day = at.date() == found.now.astimezone(CHINA).date()
    return StatusLine(
        state=state, text=text["saved"].format(time=at.strftime("%H:%M" if same_day else "%m-%d"))
    )


def _age(age: timedelta, text: dict[str, Any]) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 120:
        return str(text["minutes"]).format(count=minutes)
    hours = minutes // 60
    name, count = ("hours", hours) if hours < 48 else ("days", hours // 24)
    return str(text[name]).format(count=count)
