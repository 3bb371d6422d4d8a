"""The screen for those who wait (叫号屏): the ticket that was called last, to which desk, and how many wait. Numbers only.

A window of its own, on the second screen where there is one. It closes with the desk: what it shows needs a session.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from app.services.queue import Queue, queue_now
from ui.desk.hall import Hall
from ui.desk.hall_screen import HallScreen
from ui.desk.widgets.key_hint import text_label
from ui.devices.voice import Voice, installed_voice
from ui.messages import words
from ui.theme import current

AGAIN = 2_000
"""Milliseconds between two looks: other desks call too."""


class CallScreen(HallScreen):
    """One ticket in very large letters."""

    def __init__(self, hall: Hall, voice: Voice | None = None) -> None:
        super().__init__(hall, str(words("call_screen")["title"]))
        self._hall, self._text = hall, words("call_screen")
        self._voice = voice
        self._speaks = False
        self._last: tuple[int, int] = (0, 0)
        self.called, self.to = text_label("", "hall-call"), text_label("", "hall-title")
        self.waiting, self.before = text_label("", "hall-body"), text_label("", "hall-small")
        self.keys = text_label(str(self._text["keys"]), "hint")
        column = QVBoxLayout(self)
        px = current.theme.px
        column.setContentsMargins(px(40), px(32), px(40), px(12))
        column.addWidget(text_label(hall.session.office.name, "hall-small"))
        for label in (self.called, self.to):
            column.addStretch(1)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        for label in (self.waiting, self.before, self.keys):
            column.addWidget(label)
        self._timer = QTimer(self, interval=AGAIN)
        self._timer.timeout.connect(self.read)

    def open(self) -> None:
        """Over the whole second screen; a window where there is only one screen."""
        self.stand(900, 560)
        self._timer.start()
        self.read()

    def read(self) -> None:
        """Looks how the queue stands."""
        session = self._hall.session
        self._hall.read(lambda: queue_now(session), self.show_queue, asker=self, question=(id(self), "call"))

    def show_queue(self, queue: Queue) -> None:
        """Shows the ticket that was called last, and speaks it where that is wanted."""
        text = self._text
        count = (
            str(text["waiting"]).format(count=queue.waiting) if queue.waiting else str(text["none_waiting"])
        )
        self.waiting.setText(count)
        if not queue.called:
            self.called.setText("")
            self.to.setText(str(text["quiet"]))
            self.before.setText("")
            return
        newest, *before = queue.called
        desk = newest.called or str(text["desk"])
        self.called.setText(str(text["called"]).format(ticket=newest.number))
        self.to.setText(str(text["to"]).format(desk=desk))
        lines = [str(text["line"]).format(ticket=one.number, desk=one.called) for one in before]
        self.before.setText("    ".join((str(text["before"]), *lines)) if lines else "")
        now = (newest.number, newest.calls)
        if self._speaks and self._voice is not None and now != self._last:
            self._voice.say(str(text["spoken"]).format(ticket=newest.number, desk=desk))
        self._last = now

    def turn_voice(self) -> None:
        """Speaks from the next call on, or no more; where no Chinese voice is installed, that is said."""
        if self._voice is None:
            self._voice = installed_voice()
        self._speaks = not self._speaks and self._voice is not None
        said = "voice_none" if self._voice is None else "voice_on" if self._speaks else "keys"
        self.keys.setText(str(self._text[said]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_V:
            self.turn_voice()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)
