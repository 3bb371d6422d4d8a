"""Sending and fetching in the background: looks now and then whether it is due, and does it beside the counter.

One for the signed-in person who acts on matters. Everything runs in the write lane: packages are acts.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.clock import CHINA
from app.domain.account import ACTS_ON_MATTERS
from app.errors import AppError
from app.services.backup_plan import Light
from app.services.transporting import TransportRun
from resources.loader import words as words_of
from ui.bootstrap.opening import Desk, exchange_desk
from ui.bootstrap.transports import TransportLook, look_at_transport, reach_county, send_and_fetch
from ui.desk.hall import Hall
from ui.desk.widgets.rail import StatusLine
from ui.theme import State

EVERY = 300_000
"""Milliseconds between two looks."""
FIRST_LOOK = 8_000
"""Milliseconds after signing in until the first one."""
STATES = {Light.AMBER: State.SOON, Light.RED: State.LATE}


class TransportWatch(QObject):
    """Watches over the transport of one open desk."""

    looked = Signal(object)
    """The TransportLook that was taken."""

    def __init__(self, desk: Desk, hall: Hall, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._hall = desk, hall
        self._left = desk.session.account.role not in ACTS_ON_MATTERS
        self._tried: object = None
        self.is_running = False
        """Whether packages are being sent and fetched."""
        self.last: TransportLook | None = None
        """What the last look found."""
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        hall.bus.changed.connect(self._changed)
        if not self._left:
            self._timer.start()
            QTimer.singleShot(FIRST_LOOK, self, self.look)

    def leave(self) -> None:
        """The person goes: nothing more is looked at."""
        self._left = True
        self._timer.stop()

    def look(self) -> None:
        """Looks how things stand; when a run is due it is begun."""
        if self._left or self._desk.disk_problem is not None:
            return
        desk = self._desk
        self._hall.write(
            lambda: look_at_transport(desk, exchange_desk(desk)), self._looked, self._not_looked, asker=self
        )

    def run_now(self) -> bool:
        """Sends and fetches at once; False while that is being done already, or by whom it may not."""
        if self.is_running or self._left:
            return False
        self.is_running = True
        desk, hall = self._desk, self._hall
        hall.read(
            lambda: reach_county(desk, exchange_desk(desk)),
            self._reached,
            self._not_run,
            asker=self,
            question="line",
        )
        return True

    def _reached(self, answers: bool) -> None:
        """Only who answers is written to: a dead line would hold the lane that the counter saves by."""
        desk, hall = self._desk, self._hall
        if self._left:
            self.is_running = False
            return

        def work() -> TransportRun:
            hall.before_risk()
            return send_and_fetch(desk, exchange_desk(desk), reached=answers)

        hall.write(work, self._ran, self._not_run, asker=self)

    @property
    def line(self) -> StatusLine | None:
        """What stands at the rail's foot; None where nothing is to be said."""
        return None if self.last is None else line_of(self.last)

    def _looked(self, found: TransportLook) -> None:
        if self._left:
            return  # asked before the person went: the rail belongs to somebody else by now
        self.last = found
        self.looked.emit(found)
        line = line_of(found)
        self._hall.remind(line.text if line is not None and line.state is not State.DONE else "")
        if found.due:
            self.run_now()

    def _not_looked(self, error: AppError) -> None:
        if self._left:
            return
        self._hall.say_error(error)
        self._timer.stop()  # a plan that cannot be read is said once; saving it in the settings looks again

    def _ran(self, run: TransportRun) -> None:
        self.is_running = False
        if self._left:
            return
        figures = {"packages": run.packages, "applied": run.taken.applied}
        if run.problems:
            self._hall.say("transport.ran_badly", problems=len(run.problems), **figures)
        elif run.packages or run.taken.applied:
            self._hall.say("transport.ran", **figures)
        self.look()

    def _not_run(self, error: AppError) -> None:
        self.is_running = False
        if not self._left:
            self._hall.say_error(error)

    def _changed(self, changes: Changes) -> None:
        if changes.settings and not self.is_running:
            self.look()


def line_of(found: TransportLook) -> StatusLine | None:
    """The line at the rail's foot for what a look found."""
    text: dict[str, Any] = words_of("words/transport.toml")["transport_line"]
    if found.light in STATES and found.waiting_since is not None:
        days = (found.now - found.waiting_since).days
        return StatusLine(state=STATES[found.light], text=text["days"].format(count=days))
    if not found.plan.stands or found.last is None:
        return None
    if found.last.problems:
        return StatusLine(state=State.SOON, text=text["problem"])
    at = found.last.at.astimezone(CHINA)
    same_day = at.date() == found.now.astimezone(CHINA).date()
    return StatusLine(
        state=State.DONE, text=text["today"].format(time=at.strftime("%H:%M" if same_day else "%m-%d"))
    )
