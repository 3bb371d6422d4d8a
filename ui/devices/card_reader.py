"""The reader of identity cards of this computer, while a page wants one: a child that is asked again and again.

Nothing here ever waits: the child answers when it can, and one that does not answer in time is ended. The window never
notices; without a reader, a driver or a card everything is typed as ever.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTemporaryDir, QTimer, Signal

from app.domain.card_chip import BLOCK, read_chip
from app.errors import AppError
from app.settings import CardReaderSettings
from ui.children import child_command, child_environment
from ui.devices import READ_CARD

PAUSE: Final = 700
"""Milliseconds between two looks."""
PATIENCE: Final = 5_000
"""Milliseconds until a child must have answered; a read takes one to two seconds with old readers."""
AGAIN: Final = 8_000
"""Milliseconds until a reader that is away, or a child that broke, is tried again."""
TRIES: Final = 3
"""Children in a row that may break; then the reader is left alone until somebody asks."""
AWAY_FOR: Final = 4
"""Looks in a row without a card after which the same card counts as laid on anew."""
LONGEST_ANSWER: Final = 4 * BLOCK

MOMENT: Final = 40
"""Milliseconds that a killed child is waited for: usually two."""
_LEAVING: Final[dict[QProcess, QTemporaryDir]] = {}
"""Children that were killed and have not gone yet, with their folders; they outlive the page that wanted them."""

OFF, READY, AWAY, NO_LIBRARY, SILENT, GIVEN_UP = "off", "ready", "away", "no_library", "silent", "given_up"
"""States: no reader is set; it waits for cards; it is not plugged in; its library cannot be loaded; it did not answer and
is tried again; it is left alone."""


class CardReader(QObject):
    """Gives each card once, when it is laid on. `start` and `stop` as often as a page is shown and hidden.

    `command` is for tests: usually the child is this program itself, or the helper that the settings name.
    """

    read = Signal(object)
    """The ReadCard that was laid on."""
    failed = Signal(object)
    """The AppError of a card that could not be read; nothing of it is kept."""
    state_changed = Signal(str)
    """One of the states above."""

    def __init__(
        self,
        parent: QObject,
        settings: CardReaderSettings,
        *,
        command: Sequence[str] = (),
        pause: int = PAUSE,
        patience: int = PATIENCE,
        again: int = AGAIN,
    ) -> None:
        super().__init__(parent)
        self._settings, self._command, self._again = settings, tuple(command), again
        self._child: QProcess | None = None
        self._room: QTemporaryDir | None = None
        self._state = OFF
        self._broken = self._empty = self._asked = 0
        self._salt, self._last = secrets.token_bytes(16), b""
        self._pause = QTimer(self, singleShot=True, interval=pause)
        self._pause.timeout.connect(self._look)
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(lambda: self._broke(SILENT))
        self._retry = QTimer(self, singleShot=True, interval=again)
        self._retry.timeout.connect(self._open)

    @property
    def state(self) -> str:
        """How it is."""
        return self._state

    def change(self, settings: CardReaderSettings) -> None:
        """Other settings: from the next start on; a child that runs is started anew."""
        running = self._child is not None or self._retry.isActive()
        self.stop()
        self._settings = settings
        if running:
            self.start()

    def start(self) -> None:
        """Looks for cards from now on; also brings a reader back that was left alone. Without a reader nothing happens."""
        if not self._settings.library:
            self._become(OFF)
            return
        self._broken = 0
        if self._child is None:
            self._open()

    def stop(self) -> None:
        """No more looks; the child goes, and with it whatever it holds."""
        for timer in (self._pause, self._patience, self._retry):
            timer.stop()
        child, self._child = self._child, None
        room, self._room = self._room, None
        if child is None or room is None:
            return
        for signal in (child.readyReadStandardOutput, child.finished, child.errorOccurred):
            signal.disconnect()
        child.kill()
        _LEAVING[child] = room
        if child.state() is QProcess.ProcessState.NotRunning or child.waitForFinished(MOMENT):
            _gone(child)
        else:  # stuck in its driver: nobody waits for it, its folder goes when it has gone
            child.finished.connect(lambda *_: _gone(child))

    def forget(self) -> None:
        """The next look gives the card again that still lies there."""
        self._last = b""

    def _become(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _open(self) -> None:
        self.stop()
        command = (
            self._command
            or ((self._settings.helper,) if self._settings.helper else ())
            or child_command(READ_CARD)
        )
        self._room = QTemporaryDir()
        environment = QProcessEnvironment()
        for name, value in child_environment().items():
            environment.insert(name, value)
        child = self._child = QProcess()
        child.setProgram(command[0])
        child.setArguments(list(command[1:]))
        child.setProcessEnvironment(environment)
        child.setWorkingDirectory(self._room.path())
        child.setStandardErrorFile(QProcess.nullDevice())
        child.readyReadStandardOutput.connect(self._answered)
        child.finished.connect(lambda *_: self._broke(SILENT))
        child.errorOccurred.connect(lambda _: self._broke(SILENT))
        child.start()
        self._say({
            "family": self._settings.family, "library": self._settings.library, "port": self._settings.port
        })  # fmt: skip

    def _say(self, question: dict[str, object]) -> None:
        if self._child is not None:
            self._patience.start()
            self._child.write(json.dumps(question).encode("ascii") + b"\n")

    def _look(self) -> None:
        self._asked += 1
        self._say({"look": self._asked})

    def _answered(self) -> None:
        child = self._child
        while child is not None and child is self._child and child.canReadLine():
            line = bytes(child.readLine(LONGEST_ANSWER).data())
            self._patience.stop()
            told = _object(line)
            if told is None:
                self._broke(SILENT)
                return
            self._take(told)

    def _take(self, told: dict[str, Any]) -> None:
        state = told.get("state")
        if state in ("no_port", "no_library"):
            self.stop()
            self._become(AWAY if state == "no_port" else NO_LIBRARY)
            self._retry.start(self._again)
            return
        self._become(READY)
        if "look" in told:
            self._broken = 0
        if state == "card":
            self._empty = 0
            self._card(told.get("text"))
        elif state == "none":
            self._empty += 1
            if self._empty >= AWAY_FOR:
                self._last = b""
        self._pause.start()

    def _card(self, text: object) -> None:
        try:
            block = bytes.fromhex(text) if isinstance(text, str) else b""
        except ValueError:
            block = b""
        mark = hashlib.sha256(self._salt + block).digest()
        if mark == self._last:
            return
        self._last = mark
        try:
            card = read_chip(block)
        except AppError as error:
            self.failed.emit(error)
            return
        self.read.emit(card)

    def _broke(self, state: str) -> None:
        self.stop()
        self._broken += 1
        if self._broken >= TRIES:
            self._become(GIVEN_UP)
            return
        self._become(state)
        self._retry.start(self._again)


def _gone(child: QProcess) -> None:
    """Its folder goes at once, it itself in the next turn of the loop: it may be speaking just now."""
    _LEAVING[child].remove()
    QTimer.singleShot(0, lambda: _LEAVING.pop(child, None))


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
