"""Hears what the other desks of a hall changed, in a worker of its own, and tells the open views; notices the server going.

What comes within a moment is told once. While the server is away it is tried again and again; when it is back everything is
read anew, because nobody knows what was missed.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from app.errors import AppError, Unavailable
from app.hall_ports import Bell
from ui.bootstrap.halls import Heard, bell_of, everything, hear, leases_of
from ui.bootstrap.opening import Desk
from ui.bootstrap.spare import keep_spare
from ui.changes import ChangeBus
from ui.desk.hall import Hall

TOGETHER = 300
"""Milliseconds in which what other desks tell is gathered: a table that is imported there is no storm here."""
LISTENS = 60.0
"""Seconds of one wait; then it is begun again."""
PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds between attempts while the server is away, the last one again and again."""
SIGN_OF_LIFE = 30_000
"""Milliseconds between two signs of life for the matters somebody is at."""


class _Ears(QObject):
    """Carries what was heard from the worker to the window's thread."""

    heard = Signal(object)
    away = Signal()
    back = Signal()


class _Listening(QRunnable):
    """The worker's loop, until the bell is stopped."""

    def __init__(self, bell: Bell, ears: _Ears) -> None:
        super().__init__()
        self._bell, self._ears = bell, ears

    def run(self) -> None:
        """Listens; whatever happens to the server, this goes on."""
        bell, was_away, attempt = self._bell, False, 0
        while not bell.stopped:
            try:
                bell.connect()
                if was_away:
                    self._ears.back.emit()
                was_away, attempt = False, 0
                while not bell.stopped:
                    kinds = bell.wait(LISTENS)
                    if kinds and not bell.stopped:
                        self._ears.heard.emit(kinds)
            except Unavailable:
                if not was_away and not bell.stopped:
                    self._ears.away.emit()
                was_away = True
                bell.rest(PAUSES[min(attempt, len(PAUSES) - 1)])
                attempt += 1
        bell.close()


class HallWatch(QObject):
    """Watches over the hall of one open desk; does nothing for a folder of its own."""

    went_away = Signal()
    """The server cannot be reached."""
    came_back = Signal()
    """It can be again."""
    must_leave = Signal()
    """The signed-in person's account was changed elsewhere: they may not stay."""
    leases_changed = Signal()
    """Somebody sat down at a matter or got up."""

    def __init__(self, desk: Desk, hall: Hall, bus: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._hall, self._bus = desk, hall, bus
        self._kinds: set[str] = set()
        self.is_away = False
        """Whether the server could not be reached last."""
        hall.leases = leases_of(desk)
        self._bell = bell_of(desk)
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(TOGETHER)
        self._gather.timeout.connect(self._hear)
        self._alive = QTimer(self)
        self._alive.setInterval(SIGN_OF_LIFE)
        self._alive.timeout.connect(self._go_on)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        if self._bell is not None:
            self._ears = _Ears(self)
            self._ears.heard.connect(self._heard, Qt.ConnectionType.QueuedConnection)
            self._ears.away.connect(self._away, Qt.ConnectionType.QueuedConnection)
            self._ears.back.connect(self._back, Qt.ConnectionType.QueuedConnection)
            self._worker = _Listening(self._bell, self._ears)
            self._worker.setAutoDelete(False)
            self._pool.start(self._worker)
            self._alive.start()
            self._hall.read(lambda: keep_spare(desk), lambda _: None, _nothing_said, asker=self)

    def leave(self) -> None:
        """The person goes: nothing more is heard. Waits for the worker, which ends at once."""
        self._alive.stop()
        self._gather.stop()
        if self._bell is not None:
            self._bell.stop()
            self._pool.waitForDone()

    def _heard(self, kinds: frozenset[str]) -> None:
        self._kinds |= kinds
        if not self._gather.isActive():
            self._gather.start()

    def _hear(self) -> None:
        desk, kinds = self._desk, frozenset(self._kinds)
        self._kinds.clear()
        self._hall.read(lambda: hear(desk, kinds), self._told, _nothing_said, asker=self)

    def _told(self, heard: Heard) -> None:
        if not heard.may_stay:
            self.must_leave.emit()
            return
        if heard.leases:
            self.leases_changed.emit()
        self._bus.tell(heard.changes)

    def _away(self) -> None:
        self.is_away = True
        self.went_away.emit()

    def _back(self) -> None:
        self.is_away = False
        self.came_back.emit()
        self._heard(everything())

    def _go_on(self) -> None:
        leases = self._hall.leases
        if leases is not None and not self.is_away:
            self._hall.read(leases.go_on, lambda _: None, _nothing_said, asker=self)


def _nothing_said(_: AppError) -> None:
    """The server is away: that is said once, by the signal, and not by everything that asks it."""
