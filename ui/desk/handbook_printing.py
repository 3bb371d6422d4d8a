"""A chapter of the handbook on paper or as a file: every function that draws runs in a worker.

Documented lazy loading: the libraries of papers are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ui.desk.hall import Hall
from ui.desk.pages.handbook import HandbookPage, handbook_words
from ui.desk.register_desk import usual_folder
from ui.handbook import ITEM, NUMBERED, ROW, Chapter, plain
from ui.new_file import write_new
from ui.printing import Printer

if TYPE_CHECKING:
    from app.papers.handbook_sheet import HandbookLine


def offer(hall: Hall, printer: Callable[[], Printer], page: HandbookPage) -> None:
    """Chapters can be printed and saved by whoever is signed in."""
    page.offer_paper()
    page.print_asked.connect(lambda chapter: _print(hall, printer, chapter))
    page.save_asked.connect(lambda chapter: _save(hall, chapter))


def pdf_of(chapter: Chapter) -> bytes:
    """The chapter as a PDF. In a worker; loads what draws papers."""
    from app.papers.handbook_sheet import handbook_sheet

    folio = str(handbook_words()["folio"]).replace("{title}", chapter.short)
    return handbook_sheet(chapter.short, tuple(_lines(chapter)), folio)


def _print(hall: Hall, printer: Callable[[], Printer], chapter: Chapter) -> None:
    chosen = printer()
    hall.read(
        lambda: pdf_of(chapter),
        lambda pdf: hall.print_pdf(chosen, pdf, f"handbook {chapter.name}", asker=hall),
        asker=hall,
    )


def _save(hall: Hall, chapter: Chapter) -> None:
    name = str(handbook_words()["file"]).format(title=chapter.short)
    hall.read(
        lambda: str(write_new(Path(usual_folder()) / name, pdf_of(chapter))),
        lambda path: hall.say("handbook.saved", path=path),
        asker=hall,
    )


def _lines(chapter: Chapter) -> Iterator[HandbookLine]:
    from app.papers.handbook_sheet import HandbookLine

    for at, section in enumerate(chapter.sections):
        if at:
            yield HandbookLine(text=section.title, is_head=True)
        number = 0
        for block in section.blocks:
            number = number + 1 if block.kind == NUMBERED else 0
            mark = f"{number}." if number else "·" if block.kind in (ITEM, ROW) else ""
            between = "　→　" if block.kind == ROW else ""
            yield HandbookLine(text=between.join(filter(None, map(plain, block.cells))), mark=mark)
