"""Notices keys and the mouse, and the silence after them: a short one to tidy up in, a long one to lock after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from app.clock import stopwatch

REST_AFTER = 2_000
"""Milliseconds without a key after which the desk tidies up."""
LOCK_AFTER = 180_000
"""Milliseconds without a key or the mouse after which a hall's desk locks (trust.md 5, Session)."""
LAPTOP_LOCK_AFTER = 120_000
"""The same on a laptop: it stands where nobody looks after it."""

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}
)


class Quiet(QObject):
    """Watches every window of the program that gets the keys. Knows nothing of what is done in the silence.

    A filter on the application would be asked for each of the thousands of events of one new page.
    """

    key_pressed = Signal()
    """A key or a button went down: a message at the foot has been read."""
    resting = Signal()
    """Nothing happened for two seconds."""
    left_alone = Signal()
    """Nothing happened for three minutes."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._rest, self._lock = QTimer(self), QTimer(self)
        for timer, wait, signal in (
            (self._rest, REST_AFTER, self.resting),
            (self._lock, LOCK_AFTER, self.left_alone),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(signal)
        self._stirred = stopwatch()
        application.focusWindowChanged.connect(self.watch)
        self.watch(application.focusWindow())
        self.stir()

    def lock_after(self, wait: int) -> None:
        """Another length of the long silence, in milliseconds; it begins anew."""
        self._lock.setInterval(wait)
        self._lock.start()

    @property
    def locks_after(self) -> int:
        """How long the long silence is, in milliseconds."""
        return self._lock.interval()

    def watch(self, window: QWindow | None) -> None:
        """From now on keys and the mouse in `window` are noticed, too."""
        if window is not None:
            window.installEventFilter(self)  # a second time changes nothing

    @property
    def is_quiet(self) -> bool:
        """Whether the short silence lasts."""
        return not self._rest.isActive()

    def stir(self) -> None:
        """Somebody is here: both silences begin again."""
        self._stirred = stopwatch()
        self._rest.start()
        self._lock.start()

    def somebody_types(self) -> bool:
        """The contrary of `is_quiet`, for workers: nothing of Qt's is asked."""
        return stopwatch() - self._stirred < REST_AFTER / 1000

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _SIGNS_OF_LIFE:
            self.stir()
            if kind is not QEvent.Type.MouseMove:
                self.key_pressed.emit()
        return False
