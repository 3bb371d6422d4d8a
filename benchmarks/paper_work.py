"""Work with papers in bulk, as ratios to the budgets of the fifth issue: case file, preview, slips, memory of many notices.

A budget is time (or memory) on this project's two cores; the ratio is what was used of it. `run()` answers rows of (name,
ratio, goal); at or under its goal is good.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from app.clock import stopwatch
from app.papers.binding import Binder, Part
from app.papers.catalogue import catalogue
from app.papers.render import render
from app.services import papers
from tests.desks import folder, registers, sign_in
from tests.papers.samples import FACTS, sample
from tests.papers.slip_figures import measure

PAGES = 200
CASE_FILE, PREVIEW, SLIPS = 10.0, 0.15, 20.0
"""Seconds: a file of 200 pages, the first page of a draft after the key, twenty slips read and filed."""
MEMORY = 250.0
"""Megabytes while a thousand notices are made."""
ROOT = Path(__file__).resolve().parents[1]
_THOUSAND = """
from app.papers.render import render
from tests.papers.samples import sample
for place in range(1000):
    render(sample("D14", due_on=f"2027-01-{place % 28 + 1:02}"))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1024)
"""
_VIEW = """
import os, sys
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from app.clock import stopwatch
from app.papers import fonts
from app.papers.catalogue import catalogue
from app.papers.render import render
from tests.papers.samples import sample
catalogue()
application = QGuiApplication([])
fonts.preload()
def seen():
    began = stopwatch()
    data = render(sample("D14"), draft=True).pdf
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    document.render(0, QSize(840, 1188))
    return stopwatch() - began
print(seen(), sorted(seen() for _ in range(9))[4])
"""


def _answer(script: str) -> list[float]:
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True)
    return [float(word) for word in run.stdout.split()]


def _timed(act: Callable[[], object]) -> float:
    began = stopwatch()
    act()
    return stopwatch() - began


def _case_file() -> None:
    """Two hundred pages of ordinary papers, bound."""
    made = [
        render(sample(kind.kind)).pdf
        for kind in catalogue()
        if kind.kind in FACTS and kind.layout == "letter"
    ]
    binder, place = Binder(), 0
    while binder.numbered < PAGES:
        binder.add(Part(title=f"{place}", data=made[place % len(made)], heading=f"{place // 20}"))
        place += 1
    binder.finish("bench")


def _issued() -> float:
    """Seconds to issue a receipt through the journal, the median of some: number, facts, bytes, hash."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as name:
        folder(Path(name) / "desk").memory.close()
        desk = sign_in(Path(name) / "desk")
        numbers = [registers(desk.session).number for _ in range(8)]
        times = [
            _timed(lambda number=number: papers.issue(desk.session, number, "D02")) for number in numbers
        ]  # type: ignore[misc]
        desk.close()
    return median(times[1:])


def run() -> list[tuple[str, float, float]]:
    """Rows of (name, measured ratio, goal)."""
    render(sample("D14"))
    first, again = _answer(_VIEW)
    slips = measure(20, "the bench")
    return [
        ("case file of 200 pages, made and bound, to 10 s", _timed(_case_file) / CASE_FILE, 1.0),
        ("first page of a draft in sight, after preloading, to 150 ms", first / PREVIEW, 1.0),
        ("the same, warm", again / PREVIEW, 1.0),
        ("receipt issued through the journal, to 150 ms", _issued() / PREVIEW, 1.0),
        ("twenty slips read and filed, to 20 s", (slips.reading + slips.filing) / SLIPS, 1.0),
        ("memory while a thousand notices are made, to 250 MB", _answer(_THOUSAND)[0] / MEMORY, 1.0),
    ]


if __name__ == "__main__":
    for name, ratio, goal in run():
        print(f"{'good' if ratio <= goal else 'MISS'}  {ratio:5.2f}  (goal {goal})  {name}")
