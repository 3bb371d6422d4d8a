"""Taking in what lies on a stick, package by package: looked through beside the counter, applied between two saves.

The check of a package takes as long as its bytes; it runs in the read lane, and what it let pass lies on our shelf then, so
that the write lane is held for applying alone. Between two packages the work can be stopped; what was applied stays.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import AppError
from ui.desk import exchange_desk
from ui.desk.exchange_desk import ExchangeDesk, Taken
from ui.desk.hall import Hall


class Taking(QObject):
    """One import at a time."""

    stepped = Signal(int, int)
    """How many packages are done, of how many."""
    ended = Signal(object, object)
    """What came of all of them (Taken), and what went wrong with one, or None."""

    def __init__(self, hall: Hall, desk: Callable[[], ExchangeDesk], parent: QObject) -> None:
        super().__init__(parent)
        self._hall, self._desk = hall, desk
        self._left: list[Path] = []
        self._count = 0
        self._alone = True
        self._whole = Taken()
        self.is_running = False
        """Whether an import is under way."""
        self._stopping = False

    def run(self, where: Path) -> None:
        """Begins with a package or a folder; nothing happens while one is under way."""
        if self.is_running:
            return
        self.is_running, self._stopping = True, False
        self._whole, self._alone = Taken(), not where.is_dir()

        def begin() -> list[Path]:
            self._hall.before_risk()
            return exchange_desk.packages_at(where)

        self._hall.write(begin, self._begun, self._failed, asker=self)

    def stop(self) -> None:
        """No further package after the one that is being taken in."""
        self._stopping = True

    def _begun(self, found: list[Path]) -> None:
        self._left, self._count = found, len(found)
        self._next()

    def _next(self) -> None:
        self.stepped.emit(self._count - len(self._left), self._count)
        if not self._left or self._stopping:
            self._end(None)
            return
        desk, path = self._desk, self._left.pop(0)
        self._hall.read(
            lambda: exchange_desk.look_through(desk(), path),
            partial(self._looked, path),
            self._failed,
            asker=self,
        )

    def _looked(self, path: Path, _: object) -> None:
        desk, alone = self._desk, self._alone
        self._hall.write(
            lambda: exchange_desk.take_one(desk(), path, alone=alone), self._taken, self._failed, asker=self
        )

    def _taken(self, found: Taken) -> None:
        self._whole = self._whole.and_then(found)
        self._next()

    def _failed(self, error: AppError) -> None:
        self._end(error)

    def _end(self, error: AppError | None) -> None:
        self.is_running = False
        self.ended.emit(self._whole, error)
