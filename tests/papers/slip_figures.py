"""How many worn slips find their matter: prints, wears, scans and files slips, counts, and writes docs/SLIPS.md.

    python -m tests.papers.slip_figures            writes the figures of 200 slips
    python -m tests.papers.slip_figures 40 other   40 slips of another lot, to the screen only

Every slip is a real paper of a real matter in a training folder. It goes the whole way: the PDF that the program prints,
drawn by a reader that is not ours, worn, put into a JPEG, a PDF or a TIFF with others, opened by the child, proposed,
confirmed and filed. Then the journal is asked which slip serves which paper.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random

from PIL import Image

from app.clock import SystemClock
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.sealing import SealPaper
from app.domain.delivery import DeliveryMethod, Outcome
from app.services import papers
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from app.services.slips import SlipState, file_slip, read_slips
from tests.desks import folder, registers, sign_in
from tests.papers.rendering import pictures_of
from tests.papers.worn_slips import as_jpeg, by_lot, worn
from tests.ui.scan_files import pdf, tiff
from ui.scans.reader import ChildScanReader

SLIPS = 200
LOT = "the two hundred"
PER_FILE = 10
GOAL = 0.99
TARGET = Path(__file__).resolve().parents[2] / "docs" / "SLIPS.md"


@dataclass
class Figures:
    """What became of the slips. `unread` are shown to be filed by hand; `wrong` must stay 0. Times in seconds."""

    slips: int = 0
    right: int = 0
    wrong: int = 0
    unread: int = 0
    reading: float = 0.0
    filing: float = 0.0
    lots: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float:
        """Filed right, of all."""
        return self.right / self.slips


@dataclass(frozen=True)
class Printed:
    """A slip that went out: matter, paper, and its picture when it came back."""

    number: str
    paper: str
    picture: Image.Image


def measure(slips: int = SLIPS, lot: str = LOT) -> Figures:
    """Prints, wears, scans and files that many slips."""
    figures = Figures(slips=slips)
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        folder(room / "desk").memory.close()
        desk = sign_in(room / "desk")
        try:
            for begin in range(0, slips, PER_FILE):
                count = min(PER_FILE, slips - begin)
                made = [_printed(desk.session, Random(f"{lot}/{begin + at}"), figures) for at in range(count)]
                _filed(desk.session, made, _file_of(room, begin, made), figures)
        finally:
            desk.close()
    return figures


def _printed(session: Session, random: Random, figures: Figures) -> Printed:
    number = registers(session).number
    perform(session, number, Forward(unit="U1"))
    notice = papers.issue(session, number, "D11").record
    assert notice is not None
    perform(session, number, SealPaper(paper=notice.id))
    slip = papers.issue(session, number, "D33", extra={"about": notice.id})
    wear = by_lot(random)
    (page,) = pictures_of(slip.pdf, dots=wear.dots)
    picture = worn(page.convert("RGB"), wear, random)
    figures.lots[f"{wear.dots} dpi"] += 1
    figures.lots["upside down"] += wear.upside_down
    figures.lots["stained"] += wear.stains > 0
    figures.lots["folded"] += wear.folds > 0
    jpeg = Image.open(io.BytesIO(as_jpeg(picture, wear)))
    return Printed(number, notice.id, jpeg.convert("RGB"))


def _file_of(room: Path, begin: int, made: list[Printed]) -> list[Path]:
    """The pages as a copier hands them over: one PDF, one TIFF, or a JPEG each, in turn."""
    pages = [item.picture for item in made]
    turn = begin // PER_FILE % 3
    if turn == 0:
        return [pdf(room / f"{begin}.pdf", pages)]
    if turn == 1:
        return [tiff(room / f"{begin}.tif", pages)]
    files = [room / f"{begin + at}.jpg" for at in range(len(pages))]
    for file, page in zip(files, pages, strict=True):
        page.copy().save(file, "JPEG", quality=60)
    return files


def _filed(session: Session, made: list[Printed], files: list[Path], figures: Figures) -> None:
    before = time.perf_counter()
    pages = list(read_slips(session, ChildScanReader(), files))
    figures.reading += time.perf_counter() - before
    assert len(pages) == len(made), "no page is dropped"
    facts = Deliver(
        paper="",
        method=DeliveryMethod.IN_PERSON,
        outcome=Outcome.RECEIVED,
        receiver="张示范",
        on=session.today(),
    )
    for page, was in zip(pages, made, strict=True):
        if page.state is not SlipState.READY:
            figures.unread += 1
            continue
        before = time.perf_counter()
        file_slip(session, page, replace(facts, on=session.today()))
        figures.filing += time.perf_counter() - before
        matter = view_matter(session, was.number).known.matter
        right = any(paper.id == was.paper and paper.proved_on for paper in matter.papers)
        figures.right += right
        figures.wrong += not right


def page_of(figures: Figures, day: date) -> str:
    """The page of the documentation."""
    read, kept = figures.reading / figures.slips, figures.filing / figures.slips
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(figures.lots.items()))
    return f"""# Slips that file themselves: the figure

Delivery slips are printed, worn by lot, scanned, read, confirmed and filed in a training folder; then the journal is asked
which slip serves which paper. `python -m tests.papers.slip_figures` does it again and writes this page;
`tests/papers/test_slip_figures.py` holds the floor (0.99 filed right, none wrongly).

| what | of {figures.slips} slips |
|---|---|
| filed right | {figures.right} ({figures.share:.1%}) |
| filed wrongly | {figures.wrong} |
| not read: shown with picture, file and page, to be filed by hand | {figures.unread} |

Measured {day.isoformat()}, lot "{LOT}": {kinds}.
Every one was turned by up to five degrees, signed, pale by up to a third, with noise, JPEG quality 60 at most
twice; ten to a PDF, ten to a TIFF, or a JPEG each, in turn.

The wear is drawn, not real (`tests/papers/worn_slips.py`): no sheet of this lot was printed on a printer or lay in a
scanner. What is not in it: photographs by telephone with perspective and shadow, fax, sheets cut apart.

Opening and reading took {read:.2f} s a slip, keeping and recording {kept:.2f} s (two shared cores; the goal is one second
a slip at 200 dpi).
"""


def main(arguments: list[str]) -> int:
    """Measures; writes the page for the usual lot, prints for another one."""
    slips = int(arguments[0]) if arguments else SLIPS
    lot = arguments[1] if len(arguments) > 1 else LOT
    figures = measure(slips, lot)
    print(figures)
    if not arguments:
        TARGET.write_text(page_of(figures, SystemClock().now().date()), encoding="utf-8")
    return 0 if figures.wrong == 0 and figures.share >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
