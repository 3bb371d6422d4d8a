"""Collects Python's garbage on the GUI thread only.

Left alone, the collector runs in whichever thread happens to allocate: a worker that reads a list would then destroy
widgets and timers that lie in a circle of references. Qt forbids that; seen here as a window that stood still for
ever, the worker holding a lock of Qt's signals and waiting for the interpreter, the window the other way round.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer

PAUSE = 50
"""Milliseconds between two looks at whether a collection is due. What a worker that writes a list out made in the meantime
is walked at one go: a longer pause is a longer stall."""
THRESHOLDS = (700, 1, 400)
"""New objects, and collections of the younger generation, after which one is due. Python's own (700, 10, 10) walk ten rounds
at one go: 100 ms beside the ledger of a year."""
OVERDUE = 20
"""So many times the threshold of the oldest generation are let pass before it is walked although somebody is busy: a
quarter of an hour of writing out without a pause."""
OLDEST = 2


def collect_if_due(*, calm: bool = True) -> int:
    """Collects the oldest generation that is due by its threshold; the answer is it, or -1 for none.

    The oldest one, in which everything lies that lives longer, waits until it is `calm`, or long overdue.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = [age for age in range(OLDEST + 1) if counts[age] > thresholds[age]]
    if not calm and due and due[-1] == OLDEST and counts[OLDEST] <= OVERDUE * thresholds[OLDEST]:
        due.pop()
    if not due:
        return -1
    gc.collect(due[-1])
    return due[-1]


def always() -> bool:
    """It is always calm where there is no window."""
    return True


class Collector(QObject):
    """Takes the collector out of the workers' hands as long as the application lives."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self.is_calm: Callable[[], bool] = always
        """Whether nobody types and nothing is read or written: a long walk disturbs nobody. Set by the window."""
        gc.disable()
        gc.set_threshold(*THRESHOLDS)
        timer = QTimer(self, interval=PAUSE)
        timer.timeout.connect(lambda: collect_if_due(calm=self.is_calm()))
        timer.start()


def walk_everything_when(application: QCoreApplication, is_calm: Callable[[], bool]) -> None:
    """From now on the application's collector walks the oldest generation only when `is_calm` says so."""
    collector = application.findChild(Collector)
    if collector is not None:
        collector.is_calm = is_calm


def spare_what_is_loaded() -> None:
    """What stands now (modules, tables of words) is no longer looked through: later rounds stay short."""
    gc.freeze()


def look_through_everything_again() -> None:
    """Undoes `spare_what_is_loaded`: somebody left, and their pages may go."""
    gc.unfreeze()
