"""Collects Python's garbage on the GUI thread only.

Left alone, the collector runs in whichever thread happens to allocate: a worker that reads a list would then destroy
widgets and timers that lie in a circle of references. Qt forbids that; seen here as a window that stood still for
ever, the worker holding a lock of Qt's signals and waiting for the interpreter, the window the other way round.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

PAUSE = 1000
"""Milliseconds between two looks at whether a collection is due."""


def collect_if_due() -> int:
    """Collects the oldest generation that is due by Python's own thresholds; the answer is it, or -1 for none."""
    due = [
        age
        for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > most
    ]
    if not due:
        return -1
    gc.collect(due[-1])
    return due[-1]


class Collector(QObject):
    """Takes the collector out of the workers' hands as long as the application lives."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        gc.disable()
        timer = QTimer(self, interval=PAUSE)
        timer.timeout.connect(collect_if_due)
        timer.start()


def spare_what_is_loaded() -> None:
    """What stands now (modules, tables of words) is no longer looked through: later rounds stay short."""
    gc.freeze()


def look_through_everything_again() -> None:
    """Undoes `spare_what_is_loaded`: somebody left, and their pages may go."""
    gc.unfreeze()
