"""How fast papers are made, as ratios to what cannot be avoided: the same words drawn with ReportLab alone.

`run()` answers rows of (name, ratio, goal); a ratio at or under its goal is good. Medians of several rounds.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.clock import stopwatch
from app.papers import fonts, page, qr
from app.papers.linebreak import Line
from app.papers.render import render
from app.papers.setting import Style
from resources.loader import read_bytes
from tests.papers.samples import CODE, sample

ROUNDS = 15
TENTH = 0.1
"""Seconds: how long a mediator may wait for an agreement that everybody at the table is looking at."""
ROOT = Path(__file__).resolve().parents[1]
_FIRST = """
from app.clock import stopwatch
from app.papers import fonts
from app.papers.catalogue import catalogue
from app.papers.render import render
from tests.papers.samples import sample
fonts.preload()
catalogue()
start = stopwatch()
render(sample("D14"))
first = stopwatch() - start
warm = []
for _ in range(9):
    start = stopwatch()
    render(sample("D14"))
    warm.append(stopwatch() - start)
print(first, sorted(warm)[4])
"""


def _median(act: Callable[[], object]) -> float:
    """Seconds that `act` takes, the median of several rounds after one that is not counted."""
    act()
    times: list[float] = []
    for _ in range(ROUNDS):
        start = stopwatch()
        act()
        times.append(stopwatch() - start)
    return statistics.median(times)


def _words_of_a_notice() -> list[list[tuple[str, float, float, float, str]]]:
    """What a notice draws, by page: face, size, left, top and text of each run."""
    pages: list[list[tuple[str, float, float, float, str]]] = [[]]
    draw, turn = page.Pen.line, page.Pen.end_page

    def keep(pen: page.Pen, line: Line, style: Style, left: float, top: float, *rest: page.Colour) -> None:
        for run in page.runs_of(line, style.size):
            pages[-1].append((run.face, style.size, left + run.at, top, run.text))
        draw(pen, line, style, left, top, *rest)

    def next_page(pen: page.Pen) -> None:
        pages.append([])
        turn(pen)

    page.Pen.line, page.Pen.end_page = keep, next_page  # type: ignore[assignment,method-assign]
    try:
        render(sample("D14"))
    finally:
        page.Pen.line, page.Pen.end_page = draw, turn  # type: ignore[method-assign]
    return pages[:-1]


def _bare(pages: list[list[tuple[str, float, float, float, str]]]) -> bytes:
    """The same words at the same places, with nothing but ReportLab."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(page.PAGE_WIDTH, page.PAGE_HEIGHT), invariant=1, pageCompression=1)
    for runs in pages:
        for face, size, left, top, text in runs:
            canvas.setFont("bare-" + face, size)
            canvas.drawString(left, page.PAGE_HEIGHT - top, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _qrcode_alone() -> None:
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=qr.QUIET_ZONE)
    maker.add_data(CODE)
    maker.make(fit=True)


def run() -> list[tuple[str, float, float]]:
    """Rows of (name, measured ratio, goal)."""
    words = _words_of_a_notice()
    for face in {part[0] for runs in words for part in runs}:
        registerFont(TTFont("bare-" + face, io.BytesIO(read_bytes("fonts/" + fonts.faces()[face].file))))
    warm = _median(lambda: render(sample("D14")))
    bare = _median(lambda: _bare(words))
    command = [sys.executable, "-c", _FIRST]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split()
    code = _median(lambda: qr.make(CODE))
    alone = _median(_qrcode_alone)
    agreement = _median(lambda: render(sample("M08")))
    return [
        ("an agreement of two pages (M08), in tenths of a second", agreement / TENTH, 1.0),
        ("notice, warm, to bare ReportLab with the same words", warm / bare, 1.5),
        ("first notice after preload, to a warm one", float(output[0]) / float(output[1]), 3.0),
        ("code made and read back, to qrcode alone", code / alone, 1.5),
    ]


if __name__ == "__main__":
    for name, ratio, goal in run():
        print(f"{'good' if ratio <= goal else 'MISS'}  {ratio:5.2f}  (goal {goal})  {name}")
