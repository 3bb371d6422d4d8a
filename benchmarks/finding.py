"""From a key in the search box to fifty painted rows, at 10^5 matters (performance.md 6, row 7): ratios of one run.

    python -m benchmarks.finding [--size 100000]

The page of matters, offscreen, on a SQLCipher folder, made so high that fifty rows are seen. Every committed character is a
key event; its time ends when the table has painted the answer to it. In turn with each key the same table is painted alone.
Program time is what the GUI thread computes for a key in a window of 1366 × 728, its painting included: processor time of
that thread, so that what the machine does beside is no figure. Of each key the median of the rounds counts.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.spine import LETTERS, grown, room
from tests.desks import folder, sign_in
from ui.bootstrap.opening import Desk

SIZE = 100_000
WORDS = 6
ROUNDS = 7
HIGH = 2_200
"""Pixels in which the page shows fifty rows."""
RATIO, PROGRAM = 1.3, 16.7
Ratio = tuple[str, float, float]


class Typist:
    """Types into the box of the page and waits for the paint of the answer, without spinning."""

    def __init__(self, desk: Desk) -> None:
        from PySide6.QtCore import QEvent, QEventLoop, QObject

        from ui.changes import ChangeBus
        from ui.desk.application import make_application
        from ui.desk.hall import Hall
        from ui.desk.pages.matters import MattersPage
        from ui.tasks import Tasks

        self.application = make_application(["petition-desk"])
        self.tasks = Tasks()
        self.page = MattersPage(Hall(desk.session, desk.drafts, self.tasks, ChangeBus()))
        self.loop = QEventLoop()
        self.awaited = False
        typist = self

        class Painted(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
                if event.type() is QEvent.Type.Paint and typist.awaited:
                    typist.awaited = False
                    typist.loop.quit()  # ends when this event, the paint itself, has been dealt with
                return False

        self.watch = Painted()
        self.page.table.viewport().installEventFilter(self.watch)
        shown = self.page.show_matters

        def answer(found: tuple[object, ...]) -> None:
            self.awaited = self.waiting
            shown(found)  # type: ignore[arg-type]
            if self.awaited:
                self.page.table.viewport().update()  # the same rows again are not painted again: here they are

        self.waiting = False
        self.page.show_matters = answer  # type: ignore[method-assign, assignment]

    def sized(self, height: int) -> None:
        """The page in a window of that height."""
        self.page.resize(1366, height)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        """Lets everything come to rest."""
        began = perf_counter()
        while self.tasks.is_busy or perf_counter() - began < 0.3:
            self.application.processEvents()

    def key(self, letter: str) -> tuple[float, float]:
        """Seconds from the key to the painted answer, and of them what the GUI thread computed."""
        from PySide6.QtCore import QTimer
        from PySide6.QtGui import QInputMethodEvent
        from PySide6.QtWidgets import QApplication

        typed = QInputMethodEvent("", [])
        typed.setCommitString(letter)
        QTimer.singleShot(10_000, self.loop, self.loop.quit)
        self.waiting = True
        began, computed = perf_counter(), thread_time()
        QApplication.sendEvent(self.page.box, typed)
        self.loop.exec()
        told = perf_counter() - began, thread_time() - computed
        self.waiting = False
        return told

    def paint(self) -> float:
        """Seconds of painting the table alone."""
        began = perf_counter()
        self.page.table.viewport().repaint()
        return perf_counter() - began


def run(size: int = SIZE) -> list[Ratio]:
    """Rows of (name, measured, goal): two ratios, then milliseconds."""
    chance = random.Random(7)
    with room() as path:
        folder(path / "desk").memory.close()
        desk = sign_in(path / "desk")
        grown(desk, size, chance)
        typist = Typist(desk)
        words = ["".join(chance.sample(LETTERS, 2)) for _ in range(WORDS)] + ["张" + LETTERS[3], "zd", "zdy"]
        told = painted(typist, words)
        typist.tasks.close()
        desk.close()
    return told


def painted(typist: Typist, words: list[str]) -> list[Ratio]:
    """Each word typed in turns with painting the table alone, then once more in a window as it is."""
    typist.sized(HIGH)
    whole, alone = _typed(typist, words, typist.paint)
    typist.sized(728)
    _, program = _typed(typist, words, None)
    ratios = {key: median(whole[key]) / median(alone[key]) for key in whole}
    for key, ratio in sorted(ratios.items(), key=lambda item: item[1]):
        print(f"    {key!r}: {median(whole[key]) * 1000:.1f} ms, {ratio:.2f} of painting", file=sys.stderr)
    return [
        (
            "key to fifty painted rows, to painting them alone: median of the keys",
            median(ratios.values()),
            RATIO,
        ),
        ("the same of the slowest key", max(ratios.values()), RATIO),
        (
            "program time of a key in ms, the longest",
            max(median(times) for times in program.values()) * 1000,
            PROGRAM,
        ),
    ]


def _typed(
    typist: Typist, words: list[str], between: Callable[[], float] | None
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """By what stands in the box after a key: seconds to its painted answer; and of painting alone, or computed."""
    whole: dict[str, list[float]] = {}
    beside: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        for word in words:
            typist.page.box.clear()
            typist.settle()
            for at, letter in enumerate(word):
                took, computed = typist.key(letter)
                other = computed if between is None else between()
                if turn:  # the first round warms up
                    whole.setdefault(word[: at + 1], []).append(took)
                    beside.setdefault(word[: at + 1], []).append(other)
    return whole, beside


def main() -> int:
    """Prints the rows."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--size", type=int, default=SIZE)
    for name, value, goal in run(asked.parse_args().size):
        print(f"{'ok  ' if value <= goal else 'miss'} {value:7.2f} (goal {goal}) {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
